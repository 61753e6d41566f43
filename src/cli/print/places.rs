//! Bytes of a file → lines and columns, and the lines around a place.
//!
//! Lines and columns count from 1; a column is a count of characters. A byte order mark is no column, as in editors.

use crate::base::sources::{FileId, Sources};
use std::collections::BTreeMap;
use std::ops::Range;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file with the places where its lines begin.
pub(in crate::cli) struct Lines<'s> {
    bytes: &'s [u8],
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    fn of(bytes: &'s [u8]) -> Self {
        let first = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut starts = vec![first];
        starts.extend(
            bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1),
        );
        Lines { bytes, starts }
    }

    /// The line, from 0, that holds the byte at `offset`; an offset after the end is in the last line.
    fn line(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        // After a last line break there is no line to show.
        if line > 0 && self.starts[line] >= self.bytes.len() { line - 1 } else { line }
    }

    /// Line and column of the byte at `offset`.
    pub(in crate::cli) fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let before =
            self.bytes.get(self.starts[line]..offset.min(self.bytes.len())).unwrap_or_default();
        // Each character has one byte that does not continue another (RFC 3629 §3).
        let n_chars = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        (line + 1, n_chars + 1)
    }

    /// The whole lines that hold `range`, and the number of the first.
    pub(super) fn window(&self, range: &Range<usize>) -> Window<'s> {
        let (first, last) =
            (self.line(range.start), self.line(range.end.saturating_sub(1).max(range.start)));
        let start = self.starts[first].min(self.bytes.len());
        let end = self.starts.get(last + 1).map_or(self.bytes.len(), |next| next - 1);
        let bytes = &self.bytes[start..end.max(start)];
        Window { bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), start, first_line: first + 1 }
    }
}

/// Some whole lines of a file.
pub(super) struct Window<'s> {
    /// Their bytes.
    pub(super) bytes: &'s [u8],
    /// Where they begin in the file.
    start: usize,
    /// Number of the first line, from 1.
    pub(super) first_line: usize,
}

impl Window<'_> {
    /// The lines as text; what is not UTF-8 is replaced.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }

    /// A range of the file as a range of [`text`](Self::text), at character boundaries.
    pub(super) fn range(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let start = self.offset(range.start, text);
        start..self.offset(range.end, text).max(start)
    }

    fn offset(&self, offset: usize, text: &str) -> usize {
        let before = &self.bytes[..offset.saturating_sub(self.start).min(self.bytes.len())];
        let at = std::str::from_utf8(before)
            .map_or_else(|_| String::from_utf8_lossy(before).len(), str::len)
            .min(text.len());
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// The lines of all files of a site; each file is cut once.
pub(in crate::cli) struct Places<'s> {
    sources: &'s Sources,
    files: BTreeMap<FileId, Lines<'s>>,
}

impl<'s> Places<'s> {
    pub(in crate::cli) fn new(sources: &'s Sources) -> Self {
        Places { sources, files: BTreeMap::new() }
    }

    pub(in crate::cli) fn lines(&mut self, file: FileId) -> &Lines<'s> {
        let sources = self.sources;
        self.files.entry(file).or_insert_with(|| Lines::of(sources.file(file).bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_the_mark_is_none() {
        let lines = Lines::of("\u{FEFF}ab\n讲话x\n".as_bytes());
        assert_eq!(lines.place(0), (1, 1));
        assert_eq!(lines.place(3), (1, 1));
        assert_eq!(lines.place(4), (1, 2));
        assert_eq!(lines.place(6), (2, 1));
        assert_eq!(lines.place(12), (2, 3));
        assert_eq!(lines.place(14), (2, 5), "the end belongs to the last line");
        assert_eq!(lines.place(99), (2, 5));
        assert_eq!(Lines::of(b"").place(0), (1, 1));
    }

    #[test]
    fn a_window_is_whole_lines() {
        let lines = Lines::of("one\ntwo\nthree".as_bytes());
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
    fn what_is_not_utf8_is_shown_replaced_and_in_place() {
        let bytes = b"a\xB0\xA1b";
        let lines = Lines::of(bytes);
        let window = lines.window(&(3..4));
        let text = window.text();
        assert_eq!(&text[window.range(&(3..4), &text)], "b");
    }
}
