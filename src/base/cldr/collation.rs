//! Names → their order in an index: A–Z, pinyin, strokes, by the collations of CLDR.
//!
//! **Invariant:** the order of names is the one of their headings: a name is never listed under
//! another letter than its own.
//! The only file that names the collator.

use crate::base::lang::Lang;
use crate::base::letters::is_han;
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use std::cmp::Ordering;

/// A way to put names in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    /// By the alphabet of a language.
    Alphabet,
    /// By pinyin (CLDR `zh-u-co-pinyin`).
    Pinyin,
    /// By the number of strokes (CLDR `zh-u-co-stroke`, 笔画).
    Strokes,
}

/// Puts names in order.
pub(crate) struct Order {
    script: Script,
    collator: CollatorBorrowed<'static>,
    /// Tells letters apart and no accents, as the language does.
    letters: CollatorBorrowed<'static>,
}

/// CLDR marks where the names of a letter or a number of strokes begin with contractions that start
/// with this character (UTS 35 part 5, “Collation Indexes”).
const INDEX_MARK: char = '\u{FDD0}';
/// The mark of one stroke; those of more follow it.
const ONE_STROKE: u32 = 0x2801;
/// No character has more strokes.
const MOST_STROKES: u32 = 64;

impl Order {
    /// The order of a script; the alphabet's is that of `lang`.
    #[must_use]
    pub(crate) fn new(script: Script, lang: &Lang) -> Self {
        let tag = match script {
            Script::Alphabet => lang.tag(),
            Script::Pinyin => "zh-u-co-pinyin",
            Script::Strokes => "zh-u-co-stroke",
        };

        Order {
            script,
            collator: collator(tag, CollatorOptions::default()),
            letters: collator(tag, letters_alone()),
        }
    }

    /// Whether a name has a place in this order: Han names in those of Han characters, all others
    /// in the alphabet.
    #[must_use]
    pub(crate) fn takes(&self, name: &str) -> bool {
        let starts_in_han = bare(name).starts_with(is_han);
        match self.script {
            Script::Alphabet => !starts_in_han && !bare(name).is_empty(),
            Script::Pinyin | Script::Strokes => starts_in_han,
        }
    }

    /// The heading under which a name is listed: a letter, or a number of strokes; `#` for what
    /// begins with neither.
    #[must_use]
    pub(crate) fn heading(&self, name: &str) -> String {
        let name = bare(name);
        let heading = match self.script {
            Script::Alphabet => self.first_letter(name),
            Script::Pinyin => {
                let mut letters = ('A'..='Z').rev();
                letters.find(|letter| self.reaches(*letter, name)).map(String::from)
            }
            Script::Strokes => (1..=MOST_STROKES)
                .rev()
                .find(|strokes| {
                    let mark = char::from_u32(ONE_STROKE + strokes - 1);
                    self.reaches(mark.unwrap_or(INDEX_MARK), name)
                })
                .map(|strokes| strokes.to_string()),
        };
        heading.unwrap_or_else(|| "#".to_owned())
    }

    /// Whether a name is sorted behind the beginning of a letter or a number of strokes.
    fn reaches(&self, mark: char, name: &str) -> bool {
        let beginning = format!("{INDEX_MARK}{mark}");
        self.collator.compare(&beginning, name) != Ordering::Greater
    }

    /// The first letter as a capital: `É` is an E, and in Swedish `Å` is a letter of its own;
    /// digits are `0-9`.
    fn first_letter(&self, name: &str) -> Option<String> {
        let first = name.chars().next()?;
        if first.is_numeric() {
            return Some("0-9".to_owned());
        }

        let written = first.to_string();
        for letter in 'A'..='Z' {
            if self.letters.compare(&letter.to_string(), &written) == Ordering::Equal {
                return Some(letter.to_string());
            }
        }
        first.is_alphabetic().then(|| first.to_uppercase().to_string())
    }

    /// Compares two names; those that differ in nothing but quotation marks before them are told
    /// apart by these.
    #[must_use]
    pub(crate) fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(bare(a), bare(b)).then_with(|| a.cmp(b))
    }
}

/// A name without quotation marks and the like before it: `“一带一路”倡议` is listed under 一.
fn bare(name: &str) -> &str {
    name.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// The collation of a language, or the root one where CLDR has none of its own.
fn collator(tag: &str, options: CollatorOptions) -> CollatorBorrowed<'static> {
    let of = |locale: Locale| Collator::try_new(locale.into(), options);
    let own = Locale::try_from_str(tag).ok().and_then(|locale| of(locale).ok());
    own.unwrap_or_else(|| of(Locale::UNKNOWN).expect("the root collation is in the binary"))
}

fn letters_alone() -> CollatorOptions {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Primary);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(script: Script, lang: &str, names: &[&'static str]) -> Vec<(String, &'static str)> {
        let order = Order::new(script, &Lang::parse(lang).unwrap());
        let mut names: Vec<&str> = names.iter().copied().filter(|name| order.takes(name)).collect();
        names.sort_by(|a, b| order.compare(a, b));
        names.into_iter().map(|name| (order.heading(name), name)).collect()
    }

    fn of(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        pairs.iter().map(|(heading, name)| ((*heading).to_owned(), *name)).collect()
    }

    const NAMES: &[&str] = &[
        "王毅",
        "习近平",
        "Ålund",
        "重庆",
        "安理会",
        "“一带一路”倡议",
        "Åland",
        "Zanzibar",
        "Écija",
        "2030 Agenda",
        "非洲",
    ];

    #[test]
    fn han_names_stand_in_the_order_of_their_sound_or_strokes() {
        let by_sound = [
            ("A", "安理会"),
            ("C", "重庆"),
            ("F", "非洲"),
            ("W", "王毅"),
            ("X", "习近平"),
            ("Y", "“一带一路”倡议"),
        ];
        assert_eq!(sorted(Script::Pinyin, "en", NAMES), of(&by_sound));
        let by_strokes = [
            ("1", "“一带一路”倡议"),
            ("3", "习近平"),
            ("4", "王毅"),
            ("6", "安理会"),
            ("8", "非洲"),
            ("9", "重庆"),
        ];
        assert_eq!(sorted(Script::Strokes, "zh", NAMES), of(&by_strokes));
    }

    #[test]
    fn the_alphabet_is_that_of_the_reader() {
        let in_english = [
            ("0-9", "2030 Agenda"),
            ("A", "Åland"),
            ("A", "Ålund"),
            ("E", "Écija"),
            ("Z", "Zanzibar"),
        ];
        assert_eq!(sorted(Script::Alphabet, "en", NAMES), of(&in_english));
        assert_eq!(
            sorted(Script::Alphabet, "sv", NAMES).pop(),
            Some(("Å".to_owned(), "Ålund")),
            "in Swedish, Å stands after Z"
        );
    }
}
