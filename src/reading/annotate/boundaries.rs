//! Whether a name written in an alphabet is a whole word where it is found. Han edges are judged in
//! `han.rs`.
//!
//! A word's neighbours are what is written, not what is compared: in `“Mali”` the neighbours of
//! `Mali` are quotation marks.

use crate::base::letters::{is_apostrophe, is_dense, is_hyphen, is_mark, is_word};
use crate::base::lexicon::months;
use std::ops::Range;

/// A letter, digit or accent of a script that puts spaces between words.
fn is_part_of_word(c: char) -> bool {
    is_word(c) || c == '_' || (is_mark(c) && !is_dense(c))
}

/// Whether `text[range]` is a whole word where its edges are alphabetic; a `personal` name is not
/// half of a double-barrelled one.
pub(super) fn stands(text: &str, range: &Range<usize>, personal: bool) -> bool {
    let name = &text[range.clone()];
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if is_in_address(before) || is_month_in_date(before, name, after) {
        return false;
    }

    let begins_word = name.starts_with(is_part_of_word);
    // `U.S.` ends with its point.
    let ends_word = name.ends_with(|c| is_part_of_word(c) || c == '.');
    (!begins_word || left_is_free(before, name, personal))
        && (!ends_word || right_is_free(name, after, personal))
}

/// Whether what is written before, without a space, begins a bare address: `https://…`, `www.…`.
fn is_in_address(before: &str) -> bool {
    if !before.ends_with(|c: char| "/.-_=#?&:%~+@".contains(c) || c.is_ascii_alphanumeric()) {
        return false;
    }

    let is_of_address = |c: char| c.is_ascii_graphic() && !"\"'<>()[]{}".contains(c);
    let token = &before[before.trim_end_matches(is_of_address).len()..];
    token.contains("://") || token.starts_with("www.")
}

fn left_is_free(before: &str, name: &str, personal: bool) -> bool {
    let mut backwards = before.chars().rev();
    let Some(neighbour) = backwards.next() else {
        return true;
    };
    let beyond = backwards.next();

    match neighbour {
        c if is_part_of_word(c) => false,
        // A soft hyphen is inside a word.
        '\u{AD}' => !beyond.is_some_and(is_part_of_word),
        c if is_digit(beyond) && name.starts_with(|c: char| c.is_ascii_digit()) => !joins_digits(c),
        // `l’Europe` is Europe; `O’Brien` is not Brien.
        c if is_apostrophe(c) => !beyond.is_some_and(char::is_uppercase),
        c if is_hyphen(c) && personal => !last_word(before).starts_with(char::is_uppercase),
        _ => true,
    }
}

fn right_is_free(name: &str, after: &str, personal: bool) -> bool {
    let mut chars = after.chars();
    let Some(neighbour) = chars.next() else {
        return true;
    };
    let beyond = chars.next();

    match neighbour {
        c if is_part_of_word(c) => false,
        c if is_apostrophe(c) && beyond.is_some_and(is_part_of_word) => {
            is_ending(chars_after(after))
        }
        // A soft hyphen is inside a word, `US$` is a currency.
        '\u{AD}' | '$' => !beyond.is_some_and(is_part_of_word),
        c if is_digit(beyond) && name.ends_with(|c: char| c.is_ascii_digit()) => !joins_digits(c),
        c if is_hyphen(c) && personal => !beyond.is_some_and(char::is_uppercase),
        _ => true,
    }
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

/// Words after which a month's name is a month.
const BEFORE_MONTHS: &[&str] = &[
    "in", "since", "by", "until", "till", "of", "last", "next", "this", "early", "late", "mid",
    "every", "from", "during", "through", "to", "between",
];

/// Words before which `May` is a verb.
const AFTER_MAY: &[&str] = &[
    "i", "we", "you", "he", "she", "it", "they", "the", "this", "that", "these", "all", "god",
    "your", "our", "there",
];

/// Whether a month's name is part of a date (`5 May`, `May 2024`, `in March`), or is a verb
/// (`May I ask`).
fn is_month_in_date(before: &str, name: &str, after: &str) -> bool {
    let is_month = months().iter().any(|month| month.name.eq_ignore_ascii_case(name));
    if !is_month {
        return false;
    }

    let previous = before.split_whitespace().next_back().unwrap_or_default();
    let previous = previous.trim_start_matches(['(', '“', '"']).to_lowercase();
    let next = if after.starts_with([' ', ',', '\n']) {
        let rest = after.trim_start_matches(',');
        rest.split_whitespace().next().unwrap_or_default()
    } else {
        ""
    };
    let next = next.to_lowercase();
    let next_word = next.trim_end_matches(|c: char| !c.is_alphanumeric());

    let begins_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    begins_with_digit(&previous)
        || begins_with_digit(&next)
        || BEFORE_MONTHS.contains(&previous.trim_end_matches('-'))
        || next_word == "day"
        || name.eq_ignore_ascii_case("may") && AFTER_MAY.contains(&next_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the name between ⟦ and ⟧ stands.
    fn judge(marked: &str, personal: bool) -> bool {
        let start = marked.find('⟦').unwrap();
        let text = marked.replace(['⟦', '⟧'], "");
        let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
        stands(&text, &(start..end), personal)
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
        ] {
            assert!(!judge(no, false), "{no}");
        }
    }

    #[test]
    fn half_of_a_double_name_is_nobody() {
        for no in ["Jean-⟦Paul⟧ said", "⟦Smith⟧-Jones", "O’⟦Brien⟧"] {
            assert!(!judge(no, true), "{no}");
        }
        for yes in ["anti-⟦Trump⟧", "⟦Smith⟧-like", "⟦Smith⟧’s"] {
            assert!(judge(yes, true), "{yes}");
        }
    }

    #[test]
    fn a_month_is_not_a_person() {
        for no in [
            "on 5 ⟦May⟧ 2019",
            "in ⟦May⟧, they",
            "⟦March⟧ 7 was",
            "⟦May⟧ I ask",
            "since ⟦April⟧",
            "⟦June⟧, 2020",
        ] {
            assert!(!judge(no, true), "{no}");
        }
        for yes in ["Theresa ⟦May⟧ said", "Prime Minister ⟦May⟧ has", "⟦April⟧ told us"]
        {
            assert!(judge(yes, true), "{yes}");
        }
    }
}
