//! Names and facts of one entity → the front matter of another.

use super::Pair;
use crate::editor::edit::{EditError, Edits, Value};
use crate::editor::registry::addresses::normal;
use crate::editor::registry::desk::Desk;
use crate::editor::registry::{Conflict, Refusal};
use crate::reading::annotate::same_name;
use crate::reading::corpus::{Alias, EntityId};
use serde_json::Value as Json;

/// Facts of which an entity has one.
const SINGLE: &[&str] =
    &["sort_name", "born", "died", "coordinates", "started", "proposed_by", "part_of"];

/// Facts of which an entity has one in each language, or one for all; and a site's own.
const BY_KEY: &[&str] = &["description", "country", "extra"];

/// Fields whose values are dates, numbers or truths.
const BARE: &[&str] = &["born", "died", "started", "coordinates", "from", "until", "auto"];

/// Adds what the file of the one that goes states to that of the one that stays; gives what contradicts it.
pub(super) fn join(desk: &mut Desk<'_>, pair: &Pair<'_>) -> Result<Vec<Conflict>, Refusal> {
    let (from, into) = (pair.file(pair.from), pair.file(pair.into));
    let facts = desk.edit(from, |edits| Ok(edits.value_at(&[])))?.unwrap_or_default();
    let mut conflicts = Vec::new();
    desk.edit(into, |edits| {
        join_names(edits, pair)?;
        let lists = [
            ("not", false),
            ("same_as", true),
            ("related", false),
            ("redirects", false),
            ("roles", false),
        ];
        lists.iter().try_for_each(|(key, are_addresses)| {
            join_list(edits, pair, key, facts.get(key), *are_addresses)
        })?;
        let mut found = Vec::new();
        for key in SINGLE {
            join_fact(edits, pair, &[key], facts.get(key), &mut found)?;
        }
        for key in BY_KEY {
            join_versions(edits, pair, key, facts.get(key), &mut found)?;
        }
        conflicts = found;
        Ok(())
    })?;
    for conflict in &mut conflicts {
        let place = |file, value: &str| {
            let start = desk.text(file).find(value).unwrap_or_default();
            crate::base::sources::Span::new(
                file,
                start..start + if start == 0 { 0 } else { value.len() },
            )
        };
        conflict.places = vec![place(into, &conflict.kept), place(from, &conflict.refused)];
    }
    Ok(conflicts)
}

/// The names of the one that goes become aliases of the one that stays, with their dates; of one name the wider dates hold.
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
    are_addresses: bool,
) -> Result<(), EditError> {
    let ids = [pair.id(pair.from), pair.id(pair.into)];
    let known =
        edits.value_at(&[key]).and_then(|items| items.as_array().cloned()).unwrap_or_default();
    let is_same = |a: &Json, b: &Json| match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) if are_addresses => normal(a) == normal(b),
        _ => a == b,
    };
    for item in from.and_then(Json::as_array).into_iter().flatten() {
        let is_own = key == "related" && item.as_str().is_some_and(|id| ids.contains(&id));
        if !is_own && !known.iter().any(|known| is_same(known, item)) {
            edits.add_to_list(key, value(key, item))?;
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
    let is_own = fact.as_str().is_some_and(|id| id == pair.id(pair.into))
        && matches!(path, ["part_of" | "proposed_by"]);
    match edits.value_at(path) {
        _ if is_own => Ok(()),
        None => edits.set_at(path, value(path.last().copied().unwrap_or_default(), fact)),
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
fn value(key: &str, json: &Json) -> Value {
    match json {
        Json::String(text) if BARE.contains(&key) => Value::Bare(text.clone()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(|item| value(key, item)).collect()),
        Json::Object(fields) => Value::Table(
            fields.iter().map(|(key, field)| (key.clone(), value(key, field))).collect(),
        ),
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
