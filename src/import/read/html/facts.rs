//! The elements of a page → what the page says of itself: titles, dates, language, address.
//!
//! Read are `<title>`, `<h1>`, `<meta>` of Dublin Core, Open Graph, schema.org and Chinese government sites (GB/T 39681), `<time>`, `<link>` and JSON-LD.
//! **Invariant:** what stands first is trusted most; nothing stands twice.

use super::title::{cleaned, comparable, without_site};
use super::tokens::Tag;
use super::tree::Tree;
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::import::address;
use crate::import::manuscript::Facts;
use serde_json::Value;

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
    Facts { titles: found.titles(), dates: found.dates(), lang: found.lang(), url: found.url() }
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
                let name =
                    ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(attribute);
                self.metas.extend(
                    name.map(|name| name.trim().to_ascii_lowercase()).zip(attribute("content")),
                );
            }
            "time" => self.times.extend(attribute("datetime")),
            "html" => self.langs.extend(attribute("lang").or_else(|| attribute("xml:lang"))),
            "link" if tag.attribute("rel") == Some("canonical") => {
                self.links.extend(attribute("href"))
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
        let sites: Vec<String> =
            self.metas(SITES).map(cleaned).filter(|site| !site.is_empty()).collect();
        let is_of_page = |title: &String| !title.is_empty() && !sites.contains(title);
        let from_json =
            self.json.iter().filter_map(|value| string_at(value, "headline")).map(cleaned);
        let metas: Vec<String> =
            self.metas(TITLES).map(cleaned).chain(from_json).filter(is_of_page).collect();
        let headings: Vec<String> =
            self.h1s.iter().filter(|title| is_of_page(title)).cloned().collect();
        // What Open Graph calls the title often carries the site's name, too; the heading does not.
        let plain: Vec<String> = headings.iter().chain(&metas).cloned().collect();
        let stripped = |title: &String| {
            let others: Vec<String> = plain
                .iter()
                .filter(|other| comparable(other).len() < comparable(title).len())
                .cloned()
                .collect();
            without_site(title, &sites, &[others, vec![title.clone()]].concat())
        };
        let mut titles: Vec<String> = metas.iter().map(stripped).collect();
        let (trusted, others) =
            headings.into_iter().partition::<Vec<_>, _>(|heading| self.is_in_title(heading));
        titles.extend(trusted);
        titles.extend(
            self.title
                .iter()
                .filter(|title| is_of_page(title))
                .map(|title| without_site(title, &sites, &plain)),
        );
        titles.extend(others);
        without_repetition(titles, |title| comparable(title))
    }

    /// Whether a heading is part of what the window shows as the page's title.
    fn is_in_title(&self, heading: &str) -> bool {
        self.title.as_deref().is_some_and(|title| comparable(title).contains(&comparable(heading)))
    }

    fn dates(&self) -> Vec<Date> {
        let from_json = self.json.iter().filter_map(|value| string_at(value, "datePublished"));
        let texts = self.metas(DATES).chain(from_json).chain(self.times.iter().map(String::as_str));
        without_repetition(texts.filter_map(date_in).collect(), Clone::clone)
    }

    fn lang(&self) -> Option<Lang> {
        let metas = self.metas(&[
            "og:locale",
            "dc.language",
            "dcterms.language",
            "content-language",
            "language",
        ]);
        self.langs
            .iter()
            .map(String::as_str)
            .chain(metas)
            .find_map(|tag| Lang::parse(&tag.trim().replace('_', "-")))
    }

    /// The first that is an address; where none is, the first that there is, so that it can be said what is wrong with it.
    fn url(&self) -> Option<String> {
        let metas = self.metas(&["og:url", "url"]);
        let urls = || {
            self.links
                .iter()
                .map(String::as_str)
                .chain(metas.clone())
                .filter(|url| !url.trim().is_empty())
        };
        urls().find_map(address).or_else(|| urls().next().map(str::to_owned))
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

/// The first date in a text: `2024-03-07T09:00`, `2024/3/7`, `2024年3月7日`, `20240307`, `March 7, 2024`, `7 March 2024`.
pub(super) fn date_in(text: &str) -> Option<Date> {
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .take(3)
        .collect();
    let word = text.split(|c: char| !c.is_alphabetic()).find_map(month);
    match (numbers.as_slice(), word) {
        ([first, second, ..], Some(month)) if first.len() == 4 => date(first, month, second),
        ([day, year, ..], Some(month)) if year.len() == 4 => date(year, month, day),
        ([year, month, day], None) if year.len() == 4 => date(year, month.parse().ok()?, day),
        ([whole, ..], None) if matches!(whole.len(), 8 | 12 | 14) => {
            date(&whole[..4], whole[4..6].parse().ok()?, &whole[6..8])
        }
        _ => Date::parse(text.trim()),
    }
}

fn date(year: &str, month: u32, day: &str) -> Option<Date> {
    Date::parse(&format!("{year}-{month:02}-{:02}", day.parse::<u32>().ok()?))
}

/// The number of an English month.
fn month(word: &str) -> Option<u32> {
    let names =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    (1..).zip(names).find(|(_, name)| *name == start).map(|(number, _)| number)
}

fn without_repetition<T, K: PartialEq>(values: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for value in values {
        if !kept.iter().any(|other| key(other) == key(&value)) {
            kept.push(value);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::{Facts, Tree, date_in, facts};

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
    fn dates_are_read_as_pages_write_them() {
        for text in [
            "2024-03-07T09:00:00+08:00",
            "2024/3/7 10:00",
            "2024年3月7日",
            "20240307",
            "March 7, 2024",
            "Thu, 7 Mar 2024 09:00:00 GMT",
            "2024.03.07",
        ] {
            assert_eq!(
                date_in(text).map(|date| date.to_string()).as_deref(),
                Some("2024-03-07"),
                "{text}"
            );
        }
        for text in ["", "yesterday", "2024-13-01", "12:30", "99999999"] {
            assert_eq!(date_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_that_says_nothing_has_no_facts() {
        assert_eq!(facts_of("<p>text"), Facts::default());
    }
}
