//! A table → CSV (RFC 4180) that spreadsheets open as it is.

use super::table::{Cell, Field, Table};
use super::{Begun, Done, Format, Plain, Rows};
use crate::base::spreadsheet::{self, BYTE_ORDER_MARK};
use crate::reading::graph::Graph;
use crate::site::export::Kept;
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format {
    extension: "csv",
    kept: Kept { label: "CSV", media_type: "text/csv", n_rows: None },
    rows: |_, room| Box::new(spreadsheet::Table::without_header(room)),
    begin,
};

fn begin(graph: &Graph, table: &dyn Table, out: &mut dyn Write) -> io::Result<Begun> {
    if graph.config.csv_bom {
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    let names: Vec<&str> = table.fields().iter().map(|field: &Field| field.name).collect();
    out.write_all(&spreadsheet::Table::with_header(&names).into_bytes())?;
    Ok(Box::new(Plain))
}

impl Rows for spreadsheet::Table {
    fn add(&mut self, cells: &[Cell<'_>]) {
        for cell in cells {
            match cell {
                Cell::Empty => self.text(""),
                Cell::Text(text) => self.text(text),
                Cell::Count(count) => self.number(*count),
                Cell::Number(number) => self.decimal(*number),
                Cell::Flag(flag) => self.text(if *flag { "true" } else { "false" }),
            }
        }
        self.end_row();
    }

    fn done(self: Box<Self>) -> Done {
        Done::Bytes(self.into_bytes())
    }
}
