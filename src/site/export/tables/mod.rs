//! Graph → the tables of the site's data: one list of tables with columns as data, of which CSV, JSON
//! Lines, Parquet and the schema in `datapackage.json` are loops.
//!
//! **Invariant:** a table has the same rows in the same order in every format.
//! **Invariant:** what is held in memory is a few parts of a table, however long it is; parts are
//! made side by side and written in order.
//! **Invariant:** rows are made once for all formats that are written together.
//!
//! A new table is a [`table::Of`] and its line in [`TABLES`].

mod as_csv;
mod as_json_lines;
#[cfg(feature = "parquet")]
mod as_parquet;
mod counts;
mod entities;
mod in_text;
mod mentions;
mod package;
mod paragraphs;
mod speeches;
mod table;
#[cfg(test)]
mod tests;
mod turns;
mod values;

pub(super) use package::{EXPORTER as PACKAGE, FILE as PACKAGE_FILE, package};
pub(super) use table::Table;
use table::{Cell, Field};

use super::artifact::{Artifact, Make};
use super::{Exporter, Files, Kept};
use crate::reading::graph::Graph;
use rayon::prelude::*;
use std::io::{self, Write};

/// All tables, in the order in which they are listed.
pub(super) static TABLES: &[&dyn Table] = &[
    &speeches::SPEECHES,
    &turns::TURNS,
    &paragraphs::PARAGRAPHS,
    &mentions::MENTIONS,
    &entities::ENTITIES,
    &entities::NAMES,
    &entities::FACTS,
    &counts::CO_MENTIONS,
    &counts::COUNTS_BY_YEAR,
    &counts::YEARS,
];

/// How a table becomes a file.
#[derive(Debug)]
pub(super) struct Format {
    /// The ending of its files.
    pub extension: &'static str,
    pub kept: Kept,
    /// Rows of a table with these fields, none yet, with room for as much as [`Done::room`] said.
    rows: fn(&[Field], usize) -> Box<dyn Rows>,
    /// Begins the file of a table: writes what stands before the rows.
    begin: fn(&Graph, &dyn Table, &mut dyn Write) -> io::Result<Begun>,
}

/// A file that has been begun.
type Begun = Box<dyn File>;

/// Some rows of a table, as a format has them; those of several parts are made side by side.
trait Rows {
    fn add(&mut self, cells: &[Cell<'_>]);
    fn done(self: Box<Self>) -> Done;
}

/// Rows that are to be written.
enum Done {
    /// As bytes of the file.
    Bytes(Vec<u8>),
    #[cfg(feature = "parquet")]
    Columns(as_parquet::Part),
}

impl Done {
    /// How much room it took: bytes or rows, as its format counts.
    fn room(&self) -> usize {
        match self {
            Done::Bytes(bytes) => bytes.len(),
            #[cfg(feature = "parquet")]
            Done::Columns(part) => part.n_rows,
        }
    }
}

/// A file being written, to which rows are given in their order.
trait File {
    fn take(&mut self, rows: Done, out: &mut dyn Write) -> io::Result<()>;
    /// Writes what stands behind the rows.
    fn end(self: Box<Self>, out: &mut dyn Write) -> io::Result<()>;
}

/// A file that is its rows.
struct Plain;

impl File for Plain {
    fn take(&mut self, rows: Done, out: &mut dyn Write) -> io::Result<()> {
        match rows {
            Done::Bytes(bytes) => out.write_all(&bytes),
            #[cfg(feature = "parquet")]
            Done::Columns(_) => Ok(()),
        }
    }

    fn end(self: Box<Self>, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The tables as CSV.
pub(super) const CSV: Exporter = Exporter {
    name: "tables-csv",
    summary: "all tables as CSV: speeches, turns, paragraphs with their text, mentions, entities, names, facts, co-mentions, counts",
    absolute: false,
    by_default: true,
    kept: Some(as_csv::FORMAT.kept),
    files: Files::Tables(&as_csv::FORMAT),
};

/// The tables as JSON Lines.
pub(super) const JSON_LINES: Exporter = Exporter {
    name: "tables-jsonl",
    summary: "the same tables as JSON Lines",
    absolute: false,
    by_default: true,
    kept: Some(as_json_lines::FORMAT.kept),
    files: Files::Tables(&as_json_lines::FORMAT),
};

/// The tables as Parquet. A program without the feature knows the name and says that it is lacking.
pub(super) const PARQUET: Exporter = Exporter {
    name: "tables-parquet",
    summary: "the same tables as Parquet",
    absolute: false,
    by_default: true,
    #[cfg(feature = "parquet")]
    kept: Some(as_parquet::FORMAT.kept),
    #[cfg(feature = "parquet")]
    files: Files::Tables(&as_parquet::FORMAT),
    #[cfg(not(feature = "parquet"))]
    kept: None,
    #[cfg(not(feature = "parquet"))]
    files: Files::Lacking("parquet"),
};

pub(super) fn files(graph: &Graph, format: &'static Format) -> Vec<Artifact> {
    let mut files = Vec::with_capacity(TABLES.len());
    for table in TABLES.iter().copied() {
        let route = graph.file_route(&format!("data/{}.{}", table.name(), format.extension));
        files.push(Artifact::new(route, Make::Table(table, format)));
    }
    files
}

/// Writes a table in several formats at once, each to its own `out`, and says how many rows it has.
pub(super) fn write(
    graph: &Graph,
    table: &dyn Table,
    formats: &[&Format],
    outs: &mut [&mut dyn Write],
) -> io::Result<usize> {
    let fields = table.fields();
    let mut files = Vec::with_capacity(formats.len());
    for (format, out) in formats.iter().zip(outs.iter_mut()) {
        files.push((format.begin)(graph, table, *out)?);
    }

    let n_parts = table.n_parts(graph);
    // Parts differ in length, so each thread gets several before the next are begun.
    let at_once = rayon::current_num_threads() * 2;
    let mut n_rows = 0;
    // A part is about as long as those before it.
    let mut room = vec![0; formats.len()];
    for first in (0..n_parts).step_by(at_once) {
        let last = n_parts.min(first + at_once);
        let parts: Vec<(Vec<Done>, usize)> = (first..last)
            .into_par_iter()
            .map(|part| make_part(graph, table, formats, &fields, &room, part))
            .collect();
        for (part, n_rows_of_part) in parts {
            let to = files.iter_mut().zip(outs.iter_mut()).zip(&mut room);
            for (rows, ((file, out), room)) in part.into_iter().zip(to) {
                *room = rows.room().max(*room);
                file.take(rows, *out)?;
            }
            n_rows += n_rows_of_part;
        }
    }
    for (file, out) in files.into_iter().zip(outs.iter_mut()) {
        file.end(*out)?;
    }
    Ok(n_rows)
}

/// The rows of a part in each format, and how many they are.
fn make_part(
    graph: &Graph,
    table: &dyn Table,
    formats: &[&Format],
    fields: &[Field],
    room: &[usize],
    part: usize,
) -> (Vec<Done>, usize) {
    let rows = |(format, room): (&&Format, &usize)| (format.rows)(fields, *room);
    let mut all: Vec<Box<dyn Rows>> = formats.iter().zip(room).map(rows).collect();
    let mut n_rows = 0;
    table.visit(graph, part, &mut |cells| {
        all.iter_mut().for_each(|rows| rows.add(cells));
        n_rows += 1;
    });
    (all.into_iter().map(|rows| rows.done()).collect(), n_rows)
}
