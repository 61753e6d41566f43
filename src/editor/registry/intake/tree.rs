//! Looking into a tree of JSON: what is missing or of another shape is simply not there.

use crate::base::fields::{Key, Node, Value};
use crate::base::lang::Lang;

/// The entries of an object; none of anything else.
pub(super) fn entries(node: &Node) -> &[(Key, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

/// The value under `key`.
pub(super) fn field<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.entry(key).map(|(_, node)| node).filter(|node| node.value != Value::Null)
}

/// The scalar under `key`, trimmed; none if it is empty.
pub(super) fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    field(node, key).and_then(scalar)
}

/// A scalar, trimmed; none if it is empty.
pub(super) fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// The language whose tag is under `key`.
pub(super) fn lang(node: &Node, key: &str) -> Option<Lang> {
    text(node, key).and_then(Lang::parse)
}

/// The items of the list under `key`.
pub(super) fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match field(node, key).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}
