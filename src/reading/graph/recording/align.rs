//! Cues + paragraphs → when each paragraph begins, by their words.
//!
//! Words that stand once in both texts hold them together, longest runs first and shorter ones between
//! them; what lies between two matches is looked at again on its own. Captions of machines mishear a
//! word in ten, leave out names and go on over the ends of paragraphs, so a paragraph is found by the
//! part of its words that are there.
//!
//! **Invariant:** times ascend; the cost is that of the texts times the longest run of words, but for
//! stretches without a match.

#[cfg(test)]
mod tests;

use super::Said;
use crate::base::captions::Cue;
use crate::base::letters::{Simplifier, is_apostrophe, is_dense, is_word};
use crate::reading::corpus::{ParagraphRole, Speech};
use crate::reading::labels::bracketed_time;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words that in a row are looked for first. Four words, or characters, that stand once in a text of
/// an hour and once in another are hardly ever there by chance.
const LONGEST_RUN: usize = 4;

/// Single words hold two texts together only in a stretch as short as this: a paragraph or two. In a
/// longer one a word that stands once in each is often another's.
const SHORT: usize = 120;

/// A paragraph of fewer words is found only whole, and between what was found before and behind it, of
/// which one is right beside it: “Thank you.” is said often.
const FEW: usize = 4;

/// Of the words of a paragraph so many, in hundredths, have to be in the captions. Those of machines
/// have more than 80 of what was said; of two texts about the same matter no paragraph has 20 in the
/// same order.
const ENOUGH: usize = 40;

/// A paragraph of fewer words than this needs more of them, so that four that are there by chance are
/// not enough. Measured on 1,844 paragraphs of twelve meetings with words lost, put in and misheard (5
/// to 30 in a hundred): of those that were said 96 to 99 in a hundred are found, and of all some three
/// in a thousand are off by more than a second.
const SHORT_PARAGRAPH: usize = 12;
const ENOUGH_OF_SHORT: usize = 60;

/// A word of the captions, and when it is said.
struct Spoken {
    word: u32,
    from: u32,
    until: u32,
}

/// A word of the text that is one of the captions, by their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    text: usize,
    spoken: usize,
}

/// When the paragraphs are said, by paragraph.
pub(super) fn times(speech: &Speech, cues: &[Cue]) -> Vec<Option<Said>> {
    let mut words = Dictionary::default();
    let mut text = Vec::new();
    let mut places = Vec::with_capacity(speech.body.paragraphs.len());
    for paragraph in &speech.body.paragraphs {
        let start = text.len();
        if paragraph.role == ParagraphRole::Text {
            let said = bracketed_time(&paragraph.text).map(|(_, said)| said);
            text.extend(words.of(said.unwrap_or(&paragraph.text)));
        }
        places.push(start..text.len());
    }
    let spoken = spoken(cues, &mut words);

    let said: Vec<u32> = spoken.iter().map(|spoken| spoken.word).collect();
    let matches = matches(&text, &said);
    let mut times = Vec::with_capacity(places.len());
    let mut last = 0;
    for place in &places {
        let time = found(place, &matches, &spoken).filter(|said| said.from >= last);
        last = time.map_or(last, |said| said.from);
        times.push(time);
    }
    without_needless_ends(times, &places)
}

/// An end is worth telling only where the next paragraph has no time of its own.
fn without_needless_ends(
    mut times: Vec<Option<Said>>,
    places: &[Range<usize>],
) -> Vec<Option<Said>> {
    let mut is_next_timed = false;
    for (time, place) in times.iter_mut().zip(places).rev() {
        if place.is_empty() {
            continue;
        }
        if let (Some(said), true) = (time.as_mut(), is_next_timed) {
            said.until = None;
        }
        is_next_timed = time.is_some();
    }
    times
}

/// The words of texts by number.
#[derive(Default)]
struct Dictionary {
    numbers: BTreeMap<String, u32>,
}

impl Dictionary {
    /// The words of a text; each character is one where the script has no spaces between words.
    fn of(&mut self, text: &str) -> Vec<u32> {
        let simplified = Simplifier::new();
        let mut numbers = Vec::new();
        let mut word = String::new();
        for c in text.chars().flat_map(char::to_lowercase) {
            if is_word(c) {
                word.push(c);
                continue;
            }
            // An apostrophe is within a word: captions write `don't` and `dont`.
            if is_apostrophe(c) {
                continue;
            }
            numbers.extend(self.number(&mut word));
            if is_dense(c) {
                word.push(simplified.of(c));
                numbers.extend(self.number(&mut word));
            }
        }
        numbers.extend(self.number(&mut word));
        numbers
    }

    /// The number of a word, which is taken; none of an empty one.
    fn number(&mut self, word: &mut String) -> Option<u32> {
        if word.is_empty() {
            return None;
        }
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        Some(*self.numbers.entry(std::mem::take(word)).or_insert(next))
    }
}

/// The words of the cues. Within a cue they are taken to be said one after the other, all as long.
fn spoken(cues: &[Cue], words: &mut Dictionary) -> Vec<Spoken> {
    let mut spoken = Vec::new();
    for cue in cues {
        let of_cue = words.of(&cue.text);
        let n_words = u64::try_from(of_cue.len()).unwrap_or(1).max(1);
        let length = u64::from(cue.end - cue.start);
        let at = |n: u64| cue.start + u32::try_from(length * n / n_words).unwrap_or(0);
        for (n, word) in (0..).zip(of_cue) {
            spoken.push(Spoken { word, from: at(n), until: at(n + 1) });
        }
    }
    spoken
}

/// A stretch of both texts that is still to be matched, by runs of `run` words and shorter ones.
struct Stretch {
    text: Range<usize>,
    spoken: Range<usize>,
    run: usize,
}

/// Which words are the same, ascending in both texts.
fn matches(text: &[u32], spoken: &[u32]) -> Vec<Match> {
    let mut found = Vec::new();
    let mut open = vec![Stretch { text: 0..text.len(), spoken: 0..spoken.len(), run: LONGEST_RUN }];
    while let Some(Stretch { text: of_text, spoken: of_spoken, run }) = open.pop() {
        if of_text.is_empty() || of_spoken.is_empty() || run == 0 {
            continue;
        }
        if run == 1 && of_text.len().max(of_spoken.len()) > SHORT {
            continue;
        }

        let anchors = ascending(&anchors(&text[of_text.clone()], &spoken[of_spoken.clone()], run));
        if anchors.is_empty() {
            open.push(Stretch { text: of_text, spoken: of_spoken, run: run - 1 });
            continue;
        }

        let (mut after_text, mut after_spoken) = (of_text.start, of_spoken.start);
        for anchor in anchors {
            let begin = Match {
                text: of_text.start + anchor.text,
                spoken: of_spoken.start + anchor.spoken,
            };
            // Runs that overlap go on in one another.
            if begin.text < after_text || begin.spoken < after_spoken {
                continue;
            }
            open.push(Stretch {
                text: after_text..begin.text,
                spoken: after_spoken..begin.spoken,
                run,
            });
            for n in 0..run {
                found.push(Match { text: begin.text + n, spoken: begin.spoken + n });
            }
            (after_text, after_spoken) = (begin.text + run, begin.spoken + run);
            while after_text < of_text.end
                && after_spoken < of_spoken.end
                && text[after_text] == spoken[after_spoken]
            {
                found.push(Match { text: after_text, spoken: after_spoken });
                (after_text, after_spoken) = (after_text + 1, after_spoken + 1);
            }
        }
        open.push(Stretch {
            text: after_text..of_text.end,
            spoken: after_spoken..of_spoken.end,
            run,
        });
    }
    found.sort_unstable();
    found
}

/// Where runs of words are that stand once in each text, in the order of the first.
fn anchors(text: &[u32], spoken: &[u32], run: usize) -> Vec<Match> {
    let of_text = once(text, run);
    let of_spoken = once(spoken, run);
    let mut anchors = Vec::new();
    for (words, place) in &of_text {
        if let (Some(text), Some(Some(spoken))) = (place, of_spoken.get(words)) {
            anchors.push(Match { text: *text, spoken: *spoken });
        }
    }
    anchors.sort_unstable();
    anchors
}

/// Each run of words, and where it is if it is there once.
fn once(words: &[u32], run: usize) -> BTreeMap<&[u32], Option<usize>> {
    let mut places = BTreeMap::new();
    for (at, words) in words.windows(run).enumerate() {
        places.entry(words).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}

/// The longest part of the anchors that ascends in both texts (patience sorting).
fn ascending(anchors: &[Match]) -> Vec<Match> {
    // Of each length the anchor with the smallest place with which such a part ends, and of each
    // anchor the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    for (at, anchor) in anchors.iter().enumerate() {
        let length = ends.partition_point(|end| anchors[*end].spoken < anchor.spoken);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }

    let mut part = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        part.push(anchors[index]);
        at = before[index];
    }
    part.reverse();
    part
}

/// When the words at `place` are said; none with too little evidence.
fn found(place: &Range<usize>, matches: &[Match], spoken: &[Spoken]) -> Option<Said> {
    let first = matches.partition_point(|known| known.text < place.start);
    let behind = matches.partition_point(|known| known.text < place.end);
    let here = dense(&matches[first..behind]);
    let (Some(begin), Some(end)) = (here.first(), here.last()) else {
        return None;
    };

    let n_words = place.len();
    let enough = if n_words < SHORT_PARAGRAPH { ENOUGH_OF_SHORT } else { ENOUGH };
    if n_words < FEW {
        let is_whole = here.len() == n_words && end.spoken - begin.spoken + 1 == n_words;
        let before = first.checked_sub(1).map(|at| matches[at]);
        let mut gaps: Vec<usize> = Vec::with_capacity(2);
        gaps.extend(before.map(|known| gap(known, *begin)));
        gaps.extend(matches.get(behind).map(|known| gap(*end, *known)));
        if !is_whole || !gaps.contains(&0) || gaps.iter().any(|gap| *gap > FEW) {
            return None;
        }
    } else if here.len() < FEW || here.len() * 100 < n_words * enough {
        return None;
    }

    // The words before the first that was found were said as well, as far as there is room behind
    // what is said before the paragraph. Where most of its first third is lost, so is its beginning.
    let n_lost = begin.text - place.start;
    if n_lost > 3.max(n_words / 3) {
        return None;
    }
    let before = first.checked_sub(1).map_or(0, |at| matches[at].spoken + 1);
    let start = begin.spoken.saturating_sub(n_lost).max(before.min(begin.spoken));
    Some(Said { from: spoken[start].from, until: Some(spoken[end.spoken].until) })
}

/// So many words are between two matches in one of the texts: names of speakers, words misheard.
fn gap(before: Match, after: Match) -> usize {
    (after.text - before.text).max(after.spoken - before.spoken) - 1
}

/// The matches of a paragraph without those at its ends that are far from the others: a word that
/// was found in what is said before or after it.
fn dense(matches: &[Match]) -> &[Match] {
    let is_far = |pair: &[Match]| {
        let (text, spoken) = (pair[1].text - pair[0].text, pair[1].spoken - pair[0].spoken);
        spoken > 3 * text + 12
    };
    // The longest stretch without a gap.
    let mut best = 0..0;
    let mut start = 0;
    for at in 0..matches.len() {
        if at > start && is_far(&matches[at - 1..=at]) {
            start = at;
        }
        if at + 1 - start > best.len() {
            best = start..at + 1;
        }
    }
    &matches[best]
}
