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
            self.bad_date(node, &text, first);
        }
        date
    }

    /// A date as EDTF writes it: with a time of day or a last day, or not sure.
    pub(crate) fn when(&mut self, node: &Node) -> Option<When> {
        let text = self.text(node)?;
        let when = When::parse(&text);
        if when.is_none() {
            self.bad_date(node, &text, None);
        }
        when
    }

    /// Reports what is no date; `meant` is the date in it, if that is known.
    fn bad_date(&mut self, node: &Node, text: &str, meant: Option<Date>) {
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
        } else if goes_on(text) {
            "leave it out: what goes on has no end".into()
        } else if let Some((last, first)) = text.split_once('/').and_then(days) {
            say!("write `{first}/{last}`: the first day comes first", first, last)
        } else if let Some(date) = meant.or_else(|| date::of_value(text)) {
            certain_date = Some(date.to_string());
            say!("write `{date}`", date)
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
