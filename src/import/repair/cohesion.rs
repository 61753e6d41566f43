//! How much a paragraph speaks of what others speak of: shared words, rare ones more.
//!
//! **Invariant:** a word that occurs everywhere says nothing, and neither does one that occurs
//! nowhere else.
//! **Invariant:** a paragraph is cut into words once, when it is first asked for: around each break
//! much the same paragraphs are looked at.

use crate::reading::annotate::HanWords;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// The words of the paragraphs of a document.
pub(super) struct Vocabulary<'p> {
    words: &'p HanWords,
    texts: Vec<&'p str>,
    /// A number for each word; only asked for, never listed.
    numbers: RefCell<FxHashMap<String, usize>>,
    by_paragraph: Vec<OnceCell<Vec<usize>>>,
}

impl<'p> Vocabulary<'p> {
    pub(super) fn new(words: &'p HanWords, texts: Vec<&'p str>) -> Self {
        let by_paragraph = vec![OnceCell::new(); texts.len()];
        Vocabulary { words, texts, numbers: RefCell::default(), by_paragraph }
    }

    /// For each of the paragraphs `behind`: the share of what it says, by rarity in both ranges, that
    /// the paragraphs before say too, 0 to 1.
    pub(super) fn shared(&self, before: Range<usize>, behind: Range<usize>) -> Vec<f64> {
        let rarity = rarity(before.len() + behind.len());
        let n_before = self.count(before);
        let n_behind = self.count(behind.clone());

        let mut shares = Vec::with_capacity(behind.len());
        for paragraph in behind {
            let (mut all, mut common) = (0.0, 0.0);
            for word in self.paragraph(paragraph) {
                let n_before = n_before.get(*word).copied().unwrap_or(0);
                let rarity = rarity[n_before + n_behind[*word]];
                all += rarity;
                if n_before > 0 {
                    common += rarity;
                }
            }
            shares.push(if all > 0.0 { common / all } else { 0.0 });
        }
        shares
    }

    /// By word: how many of the paragraphs have it.
    fn count(&self, paragraphs: Range<usize>) -> Vec<usize> {
        let words: Vec<&[usize]> = paragraphs.map(|at| self.paragraph(at)).collect();
        let mut counts = vec![0; self.numbers.borrow().len()];
        for word in words.into_iter().flatten() {
            counts[*word] += 1;
        }
        counts
    }

    /// The words of a paragraph, each once.
    fn paragraph(&self, at: usize) -> &[usize] {
        self.by_paragraph[at].get_or_init(|| {
            let text = self.texts[at];
            let mut numbers = self.numbers.borrow_mut();
            let mut of_paragraph = Vec::new();
            for word in self.words.words(text).into_iter().chain(latin_words(text)) {
                let next = numbers.len();
                of_paragraph.push(*numbers.entry(word).or_insert(next));
            }
            of_paragraph.sort_unstable();
            of_paragraph.dedup();
            of_paragraph
        })
    }
}

/// By how many of so many paragraphs have a word: the logarithm of how few those are.
fn rarity(n_paragraphs: usize) -> Vec<f64> {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let all = number(n_paragraphs).max(2.0);
    (0..=n_paragraphs).map(|n| (all / number(n).max(1.0)).ln()).collect()
}

/// Words of Latin script; shorter ones are articles and prepositions.
fn latin_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 4 && word.is_ascii())
        .map(str::to_lowercase)
}
