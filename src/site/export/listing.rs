//! Files → what pages tell readers of them: the page of the data files, the foot of every page, and the
//! page of each speech.

use super::artifact::{Artifact, FileFacts, Make};
use super::{EXPORTERS, Exporter, Files, Kept, is_on, tables};
use crate::reading::corpus::SpeechId;
use crate::reading::graph::{Graph, Route};

/// A file of the whole site as the data page lists it.
#[derive(Debug, Clone)]
pub(crate) struct DataFile<'a> {
    /// The name of what it holds, which is the same in every format: a table's, else its format's.
    pub subject: &'static str,
    /// Whether it is a table, of which there are other formats.
    pub is_table: bool,
    /// What readers call its format: `CSV`.
    pub label: &'static str,
    pub route: &'a Route,
    pub facts: &'a FileFacts,
}

/// The files among `artifacts` that the data page lists, each made if it has not been yet.
pub(crate) fn data_files<'a>(graph: &Graph, artifacts: &'a [Artifact]) -> Vec<DataFile<'a>> {
    let mut files = Vec::new();
    for artifact in artifacts.iter().filter(|artifact| artifact.is_described()) {
        let Some(kept) = artifact.kept() else { continue };
        let (subject, is_table) = match &artifact.make {
            Make::Table(table, _) => (table.name(), true),
            _ => (artifact.format, false),
        };
        files.push(DataFile {
            subject,
            is_table,
            label: kept.label,
            route: &artifact.route,
            facts: artifact.facts(graph),
        });
    }
    // Tables first; last the files at the root, which are as they were before there were tables.
    files.sort_by_key(|file| {
        let is_beside = file.route.path().starts_with("data/");
        (!file.is_table, !is_beside)
    });
    files
}

/// The paths of data files without their facts, for the foot of pages: of the tables, which are
/// many, the description that names them.
pub(crate) fn data_paths(graph: &Graph) -> Vec<String> {
    let mut paths = Vec::new();
    for exporter in EXPORTERS.iter().filter(|exporter| exporter.is_on(graph)) {
        let (Files::Content(files), Some(_)) = (&exporter.files, exporter.kept) else {
            continue;
        };
        for file in files(graph) {
            if matches!(file.make, Make::Whole(_) | Make::Streamed(_)) {
                paths.push(file.route.path().to_owned());
            }
        }
    }
    paths.extend(data_package(graph).map(|route| route.path().to_owned()));
    paths
}

/// Where the description of the data is; none where it is not made.
pub(crate) fn data_package(graph: &Graph) -> Option<Route> {
    let is_described = |exporter: &&Exporter| exporter.is_on(graph) && exporter.is_in_package();
    let is_there =
        is_on(graph, tables::PACKAGE.name) && EXPORTERS.iter().any(|of| is_described(&of));
    is_there.then(|| graph.file_route(tables::PACKAGE_FILE))
}

/// A file beside the page of a speech.
#[derive(Debug, Clone)]
pub(crate) struct SpeechFile {
    /// What readers call its format: `BibTeX`.
    pub label: &'static str,
    pub media_type: &'static str,
    pub route: Route,
}

/// The files beside the page of a speech.
pub(crate) fn speech_files(graph: &Graph, id: SpeechId) -> Vec<SpeechFile> {
    let mut files = Vec::new();
    for exporter in EXPORTERS.iter().filter(|exporter| exporter.is_on(graph)) {
        let (Files::Speeches(of), Some(kept)) = (&exporter.files, exporter.kept) else {
            continue;
        };
        let Kept { label, media_type, .. } = kept;
        files.push(SpeechFile { label, media_type, route: of.route(graph, id) });
    }
    files
}
