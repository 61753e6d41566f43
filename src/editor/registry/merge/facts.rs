//! Names and facts of one entity → the front matter of another.

use super::Pair;
use crate::base::letters::same_name;
use crate::base::sources::{FileId, Span};
use crate::editor::edit::{EditError, Edits, Value};
use crate::editor::registry::addresses::normal;
use crate::editor::registry::file_edits::FileEdits;
use crate::editor::registry::{Conflict, Refusal, written};
use crate::reading::corpus::Alias;
use crate::reading::kinds::{Fact, FactType};
use serde_json::Value as Json;

/// Parts of aliases and roles that are dates or truths, which are written without quotes.
const BARE_PARTS: &[&str] = &["from", "until", "auto"];

/// Adds what the file of the one that goes states to that of the one that stays; gives what
/// contradicts it.
pub(super) fn join(
    file_edits: &mut FileEdits<'_>,
    pair: &Pair<'_>,
) -> Result<Vec<Conflict>, Refusal> {
    let (from, into) = (pair.from.file, pair.into.file);
    let facts = file_edits.edit(from, |edits| Ok(edits.value_at(&[])))?.unwrap_or_default();
    let mut conflicts = file_edits.edit(into, |edits| {
        let mut joiner = Joiner { pair, edits, conflicts: Vec::new() };
        joiner.names()?;
        joiner.list("not", facts.get("not"))?;
        joiner.list("redirects", facts.get("redirects"))?;
        joiner.versions("description", facts.get("description"))?;
        for fact in pair.facts() {
            let key = fact.key.as_ref();
            let stated = facts.get(key);
            if fact.is_list {
                joiner.list(key, stated)?;
            } else if fact.value == FactType::Words {
                joiner.versions(key, stated)?;
            } else {
                joiner.value(&[key], stated)?;
            }
        }
        joiner.versions("extra", facts.get("extra"))?;
        Ok(joiner.conflicts)
    })?;

    for conflict in &mut conflicts {
        let place = |file: FileId, value: &str| {
            let start = file_edits.text(file).find(value).unwrap_or_default();
            // A file begins with the mark of its front matter: nothing is found there, and a value
            // that is written in another way is shown by its file alone.
            Span::new(file, start..start + if start == 0 { 0 } else { value.len() })
        };
        conflict.places = vec![place(into, &conflict.kept), place(from, &conflict.refused)];
    }
    Ok(conflicts)
}

/// The front matter of the one that stays, while it takes up what the other says.
struct Joiner<'j, 't> {
    pair: &'j Pair<'j>,
    edits: &'j mut Edits<'t>,
    conflicts: Vec<Conflict>,
}

impl Joiner<'_, '_> {
    /// The names of the one that goes become aliases of the one that stays, with their dates; of
    /// one name the wider dates hold.
    fn names(&mut self) -> Result<(), EditError> {
        let mut known: Vec<Alias> = self.pair.into.aliases.clone();
        for alias in &self.pair.from.aliases {
            let is_same = |known: &Alias| same_name(&known.text, &alias.text);
            if known.iter().any(|known| is_same(known) && covers(known, alias)) {
                continue;
            }
            let Some(same) = known.iter_mut().find(|known| is_same(known)) else {
                known.push(alias.clone());
                self.edits.add_to_list("aliases", written::alias(alias))?;
                continue;
            };
            // A side without a date has no bound, and so has what both say.
            same.from = same.from.and_then(|a| alias.from.map(|b| a.min(b)));
            same.until = same.until.and_then(|a| alias.until.map(|b| a.max(b)));
            same.auto |= alias.auto;
            let missing = alias.forms.iter().filter(|form| !same.forms.contains(form));
            let missing: Vec<String> = missing.cloned().collect();
            same.forms.extend(missing);
            self.edits.set_in_list("aliases", &same.text, written::alias(same))?;
        }
        Ok(())
    }

    /// Adds the items that are missing.
    fn list(&mut self, key: &str, from: Option<&Json>) -> Result<(), EditError> {
        let fact = self.pair.fact(key).map(|fact| fact.value);
        let is_same = |a: &Json, b: &Json| match (a.as_str(), b.as_str()) {
            (Some(a), Some(b)) if fact == Some(FactType::Link) => normal(a) == normal(b),
            _ => a == b,
        };
        // No entity is related to itself.
        let is_own =
            |item: &Json| matches!(fact, Some(FactType::Reference(_))) && self.pair.is_own(item);

        let known = self.edits.value_at(&[key]).unwrap_or_default();
        let known = known.as_array().map(Vec::as_slice).unwrap_or_default();
        for item in from.and_then(Json::as_array).into_iter().flatten() {
            if !is_own(item) && !known.iter().any(|known| is_same(known, item)) {
                self.edits.add_to_list(key, value(self.pair, key, item))?;
            }
        }
        Ok(())
    }

    /// Adds a value that is missing, or notes what contradicts it.
    fn value(&mut self, path: &[&str], from: Option<&Json>) -> Result<(), EditError> {
        let Some(stated) = from.filter(|stated| !stated.is_null()) else {
            return Ok(());
        };
        let key = path.last().copied().unwrap_or_default();
        let id = &self.pair.into.id;
        // No entity is part of itself, nor refers to itself otherwise.
        if let [_] = path
            && self.pair.fact(key).is_some_and(|fact| matches!(fact.value, FactType::Reference(_)))
            && stated == id
        {
            return Ok(());
        }

        match self.edits.value_at(path) {
            None => self.edits.set_at(path, value(self.pair, key, stated))?,
            Some(known) if known == *stated => {}
            Some(known) => self.conflicts.push(Conflict {
                id: id.clone(),
                field: path.join("."),
                kept: shown(&known),
                refused: shown(stated),
                places: Vec::new(),
            }),
        }
        Ok(())
    }

    /// The same, version by version where both have several.
    fn versions(&mut self, key: &str, from: Option<&Json>) -> Result<(), EditError> {
        if let Some(Json::Object(versions)) = from
            && let Some(Json::Object(_)) = self.edits.value_at(&[key])
        {
            for (name, version) in versions {
                self.value(&[key, name], Some(version))?;
            }
            return Ok(());
        }
        self.value(&[key], from)
    }
}

/// Whether a name is in use whenever the other is.
fn covers(wide: &Alias, narrow: &Alias) -> bool {
    (wide.auto || !narrow.auto)
        && narrow.forms.iter().all(|form| wide.forms.contains(form))
        && wide.from.is_none_or(|from| narrow.from.is_some_and(|other| from <= other))
        && wide.until.is_none_or(|until| narrow.until.is_some_and(|other| other <= until))
}

/// A value of front matter to be written again under `key`.
fn value(pair: &Pair<'_>, key: &str, json: &Json) -> Value {
    let is_bare = BARE_PARTS.contains(&key) || pair.fact(key).is_some_and(Fact::is_bare);
    match json {
        Json::String(text) if is_bare => Value::Bare(text.clone()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::list(items.iter().map(|item| value(pair, key, item))),
        Json::Object(fields) => {
            Value::table(fields.iter().map(|(key, field)| (key, value(pair, key, field))))
        }
        other => Value::Text(other.to_string()),
    }
}

/// A value for people.
fn shown(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
