//! Which words stand side by side in a document, as evidence for what stood side by side across a
//! cut.
//!
//! **Invariant:** no more than [`MOST`] bytes are looked at, so that memory stays bounded.

use crate::base::letters::is_han;
use rustc_hash::FxHashSet;

/// Bytes of a document that are looked at: a thick book, some tens of megabytes of pairs.
const MOST: usize = 500_000;

/// Neighbours in a document; only asked for, never listed, so their order is nobody's.
#[derive(Default)]
pub(super) struct Phrases<'t> {
    fours: FxHashSet<[char; 4]>,
    threes: FxHashSet<[char; 3]>,
    pairs: FxHashSet<(&'t str, &'t str)>,
    /// Words in small letters.
    small: FxHashSet<&'t str>,
    /// Words with a capital behind a word in small letters.
    names: FxHashSet<&'t str>,
}

impl<'t> Phrases<'t> {
    /// Reads the paragraphs of a document.
    pub(super) fn new(texts: &[&'t str]) -> Self {
        let mut phrases = Phrases::default();
        // Of the words, only those are asked for that a paragraph begins with.
        let mut beginnings: FxHashSet<String> = FxHashSet::default();
        for text in texts {
            let first = first_word(text);
            beginnings.extend([first.to_owned(), first.to_lowercase()]);
        }
        let mut n_bytes = 0;
        for text in texts {
            n_bytes += text.len();
            if n_bytes > MOST {
                break;
            }
            phrases.han(text);
            phrases.latin(text, &beginnings);
        }
        phrases
    }

    fn han(&mut self, text: &str) {
        for run in text.split(|c| !is_han(c)).filter(|run| !run.is_empty()) {
            let chars: Vec<char> = run.chars().collect();
            self.fours.extend(chars.windows(4).map(|w| [w[0], w[1], w[2], w[3]]));
            self.threes.extend(chars.windows(3).map(|w| [w[0], w[1], w[2]]));
        }
    }

    fn latin(&mut self, text: &'t str, beginnings: &FxHashSet<String>) {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        words.retain(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
        for pair in words.windows(2) {
            let (before, word) = (pair[0], bare(pair[1]));
            if !beginnings.contains(word) {
                continue;
            }
            if word.starts_with(char::is_lowercase) {
                self.small.insert(word);
            } else if before.ends_with(char::is_lowercase) {
                self.names.insert(word);
            }
            if before.ends_with(char::is_alphanumeric) {
                self.pairs.insert((before, word));
            }
        }
    }

    /// Evidence that `right` goes on where `left` breaks off: 0 to 5.5.
    pub(super) fn across(&self, left: &str, right: &str) -> f64 {
        let (left, right) = (left.trim_end(), right.trim_start());
        if left.ends_with(is_han) && right.starts_with(is_han) {
            return self.across_han(left, right);
        }

        let last = left.rsplit(char::is_whitespace).next().unwrap_or_default();
        let first = first_word(right);
        let mut evidence = 0.0;
        if self.pairs.contains(&(last, first)) {
            evidence += 3.0;
        }
        // A name may stand where a sentence goes on; a word that is written small elsewhere may
        // not.
        let is_name =
            self.names.contains(first) && !self.small.contains(first.to_lowercase().as_str());
        if is_name && first.len() > 1 {
            evidence += 2.5;
        }
        evidence
    }

    fn across_han(&self, left: &str, right: &str) -> f64 {
        let (mut before, mut after) = (left.chars().rev(), right.chars());
        let (Some(b), Some(c)) = (before.next(), after.next()) else {
            return 0.0;
        };
        let (a, d) = (before.next(), after.next());

        // Two characters on either side are a phrase; three may be an everyday word.
        if let (Some(a), Some(d)) = (a, d)
            && self.fours.contains(&[a, b, c, d])
        {
            return 5.0;
        }
        let has_left = a.is_some_and(|a| self.threes.contains(&[a, b, c]));
        let has_right = d.is_some_and(|d| self.threes.contains(&[b, c, d]));
        if has_left || has_right { 2.0 } else { 0.0 }
    }
}

fn first_word(text: &str) -> &str {
    bare(text.split_whitespace().next().unwrap_or_default())
}

/// A word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
