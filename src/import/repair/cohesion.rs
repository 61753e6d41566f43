//! How much a paragraph speaks of what others speak of: shared words, rare ones more.
//!
//! **Invariant:** a word that occurs everywhere says nothing, and neither does one that occurs
//! nowhere else.

use crate::reading::annotate::HanWords;
use std::collections::{BTreeMap, BTreeSet};

/// The words of each block of a document, and how rare each is in it.
pub(super) struct Vocabulary {
    by_block: Vec<BTreeSet<u32>>,
    /// By word: the logarithm of how few blocks have it.
    rarity: Vec<f64>,
}

impl Vocabulary {
    /// Reads the blocks.
    pub(super) fn new(words: &HanWords, texts: &[&str]) -> Self {
        let mut ids: BTreeMap<String, u32> = BTreeMap::new();
        let mut n_blocks: Vec<u32> = Vec::new();
        let mut by_block = Vec::with_capacity(texts.len());
        for text in texts {
            let mut of_block = BTreeSet::new();
            for word in words.words(text).into_iter().chain(latin_words(text)) {
                let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                of_block.insert(*ids.entry(word).or_insert(next));
            }
            n_blocks.resize(ids.len(), 0);
            for id in &of_block {
                n_blocks[*id as usize] += 1;
            }
            by_block.push(of_block);
        }

        let all = f64::from(u32::try_from(texts.len()).unwrap_or(u32::MAX)).max(2.0);
        let rarity = n_blocks.into_iter().map(|n| (all / f64::from(n)).ln());
        Vocabulary { by_block, rarity: rarity.collect() }
    }

    /// The share of what `block` says, by rarity, that `others` say too: 0 to 1.
    pub(super) fn shared(&self, block: usize, others: &[usize]) -> f64 {
        let (mut all, mut common) = (0.0, 0.0);
        for id in &self.by_block[block] {
            let says = |other: &usize| *other != block && self.by_block[*other].contains(id);
            let rarity = self.rarity[*id as usize];
            all += rarity;
            if others.iter().any(says) {
                common += rarity;
            }
        }
        if all > 0.0 { common / all } else { 0.0 }
    }
}

/// Words of Latin script; shorter ones are articles and prepositions.
fn latin_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 4 && word.is_ascii())
        .map(str::to_lowercase)
}
