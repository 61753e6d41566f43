//! Ranges of one text → those that touch another, without a look at all of them: a paragraph of a
//! thousand pages may hold as many names and marks as it likes.

use super::overlap::overlaps;
use std::ops::Range;

/// Ranges of one text, each with what it is the range of.
pub(super) struct Ranges<T> {
    /// By where they begin; those that begin together as they were given.
    sorted: Vec<(Range<usize>, T)>,
    /// How far the ranges up to each one reach.
    reach: Vec<usize>,
}

impl<T> Ranges<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Those that have a byte in common with this one, by where they begin.
    pub(super) fn touching(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = &(Range<usize>, T)> {
        let first = self.reach.partition_point(|end| *end <= range.start);
        let behind = self.sorted.partition_point(|(one, _)| one.start < range.end);
        let near = self.sorted.get(first..behind).unwrap_or_default();
        near.iter().filter(|(one, _)| overlaps(one, range))
    }
}

impl<T> FromIterator<(Range<usize>, T)> for Ranges<T> {
    fn from_iter<I: IntoIterator<Item = (Range<usize>, T)>>(ranges: I) -> Self {
        let mut sorted: Vec<(Range<usize>, T)> = ranges.into_iter().collect();
        sorted.sort_by_key(|(range, _)| range.start);

        let mut furthest = 0;
        let mut reach = Vec::with_capacity(sorted.len());
        for (range, _) in &sorted {
            furthest = furthest.max(range.end);
            reach.push(furthest);
        }
        Ranges { sorted, reach }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fixture::Chance;

    #[test]
    fn those_that_touch_are_all_that_overlap() {
        let mut chance = Chance(7);
        for _ in 0..200 {
            let mut all = Vec::new();
            for number in 0..chance.below(40) {
                let start = chance.below(60);
                all.push((start..start + 1 + chance.below(12), number));
            }
            let ranges: Ranges<usize> = all.iter().cloned().collect();

            for start in 0..70 {
                let asked = start..start + 1 + chance.below(9);
                let mut found: Vec<usize> = ranges.touching(&asked).map(|(_, one)| *one).collect();
                found.sort_unstable();
                let overlapping = all.iter().filter(|(range, _)| overlaps(range, &asked));
                let expected: Vec<usize> = overlapping.map(|(_, one)| *one).collect();
                assert_eq!(found, expected, "{asked:?} among {all:?}");
            }
        }
    }
}
