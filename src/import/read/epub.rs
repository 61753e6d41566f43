//! An EPUB (EPUB 3.3) → its chapters in reading order, as one page.
//!
//! **Invariant:** documents are those of the spine, each once; the table of contents is none.

use super::archive::{Archive, damaged};
use super::xml::{self, Doctype, attribute};
use super::{Refusal, html};
use crate::base::date::Date;
use crate::base::decode::foreign::Converted;
use crate::base::percent;
use crate::import::manuscript::Manuscript;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Documents of a spine at most; a long book has some hundreds.
const MOST_CHAPTERS: usize = 10_000;

/// What is said where a chapter is missing.
const LACKS_CHAPTER: &str =
    "a chapter that its reading order names is not in the file: compare the whole with the book";

/// Reads an EPUB.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, encrypted, without text, or unpacks to more than the limit.
pub(super) fn read(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let mut archive = Archive::open(bytes)?;
    let path = package_path(&mut archive)?;
    let package =
        archive.part(&path)?.ok_or_else(|| damaged("the EPUB", &format!("it has no `{path}`")))?;
    let package = parsed(&path, &package)?;
    let package = package.root_element();
    let chapters = chapters(package, folder_of(&path));

    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><title>{}</title></head>\n<body>\n",
        escaped(&stated(package, "language")),
        escaped(&stated(package, "title"))
    );
    let mut lacks_chapter = false;
    for (number, chapter) in chapters.iter().enumerate() {
        match archive.part(chapter)? {
            Some(text) => {
                page.push_str(&with_own_names(body(&text), number, &chapters));
                page.push('\n');
            }
            None => lacks_chapter = true,
        }
    }
    page.push_str("</body></html>\n");

    let page = Converted { text: page, encoding: "UTF-8", n_replaced: 0 };
    let mut manuscript = html::read(page, Some("body")).map_err(|_| {
        Refusal::new(
            "the EPUB has no text in its reading order",
            "if its pages are pictures, run text recognition over them",
        )
    })?;
    if lacks_chapter {
        manuscript.facts.remarks.push(LACKS_CHAPTER);
    }
    // Some state the hour too.
    manuscript.facts.made = stated(package, "date").get(..10).and_then(Date::parse);
    Ok(manuscript)
}

fn parsed<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Refusal> {
    xml::parsed(text, Doctype::Characters).map_err(|why| damaged(&format!("`{name}`"), &why))
}

/// The path of the package, the file that lists the others (§4.2.6.3).
fn package_path(archive: &mut Archive) -> Result<String, Refusal> {
    const CONTAINER: &str = "META-INF/container.xml";

    let text = archive
        .part(CONTAINER)?
        .ok_or_else(|| damaged("the EPUB", &format!("it has no `{CONTAINER}`")))?;
    let document = parsed(CONTAINER, &text)?;
    let root = document.descendants().find(|node| node.tag_name().name() == "rootfile");
    let path = root.and_then(|root| attribute(root, "full-path"));
    path.map(str::to_owned).ok_or_else(|| damaged("the EPUB", "it names no package"))
}

/// What the package states of the book; empty if it states nothing.
fn stated(package: Node, name: &str) -> String {
    let mut nodes = package.descendants().filter(|node| node.tag_name().name() == name);
    nodes.find_map(|node| node.text()).map(str::trim).unwrap_or_default().to_owned()
}

/// The paths of the documents in reading order.
fn chapters(package: Node, folder: &str) -> Vec<String> {
    let documents = documents(package);
    let mut chapters = Vec::new();
    let mut known = BTreeSet::new();
    let spine = package.descendants().filter(|node| node.tag_name().name() == "itemref");
    for item in spine.take(MOST_CHAPTERS) {
        let Some(href) = attribute(item, "idref").and_then(|id| documents.get(id)) else {
            continue;
        };
        let file = href.split('#').next().unwrap_or_default();
        let path = within(folder, &percent::decode(file));
        if known.insert(path.clone()) {
            chapters.push(path);
        }
    }
    chapters
}

/// What the package calls each document, and where it is.
fn documents<'d>(package: Node<'d, '_>) -> BTreeMap<&'d str, &'d str> {
    let mut documents = BTreeMap::new();
    for item in package.descendants().filter(|node| node.tag_name().name() == "item") {
        let mut properties = attribute(item, "properties").unwrap_or_default().split_whitespace();
        let is_contents = properties.any(|word| word == "nav");
        let is_page = attribute(item, "media-type").is_some_and(|kind| kind.contains("html"));
        if let (Some(id), Some(href)) = (attribute(item, "id"), attribute(item, "href"))
            && is_page
            && !is_contents
        {
            documents.insert(id, href);
        }
    }
    documents
}

/// What is between the tags of the body of a document.
fn body(text: &str) -> &str {
    let start = text.find("<body").and_then(|at| Some(at + text[at..].find('>')? + 1));
    let start = start.unwrap_or(0);
    let end = text.rfind("</body").filter(|end| *end >= start).unwrap_or(text.len());
    &text[start..end]
}

/// The folder of a file; empty at the root.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path of a file that another in `folder` names.
fn within(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A chapter whose anchors are its own, and whose links lead to those of the chapter that they mean:
/// so a note in a file of its own is one, and the first note of each chapter another.
fn with_own_names(chapter: &str, number: usize, chapters: &[String]) -> String {
    let folder = chapters.get(number).map_or("", |chapter| folder_of(chapter));
    let chapter_at = |file: &str| {
        if file.is_empty() {
            return Some(number);
        }
        let path = within(folder, &percent::decode(file));
        chapters.iter().position(|chapter| *chapter == path)
    };

    let mut written = String::with_capacity(chapter.len());
    let mut rest = chapter;
    while let Some(Name { key, value }) = first_name(rest) {
        written.push_str(&rest[..value.start]);
        let address = &rest[value.clone()];
        rest = &rest[value.start..];

        if key != "href" {
            written.push_str(&format!("c{number}-"));
        } else if let Some((file, anchor)) = address.split_once('#')
            && let Some(target) = chapter_at(file)
        {
            written.push_str(&format!("#c{target}-{anchor}"));
            rest = &rest[address.len()..];
        }
    }
    written.push_str(rest);
    written
}

/// An attribute of a tag that names a place or leads to one.
struct Name {
    key: &'static str,
    /// The bytes of its value.
    value: Range<usize>,
}

/// The first name in a text.
fn first_name(text: &str) -> Option<Name> {
    const KEYS: [&str; 3] = ["href", "id", "name"];

    for (at, _) in text.match_indices('=') {
        let Some(quote) = text[at + 1..].chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        // What looks like an attribute in the words of a book on them is words.
        let before = &text[..at];
        let is_in_tag = before.rfind(['<', '>']).is_none_or(|sign| before[sign..].starts_with('<'));
        if !is_in_tag {
            continue;
        }

        let key = KEYS.into_iter().find(|key| {
            before.strip_suffix(key).is_some_and(|rest| rest.ends_with(char::is_whitespace))
        });
        if let Some(key) = key {
            let start = at + 2;
            let length = text[start..].find(quote)?;
            return Some(Name { key, value: start..start + length });
        }
    }
    None
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
