//! Labels of the whole site → those that are one speaker written in two ways.
//!
//! Three kinds of likeness: the same letters in other typography (`王 毅`, `ＫＢＳ`,
//! `audrey tang`), one or two letters apart in a long label (`Audry Tang`), and one with a title
//! (`王毅外长`). Only the first may be mended without asking.
//!
//! **Invariant:** labels that tell speakers apart by a number or a letter (`Reporter 2`,
//! `Participant B`) are never taken for one.
//! **Invariant:** each label is to be written in at most one other way, and that one in no other.

use super::{Named, Proposal, Spot, Suggestion};
use crate::base::diag::distance;
use crate::base::letters::{fold_label, is_han};
use crate::base::lexicon::{titles_after, titles_before};
use crate::reading::annotate::{Place, speaker_entry};
use crate::reading::corpus::{Corpus, Speech, SpeechId};
use std::collections::{BTreeMap, BTreeSet};

/// A label as it is written, and where.
struct Label<'c> {
    text: &'c str,
    folded: String,
    turns: Vec<(SpeechId, u32)>,
}

/// How two labels are alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Typography,
    Spelling,
    Title,
}

/// Labels to be written as they are written elsewhere.
pub(super) fn merges(corpus: &Corpus) -> Vec<Suggestion> {
    let labels = labels(corpus);
    let mut into: BTreeMap<usize, (usize, Likeness)> = BTreeMap::new();

    for (from, to, likeness) in alike(&labels)
        .into_iter()
        .filter(|(from, to, _)| !are_different(corpus, labels[*from].text, labels[*to].text))
    {
        // The first is the surest; what others are to become is left alone.
        let is_target = into.values().any(|(target, _)| *target == from);
        if !is_target && !into.contains_key(&from) && !into.contains_key(&to) {
            into.insert(from, (to, likeness));
        }
    }

    into.into_iter()
        .flat_map(|(from, (to, likeness))| of_label(corpus, &labels[from], &labels[to], likeness))
        .collect()
}

/// All labels, those first that stand most often.
fn labels(corpus: &Corpus) -> Vec<Label<'_>> {
    let mut turns: BTreeMap<&str, Vec<(SpeechId, u32)>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        for (index, turn) in speech.body.turns.iter().enumerate() {
            turns
                .entry(&turn.label)
                .or_default()
                .push((id, u32::try_from(index).unwrap_or(u32::MAX)));
        }
    }

    let mut labels: Vec<Label<'_>> = turns
        .into_iter()
        .map(|(text, turns)| Label { text, folded: fold_label(text), turns })
        .collect();

    labels.sort_by(|a, b| b.turns.len().cmp(&a.turns.len()).then_with(|| a.text.cmp(b.text)));

    labels
}

/// Pairs of labels that are alike: the rarer, the commoner, and how; surer likenesses first.
fn alike(labels: &[Label<'_>]) -> Vec<(usize, usize, Likeness)> {
    let mut by_folded: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut typography, mut spelling, mut titles) = (Vec::new(), Vec::new(), Vec::new());

    for (index, label) in
        labels.iter().enumerate().filter(|(_, label)| label.folded.chars().count() > 1)
    {
        match by_folded.get(label.folded.as_str()) {
            Some(first) => typography.push((index, *first, Likeness::Typography)),
            None => drop(by_folded.insert(&label.folded, index)),
        }
    }

    let mut ends: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (folded, index) in &by_folded {
        titles.extend(untitled(labels[*index].text).filter_map(|name| {
            Some((*index, *by_folded.get(fold_label(name).as_str())?, Likeness::Title))
        }));

        for key in [
            (false, folded.chars().take(2).collect()),
            (true, folded.chars().rev().take(2).collect()),
        ] {
            ends.entry(key).or_default().push(*index);
        }
    }

    let mut tried = BTreeSet::new();
    for (at, a) in ends
        .values()
        .flat_map(|of_end| of_end.iter().enumerate().map(move |(at, a)| (&of_end[at + 1..], *a)))
    {
        for b in at {
            let pair = (a.max(*b), a.min(*b));
            if is_misspelt(&labels[pair.0], &labels[pair.1]) && tried.insert(pair) {
                spelling.push((pair.0, pair.1, Likeness::Spelling));
            }
        }
    }

    spelling.sort_by_key(|(from, to, _)| (*to, *from));
    typography.into_iter().chain(titles).chain(spelling).collect()
}

/// The label without its title, where it has one: `王毅` of `王毅外长`, `Audrey Tang` of
/// `Minister Audrey Tang`.
fn untitled(label: &str) -> impl Iterator<Item = &str> {
    let after = titles_after()
        .iter()
        .filter_map(move |title| label.strip_suffix(title))
        .filter(|name| name.chars().count() > 1);

    let before = titles_before()
        .iter()
        .filter_map(move |title| label.strip_prefix(title)?.strip_prefix(' '));
    after.chain(before.filter(|name| name.contains(' ')))
}

/// Whether two labels differ by a slip of the hand: one letter in six, two in twelve; of Han names
/// one character in four.
fn is_misspelt(a: &Label<'_>, b: &Label<'_>) -> bool {
    let (long, short) = (a.folded.chars().count(), b.folded.chars().count());
    let shorter = long.min(short);

    let allowed = match (a.folded.contains(is_han) || b.folded.contains(is_han), shorter) {
        (true, 4..) | (false, 6..12) => 1,
        (false, 12..) => 2,
        _ => return false,
    };

    long.abs_diff(short) <= allowed
        && !is_numbered(a.text, b.text)
        && distance(&a.folded, &b.folded) <= allowed
}

/// Whether a number, a letter or another short word is all that tells two labels apart.
fn is_numbered(a: &str, b: &str) -> bool {
    let digits = |label: &str| label.chars().filter(char::is_ascii_digit).collect::<String>();

    if digits(a) != digits(b) {
        return true;
    }

    let (words_a, words_b): (Vec<&str>, Vec<&str>) =
        (a.split_whitespace().collect(), b.split_whitespace().collect());

    let is_short =
        |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).chars().count() <= 2;

    let differs = |one: &[&str], other: &[&str]| {
        one.iter().filter(|word| !other.contains(word)).all(is_short)
    };

    let ends_in_letter = |label: &str| {
        label.ends_with(|c: char| c.is_ascii_alphanumeric()) && label.contains(is_han)
    };
    differs(&words_a, &words_b) && differs(&words_b, &words_a)
        || ends_in_letter(a)
        || ends_in_letter(b)
}

fn are_different(corpus: &Corpus, a: &str, b: &str) -> bool {
    let is = |one: &str, other: &str| {
        fold_label(one) == fold_label(other) && (one == other || fold_label(a) != fold_label(b))
    };
    corpus.decisions.different.iter().any(|pair| {
        is(&pair.label, a) && is(&pair.other, b) || is(&pair.label, b) && is(&pair.other, a)
    })
}

/// A suggestion for every speech in which `from` stands.
fn of_label(
    corpus: &Corpus,
    from: &Label<'_>,
    to: &Label<'_>,
    likeness: Likeness,
) -> Vec<Suggestion> {
    let mut by_speech: BTreeMap<SpeechId, Vec<Spot>> = BTreeMap::new();
    for (speech, turn) in &from.turns {
        let range = 0..u32::try_from(from.text.len()).unwrap_or(u32::MAX);
        by_speech.entry(*speech).or_default().push(Spot {
            speech: *speech,
            place: Place::Label(*turn),
            range,
        });
    }

    let suggestion = |(id, spots): (SpeechId, Vec<Spot>)| {
        let speech = corpus.speech(id);
        let is_here = speech.body.turns.iter().any(|turn| turn.label == to.text);

        let why = match likeness {
            Likeness::Typography => "only typography tells them apart",
            Likeness::Spelling => "they are nearly spelt alike",
            Likeness::Title => "one has a title",
        };

        let place = if is_here { "in this speech too" } else { "elsewhere" };

        let is_typography =
            likeness == Likeness::Typography && !has_both(speech, from.text, to.text);
        let proposal = Proposal::Merge {
            label: Named { name: from.text.to_owned(), spots },
            into: to.text.to_owned(),
            is_typography,
        };

        let rank =
            if likeness == Likeness::Typography { 80 } else { 30 } + if is_here { 10 } else { 0 };

        Suggestion {
            proposal,
            speech: Some(id),
            reason: format!("`{}` is written `{}` {place}; {why}", from.text, to.text),
            rank,
        }
    };

    by_speech.into_iter().map(suggestion).collect()
}

/// Whether the table explains both labels, each in its own way: then somebody meant two.
fn has_both(speech: &Speech, a: &str, b: &str) -> bool {
    match (speaker_entry(speech, a), speaker_entry(speech, b)) {
        (Some(a), Some(b)) => a.span != b.span,
        _ => false,
    }
}
