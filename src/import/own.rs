//! What a document of ours says under our own keys (see `site/export/own.rs`) → the same with the ids
//! of this site.
//!
//! **Invariant:** an id that no entity of the document has, or that this site did not take up, is left
//! out where an id has to stand, and stays words where words may.

use super::Ids;
use super::front_matter::{flow, quoted};
use super::manuscript::Entity;
use crate::base::date::Date;
use crate::reading::kinds::{FactType, Kind, Kinds};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The keys of a speech whose values are ids and nothing else, and those that may be words.
const IDS: [&str; 2] = ["location", "speaker"];
const IDS_OR_WORDS: [&str; 3] = ["event", "translator", "transcriber"];

/// What a document says of its speech.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) fields: Map<String, Value>,
    /// The ids on the site of what it names.
    pub(super) ids: BTreeSet<String>,
}

/// The ids of the document → those of this site.
pub(super) struct NewIds<'i>(pub(super) BTreeMap<&'i str, &'i str>);

impl<'i> NewIds<'i> {
    /// Those of the entities that this site took up.
    pub(super) fn of(
        entities: &'i [Entity],
        id_of: impl Fn(&'i Entity) -> Option<&'i str>,
    ) -> Self {
        let both = |entity: &'i Entity| Some((entity.id.as_deref()?, id_of(entity)?));
        NewIds(entities.iter().filter_map(both).collect())
    }

    fn one(&self, value: &Value) -> Option<Value> {
        self.0.get(value.as_str()?).map(|id| Value::from(*id))
    }

    /// One id or several; those that are not known are left out.
    fn ids(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().filter_map(|item| self.one(item)).collect(),
            single => self.one(single).unwrap_or(Value::Null),
        }
    }

    /// One id or several; those that are not known stay words.
    fn ids_or_words(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.ids_or_words(item)).collect(),
            single => self.one(single).unwrap_or_else(|| single.clone()),
        }
    }

    /// An entry of a list: an id, or a table in which it is.
    fn entry(&self, value: &Value) -> Option<Value> {
        let Value::Object(entry) = value else {
            return self.one(value);
        };
        let mut entry = entry.clone();
        entry.insert("id".to_owned(), self.one(entry.get("id")?)?);
        Some(Value::Object(entry))
    }

    /// What a document says of its speech, with these ids.
    pub(super) fn own(&self, of: &Map<String, Value>) -> Own {
        let mut fields = Map::new();
        for (key, value) in of {
            let value = match key.as_str() {
                key if IDS.contains(&key) => self.ids(value),
                key if IDS_OR_WORDS.contains(&key) => self.ids_or_words(value),
                "lists" => self.lists(value),
                "speakers" => self.speakers(value),
                _ => value.clone(),
            };
            if !is_empty(&value) {
                fields.insert(key.clone(), value);
            }
        }
        let ids = self.0.values().map(|id| (*id).to_owned()).collect();
        Own { fields, ids }
    }

    fn lists(&self, value: &Value) -> Value {
        let mut lists = Map::new();
        for (kind, entries) in value.as_object().into_iter().flatten() {
            let entries = entries.as_array().into_iter().flatten();
            let entries: Vec<Value> = entries.filter_map(|entry| self.entry(entry)).collect();
            if !entries.is_empty() {
                lists.insert(kind.clone(), entries.into());
            }
        }
        Value::Object(lists)
    }

    fn speakers(&self, value: &Value) -> Value {
        let mut speakers = value.clone();
        for (_, entry) in speakers.as_object_mut().into_iter().flatten() {
            let Some(entry) = entry.as_object_mut() else {
                continue;
            };
            if let Some(people) = entry.remove("people").map(|people| self.ids(&people))
                && !is_empty(&people)
            {
                entry.insert("people".to_owned(), people);
            }
            if let Some(body) = entry.get_mut("on_behalf_of") {
                *body = self.ids_or_words(body);
            }
        }
        speakers
    }

    /// The file of an entity of which its document says all that its own site does; what a kind has no
    /// key for goes under `extra`. None if the document does not say so much.
    pub(super) fn file(&self, entity: &Entity, kind: &Kind) -> Option<String> {
        const BESIDE_FACTS: [&str; 4] = ["name", "aliases", "not", "description"];

        let says = &entity.own;
        let mut text = String::from("---\n");
        for key in BESIDE_FACTS {
            if let Some(value) = says.get(key) {
                text.push_str(&format!("{key}: {}\n", flow(value)));
            }
        }
        says.get("name")?;
        let mut extra = says.get("extra").and_then(Value::as_object).cloned().unwrap_or_default();
        for (key, value) in says {
            let is_other = key == "extra" || BESIDE_FACTS.contains(&key.as_str());
            let is_fact = kind.facts.iter().any(|fact| fact.key == *key);
            if !is_other && !is_fact {
                extra.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        for fact in &kind.facts {
            let Some(value) = says.get(fact.key.as_ref()) else {
                continue;
            };
            let value = match fact.value {
                FactType::Reference(_) => self.ids(value),
                FactType::Role => self.roles(value),
                _ => value.clone(),
            };
            if !is_empty(&value) {
                let value = if fact.is_bare() { bare(&value) } else { flow(&value) };
                text.push_str(&format!("{}: {value}\n", fact.key));
            }
        }
        if !extra.is_empty() {
            text.push_str(&format!("extra: {}\n", flow(&Value::Object(extra))));
        }
        text.push_str("---\n");
        Some(text)
    }

    fn roles(&self, value: &Value) -> Value {
        let mut roles = value.clone();
        for role in roles.as_array_mut().into_iter().flatten() {
            if let Some(body) = role.get_mut("organization") {
                *body = self.ids_or_words(body);
            }
        }
        roles
    }
}

/// The files of new entities of which documents say all that their own site does, by their ids here.
#[must_use]
pub(crate) fn own_files(
    entities: &BTreeMap<(String, String), Entity>,
    ids: &Ids,
    kinds: &Kinds,
) -> Vec<(String, String)> {
    let id_of = |entity: &Entity| ids.get(&entity.identity()).map(String::as_str);
    let both = |entity: &'_ Entity| Some((entity.id.clone()?, id_of(entity)?.to_owned()));
    let pairs: Vec<(String, String)> = entities.values().filter_map(both).collect();
    let new_ids = NewIds(pairs.iter().map(|(own, id)| (own.as_str(), id.as_str())).collect());
    let mut files = Vec::new();
    for entity in entities.values() {
        let kind = kinds.named(&entity.kind).map(|kind| kinds.kind(kind));
        let text = kind.and_then(|kind| new_ids.file(entity, kind));
        files.extend(id_of(entity).map(str::to_owned).zip(text));
    }
    files
}

/// Adds to what one document says of an entity what another says.
pub(crate) fn add_own(to: &mut Entity, other: &Entity) {
    for (key, value) in &other.own {
        let n = |value: &Value| value.as_array().map_or(0, Vec::len);
        match to.own.get_mut(key) {
            // A document leaves out what leads to entities that it does not have.
            Some(known) if n(value) > n(known) => *known = value.clone(),
            Some(_) => {}
            None => drop(to.own.insert(key.clone(), value.clone())),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A date, a number or a point, which have no quotes; what is none keeps them.
fn bare(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(bare).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) if Date::parse(text).is_some() || text.parse::<f64>().is_ok() => {
            text.clone()
        }
        Value::String(text) => quoted(text),
        other => flow(other),
    }
}
