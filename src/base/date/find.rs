//! Text → the dates that it states, as people and programs write them in Chinese and English.
//!
//! There is one reading of a full date ([`prefix`]) and three places to look for it: anywhere in
//! running text ([`find`]), at the beginning of a file's name ([`of_name`]), and in a value that is
//! known to be a date ([`of_value`]), which may be written tighter.
//! **Invariant:** what is found exists in the calendar; the order of day and month is never
//! guessed.

use super::Date;
use crate::base::letters::is_han;
use crate::base::lexicon::months;

/// What stands between year, month and day where a date is written in numbers.
const DIVIDERS: [char; 6] = ['-', '/', '.', '_', '年', '月'];

/// The first full date in running text: `2024-03-07`, `2024年3月7日`, `March 7, 2024`,
/// `7 March 2024`.
pub(crate) fn find(text: &str) -> Option<Date> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        // `A12024-03-07` is a number of something; Han text writes no spaces before a date.
        let can_begin =
            before.is_none_or(|before: char| !before.is_alphanumeric() || is_han(before));
        if can_begin && let Some((date, _)) = prefix(&text[at..]) {
            return Some(date);
        }
        before = Some(c);
    }
    None
}

/// The full date that a text begins with, and its length in bytes.
pub(crate) fn prefix(text: &str) -> Option<(Date, usize)> {
    let (date, rest) = in_numbers(text).or_else(|| in_words(text))?;
    Some((date, text.len() - rest.len()))
}

/// The date that the name of a file or a heading begins with, whatever divides its numbers:
/// `2024-03-07-talk`, `2024 03 07`.
pub(crate) fn of_name(name: &str) -> Option<Date> {
    let mut numbers = name.split(|c: char| !c.is_ascii_digit());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// The date of a value that a page or a program gives for one: as in running text, and `20240307`,
/// `2024-03`, `2024`.
pub(crate) fn of_value(text: &str) -> Option<Date> {
    find(text).or_else(|| compact(text)).or_else(|| Date::parse(text.trim()))
}

/// `20240307`, `202403070900`, `20240307090000`: any other length is a number of something else.
fn compact(text: &str) -> Option<Date> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    let digits = runs.find(|run| !run.is_empty())?;
    if !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    Date::parse(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8]))
}

/// `2024-03-07`, `2024/3/7`, `2024 年 3 月 7 日`.
fn in_numbers(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(text, 4..=4)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(DIVIDERS)?;
    let (month, rest) = number(rest.trim_start_matches(' '), 1..=2)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(DIVIDERS)?;
    let (day, rest) = number(rest.trim_start_matches(' '), 1..=2)?;

    let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
    Some((on(year, month, day)?, rest))
}

/// `March 7, 2024`, `7 March 2024`, `7th of Mar. 2024`, `2024 March 7`.
fn in_words(text: &str) -> Option<(Date, &str)> {
    if let Some((year, rest)) = number(text, 4..=4) {
        let (month, rest) = month(rest.trim_start_matches([' ', ',']))?;
        let (day, rest) = number(rest, 1..=2)?;
        return Some((on(year, month, day)?, ordinal(rest)));
    }

    let (day, month, rest) = match number(text, 1..=2) {
        Some((day, rest)) => {
            let rest = ordinal(rest).trim_start_matches([' ', ',']);
            let (month, rest) = month(rest.strip_prefix("of ").unwrap_or(rest))?;
            (day, month, rest)
        }
        None => {
            let (month, rest) = month(text)?;
            let (day, rest) = number(rest, 1..=2)?;
            (day, month, ordinal(rest))
        }
    };
    let (year, rest) = number(rest.trim_start_matches([',', ' ']), 4..=4)?;
    Some((on(year, month, day)?, rest))
}

/// The month whose name a text begins with, and what comes after it. Any shortening counts that
/// keeps three letters, up to the nine of `September`: `Sept.` is one, `marketplace` is not.
fn month(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic());
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    if !(3..=9).contains(&word.len()) {
        return None;
    }

    let start = &word[..3];
    let index = months().iter().position(|month| month.short.eq_ignore_ascii_case(start))?;
    Some((index + 1, rest.trim_start_matches(['.', ' '])))
}

/// What comes after `st` of `1st`.
fn ordinal(rest: &str) -> &str {
    for ending in ["st", "nd", "rd", "th"] {
        if let Some(rest) = rest.strip_prefix(ending) {
            return rest;
        }
    }
    rest
}

/// The number that a text begins with, of so many digits and no more, and the rest.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(usize, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    if !digits.contains(&n) {
        return None;
    }
    let (number, rest) = text.split_at(n);
    Some((number.parse().ok()?, rest))
}

fn on(year: usize, month: usize, day: usize) -> Option<Date> {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(date: Option<Date>) -> String {
        date.map_or_else(String::new, |date| date.to_string())
    }

    #[test]
    fn a_full_date_is_found_wherever_it_stands() {
        for text in [
            "2024-03-07",
            "it was 2024/3/7 then",
            "于2024年3月7日举行",
            "2024 年 3 月 7 号",
            "On March 7, 2024, they",
            "(7 March 2024)",
            "Thursday, 7th of Mar. 2024",
            "2024 March 7th",
            "2024.03.07",
        ] {
            assert_eq!(written(find(text)), "2024-03-07", "{text}");
        }
        for text in [
            "",
            "A2024-03-07",
            "2024-13-01",
            "3月7日",
            "marketplace 7, 2024",
            "7 apples 2024",
            "20240307",
            "2024-03-071",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
        assert_eq!(
            prefix("2024年3月7日，晴").map(|(_, length)| length),
            Some("2024年3月7日".len())
        );
    }

    #[test]
    fn a_name_begins_with_its_date_and_a_value_may_be_tighter() {
        for name in ["2024-03-07-talk", "2024_3_7", "2024 03 07", "2024年3月7日 讲话"] {
            assert_eq!(written(of_name(name)), "2024-03-07", "{name}");
        }
        for name in ["talk-2024-03-07", "24-03-07", "2024"] {
            assert_eq!(of_name(name), None, "{name}");
        }
        for value in [
            "20240307",
            "2024-03-07T09:00:00+08:00",
            "20240307T0900",
            "Thu, 7 Mar 2024 09:00:00 GMT",
        ] {
            assert_eq!(written(of_value(value)), "2024-03-07", "{value}");
        }
        assert_eq!(written(of_value(" 2024-03 ")), "2024-03");
        for value in ["yesterday", "12:30", "99999999", "123456"] {
            assert_eq!(of_value(value), None, "{value}");
        }
    }
}
