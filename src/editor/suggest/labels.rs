//! Labels of the whole site → those that are one speaker written in two ways.
//!
//! Three kinds of likeness: the same letters in other typography (`王 毅`, `ＫＢＳ`, `audrey tang`), one
//! or two letters apart in a long label (`Audry Tang`), and one with a title (`王毅外长`). Only the
//! first may be mended without asking.
//!
//! **Invariant:** labels that tell speakers apart by a number or a letter (`Reporter 2`,
//! `Participant B`) are never taken for one.
//! **Invariant:** each label is to be written in at most one other way, and that one in no other.

use super::rank::{TITLES_AFTER, TITLES_BEFORE};
use super::{Named, Proposal, Spot, Suggestion};
use crate::base::diag::distance;
use crate::base::lang::is_han;
use crate::reading::annotate::{bare, speaker_entry};
use crate::reading::corpus::{Corpus, Speech, SpeechId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A label as it is written, and where.
struct Label<'c> {
    text: &'c str,
    folded: String,
    turns: Vec<(SpeechId, u32)>,
}

/// Two labels that are alike, as indices.
struct Alike {
    rare: usize,
    common: usize,
    how: Likeness,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Typography,
    Spelling,
    Title,
}

/// Labels to be written as they are written elsewhere.
pub(super) fn merges(corpus: &Corpus) -> Vec<Suggestion> {
    let labels = labels(corpus);

    let mut into: BTreeMap<usize, Alike> = BTreeMap::new();
    for alike in alike(&labels) {
        let (rare, common) = (&labels[alike.rare], &labels[alike.common]);
        if are_different(corpus, rare.text, common.text) {
            continue;
        }
        // The first is the surest; what others are to become is left alone.
        let is_target = into.values().any(|known| known.common == alike.rare);
        if !is_target && !into.contains_key(&alike.rare) && !into.contains_key(&alike.common) {
            into.insert(alike.rare, alike);
        }
    }

    let mut found = Vec::new();
    for alike in into.into_values() {
        let (rare, common) = (&labels[alike.rare], &labels[alike.common]);
        found.extend(merges_of(corpus, rare, common, alike.how));
    }
    found
}

/// All labels, the most frequent first.
fn labels(corpus: &Corpus) -> Vec<Label<'_>> {
    let mut turns: BTreeMap<&str, Vec<(SpeechId, u32)>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        for (index, turn) in (0..).zip(&speech.body.turns) {
            turns.entry(&turn.label).or_default().push((id, index));
        }
    }

    let mut labels = Vec::new();
    for (text, turns) in turns {
        labels.push(Label { text, folded: folded(text), turns });
    }
    // Stable: of labels that are equally frequent the first in the alphabet stays first.
    labels.sort_by_key(|label| Reverse(label.turns.len()));
    labels
}

/// A label without what typography alone changes: width, case, spaces, punctuation.
fn folded(label: &str) -> String {
    let letters = label
        .chars()
        .flat_map(|c| bare(c, |_| false))
        .filter(|c| c.is_alphanumeric() || unicode_mark(*c));
    letters.flat_map(char::to_lowercase).collect()
}

/// Accents that have no letter of their own stay, for they tell names apart.
fn unicode_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Pairs of labels that are alike, surer likenesses first.
fn alike(labels: &[Label<'_>]) -> Vec<Alike> {
    let mut by_folded: BTreeMap<&str, usize> = BTreeMap::new();
    let mut typography = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        // A single letter, `Q` or `A`, says too little to be compared.
        if label.folded.chars().count() < 2 {
            continue;
        }
        match by_folded.get(label.folded.as_str()) {
            Some(first) => {
                typography.push(Alike { rare: index, common: *first, how: Likeness::Typography })
            }
            None => drop(by_folded.insert(&label.folded, index)),
        }
    }

    let mut titles = Vec::new();
    for index in by_folded.values() {
        for name in untitled(labels[*index].text) {
            if let Some(other) = by_folded.get(folded(name).as_str()) {
                titles.push(Alike { rare: *index, common: *other, how: Likeness::Title });
            }
        }
    }

    let spelling = misspelt(labels, &by_folded);
    typography.into_iter().chain(titles).chain(spelling).collect()
}

/// Pairs of labels of which one is nearly spelt like the other.
///
/// Only labels that begin or end with the same two letters are compared, which is far fewer than
/// all with all; a slip at both ends of one name is not found.
fn misspelt(labels: &[Label<'_>], by_folded: &BTreeMap<&str, usize>) -> Vec<Alike> {
    let mut by_end: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (folded, index) in by_folded {
        let first = folded.chars().take(2).collect();
        let last = folded.chars().rev().take(2).collect();
        by_end.entry((false, first)).or_default().push(*index);
        by_end.entry((true, last)).or_default().push(*index);
    }

    let mut pairs = BTreeSet::new();
    for group in by_end.values() {
        for (at, a) in group.iter().enumerate() {
            for b in &group[at + 1..] {
                // Labels are sorted by how often they occur: the greater index is the rarer.
                let (rare, common) = (*a.max(b), *a.min(b));
                if is_misspelt(&labels[rare], &labels[common]) {
                    pairs.insert((common, rare));
                }
            }
        }
    }

    let alike = |(common, rare)| Alike { rare, common, how: Likeness::Spelling };
    pairs.into_iter().map(alike).collect()
}

/// The label without its title, where it has one: `王毅` of `王毅外长`, `Audrey Tang` of
/// `Minister Audrey Tang`.
fn untitled(label: &str) -> impl Iterator<Item = &str> {
    let after = TITLES_AFTER
        .iter()
        .filter_map(move |title| label.strip_suffix(title))
        .filter(|name| name.chars().count() > 1);

    let before =
        TITLES_BEFORE.iter().filter_map(move |title| label.strip_prefix(title)?.strip_prefix(' '));
    after.chain(before.filter(|name| name.contains(' ')))
}

/// Whether two labels differ by a slip of the hand.
///
/// Short labels are not compared, for there one letter is another name: `Li` and `Lu`, 王毅 and 王义.
/// From six letters on one may differ, from twelve on two, and of Han names of at least four
/// characters one.
fn is_misspelt(a: &Label<'_>, b: &Label<'_>) -> bool {
    let (a_len, b_len) = (a.folded.chars().count(), b.folded.chars().count());
    let has_han = a.folded.contains(is_han) || b.folded.contains(is_han);
    let allowed = match (has_han, a_len.min(b_len)) {
        (true, 4..) | (false, 6..12) => 1,
        (false, 12..) => 2,
        _ => return false,
    };

    a_len.abs_diff(b_len) <= allowed
        && !is_numbered(a.text, b.text)
        && distance(&a.folded, &b.folded) <= allowed
}

/// Whether a number, a letter or another short word is all that tells two labels apart.
fn is_numbered(a: &str, b: &str) -> bool {
    let digits = |label: &str| -> String { label.chars().filter(char::is_ascii_digit).collect() };
    if digits(a) != digits(b) {
        return true;
    }

    // `记者A` and `记者B`: a letter behind Han characters is a number.
    if ends_in_letter(a) || ends_in_letter(b) {
        return true;
    }
    differ_in_short_words(a, b) && differ_in_short_words(b, a)
}

fn ends_in_letter(label: &str) -> bool {
    label.ends_with(|c: char| c.is_ascii_alphanumeric()) && label.contains(is_han)
}

/// Whether every word that only `one` has is of two letters at most.
fn differ_in_short_words(one: &str, other: &str) -> bool {
    let shared: Vec<&str> = other.split_whitespace().collect();
    one.split_whitespace().filter(|word| !shared.contains(word)).all(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() <= 2
    })
}

/// Whether an editor decided that two labels are two speakers.
fn are_different(corpus: &Corpus, a: &str, b: &str) -> bool {
    // A decision holds for every typography of its labels, unless typography alone tells the two
    // apart.
    let is_same = |decided: &str, label: &str| {
        folded(decided) == folded(label) && (decided == label || folded(a) != folded(b))
    };

    corpus.decisions.different.iter().any(|pair| {
        is_same(&pair.label, a) && is_same(&pair.other, b)
            || is_same(&pair.label, b) && is_same(&pair.other, a)
    })
}

/// A suggestion for every speech that has the label `from`.
fn merges_of(corpus: &Corpus, from: &Label<'_>, to: &Label<'_>, how: Likeness) -> Vec<Suggestion> {
    let mut by_speech: BTreeMap<SpeechId, Vec<Spot>> = BTreeMap::new();
    for (speech, turn) in &from.turns {
        let spot = Spot::on_label(*speech, *turn, from.text);
        by_speech.entry(*speech).or_default().push(spot);
    }

    let mut found = Vec::new();
    for (id, spots) in by_speech {
        let speech = corpus.speech(id);
        let is_here = speech.body.turns.iter().any(|turn| turn.label == to.text);
        let place = if is_here { "in this speech too" } else { "elsewhere" };
        // Typography is a matter of course; the others are questions, shown behind all that is
        // nearly certain.
        let (why, certainty) = match how {
            Likeness::Typography => ("only typography tells them apart", 80),
            Likeness::Spelling => ("they are nearly spelt alike", 30),
            Likeness::Title => ("one has a title", 30),
        };

        found.push(Suggestion {
            speech: Some(id),
            reason: format!("`{}` is written `{}` {place}; {why}", from.text, to.text),
            rank: certainty + if is_here { 10 } else { 0 },
            proposal: Proposal::Merge {
                label: Named { name: from.text.to_owned(), spots },
                into: to.text.to_owned(),
                is_typography: how == Likeness::Typography && !has_both(speech, from.text, to.text),
            },
        });
    }
    found
}

/// Whether the table of speakers explains both labels, each in its own way: then somebody meant
/// two.
fn has_both(speech: &Speech, a: &str, b: &str) -> bool {
    match (speaker_entry(speech, a), speaker_entry(speech, b)) {
        (Some(a), Some(b)) => a.span != b.span,
        _ => false,
    }
}
