//! Lists of people and bodies, in the head of a corpus or in files of their own → what a text that is
//! in another file needs of them.
//!
//! **Invariant:** a text gets of a list whom it refers to, and no more: a parliament has thousands.
//! **Invariant:** an office is held in a body that has a name; one that leads nowhere is left out.

use super::own::Own;
use super::{attribute_values, bare};
use crate::base::lang::Lang;
use crate::import::manuscript::Entity;
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// The attributes by which the elements of a text refer to somebody or something.
const REFERENCES: [&str; 6] = ["who", "ref", "key", "corresp", "by", "refersTo"];

/// Puts the names of bodies in the place of their identifiers.
pub(super) fn name_bodies(entities: &mut [Entity], lang: Option<&Lang>) {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for entity in entities.iter() {
        let of_lang = entity.names.iter().find(|(of, _)| of.as_ref() == lang);
        if let Some((_, name)) = of_lang.or(entity.names.first()) {
            names.entry(entity.key.clone()).or_insert_with(|| name.clone());
        }
    }
    for entity in entities {
        entity.roles.retain_mut(|office| {
            let Some(body) = &mut office.body else {
                return true;
            };
            match names.get(bare(body)) {
                Some(name) => body.clone_from(name),
                None if body.starts_with('#') || body.contains("://") => return false,
                None => {}
            }
            true
        });
        let mut known = Vec::with_capacity(entity.roles.len());
        entity.roles.retain(|office| {
            let is_new = !known.contains(office);
            known.push(office.clone());
            is_new
        });
    }
}

/// Those of `all` to whom a text refers, by its elements or by what it says under our keys.
pub(super) fn referred(all: &[Entity], text: Node, own: &Own) -> Vec<Entity> {
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for name in REFERENCES {
        keys.extend(attribute_values(text, name).flat_map(str::split_whitespace).map(bare));
    }
    let ids = own.words();
    let is_meant = |entity: &&Entity| {
        keys.contains(entity.key.as_str())
            || entity.id.as_deref().is_some_and(|id| ids.contains(id))
    };
    all.iter().filter(is_meant).cloned().collect()
}

/// Adds the entities of lists elsewhere to those of a text; its own go before them.
pub(super) fn add(entities: &mut Vec<Entity>, others: Vec<Entity>) {
    let mut known: BTreeSet<String> = entities.iter().map(|entity| entity.key.clone()).collect();
    entities.extend(others.into_iter().filter(|other| known.insert(other.key.clone())));
}
