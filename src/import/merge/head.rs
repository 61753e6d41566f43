//! The front matter of an import, known by its hashes, what an editor made of it, and what the
//! document says now → the merged front matter.
//!
//! **Invariant:** what is not touched stays as it is written, comments and order too.

use super::fields::{self, Field, Key};
use super::{Hash, Sheet, Version, fields_of};
use std::collections::BTreeMap;

/// Writes the merged front matter, with the lines around it.
pub(super) fn merge(then: &Version, ours: &str, now: &Version, theirs: &str, sheet: &mut Sheet) {
    let (range, is_yaml) = fields_of(ours);
    let theirs = fields::of(&theirs[fields_of(theirs).0]);
    let mut head = Head::of(&ours[range.clone()], is_yaml, &now.sha256);

    for (at, field) in theirs.iter().enumerate() {
        let Some(key) = &field.key else {
            continue;
        };
        let (was, is) = (then.fields.get(key), now.fields.get(key));
        let edited = head.hashes.get(key).copied();
        if was == is || edited.as_ref() == is || is_answered(key, then, now) {
            continue;
        }
        if edited.as_ref() == was && head.takes(key) {
            head.take(field, key, &theirs[..at]);
            sheet.n_taken += 1;
        } else {
            head.dispute(Some(field), key, &theirs[..at]);
        }
    }
    for (key, was) in &then.fields {
        let is_gone = !now.fields.contains_key(key) && !is_answered(key, then, now);
        match head.hashes.get(key).copied() {
            Some(edited) if is_gone && edited == *was => {
                head.remove(key);
                sheet.n_taken += 1;
            }
            Some(_) if is_gone => head.dispute(None, key, &[]),
            _ => {}
        }
    }

    sheet.text.push_str(&ours[..range.start]);
    for line in &head.lines {
        if let Line::Mark(doubt, _) = line {
            sheet.doubts.push((sheet.text.len(), doubt.clone()));
        }
        sheet.text.push_str(line.text());
    }
    sheet.text.push_str(&ours[range.end..]);
}

/// Whether it was said with an option when the document was imported, and is not said now.
fn is_answered(key: &Key, then: &Version, now: &Version) -> bool {
    then.given.contains(&key.name) && !now.given.contains(&key.name)
}

/// Front matter as far as it is merged.
struct Head {
    lines: Vec<Line>,
    /// What the fields were when the editor left them.
    hashes: BTreeMap<Key, Hash>,
    is_yaml: bool,
}

enum Line {
    Field(Field),
    /// What the editor is asked, and the comment that says it.
    Mark(String, String),
}

impl Line {
    fn text(&self) -> &str {
        match self {
            Line::Field(field) => &field.text,
            Line::Mark(_, comment) => comment,
        }
    }

    fn key(&self) -> Option<&Key> {
        match self {
            Line::Field(field) => field.key.as_ref(),
            Line::Mark(..) => None,
        }
    }
}

impl Head {
    fn of(text: &str, is_yaml: bool, sha256: &str) -> Self {
        // Of TOML nothing is known but where it ends.
        let fields = match is_yaml {
            true => fields::of(text),
            false => vec![Field { key: None, text: text.to_owned() }],
        };
        let hashes = fields::hashes(&fields, sha256);
        Head { lines: fields.into_iter().map(Line::Field).collect(), hashes, is_yaml }
    }

    fn find(&self, key: &Key) -> Option<usize> {
        self.lines.iter().position(|line| line.key() == Some(key))
    }

    /// Whether a field with this key can stand here: entries stand in tables that are written as such.
    fn takes(&self, key: &Key) -> bool {
        let table = key.table().and_then(|table| self.find(&table));
        self.is_yaml
            && match table.map(|at| &self.lines[at]) {
                Some(Line::Field(field)) => field.begins_table(),
                Some(Line::Mark(..)) | None => true,
            }
    }

    /// Puts a field of the document in the place of its like, or behind the one that it follows
    /// there; `before` are those in front of it.
    fn take(&mut self, field: &Field, key: &Key, before: &[Field]) {
        if let Some(at) = self.find(key) {
            self.lines[at] = Line::Field(field.clone());
            return;
        }
        if let Some(table) = key.table()
            && self.find(&table).is_none()
            && let Some(at) = before.iter().position(|field| field.key.as_ref() == Some(&table))
        {
            self.take(&before[at], &table, &before[..at]);
        }
        let at = self.place(key, before);
        self.lines.insert(at, Line::Field(field.clone()));
    }

    /// Where a new field goes.
    fn place(&self, key: &Key, before: &[Field]) -> usize {
        for earlier in before.iter().rev().filter_map(|field| field.key.as_ref()) {
            let is_near = earlier.name == key.name;
            let last = match is_near {
                true => self.find(earlier),
                false => self
                    .lines
                    .iter()
                    .rposition(|line| line.key().is_some_and(|key| key.name == earlier.name)),
            };
            if let Some(last) = last {
                return last + 1;
            }
        }
        if key.entry.is_some() { self.lines.len() } else { 0 }
    }

    fn remove(&mut self, key: &Key) {
        self.lines.retain(|line| line.key() != Some(key));
        let is_left = |line: &Line| {
            line.key().is_some_and(|other| other.name == key.name && other.entry.is_some())
        };
        if let Some(table) = key.table()
            && !self.lines.iter().any(is_left)
        {
            self.lines.retain(|line| line.key() != Some(&table));
        }
    }

    /// Says beside a field what the document has, which is none if it no longer has it.
    fn dispute(&mut self, theirs: Option<&Field>, key: &Key, before: &[Field]) {
        let (doubt, mut comment) = match theirs {
            Some(field) => {
                let name = key.entry.as_ref().unwrap_or(&key.name);
                let doubt =
                    format!("`{name}` was edited, and the document says something else now");
                let mut comment = format!("# review: {doubt}:\n");
                for line in field.text.trim_end().lines() {
                    comment.push_str(&format!("#   {}\n", line.trim()));
                }
                (doubt, comment)
            }
            None => {
                let name = key.entry.as_ref().unwrap_or(&key.name);
                let doubt = format!("`{name}` was edited, and the document no longer says it");
                let comment = format!("# review: {doubt}\n");
                (doubt, comment)
            }
        };
        let at = match self.find(key) {
            _ if !self.is_yaml => self.lines.len(),
            Some(at) => at,
            None => self.place(key, before),
        };
        if !self.lines.get(at.wrapping_sub(1)).is_none_or(|line| line.text().ends_with('\n')) {
            comment.insert(0, '\n');
        }
        self.lines.insert(at, Line::Mark(doubt, comment));
    }
}
