//! Graph → Pages: which pages there are, and the view that each template receives.
//!
//! **Invariant:** the list of pages is complete before the first byte is rendered; no two claim one
//! address.
//! **Invariant:** a page costs what stands on it: nothing here scans the whole site for one page.
//! Knows neither the template engine nor the disk.

mod asked;
mod charts;
mod company;
mod context;
mod drawn;
mod entity;
mod facts;
mod head;
mod headers;
mod home;
mod indexes;
mod json_ld;
mod kwic;
mod layout;
mod lists;
mod mentioned;
mod menu;
mod outline;
mod own;
mod own_words;
mod parallel;
mod pictures;
mod quoted;
mod redirects;
mod series;
mod server_lists;
mod similar;
mod site;
mod speech;
mod standing;
mod taking_part;
pub(crate) mod views;
mod withdrawn;

pub(crate) use drawn::land_route;
pub(crate) use headers::{HEADERS, headers};
pub(crate) use layout::lay_out;
pub use server_lists::ServerList;
pub(crate) use site::{brand_css, search_words, site_view};

use crate::base::sources::{Sources, Span};
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, IndexOrder, LangIndex, ListFacet, Route};
use crate::reading::kinds::KindId;
use crate::site::capabilities::Capabilities;
use crate::site::export::Artifact;
use crate::site::html::Renditions;
use crate::site::strings::Strings;
use std::collections::BTreeMap;
use views::{PageView, RedirectView, View};

/// A page: its address, its template, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its address.
    pub route: Route,
    /// The interface language.
    pub lang: LangIndex,
    /// What it shows.
    pub subject: Subject,
    /// Where the author claims the address; none for a page that the site makes by itself.
    pub claim: Option<Span>,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The home page.
    Home,
    /// A speech version.
    Speech(SpeechId),
    /// That a speech was withdrawn, by its index in
    /// [`Corpus::withdrawn`](crate::reading::corpus::Corpus::withdrawn).
    Withdrawn(usize),
    /// A page (from 1) of a list of speeches.
    List(ListFacet, usize),
    /// Two versions of a speech side by side.
    Parallel(SpeechId, SpeechId),
    /// A page (from 1) of the index of a kind in an order.
    Kind(KindId, IndexOrder, usize),
    /// An entity; with a year and a part (from 1), its mentions of that year.
    Entity(EntityId, Option<(i16, usize)>),
    /// The search page.
    Search,
    /// The page of the data files.
    Data,
    /// A page of the site's own, by its index in the corpus.
    Own(usize),
    /// An old address that leads to a page.
    Redirect(Route, String),
    /// The page for addresses that do not exist.
    NotFound,
}

impl Subject {
    /// The template's name.
    #[must_use]
    pub(crate) fn template(&self) -> &'static str {
        match self {
            Subject::Home => "home.html",
            Subject::Speech(_) => "speech.html",
            Subject::Withdrawn(_) => "withdrawn.html",
            Subject::List(..) => "speeches.html",
            Subject::Parallel(..) => "parallel.html",
            Subject::Kind(..) => "kind.html",
            Subject::Entity(..) => "entity.html",
            Subject::Search => "search.html",
            Subject::Data => "data.html",
            Subject::Own(_) => "about.html",
            Subject::Redirect(..) => "redirect.html",
            Subject::NotFound => "404.html",
        }
    }
}

/// All pages, and the lists of which they show parts.
#[derive(Debug)]
pub(crate) struct Pages {
    lists: Lists,
    /// By address.
    list: Vec<Page>,
    capabilities: Capabilities,
    /// The files beside the pages, of which the page of the data files tells.
    files: Vec<Artifact>,
    /// Pictures in sizes for screens.
    renditions: Renditions,
}

/// What is computed once for all pages.
#[derive(Debug)]
struct Lists {
    /// Speeches by facet, newest first, by interface language.
    speeches: Vec<BTreeMap<ListFacet, Vec<SpeechId>>>,
    /// The same lists as each links to the others, by language.
    facets: Vec<lists::Facets>,
    /// Entities of each kind by language, most mentioned first.
    ranked: Vec<Vec<Vec<EntityId>>>,
    /// Who says something in which speeches, by language; empty where no template shows it.
    voices: Vec<own_words::Voices>,
    /// The pages of years of entities whose mentions are cut into such, by language.
    cuts: Vec<BTreeMap<EntityId, Vec<kwic::Cut>>>,
    /// By language, the speeches of each series in order.
    series: Vec<series::InOrder>,
    /// Entities of each kind in other orders; none where no template shows orders.
    indexes: indexes::Indexes,
}

impl Pages {
    /// The same with the page of the data files telling of these.
    #[must_use]
    pub(crate) fn with_files(self, files: &[Artifact]) -> Self {
        let described = files.iter().filter(|file| file.is_described());
        Pages { files: described.cloned().collect(), ..self }
    }

    /// The same with pictures in sizes for screens.
    #[must_use]
    pub(crate) fn with_renditions(self, renditions: Renditions) -> Self {
        Pages { renditions, ..self }
    }

    /// The pictures in sizes for screens.
    pub(crate) fn renditions(&self) -> &Renditions {
        &self.renditions
    }

    /// The pages, by address.
    #[must_use]
    pub(crate) fn list(&self) -> &[Page] {
        &self.list
    }

    /// The pages of the site's own, by their index in the corpus.
    #[must_use]
    pub(crate) fn own(&self) -> Vec<usize> {
        let mut own = Vec::new();
        for page in &self.list {
            if let Subject::Own(index) = page.subject {
                own.push(index);
            }
        }
        own.sort_unstable();
        own
    }

    /// Whether some page is an old address.
    #[must_use]
    pub(crate) fn has_redirects(&self) -> bool {
        self.list.iter().any(|page| matches!(page.subject, Subject::Redirect(..)))
    }

    /// Whether some template shows maps, for which the land is published.
    #[must_use]
    pub(crate) fn has_maps(&self, graph: &Graph) -> bool {
        self.capabilities.shows("map")
            && graph.corpus.entities.iter().any(|entity| entity.coordinates().is_some())
    }

    /// The view of a page: its head and its content. `strings` are the theme's words by language.
    #[must_use]
    pub(crate) fn view(
        &self,
        graph: &Graph,
        sources: &Sources,
        strings: &[Strings],
        page: &Page,
    ) -> (PageView, View) {
        let context = context::PageContext {
            pages: self,
            graph,
            sources,
            strings: &strings[page.lang],
            page,
            lang: page.lang,
        };
        let (mut head, view) = match &page.subject {
            Subject::Home => context.home(),
            Subject::Speech(id) => context.speech(*id),
            Subject::Withdrawn(index) => context.withdrawn(*index),
            Subject::List(facet, number) => context.list(facet, *number),
            Subject::Parallel(left, right) => context.parallel(*left, *right),
            Subject::Kind(kind, order, number) => context.kind_index(*kind, *order, *number),
            Subject::Entity(id, year) => context.entity(*id, *year),
            Subject::Search => context.search(),
            Subject::Data => context.data(),
            Subject::Own(index) => context.own(*index),
            Subject::Redirect(to, title) => {
                let mut head = context.head(title, "");
                head.canonical = graph.config.base_url.as_deref().map(|base| to.url(base));
                (
                    head,
                    View::Redirect(RedirectView { to: page.route.href(to), title: title.clone() }),
                )
            }
            Subject::NotFound => context.not_found(),
        };
        head.template = page.subject.template().trim_end_matches(".html");
        (head, view)
    }
}
