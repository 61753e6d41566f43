//! Texts → short quotations from them, for people who choose what to read.
//!
//! **Invariant:** what is left out shows as `…`.

use super::{beginning_within, cells, end_of_word, first, last, start_of_word};
use std::ops::Range;

/// The text, or where it has more than `n` characters its first `n` and `…`: for what has no words,
/// such as an address.
#[must_use]
pub(crate) fn shortened(text: &str, n: usize) -> String {
    let beginning = first(text, n);
    let mark = if beginning.len() < text.len() { "…" } else { "" };
    format!("{beginning}{mark}")
}

/// The first `longest` characters of a text on one line, cut at a word, and `…` where something is
/// left out.
#[must_use]
pub(crate) fn clip(text: &str, longest: usize) -> String {
    let beginning = first(text, longest);
    if beginning.len() == text.len() {
        return text.replace('\n', " ");
    }

    // A space so far ahead of the end would cost a third of the text, as in a script without
    // spaces.
    let last_space = beginning.rfind(' ');
    let end = last_space.filter(|at| *at > beginning.len() * 2 / 3).unwrap_or(beginning.len());
    let is_open = |c: char| c.is_ascii_punctuation() || "，、；：".contains(c);
    let clipped = beginning[..end].trim_end_matches(is_open);
    format!("{}…", clipped.replace('\n', " "))
}

/// The first `limit` characters of the texts put together, cut between words or Han characters;
/// runs of white space become one space.
#[must_use]
pub(crate) fn opening<'t>(texts: impl Iterator<Item = &'t str>, limit: usize) -> String {
    let mut text = String::new();
    for word in texts.flat_map(str::split_whitespace) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
        // A character has at most four bytes, so this is enough.
        if text.len() > limit * 4 {
            break;
        }
    }

    let beginning = first(&text, limit);
    if beginning.len() == text.len() {
        return text;
    }
    let end = end_of_word(&text, beginning.len());
    format!("{}…", text[..end].trim_end())
}

/// The text on one line of at most `room` cells, and `…` where something is left out: cut at a
/// mark between clauses if one is near, else between words or Han characters.
#[must_use]
pub(crate) fn within(text: &str, room: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let end = beginning_within(&line, room, cells);
    if end == line.len() {
        return line;
    }

    // Half a word means more than a clause that is lost, but not more than a third of the line.
    let end = end_of_word(&line, end);
    let is_between = |c: char| "，、；：,;:—".contains(c);
    let clause = line[..end].rfind(is_between).filter(|at| *at > end * 2 / 3);
    let is_open = |c: char| is_between(c) || c.is_whitespace() || "“‘（《「『([".contains(c);
    format!("{}…", line[..clause.unwrap_or(end)].trim_end_matches(is_open))
}

/// The bytes `range` of the text with at most `reach` characters on each side, cut between words or
/// Han characters; runs of white space become one space.
#[must_use]
pub(crate) fn around(text: &str, range: &Range<usize>, reach: usize) -> String {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let start = start_of_word(text, before.len() - last(before, reach).len()).min(range.start);
    let end = end_of_word(text, range.end + first(after, reach).len()).max(range.end);

    let words: Vec<&str> = text[start..end].split_whitespace().collect();
    let lead = if start > 0 { "…" } else { "" };
    let tail = if end < text.len() { "…" } else { "" };
    format!("{lead}{}{tail}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_ends_between_words() {
        assert_eq!(opening(["One  two\n", "three"].into_iter(), 20), "One two three");
        assert_eq!(opening(["One two", "three"].into_iter(), 10), "One two…");
        assert_eq!(opening(["王毅说，中非合作"].into_iter(), 6), "王毅说，中非…");
        assert_eq!(opening(["x".repeat(100).as_str()].into_iter(), 30).chars().count(), 31);
        assert_eq!(opening(std::iter::empty(), 6), "");
    }

    #[test]
    fn a_line_ends_at_a_clause_or_a_word() {
        assert_eq!(within("Short\nand whole?", 40), "Short and whole?");
        assert_eq!(within("We met in Geneva, and we spoke", 22), "We met in Geneva…");
        assert_eq!(within("We met in the old town", 12), "We met in…");
        assert_eq!(within("对于这件事情，各方有何看法？", 22), "对于这件事情，各方有何…");
        assert_eq!(within("各方对于这件事情，有何看法？", 20), "各方对于这件事情…");
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

    #[test]
    fn a_clipped_text_ends_at_a_word_or_at_a_character() {
        assert_eq!(clip("One line\nand two", 40), "One line and two");
        assert_eq!(clip("We met, and we agreed", 9), "We met…");
        assert_eq!(clip("We met in Geneva", 8), "We met…");
        assert_eq!(clip("共同维护和平，并且发展", 7), "共同维护和平…");
        assert_eq!(clip("A conversation", 10), "A conversa…");
    }
}
