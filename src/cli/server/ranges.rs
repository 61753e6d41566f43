//! `Range: bytes=100-199` → the part of a file that a player asks for (RFC 9110 §14): without it
//! nobody can go to a place in a recording.
//!
//! Several parts at once are no part: whoever asks for them gets the whole file, as servers may.

use std::ops::Range;

/// A part of a file whose length is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// From this byte to that one, or to the end.
    From(u64, Option<u64>),
    /// So many bytes at the end.
    Last(u64),
}

impl Part {
    /// The part that a header asks for; none if it asks for anything else.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
        let number = |text: &str| text.parse::<u64>().ok();
        match (first.is_empty(), last.is_empty()) {
            (true, _) => number(last).map(Part::Last),
            (false, true) => Some(Part::From(number(first)?, None)),
            (false, false) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Part::From(first, Some(last)))
            }
        }
    }

    /// Its bytes in a file of this length, half-open; none where there is nothing of it.
    pub(super) fn of(self, length: u64) -> Option<Range<u64>> {
        let range = match self {
            Part::From(first, None) => first..length,
            Part::From(first, Some(last)) => first..length.min(last.saturating_add(1)),
            Part::Last(n) => length.saturating_sub(n)..length,
        };
        (!range.is_empty()).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_is_there_of_it() {
        for (header, expected) in [
            ("bytes=0-", Some(0..10)),
            ("bytes=2-4", Some(2..5)),
            ("bytes=4-99", Some(4..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-99", Some(0..10)),
            ("bytes=10-", None),
            ("bytes=-0", None),
        ] {
            assert_eq!(Part::parse(header).unwrap().of(10), expected, "{header}");
        }
        for header in ["bytes=1-2,4-5", "bytes=5-2", "lines=1-2", "bytes=", "bytes=-", "bytes=a-b"]
        {
            assert_eq!(Part::parse(header), None, "{header}");
        }
    }
}
