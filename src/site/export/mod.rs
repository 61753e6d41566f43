//! Graph → the files beside the pages: feeds, sitemap, robots.txt and data, one file of this room per format, one line each in [`EXPORTERS`].
//!
//! **Invariant:** the list of files is known before the first byte is made; an [`Artifact`] is plain data and its bytes are made when asked for.
//! **Invariant:** same graph, same bytes: no clock, no hash-map order.
//! **Invariant:** `xml.rs` is the one file that names quick-xml. Does not know pages, templates or the disk.

mod atom;
mod entities;
mod excerpts;
mod feeds;
#[cfg(test)]
mod fixture;
mod json_feed;
mod mentions;
mod robots;
mod sitemap;
mod speeches;
mod xml;

use crate::base::date::Date;
use crate::reading::corpus::{EntityId, Speech};
use crate::reading::graph::{Graph, LangIndex, Route};
use feeds::Subject;
use std::ops::Range;

/// A format: its name in configuration and on the command line, and the files that it makes.
#[derive(Debug)]
pub(crate) struct Exporter {
    /// Its name: `mentions-csv`.
    pub name: &'static str,
    /// One line that says what it makes.
    pub summary: &'static str,
    /// Whether it needs absolute addresses, and so [`Config::base_url`](crate::reading::config::Config::base_url).
    pub absolute: bool,
    /// How many records its file holds; none for what is not data but an address book for machines: feeds, sitemap, robots.txt.
    n_rows: Option<fn(&Graph) -> usize>,
    files: fn(&Graph) -> Vec<Artifact>,
}

/// All formats, in the order of their files.
pub(crate) const EXPORTERS: &[Exporter] = &[
    atom::EXPORTER,
    json_feed::EXPORTER,
    sitemap::EXPORTER,
    robots::EXPORTER,
    mentions::JSON_LINES,
    mentions::CSV,
    entities::EXPORTER,
    speeches::EXPORTER,
];

/// One file beside the pages.
#[derive(Debug, Clone)]
pub(crate) struct Artifact {
    /// Its address.
    pub route: Route,
    make: Make,
}

/// How an artifact's bytes are made.
#[derive(Debug, Clone)]
enum Make {
    /// From the whole site.
    Whole(fn(&Graph) -> Vec<u8>),
    /// From what a feed is about.
    Feed(fn(&Graph, Subject) -> Vec<u8>, Subject),
    /// From a part of a list that is cut because it is long, indices half-open.
    Part(fn(&Graph, Range<usize>) -> Vec<u8>, Range<usize>),
}

impl Artifact {
    /// Makes its bytes.
    #[must_use]
    pub(crate) fn bytes(&self, graph: &Graph) -> Vec<u8> {
        match &self.make {
            Make::Whole(make) => make(graph),
            Make::Feed(make, subject) => make(graph, *subject),
            Make::Part(make, part) => make(graph, part.clone()),
        }
    }
}

/// The names of all formats, for configuration.
#[must_use]
pub fn names() -> Vec<&'static str> {
    EXPORTERS.iter().map(|exporter| exporter.name).collect()
}

/// Lists the files of the formats that are on.
#[must_use]
pub(crate) fn artifacts(graph: &Graph) -> Vec<Artifact> {
    EXPORTERS
        .iter()
        .filter(|exporter| exporter.is_on(graph))
        .flat_map(|exporter| (exporter.files)(graph))
        .collect()
}

/// A data file as the data page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DataFile {
    /// The name of its format: `mentions-csv`.
    pub format: &'static str,
    /// Its address.
    pub route: Route,
    /// How many records it holds.
    pub n_rows: usize,
}

/// The data files of the formats that are on.
#[must_use]
pub(crate) fn data_files(graph: &Graph) -> Vec<DataFile> {
    let of = |exporter: &Exporter| {
        let n_rows = exporter.n_rows?(graph);
        let format = exporter.name;
        Some((exporter.files)(graph).into_iter().map(move |file| DataFile {
            format,
            route: file.route,
            n_rows,
        }))
    };
    EXPORTERS.iter().filter(|exporter| exporter.is_on(graph)).filter_map(of).flatten().collect()
}

/// Makes the first file of the format called `name` (`mentions` is short for `mentions-jsonl`), whether the configuration asks for it or not.
///
/// None where there is no such format, where it needs a `base_url` that the site has not, or where it has no file.
#[must_use]
pub(crate) fn single(graph: &Graph, name: &str) -> Option<Vec<u8>> {
    let name = if name == "mentions" { mentions::JSON_LINES.name } else { name };
    let exporter =
        EXPORTERS.iter().find(|exporter| exporter.name == name && exporter.is_possible(graph))?;
    (exporter.files)(graph).first().map(|artifact| artifact.bytes(graph))
}

/// Whether the files of the format called `name` are made: the configuration asks for it, and it has the absolute addresses that it needs.
#[must_use]
pub(crate) fn is_on(graph: &Graph, name: &str) -> bool {
    EXPORTERS.iter().any(|exporter| exporter.name == name && exporter.is_on(graph))
}

/// The Atom feed of the site in a language; none where there is no such file.
#[must_use]
pub(crate) fn site_feed(graph: &Graph, lang: LangIndex) -> Option<Route> {
    atom_feed(graph, Subject::Site(lang))
}

/// The Atom feed of an entity in a language; none where there is no such file.
#[must_use]
pub(crate) fn entity_feed(graph: &Graph, lang: LangIndex, entity: EntityId) -> Option<Route> {
    atom_feed(graph, Subject::Entity(lang, entity))
}

fn atom_feed(graph: &Graph, subject: Subject) -> Option<Route> {
    (atom::EXPORTER.is_on(graph) && subject.has_entries(graph))
        .then(|| subject.route(graph, atom::FILE))
}

impl Exporter {
    fn is_on(&self, graph: &Graph) -> bool {
        let is_wanted = |names: &Vec<String>| names.iter().any(|name| name == self.name);
        self.is_possible(graph) && graph.config.exports.as_ref().is_none_or(is_wanted)
    }

    fn is_possible(&self, graph: &Graph) -> bool {
        !self.absolute || graph.config.base_url.is_some()
    }
}

/// One file at the root, made from the whole site.
fn whole(graph: &Graph, path: &str, make: fn(&Graph) -> Vec<u8>) -> Vec<Artifact> {
    vec![Artifact { route: graph.file_route(path), make: Make::Whole(make) }]
}

/// The absolute address of `route`, relative to the root where the site has no `base_url` (exporters that are `absolute` are not run then).
fn url(graph: &Graph, route: &Route) -> String {
    route.url(graph.config.base_url.as_deref().unwrap_or_default())
}

/// The day on which a text last changed: that of its last correction, else its own.
fn last_change(speech: &Speech) -> Date {
    speech.changes.iter().map(|change| change.date).fold(speech.date, Date::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(graph: &Graph) -> Vec<String> {
        artifacts(graph).iter().map(|artifact| artifact.route.path().to_owned()).collect()
    }

    #[test]
    fn every_file_has_an_address_of_its_own_and_the_same_bytes_twice() {
        let (graph, again) = (fixture::graph(), fixture::fresh_graph());
        let mut unique = paths(graph);
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), paths(graph).len());
        for (one, other) in artifacts(graph).iter().zip(artifacts(&again)) {
            assert_eq!(one.bytes(graph), other.bytes(&again), "{}", one.route.path());
        }
    }

    #[test]
    fn without_a_base_url_there_is_nothing_absolute() {
        let graph = fixture::graph_with("title = \"Talks\"");
        assert_eq!(
            paths(&graph),
            ["robots.txt", "mentions.jsonl", "mentions.csv", "entities.json", "speeches.csv"]
        );
        assert!(
            !is_on(&graph, "atom")
                && site_feed(&graph, 0).is_none()
                && single(&graph, "atom").is_none()
        );
    }

    #[test]
    fn the_configuration_chooses_formats_and_the_command_line_gets_any() {
        let graph = fixture::graph_with(
            "title = \"Talks\"\nbase_url = \"https://a.org\"\n[export]\nformats = [\"mentions-csv\", \"sitemap\"]",
        );
        assert_eq!(paths(&graph), ["sitemap.xml", "mentions.csv"]);
        assert!(is_on(&graph, "sitemap") && !is_on(&graph, "entities") && !is_on(&graph, "mp3"));
        assert!(
            single(&graph, "mentions").is_some()
                && single(&graph, "speeches").is_some()
                && single(&graph, "mp3").is_none()
        );
        assert!(single(&graph, "mentions") == single(&graph, "mentions-jsonl"));
    }

    #[test]
    fn a_feed_that_pages_link_is_a_file() {
        let graph = fixture::graph();
        let paths = paths(graph);
        let entities: Vec<EntityId> = graph.corpus.entities().map(|(id, _)| id).collect();
        let of_entities = entities.iter().filter_map(|entity| entity_feed(graph, 1, *entity));
        let linked: Vec<Route> = of_entities.chain(site_feed(graph, 1)).collect();
        assert!(
            linked.len() > 1 && linked.len() <= entities.len(),
            "one entity of the fixture is never mentioned"
        );
        assert!(linked.iter().all(|route| paths.contains(&route.path().to_owned())));
    }
}
