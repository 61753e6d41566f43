//! Graph → the files beside the pages: feeds, sitemap, robots.txt and data, one file of this room
//! per format, one line each in [`EXPORTERS`].
//!
//! **Invariant:** the list of files is known before the first byte is made; an [`Artifact`] is
//! plain data and its bytes are made when asked for. What is known of a file only when it has been
//! made, its length and its hash, is kept with it, and is the same whoever asks first.
//! **Invariant:** same graph, same bytes: no clock, no hash-map order.
//! Does not know pages, templates or the disk.

mod akoma_ntoso;
mod annotations;
mod artifact;
mod atom;
mod beside;
mod citations;
mod cite;
mod entities;
mod feeds;
#[cfg(test)]
mod fixture;
mod json_feed;
mod json_ld;
mod lacking;
mod linked_places;
mod listing;
mod llms;
mod markdown;
mod mentions;
mod own;
mod robots;
mod said;
mod sitemap;
mod speech_json;
mod speeches;
mod tables;
mod tei;
mod text;
mod xml;

use crate::base::date::Date;
use crate::reading::corpus::{EntityId, Speech};
use crate::reading::graph::{Graph, LangIndex, Route};
use crate::site::capabilities::Capabilities;
use artifact::Make;
pub(crate) use artifact::{Artifact, write_together};
use beside::{Maker, SpeechFiles, WholeFile};
pub(crate) use cite::{Citations, cite};
use feeds::Subject;
pub(crate) use lacking::tell_lacking;
pub(crate) use listing::{SpeechFile, data_files, data_package, data_paths, speech_files};
pub(crate) use llms::FILE as LLMS;
use rayon::prelude::*;
pub(crate) use robots::FILE as ROBOTS;
use std::io::{self, Write};

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
    /// Whether a site that does not say which formats it wants has it.
    pub by_default: bool,
    /// What readers are told of its files; nothing of feeds, sitemap and robots.txt, which are
    /// address books for machines.
    kept: Option<Kept>,
    files: Files,
}

/// What readers are told of a file.
#[derive(Debug, Clone, Copy)]
struct Kept {
    /// What readers call the format: `CSV`.
    label: &'static str,
    media_type: &'static str,
    /// How many records the file of the whole site has; none where that is not known before it is
    /// made, or means nothing.
    n_rows: Option<fn(&Graph) -> usize>,
}

/// Who decides which files a format has.
#[derive(Debug)]
enum Files {
    /// The content alone: the same files in every theme.
    Content(fn(&Graph) -> Vec<Artifact>),
    /// The theme too, because the files list pages.
    Pages(fn(&Graph, &Capabilities) -> Vec<Artifact>),
    /// The tables, a file each.
    Tables(&'static tables::Format),
    /// The speeches: a file beside the page of each, and perhaps one of all of them.
    Speeches(SpeechFiles),
    /// The files of all other formats, because the file describes them.
    Description(fn(&Graph, &[Artifact]) -> Vec<Artifact>),
    /// Nobody: this program was built without the cargo feature.
    #[cfg(not(feature = "parquet"))]
    Lacking(&'static str),
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
    tables::CSV,
    tables::JSON_LINES,
    tables::PARQUET,
    linked_places::EXPORTER,
    text::EXPORTER,
    markdown::EXPORTER,
    speech_json::EXPORTER,
    json_ld::EXPORTER,
    annotations::EXPORTER,
    tei::EXPORTER,
    akoma_ntoso::EXPORTER,
    citations::BIBTEX,
    citations::RIS,
    citations::CSL_JSON,
    llms::EXPORTER,
    tables::PACKAGE,
];

/// The names of all formats, for configuration.
#[must_use]
pub fn names() -> Vec<&'static str> {
    EXPORTERS.iter().map(|exporter| exporter.name).collect()
}

/// Lists the files of the formats that are on.
pub(crate) fn artifacts(graph: &Graph, capabilities: &Capabilities) -> Vec<Artifact> {
    let all = EXPORTERS.iter().filter(|exporter| exporter.is_on(graph));
    let (describing, others): (Vec<_>, Vec<_>) =
        all.partition(|exporter| matches!(exporter.files, Files::Description(_)));

    let files = others.par_iter().map(|exporter| exporter.files(graph, capabilities, &[]));
    let mut artifacts: Vec<Artifact> = files.collect::<Vec<_>>().into_iter().flatten().collect();
    for exporter in describing {
        let files = exporter.files(graph, capabilities, &artifacts);
        artifacts.extend(files);
    }
    artifacts
}

/// The format called `name`; `mentions` is short for `mentions-jsonl`.
pub(crate) fn named(name: &str) -> Option<&'static Exporter> {
    exporter(if name == "mentions" { mentions::JSON_LINES.name } else { name })
}

fn exporter(name: &str) -> Option<&'static Exporter> {
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
    /// The files of the format, whether the configuration asks for it or not; with what describes
    /// them it describes those that it asks for.
    ///
    /// None where the format needs a `base_url` that the site has not.
    pub(crate) fn all(&self, graph: &Graph, capabilities: &Capabilities) -> Option<Vec<Artifact>> {
        if !self.is_possible(graph) {
            return None;
        }
        let others = match self.files {
            Files::Description(_) => artifacts(graph, capabilities),
            _ => Vec::new(),
        };
        Some(self.files(graph, capabilities, &others))
    }

    /// Whether it has a file in the folder that the package describes.
    fn is_in_package(&self) -> bool {
        match &self.files {
            Files::Tables(_) => true,
            Files::Speeches(of) => of.whole.is_some(),
            Files::Content(_) => self.name == linked_places::EXPORTER.name,
            _ => false,
        }
    }

    /// Whether it has several files that belong together, none of which stands for the others.
    pub(crate) fn is_of_several(&self) -> bool {
        matches!(self.files, Files::Tables(_) | Files::Speeches(_))
    }

    /// Whether the files list pages, so that the theme is needed.
    pub(crate) fn lists_pages(&self) -> bool {
        matches!(self.files, Files::Pages(_))
    }

    fn files(
        &self,
        graph: &Graph,
        capabilities: &Capabilities,
        others: &[Artifact],
    ) -> Vec<Artifact> {
        let mut files = match &self.files {
            Files::Content(files) => files(graph),
            Files::Pages(files) => files(graph, capabilities),
            Files::Tables(format) => tables::files(graph, format),
            Files::Speeches(of) => of.files(graph),
            Files::Description(files) => files(graph, others),
            #[cfg(not(feature = "parquet"))]
            Files::Lacking(_) => Vec::new(),
        };
        for file in &mut files {
            file.format = self.name;
        }
        files
    }

    fn is_on(&self, graph: &Graph) -> bool {
        let is_by_default = self.by_default && graph.config.exports.is_none();
        self.is_possible(graph) && (is_by_default || self.is_named(graph))
    }

    /// Whether the configuration names it.
    fn is_named(&self, graph: &Graph) -> bool {
        let config = &graph.config;
        let mut named = config.exports.iter().flatten().chain(&config.also_exported);
        named.any(|name| name == self.name)
    }

    fn is_possible(&self, graph: &Graph) -> bool {
        self.lacks().is_none() && (!self.absolute || graph.config.base_url.is_some())
    }
}

/// One file at the root, made from the whole site.
fn whole(graph: &Graph, path: &str, make: fn(&Graph) -> Vec<u8>) -> Vec<Artifact> {
    vec![Artifact::new(graph.file_route(path), Make::Whole(make))]
}

/// One file at the root, made from the whole site and written piece by piece.
fn streamed(
    graph: &Graph,
    path: &str,
    write: fn(&Graph, &mut dyn Write) -> io::Result<usize>,
) -> Vec<Artifact> {
    vec![Artifact::new(graph.file_route(path), Make::Streamed(write))]
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
        let paths = paths(&graph);
        assert!(paths.contains(&"data/speeches.csv".to_owned()), "{paths:?}");
        for exporter in EXPORTERS.iter().filter(|exporter| exporter.absolute) {
            assert!(exporter.all(&graph, &fixture::capabilities()).is_none());
        }
        assert!(!paths.iter().any(|path| path.ends_with("atom.xml") || path == "sitemap.xml"));
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
