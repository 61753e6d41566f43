//! The text of a part → its elements, unless it is a trap.
//!
//! **Invariant:** what is parsed is bounded in depth, in nodes, in attributes of one element and in
//! namespaces, for on each of them the time or the memory of the parser depends worse than
//! linearly. Document types, and with them entities, are refused.

use super::archive::damaged;
use crate::import::read::Refusal;
use roxmltree::{Document, Node, ParsingOptions};

/// How deep elements are nested at most; Word's own documents reach about 60.
const MAX_DEPTH: usize = 400;
/// Elements, texts and comments of one part at most; so many take about 250 MB.
const MAX_NODES: u32 = 2_500_000;
/// Attributes of one element at most.
const MAX_ATTRIBUTES: usize = 250;
/// Declarations of namespaces in one part at most.
const MAX_NAMESPACES: usize = 10_000;

/// Parses a part.
///
/// # Errors
///
/// A [`Refusal`] if the part is not well formed or goes beyond a limit.
pub(super) fn parsed<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Refusal> {
    if let Some(excess) = excess(text) {
        return Err(damaged(&format!("`{name}`"), &excess));
    }
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
        .map_err(|error| damaged(&format!("`{name}`"), &error.to_string()))
}

/// What of a part is too much, judged by its tags alone.
fn excess(text: &str) -> Option<String> {
    let (mut depth, mut n_namespaces) = (0_usize, 0);
    for part in text.split('<').skip(1) {
        let tag = &part[..part.rfind('>').unwrap_or(part.len())];
        match tag.as_bytes() {
            [b'/', ..] => depth = depth.saturating_sub(1),
            [b'!' | b'?', ..] | [.., b'/'] => {}
            _ => depth += 1,
        }
        n_namespaces += tag.matches("xmlns").count();

        if depth > MAX_DEPTH {
            return Some(format!("its elements are nested more than {MAX_DEPTH} deep"));
        }
        if n_namespaces > MAX_NAMESPACES {
            return Some(format!("it declares more than {MAX_NAMESPACES} namespaces"));
        }
        if tag.len() > 2 * MAX_ATTRIBUTES
            && tag.matches('=').count() > MAX_ATTRIBUTES
            && n_attributes(tag) > MAX_ATTRIBUTES
        {
            return Some(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
        }
    }
    None
}

/// How many values in quotes follow an equals sign.
fn n_attributes(tag: &str) -> usize {
    let (mut n, mut quote, mut before) = (0, None, ' ');
    for c in tag.chars() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => {
                quote = Some(c);
                n += usize::from(before == '=');
            }
            None => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    n
}

/// The first child of this name. Names are compared without namespaces, for the transitional and
/// the strict form of the standard differ in them.
pub(super) fn child<'a, 't>(node: Node<'a, 't>, name: &str) -> Option<Node<'a, 't>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The value of an attribute, in whatever namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The `val` of a child.
pub(super) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// A switch (`ST_OnOff`, ECMA-376 part 1 §22.9.2.7): a child that is there is on, unless its value
/// says otherwise.
pub(super) fn switch(node: Node, name: &str) -> Option<bool> {
    child(node, name).map(|found| !matches!(attribute(found, "val"), Some("0" | "false" | "off")))
}
