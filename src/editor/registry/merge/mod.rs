//! Two entities that are one: every reference, all names, facts and descriptions of the one go to
//! the other.
//!
//! **Invariant:** what the entity that stays says of itself stays; where the other contradicts it
//! both sides are shown.
//! **Invariant:** nothing that a person wrote is lost: what the file that stays has no field for
//! stands in it as a comment.

mod bodies;
mod facts;
mod remains;

pub(super) use facts::written;

use super::file_edits::{FileEdits, page_addresses, redirect};
use super::references::{Place, Spot, places};
use super::{Plan, Refusal};
use crate::base::sources::Sources;
use crate::editor::edit::Value;
use crate::reading::corpus::{EntityId, Listed};
use crate::reading::graph::Graph;
use crate::reading::kinds::Fact;

/// What it takes to have the entity `into` take up the entity `from`.
///
/// # Errors
///
/// [`Refusal`]: an unknown id, two kinds, or a file that cannot be edited.
pub(crate) fn merge(
    sources: &Sources,
    graph: &Graph,
    from: &str,
    into: &str,
) -> Result<Plan, Refusal> {
    let find = |id: &str| graph.corpus.find_entity(id).ok_or_else(|| Refusal::unknown(graph, id));
    let pair = Pair { graph, from: find(from)?, into: find(into)? };
    pair.check()?;
    let mut file_edits = FileEdits::new(sources, graph);
    let (own, others): (Vec<Place>, Vec<Place>) = places(sources, graph, pair.from)
        .into_iter()
        .partition(|place| place.file == pair.file(pair.from));
    for place in &others {
        pair.point(&mut file_edits, place)?;
    }
    let file = pair.file(pair.into);
    let conflicts = facts::join(&mut file_edits, &pair)?;
    bodies::join(&mut file_edits, &pair, &own)?;
    redirect(
        &mut file_edits,
        file,
        &page_addresses(graph, pair.from),
        &page_addresses(graph, pair.into),
    )?;
    remains::keep(&mut file_edits, &pair)?;
    let mut changes = file_edits.changes();
    changes.remove(sources.file(pair.file(pair.from)).path.clone());
    Ok(Plan { changes, conflicts, n_references: others.len() })
}

/// The two entities.
struct Pair<'g> {
    graph: &'g Graph,
    /// The one that goes.
    from: EntityId,
    /// The one that stays.
    into: EntityId,
}

impl Pair<'_> {
    fn check(&self) -> Result<(), Refusal> {
        let (from, into) =
            (self.graph.corpus.entity(self.from), self.graph.corpus.entity(self.into));
        if self.from == self.into {
            return Err(Refusal::Same { id: from.id.clone() });
        }
        if from.kind != into.kind {
            let kind = |kind| self.graph.config.kinds.kind(kind).key.clone();
            let (from_kind, into_kind) = (kind(from.kind), kind(into.kind));
            return Err(Refusal::Kinds {
                from: from.id.clone(),
                from_kind,
                into: into.id.clone(),
                into_kind,
            });
        }
        Ok(())
    }

    /// The facts that both may state.
    fn facts(&self) -> &[Fact] {
        let kind = self.graph.corpus.entity(self.into).kind;
        &self.graph.config.kinds.kind(kind).facts
    }

    fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts().iter().find(|fact| fact.key == key)
    }

    fn id(&self, entity: EntityId) -> &str {
        &self.graph.corpus.entity(entity).id
    }

    fn file(&self, entity: EntityId) -> crate::base::sources::FileId {
        self.graph.corpus.entity(entity).file
    }

    /// Has a place outside the file of the one that goes name the one that stays, once.
    fn point(&self, file_edits: &mut FileEdits<'_>, place: &Place) -> Result<(), Refusal> {
        let (from, into) = (self.id(self.from), self.id(self.into));
        let is_own = place.file == self.file(self.into);
        match &place.spot {
            // No entity is related to, or part of, itself.
            Spot::Item { key, .. } if is_own => {
                file_edits.edit(place.file, |edits| edits.remove_from_list(key, from).map(drop))
            }
            Spot::Fact { key, .. } if is_own => {
                file_edits.edit(place.file, |edits| edits.remove_at(&[key]).map(drop))
            }
            Spot::Item { key, .. } => {
                let both = file_edits.edit(place.file, |edits| edits.listed(key))?;
                if both.iter().any(|id| id == into) {
                    self.join_items(file_edits, place, key)
                } else {
                    file_edits.point(place, into)
                }
            }
            _ => file_edits.point(place, into),
        }
    }

    /// In a list that names both, the one that stays takes up what is said of the other: the names
    /// that mean it there.
    fn join_items(
        &self,
        file_edits: &mut FileEdits<'_>,
        place: &Place,
        key: &str,
    ) -> Result<(), Refusal> {
        let (from, into) = (self.id(self.from), self.id(self.into));
        let speech = self.graph.corpus.speeches.iter().find(|speech| speech.file == place.file);
        let listed = |id: &str| {
            speech.and_then(|speech| {
                speech.lists.iter().flatten().find(|listed| listed.entity.id == id)
            })
        };
        let (gone, kept) = (listed(from), listed(into));
        let called = |listed: Option<&Listed>| {
            listed.map(|listed| listed.called.clone()).unwrap_or_default()
        };
        let (old, mut names) = (called(kept), called(kept));
        names.extend(called(gone).into_iter().filter(|name| !old.contains(name)));
        file_edits.edit(place.file, |edits| {
            if names != old {
                // `link` and whatever else the item says stays as it is.
                let items = edits
                    .value_at(&[key])
                    .and_then(|items| items.as_array().cloned())
                    .unwrap_or_default();
                let there = items.iter().find_map(|item| {
                    item.as_object().filter(|item| item.get("id").is_some_and(|id| id == into))
                });
                let other = there.and_then(|item| item.get("link")).and_then(|link| link.as_str());
                let fields = [
                    ("id", Some(Value::from(into))),
                    ("as", Some(Value::list(names))),
                    ("link", other.map(Value::from)),
                ];
                let item = Value::table(
                    fields.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))),
                );
                edits.set_in_list(key, into, item)?;
            }
            edits.remove_from_list(key, from).map(drop)
        })
    }
}
