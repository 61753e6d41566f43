//! Feeds → Atom (RFC 4287): `atom.xml` for each language, `<entity>.atom.xml` for each entity that
//! is named.
//!
//! **Invariant:** each entry has id, title, dates, an alternate link and, itself or through the
//! feed, an author (RFC 4287 §4.1.2). An entry quotes; the whole text is on the page.

use super::feeds::{self, Author, Entry, Feed, Format};
use super::xml::Xml;
use super::{Exporter, Files};

/// Atom feeds.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "atom",
    summary: "Atom feeds of the site and of every entity, in each language",
    absolute: true,
    by_default: true,
    kept: None,
    files: Files::Content(|graph| feeds::files(graph, &FORMAT)),
};

pub(super) const FORMAT: Format = Format { file: "atom.xml", write };

fn write(feed: &Feed<'_>, address: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.lang.tag())]);
    xml.text("id", &[], address);
    xml.text("title", &[], &feed.title);
    if let Some(description) = feed.description {
        xml.text("subtitle", &[], description);
    }
    xml.text("updated", &[], &feed.updated.rfc3339());
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", address)]);
    xml.empty(
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("hreflang", feed.lang.tag()),
            ("href", &feed.page),
        ],
    );
    xml.open("author", &[]);
    xml.text("name", &[], feed.site);
    xml.close("author");
    for entry in &feed.entries {
        write_entry(&mut xml, feed, entry);
    }
    xml.close("feed");
    xml.into_bytes()
}

fn write_entry(xml: &mut Xml, feed: &Feed<'_>, entry: &Entry<'_>) {
    let tag = entry.lang.tag();
    // The language of the feed is said once, at its root.
    let other = [("xml:lang", tag)];
    xml.open("entry", if entry.lang == feed.lang { &[] } else { &other });
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], entry.title);
    xml.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("hreflang", tag), ("href", &entry.url)],
    );
    xml.text("published", &[], &entry.published.rfc3339());
    xml.text("updated", &[], &entry.updated.rfc3339());
    for author in &entry.authors {
        write_author(xml, author);
    }
    if let Some(license) = entry.license {
        xml.text("rights", &[], license);
    }
    if !entry.summary.is_empty() {
        xml.text("summary", &[], &entry.summary);
    }
    xml.close("entry");
}

fn write_author(xml: &mut Xml, author: &Author<'_>) {
    xml.open("author", &[]);
    xml.text("name", &[], author.name);
    xml.text("uri", &[], &author.url);
    xml.close("author");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::export::feeds::{Subject, bytes};
    use crate::site::export::fixture::{self, Element, elements};

    fn texts<'e>(elements: &'e [Element], path: &str) -> Vec<&'e str> {
        elements
            .iter()
            .filter(|element| element.path == path)
            .map(|element| element.text.as_str())
            .collect()
    }

    #[test]
    fn the_feed_of_a_language_reads_back() {
        let feed = elements(&bytes(fixture::graph(), &FORMAT, Subject::Site(1)));
        assert_eq!(texts(&feed, "feed/title"), ["记言"]);
        assert_eq!(texts(&feed, "feed/id"), ["https://example.org/talks/zh/atom.xml"]);
        assert_eq!(texts(&feed, "feed/updated"), ["2024-04-01T00:00:00Z"]);
        assert_eq!(
            texts(&feed, "feed/entry/title"),
            ["答记者问", "Alone", "Hello, <world> & \"all\""]
        );
        assert_eq!(
            texts(&feed, "feed/entry/author/name"),
            ["王毅", "王毅"],
            "the last has no speaker, the feed speaks"
        );
        assert_eq!(texts(&feed, "feed/entry/published")[2], "2023-05-01T00:00:00Z");
        let entries: Vec<&Element> =
            feed.iter().filter(|element| element.path == "feed/entry").collect();
        assert_eq!(
            entries.iter().map(|entry| entry.attribute("xml:lang")).collect::<Vec<_>>(),
            [None, Some("en"), Some("en")]
        );
    }

    #[test]
    fn entries_of_an_entity_lead_to_the_mention_and_have_ids_of_their_own() {
        let graph = fixture::graph();
        let beijing = graph.corpus.find_entity("beijing").unwrap();
        let (en, zh) = (
            elements(&bytes(graph, &FORMAT, Subject::Entity(0, beijing))),
            elements(&bytes(graph, &FORMAT, Subject::Entity(1, beijing))),
        );
        let mut ids = texts(&zh, "feed/entry/id");
        assert_eq!(
            ids[0],
            "https://example.org/talks/places/beijing.html#zh/speeches/2024-03-07-press.html"
        );
        assert_eq!(ids[1..], texts(&en, "feed/entry/id")[1..], "the same texts in both languages");
        let links: Vec<&str> = zh
            .iter()
            .filter(|element| element.path == "feed/entry/link")
            .filter_map(|link| link.attribute("href"))
            .collect();
        assert_eq!(links[0], "https://example.org/talks/zh/speeches/2024-03-07-press.html#t1p1");
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }
}
