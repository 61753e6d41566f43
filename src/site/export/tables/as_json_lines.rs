//! A table → JSON Lines (<https://jsonlines.org/>): an object a row, with a key for each column.

use super::table::{Cell, Field};
use super::{Done, Format, Plain, Rows};
use crate::base::{json, numbers};
use crate::site::export::Kept;

pub(super) const FORMAT: Format = Format {
    extension: "jsonl",
    kept: Kept { label: "JSON Lines", media_type: "application/jsonl", n_rows: None },
    rows: |fields, room| Box::new(Lines::of(fields, room)),
    begin: |_, _, _| Ok(Box::new(Plain)),
};

struct Lines {
    /// What stands before each value.
    keys: Vec<String>,
    text: String,
}

impl Lines {
    fn of(fields: &[Field], room: usize) -> Self {
        let mut keys = Vec::with_capacity(fields.len());
        for field in fields {
            let before = if keys.is_empty() { '{' } else { ',' };
            keys.push(format!("{before}\"{}\":", field.name));
        }
        Lines { keys, text: String::with_capacity(room) }
    }
}

impl Rows for Lines {
    /// Keys are written with every row, also where there is no value: readers that guess the columns
    /// from the first rows find all of them.
    fn add(&mut self, cells: &[Cell<'_>]) {
        let out = &mut self.text;
        for (key, cell) in self.keys.iter().zip(cells) {
            out.push_str(key);
            match cell {
                Cell::Empty => out.push_str("null"),
                Cell::Text(text) => json::append_text(out, text),
                Cell::Count(count) => numbers::append(out, *count as u64),
                Cell::Number(number) => json::append(out, number),
                Cell::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            }
        }
        out.push_str("}\n");
    }

    fn done(self: Box<Self>) -> Done {
        Done::Bytes(self.text.into_bytes())
    }
}
