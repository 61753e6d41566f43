//! Old addresses of speeches, entities and pages of the site's own → the pages there, which lead on.
//!
//! Old addresses are those that an author writes under `redirects`, those that the locks know, with
//! the page of an entity the pages that belong to it, and those of all pages while the site had
//! other languages.
//!
//! **Invariant:** an old address is within the site; any other is told and has no page.

mod parallels;

use super::{Page, Subject};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{EntityId, Page as OwnPage, Reference, Speech};
use crate::reading::graph::{Graph, LangIndex, Route, SpeechAnchors, address_key, file_at};
use parallels::parallels;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Where an old address leads.
#[derive(Clone)]
struct Target {
    lang: LangIndex,
    route: Route,
    title: String,
}

/// The pages of all old addresses; `pages` are the pages of the site itself.
pub(super) fn pages(graph: &Graph, pages: &[Page], diagnostics: &mut Diagnostics) -> Vec<Page> {
    let mut old_pages = Vec::new();

    for (id, speech) in graph.corpus.speeches() {
        old_pages.extend(of_speech(graph, speech, graph.anchors(id), diagnostics));
    }
    for (speech, anchors) in graph.withdrawn() {
        old_pages.extend(of_speech(graph, speech, anchors, diagnostics));
    }
    for (id, entity) in graph.corpus.entities() {
        for old in &entity.redirects {
            let target = target_of_entity(graph, language_of(graph, &old.id), id);
            old_pages.extend(written(graph, entity.file, old, target, diagnostics));
        }
    }
    let own = of_own(graph, &old_pages, diagnostics);
    old_pages.extend(own);

    // Those that were in the folder of each language, also of one that the site had then.
    let mut in_folders = of_entities(graph, &old_pages);
    in_folders.extend(belongings(graph, pages));
    let there: FxHashSet<&Route> = pages.iter().map(|page| &page.route).collect();
    let parallels = parallels(graph, &there);
    let moved = of_other_languages(graph, pages, &in_folders, &parallels, &old_pages);
    old_pages.extend(parallels.into_iter().map(|(_, page)| page));
    old_pages.extend(in_folders);
    old_pages.extend(moved);

    // A theme may have no pages of some kind; what was there leads nowhere then.
    old_pages
        .retain(|page| matches!(&page.subject, Subject::Redirect(to, _) if there.contains(to)));
    old_pages
}

/// The pages that entities had before, by the locks; those that their files name are there already.
fn of_entities(graph: &Graph, written: &[Page]) -> Vec<Page> {
    let written: BTreeSet<&Route> = written.iter().map(|page| &page.route).collect();
    let mut pages = Vec::new();
    for (id, entity) in graph.corpus.entities() {
        for stem in graph.kept_stems(id) {
            for lang in 0..graph.config.languages.len() {
                let old = graph.language_file_route(lang, &format!("{stem}.html"));
                if written.contains(&old) {
                    continue;
                }
                let claim = Some(Span::new(entity.file, 0..0));
                pages.push(leading(old, target_of_entity(graph, lang, id), claim));
            }
        }
    }
    pages
}

/// The pages at the addresses that they had while the site had other languages, or another default
/// one. Speeches and the site's own pages are not among them: their locks know where each was.
fn of_other_languages(
    graph: &Graph,
    pages: &[Page],
    in_folders: &[Page],
    parallels: &[(Lang, Page)],
    old_pages: &[Page],
) -> Vec<Page> {
    if graph.former_languages.is_empty() {
        return Vec::new();
    }

    let mut former = Vec::new();
    for page in pages.iter().chain(in_folders) {
        let folders = match &page.subject {
            Subject::Parallel(left, _) => {
                graph.former_folders_of_texts(&graph.corpus.speech(*left).lang)
            }
            _ => graph.former_folders(page.lang),
        };
        former.push(Former { page, folders });
    }
    for (lang, page) in parallels {
        former.push(Former { page, folders: graph.former_folders_of_texts(lang) });
    }

    // Nothing is taken from what is there, nor from what leads on already.
    let there = former.iter().map(|of| of.page).chain(old_pages);
    let mut taken: BTreeSet<String> =
        there.map(|page| address_key(page.route.path()).into_owned()).collect();
    let mut moved = Vec::new();
    for Former { page, folders } in former {
        let Some(target) = target_of_moved(graph, page) else {
            continue;
        };
        let within = graph.within_language(page.lang, &page.route);
        for folder in folders {
            let old = graph.file_route(&format!("{folder}{within}"));
            if taken.insert(address_key(old.path()).into_owned()) {
                moved.push(leading(old, target.clone(), None));
            }
        }
    }
    moved
}

/// A page, and the folders of languages in which it was.
struct Former<'p> {
    page: &'p Page,
    folders: Vec<String>,
}

/// Where the old addresses of a page lead that was in another folder; none of a page whose lock knows
/// where it was.
fn target_of_moved(graph: &Graph, page: &Page) -> Option<Target> {
    let (route, title) = match &page.subject {
        Subject::Speech(_) | Subject::Withdrawn(_) | Subject::Own(_) | Subject::NotFound => {
            return None;
        }
        Subject::Redirect(route, title) => (route, title.clone()),
        Subject::Entity(entity, _) => (&page.route, title_of(graph, page.lang, *entity)),
        _ => {
            let title = graph.config.title.text(&graph.config.languages[page.lang]);
            (&page.route, title.to_owned())
        }
    };
    Some(Target { lang: page.lang, route: route.clone(), title })
}

/// The pages where pages of the site's own were; those that a file names are not made twice.
fn of_own(graph: &Graph, of_others: &[Page], diagnostics: &mut Diagnostics) -> Vec<Page> {
    let targets: Vec<Target> =
        graph.corpus.pages.iter().map(|page| target_of_page(graph, page)).collect();

    let mut pages = Vec::new();
    for (page, target) in graph.corpus.pages.iter().zip(&targets) {
        for old in &page.redirects {
            pages.extend(written(graph, page.file, old, target.clone(), diagnostics));
        }
    }
    let written: BTreeSet<Route> =
        of_others.iter().chain(&pages).map(|page| page.route.clone()).collect();
    for (index, target) in targets.into_iter().enumerate() {
        let claim = Some(Span::new(graph.corpus.pages[index].file, 0..0));
        for address in graph.former_own(index) {
            let old = graph.file_route(address);
            if !written.contains(&old) {
                pages.push(leading(old, target.clone(), claim.clone()));
            }
        }
    }
    pages
}

fn target_of_page(graph: &Graph, page: &OwnPage) -> Target {
    let lang = graph.interface_in(&page.lang);
    let route = if page.is_home() { graph.home_route(lang) } else { graph.own_route(page) };
    Target { lang, route, title: page.title.clone() }
}

fn target_of(graph: &Graph, speech: &Speech) -> Target {
    Target {
        lang: graph.interface_in(&speech.lang),
        route: graph.page_of(speech),
        title: speech.title.clone(),
    }
}

fn target_of_entity(graph: &Graph, lang: LangIndex, entity: EntityId) -> Target {
    let route = graph.entity_route(lang, entity);
    Target { lang, route, title: title_of(graph, lang, entity) }
}

fn title_of(graph: &Graph, lang: LangIndex, entity: EntityId) -> String {
    graph.corpus.entity(entity).name.text(&graph.config.languages[lang]).to_owned()
}

/// The pages where a speech was before.
fn of_speech(
    graph: &Graph,
    speech: &Speech,
    anchors: &SpeechAnchors,
    diagnostics: &mut Diagnostics,
) -> Vec<Page> {
    // Most were nowhere else, and nothing has to lead to them.
    if speech.redirects.is_empty() && anchors.former_pages.is_empty() {
        return Vec::new();
    }
    let target = target_of(graph, speech);
    let mut pages = Vec::new();
    for old in &speech.redirects {
        pages.extend(written(graph, speech.file, old, target.clone(), diagnostics));
    }
    for page in &anchors.former_pages {
        let claim = Some(Span::new(speech.file, 0..0));
        pages.push(leading(graph.file_route(page), target.clone(), claim));
    }
    pages
}

/// What lies at the old ids of entities beside their pages: mentions by year, and the lists of
/// speeches that they gave, that were given there or belong to them.
fn belongings(graph: &Graph, pages: &[Page]) -> Vec<Page> {
    let mut old_pages = Vec::new();
    for page in pages {
        let entity = match &page.subject {
            Subject::Entity(entity, Some(_)) => Some(*entity),
            Subject::List(facet, _) => facet.entity(),
            _ => None,
        };
        let Some(entity) = entity else {
            continue;
        };
        let now = graph.stem(entity);
        for stem in graph.former_stems(entity) {
            let title = title_of(graph, page.lang, entity);
            let target = Target { lang: page.lang, route: page.route.clone(), title };
            let old = with_stem(graph, &page.route, &now, &stem);
            if old != page.route {
                old_pages.push(leading(old, target, None));
            }
        }
    }
    old_pages
}

/// The address of a page that belongs to an entity, as it was when the entity's own page was at
/// another one: mentions by year are below it, lists of speeches have the id alone.
fn with_stem(graph: &Graph, route: &Route, now: &str, old: &str) -> Route {
    let path = format!("/{}", route.path());
    let id = |stem: &str| stem.rsplit('/').next().unwrap_or_default().to_owned();
    let parts = [
        (format!("/{now}/"), format!("/{old}/")),
        (format!("/{}.", id(now)), format!("/{}.", id(old))),
    ];
    for (part, old_part) in parts {
        if path.contains(&part) {
            return graph.file_route(&path.replacen(&part, &old_part, 1));
        }
    }
    route.clone()
}

/// The page at an old address that an author wrote; none where it is the page's own, which says that
/// no other that was there before has it.
fn written(
    graph: &Graph,
    file: FileId,
    old: &Reference,
    target: Target,
    diagnostics: &mut Diagnostics,
) -> Option<Page> {
    let claim = Span::new(file, old.span.clone());
    let Some(path) = file_at(&old.id).filter(|_| !old.id.contains(['／', '．'])) else {
        let message = say!("`{id}` cannot be redirected", id = old.id);
        let narrow = old.id.replace('／', "/").replace('．', ".");
        let hint = match file_at(&narrow) {
            Some(_) => say!("write `{narrow}`", narrow),
            None => {
                "write a path within the site that ends in `.html` or `/`: `/old/page.html`".into()
            }
        };
        diagnostics.push(Diagnostic::new(Code::BadRedirect, message).at(claim, "").hint(hint));
        return None;
    };
    let route = graph.file_route(&path);
    (route != target.route).then(|| leading(route, target, Some(claim)))
}

fn leading(route: Route, target: Target, claim: Option<Span>) -> Page {
    let subject = Subject::Redirect(target.route, target.title);
    Page { route, lang: target.lang, subject, claim }
}

/// The language in whose folder an old address is; the default one if it is in none.
fn language_of(graph: &Graph, old: &str) -> LangIndex {
    let folder = old.trim_start_matches('/').split('/').next().unwrap_or_default();
    let others = graph.config.languages.iter().skip(1);
    others.zip(1..).find(|(lang, _)| lang.tag() == folder).map_or(0, |(_, index)| index)
}
