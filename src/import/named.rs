//! The identifiers of a document, once it is known which entities of the site they are → who is behind
//! each label, mentions that are marked, and the lists of the front matter.
//!
//! **Invariant:** a label that stands for two people is said to be nobody's, and told.
//! **Invariant:** a mention is marked where its words alone would not find the entity, or another.

use super::labels::Labels;
use super::manuscript::{Entity, Feature, FeatureKind, Manuscript};
use super::own::{NewIds, Own};
use super::repair::{Judged, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The ids on the site of a document's entities, by their identities.
pub(crate) type Ids = BTreeMap<(String, String), String>;

/// Whom and what a document names, by their ids on the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Who is behind a label.
    pub(super) speakers: BTreeMap<String, String>,
    /// What is named in the text, by the keys of kinds.
    pub(super) listed: BTreeMap<String, BTreeSet<String>>,
    /// What a document of ours says of its speech.
    pub(super) own: Own,
    pub(super) remarks: Vec<String>,
}

impl Named {
    /// All ids, each once.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        let listed = self.listed.values().flatten();
        self.speakers.values().chain(listed).chain(&self.own.ids).cloned().collect()
    }
}

/// Resolves the identifiers of a document, and marks the mentions that need it.
pub(super) fn resolve(
    manuscript: &mut Manuscript,
    labels: &Labels,
    judged: &[Judged],
    ids: &Ids,
) -> Named {
    let mut named = Named::default();
    let id_of = |entity: usize| {
        let entity: &Entity = manuscript.entities.get(entity)?;
        ids.get(&entity.identity())
    };

    let mut behind: BTreeMap<&str, BTreeSet<Option<&String>>> = BTreeMap::new();
    let mut of_labels = BTreeSet::new();
    for (label, judged) in labels.by_block.iter().zip(judged) {
        if let Some(label) = label
            && judged.verdict == Verdict::Stands
        {
            let entity = manuscript.entity_at(label.range.start);
            behind.entry(&label.text).or_default().insert(entity.and_then(id_of));
            of_labels.insert(label.range.start);
        }
    }
    for (label, people) in behind {
        let people: Vec<_> = people.into_iter().collect();
        match people.as_slice() {
            [Some(id)] => {
                named.speakers.insert(label.to_owned(), (*id).clone());
            }
            [] | [None] => {}
            several => {
                let ids: Vec<&str> = several.iter().flatten().map(|id| id.as_str()).collect();
                named.remarks.push(format!(
                    "`{label}` is not always the same person (`{}`): write names that tell them apart, and who is behind each under `speakers`",
                    ids.join("`, `")
                ));
            }
        }
    }

    let shared = shared_names(&manuscript.entities);
    let mut marks = Vec::new();
    for feature in &manuscript.features {
        let FeatureKind::Entity(entity) = feature.kind else {
            continue;
        };
        let Some(id) = id_of(entity).filter(|_| !of_labels.contains(&feature.range.start)) else {
            continue;
        };
        let entity = &manuscript.entities[entity];
        named.listed.entry(entity.kind.to_string()).or_default().insert(id.clone());
        let words = &manuscript.original[feature.range.clone()];
        let mut names = entity.names.iter().map(|(_, name)| name).chain(&entity.aliases);
        let finds_it = names.any(|name| name == words) && !shared.contains(words);
        if !finds_it {
            marks.push(Feature {
                range: feature.range.clone(),
                kind: FeatureKind::Link(format!("@{id}")),
            });
        }
    }
    if manuscript.entities.iter().any(|entity| !entity.own.is_empty()) {
        let of_site = |entity: &Entity| ids.get(&entity.identity()).map(String::as_str);
        let new_ids = NewIds::of(&manuscript.entities, of_site);
        named.own = new_ids.own(&manuscript.facts.stated.own);
    }
    manuscript.features.extend(marks);
    manuscript.features.sort_by_key(|feature| feature.range.start);
    named
}

/// Names that two entities have.
fn shared_names(entities: &[Entity]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut shared = BTreeSet::new();
    for entity in entities {
        let names: BTreeSet<&String> =
            entity.names.iter().map(|(_, name)| name).chain(&entity.aliases).collect();
        for name in names {
            if !known.insert(name) {
                shared.insert(name.clone());
            }
        }
    }
    shared
}
