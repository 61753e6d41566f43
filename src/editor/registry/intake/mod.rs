//! Files about people, places and things → entities of the site: what is new is added, what is
//! known stays, what contradicts is shown.
//!
//! ```text
//! read      files → records       tables, Linked Places, Popolo, query results, told by what they hold
//! take_in   records → changes     each record meets the entity it is about, or becomes one
//! ```
//!
//! **Invariant:** a value that a file of the site states is never overwritten, unless the editor
//! asks for it.
//! **Invariant:** taking the same files in twice changes nothing the second time.

mod columns;
mod json;
mod linked_places;
mod matching;
mod popolo;
mod record;
mod tables;
#[cfg(test)]
mod tests;
mod tree;
mod update;

pub use matching::{Intake, Outcome, What, take_in};
pub use record::Record;

use crate::base::decode::text_of;
use crate::base::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::base::fields::Node;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::config::Config;
use json::read_json;
use tree::field;

/// What files hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The records, file by file.
    pub records: Vec<Record>,
    /// Columns with which nothing is done, by file.
    pub ignored: Vec<(FileId, Vec<String>)>,
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
        let Some(decoded) = text_of(files, file, &mut of_file) else {
            diagnostics.append(of_file);
            continue;
        };
        // Programs put byte order marks in front of tables; there is nothing to mend.
        of_file
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .for_each(|error| diagnostics.push(error.clone()));
        let (records, ignored) = read_one(file, decoded.text, decoded.offset, config, diagnostics);
        read.records.extend(records);
        read.ignored.push((file, ignored));
    }
    read
}

fn read_one(
    file: FileId,
    text: &str,
    offset: usize,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> tables::Taken {
    if !text.trim_start().starts_with(['{', '[']) {
        return tables::csv(file, text, offset, &config.kinds, diagnostics);
    }
    let Some(root) = read_json(file, text, offset, diagnostics) else {
        return tables::Taken::default();
    };
    let has = |key: &str| field(&root, key).is_some();
    if has("features") {
        let records = linked_places::read(file, &root, &config.kinds, diagnostics);
        (records, Vec::new())
    } else if has("results") && has("head") {
        tables::sparql(file, &root, &config.kinds, diagnostics)
    } else if has("persons") || has("organizations") {
        let records = popolo::read(file, &root, &config.kinds, diagnostics);
        (records, Vec::new())
    } else {
        diagnostics.push(unknown(file, &root));
        tables::Taken::default()
    }
}

fn unknown(file: FileId, root: &Node) -> Diagnostic {
    let keys: Vec<&str> =
        tree::entries(root).iter().map(|(key, _)| key.name.as_str()).take(5).collect();
    let holds =
        if keys.is_empty() { String::new() } else { format!("; it holds `{}`", keys.join("`, `")) };
    Diagnostic::new(Code::BadData, format!("this JSON is none of those that are read{holds}"))
        .at(Span::new(file, root.span.start..root.span.start + 1), "")
        .hint("give Linked Places (`features`), Popolo (`persons`, `organizations`), results of Wikidata’s query service (`head`, `results`), or a table as CSV")
}
