//! A table → JSON Lines (<https://jsonlines.org/>): an object a row, with a key for each column.

use super::table::{Cell, Field};
use super::{Done, Format, Plain, Rows};
use crate::site::export::Kept;
use serde::Serialize;

pub(super) const FORMAT: Format = Format {
    extension: "jsonl",
    kept: Kept { label: "JSON Lines", media_type: "application/jsonl", n_rows: None },
    rows: |fields, room| Box::new(Lines::of(fields, room)),
    begin: |_, _, _| Ok(Box::new(Plain)),
};

struct Lines {
    /// What stands before each value.
    keys: Vec<String>,
    bytes: Vec<u8>,
}

impl Lines {
    fn of(fields: &[Field], room: usize) -> Self {
        let mut keys = Vec::with_capacity(fields.len());
        for field in fields {
            let before = if keys.is_empty() { '{' } else { ',' };
            keys.push(format!("{before}\"{}\":", field.name));
        }
        Lines { keys, bytes: Vec::with_capacity(room) }
    }
}

impl Rows for Lines {
    /// Keys are written with every row, also where there is no value: readers that guess the columns
    /// from the first rows find all of them.
    fn add(&mut self, cells: &[Cell<'_>]) {
        let bytes = &mut self.bytes;
        for (key, cell) in self.keys.iter().zip(cells) {
            bytes.extend_from_slice(key.as_bytes());
            match cell {
                Cell::Empty => bytes.extend_from_slice(b"null"),
                Cell::Text(text) => append(bytes, &**text),
                Cell::Count(count) => append(bytes, count),
                Cell::Number(number) => append(bytes, number),
                Cell::Flag(flag) => append(bytes, flag),
            }
        }
        bytes.extend_from_slice(b"}\n");
    }

    fn done(self: Box<Self>) -> Done {
        Done::Bytes(self.bytes)
    }
}

fn append(bytes: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(bytes, value)
        .expect("writing strings and numbers to memory does not fail");
}
