//! Bytes of a file → lines and columns, and the lines around a span.
//!
//! Lines and columns count from 1; a column is a count of characters. A byte order mark is not
//! counted, as in editors.

use crate::base::letters::floor;
use crate::base::sources::{FileId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A position in a file, both numbers from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Position {
    pub(in crate::cli) line: usize,
    pub(in crate::cli) column: usize,
}

/// A file, and where its lines start.
pub(super) struct LineIndex<'s> {
    bytes: &'s [u8],
    /// At least one.
    starts: Vec<usize>,
}

impl<'s> LineIndex<'s> {
    fn of(bytes: &'s [u8]) -> Self {
        let first = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut starts = vec![first];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' {
                starts.push(at + 1);
            }
        }
        LineIndex { bytes, starts }
    }

    /// The line, from 0, that holds the byte at `offset`; an offset after the end is in the last
    /// line.
    fn line(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);

        // There is nothing to show after a last line break.
        if line > 0 && self.starts[line] >= self.bytes.len() { line - 1 } else { line }
    }

    /// The position of the byte at `offset`.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let before =
            self.bytes.get(self.starts[line]..offset.min(self.bytes.len())).unwrap_or_default();

        // Each character has one byte that does not continue another (RFC 3629 §3).
        let n_chars = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        Position { line: line + 1, column: n_chars + 1 }
    }

    /// The whole lines that hold `range`.
    pub(super) fn window(&self, range: &Range<usize>) -> Window<'s> {
        let first = self.line(range.start);
        // A range that ends with a line break does not reach into the next line.
        let last = self.line(range.end.saturating_sub(1).max(range.start));

        let start = self.starts[first].min(self.bytes.len());
        let end = match self.starts.get(last + 1) {
            Some(next) => next - 1,
            None => self.bytes.len(),
        };
        let bytes = &self.bytes[start..end.max(start)];
        Window { bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), start, first_line: first + 1 }
    }
}

/// Some whole lines of a file.
pub(super) struct Window<'s> {
    pub(super) bytes: &'s [u8],
    /// The offset of the first byte in the file.
    start: usize,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
}

impl<'s> Window<'s> {
    /// What of it is near to a range: so many bytes before and behind, at character boundaries.
    pub(super) fn around(&self, range: &Range<usize>, reach: usize) -> Window<'s> {
        let is_within = |at: usize| self.bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        let offset = |at: usize| at.saturating_sub(self.start).min(self.bytes.len());
        let mut from = offset(range.start).saturating_sub(reach);
        let mut to = (offset(range.end) + reach).min(self.bytes.len());
        while from > 0 && is_within(from) {
            from -= 1;
        }
        while is_within(to) {
            to += 1;
        }
        let n_lines = self.bytes[..from].iter().filter(|byte| **byte == b'\n').count();
        Window {
            bytes: &self.bytes[from..to.max(from)],
            start: self.start + from,
            first_line: self.first_line + n_lines,
        }
    }

    /// The lines as text; what is not UTF-8 is replaced.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }

    /// A range of the file as a range of `text`, which is that of [`text`](Self::text), at
    /// character boundaries.
    pub(super) fn range(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let start = self.offset(range.start, text);
        start..self.offset(range.end, text).max(start)
    }

    fn offset(&self, offset: usize, text: &str) -> usize {
        let before = &self.bytes[..offset.saturating_sub(self.start).min(self.bytes.len())];
        // A byte that is not UTF-8 becomes a character of three bytes, which moves what follows it.
        let len = match std::str::from_utf8(before) {
            Ok(before) => before.len(),
            Err(_) => String::from_utf8_lossy(before).len(),
        };

        floor(text, len.min(text.len()))
    }
}

/// The lines of all files of a site. Each file is indexed once, when it is first asked about.
pub(in crate::cli) struct LineIndexes<'s> {
    sources: &'s Sources,
    files: BTreeMap<FileId, LineIndex<'s>>,
}

impl<'s> LineIndexes<'s> {
    pub(in crate::cli) fn new(sources: &'s Sources) -> Self {
        LineIndexes { sources, files: BTreeMap::new() }
    }

    pub(super) fn of_file(&mut self, file: FileId) -> &LineIndex<'s> {
        let sources = self.sources;
        self.files.entry(file).or_insert_with(|| LineIndex::of(sources.file(file).bytes()))
    }

    /// Where a span starts.
    pub(in crate::cli) fn start_of(&mut self, span: &Span) -> Position {
        self.of_file(span.file).position(span.range.start)
    }

    /// Where a span ends.
    pub(super) fn end_of(&mut self, span: &Span) -> Position {
        self.of_file(span.file).position(span.range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(lines: &LineIndex<'_>, offset: usize) -> (usize, usize) {
        let Position { line, column } = lines.position(offset);
        (line, column)
    }

    #[test]
    fn columns_are_characters_and_the_mark_is_not_counted() {
        let lines = LineIndex::of("\u{FEFF}ab\n讲话x\n".as_bytes());
        assert_eq!(position(&lines, 0), (1, 1));
        assert_eq!(position(&lines, 3), (1, 1));
        assert_eq!(position(&lines, 4), (1, 2));
        assert_eq!(position(&lines, 6), (2, 1));
        assert_eq!(position(&lines, 12), (2, 3));
        assert_eq!(position(&lines, 14), (2, 5), "the end belongs to the last line");
        assert_eq!(position(&lines, 99), (2, 5));
        assert_eq!(position(&LineIndex::of(b""), 0), (1, 1));
    }

    #[test]
    fn a_window_is_whole_lines() {
        let lines = LineIndex::of("one\ntwo\nthree".as_bytes());
        let window = lines.window(&(5..6));
        assert_eq!((window.bytes, window.first_line), ("two".as_bytes(), 2));
        assert_eq!(lines.window(&(5..9)).bytes, b"two\nthree");
        assert_eq!(
            lines.window(&(4..8)).bytes,
            b"two",
            "a range that ends with its line stays in it"
        );
        assert_eq!(lines.window(&(13..13)).bytes, b"three");
    }

    #[test]
    fn a_window_is_narrowed_to_whole_characters() {
        let lines = LineIndex::of("one\n二三四五".as_bytes());
        let near = lines.window(&(1..12)).around(&(10..13), 2);
        assert_eq!((near.bytes, near.first_line), ("三四五".as_bytes(), 2));
        let text = near.text();
        assert_eq!(&text[near.range(&(10..13), &text)], "四");
        let all = lines.window(&(1..12)).around(&(1..12), 99);
        assert_eq!((all.bytes, all.first_line), ("one\n二三四五".as_bytes(), 1));
    }

    #[test]
    fn what_is_not_utf8_is_shown_replaced_and_in_place() {
        let bytes = b"a\xB0\xA1b";
        let lines = LineIndex::of(bytes);
        let window = lines.window(&(3..4));
        let text = window.text();
        assert_eq!(&text[window.range(&(3..4), &text)], "b");
    }
}
