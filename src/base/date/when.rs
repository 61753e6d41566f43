//! When something took place: a date, the last of several days, the time of day.
//!
//! Read is what ISO 8601 and EDTF write for it: `2024-03-07T10:00+08:00`, `2024-03-07/2024-03-09`.
//! **Invariant:** the last day comes after the first.

use super::Date;
use crate::base::lang::Lang;
use crate::base::message::said_as_displayed;
use std::fmt;

/// A date with what is known beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// The date; of several days the first.
    pub(crate) date: Date,
    /// The last of several days.
    pub(crate) last: Option<Date>,
    /// When on the (first) day it began.
    pub(crate) time: Option<Time>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    /// Minutes after midnight.
    minutes: i16,
    /// Minutes by which its clocks are ahead of UTC, if that is stated.
    offset: Option<i16>,
}

impl When {
    /// Reads it; none if it is neither a date, nor a date with a time, nor a range of dates.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let Some((first, last)) = text.split_once('/') else {
            let (date, time) = day(text)?;
            return Some(When { date, last: None, time });
        };

        let (date, time) = day(first)?;
        let (last, _) = day(last)?;
        (date <= last).then_some(When { date, last: (date < last).then_some(last), time })
    }

    /// Whether a date lies within it: a month within its year, a day within the days of a range.
    pub(crate) fn contains(&self, date: Date) -> bool {
        match self.last {
            None => date.is_within(self.date) || self.date.is_within(date),
            Some(last) => {
                (self.date <= date || self.date.is_within(date)) && date.is_by_end_of(last)
            }
        }
    }

    /// As readers of `lang` write it.
    pub(crate) fn text(&self, lang: &Lang) -> String {
        let mut text = self.date.text(lang);
        if let Some(time) = &self.time {
            text = format!("{text}, {}", time.clock());
        }
        if let Some(last) = self.last {
            text = format!("{text} – {}", last.text(lang));
        }
        text
    }
}

impl From<Date> for When {
    fn from(date: Date) -> Self {
        When { date, last: None, time: None }
    }
}

said_as_displayed!(When);

impl fmt::Display for When {
    /// EDTF.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(time) = &self.time {
            write!(f, "T{time}")?;
        }
        match self.last {
            Some(last) => write!(f, "/{last}"),
            None => Ok(()),
        }
    }
}

impl Time {
    /// What orders the times of one day: minutes of UTC, where the offset is stated.
    pub(crate) fn order(self) -> i16 {
        self.minutes - self.offset.unwrap_or(0)
    }

    /// `18:00`.
    fn clock(self) -> String {
        format!("{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }

    /// Reads `10:00`, `10:00:00.5`, each with `Z`, `+08:00`, `+0800` or `+08` behind it, or nothing.
    fn parse(text: &str) -> Option<Self> {
        let at = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
        let (clock, zone) = text.split_at(at);

        let mut parts = clock.trim_end().split(':');
        let hours = number(parts.next()?, 23)?;
        let minutes = number(parts.next()?, 59)?;
        // A second more or less orders no speeches.
        let seconds = parts.next().map(|part| part.split('.').next().unwrap_or_default());
        if seconds.is_some_and(|seconds| number(seconds, 60).is_none()) || parts.next().is_some() {
            return None;
        }
        Some(Time { minutes: hours * 60 + minutes, offset: offset(zone)? })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.clock())?;
        match self.offset {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// A date, and the time behind it after `T` or a space.
fn day(text: &str) -> Option<(Date, Option<Time>)> {
    let Some((date, time)) = text.trim().split_once(['T', 't', ' ']) else {
        return Some((Date::parse(text.trim())?, None));
    };
    let date = Date::parse(date).filter(|date| date.is_day())?;
    Some((date, Some(Time::parse(time.trim())?)))
}

/// An offset from UTC in minutes; nothing if none is stated, none if it cannot be read.
fn offset(zone: &str) -> Option<Option<i16>> {
    let zone = zone.trim();
    if zone.is_empty() {
        return Some(None);
    }
    if zone.eq_ignore_ascii_case("z") {
        return Some(Some(0));
    }

    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "00"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let ahead = number(hours, 14)? * 60 + number(minutes, 59)?;
    Some(Some(if zone.starts_with('-') { -ahead } else { ahead }))
}

/// Two digits as a number of at most `most`.
fn number(text: &str, most: i16) -> Option<i16> {
    super::digits(text, 2).filter(|number| *number <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_may_have_a_time_and_a_last_day() {
        for (written, kept) in [
            ("2024-03-07", "2024-03-07"),
            ("2024-03", "2024-03"),
            ("2024-03-07T10:00+08:00", "2024-03-07T10:00+08:00"),
            ("2024-03-07T10:00:30.25Z", "2024-03-07T10:00Z"),
            ("2024-03-07 18:30 +0100", "2024-03-07T18:30+01:00"),
            ("2024-03-07T18:30", "2024-03-07T18:30"),
            ("2024-03-07/2024-03-09", "2024-03-07/2024-03-09"),
            ("2024-03-07/2024-03-07", "2024-03-07"),
            ("2024-03/2024-05", "2024-03/2024-05"),
        ] {
            assert_eq!(When::parse(written).map(|when| when.to_string()).as_deref(), Some(kept));
        }
        for bad in [
            "2024-03-09/2024-03-07",
            "2024-03T10:00",
            "2024-03-07T25:00",
            "2024-03-07T10:00+99:00",
            "2024-03-07/..",
            "2024-03-07T",
            "2024-03-07T10",
            "1962~",
        ] {
            assert_eq!(When::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_are_ordered_by_utc_and_ranges_contain_their_days() {
        let time = |text| When::parse(text).unwrap().time.unwrap().order();
        assert!(time("2024-03-07T18:00+08:00") < time("2024-03-07T12:00+01:00"));

        let contains = |when, date| When::parse(when).unwrap().contains(Date::parse(date).unwrap());
        assert!(contains("2024-03-07/2024-03-09", "2024-03-08"));
        assert!(contains("2024-03", "2024-03-31") && contains("2024-03-07", "2024"));
        assert!(!contains("2024-03-07", "2024-05-07") && !contains("2024-03-07", "2024-03-08"));
        assert!(!contains("2024-03-07/2024-03-09", "2024-03-10"));
    }

    #[test]
    fn readers_see_both_days_and_the_clock() {
        let text = |when| When::parse(when).unwrap().text(&Lang::english());
        assert_eq!(text("2024-03-07/2024-03-09"), "7 March 2024 – 9 March 2024");
        assert_eq!(text("2024-03-07T18:00+01:00"), "7 March 2024, 18:00");
    }
}
