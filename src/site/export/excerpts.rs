//! Texts → short quotations from them, for people who choose what to read.
//!
//! **Invariant:** a cut stands between words or Han characters and shows as `…`; runs of white
//! space become one space.

use crate::base::letters::{end_of_word, start_of_word};
use std::ops::Range;

/// The first `limit` characters of the texts put together.
pub(super) fn opening<'t>(texts: impl Iterator<Item = &'t str>, limit: usize) -> String {
    let mut text = String::new();
    for word in texts.flat_map(str::split_whitespace) {
        push_word(&mut text, word);
        if text.len() > limit * 4 {
            break;
        }
    }
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end_of_word(&text, end));
        text.truncate(text.trim_end().len());
        text.push('…');
    }
    text
}

/// The bytes `range` of the text with at most `reach` characters on each side.
pub(super) fn around(text: &str, range: &Range<usize>, reach: usize) -> String {
    let first = text[..range.start]
        .char_indices()
        .rev()
        .take(reach)
        .last()
        .map_or(range.start, |(at, _)| at);
    let last =
        text[range.end..].char_indices().nth(reach).map_or(text.len(), |(at, _)| range.end + at);
    let start = start_of_word(text, first).min(range.start);
    let end = end_of_word(text, last).max(range.end);
    let mut excerpt = if start > 0 { String::from("…") } else { String::new() };
    let n_marks = excerpt.len();
    for word in text[start..end].split_whitespace() {
        if excerpt.len() == n_marks {
            excerpt.push_str(word)
        } else {
            push_word(&mut excerpt, word)
        }
    }
    if end < text.len() {
        excerpt.push('…');
    }
    excerpt
}

fn push_word(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::{around, opening};

    #[test]
    fn an_opening_ends_between_words() {
        assert_eq!(opening(["One  two\n", "three"].into_iter(), 20), "One two three");
        assert_eq!(opening(["One two", "three"].into_iter(), 10), "One two…");
        assert_eq!(opening(["王毅说，中非合作"].into_iter(), 6), "王毅说，中非…");
        assert_eq!(opening(["x".repeat(100).as_str()].into_iter(), 30).chars().count(), 31);
        assert_eq!(opening(std::iter::empty(), 6), "");
    }

    #[test]
    fn a_mention_stands_among_whole_words() {
        let text = "The minister met Wang Yi in the capital yesterday.";
        let at = text.find("Wang Yi").unwrap();
        assert_eq!(around(text, &(at..at + 7), 80), text);
        assert_eq!(around(text, &(at..at + 7), 10), "… met Wang Yi in the…".replace("… ", "…"));
        let text = "外交部长王毅在北京会见记者";
        let at = text.find("王毅").unwrap();
        assert_eq!(around(text, &(at..at + 6), 2), "…部长王毅在北…");
        assert_eq!(around(text, &(at..at + 6), 0), "…王毅…");
    }
}
