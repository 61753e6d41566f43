//! A table → JSON Lines (<https://jsonlines.org/>): an object a row, with a key for each column.

use super::table::{Cell, Table};
use super::{Format, Written, write_parts};
use crate::reading::graph::Graph;
use crate::site::export::Kept;
use serde::Serialize;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    extension: "jsonl",
    kept: Kept { label: "JSON Lines", media_type: "application/jsonl", n_rows: None },
    write,
};

fn write(graph: &Graph, table: &dyn Table, out: &mut dyn Write) -> io::Result<usize> {
    // Keys are written with every row, also where there is no value: readers that guess the columns
    // from the first rows find all of them.
    let mut keys = Vec::new();
    for field in table.fields() {
        let before = if keys.is_empty() { '{' } else { ',' };
        keys.push(format!("{before}\"{}\":", field.name));
    }

    write_parts(graph, table, out, |part| {
        let mut bytes = Vec::new();
        let mut n_rows = 0;
        table.visit(graph, part, &mut |cells| {
            for (key, cell) in keys.iter().zip(cells) {
                bytes.extend_from_slice(key.as_bytes());
                match cell {
                    Cell::Empty => bytes.extend_from_slice(b"null"),
                    Cell::Text(text) => append(&mut bytes, &**text),
                    Cell::Count(count) => append(&mut bytes, count),
                    Cell::Number(number) => append(&mut bytes, number),
                    Cell::Flag(flag) => append(&mut bytes, flag),
                }
            }
            bytes.extend_from_slice(b"}\n");
            n_rows += 1;
        });
        Written { bytes, n_rows }
    })
}

fn append(bytes: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(bytes, value)
        .expect("writing strings and numbers to memory does not fail");
}
