//! Blocks that repeat an earlier one, whole or in part.
//!
//! **Invariant:** a repeat points at an earlier block that is not a repeat itself.
//! Short blocks are never repeats by themselves: people say “Thank you” twice.

use crate::base::letters::weight;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

/// What a block repeats: another block, and how many of its letters stand before the part that is
/// repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) of: usize,
    pub(super) skip: usize,
}

// Weights are those of `manuscript::weight`, in letters. They are choices: lower ones take away
// what somebody said twice, higher ones leave what a page printed twice.

/// A block of this weight is too long to be said twice in the same words: two or three sentences.
const LONG: usize = 180;
/// Blocks that repeat a run of blocks weigh this much together: two coincidences at once.
const LONG_RUN: usize = 120;
/// A block that occurs three times is a repeat at this weight: what people say again and again is
/// shorter.
const THRICE: usize = 90;
/// Characters by which a part of a block is looked up.
const PROBE: usize = 16;

/// The letters of a text by which it is compared: white space does not count.
pub(super) fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// For each block what it repeats. `texts` are the letters of blocks; none where a block is not
/// looked at.
pub(super) fn find(texts: &[Option<Vec<char>>]) -> Vec<Option<Repeat>> {
    let same = Same::new(texts);
    let weights: Vec<usize> =
        texts.iter().map(|text| weight(text.iter().flatten().copied())).collect();
    let in_run = runs(&same.earlier, &weights);

    let mut repeats: Vec<Option<Repeat>> = Vec::with_capacity(texts.len());
    let mut ends = Ends::default();
    for (index, text) in texts.iter().enumerate() {
        let Some(text) = text else {
            repeats.push(None);
            continue;
        };
        let is_repeat = |of: &usize| {
            let is_thrice = same.times[of] >= 2 && weights[index] >= THRICE;
            weights[index] >= LONG || in_run[index] || is_thrice
        };
        let repeat = match same.earlier[index].filter(is_repeat) {
            // What it repeats may be a repeat itself.
            Some(of) => Some(repeats[of].unwrap_or(Repeat { of, skip: 0 })),
            None if weights[index] >= LONG_RUN => ends.part_of(text, texts),
            None => None,
        };
        if repeat.is_none() {
            ends.add(index, text);
        }
        repeats.push(repeat);
    }
    repeats
}

/// Blocks with the same text as an earlier one.
struct Same {
    /// By block: the first with its text, if that is another.
    earlier: Vec<Option<usize>>,
    /// By first block: how many others have its text.
    times: FxHashMap<usize, usize>,
}

impl Same {
    fn new(texts: &[Option<Vec<char>>]) -> Self {
        let hashes = FxBuildHasher;
        let mut first: FxHashMap<u64, usize> = FxHashMap::default();
        let mut same = Same { earlier: vec![None; texts.len()], times: FxHashMap::default() };
        for (index, text) in texts.iter().enumerate() {
            let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else {
                continue;
            };
            let earlier = *first.entry(hashes.hash_one(text)).or_insert(index);
            // Two texts may have one hash.
            if earlier != index && texts[earlier].as_deref() == Some(text) {
                same.earlier[index] = Some(earlier);
                *same.times.entry(earlier).or_default() += 1;
            }
        }
        same
    }
}

/// Which blocks stand in a run of blocks that stood in the same order before, and together are
/// long.
fn runs(same: &[Option<usize>], weights: &[usize]) -> Vec<bool> {
    let mut in_run = vec![false; same.len()];
    let mut start = 0;
    while start < same.len() {
        let mut end = start + 1;
        while let (Some(before), Some(Some(after))) = (same[end - 1], same.get(end))
            && *after == before + 1
        {
            end += 1;
        }

        let weight: usize = weights[start..end].iter().sum();
        if end - start >= 2 && weight >= LONG_RUN {
            in_run[start..end].fill(true);
        }
        start = end;
    }
    in_run
}

/// The beginnings and ends of the blocks so far.
#[derive(Default)]
struct Ends {
    first: FxHashMap<Vec<char>, Vec<usize>>,
    last: FxHashMap<Vec<char>, Vec<usize>>,
}

/// Blocks that share a beginning are not all looked through, so that the work stays bounded where
/// all begin alike.
const MOST: usize = 32;

impl Ends {
    fn add(&mut self, index: usize, text: &[char]) {
        if text.len() <= PROBE {
            return;
        }
        let (first, last) = (&text[..PROBE], &text[text.len() - PROBE..]);
        self.first.entry(first.to_vec()).or_default().push(index);
        self.last.entry(last.to_vec()).or_default().push(index);
    }

    /// The block that ends with all of `text`, or else begins with it.
    fn part_of(&self, text: &[char], texts: &[Option<Vec<char>>]) -> Option<Repeat> {
        let last = text.get(text.len().checked_sub(PROBE)?..)?;
        for of in self.last.get(last).into_iter().flatten().take(MOST) {
            let whole = texts[*of].as_deref().unwrap_or_default();
            if whole.len() > text.len() && whole.ends_with(text) {
                let skip = whole.len() - text.len();
                return Some(Repeat { of: *of, skip });
            }
        }

        let first = text.get(..PROBE)?;
        for of in self.first.get(first).into_iter().flatten().take(MOST) {
            let whole = texts[*of].as_deref().unwrap_or_default();
            if whole.len() > text.len() && whole.starts_with(text) {
                return Some(Repeat { of: *of, skip: 0 });
            }
        }
        None
    }
}
