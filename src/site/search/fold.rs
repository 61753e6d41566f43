//! Text as it is searched: letters without case and accents, simplified characters, one kind of
//! space, dash and apostrophe.
//!
//! Each character is folded by itself, so the script of the site folds the same way with what
//! browsers offer (`themes/default/static/search.js`): NFKD without accents, NFC, lower case, a few
//! letters that Unicode does not take apart, simplified for traditional characters. White space and
//! quotation marks are gaps: a run of them is one space, and none beside a character of a script
//! that writes without spaces, so `“一带一路”倡议` is found by `一带一路倡议` and `2030 年` by
//! `2030年`.
//!
//! **Invariant:** what stands in a text, folded, stands in the folded text, but for gaps at its
//! ends.

use crate::base::letters::{Simplifier, is_dense, spelling};

/// What a folded character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, a quotation mark, or an apostrophe.
    Gap,
    /// Neither part of a word nor a gap.
    Other,
    /// A letter or digit of a script that puts spaces between words.
    Letter,
    /// A character of a script that does not, or whose words are found by their parts: Han, kana,
    /// Hangul, Bopomofo, Thai and its neighbours.
    Dense,
}

/// Bits of an entry of the table: the folded character, its class, and whether the entry does not
/// say all.
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
        let simplifier = Simplifier::new();
        for (code, entry) in table.iter_mut().enumerate() {
            // A compatibility character may stand for a traditional one.
            let is_han_entry = matches!(code, 0x2E80..=0x2FDF | 0x3200..=0x33FF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF);
            if is_han_entry && *entry & LONG == 0 {
                *entry = packed(simplifier.of(unpacked(*entry).0));
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

fn class_of(c: char) -> Class {
    match c {
        ' ' | '\'' => Class::Gap,
        _ if is_dense(c) => Class::Dense,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests;
