//! Dates as the content has them: a day, a month or a year of the proleptic Gregorian calendar (ISO
//! 8601 §5.2, reduced precision).
//!
//! **Invariant:** a [`Date`] exists in the calendar. Nothing here asks what day it is.
//! The only room that names jiff.
//! `find` looks for dates in text; `moment` has those with an hour.

mod find;
mod moment;
mod when;

pub(crate) use find::{find, find_days, find_month, of_name, of_value};
pub use moment::Moment;
pub(crate) use moment::{AsOf, Awaited, Term};
pub(crate) use when::{Doubt, Open, Time, When, WhenWords};

use crate::base::cldr::{self, Parts};
use crate::base::lang::Lang;
use crate::base::message::said_as_displayed;
use std::fmt;

/// A date of day, month or year precision; orders by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

impl Date {
    /// What stands for a date that nobody knows: before all others, of no year that can be written.
    pub(crate) const UNKNOWN: Date = Date { year: -1, month: 0, day: 0 };

    /// Whether there is a date at all.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Date::UNKNOWN
    }

    /// Reads `2024-03-07`, `2024-03` or `2024`; none if there is no such date.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(0), |p| digits(p, 2).filter(|m| *m > 0))?;
        let day = parts.next().map_or(Some(0), |p| digits(p, 2).filter(|d| *d > 0))?;
        if parts.next().is_some() {
            return None;
        }
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month.max(1), day.max(1)).ok()?;
        Some(Date { year, month: month.unsigned_abs(), day: day.unsigned_abs() })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month from 1, if it is known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// Whether the day is known.
    #[must_use]
    pub fn is_day(self) -> bool {
        self.day > 0
    }

    /// Whether this date lies before `other` ends: a year as an end takes in all its days.
    #[must_use]
    pub fn is_by_end_of(self, other: Date) -> bool {
        let end = (
            other.year,
            if other.month == 0 { 12 } else { other.month },
            if other.day == 0 { 31 } else { other.day },
        );
        (self.year, self.month, self.day) <= end
    }

    /// Whether this date is a part of `other`, or the same: a day of its month, a month of its year.
    #[must_use]
    pub(crate) fn is_within(self, other: Date) -> bool {
        self.year == other.year
            && (other.month == 0 || self.month == other.month)
            && (other.day == 0 || self.day == other.day)
    }

    /// `2024-03-07T00:00:00Z`, the form of RFC 3339 that feeds want; an unknown month or day is the
    /// first, an unknown year the first that there is.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let (year, month, day) = (self.year.max(1), self.month.max(1), self.day.max(1));
        format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
    }

    /// As readers of `lang` write it: `7 March 2024`, `2024年3月7日`; in figures where it is not
    /// known how they do.
    #[must_use]
    pub fn text(self, lang: &Lang) -> String {
        cldr::date(&self.parts(None), lang).unwrap_or_else(|| self.to_string())
    }

    fn parts(self, clock: Option<(u8, u8)>) -> Parts {
        Parts { year: self.year, month: self.month, day: self.day, clock }
    }
}

said_as_displayed!(Date);

impl fmt::Display for Date {
    /// ISO 8601.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            _ if !self.is_known() => f.write_str("unknown"),
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

/// Exactly `n` ASCII digits as a number.
fn digits(text: &str, n: usize) -> Option<i16> {
    (text.len() == n && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_exists_or_is_none() {
        assert_eq!(Date::parse("2024-02-29").map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
        for bad in [
            "2023-02-29",
            "2024-13-01",
            "2024-3-7",
            "24-03-07",
            "2024-00-01",
            "2024-01-00",
            "2024-01-01-01",
            "",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert!(Date::parse("2024").unwrap() < Date::parse("2024-01-01").unwrap());
    }

    #[test]
    fn a_year_as_an_end_takes_in_its_last_day() {
        let day = Date::parse("2016-12-31").unwrap();
        assert!(day.is_by_end_of(Date::parse("2016").unwrap()));
        assert!(!day.is_by_end_of(Date::parse("2016-11").unwrap()));
    }

    #[test]
    fn each_language_writes_dates_its_own_way() {
        let day = Date::parse("2024-03-07").unwrap();
        assert_eq!(day.text(&Lang::english()), "7 March 2024");
        assert_eq!(day.text(&Lang::parse("zh-Hant").unwrap()), "2024年3月7日");
        assert_eq!(Date::parse("2024").unwrap().text(&Lang::parse("zh").unwrap()), "2024年");
        assert_eq!(day.text(&Lang::parse("fr").unwrap()), "7 mars 2024");
        assert_eq!(day.text(&Lang::parse("grc").unwrap()), "2024-03-07");
    }
}
