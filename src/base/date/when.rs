//! When something took place, as EDTF (ISO 8601-2, level 0 and 1) writes it: a date, how sure it is,
//! the last of several days, the time of day.
//!
//! Read are `2024-03-07T10:00+08:00`, `2024-03-07/2024-03-09`, `1962~` (about), `1962?` (it is not
//! certain), `1962%` (both), `1962/..` and `../1962` (open to one side) and `unknown`.
//! **Invariant:** the last day comes after the first; a [`When`] has a date to be ordered by, which
//! is [`Date::UNKNOWN`] where there is none.

use super::Date;
use crate::base::cldr;
use crate::base::lang::Lang;
use crate::base::message::said_as_displayed;
use std::fmt;

/// A date with what is known beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// The date; of several days the first; of what has no beginning, the last.
    pub(crate) date: Date,
    pub(crate) doubt: Doubt,
    /// The last of several days.
    pub(crate) last: Option<Date>,
    pub(crate) last_doubt: Doubt,
    /// The side to which it is open.
    pub(crate) open: Option<Open>,
    /// When on the (first) day it began.
    pub(crate) time: Option<Time>,
}

/// What is not sure of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Doubt {
    /// It is near: `1962~`.
    pub(crate) is_about: bool,
    /// It may be another: `1962?`.
    pub(crate) is_uncertain: bool,
}

/// The side of a stretch of time that has no known end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    Beginning,
    End,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    /// Minutes after midnight.
    minutes: i16,
    /// Minutes by which its clocks are ahead of UTC, if that is stated.
    offset: Option<i16>,
}

/// The words in which readers are told what is not sure; `{date}` is where the date goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WhenWords<'w> {
    pub(crate) about: &'w str,
    pub(crate) uncertain: &'w str,
    pub(crate) from: &'w str,
    pub(crate) until: &'w str,
    pub(crate) unknown: &'w str,
}

impl WhenWords<'static> {
    /// Those of citations, which are in the language of the text and not in that of the page.
    pub(crate) fn of(lang: &Lang) -> Self {
        match lang.primary() {
            "zh" | "yue" => WhenWords {
                about: "约{date}",
                uncertain: "{date}（？）",
                from: "{date}起",
                until: "至{date}",
                unknown: "日期不详",
            },
            // The abbreviations of cataloguers, which are Latin everywhere.
            _ => WhenWords {
                about: "ca. {date}",
                uncertain: "{date} (?)",
                from: "{date} –",
                until: "– {date}",
                unknown: "s.d.",
            },
        }
    }
}

impl When {
    /// Reads it; none if it is neither a date, nor a date with a time, nor a range of dates.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "unknown" || text == "XXXX" {
            return Some(Date::UNKNOWN.into());
        }
        let Some((first, last)) = text.split_once('/') else {
            let (date, doubt, time) = day(text)?;
            return Some(When { doubt, time, ..When::from(date) });
        };

        match (first.trim(), last.trim()) {
            ("" | "..", last) => {
                let (date, doubt, _) = day(last)?;
                Some(When { doubt, open: Some(Open::Beginning), ..When::from(date) })
            }
            (first, "" | "..") => {
                let (date, doubt, time) = day(first)?;
                Some(When { doubt, time, open: Some(Open::End), ..When::from(date) })
            }
            (first, last) => {
                let (date, doubt, time) = day(first)?;
                let (last, last_doubt, _) = day(last)?;
                let last_of_several = (date < last).then_some(last);
                let when = When { doubt, last_doubt, time, ..When::from(date) };
                (date <= last).then_some(When { last: last_of_several, ..when })
            }
        }
    }

    /// The dates alone, without the hour.
    pub(crate) fn without_time(self) -> Self {
        When { time: None, ..self }
    }

    /// Whether it says no more than its date does, if it says anything.
    pub(crate) fn is_plain(&self) -> bool {
        self.without_time() == When::from(self.date)
    }

    /// Whether a date lies within it: a month within its year, a day within the days of a range. Of
    /// a date that is not sure, any may.
    pub(crate) fn contains(&self, date: Date) -> bool {
        if !self.date.is_known() || self.doubt != Doubt::default() {
            return true;
        }
        let is_after_begin = self.date <= date || self.date.is_within(date);
        match (self.last, self.open) {
            (_, Some(Open::Beginning)) => date.is_by_end_of(self.date),
            (_, Some(Open::End)) => is_after_begin,
            (None, None) => date.is_within(self.date) || self.date.is_within(date),
            (Some(last), None) => is_after_begin && date.is_by_end_of(last),
        }
    }

    /// As readers of `lang` write it.
    pub(crate) fn text(&self, lang: &Lang, words: &WhenWords<'_>) -> String {
        if !self.date.is_known() {
            return words.unknown.to_owned();
        }

        let is_sure = [self.doubt, self.last_doubt] == [Doubt::default(); 2];
        if let (Some(last), None, true) = (self.last, self.time, is_sure) {
            return cldr::stretch(&self.date.text(lang), &last.text(lang), lang);
        }

        let clock = self.time.map(|time| time.hour_and_minute());
        let written = cldr::date(&self.date.parts(clock), lang);
        let written = written.unwrap_or_else(|| self.date.text(lang));
        let mut text = self.doubt.text(written, words);
        if let Some(zone) = self.time.and_then(Time::zone) {
            text = format!("{text} {zone}");
        }
        if let Some(last) = self.last {
            text = format!("{text} – {}", self.last_doubt.text(last.text(lang), words));
        }
        match self.open {
            Some(Open::Beginning) => words.until.replace("{date}", &text),
            Some(Open::End) => words.from.replace("{date}", &text),
            None => text,
        }
    }
}

impl Doubt {
    /// A date and what marks it: `1962~`.
    fn of(text: &str) -> (&str, Self) {
        let (date, mark) = match text.strip_suffix(['~', '?', '%']) {
            Some(date) => (date, &text[date.len()..]),
            None => (text, ""),
        };
        let doubt =
            Doubt { is_about: matches!(mark, "~" | "%"), is_uncertain: matches!(mark, "?" | "%") };
        (date, doubt)
    }

    fn mark(self) -> &'static str {
        match (self.is_about, self.is_uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        }
    }

    fn text(self, date: String, words: &WhenWords<'_>) -> String {
        let mut text = date;
        if self.is_about {
            text = words.about.replace("{date}", &text);
        }
        if self.is_uncertain {
            text = words.uncertain.replace("{date}", &text);
        }
        text
    }
}

impl From<Date> for When {
    fn from(date: Date) -> Self {
        let doubt = Doubt::default();
        When { date, doubt, last: None, last_doubt: doubt, open: None, time: None }
    }
}

said_as_displayed!(When);

impl fmt::Display for When {
    /// EDTF.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.open == Some(Open::Beginning) {
            write!(f, "../")?;
        }
        write!(f, "{}{}", self.date, self.doubt.mark())?;
        if let Some(time) = &self.time {
            write!(f, "T{time}")?;
        }
        if self.open == Some(Open::End) {
            write!(f, "/..")?;
        }
        match self.last {
            Some(last) => write!(f, "/{last}{}", self.last_doubt.mark()),
            None => Ok(()),
        }
    }
}

impl Time {
    /// What orders the times of one day: minutes of UTC, where the offset is stated.
    pub(crate) fn order(self) -> i16 {
        self.minutes - self.offset.unwrap_or(0)
    }

    /// `UTC+8`, where the place of its clocks is known.
    fn zone(self) -> Option<String> {
        let offset = self.offset?;
        let sign = if offset < 0 { '−' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        Some(match (hours, minutes) {
            (0, 0) => "UTC".to_owned(),
            (_, 0) => format!("UTC{sign}{hours}"),
            _ => format!("UTC{sign}{hours}:{minutes:02}"),
        })
    }

    fn hour_and_minute(self) -> (u8, u8) {
        let of = |number: i16| u8::try_from(number).unwrap_or_default();
        (of(self.minutes / 60), of(self.minutes % 60))
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

/// A date, how sure it is, and the time behind it after `T` or a space.
fn day(text: &str) -> Option<(Date, Doubt, Option<Time>)> {
    let Some((date, time)) = text.trim().split_once(['T', 't', ' ']) else {
        let (date, doubt) = Doubt::of(text.trim());
        return Some((Date::parse(date)?, doubt, None));
    };
    let date = Date::parse(date).filter(|date| date.is_day())?;
    Some((date, Doubt::default(), Some(Time::parse(time.trim())?)))
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
            ("1962~", "1962~"),
            ("1962-05?", "1962-05?"),
            ("1962%/1965~", "1962%/1965~"),
            ("2024-03-07/..", "2024-03-07/.."),
            ("/1962", "../1962"),
            ("unknown", "unknown"),
        ] {
            assert_eq!(When::parse(written).map(|when| when.to_string()).as_deref(), Some(kept));
        }
        for bad in [
            "2024-03-09/2024-03-07",
            "2024-03T10:00",
            "2024-03-07T25:00",
            "2024-03-07T10:00+99:00",
            "../..",
            "~1962",
            "196X",
            "2024-03-07T",
            "2024-03-07T10",
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
        assert!(contains("2024/..", "2025") && !contains("2024/..", "2023"));
        assert!(contains("../2024", "2023") && !contains("../2024", "2025"));
        assert!(contains("1962~", "1970") && contains("unknown", "1970"));
    }

    #[test]
    fn readers_see_both_days_and_the_clock() {
        let text = |when| {
            let english = Lang::english();
            When::parse(when).unwrap().text(&english, &WhenWords::of(&english))
        };
        assert_eq!(text("2024-03-07/2024-03-09"), "7 – 9 March 2024");
        assert_eq!(text("2024-03-07T18:00+01:00"), "7 March 2024 at 18:00 UTC+1");
        assert_eq!(text("2024-03-07T18:00-03:30"), "7 March 2024 at 18:00 UTC−3:30");
        assert_eq!(text("1962~"), "ca. 1962");
        assert_eq!(text("1962-05%/1963"), "ca. May 1962 (?) – 1963");
        assert_eq!(text("1962/.."), "1962 –");
        assert_eq!(text("unknown"), "s.d.");
    }
}
