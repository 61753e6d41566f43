//! Graph → the files of a format that has one beside the page of each speech, and where asked for
//! one of them all; also at the addresses that the speech had before.

use super::Artifact;
use super::artifact::Make;
use super::own::Records;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::{Graph, Route};
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

/// The files of a format that has one beside the page of each speech.
#[derive(Debug)]
pub(super) struct SpeechFiles {
    /// What takes the place of the `.html` of the page.
    pub suffix: &'static str,
    pub make: Maker,
    /// A file of all of them.
    pub whole: Option<WholeFile>,
}

/// What makes the file of a speech.
#[derive(Debug, Clone, Copy)]
pub(super) enum Maker {
    /// From the graph alone.
    Alone(fn(&Graph, SpeechId) -> Vec<u8>),
    /// Also from what all documents say of entities, which is made once for all files of the format.
    Document(fn(&Graph, &Records, SpeechId) -> Vec<u8>),
}

/// A file of the whole site, written piece by piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct WholeFile {
    pub path: &'static str,
    /// Writes it, and says how many records it holds.
    pub write: fn(&Graph, &mut dyn Write) -> io::Result<usize>,
}

impl SpeechFiles {
    pub(super) fn route(&self, graph: &Graph, id: SpeechId) -> Route {
        self.beside(graph, &graph.speech_route(id))
    }

    /// The file beside a page.
    fn beside(&self, graph: &Graph, page: &Route) -> Route {
        let stem = page.path().strip_suffix(".html").unwrap_or(page.path());
        graph.file_route(&format!("{stem}{}", self.suffix))
    }

    /// The files beside the pages that a speech had before. No page can stand there that leads on, so
    /// they are there as well, but where another speech is now.
    fn former(&self, graph: &Graph, id: SpeechId, now: &BTreeSet<Route>) -> Vec<Route> {
        let mut files = Vec::new();
        for page in &graph.anchors(id).former_pages {
            let page = graph.file_route(page);
            if !now.contains(&page) {
                files.push(self.beside(graph, &page));
            }
        }
        files
    }

    pub(super) fn files(&self, graph: &Graph) -> Vec<Artifact> {
        let mut files = Vec::with_capacity(graph.corpus.speeches.len() + 1);
        if let Some(WholeFile { path, write }) = self.whole {
            files.push(Artifact::new(graph.file_route(path), Make::Streamed(write)));
        }

        // Most sites have no former pages, and need not know the others.
        let now = LazyCell::new(|| {
            graph.corpus.speeches().map(|(id, _)| graph.speech_route(id)).collect()
        });
        let records = Arc::default();
        for (id, _) in graph.corpus.speeches() {
            let make = match self.make {
                Maker::Alone(make) => Make::Speech(id, make),
                Maker::Document(make) => Make::Document(id, Arc::clone(&records), make),
            };
            if !graph.anchors(id).former_pages.is_empty() {
                let former = self.former(graph, id, &now).into_iter();
                files.extend(former.map(|route| Artifact::new(route, make.clone())));
            }
            files.push(Artifact::new(self.route(graph, id), make));
        }
        files
    }
}
