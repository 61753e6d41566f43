//! Old addresses of speeches and entities → the pages there, which lead on, and the lists of them
//! that servers read.
//!
//! Old addresses are those that an author writes under `redirects`, those that the locks know, with
//! the page of an entity the pages that belong to it, and those of all pages while the site had
//! other languages.
//!
//! Long because whatever way an address became an old one, it is made into the same kind of page.
//!
//! **Invariant:** an old address is within the site; any other is told and has no page.

use super::{Page, Pages, Subject};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::percent;
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{EntityId, Reference, Speech, SpeechId};
use crate::reading::graph::{Graph, LangIndex, Route, SpeechAnchors, address_key};
use std::collections::{BTreeMap, BTreeSet};

/// Where an old address leads.
#[derive(Clone)]
struct Target {
    lang: LangIndex,
    route: Route,
    title: String,
}

/// The pages of all old addresses, speeches first; `pages` are the pages of the site itself.
pub(super) fn pages(graph: &Graph, pages: &[Page], diagnostics: &mut Diagnostics) -> Vec<Page> {
    let mut old_pages = Vec::new();

    for (id, speech) in graph.corpus.speeches() {
        let target = target_of(graph, speech);
        let anchors = graph.anchors(id);
        old_pages.extend(of_speech(graph, speech, anchors, &target, diagnostics));
    }
    for (speech, anchors) in graph.withdrawn() {
        let target = target_of(graph, speech);
        old_pages.extend(of_speech(graph, speech, anchors, &target, diagnostics));
    }
    for (id, entity) in graph.corpus.entities() {
        for old in &entity.redirects {
            let lang = language_of(graph, &old.id);
            let target = Target {
                lang,
                route: graph.entity_route(lang, id),
                title: entity.name.text(&graph.config.languages[lang]).to_owned(),
            };
            old_pages.extend(written(graph, entity.file, old, target, diagnostics));
        }
    }
    // Those that were in the folder of each language, also of one that the site had then.
    let mut in_folders = of_entities(graph, &old_pages);
    in_folders.extend(belongings(graph, pages));
    let parallels = parallels(graph);
    let moved = of_other_languages(graph, pages, &in_folders, &parallels, &old_pages);
    old_pages.extend(parallels.into_iter().map(|(_, page)| page));
    old_pages.extend(in_folders);
    old_pages.extend(moved);
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
                let title = title_of(graph, lang, id);
                let target = Target { lang, route: graph.entity_route(lang, id), title };
                pages.push(leading(old, target, Some(Span::new(entity.file, 0..0))));
            }
        }
    }
    pages
}

/// The pages at the addresses that they had while the site had other languages, or another default
/// one. Speeches are not among them: their locks know where each was.
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

    let of_parallels = parallels.iter().map(|(_, page)| page);
    let all = pages.iter().chain(in_folders).chain(old_pages).chain(of_parallels);
    let mut taken: BTreeSet<String> = all.map(|page| address_key(page.route.path())).collect();
    let mut moved = Vec::new();
    let shown = |page: &Page| match &page.subject {
        Subject::Parallel(left, _) => {
            graph.former_folders_of_texts(&graph.corpus.speech(*left).lang)
        }
        _ => graph.former_folders(page.lang),
    };
    let mut all: Vec<(Vec<String>, &Page)> =
        pages.iter().chain(in_folders).map(|page| (shown(page), page)).collect();
    for (lang, page) in parallels {
        all.push((graph.former_folders_of_texts(lang), page));
    }
    for (folders, page) in all {
        let (route, title) = match &page.subject {
            Subject::Speech(_) | Subject::Withdrawn(_) | Subject::NotFound => continue,
            Subject::Redirect(route, title) => (route, title.clone()),
            Subject::Entity(entity, _) => (&page.route, title_of(graph, page.lang, *entity)),
            Subject::Own(index) => (&page.route, graph.corpus.pages[*index].title.clone()),
            _ => {
                let title = graph.config.title.text(&graph.config.languages[page.lang]);
                (&page.route, title.to_owned())
            }
        };
        for folder in folders {
            let within = graph.within_language(page.lang, &page.route);
            let old = graph.file_route(&format!("{folder}{within}"));
            if taken.insert(address_key(old.path())) {
                let (lang, route) = (page.lang, route.clone());
                let target = Target { lang, route, title: title.clone() };
                moved.push(leading(old, target, None));
            }
        }
    }
    moved
}

fn target_of(graph: &Graph, speech: &Speech) -> Target {
    Target {
        lang: graph.interface_in(&speech.lang),
        route: graph.page_of(speech),
        title: speech.title.clone(),
    }
}

fn of_speech(
    graph: &Graph,
    speech: &Speech,
    anchors: &SpeechAnchors,
    target: &Target,
    diagnostics: &mut Diagnostics,
) -> Vec<Page> {
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

/// A version that a speech had under an id, published still or withdrawn.
struct Version<'g> {
    speech: &'g Speech,
    /// None of a speech that was withdrawn.
    published: Option<SpeechId>,
}

/// The pages that showed two versions side by side, under an id that one of them has no longer, or
/// of which one was withdrawn. Where the two are still one speech, the page leads to the two side by
/// side, else to the version on its left. Each with the language of that one.
fn parallels(graph: &Graph) -> Vec<(Lang, Page)> {
    let mut pages = Vec::new();
    // Another speech may have the id now; what was there before it stays.
    let mut seen = BTreeSet::new();
    for (id, versions) in versions_by_id(graph) {
        for left in &versions {
            for right in &versions {
                let is_pair = left.speech.lang != right.speech.lang;
                let is_there =
                    |version: &Version<'_>| version.published.is_some() && version.speech.id == id;
                if !is_pair || (is_there(left) && is_there(right)) {
                    continue;
                }

                let mut target = target_of(graph, left.speech);
                if let (Some(left), Some(right)) = (left.published, right.published)
                    && graph.work_id_of(left) == graph.work_id_of(right)
                {
                    target.route = graph.parallel_route(left, right);
                }
                let old = graph.parallel_named(id, &left.speech.lang, &right.speech.lang);
                if !seen.insert(old.clone()) {
                    continue;
                }
                let page = leading(old, target, Some(Span::new(left.speech.file, 0..0)));
                pages.push((left.speech.lang.clone(), page));
            }
        }
    }
    pages
}

/// The versions that each id has or had, of ids that were left by one of them.
fn versions_by_id(graph: &Graph) -> BTreeMap<&str, Vec<Version<'_>>> {
    let published =
        graph.corpus.speeches().map(|(id, speech)| (speech, graph.anchors(id), Some(id)));
    let withdrawn = graph.withdrawn().map(|(speech, anchors)| (speech, anchors, None));

    let mut versions: BTreeMap<&str, Vec<Version<'_>>> = BTreeMap::new();
    let mut left: BTreeSet<&str> = BTreeSet::new();
    for (speech, anchors, published) in published.chain(withdrawn) {
        let former = anchors.former_names.iter().filter_map(|name| {
            let id = name.strip_suffix(speech.lang.tag())?.strip_suffix('.')?;
            (id != speech.id).then_some(id)
        });
        for id in former {
            left.insert(id);
            versions.entry(id).or_default().push(Version { speech, published });
        }
        // One that was never published had no page beside another.
        if published.is_none() && !anchors.gone.is_empty() {
            left.insert(&speech.id);
        }
        if published.is_some() || !anchors.gone.is_empty() {
            versions.entry(&speech.id).or_default().push(Version { speech, published });
        }
    }
    versions.retain(|id, _| left.contains(id));
    versions
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

fn title_of(graph: &Graph, lang: LangIndex, entity: EntityId) -> String {
    graph.corpus.entity(entity).name.text(&graph.config.languages[lang]).to_owned()
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

/// The page at an old address that an author wrote.
fn written(
    graph: &Graph,
    file: FileId,
    old: &Reference,
    target: Target,
    diagnostics: &mut Diagnostics,
) -> Option<Page> {
    let claim = Span::new(file, old.span.clone());
    let Some(path) = path_of(&old.id).filter(|_| !old.id.contains(['／', '．'])) else {
        let message = say!("`{id}` cannot be redirected", id = old.id);
        let narrow = old.id.replace('／', "/").replace('．', ".");
        let hint = match path_of(&narrow) {
            Some(_) => say!("write `{narrow}`", narrow),
            None => {
                "write a path within the site that ends in `.html` or `/`: `/old/page.html`".into()
            }
        };
        diagnostics.push(Diagnostic::new(Code::BadRedirect, message).at(claim, "").hint(hint));
        return None;
    };
    Some(leading(graph.file_route(&path), target, Some(claim)))
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

/// The file at an old address: within the site, without tricks.
fn path_of(old: &str) -> Option<String> {
    let path = old.trim_start_matches('/');
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };

    // What means something else in an address, or cannot be a file's name on Windows.
    const FORBIDDEN: [char; 11] = ['\\', ':', '?', '#', '%', '<', '>', '"', '|', '*', '\0'];
    let is_part = |part: &str| {
        // A leading dot also covers `.`, `..` and hidden folders such as `.git`.
        !part.is_empty() && !part.starts_with('.') && !part.contains(FORBIDDEN)
    };
    let is_fine =
        path.ends_with(".html") && path.split('/').all(is_part) && !path.contains(char::is_control);
    is_fine.then_some(path)
}

/// A list of the redirects for servers, which answer with one instead of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerList {
    /// `_redirects`, as Netlify and Cloudflare Pages read it: `/old.html /new.html 301`.
    Hosts,
    /// `redirects.map`, to be included in a `map $uri $new { … }` of nginx: `"/old.html"
    /// "/new.html";`.
    Nginx,
}

impl ServerList {
    pub(crate) const ALL: [ServerList; 2] = [ServerList::Hosts, ServerList::Nginx];

    /// Where it is published.
    pub(crate) fn path(self) -> &'static str {
        match self {
            ServerList::Hosts => "_redirects",
            ServerList::Nginx => "redirects.map",
        }
    }

    pub(crate) fn text(self, graph: &Graph, pages: &Pages) -> String {
        let folder = graph.config.base_url.as_deref().map_or("/", folder_of);
        let mut text = String::new();
        for page in pages.list() {
            if let Subject::Redirect(to, _) = &page.subject {
                for old in asked_as(page.route.path()) {
                    text += &self.line(folder, old, to.path());
                }
            }
        }
        text
    }

    fn line(self, folder: &str, old: &str, new: &str) -> String {
        let new = sent(new);
        match self {
            // Hosts compare addresses as they are sent.
            ServerList::Hosts => format!("{folder}{} {folder}{new} 301\n", sent(old)),
            // nginx compares `$uri`, in which nothing is escaped.
            ServerList::Nginx => format!("\"{folder}{old}\" \"{folder}{new}\";\n"),
        }
    }
}

/// The paths by which readers ask for an old page: that of a folder's page is the folder, too.
fn asked_as(old: &str) -> impl Iterator<Item = &str> {
    let folder = old.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
    folder.into_iter().chain([old])
}

/// A path as it is sent in a request.
fn sent(path: &str) -> String {
    percent::encode(path, |c| !c.is_ascii_alphanumeric() && !"-._~/!$&'()*+,;=:@".contains(c))
}

/// The folder of a site at `base_url`, which ends in `/`: `/talks/` of `https://example.org/talks/`.
pub(super) fn folder_of(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + "://".len());
    base_url[host..].find('/').map_or("/", |at| &base_url[host + at..])
}

#[cfg(test)]
mod tests {
    use super::{ServerList, asked_as, folder_of, path_of};

    #[test]
    fn an_old_address_stays_in_the_site() {
        assert_eq!(path_of("/old/page.html").as_deref(), Some("old/page.html"));
        assert_eq!(path_of("old/").as_deref(), Some("old/index.html"));
        for bad in
            ["../x.html", "/a/../../x.html", "x.php", "a//b.html", "c:\\x.html", ".git/x.html", ""]
        {
            assert_eq!(path_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_old_folder_is_listed_as_readers_ask_for_it() {
        assert_eq!(asked_as("old/index.html").collect::<Vec<_>>(), ["old/", "old/index.html"]);
        assert_eq!(asked_as("old/myindex.html").collect::<Vec<_>>(), ["old/myindex.html"]);
        assert_eq!(
            ServerList::Hosts.line("/talks/", "a b/", "c.html"),
            "/talks/a%20b/ /talks/c.html 301\n"
        );
        assert_eq!(
            ServerList::Nginx.line("/talks/", "a b/", "王.html"),
            "\"/talks/a b/\" \"/talks/%E7%8E%8B.html\";\n"
        );
    }

    #[test]
    fn a_site_s_folder_is_behind_its_host() {
        assert_eq!(folder_of("https://example.org/"), "/");
        assert_eq!(folder_of("https://example.org/a/b/"), "/a/b/");
    }
}
