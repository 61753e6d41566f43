//! Moments: a day with its hour and its distance from Greenwich (RFC 3339, and ISO 8601 without
//! seconds); and the moment for which a site is made, with how long what it decides holds.
//!
//! **Invariant:** which of two moments is the earlier is asked of [`AsOf`] alone, and whatever it answers holds for its
//! whole [`Term`]: a date decides at the beginning of a day, and who asks for another moment gives a
//! place where that is noted. So no comparison can be added that a term does not know of.

use super::Date;
use jiff::Timestamp;
use jiff::tz::Offset;
use std::fmt;

/// Days begin first at the islands that are 14 hours ahead of Greenwich.
const FIRST_ISLANDS: Offset = Offset::constant(14);

/// A moment, the same everywhere on Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(Timestamp);

impl Moment {
    /// Reads `2024-03-07T12:00+08:00`, `2024-03-07T04:00:00Z`; none without the distance from
    /// Greenwich, for then it is not known when it was.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Moment)
    }

    /// The moment so many seconds after 1970 began in Greenwich; none outside the years that the
    /// calendar has.
    #[must_use]
    pub fn of_unix(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Moment)
    }

    /// The day in Greenwich.
    #[must_use]
    pub fn day(self) -> Date {
        let day = Offset::UTC.to_datetime(self.0).date();
        Date { year: day.year(), month: day.month().unsigned_abs(), day: day.day().unsigned_abs() }
    }

    /// When the next day begins anywhere on Earth; none at the end of the calendar.
    fn next_day(self) -> Option<Moment> {
        let day = FIRST_ISLANDS.to_datetime(self.0).date();
        let next = day.tomorrow().ok()?.at(0, 0, 0, 0);
        FIRST_ISLANDS.to_timestamp(next).ok().map(Moment)
    }
}

/// As [`Moment::parse`] reads it, to the last fraction of a second.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The moment for which a site is made; none where it is not known, and then all that waits for a
/// moment waits, and no date is yet to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf(Option<Moment>);

impl AsOf {
    /// For the site at `moment`.
    #[must_use]
    pub fn new(moment: Option<Moment>) -> Self {
        AsOf(moment)
    }

    /// Whether a date has not begun anywhere on Earth; an unknown month or day is the first.
    #[must_use]
    pub fn is_before(self, date: Date) -> bool {
        let Some(Moment(now)) = self.0 else {
            return false;
        };
        let there = FIRST_ISLANDS.to_datetime(now).date();
        let there = (there.year(), there.month().unsigned_abs(), there.day().unsigned_abs());
        there < (date.year, date.month.max(1), date.day.max(1))
    }

    /// Whether what waits until `until` still waits; then `awaited` knows of it.
    pub fn waits(self, until: Moment, awaited: &mut Awaited) -> bool {
        if self.0.is_some_and(|now| until.0 <= now.0) {
            return false;
        }
        awaited.add(until);
        true
    }

    /// How long everything holds that was decided by this moment, where `awaited` knows of all that
    /// waits; none where the moment is not known.
    #[must_use]
    pub(crate) fn term(self, awaited: Awaited) -> Option<Term> {
        let from = self.0?;
        // Whether any date was asked for at all is not noted: one build a day costs little.
        let mut until = from.next_day()?;
        if let Awaited(Some(first)) = awaited
            && first.0 < until.0
        {
            until = first;
        }
        Some(Term { from, until })
    }
}

/// The first of the moments for which something waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Awaited(Option<Moment>);

impl Awaited {
    fn add(&mut self, moment: Moment) {
        if self.0.is_none_or(|first| moment.0 < first.0) {
            self.0 = Some(moment);
        }
    }
}

/// A stretch of time, its end not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) from: Moment,
    pub(crate) until: Moment,
}

impl Term {
    pub(crate) fn has(self, moment: Moment) -> bool {
        self.from.0 <= moment.0 && moment.0 < self.until.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn as_of(text: &str) -> AsOf {
        AsOf::new(Some(moment(text)))
    }

    #[test]
    fn a_moment_is_the_same_everywhere() {
        assert_eq!(moment("2024-03-07T12:00+08:00"), moment("2024-03-07T04:00:00Z"));
        for bad in ["2024-03-07T12:00", "2024-03-07", "noon", "2024-13-07T12:00Z"] {
            assert_eq!(Moment::parse(bad), None, "{bad}");
        }
        for text in ["2024-03-07T12:00+08:00", "2024-03-07T04:00:00.000000001Z"] {
            assert_eq!(Moment::parse(&moment(text).to_string()), Some(moment(text)));
        }
    }

    #[test]
    fn a_day_begins_first_in_the_east() {
        let date = |text| Date::parse(text).unwrap();
        assert!(as_of("2024-03-06T09:59Z").is_before(date("2024-03-07")));
        assert!(!as_of("2024-03-06T10:00Z").is_before(date("2024-03-07")));
        assert!(!as_of("2024-03-06T10:00Z").is_before(date("2024")));
        assert!(!AsOf::default().is_before(date("2024")));
    }

    #[test]
    fn what_was_decided_holds_until_a_day_begins_or_what_waits_comes() {
        let now = as_of("2024-03-06T09:30Z");
        let mut awaited = Awaited::default();
        assert!(!now.waits(moment("2024-03-06T09:30Z"), &mut awaited));
        let term = now.term(awaited).unwrap();
        assert!(term.has(moment("2024-03-06T09:30Z")) && term.has(moment("2024-03-06T09:59:59Z")));
        assert!(!term.has(moment("2024-03-06T09:29:59Z")));
        assert!(!term.has(moment("2024-03-06T10:00Z")));

        assert!(now.waits(moment("2024-03-06T09:50Z"), &mut awaited));
        assert!(now.waits(moment("2024-03-06T09:40Z"), &mut awaited));
        assert!(now.waits(moment("2025-01-01T00:00Z"), &mut awaited));
        assert!(now.term(awaited).unwrap().has(moment("2024-03-06T09:39:59Z")));
        assert!(!now.term(awaited).unwrap().has(moment("2024-03-06T09:40Z")));
        assert_eq!(AsOf::default().term(awaited), None);
        assert!(AsOf::default().waits(moment("2024-03-06T09:50Z"), &mut awaited));
    }

    #[test]
    fn within_a_term_no_answer_changes() {
        let dates = ["2024-03-06", "2024-03-07", "2024-03-08", "2024-04", "2025"];
        let dates = dates.map(|text| Date::parse(text).unwrap());
        let waiting = ["2024-03-06T12:00Z", "2024-03-07T09:59Z", "2024-03-07T10:01Z"].map(moment);
        let answers = |now: AsOf| {
            let mut awaited = Awaited::default();
            let before = dates.map(|date| now.is_before(date));
            (before, waiting.map(|until| now.waits(until, &mut awaited)), awaited)
        };

        let begin = 1_709_683_200;
        for from in (begin..begin + 2 * 86_400).step_by(599) {
            let now = AsOf::new(Moment::of_unix(from));
            let term = now.term(answers(now).2).unwrap();
            for later in (from..begin + 3 * 86_400).step_by(307) {
                let later = Moment::of_unix(later).unwrap();
                if term.has(later) {
                    assert_eq!(answers(now), answers(AsOf::new(Some(later))), "{later}");
                }
            }
        }
    }
}
