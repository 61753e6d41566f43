//! Graph → `sitemap.xml` (<https://www.sitemaps.org/protocol.html>) with every page in its
//! languages; a long one in parts with an index.
//!
//! **Invariant:** the versions of a page are in one part and each names all of them, itself
//! included, so alternates are reciprocal.
//! **Invariant:** a part stays within 50,000 addresses and 50 MB (sitemaps.org “Sitemap index
//! files”). First pages of lists and of entities are listed; what continues them is reached from
//! there. Only texts have a date of change.

use super::xml::Xml;
use super::{Artifact, Exporter, Files, Make, last_change, url};
use crate::base::lang::Lang;
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, IndexOrder, LangIndex, ListFacet, Route};
use crate::reading::kinds::KindId;
use crate::site::capabilities::Capabilities;
use std::ops::Range;
use std::sync::Arc;

/// `sitemap.xml`.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "sitemap",
    summary: "sitemap.xml: every page with its translations, for search engines",
    absolute: true,
    by_default: true,
    kept: None,
    files: Files::Pages(files),
};

/// The name of the sitemap, or of the index of its parts.
pub(super) const FILE: &str = "sitemap.xml";

/// How much one part may hold.
#[derive(Clone, Copy)]
struct Limit {
    /// Pages.
    n_pages: usize,
    /// Addresses, those of alternates among them: what keeps a part under 50 MB where pages have
    /// many translations, at 300 bytes each.
    n_addresses: usize,
}

const LIMIT: Limit = Limit { n_pages: 50_000, n_addresses: 160_000 };

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A page in all its languages.
#[derive(Debug, Clone, Copy)]
pub(super) enum Page {
    Home,
    List,
    Kind(KindId),
    /// A page of the site's own, by the index of one of its versions in the corpus.
    Own(usize),
    Data,
    Entity(EntityId),
    /// Its index in the graph's works.
    Work(usize),
}

impl Page {
    /// The template that makes the page.
    fn template(self) -> &'static str {
        match self {
            Page::Home => "home.html",
            Page::List => "speeches.html",
            Page::Own(_) => "about.html",
            Page::Data => "data.html",
            Page::Kind(_) => "kind.html",
            Page::Work(_) => "speech.html",
            Page::Entity(_) => "entity.html",
        }
    }
}

/// A page in one language.
struct Version<'g> {
    lang: &'g Lang,
    url: String,
    last_change: Option<String>,
    /// Whether it is for readers of any other language.
    is_default: bool,
}

fn files(graph: &Graph, capabilities: &Capabilities) -> Vec<Artifact> {
    let pages: Arc<[Page]> = pages(graph, capabilities).into();
    let parts = parts(graph, &pages, LIMIT);
    let part = |route: Route, part: &Range<usize>| {
        Artifact::new(route, Make::Sitemap(Arc::clone(&pages), part.clone()))
    };

    if let [only] = parts.as_slice() {
        return vec![part(graph.file_route(FILE), only)];
    }
    let index = Artifact::new(graph.file_route(FILE), Make::SitemapIndex(parts.len()));
    let mut files = vec![index];
    for (number, range) in parts.iter().enumerate() {
        files.push(part(part_route(graph, number), range));
    }
    files
}

fn part_route(graph: &Graph, index: usize) -> Route {
    graph.file_route(&format!("sitemap-{}.xml", index + 1))
}

/// All pages that the theme has, in the order of the files.
fn pages(graph: &Graph, capabilities: &Capabilities) -> Vec<Page> {
    let corpus = &graph.corpus;
    // Kinds are few, so this is not a loop over everything in a loop over everything.
    let is_used = |kind: &KindId| corpus.entities.iter().any(|entity| entity.kind == *kind);
    let kinds = graph.config.kinds.iter().map(|(kind, _)| kind).filter(is_used);

    let mut pages = vec![Page::Home, Page::List, Page::Data];
    for (index, page) in corpus.pages.iter().enumerate() {
        let is_first = corpus.pages[..index].iter().all(|before| before.id != page.id);
        pages.extend((is_first && !page.is_home()).then_some(Page::Own(index)));
    }
    pages.extend(kinds.map(Page::Kind));
    pages.extend((0..graph.works.len()).map(Page::Work));
    pages.extend(corpus.entities().map(|(id, _)| Page::Entity(id)));
    pages.retain(|page| capabilities.has_pages(page.template()));
    pages
}

/// The parts of the list of pages, indices half-open.
fn parts(graph: &Graph, pages: &[Page], limit: Limit) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut n_pages, mut n_addresses) = (0, 0);
    for (index, page) in pages.iter().enumerate() {
        let n_versions = n_versions(graph, *page);
        // Each version has its own address and names every version, and perhaps the default once
        // more.
        let addresses = n_versions * if n_versions > 1 { n_versions + 2 } else { 1 };
        n_pages += n_versions;
        n_addresses += addresses;
        match parts.last_mut() {
            Some(part) if n_pages <= limit.n_pages && n_addresses <= limit.n_addresses => {
                part.end = index + 1
            }
            _ => {
                parts.push(index..index + 1);
                (n_pages, n_addresses) = (n_versions, addresses);
            }
        }
    }
    parts
}

fn n_versions(graph: &Graph, page: Page) -> usize {
    match page {
        Page::Work(work) => graph.works[work].versions.len(),
        _ => languages_of(graph, page).len(),
    }
}

/// The interface languages in which a page is that is not of a speech.
fn languages_of(graph: &Graph, page: Page) -> Vec<LangIndex> {
    let has_version = |index: usize, lang: LangIndex| {
        let id = &graph.corpus.pages[index].id;
        let mut versions = graph.corpus.pages.iter().filter(|page| page.id == *id);
        versions.any(|page| page.lang == graph.config.languages[lang])
    };
    let all = 0..graph.config.languages.len();
    match page {
        Page::Own(index) => all.filter(|lang| has_version(index, *lang)).collect(),
        _ => all.collect(),
    }
}

fn versions(graph: &Graph, page: Page) -> Vec<Version<'_>> {
    let route: &dyn Fn(LangIndex) -> Route = match page {
        Page::Work(work) => {
            let versions = graph.works[work].versions.iter();
            return versions.map(|id| speech_version(graph, *id)).collect();
        }
        Page::Home => &|lang| graph.home_route(lang),
        Page::List => &|lang| graph.list_route(lang, &ListFacet::All, 1),
        Page::Kind(kind) => &move |lang| graph.kind_route(lang, kind, IndexOrder::Mentions, 1),
        Page::Own(index) => &move |lang| {
            let id = &graph.corpus.pages[index].id;
            graph.language_file_route(lang, &format!("{id}.html"))
        },
        Page::Data => &|lang| graph.data_route(lang),
        Page::Entity(entity) => &move |lang| graph.entity_route(lang, entity),
    };

    let mut versions = Vec::new();
    for lang in languages_of(graph, page) {
        versions.push(Version {
            lang: &graph.config.languages[lang],
            url: url(graph, &route(lang)),
            last_change: None,
            is_default: lang == 0,
        });
    }
    versions
}

fn speech_version(graph: &Graph, id: SpeechId) -> Version<'_> {
    let speech = graph.corpus.speech(id);
    let change = last_change(speech);
    let shown_by_default = graph.edition(0).versions[graph.work_id_of(id).0 as usize];
    Version {
        lang: &speech.lang,
        url: url(graph, &graph.speech_route(id)),
        // The schema of the format knows days, not years or months.
        last_change: change.is_day().then(|| change.to_string()),
        is_default: shown_by_default == id && graph.interface_of(id) == 0,
    }
}

pub(super) fn pages_xml(graph: &Graph, pages: &[Page]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", NAMESPACE), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")]);
    for page in pages {
        let versions = versions(graph, *page);
        for version in &versions {
            write_version(&mut xml, version, &versions);
        }
    }
    xml.close("urlset");
    xml.into_bytes()
}

fn write_version(xml: &mut Xml, version: &Version<'_>, all: &[Version<'_>]) {
    xml.open("url", &[]);
    xml.text("loc", &[], &version.url);
    if let Some(day) = &version.last_change {
        xml.text("lastmod", &[], day);
    }
    if all.len() > 1 {
        let mut link = |tag: &str, url: &str| {
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", tag), ("href", url)])
        };
        for other in all {
            link(other.lang.tag(), &other.url);
        }
        if let Some(other) = all.iter().find(|other| other.is_default) {
            link("x-default", &other.url);
        }
    }
    xml.close("url");
}

pub(super) fn index_xml(graph: &Graph, n_parts: usize) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    for index in 0..n_parts {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &url(graph, &part_route(graph, index)));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::export::fixture::{self, elements};
    use std::collections::{BTreeMap, BTreeSet};

    fn every_page(graph: &Graph) -> Vec<Page> {
        pages(graph, &fixture::capabilities())
    }

    /// Each address with its alternates: language and address.
    fn alternates(xml: &[u8]) -> BTreeMap<String, BTreeSet<(String, String)>> {
        let mut found: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        let mut here = String::new();
        for element in elements(xml) {
            match element.path.as_str() {
                "urlset/url/loc" => {
                    here = element.text;
                    assert!(found.insert(here.clone(), BTreeSet::new()).is_none(), "{here} twice");
                }
                "urlset/url/xhtml:link" => {
                    let attribute = |name| element.attribute(name).unwrap().to_owned();
                    assert!(
                        found
                            .get_mut(&here)
                            .unwrap()
                            .insert((attribute("hreflang"), attribute("href")))
                    );
                }
                _ => {}
            }
        }
        found
    }

    #[test]
    fn alternates_are_reciprocal() {
        let graph = fixture::graph();
        let pages = alternates(&pages_xml(graph, &every_page(graph)));
        for (page, others) in &pages {
            assert!(
                others.is_empty() || others.iter().any(|(_, url)| url == page),
                "{page} names itself"
            );
            assert!(others.iter().all(|(_, other)| &pages[other] == others), "{page}");
        }
        let press = &pages["https://example.org/talks/zh/speeches/2024-03-07-press.html"];
        assert_eq!(
            press.iter().map(|(lang, _)| lang.as_str()).collect::<Vec<_>>(),
            ["en", "x-default", "zh"]
        );
        assert!(pages["https://example.org/talks/speeches/alone.html"].is_empty());
        assert!(
            pages.contains_key("https://example.org/talks/zh/")
                && pages.contains_key("https://example.org/talks/about.html")
        );
        assert!(!pages.keys().any(|url| url.contains("zh/about")
            || url.contains("index.html")
            || url.contains("404")));
    }

    #[test]
    fn a_text_has_the_day_of_its_last_correction_if_the_day_is_known() {
        let graph = fixture::graph();
        let days: Vec<String> = elements(&pages_xml(graph, &every_page(graph)))
            .into_iter()
            .filter(|element| element.path == "urlset/url/lastmod")
            .map(|element| element.text)
            .collect();
        assert_eq!(days, ["2024-03-07", "2024-03-07", "2024-04-01"]);
    }

    #[test]
    fn a_long_sitemap_is_cut_between_pages() {
        let graph = fixture::graph();
        let pages = every_page(graph);
        let all = alternates(&pages_xml(graph, &pages));
        for limit in [Limit { n_pages: 5, ..LIMIT }, Limit { n_addresses: 12, ..LIMIT }] {
            let parts = parts(graph, &pages, limit);
            assert!(parts.len() > 2);
            let cut: Vec<_> = parts
                .iter()
                .map(|part| alternates(&pages_xml(graph, &pages[part.clone()])))
                .collect();
            assert!(cut.iter().all(|part| !part.is_empty() && part.len() <= 5));
            assert_eq!(cut.into_iter().flatten().collect::<BTreeMap<_, _>>(), all);
        }
        assert_eq!(parts(graph, &pages, LIMIT).len(), 1);
    }
}
