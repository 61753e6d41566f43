//! Items of the lists at the top of front matter: `people: [wang-yi]`, `- wang-yi`, `[[people]]`.
//!
//! An item is known by its text, or where it is a table by its `id` or `name`.

use super::brackets::Brackets;
use super::front::{Front, Splice, Syntax};
use super::value::{Value, entry};
use super::{EditError, table};
use crate::base::fields::{Key, Node, Value as Field};
use serde_json::Value as Json;

/// Keys by which an item that is a table is known.
const KEYS: [&str; 2] = ["id", "name"];

/// What an item is known by.
pub(super) fn known_by(item: &Json) -> Option<&str> {
    match item {
        Json::String(text) => Some(text),
        Json::Object(fields) => KEYS.iter().find_map(|key| fields.get(*key)).and_then(Json::as_str),
        _ => None,
    }
}

/// A list where it stands: its key, all of it, its items.
type Place<'f> = (&'f Key, &'f Node, &'f [Node]);

/// The list called `key` as its places, or nothing if it is missing or null.
fn list<'f>(front: &'f Front, key: &str) -> Result<Option<Place<'f>>, EditError> {
    match front.entry(&[key]) {
        None => Ok(None),
        Some((_, Node { value: Field::Null, .. })) => Ok(None),
        Some((name, node)) => match &node.value {
            Field::List(items) => Ok(Some((name, node, items))),
            _ => Err(EditError::NotAList { key: key.to_owned() }),
        },
    }
}

/// The items of the list called `key`; none if it is missing.
pub(super) fn items(front: &Front, key: &str) -> Result<Vec<Json>, EditError> {
    list(front, key)?;
    Ok(front.plain().get(key).and_then(Json::as_array).cloned().unwrap_or_default())
}

/// Puts `item` behind the last; says whether it was not there.
pub(super) fn push(
    front: &mut Front,
    key: &str,
    item: &Value,
    beside: &[String],
) -> Result<bool, EditError> {
    let known = items(front, key)?;
    let plain = item.plain();
    if known_by(&plain).is_some_and(|id| known.iter().any(|item| known_by(item) == Some(id)))
        || known.contains(&plain)
    {
        return Ok(false);
    }
    let Some((name, node, nodes)) = list(front, key)? else {
        return table::set(front, &[key], &Value::List(vec![item.clone()]), beside).map(|()| true);
    };
    let mut plain = plain;
    let splices = if front.is_flow(name, node) {
        brackets(front, node, nodes).push(&item.written(front.syntax))
    } else if front.syntax == Syntax::Toml {
        let table = as_table(item);
        plain = table.plain();
        vec![table_behind(front, key, node, &table)]
    } else {
        vec![line_behind(front, key, nodes, item)?]
    };
    let mut expected = front.plain();
    expected[key] = Json::Array(known.into_iter().chain([plain]).collect());
    front.apply(splices, &expected, key)?;
    Ok(true)
}

/// Takes out every item known by `id`; says whether there was one. An emptied list stays as `[]`; one of `[[tables]]` is gone.
pub(super) fn take(front: &mut Front, key: &str, id: &str) -> Result<bool, EditError> {
    let mut is_taken = false;
    loop {
        let mut left = items(front, key)?;
        let Some(index) = left.iter().position(|item| known_by(item) == Some(id)) else {
            return Ok(is_taken);
        };
        let Some((name, node, nodes)) = list(front, key)? else {
            return Ok(is_taken);
        };
        let splices = if front.is_flow(name, node) {
            brackets(front, node, nodes).take(index)
        } else if front.syntax == Syntax::Toml {
            let item = &nodes[index];
            vec![Splice::new(
                front.line_start(item.span.start)..front.line_end(front.end_of(item)),
                "",
            )]
        } else {
            let emptied = (nodes.len() == 1)
                .then(|| front.after_colon(name).map(|at| Splice::insert(at, " []")))
                .flatten();
            emptied.into_iter().chain([lines_of(front, key, &nodes[index])?]).collect()
        };
        left.remove(index);
        let is_gone = left.is_empty() && front.syntax == Syntax::Toml && !front.is_flow(name, node);
        let mut expected = front.plain();
        match expected.as_object_mut() {
            Some(fields) if is_gone => drop(fields.remove(key)),
            _ => expected[key] = Json::Array(left),
        }
        front.apply(splices, &expected, key)?;
        is_taken = true;
    }
}

/// Puts `new` in the place of the id of every item known by `old`, or out of the list what would stand there twice; says whether there was one.
pub(super) fn rename(
    front: &mut Front,
    key: &str,
    old: &str,
    new: &str,
) -> Result<bool, EditError> {
    let mut known = items(front, key)?;
    if old == new || !known.iter().any(|item| known_by(item) == Some(old)) {
        return Ok(false);
    }
    if known.iter().any(|item| known_by(item) == Some(new)) {
        return take(front, key, old);
    }
    let Some((_, _, nodes)) = list(front, key)? else {
        return Ok(false);
    };
    let written = Value::from(new).written(front.syntax);
    let mut splices = Vec::new();
    for (item, node) in known.iter_mut().zip(nodes).filter(|(item, _)| known_by(item) == Some(old))
    {
        splices.extend(
            id_of(node).map(|id| Splice::new(id.span.start..front.end_of(id), written.clone())),
        );
        match item {
            Json::Object(fields) => {
                let key =
                    KEYS.iter().find(|key| fields.contains_key(**key)).copied().unwrap_or(KEYS[0]);
                fields.insert(key.to_owned(), new.into());
            }
            item => *item = new.into(),
        }
    }
    let mut expected = front.plain();
    expected[key] = Json::Array(known);
    front.apply(splices, &expected, key)?;
    Ok(true)
}

/// Puts `item` in the place of the one known by `id`; says whether there was one.
pub(super) fn set(front: &mut Front, key: &str, id: &str, item: &Value) -> Result<bool, EditError> {
    let mut known = items(front, key)?;
    let Some(index) = known.iter().position(|known| known_by(known) == Some(id)) else {
        return Ok(false);
    };
    let Some((name, node, nodes)) = list(front, key)? else {
        return Ok(false);
    };
    if front.syntax == Syntax::Toml && !front.is_flow(name, node) {
        let item = as_table(item);
        take(front, key, id)?;
        return push(front, key, &item, &[]);
    }
    let there = &nodes[index];
    let splice = Splice::new(there.span.start..front.end_of(there), item.written(front.syntax));
    known[index] = item.plain();
    let mut expected = front.plain();
    expected[key] = Json::Array(known);
    front.apply(vec![splice], &expected, key)?;
    Ok(true)
}

fn brackets<'f>(front: &'f Front, node: &Node, items: &[Node]) -> Brackets<'f> {
    let items = items.iter().map(|item| item.span.start..front.end_of(item)).collect();
    Brackets { text: &front.text, span: node.span.clone(), items, eol: front.eol }
}

/// The node of the text that an item is known by.
fn id_of(item: &Node) -> Option<&Node> {
    match &item.value {
        Field::Scalar(_) => Some(item),
        _ => KEYS.iter().find_map(|key| super::front::find(item, key)).map(|(_, node)| node),
    }
}

/// What stands before the text of an item of a list in lines: `  - `, and where its line begins.
fn dash<'f>(front: &'f Front, key: &str, item: &Node) -> Result<(usize, &'f str), EditError> {
    let unclear = || EditError::Unclear { key: key.to_owned() };
    let before = front.text[..item.span.start].trim_end();
    let start = front.line_start(before.len());
    let indent = before[start..].strip_suffix('-').ok_or_else(unclear)?;
    if indent.trim().is_empty() { Ok((start, indent)) } else { Err(unclear()) }
}

fn line_behind(
    front: &Front,
    key: &str,
    items: &[Node],
    item: &Value,
) -> Result<Splice, EditError> {
    let last = items.last().ok_or_else(|| EditError::Unclear { key: key.to_owned() })?;
    let (_, indent) = dash(front, key, last)?;
    let line = format!("{indent}- {}{}", item.written(front.syntax), front.eol);
    Ok(Splice::insert(front.line_end(front.end_of(last)), line))
}

fn lines_of(front: &Front, key: &str, item: &Node) -> Result<Splice, EditError> {
    let (start, _) = dash(front, key, item)?;
    Ok(Splice::new(start..front.line_end(front.end_of(item)), ""))
}

/// An item as a table, for a list that holds tables alone.
fn as_table(item: &Value) -> Value {
    match item {
        Value::Table(_) => item.clone(),
        other => Value::table([(KEYS[0], other.clone())]),
    }
}

/// `[[people]]` with the fields of `item`, behind the last of them.
fn table_behind(front: &Front, key: &str, list: &Node, item: &Value) -> Splice {
    let eol = front.eol;
    let Value::Table(fields) = item else {
        return Splice::insert(front.inner.end, "");
    };
    let fields: String =
        fields.iter().map(|(key, value)| entry(key, value, front.syntax) + eol).collect();
    let text = format!("[[{}]]{eol}{fields}", super::value::written_key(key, front.syntax));
    Splice::insert(front.line_end(front.end_of(list)), text)
}
