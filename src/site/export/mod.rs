//! Graph → the files beside the pages: feeds, sitemap, robots.txt and data, one file of this room
//! per format, one line each in [`EXPORTERS`].
//!
//! **Invariant:** the list of files is known before the first byte is made; an [`Artifact`] is
//! plain data and its bytes are made when asked for.
//! **Invariant:** same graph, same bytes: no clock, no hash-map order.
//! **Invariant:** `xml.rs` is the one file that names quick-xml. Does not know pages, templates or
//! the disk.

mod atom;
mod entities;
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
use crate::site::capabilities::Capabilities;
use feeds::Subject;
pub(crate) use robots::FILE as ROBOTS;
use std::ops::Range;
use std::sync::Arc;

/// A format: its name in configuration and on the command line, and the files that it makes.
#[derive(Debug)]
pub(crate) struct Exporter {
    /// Its name: `mentions-csv`.
    pub name: &'static str,
    /// One line that says what it makes.
    pub summary: &'static str,
    /// Whether it needs absolute addresses, and so
    /// [`Config::base_url`](crate::reading::config::Config::base_url).
    pub absolute: bool,
    /// How many records its file holds; none for what is not data but an address book for machines:
    /// feeds, sitemap, robots.txt.
    n_rows: Option<fn(&Graph) -> usize>,
    files: Files,
}

/// Who decides which files a format has.
#[derive(Debug)]
enum Files {
    /// The content alone: the same files in every theme.
    OfGraph(fn(&Graph) -> Vec<Artifact>),
    /// The theme too, because the files list pages.
    OfPages(fn(&Graph, &Capabilities) -> Vec<Artifact>),
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
    Feed(&'static feeds::Format, Subject),
    /// From a part of the list of pages, indices half-open.
    Sitemap(Arc<[sitemap::Page]>, Range<usize>),
    /// From the number of parts that the sitemap is cut into because it is long.
    SitemapIndex(usize),
}

impl Artifact {
    /// Makes its bytes.
    pub(crate) fn bytes(&self, graph: &Graph) -> Vec<u8> {
        match &self.make {
            Make::Whole(make) => make(graph),
            Make::Feed(format, subject) => feeds::bytes(graph, format, *subject),
            Make::Sitemap(pages, part) => sitemap::pages_xml(graph, &pages[part.clone()]),
            Make::SitemapIndex(n_parts) => sitemap::index_xml(graph, *n_parts),
        }
    }
}

/// The names of all formats, for configuration.
#[must_use]
pub fn names() -> Vec<&'static str> {
    EXPORTERS.iter().map(|exporter| exporter.name).collect()
}

/// Lists the files of the formats that are on.
pub(crate) fn artifacts(graph: &Graph, capabilities: &Capabilities) -> Vec<Artifact> {
    let exporters = EXPORTERS.iter().filter(|exporter| exporter.is_on(graph));
    exporters.flat_map(|exporter| exporter.files(graph, capabilities)).collect()
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
pub(crate) fn data_files(graph: &Graph) -> Vec<DataFile> {
    let mut data_files = Vec::new();
    for exporter in EXPORTERS.iter().filter(|exporter| exporter.is_on(graph)) {
        let (Some(n_rows), Files::OfGraph(files)) = (exporter.n_rows, &exporter.files) else {
            continue;
        };
        let n_rows = n_rows(graph);
        for file in files(graph) {
            data_files.push(DataFile { format: exporter.name, route: file.route, n_rows });
        }
    }
    data_files
}

/// The format called `name`; `mentions` is short for `mentions-jsonl`.
pub(crate) fn named(name: &str) -> Option<&'static Exporter> {
    let name = if name == "mentions" { mentions::JSON_LINES.name } else { name };
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}

/// Whether the files of the format called `name` are made: the configuration asks for it, and it
/// has the absolute addresses that it needs.
pub(crate) fn is_on(graph: &Graph, name: &str) -> bool {
    EXPORTERS.iter().any(|exporter| exporter.name == name && exporter.is_on(graph))
}

/// The Atom feed of the site in a language; none where there is no such file.
pub(crate) fn site_feed(graph: &Graph, lang: LangIndex) -> Option<Route> {
    feed_of(graph, Subject::Site(lang), &atom::EXPORTER, &atom::FORMAT)
}

/// The JSON Feed of the site in a language; none where there is no such file.
pub(crate) fn site_json_feed(graph: &Graph, lang: LangIndex) -> Option<Route> {
    feed_of(graph, Subject::Site(lang), &json_feed::EXPORTER, &json_feed::FORMAT)
}

/// The JSON Feed of an entity in a language; none where there is no such file.
pub(crate) fn entity_json_feed(graph: &Graph, lang: LangIndex, entity: EntityId) -> Option<Route> {
    feed_of(graph, Subject::Entity(lang, entity), &json_feed::EXPORTER, &json_feed::FORMAT)
}

/// The Atom feed of an entity in a language; none where there is no such file.
pub(crate) fn entity_feed(graph: &Graph, lang: LangIndex, entity: EntityId) -> Option<Route> {
    feed_of(graph, Subject::Entity(lang, entity), &atom::EXPORTER, &atom::FORMAT)
}

/// The Atom feed of the page of a folder, by its index in the corpus; none where there is none.
pub(crate) fn section_feed(graph: &Graph, page: usize) -> Option<Route> {
    feed_of(graph, Subject::Section(page), &atom::EXPORTER, &atom::FORMAT)
}

fn feed_of(
    graph: &Graph,
    subject: Subject,
    exporter: &Exporter,
    format: &feeds::Format,
) -> Option<Route> {
    let is_there = exporter.is_on(graph) && subject.has_entries(graph);
    is_there.then(|| subject.route(graph, format))
}

impl Exporter {
    /// Makes the first file of the format, whether the configuration asks for it or not.
    ///
    /// None where the format needs a `base_url` that the site has not, or has no file.
    pub(crate) fn single(&self, graph: &Graph, capabilities: &Capabilities) -> Option<Vec<u8>> {
        if !self.is_possible(graph) {
            return None;
        }
        self.files(graph, capabilities).first().map(|file| file.bytes(graph))
    }

    /// Whether the files list pages, so that the theme is needed.
    pub(crate) fn lists_pages(&self) -> bool {
        matches!(self.files, Files::OfPages(_))
    }

    fn files(&self, graph: &Graph, capabilities: &Capabilities) -> Vec<Artifact> {
        match self.files {
            Files::OfGraph(files) => files(graph),
            Files::OfPages(files) => files(graph, capabilities),
        }
    }

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

/// The absolute address of `route`, relative to the root where the site has no `base_url`
/// (exporters that are `absolute` are not run then).
fn url(graph: &Graph, route: &Route) -> String {
    route.url(graph.config.base_url.as_deref().unwrap_or_default())
}

/// The day on which a text last changed: that of its last correction, else its own.
fn last_change(speech: &Speech) -> Date {
    speech.changes.iter().map(|change| change.date).fold(speech.date, Date::max)
}

/// A number as it is written in a file, for JSON; one that JSON writes in another way (`007`, `.5`)
/// by its value.
pub(crate) fn number(written: &str) -> serde_json::Value {
    if let Ok(serde_json::Value::Number(number)) = serde_json::from_str(written) {
        return serde_json::Value::Number(number);
    }
    written.parse::<f64>().map_or_else(|_| written.into(), serde_json::Value::from)
}

/// What a site keeps under `extra`, if it keeps anything there.
fn written_extra(extra: &serde_json::Value) -> Option<&serde_json::Value> {
    match extra {
        serde_json::Value::Object(fields) if fields.is_empty() => None,
        serde_json::Value::Null => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(graph: &Graph) -> Vec<String> {
        artifacts(graph, &fixture::capabilities())
            .iter()
            .map(|artifact| artifact.route.path().to_owned())
            .collect()
    }

    #[test]
    fn every_file_has_an_address_of_its_own_and_the_same_bytes_twice() {
        let (graph, again) = (fixture::graph(), fixture::fresh_graph());
        let mut unique = paths(graph);
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), paths(graph).len());
        for (one, other) in artifacts(graph, &fixture::capabilities())
            .iter()
            .zip(artifacts(&again, &fixture::capabilities()))
        {
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
                && fixture::single(&graph, "atom").is_none()
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
            fixture::single(&graph, "mentions").is_some()
                && fixture::single(&graph, "speeches").is_some()
                && fixture::single(&graph, "mp3").is_none()
        );
        assert!(fixture::single(&graph, "mentions") == fixture::single(&graph, "mentions-jsonl"));
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
