//! The tree of a page → which elements refer to notes, and which are the notes.
//!
//! A reference is a link within the page whose text is the mark of a note: a number or a sign, set
//! above the line, in brackets or called so by its class or role. Where it leads is the note.
//! **Invariant:** a note never holds the reference that leads to it. What only links back from a
//! note is hidden, and so is the mark of a reference; both are markup.

use super::tokens::unescaped;
use super::tree::{Content, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the mark of a note at most, without brackets.
const LONGEST_MARK: usize = 4;

/// The notes of a page, by the index of a node.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Elements that are nothing but a reference, and the number of the note.
    references: BTreeMap<usize, u32>,
    /// Elements that hold a note, and its number.
    definitions: BTreeMap<usize, u32>,
}

impl Notes {
    /// Finds the notes of a page, and hides what marks them.
    pub(super) fn take(tree: &mut Tree, source: &str) -> Self {
        let targets = targets(tree);
        let mut notes = Notes::default();
        let mut used: BTreeSet<u32> = BTreeSet::new();
        let mut hidden: Vec<usize> = Vec::new();

        for link in 0..tree.nodes.len() {
            let Some(target) = target_of(tree, link, &targets) else {
                continue;
            };
            if tree.nodes[link].style.hidden || notes.number_of(tree, link).is_some() {
                continue;
            }
            let text = text_of(tree, source, link);
            if !is_mark(&text) {
                continue;
            }
            let reference = outermost(tree, source, link, &text);
            let Some(definition) = definition_at(tree, target) else {
                continue;
            };
            let back = links_back(tree, definition, reference, &targets);
            // A number alone may lead to a chapter; what links back is a note.
            let is_told = !back.is_empty() || is_raised(tree, link) || is_called_note(tree, link);
            let is_inside = (definition..tree.nodes[definition].end).contains(&link);
            let is_reference = is_told && !is_inside;
            let has_words = text_of(tree, source, definition).chars().count() > LONGEST_MARK;
            if !is_reference || !has_words {
                continue;
            }

            let number = match notes.definitions.get(&definition) {
                Some(number) => *number,
                None => free_number(&text, &used),
            };
            used.insert(number);
            notes.references.insert(reference, number);
            notes.definitions.insert(definition, number);
            hidden.push(reference);
            for link in back {
                let text = text_of(tree, source, link);
                hidden.push(outermost(tree, source, link, &text));
            }
        }

        for element in hidden {
            let end = tree.nodes[element].end;
            tree.nodes[element + 1..end].iter_mut().for_each(|node| node.style.hidden = true);
        }
        notes
    }

    /// The number of the note to which an element refers.
    pub(super) fn reference(&self, element: usize) -> Option<u32> {
        self.references.get(&element).copied()
    }

    /// The number of the note in which a node is.
    pub(super) fn number_of(&self, tree: &Tree, node: usize) -> Option<u32> {
        if self.definitions.is_empty() {
            return None;
        }
        let mut around = std::iter::once(node).chain(tree.ancestors(node));
        around.find_map(|element| self.definitions.get(&element).copied())
    }
}

/// The elements that links within the page can lead to, by name.
fn targets(tree: &Tree) -> BTreeMap<String, usize> {
    let mut targets = BTreeMap::new();
    for (index, node) in tree.nodes.iter().enumerate() {
        let Some(tag) = node.tag() else { continue };
        let name = (tag.name == "a").then(|| tag.attribute("name")).flatten();
        for name in tag.attribute("id").into_iter().chain(name) {
            targets.entry(name.to_owned()).or_insert(index);
        }
    }
    targets
}

/// Where a link within the page leads.
fn target_of(tree: &Tree, link: usize, targets: &BTreeMap<String, usize>) -> Option<usize> {
    let tag = tree.nodes[link].tag().filter(|tag| tag.name == "a")?;
    let name = tag.attribute("href")?.trim().strip_prefix('#')?;
    targets.get(name).copied()
}

/// The block that holds the note at which a link arrives.
fn definition_at(tree: &Tree, target: usize) -> Option<usize> {
    let holds_note =
        |name: &str| matches!(name, "li" | "p" | "div" | "dd" | "aside" | "blockquote");
    let element = tree.nearest(target, |node| {
        holds_note(node.name()) || super::elements::is_block(node.name())
    })?;
    holds_note(tree.nodes[element].name()).then_some(element)
}

/// The links in a note that lead back to its reference or to what is in it or right around it.
fn links_back(
    tree: &Tree,
    definition: usize,
    reference: usize,
    targets: &BTreeMap<String, usize>,
) -> Vec<usize> {
    let parent = tree.nodes[reference].parent;
    let is_there = |target: usize| {
        target == parent || (reference..tree.nodes[reference].end).contains(&target)
    };
    let mut links = Vec::new();
    for link in definition..tree.nodes[definition].end {
        if target_of(tree, link, targets).is_some_and(is_there) {
            links.push(link);
        }
    }
    links
}

/// The outermost inline element around a link that has no more text than the link, brackets apart.
fn outermost(tree: &Tree, source: &str, link: usize, text: &str) -> usize {
    let mut outermost = link;
    for element in tree.ancestors(link) {
        let is_inline = matches!(tree.nodes[element].name(), "sup" | "span" | "b" | "small" | "i");
        if !is_inline || text_of(tree, source, element) != text {
            break;
        }
        outermost = element;
    }
    outermost
}

/// The text of an element without brackets and white space around it.
fn text_of(tree: &Tree, source: &str, element: usize) -> String {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '〔' | '〕');
    unescaped(&tree.source_text(element, source)).trim_matches(is_around).to_owned()
}

fn is_mark(text: &str) -> bool {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || "①②③④⑤⑥⑦⑧⑨⑩".contains(c));
    let is_sign = text.chars().all(|c| "*†‡§¶#".contains(c));
    let is_letter = text.chars().count() == 1 && text.chars().all(|c| c.is_ascii_lowercase());
    let is_roman = text.chars().all(|c| "ivx".contains(c));
    !text.is_empty()
        && text.chars().count() <= LONGEST_MARK
        && (is_number || is_sign || is_letter || is_roman)
}

/// Whether a link is set above the line.
fn is_raised(tree: &Tree, link: usize) -> bool {
    let inside = link + 1..tree.nodes[link].end;
    let is_around = tree.ancestors(link).take(2).any(|element| tree.nodes[element].name() == "sup");
    is_around || inside.into_iter().any(|index| tree.nodes[index].name() == "sup")
}

/// Whether a link is called the mark of a note by its role (DPUB-ARIA 1.1), type or class.
fn is_called_note(tree: &Tree, link: usize) -> bool {
    let around = std::iter::once(link).chain(tree.ancestors(link).take(1));
    let tags = around.filter_map(|element| tree.nodes[element].tag());
    for tag in tags {
        if matches!(tag.name.as_str(), "p" | "div" | "li" | "td") {
            continue;
        }
        for key in ["role", "epub:type", "class", "rel"] {
            let words = tag.attribute(key).unwrap_or_default().to_ascii_lowercase();
            if words.contains("noteref") || words.contains("footnote") {
                return true;
            }
        }
    }
    false
}

/// The number that a mark shows, or the next one that no note has.
fn free_number(mark: &str, used: &BTreeSet<u32>) -> u32 {
    let shown = mark.parse::<u32>().ok().filter(|number| !used.contains(number));
    let next = used.last().map_or(1, |last| last.saturating_add(1));
    shown.unwrap_or(next)
}

/// Where the texts of an element end in the source; none if it has none.
pub(super) fn end_of_text(tree: &Tree, element: usize) -> Option<usize> {
    let nodes = &tree.nodes[element..tree.nodes[element].end];
    nodes.iter().rev().find_map(|node| match &node.content {
        Content::Text(range) => Some(range.end),
        Content::Element(_) => None,
    })
}
