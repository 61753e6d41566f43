//! A text and the entries that the lock has of it → which paragraph is which entry.
//!
//! First, paragraphs that are equal and unique on both sides are matched, as many as keep their
//! order. They cut both sides into gaps, and in each gap come equals side by side with its ends,
//! then paragraphs that are alike, then, where as many are left on both sides, the rest in order.
//!
//! **Invariant:** matches ascend on both sides: a paragraph that was moved is a new one.
//! **Invariant:** an entry is matched once, and only with a paragraph of its role.

use super::ids::role_at;
use super::{Entry, Print};
use crate::reading::corpus::Paragraph;
use std::collections::BTreeMap;
use std::ops::Range;

/// The old entry that a paragraph is, by index, if it is known.
pub(super) type Match = Option<usize>;

/// How many of the four parts of two sketches must agree. Each is a byte, so of unrelated texts one
/// agrees in every 64th pair, two in about every 10,000th; of texts that share half of their
/// windows two agree on average.
const ALIKE: usize = 2;

/// For each paragraph the old entry that it is.
pub(super) fn align(paragraphs: &[Paragraph], prints: &[Print], old: &[Entry]) -> Vec<Match> {
    let mut alignment = Alignment { paragraphs, prints, old, matches: vec![None; prints.len()] };

    for pair in unique_equals(prints, old) {
        if alignment.is_of_same_role(pair.new, pair.old) {
            alignment.matches[pair.new] = Some(pair.old);
        }
    }

    let (mut start, mut old_start) = (0, 0);
    for end in 0..=prints.len() {
        let old_end = match alignment.matches.get(end) {
            Some(Some(at)) => *at,
            Some(None) => continue,
            None => old.len(),
        };
        alignment.fill(Gap { new: start..end, old: old_start..old_end });
        (start, old_start) = (end + 1, old_end + 1);
    }
    alignment.matches
}

struct Alignment<'t> {
    paragraphs: &'t [Paragraph],
    prints: &'t [Print],
    old: &'t [Entry],
    matches: Vec<Match>,
}

/// What is between two matches.
struct Gap {
    new: Range<usize>,
    old: Range<usize>,
}

impl Gap {
    fn is_two_sided(&self) -> bool {
        !self.new.is_empty() && !self.old.is_empty()
    }
}

impl Alignment<'_> {
    fn fill(&mut self, gap: Gap) {
        let gap = self.match_ends(gap);
        // What is gone has no print by which it could be known.
        let alive: Vec<usize> = gap.old.filter(|at| self.old[*at].print.is_some()).collect();
        self.match_alike(gap.new.clone(), &alive);
        self.match_in_order(gap.new, &alive);
    }

    /// Matches equals at both ends of a gap; gives what is left of it.
    fn match_ends(&mut self, mut gap: Gap) -> Gap {
        while gap.is_two_sided() && self.is_equal(gap.new.start, gap.old.start) {
            self.matches[gap.new.start] = Some(gap.old.start);
            gap.new.start += 1;
            gap.old.start += 1;
        }
        while gap.is_two_sided() && self.is_equal(gap.new.end - 1, gap.old.end - 1) {
            gap.new.end -= 1;
            gap.old.end -= 1;
            self.matches[gap.new.end] = Some(gap.old.end);
        }
        gap
    }

    /// Matches each paragraph with the entry that it is most like, after the one matched before.
    fn match_alike(&mut self, new: Range<usize>, alive: &[usize]) {
        let mut from = 0;
        for index in new {
            let mut best = None;
            // Of several that are as much alike, the first.
            let mut highest = ALIKE - 1;
            for (k, at) in alive.iter().enumerate().skip(from) {
                if !self.is_of_same_role(index, *at) {
                    continue;
                }
                let print = self.old[*at].print;
                let likeness = print.map_or(0, |print| print.likeness(self.prints[index]));
                if likeness > highest {
                    (best, highest) = (Some(k), likeness);
                }
            }
            if let Some(k) = best {
                self.matches[index] = Some(alive[k]);
                from = k + 1;
            }
        }
    }

    /// Where nothing in a gap is known, but there are as many entries of the same roles, each
    /// paragraph was rewritten.
    fn match_in_order(&mut self, new: Range<usize>, alive: &[usize]) {
        let is_unknown = self.matches[new.clone()].iter().all(Option::is_none);
        let pairs = || new.clone().zip(alive.iter().copied());
        if is_unknown
            && new.len() == alive.len()
            && pairs().all(|(index, at)| self.is_of_same_role(index, at))
        {
            for (index, at) in pairs() {
                self.matches[index] = Some(at);
            }
        }
    }

    fn is_equal(&self, index: usize, at: usize) -> bool {
        self.old[at].print == Some(self.prints[index]) && self.is_of_same_role(index, at)
    }

    /// Whether an entry is of the role that a paragraph has, which its anchor says.
    fn is_of_same_role(&self, index: usize, at: usize) -> bool {
        let anchor = &self.old[at].anchor;
        let rest = anchor.trim_start_matches('t').trim_start_matches(|c: char| c.is_ascii_digit());
        let role = role_at(rest).and_then(|role| rest[role..].chars().next());
        role == Some(self.paragraphs[index].role.letter())
    }
}

/// A paragraph and an entry, by index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    new: usize,
    old: usize,
}

/// Where a print occurs.
#[derive(Default)]
struct Occurrences {
    new: Vec<usize>,
    old: Vec<usize>,
}

/// Pairs of equals that occur once on each side, as many as keep their order.
fn unique_equals(prints: &[Print], old: &[Entry]) -> Vec<Pair> {
    let mut occurrences: BTreeMap<Print, Occurrences> = BTreeMap::new();
    for (index, print) in prints.iter().enumerate() {
        occurrences.entry(*print).or_default().new.push(index);
    }
    for (at, entry) in old.iter().enumerate() {
        if let Some(print) = entry.print {
            occurrences.entry(print).or_default().old.push(at);
        }
    }

    let mut pairs = Vec::new();
    for occurrence in occurrences.values() {
        if let ([new], [old]) = (&*occurrence.new, &*occurrence.old) {
            let (new, old) = (*new, *old);
            pairs.push(Pair { new, old });
        }
    }
    pairs.sort_unstable();
    longest_increasing(&pairs)
}

/// The longest choice of pairs, which are sorted by `new`, in which `old` ascends too: by patience
/// sorting, in n log n steps.
fn longest_increasing(pairs: &[Pair]) -> Vec<Pair> {
    // For each length the pair with the least `old` at which a choice of that length ends.
    let mut ends: Vec<usize> = Vec::new();
    // For each pair the one before it in the longest choice that ends with it.
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].old < pair.old);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }

    let mut chosen = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chosen.push(pairs[index]);
        next = before[index];
    }
    chosen.reverse();
    chosen
}
