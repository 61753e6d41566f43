//! Labels of the whole site → those that are one speaker written in two ways.
//!
//! Three kinds of likeness: the same letters in other typography (`王 毅`, `ＫＢＳ`,
//! `audrey tang`), one or two letters apart in a long label (`Audry Tang`), and one with a title
//! (`王毅外长`). None is mended without asking.
//!
//! **Invariant:** labels that tell speakers apart by a number or a letter (`Reporter 2`,
//! `Participant B`) are never taken for one.
//! **Invariant:** each label is to be written in at most one other way, and that one in no other.

use super::{Named, Proposal, Spot, Suggestion};
use crate::base::letters::{fold_label, is_han};
use crate::base::lexicon::{titles_after, titles_before};
use crate::base::message::{Message, say};
use crate::base::slips::{Candidates, distance_within};
use crate::reading::corpus::Corpus;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A label as it is written, and where.
struct Label<'c> {
    text: &'c str,
    folded: String,
    spots: Vec<Spot>,
}

/// How two labels are alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Typography,
    Spelling,
    Title,
}

/// Two labels by their indices: the rarer, or the one with a title, is to be written as the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    to: usize,
    from: usize,
}

/// Labels to be written as they are written elsewhere.
pub(super) fn merges(corpus: &Corpus) -> Vec<Suggestion> {
    let labels = labels(corpus);
    let mut into: BTreeMap<usize, (usize, Likeness)> = BTreeMap::new();
    let mut targets = BTreeSet::new();

    for (Pair { from, to }, likeness) in alike(&labels) {
        if are_different(corpus, labels[from].text, labels[to].text) {
            continue;
        }
        // The first likeness is the surest; what others are to become is left alone.
        if !targets.contains(&from) && !into.contains_key(&from) && !into.contains_key(&to) {
            into.insert(from, (to, likeness));
            targets.insert(to);
        }
    }

    let mut suggestions = Vec::new();
    for (from, (to, likeness)) in into {
        suggestions.extend(of_label(corpus, &labels[from], labels[to].text, likeness));
    }
    suggestions
}

/// All labels, the most frequent first.
fn labels(corpus: &Corpus) -> Vec<Label<'_>> {
    let mut spots: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        for (index, turn) in speech.body.turns.iter().enumerate() {
            let spot = Spot::on_label(id, index, &turn.label);
            spots.entry(&turn.label).or_default().push(spot);
        }
    }

    let mut labels = Vec::new();
    for (text, spots) in spots {
        labels.push(Label { text, folded: fold_label(text), spots });
    }
    labels.sort_by_key(|label| (Reverse(label.spots.len()), label.text));
    labels
}

/// Pairs of labels that are alike, and how; surer likenesses first.
fn alike(labels: &[Label<'_>]) -> Vec<(Pair, Likeness)> {
    let mut pairs = Vec::new();
    let mut by_folded: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, label) in labels.iter().enumerate() {
        // `A:` and `a:` may be two, and say too little to be one.
        if label.folded.chars().count() < 2 {
            continue;
        }
        let first = *by_folded.entry(&label.folded).or_insert(index);
        if first != index {
            pairs.push((Pair { from: index, to: first }, Likeness::Typography));
        }
    }

    for from in by_folded.values().copied() {
        for name in untitled(labels[from].text) {
            if let Some(to) = by_folded.get(fold_label(name).as_str()) {
                pairs.push((Pair { from, to: *to }, Likeness::Title));
            }
        }
    }
    pairs.extend(misspelt(labels, &by_folded).into_iter().map(|pair| (pair, Likeness::Spelling)));
    pairs
}

/// Pairs of labels that differ by a slip of the hand, which spares the two letters at one of their
/// ends.
fn misspelt(labels: &[Label<'_>], by_folded: &BTreeMap<&str, usize>) -> BTreeSet<Pair> {
    // Labels of other numbers are of other speakers, and a transcript may count a thousand.
    let mut by_number: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (folded, index) in by_folded {
        by_number.entry(digits(labels[*index].text)).or_default().push(folded);
    }

    let mut pairs = BTreeSet::new();
    for alike in by_number.into_values() {
        let candidates = Candidates::of(alike.iter().copied());
        for folded in alike {
            let a = by_folded[folded];
            let slips = allowed_slips(folded.contains(is_han), folded.chars().count());
            if slips == 0 {
                continue;
            }
            for other in candidates.within(folded, slips) {
                let b = by_folded[other];
                // The rarer one is behind the commoner.
                let pair = Pair { from: a.max(b), to: a.min(b) };
                if a != b && is_misspelt(&labels[pair.from], &labels[pair.to]) {
                    pairs.insert(pair);
                }
            }
        }
    }
    pairs
}

/// The label without its title, where it has one: `王毅` of `王毅外长`, `Audrey Tang` of
/// `Minister Audrey Tang`.
fn untitled(label: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for title in titles_after() {
        // 王部长 may be any of the family.
        names.extend(label.strip_suffix(title).filter(|name| name.chars().count() > 1));
    }
    for title in titles_before() {
        let name = label.strip_prefix(title).and_then(|rest| rest.strip_prefix(' '));
        names.extend(name.filter(|name| name.contains(' ')));
    }
    names
}

/// How many slips leave a label what it is: one letter in six, two in twelve; of Han names one
/// character in four. In shorter labels one letter makes another name: `Li` and `Lu`, 王毅 and 王义.
fn allowed_slips(is_han_name: bool, length: usize) -> usize {
    match (is_han_name, length) {
        (true, 4..) | (false, 6..12) => 1,
        (false, 12..) => 2,
        _ => 0,
    }
}

/// Whether two labels of one number differ by a slip of the hand.
fn is_misspelt(a: &Label<'_>, b: &Label<'_>) -> bool {
    let is_han_name = a.folded.contains(is_han) || b.folded.contains(is_han);
    let length = a.folded.chars().count().min(b.folded.chars().count());
    let allowed = allowed_slips(is_han_name, length);
    let begin_alike = a.folded.chars().take(2).eq(b.folded.chars().take(2));
    let end_alike = a.folded.chars().rev().take(2).eq(b.folded.chars().rev().take(2));

    allowed > 0
        && (begin_alike || end_alike)
        && distance_within(&a.folded, &b.folded, allowed).is_some()
        && !is_lettered(a.text, b.text)
}

/// The number in a label.
fn digits(label: &str) -> String {
    label.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a letter or another short word is all that tells two labels apart.
fn is_lettered(a: &str, b: &str) -> bool {
    // `参与者B`
    let ends_in_letter = |label: &str| {
        label.ends_with(|c: char| c.is_ascii_alphanumeric()) && label.contains(is_han)
    };
    ends_in_letter(a)
        || ends_in_letter(b)
        || has_short_words_beside(a, b) && has_short_words_beside(b, a)
}

/// Whether the words of `label` that `other` lacks are short.
fn has_short_words_beside(label: &str, other: &str) -> bool {
    let known: Vec<&str> = other.split_whitespace().collect();
    let is_short =
        |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).chars().count() <= 2;
    label.split_whitespace().all(|word| known.contains(&word) || is_short(word))
}

/// Whether an editor decided that two labels are different speakers. Where the two are one but for
/// typography, the decision has to name them as they are written.
fn are_different(corpus: &Corpus, a: &str, b: &str) -> bool {
    let is_typography = fold_label(a) == fold_label(b);
    let is = |one: &str, other: &str| {
        one == other || !is_typography && fold_label(one) == fold_label(other)
    };
    corpus.decisions.different.iter().any(|pair| {
        is(&pair.label, a) && is(&pair.other, b) || is(&pair.label, b) && is(&pair.other, a)
    })
}

/// A suggestion for every speech in which `from` is a label.
fn of_label(corpus: &Corpus, from: &Label<'_>, to: &str, likeness: Likeness) -> Vec<Suggestion> {
    let why = match likeness {
        Likeness::Typography => "only typography tells them apart",
        Likeness::Spelling => "they are nearly spelt alike",
        Likeness::Title => "one has a title",
    };
    let is_alike = likeness == Likeness::Typography;

    let mut suggestions = Vec::new();
    for spots in from.spots.chunk_by(|a, b| a.speech == b.speech) {
        let id = spots[0].speech;
        let speech = corpus.speech(id);
        let is_here = speech.body.turns.iter().any(|turn| turn.label == to);
        let place = if is_here { say!("in this speech too") } else { say!("elsewhere") };

        suggestions.push(Suggestion {
            speech: Some(id),
            reason: say!(
                "`{from}` is written `{to}` {place}; {why}",
                from = from.text,
                to,
                place,
                why = Message::from(why)
            ),
            // Typography leaves no doubt; the rest is a question, and within one speech a
            // likelier one.
            rank: if is_alike { 80 } else { 30 } + if is_here { 10 } else { 0 },
            proposal: Proposal::Merge {
                label: Named { name: from.text.to_owned(), spots: spots.to_vec() },
                into: to.to_owned(),
            },
        });
    }
    suggestions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fixture::Chance;

    #[test]
    fn all_pairs_that_are_a_slip_apart_are_found() {
        const PARTS: [&str; 14] = [
            "Audrey", "Audry", "Tang", "Tnag", "王", "毅", "慧", "秋", "外长", " ", " B", "2",
            "22", "a",
        ];
        let mut chance = Chance(5);
        let mut n_pairs = 0;
        for _ in 0..60 {
            let texts: BTreeSet<String> = (0..30)
                .map(|_| (0..=chance.below(4)).map(|_| *chance.of(&PARTS)).collect())
                .collect();
            let label = |text| Label { text, folded: fold_label(text), spots: Vec::new() };
            let labels: Vec<Label<'_>> = texts.iter().map(|text| label(text)).collect();
            let mut by_folded: BTreeMap<&str, usize> = BTreeMap::new();
            for (index, label) in labels.iter().enumerate() {
                by_folded.entry(&label.folded).or_insert(index);
            }

            let found = misspelt(&labels, &by_folded);
            n_pairs += found.len();
            for to in by_folded.values().copied() {
                for from in by_folded.values().copied().filter(|from| *from > to) {
                    let (a, b) = (&labels[from], &labels[to]);
                    let is_pair = digits(a.text) == digits(b.text) && is_misspelt(a, b);
                    let is_found = found.contains(&Pair { from, to });
                    assert_eq!(is_found, is_pair, "{} and {}", a.text, b.text);
                }
            }
        }
        assert!(n_pairs > 20, "{n_pairs}");
    }
}
