//! Text as it is searched: letters without case and accents, simplified characters, one kind of space, dash and apostrophe.
//!
//! Each character is folded by itself, so the script of the site folds the same way with what browsers offer (`themes/default/static/search.js`):
//! NFKD without accents, NFC, lower case, a few letters that Unicode does not take apart, simplified for traditional characters.
//! White space and quotation marks are gaps: a run of them is one space, and none beside a character of a script that writes without spaces,
//! so `“一带一路”倡议` is found by `一带一路倡议` and `2030 年` by `2030年`.
//!
//! **Invariant:** what stands in a text, folded, stands in the folded text, but for gaps at its ends.

use crate::base::lang::is_han;
use crate::reading::annotate::{bare, traditional};
use std::collections::BTreeMap;

/// What a folded character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, a quotation mark, or an apostrophe.
    Gap,
    /// Neither part of a word nor a gap.
    Other,
    /// A letter or digit of a script that puts spaces between words.
    Letter,
    /// A character of a script that does not, or whose words are found by their parts: Han, kana, Hangul, Bopomofo, Thai and its neighbours.
    Dense,
}

/// Letters that have no decomposition, and what readers without them type.
const LETTERS: &[(char, &str)] = &[
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

/// Bits of an entry of the table: the folded character, its class, and whether the entry does not say all.
const CHARACTER: u32 = 0x1F_FFFF;
const CLASS: u32 = 21;
const LONG: u32 = 1 << 24;

/// How characters are folded.
pub(super) struct Fold {
    /// The entry of each character below U+10000.
    table: Vec<u32>,
}

impl Fold {
    /// Makes the table.
    pub(super) fn new() -> Self {
        let mut table: Vec<u32> =
            (0..0x1_0000).map(|code| char::from_u32(code).map_or(LONG, entry)).collect();
        let simplified: BTreeMap<char, char> = traditional().collect();
        for (code, entry) in table.iter_mut().enumerate() {
            // A compatibility character may stand for a traditional one.
            let is_han_entry = matches!(code, 0x2E80..=0x2FDF | 0x3200..=0x33FF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF);
            if let Some(to) =
                simplified.get(&unpacked(*entry).0).filter(|_| is_han_entry && *entry & LONG == 0)
            {
                *entry = packed(*to);
            }
        }
        Fold { table }
    }

    /// Gives every folded character of `text` with its class to `take`.
    #[inline]
    pub(super) fn each(&self, text: &str, mut take: impl FnMut(char, Class)) {
        let mut gaps = Gaps::default();
        for c in text.chars() {
            let entry = self.table.get(c as usize).copied().unwrap_or(LONG);
            if entry & LONG == 0 {
                let (c, class) = unpacked(entry);
                gaps.pass(c, class, &mut take);
            } else {
                for c in spelling(c) {
                    let c = self.simplified(c);
                    gaps.pass(c, class_of(c), &mut take);
                }
            }
        }
    }

    /// A text as it is compared.
    pub(super) fn text(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        self.each(text, |c, _| folded.push(c));
        folded
    }

    /// The simplified form of a character that is folded in every other way.
    fn simplified(&self, c: char) -> char {
        self.table
            .get(c as usize)
            .filter(|entry| **entry & LONG == 0)
            .map_or(c, |entry| unpacked(*entry).0)
    }
}

/// What stands between two characters.
#[derive(Default)]
struct Gaps {
    gap: Option<char>,
    last: Option<Class>,
}

impl Gaps {
    #[inline]
    fn pass(&mut self, c: char, class: Class, take: &mut impl FnMut(char, Class)) {
        if class == Class::Gap {
            self.gap = Some(if c == ' ' || self.gap == Some(' ') { ' ' } else { c });
            return;
        }
        let gap = self.gap.take();
        if let (Some(gap), Some(last)) = (gap, self.last)
            && last != Class::Dense
            && class != Class::Dense
        {
            take(gap, Class::Other);
        }
        self.last = Some(class);
        take(c, class);
    }
}

fn packed(c: char) -> u32 {
    u32::from(c) | (class_of(c) as u32) << CLASS
}

fn unpacked(entry: u32) -> (char, Class) {
    let class = match entry >> CLASS & 3 {
        0 => Class::Gap,
        1 => Class::Other,
        2 => Class::Letter,
        _ => Class::Dense,
    };
    (char::from_u32(entry & CHARACTER).unwrap_or(char::REPLACEMENT_CHARACTER), class)
}

fn entry(c: char) -> u32 {
    // Most of the table has no decomposition; Hangul is taken apart and composed again.
    if matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{E000}'..='\u{F8FF}') {
        return packed(c);
    }
    let mut spelling = spelling(c).into_iter();
    match (spelling.next(), spelling.next()) {
        (Some(c), None) => packed(c),
        _ => LONG,
    }
}

/// A character without accents and case; none, one or several.
fn spelling(c: char) -> Vec<char> {
    let mut spelling = Vec::new();
    for c in bare(c, is_dropped).flat_map(char::to_lowercase) {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => spelling.extend(plain.chars()),
            None if is_dropped(c) => {}
            None => spelling.push(typed(c)),
        }
    }
    spelling
}

/// Punctuation as it is typed; every gap but an apostrophe is a space.
fn typed(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | 'ʼ' | '´' | '\'' => '\'',
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》'
        | '〈' | '〉' | '〝' | '〞' => ' ',
        '‐'..='―' | '−' => '-',
        '・' | '‧' | '•' | '∙' | '⋅' => '·',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

/// Accents and vowel points, variation selectors, and what is not seen.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{3099}' | '\u{309A}' | '\u{E0100}'..='\u{E01EF}'
        | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn class_of(c: char) -> Class {
    let is_dense = is_han(c)
        || matches!(c,
            '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{AC00}'..='\u{D7A3}' | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}'
            | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{E80}'..='\u{ECF}' | '\u{1000}'..='\u{1049}' | '\u{1780}'..='\u{17D3}');
    match c {
        ' ' | '\'' => Class::Gap,
        _ if is_dense => Class::Dense,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_width_and_script_do_not_matter() {
        let fold = Fold::new();
        for (text, folded) in [
            ("Málaga ＡＢＣ", "malaga abc"),
            ("E\u{301}le\u{300}ve", "eleve"),
            ("漢語，國語。", "汉语,国语。"),
            ("“一带一路”倡议", "一带一路倡议"),
            ("联合国 2030 年", "联合国2030年"),
            ("said  “yes”\n(twice)", "said yes (twice)"),
            ("don’t ‘go’", "don't go"),
            ("㈱日立 ﬁn…", "(株)日立fin..."),
            ("Straße Łódź", "strasse lodz"),
            ("ガ カ\u{3099} 한국", "カカ한국"),
            ("co\u{AD}op\u{200B}era", "coopera"),
            ("《王毅》　说", "王毅说"),
            ("A–B―C", "a-b-c"),
            ("⼈⾦", "人金"),
        ] {
            assert_eq!(fold.text(text), folded);
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        let fold = Fold::new();
        for c in (0..=0x3_FFFF).filter_map(char::from_u32) {
            let once = fold.text(&c.to_string());
            assert_eq!(fold.text(&once), once, "{c:?}");
        }
    }
}
