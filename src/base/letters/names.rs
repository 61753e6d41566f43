//! Text as names are compared: what typography changes and readers do not hear is taken away.
//!
//! Quotation marks, book-title marks, ideographic and invisible spaces, and spaces beside Han
//! characters are dropped; full-width letters, digits and parentheses, curly apostrophes, the kinds
//! of dash and of middle dot become one; a letter and a combining accent become the letter with the
//! accent. Traditional characters become simplified ones, and compatibility ideographs those that they
//! stand for; the vowel points of Arabic and Hebrew, and what lengthens an Arabic line, are dropped.
//! Case and accents stay: `US` is not `us`, `Málaga` is not `Malaga`.
//!
//! **Invariant:** aliases and texts go through the same iterator, so what one folds the other
//! folds.

use super::marks::{APOSTROPHES, MIDDLE_DOTS, QUOTES, is_dash};
use super::{Simplifier, is_fixed_space, is_han, is_mark};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// A character as compared, with the bytes of the text that it was folded from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) c: char,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Walks over a text as it is compared.
#[derive(Clone)]
pub(crate) struct Folding<'t> {
    rest: std::str::Chars<'t>,
    len: usize,
    after_space: bool,
    after_han: bool,
    simplifier: Simplifier,
}

impl<'t> Folding<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Folding {
            rest: text.chars(),
            len: text.len(),
            after_space: false,
            after_han: false,
            simplifier: Simplifier::new(),
        }
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

    /// Takes in the vowel points that follow a letter of Arabic or Hebrew, so that a name ends
    /// behind its last one.
    #[cold]
    fn points(&mut self) {
        while self.rest.clone().next().is_some_and(is_point) {
            self.rest.next();
        }
    }
}

impl Iterator for Folding<'_> {
    type Item = Folded;

    #[inline]
    fn next(&mut self) -> Option<Folded> {
        loop {
            let start = self.at();
            let c = self.rest.next()?;
            let Some(mut folded) = fold(c, self.simplifier) else { continue };
            // `安东尼．布林肯` has the full stop of a full-width keyboard between its parts.
            if c == '．' && self.after_han {
                folded = '·';
            }

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

            // Combining marks are U+0300…U+036F in any text that this meets, the points of Hebrew
            // and Arabic have lead bytes of their own: one cheap look.
            match self.rest.as_str().as_bytes().first() {
                Some(0xCC | 0xCD) => folded = self.accents(folded),
                Some(0xD6..=0xD9 | 0xDB) => self.points(),
                _ => {}
            }
            return Some(Folded { c: folded, start, end: self.at() });
        }
    }
}

/// Vowel points and other signs of Arabic and Hebrew that readers leave out, and the stroke by which
/// Arabic lines are made longer.
fn is_point(c: char) -> bool {
    matches!(
        c,
        '\u{591}'
            ..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
    ) || matches!(c, '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}' | '\u{6D6}'..='\u{6DC}')
}

/// A character as compared; none if it is dropped. Nearly all are letters or Han characters and
/// stay what they are.
#[inline]
fn fold(c: char, simplifier: Simplifier) -> Option<char> {
    match c {
        'a'..='z' | ' ' => Some(c),
        '\u{4E00}'..='\u{9FFF}' => Some(simplifier.of(c)),
        '，' | '。' | '、' => Some(c),
        '\u{F900}'..='\u{FAFF}' => {
            let mut composed = std::iter::once(c).nfc();
            composed.next().map(|c| simplifier.of(c))
        }
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
        c if is_point(c) => None,
        // The gershayim of an abbreviation (`או״ם`) is typed as a quotation mark.
        '״' => None,
        '׳' => Some('\''),
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
            ("臺灣", "台湾"),
            ("\u{F9F4}", "林"),
            ("姸", "妍"),
            ("安东尼．布林", "安东尼·布林"),
            ("مِصْر", "مصر"),
            ("مصـــر", "مصر"),
            ("או״ם", "או\"ם"),
        ] {
            assert_eq!(fold_name(a), fold_name(b));
            assert!(same_name(a, b));
        }
        assert_ne!(fold_name("US"), fold_name("us"));
        assert_ne!(fold_name("Malaga"), fold_name("Málaga"));
    }

    #[test]
    fn each_character_knows_the_bytes_it_stands_for() {
        let text = "a“é“e\u{301}صْ";
        let folded: Vec<_> = Folding::new(text).map(|f| &text[f.start..f.end]).collect();
        assert_eq!(folded, ["a", "é", "e\u{301}", "صْ"]);
    }
}
