//! Candidates that overlap → those that are kept, and how far the mention of each reaches.
//!
//! **Invariant:** the candidates that are chosen do not overlap.

use super::spellings::Rank;
use crate::base::letters::is_han;
use crate::reading::corpus::EntityId;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// A string that is a word of the text.
pub(super) struct Candidate {
    pub(super) string: u32,
    pub(super) range: Range<usize>,
    pub(super) rank: Rank,
    /// Whom the string does not mean here, by `not`.
    pub(super) denied: Vec<EntityId>,
}

/// Candidates by where they begin.
pub(super) struct Chosen<'c>(BTreeMap<usize, &'c Candidate>);

impl<'c> Chosen<'c> {
    /// Chooses longer before shorter, then left before right, then what is written as it is listed.
    pub(super) fn of(candidates: &'c [Candidate]) -> Self {
        let mut ranked: Vec<&Candidate> = candidates.iter().collect();
        ranked.sort_by_key(|candidate| {
            (
                Reverse(candidate.range.len()),
                candidate.range.start,
                candidate.rank,
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

    /// Puts a name whose edges were doubted in the place of shorter ones that cover it exactly: where
    /// 联合国 and 安理会 are side by side, 联合国安理会 is meant.
    pub(super) fn restore(&mut self, doubted: impl Iterator<Item = &'c Candidate>) {
        for candidate in doubted {
            let range = &candidate.range;
            let mut end = range.start;
            let mut covering = Vec::new();
            for (start, other) in self.0.range(range.clone()) {
                if *start == end {
                    end = other.range.end;
                }
                covering.push(*start);
            }
            if covering.len() > 1 && end == range.end {
                for start in covering {
                    self.0.remove(&start);
                }
                self.0.insert(range.start, candidate);
            }
        }
    }

    /// Whether a candidate is among them.
    pub(super) fn have(&self, candidate: &Candidate) -> bool {
        self.0.get(&candidate.range.start).is_some_and(|chosen| std::ptr::eq(*chosen, candidate))
    }

    /// The first one that touches the range.
    pub(super) fn over(&self, range: &Range<usize>) -> Option<&'c Candidate> {
        let before = self.0.range(..=range.start).next_back().map(|(_, one)| *one);
        let inside = self.0.range(range.start..range.end).next().map(|(_, one)| *one);
        before.filter(|one| one.range.end > range.start).or(inside)
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

/// Quotation marks and the brackets of titles, which names are compared without.
const PAIRS: &[(char, char)] =
    &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('«', '»')];

fn is_of_pair(c: char) -> bool {
    !c.is_ascii() && PAIRS.iter().any(|(open, close)| c == *open || c == *close)
}

/// Whether the text of a name opens or closes a quotation whose other mark is elsewhere in the text,
/// as `美国《海军` in `美国《海军时报》` does.
///
/// An opening mark right before the name is its own (`“一带一路”倡议`); a closing one right behind
/// it is so only where the name is listed with its marks (`is_quoted`).
pub(super) fn crosses_quotation(
    text: &str,
    range: &Range<usize>,
    is_quoted: impl Fn() -> bool,
) -> bool {
    let name = &text[range.clone()];
    if !name.contains(is_of_pair) {
        return false;
    }

    let (before, after) = (&text[..range.start], &text[range.end..]);
    PAIRS.iter().any(|(open, close)| {
        let mut depth = 0i32;
        let (mut is_closed_first, mut n_open) = (false, 0);
        for c in name.chars() {
            if c == *open {
                depth += 1;
                n_open += 1;
            } else if c == *close {
                depth -= 1;
            }
            is_closed_first |= depth < 0;
        }
        let opens = depth > 0 || (n_open > 0 && is_closed_first);
        (is_closed_first && !before.ends_with(*open))
            || (opens && !(after.starts_with(*close) && is_quoted()))
    })
}

/// Takes in an opening quotation mark whose partner is inside the name: `“一带一路”倡议`.
pub(super) fn with_quotes(text: &str, range: Range<usize>) -> Range<usize> {
    let name = &text[range.clone()];
    // Nearly all names have no marks in them.
    if !name.contains(|c| c == '"' || is_of_pair(c)) {
        return range;
    }

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
