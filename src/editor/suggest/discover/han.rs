//! Names in Han text: people before titles, places that the dictionary knows, initiatives by what
//! they end with.
//!
//! **Invariant:** words are cut once a paragraph, in simplified characters; what is offered is what
//! the text has.

use super::lists::{HAN_NO_PLACE, HAN_PLACE_ENDS, Lists, SURNAMES};
use super::{Candidate, Guess, texts};
use crate::base::lang::is_han;
use crate::editor::suggest::Spot;
use crate::editor::suggest::rank::TITLES_AFTER;
use crate::reading::annotate::{HanWord, Segmenter};
use crate::reading::corpus::Corpus;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Opening and closing marks of quoted names.
const QUOTES: &[(char, char)] =
    &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉')];

/// A name in a text.
struct Find {
    range: Range<usize>,
    guess: Guess,
    why: &'static str,
    /// As in [`Candidate`]: an order more than a measure.
    evidence: u32,
}

/// Names of people, places and initiatives.
pub(super) fn candidates(corpus: &Corpus, lists: &Lists) -> Vec<Candidate> {
    let mut texts = texts(corpus);
    texts.retain(|text| text.text.contains(is_han));
    // The dictionary takes a while to load.
    if texts.is_empty() {
        return Vec::new();
    }

    let segmenter = Segmenter::new();
    let finds: Vec<Vec<Find>> =
        texts.par_iter().map(|text| finds(&segmenter, lists, text.text)).collect();

    let mut found: BTreeMap<(String, Guess), Candidate> = BTreeMap::new();
    for (text, finds) in texts.iter().zip(finds) {
        for find in finds {
            let name = text.text[find.range.clone()].to_owned();
            let key = (name.clone(), find.guess);
            let candidate = found.entry(key).or_insert(Candidate {
                name,
                guess: find.guess,
                why: find.why,
                spots: Vec::new(),
                evidence: find.evidence,
            });

            if find.evidence > candidate.evidence {
                (candidate.why, candidate.evidence) = (find.why, find.evidence);
            }
            let spot = Spot::in_paragraph(text.speech, text.paragraph, &find.range);
            candidate.spots.push(spot);
        }
    }
    found.into_values().collect()
}

/// What labels of people who are not named end with: reporters, members, chairs, offices.
const ROLE_ENDS: &[&str] = &[
    "記者", "记者", "員", "员", "者", "人", "長", "长", "方", "會", "会", "生", "組", "组", "處",
    "处", "部", "室",
];

/// Whether a label is shaped as a person's name: two or three characters that begin with a surname.
///
/// Not four, a choice: few names are so long, and many roles are: `安全委員`.
pub(super) fn is_person(label: &str) -> bool {
    let ends_in = |ends: &[&str]| ends.iter().any(|end| label.ends_with(end));
    (2..=3).contains(&label.chars().count())
        && label.chars().all(is_han)
        && label.starts_with(|c| SURNAMES.contains(c))
        && !ends_in(TITLES_AFTER)
        && !ends_in(ROLE_ENDS)
}

/// The names of one paragraph.
fn finds(segmenter: &Segmenter, lists: &Lists, text: &str) -> Vec<Find> {
    let words = segmenter.cut(text);
    let mut found = Vec::new();
    let mut add = |range, guess, why, evidence| {
        found.push(Find { range, guess, why, evidence });
    };

    for (at, word) in words.iter().enumerate() {
        let place = with_kind(text, &words, at);
        if lists.han_places.contains(word.simple.as_str()) {
            let why = "it is a country, a region or a city";
            add(place, Guess::Place, why, 40);
        } else if word.tag == "ns" && is_place(&text[place.clone()]) {
            add(place, Guess::Place, "it ends as places do", 15);
        }

        if let Some(person) = before_title(text, &words, at)
            && !has_known_place(&words, lists, &person)
        {
            add(person, Guess::Person, "a title stands after it", 30);
        }

        if let Some(initiative) = initiative(lists, text, &words, at) {
            let (why, evidence) = if initiative.is_quoted {
                ("it is in quotation marks and ends as initiatives do", 40)
            } else {
                ("it ends as initiatives do", 20)
            };
            add(initiative.range, Guess::Initiative, why, evidence);
        }
    }

    found
}

/// A place with the word for what it is: `彰化` and `縣`.
fn with_kind(text: &str, words: &[HanWord], at: usize) -> Range<usize> {
    let range = words[at].range.clone();
    if let Some(next) = words.get(at + 1)
        && next.range.start == range.end
        && matches!(&text[next.range.clone()], "省" | "市" | "州" | "县" | "縣")
    {
        return range.start..next.range.end;
    }
    range
}

/// Whether a word that the dictionary has as a place names one in particular.
fn is_place(word: &str) -> bool {
    word.chars().count() > 2
        && word.ends_with(|c| HAN_PLACE_ENDS.contains(c))
        && !word.starts_with(|c| HAN_NO_PLACE.contains(c))
}

/// Whether one of the words that `range` is made of is a known place: the title in 山东省长 is the
/// place’s and not a Mr Shan’s.
fn has_known_place(words: &[HanWord], lists: &Lists, range: &Range<usize>) -> bool {
    words.iter().any(|word| {
        range.start <= word.range.start
            && word.range.end <= range.end
            && lists.han_places.contains(word.simple.as_str())
    })
}

/// The name of the person whose title is the word at `at`: the words before it that are shaped as a
/// name.
fn before_title(text: &str, words: &[HanWord], at: usize) -> Option<Range<usize>> {
    if !TITLES_AFTER.contains(&&text[words[at].range.clone()]) {
        return None;
    }

    // `副院長` is cut into two.
    let mut at = at;
    if let Some(deputy) = word_before(words, at)
        && deputy.simple == "副"
    {
        at -= 1;
    }
    let last = word_before(words, at)?;
    let end = last.range.end;
    let is_single = |word: &HanWord| text[word.range.clone()].chars().count() == 1;

    // A name that the dictionary lacks is cut: a surname, and one word or two characters.
    let n_before = if is_single(last) { 2 } else { 1 };
    let mut first = at - 1;
    for _ in 0..n_before {
        let Some(before) = word_before(words, first).filter(|word| is_single(word)) else {
            break;
        };
        first -= 1;
        if is_name(&text[before.range.start..end]) {
            return Some(before.range.start..end);
        }
    }

    let word = &text[last.range.clone()];
    let is_shaped = word.chars().all(|c| is_han(c) || c == '·')
        && word.chars().count() > 1
        && !word.contains(PARTICLES)
        && !is_same_twice(word);
    (last.tag.starts_with("nr") && is_shaped).then(|| last.range.clone())
}

/// The word that ends where the word at `at` begins.
fn word_before(words: &[HanWord], at: usize) -> Option<&HanWord> {
    let before = words.get(at.checked_sub(1)?)?;
    (before.range.end == words[at].range.start).then_some(before)
}

/// Characters that occur in no name.
const PARTICLES: &[char] =
    &['的', '副', '是', '等', '了', '和', '与', '與', '及', '在', '请', '請', '问', '問'];

/// Whether characters are shaped as a surname and a given name.
fn is_name(name: &str) -> bool {
    name.starts_with(|c| SURNAMES.contains(c))
        && (2..=3).contains(&name.chars().count())
        && name.chars().all(is_han)
        && !is_same_twice(name)
        && !name.contains(PARTICLES)
}

/// Whether a word begins with one character twice, as 谢谢 does and hardly any full name.
fn is_same_twice(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next() == chars.next()
}

/// An initiative in a text.
struct Initiative {
    range: Range<usize>,
    is_quoted: bool,
}

/// The initiative whose name ends with the word at `at`.
fn initiative(lists: &Lists, text: &str, words: &[HanWord], at: usize) -> Option<Initiative> {
    let end = words[at].range.clone();
    if !lists.han_initiatives.contains(&text[end.clone()]) {
        return None;
    }

    let before = &text[..end.start];
    for (open, close) in QUOTES {
        let Some(quoted) = before.strip_suffix(*close) else {
            continue;
        };
        let start = quoted.rfind(*open)?;
        let inner = quoted[start + open.len_utf8()..].chars().count();
        // Longer quotations are sentences.
        return (2..=16)
            .contains(&inner)
            .then_some(Initiative { range: start..end.end, is_quoted: true });
    }

    // Nouns that touch, of which one is proper; five, for further back another phrase begins.
    let mut start = end.start;
    let mut is_proper = false;
    for word in words[..at].iter().rev().take(5) {
        if !word.is_noun() || word.range.end != start {
            break;
        }
        start = word.range.start;
        is_proper |= word.is_proper();
    }

    let name = &text[start..end.start];
    let is_vague = lists.han_vague.contains(name) || name.chars().count() < 3;
    (is_proper && !is_vague).then_some(Initiative { range: start..end.end, is_quoted: false })
}
