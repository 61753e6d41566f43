//! Text → the dates that it states, as people and programs write them in the languages of
//! `lexicon/months.txt` and `lexicon/month-names.txt`, and in Chinese, Japanese and Korean.
//!
//! There is one reading of a full date ([`days`]) and three places to look for it: anywhere in
//! running text ([`find`], [`find_days`]), at the beginning of a file's name ([`of_name`]), and in a
//! value that is known to be a date ([`of_value`]), which may be written tighter.
//! **Invariant:** what is found exists in the calendar; the order of day and month is never
//! guessed.

mod han;

use super::Date;
use crate::base::letters::is_han;
use crate::base::lexicon::{month_names, months};
use han::{han_number, in_han, year_in_han};
use std::ops::{Range, RangeInclusive};

/// What stands between year, month and day where a date is written in numbers.
const DIVIDERS: [char; 6] = ['-', '/', '.', '_', '年', '月'];

/// Eras, and the year before their first.
const ERAS: [(&str, usize); 7] = [
    ("民國", 1911),
    ("民国", 1911),
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
];
/// What the Thai calendar counts more than the Gregorian.
const BUDDHIST: usize = 543;
/// Thai years that a document can bear; Gregorian ones are far below.
const BUDDHIST_YEARS: RangeInclusive<usize> = 2400..=2700;

/// A day, or the first and the last of several, and where a text states them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: Date,
    /// The last, if there are several.
    pub(crate) last: Option<Date>,
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
}

/// The first full date in running text: `2024-03-07`, `2024年3月7日`, `March 7, 2024`,
/// `7 March 2024`; of several days the first.
pub(crate) fn find(text: &str) -> Option<Date> {
    Some(find_days(text)?.first)
}

/// The same, with the last of several days and the place: `3–5 May 2019`.
pub(crate) fn find_days(text: &str) -> Option<Days> {
    // No date is without a number, most paragraphs are.
    if !text.contains(|c: char| c.is_numeric() || is_han(c)) {
        return None;
    }
    for at in beginnings(text) {
        if let Some((days, rest)) = days(&text[at..]) {
            let end = text.len() - rest.len();
            return Some(Days { first: days.first, last: days.last, range: at..end });
        }
    }
    None
}

/// The first month of a year in running text: `May 2019`, `2024年3月`.
pub(crate) fn find_month(text: &str) -> Option<Date> {
    for at in beginnings(text) {
        let rest = &text[at..];
        let of_words = || {
            let (month, rest) = month(rest)?;
            let (year, _) = number(after_particles(rest), 4..=4)?;
            Date::parse(&format!("{:04}-{month:02}", gregorian(year)))
        };
        let of_han = || {
            let (year, rest) = year_in_han(rest)?;
            let (month, rest) = han_number(rest)?;
            rest.strip_prefix(['月', '월'])?;
            Date::parse(&format!("{year:04}-{month:02}"))
        };
        if let Some(date) = of_han().or_else(of_words) {
            return Some(date);
        }
    }
    None
}

/// Where a date can begin. `A12024-03-07` is a number of something; Han text writes no spaces
/// before a date.
fn beginnings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        let can_begin =
            before.is_none_or(|before: char| !before.is_alphanumeric() || is_han(before));
        before = Some(c);
        (can_begin && c.is_alphanumeric()).then_some(at)
    })
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

/// A day, or the first and last of several.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: Date,
    last: Option<Date>,
}

/// The days that a text begins with, and what comes after them.
fn days(text: &str) -> Option<(Span, &str)> {
    let (span, rest) = one(text)?;
    if span.last.is_some() {
        return Some((span, rest));
    }

    // Both ends may be written out: `30 December 2019 – 2 January 2020`.
    if let Some((end, rest)) = after_range_mark(rest).and_then(one)
        && end.first > span.first
    {
        return Some((Span { first: span.first, last: Some(end.first) }, rest));
    }
    Some((span, rest))
}

fn one(text: &str) -> Option<(Span, &str)> {
    in_han(text)
        .or_else(|| in_numbers(text))
        .or_else(|| day_first(text))
        .or_else(|| month_first(text))
        .or_else(|| year_first(text))
}

/// `2024-03-07`, `2024/3/7`, `2024. 3. 7.`, and day first where points say so: `7.3.2024`.
fn in_numbers(text: &str) -> Option<(Span, &str)> {
    let whole = |date| Span { first: date, last: None };
    if let Some((year, rest)) = number(text, 4..=4) {
        let rest = rest.trim_start_matches(' ').strip_prefix(DIVIDERS)?;
        let (month, rest) = number(rest.trim_start_matches(' '), 1..=2)?;
        let rest = rest.trim_start_matches(' ').strip_prefix(DIVIDERS)?;
        let (day, rest) = number(rest.trim_start_matches(' '), 1..=2)?;
        let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
        return Some((whole(on(year, month, day)?), rest));
    }

    // Who writes points writes the day first; slashes are written both ways.
    let (day, rest) = number(text, 1..=2)?;
    let (month, rest) = number(rest.strip_prefix('.')?.trim_start_matches(' '), 1..=2)?;
    let (year, rest) = number(rest.strip_prefix('.')?.trim_start_matches(' '), 4..=4)?;
    Some((whole(on(year, month, day)?), rest))
}

/// `7 March 2024`, `7th of Mar. 2024`, `3–5 May 2019`, `3 May – 5 June 2019`, `1er mai 2019`.
fn day_first(text: &str) -> Option<(Span, &str)> {
    let (day, rest) = number(text, 1..=2)?;
    let mut rest = after_ordinal(rest);
    let mut end: Option<(Option<usize>, usize)> = None;
    if let Some((last, after)) = after_range_mark(rest).and_then(|after| number(after, 1..=2)) {
        end = Some((None, last));
        rest = after_ordinal(after);
    }

    let (month_of_first, mut rest) = month(after_particles(rest).trim_start_matches(['-', '/']))?;
    if end.is_none()
        && let Some(after) = after_range_mark(rest)
        && let Some((last, after)) = number(after, 1..=2)
        && let Some((month, after)) = month(after_particles(after_ordinal(after)))
    {
        end = Some((Some(month), last));
        rest = after;
    }

    let (year, rest) = number(after_particles(rest).trim_start_matches(['-', '/']), 4..=4)?;
    Some((span(gregorian(year), month_of_first, day, end)?, rest))
}

/// `March 7, 2024`, `May 3–5, 2019`, `May 30 – June 2, 2019`.
fn month_first(text: &str) -> Option<(Span, &str)> {
    let (month_of_first, rest) = month(text)?;
    let (day, rest) = number(rest, 1..=2)?;
    let mut rest = after_ordinal(rest);

    let mut end: Option<(Option<usize>, usize)> = None;
    if let Some(after) = after_range_mark(rest) {
        let (month, after) = match month(after) {
            Some((month, after)) => (Some(month), after),
            None => (None, after),
        };
        if let Some((last, after)) = number(after, 1..=2) {
            end = Some((month, last));
            rest = after_ordinal(after);
        }
    }

    let (year, rest) = number(after_particles(rest), 4..=4)?;
    Some((span(year, month_of_first, day, end)?, rest))
}

/// `2024 March 7`, `2024. március 7.`
fn year_first(text: &str) -> Option<(Span, &str)> {
    let (year, rest) = number(text, 4..=4)?;
    let (month, rest) = month(rest.trim_start_matches([' ', ',', '.']))?;
    let (day, rest) = number(rest, 1..=2)?;
    Some((span(year, month, day, None)?, after_ordinal(rest)))
}

/// From a day to another of the same year, or of the next where the last comes before the first:
/// `30 December – 2 January 2020`.
fn span(
    year: usize,
    month: usize,
    day: usize,
    end: Option<(Option<usize>, usize)>,
) -> Option<Span> {
    let Some((month_of_last, last)) = end else {
        return Some(Span { first: on(year, month, day)?, last: None });
    };
    let last = on(year, month_of_last.unwrap_or(month), last)?;
    let first = on(year, month, day)?;
    if first < last {
        return Some(Span { first, last: Some(last) });
    }
    let first = on(year.checked_sub(1)?, month, day)?;
    month_of_last.map(|_| Span { first, last: Some(last) })
}

/// What comes after a sign or a word between the first and the last of several days.
fn after_range_mark(text: &str) -> Option<&str> {
    const SIGNS: [&str; 11] = ["–", "—", "−", "-", "~", "～", "〜", "/", "至", "到", "から"];
    const WORDS: [&str; 18] = [
        "to", "until", "through", "and", "&", "bis", "und", "au", "et", "al", "a", "y", "e", "i",
        "до", "по", "и", "tot",
    ];

    let text = text.trim_start_matches(' ');
    let of_sign = SIGNS.iter().find_map(|sign| text.strip_prefix(sign));
    let of_word = || WORDS.iter().find_map(|word| text.strip_prefix(word)?.strip_prefix(' '));
    let rest = of_sign.or_else(of_word)?.trim_start_matches(' ');
    let mut articles = ["the ", "el ", "le ", "den "].iter();
    Some(articles.find_map(|article| rest.strip_prefix(article)).unwrap_or(rest))
}

/// The month whose name a text begins with, and what comes after it. Any shortening of the English
/// name counts that keeps three letters: `Sept.` is one, `marketplace` is not.
fn month(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let goes_on = rest.starts_with(char::is_alphabetic);
    if word.len() >= 3 && !goes_on {
        let is_short = |name: &str| {
            let beginning = name.get(..word.len());
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
        };
        if let Some(index) = months().iter().position(|month| is_short(month.name)) {
            return Some((index + 1, rest.trim_start_matches(['.', ' '])));
        }
    }

    let first = text.chars().next()?.to_lowercase().next()?;
    let mut names = month_names().get(&first)?.iter();
    let (month, rest) = names.find_map(|(name, month)| Some((*month, after_word(text, name)?)))?;
    Some((month, rest.trim_start_matches(['.', ' '])))
}

/// What comes after a word in small letters, in whatever case a text begins with it.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut chars = text.chars();
    for expected in word.chars() {
        let mut small = chars.next()?.to_lowercase();
        if small.next() != Some(expected) {
            return None;
        }
    }
    let rest = chars.as_str();
    (!rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// What comes after the words between day, month and year: `of`, `de`, `พ.ศ.`
fn after_particles(text: &str) -> &str {
    const PARTICLES: [&str; 15] = [
        "of the ",
        "of ",
        "de l'any ",
        "de l’any ",
        "del ",
        "de ",
        "d'",
        "d’",
        "do ",
        "di ",
        "da ",
        "anno ",
        "พ.ศ.",
        "ค.ศ.",
        "года ",
    ];

    let text = text.trim_start_matches([' ', ',', '.']);
    let mut particles = PARTICLES.iter();
    let rest = particles.find_map(|particle| text.strip_prefix(particle)).unwrap_or(text);
    rest.trim_start_matches(' ')
}

/// What comes after `st` of `1st`, `er` of `1er`.
fn after_ordinal(rest: &str) -> &str {
    for ending in ["st", "nd", "rd", "th", "er", "re", "e", "º", "ª", "°", "."] {
        if let Some(rest) = rest.strip_prefix(ending)
            && !rest.starts_with(char::is_alphabetic)
        {
            return rest;
        }
    }
    // Text recognition reads small raised letters as signs: `25” September`.
    const SIGNS: [char; 7] = ['"', '”', '™', '\'', '’', '%', '*'];
    let bare = rest.strip_prefix(SIGNS).unwrap_or(rest);
    bare.strip_prefix(SIGNS).unwrap_or(bare)
}

/// The number that a text begins with, of so many digits and no more, and the rest.
fn number(text: &str, digits: RangeInclusive<usize>) -> Option<(usize, &str)> {
    let (mut number, mut n_digits, mut end) = (0, 0, text.len());
    for (at, c) in text.char_indices() {
        let Some(digit) = digit(c) else {
            end = at;
            break;
        };
        if n_digits >= *digits.end() {
            return None;
        }
        number = number * 10 + digit;
        n_digits += 1;
    }
    digits.contains(&n_digits).then(|| (number, &text[end..]))
}

/// A digit of the scripts that dates are written in: ASCII, full-width, Arabic, Persian,
/// Devanagari, Thai.
fn digit(c: char) -> Option<usize> {
    let zero = ['0', '０', '٠', '۰', '०', '๐'].into_iter().find(|zero| {
        let last = u32::from(*zero) + 9;
        (u32::from(*zero)..=last).contains(&u32::from(c))
    })?;
    usize::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// The year of our calendar: no other counts as far as the Thai one.
fn gregorian(year: usize) -> usize {
    if BUDDHIST_YEARS.contains(&year) { year - BUDDHIST } else { year }
}

fn on(year: usize, month: usize, day: usize) -> Option<Date> {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests;
