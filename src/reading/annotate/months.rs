//! English names of months that people have too → whether a date or a verb is meant.
//!
//! **Invariant:** decided by the words right before and behind; where they say nothing, a person is
//! meant.

use crate::base::lexicon::months;

/// Words after which a month's name is a month, whatever follows.
const BEFORE_MONTHS: &[&str] = &[
    "since",
    "until",
    "till",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "every",
    "each",
    "during",
    "through",
    "between",
    "around",
    "throughout",
    "previous",
    "following",
    "coming",
];

/// Words before a preposition and a month's name that say that a person is meant: `faith in May`,
/// `a letter from May`.
const OF_PEOPLE: &[&str] = &[
    "faith",
    "confidence",
    "trust",
    "belief",
    "believe",
    "believed",
    "interest",
    "disappointed",
    "letter",
    "letters",
    "message",
    "statement",
    "call",
    "word",
    "question",
    "questions",
    "support",
    "apart",
    "aside",
    "heard",
    "away",
    "inherited",
    "demand",
    "pressure",
];

/// Words before `to`, `of` and `by` and a month's name that say that a month is meant.
const OF_MONTHS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "last",
    "early",
    "late",
    "mid",
    "end",
    "beginning",
    "start",
    "middle",
    "month",
    "week",
    "rest",
    "days",
    "half",
    "part",
    "day",
    "weekend",
    "postponed",
    "delayed",
    "moved",
    "deferred",
    "extended",
    "prior",
    "forward",
    "back",
    "pushed",
    "up",
    "adjourned",
    "rescheduled",
    "brought",
    "completed",
    "finished",
    "ready",
    "done",
    "implemented",
    "expected",
    "achieved",
    "reached",
    "delivered",
    "adopted",
    "submitted",
    "as",
    "ratified",
    "ended",
    "due",
    "out",
    "opened",
    "published",
    "elections",
    "events",
];

/// Words before which `May` is a verb.
const AFTER_MAY: &[&str] = &[
    "i", "we", "you", "he", "she", "it", "they", "the", "this", "that", "these", "all", "god",
    "your", "our", "there", "his", "her", "their", "my", "a", "an", "be", "not", "those", "peace",
];

/// Whether a month's name is part of a date (`5 May`, `May 2024`, `in March`), or is a verb
/// (`May I ask`). Behind a preposition what is before it decides, and where that says nothing a
/// person is meant behind `to` and `of` only.
pub(super) fn is_month_in_date(before: &str, name: &str, after: &str) -> bool {
    let is_month = months().iter().any(|month| month.name.eq_ignore_ascii_case(name));
    if !is_month {
        return false;
    }

    let mut words = before.split_whitespace().rev().map(|word| {
        word.trim_start_matches(['(', '“', '"', '‘', '\'']).trim_end_matches('-').to_lowercase()
    });
    let previous = words.next().unwrap_or_default();
    let one_before = words.next().unwrap_or_default();
    let next = if after.starts_with([' ', ',', '\n']) {
        let rest = after.trim_start_matches(',');
        rest.split_whitespace().next().unwrap_or_default()
    } else {
        ""
    };
    let next = next.to_lowercase();
    let next_word = next.trim_end_matches(|c: char| !c.is_alphanumeric());

    let begins_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let is_month_word = |word: &str| months().iter().any(|m| m.name.eq_ignore_ascii_case(word));
    let is_of_date =
        |word: &str| OF_MONTHS.contains(&word) || begins_with_digit(word) || is_month_word(word);
    if begins_with_digit(&previous)
        || begins_with_digit(&next)
        || BEFORE_MONTHS.contains(&previous.as_str())
        || next_word == "day"
        || (name.eq_ignore_ascii_case("may") && AFTER_MAY.contains(&next_word))
    {
        return true;
    }

    let previous = previous.trim_end_matches(',');
    match previous {
        "and" | "or" => is_month_word(one_before.trim_end_matches(',')),
        _ if is_month_word(previous) => true,
        "in" | "from" => !OF_PEOPLE.contains(&one_before.as_str()),
        "by" => !one_before.ends_with("ed") || is_of_date(&one_before),
        "to" | "of" => {
            let from = before.rsplit(['.', ';', '\n']).next().unwrap_or_default();
            let is_span = previous == "to" && words.take(3).any(|word| word == "from");
            is_of_date(&one_before) || (is_span && months().iter().any(|m| from.contains(m.name)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the name between ⟦ and ⟧ is a month or a verb.
    fn judge(marked: &str) -> bool {
        let (before, rest) = marked.split_once('⟦').unwrap();
        let (name, after) = rest.split_once('⟧').unwrap();
        is_month_in_date(before, name, after)
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
            "around ⟦May⟧ when",
            "by the end of ⟦May⟧",
            "postponed to ⟦May⟧",
            "the First of ⟦May⟧ is",
            "from March to ⟦May⟧",
            "the talks in ⟦June⟧ were",
        ] {
            assert!(judge(no), "{no}");
        }
        for yes in [
            "Theresa ⟦May⟧ said",
            "Prime Minister ⟦May⟧ has",
            "⟦April⟧ told us",
            "a letter to ⟦May⟧ was",
            "she was succeeded by ⟦May⟧ at noon",
            "their trust in ⟦May⟧ was gone",
            "supporters of ⟦May⟧ left",
        ] {
            assert!(!judge(yes), "{yes}");
        }
    }
}
