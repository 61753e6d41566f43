//! Values that columns of several tables have in common.

use super::table::{Cell, Link};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::words::Words;
use crate::reading::corpus::{EntityId, Reference, Speech, SpeechId};
use crate::reading::graph::{Graph, Route};
use crate::site::export::{url, written_extra};

/// The columns by which every row of a speech is found again, and the table in which it is a row.
pub(super) const OF_VERSION: Link =
    Link { columns: &["version"], table: "speeches", key: &["version"] };

/// The key of a text: `<id>.<lang>`.
pub(super) fn version(graph: &Graph, id: SpeechId) -> Cell<'static> {
    Cell::given(graph.corpus.speech(id).full_id())
}

/// Words for readers of a language.
pub(super) fn given<'w>(words: Option<&'w Words>, lang: &Lang) -> Cell<'w> {
    Cell::given(words.map_or("", |words| words.text(lang)))
}

/// Ids with a space between, which no id has.
pub(super) fn ids(graph: &Graph, entities: &[EntityId]) -> Cell<'static> {
    let ids: Vec<&str> = entities.iter().map(|id| graph.corpus.entity(*id).id.as_str()).collect();
    Cell::given(ids.join(" "))
}

/// Names in a language, divided by `; `.
pub(super) fn names<'g>(graph: &'g Graph, entities: &[EntityId], lang: &Lang) -> Cell<'g> {
    if let [only] = entities {
        return Cell::given(graph.corpus.entity(*only).name.text(lang));
    }
    let name = |id: &EntityId| graph.corpus.entity(*id).name.text(lang);
    let names: Vec<&str> = entities.iter().map(name).collect();
    Cell::given(names.join("; "))
}

/// The name of the entity that a reference names, or its words.
pub(super) fn name_or_words<'g>(
    graph: &'g Graph,
    reference: &'g Reference,
    lang: &Lang,
) -> Cell<'g> {
    match graph.entity_named(Some(reference)) {
        Some(id) => Cell::given(graph.corpus.entity(id).name.text(lang)),
        None => Cell::given(reference.id.as_str()),
    }
}

pub(super) fn address(graph: &Graph, route: &Route) -> Cell<'static> {
    Cell::given(url(graph, route))
}

/// The year; a date before the year 1 has none that is counted so.
pub(super) fn year(date: Date) -> Cell<'static> {
    usize::try_from(date.year()).map_or(Cell::Empty, Cell::Count)
}

/// The year in which a speech was given.
pub(super) fn year_of(graph: &Graph, id: SpeechId) -> Cell<'static> {
    year(speech(graph, id).date)
}

pub(super) fn speech(graph: &Graph, id: SpeechId) -> &Speech {
    graph.corpus.speech(id)
}

pub(super) fn extra(extra: &serde_json::Value) -> Cell<'static> {
    Cell::given(written_extra(extra).map_or_else(String::new, ToString::to_string))
}
