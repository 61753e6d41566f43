//! What the front matter of the entity that goes says and that of the one that stays does not →
//! comments in the latter.
//!
//! **Invariant:** every scalar and every comment of the one that goes can be read in the file that
//! stays: as a field, or in a comment that says whose it was. Only the ids of the two are left out,
//! for they are one now. So can the comments of the one that stays, of which some stood beside what
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
    form: Form,
    lines: Vec<String>,
}

/// What its lines are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A key and its value; further lines belong to the value.
    Fact,
    /// A line of the file with a comment at its end.
    Line,
    /// Lines that were comments from their beginning.
    Comments,
}

impl Remain {
    /// As comments in the file that stays.
    fn written(&self, id: &str) -> Vec<String> {
        let head = format!("# merged from {id}:");
        let lines = self.lines.iter().map(|line| in_a_comment(line));
        match self.form {
            Form::Comments => std::iter::once(head).chain(lines).collect(),
            Form::Fact | Form::Line => {
                let first_and_rest = lines.enumerate();
                let placed = |(at, line): (usize, String)| {
                    if at == 0 { format!("{head} {line}") } else { format!("#   {line}") }
                };
                first_and_rest.map(placed).map(|line| line.trim_end().to_owned()).collect()
            }
        }
    }
}

/// A line without what cannot stand in a comment of YAML or of TOML.
fn in_a_comment(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect()
}

/// Writes what would be lost into the file that stays.
pub(super) fn keep(file_edits: &mut FileEdits<'_>, pair: &Pair<'_>) -> Result<(), Refusal> {
    let (from, into) = (pair.file(pair.from), pair.file(pair.into));
    let ids = [pair.id(pair.from), pair.id(pair.into)];
    let (facts, mut comments) = file_edits
        .edit(from, |edits| Ok((edits.value_at(&[]).unwrap_or_default(), edits.comments())))?;
    let before = file_edits.text(into);

    file_edits.edit(into, |edits| {
        comments.extend(Edits::new(before)?.comments());
        let merged = edits.value_at(&[]).unwrap_or_default();
        let there: BTreeSet<String> =
            edits.comments().into_iter().map(|comment| comment.text).collect();
        let commented = commented(&comments, &there);
        let mut remains = Lost { pair, merged: &merged, ids, remains: Vec::new() }.of(&facts);

        // A line that comes over with its comment says its fact as well.
        let is_said = |fact: &str| {
            commented.iter().any(|other| {
                other.form == Form::Line && other.lines[0].starts_with(&format!("{fact} #"))
            })
        };
        remains.retain(|remain| remain.lines.len() > 1 || !is_said(&remain.lines[0]));
        let all = remains.iter().chain(&commented);
        all.into_iter().try_for_each(|remain| {
            edits.add_comments(remain.key.as_deref(), &remain.written(ids[0]))
        })
    })
}

/// The comments that the file that stays does not have; neighbours about one key stay together.
fn commented(comments: &[Comment], there: &BTreeSet<String>) -> Vec<Remain> {
    let mut remains: Vec<Remain> = Vec::new();
    for comment in comments.iter().filter(|comment| !there.contains(&comment.text)) {
        let key = comment.key.clone();
        if !comment.beside.is_empty() {
            remains.push(Remain {
                key,
                form: Form::Line,
                lines: vec![format!("{} {}", comment.beside, comment.text)],
            });
            continue;
        }
        match remains.last_mut().filter(|last| last.form == Form::Comments && last.key == key) {
            Some(last) => last.lines.push(comment.text.clone()),
            None => remains.push(Remain {
                key,
                form: Form::Comments,
                lines: vec![comment.text.clone()],
            }),
        }
    }
    remains
}

/// Looks for values that are not in the fields as they are now.
struct Lost<'n> {
    pair: &'n Pair<'n>,
    merged: &'n Json,
    ids: [&'n str; 2],
    remains: Vec<Remain>,
}

impl Lost<'_> {
    /// What of `facts` is lost, by key.
    fn of(mut self, facts: &Json) -> Vec<Remain> {
        for (key, value) in facts.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("name", _) => self.names(value),
                ("aliases", Json::Array(items)) => self.aliases(items),
                (_, Json::Array(items)) if self.is_joined(key) => self.items(key, items),
                _ => self.value(key, key, value, self.merged.get(key)),
            }
        }
        self.remains
    }

    fn is_joined(&self, key: &str) -> bool {
        JOINED.contains(&key) || self.pair.fact(key).is_some_and(|fact| fact.is_list)
    }

    fn lose(&mut self, key: &str, path: &str, value: &Json) {
        self.remains.push(Remain {
            key: Some(key.to_owned()),
            form: Form::Fact,
            lines: lines(path, value),
        });
    }

    /// A value, or the entries of a table one by one, that do not stand at the same place.
    fn value(&mut self, key: &str, path: &str, value: &Json, merged: Option<&Json>) {
        let is_own = value.as_str().is_some_and(|text| self.ids.contains(&text));
        if value.is_null() || is_own || merged == Some(value) {
            return;
        }
        let Json::Object(fields) = value else {
            return self.lose(key, path, value);
        };
        for (name, field) in fields {
            self.value(
                key,
                &format!("{path}.{name}"),
                field,
                merged.and_then(|merged| merged.get(name)),
            );
        }
    }

    /// Versions of a name, which became aliases.
    fn names(&mut self, value: &Json) {
        let known: BTreeSet<&str> = ["name", "aliases"]
            .iter()
            .filter_map(|key| self.merged.get(*key))
            .flat_map(scalars)
            .collect();
        let versions: Vec<(String, &Json)> = match value {
            Json::Object(versions) => {
                versions.iter().map(|(lang, text)| (format!("name.{lang}"), text)).collect()
            }
            _ => vec![("name".to_owned(), value)],
        };
        let lost: Vec<(String, &Json)> = versions
            .into_iter()
            .filter(|(_, text)| scalars(text).into_iter().any(|text| !known.contains(text)))
            .collect();
        lost.into_iter().for_each(|(path, text)| self.lose("name", &path, text));
    }

    /// Aliases, which may also be versions of the name by now.
    fn aliases(&mut self, items: &[Json]) {
        let names: BTreeSet<&str> =
            self.merged.get("name").map(scalars).unwrap_or_default().into_iter().collect();
        let is_name = |item: &&Json| scalars(item).into_iter().all(|text| names.contains(text));
        let others: Vec<Json> = items.iter().filter(|item| !is_name(item)).cloned().collect();
        self.items("aliases", &others);
    }

    /// Items of which no item of the list that stays says all.
    fn items(&mut self, key: &str, items: &[Json]) {
        let known: Vec<BTreeSet<&str>> = match self.merged.get(key) {
            Some(Json::Array(known)) => {
                known.iter().map(|item| scalars(item).into_iter().collect()).collect()
            }
            _ => Vec::new(),
        };
        let is_own = |item: &Json| item.as_str().is_some_and(|text| self.ids.contains(&text));
        let is_there = |item: &Json| {
            let said = scalars(item);
            known.iter().any(|known| said.iter().all(|text| known.contains(text)))
        };
        let lost: Vec<&Json> =
            items.iter().filter(|item| !is_own(item) && !is_there(item)).collect();
        lost.into_iter().for_each(|item| self.lose(key, key, item));
    }
}

/// All texts in a value.
fn scalars(value: &Json) -> Vec<&str> {
    match value {
        Json::String(text) => vec![text],
        Json::Array(items) => items.iter().flat_map(scalars).collect(),
        Json::Object(fields) => fields.values().flat_map(scalars).collect(),
        _ => Vec::new(),
    }
}

/// A value for people: on one line, or its lines below its key, as they are.
fn lines(path: &str, value: &Json) -> Vec<String> {
    match value {
        Json::String(text) if text.contains('\n') => {
            std::iter::once(format!("{path}: |")).chain(text.lines().map(str::to_owned)).collect()
        }
        Json::Array(items) if scalars(value).iter().any(|text| text.contains('\n')) => items
            .iter()
            .enumerate()
            .flat_map(|(at, item)| lines(&format!("{path}.{at}"), item))
            .collect(),
        Json::Object(fields) if scalars(value).iter().any(|text| text.contains('\n')) => fields
            .iter()
            .flat_map(|(name, field)| lines(&format!("{path}.{name}"), field))
            .collect(),
        _ => vec![format!("{path}: {}", flow(value))],
    }
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
