//! Names in alphabets that have capitals: runs of capitalised words, and what stands beside them.
//!
//! **Invariant:** a word that is capitalised only where a sentence begins is no name.

use super::lists::Lists;
use super::{Candidate, Guess, OFTEN, texts};
use crate::base::letters::{is_apostrophe, is_hyphen, is_word};
use crate::base::lexicon::titles_before;
use crate::editor::suggest::Spot;
use crate::editor::suggest::everyday::Everyday;
use crate::reading::corpus::{Corpus, SpeechId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A run of capitalised words.
struct Run<'t> {
    speech: SpeechId,
    paragraph: u32,
    words: Vec<(&'t str, Range<usize>)>,
    /// Whether it begins a sentence, where a capital says nothing.
    opens: bool,
    /// A title that stood in front and was taken off.
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
    let runs: Vec<Run<'_>> = texts
        .par_iter()
        .flat_map_iter(|(speech, paragraph, text)| runs(lists, *speech, *paragraph, text))
        .collect();

    let words = runs.iter().flat_map(|run| run.words.iter().map(|(word, _)| *word));
    let everyday = Everyday::among(words, corpus);
    let tallies = tallies(corpus, &runs, &everyday);

    tallies
        .iter()
        .filter_map(|(name, tally)| candidate(lists, name, tally, &everyday, &tallies))
        .collect()
}

fn tallies(corpus: &Corpus, runs: &[Run<'_>], everyday: &Everyday) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for run in runs {
        let mut words = &run.words[..];
        let mut opens = run.opens;

        while opens && words.len() > 1 && everyday.count(words[0].0) > 0 {
            (words, opens) = (after_connecting(&words[1..]), false);
        }

        let (Some((_, first)), Some((_, last))) = (words.first(), words.last()) else {
            continue;
        };

        let text = &corpus.speech(run.speech).body.paragraphs[run.paragraph as usize].text;
        let range = first.start..last.end;
        let tally = tallies.entry(text[range.clone()].replace('\n', " ")).or_default();
        tally.spots.push(Spot::in_paragraph(run.speech, run.paragraph, &range));

        tally.firm += usize::from(!opens || run.has_title);
        tally.titled += usize::from(run.has_title);
    }

    tallies
}

fn after_connecting<'a, 't>(words: &'a [(&'t str, Range<usize>)]) -> &'a [(&'t str, Range<usize>)] {
    let n = words.iter().take_while(|(word, _)| word.starts_with(char::is_lowercase)).count();
    &words[n..]
}

/// The candidate that a name is, if there is evidence for what it is.
fn candidate(
    lists: &Lists,
    name: &str,
    tally: &Tally,
    everyday: &Everyday,
    tallies: &BTreeMap<String, Tally>,
) -> Option<Candidate> {
    let words: Vec<&str> = name.split(' ').collect();
    let (first, last) = (*words.first()?, *words.last()?);

    let is_generic = words.iter().all(|word| {
        lists.generic.contains(*word)
            || titles_before().contains(word)
            || lists.connecting.contains(*word)
    });

    if tally.firm == 0 || is_generic || name.chars().count() < 3 {
        return None;
    }

    let is_everyday = words.len() == 1 && everyday.count(first) * 4 > tally.firm;
    let has_noun = |nouns: &BTreeSet<&str>| words.len() > 1 && nouns.contains(last);

    let found = |guess, why, evidence| {
        Some(Candidate { name: name.to_owned(), guess, why, spots: tally.spots.clone(), evidence })
    };

    if lists.countries.contains(name) {
        return found(Guess::Place, "it is a country or a city", 40);
    }

    let is_common = words.len() == 2 && everyday.count(first) > 25;
    if has_noun(&lists.initiatives)
        && !is_common
        && !words[..words.len() - 1]
            .iter()
            .all(|word| lists.generic.contains(*word) || titles_before().contains(word))
    {
        return found(Guess::Initiative, "its last word says that it is an initiative", 30);
    }

    if has_noun(&lists.organizations)
        || words.len() > 2 && lists.organizations.contains(first) && words[1] == "of"
    {
        return found(Guess::Organization, "a word of it says that it is an organization", 30);
    }

    if has_noun(&lists.places) {
        return found(Guess::Place, "its last word says that it is a place", 30);
    }

    let is_part = words.len() == 1
        && tallies.keys().any(|other| {
            other.ends_with(name)
                && other.len() > name.len()
                && other[..other.len() - name.len()].ends_with(' ')
        });

    if is_person(lists, name) && (tally.titled > 0 || lists.given_names.contains(first)) {
        let why = if tally.titled > 0 {
            "a title stands before it"
        } else {
            "it begins with a given name"
        };

        return found(Guess::Person, why, 35);
    }

    if words.len() == 1
        && tally.titled >= OFTEN
        && tally.titled * 2 >= tally.firm
        && !is_everyday
        && !is_part
    {
        return found(Guess::Person, "a title stands before it", 25);
    }

    None
}

/// Whether words are shaped as a person's name: two to four, each with a capital and small letters,
/// none of them a noun of something else.
pub(super) fn is_person(lists: &Lists, name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_particle = |word: &str| {
        matches!(
            word,
            "de" | "van"
                | "von"
                | "der"
                | "den"
                | "la"
                | "al"
                | "bin"
                | "ibn"
                | "da"
                | "dos"
                | "di"
                | "le"
        )
    };

    let is_initial = |word: &str| {
        word.len() <= 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word[1..].trim_end_matches('.').is_empty()
    };

    let is_name = |word: &str| {
        let mut chars = word.chars();
        let begins = chars.next().is_some_and(char::is_uppercase);
        begins
            && word.chars().all(|c| c.is_alphabetic() || "-’'.".contains(c))
            && chars.any(char::is_lowercase)
    };

    let is_noun = |word: &str| {
        [&lists.generic, &lists.initiatives, &lists.organizations, &lists.places, &lists.countries]
            .iter()
            .any(|list| list.contains(word))
            || titles_before().contains(&word)
    };

    (2..=4).contains(&words.len())
        && is_name(words[0])
        && words.last().is_some_and(|word| is_name(word))
        && words.iter().all(|word| is_name(word) || is_particle(word) || is_initial(word))
        && !words.iter().any(|word| is_noun(word))
}

/// The runs of one paragraph.
fn runs<'t>(lists: &Lists, speech: SpeechId, paragraph: u32, text: &'t str) -> Vec<Run<'t>> {
    let mut found = Vec::new();
    let mut run: Vec<(&str, Range<usize>)> = Vec::new();
    let mut opens = true;
    let mut end = 0;
    let mut pending: Vec<(&str, Range<usize>)> = Vec::new();

    for (word, range) in words(text) {
        let gap = &text[end..range.start];
        let is_capital = word.starts_with(char::is_uppercase) && !lists.openers.contains(word);
        let joins = matches!(gap, " " | "\n" | "\u{A0}");

        if !run.is_empty() && joins && is_capital {
            run.append(&mut pending);
            run.push((word, range.clone()));
        } else if !run.is_empty() && joins && lists.connecting.contains(word) && pending.len() < 2 {
            pending.push((word, range.clone()));
        } else {
            if !run.is_empty() {
                found.extend(finished(lists, speech, paragraph, std::mem::take(&mut run), opens));
            }

            pending.clear();
            if is_capital {
                opens = end == 0 || ends_sentence(gap);
                run.push((word, range.clone()));
            }
        }

        end = range.end;
    }

    if !run.is_empty() {
        found.extend(finished(lists, speech, paragraph, run, opens));
    }

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
    speech: SpeechId,
    paragraph: u32,
    words: Vec<(&'t str, Range<usize>)>,
    opens: bool,
) -> Option<Run<'t>> {
    let n_titles = words
        .iter()
        .take_while(|(word, _)| {
            titles_before().contains(word)
                || matches!(*word, "Prime" | "Vice" | "Deputy" | "Foreign" | "Digital")
        })
        .count();

    let has_title = words[..n_titles].iter().any(|(word, _)| titles_before().contains(word));
    let n_titles = if has_title { n_titles } else { 0 };
    let words: Vec<_> = words.into_iter().skip(n_titles).collect();

    // `Yesterday Minister Ada Lindqvist`: what begins the sentence is no part of it.
    let inside =
        words.iter().rposition(|(word, _)| titles_before().contains(word)).map_or(0, |at| at + 1);

    let rest = words[inside..].iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");

    if inside > 0 && is_person(lists, &rest) {
        let words = words.into_iter().skip(inside).collect();
        return Some(Run { speech, paragraph, words, opens: false, has_title: true });
    }

    let is_office = words.first().is_none_or(|(word, _)| word.starts_with(char::is_lowercase));
    (!is_office).then_some(Run {
        speech,
        paragraph,
        words,
        opens: opens && n_titles == 0,
        has_title,
    })
}

/// Words with their bytes; apostrophes and hyphens within a word belong to it, a final `’s` and
/// full stop do not.
fn words(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| is_letter(c))?;
        let len = text[start..]
            .char_indices()
            .find(|(_, c)| !is_letter(*c) && !is_inside(*c))
            .map_or(text.len() - start, |(at, _)| at);

        at = start + len;
        let mut word = text[start..at].trim_end_matches(is_inside);

        for ending in ["’s", "'s"] {
            word = word.strip_suffix(ending).unwrap_or(word);
        }

        let is_shortened = text[start + word.len()..].starts_with('.')
            && (word.chars().count() == 1
                || matches!(word, "St" | "Jr")
                || titles_before().iter().any(|title| title.strip_suffix('.') == Some(word)));
        let end = start + word.len() + usize::from(is_shortened);
        Some((&text[start..end], start..end))
    })
}

fn is_letter(c: char) -> bool {
    is_word(c) || c == '_' || c == '&'
}

fn is_inside(c: char) -> bool {
    is_apostrophe(c) || is_hyphen(c)
}
