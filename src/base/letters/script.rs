//! Which script a character belongs to, as far as the rules of this project differ by script.
//!
//! The classes are lists of ranges and not lookups in a package's tables: the search writes them
//! into the reader of the browser, where they may not change with a version of Unicode that the
//! browser lacks, and matching a range is all that the search for names has time for. A test holds
//! each list against `icu_properties`.
//!
//! **Invariant:** on every character that Unicode assigns, a class is what its documentation says
//! of it.

/// Makes a function that tells whether a character is in one of the ranges; and the ranges as a
/// list, from which a test writes the tables of the reader in the browser.
macro_rules! class {
    ($(#[$doc:meta])* $name:ident, $ranges:ident: $($first:literal..=$last:literal)|+) => {
        $(#[$doc])*
        #[inline]
        #[must_use]
        pub(crate) fn $name(c: char) -> bool {
            matches!(c, $($first..=$last)|+)
        }

        #[cfg(test)]
        pub(crate) const $ranges: &[std::ops::RangeInclusive<char>] = &[$($first..=$last),+];
    };
}
pub(super) use class;

class! {
    /// An ideograph: the unified ones, their extensions, the compatibility ideographs, and `々`,
    /// `〇`, `〻`.
    ///
    /// Of Unicode's `Script=Han` it leaves out what is not read as a character of a word: radicals
    /// (`⼈`), Suzhou numerals (`〡`), and the iteration marks of plane 1. The range of planes 2
    /// and 3 ends with extension J, the last of Unicode 18: farther up are seal characters, which
    /// no text of today is written in.
    is_han, HAN:
        '\u{4E00}'..='\u{9FFF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{20000}'..='\u{33479}'
        | '\u{F900}'..='\u{FAFF}'
        | '々'..='々'
        | '〇'..='〇'
        | '〻'..='〻'
}

class! {
    /// A letter of hiragana or katakana, with the mark of length. Half-width katakana are not among
    /// them: folding makes these the letters that they stand for.
    is_kana, KANA:
        '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
}

class! {
    /// A syllable of Hangul, as Korean is written today.
    is_hangul_syllable, HANGUL_SYLLABLES: '\u{AC00}'..='\u{D7A3}'
}

class! {
    /// A letter of Bopomofo.
    is_bopomofo, BOPOMOFO: '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}'
}

class! {
    /// A letter, vowel sign, tone mark or digit of the scripts of South East Asia that put no
    /// spaces between words: Thai without its digits and its currency, Lao, Burmese, Khmer.
    is_southeast_asian, SOUTHEAST_ASIAN:
        '\u{E01}'..='\u{E3A}'
        | '\u{E40}'..='\u{E4E}'
        | '\u{E80}'..='\u{ECF}'
        | '\u{1000}'..='\u{1049}'
        | '\u{1780}'..='\u{17D3}'
}

/// Anything of the Korean script: syllables, their parts, and signs made of them.
#[must_use]
fn is_hangul(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11FF}'
        | '\u{302E}'..='\u{302F}'
        | '\u{3131}'..='\u{318E}'
        | '\u{3200}'..='\u{321E}'
        | '\u{3260}'..='\u{327E}'
        | '\u{A960}'..='\u{A97C}'
        | '\u{AC00}'..='\u{D7FB}'
        | '\u{FFA0}'..='\u{FFDC}'
    )
}

/// Written in the square of East Asian text, or Korean: East Asian Width W, F or H (Unicode 18) and
/// not an emoji by default, or `Script=Hangul`. It is the “CJK character” of the CJK-friendly
/// amendment to CommonMark.
///
/// The ranges run on over code points that are not assigned.
#[must_use]
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11FF}'
        | '\u{20A9}'
        | '\u{2329}'..='\u{232A}'
        | '\u{2630}'..='\u{2637}'
        | '\u{268A}'..='\u{268F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{3247}'
        | '\u{3250}'..='\u{A4C6}'
        | '\u{A960}'..='\u{A97C}'
        | '\u{AC00}'..='\u{D7FB}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6B}'
        | '\u{FF01}'..='\u{FFEE}'
        | '\u{16FE0}'..='\u{1B2FB}'
        | '\u{1D300}'..='\u{1D376}'
        | '\u{1F1AE}'
        | '\u{1F200}'
        | '\u{1F202}'..='\u{1F219}'
        | '\u{1F21B}'..='\u{1F22E}'
        | '\u{1F230}'..='\u{1F231}'
        | '\u{1F237}'
        | '\u{1F23B}'..='\u{1F248}'
        | '\u{1F260}'..='\u{1F265}'
        | '\u{1F7DA}'
        | '\u{20000}'..='\u{3FFFD}'
    )
}

/// The sign of Korea's currency: as narrow as a letter, and among the squares because a wide form
/// of it exists.
const WON: char = '₩';

/// Whether a character is written in a square and no space is put beside it: Han, kana, Bopomofo,
/// their punctuation and full-width forms. Korean has the squares and puts spaces between its
/// words.
#[must_use]
pub(crate) fn is_square(c: char) -> bool {
    is_cjk(c) && !is_hangul(c) && c != WON
}

/// Whether the script of a character puts no spaces between words.
#[inline]
fn is_unspaced(c: char) -> bool {
    is_han(c) || is_kana(c) || is_bopomofo(c) || is_southeast_asian(c)
}

/// A letter or digit of a script that puts spaces between words, so that a text is not cut beside
/// it.
#[must_use]
pub(crate) fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// Whether words are found by their parts: the script has no spaces between words, or, in Korean, a
/// word and its ending have none between them.
#[inline]
#[must_use]
pub(crate) fn is_dense(c: char) -> bool {
    is_unspaced(c) || is_hangul_syllable(c)
}

/// A letter or digit of a word that is found whole: of a script with spaces, Korean left out.
#[inline]
#[must_use]
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_dense(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_properties::props::{EastAsianWidth, EmojiPresentation, GeneralCategory, Script};
    use icu_properties::{CodePointMapData, CodePointSetData};

    /// Every character that Unicode assigns.
    fn assigned() -> impl Iterator<Item = char> {
        let category = CodePointMapData::<GeneralCategory>::new();
        ('\0'..=char::MAX).filter(move |c| category.get(*c) != GeneralCategory::Unassigned)
    }

    /// Fails where a class and Unicode disagree on an assigned character, and names the character.
    fn agree(class: fn(char) -> bool, is_in_unicode: impl Fn(char) -> bool) {
        let disagreeing: Vec<char> =
            assigned().filter(|c| class(*c) != is_in_unicode(*c)).take(20).collect();
        assert!(disagreeing.is_empty(), "{disagreeing:x?} and perhaps more");
    }

    fn script(c: char) -> Script {
        CodePointMapData::<Script>::new().get(c)
    }

    #[test]
    fn han_is_unicode_s_but_for_radicals_numerals_and_marks() {
        let is_left_out = |c| matches!(c, '\u{2E80}'..='\u{2FDF}' | '〡'..='〩' | '〸'..='〺' | '\u{16FE2}'..='\u{16FFF}');
        agree(is_han, |c| script(c) == Script::Han && !is_left_out(c));
    }

    #[test]
    fn letters_of_japanese_and_korean_are_unicode_s() {
        // The mark of length belongs to both kinds of kana, so Unicode gives it to neither.
        agree(is_kana, |c| {
            let is_in_blocks = matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}');
            let is_letter = matches!(script(c), Script::Hiragana | Script::Katakana);
            is_in_blocks && (is_letter || c == 'ー')
        });
        agree(is_hangul, |c| script(c) == Script::Hangul);
        agree(is_hangul_syllable, |c| ('가'..='힣').contains(&c));
        agree(is_bopomofo, |c| {
            let is_tone = matches!(c, '˪' | '˫');
            script(c) == Script::Bopomofo && !is_tone
        });
    }

    #[test]
    fn squares_are_those_of_east_asian_width() {
        let width = CodePointMapData::<EastAsianWidth>::new();
        let emoji = CodePointSetData::new::<EmojiPresentation>();
        agree(is_cjk, |c| {
            let is_wide = matches!(
                width.get(c),
                EastAsianWidth::Wide | EastAsianWidth::Fullwidth | EastAsianWidth::Halfwidth
            );
            is_wide && !emoji.contains(c) || script(c) == Script::Hangul
        });
    }

    #[test]
    fn each_script_has_its_classes() {
        // Han, dense, a letter of a whole word, square.
        let classes = |c| [is_han(c), is_dense(c), is_word(c), is_square(c)];
        for (name, letters, expected) in [
            ("Latin", "aZéßø", [false, false, true, false]),
            ("Greek", "αΩ", [false, false, true, false]),
            ("Cyrillic", "жЯ", [false, false, true, false]),
            ("Arabic", "عپ", [false, false, true, false]),
            ("Hebrew", "את", [false, false, true, false]),
            ("Devanagari", "कह", [false, false, true, false]),
            ("digits", "09", [false, false, true, false]),
            ("Thai", "กฮ", [false, true, false, false]),
            ("Lao, Burmese, Khmer", "ກကក", [false, true, false, false]),
            ("Han", "中龥㐀豈々〇", [true, true, false, true]),
            (
                "Han, extensions B, C, I, H and J",
                "\u{20000}\u{2A700}\u{2EBF0}\u{31350}\u{33479}",
                [true, true, false, true],
            ),
            ("kana", "ぁゖァヺーㇿ", [false, true, false, true]),
            ("Bopomofo", "ㄅㆿ", [false, true, false, true]),
            ("Hangul", "가힣", [false, true, false, false]),
            ("East Asian marks", "。「】　", [false, false, false, true]),
            ("full-width letters", "Ａ９", [false, false, true, true]),
            ("marks and emoji", "-…“·😀", [false; 4]),
        ] {
            for c in letters.chars() {
                assert_eq!(classes(c), expected, "{name}: {c:?}");
            }
        }
    }

    #[test]
    fn neighbours_of_a_class_are_outside_it() {
        for c in [
            '\u{33FF}',
            '\u{4DC0}',
            '\u{A000}',
            '\u{1FFFF}',
            '\u{3347A}',
            '\u{F8FF}',
            '〄',
            '〆',
            '⼀',
        ] {
            assert!(!is_han(c), "{c:?}");
        }
        for c in ['\u{3040}', '\u{3097}', '゠', '・', '\u{3200}', 'ｱ'] {
            assert!(!is_kana(c), "{c:?}");
        }
        for c in ['฿', '๏', '๐', '\u{0E7F}', '၊', '។', '\u{ABFF}', '\u{D7A4}'] {
            assert!(!is_dense(c), "{c:?}");
        }
    }
}
