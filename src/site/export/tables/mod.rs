//! Graph → the tables of the site's data: one list of tables with columns as data, of which CSV, JSON
//! Lines, Parquet and the schema in `datapackage.json` are loops.
//!
//! **Invariant:** a table has the same rows in the same order in every format.
//! **Invariant:** what is held in memory is a few parts of a table, however long it is; parts are
//! made side by side and written in order.
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
    /// Writes a table, and says how many rows it has.
    pub write: fn(&Graph, &dyn Table, &mut dyn Write) -> io::Result<usize>,
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

/// The tables as Parquet.
#[cfg(feature = "parquet")]
pub(super) const PARQUET: Exporter = Exporter {
    name: "tables-parquet",
    summary: "the same tables as Parquet",
    absolute: false,
    by_default: true,
    kept: Some(as_parquet::FORMAT.kept),
    files: Files::Tables(&as_parquet::FORMAT),
};

pub(super) fn files(graph: &Graph, format: &'static Format) -> Vec<Artifact> {
    let mut files = Vec::with_capacity(TABLES.len());
    for table in TABLES.iter().copied() {
        let route = graph.file_route(&format!("data/{}.{}", table.name(), format.extension));
        files.push(Artifact::new(route, Make::Table(table, format)));
    }
    files
}

/// A few rows, written.
struct Written {
    bytes: Vec<u8>,
    n_rows: usize,
}

/// Writes the parts of a table in order, as many side by side as there are threads.
fn write_parts(
    graph: &Graph,
    table: &dyn Table,
    out: &mut dyn Write,
    write: impl Fn(usize) -> Written + Sync,
) -> io::Result<usize> {
    let n_parts = table.n_parts(graph);
    // Parts differ in length, so each thread gets several before the next are begun.
    let at_once = rayon::current_num_threads() * 4;
    let mut n_rows = 0;
    for first in (0..n_parts).step_by(at_once) {
        let last = n_parts.min(first + at_once);
        let parts: Vec<Written> = (first..last).into_par_iter().map(&write).collect();
        for part in parts {
            out.write_all(&part.bytes)?;
            n_rows += part.n_rows;
        }
    }
    Ok(n_rows)
}
