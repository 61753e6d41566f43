//! A compiled site: the complete list of files to publish, and how each is made.
//!
//! **Invariant:** the list is known before the first byte is made; paths are safe, sorted and unique, regardless of case.
//! **Invariant:** making one file reads what is here and changes nothing, so files can be made in any order and side by side.

use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::graph::Graph;
use crate::site::export::{self, Artifact};
use crate::site::pages::Pages;
use crate::site::search::Index;
use crate::site::theme::{Engine, Theme};
use std::collections::BTreeMap;

/// A compiled site.
pub struct Site<'s> {
    /// All mistakes, sorted.
    pub diagnostics: Diagnostics,
    /// Everything about the site.
    pub graph: Graph,
    sources: &'s Sources,
    theme: Theme,
    pages: Pages,
    /// The search; none where the theme has no page for it.
    index: Option<Index>,
    engine: Engine,
    artifacts: Vec<Artifact>,
    outputs: Vec<Output>,
}

/// One file to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Path from the output's root, `/`-separated.
    pub path: String,
    /// How it is made.
    pub work: Work,
}

/// How a file is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Rendered from the page with this index.
    Page(usize),
    /// Written by the exporter's file with this index.
    File(usize),
    /// What the search says to readers of the interface language with this index.
    SearchWords(usize),
    /// The land that maps show.
    Land,
    /// The file of the search with this index.
    Search(usize),
    /// The theme's file with this name.
    Asset(String),
    /// Copied from this file of the sources.
    Copy(FileId),
}

/// What a site holds, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// HTML pages.
    pub n_pages: usize,
    /// Speeches, each counted once over its translations.
    pub n_speeches: usize,
    /// Entities.
    pub n_entities: usize,
    /// Mentions in all versions, labels among them.
    pub n_mentions: usize,
}

impl<'s> Site<'s> {
    pub(crate) fn new(
        sources: &'s Sources,
        graph: Graph,
        theme: Theme,
        pages: Pages,
        index: Option<Index>,
        engine: Engine,
        diagnostics: Diagnostics,
    ) -> Self {
        let artifacts = export::artifacts(&graph);
        let mut site = Site {
            diagnostics,
            graph,
            sources,
            theme,
            pages,
            index,
            engine,
            artifacts,
            outputs: Vec::new(),
        };
        site.outputs = site.list();
        site.keep_unique();
        site.diagnostics.sort();
        site
    }

    /// Every file to publish, sorted by path.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// What the site holds.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            n_pages: self.pages.list().len(),
            n_speeches: self.graph.works.len(),
            n_entities: self.graph.corpus.entities.len(),
            n_mentions: self.graph.mentions.len(),
        }
    }

    /// The bytes of one file; media, which are copied, have none here.
    ///
    /// # Errors
    /// What the template engine says, with the page and the template's file.
    pub fn render(&self, output: &Output) -> Result<Vec<u8>, Box<Diagnostic>> {
        match &output.work {
            Work::Page(index) => {
                let page = &self.pages.list()[*index];
                let (head, view) =
                    self.pages.view(&self.graph, self.sources, &self.theme.strings, page);
                self.engine.render(page.lang, page.subject.template(), &head, &view)
            }
            Work::File(index) => Ok(self.artifacts[*index].bytes(&self.graph)),
            Work::SearchWords(lang) => {
                Ok(crate::site::pages::search_words(&self.graph, &self.theme.strings[*lang], *lang))
            }
            Work::Land => Ok(crate::site::pictures::land_svg(self.graph.config.meridian)),
            Work::Search(place) => Ok(self
                .index
                .as_ref()
                .map_or_else(Vec::new, |index| index.bytes(&self.graph, *place))),
            Work::Asset(name) => Ok(self.theme.assets.get(name).cloned().unwrap_or_default()),
            Work::Copy(_) => Ok(Vec::new()),
        }
    }

    fn list(&self) -> Vec<Output> {
        let pages = self.pages.list().iter().enumerate().map(|(index, page)| Output {
            path: page.route.path().to_owned(),
            work: Work::Page(index),
        });
        let files = self.artifacts.iter().enumerate().map(|(index, file)| Output {
            path: file.route.path().to_owned(),
            work: Work::File(index),
        });
        let assets = self
            .theme
            .assets
            .keys()
            .map(|name| Output { path: format!("assets/{name}"), work: Work::Asset(name.clone()) });
        let land = || Output {
            path: crate::site::pages::land_route(&self.graph).path().to_owned(),
            work: Work::Land,
        };
        let land = self.pages.has_maps(&self.graph).then(land);
        let media = self
            .graph
            .media(self.sources)
            .map(|(file, route)| Output { path: route.path().to_owned(), work: Work::Copy(file) });
        let search = self
            .index
            .iter()
            .flat_map(Index::files)
            .enumerate()
            .map(|(place, path)| Output { path, work: Work::Search(place) });
        let languages =
            self.graph.config.languages.iter().enumerate().filter(|_| self.index.is_some());
        let words = languages.map(|(lang, tag)| Output {
            path: format!("search/words.{tag}.js"),
            work: Work::SearchWords(lang),
        });
        let search = search.chain(words);
        let mut outputs: Vec<Output> =
            pages.chain(files).chain(search).chain(assets).chain(land).chain(media).collect();
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        outputs
    }

    /// Reports paths that two files claim, also where only case tells them apart; pages among themselves were checked before.
    fn keep_unique(&mut self) {
        let mut claims: BTreeMap<String, &Output> = BTreeMap::new();
        for output in &self.outputs {
            let Some(other) = claims.insert(output.path.to_lowercase(), output) else {
                continue;
            };
            let is_page = |output: &Output| matches!(output.work, Work::Page(_));
            if is_page(output) && is_page(other) {
                continue;
            }
            let mut diagnostic =
                Diagnostic::new(Code::RouteClash, format!("two files claim `{}`", output.path))
                    .hint("rename one of them");
            for (claim, word) in [(output, "this one"), (other, "and this one")] {
                let place = match claim.work {
                    Work::Copy(file) => Some(Span::new(file, 0..0)),
                    Work::Page(index) => {
                        self.pages.place_of(&self.graph, &self.pages.list()[index])
                    }
                    Work::File(_)
                    | Work::Search(_)
                    | Work::SearchWords(_)
                    | Work::Land
                    | Work::Asset(_) => None,
                };
                diagnostic = match place {
                    Some(span) => diagnostic.at(span, word),
                    None => diagnostic,
                };
            }
            self.diagnostics.push(diagnostic);
        }
        self.outputs.dedup_by(|later, first| later.path == first.path);
    }
}
