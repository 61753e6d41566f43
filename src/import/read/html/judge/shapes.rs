//! What elements are by their names and keys, and which are like one another.

use crate::import::read::html::blocks::Draft;
use crate::import::read::html::tree::Tree;

pub(super) fn is_inside(tree: &Tree, draft: &Draft, element: usize) -> bool {
    (element..tree.nodes[element].end).contains(&draft.element)
}

/// Elements that hold blocks.
pub(super) fn is_container(name: &str) -> bool {
    !matches!(
        name,
        "p" | "li"
            | "span"
            | "a"
            | "b"
            | "strong"
            | "i"
            | "em"
            | "font"
            | "blockquote"
            | "dd"
            | "dt"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
    ) && !matches!(name, "u" | "small" | "big" | "center" | "label" | "ins" | "mark")
}

/// Elements of which a text is made, beside others of their kind.
pub(super) fn is_paragraph(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "blockquote" | "dd" | "dt" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre"
    )
}

/// Whether two elements have one name and one class.
pub(super) fn has_same_key(tree: &Tree, one: usize, other: usize) -> bool {
    tree.nodes[one].name() == tree.nodes[other].name() && class(tree, one) == class(tree, other)
}

/// Whether two elements are sections of one text: of one name and one class, which is not for lack
/// of a class alone.
pub(super) fn is_alike(tree: &Tree, one: usize, other: usize) -> bool {
    let says_something =
        !class(tree, other).is_empty() || matches!(tree.nodes[other].name(), "section" | "article");
    says_something && has_same_key(tree, one, other)
}

pub(super) fn class(tree: &Tree, element: usize) -> &str {
    tree.nodes[element].tag().and_then(|tag| tag.attribute("class")).unwrap_or_default().trim()
}
