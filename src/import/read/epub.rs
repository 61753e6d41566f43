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
    let package = package(&mut archive)?;
    let text = archive
        .part(&package)?
        .ok_or_else(|| damaged("the EPUB", &format!("it has no `{package}`")))?;
    let document = parsed(&package, &text)?;
    let root = document.root_element();
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let chapters = chapters(root, folder);

    let meta = |name: &str| {
        let mut nodes = root.descendants().filter(|node| node.tag_name().name() == name);
        nodes.find_map(|node| node.text()).map(str::trim).unwrap_or_default().to_owned()
    };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><title>{}</title></head>\n<body>\n",
        escaped(&meta("language")),
        escaped(&meta("title"))
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
    manuscript.facts.remarks.extend(lacks_chapter.then_some(LACKS_CHAPTER));
    manuscript.facts.made = Date::parse(meta("date").get(..10).unwrap_or_default());
    Ok(manuscript)
}

fn parsed<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Refusal> {
    xml::parsed(text, Doctype::Characters).map_err(|why| damaged(&format!("`{name}`"), &why))
}

/// The name of the file that lists the others (§4.2.6.3).
fn package(archive: &mut Archive) -> Result<String, Refusal> {
    const CONTAINER: &str = "META-INF/container.xml";

    let text = archive
        .part(CONTAINER)?
        .ok_or_else(|| damaged("the EPUB", &format!("it has no `{CONTAINER}`")))?;
    let document = parsed(CONTAINER, &text)?;
    let root = document.descendants().find(|node| node.tag_name().name() == "rootfile");
    let path = root.and_then(|root| attribute(root, "full-path"));
    path.map(str::to_owned).ok_or_else(|| damaged("the EPUB", "it names no package"))
}

/// The names of the documents in reading order.
fn chapters(root: Node, folder: &str) -> Vec<String> {
    let mut items: BTreeMap<&str, &str> = BTreeMap::new();
    for item in root.descendants().filter(|node| node.tag_name().name() == "item") {
        let is_contents = attribute(item, "properties")
            .is_some_and(|properties| properties.split_whitespace().any(|word| word == "nav"));
        let kind = attribute(item, "media-type").unwrap_or_default();
        if let (Some(id), Some(href)) = (attribute(item, "id"), attribute(item, "href"))
            && kind.contains("html")
            && !is_contents
        {
            items.insert(id, href);
        }
    }

    let mut chapters = Vec::new();
    let mut known = BTreeSet::new();
    let spine = root.descendants().filter(|node| node.tag_name().name() == "itemref");
    for item in spine.take(MOST_CHAPTERS) {
        let href = attribute(item, "idref").and_then(|id| items.get(id));
        let Some(href) = href else {
            continue;
        };
        let path = percent::decode(href.split('#').next().unwrap_or_default());
        let path = within(folder, &path);
        if known.insert(path.clone()) {
            chapters.push(path);
        }
    }
    chapters
}

/// What is between the tags of the body of a document.
fn body(text: &str) -> &str {
    let start = text.find("<body").and_then(|at| Some(at + text[at..].find('>')? + 1));
    let start = start.unwrap_or(0);
    let end = text.rfind("</body").filter(|end| *end >= start).unwrap_or(text.len());
    &text[start..end]
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
    let folder = chapters.get(number).and_then(|name| name.rsplit_once('/'));
    let folder = folder.map_or("", |(folder, _)| folder);
    let mut written = String::with_capacity(chapter.len());
    let mut rest = chapter;
    while let Some((key, start, length)) = name_in_tag(rest) {
        let value = &rest[start..start + length];
        written.push_str(&rest[..start]);
        rest = &rest[start..];
        match (key, value.split_once('#')) {
            ("href", None) => {}
            ("href", Some((file, anchor))) => {
                let target = within(folder, &percent::decode(file));
                let target = match file {
                    "" => Some(number),
                    _ => chapters.iter().position(|chapter| *chapter == target),
                };
                if let Some(target) = target {
                    written.push_str(&format!("#c{target}-{anchor}"));
                    rest = &rest[length..];
                }
            }
            _ => written.push_str(&format!("c{number}-")),
        }
    }
    written.push_str(rest);
    written
}

/// The first attribute that names a place or leads to one: its key, and where its value is.
fn name_in_tag(text: &str) -> Option<(&str, usize, usize)> {
    const KEYS: [&str; 3] = ["href", "id", "name"];

    for (at, _) in text.match_indices("=") {
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
            return Some((key, start, length));
        }
    }
    None
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
