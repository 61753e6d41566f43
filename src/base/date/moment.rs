//! Moments: a day with its hour and its distance from Greenwich (RFC 3339, and ISO 8601 without
//! seconds).

use super::Date;

/// A moment, the same everywhere on Earth; orders by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(jiff::Timestamp);

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
        jiff::Timestamp::from_second(seconds).ok().map(Moment)
    }

    /// Whether at this moment a date has not begun anywhere on Earth; an unknown month or day is
    /// the first.
    #[must_use]
    pub fn is_before(self, date: Date) -> bool {
        // Days begin first at the islands that are 14 hours ahead of Greenwich.
        let ahead = jiff::tz::Offset::constant(14).to_datetime(self.0).date();
        let there = (ahead.year(), ahead.month().unsigned_abs(), ahead.day().unsigned_abs());
        there < (date.year, date.month.max(1), date.day.max(1))
    }

    /// The day in Greenwich.
    #[must_use]
    pub fn day(self) -> Date {
        let day = jiff::tz::Offset::UTC.to_datetime(self.0).date();
        Date { year: day.year(), month: day.month().unsigned_abs(), day: day.day().unsigned_abs() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_same_everywhere() {
        let moment = |text| Moment::parse(text).unwrap();
        assert_eq!(moment("2024-03-07T12:00+08:00"), moment("2024-03-07T04:00:00Z"));
        assert!(moment("2024-03-07T12:00+08:00") < moment("2024-03-07T12:00Z"));
        for bad in ["2024-03-07T12:00", "2024-03-07", "noon", "2024-13-07T12:00Z"] {
            assert_eq!(Moment::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_begins_first_in_the_east() {
        let moment = |text| Moment::parse(text).unwrap();
        let date = |text| Date::parse(text).unwrap();
        assert!(moment("2024-03-06T09:59Z").is_before(date("2024-03-07")));
        assert!(!moment("2024-03-06T10:00Z").is_before(date("2024-03-07")));
        assert!(!moment("2024-03-06T10:00Z").is_before(date("2024")));
    }
}
