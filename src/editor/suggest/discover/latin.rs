//! Names in alphabets that have capitals: runs of capitalised words, and what is beside them.
//!
//! **Invariant:** a word that is capitalised only at the beginning of a sentence is not a name.

use super::lists::Lists;
use super::{Candidate, Guess, OFTEN, Text, texts};
use crate::base::lang::is_han;
use crate::editor::suggest::Spot;
use crate::editor::suggest::everyday::Everyday;
use crate::editor::suggest::rank::TITLES_BEFORE;
use crate::reading::corpus::{Corpus, SpeechId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A word and its bytes in the paragraph.
#[derive(Clone)]
struct Word<'t> {
    text: &'t str,
    range: Range<usize>,
}

/// A run of capitalised words.
struct Run<'t> {
    speech: SpeechId,
    paragraph: u32,
    words: Vec<Word<'t>>,
    /// Whether it begins a sentence, where a capital says nothing.
    opens: bool,
    /// Whether a title was in front, and was taken off.
    has_title: bool,
}

/// What is known of one name.
#[derive(Default)]
struct Tally {
    spots: Vec<Spot>,
    /// Occurrences that do not begin a sentence.
    firm: usize,
    titled: usize,
}

/// Names of people, places, initiatives and organizations.
pub(super) fn candidates(corpus: &Corpus, lists: &Lists) -> Vec<Candidate> {
    let texts = texts(corpus);
    let runs: Vec<Run<'_>> = texts.par_iter().flat_map_iter(|text| runs(lists, text)).collect();

    let words = runs.iter().flat_map(|run| &run.words);
    let everyday = Everyday::among(words.map(|word| word.text), corpus);
    let tallies = tallies(corpus, &runs, &everyday);

    let mut found = Vec::new();
    for (name, tally) in &tallies {
        if let Some(reading) = reading(lists, name, tally, &everyday, &tallies) {
            found.push(Candidate {
                name: name.clone(),
                guess: reading.guess,
                why: reading.why,
                spots: tally.spots.clone(),
                evidence: reading.evidence,
            });
        }
    }
    found
}

fn tallies(corpus: &Corpus, runs: &[Run<'_>], everyday: &Everyday) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for run in runs {
        let mut words = &run.words[..];
        let mut opens = run.opens;

        // `Welcome Ada Lindqvist`: an everyday word that begins the sentence does not belong to the
        // name.
        while let [first, rest @ ..] = words
            && opens
            && !rest.is_empty()
            && everyday.count(first.text) > 0
        {
            (words, opens) = (after_connecting(rest), false);
        }
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };

        let text = &corpus.speech(run.speech).body.paragraphs[run.paragraph as usize].text;
        let range = first.range.start..last.range.end;
        let name = text[range.clone()].replace('\n', " ");
        let tally = tallies.entry(name).or_default();
        let spot = Spot::in_paragraph(run.speech, run.paragraph, &range);
        tally.spots.push(spot);
        tally.firm += usize::from(!opens || run.has_title);
        tally.titled += usize::from(run.has_title);
    }
    tallies
}

fn after_connecting<'a, 't>(words: &'a [Word<'t>]) -> &'a [Word<'t>] {
    let first = words.iter().position(|word| !word.text.starts_with(char::is_lowercase));
    &words[first.unwrap_or(words.len())..]
}

/// What a name is taken for.
struct Reading {
    guess: Guess,
    why: &'static str,
    evidence: u32,
}

/// What a name is the name of, if there is evidence.
///
/// The evidence in numbers is an order more than a measure: a list of the world's countries is
/// sure, a title or a given name nearly so, a last word fairly, and a title before a single word
/// only where it is usual.
fn reading(
    lists: &Lists,
    name: &str,
    tally: &Tally,
    everyday: &Everyday,
    tallies: &BTreeMap<String, Tally>,
) -> Option<Reading> {
    let reading = |guess, why, evidence| Some(Reading { guess, why, evidence });
    let words: Vec<&str> = name.split(' ').collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let is_generic = |word: &&str| lists.generic.contains(*word) || TITLES_BEFORE.contains(word);

    let says_nothing =
        words.iter().all(|word| is_generic(word) || lists.connecting.contains(*word));
    // Two letters are an abbreviation or an initial.
    if tally.firm == 0 || says_nothing || name.chars().count() < 3 {
        return None;
    }

    if lists.countries.contains(name) {
        return reading(Guess::Place, "it is a country or a city", 40);
    }

    let has_noun = |nouns: &BTreeSet<&str>| words.len() > 1 && nouns.contains(last);
    // `New Initiative`, of a word that the texts also write small, and often.
    let is_common = words.len() == 2 && everyday.count(first) > 25;
    let is_bare = words[..words.len() - 1].iter().all(is_generic);
    if has_noun(&lists.initiatives) && !is_common && !is_bare {
        let why = "its last word says that it is an initiative";
        return reading(Guess::Initiative, why, 30);
    }

    let is_of = words.len() > 2 && lists.organizations.contains(first) && words[1] == "of";
    if has_noun(&lists.organizations) || is_of {
        let why = "a word of it says that it is an organization";
        return reading(Guess::Organization, why, 30);
    }

    if has_noun(&lists.places) {
        return reading(Guess::Place, "its last word says that it is a place", 30);
    }

    if is_person(lists, name) && tally.titled > 0 {
        return reading(Guess::Person, "a title stands before it", 35);
    }
    if is_person(lists, name) && lists.given_names.contains(first) {
        return reading(Guess::Person, "it begins with a given name", 35);
    }

    // `Minister Hope`: one word alone is a name if a title is usual before it, the texts hardly
    // ever write it small, and it is not the end of a longer name.
    let is_everyday = everyday.count(first) * 4 > tally.firm;
    let is_usually_titled = tally.titled >= OFTEN && tally.titled * 2 >= tally.firm;
    if words.len() == 1 && is_usually_titled && !is_everyday && !ends_another(name, tallies) {
        return reading(Guess::Person, "a title stands before it", 25);
    }
    None
}

/// Whether a longer name ends with the word `name`.
///
/// Looks at every name, but is asked only of the few single words that are usually titled.
fn ends_another(name: &str, tallies: &BTreeMap<String, Tally>) -> bool {
    tallies.keys().any(|other| other.strip_suffix(name).is_some_and(|rest| rest.ends_with(' ')))
}

/// Small words inside names of people.
const PARTICLES: &[&str] =
    &["de", "van", "von", "der", "den", "la", "al", "bin", "ibn", "da", "dos", "di", "le"];

/// Whether words are shaped as a person's name: two to four, each with a capital and small letters,
/// none of them a noun of something else.
pub(super) fn is_person(lists: &Lists, name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let [first, .., last] = words[..] else {
        return false;
    };

    words.len() <= 4
        && is_capitalised(first)
        && is_capitalised(last)
        && words
            .iter()
            .all(|word| is_capitalised(word) || PARTICLES.contains(word) || is_initial(word))
        && !words.iter().any(|word| is_noun(lists, word))
}

/// `J.` or `J`.
fn is_initial(word: &str) -> bool {
    let letter = word.strip_suffix('.').unwrap_or(word);
    letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.any(char::is_lowercase)
        && word.chars().all(|c| c.is_alphabetic() || "-’'.".contains(c))
}

/// Whether a word is a noun of something that is not a person.
fn is_noun(lists: &Lists, word: &str) -> bool {
    let nouns =
        [&lists.generic, &lists.initiatives, &lists.organizations, &lists.places, &lists.countries];
    nouns.iter().any(|list| list.contains(word)) || TITLES_BEFORE.contains(&word)
}

/// The runs of one paragraph.
fn runs<'t>(lists: &Lists, paragraph: &Text<'t>) -> Vec<Run<'t>> {
    let text = paragraph.text;
    let mut found = Vec::new();
    let mut run: Vec<Word<'t>> = Vec::new();
    // Connecting words behind the run, which belong to it only if a capitalised one follows.
    let mut pending: Vec<Word<'t>> = Vec::new();
    let mut opens = true;
    let mut end = 0;

    for word in words(text) {
        let gap = &text[end..word.range.start];
        let is_first = end == 0;
        end = word.range.end;
        let is_capital =
            word.text.starts_with(char::is_uppercase) && !lists.openers.contains(word.text);
        let joins = !run.is_empty() && matches!(gap, " " | "\n" | "\u{A0}");

        if joins && is_capital {
            run.append(&mut pending);
            run.push(word);
        } else if joins && lists.connecting.contains(word.text) && pending.len() < 2 {
            // At most two: `University of the Arts`.
            pending.push(word);
        } else {
            let finished_words = std::mem::take(&mut run);
            found.extend(finished(lists, paragraph, finished_words, opens));
            pending.clear();
            if is_capital {
                opens = is_first || ends_sentence(gap);
                run.push(word);
            }
        }
    }

    found.extend(finished(lists, paragraph, run, opens));
    found
}

fn ends_sentence(gap: &str) -> bool {
    gap.contains([
        '.', '!', '?', ':', ';', '…', '。', '！', '？', '：', '；', '“', '"', '「', '\n', '(',
        '（', '[', '—', '•', '*', '‘', '-', '–', '/',
    ])
}

/// A run without the titles in front of it; none if nothing else is left.
fn finished<'t>(
    lists: &Lists,
    paragraph: &Text<'t>,
    mut words: Vec<Word<'t>>,
    opens: bool,
) -> Option<Run<'t>> {
    let is_title = |word: &Word<'_>| TITLES_BEFORE.contains(&word.text);
    let run = |words: Vec<Word<'t>>, opens, has_title| Run {
        speech: paragraph.speech,
        paragraph: paragraph.paragraph,
        words,
        opens,
        has_title,
    };

    // `Deputy` and the like count only with a title: `Prime Minister`, but `Digital Harbour`.
    let other =
        words.iter().position(|word| !is_title(word) && !BEFORE_TITLES.contains(&word.text));
    let n_titles = other.unwrap_or(words.len());
    let has_title = words[..n_titles].iter().any(is_title);
    if has_title {
        words.drain(..n_titles);
    }

    // `Yesterday Minister Ada Lindqvist`: what begins the sentence does not belong to the name.
    if let Some(title) = words.iter().rposition(is_title) {
        let rest = &words[title + 1..];
        let name: Vec<&str> = rest.iter().map(|word| word.text).collect();
        if is_person(lists, &name.join(" ")) {
            return Some(run(rest.to_vec(), false, true));
        }
    }

    // Of `Minister of Justice` is left `of Justice`, which is part of an office and not a name.
    let first = words.first()?;
    let is_office = first.text.starts_with(char::is_lowercase);
    (!is_office).then(|| run(words, opens && !has_title, has_title))
}

/// Words that belong to a title behind them.
const BEFORE_TITLES: &[&str] = &["Prime", "Vice", "Deputy", "Foreign", "Digital"];

/// Abbreviations whose full stop belongs to them and ends no sentence.
const SHORTENED: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "St", "Jr"];

/// The words of a text; apostrophes and hyphens within a word belong to it, a final `’s` and full
/// stop do not.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_letter)?;
        let len = text[start..].find(|c: char| !is_letter(c) && !is_inside(c));
        at = len.map_or(text.len(), |len| start + len);

        let mut word = text[start..at].trim_end_matches(is_inside);
        for ending in ["’s", "'s"] {
            word = word.strip_suffix(ending).unwrap_or(word);
        }

        let mut end = start + word.len();
        let is_short = word.chars().count() == 1 || SHORTENED.contains(&word);
        if is_short && text[end..].starts_with('.') {
            end += 1;
        }
        Some(Word { text: &text[start..end], range: start..end })
    })
}

/// Whether a character belongs to a word of an alphabet; kana and hangul have no capitals, and no
/// spaces that part names.
fn is_letter(c: char) -> bool {
    (c.is_alphanumeric() || c == '_' || c == '&')
        && !is_han(c)
        && !matches!(c, '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}')
}

fn is_inside(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‑')
}
