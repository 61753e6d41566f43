//! Dates out of a tree of fields; of what is none, the message says how it is written.

use super::{Node, Reader};
use crate::base::date::{self, Date, Doubt, When};
use crate::base::diag::Code;
use crate::base::message::{Message, say};

impl Reader<'_> {
    /// A date of day, month or year precision.
    pub(crate) fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node)?;
        let date = Date::parse(&text);

        if date.is_none() {
            // One date is wanted: of a time or a range it is the first.
            let first = When::parse(&text)
                .filter(|when| when.doubt == Doubt::default() && when.date.is_known())
                .map(|when| when.date);
            self.bad_date(node, &text, &Wanted::Day(first));
        }
        date
    }

    /// A date as EDTF writes it: with a time of day or a last day, or not sure.
    pub(crate) fn when(&mut self, node: &Node) -> Option<When> {
        let text = self.text(node)?;
        let when = When::parse(&text);
        if when.is_none() {
            self.bad_date(node, &text, &Wanted::Event);
        }
        when
    }

    /// Reports what is no date.
    fn bad_date(&mut self, node: &Node, text: &str, wanted: &Wanted) {
        let meant = match wanted {
            Wanted::Day(meant) => *meant,
            Wanted::Event => None,
        };
        let is_event = matches!(wanted, Wanted::Event);
        let number = |part: &str| part.parse::<u32>().ok();
        let mut parts = text.split('-').map(number);
        let is_impossible = matches!(
            (parts.next(), parts.next(), parts.next(), parts.next()),
            (Some(Some(_)), Some(Some(_)), Some(Some(_)), None)
        ) && text.len() == "2024-03-07".len();
        // `1962~`, `1962?`: what EDTF says of how sure a date is.
        let certain = text.trim_end_matches(['~', '?', '%', 'X', 'u', 'x']);

        let usual = "write it as `2024-03-07`, or where less is known `2024-03` or `2024`";
        let message = if is_impossible {
            say!("there is no `{text}` in the calendar", text)
        } else {
            say!("`{text}` is not a date", text)
        };
        let mut certain_date = None;
        let hint = if is_impossible {
            impossible(text).unwrap_or_else(|| usual.into())
        } else if goes_on(text) && !is_event {
            "leave it out: what goes on has no end".into()
        } else if let Some(date) = Date::parse(&plain_figures(text)) {
            certain_date = Some(date.to_string());
            say!("write `{date}`", date)
        } else if let Some((last, first)) = text.split_once('/').and_then(days) {
            say!("write `{first}/{last}`: the first day comes first", first, last)
        } else if let Some((first, last)) = several_days(text).filter(|_| is_event) {
            say!("write `{first}/{last}`", first, last)
        } else if let Some(date) = meant.or_else(|| date::of_value(text)) {
            let besides = besides_date(text);
            let is_all = !besides.contains(char::is_alphanumeric);
            certain_date = is_all.then(|| date.to_string());
            match is_event && besides.contains(|c: char| c.is_ascii_digit()) {
                true => {
                    say!("write `{date}`; with the time of day it is `{date}T10:00+08:00`", date)
                }
                false => say!("write `{date}`", date),
            }
        } else if let Some(date) = Date::parse(certain).filter(|_| certain != text) {
            say!("write `{date}`: of speeches alone can be said how sure a date is", date)
        } else {
            day_last(text).or_else(|| only_year(text)).unwrap_or_else(|| usual.into())
        };
        // A time or a last day that is left out would be lost.
        let is_all = meant.is_none();
        self.tell_meant(Code::BadDate, &node.span, message, hint, certain_date.filter(|_| is_all));
    }
}

/// What a date is wanted for.
enum Wanted {
    /// A fact, which has one; the date in what is written, if that is known.
    Day(Option<Date>),
    /// Something that takes place, which may have a time and several days.
    Event,
}

/// A date in the figures and hyphens of ISO 8601 that is typed in others: `２０２６－０３－１４`.
fn plain_figures(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '－' | '–' | '—' | '‐' | '‑' | '−' => '-',
        _ => c,
    };
    text.trim().chars().map(plain).collect()
}

/// The first and the last of several days.
fn several_days(text: &str) -> Option<(Date, Date)> {
    let days = date::find_days(text)?;
    days.last.filter(|last| *last > days.first).map(|last| (days.first, last))
}

/// What is written beside a date: an hour, a weekday.
fn besides_date(text: &str) -> String {
    match date::find_days(text) {
        Some(days) => format!("{} {}", &text[..days.range.start], &text[days.range.end..]),
        None => String::new(),
    }
}

/// What to write for a day that the month does not have.
fn impossible(text: &str) -> Option<Message> {
    let month = text.get(.."2024-03".len()).filter(|month| Date::parse(month).is_some())?;
    let last = (28..=31).rev().find(|day| Date::parse(&format!("{month}-{day}")).is_some())?;
    Some(say!(
        "that month ends with day {last}; where the day is not known, write `{month}`",
        last,
        month
    ))
}

/// Whether it says in words that something has not ended.
fn goes_on(text: &str) -> bool {
    const WORDS: [&str; 8] =
        ["now", "today", "present", "the present", "current", "ongoing", "至今", "现在"];
    WORDS.contains(&text.trim().to_lowercase().as_str())
}

/// Two days that are written the wrong way round.
fn days((one, other): (&str, &str)) -> Option<(Date, Date)> {
    let (one, other) = (Date::parse(one.trim())?, Date::parse(other.trim())?);
    (other < one).then_some((one, other))
}

/// What to write for `03/14/2026`, `7.3.24` or `26-03-14`, where day, month and year are numbers.
fn day_last(text: &str) -> Option<Message> {
    let parts: Vec<&str> =
        text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let day = |year: &str, month: &str, day: &str| {
        let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
        Date::parse(&format!("{year}-{month:02}-{day:02}"))
    };

    if third.len() == 4 {
        return match (day(third, first, second), day(third, second, first)) {
            (Some(one), Some(other)) if one != other => {
                Some(say!("write `{one}` or `{other}`, whichever is meant", one, other))
            }
            (Some(date), _) | (None, Some(date)) => Some(say!("write `{date}`", date)),
            (None, None) => None,
        };
    }
    // Of two digits, the first are the year where hyphens divide them; a choice of the century in
    // which an archive of living memory lies.
    let century = if first.parse::<u8>().ok()? > 40 { "19" } else { "20" };
    let date = day(&format!("{century}{first}"), second, third).filter(|_| first.len() == 2)?;
    text.contains('-').then(|| say!("write all digits of the year: `{date}`", date))
}

/// What to write where words surround a year: `about 1960`.
fn only_year(text: &str) -> Option<Message> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let year = numbers.next().filter(|number| number.len() == 4)?;
    numbers.next().is_none().then(|| say!("write `{year}`, and in words how certain it is", year))
}
