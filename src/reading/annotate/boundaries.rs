//! Whether a name written in an alphabet is a whole word where it is found. Han edges are judged in
//! `han.rs`.
//!
//! Which letters a language writes beside a name is in the table of `languages`; Japanese, Korean and
//! Thai names are told by their scripts, whatever the language of the text.
//!
//! A word's neighbours are what is written, not what is compared: in `“Mali”` the neighbours of
//! `Mali` are quotation marks.

use super::languages::{Languages, elides, ends_at_apostrophe, is_elided, is_prefix};
use super::months::is_month_in_date;
use super::scripts::{is_left_of_dense, is_right_of_dense};
use crate::base::letters::{is_apostrophe, is_dense, is_han, is_hyphen, is_mark, is_word};
use crate::base::lexicon::group;
use std::ops::Range;
use std::sync::LazyLock;

/// So many characters of a word and of an address are looked at: a text without spaces may have a name
/// at each of its characters. Choices; hardly an address is longer.
const LONGEST_WORD: usize = 64;
const LONGEST_ADDRESS: usize = 2_000;

/// Words that are joined to a name by a hyphen and leave it what it is.
const JOINED: &str = include_str!("lexicon/joined.txt");

/// A letter, digit or accent of a script that puts spaces between words.
fn is_part_of_word(c: char) -> bool {
    (is_word(c) && !is_raised(c) && !is_apostrophe(c)) || c == '_' || (is_mark(c) && !is_dense(c))
}

/// A number that refers to a note: `Wang Yi¹`, `Wang Yi②`.
fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209F}' | '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}')
}

/// A name where it is found, and what is to know of it.
pub(super) struct Edges<'a> {
    pub(super) text: &'a str,
    pub(super) range: &'a Range<usize>,
    pub(super) language: Languages,
    /// Its ending belongs to it, so that nothing is to be asked of its right edge.
    pub(super) is_bent: bool,
    /// A person's name is not half of a double-barrelled one.
    pub(super) is_persons: bool,
    /// Whether words are the name of another person.
    pub(super) is_person: &'a dyn Fn(&str) -> bool,
}

impl Edges<'_> {
    /// Whether the name is a whole word where its edges are alphabetic.
    pub(super) fn are_free(&self) -> bool {
        let name = &self.text[self.range.clone()];
        let (before, after) = (&self.text[..self.range.start], &self.text[self.range.end..]);
        let begins_word = name.starts_with(is_part_of_word);
        // `U.S.` ends with its point.
        let ends_word = name.ends_with(|c| is_part_of_word(c) || c == '.');
        is_left_of_dense(before, name)
            && (self.is_bent || is_right_of_dense(name, after))
            && (!begins_word || self.is_left_free(before, name))
            && (!ends_word || self.is_bent || self.is_right_free(name, after))
            && !is_in_address(before)
            && !is_in_mail_address(before, after)
            && !is_month_in_date(before, name, after)
    }

    fn is_left_free(&self, before: &str, name: &str) -> bool {
        let mut backwards = before.chars().rev();
        let Some(neighbour) = backwards.next() else {
            return true;
        };
        let beyond = backwards.next();

        match neighbour {
            c if is_part_of_word(c) => is_prefix(word_at_end(before), self.language),
            // A soft hyphen is inside a word.
            '\u{AD}' => !beyond.is_some_and(is_part_of_word),
            c if is_digit(beyond) && name.starts_with(|c: char| c.is_ascii_digit()) => {
                !joins_digits(c)
            }
            c if is_apostrophe(c) => self.is_free_after_apostrophe(before),
            c if is_hyphen(c) && self.is_persons => {
                let word = last_word(before);
                !word.starts_with(char::is_uppercase)
                    || joined("before", word)
                    || (self.is_person)(word)
            }
            _ => true,
        }
    }

    /// `l’Europe` and `L’Europe` are Europe; `O’Brien` is not Brien, nor `D’Souza` Souza.
    fn is_free_after_apostrophe(&self, before: &str) -> bool {
        let word = word_at_end(before.trim_end_matches(is_apostrophe));
        if !word.chars().next_back().is_some_and(char::is_uppercase) {
            return true;
        }
        is_elided(word) && (!self.is_persons || elides(self.language))
    }

    fn is_right_free(&self, name: &str, after: &str) -> bool {
        let mut chars = after.chars();
        let Some(neighbour) = chars.next() else {
            return true;
        };
        let beyond = chars.next();

        match neighbour {
            c if c.is_ascii_digit() => ends_before_year(name, after),
            c if is_part_of_word(c) => false,
            c if is_apostrophe(c) && beyond.is_some_and(is_part_of_word) => {
                let rest = chars_after(after);
                is_ending(rest) || (ends_at_apostrophe(self.language) && is_short_ending(rest))
            }
            // A soft hyphen is inside a word.
            '\u{AD}' => !beyond.is_some_and(is_part_of_word),
            // `US$` is a currency, and so is `US $5` where no article says that a country is given it.
            '$' => false,
            ' ' if beyond == Some('$') && DOLLARS.contains(&name) => {
                !is_digit(chars.next()) || before_ends_with_article(self.text, self.range)
            }
            // `Mali.pdf` is a file.
            '.' if beyond.is_some_and(|c| c.is_ascii_lowercase()) => false,
            c if is_digit(beyond) && name.ends_with(|c: char| c.is_ascii_digit()) => {
                !joins_digits(c)
            }
            c if is_hyphen(c) && self.is_persons => self.is_free_before_hyphen(after),
            _ => true,
        }
    }

    /// `Trump-Putin` names two people where both are known, `Trump-Era` one; `Smith-Jones` is
    /// another one's name.
    fn is_free_before_hyphen(&self, after: &str) -> bool {
        let rest = chars_after(after);
        if !rest.starts_with(char::is_uppercase) {
            return true;
        }
        let end = rest.find(|c: char| !is_part_of_word(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        let two_words = rest[end..].strip_prefix(' ').map(|second| {
            let length = second.find(|c: char| !is_part_of_word(c)).unwrap_or(second.len());
            &rest[..end + 1 + length]
        });
        joined("behind", word)
            || (self.is_person)(word)
            || two_words.is_some_and(|words| (self.is_person)(words))
    }
}

/// Countries whose dollars are written with their letters.
const DOLLARS: &[&str] = &["US", "AU", "CA", "HK", "NT", "NZ", "SG"];

fn before_ends_with_article(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end();
    before.ends_with("the") || before.ends_with("The")
}

/// Whether a word is one of those that are joined to names by a hyphen.
fn joined(side: &str, word: &str) -> bool {
    static BEFORE: LazyLock<Vec<&str>> = LazyLock::new(|| group(JOINED, "before"));
    static BEHIND: LazyLock<Vec<&str>> = LazyLock::new(|| group(JOINED, "behind"));
    let list = if side == "before" { &BEFORE } else { &BEHIND };
    list.contains(&word.to_lowercase().as_str())
}

/// The letters that a text ends with; of a long word its end.
fn word_at_end(text: &str) -> &str {
    ending(text, LONGEST_WORD, is_part_of_word)
}

/// What a text ends with as long as its characters are of a kind, and `longest` of them at most.
fn ending(text: &str, longest: usize, is_of_kind: impl Fn(char) -> bool) -> &str {
    let of_kind = text.chars().rev().take(longest).take_while(|c| is_of_kind(*c));
    &text[text.len() - of_kind.map(char::len_utf8).sum::<usize>()..]
}

/// The same for what it begins with.
fn beginning(text: &str, longest: usize, is_of_kind: impl Fn(char) -> bool) -> &str {
    let of_kind = text.chars().take(longest).take_while(|c| is_of_kind(*c));
    &text[..of_kind.map(char::len_utf8).sum::<usize>()]
}

/// Whether Chinese text has a number behind a name in Latin letters, as in `APEC2024年` and
/// `G20二十周年`: a number of four digits behind a name that ends in one.
fn ends_before_year(name: &str, after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = after.len() - rest.len();
    let is_apart = !name.ends_with(|c: char| c.is_ascii_digit()) || n_digits == 4;
    is_apart && rest.starts_with(is_han)
}

/// Whether a sentence, a quotation, an item of a list begins behind `before`.
pub(super) fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t', '\u{A0}']);
    let last = before.trim_end_matches(['*', '_']).chars().next_back();
    last.is_none_or(|c| ".!?…:;\n“„«‘\"'(（[—–•·。！？：；「『".contains(c))
}

/// Whether what is written around a name, without a space, is an address of mail:
/// `ines.hale@velmora.example`. Nobody is before the `@` of `@Velmora`.
fn is_in_mail_address(before: &str, after: &str) -> bool {
    let is_of_address = |c: char| c.is_ascii_alphanumeric() || "@._%+-".contains(c);
    let left = ending(before, LONGEST_ADDRESS, is_of_address);
    let right = beginning(after, LONGEST_ADDRESS, is_of_address);
    let is_word = |c: char| c.is_ascii_alphanumeric();

    match (left.rsplit_once('@'), right.split_once('@')) {
        (Some((user, _)), _) => user.ends_with(is_word),
        (None, Some((_, host))) => host.starts_with(is_word) && host.contains('.'),
        (None, None) => false,
    }
}

/// Whether what is written before, without a space, begins a bare address: `https://…`, `www.…`.
fn is_in_address(before: &str) -> bool {
    if !before.ends_with(|c: char| "/.-_=#?&:%~+@".contains(c) || c.is_ascii_alphanumeric()) {
        return false;
    }

    let is_of_address = |c: char| c.is_ascii_graphic() && !"\"'<>()[]{}".contains(c);
    let token = ending(before, LONGEST_ADDRESS, is_of_address);
    token.contains("://") || token.starts_with("www.")
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// Whether a mark between two digits makes one number, date or time of them.
fn joins_digits(c: char) -> bool {
    matches!(c, '-' | '.' | ',' | ':' | '/' | '–')
}

/// The last word of `before`, which ends in a hyphen.
fn last_word(before: &str) -> &str {
    let word = before.trim_end_matches(is_hyphen);
    &word[word.trim_end_matches(is_part_of_word).len()..]
}

/// A text without its first character.
fn chars_after(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// Whether what follows an apostrophe is the end of the word before it (`’s`, `’ll`), not more of a
/// name (`Xi’an`).
fn is_ending(after: &str) -> bool {
    let rest = after.trim_start_matches(is_part_of_word);
    let ending = &after[..after.len() - rest.len()];
    ["s", "d", "ll", "re", "ve", "m"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether what follows an apostrophe is an ending of a language that divides endings so: small
/// letters, as `ndaki`.
fn is_short_ending(after: &str) -> bool {
    const LONGEST: usize = 10;
    let rest = after.trim_start_matches(char::is_lowercase);
    let ending = &after[..after.len() - rest.len()];
    !rest.starts_with(is_part_of_word) && (1..=LONGEST).contains(&ending.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the name between ⟦ and ⟧ stands.
    fn judge_in(marked: &str, is_persons: bool, languages: &[&str]) -> bool {
        let start = marked.find('⟦').unwrap();
        let text = marked.replace(['⟦', '⟧'], "");
        let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
        let edges = Edges {
            text: &text,
            range: &(start..end),
            language: Languages::named(languages),
            is_bent: false,
            is_persons,
            is_person: &|name| name == "Petrov",
        };
        edges.are_free()
    }

    /// The same in an English text.
    fn judge(marked: &str, is_persons: bool) -> bool {
        judge_in(marked, is_persons, &["en"])
    }

    #[test]
    fn names_stand_as_whole_words() {
        for yes in [
            "⟦Mali⟧’s north",
            "the ⟦United States⟧’ role",
            "a ⟦Mali⟧-based group",
            "“⟦Mali⟧”",
            "⟦China⟧-Africa ties",
            "the ⟦U.S.⟧ side",
            "在⟦Velmora⟧举行",
            "anti-⟦China⟧ rhetoric",
            "l’⟦Europe⟧",
            "the ⟦US⟧.",
            "⟦Mali⟧—a country",
            "⟦G20⟧, again",
            "(⟦Niger⟧)",
            "⟦Niger⟧/Mali",
            "L’⟦Europe⟧",
            "⟦Mali⟧¹ and",
            "在⟦WTO⟧20年",
            "⟦G20⟧2019年会议",
            "⟦ドバイ⟧で",
            "⟦러시아⟧에서는",
            "ชาว⟦ไทย⟧",
        ] {
            assert!(judge(yes, false), "{yes}");
        }
        for no in [
            "So⟦mali⟧a",
            "⟦Niger⟧ia",
            "⟦Mali⟧an",
            "⟦Korea⟧s",
            "⟦G20⟧0",
            "1⟦77⟧ states",
            "⟦Mali⟧é",
            "⟦Mali⟧e\u{301}",
            "b⟦us⟧",
            "⟦2024⟧-03-07",
            "3.⟦14⟧ metres",
            "⟦U.S.⟧A",
            "⟦Mali⟧_x",
            "⟦US⟧$ 30",
            "owes ⟦US⟧ $30",
            "⟦Mali⟧.pdf",
            "orr@⟦Mali⟧.EXAMPLE",
            "⟦Mali⟧.Orr@harbour.example",
            "⟦G20⟧20",
            "ア⟦ドバイ⟧ス",
            "⟦マリ⟧ー",
            "⟦인도⟧네시아",
            "것⟦이란⟧",
            "⟦จีน⟧ัส",
            "เ⟦ลาว⟧",
        ] {
            assert!(!judge(no, false), "{no}");
        }
    }

    #[test]
    fn half_of_a_double_name_is_nobody() {
        for no in ["Jean-⟦Paul⟧ said", "⟦Smith⟧-Jones", "O’⟦Brien⟧"] {
            assert!(!judge(no, true), "{no}");
        }
        for yes in [
            "anti-⟦Trump⟧",
            "Anti-⟦Trump⟧",
            "⟦Smith⟧-like",
            "⟦Smith⟧-Era",
            "⟦Smith⟧’s",
            "⟦Smith⟧-Petrov",
            "Petrov-⟦Smith⟧",
        ] {
            assert!(judge(yes, true), "{yes}");
        }
    }

    #[test]
    fn languages_write_letters_beside_a_name() {
        for (yes, language) in [
            ("⟦Ankara⟧’da", "tr"),
            ("⟦Ankara⟧'nın", "tr"),
            ("و⟦مصر⟧", "ar"),
            ("מ⟦איראן⟧", "he"),
            ("L’⟦Orsay⟧", "fr"),
        ] {
            assert!(judge_in(yes, true, &[language]), "{yes}");
        }
        for (no, language) in [
            ("⟦Ankara⟧’da", "en"),
            ("⟦Ankara⟧lılar", "tr"),
            ("ت⟦مصر⟧", "ar"),
            ("و⟦مصر⟧", "fa"),
            ("D’⟦Souza⟧", "en"),
        ] {
            assert!(!judge_in(no, true, &[language]), "{no}");
        }
    }
}
