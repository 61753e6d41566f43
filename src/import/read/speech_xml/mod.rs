//! Records of speeches in XML → [`Manuscript`]: who speaks, when, and whom the text names, as the
//! elements say.
//!
//! ```text
//! walk          the elements in the order of the document → blocks, whatever their format
//! texts         elements → texts with their places
//! rules         what an element is to the text, whatever its format calls it
//! tei           the Text Encoding Initiative: ParlaMint, Parla-CLARIN, plays
//! akoma_ntoso   OASIS Akoma Ntoso
//! lists         people and bodies of other files, and of the head of a corpus
//! corpus        a corpus whose texts and lists are files of their own
//! own           what documents of ours say beside, under our own keys
//! hansard       the XML of parlparse, and that of Canada's House of Commons
//! ```
//!
//! **Invariant:** what is said by nobody is under nobody's name: what happens is a scene, and other
//! words end the turn before them. Whoever goes on behind words of another is named again.
//! **Invariant:** nobody speaks whom the document does not name; one that is named by an identifier
//! that the file does not explain keeps the identifier.

mod akoma_ntoso;
mod corpus;
mod hansard;
mod lists;
mod own;
mod rules;
mod tei;
#[cfg(test)]
mod tests;
mod texts;
mod walk;

pub(crate) use corpus::{CorpusPart, corpus_part, listed_together};

use super::Refusal;
use super::xml::{self, Doctype, attribute};
use crate::base::decode::foreign::Converted;
use crate::import::manuscript::{Entity, Facts, Manuscript};
use own::Own;
use roxmltree::{Document, Node};
use rules::Rule;
use std::collections::BTreeMap;
use walk::Reader;

/// What is said where somebody speaks who has an identifier and no name.
const NAMELESS: &str = "who speaks is named there by identifiers that the file does not explain: they are the names, until you write others";

/// What is said where some of the text is in other files.
const INCLUDED: &str = "words are missing: parts of the text are in other files, whose names stand in brackets where they belong";

/// A format of records of speeches.
struct Dialect {
    /// The name of its outermost element.
    root: &'static str,
    /// What an element is to the text.
    rule: for<'d, 't> fn(Node<'d, 't>) -> Rule<'d>,
    /// What the document says of itself.
    facts: for<'d, 't> fn(&'d Document<'t>, Node<'d, 't>) -> Facts,
    /// Whom and what the document names by identifiers.
    entities: for<'d, 't> fn(Node<'d, 't>) -> Vec<Entity>,
    /// The times of a timeline, by their identifiers, as a recording shows them.
    times: for<'d, 't> fn(Node<'d, 't>) -> BTreeMap<&'d str, String>,
    /// The notes that stand elsewhere than where the text refers to them, by their identifiers.
    notes: for<'d, 't> fn(Node<'d, 't>) -> BTreeMap<&'d str, Node<'d, 't>>,
}

const DIALECTS: [&Dialect; 5] =
    [&tei::DIALECT, &tei::CORPUS, &akoma_ntoso::DIALECT, &hansard::PUBLIC_WHIP, &hansard::CANADA];

/// Whether a text begins as one of the formats does.
pub(super) fn is_speech_xml(start: &str) -> bool {
    root(start).is_some_and(|root| dialect(root).is_some())
}

/// The name of the outermost element of a text that is XML, without its prefix.
pub(super) fn root(start: &str) -> Option<&str> {
    let mut rest = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !rest.starts_with('<') {
        return None;
    }
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!DOCTYPE") {
            let close = rest.find('>')?;
            match rest.find('[').filter(|open| *open < close) {
                Some(open) => open + rest[open..].find("]>")? + 2,
                None => close + 1,
            }
        } else {
            break;
        };
        rest = rest[end..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    let name = &name[..end.unwrap_or(name.len())];
    Some(name.rsplit(':').next().unwrap_or(name))
}

fn dialect(root: &str) -> Option<&'static Dialect> {
    DIALECTS.into_iter().find(|dialect| dialect.root == root)
}

/// Reads a record of speeches, or a corpus of them, whose texts are a speech each. `lists` are the
/// people and bodies of lists in other files.
///
/// # Errors
///
/// A [`Refusal`] if it is not well formed, goes beyond a limit, or has no text.
pub(super) fn read(converted: Converted, lists: &[Entity]) -> Result<Vec<Manuscript>, Refusal> {
    let Converted { text: original, encoding, n_replaced } = converted;
    let characters = xml::characters(&original).map_err(|why| refused(&why))?.unwrap_or_default();
    let document = xml::parsed(&original, Doctype::Characters).map_err(|why| refused(&why))?;
    let root = document.root_element();
    let Some(dialect) = dialect(root.tag_name().name()) else {
        return Err(unknown(root.tag_name().name()));
    };

    let parts = parts(root);
    let is_whole = parts == [root];
    let mut all = lists.to_vec();
    if !is_whole {
        lists::add(&mut all, (dialect.entities)(head(root)));
        Own::within(head(root)).complete(&mut all);
        lists::name_bodies(&mut all, None);
    }
    let corpus = Corpus { document: &document, dialect, characters, lists: &all };
    let mut manuscripts = Vec::with_capacity(parts.len());
    for (number, part) in (1..).zip(parts) {
        let mut manuscript = corpus.manuscript(part);
        if manuscript.blocks.iter().all(|block| block.outside.is_some()) {
            continue;
        }
        if !is_whole {
            let name = said(part, "id").map_or_else(|| number.to_string(), str::to_owned);
            manuscript.facts.part = Some(name);
        }
        // What could not be decoded is told once.
        let n_replaced = if manuscripts.is_empty() { n_replaced } else { 0 };
        manuscripts.push(Manuscript { encoding, n_replaced, ..manuscript });
    }
    if manuscripts.is_empty() {
        let hint = match is_whole && !corpus::includes(root).is_empty() {
            true => "it takes in other files: import their folder, and they are read together",
            false => {
                "import the file that holds the words; people and places are for `oratory import entities`"
            }
        };
        return Err(Refusal::new(
            "the file has no text of a speech, only what is said about it",
            hint,
        ));
    }
    Ok(manuscripts)
}

/// The parts of a file that are a speech each: the documents of a corpus, the texts of a group; else
/// all of it.
fn parts<'d, 't>(root: Node<'d, 't>) -> Vec<Node<'d, 't>> {
    let within = |name: &'static str, holder: &str| -> Vec<Node<'d, 't>> {
        let is_in = |node: &Node| node.parent().is_some_and(|of| of.tag_name().name() == holder);
        let is_part = |node: &Node| {
            (is_in(node) || holder.is_empty())
                && !node.descendants().skip(1).any(|inner| inner.tag_name().name() == name)
        };
        find_all(root, name).filter(is_part).collect()
    };
    match root.tag_name().name() {
        "teiCorpus" => {
            let texts = within("TEI", "");
            if texts.is_empty() { vec![root] } else { texts }
        }
        "TEI" => {
            let texts = within("text", "group");
            if texts.len() < 2 { vec![root] } else { texts }
        }
        _ => vec![root],
    }
}

/// The head of a corpus.
fn head<'d, 't>(root: Node<'d, 't>) -> Node<'d, 't> {
    let mut children = root.children();
    children.find(|node| node.tag_name().name() == "teiHeader").unwrap_or(root)
}

/// A file and what all its parts have in common.
struct Corpus<'d, 't> {
    document: &'d Document<'t>,
    dialect: &'static Dialect,
    characters: xml::Characters,
    lists: &'d [Entity],
}

impl<'d> Corpus<'d, '_> {
    /// Reads one of its parts.
    fn manuscript(&self, part: Node<'d, '_>) -> Manuscript
    where
        Self: 'd,
    {
        let own = Own::within(part);
        let original = self.document.input_text();
        let mut reader = Reader::new(original, self.dialect, part, self.characters.clone());
        reader.take_up(self.entities(part, &own), &own);
        reader.element(part);
        reader.beside();

        // A text of a group has the head of its document.
        let stating = match part.tag_name().name() {
            "text" => self.document.root_element(),
            _ => part,
        };
        let mut facts = (self.dialect.facts)(self.document, stating);
        if part != stating {
            facts.titles.splice(..0, find(part, "head").map(text_of));
        }
        own.add_to(&mut facts);
        if reader.has_nameless {
            facts.remarks.push(NAMELESS);
        }
        if find(part, "text").is_some_and(|text| !corpus::includes(text).is_empty()) {
            facts.remarks.push(INCLUDED);
        }
        let entities = reader.entities;
        let (blocks, features) = reader.writer.finish();
        let mut manuscript = Manuscript {
            is_told: true,
            blocks,
            features,
            facts,
            entities,
            ..Manuscript::default()
        };
        manuscript.original = match part == self.document.root_element() {
            true => original.to_owned(),
            false => {
                manuscript.begin_at(part.range().start);
                original[part.range()].to_owned()
            }
        };
        manuscript
    }

    /// Whom a part names, by its own lists and by those of the corpus.
    fn entities(&self, part: Node<'d, '_>, own: &Own) -> Vec<Entity> {
        let mut entities = (self.dialect.entities)(part);
        own.complete(&mut entities);
        lists::add(&mut entities, lists::referred(self.lists, part, own));
        lists::name_bodies(&mut entities, None);
        entities
    }
}

fn refused(why: &str) -> Refusal {
    Refusal::new(
        format!("this XML cannot be read: {why}"),
        "`xmllint --noout FILE` shows the place; mend it there, or take the file anew from where it comes",
    )
}

/// The refusal of XML of another format.
pub(super) fn unknown(root: &str) -> Refusal {
    Refusal::new(
        format!("this is XML, and `{root}` is none of the formats that are read"),
        "import TEI (`TEI`), Akoma Ntoso (`akomaNtoso`) or Hansard (`publicwhip`, `Hansard`), or make a page or a text of it",
    )
}

/// An identifier without the sign that says that it is one of this file.
fn bare(key: &str) -> &str {
    key.trim().trim_start_matches('#')
}

/// The id on a site of an identifier in a file of ours: `wang-yi` of `person.wang-yi`.
fn own_id(key: &str) -> Option<&str> {
    let (kind, id) = key.split_once('.')?;
    (!kind.is_empty() && crate::base::ids::is_entity_id(id)).then_some(id)
}

/// The text of an element and all in it, on one line.
fn text_of(node: Node) -> String {
    let texts: String =
        node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    texts.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first element of a name within another.
fn find<'d, 't>(within: Node<'d, 't>, name: &str) -> Option<Node<'d, 't>> {
    within.descendants().find(|node| node.tag_name().name() == name)
}

/// All elements of a name within another.
fn find_all<'d, 't>(
    within: Node<'d, 't>,
    name: &'static str,
) -> impl Iterator<Item = Node<'d, 't>> {
    within.descendants().filter(move |node| node.tag_name().name() == name)
}

/// The values of an attribute, wherever it is within an element.
fn attribute_values<'d>(within: Node<'d, '_>, name: &'static str) -> impl Iterator<Item = &'d str> {
    within.descendants().filter_map(move |node| said(node, name))
}

/// The value of an attribute that is not empty.
fn said<'d>(node: Node<'d, '_>, name: &str) -> Option<&'d str> {
    attribute(node, name).map(str::trim).filter(|value| !value.is_empty())
}
