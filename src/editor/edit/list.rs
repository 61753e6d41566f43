//! Items of the lists at the top level of front matter: `people: [wang-yi]`, `- wang-yi`,
//! `[[people]]`.
//!
//! An item is known by its text, or where it is a table by its `id` or `name`.

use super::brackets::Brackets;
use super::front::{Front, Splice, Syntax};
use super::value::{Value, entry, written_key};
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

/// A list in the text.
struct List<'f> {
    key: &'f Key,
    /// All of it.
    node: &'f Node,
    items: &'f [Node],
}

/// The list called `key`, unless it is missing or null.
fn list<'f>(front: &'f Front, key: &str) -> Result<Option<List<'f>>, EditError> {
    let Some((name, node)) = front.entry(&[key]) else {
        return Ok(None);
    };
    match &node.value {
        Field::Null => Ok(None),
        Field::List(items) => Ok(Some(List { key: name, node, items })),
        Field::Scalar(_) | Field::Map(_) => Err(EditError::NotAList { key: key.to_owned() }),
    }
}

impl List<'_> {
    fn is_flow(&self, front: &Front) -> bool {
        front.is_flow(self.key, self.node)
    }

    fn brackets<'f>(&self, front: &'f Front) -> Brackets<'f> {
        let items = self.items.iter();
        Brackets {
            text: &front.text,
            span: self.node.span.clone(),
            items: items.map(|item| item.span.start..front.end_of(item)).collect(),
            eol: front.eol,
        }
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
    let mut items = items(front, key)?;
    let mut plain = item.plain();
    let id = known_by(&plain);
    let is_same = |item: &Json| *item == plain || id.is_some() && known_by(item) == id;
    if items.iter().any(is_same) {
        return Ok(false);
    }

    let Some(list) = list(front, key)? else {
        let list = Value::List(vec![item.clone()]);
        return table::set(front, &[key], &list, beside).map(|()| true);
    };
    let splices = if list.is_flow(front) {
        list.brackets(front).push(&item.written(front.syntax))
    } else if front.syntax == Syntax::Toml {
        let fields = as_fields(item);
        let splice = table_behind(front, key, list.node, &fields);
        plain = Value::Table(fields).plain();
        vec![splice]
    } else {
        vec![line_behind(front, key, list.items, item)?]
    };

    items.push(plain);
    let mut expected = front.plain();
    expected[key] = Json::Array(items);
    front.apply(splices, &expected, key)?;
    Ok(true)
}

/// Takes out every item known by `id`; says whether there was one. An emptied list stays as `[]`;
/// one of `[[tables]]` is gone.
pub(super) fn take(front: &mut Front, key: &str, id: &str) -> Result<bool, EditError> {
    let mut is_taken = false;
    while take_one(front, key, id)? {
        is_taken = true;
    }
    Ok(is_taken)
}

fn take_one(front: &mut Front, key: &str, id: &str) -> Result<bool, EditError> {
    let mut left = items(front, key)?;
    let Some(index) = left.iter().position(|item| known_by(item) == Some(id)) else {
        return Ok(false);
    };
    let Some(list) = list(front, key)? else {
        return Ok(false);
    };
    left.remove(index);

    let item = &list.items[index];
    let mut expected = front.plain();
    let splices = if list.is_flow(front) {
        expected[key] = Json::Array(left);
        list.brackets(front).take(index)
    } else if front.syntax == Syntax::Toml {
        match expected.as_object_mut() {
            Some(fields) if left.is_empty() => drop(fields.remove(key)),
            _ => expected[key] = Json::Array(left),
        }
        let lines = front.line_start(item.span.start)..front.line_end(front.end_of(item));
        vec![Splice::new(lines, "")]
    } else {
        let mut splices = vec![lines_of(front, key, item)?];
        // A key with nothing behind it would be null.
        if left.is_empty()
            && let Some(at) = front.after_colon(list.key)
        {
            splices.insert(0, Splice::insert(at, " []"));
        }
        expected[key] = Json::Array(left);
        splices
    };

    front.apply(splices, &expected, key)?;
    Ok(true)
}

/// Puts `new` in the place of the id of every item known by `old`, or out of the list what would be
/// there twice; says whether there was one.
pub(super) fn rename(
    front: &mut Front,
    key: &str,
    old: &str,
    new: &str,
) -> Result<bool, EditError> {
    let mut items = items(front, key)?;
    let has = |id: &str| items.iter().any(|item| known_by(item) == Some(id));
    if old == new || !has(old) {
        return Ok(false);
    }
    if has(new) {
        return take(front, key, old);
    }
    let Some(list) = list(front, key)? else {
        return Ok(false);
    };

    let written = Value::from(new).written(front.syntax);
    let mut splices = Vec::new();
    for (item, node) in items.iter_mut().zip(list.items) {
        if known_by(item) != Some(old) {
            continue;
        }
        if let Some(id) = id_of(node) {
            let range = id.span.start..front.end_of(id);
            splices.push(Splice::new(range, written.clone()));
        }
        match item {
            Json::Object(fields) => {
                let key = KEYS.iter().find(|key| fields.contains_key(**key));
                fields.insert((*key.unwrap_or(&KEYS[0])).to_owned(), new.into());
            }
            item => *item = new.into(),
        }
    }

    let mut expected = front.plain();
    expected[key] = Json::Array(items);
    front.apply(splices, &expected, key)?;
    Ok(true)
}

/// Puts `item` in the place of the one known by `id`; says whether there was one.
pub(super) fn set(front: &mut Front, key: &str, id: &str, item: &Value) -> Result<bool, EditError> {
    let mut items = items(front, key)?;
    let Some(index) = items.iter().position(|known| known_by(known) == Some(id)) else {
        return Ok(false);
    };
    let Some(list) = list(front, key)? else {
        return Ok(false);
    };

    if front.syntax == Syntax::Toml && !list.is_flow(front) {
        let item = Value::Table(as_fields(item));
        take(front, key, id)?;
        return push(front, key, &item, &[]);
    }

    let there = &list.items[index];
    let range = there.span.start..front.end_of(there);
    let splice = Splice::new(range, item.written(front.syntax));
    items[index] = item.plain();
    let mut expected = front.plain();
    expected[key] = Json::Array(items);
    front.apply(vec![splice], &expected, key)?;
    Ok(true)
}

/// The node of the text that an item is known by.
fn id_of(item: &Node) -> Option<&Node> {
    match &item.value {
        Field::Scalar(_) => Some(item),
        _ => KEYS.iter().find_map(|key| item.entry(key)).map(|(_, node)| node),
    }
}

/// What comes before the dash of an item of a list in lines, and where its line begins.
fn dash<'f>(front: &'f Front, key: &str, item: &Node) -> Result<(usize, &'f str), EditError> {
    let before = front.text[..item.span.start].trim_end();
    let start = front.line_start(before.len());
    match before[start..].strip_suffix('-') {
        Some(indent) if indent.trim().is_empty() => Ok((start, indent)),
        _ => Err(EditError::Unclear { key: key.to_owned() }),
    }
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

/// An item as the fields of a table, for a list that holds tables alone.
fn as_fields(item: &Value) -> Vec<(String, Value)> {
    match item {
        Value::Table(fields) => fields.clone(),
        other => vec![(KEYS[0].to_owned(), other.clone())],
    }
}

/// `[[people]]` with `fields`, behind the last of them.
fn table_behind(front: &Front, key: &str, list: &Node, fields: &[(String, Value)]) -> Splice {
    let eol = front.eol;
    let mut text = format!("[[{}]]{eol}", written_key(key, front.syntax));
    for (key, value) in fields {
        text.push_str(&entry(key, value, front.syntax));
        text.push_str(eol);
    }
    Splice::insert(front.line_end(front.end_of(list)), text)
}
