//! Comments of front matter: read with the key that they are about, and put in above a key or behind the last.
//!
//! **Invariant:** what stands in quotes, in a block of text or in a plain scalar is no comment, whatever signs it holds.
//! **Invariant:** what is put in changes no field.

use super::EditError;
use super::front::{Front, Splice, Syntax};
use crate::base::fields::{Key, Node, Value as Field};
use std::ops::Range;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` to the end of its line.
    pub text: String,
    /// What stands before it on its line; empty where it has the line to itself.
    pub beside: String,
    /// The key of the top level that it is about: that of its line, or the next where it has a line to itself; none behind the last.
    pub key: Option<String>,
}

/// All comments, in the order in which they stand.
pub(super) fn comments(front: &Front) -> Vec<Comment> {
    let mut tokens = Vec::new();
    add_tokens(front, &front.root, &mut tokens);
    tokens.sort_by_key(|token| token.start);

    let mut found = Vec::new();
    let mut at = front.inner.start;
    for token in tokens.into_iter().chain(std::iter::once(front.inner.end..front.inner.end)) {
        while let Some(start) = next(front, at..token.start) {
            let line = front.text[start..front.line_end(start)].trim_end();
            found.push(comment(front, start..start + line.len()));
            at = start + line.len();
        }
        at = at.max(token.end);
    }
    found
}

/// The places of keys and scalars: whatever has a `#` in it and is no comment.
fn add_tokens(front: &Front, node: &Node, tokens: &mut Vec<Range<usize>>) {
    match &node.value {
        Field::Null | Field::Scalar(_) => tokens.push(node.span.start..front.end_of(node)),
        Field::List(items) => items.iter().for_each(|item| add_tokens(front, item, tokens)),
        Field::Map(entries) => {
            for (key, value) in entries {
                tokens.push(key.span.clone());
                add_tokens(front, value, tokens);
            }
        }
    }
}

/// The first `#` between two tokens that begins a comment: in YAML one that stands at the start of a line or behind white space.
fn next(front: &Front, between: Range<usize>) -> Option<usize> {
    let gap = front.text.get(between.clone())?;
    let begins = |at: usize| {
        let before = front.text[..at].chars().next_back();
        front.syntax == Syntax::Toml || before.is_none_or(char::is_whitespace)
    };
    gap.match_indices('#').map(|(at, _)| between.start + at).find(|at| begins(*at))
}

fn comment(front: &Front, range: Range<usize>) -> Comment {
    let beside = front.text[front.line_start(range.start)..range.start].trim();
    let entries: &[(Key, Node)] = match &front.root.value {
        Field::Map(entries) => entries,
        _ => &[],
    };
    let begun = entries.iter().rev().find(|(key, _)| key.span.start < range.start);
    let is_within = |(key, node): &&(Key, Node)| {
        !beside.is_empty() || range.start < front.end_of_entry(key, node)
    };
    let owner = begun
        .filter(is_within)
        .or_else(|| entries.iter().find(|(key, _)| key.span.start > range.start));

    Comment {
        text: front.text[range.clone()].to_owned(),
        beside: beside.to_owned(),
        key: owner.map(|(key, _)| key.name.clone()),
    }
}

/// Puts lines, each with its `#`, above the entry `key` of the top level; where that cannot be, or there is none, behind all entries.
pub(super) fn put(front: &mut Front, key: Option<&str>, lines: &[String]) -> Result<(), EditError> {
    let block: String = lines.iter().map(|line| format!("{line}{}", front.eol)).collect();
    let fields = front.plain();
    let name = key.unwrap_or("#");

    let above = key
        .and_then(|key| front.entry(&[key]))
        .map(|(key, _)| front.line_start(key.span.start).max(front.inner.start));
    if let Some(at) = above
        && front.apply(vec![Splice::insert(at, block.as_str())], &fields, name).is_ok()
    {
        return Ok(());
    }
    let end = front.inner.end;
    front.apply(vec![Splice::insert(end, block)], &fields, name)
}
