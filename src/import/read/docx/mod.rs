//! A Word file (ECMA-376) → [`Manuscript`]: the text of its parts, a paragraph a line, and the
//! blocks in it.
//!
//! ```text
//! styles    style sheet, numberings → what a paragraph of a style is
//! body      elements → lines and blocks
//! ```
//!
//! Parts come in the order: document, footnotes, endnotes, comments, headers, footers; all but the
//! first are outside the text.

mod body;
mod styles;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(in crate::import) use tests::docx as docx_of;

use super::Refusal;
use super::archive::{Archive, damaged};
use super::xml::{self, Doctype, attribute, child};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::import::address;
use crate::import::manuscript::{Facts, Manuscript};

use body::Writer;
use roxmltree::Document;
use std::collections::BTreeMap;
use styles::{Numberings, Styles};

/// The kinds of parts beside the document, by the last word of their relationship, in the order in
/// which they are read.
const BESIDE: &[(&str, &str)] = &[
    ("footnotes", "footnote"),
    ("endnotes", "endnote"),
    ("comments", "comment"),
    ("header", "page header"),
    ("footer", "page footer"),
];

/// Parses a part.
fn parsed<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Refusal> {
    xml::parsed(text, Doctype::Refused).map_err(|why| damaged(&format!("`{name}`"), &why))
}

/// Reads a Word file.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, encrypted, without text, or unpacks to more than the limit.
pub(super) fn read(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let mut archive = Archive::open(bytes)?;
    let main = main_part(&mut archive)?;
    let text = archive
        .part(&main)?
        .ok_or_else(|| damaged("the archive", &format!("it has no `{main}`")))?;
    let links = links(&mut archive, &main)?;
    let relations = relations(&mut archive, &main)?;
    let sheet = part_of(&mut archive, &relations, "styles")?;
    let numbering = part_of(&mut archive, &relations, "numbering")?;
    let beside = parts_beside(&mut archive, &relations)?;
    let core = archive.part("docProps/core.xml")?;

    let sheet = sheet.as_ref().map(|(name, text)| parsed(name, text)).transpose()?;
    let numbering = numbering.as_ref().map(|(name, text)| parsed(name, text)).transpose()?;
    let styles = sheet.as_ref().map(Styles::new).unwrap_or_default();
    let numberings = numbering.as_ref().map(Numberings::new).unwrap_or_default();
    let document = parsed(&main, &text)?;
    let others = beside
        .iter()
        .map(|(name, text, outside)| Ok((parsed(name, text)?, *outside)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let has_rendered_breaks = text.contains("lastRenderedPageBreak");
    let mut writer = Writer::new(&styles, numberings, &links, has_rendered_breaks);
    writer.part(document.root_element(), None);
    for (part, outside) in &others {
        writer.part(part.root_element(), Some(outside));
    }
    let facts = facts(writer.title.as_deref(), core.as_deref());
    writer.features.sort_by_key(|feature| feature.range.start);
    let has_text = writer.blocks.iter().any(|block| block.outside.is_none());
    let manuscript = Manuscript {
        original: writer.original,
        encoding: "UTF-8",
        n_replaced: 0,
        is_markdown: false,
        is_told: false,
        entities: Vec::new(),
        blocks: writer.blocks,
        features: writer.features,
        facts,
    };
    match has_text {
        true => Ok(manuscript),
        false => Err(Refusal::new(
            "the document has no text",
            "if it shows pictures of pages, run text recognition over them",
        )),
    }
}

/// The addresses of the web to which a part leads, by the identifiers of the relationships.
type Links = BTreeMap<String, String>;

fn links(archive: &mut Archive, part: &str) -> Result<Links, Refusal> {
    let name = list_of_relations(part);
    let mut links = Links::new();
    let Some(text) = archive.part(&name)? else {
        return Ok(links);
    };
    let document = parsed(&name, &text)?;
    for node in document.root_element().children() {
        let is_link = attribute(node, "Type").is_some_and(|kind| kind.ends_with("/hyperlink"));
        let address = attribute(node, "Target").and_then(address);
        if is_link && let (Some(id), Some(address)) = (attribute(node, "Id"), address) {
            links.insert(id.to_owned(), address);
        }
    }
    Ok(links)
}

/// The name of the part that lists the relationships of a part (part 2 §6.5.2).
fn list_of_relations(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A relationship of a part: the last word of its type, and the name of the part that it leads to.
type Relation = (String, String);

/// The relationships of a part (part 2 §6.5), those to parts within the archive.
fn relations(archive: &mut Archive, part: &str) -> Result<Vec<Relation>, Refusal> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = list_of_relations(part);
    let Some(text) = archive.part(&name)? else {
        return Ok(Vec::new());
    };
    let document = parsed(&name, &text)?;
    let relations = document
        .root_element()
        .children()
        .filter(|node| attribute(*node, "TargetMode") != Some("External"));
    Ok(relations
        .filter_map(|node| {
            let kind = attribute(node, "Type")?.rsplit('/').next()?;
            Some((kind.to_owned(), resolved(folder, attribute(node, "Target")?)))
        })
        .collect())
}

/// The name of a part that a part in `folder` calls `target`.
fn resolved(folder: &str, target: &str) -> String {
    let start = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The name of the part that holds the document.
fn main_part(archive: &mut Archive) -> Result<String, Refusal> {
    let found = relations(archive, "")?.into_iter().find(|(kind, _)| kind == "officeDocument");
    Ok(found.map_or_else(|| "word/document.xml".to_owned(), |(_, target)| target))
}

/// The first part of a kind, with its name.
fn part_of(
    archive: &mut Archive,
    relations: &[Relation],
    kind: &str,
) -> Result<Option<(String, String)>, Refusal> {
    let Some((_, name)) = relations.iter().find(|(found, _)| found == kind) else {
        return Ok(None);
    };
    Ok(archive.part(name)?.map(|text| (name.clone(), text)))
}

/// The parts beside the document: name, text, what they are.
fn parts_beside(
    archive: &mut Archive,
    relations: &[Relation],
) -> Result<Vec<(String, String, &'static str)>, Refusal> {
    let mut parts: Vec<(String, String, &'static str)> = Vec::new();
    for (kind, outside) in BESIDE {
        let mut names: Vec<&String> =
            relations.iter().filter(|(found, _)| found == kind).map(|(_, name)| name).collect();
        // `header2` before `header10`.
        names.sort_by_key(|name| (name.len(), name.as_str()));
        names.dedup();
        for name in names {
            parts.extend(archive.part(name)?.map(|text| (name.clone(), text, *outside)));
        }
    }
    Ok(parts)
}

/// What the document says of itself (part 2 §8): the day on which the file was made may be that of
/// the document.
fn facts(title: Option<&str>, core: Option<&str>) -> Facts {
    // Damage here costs a title, no text.
    let core: Option<Document> = core.and_then(|text| parsed("docProps/core.xml", text).ok());
    let of = |name: &str| {
        core.as_ref()
            .and_then(|core| child(core.root_element(), name)?.text())
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let own = of("title").filter(|own| title != Some(*own));
    Facts {
        titles: title.into_iter().chain(own).map(str::to_owned).collect(),
        made: of("created").and_then(|date| Date::parse(date.get(..10)?)),
        lang: of("language").and_then(Lang::parse),
        ..Facts::default()
    }
}
