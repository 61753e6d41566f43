//! The content of an element → its texts, with the bytes that they have in the source, and its
//! elements.
//!
//! **Invariant:** pieces are in the order of the source; comments and instructions are none.

use crate::import::read::xml::{Characters, reference};
use roxmltree::Node;
use std::ops::Range;

/// A piece of the content of an element.
pub(super) enum Piece<'d, 't> {
    Text(Range<usize>),
    /// A reference: the characters that it is.
    Written(Range<usize>, String),
    Element(Node<'d, 't>),
}

/// The pieces of the content of `node`; `source` is well formed.
pub(super) fn pieces<'d, 't>(
    node: Node<'d, 't>,
    source: &str,
    characters: &Characters,
) -> Vec<Piece<'d, 't>> {
    let mut pieces = Vec::new();
    let Some(content) = content(node, source) else {
        return pieces;
    };
    let mut at = content.start;
    for child in node.children().filter(Node::is_element) {
        texts(source, at..child.range().start, characters, &mut pieces);
        pieces.push(Piece::Element(child));
        at = child.range().end;
    }
    texts(source, at..content.end, characters, &mut pieces);
    pieces
}

/// The bytes between the tags of an element; none of one that has a single tag.
pub(super) fn content(node: Node, source: &str) -> Option<Range<usize>> {
    let range = node.range();
    let mut quote = None;
    for (at, c) in source.get(range.clone())?.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => {
                let start = range.start + at + 1;
                let end = range.start + source[range].rfind("</").unwrap_or(at + 1);
                return (start <= end).then_some(start..end);
            }
            (None, _) => {}
        }
    }
    None
}

/// The texts of a stretch of the source between two elements.
fn texts(
    source: &str,
    range: Range<usize>,
    characters: &Characters,
    pieces: &mut Vec<Piece<'_, '_>>,
) {
    let mut at = range.start;
    while at < range.end {
        let rest = &source[at..range.end];
        let end_of = |mark: &str| rest.find(mark).map_or(rest.len(), |end| end + mark.len());
        let length = if rest.starts_with("<!--") {
            end_of("-->")
        } else if rest.starts_with("<?") {
            end_of("?>")
        } else if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let start = at + rest.len() - inner.len();
            let length = inner.find("]]>").unwrap_or(inner.len());
            pieces.push(Piece::Text(start..start + length));
            end_of("]]>")
        } else if let Some((name, _)) = rest.strip_prefix('&').and_then(|rest| rest.split_once(';'))
        {
            let length = name.len() + 2;
            match reference(name, characters) {
                Some(text) => pieces.push(Piece::Written(at..at + length, text)),
                None => pieces.push(Piece::Text(at..at + length)),
            }
            length
        } else {
            let end = rest.char_indices().skip(1).find(|(_, c)| matches!(c, '<' | '&'));
            let length = end.map_or(rest.len(), |(end, _)| end);
            pieces.push(Piece::Text(at..at + length));
            length
        };
        at += length;
    }
}
