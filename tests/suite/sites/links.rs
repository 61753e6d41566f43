//! Everything that a site publishes → what is wrong with its addresses.

use super::html::{Element, Page};
use std::collections::{BTreeMap, BTreeSet};

/// A site as it would lie on disk, its pages read.
pub(crate) struct Website {
    /// Path → bytes; media have none.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Path → page.
    pub(crate) pages: BTreeMap<String, Page>,
    /// Absolute address of the root, with a final `/`.
    pub(crate) base_url: Option<String>,
}

impl Website {
    /// Takes files and the paths of media, and reads the pages.
    pub(crate) fn new(
        mut files: BTreeMap<String, Vec<u8>>,
        media: impl IntoIterator<Item = String>,
        base_url: Option<&str>,
    ) -> Self {
        let pages = files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.clone(), Page::read(bytes)))
            .collect();
        files.extend(media.into_iter().map(|path| (path, Vec::new())));
        Website { files, pages, base_url: base_url.map(str::to_owned) }
    }

    /// The page at `path`.
    pub(crate) fn page(&self, path: &str) -> &Page {
        self.pages
            .get(path)
            .unwrap_or_else(|| panic!("there is no {path}; there are {:?}", self.pages.keys()))
    }

    /// The bytes of a file as text.
    pub(crate) fn text(&self, path: &str) -> &str {
        let bytes = self
            .files
            .get(path)
            .unwrap_or_else(|| panic!("there is no {path}; there are {:?}", self.files.keys()));
        std::str::from_utf8(bytes).expect("text")
    }

    /// Links of all pages that lead nowhere, or that would not hold at another address or on disk.
    pub(crate) fn broken_links(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (path, page) in &self.pages {
            for element in &page.elements {
                for address in addresses(element) {
                    if let Some(fault) = self.fault(path, element, &address) {
                        broken.push(format!("{path}: <{}> {address}: {fault}", element.name));
                    }
                }
            }
        }
        broken
    }

    /// What is wrong with an address in the page at `path`.
    fn fault(&self, path: &str, element: &Element, address: &str) -> Option<String> {
        if let Some(scheme) = scheme(address) {
            return match (scheme, self.below_base(address)) {
                ("http" | "https", Some(rest)) => self.missing(&folder_page(&decode(rest))),
                ("http" | "https", None) if is_loaded(element) => {
                    Some("the page would ask another server".to_owned())
                }
                ("http" | "https" | "mailto" | "tel" | "geo", _) => None,
                ("data", _) if element.name == "img" => None,
                _ => Some("an unknown scheme".to_owned()),
            };
        }
        if path.ends_with("404.html") {
            // Its links have the path of the site, and of its style sheets one has to be there.
            if let Some(rest) = self.below_path(address) {
                return self.missing(&folder_page(&decode(rest)));
            }
            if element.name == "link" && address.ends_with("/assets/theme.css") {
                return None;
            }
        }
        let (target, fragment) = address
            .split_once('#')
            .map_or((address, None), |(target, fragment)| (target, Some(fragment)));
        if target.starts_with('/') {
            return Some("it holds at the root of a server only".to_owned());
        }
        let target = if target.is_empty() {
            Some(path.to_owned())
        } else {
            join(path, &decode(target.split('?').next().unwrap_or_default()))
        };
        let Some(target) = target else {
            return Some("it leaves the site".to_owned());
        };
        // Folders are not opened on disk: a link names the file.
        self.missing(&target).or_else(|| {
            fragment.and_then(|fragment| self.missing_anchor(&target, &decode(fragment)))
        })
    }

    fn missing(&self, path: &str) -> Option<String> {
        (!self.files.contains_key(path)).then(|| format!("there is no {path}"))
    }

    fn missing_anchor(&self, path: &str, fragment: &str) -> Option<String> {
        let is_there =
            self.pages.get(path).is_some_and(|page| fragment.is_empty() || page.has_id(fragment));
        (!is_there).then(|| format!("there is no `{fragment}` in {path}"))
    }

    /// What is behind the path of the site's own address.
    fn below_path<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (_, host_and_path) = self.base_url.as_deref()?.split_once("://")?;
        let root = &host_and_path[host_and_path.find('/')?..];
        address.strip_prefix(root)?.split(['#', '?']).next()
    }

    fn below_base<'a>(&self, address: &'a str) -> Option<&'a str> {
        let rest = address.strip_prefix(self.base_url.as_deref()?)?;
        rest.split(['#', '?']).next()
    }

    /// Addresses of the site itself in files that are no pages (feeds, sitemap, data) that lead
    /// nowhere.
    pub(crate) fn broken_addresses_in_data(&self) -> Vec<String> {
        let base = self.base_url.as_deref().expect("a site with a base_url");
        let mut broken = Vec::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| {
            [".xml", ".json", ".jsonl", ".csv", ".txt"].iter().any(|ending| path.ends_with(ending))
        }) {
            let text = std::str::from_utf8(bytes).expect("data is text").replace("&amp;", "&");
            // The ids of feeds and their entries are names (RFC 4287 §4.2.6); nobody follows them.
            let is_link = |(at, _): &(usize, &str)| {
                !text[..*at].ends_with("<id>")
                    && !text[..*at].ends_with("\"id\":\"")
                    && !text[..*at].ends_with("\"id\": \"")
            };
            let is_csv = path.ends_with(".csv");
            let address = |(at, _): (usize, &'_ str)| {
                // A cell that holds a comma is in quotation marks.
                let ends_cell = is_csv && !text[..at].ends_with('"');
                let is_end = |c: char| {
                    matches!(c, '"' | '<' | '>' | '\'')
                        || c.is_whitespace()
                        || (c == ',' && ends_cell)
                };
                text[at..].split(is_end).next().unwrap_or_default()
            };
            let found: BTreeSet<&str> =
                text.match_indices(base).filter(is_link).map(address).collect();
            assert!(
                !found.is_empty() || !path.ends_with(".xml"),
                "{path} names no address of the site"
            );
            for address in found {
                let rest = &address[base.len()..];
                let (target, fragment) = rest
                    .split_once('#')
                    .map_or((rest, None), |(target, fragment)| (target, Some(fragment)));
                let target = folder_page(&decode(target));
                if let Some(fault) = self.missing(&target).or_else(|| {
                    fragment.and_then(|fragment| self.missing_anchor(&target, &decode(fragment)))
                }) {
                    broken.push(format!("{path}: {address}: {fault}"));
                }
            }
        }
        broken
    }

    /// Pages that cannot be reached by links from the home pages; old addresses and the page for
    /// those that do not exist are not meant to be.
    pub(crate) fn orphans(&self) -> Vec<String> {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut next: Vec<String> = vec!["index.html".to_owned()];
        while let Some(path) = next.pop() {
            let Some(page) = self.pages.get(&path) else {
                continue;
            };
            if seen.insert(path.clone()) {
                let addresses = page
                    .named("a")
                    .filter_map(|link| link.get("href"))
                    .filter(|href| scheme(href).is_none());
                next.extend(addresses.filter_map(|href| {
                    join(&path, &decode(href.split('#').next().unwrap_or_default()))
                }));
            }
        }
        let is_apart = |page: &Page| {
            page.with("name")
                .any(|(meta, name)| name == "robots" && meta.get("content") == Some("noindex"))
        };
        let pages = self.pages.iter().filter(|(path, page)| {
            !seen.contains(*path) && !path.ends_with("404.html") && !is_apart(page)
        });
        pages.map(|(path, _)| path.clone()).collect()
    }

    /// What is wrong with pages apart from their links.
    pub(crate) fn faulty_pages(&self) -> Vec<String> {
        self.pages
            .iter()
            .flat_map(|(path, page)| {
                faults(page).into_iter().map(move |fault| format!("{path}: {fault}"))
            })
            .collect()
    }

    /// Pages that name a version of themselves in another language that does not name them in turn.
    pub(crate) fn one_sided_alternates(&self) -> Vec<String> {
        let mut one_sided = Vec::new();
        for (path, page) in &self.pages {
            for (lang, target) in self.alternates(path, page) {
                let back = self
                    .pages
                    .get(&target)
                    .map(|other| self.alternates(&target, other))
                    .unwrap_or_default();
                let own = page
                    .named("html")
                    .next()
                    .and_then(|html| html.get("lang"))
                    .unwrap_or_default()
                    .to_owned();
                if target != *path && !back.contains(&(own.clone(), path.clone())) {
                    one_sided.push(format!(
                        "{path} ({own}) names {target} ({lang}), which names {back:?}"
                    ));
                }
            }
        }
        one_sided
    }

    /// The `hreflang` links in the head and the switch of languages: language and path.
    fn alternates(&self, path: &str, page: &Page) -> BTreeSet<(String, String)> {
        let links = page.elements.iter().filter(|element| element.get("rel") == Some("alternate"));
        let of = |element: &Element| {
            let (lang, href) = (
                element.get("hreflang").filter(|lang| *lang != "x-default")?,
                element.get("href")?,
            );
            let target = match self.below_base(href) {
                Some(rest) => folder_page(&decode(rest)),
                None => join(path, &decode(href))?,
            };
            Some((lang.to_owned(), target))
        };
        links.filter_map(of).collect()
    }
}

/// What is wrong with a page apart from its links.
fn faults(page: &Page) -> Vec<String> {
    let mut faults = page.faults.clone();
    let mut ids = BTreeSet::new();
    for (element, id) in page.with("id") {
        if !ids.insert(id) || id.is_empty() || id.contains(char::is_whitespace) {
            faults.push(format!("the id `{id}` of <{}> stands twice, or is none", element.name));
        }
    }
    for attribute in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
        for (element, named) in page.with(attribute) {
            faults.extend(named.split_whitespace().filter(|id| !ids.contains(id)).map(|id| {
                format!("{attribute} of <{}> names `{id}`, which is not there", element.name)
            }));
        }
    }
    let n_headings = page.named("h1").count();
    if n_headings != 1 {
        faults.push(format!("{n_headings} h1"));
    }
    if page.named("html").next().and_then(|html| html.get("lang")).is_none_or(str::is_empty) {
        faults.push("no language".to_owned());
    }
    if page.named("title").next().is_none_or(|title| title.own_text.trim().is_empty()) {
        faults.push("no title".to_owned());
    }
    faults.extend(page.elements.iter().flat_map(inline_code));
    faults
}

/// Styles and scripts that stand in the page itself, which its policy forbids; JSON-LD is data.
fn inline_code(element: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(attribute) =
        element.attributes.keys().find(|key| *key == "style" || key.starts_with("on"))
    {
        faults.push(format!("<{}> has `{attribute}`", element.name));
    }
    match (element.name.as_str(), element.get("type")) {
        ("style", _) => faults.push("an inline stylesheet".to_owned()),
        ("script", Some("application/ld+json")) => {
            if let Err(error) = serde_json::from_str::<serde_json::Value>(&element.own_text) {
                faults.push(format!("JSON-LD that is no JSON: {error}"));
            }
        }
        ("script", _) if element.get("src").is_none() || !element.own_text.is_empty() => {
            faults.push("an inline script".to_owned())
        }
        _ => {}
    }
    if element.name == "img" && element.get("alt").is_none() {
        faults.push("an image without `alt`".to_owned());
    }
    faults
}

/// The addresses that an element names.
fn addresses(element: &Element) -> Vec<String> {
    let mut addresses: Vec<String> = ["href", "src", "poster", "action", "data", "cite"]
        .into_iter()
        .filter_map(|name| element.get(name))
        .map(str::to_owned)
        .collect();
    if element.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")) {
        let content = element.get("content").unwrap_or_default();
        addresses
            .push(content.split_once("url=").map_or(content, |(_, url)| url).trim().to_owned());
    }
    if let Some(set) = element.get("srcset") {
        addresses.extend(
            set.split(',')
                .filter_map(|candidate| candidate.split_whitespace().next())
                .map(str::to_owned),
        );
    }
    addresses
}

/// Whether a browser asks for the address by itself.
fn is_loaded(element: &Element) -> bool {
    let is_named = |rel: &str| {
        ["stylesheet", "icon", "preload", "preconnect"]
            .iter()
            .any(|known| rel.split_whitespace().any(|word| word == *known))
    };
    match element.name.as_str() {
        "link" => element.get("rel").is_some_and(is_named),
        "a" | "area" | "blockquote" | "q" => false,
        _ => true,
    }
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)).then_some(scheme)
}

/// The file behind the address of a folder.
fn folder_page(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// `target` as seen from the page at `path`; none where it leaves the site.
fn join(path: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-encoded bytes in their place.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (byte, next) = match (first, hex) {
            (b'%', Some(byte)) => (byte, &tail[2..]),
            _ => (*first, tail),
        };
        bytes.push(byte);
        rest = next;
    }
    String::from_utf8(bytes).expect("an address is UTF-8")
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page = "<!doctype html><html lang=en><title>t</title><h1 id=a>x</h1><a href=b.html>1</a><a href=#b>2</a><a href=/c>3</a><a href=../d>4</a><img src=https://e.org alt=''>\
                <a href=https://x.org/y/nothing>5</a><a href=sub/p%20q.html#t1>ok</a><a href=https://x.org/y/>ok</a><a href=https://e.org>ok</a><a href=sub>6</a></html>";
    let files = [
        ("index.html", page),
        ("sub/p q.html", "<!doctype html><html lang=en><title>t</title><h1 id=t1>x</h1></html>"),
    ];
    let site = Website::new(
        files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into(),
        [],
        Some("https://x.org/y/"),
    );
    assert_eq!(site.faulty_pages(), Vec::<String>::new());
    let broken = site.broken_links();
    let wrong: Vec<&str> =
        ["b.html", "#b", "/c", "../d", "https://e.org", "https://x.org/y/nothing", "sub"]
            .into_iter()
            .filter(|address| !broken.iter().any(|fault| fault.contains(&format!("> {address}: "))))
            .collect();
    assert!(wrong.is_empty() && broken.len() == 7, "{broken:?}");
}
