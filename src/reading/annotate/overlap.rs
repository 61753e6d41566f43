//! Candidates that overlap → those that are kept, and how far the mention of each reaches.
//!
//! **Invariant:** the candidates that are chosen do not overlap.

use crate::base::letters::is_han;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// A string that is a word of the text.
pub(super) struct Candidate {
    pub(super) string: u32,
    pub(super) range: Range<usize>,
    /// Whether the speech itself says whom it means.
    pub(super) is_called: bool,
}

/// Candidates by where they begin.
pub(super) struct Chosen<'c>(BTreeMap<usize, &'c Candidate>);

impl<'c> Chosen<'c> {
    /// Chooses those that the speech itself names first, then longer before shorter, then left
    /// before right.
    pub(super) fn of(candidates: &'c [Candidate]) -> Self {
        let mut ranked: Vec<&Candidate> = candidates.iter().collect();
        ranked.sort_by_key(|candidate| {
            (
                !candidate.is_called,
                Reverse(candidate.range.len()),
                candidate.range.start,
                candidate.string,
            )
        });

        let mut chosen = Chosen(BTreeMap::new());
        for candidate in ranked {
            if chosen.is_free(&candidate.range) {
                chosen.0.insert(candidate.range.start, candidate);
            }
        }
        chosen
    }

    /// In the order of the text.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'c Candidate> {
        self.0.values().copied()
    }

    /// Whether no chosen candidate touches the range.
    fn is_free(&self, range: &Range<usize>) -> bool {
        let last_before_end = self.0.range(..range.end).next_back();
        last_before_end.is_none_or(|(_, other)| other.range.end <= range.start)
    }

    /// The range of a candidate and of names of the same entity that overlap it: `Minister Wang`
    /// and `Wang Yi` in `Minister Wang Yi` are one mention.
    pub(super) fn joined<'o>(
        &self,
        candidate: &Candidate,
        overlapping: impl Iterator<Item = &'o Candidate>,
    ) -> Range<usize> {
        let mut range = candidate.range.clone();
        for other in overlapping {
            let (before, after) = (other.range.start..range.start, range.end..other.range.end);
            if !before.is_empty() && self.is_free(&before) {
                range.start = before.start;
            }
            if !after.is_empty() && self.is_free(&after) {
                range.end = after.end;
            }
        }
        range
    }
}

/// Takes in an opening quotation mark whose partner is inside the name: `“一带一路”倡议`.
pub(super) fn with_quotes(text: &str, range: Range<usize>) -> Range<usize> {
    const PAIRS: &[(char, char)] =
        &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('«', '»')];

    let name = &text[range.clone()];
    let (before, after) = (&text[..range.start], &text[range.end..]);
    for (open, close) in PAIRS {
        let (n_open, n_close) = (name.matches(*open).count(), name.matches(*close).count());
        if n_close > n_open && before.ends_with(*open) {
            return range.start - open.len_utf8()..range.end;
        }
        if n_open > n_close && after.starts_with(*close) {
            return range.start..range.end + close.len_utf8();
        }
    }

    // Straight marks do not say whether they open or close, so only one before the name is taken
    // in.
    let is_lone = name.matches('"').count() % 2 == 1;
    if is_lone && before.ends_with('"') {
        return range.start - 1..range.end;
    }
    range
}

/// Whether a name begins or ends in a Han character, so that the words around it have to be
/// weighed.
pub(super) fn has_han_edge(name: &str) -> bool {
    name.starts_with(is_han) || name.ends_with(is_han)
}

pub(super) fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

pub(super) fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
