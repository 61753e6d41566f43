//! Pages that every site has once a language: about, search, data, and the one for addresses that do not exist.

use super::common::Desk;
use super::views::{
    AboutView, DataFileView, DataView, NotFoundView, PageView, SearchView, SpeechRow, View,
};
use crate::reading::graph::Route;
use crate::site::html::{Scribe, plain_text};

impl Desk<'_> {
    /// A page of the site's own.
    pub(super) fn about(&self, index: usize) -> (PageView, View) {
        let page = &self.graph.corpus.about[index];
        let path = &self.sources.file(page.file).path;
        let scribe = Scribe::of_document(
            self.graph,
            path,
            self.page.route.clone(),
            self.lang,
            &page.body,
            &page.title,
        );
        let mut head = self.head(&page.title, plain_text(&page.body).next().unwrap_or_default());
        let others = self.graph.corpus.about.iter().filter_map(|other| {
            self.graph.config.languages.iter().position(|lang| *lang == other.lang)
        });
        self.set_alternates(
            &mut head,
            &others.map(|lang| (lang, self.graph.about_route(lang))).collect::<Vec<_>>(),
        );
        let html = scribe.flow() + &scribe.footnotes(self.strings.text("notes"));
        (head, View::About(AboutView { title: page.title.clone(), html }))
    }

    /// The search page.
    pub(super) fn search(&self) -> (PageView, View) {
        let mut head = self.head(self.strings.text("search"), "");
        self.set_all_alternates(&mut head, |lang| self.graph.search_route(lang));
        head.no_index = true;
        let view =
            SearchView { n_speeches: self.graph.works.len(), years: self.years_of_speeches() };
        (head, View::Search(view))
    }

    /// The page of the data files.
    pub(super) fn data(&self) -> (PageView, View) {
        let mut head = self.head(self.strings.text("data"), self.strings.text("data_text"));
        self.set_all_alternates(&mut head, |lang| self.graph.data_route(lang));
        let file = |file: crate::site::export::DataFile| DataFileView {
            format: file.format,
            path: file.route.path().to_owned(),
            href: self.href(&file.route),
            n_rows: file.n_rows,
        };
        let files = crate::site::export::data_files(self.graph).into_iter().map(file).collect();
        (head, View::Data(DataView { files }))
    }

    /// The page for addresses that do not exist.
    pub(super) fn not_found(&self) -> (PageView, View) {
        let head = self.head(self.strings.text("not_found"), "");
        let newest = self.graph.edition(self.lang).versions.iter().take(5);
        let rows = newest.map(|id| SpeechRow {
            href: self.absolute(&self.graph.speech_route(*id)),
            ..self.row(*id)
        });
        (head, View::NotFound(NotFoundView { newest: rows.collect() }))
    }

    /// An address that holds at any depth, where the site knows its own.
    fn absolute(&self, route: &Route) -> String {
        self.graph
            .config
            .base_url
            .as_deref()
            .map_or_else(|| self.href(route), |base| route.url(base))
    }
}
