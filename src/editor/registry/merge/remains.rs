//! What the front matter of the entity that goes says and that of the one that stays does not →
//! comments in the latter.
//!
//! **Invariant:** every scalar and every comment of the one that goes can be read in the file that
//! stays: as a field, or in a comment that says whose it was. Only the ids of the two are left out,
//! for they are one now. So can the comments of the one that stays, of which some were beside what
//! was taken out. Runs when all else is merged and looks at what came of it, so it need not know by
//! which rule a value was taken over or left.

use super::Pair;
use crate::editor::edit::{Comment, Edits};
use crate::editor::registry::Refusal;
use crate::editor::registry::file_edits::FileEdits;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Lists beside those of facts of which the one that stays takes up what is missing, item by item.
/// A list of another key is one value.
const JOINED: &[&str] = &["aliases", "not", "redirects"];

/// Something that is kept as a comment.
struct Remain {
    /// The key above which it belongs.
    key: Option<String>,
    /// Whether its lines were comments from their beginning. Else the first is a key with its
    /// value, as it is put here or as a line of the file with a comment at its end, and further
    /// lines belong to the value.
    are_comments: bool,
    lines: Vec<String>,
}

impl Remain {
    /// As comments in the file that stays.
    fn written(&self, id: &str) -> Vec<String> {
        let head = format!("# merged from {id}:");
        let mut lines = self.lines.iter().map(|line| in_a_comment(line));
        if self.are_comments {
            return std::iter::once(head).chain(lines).collect();
        }

        let first = lines.next().unwrap_or_default();
        let mut written = vec![format!("{head} {first}").trim_end().to_owned()];
        for line in lines {
            written.push(format!("#   {line}").trim_end().to_owned());
        }
        written
    }
}

/// A line without what cannot be in a comment of YAML or of TOML.
fn in_a_comment(line: &str) -> String {
    line.replace(|c: char| c.is_control() && c != '\t', "\u{FFFD}")
}

/// Writes what would be lost into the file that stays.
pub(super) fn keep(file_edits: &mut FileEdits<'_>, pair: &Pair<'_>) -> Result<(), Refusal> {
    let (facts, mut comments) = file_edits.edit(pair.from.file, |edits| {
        Ok((edits.value_at(&[]).unwrap_or_default(), edits.comments()))
    })?;
    // An item that was taken out took the comment beside it along.
    let before = file_edits.text(pair.into.file);

    file_edits.edit(pair.into.file, |edits| {
        comments.extend(Edits::new(before)?.comments());
        let there: BTreeSet<String> =
            edits.comments().into_iter().map(|comment| comment.text).collect();
        comments.retain(|comment| !there.contains(&comment.text));
        let commented = commented(&comments);

        // A line that comes over with its comment says its fact as well.
        let is_said = |fact: &str| {
            let start = format!("{fact} #");
            commented.iter().any(|other| !other.are_comments && other.lines[0].starts_with(&start))
        };
        let merged = edits.value_at(&[]).unwrap_or_default();
        let mut remains = Lost { pair, merged: &merged, remains: Vec::new() }.of(&facts);
        remains.retain(|remain| remain.lines.len() > 1 || !is_said(&remain.lines[0]));

        for remain in remains.iter().chain(&commented) {
            edits.add_comments(remain.key.as_deref(), &remain.written(&pair.from.id))?;
        }
        Ok(())
    })
}

/// Comments to be kept; neighbours about one key stay together.
fn commented(comments: &[Comment]) -> Vec<Remain> {
    let mut remains: Vec<Remain> = Vec::new();
    for Comment { text, beside, key } in comments {
        let are_comments = beside.is_empty();
        match remains.last_mut() {
            Some(last) if are_comments && last.are_comments && last.key == *key => {
                last.lines.push(text.clone());
            }
            _ => {
                let line = format!("{beside} {text}").trim_start().to_owned();
                remains.push(Remain { key: key.clone(), are_comments, lines: vec![line] });
            }
        }
    }
    remains
}

/// Looks for values that are not in the fields as they are now.
struct Lost<'n> {
    pair: &'n Pair<'n>,
    merged: &'n Json,
    remains: Vec<Remain>,
}

impl<'n> Lost<'n> {
    /// What of `facts` is lost, by key.
    fn of(mut self, facts: &Json) -> Vec<Remain> {
        for (key, value) in facts.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("name", _) => self.names(value),
                ("aliases", Json::Array(items)) => {
                    // One may also be a version of the name by now.
                    let names = self.said_under("name");
                    self.items(key, items.iter().filter(|item| !says(&names, item)));
                }
                (_, Json::Array(items)) if self.is_joined(key) => self.items(key, items.iter()),
                _ => self.value(key, key, value, self.merged.get(key)),
            }
        }
        self.remains
    }

    fn is_joined(&self, key: &str) -> bool {
        JOINED.contains(&key) || self.pair.fact(key).is_some_and(|fact| fact.is_list)
    }

    /// All texts in the value under `key` as it is now.
    fn said_under(&self, key: &str) -> BTreeSet<&'n str> {
        self.merged.get(key).map(scalars).unwrap_or_default()
    }

    fn lose(&mut self, key: &str, path: &str, value: &Json) {
        let lines = lines(path, value);
        self.remains.push(Remain { key: Some(key.to_owned()), are_comments: false, lines });
    }

    /// A value, or the entries of a table one by one, that are not at the same place.
    fn value(&mut self, key: &str, path: &str, value: &Json, merged: Option<&Json>) {
        if value.is_null() || self.pair.is_own(value) || merged == Some(value) {
            return;
        }
        // Entry by entry, so that only what is lost is repeated.
        let Json::Object(fields) = value else {
            return self.lose(key, path, value);
        };
        for (name, field) in fields {
            let merged = merged.and_then(|merged| merged.get(name));
            self.value(key, &format!("{path}.{name}"), field, merged);
        }
    }

    /// Versions of a name, which became aliases.
    fn names(&mut self, value: &Json) {
        let mut known = self.said_under("name");
        known.extend(self.said_under("aliases"));
        let Json::Object(versions) = value else {
            if !says(&known, value) {
                self.lose("name", "name", value);
            }
            return;
        };
        for (lang, text) in versions {
            if !says(&known, text) {
                self.lose("name", &format!("name.{lang}"), text);
            }
        }
    }

    /// Items of which no item of the list that stays says all.
    fn items<'i>(&mut self, key: &str, items: impl Iterator<Item = &'i Json>) {
        let known = self.merged.get(key).and_then(Json::as_array);
        let known: Vec<BTreeSet<&str>> = known.into_iter().flatten().map(scalars).collect();
        for item in items {
            if !self.pair.is_own(item) && !known.iter().any(|known| says(known, item)) {
                self.lose(key, key, item);
            }
        }
    }
}

/// Whether all texts in a value are known.
fn says(known: &BTreeSet<&str>, value: &Json) -> bool {
    scalars(value).is_subset(known)
}

/// All texts in a value.
fn scalars(value: &Json) -> BTreeSet<&str> {
    match value {
        Json::String(text) => BTreeSet::from([text.as_str()]),
        Json::Array(items) => items.iter().flat_map(scalars).collect(),
        Json::Object(fields) => fields.values().flat_map(scalars).collect(),
        _ => BTreeSet::new(),
    }
}

/// A value for people: on one line, or its lines below its key, as they are.
fn lines(path: &str, value: &Json) -> Vec<String> {
    // Lines are kept as lines, so that a text of several can be read.
    if !scalars(value).iter().any(|text| text.contains('\n')) {
        return vec![format!("{path}: {}", flow(value))];
    }

    let mut all = Vec::new();
    match value {
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                all.extend(lines(&format!("{path}.{at}"), item));
            }
        }
        Json::Object(fields) => {
            for (name, field) in fields {
                all.extend(lines(&format!("{path}.{name}"), field));
            }
        }
        _ => {
            all.push(format!("{path}: |"));
            all.extend(value.as_str().unwrap_or_default().lines().map(str::to_owned));
        }
    }
    all
}

fn flow(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Json::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, field)| format!("{name}: {}", flow(field))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Json::Null => "~".to_owned(),
        other => other.to_string(),
    }
}
