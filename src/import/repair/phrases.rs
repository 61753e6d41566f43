//! Which words stand side by side in a document, as evidence for what stood side by side across a
//! cut.
//!
//! **Invariant:** no more than [`MOST`] bytes are looked at, so that memory stays bounded.

use crate::base::letters::is_han;
use std::collections::HashSet;

/// Bytes of a document that are looked at: a thick book, some tens of megabytes of pairs.
const MOST: usize = 500_000;

/// Neighbours in a document; only asked for, never listed, so their order is nobody's.
#[derive(Default)]
pub(super) struct Phrases {
    fours: HashSet<[char; 4]>,
    threes: HashSet<[char; 3]>,
    pairs: HashSet<(String, String)>,
    /// Words in small letters.
    small: HashSet<String>,
    /// Words with a capital behind a word in small letters.
    names: HashSet<String>,
}

impl Phrases {
    /// Reads the paragraphs of a document.
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut phrases = Phrases::default();
        let mut n_chars = 0;
        for text in texts {
            n_chars += text.len();
            if n_chars > MOST {
                break;
            }
            phrases.han(text);
            phrases.latin(text);
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

    fn latin(&mut self, text: &str) {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        words.retain(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
        for pair in words.windows(2) {
            let (before, word) = (pair[0], bare(pair[1]));
            if word.starts_with(char::is_lowercase) {
                self.small.insert(word.to_owned());
            } else if before.ends_with(char::is_lowercase) {
                self.names.insert(word.to_owned());
            }
            if before.ends_with(char::is_alphanumeric) {
                self.pairs.insert((before.to_owned(), word.to_owned()));
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
        let first = bare(right.split_whitespace().next().unwrap_or_default());
        let mut evidence = 0.0;
        if self.pairs.contains(&(last.to_owned(), first.to_owned())) {
            evidence += 3.0;
        }
        // A name may stand where a sentence goes on; a word that is written small elsewhere may
        // not.
        let is_name = self.names.contains(first) && !self.small.contains(&first.to_lowercase());
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

/// A word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
