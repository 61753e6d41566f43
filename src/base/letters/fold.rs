//! Text and characters folded so that those that are the same compare equal; names have a file of
//! their own.
//!
//! The only file of the project that names `unicode-normalization`, together with `names.rs`.

use super::marks::{APOSTROPHES, MIDDLE_DOTS, QUOTES, is_dash};
use super::script::class;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub(crate) use unicode_normalization::char::is_combining_mark as is_mark;

/// Letters that Unicode does not take apart, and what readers who do not have them type.
pub(crate) const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ς', "σ"),
];

class! {
    /// What a search leaves out of a text: accents and vowel points, variation selectors, and what
    /// is not seen.
    ///
    /// Not all of Unicode's marks (`Mn`): the vowel signs of Indic and Thai scripts are marks too,
    /// and words that differ in them are other words.
    is_dropped, DROPPED:
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5BD}'
        | '\u{5BF}'..='\u{5BF}'
        | '\u{5C1}'..='\u{5C1}'
        | '\u{5C2}'..='\u{5C2}'
        | '\u{5C4}'..='\u{5C4}'
        | '\u{5C5}'..='\u{5C5}'
        | '\u{5C7}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}'..='\u{670}'
        | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{3099}'..='\u{3099}'
        | '\u{309A}'..='\u{309A}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{AD}'..='\u{AD}'
        | '\u{61C}'..='\u{61C}'
        | '\u{180E}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'..='\u{FEFF}'
}

/// A text in its composed form (UAX #15, NFC), in which disks and keyboards that take letters apart
/// agree with those that do not.
#[must_use]
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The letters and digits of a text in lower case.
pub(crate) fn caseless(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A label without what typography alone changes: width, case, spaces, punctuation.
#[must_use]
pub(crate) fn fold_label(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for c in label.chars().flat_map(|c| std::iter::once(c).nfkc()) {
        // An accent that has no letter of its own stays, because it tells names apart.
        if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}') {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}

/// The Han character of a sign for its radical (`⽬` of `目`), which fonts have as one letter, so that
/// programs that make PDFs write either; any other character as it is.
#[cfg(feature = "pdf")]
pub(crate) fn of_radical(c: char) -> char {
    /// Those that are characters, of which Unicode's normal form knows only two (its property
    /// `Equivalent_Unified_Ideograph`).
    const SUPPLEMENT: [(char, char); 43] = [
        ('⺁', '厂'),
        ('⺊', '卜'),
        ('⺒', '巳'),
        ('⺜', '日'),
        ('⺝', '月'),
        ('⺠', '民'),
        ('⺧', '牛'),
        ('⺪', '疋'),
        ('⺬', '示'),
        ('⺮', '竹'),
        ('⺶', '羊'),
        ('⺻', '聿'),
        ('⺽', '臼'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻊', '足'),
        ('⻋', '车'),
        ('⻑', '長'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻗', '雨'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻣', '骨'),
        ('⻤', '鬼'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻧', '卤'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻬', '齐'),
        ('⻮', '齿'),
        ('⻯', '竜'),
        ('⻰', '龙'),
        ('⻱', '龜'),
    ];

    match c {
        '\u{2E80}'..='\u{2FDF}' => {
            let own = SUPPLEMENT.iter().find(|(radical, _)| *radical == c);
            let normal = || std::iter::once(c).nfkc().next().unwrap_or(c);
            own.map_or_else(normal, |(_, character)| *character)
        }
        c => c,
    }
}

/// What a character is in a search: without accents and case, taken apart where it is several
/// letters in one.
///
/// Each character is folded by itself, so that a script in a browser can do the same with what
/// browsers offer: NFKD, less [`is_dropped`], NFC, lower case, [`LETTERS`], and the marks of
/// punctuation that keyboards have. White space, controls and quotation marks are a space.
#[must_use]
pub(crate) fn spelling(c: char) -> Vec<char> {
    let mut spelling = Vec::new();
    let bare =
        std::iter::once(c).nfkd().filter(|c| !is_dropped(*c)).nfc().flat_map(char::to_lowercase);
    for c in bare {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => spelling.extend(plain.chars()),
            // `İ` in lower case is an i and a dot above.
            None if is_dropped(c) => {}
            None => spelling.push(typed(c)),
        }
    }
    spelling
}

/// A mark of punctuation as it is typed.
fn typed(c: char) -> char {
    match c {
        c if APOSTROPHES.contains(c) => '\'',
        c if is_dash(c) => '-',
        c if MIDDLE_DOTS.contains(c) => '·',
        c if c == '"' || QUOTES.contains(c) || c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_stored_in_one_way() {
        assert_eq!(composed("Co\u{302}te"), "Côte");
        assert!(matches!(composed("Côte d’Ivoire"), Cow::Borrowed(_)));
        assert_eq!(composed("ﬁＡ"), "ﬁＡ");
    }

    #[test]
    fn labels_keep_letters_and_their_accents() {
        for (label, folded) in [
            ("Mr. O’Neil (USA):", "mroneilusa"),
            ("ＷＴＯ　总干事", "wto总干事"),
            ("José", "josé"),
            ("x\u{301}", "x\u{301}"),
            ("㈱", "株"),
        ] {
            assert_eq!(fold_label(label), folded);
        }
        assert_eq!(caseless("“Ｗ” José-2").collect::<String>(), "ｗjosé2");
    }

    #[test]
    fn a_search_spells_what_a_reader_types() {
        for (chars, expected) in [
            ("EeÉéＥ", "e"),
            ("ßẞ", "ss"),
            ("ﬁ", "fi"),
            ("Σσς", "σ"),
            ("Iıİ", "i"),
            ("が", "か"),
            ("‘’ʼ'＇", "'"),
            ("–—−－‑", "-"),
            ("•・･", "·"),
            ("“」《\"\u{A0}\u{3000}\n", " "),
            ("\u{AD}\u{301}\u{200B}\u{FE0F}", ""),
            ("한", "한"),
            ("ก", "ก"),
        ] {
            for c in chars.chars() {
                assert_eq!(spelling(c).iter().collect::<String>(), expected, "{c:?}");
            }
        }
    }
}
