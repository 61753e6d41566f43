//! Names and facts of one entity → the front matter of another.

use super::Pair;
use crate::base::letters::same_name;
use crate::editor::edit::{EditError, Edits, Value};
use crate::editor::registry::addresses::normal;
use crate::editor::registry::file_edits::FileEdits;
use crate::editor::registry::{Conflict, Refusal};
use crate::reading::corpus::{Alias, EntityId};
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
    let (from, into) = (pair.file(pair.from), pair.file(pair.into));
    let facts = file_edits.edit(from, |edits| Ok(edits.value_at(&[])))?.unwrap_or_default();
    let mut conflicts = Vec::new();
    file_edits.edit(into, |edits| {
        let mut found = Vec::new();
        join_names(edits, pair)?;
        join_list(edits, pair, "not", facts.get("not"))?;
        join_list(edits, pair, "redirects", facts.get("redirects"))?;
        join_versions(edits, pair, "description", facts.get("description"), &mut found)?;
        for fact in pair.facts() {
            let key = fact.key.as_ref();
            let stated = facts.get(key);
            if fact.is_list {
                join_list(edits, pair, key, stated)?;
            } else if fact.value == FactType::Words {
                join_versions(edits, pair, key, stated, &mut found)?;
            } else {
                join_fact(edits, pair, &[key], stated, &mut found)?;
            }
        }
        join_versions(edits, pair, "extra", facts.get("extra"), &mut found)?;
        conflicts = found;
        Ok(())
    })?;
    for conflict in &mut conflicts {
        let place = |file, value: &str| {
            let start = file_edits.text(file).find(value).unwrap_or_default();
            crate::base::sources::Span::new(
                file,
                start..start + if start == 0 { 0 } else { value.len() },
            )
        };
        conflict.places = vec![place(into, &conflict.kept), place(from, &conflict.refused)];
    }
    Ok(conflicts)
}

/// The names of the one that goes become aliases of the one that stays, with their dates; of one
/// name the wider dates hold.
fn join_names(edits: &mut Edits<'_>, pair: &Pair<'_>) -> Result<(), EditError> {
    let aliases = |id: EntityId| &pair.graph.corpus.entity(id).aliases;
    let mut known: Vec<Alias> = aliases(pair.into).clone();
    for alias in aliases(pair.from) {
        let same = known.iter().position(|known| same_name(&known.text, &alias.text));
        let Some(index) = same else {
            known.push(alias.clone());
            edits.add_to_list("aliases", written(alias))?;
            continue;
        };
        if known.iter().any(|known| same_name(&known.text, &alias.text) && covers(known, alias)) {
            continue;
        }
        let both = Alias {
            from: known[index].from.and_then(|a| alias.from.map(|b| a.min(b))),
            until: known[index].until.and_then(|a| alias.until.map(|b| a.max(b))),
            auto: known[index].auto || alias.auto,
            ..known[index].clone()
        };
        edits.set_in_list("aliases", &both.text, written(&both))?;
        known[index] = both;
    }
    Ok(())
}

/// Whether a name is in use whenever the other is.
fn covers(wide: &Alias, narrow: &Alias) -> bool {
    (wide.auto || !narrow.auto)
        && wide.from.is_none_or(|from| narrow.from.is_some_and(|other| from <= other))
        && wide.until.is_none_or(|until| narrow.until.is_some_and(|other| other <= until))
}

/// A name as it is written: alone, or with what is said of it.
pub(in crate::editor::registry) fn written(alias: &Alias) -> Value {
    if alias.from.is_none() && alias.until.is_none() && alias.auto {
        return alias.text.as_str().into();
    }
    let fields = [
        ("name", Some(Value::from(alias.text.as_str()))),
        ("from", alias.from.map(Value::from)),
        ("until", alias.until.map(Value::from)),
        ("auto", (!alias.auto).then(|| Value::Bare("false".to_owned()))),
    ];
    Value::table(fields.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))))
}

fn join_list(
    edits: &mut Edits<'_>,
    pair: &Pair<'_>,
    key: &str,
    from: Option<&Json>,
) -> Result<(), EditError> {
    let of = pair.fact(key).map(|fact| fact.value);
    let are_addresses = of == Some(FactType::Link);
    let are_ids = matches!(of, Some(FactType::Reference(_)));
    let ids = [pair.id(pair.from), pair.id(pair.into)];
    let known =
        edits.value_at(&[key]).and_then(|items| items.as_array().cloned()).unwrap_or_default();
    let is_same = |a: &Json, b: &Json| match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) if are_addresses => normal(a) == normal(b),
        _ => a == b,
    };
    for item in from.and_then(Json::as_array).into_iter().flatten() {
        let is_own = are_ids && item.as_str().is_some_and(|id| ids.contains(&id));
        if !is_own && !known.iter().any(|known| is_same(known, item)) {
            edits.add_to_list(key, value(pair, key, item))?;
        }
    }
    Ok(())
}

fn join_fact(
    edits: &mut Edits<'_>,
    pair: &Pair<'_>,
    path: &[&str],
    from: Option<&Json>,
    conflicts: &mut Vec<Conflict>,
) -> Result<(), EditError> {
    let Some(fact) = from.filter(|fact| !fact.is_null()) else {
        return Ok(());
    };
    let key = path.last().copied().unwrap_or_default();
    let is_reference =
        pair.fact(key).is_some_and(|fact| matches!(fact.value, FactType::Reference(_)));
    // No entity is part of itself, nor refers to itself otherwise.
    let is_own =
        is_reference && path.len() == 1 && fact.as_str().is_some_and(|id| id == pair.id(pair.into));
    match edits.value_at(path) {
        _ if is_own => Ok(()),
        None => edits.set_at(path, value(pair, key, fact)),
        Some(known) if known == *fact => Ok(()),
        Some(known) => {
            let (id, field) = (pair.id(pair.into).to_owned(), path.join("."));
            conflicts.push(Conflict {
                id,
                field,
                kept: shown(&known),
                refused: shown(fact),
                places: Vec::new(),
            });
            Ok(())
        }
    }
}

/// The same, version by version where both have several.
fn join_versions(
    edits: &mut Edits<'_>,
    pair: &Pair<'_>,
    key: &str,
    from: Option<&Json>,
    conflicts: &mut Vec<Conflict>,
) -> Result<(), EditError> {
    match (edits.value_at(&[key]), from.and_then(Json::as_object)) {
        (Some(Json::Object(_)), Some(versions)) => {
            versions.iter().try_for_each(|(name, version)| {
                join_fact(edits, pair, &[key, name], Some(version), conflicts)
            })
        }
        _ => join_fact(edits, pair, &[key], from, conflicts),
    }
}

/// A value of front matter to be written again under `key`.
fn value(pair: &Pair<'_>, key: &str, json: &Json) -> Value {
    let is_bare = BARE_PARTS.contains(&key) || pair.fact(key).is_some_and(Fact::is_bare);
    match json {
        Json::String(text) if is_bare => Value::Bare(text.clone()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => {
            Value::List(items.iter().map(|item| value(pair, key, item)).collect())
        }
        Json::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(key, field)| (key.clone(), value(pair, key, field)));
            Value::Table(fields.collect())
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
