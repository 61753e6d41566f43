//! A table, or the results of a query, → records: a row is an entity, or where rows name one item,
//! part of it.

use super::columns::{Column, column, is_item, put, settle};
use super::record::Record;
use super::tree::{entries, items, text};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::Node;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Span};
use crate::base::spreadsheet;
use crate::reading::kinds::{Kinds, facts};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a file holds: records, and the names of columns that nothing is done with.
pub(super) type Taken = (Vec<Record>, Vec<String>);

/// Reads comma-separated values with a line of column names; `content` begins at byte `offset` of
/// `file`.
pub(super) fn csv(
    file: FileId,
    content: &str,
    offset: usize,
    kinds: &Kinds,
    diagnostics: &mut Diagnostics,
) -> Taken {
    let span = |range: &Range<usize>| Span::new(file, offset + range.start..offset + range.end);
    let rows = match spreadsheet::read(content) {
        Ok(rows) => rows,
        Err((at, message)) => {
            diagnostics.push(bad_table(span(&(at..at)), &message));
            return Taken::default();
        }
    };
    let Some((head, rows)) = rows.split_first() else {
        diagnostics.push(bad_table(span(&(0..0)), "it is empty"));
        return Taken::default();
    };
    let columns: Vec<Option<Column>> =
        head.cells.iter().map(|header| column(header, kinds)).collect();
    if !columns.iter().flatten().any(|column| match column {
        Column::Fact(fact, _) => *fact == facts::SAME_AS,
        column => matches!(column, Column::Name(_)),
    }) {
        diagnostics.push(bad_table(span(&head.span), "no column is called `name` or `same_as`"));
        return Taken::default();
    }
    let mut records = Vec::new();
    for row in rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        let mut record = Record::at(span(&row.span));
        let mut from = row.span.start;
        for (cell, column) in row.cells.iter().zip(&columns) {
            // A cell stands where its text is found behind the one before it; in quotes it may be
            // written in another way.
            let found =
                content[from..row.span.end].find(cell.as_str()).filter(|_| !cell.is_empty());
            let place =
                found.map_or_else(|| row.span.clone(), |at| from + at..from + at + cell.len());
            from = if found.is_some() { place.end } else { from };
            if let Some(column) = column {
                put(&mut record, column, cell, None, &span(&place), diagnostics);
            }
        }
        if row.cells.len() > columns.len() {
            diagnostics.push(bad_table(
                span(&row.span),
                &format!(
                    "this row has {} cells, and there are {} columns",
                    row.cells.len(),
                    columns.len()
                ),
            ));
        }
        settle(&mut record, &span(&row.span), diagnostics);
        records.push(record);
    }
    let ignored = head
        .cells
        .iter()
        .zip(&columns)
        .filter(|(_, column)| column.is_none())
        .map(|(header, _)| header.trim().to_owned());
    (records, ignored.filter(|header| !header.is_empty()).collect())
}

fn bad_table(place: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::BadData, format!("this table cannot be read: {message}"))
        .at(place, "")
        .hint("the first line names the columns: `name`, `name_zh`, `aliases`, `same_as`, `born` and so on; cells that hold the separator stand in double quotes")
}

/// Reads the results of a query (W3C SPARQL 1.1 Query Results JSON Format §3); rows of one item are
/// one record.
pub(super) fn sparql(
    file: FileId,
    root: &Node,
    kinds: &Kinds,
    diagnostics: &mut Diagnostics,
) -> Taken {
    let mut records: Vec<Record> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut ignored = Vec::new();
    for binding in items(root, &["results", "bindings"]) {
        let item = entries(binding).iter().find_map(|(_, value)| {
            text(value, "value").filter(|address| item_of(address).is_some())
        });
        let fresh = records.len();
        let index = match item {
            Some(item) => *known.entry(item.to_owned()).or_insert(fresh),
            None => fresh,
        };
        if index == fresh {
            records.push(Record::at(Span::new(file, binding.span.clone())));
        }
        for (key, value) in entries(binding) {
            let place = Span::new(file, value.span.clone());
            let lang = text(value, "xml:lang").and_then(Lang::parse);
            match (column(&key.name, kinds), text(value, "value")) {
                (Some(column), Some(written)) => {
                    put(&mut records[index], &column, written, lang.as_ref(), &place, diagnostics)
                }
                (None, _) if !ignored.contains(&key.name) => ignored.push(key.name.clone()),
                _ => {}
            }
        }
        let place = records[index].place.clone();
        settle(&mut records[index], &place, diagnostics);
    }
    (records, ignored)
}

/// The number in the address of an item of Wikidata.
fn item_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    rest.strip_prefix("www.wikidata.org/entity/").filter(|item| is_item(item))
}
