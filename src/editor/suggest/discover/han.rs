//! Names in Han text: people in front of titles, places that the dictionary knows, initiatives and
//! organizations by what they end with.
//!
//! **Invariant:** words are cut once a paragraph, in simplified characters; what is offered is what
//! the text has.

use super::{Candidate, Clue, Guess, Text, clue};
use crate::base::letters::is_han;
use crate::base::lexicon::{clear_surname, is_person_name, label_words, titles_after};
use crate::editor::lexicon::han_lists;
use crate::editor::suggest::Spot;
use crate::reading::annotate::{HanWord, han_words};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Opening and closing marks of quoted names.
const QUOTES: &[(char, char)] =
    &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉')];

/// Words of which a body's name may be cut together: 金 | 管 | 會.
const MOST_PIECES: usize = 4;

/// Words in front of `倡议` that may belong to its name: more are a phrase.
const LONGEST_NAME: usize = 5;

/// A name in a text.
struct Find {
    spot: Spot,
    name: String,
    clue: Clue,
}

/// Names of people, places and initiatives.
pub(super) fn candidates(texts: &[Text<'_>]) -> Vec<Candidate> {
    let texts: Vec<&Text<'_>> = texts.iter().filter(|text| text.text.contains(is_han)).collect();
    // The dictionary takes 45 ms and 35 MB, which a site without Han text is spared.
    if texts.is_empty() {
        return Vec::new();
    }
    let finds: Vec<Find> = texts.par_iter().flat_map_iter(|text| finds(text)).collect();

    let mut found: BTreeMap<(String, Guess), Candidate> = BTreeMap::new();
    for Find { spot, name, clue } in finds {
        let key = (name.clone(), clue.guess);
        let fresh = Candidate { name, clue, spots: Vec::new() };
        let candidate = found.entry(key).or_insert(fresh);
        if clue.evidence > candidate.clue.evidence {
            candidate.clue = clue;
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
fn finds(text: &Text<'_>) -> Vec<Find> {
    let cut = Cut { text: text.text, words: han_words(text.text) };
    let mut found = Vec::new();
    let mut find = |range: Range<usize>, clue| {
        let name = text.text[range.clone()].to_owned();
        found.push(Find { spot: text.spot(&range), name, clue });
    };

    for (at, word) in cut.words.iter().enumerate() {
        let place = cut.with_division(at);
        if is_known_place(word) {
            find(place, clue(Guess::Place, "it is a country, a region or a city", 40));
        } else if word.tag == "ns" && is_place(&cut.text[place.clone()]) {
            find(place, clue(Guess::Place, "it ends as places do", 15));
        }
        if let Some(range) = cut.before_title(at)
            && !cut.has_place(&range)
        {
            find(range, clue(Guess::Person, "a title stands after it", 30));
        }
        if let Some(range) = cut.body(at) {
            find(range, clue(Guess::Organization, "it is a body that is widely known", 40));
        } else if let Some(range) = cut.organization(at) {
            find(range, clue(Guess::Organization, "it ends as names of organizations do", 30));
        } else if let Some(range) = cut.office(at) {
            find(range, clue(Guess::Organization, "it ends as names of offices do", 20));
        }
        if let Some(range) = cut.quoted_initiative(at) {
            let why = "it is in quotation marks and ends as initiatives do";
            find(range, clue(Guess::Initiative, why, 40));
        } else if let Some(range) = cut.initiative(at) {
            find(range, clue(Guess::Initiative, "it ends as initiatives do", 20));
        }
    }
    found
}

fn is_known_place(word: &HanWord) -> bool {
    han_lists().places.contains(word.simple.as_str())
}

/// Whether a word that the dictionary has as a place names one in particular.
fn is_place(word: &str) -> bool {
    let lists = han_lists();
    word.chars().count() > 2
        && word.ends_with(|c| lists.place_ends.contains(c))
        && !word.starts_with(|c| lists.no_place.contains(c))
}

/// Whether a text has nothing that no name has.
fn can_be_name(text: &str) -> bool {
    // `谢谢` is a word, whatever its tag says.
    let mut chars = text.chars();
    let is_same_twice = chars.next() == chars.next();
    !is_same_twice && !text.contains(|c| han_lists().nameless.contains(c))
}

/// A paragraph, cut into words.
struct Cut<'t> {
    text: &'t str,
    words: Vec<HanWord>,
}

impl Cut<'_> {
    fn word(&self, at: usize) -> &str {
        &self.text[self.words[at].range.clone()]
    }

    /// The word that touches the word at `at` from the left.
    fn before(&self, at: usize) -> Option<&HanWord> {
        let before = &self.words[at.checked_sub(1)?];
        (before.range.end == self.words[at].range.start).then_some(before)
    }

    /// A place with the word for what it is: `彰化` and `縣`.
    fn with_division(&self, at: usize) -> Range<usize> {
        let mut range = self.words[at].range.clone();
        if let Some(next) = self.words.get(at + 1)
            && next.range.start == range.end
        {
            let mut chars = self.word(at + 1).chars();
            let is_division = chars.next().is_some_and(|c| han_lists().divisions.contains(c));
            if is_division && chars.next().is_none() {
                range.end = next.range.end;
            }
        }
        range
    }

    /// Whether one of the words that `range` is made of is a known place.
    fn has_place(&self, range: &Range<usize>) -> bool {
        self.words.iter().any(|word| {
            range.start <= word.range.start && word.range.end <= range.end && is_known_place(word)
        })
    }

    /// The name of the person whose title is the word at `at`: the words before it that have the
    /// form of a name.
    fn before_title(&self, mut at: usize) -> Option<Range<usize>> {
        if !titles_after().contains(&self.word(at)) {
            return None;
        }
        // `副院長` is cut into two.
        if self.before(at)?.simple == "副" {
            at -= 1;
        }
        let last = self.before(at)?;
        let end = last.range.end;

        // A name that the dictionary lacks is cut: a surname, and one word or two characters.
        let n_pieces = if self.is_single(at - 1) { 2 } else { 1 };
        let mut first = at - 1;
        for _ in 0..n_pieces {
            let Some(before) = self.before(first).filter(|_| self.is_single(first - 1)) else {
                break;
            };
            first -= 1;
            let range = before.range.start..end;
            let name = &self.text[range.clone()];
            if is_person_name(name) && can_be_name(name) {
                return Some(range);
            }
        }

        let word = self.word(at - 1);
        let is_name = last.tag.starts_with("nr")
            && word.chars().all(|c| is_han(c) || c == '·')
            && word.chars().count() > 1
            && can_be_name(word);
        is_name.then(|| last.range.clone())
    }

    /// Whether a word may be one piece of a name that was cut: a character, or 欧阳.
    fn is_single(&self, at: usize) -> bool {
        let word = self.word(at);
        word.chars().count() == 1 || clear_surname(word) == Some(word)
    }

    /// The body whose name begins with the word at `at`, the longest of several.
    fn body(&self, at: usize) -> Option<Range<usize>> {
        let bodies = &han_lists().bodies;
        let start = self.words[at].range.start;
        let mut end = start;
        let mut name = String::new();
        let mut found = None;
        for word in self.words[at..].iter().take(MOST_PIECES) {
            if word.range.start != end {
                break;
            }
            name.push_str(&word.simple);
            end = word.range.end;
            if bodies.contains(name.as_str()) {
                found = Some(start..end);
            }
        }
        found
    }

    /// The organization whose name ends with the word at `at`, by the nouns in front of it or in it.
    fn organization(&self, at: usize) -> Option<Range<usize>> {
        let lists = han_lists();
        let word = self.words[at].simple.as_str();
        let ending = lists.organizations.iter().find(|ending| word.ends_with(**ending))?;
        // What the dictionary has as one word may be any word: `董事会`, `大学`.
        let own = word.strip_suffix(*ending).unwrap_or_default();
        let is_name = self.words[at].is_proper() && own.chars().count() >= 2;

        let first = self.first_noun_before(at);
        let has_proper = self.words[first..at].iter().any(HanWord::is_proper);
        let before = &self.text[self.words[first].range.start..self.words[at].range.start];
        let is_told = before.chars().count() >= 2 && (has_proper || at - first >= 2);
        let is_vague = |word: &HanWord| lists.no_organization.contains(word.simple.as_str());
        if first < at && is_told && !self.words[first..at].iter().all(is_vague) {
            return Some(self.words[first].range.start..self.words[at].range.end);
        }
        is_name.then(|| self.words[at].range.clone())
    }

    /// The office whose name ends with a character for offices: a word with that character behind
    /// it, or one that the dictionary calls a name.
    fn office(&self, at: usize) -> Option<Range<usize>> {
        let lists = han_lists();
        let word = &self.words[at];
        let ending = lists.offices.iter().find(|ending| word.simple.ends_with(**ending))?;
        let own = word.simple.strip_suffix(*ending).unwrap_or_default();
        if own.chars().count() >= 2 {
            // `警察局` is any; that of a place is one.
            let is_one = word.tag == "nt" || (word.is_noun() && self.place_before(at).is_some());
            return is_one.then(|| self.with_place_before(at, &word.range));
        }

        let before = self.before(at).filter(|_| own.is_empty())?;
        let is_noun = before.is_noun() && !matches!(before.tag.as_str(), "m" | "nr" | "s" | "ns");
        let is_whole = before.simple.chars().count() >= 2;
        if !is_noun || !is_whole || lists.no_organization.contains(before.simple.as_str()) {
            return None;
        }
        let range = before.range.start..word.range.end;
        Some(self.with_place_before(at - 1, &range))
    }

    /// A name that begins with the word at `at`, and the place before it, which is a part of it:
    /// 台北市文化局.
    fn with_place_before(&self, at: usize, name: &Range<usize>) -> Range<usize> {
        self.place_before(at).unwrap_or(name.start)..name.end
    }

    /// Where the place begins that touches the word at `at`, with the word for what it is: 台北 | 市.
    fn place_before(&self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        let is_division = before.simple.chars().count() == 1
            && before.simple.contains(|c| han_lists().divisions.contains(c));
        let place = if is_division { self.before(at - 1)? } else { before };
        let is_place = is_known_place(place) || (place.tag == "ns" && is_place(&place.simple));
        is_place.then_some(place.range.start)
    }

    /// The first of the nouns that touch each other and the word at `at`.
    fn first_noun_before(&self, at: usize) -> usize {
        let mut first = at;
        while let Some(before) = self.before(first)
            && at - first < LONGEST_NAME
            && before.is_noun()
            && before.tag != "m"
            && can_be_name(&self.text[before.range.clone()])
        {
            first -= 1;
        }
        first
    }

    fn ends_initiative(&self, at: usize) -> bool {
        han_lists().initiatives.contains(self.word(at))
    }

    /// The initiative whose name is in quotation marks in front of the word at `at`.
    fn quoted_initiative(&self, at: usize) -> Option<Range<usize>> {
        if !self.ends_initiative(at) {
            return None;
        }
        let end = &self.words[at].range;
        for (open, close) in QUOTES {
            if let Some(quoted) = self.text[..end.start].strip_suffix(*close) {
                let start = quoted.rfind(*open)?;
                let length = quoted[start + open.len_utf8()..].chars().count();
                // One character is not a name, and what is longer is a sentence that somebody said.
                return (2..=16).contains(&length).then_some(start..end.end);
            }
        }
        None
    }

    /// The initiative whose name ends with the word at `at`, by the nouns in front of it.
    fn initiative(&self, at: usize) -> Option<Range<usize>> {
        if !self.ends_initiative(at) {
            return None;
        }
        let end = &self.words[at].range;
        let mut first = at;
        let mut is_proper = false;
        while let Some(before) = self.before(first)
            && at - first < LONGEST_NAME
            && before.is_noun()
        {
            first -= 1;
            is_proper |= before.is_proper();
        }

        let start = self.words[first].range.start;
        let name = &self.text[start..end.start];
        let is_vague = han_lists().vague.contains(name) || name.chars().count() < 3;
        (is_proper && !is_vague).then_some(start..end.end)
    }
}
