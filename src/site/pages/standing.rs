//! Pages that every site has once a language: search, data, and the one for addresses that
//! do not exist.

use super::context::PageContext;
use super::views::{DataFileView, DataView, NotFoundView, PageView, SearchView, SpeechRow, View};
use crate::reading::graph::Route;
use crate::site::export::data_files;

/// Speeches that the page for unknown addresses offers instead.
const NEWEST: usize = 5;

impl PageContext<'_> {
    pub(super) fn search(&self) -> (PageView, View) {
        let mut head = self.head(self.strings.text("search"), "");
        self.set_all_alternates(&mut head, |lang| self.graph.search_route(lang));
        head.no_index = true;

        let n_speeches = self.graph.works.len();
        (head, View::Search(SearchView { n_speeches, years: self.years_of_speeches() }))
    }

    /// The page of the data files.
    pub(super) fn data(&self) -> (PageView, View) {
        let mut head = self.head(self.strings.text("data"), self.strings.text("data_text"));
        self.set_all_alternates(&mut head, |lang| self.graph.data_route(lang));

        let mut files = Vec::new();
        for file in data_files(self.graph) {
            files.push(DataFileView {
                format: file.format,
                path: file.route.path().to_owned(),
                href: self.href(&file.route),
                n_rows: file.n_rows,
            });
        }
        (head, View::Data(DataView { files }))
    }

    /// The page for addresses that do not exist.
    pub(super) fn not_found(&self) -> (PageView, View) {
        let head = self.head(self.strings.text("not_found"), "");

        let mut newest = Vec::new();
        for id in self.graph.edition(self.lang).versions.iter().take(NEWEST) {
            let href = self.absolute(&self.graph.speech_route(*id));
            newest.push(SpeechRow { href, ..self.row(*id) });
        }
        (head, View::NotFound(NotFoundView { newest }))
    }

    /// An address that holds at any depth, where the site knows its path.
    fn absolute(&self, route: &Route) -> String {
        match self.path_of_site() {
            Some(root) => route.url(root),
            None => self.href(route),
        }
    }
}
