//! The elements of a page → what the page says of itself: titles, dates, language, address.
//!
//! Read are `<title>`, `<h1>`, `<meta>` of Dublin Core, Open Graph, schema.org and Chinese
//! government sites (GB/T 39681), `<time>`, `<link>` and JSON-LD.
//! **Invariant:** what comes first is trusted most; nothing is listed twice.

use super::title::{cleaned, comparable, without_site};
use super::tokens::Tag;
use super::tree::Tree;
use crate::base::date::{self, Date};
use crate::base::lang::Lang;
use crate::import::address;
use crate::import::manuscript::Facts;
use serde_json::Value;
use std::collections::BTreeSet;

/// Names of titles, the most trusted first.
const TITLES: &[&str] = &[
    "og:title",
    "articletitle",
    "headline",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "twitter:title",
    "parsely-title",
    "weibo:article:title",
    "title",
];
/// Names of dates of publication, the most trusted first.
const DATES: &[&str] = &[
    "pubdate",
    "article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "publishdate",
    "publish_date",
    "publish_time",
    "publication_date",
    "og:published_time",
    "parsely-pub-date",
    "weibo:article:create_at",
    "date",
];
/// Names of the site.
const SITES: &[&str] =
    &["og:site_name", "sitename", "application-name", "apple-mobile-web-app-title"];

/// What a page says of itself.
pub(super) fn facts(tree: &Tree, source: &str) -> Facts {
    let found = Found::new(tree, source);
    Facts {
        titles: found.titles(),
        dates: found.dates(),
        lang: found.lang(),
        url: found.url(),
        ..Facts::default()
    }
}

/// The elements that say something of the page.
#[derive(Debug, Default)]
struct Found {
    /// Names in lower case and contents of `meta`.
    metas: Vec<(String, String)>,
    title: Option<String>,
    h1s: Vec<String>,
    times: Vec<String>,
    json: Vec<Value>,
    langs: Vec<String>,
    links: Vec<String>,
}

impl Found {
    fn new(tree: &Tree, source: &str) -> Self {
        let mut found = Found::default();
        for (index, node) in tree.nodes.iter().enumerate() {
            let Some(tag) = node.tag() else { continue };
            match tag.name.as_str() {
                "title"
                    if found.title.is_none()
                        && !tree
                            .ancestors(index)
                            .any(|outer| tree.nodes[outer].name() == "svg") =>
                {
                    found.title = Some(cleaned(&tree.source_text(index, source)));
                }
                "h1" if !node.style.hidden => {
                    found.h1s.push(cleaned(&tree.source_text(index, source).replace("<br>", " ")))
                }
                "script" if tag.attribute("type") == Some("application/ld+json") => {
                    found.json.extend(serde_json::from_str(&tree.source_text(index, source)));
                }
                _ => found.take(tag),
            }
        }
        found
    }

    fn take(&mut self, tag: &Tag) {
        let attribute = |name: &str| tag.attribute(name).map(str::to_owned);
        match tag.name.as_str() {
            "meta" => {
                let mut keys = ["property", "name", "itemprop", "http-equiv"].into_iter();
                let name = keys.find_map(|key| tag.attribute(key));
                if let (Some(name), Some(content)) = (name, attribute("content")) {
                    self.metas.push((name.trim().to_ascii_lowercase(), content));
                }
            }
            "time" => self.times.extend(attribute("datetime")),
            "html" => {
                let lang = attribute("lang").or_else(|| attribute("xml:lang"));
                self.langs.extend(lang);
            }
            "link" if tag.attribute("rel") == Some("canonical") => {
                self.links.extend(attribute("href"));
            }
            _ => {}
        }
    }

    /// The contents of `meta` elements, in the order of `names`.
    fn metas<'f>(&'f self, names: &'f [&'f str]) -> impl Iterator<Item = &'f str> + Clone + 'f {
        names.iter().flat_map(|name| {
            self.metas
                .iter()
                .filter(move |(key, _)| key == name)
                .map(|(_, content)| content.as_str())
        })
    }

    fn titles(&self) -> Vec<String> {
        let mut sites: Vec<String> = self.metas(SITES).map(cleaned).collect();
        sites.retain(|site| !site.is_empty());
        let is_of_page = |title: &String| !title.is_empty() && !sites.contains(title);

        let of_json = self.json.iter();
        let of_json = of_json.filter_map(|value| string_at(value, "headline"));
        let mut metas: Vec<String> = self.metas(TITLES).chain(of_json).map(cleaned).collect();
        metas.retain(is_of_page);
        let mut headings = self.h1s.clone();
        headings.retain(is_of_page);
        let plain = [headings.as_slice(), &metas].concat();

        let mut titles = Vec::new();
        for title in &metas {
            // What Open Graph calls the title often carries the site's name, too; the heading does
            // not.
            let length = comparable(title).len();
            let mut others = plain.clone();
            others.retain(|other| comparable(other).len() < length);
            others.push(title.clone());
            titles.push(without_site(title, &sites, &others));
        }
        let (trusted, others): (Vec<_>, Vec<_>) =
            headings.into_iter().partition(|heading| self.is_in_title(heading));
        titles.extend(trusted);
        if let Some(title) = self.title.as_ref().filter(|title| is_of_page(title)) {
            titles.push(without_site(title, &sites, &plain));
        }
        titles.extend(others);
        without_repetition(titles)
    }

    /// Whether a heading is part of what the window shows as the page's title.
    fn is_in_title(&self, heading: &str) -> bool {
        self.title.as_deref().is_some_and(|title| comparable(title).contains(&comparable(heading)))
    }

    fn dates(&self) -> Vec<Date> {
        let of_json = self.json.iter();
        let of_json = of_json.filter_map(|value| string_at(value, "datePublished"));
        let of_times = self.times.iter().map(String::as_str);

        let mut dates = Vec::new();
        for text in self.metas(DATES).chain(of_json).chain(of_times) {
            if let Some(date) = date::of_value(text)
                && !dates.contains(&date)
            {
                dates.push(date);
            }
        }
        dates
    }

    fn lang(&self) -> Option<Lang> {
        let metas = self.metas(&[
            "og:locale",
            "dc.language",
            "dcterms.language",
            "content-language",
            "language",
        ]);
        let mut stated = self.langs.iter().map(String::as_str).chain(metas);
        // Open Graph writes `zh_CN`.
        stated.find_map(|tag| Lang::parse(&tag.trim().replace('_', "-")))
    }

    /// The first that is an address; where none is, the first that there is, so that it can be said
    /// what is wrong with it.
    fn url(&self) -> Option<String> {
        let links = self.links.iter().map(String::as_str);
        let mut stated: Vec<&str> = links.chain(self.metas(&["og:url", "url"])).collect();
        stated.retain(|url| !url.trim().is_empty());
        for url in &stated {
            if let Some(address) = address(url) {
                return Some(address);
            }
        }
        stated.first().map(|url| (*url).to_owned())
    }
}

/// The first string of this name in a JSON value, however deep.
fn string_at<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    match value {
        Value::Object(map) => map
            .get(name)
            .and_then(Value::as_str)
            .or_else(|| map.values().find_map(|value| string_at(value, name))),
        Value::Array(values) => values.iter().find_map(|value| string_at(value, name)),
        _ => None,
    }
}

/// The titles without those that say the same as one before.
fn without_repetition(mut titles: Vec<String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    titles.retain(|title| known.insert(comparable(title)));
    titles
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::{Facts, Tree, facts};

    fn facts_of(source: &str) -> Facts {
        facts(&Tree::new(tokens(source)), source)
    }

    #[test]
    fn a_page_says_what_it_is() {
        let facts = facts_of(
            "<html lang=zh-CN><head><title>港务局长答记者问_港务局</title><meta name=SiteName content=港务局><meta name=PubDate content='2024-03-07 21:25'>\
             <meta property=og:title content='港务局长答记者问_港务局'><link rel=canonical href=https://example.org/a>\
             <script type='application/ld+json'>{\"@graph\":[{\"datePublished\":\"2024-03-08T01:00:00Z\",\"headline\":\"码头\"}]}</script>\
             <body><h1>港务局</h1><h1>港务局长<br>答记者问</h1><time datetime=2024-03-07>",
        );
        assert_eq!(facts.titles, ["港务局长答记者问", "码头"]);
        assert_eq!(
            facts.dates.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2024-03-07", "2024-03-08"]
        );
        assert_eq!(facts.lang.as_ref().map(|lang| lang.tag()), Some("zh-CN"));
        assert_eq!(facts.url.as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn the_address_of_a_page_is_the_first_that_can_be_one() {
        let url = |head: &str| facts_of(&format!("<html><head>{head}</head><body><p>text")).url;
        let canonical = |href: &str| format!("<link rel=canonical href='{href}'>");
        assert_eq!(
            url(&canonical("https://a.example/press room/1.html")).as_deref(),
            Some("https://a.example/press%20room/1.html")
        );
        let second = canonical("javascript:void(0)")
            + "<meta property=og:url content='HTTPS://a.example/1'>";
        assert_eq!(url(&second).as_deref(), Some("https://a.example/1"));
        assert_eq!(
            url(&canonical("/news/1.html")).as_deref(),
            Some("/news/1.html"),
            "what is wrong with it is said later"
        );
        assert_eq!(url(&canonical(" ")), None);
    }

    #[test]
    fn a_page_that_says_nothing_has_no_facts() {
        assert_eq!(facts_of("<p>text"), Facts::default());
    }
}
