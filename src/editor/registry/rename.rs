//! An entity gets another id: its file, every reference, and its old addresses, which lead to the
//! new one.

use super::file_edits::{FileEdits, page_addresses, redirect};
use super::references::places;
use super::{Plan, Refusal};
use crate::base::ids::is_entity_id;
use crate::base::sources::Sources;
use crate::reading::corpus::EntityId;
use crate::reading::graph::Graph;
use crate::reading::kinds::Kinds;

/// What it takes to call the entity `old` by the id `new`.
///
/// # Errors
///
/// [`Refusal`]: an unknown or taken id, or a file that cannot be edited.
pub(crate) fn rename(
    sources: &Sources,
    graph: &Graph,
    old: &str,
    new: &str,
) -> Result<Plan, Refusal> {
    let Some(entity) = graph.corpus.find_entity(old) else {
        return Err(Refusal::unknown(graph, old));
    };
    // Its own file would be in the way of it.
    if old == new {
        return Err(Refusal::Same { id: old.to_owned() });
    }
    let hint = " (to make the two one, `oratory entity merge`)";
    check_free(sources, &graph.config.kinds, new, hint)?;

    let mut file_edits = FileEdits::new(sources, graph);
    let places = places(sources, graph, entity);
    for place in &places {
        file_edits.point(place, new)?;
    }

    let file = graph.corpus.entity(entity).file;
    // An entity that gets an id back must not lead away from its own page.
    let before = page_addresses(graph, entity);
    let after: Vec<String> = before.iter().map(|address| with_id(address, new)).collect();
    redirect(&mut file_edits, file, &before, &after)?;

    let text = file_edits.take(file)?;
    let mut changes = file_edits.changes();
    changes.remove(sources.file(file).path.clone());
    changes.create(path_of(graph, entity, new), text);

    Ok(Plan { changes, conflicts: Vec::new(), n_references: places.len() })
}

/// The address of a page of the same kind with another id.
fn with_id(address: &str, id: &str) -> String {
    let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{id}.html")
}

/// The file of an entity of the same kind with another id.
pub(super) fn path_of(graph: &Graph, like: EntityId, id: &str) -> String {
    graph.config.kinds.kind(graph.corpus.entity(like).kind).path(id)
}

/// Refuses an id that a new entity cannot have.
pub(super) fn check_free(
    sources: &Sources,
    kinds: &Kinds,
    id: &str,
    hint: &'static str,
) -> Result<(), Refusal> {
    // Windows drops a final full stop from the name of a file.
    if !is_entity_id(id) || id.ends_with('.') {
        return Err(Refusal::BadId { id: id.to_owned() });
    }
    for (_, kind) in kinds.iter() {
        let path = kind.path(id);
        if sources.find(&path).is_some() {
            return Err(Refusal::Taken { id: id.to_owned(), path, hint });
        }
    }
    Ok(())
}
