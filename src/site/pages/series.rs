//! Series → their speeches in order, and the place of a speech in each of its own.

use super::context::PageContext;
use super::views::{InSeriesView, SpeechRow};
use crate::base::date::Date;
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use crate::reading::graph::{Graph, LangIndex, ListFacet};
use std::collections::BTreeMap;

/// The speeches of each series from the first on, in the versions for readers of one language.
pub(super) type InOrder = BTreeMap<EntityId, Vec<SpeechId>>;

/// The speeches of every series.
pub(super) fn in_order(graph: &Graph, lang: LangIndex) -> InOrder {
    let mut series = InOrder::new();
    for id in &graph.edition(lang).versions {
        for entity in graph.series_of(*id) {
            series.entry(entity).or_default().push(*id);
        }
    }
    for speeches in series.values_mut() {
        speeches.sort_by(|a, b| order(graph, *a).cmp(&order(graph, *b)));
    }
    series
}

/// What orders the speeches of a series, each of which has one of its own.
fn order(graph: &Graph, id: SpeechId) -> (Date, Option<i16>, &str) {
    let speech = graph.corpus.speech(id);
    (speech.date, speech.time_order(), &speech.id)
}

impl PageContext<'_> {
    /// Where a speech is in each of its series.
    pub(super) fn in_series(&self, id: SpeechId) -> Vec<InSeriesView> {
        let graph = self.graph;
        let mut views = Vec::new();
        for entity in graph.series_of(id) {
            let all = self.pages.lists.series[self.lang].get(&entity);
            let Some(all) = all else {
                continue;
            };
            let found = all.binary_search_by(|other| order(graph, *other).cmp(&order(graph, id)));
            // What readers of the language are shown of the work may be in another series, or dated
            // otherwise.
            let Ok(at) = found else {
                continue;
            };
            let row =
                |at: Option<usize>| -> Option<SpeechRow> { all.get(at?).map(|id| self.row(*id)) };
            views.push(InSeriesView {
                entity: self.reference(entity),
                number: at + 1,
                n_speeches: all.len(),
                previous: row(at.checked_sub(1)),
                next: row(at.checked_add(1)),
            });
        }
        views
    }

    /// The list of speeches of a speech's type, where the site has it.
    pub(super) fn type_href(&self, speech: &Speech) -> Option<String> {
        let facet = ListFacet::Type(speech.speech_type);
        let has_list = self.pages.lists.speeches[self.lang].contains_key(&facet);
        has_list.then(|| self.href(&self.graph.list_route(self.lang, &facet, 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::reading::config::Options;

    #[test]
    fn a_series_begins_with_its_first_speech_and_keeps_the_order_of_a_day() {
        let files: Vec<(String, String)> = [
            ("c", "2024-03-07"),
            ("a", "2024-03-07"),
            ("b", "2023-03-07"),
            ("d", "2024-03-07T09:00"),
        ]
        .map(|(id, date)| {
            let text = format!("---\ntitle: T\ndate: {date}\nseries: sessions\n---\nWords.\n");
            (format!("content/speeches/{id}.en.md"), text)
        })
        .into();
        let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let sources = Sources::from_texts(texts.chain([("oratory.toml", "title = 'T'\n")]));
        let graph = crate::understand(&sources, &Options::default()).graph;

        let series = in_order(&graph, 0);
        let ids: Vec<&str> =
            series.values().flatten().map(|id| graph.corpus.speech(*id).id.as_str()).collect();
        assert_eq!(ids, ["b", "a", "c", "d"]);
    }
}
