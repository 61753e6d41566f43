//! Graph → Pages: which pages there are, and the view that each template receives.
//!
//! **Invariant:** the list of pages is complete before the first byte is rendered; no two claim one address.
//! **Invariant:** a page costs what stands on it: nothing here scans the whole site for one page.
//! Knows neither the template engine nor the disk.

mod cite;
mod common;
mod drawn;
mod entity;
mod indexes;
mod json_ld;
mod kwic;
mod lists;
mod parallel;
mod speech;
mod standing;
pub(crate) mod views;

pub(crate) use common::{search_words, site_view};
pub(crate) use drawn::land_route;

use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::corpus::{EntityId, Reference, SpeechId};
use crate::reading::graph::{Graph, IndexOrder, LangIndex, ListFacet, Route};
use crate::reading::kinds::KindId;
use crate::site::strings::Strings;
use std::collections::{BTreeMap, BTreeSet};
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
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The home page.
    Home,
    /// A speech version.
    Speech(SpeechId),
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
    /// The about page, by its index in the corpus.
    About(usize),
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
            Subject::List(..) => "speeches.html",
            Subject::Parallel(..) => "parallel.html",
            Subject::Kind(..) => "kind.html",
            Subject::Entity(..) => "entity.html",
            Subject::Search => "search.html",
            Subject::Data => "data.html",
            Subject::About(_) => "about.html",
            Subject::Redirect(..) => "redirect.html",
            Subject::NotFound => "404.html",
        }
    }
}

/// What a theme offers: a page type without a template has no pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// Names of templates.
    pub templates: Vec<String>,
    /// Facets by which speeches are listed: `year`, `speaker`, `place`, `language`.
    pub facets: Vec<String>,
    /// Every word in the templates. A costly field of a view that no template names is left empty.
    pub words: BTreeSet<String>,
}

/// Speeches of one interface language by facet, newest first.
type Shelves = BTreeMap<ListFacet, Vec<SpeechId>>;

/// All pages, and what is computed once for all of them.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    shelves: Vec<Shelves>,
    /// Entities of each kind by language, most mentioned first.
    ranked: Vec<Vec<Vec<EntityId>>>,
    /// Entities of each kind in other orders; none where no template offers orders.
    indexes: indexes::Indexes,
    list: Vec<Page>,
    words: BTreeSet<String>,
}

/// Entities on one page of the index of a kind.
const ENTITIES_PER_PAGE: usize = 1000;

/// Lists every page of the site and reports addresses that two claim.
#[must_use]
pub(crate) fn lay_out(graph: &Graph, offer: &Offer, diagnostics: &mut Diagnostics) -> Pages {
    let languages = 0..graph.config.languages.len();
    let shelves = languages.clone().map(|lang| shelves(graph, lang, offer)).collect();
    let ranked: Vec<Vec<Vec<EntityId>>> =
        languages.clone().map(|lang| lists::ranked(graph, lang)).collect();
    let mut indexes = indexes::Indexes::new();
    if offer.words.contains("orders") {
        languages
            .clone()
            .for_each(|lang| indexes::add_indexes(graph, lang, &ranked[lang], &mut indexes));
    }
    let mut pages =
        Pages { shelves, ranked, indexes, list: Vec::new(), words: offer.words.clone() };
    let mut list = Vec::new();
    for lang in languages {
        pages.list_pages(graph, lang, &mut list);
        pages.entity_pages(graph, lang, &mut list);
    }
    let speech = |(id, _)| Page {
        route: graph.speech_route(id),
        lang: graph.interface_of(id),
        subject: Subject::Speech(id),
    };
    list.extend(graph.corpus.speeches().map(speech));
    list.extend(parallel_pages(graph));
    list.extend(redirects(graph, diagnostics));
    list.retain(|page| offer.templates.iter().any(|name| name == page.subject.template()));
    list.sort_by(|a, b| a.route.cmp(&b.route));
    pages.list = list;
    pages.check_routes(graph, diagnostics);
    pages
}

fn shelves(graph: &Graph, lang: LangIndex, offer: &Offer) -> Shelves {
    let mut shelves = Shelves::new();
    let offers = |facet: &ListFacet| {
        *facet == ListFacet::All || offer.facets.iter().any(|known| known == facet.word())
    };
    shelves.insert(ListFacet::All, Vec::new());
    for id in &graph.edition(lang).versions {
        let speech = graph.corpus.speech(*id);
        let mut facets = vec![ListFacet::All, ListFacet::Year(speech.date.year())];
        facets.extend(graph.speakers_of(*id).into_iter().map(ListFacet::Speaker));
        facets.extend(graph.entity_named(speech.location.as_ref()).map(ListFacet::Place));
        let versions = graph.work_of(*id).versions.iter();
        facets.extend(versions.map(|version| {
            ListFacet::Language(graph.corpus.speech(*version).lang.tag().to_owned())
        }));
        for facet in facets.into_iter().filter(offers) {
            shelves.entry(facet).or_default().push(*id);
        }
    }
    shelves
}

/// A page for each ordered pair of versions of a speech.
fn parallel_pages(graph: &Graph) -> impl Iterator<Item = Page> + '_ {
    let page = |left: SpeechId, right: SpeechId| Page {
        route: graph.parallel_route(left, right),
        lang: graph.interface_of(left),
        subject: Subject::Parallel(left, right),
    };
    let lefts = graph
        .works
        .iter()
        .flat_map(|work| work.versions.iter().map(move |left| (*left, &work.versions)));
    lefts.flat_map(move |(left, versions)| {
        versions.iter().filter(move |right| **right != left).map(move |right| page(left, *right))
    })
}

/// The pages of old addresses.
fn redirects(graph: &Graph, diagnostics: &mut Diagnostics) -> Vec<Page> {
    let mut pages = Vec::new();
    let speeches = graph.corpus.speeches().map(|(id, speech)| {
        (
            speech.file,
            &speech.redirects,
            graph.interface_of(id),
            graph.speech_route(id),
            speech.title.clone(),
        )
    });
    let of_speeches = speeches.flat_map(|(file, old, lang, to, title)| {
        old.iter().map(move |old| (file, old, lang, to.clone(), title.clone()))
    });
    let of_entities = graph.corpus.entities().flat_map(|(id, entity)| {
        entity.redirects.iter().map(move |old| {
            let lang = language_of(graph, &old.id);
            let name = entity.name.text(&graph.config.languages[lang]).to_owned();
            (entity.file, old, lang, graph.entity_route(lang, id), name)
        })
    });
    for (file, reference, lang, to, title) in of_speeches.chain(of_entities) {
        match redirect_path(&reference.id) {
            Some(path) => pages.push(Page {
                route: graph.file_route(&path),
                lang,
                subject: Subject::Redirect(to, title),
            }),
            None => {
                let diagnostic = Diagnostic::new(
                    Code::BadRedirect,
                    format!("`{}` cannot be redirected", reference.id),
                );
                let diagnostic = diagnostic.at(Span::new(file, reference.span.clone()), "");
                diagnostics.push(diagnostic.hint(
                    "write a path within the site that ends in `.html` or `/`: `/old/page.html`",
                ));
            }
        }
    }
    pages
}

/// The language in whose folder an old address lies; the default one if it lies in none.
fn language_of(graph: &Graph, old: &str) -> LangIndex {
    let folder = old.trim_start_matches('/').split('/').next().unwrap_or_default();
    graph
        .config
        .languages
        .iter()
        .skip(1)
        .position(|lang| lang.tag() == folder)
        .map_or(0, |index| index + 1)
}

/// The file of an old address: within the site, without tricks.
fn redirect_path(old: &str) -> Option<String> {
    let path = old.trim_start_matches('/');
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let is_part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.starts_with('.')
            && !part.contains(['\\', ':', '?', '#', '%', '<', '>', '"', '|', '*'])
    };
    (path.ends_with(".html") && path.split('/').all(is_part) && !path.contains(char::is_control))
        .then_some(path)
}

impl Pages {
    /// The pages, by address.
    #[must_use]
    pub(crate) fn list(&self) -> &[Page] {
        &self.list
    }

    /// Whether some template shows maps, for which the land is published.
    #[must_use]
    pub(crate) fn has_maps(&self, graph: &Graph) -> bool {
        self.words.contains("map")
            && graph.corpus.entities.iter().any(|entity| entity.coordinates.is_some())
    }

    fn list_pages(&self, graph: &Graph, lang: LangIndex, list: &mut Vec<Page>) {
        list.push(Page { route: graph.home_route(lang), lang, subject: Subject::Home });
        list.push(Page { route: graph.not_found_route(lang), lang, subject: Subject::NotFound });
        list.push(Page { route: graph.search_route(lang), lang, subject: Subject::Search });
        list.push(Page { route: graph.data_route(lang), lang, subject: Subject::Data });
        for (facet, speeches) in &self.shelves[lang] {
            for number in 1..=speeches.len().div_ceil(graph.config.speeches_per_page).max(1) {
                list.push(Page {
                    route: graph.list_route(lang, facet, number),
                    lang,
                    subject: Subject::List(facet.clone(), number),
                });
            }
        }
        for (index, page) in graph.corpus.about.iter().enumerate() {
            if graph.config.languages[lang] == page.lang {
                list.push(Page {
                    route: graph.about_route(lang),
                    lang,
                    subject: Subject::About(index),
                });
            }
        }
    }

    fn entity_pages(&self, graph: &Graph, lang: LangIndex, list: &mut Vec<Page>) {
        for (kind, _) in graph.config.kinds.iter() {
            for order in IndexOrder::ALL {
                for number in 1..=self.index_pages(lang, kind, order) {
                    let route = graph.kind_route(lang, kind, order, number);
                    list.push(Page { route, lang, subject: Subject::Kind(kind, order, number) });
                }
            }
        }
        for (id, _) in graph.corpus.entities() {
            list.push(Page {
                route: graph.entity_route(lang, id),
                lang,
                subject: Subject::Entity(id, None),
            });
            for (year, part) in kwic::year_pages(graph, lang, id) {
                let route = graph.entity_year_route(lang, id, year, part);
                list.push(Page { route, lang, subject: Subject::Entity(id, Some((year, part))) });
            }
        }
    }

    /// Reports addresses that two pages claim, and leaves the first.
    fn check_routes(&mut self, graph: &Graph, diagnostics: &mut Diagnostics) {
        let mut claims: BTreeMap<String, &Page> = BTreeMap::new();
        for page in &self.list {
            let address = page.route.path().to_lowercase();
            if let Some(other) = claims.get(&address) {
                diagnostics.push(self.clash(graph, page, other));
            } else {
                claims.insert(address, page);
            }
        }
        self.list.dedup_by(|later, first| later.route == first.route);
    }

    fn clash(&self, graph: &Graph, page: &Page, other: &Page) -> Diagnostic {
        let (path, other_path) = (page.route.path(), other.route.path());
        let message = if path == other_path {
            format!("two pages claim `{path}`")
        } else {
            format!("two pages claim `{path}` and `{other_path}`, which case alone tells apart")
        };
        let mut diagnostic = Diagnostic::new(Code::RouteClash, message);
        for (claim, word) in [(page, "this one"), (other, "and this one")] {
            if let Some(place) = self.place_of(graph, claim) {
                diagnostic = diagnostic.at(place, word);
            }
        }
        if diagnostic.labels.len() == 2 {
            diagnostic.hint("rename one of them")
        } else {
            diagnostic.hint("the site makes the other page by itself: rename this one")
        }
    }

    /// Where the author claims the address of a page; none for pages that the site makes by itself.
    pub(crate) fn place_of(&self, graph: &Graph, page: &Page) -> Option<Span> {
        let whole = |file: FileId| Some(Span::new(file, 0..0));
        match &page.subject {
            Subject::Speech(id) | Subject::Parallel(id, _) => whole(graph.corpus.speech(*id).file),
            Subject::Entity(id, _) => whole(graph.corpus.entity(*id).file),
            Subject::About(index) => whole(graph.corpus.about[*index].file),
            Subject::Redirect(to, _) => {
                let speeches = graph
                    .corpus
                    .speeches()
                    .filter(|(id, _)| graph.speech_route(*id) == *to)
                    .map(|(_, speech)| (speech.file, &speech.redirects));
                let entities = graph
                    .corpus
                    .entities()
                    .filter(|(id, _)| graph.entity_route(0, *id) == *to)
                    .map(|(_, entity)| (entity.file, &entity.redirects));
                let leads_here = |old: &&Reference| {
                    redirect_path(&old.id).is_some_and(|path| graph.file_route(&path) == page.route)
                };
                speeches.chain(entities).find_map(|(file, redirects)| {
                    redirects.iter().find(leads_here).map(|old| Span::new(file, old.span.clone()))
                })
            }
            Subject::Home
            | Subject::List(..)
            | Subject::Kind(..)
            | Subject::Search
            | Subject::Data
            | Subject::NotFound => None,
        }
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
        let desk = common::Desk {
            pages: self,
            graph,
            sources,
            strings: &strings[page.lang],
            page,
            lang: page.lang,
        };
        let (mut head, view) = match &page.subject {
            Subject::Home => desk.home(),
            Subject::Speech(id) => desk.speech(*id),
            Subject::List(facet, number) => desk.list(facet, *number),
            Subject::Parallel(left, right) => desk.parallel(*left, *right),
            Subject::Kind(kind, order, number) => desk.kind_index(*kind, *order, *number),
            Subject::Entity(id, year) => desk.entity(*id, *year),
            Subject::Search => desk.search(),
            Subject::Data => desk.data(),
            Subject::About(index) => desk.about(*index),
            Subject::Redirect(to, title) => (
                desk.head(title, ""),
                View::Redirect(RedirectView { to: page.route.href(to), title: title.clone() }),
            ),
            Subject::NotFound => desk.not_found(),
        };
        head.template = page.subject.template().trim_end_matches(".html");
        (head, view)
    }
}

#[cfg(test)]
mod tests {
    use super::redirect_path;

    #[test]
    fn an_old_address_stays_in_the_site() {
        assert_eq!(redirect_path("/old/page.html").as_deref(), Some("old/page.html"));
        assert_eq!(redirect_path("old/").as_deref(), Some("old/index.html"));
        for bad in
            ["../x.html", "/a/../../x.html", "x.php", "a//b.html", "c:\\x.html", ".git/x.html", ""]
        {
            assert_eq!(redirect_path(bad), None, "{bad}");
        }
    }
}
