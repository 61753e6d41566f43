//! Text as names are compared: what typography changes and readers do not hear is taken away.
//!
//! Quotation marks, book-title marks, ideographic and invisible spaces, and spaces beside Han
//! characters are dropped; full-width letters, digits and parentheses, curly apostrophes, the kinds
//! of dash and of middle dot become one; a letter and a combining accent become the letter with the
//! accent. Case and accents stay: `US` is not `us`, `Málaga` is not `Malaga`.
//!
//! **Invariant:** aliases and texts go through the same iterator, so what one folds the other
//! folds.

use super::marks::{APOSTROPHES, MIDDLE_DOTS, QUOTES, is_dash};
use super::{is_fixed_space, is_han, is_mark};
use unicode_normalization::char::compose;

/// A character as compared, with the bytes of the text that it was folded from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) c: char,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Walks over a text as it is compared.
pub(crate) struct Folding<'t> {
    rest: std::str::Chars<'t>,
    len: usize,
    after_space: bool,
    after_han: bool,
}

impl<'t> Folding<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Folding { rest: text.chars(), len: text.len(), after_space: false, after_han: false }
    }

    /// Where the next character begins, in bytes.
    #[inline]
    fn at(&self) -> usize {
        self.len - self.rest.as_str().len()
    }

    /// Takes in the combining marks that follow `c`.
    #[cold]
    fn accents(&mut self, mut c: char) -> char {
        while let Some(mark) = self.rest.clone().next().filter(|c| is_mark(*c)) {
            let Some(composed) = compose(c, mark) else {
                break;
            };
            c = composed;
            self.rest.next();
        }
        c
    }
}

impl Iterator for Folding<'_> {
    type Item = Folded;

    #[inline]
    fn next(&mut self) -> Option<Folded> {
        loop {
            let start = self.at();
            let c = self.rest.next()?;
            let Some(mut folded) = fold(c) else { continue };

            let is_space = folded == ' ';
            // `联合国 2030 年` is set with spaces around what is not Han; names are compared
            // without them.
            if is_space
                && (self.after_space
                    || c == ' ' && (self.after_han || self.rest.clone().next().is_some_and(is_han)))
            {
                continue;
            }
            self.after_space = is_space;
            self.after_han = is_han(folded);

            // Combining marks are U+0300…U+036F in any text that this meets: two lead bytes, one
            // cheap look.
            if matches!(self.rest.as_str().as_bytes().first(), Some(0xCC | 0xCD)) {
                folded = self.accents(folded);
            }
            return Some(Folded { c: folded, start, end: self.at() });
        }
    }
}

/// A character as compared; none if it is dropped. Nearly all are letters or Han characters and
/// stay what they are.
#[inline]
fn fold(c: char) -> Option<char> {
    match c {
        'a'..='z' | ' ' | '\u{4E00}'..='\u{9FFF}' => Some(c),
        _ => fold_other(c),
    }
}

fn fold_other(c: char) -> Option<char> {
    match c {
        '"' | '＂' => None,
        '\n' | '\t' => Some(' '),
        '\0'..='\x7F' => Some(c),
        '\u{3000}'
        | '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{FE0E}'
        | '\u{FE0F}' => None,
        '＇' => Some('\''),
        '－' | '﹣' => Some('-'),
        '･' => Some('·'),
        '（' | '）' | '＆' | '／' | '．' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xFEE0)
        }
        // Letters of Latin, Greek, Cyrillic, Hebrew, Arabic and more, which no list below holds but
        // for one.
        'À'..='\u{1FFF}' if c != 'ʼ' => Some(c),
        _ if is_fixed_space(c) => Some(' '),
        _ if is_dash(c) => Some('-'),
        _ if QUOTES.contains(c) => None,
        _ if APOSTROPHES.contains(c) => Some('\''),
        _ if MIDDLE_DOTS.contains(c) => Some('·'),
        _ => Some(c),
    }
}

/// A name as compared, without spaces at its ends.
#[must_use]
pub(crate) fn fold_name(name: &str) -> String {
    let folded: String = Folding::new(name.trim()).map(|folded| folded.c).collect();
    folded.trim().to_owned()
}

/// Whether two names are the same but for typography.
#[must_use]
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    a == b || fold_name(a) == fold_name(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_does_not_tell_names_apart() {
        for (a, b) in [
            ("“一带一路”倡议", "一带一路倡议"),
            ("王　毅", "王毅"),
            ("Côte d’Ivoire", "Co\u{302}te d'Ivoire"),
            ("中国—拉共体论坛", "中国－拉共体论坛"),
            ("阿玛拉•瓦登", "阿玛拉·瓦登"),
            ("ＷＴＯ", "WTO"),
            ("刚果（金）", "刚果(金)"),
            ("Belt  and\nRoad", "Belt and Road"),
            ("“ Belt and Road ”", "Belt and Road"),
            ("联合国 2030 年议程", "联合国2030年议程"),
        ] {
            assert_eq!(fold_name(a), fold_name(b));
            assert!(same_name(a, b));
        }
        assert_ne!(fold_name("US"), fold_name("us"));
        assert_ne!(fold_name("Malaga"), fold_name("Málaga"));
    }

    #[test]
    fn each_character_knows_the_bytes_it_stands_for() {
        let text = "a“é“e\u{301}";
        let folded: Vec<_> = Folding::new(text).map(|f| &text[f.start..f.end]).collect();
        assert_eq!(folded, ["a", "é", "e\u{301}"]);
    }
}
