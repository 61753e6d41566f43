//! Names in Han text: people before titles, places that the dictionary knows, initiatives by what
//! they end with.
//!
//! **Invariant:** words are cut once a paragraph, in simplified characters; what is offered is what
//! the text has.

use super::lists::{HAN_NO_PLACE, HAN_PLACE_ENDS, Lists};
use super::{Candidate, Guess, texts};
use crate::base::letters::is_han;
use crate::base::lexicon::{clear_surname, is_person_name, label_words, titles_after};
use crate::editor::suggest::Spot;
use crate::reading::annotate::{HanWord, Segmenter};
use crate::reading::corpus::{Corpus, SpeechId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Opening and closing marks of quoted names.
const QUOTES: &[(char, char)] =
    &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉')];

/// A name in a text.
struct Find {
    spot: Spot,
    name: String,
    guess: Guess,
    why: &'static str,
    evidence: u32,
}

/// Names of people, places and initiatives.
pub(super) fn candidates(corpus: &Corpus, lists: &Lists) -> Vec<Candidate> {
    let mut texts = texts(corpus);
    texts.retain(|(_, _, text)| text.contains(is_han));

    if texts.is_empty() {
        return Vec::new();
    }

    let segmenter = Segmenter::new();
    let finds: Vec<Find> = texts
        .par_iter()
        .flat_map_iter(|(speech, index, text)| finds(&segmenter, lists, *speech, *index, text))
        .collect();

    let mut found: BTreeMap<(String, Guess), Candidate> = BTreeMap::new();
    for find in finds {
        let Find { spot, name, guess, why, evidence } = find;

        let candidate = found.entry((name.clone(), guess)).or_insert(Candidate {
            name,
            guess,
            why,
            spots: Vec::new(),
            evidence,
        });

        if evidence > candidate.evidence {
            (candidate.why, candidate.evidence) = (why, evidence);
        }

        candidate.spots.push(spot);
    }

    found.into_values().collect()
}

/// Whether a label has the form of a person's name, and is neither a title nor what somebody is.
pub(super) fn is_person(label: &str) -> bool {
    let ends_in = |words: &[&str]| words.iter().any(|word| label.ends_with(word));
    is_person_name(label) && !ends_in(titles_after()) && !ends_in(&label_words().group)
}

/// The names of one paragraph.
fn finds(
    segmenter: &Segmenter,
    lists: &Lists,
    speech: SpeechId,
    paragraph: u32,
    text: &str,
) -> Vec<Find> {
    let words = segmenter.cut(text);
    let mut found = Vec::new();

    let mut find = |range: Range<usize>, guess, why, evidence| {
        let spot = Spot::in_paragraph(speech, paragraph, &range);
        found.push(Find { spot, name: text[range].to_owned(), guess, why, evidence });
    };

    for (at, word) in words.iter().enumerate() {
        let is_known = lists.han_places.contains(word.simple.as_str());
        let range = with_kind(text, &words, at);

        if is_known {
            find(range, Guess::Place, "it is a country, a region or a city", 40);
        } else if word.tag == "ns" && is_place(&text[range.clone()]) {
            find(range, Guess::Place, "it ends as places do", 15);
        }

        if let Some(range) =
            before_title(text, &words, at).filter(|range| !is_in(&words, lists, range))
        {
            find(range, Guess::Person, "a title stands after it", 30);
        }

        if let Some((range, is_quoted)) = initiative(lists, text, &words, at) {
            let (why, evidence) = if is_quoted {
                ("it is in quotation marks and ends as initiatives do", 40)
            } else {
                ("it ends as initiatives do", 20)
            };

            find(range, Guess::Initiative, why, evidence);
        }
    }

    found
}

/// A place with the word for what it is: `彰化` and `縣`.
fn with_kind(text: &str, words: &[HanWord], at: usize) -> Range<usize> {
    let range = words[at].range.clone();
    let next = words.get(at + 1).filter(|next| next.range.start == range.end);
    let kind = next.filter(|next| {
        let mut chars = text[next.range.clone()].chars();
        chars.next().is_some_and(|c| "省市州县縣".contains(c)) && chars.next().is_none()
    });

    kind.map_or(range.clone(), |kind| range.start..kind.range.end)
}

/// Whether a word that the dictionary has as a place names one in particular.
fn is_place(word: &str) -> bool {
    word.chars().count() > 2
        && word.ends_with(|c| HAN_PLACE_ENDS.contains(c))
        && !word.starts_with(|c| HAN_NO_PLACE.contains(c))
}

/// Whether one of the words that `range` is made of is a known place.
fn is_in(words: &[HanWord], lists: &Lists, range: &Range<usize>) -> bool {
    let mut within =
        words.iter().filter(|word| range.start <= word.range.start && word.range.end <= range.end);
    within.any(|word| lists.han_places.contains(word.simple.as_str()))
}

/// The name of the person whose title is the word at `at`: the words before it that are shaped as a
/// name.
fn before_title(text: &str, words: &[HanWord], at: usize) -> Option<Range<usize>> {
    let title = &words[at].range;
    if !titles_after().contains(&&text[title.clone()]) {
        return None;
    }

    let touching = |at: usize, end: usize| words.get(at).filter(|word| word.range.end == end);
    // `副院長` is cut into two.
    let is_deputy =
        touching(at.checked_sub(1)?, title.start).is_some_and(|word| word.simple == "副");

    let (at, end) = if is_deputy { (at - 1, words[at - 1].range.start) } else { (at, title.start) };

    let last = touching(at.checked_sub(1)?, end)?;
    let is_name = |range: &Range<usize>| {
        let name = &text[range.clone()];
        is_person_name(name) && !is_same_twice(name) && !name.contains(PARTICLES)
    };
    // 欧阳 is one word of two characters.
    let is_single = |word: &HanWord| {
        let word = &text[word.range.clone()];
        word.chars().count() == 1 || clear_surname(word) == Some(word)
    };

    // A name that the dictionary lacks is cut: a surname, and one word or two characters.
    let pieces = if is_single(last) { 2 } else { 1 };
    let mut start = last.range.start;

    for back in 2..=pieces + 1 {
        let Some(before) =
            at.checked_sub(back).and_then(|at| touching(at, start)).filter(|word| is_single(word))
        else {
            break;
        };

        start = before.range.start;
        if is_name(&(start..end)) {
            return Some(start..end);
        }
    }

    let word = &text[last.range.clone()];
    let is_shaped = word.chars().all(|c| is_han(c) || c == '·')
        && word.chars().count() > 1
        && !word.contains(PARTICLES)
        && !is_same_twice(word);

    (last.tag.starts_with("nr") && is_shaped).then(|| last.range.clone())
}

/// Characters that stand in no name.
const PARTICLES: &[char] =
    &['的', '副', '是', '等', '了', '和', '与', '與', '及', '在', '请', '請', '问', '問'];

fn is_same_twice(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next() == chars.next()
}

/// The initiative whose name ends with the word at `at`, and whether it is in quotation marks.
fn initiative(
    lists: &Lists,
    text: &str,
    words: &[HanWord],
    at: usize,
) -> Option<(Range<usize>, bool)> {
    let end = words[at].range.clone();
    if !lists.han_initiatives.contains(&text[end.clone()]) {
        return None;
    }

    let before = &text[..end.start];
    for (open, close) in QUOTES {
        if let Some(quoted) = before.strip_suffix(*close) {
            let start = quoted.rfind(*open)?;
            let inner = quoted[start + open.len_utf8()..].chars().count();
            return ((2..=16).contains(&inner)).then_some((start..end.end, true));
        }
    }

    let mut start = end.start;
    let mut is_proper = false;

    for word in words[..at].iter().rev().take(5).take_while(|word| word.is_noun()) {
        if word.range.end != start {
            break;
        }
        start = word.range.start;
        is_proper |= word.is_proper();
    }

    let name = &text[start..end.start];
    let is_vague = lists.han_vague.contains(name) || name.chars().count() < 3;
    (is_proper && !is_vague).then_some((start..end.end, false))
}
