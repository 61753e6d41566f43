//! Feeds → JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>): `feed.json` for each language,
//! `<entity>.feed.json` for each entity that is named.
//!
//! **Invariant:** the same entries with the same ids as in Atom; each has `content_text`, which the
//! format demands: the quotation, else the title.

use super::feeds::{self, Author, Entry, Feed, Format};
use super::{Exporter, Files};
use serde::Serialize;

/// JSON feeds.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "json-feed",
    summary: "the same as JSON Feed",
    absolute: true,
    by_default: true,
    kept: None,
    files: Files::Content(|graph| feeds::files(graph, &FORMAT)),
};

pub(super) const FORMAT: Format = Format { file: "feed.json", write };

#[derive(Serialize)]
struct FeedRecord<'f> {
    version: &'static str,
    title: &'f str,
    home_page_url: &'f str,
    feed_url: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'f str>,
    language: &'f str,
    authors: [AuthorRecord<'f>; 1],
    items: Vec<Item<'f>>,
}

#[derive(Serialize)]
struct Item<'f> {
    id: &'f str,
    url: &'f str,
    title: &'f str,
    content_text: &'f str,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<AuthorRecord<'f>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'f str>,
}

#[derive(Serialize)]
struct AuthorRecord<'f> {
    name: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'f str>,
}

fn write(feed: &Feed<'_>, address: &str) -> Vec<u8> {
    let record = FeedRecord {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: address,
        description: feed.description,
        language: feed.lang.tag(),
        authors: [AuthorRecord { name: feed.site, url: None }],
        items: feed.entries.iter().map(|entry| item(feed, entry)).collect(),
    };
    let mut bytes = serde_json::to_vec(&record).expect("writing strings to memory does not fail");
    bytes.push(b'\n');
    bytes
}

fn item<'f>(feed: &Feed<'_>, entry: &'f Entry<'_>) -> Item<'f> {
    let author =
        |author: &'f Author<'_>| AuthorRecord { name: author.name, url: Some(&author.url) };
    Item {
        id: &entry.id,
        url: &entry.url,
        title: entry.title,
        content_text: if entry.summary.is_empty() { entry.title } else { &entry.summary },
        date_published: entry.published.rfc3339(),
        date_modified: (entry.updated != entry.published).then(|| entry.updated.rfc3339()),
        authors: entry.authors.iter().map(author).collect(),
        language: (entry.lang != feed.lang).then(|| entry.lang.tag()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::export::feeds::{Subject, bytes};
    use crate::site::export::fixture;
    use serde_json::Value;

    #[test]
    fn the_feed_has_what_the_format_demands() {
        let graph = fixture::graph();
        let feed: Value = serde_json::from_slice(&bytes(graph, &FORMAT, Subject::Site(0))).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], "https://example.org/talks/feed.json");
        let items = feed["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        assert!(items.iter().all(|item| {
            item["id"].is_string()
                && item["content_text"].as_str().is_some_and(|text| !text.is_empty())
        }));
        assert_eq!(
            (&items[0]["date_modified"], &items[0]["language"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(items[1]["date_modified"], "2024-04-01T00:00:00Z");
    }
}
