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
        let message = if is_written_as_day(text) {
            say!("there is no `{text}` in the calendar", text)
        } else {
            say!("`{text}` is not a date", text)
        };
        let Remedy { hint, date } = remedy(text, wanted);

        // A time or a last day that is left out would be lost.
        let says_more = matches!(wanted, Wanted::Day(Some(_)));
        let certain = date.filter(|_| !says_more).map(|date| date.to_string());
        self.tell_meant(Code::BadDate, &node.span, message, hint, certain);
    }
}

/// What a date is wanted for.
enum Wanted {
    /// A fact, which has one; the date in what is written, if that is known.
    Day(Option<Date>),
    /// Something that takes place, which may have a time and several days.
    Event,
}

/// What to do about a text that is no date.
struct Remedy {
    hint: Message,
    /// The date that the text is beyond doubt.
    date: Option<Date>,
}

impl Remedy {
    fn hint(hint: impl Into<Message>) -> Self {
        Remedy { hint: hint.into(), date: None }
    }
}

/// What to do about `text`. The surer something is of what was meant, the earlier it is asked.
fn remedy(text: &str, wanted: &Wanted) -> Remedy {
    let usual = "write it as `2024-03-07`, or where less is known `2024-03` or `2024`";
    let is_event = matches!(wanted, Wanted::Event);

    if is_written_as_day(text) {
        return Remedy::hint(end_of_month(text).unwrap_or_else(|| usual.into()));
    }
    if goes_on(text) && !is_event {
        return Remedy::hint("leave it out: what goes on has no end");
    }
    if let Some(date) = Date::parse(&plain_figures(text)) {
        return Remedy { hint: say!("write `{date}`", date), date: Some(date) };
    }

    if let Some((last, first)) = text.split_once('/').and_then(wrong_way_round) {
        let hint = say!("write `{first}/{last}`: the first day comes first", first, last);
        return Remedy::hint(hint);
    }
    if is_event && let Some((first, last)) = several_days(text) {
        return Remedy::hint(say!("write `{first}/{last}`", first, last));
    }

    let stated = match wanted {
        Wanted::Day(Some(first)) => Some(*first),
        Wanted::Day(None) | Wanted::Event => date::of_value(text),
    };
    if let Some(date) = stated {
        return date_among_words(date, text, is_event);
    }

    let without_doubt = text.trim_end_matches(SIGNS_OF_DOUBT);
    if without_doubt != text
        && let Some(date) = Date::parse(without_doubt)
    {
        let hint = say!("write `{date}`: of speeches alone can be said how sure a date is", date);
        return Remedy::hint(hint);
    }
    let guess = day_last(text).or_else(|| only_year(text));
    Remedy::hint(guess.unwrap_or_else(|| usual.into()))
}

/// `1962~`, `1962?`: what EDTF says of how sure a date is.
const SIGNS_OF_DOUBT: [char; 6] = ['~', '?', '%', 'X', 'u', 'x'];

/// Whether a text is written as a day is; if it is no date, the calendar has no such day.
fn is_written_as_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    text.len() == "2024-03-07".len()
        && parts.len() == 3
        && parts.iter().all(|part| part.parse::<u32>().is_ok())
}

/// What to write where a date is in the text, and perhaps words or an hour beside it.
fn date_among_words(date: Date, text: &str, is_event: bool) -> Remedy {
    let besides = besides_date(text);
    if is_event && besides.contains(|c: char| c.is_ascii_digit()) {
        return Remedy::hint(say!(
            "write `{date}`; with the time of day it is `{date}T10:00+08:00`",
            date
        ));
    }
    let is_alone = !besides.contains(char::is_alphanumeric);
    Remedy { hint: say!("write `{date}`", date), date: is_alone.then_some(date) }
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
fn end_of_month(text: &str) -> Option<Message> {
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

/// Two days of which the last is written first, as they are written.
fn wrong_way_round((one, other): (&str, &str)) -> Option<(Date, Date)> {
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
