//! XML → its elements, unless it is a trap.
//!
//! **Invariant:** what is parsed is bounded in depth, in nodes, in attributes of one element and in
//! namespaces, for on each of them the time or the memory of the parser depends worse than
//! linearly. Entities that a document declares are refused, but for those that are a few characters
//! where the caller takes them: one that holds another, or a tag, can grow without bound.

use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

/// How deep elements are nested at most; Word's own documents reach about 60.
const MAX_DEPTH: usize = 400;
/// Elements, texts and comments of one part at most; so many take about 250 MB.
const MAX_NODES: u32 = 2_500_000;
/// Attributes of one element at most.
const MAX_ATTRIBUTES: usize = 250;
/// Declarations of namespaces in one part at most.
const MAX_NAMESPACES: usize = 10_000;

/// Characters that an entity of a document is at most: a name or a sign.
const LONGEST_ENTITY: usize = 64;

/// What is done with a document type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doctype {
    /// It is refused.
    Refused,
    /// It may name characters.
    Characters,
}

/// The characters that a document type names, by their names.
pub(super) type Characters = BTreeMap<String, String>;

/// Parses XML.
///
/// # Errors
///
/// Why not: it is not well formed, or goes beyond a limit. Lower case, no full stop.
pub(super) fn parsed(text: &str, doctype: Doctype) -> Result<Document<'_>, String> {
    if let Some(excess) = excess(text) {
        return Err(excess);
    }
    let characters = match doctype {
        Doctype::Characters => characters(text)?,
        Doctype::Refused => None,
    };
    let allow_dtd = characters.is_some();
    if let Some(characters) = characters
        && grown(text, &characters) > text.len()
    {
        return Err("its entities make more text of it than it has".to_owned());
    }
    let options = ParsingOptions { allow_dtd, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// The characters that the document type of a text names; none if it has no document type.
///
/// # Errors
///
/// If it declares anything that is more than characters.
pub(super) fn characters(text: &str) -> Result<Option<Characters>, String> {
    let Some((_, behind)) = text.split_once("<!DOCTYPE") else {
        return Ok(None);
    };
    let mut characters = Characters::new();
    let end = behind.find('>').unwrap_or(behind.len());
    let Some(subset) = behind.find('[').filter(|open| *open < end) else {
        return Ok(Some(characters));
    };
    let Some(length) = behind[subset..].find("]>").or_else(|| behind[subset..].find(']')) else {
        return Err("its document type does not end".to_owned());
    };

    for declared in behind[subset..subset + length].split("<!ENTITY").skip(1) {
        let declared = declared.trim_start();
        let (name, rest) = declared.split_once(char::is_whitespace).unwrap_or_default();
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(value) = quote.and_then(|quote| rest[1..].split(quote).next()) else {
            return Err(format!("it declares the entity `{name}`, which is not in the file"));
        };
        if value.len() > LONGEST_ENTITY || value.contains('<') || value.contains('%') {
            return Err(format!("it declares the entity `{name}`, which is more than characters"));
        }
        // `&#38;#38;` is how the standard declares `amp`, which every reader knows.
        let is_known = ["amp", "lt", "gt", "quot", "apos"].contains(&name);
        let text = replaced(value, &Characters::new());
        match text {
            Some(text) if !text.contains('&') => {
                characters.insert(name.to_owned(), text);
            }
            _ if is_known => {}
            _ => return Err(format!("it declares the entity `{name}`, which holds another")),
        }
    }
    Ok(Some(characters))
}

/// A text with its references replaced; none where one is not known.
fn replaced(text: &str, characters: &Characters) -> Option<String> {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        let (name, after) = behind.split_once(';')?;
        replaced.push_str(before);
        replaced.push_str(&reference(name, characters)?);
        rest = after;
    }
    replaced.push_str(rest);
    Some(replaced)
}

/// The text of a reference, without `&` and `;`.
pub(super) fn reference(name: &str, characters: &Characters) -> Option<String> {
    let code = match name.strip_prefix('#') {
        Some(code) => match code.strip_prefix(['x', 'X']) {
            Some(code) => u32::from_str_radix(code, 16).ok()?,
            None => code.parse().ok()?,
        },
        None => {
            let known = match name {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                name => characters.get(name)?,
            };
            return Some(known.to_owned());
        }
    };
    char::from_u32(code).map(String::from)
}

/// The bytes that all entities of a text together become.
fn grown(text: &str, characters: &Characters) -> usize {
    if characters.is_empty() {
        return 0;
    }
    let references = text.split('&').skip(1);
    let names = references.filter_map(|behind| Some(behind.split_once(';')?.0));
    names.filter_map(|name| characters.get(name)).map(String::len).sum()
}

/// What of a text is too much, judged by its tags alone.
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
