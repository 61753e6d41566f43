//! A table → CSV (RFC 4180) that spreadsheets open as it is.

use super::table::{Cell, Table};
use super::{Format, Written, write_parts};
use crate::base::spreadsheet::{self, BYTE_ORDER_MARK};
use crate::reading::graph::Graph;
use crate::site::export::Kept;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    extension: "csv",
    kept: Kept { label: "CSV", media_type: "text/csv", n_rows: None },
    write,
};

fn write(graph: &Graph, table: &dyn Table, out: &mut dyn Write) -> io::Result<usize> {
    if graph.config.csv_bom {
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    let mut names = Vec::new();
    for field in table.fields() {
        names.push(field.name);
    }
    out.write_all(&spreadsheet::Table::with_header(&names).into_bytes())?;

    write_parts(graph, table, out, |part| {
        let mut rows = spreadsheet::Table::without_header();
        let mut n_rows = 0;
        table.visit(graph, part, &mut |cells| {
            for cell in cells {
                match cell {
                    Cell::Empty => rows.text(""),
                    Cell::Text(text) => rows.text(text),
                    Cell::Count(count) => rows.number(*count),
                    Cell::Number(number) => rows.decimal(*number),
                    Cell::Flag(flag) => rows.text(if *flag { "true" } else { "false" }),
                }
            }
            rows.end_row();
            n_rows += 1;
        });
        Written { bytes: rows.into_bytes(), n_rows }
    })
}
