//! Han text → its words, for those who look for names that nobody has listed.

use super::han::HAN_WORDS;
use std::ops::Range;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HanWord {
    /// Bytes of the text, half-open.
    pub(crate) range: Range<usize>,
    /// The word in simplified characters.
    pub(crate) simple: String,
    /// The part of speech as the dictionary has it (ICTPOS: `ns` a place, `nr` a person, `n` a
    /// noun).
    pub(crate) tag: String,
}

impl HanWord {
    /// Whether it may be part of a longer name.
    #[must_use]
    pub(crate) fn is_noun(&self) -> bool {
        self.is_proper()
            || matches!(self.tag.as_str(), "n" | "vn" | "an" | "b" | "s" | "ng" | "m" | "l")
    }

    /// Whether it is a name itself.
    #[must_use]
    pub(crate) fn is_proper(&self) -> bool {
        matches!(self.tag.as_str(), "ns" | "nr" | "nrt" | "nrfg" | "nt" | "nz" | "j" | "eng")
    }
}

/// The words of `text`, in order; traditional characters are read as simplified ones.
#[must_use]
pub(crate) fn han_words(text: &str) -> Vec<HanWord> {
    // A character is simplified to one character, so words are as long in the text as they are
    // simplified.
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut start = 0;
    let mut words = Vec::new();
    for (simple, tag) in HAN_WORDS.tagged(text) {
        let n_chars = simple.chars().count();
        let end = ends.by_ref().take(n_chars).last().unwrap_or(start);
        words.push(HanWord { range: start..end, simple, tag });
        start = end;
    }
    words
}
