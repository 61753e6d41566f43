//! Names in alphabets that have capitals: runs of capitalised words, and what is beside them.
//!
//! **Invariant:** a word that is capitalised only where a sentence begins is not a name.

use super::{Candidate, Clue, Guess, OFTEN, Text, clue};
use crate::base::letters::{is_apostrophe, is_hyphen, is_word};
use crate::base::lexicon::titles_before;
use crate::editor::lexicon::latin_lists;
use crate::editor::suggest::Spot;
use crate::editor::suggest::everyday::Everyday;
use crate::reading::corpus::Corpus;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How often the texts write the first word of `Open Forum` small before the two are not a name.
/// A choice: a common word has a capital in headlines and slogans too.
const COMMON: usize = 25;

/// A word with its bytes of the text.
#[derive(Clone)]
struct Word<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl Word<'_> {
    fn is_title(&self) -> bool {
        titles_before().contains(&self.text)
    }
}

/// A run of capitalised words.
struct Run<'t> {
    text: &'t Text<'t>,
    words: Vec<Word<'t>>,
    /// Whether it begins a sentence, where a capital says nothing.
    opens: bool,
    /// Whether a title in front of it was taken off.
    has_title: bool,
}

/// Where a name occurs, and how.
#[derive(Default)]
struct Tally {
    spots: Vec<Spot>,
    /// Occurrences that do not begin a sentence.
    firm: usize,
    titled: usize,
}

/// Names of people, places, initiatives and organizations.
pub(super) fn candidates<'t>(corpus: &Corpus, texts: &'t [Text<'t>]) -> Vec<Candidate> {
    let runs: Vec<Run<'_>> = texts.par_iter().flat_map_iter(runs).collect();
    let words = runs.iter().flat_map(|run| &run.words).map(|word| word.text);
    let everyday = Everyday::among(words, corpus);
    let tallies = tallies(&runs, &everyday);

    let judge = Judge { everyday: &everyday, tallies: &tallies };
    let mut candidates = Vec::new();
    for (name, tally) in &tallies {
        if let Some(clue) = judge.clue(name, tally) {
            let spots = tally.spots.clone();
            candidates.push(Candidate { name: name.clone(), clue, spots });
        }
    }
    candidates
}

fn tallies(runs: &[Run<'_>], everyday: &Everyday) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for run in runs {
        let mut words = run.words.as_slice();
        let mut opens = run.opens;

        // `Yesterday Ada Lindqvist`: the everyday word has its capital from the sentence.
        if let [first, rest @ ..] = words
            && opens
            && !rest.is_empty()
            && everyday.count(first.text) > 0
        {
            (words, opens) = (rest, false);
            while let [small, rest @ ..] = words
                && small.text.starts_with(char::is_lowercase)
            {
                words = rest;
            }
        }

        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        let range = first.range.start..last.range.end;
        let name = run.text.text[range.clone()].replace('\n', " ");
        let tally = tallies.entry(name).or_default();
        tally.spots.push(run.text.spot(&range));
        tally.firm += usize::from(!opens || run.has_title);
        tally.titled += usize::from(run.has_title);
    }
    tallies
}

/// Says what a name is the name of.
struct Judge<'j> {
    everyday: &'j Everyday,
    tallies: &'j BTreeMap<String, Tally>,
}

impl Judge<'_> {
    /// What tells the kind of a name; none if nothing does.
    fn clue(&self, name: &str, tally: &Tally) -> Option<Clue> {
        let lists = latin_lists();
        let words: Vec<&str> = name.split(' ').collect();
        let is_generic = |word: &&str| lists.generic.contains(word);
        let is_nobody =
            words.iter().all(|word| is_generic(word) || lists.connecting.contains(word));
        // One or two letters are an abbreviation of too many things.
        if tally.firm == 0 || is_nobody || name.chars().count() < 3 {
            return None;
        }
        if lists.countries.contains(name) {
            return Some(clue(Guess::Place, "it is a country or a city", 40));
        }
        let [first, .., last] = words.as_slice() else {
            return self.clue_of_word(name, tally);
        };

        let is_common = words.len() == 2 && self.everyday.count(first) > COMMON;
        let is_vague = words[..words.len() - 1].iter().all(is_generic);
        if lists.initiatives.contains(last) && !is_common && !is_vague {
            let why = "its last word says that it is an initiative";
            return Some(clue(Guess::Initiative, why, 30));
        }
        let is_body_of = words.len() > 2 && lists.organizations.contains(first) && words[1] == "of";
        if lists.organizations.contains(last) || is_body_of {
            let why = "a word of it says that it is an organization";
            return Some(clue(Guess::Organization, why, 30));
        }
        if lists.places.contains(last) {
            return Some(clue(Guess::Place, "its last word says that it is a place", 30));
        }

        match is_person(name) {
            true if tally.titled > 0 => Some(clue(Guess::Person, BEHIND_TITLE, 35)),
            true if lists.given_names.contains(first) => {
                Some(clue(Guess::Person, "it begins with a given name", 35))
            }
            _ => None,
        }
    }

    /// What tells that a single word is a family name: it mostly has a title, and is neither an
    /// everyday word nor the end of a longer name.
    fn clue_of_word(&self, name: &str, tally: &Tally) -> Option<Clue> {
        let is_everyday = self.everyday.count(name) * 4 > tally.firm;
        let is_titled = tally.titled >= OFTEN && tally.titled * 2 >= tally.firm;
        let is_end =
            |longer: &String| longer.strip_suffix(name).is_some_and(|rest| rest.ends_with(' '));

        let is_family = is_titled && !is_everyday && !self.tallies.keys().any(is_end);
        is_family.then(|| clue(Guess::Person, BEHIND_TITLE, 25))
    }
}

const BEHIND_TITLE: &str = "a title stands before it";

/// Whether words have the form of a person's name: two to four, each with a capital and small
/// letters, none of them a noun of something else.
pub(super) fn is_person(name: &str) -> bool {
    let lists = latin_lists();
    let nouns: [&BTreeSet<&str>; 5] =
        [&lists.generic, &lists.initiatives, &lists.organizations, &lists.places, &lists.countries];

    let words: Vec<&str> = name.split(' ').collect();
    let [first, middle @ .., last] = words.as_slice() else {
        return false;
    };
    let is_initial = |word: &str| matches!(word.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'.']);
    middle.len() <= 2
        && is_capitalised(first)
        && is_capitalised(last)
        && middle
            .iter()
            .all(|word| is_capitalised(word) || lists.particles.contains(word) || is_initial(word))
        && !words.iter().any(|word| nouns.iter().any(|list| list.contains(word)))
}

/// Whether a word has a capital in front of small letters, as names have.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || "-’'.".contains(c))
        && chars.any(char::is_lowercase)
}

/// The runs of one paragraph.
fn runs<'t>(text: &'t Text<'t>) -> Vec<Run<'t>> {
    let lists = latin_lists();
    let mut found = Vec::new();
    let mut run: Vec<Word<'t>> = Vec::new();
    // Connecting words, which belong to the run once a capital comes behind them.
    let mut pending: Vec<Word<'t>> = Vec::new();
    let mut opens = true;
    let mut end = 0;

    for word in words(text.text) {
        let is_first = end == 0;
        let gap = &text.text[end..word.range.start];
        let is_capital =
            word.text.starts_with(char::is_uppercase) && !lists.openers.contains(word.text);
        let joins = !run.is_empty() && matches!(gap, " " | "\n" | "\u{A0}");
        end = word.range.end;

        if joins && is_capital {
            run.append(&mut pending);
            run.push(word);
        } else if joins && lists.connecting.contains(word.text) && pending.len() < 2 {
            // At most two in a row: `Court of the Rolls`.
            pending.push(word);
        } else {
            found.extend(finished(text, std::mem::take(&mut run), opens));
            pending.clear();
            if is_capital {
                opens = is_first || gap.contains(|c| OPENING.contains(c));
                run.push(word);
            }
        }
    }
    found.extend(finished(text, run, opens));
    found
}

/// Marks behind which a capital says nothing: a sentence, a quotation or an item begins.
const OPENING: &str = ".!?:;…。！？：；“\"「‘(（[—–-•*/\n";

/// A run without the titles in front of it; none if nothing else is left.
fn finished<'t>(text: &'t Text<'t>, mut words: Vec<Word<'t>>, opens: bool) -> Option<Run<'t>> {
    let before_titles = &latin_lists().before_titles;
    let in_title = words
        .iter()
        .take_while(|word| word.is_title() || before_titles.contains(word.text))
        .count();
    // `Foreign` alone is not a title.
    let has_title = words[..in_title].iter().any(Word::is_title);
    let n_titles = if has_title { in_title } else { 0 };
    words.drain(..n_titles);

    // `Yesterday Minister Ada Lindqvist`: what begins the sentence is not part of the name.
    if let Some(title) = words.iter().rposition(Word::is_title) {
        let name: Vec<&str> = words[title + 1..].iter().map(|word| word.text).collect();
        if is_person(&name.join(" ")) {
            words.drain(..=title);
            return Some(Run { text, words, opens: false, has_title: true });
        }
    }

    // `Minister of Justice` is an office, of which a connecting word is left in front.
    if words.first()?.text.starts_with(char::is_lowercase) {
        return None;
    }
    Some(Run { text, words, opens: opens && n_titles == 0, has_title })
}

/// Words with their bytes; apostrophes and hyphens within a word belong to it, a final `’s` and
/// full stop do not.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_letter)?;
        let behind = text[start..].find(|c| !is_letter(c) && !is_inside(c));
        at = behind.map_or(text.len(), |length| start + length);

        let mut word = text[start..at].trim_end_matches(is_inside);
        for ending in ["’s", "'s"] {
            word = word.strip_suffix(ending).unwrap_or(word);
        }

        // The full stop of an abbreviation ends no sentence.
        let is_title = |title: &&str| title.strip_suffix('.') == Some(word);
        let is_shortened = text[start + word.len()..].starts_with('.')
            && (word.chars().count() == 1
                || matches!(word, "St" | "Jr")
                || titles_before().iter().any(is_title));
        let end = start + word.len() + usize::from(is_shortened);
        Some(Word { text: &text[start..end], range: start..end })
    })
}

fn is_letter(c: char) -> bool {
    is_word(c) || c == '_' || c == '&'
}

fn is_inside(c: char) -> bool {
    is_apostrophe(c) || is_hyphen(c)
}
