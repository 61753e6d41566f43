//! A corpus whose texts and lists are files of their own, which its root takes in by XInclude, as
//! ParlaMint has it → which files belong together, and whom their lists name.
//!
//! **Invariant:** nothing is opened here: who reads the files says which there are, and what is not
//! among them is told. Each file is read once, so files that take in one another end.

use super::{DIALECTS, Own, find_all, lists, said};
use crate::base::decode::foreign::converted;
use crate::base::lang::Lang;
use crate::import::manuscript::Entity;
use crate::import::read::html;
use crate::import::read::xml::{self, Doctype};
use roxmltree::{Document, Node};

/// The namespace of XInclude.
const XINCLUDE: &str = "http://www.w3.org/2001/XInclude";

/// A file of a corpus that is no text: its root, or a list.
#[derive(Debug, Default)]
pub(crate) struct CorpusPart {
    /// Whether texts are in it, or it takes in files that may be some.
    pub(crate) is_root: bool,
    /// Whether it has texts of its own.
    pub(crate) has_texts: bool,
    /// The addresses of the files that it takes in, as written.
    pub(crate) includes: Vec<String>,
    /// Whom and what it lists.
    pub(crate) entities: Vec<Entity>,
}

/// The files that are taken in, within an element.
pub(super) fn includes(root: Node) -> Vec<String> {
    let mut includes = Vec::new();
    for node in find_all(root, "include") {
        let is_one = node.tag_name().namespace() == Some(XINCLUDE);
        includes.extend(said(node, "href").filter(|_| is_one).map(str::to_owned));
    }
    includes
}

/// What a file says as a part of a corpus; none if it is no XML of TEI, or cannot be read.
pub(crate) fn corpus_part(bytes: &[u8]) -> Option<CorpusPart> {
    let declared = html::declared_encoding(bytes);
    let text = converted(bytes, declared.as_deref()).ok()?.text;
    let document = xml::parsed(&text, Doctype::Characters).ok()?;
    of_document(&document)
}

fn of_document(document: &Document<'_>) -> Option<CorpusPart> {
    let root = document.root_element();
    let tei = DIALECTS.into_iter().find(|dialect| dialect.root == "TEI")?;
    let is_of_tei = root.tag_name().namespace() == Some("http://www.tei-c.org/ns/1.0");
    let name = root.tag_name().name();
    if !is_of_tei && name != "teiCorpus" {
        return None;
    }
    let is_root = name == "teiCorpus";
    let has_texts = find_all(root, "text").next().is_some();
    let lists = if is_root { super::head(root) } else { root };
    let mut entities = (tei.entities)(lists);
    Own::within(lists).complete(&mut entities);
    Some(CorpusPart { is_root, has_texts, includes: includes(root), entities })
}

/// The people and bodies of several lists as one, with the names of bodies in offices.
pub(crate) fn listed_together(parts: Vec<Vec<Entity>>, lang: Option<&Lang>) -> Vec<Entity> {
    let mut all = Vec::new();
    parts.into_iter().for_each(|part| lists::add(&mut all, part));
    lists::name_bodies(&mut all, lang);
    all
}
