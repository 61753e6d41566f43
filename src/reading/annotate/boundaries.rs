//! Whether a name written in an alphabet stands as a whole word. Han edges are judged in `han.rs`.
//!
//! A word's neighbours are what is written, not what is compared: in `“Mali”` the neighbours of `Mali` are quotation marks.

use crate::base::date::MONTHS;
use crate::base::lang::is_han;
use std::ops::Range;

/// A letter, digit or accent of a script that puts spaces between words.
fn is_word(c: char) -> bool {
    let spaceless = is_han(c)
        || matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{0E00}'..='\u{0EFF}' | '\u{AC00}'..='\u{D7AF}');
    (c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c))
        && !spaceless
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Whether `text[range]` stands as a whole word where its edges are alphabetic; `personal` names do not stand in double-barrelled ones.
pub(super) fn stands(text: &str, range: &Range<usize>, personal: bool) -> bool {
    let (before, name, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let first_is_word = name.chars().next().is_some_and(is_word);
    let last_is_word = name.chars().next_back().is_some_and(|c| is_word(c) || c == '.');
    !is_in_address(before)
        && (!first_is_word || left_is_free(before, name, personal))
        && (!last_is_word || right_is_free(name, after, personal))
        && !is_month_in_date(before, name, after)
}

/// Whether what stands before, without a space, begins a bare address: `https://…`, `www.…`.
fn is_in_address(before: &str) -> bool {
    let is_of_address = |c: &char| c.is_ascii_graphic() && !"\"'<>()[]{}".contains(*c);
    if !before.ends_with(|c: char| "/.-_=#?&:%~+@".contains(c) || c.is_ascii_alphanumeric()) {
        return false;
    }
    let len: usize = before.chars().rev().take_while(is_of_address).map(char::len_utf8).sum();
    let token = &before[before.len() - len..];
    token.contains("://") || token.starts_with("www.")
}

fn left_is_free(before: &str, name: &str, personal: bool) -> bool {
    let mut chars = before.chars().rev();
    let Some(neighbour) = chars.next() else {
        return true;
    };
    if is_word(neighbour) {
        return false;
    }
    let beyond = chars.next();
    if neighbour == '\u{AD}' {
        return !beyond.is_some_and(is_word);
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) && beyond.is_some_and(|c| c.is_ascii_digit())
    {
        return !matches!(neighbour, '-' | '.' | ',' | ':' | '/' | '–');
    }
    if is_apostrophe(neighbour) {
        // `l’Europe` is Europe; `O’Brien` is not Brien.
        return !beyond.is_some_and(char::is_uppercase);
    }
    !(personal && is_hyphen(neighbour) && last_word(before).starts_with(char::is_uppercase))
}

/// The last word of `before`, which ends in a hyphen.
fn last_word(before: &str) -> &str {
    let word = before.trim_end_matches(is_hyphen);
    let start = word
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c))
        .last()
        .map_or(word.len(), |(at, _)| at);
    &word[start..]
}

/// Whether what follows an apostrophe is the end of the word before it (`’s`, `’ll`), not more of a name (`Xi’an`).
fn ends_word(after: &str) -> bool {
    let end = after.find(|c: char| !is_word(c)).unwrap_or(after.len());
    matches!(after[..end].to_ascii_lowercase().as_str(), "s" | "d" | "ll" | "re" | "ve" | "m")
}

fn right_is_free(name: &str, after: &str, personal: bool) -> bool {
    let mut chars = after.chars();
    let Some(neighbour) = chars.next() else {
        return true;
    };
    if is_word(neighbour) {
        return false;
    }
    let beyond = chars.next();
    if is_apostrophe(neighbour) && beyond.is_some_and(is_word) {
        return ends_word(&after[neighbour.len_utf8()..]);
    }
    if neighbour == '\u{AD}' || neighbour == '$' {
        // A soft hyphen stands inside a word, `US$` is a currency.
        return !beyond.is_some_and(is_word);
    }
    if name.ends_with(|c: char| c.is_ascii_digit()) && beyond.is_some_and(|c| c.is_ascii_digit()) {
        return !matches!(neighbour, '-' | '.' | ',' | ':' | '/' | '–');
    }
    !(personal && is_hyphen(neighbour) && beyond.is_some_and(char::is_uppercase))
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

/// Whether a name that is also a month's stands in a date (`5 May`, `May 2024`, `in March`) or as a verb (`May I ask`).
fn is_month_in_date(before: &str, name: &str, after: &str) -> bool {
    if !MONTHS.iter().any(|month| month.eq_ignore_ascii_case(name)) {
        return false;
    }
    let previous = before
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .trim_start_matches(['(', '“', '"']);
    let next = after
        .trim_start_matches(',')
        .split_whitespace()
        .next()
        .filter(|_| after.starts_with([' ', ',', '\n']))
        .unwrap_or_default();
    let has_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let next_word = next.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    has_digit(previous)
        || has_digit(next)
        || BEFORE_MONTHS.contains(&previous.to_lowercase().trim_end_matches('-'))
        || next_word == "day"
        || name.eq_ignore_ascii_case("may") && AFTER_MAY.contains(&next_word.as_str())
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
