//! Where a text may be cut: at a character, at a measure, between words, at the end of a line.
//!
//! **Invariant:** every offset that is returned is one at which the text can be sliced.

use super::{is_shared, is_spaced, is_square};

/// A word that is longer than this many characters is cut, because nothing is a word of that
/// length: an address, or text in a script without spaces that [`is_spaced`] does not know.
const LONGEST_WORD: usize = 24;

/// The first `n` characters.
#[must_use]
pub(crate) fn first(text: &str, n: usize) -> &str {
    let end = text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The last `n` characters.
#[must_use]
pub(crate) fn last(text: &str, n: usize) -> &str {
    let start = match n {
        0 => text.len(),
        _ => text.char_indices().nth_back(n - 1).map_or(0, |(at, _)| at),
    };
    &text[start..]
}

/// The last place up to byte `at` where a character begins, or the end of the text.
#[must_use]
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the longest beginning of `text` ends whose characters together measure at most `room`.
#[must_use]
pub(crate) fn beginning_within(text: &str, room: usize, measure: impl Fn(char) -> usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += measure(c);
        if taken > room {
            return at;
        }
    }
    text.len()
}

/// Where the longest end of `text` begins whose characters together measure at most `room`.
#[must_use]
pub(crate) fn ending_within(text: &str, room: usize, measure: impl Fn(char) -> usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices().rev() {
        taken += measure(c);
        if taken > room {
            return at + c.len_utf8();
        }
    }
    0
}

/// Whether byte `at` is between two letters of a word.
fn is_inside_word(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_spaced) && text[at..].starts_with(is_spaced)
}

/// The first place from `at` on that is not inside a word.
#[must_use]
pub(crate) fn start_of_word(text: &str, at: usize) -> usize {
    if !is_inside_word(text, at) {
        return at;
    }

    let mut after = text[at..].char_indices().take(LONGEST_WORD);
    after.find(|(_, c)| !is_spaced(*c)).map_or(at, |(length, _)| at + length)
}

/// The last place up to `at` that is not inside a word.
#[must_use]
pub(crate) fn end_of_word(text: &str, at: usize) -> usize {
    if !is_inside_word(text, at) {
        return at;
    }

    let mut before = text[..at].char_indices().rev().take(LONGEST_WORD);
    before.find(|(_, c)| !is_spaced(*c)).map_or(at, |(start, c)| start + c.len_utf8())
}

/// Whether a line break between the two characters is not a space, as in Chinese and Japanese text.
///
/// CSS Text §4.1, segment break transformation: both are written in a square; or one is, and the
/// other is a mark that Chinese text shares with Latin text (`“`, `…`).
#[must_use]
pub(crate) fn joins_lines(before: char, after: char) -> bool {
    match (is_square(before), is_square(after)) {
        (true, true) => true,
        (true, false) => is_shared(after),
        (false, true) => is_shared(before),
        (false, false) => false,
    }
}

/// Whether a line break between two lines of text is not a space.
///
/// Where shared marks meet at the break (`“说明”` and `“计划”`), the text beside them decides.
#[must_use]
pub(crate) fn joins_texts(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    if !(is_shared(last) && is_shared(first)) {
        return joins_lines(last, first);
    }

    let is_text = |c: &char| !is_shared(*c);
    before.chars().rev().find(is_text).is_some_and(is_square)
        || after.chars().find(is_text).is_some_and(is_square)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::letters::cells;

    #[test]
    fn characters_are_counted_from_both_ends() {
        let text = "aé中😀";
        let firsts: Vec<&str> = (0..=5).map(|n| first(text, n)).collect();
        assert_eq!(firsts, ["", "a", "aé", "aé中", text, text]);
        let lasts: Vec<&str> = (0..=5).map(|n| last(text, n)).collect();
        assert_eq!(lasts, ["", "😀", "中😀", "é中😀", text, text]);

        let floors: Vec<usize> = (0..=8).map(|at| floor("é中!", at)).collect();
        assert_eq!(floors, [0, 0, 2, 2, 2, 5, 6, 6, 6]);
    }

    #[test]
    fn what_is_measured_fits_and_one_character_more_does_not() {
        let text = "议程 agenda 가e\u{301}";
        let size = |text: &str| text.chars().map(cells).sum::<usize>();
        for room in 0..=size(text) {
            let end = beginning_within(text, room, cells);
            assert!(size(&text[..end]) <= room, "{room}");
            let next = text[end..].chars().next();
            assert!(next.is_none_or(|c| size(&text[..end]) + cells(c) > room), "{room}");

            let start = ending_within(text, room, cells);
            assert!(size(&text[start..]) <= room, "{room}");
            let next = text[..start].chars().next_back();
            assert!(next.is_none_or(|c| size(&text[start..]) + cells(c) > room), "{room}");
        }
    }

    #[test]
    fn words_are_cut_between_and_dense_text_anywhere() {
        let ends = |text: &str| -> Vec<usize> {
            let mut ends: Vec<usize> =
                (0..=text.len()).map(|at| end_of_word(text, floor(text, at))).collect();
            ends.dedup();
            ends
        };
        assert_eq!(ends("a one"), [0, 1, 2, 5]);
        assert_eq!(ends("一二"), [0, 3, 6]);
        assert_eq!(ends("コト"), [0, 3, 6]);
        assert_eq!(ends("在ab"), [0, 3, 5]);
        assert_eq!(ends("우리 나라"), [0, 3, 6, 7, 13]);
        assert_eq!(start_of_word("one two", 1), 3);
        assert_eq!(start_of_word("one two", 4), 4);
        let long = "x".repeat(60);
        assert_eq!((start_of_word(&long, 30), end_of_word(&long, 30)), (30, 30));
    }

    #[test]
    fn a_line_break_is_a_space_unless_a_square_is_beside_it() {
        let joins = |pair: &str| {
            let mut chars = pair.chars();
            joins_lines(chars.next().unwrap(), chars.next().unwrap())
        };
        for pair in "行第 ，第 。「 アか ：“ ”倡 …他 中ꀀ ｱｲ".split(' ') {
            assert!(joins(pair), "{pair}");
        }
        for pair in "“” 行a a行 ab 한글 中글 한中 ”a 中😀 中• ﾡﾢ ₩中".split(' ')
        {
            assert!(!joins(pair), "{pair}");
        }
    }

    #[test]
    fn marks_at_a_line_break_belong_to_the_text_beside_them() {
        assert!(joins_texts("他说明：“说明”", "“计划”"));
        assert!(joins_texts("他说——", "“你好”"));
        assert!(!joins_texts("“Yes.”", "“No.”"));
        assert!(!joins_texts("he said—", "“no”"));
        assert!(joins_texts("说明", "计划") && !joins_texts("", "计划"));
    }
}
