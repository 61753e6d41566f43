//! What a document of ours says under our own keys, in an element of our own.
//!
//! **Invariant:** what the elements of the format say goes before it, for they are what others change;
//! what cannot be read is as if it were not there.

use crate::base::date::{Date, When};
use crate::base::lang::Lang;
use crate::import::manuscript::{Entity, Facts};
use crate::import::{address, check_id};
use crate::reading::corpus::SPEECH_TYPES;
use roxmltree::Node;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The namespace of the element (`site/export/own.rs`).
const NAMESPACE: &str = "urn:oratory:front-matter";

/// What a document says under our own keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Own(Map<String, Value>);

impl Own {
    /// What is said within an element.
    pub(super) fn within(node: Node) -> Self {
        let mut elements = node.descendants();
        let own = elements.find(|node| node.tag_name().namespace() == Some(NAMESPACE));
        let text = own.and_then(|node| node.text()).unwrap_or_default();
        match serde_json::from_str(text) {
            Ok(Value::Object(all)) => Own(all),
            _ => Own::default(),
        }
    }

    fn speech(&self) -> Option<&Map<String, Value>> {
        self.0.get("speech")?.as_object()
    }

    /// All words that it has as a value, among which are the ids of whom the speech names.
    pub(super) fn words(&self) -> BTreeSet<&str> {
        fn add<'v>(value: &'v Value, words: &mut BTreeSet<&'v str>) {
            match value {
                Value::String(word) => drop(words.insert(word)),
                Value::Array(items) => items.iter().for_each(|item| add(item, words)),
                Value::Object(fields) => fields.values().for_each(|field| add(field, words)),
                _ => {}
            }
        }

        let mut words = BTreeSet::new();
        self.speech().into_iter().flat_map(Map::values).for_each(|value| add(value, &mut words));
        words
    }

    /// Whether all of a text is what its speaker says, without turns.
    pub(super) fn is_monologue(&self) -> bool {
        self.speech().is_some_and(|speech| speech.contains_key("speaker"))
    }

    /// Adds what it says of the speech to what the elements say.
    pub(super) fn add_to(&self, facts: &mut Facts) {
        let Some(speech) = self.speech() else {
            return;
        };
        let stated = &mut facts.stated;
        let text = |key: &str| speech.get(key).and_then(Value::as_str);
        let mut own = speech.clone();
        own.remove("date");
        own.remove("id");
        facts.id = text("id").filter(|id| check_id(id).is_ok()).map(str::to_owned);
        if let Some(when) = text("date").and_then(When::parse) {
            let is_its = stated.dates.first().is_none_or(|date| *date == when.date);
            if is_its {
                stated.dates = vec![when.date];
                stated.last_day = when.last;
                own.insert("date".to_owned(), when.to_string().into());
            }
        }
        let kind = text("type").and_then(|own| SPEECH_TYPES.iter().find(|known| **known == own));
        // A debate of Akoma Ntoso has a name always, which need not be a type.
        stated.speech_type = kind.copied();
        stated.is_draft |= speech.get("draft") == Some(&Value::Bool(true));
        if let Some(Value::Object(extra)) = own.remove("extra") {
            stated.extra = extra;
        }
        // The address of a source is one of those that are told there.
        if speech.contains_key("sources") {
            facts.url = None;
        }
        stated.own = own;
    }

    /// Completes the entities of a document by what it says of them.
    pub(super) fn complete(&self, entities: &mut Vec<Entity>) {
        let told = self.0.get("entities").and_then(Value::as_array);
        for told in told.into_iter().flatten() {
            let Some(entity) = entity(told) else {
                continue;
            };
            match entities.iter_mut().find(|known| known.key == entity.key) {
                Some(known) => *known = entity,
                None => entities.push(entity),
            }
        }
    }
}

fn entity(told: &Value) -> Option<Entity> {
    let text = |key: &str| told.get(key).and_then(Value::as_str);
    let says = told.get("says")?.as_object()?;
    let mut entity = Entity {
        key: text("key")?.to_owned(),
        kind: text("kind")?.to_owned().into(),
        id: text("id").filter(|id| crate::base::ids::is_entity_id(id)).map(str::to_owned),
        own: says.clone(),
        ..Entity::default()
    };
    match says.get("name")? {
        Value::String(name) => entity.names.push((None, name.clone())),
        Value::Object(versions) => {
            for (tag, name) in versions {
                let name = name.as_str()?.to_owned();
                entity.names.push((Some(Lang::parse(tag)?), name));
            }
        }
        _ => return None,
    }
    for alias in says.get("aliases").and_then(Value::as_array).into_iter().flatten() {
        let name = alias.as_str().or_else(|| alias.get("name")?.as_str());
        entity.aliases.extend(name.map(str::to_owned));
    }
    let elsewhere = says.get("same_as").and_then(Value::as_array).into_iter().flatten();
    entity.same_as.extend(elsewhere.filter_map(Value::as_str).filter_map(address));
    // By these a person or a place is known again.
    for key in ["born", "died"] {
        let day = says.get(key).and_then(Value::as_str).filter(|day| Date::parse(day).is_some());
        entity.facts.extend(day.map(|day| (key, day.to_owned())));
    }
    if let Some([Value::String(longitude), Value::String(latitude)]) =
        says.get("coordinates").and_then(Value::as_array).map(Vec::as_slice)
    {
        entity.facts.push(("coordinates", format!("{longitude} {latitude}")));
    }
    (!entity.names.is_empty()).then_some(entity)
}
