//! A text and the entries that the lock has of it → which paragraph is which entry.
//!
//! First, paragraphs that are equal and unique on both sides are matched, as many as keep their
//! order. They cut both sides into gaps, and in each gap come equals side by side with its ends,
//! then paragraphs that are alike. What is left may be a paragraph that was gone and is back in its
//! place.
//!
//! A paragraph in the place of another that nothing says is the same is a new one: to keep the
//! number would give a published address another meaning.
//!
//! **Invariant:** matches ascend on both sides: a paragraph that was moved is a new one.
//! **Invariant:** an entry is matched once, and only with a paragraph of its role.

use super::file::Entry;
use super::print::{Likeness, Words};
use crate::reading::corpus::Paragraph;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// The old entry that a paragraph is, by index, if it is known.
pub(super) type Match = Option<usize>;

/// For each paragraph the old entry that it is.
pub(super) fn align(paragraphs: &[Paragraph], words: &[Words<'_>], old: &[Entry]) -> Vec<Match> {
    let mut alignment = Alignment { paragraphs, words, old, matches: vec![None; words.len()] };

    for pair in unique_equals(words, old) {
        if alignment.is_of_same_role(pair.new, pair.old) {
            alignment.matches[pair.new] = Some(pair.old);
        }
    }

    alignment.in_each_gap(|alignment, gap| {
        let is_published = |at: &usize| !alignment.old[*at].is_gone;
        let published: Vec<usize> = gap.old.filter(is_published).collect();
        alignment.fill(gap.new, &published);
    });
    // Only now, for a paragraph that was never gone goes before one that was.
    alignment.in_each_gap(Alignment::bring_back);
    alignment.matches
}

struct Alignment<'t> {
    paragraphs: &'t [Paragraph],
    words: &'t [Words<'t>],
    old: &'t [Entry],
    matches: Vec<Match>,
}

/// What is between two matches.
struct Gap {
    new: Range<usize>,
    old: Range<usize>,
}

impl Alignment<'_> {
    fn in_each_gap(&mut self, fill: impl Fn(&mut Self, Gap)) {
        let (mut start, mut old_start) = (0, 0);
        for end in 0..=self.words.len() {
            let old_end = match self.matches.get(end) {
                Some(Some(at)) => *at,
                Some(None) => continue,
                None => self.old.len(),
            };
            if start < end && old_start < old_end {
                fill(self, Gap { new: start..end, old: old_start..old_end });
            }
            (start, old_start) = (end + 1, old_end + 1);
        }
    }

    /// Matches what it can of a gap, on whose other side are the entries at `old`.
    fn fill(&mut self, new: Range<usize>, old: &[usize]) {
        let (new, old) = self.match_ends(new, old);
        self.match_alike(new, old);
    }

    /// Matches equals at both ends of a gap; gives what is left of it.
    fn match_ends<'o>(
        &mut self,
        mut new: Range<usize>,
        mut old: &'o [usize],
    ) -> (Range<usize>, &'o [usize]) {
        while let [first, rest @ ..] = old
            && !new.is_empty()
            && self.is_equal(new.start, *first)
        {
            self.matches[new.start] = Some(*first);
            new.start += 1;
            old = rest;
        }
        while let [rest @ .., last] = old
            && !new.is_empty()
            && self.is_equal(new.end - 1, *last)
        {
            new.end -= 1;
            self.matches[new.end] = Some(*last);
            old = rest;
        }
        (new, old)
    }

    /// Matches paragraphs with entries that they are clearly like, those first that are most alike,
    /// as far as they keep the order.
    fn match_alike(&mut self, new: Range<usize>, old: &[usize]) {
        let mut pairs = Vec::new();
        for index in new {
            for at in old {
                let likeness = self.likeness(index, *at);
                if likeness > Likeness::None {
                    pairs.push((Reverse(likeness), index, *at));
                }
            }
        }
        pairs.sort_unstable();

        let mut matched: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, index, at) in pairs {
            let is_behind =
                matched.range(..index).next_back().is_none_or(|(_, before)| *before < at);
            let is_ahead = matched.range(index..).next().is_none_or(|(_, after)| at < *after);
            if is_behind && is_ahead && !matched.contains_key(&index) {
                matched.insert(index, at);
            }
        }
        for (index, at) in matched {
            self.matches[index] = Some(at);
        }
    }

    /// Matches paragraphs with equals that were gone.
    fn bring_back(&mut self, gap: Gap) {
        let mut from = gap.old.start;
        for index in gap.new {
            let is_back = |at: &usize| self.old[*at].is_gone && self.is_equal(index, *at);
            if let Some(at) = (from..gap.old.end).find(is_back) {
                self.matches[index] = Some(at);
                from = at + 1;
            }
        }
    }

    fn likeness(&self, index: usize, at: usize) -> Likeness {
        match self.old[at].print {
            Some(print) if self.is_of_same_role(index, at) => {
                let words = &self.words[index];
                if print.hash == words.hash {
                    return Likeness::Same;
                }
                print.likeness(words.print())
            }
            _ => Likeness::None,
        }
    }

    fn is_equal(&self, index: usize, at: usize) -> bool {
        self.old[at].print.is_some_and(|print| print.hash == self.words[index].hash)
            && self.is_of_same_role(index, at)
    }

    /// Whether an entry is of the role that a paragraph has, which its anchor says.
    fn is_of_same_role(&self, index: usize, at: usize) -> bool {
        self.old[at].role() == Some(self.paragraphs[index].role.letter())
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
fn unique_equals(words: &[Words<'_>], old: &[Entry]) -> Vec<Pair> {
    let mut occurrences: BTreeMap<u32, Occurrences> = BTreeMap::new();
    for (index, words) in words.iter().enumerate() {
        occurrences.entry(words.hash).or_default().new.push(index);
    }
    for (at, entry) in old.iter().enumerate() {
        if let Some(print) = entry.print
            && !entry.is_gone
            && !entry.is_turn()
        {
            occurrences.entry(print.hash).or_default().old.push(at);
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
