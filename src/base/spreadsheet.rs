//! Cells ↔ comma-separated values as spreadsheets read and write them (RFC 4180).
//!
//! **Invariant:** no cell that is written begins a formula: one that begins with `=`, `+`, `-`,
//! `@`, a tab or a line end gets an apostrophe in front (OWASP, “CSV Injection”), which reading
//! takes away; what was written reads back as it was.
//! The only file that names the csv crate, which reads; it writes a cell byte by byte, of which a site
//! has millions. Knows nothing of what the cells mean.

use crate::base::{numbers, scan};
use std::ops::Range;

/// What some spreadsheets want before they read a file as UTF-8.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Bytes of the text, half-open.
    pub span: Range<usize>,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A table being written, cell by cell, with `\n` at the end of a row. Rows may be of different lengths:
/// a header ends where the row does.
#[derive(Debug, Default)]
pub struct Table {
    text: String,
    /// Where the row begins that is being written.
    row: usize,
    /// Whether it has cells.
    is_begun: bool,
}

impl Table {
    /// A table with its header.
    #[must_use]
    pub fn with_header(names: &[&str]) -> Self {
        let mut table = Table::without_header(0);
        names.iter().for_each(|name| table.text(name));
        table.end_row();
        table
    }

    /// Rows alone, for a part of a table, with room for so many bytes.
    pub(crate) fn without_header(room: usize) -> Self {
        Table { text: String::with_capacity(room), ..Table::default() }
    }

    /// Writes a cell.
    pub fn text(&mut self, text: &str) {
        self.cell();
        let armour = if is_armed(text) { "'" } else { "" };
        let divides =
            |byte: u8| (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
        if scan::first(text.as_bytes(), 0, divides).is_none() {
            self.text.push_str(armour);
            self.text.push_str(text);
            return;
        }

        self.text.push('"');
        self.text.push_str(armour);
        for (at, piece) in text.split('"').enumerate() {
            self.text.push_str(if at > 0 { "\"\"" } else { "" });
            self.text.push_str(piece);
        }
        self.text.push('"');
    }

    /// Writes a cell with a number.
    pub fn number(&mut self, number: usize) {
        self.cell();
        numbers::append(&mut self.text, number as u64);
    }

    /// Writes a cell with a decimal number. One below zero begins with `-` and is no formula.
    pub(crate) fn decimal(&mut self, number: f64) {
        self.cell();
        self.text.push_str(&number.to_string());
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        // A row of one empty cell would be an empty line, which readers pass over.
        if self.text.len() == self.row {
            self.text.push_str("\"\"");
        }
        self.text.push('\n');
        self.row = self.text.len();
        self.is_begun = false;
    }

    /// The file, UTF-8 without a byte order mark.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// Goes on to the next cell.
    fn cell(&mut self) {
        if self.is_begun {
            self.text.push(',');
        }
        self.is_begun = true;
    }
}

/// Writes rows, the header among them.
#[must_use]
pub fn write<R: AsRef<[String]>>(rows: &[R]) -> String {
    let mut table = Table::without_header(0);
    for row in rows {
        row.as_ref().iter().for_each(|cell| table.text(cell));
        table.end_row();
    }

    String::from_utf8(table.into_bytes()).unwrap_or_default()
}

/// Reads rows; the separator is the one of `,`, `;` and tab that the first line holds most often. A
/// byte order mark is passed over.
///
/// # Errors
///
/// Why the text is not a table, and at which byte.
pub fn read(text: &str) -> Result<Vec<Row>, (usize, String)> {
    let bare = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let offset = text.len() - bare.len();
    let head = bare.lines().next().unwrap_or_default();

    let separator = [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|c| head.bytes().filter(|byte| byte == c).count())
        .unwrap_or(b',');

    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(bare.as_bytes());

    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();

    loop {
        let start = byte(reader.position());
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(rows),
            Ok(true) => {
                let start = record.position().map_or(start, byte);
                let lines = bare.get(start..byte(reader.position())).unwrap_or_default();

                // The second half of a CRLF is still to be read when a row ends.
                let written = lines.trim_start_matches(['\r', '\n']);
                let start = start + lines.len() - written.len();
                let len = written.trim_end_matches(['\r', '\n']).len();

                rows.push(Row {
                    span: offset + start..offset + start + len,
                    cells: record.iter().map(armed).collect(),
                });
            }
            Err(error) => return Err((offset + start, error.to_string())),
        }
    }
}

fn byte(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// Whether a spreadsheet would take a cell for a formula, were the apostrophes in front of it gone.
fn is_armed(cell: &str) -> bool {
    let first = cell.bytes().find(|byte| *byte != b'\'');
    matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
}

fn armed(cell: &str) -> String {
    cell.strip_prefix('\'').filter(|rest| is_armed(rest)).unwrap_or(cell).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        read(text).unwrap().into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn what_is_written_reads_back_and_is_no_formula() {
        let row: Vec<String> = [
            "=1+1",
            "+1",
            "-",
            "@x",
            "\tx",
            "'=1",
            "''=",
            "'quoted'",
            "a,b",
            "say \"no\"",
            "two\nlines",
            "",
            "“一带一路”",
        ]
        .map(str::to_owned)
        .to_vec();
        let text = write(std::slice::from_ref(&row));
        assert_eq!(cells(&text), [row]);
        assert_eq!(
            write(&[vec![String::new()], vec!["a".to_owned(), String::new()]]),
            "\"\"\na,\n"
        );
        for cell in csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes())
            .records()
            .next()
            .unwrap()
            .unwrap()
            .iter()
        {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell:?}");
        }
    }

    #[test]
    fn other_separators_line_ends_and_a_mark_are_understood() {
        let expected = [["a", "b"], ["1,5", "2"]];
        for text in ["a,b\n\"1,5\",2\n", "\u{FEFF}a;b\r\n1,5;2\r\n", "a\tb\n1,5\t2"] {
            assert_eq!(cells(text), expected, "{text:?}");
        }
        let rows = read("\u{FEFF}a;b\r\n1,5;2\r\n").unwrap();
        assert_eq!(&"\u{FEFF}a;b\r\n1,5;2\r\n"[rows[1].span.clone()], "1,5;2");
        assert_eq!(cells(""), Vec::<Vec<String>>::new());
    }
}
