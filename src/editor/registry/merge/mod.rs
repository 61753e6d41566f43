//! Two entities that are one: every reference, all names, facts and descriptions of the one go to
//! the other.
//!
//! **Invariant:** what the entity that stays says of itself stays; where the other contradicts it
//! both sides are shown.
//! **Invariant:** nothing that a person wrote is lost: what the file that stays has no field for
//! is in it as a comment.

mod bodies;
mod facts;
mod remains;

use super::file_edits::{FileEdits, page_addresses, redirect};
use super::references::{Place, Spot, places};
use super::{Plan, Refusal};
use crate::base::sources::{FileId, Sources};
use crate::editor::edit::Value;
use crate::reading::corpus::Entity;
use crate::reading::graph::Graph;
use crate::reading::kinds::Fact;
use serde_json::Value as Json;

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
    let (from, into) = (find(from)?, find(into)?);
    let pair = Pair { graph, from: graph.corpus.entity(from), into: graph.corpus.entity(into) };
    pair.check()?;

    let mut file_edits = FileEdits::new(sources, graph);
    // The file of the one that goes is not edited: its places are written anew when it comes over.
    let (own, others): (Vec<Place>, Vec<Place>) =
        places(sources, graph, from).into_iter().partition(|place| place.file == pair.from.file);
    for place in &others {
        pair.point(&mut file_edits, place)?;
    }

    let conflicts = facts::join(&mut file_edits, &pair)?;
    bodies::join(&mut file_edits, &pair, &own)?;
    let (old, new) = (page_addresses(graph, from), page_addresses(graph, into));
    redirect(&mut file_edits, pair.into.file, &old, &new)?;
    // Last, for it looks at what all others have left.
    remains::keep(&mut file_edits, &pair)?;

    let mut changes = file_edits.changes();
    changes.remove(sources.file(pair.from.file).path.clone());
    Ok(Plan { changes, conflicts, n_references: others.len() })
}

/// The two entities.
struct Pair<'g> {
    graph: &'g Graph,
    /// The one that goes.
    from: &'g Entity,
    /// The one that stays.
    into: &'g Entity,
}

impl Pair<'_> {
    fn check(&self) -> Result<(), Refusal> {
        let (from, into) = (self.from.id.clone(), self.into.id.clone());
        if from == into {
            return Err(Refusal::Same { id: from });
        }
        if self.from.kind != self.into.kind {
            let key = |kind| self.graph.config.kinds.kind(kind).key.clone();
            let (from_kind, into_kind) = (key(self.from.kind), key(self.into.kind));
            return Err(Refusal::Kinds { from, from_kind, into, into_kind });
        }
        Ok(())
    }

    /// The facts that both may state.
    fn facts(&self) -> &[Fact] {
        &self.graph.config.kinds.kind(self.into.kind).facts
    }

    fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts().iter().find(|fact| fact.key == key)
    }

    /// Whether a value is the id of one of the two, which are one now.
    fn is_own(&self, value: &Json) -> bool {
        *value == self.from.id || *value == self.into.id
    }

    /// Has a place outside the file of the one that goes name the one that stays, once.
    fn point(&self, file_edits: &mut FileEdits<'_>, place: &Place) -> Result<(), Refusal> {
        let (from, into) = (self.from.id.as_str(), self.into.id.as_str());
        let is_own = place.file == self.into.file;
        match &place.spot {
            // No entity is related to, or part of, itself.
            Spot::Item(key) if is_own => {
                file_edits.edit(place.file, |edits| edits.remove_from_list(key, from).map(drop))
            }
            Spot::Fact(key) if is_own => {
                file_edits.edit(place.file, |edits| edits.remove_at(&[key]).map(drop))
            }
            Spot::Item(key) => {
                let listed = file_edits.edit(place.file, |edits| edits.listed(key))?;
                if listed.contains(&self.into.id) {
                    self.join_items(file_edits, place, key)
                } else {
                    file_edits.point(place, into)
                }
            }
            // Both speak as one there; of a label's people, who are named twice counts once.
            Spot::Field("speaker") if self.is_speaker(place.file) => file_edits
                .edit(place.file, |edits| edits.remove_from_list("speaker", from).map(drop)),
            _ => file_edits.point(place, into),
        }
    }

    /// Whether the one that stays is a speaker of the speech in a file.
    fn is_speaker(&self, file: FileId) -> bool {
        let mut speeches = self.graph.corpus.speeches.iter();
        let speech = speeches.find(|speech| speech.file == file);
        speech.is_some_and(|speech| speech.speaker.iter().any(|one| one.id == self.into.id))
    }

    /// In a list that names both, the one that stays takes up what is said of the other: the names
    /// that mean it there.
    fn join_items(
        &self,
        file_edits: &mut FileEdits<'_>,
        place: &Place,
        key: &str,
    ) -> Result<(), Refusal> {
        let (from, into) = (self.from.id.as_str(), self.into.id.as_str());
        let mut speeches = self.graph.corpus.speeches.iter();
        let speech = speeches.find(|speech| speech.file == place.file);
        let called = |id: &str| {
            let listed = speech.and_then(|speech| speech.listing(id));
            listed.map(|listed| listed.called.clone()).unwrap_or_default()
        };

        let known = called(into);
        let mut names = known.clone();
        names.extend(called(from).into_iter().filter(|name| !known.contains(name)));
        file_edits.edit(place.file, |edits| {
            if names != known {
                // What else the item says stays as it is.
                let items = edits.value_at(&[key]).unwrap_or_default();
                let mut items = items.as_array().into_iter().flatten();
                let item = items.find(|item| item.get("id").is_some_and(|id| id == into));
                let link = item.and_then(|item| item.get("link")).and_then(Json::as_str);
                let about = item.and_then(|item| item.get("about")).and_then(Json::as_str);
                let item = Value::fields([
                    ("id", Some(into.into())),
                    ("as", Some(Value::list(names))),
                    ("link", link.map(Value::from)),
                    ("about", about.map(|about| Value::Bare(about.to_owned()))),
                ]);
                edits.set_in_list(key, into, item)?;
            }
            edits.remove_from_list(key, from).map(drop)
        })
    }
}
