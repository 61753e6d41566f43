//! Graph → the complete list of pages, and the lists of speeches and entities that they show parts
//! of.
//!
//! **Invariant:** no two pages claim one address, not even where only case tells them apart; of two
//! the first is kept, and both are told.

use super::indexes::{self, Indexes};
use super::{Lists, Page, Pages, Subject, kwic, lists, own_words, redirects, series};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, IndexOrder, LangIndex, ListFacet, Route, address_key};
use crate::site::capabilities::Capabilities;
use crate::site::html::Renditions;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

/// Lists every page of the site and reports addresses that two claim.
#[must_use]
pub(crate) fn lay_out(
    graph: &Graph,
    capabilities: &Capabilities,
    diagnostics: &mut Diagnostics,
) -> Pages {
    let lists = lists(graph, capabilities);

    let mut pages = Vec::new();
    for lang in 0..graph.config.languages.len() {
        pages.extend(standing_pages(graph, lang));
        pages.extend(list_pages(graph, lang, &lists));
        pages.extend(own_pages(graph, lang));
        pages.extend(index_pages(graph, lang, &lists));
        pages.extend(entity_pages(graph, lang, &lists));
    }
    pages.extend(speech_pages(graph));
    pages.extend(parallel_pages(graph));
    pages.extend(withdrawn_pages(graph));
    tell_unshown(graph, &pages, capabilities, diagnostics);
    pages.retain(|page| capabilities.has_pages(page.subject.template()));
    let old_pages = redirects::pages(graph, &pages, diagnostics);
    if capabilities.has_pages("redirect.html") {
        pages.extend(old_pages);
    }
    pages.sort_by(|a, b| a.route.cmp(&b.route));
    report_clashes(&pages, diagnostics);
    pages.dedup_by(|later, first| later.route == first.route);

    Pages {
        lists,
        list: pages,
        capabilities: capabilities.clone(),
        files: Vec::new(),
        renditions: Renditions::default(),
    }
}

fn lists(graph: &Graph, capabilities: &Capabilities) -> Lists {
    let n_languages = graph.config.languages.len();
    let mut all = Lists {
        speeches: Vec::with_capacity(n_languages),
        facets: Vec::with_capacity(n_languages),
        ranked: Vec::with_capacity(n_languages),
        voices: Vec::with_capacity(n_languages),
        cuts: Vec::with_capacity(n_languages),
        series: Vec::with_capacity(n_languages),
        indexes: Indexes::new(),
    };
    let languages: Vec<LangIndex> = (0..n_languages).collect();
    let found = languages.par_iter().map(|lang| lists_of_language(graph, *lang, capabilities));
    for of_language in found.collect::<Vec<_>>() {
        all.speeches.push(of_language.speeches);
        all.facets.push(of_language.facets);
        all.ranked.push(of_language.ranked);
        all.voices.push(of_language.voices);
        all.cuts.push(of_language.cuts);
        all.series.push(of_language.series);
        all.indexes.extend(of_language.indexes);
    }
    all
}

/// What [`Lists`] has of one language.
struct OfLanguage {
    speeches: BTreeMap<ListFacet, Vec<SpeechId>>,
    facets: lists::Facets,
    ranked: Vec<Vec<EntityId>>,
    voices: own_words::Voices,
    cuts: BTreeMap<EntityId, Vec<kwic::Cut>>,
    series: series::InOrder,
    indexes: Indexes,
}

fn lists_of_language(graph: &Graph, lang: LangIndex, capabilities: &Capabilities) -> OfLanguage {
    let ranked = lists::ranked(graph, lang);
    let speeches = speeches_by_facet(graph, lang, capabilities);

    OfLanguage {
        facets: lists::facets(&speeches),
        speeches,
        indexes: match capabilities.shows("orders") {
            true => indexes::indexes(graph, lang, &ranked),
            false => Indexes::new(),
        },
        ranked,
        voices: match capabilities.shows("own_words") {
            true => own_words::voices(graph, lang),
            false => own_words::Voices::new(),
        },
        cuts: mentions_by_year(graph, lang),
        series: series::in_order(graph, lang),
    }
}

fn mentions_by_year(graph: &Graph, lang: LangIndex) -> BTreeMap<EntityId, Vec<kwic::Cut>> {
    let entities: Vec<EntityId> = graph.corpus.entities().map(|(id, _)| id).collect();
    let cuts = entities.par_iter().map(|id| (*id, kwic::cuts(graph, lang, *id)));
    cuts.filter(|(_, cuts)| !cuts.is_empty()).collect()
}

fn speeches_by_facet(
    graph: &Graph,
    lang: LangIndex,
    capabilities: &Capabilities,
) -> BTreeMap<ListFacet, Vec<SpeechId>> {
    let has_lists = |facet: &ListFacet| {
        *facet == ListFacet::All || capabilities.facets.iter().any(|known| known == facet.word())
    };
    let mut lists = BTreeMap::from([(ListFacet::All, Vec::new())]);

    for id in &graph.edition(lang).versions {
        let speech = graph.corpus.speech(*id);
        let mut facets = vec![ListFacet::All, ListFacet::Year(speech.date.year())];
        facets.extend(graph.speakers_of(*id).into_iter().map(ListFacet::Speaker));
        facets.extend(graph.entity_named(speech.location.as_ref()).map(ListFacet::Place));
        facets.extend(graph.event_of(*id).map(ListFacet::Event));
        facets.extend(graph.series_of(*id).into_iter().map(ListFacet::Series));
        facets.extend(graph.topics_of(*id).into_iter().map(ListFacet::Topic));
        if !speech.speech_type.is_empty() {
            facets.push(ListFacet::Type(speech.speech_type));
        }
        for version in &graph.work_of(*id).versions {
            let tag = graph.corpus.speech(*version).lang.tag();
            facets.push(ListFacet::Language(tag.to_owned()));
        }

        for facet in facets.into_iter().filter(has_lists) {
            lists.entry(facet).or_default().push(*id);
        }
    }
    lists
}

/// A page that the site makes by itself.
fn own(route: Route, lang: LangIndex, subject: Subject) -> Page {
    Page { route, lang, subject, claim: None }
}

/// A page that a file of the content asks for.
fn of_file(route: Route, lang: LangIndex, subject: Subject, file: FileId) -> Page {
    Page { route, lang, subject, claim: Some(Span::new(file, 0..0)) }
}

fn standing_pages(graph: &Graph, lang: LangIndex) -> [Page; 4] {
    [
        own(graph.home_route(lang), lang, Subject::Home),
        own(graph.not_found_route(lang), lang, Subject::NotFound),
        own(graph.search_route(lang), lang, Subject::Search),
        own(graph.data_route(lang), lang, Subject::Data),
    ]
}

fn list_pages(graph: &Graph, lang: LangIndex, lists: &Lists) -> Vec<Page> {
    let mut pages = Vec::new();
    for (facet, speeches) in &lists.speeches[lang] {
        // An empty list has a page, which says so.
        let n_pages = speeches.len().div_ceil(graph.config.speeches_per_page).max(1);
        for number in 1..=n_pages {
            let route = graph.list_route(lang, facet, number);
            pages.push(own(route, lang, Subject::List(facet.clone(), number)));
        }
    }
    pages
}

/// The site's own pages, but for the text of the home page.
fn own_pages(graph: &Graph, lang: LangIndex) -> Vec<Page> {
    let mut pages = Vec::new();
    for (index, page) in graph.corpus.pages.iter().enumerate() {
        if graph.config.languages[lang] == page.lang && !page.is_home() {
            let route = graph.own_route(page);
            pages.push(of_file(route, lang, Subject::Own(index), page.file));
        }
    }
    pages
}

fn index_pages(graph: &Graph, lang: LangIndex, lists: &Lists) -> Vec<Page> {
    let mut pages = Vec::new();
    for (kind, _) in graph.config.kinds.iter() {
        for order in IndexOrder::ALL {
            for number in 1..=lists.index_pages(lang, kind, order) {
                let route = graph.kind_route(lang, kind, order, number);
                pages.push(own(route, lang, Subject::Kind(kind, order, number)));
            }
        }
    }
    pages
}

fn entity_pages(graph: &Graph, lang: LangIndex, lists: &Lists) -> Vec<Page> {
    let mut pages = Vec::new();
    for (id, entity) in graph.corpus.entities() {
        let route = graph.entity_route(lang, id);
        pages.push(of_file(route, lang, Subject::Entity(id, None), entity.file));

        for cut in lists.cuts[lang].get(&id).into_iter().flatten() {
            let route = graph.entity_year_route(lang, id, cut.year, cut.part);
            let subject = Subject::Entity(id, Some((cut.year, cut.part)));
            pages.push(of_file(route, lang, subject, entity.file));
        }
    }
    pages
}

fn speech_pages(graph: &Graph) -> impl Iterator<Item = Page> + '_ {
    graph.corpus.speeches().map(|(id, speech)| {
        let (route, lang) = (graph.speech_route(id), graph.interface_of(id));
        of_file(route, lang, Subject::Speech(id), speech.file)
    })
}

fn withdrawn_pages(graph: &Graph) -> Vec<Page> {
    let mut pages = Vec::new();
    for (index, (speech, _)) in graph.withdrawn().enumerate() {
        let (route, lang) = (graph.page_of(speech), graph.interface_in(&speech.lang));
        pages.push(of_file(route, lang, Subject::Withdrawn(index), speech.file));
    }
    pages
}

/// A page for each version of a speech beside another, in both orders.
fn parallel_pages(graph: &Graph) -> Vec<Page> {
    let mut pages = Vec::new();
    for (left, speech) in graph.corpus.speeches() {
        for right in graph.set_beside(left) {
            let (route, lang) = (graph.parallel_route(left, right), graph.interface_of(left));
            pages.push(of_file(route, lang, Subject::Parallel(left, right), speech.file));
        }
    }
    pages
}

/// The site's own pages are what somebody wrote, so it is told where a theme would leave them out.
fn tell_unshown(
    graph: &Graph,
    pages: &[Page],
    capabilities: &Capabilities,
    diagnostics: &mut Diagnostics,
) {
    let is_unshown = |page: &&Page| {
        matches!(page.subject, Subject::Own(_)) && !capabilities.has_pages(page.subject.template())
    };
    let unshown: Vec<&Page> = pages.iter().filter(is_unshown).collect();
    let Some(claim) = unshown.first().and_then(|page| page.claim.clone()) else {
        return;
    };
    let theme = &graph.config.theme;
    let message = match unshown.len() {
        1 => {
            say!("the theme `{theme}` has no template for this page, so it is not published", theme)
        }
        n => say!(
            "the theme `{theme}` has no template for this page and others, {n} in all, so they are not published",
            theme,
            n
        ),
    };
    let hint = say!(
        "write `themes/{theme}/templates/about.html`, which shows `view.title` and `view.html`",
        theme
    );
    diagnostics.tell(Code::StrayFile, claim, message, hint);
}

fn report_clashes(pages: &[Page], diagnostics: &mut Diagnostics) {
    let mut claims: FxHashMap<Cow<'_, str>, &Page> = FxHashMap::default();
    claims.reserve(pages.len());
    for page in pages {
        match claims.entry(address_key(page.route.path())) {
            Entry::Occupied(first) => diagnostics.push(clash(page, first.get())),
            Entry::Vacant(claim) => drop(claim.insert(page)),
        }
    }
}

fn clash(page: &Page, other: &Page) -> Diagnostic {
    let (path, other_path) = (page.route.path(), other.route.path());
    if let Some(diagnostic) = taken(page, other).or_else(|| taken(other, page)) {
        return diagnostic;
    }
    let message = if path == other_path {
        say!("two pages claim `{path}`", path)
    } else {
        say!(
            "two pages claim `{path}` and `{other_path}`, which case alone tells apart",
            path,
            other_path
        )
    };

    let mut diagnostic = Diagnostic::new(Code::RouteClash, message);
    for (page, word) in [(page, "this one"), (other, "and this one")] {
        if let Some(claim) = page.claim.clone() {
            diagnostic = diagnostic.at(claim, word);
        }
    }

    let is_written = |page: &Page| is_redirect(page) && !is_of_lock(page);
    if is_written(page) || is_written(other) {
        diagnostic.hint("take it out of `redirects`: another page is at this address")
    } else if diagnostic.labels.len() == 2 {
        diagnostic.hint("rename one of them")
    } else {
        diagnostic.hint("the site makes the other page by itself: rename this one")
    }
}

/// A page that lies where another was, which its lock knows; none if that is not what they are.
fn taken(old: &Page, new: &Page) -> Option<Diagnostic> {
    let (was, is) = (old.claim.clone()?, new.claim.clone()?);
    if !is_redirect(old) || !is_of_lock(old) || is_redirect(new) {
        return None;
    }
    let path = new.route.path();
    let message = say!("`{path}` was the address of another page", path);
    let hint = say!(
        "give the one that is there now another name, so that the old address leads on; if it may have the address for good, write `redirects: [/{path}]` into its file",
        path
    );
    let diagnostic = Diagnostic::new(Code::RouteClash, message);
    Some(diagnostic.at(is, "is there now").at(was, "was there").hint(hint))
}

fn is_redirect(page: &Page) -> bool {
    matches!(page.subject, Subject::Redirect(..))
}

/// Whether the lock of a file knows an address, and the file itself does not name it.
fn is_of_lock(page: &Page) -> bool {
    page.claim.as_ref().is_some_and(|claim| claim.range.is_empty())
}
