//! A composed site: the complete list of files to publish, and how each is made.
//!
//! **Invariant:** the list is known before the first byte is made; paths are safe, sorted and
//! unique, regardless of case.
//! **Invariant:** making one file reads what is here and changes nothing, so files can be made in
//! any order and side by side. What describes other files makes them for that, unless they have been
//! made.

mod part;
mod unique;

pub use part::Part;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::Understood;
use crate::reading::graph::{Graph, LockChanges, media_route};
use crate::site::export::{Artifact, LLMS, ROBOTS, tell_lacking};
use crate::site::html::tell_unmade;
use crate::site::pages::{
    HEADERS, Pages, ServerList, Subject, brand_css, headers, land_route, search_words,
};
use crate::site::pictures::land_svg;
use crate::site::search::{self, Index};
use crate::site::theme::{Engine, Loaded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use unique::keep_unique;

/// Where the file lies that turns Jekyll off.
const NO_JEKYLL: &str = ".nojekyll";

/// A site as it will be published.
pub struct Site<'s> {
    /// All mistakes, sorted.
    pub diagnostics: Diagnostics,
    /// What the content says and means.
    pub graph: Graph,
    /// What has to be written so that paragraphs keep their numbers.
    pub lock: LockChanges,
    sources: &'s Sources,
    parts: Parts,
    search: Option<Index>,
    outputs: Vec<Output>,
}

/// What files are made of, beside the graph.
pub(crate) struct Parts {
    pub loaded: Arc<Loaded>,
    pub pages: Pages,
    pub engine: Engine,
    pub artifacts: Vec<Artifact>,
    /// Whether the theme has a page for the search, and the site something to find.
    pub has_search: bool,
}

/// One file to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Path from the output's root, `/`-separated.
    pub path: Arc<str>,
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
    /// The style sheet of the site's colours.
    Brand,
    /// The file of the search with this index.
    Search(usize),
    /// The old addresses, for a server.
    Redirects(ServerList),
    /// What a host says with each answer.
    Headers,
    /// An empty file by which GitHub's pages are published as they are, names that begin with `_` or
    /// `.` too.
    NoJekyll,
    /// The theme's file with this name.
    Asset(String),
    /// Copied from this file of the sources.
    Copy(FileId),
    /// Copied from what is kept of a picture, by its path from the folder of the site.
    Kept(String),
}

/// What a site holds, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Lists the files of all parts and reports those that claim one path. The search comes with
    /// [`Site::with_search`].
    pub(crate) fn new(sources: &'s Sources, understood: Understood, parts: Parts) -> Self {
        let Understood { graph, media, lock, mut diagnostics } = understood;

        let mut outputs = parts.outputs(&graph);
        for file in media {
            let route = media_route(&sources.file(file).path);
            // A site with rules of its own for crawlers or hosts, or words of its own for machines, needs
            // none of the program's.
            if [ROBOTS, LLMS, HEADERS, NO_JEKYLL].contains(&route.path()) {
                outputs.retain(|output| *output.path != *route.path());
            }
            outputs.push(Output::new(route.path(), Work::Copy(file)));
        }
        // Two pictures with one content share their sizes.
        let kept: BTreeMap<&str, &str> = (parts.pages.renditions().iter())
            .map(|rendition| (rendition.path.as_str(), rendition.kept.as_str()))
            .collect();
        for (path, kept) in kept {
            outputs.push(Output::new(path, Work::Kept(kept.to_owned())));
        }
        tell_unmade(&graph, sources, &mut diagnostics);
        tell_lacking(&graph, sources, &mut diagnostics);
        keep_unique(&mut outputs, &parts.pages, &mut diagnostics);
        diagnostics.sort();

        Site { diagnostics, graph, lock, sources, parts, search: None, outputs }
    }

    /// The site with the index of its search, where the theme has a page for it.
    ///
    /// The index is a fifth of a build's time, so it is made only where it is published.
    #[must_use]
    pub fn with_search(self) -> Self {
        let mut diagnostics = self.diagnostics.clone();
        let Some(search) = self.build_search(&mut diagnostics) else {
            return self;
        };

        let mut outputs = self.outputs;
        for (place, path) in search.files().enumerate() {
            outputs.push(Output::new(&path, Work::Search(place)));
        }
        keep_unique(&mut outputs, &self.parts.pages, &mut diagnostics);
        diagnostics.sort();

        Site { diagnostics, outputs, search: Some(search), ..self }
    }

    /// The index of the search, where the theme has a page for it and there is something to find.
    pub(crate) fn build_search(&self, diagnostics: &mut Diagnostics) -> Option<Index> {
        if !self.parts.has_search {
            return None;
        }
        search::build(&self.graph, &self.parts.pages.own(), diagnostics)
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
            n_pages: self.parts.pages.list().len(),
            n_speeches: self.graph.works.len(),
            n_entities: self.graph.corpus.entities.len(),
            n_mentions: self.graph.mentions.len(),
        }
    }

    /// The file that is an output, if it may be too long to be held in memory.
    pub(crate) fn long_file(&self, output: &Output) -> Option<&Artifact> {
        let Work::File(index) = output.work else { return None };
        Some(&self.parts.artifacts[index]).filter(|file| file.is_long())
    }

    /// Whether two files that may be long are made together with less work than each alone.
    pub(crate) fn are_made_together(&self, one: &Output, other: &Output) -> bool {
        match (self.long_file(one), self.long_file(other)) {
            (Some(one), Some(other)) => one.is_made_with(other),
            _ => false,
        }
    }

    /// What files have in common that are made by the same code with the same words: the name of their
    /// template or format; nothing of those of which there are few.
    pub(crate) fn made_like(&self, output: &Output) -> &'static str {
        match output.work {
            Work::Page(index) => self.parts.pages.list()[index].subject.template(),
            Work::File(index) => self.parts.artifacts[index].format,
            _ => "",
        }
    }

    /// Whether an output says how long other files are, and is made when they have been made, so that
    /// none is made twice.
    pub(crate) fn describes_files(&self, output: &Output) -> bool {
        match output.work {
            Work::Page(index) => self.parts.pages.list()[index].subject == Subject::Data,
            Work::File(index) => self.parts.artifacts[index].describes_others(),
            _ => false,
        }
    }

    /// Whether making a file can fail: a page, where templates or their words are of the site.
    pub(crate) fn can_fail(&self, output: &Output) -> bool {
        matches!(output.work, Work::Page(_)) && self.parts.loaded.theme.is_of_site
    }

    /// The bytes of one file; media, which are copied, have none here.
    ///
    /// # Errors
    /// What the template engine says, with the page and the template's file.
    pub fn render(&self, output: &Output) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Parts { loaded, pages, engine, artifacts, .. } = &self.parts;
        let theme = &loaded.theme;
        let graph = &self.graph;

        let bytes = match &output.work {
            Work::Page(index) => {
                let page = &pages.list()[*index];
                let (head, view) = pages.view(graph, self.sources, &theme.strings, page);
                engine.render(page.lang, page.subject.template(), &head, &view)?
            }
            Work::File(index) => artifacts[*index].bytes(graph),
            Work::SearchWords(lang) => search_words(graph, &theme.strings[*lang], *lang),
            Work::Search(place) => match &self.search {
                Some(search) => search.bytes(graph, *place),
                None => Vec::new(),
            },
            Work::Redirects(list) => list.text(graph, pages).into_bytes(),
            Work::Headers => {
                // Those of the whole site, and its data: hosts take a hundred rules, not one for each speech.
                let all = artifacts.iter().map(|file| file.route.path());
                let files = all.filter(|path| !path.contains('/') || path.starts_with("data/"));
                headers(&graph.config, files, theme.is_of_site).into_bytes()
            }
            Work::Land => land_svg(graph.config.meridian),
            Work::Brand => brand_css(&graph.config).unwrap_or_default().into_bytes(),
            Work::Asset(name) => theme.assets.get(name).cloned().unwrap_or_default(),
            Work::NoJekyll | Work::Copy(_) | Work::Kept(_) => Vec::new(),
        };
        Ok(bytes)
    }
}

impl Parts {
    /// All files but media and the index of the search.
    fn outputs(&self, graph: &Graph) -> Vec<Output> {
        let (pages, files) = (self.pages.list(), &self.artifacts);
        let mut outputs = Vec::with_capacity(pages.len() + files.len());
        for (index, page) in pages.iter().enumerate() {
            outputs.push(Output { path: page.route.shared(), work: Work::Page(index) });
        }
        for (index, file) in files.iter().enumerate() {
            outputs.push(Output { path: file.route.shared(), work: Work::File(index) });
        }
        for name in self.loaded.theme.assets.keys() {
            outputs.push(Output::new(&format!("assets/{name}"), Work::Asset(name.clone())));
        }
        if self.pages.has_maps(graph) {
            outputs.push(Output::new(land_route(graph).path(), Work::Land));
        }
        if brand_css(&graph.config).is_some() {
            outputs.push(Output::new("assets/brand.css", Work::Brand));
        }
        if self.pages.has_redirects() {
            for list in ServerList::ALL {
                outputs.push(Output::new(list.path(), Work::Redirects(list)));
            }
        }
        outputs.push(Output::new(HEADERS, Work::Headers));
        outputs.push(Output::new(NO_JEKYLL, Work::NoJekyll));
        if self.has_search {
            for (index, lang) in graph.config.languages.iter().enumerate() {
                let path = format!("search/words.{lang}.js");
                outputs.push(Output::new(&path, Work::SearchWords(index)));
            }
        }
        outputs
    }
}

impl Output {
    fn new(path: &str, work: Work) -> Self {
        Output { path: path.into(), work }
    }

    /// Where an author claims the path; none for what the site makes by itself.
    fn claim(&self, pages: &Pages) -> Option<Span> {
        match self.work {
            Work::Copy(file) => Some(Span::new(file, 0..0)),
            Work::Page(index) => pages.list()[index].claim.clone(),
            Work::File(_) | Work::Search(_) | Work::SearchWords(_) | Work::Kept(_) => None,
            Work::Land | Work::Brand | Work::Redirects(_) | Work::Asset(_) => None,
            Work::Headers | Work::NoJekyll => None,
        }
    }
}
