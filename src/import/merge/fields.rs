//! The lines of front matter in YAML → its fields, each with its key.
//!
//! A table of its own (`speakers:`) is a field for each of its entries. What is written in any other
//! way is one field with all its lines, and stays so.

use super::{Hash, hash_of};
use std::collections::BTreeMap;

/// Lines of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Its key, as written; none of a comment that stands for itself.
    pub(super) key: Option<Key>,
    /// Its lines, with their ends.
    pub(super) text: String,
}

/// The key of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) name: String,
    /// The key of an entry of a table; none of a field that is no entry.
    pub(super) entry: Option<String>,
}

/// What divides the two in a lock, where a key with an entry is one word of a line.
const DIVIDE: char = '\t';

impl Key {
    /// The line that an entry of a table stands below.
    pub(super) fn table(&self) -> Option<Key> {
        self.entry.is_some().then(|| Key { name: self.name.clone(), entry: None })
    }

    pub(super) fn parse(text: &str) -> Self {
        match text.split_once(DIVIDE) {
            Some((name, entry)) => Key { name: name.to_owned(), entry: Some(entry.to_owned()) },
            None => Key { name: text.to_owned(), entry: None },
        }
    }

    pub(super) fn text(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}{DIVIDE}{entry}", self.name),
            None => self.name.clone(),
        }
    }
}

/// The fields of front matter without the lines around it.
pub(super) fn of(head: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    // The name of the table whose entries come next, and how far they are set in.
    let mut table: Option<(String, Option<usize>)> = None;
    for line in head.split_inclusive('\n') {
        let inset = line.len() - line.trim_start_matches(' ').len();
        let words = line.trim();
        let is_value = inset > 0 || words.is_empty() || words.starts_with('-');
        let entry = match &mut table {
            Some((name, first))
                if !words.is_empty() && !words.starts_with(['#', '-']) && inset > 0 =>
            {
                let is_entry = *first.get_or_insert(inset) == inset;
                is_entry.then(|| key_of(words)).flatten().map(|entry| (name.clone(), entry))
            }
            _ => None,
        };

        if let Some((name, entry)) = entry {
            let key = Key { name, entry: Some(entry) };
            fields.push(Field { key: Some(key), text: line.to_owned() });
        } else if is_value && let Some(last) = fields.last_mut() {
            last.text.push_str(line);
            let is_said = !words.is_empty() && !words.starts_with('#');
            if is_said && let Some((_, first @ None)) = &mut table {
                // A list, or words: these are no entries.
                *first = Some(usize::MAX);
            }
        } else if words.starts_with('#') {
            fields.push(Field { key: None, text: line.to_owned() });
        } else {
            let name = key_of(words);
            let begins = name.clone().filter(|_| without_comment(words).ends_with(':'));
            table = begins.map(|name| (name, None));
            let key = name.map(|name| Key { name, entry: None });
            fields.push(Field { key, text: line.to_owned() });
        }
    }
    fields
}

impl Field {
    /// Whether entries may stand below it.
    pub(super) fn begins_table(&self) -> bool {
        let mut lines = self.text.lines();
        lines.next().is_some_and(|line| without_comment(line).ends_with(':'))
            && lines.all(|line| matches!(line.trim().chars().next(), None | Some('#')))
    }
}

/// The key that a line begins with, as it is written.
fn key_of(line: &str) -> Option<String> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => 1 + line[1..].find(quote)? + 1,
        None => line.find(": ").or_else(|| {
            let line = without_comment(line);
            line.ends_with(':').then(|| line.len() - 1)
        })?,
    };
    line[end..].starts_with(':').then(|| line[..end].to_owned())
}

fn without_comment(line: &str) -> &str {
    line.split_once(" #").map_or(line, |(words, _)| words).trim_end()
}

/// By what the fields are known. The document's own SHA-256 in them is that of its version, and says
/// nothing of what was edited.
pub(super) fn hashes(fields: &[Field], sha256: &str) -> BTreeMap<Key, Hash> {
    let mut hashes = BTreeMap::new();
    for field in fields {
        if let Some(key) = &field.key {
            hashes.insert(key.clone(), hash_of(field.text.replace(sha256, "").trim_end()));
        }
    }
    hashes
}
