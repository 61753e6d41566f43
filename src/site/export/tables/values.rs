//! Values that columns of several tables have in common.

use super::table::{Cell, Link};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::words::Words;
use crate::reading::annotate::speaker_entry;
use crate::reading::corpus::{EntityId, Reference, Speech, SpeechId};
use crate::reading::graph::{Graph, Route};
use crate::reading::labels;
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
pub(super) fn ids<'g>(graph: &'g Graph, entities: &[EntityId]) -> Cell<'g> {
    if let [only] = entities {
        return Cell::exactly(&graph.corpus.entity(*only).id);
    }
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

/// The office of the first speaker on that day, or that which the label says; of a speaker without a
/// name what the speech says that he is.
pub(super) fn office<'g>(
    graph: &'g Graph,
    id: SpeechId,
    speakers: &[EntityId],
    label: Option<&'g str>,
) -> Cell<'g> {
    let of = speech(graph, id);
    let known = match speakers.first() {
        Some(first) => graph.office_on(*first, id),
        None => {
            label.and_then(|label| speaker_entry(of, label)).and_then(|entry| entry.role.as_ref())
        }
    };
    // Of several who speak as one, what is behind the comma is the next name.
    let said = label.filter(|_| speakers.len() < 2).and_then(|label| labels::parts(label).office);
    match (known, said) {
        (None, Some(said)) => Cell::given(said),
        (known, _) => given(known, &of.lang),
    }
}

/// What a label says in brackets beside the name.
pub(super) fn notes(label: Option<&str>) -> Cell<'static> {
    Cell::given(label.map_or_else(String::new, |label| labels::parts(label).notes.join("; ")))
}

/// Where in the recording a turn begins, as its label says it.
pub(super) fn time(label: Option<&str>) -> Cell<'_> {
    Cell::written(label.and_then(|label| labels::parts(label).time))
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
