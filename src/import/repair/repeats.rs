//! Blocks that stand earlier, whole or in part.
//!
//! **Invariant:** a repeat points at a block before it that is no repeat itself.
//! Short blocks are never repeats by themselves: people say “Thank you” twice.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// What a block repeats: another block, and how many of its letters stand before the part that is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) of: usize,
    pub(super) skip: usize,
}

/// A block of this weight is too long to be said twice; a Han character weighs three letters.
const LONG: usize = 180;
/// Blocks that repeat a run of blocks weigh this much together.
const LONG_RUN: usize = 120;
/// A block that stands three times, at this weight, is a repeat.
const THRICE: usize = 90;
/// Letters by which a part of a block is looked up.
const PROBE: usize = 16;

/// The letters of a text by which it is compared: white space does not count.
pub(super) fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// For each block what it repeats. `texts` are the letters of blocks; none where a block is not looked at.
pub(super) fn find(texts: &[Option<Vec<char>>]) -> Vec<Option<Repeat>> {
    let hashes = RandomState::new();
    let mut first: HashMap<u64, usize> = HashMap::new();
    let mut same: Vec<Option<usize>> = vec![None; texts.len()];
    let mut times: HashMap<usize, usize> = HashMap::new();
    for (index, text) in texts.iter().enumerate() {
        let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else {
            continue;
        };
        let earlier = *first.entry(hashes.hash_one(text)).or_insert(index);
        if earlier != index && texts[earlier].as_deref() == Some(text) {
            same[index] = Some(earlier);
            *times.entry(earlier).or_default() += 1;
        }
    }
    let weights: Vec<usize> = texts.iter().map(|text| text.as_deref().map_or(0, weight)).collect();
    let in_run = runs(&same, &weights);
    let mut repeats: Vec<Option<Repeat>> = Vec::with_capacity(texts.len());
    let mut ends = Ends::default();
    for (index, text) in texts.iter().enumerate() {
        let whole = same[index].filter(|of| {
            weights[index] >= LONG || in_run[index] || (times[of] >= 2 && weights[index] >= THRICE)
        });
        let repeat = match (whole, text) {
            (Some(of), _) => Some(repeats[of].unwrap_or(Repeat { of, skip: 0 })),
            (None, Some(text)) if weights[index] >= LONG_RUN => ends.part_of(text, texts),
            _ => None,
        };
        if let (None, Some(text)) = (repeat, text) {
            ends.add(index, text);
        }
        repeats.push(repeat);
    }
    repeats
}

/// How long a text is to a reader: a Han character says as much as three letters.
pub(super) fn weight(text: &[char]) -> usize {
    text.iter().map(|c| if crate::base::lang::is_han(*c) { 3 } else { 1 }).sum()
}

/// Which blocks stand in a run of blocks that stood in the same order before, and together are long.
fn runs(same: &[Option<usize>], weights: &[usize]) -> Vec<bool> {
    let mut in_run = vec![false; same.len()];
    let mut start = 0;
    while start < same.len() {
        let goes_on = |at: usize| matches!((same[at - 1], same.get(at)), (Some(before), Some(Some(after))) if *after == before + 1);
        let mut end = start + 1;
        while end < same.len() && same[start].is_some() && goes_on(end) {
            end += 1;
        }
        if end - start >= 2 && weights[start..end].iter().sum::<usize>() >= LONG_RUN {
            in_run[start..end].fill(true);
        }
        start = end;
    }
    in_run
}

/// The beginnings and ends of the blocks so far.
#[derive(Default)]
struct Ends {
    first: HashMap<Vec<char>, Vec<usize>>,
    last: HashMap<Vec<char>, Vec<usize>>,
}

/// Blocks that share a beginning are not all looked through.
const MOST: usize = 32;

impl Ends {
    fn add(&mut self, index: usize, text: &[char]) {
        if text.len() > PROBE {
            self.first.entry(text[..PROBE].to_vec()).or_default().push(index);
            self.last.entry(text[text.len() - PROBE..].to_vec()).or_default().push(index);
        }
    }

    /// The block that begins or ends with all of `text`.
    fn part_of(&self, text: &[char], texts: &[Option<Vec<char>>]) -> Option<Repeat> {
        let longer = |of: &usize| texts[*of].as_deref().filter(|longer| longer.len() > text.len());
        let ending = self
            .last
            .get(&text[text.len().checked_sub(PROBE)?..])
            .into_iter()
            .flatten()
            .take(MOST)
            .find_map(|of| {
                let longer = longer(of).filter(|longer| longer.ends_with(text))?;
                Some(Repeat { of: *of, skip: longer.len() - text.len() })
            });
        let beginning = || {
            let of = self
                .first
                .get(&text[..PROBE])?
                .iter()
                .take(MOST)
                .find(|of| longer(of).is_some_and(|longer| longer.starts_with(text)))?;
            Some(Repeat { of: *of, skip: 0 })
        };
        ending.or_else(beginning)
    }
}
