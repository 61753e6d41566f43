//! Files about people, places and things → entities of the site: what is new is added, what is
//! known stays, what contradicts is shown.
//!
//! ```text
//! read      files → records       tables, Linked Places, Popolo, GeoNames, query results, told by what they hold
//! take_in   records → changes     each record meets the entity it is about, or becomes one
//! ```
//!
//! **Invariant:** a value that a file of the site states is never overwritten, unless the editor
//! asks for it.
//! **Invariant:** taking the same files in twice changes nothing the second time.

mod columns;
mod geonames;
mod json;
mod linked_places;
mod matching;
mod popolo;
mod record;
mod source;
mod tables;
#[cfg(test)]
mod tests;
mod tree;
mod update;

pub use matching::{Intake, Outcome, What, take_in};
pub use record::{Record, Told, ToldRole};
pub use update::Contradiction;

use crate::base::decode::text_of;
use crate::base::diag::{Code, Diagnostics, Severity};
use crate::base::fields::{Node, Reader, Value};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use source::Source;

/// What files hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The records, file by file.
    pub records: Vec<Record>,
    /// Columns with which nothing is done, by file.
    pub ignored: Vec<(FileId, Vec<String>)>,
}

impl Read {
    /// Leaves out the records in which there is a mistake.
    pub fn leave_out(&mut self, mistakes: &Diagnostics) {
        self.records.retain(|record| {
            let place = &record.place;
            let is_within = |span: &Span| {
                span.file == place.file
                    && place.range.start <= span.range.start
                    && span.range.end <= place.range.end
            };
            !mistakes.iter().any(|mistake| {
                mistake.severity() == Severity::Error
                    && mistake.labels.iter().any(|label| is_within(&label.span))
            })
        });
    }
}

/// How the editor wants files to be taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The key of the kind of what does not say its own.
    pub kind: Option<String>,
    /// Whether values of the files go before those of the site.
    pub update: bool,
}

/// Reads all `files`, each by what it holds.
#[must_use]
pub fn read(files: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Read {
    let mut read = Read::default();
    for (file, _) in files.iter() {
        let mut of_file = Diagnostics::default();
        let decoded = text_of(files, file, &mut of_file);
        for diagnostic in of_file.iter() {
            // Programs put byte order marks in front of tables; there is nothing to mend.
            if decoded.is_none() || diagnostic.severity() == Severity::Error {
                diagnostics.push(diagnostic.clone());
            }
        }

        if let Some(decoded) = decoded {
            let reader = Reader { file, diagnostics: &mut *diagnostics };
            let mut source = Source { kinds: &config.kinds, reader, ignored: Vec::new() };
            read.records.extend(read_one(&mut source, decoded.text, decoded.offset));
            read.ignored.push((file, source.ignored));
        }
    }
    read
}

/// Reads `text`, which begins at byte `offset` of its file.
fn read_one(source: &mut Source<'_>, text: &str, offset: usize) -> Vec<Record> {
    if geonames::is_dump(text) {
        return geonames::read(source, text, offset);
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return tables::csv(source, text, offset);
    }
    if is_lines(text) {
        return lines(source, text, offset);
    }
    let Some(root) = json::read_json(source, text, offset) else {
        return Vec::new();
    };

    let has = |key: &str| tree::field(&root, key).is_some();
    if has("features") {
        linked_places::read(source, &root)
    } else if has("results") && has("head") {
        tables::sparql(source, &root)
    } else if has("persons") || has("organizations") {
        popolo::read(source, &root)
    } else if tree::text(&root, "type") == Some("Feature") {
        vec![linked_places::place(source, &root)]
    } else if let Value::List(rows) = &root.value
        && rows.iter().any(|row| !tree::entries(row).is_empty())
    {
        tables::objects(source, rows)
    } else {
        report_unknown(source, &root);
        Vec::new()
    }
}

/// Whether a text is lines of JSON: its first line is a whole object, and another follows.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_object =
        |line: Option<&str>| line.is_some_and(|line| line.starts_with('{') && line.ends_with('}'));
    is_object(lines.next()) && is_object(lines.next())
}

/// Reads lines of JSON: places as Linked Places has them, or rows.
fn lines(source: &mut Source<'_>, text: &str, offset: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let mut rows = Vec::new();
    let mut at = offset;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let Some(node) = json::read_json(source, line, start) else {
            continue;
        };
        if tree::text(&node, "type") == Some("Feature") {
            records.push(linked_places::place(source, &node));
        } else {
            rows.push(node);
        }
    }
    records.extend(tables::objects(source, &rows));
    records
}

fn report_unknown(source: &mut Source<'_>, root: &Node) {
    // A few keys are enough to know the file again.
    let keys = tree::entries(root).iter().take(5);
    let keys: Vec<&str> = keys.map(|(key, _)| key.name.as_str()).collect();
    let holds =
        if keys.is_empty() { String::new() } else { format!("; it holds `{}`", keys.join("`, `")) };

    let message = format!("this JSON is none of those that are read{holds}");
    let hint = "give Linked Places (`features`), Popolo (`persons`, `organizations`), results of Wikidata’s query service (`head`, `results`, or a list of objects), a dump of GeoNames, or a table as CSV";
    let start = root.span.start;
    source.report(Code::BadData, message, &(start..start + 1), hint);
}
