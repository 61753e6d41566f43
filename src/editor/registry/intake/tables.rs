//! A table, or the results of a query, → records: a row is an entity, or where rows name one item,
//! part of it.

use super::columns::{About, Column, column};
use super::record::Record;
use super::source::{Source, is_item};
use super::tree::{entries, field, items, lang, scalar, text};
use crate::base::diag::Code;
use crate::base::fields::Node;
use crate::base::message::{Message, say};
use crate::base::spreadsheet::{self, Row};
use crate::reading::kinds::facts;
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads comma-separated values with a line of column names; `content` begins at byte `offset` of
/// the file.
pub(super) fn csv(source: &mut Source<'_>, content: &str, offset: usize) -> Vec<Record> {
    let in_file = |range: &Range<usize>| offset + range.start..offset + range.end;
    let rows = match spreadsheet::read(content) {
        Ok(rows) => rows,
        Err((at, message)) => {
            bad_table(source, &in_file(&(at..at)), &message);
            return Vec::new();
        }
    };
    let Some((head, rows)) = rows.split_first() else {
        bad_table(source, &in_file(&(0..0)), "it is empty");
        return Vec::new();
    };

    let mut columns: Vec<Option<Column>> = Vec::new();
    for header in &head.cells {
        let known = column(header, source.kinds);
        let header = header.trim();
        if known.is_none() && !header.is_empty() {
            source.ignored.push(header.to_owned());
        }
        columns.push(known);
    }
    let says_who = |column: &Column| match &column.about {
        About::Fact(fact) => *fact == facts::SAME_AS,
        about => *about == About::Name,
    };
    // Without one of these nothing says whom a row is about.
    if !columns.iter().flatten().any(says_who) {
        bad_table(source, &in_file(&head.span), "no column is called `name` or `same_as`");
        source.ignored.clear();
        return Vec::new();
    }

    let mut records = Vec::new();
    for row in rows {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let at = in_file(&row.span);
        let mut record = source.record(&at);
        for ((cell, place), column) in row.cells.iter().zip(places(content, row)).zip(&columns) {
            if let Some(column) = column {
                source.cell(&mut record, column, cell, None, &in_file(&place));
            }
        }
        // Most often a separator in a cell without quotes: all behind it is in wrong columns.
        if row.cells.len() > columns.len() {
            let (n_cells, n_columns) = (row.cells.len(), columns.len());
            let message =
                format!("this row has {n_cells} cells, and there are {n_columns} columns");
            bad_table(source, &at, &message);
        }
        source.settle(&mut record, &at);
        records.push(record);
    }
    records
}

/// Where the cells of a row are: where their text is found behind the cell before. A cell in quotes
/// may be written in another way, and an empty one has no place: theirs is the row's.
fn places(content: &str, row: &Row) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = row.span.start;
    for cell in &row.cells {
        match content[from..row.span.end].find(cell.as_str()) {
            Some(at) if !cell.is_empty() => {
                let start = from + at;
                from = start + cell.len();
                places.push(start..from);
            }
            _ => places.push(row.span.clone()),
        }
    }
    places
}

fn bad_table(source: &mut Source<'_>, at: &Range<usize>, message: &str) {
    let message = Message::ready_made(message);
    let message = say!("this table cannot be read: {message}", message);
    let hint = "the first line names the columns: `name`, `name_zh`, `aliases`, `same_as`, `born` and so on; cells that hold the separator stand in double quotes";
    source.report(Code::BadData, message, at, hint);
}

/// Reads the results of a query (W3C SPARQL 1.1 Query Results JSON Format §3); rows of one item are
/// one record.
pub(super) fn sparql(source: &mut Source<'_>, root: &Node) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for binding in field(root, "results").map_or(&[][..], |results| items(results, "bindings")) {
        let mut values = entries(binding).iter().filter_map(|(_, value)| text(value, "value"));
        // A query gives one row for each combination of an item’s values.
        let fresh = records.len();
        let index = match values.find(|address| is_address_of_item(address)) {
            Some(item) => *known.entry(item).or_insert(fresh),
            None => fresh,
        };
        if index == fresh {
            records.push(source.record(&binding.span));
        }

        take_row(source, &mut records[index], binding, |value| text(value, "value"));
    }
    records
}

/// Reads a list of objects, as Wikidata’s query service gives its results for download; those of one
/// item are one record.
pub(super) fn objects(source: &mut Source<'_>, rows: &[Node]) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let mut values = entries(row).iter().filter_map(|(_, value)| scalar(value));
        let fresh = records.len();
        let index = match values.find(|address| is_address_of_item(address)) {
            Some(item) => *known.entry(item).or_insert(fresh),
            None => fresh,
        };
        if index == fresh {
            records.push(source.record(&row.span));
        }
        take_row(source, &mut records[index], row, scalar);
    }
    records
}

/// Takes up the values of a row, each read by `written`.
fn take_row(
    source: &mut Source<'_>,
    record: &mut Record,
    row: &Node,
    written: fn(&Node) -> Option<&str>,
) {
    for (key, value) in entries(row) {
        match (column(&key.name, source.kinds), written(value)) {
            (Some(column), Some(written)) => {
                source.cell(record, &column, written, lang(value, "xml:lang"), &value.span);
            }
            (None, _) if !source.ignored.contains(&key.name) => {
                source.ignored.push(key.name.clone());
            }
            _ => {}
        }
    }
    let at = record.place.range.clone();
    source.settle(record, &at);
}

/// Whether this is the address of an item of Wikidata as its query service writes them.
fn is_address_of_item(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let item = rest.and_then(|rest| rest.strip_prefix("www.wikidata.org/entity/"));
    item.is_some_and(is_item)
}
