//! A stream → the lines that have arrived, with their numbers.
//!
//! **Invariant:** memory is bounded by [`BATCH`] and the longest line; one that is too long is passed
//! over. Lines that have arrived are given before more is waited for, so a program may ask one text at
//! a time.

use crate::base::sources::MAX_TEXT_BYTES;
use memchr::memchr;
use std::io::{self, BufRead, BufReader, Read};

/// How many bytes of lines are annotated together. Enough for a hundred speeches, so that threads
/// seldom wait for one another.
const BATCH: usize = 1 << 20;

/// The lines of a stream.
pub(super) struct Lines<R> {
    from: BufReader<R>,
    /// Of the last line, from 1.
    number: usize,
}

/// A line with its number.
pub(super) struct Line {
    pub(super) number: usize,
    /// Without its end; none if it is too long to be held.
    pub(super) bytes: Option<Vec<u8>>,
}

impl<R: Read> Lines<R> {
    pub(super) fn of(stream: R) -> Self {
        Lines { from: BufReader::with_capacity(BATCH, stream), number: 0 }
    }

    /// The lines that have arrived, after a wait for the first; none at the end.
    pub(super) fn batch(&mut self) -> io::Result<Vec<Line>> {
        let mut batch = Vec::new();
        let mut n_bytes = 0;
        loop {
            let Some(line) = self.line()? else {
                return Ok(batch);
            };
            let is_blank = line.bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty());
            n_bytes += line.bytes.as_ref().map_or(0, Vec::len);
            if !is_blank {
                batch.push(line);
            }

            let is_next_here = memchr(b'\n', self.from.buffer()).is_some();
            if !batch.is_empty() && (n_bytes >= BATCH || !is_next_here) {
                return Ok(batch);
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let most = MAX_TEXT_BYTES + 1;
        if self.from.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }

        self.number += 1;
        if self.number == 1 && bytes.starts_with("\u{FEFF}".as_bytes()) {
            bytes.drain(.."\u{FEFF}".len());
        }
        let is_whole = bytes.ends_with(b"\n") || (bytes.len() as u64) < most;
        if !is_whole {
            self.skip_line()?;
        }
        Ok(Some(Line { number: self.number, bytes: is_whole.then_some(bytes) }))
    }

    /// Reads on behind the end of the line, and keeps nothing.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.from.fill_buf()?;
            let (n_read, is_end) = match memchr(b'\n', buffer) {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.from.consume(n_read);
            if is_end {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_as_they_arrive_and_a_long_one_is_passed_over() {
        let long = "x".repeat(usize::try_from(MAX_TEXT_BYTES).unwrap() + 5);
        let text = format!("\u{FEFF}one\n\n{long}\n  two\r\nthree");
        let mut lines = Lines { from: BufReader::with_capacity(64, text.as_bytes()), number: 0 };

        let mut seen = Vec::new();
        loop {
            let batch = lines.batch().unwrap();
            if batch.is_empty() {
                break;
            }
            for line in batch {
                let text = line.bytes.map(|bytes| String::from_utf8(bytes).unwrap());
                seen.push((line.number, text.map(|text| text.trim().to_owned())));
            }
        }
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(seen, [(1, text("one")), (3, None), (4, text("two")), (5, text("three"))]);
    }
}
