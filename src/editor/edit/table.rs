//! Keys and values of tables: set, renamed, removed, in the style in which the table is written.

use super::EditError;
use super::brackets::Brackets;
use super::front::{Front, Splice, Syntax};
use super::value::{Value, entry, written_key};
use crate::base::fields::{Key, Node, Value as Field};
use serde_json::Value as Json;

/// Has the entry at `path` hold `value`. A new key of the top goes behind the last of those in `beside`, else of `date`, `title`, `name`.
pub(super) fn set(
    front: &mut Front,
    path: &[&str],
    value: &Value,
    beside: &[String],
) -> Result<(), EditError> {
    let (Some((name, parents)), key) = (path.split_last(), path.join(".")) else {
        return Ok(());
    };
    let expected = with_value(front, path, value.plain())?;
    let splices = match front.entry(path) {
        Some((name, node)) => {
            over(front, name, node, value).ok_or(EditError::Unclear { key: key.clone() })?
        }
        None if parents.is_empty() => at_the_top(front, name, value, beside),
        None => within(front, parents, name, value)?,
    };
    front.apply(splices, &expected, &key)
}

/// Gives the entry at `path` another key; says whether there is one.
pub(super) fn rename(front: &mut Front, path: &[&str], new: &str) -> Result<bool, EditError> {
    let (Some((name, _)), Some((last, parents))) = (front.entry(path), path.split_last()) else {
        return Ok(false);
    };
    if *last == new {
        return Ok(false);
    }
    let splice = Splice::new(name.span.clone(), written_key(new, front.syntax));
    let mut expected = front.plain();
    if let Some(fields) = table_at(&mut expected, parents) {
        if fields.contains_key(new) {
            return Err(EditError::Taken { key: new.to_owned() });
        }
        let value = fields.remove(*last).unwrap_or_default();
        fields.insert(new.to_owned(), value);
    }
    front.apply(vec![splice], &expected, last)?;
    Ok(true)
}

/// Takes the entry at `path` out; says whether there was one. An emptied table of YAML in lines becomes `{}`.
pub(super) fn remove(front: &mut Front, path: &[&str]) -> Result<bool, EditError> {
    let (Some((name, node)), Some((last, parents))) = (front.entry(path), path.split_last()) else {
        return Ok(false);
    };
    let mut expected = front.plain();
    let n_left = table_at(&mut expected, parents).map_or(0, |fields| {
        fields.remove(*last);
        fields.len()
    });
    let parent = front.entry(parents);
    let splices = match parent
        .filter(|(key, table)| front.is_flow(key, table))
        .map(|(_, table)| table)
        .or(flow_root(front, parents))
    {
        Some(table) => {
            let brackets = brackets(front, table);
            let index = brackets
                .items
                .iter()
                .position(|item| item.start == name.span.start)
                .unwrap_or_default();
            brackets.take(index)
        }
        None => {
            let emptied = parent
                .filter(|_| n_left == 0 && front.syntax == Syntax::Yaml)
                .and_then(|(key, _)| front.after_colon(key));
            let lines =
                front.line_start(name.span.start)..front.line_end(front.end_of_entry(name, node));
            emptied
                .map(|at| Splice::insert(at, " {}"))
                .into_iter()
                .chain([Splice::new(lines, "")])
                .collect()
        }
    };
    front.apply(splices, &expected, last)?;
    Ok(true)
}

/// The table at `path` of the fields without places.
fn table_at<'j>(
    fields: &'j mut Json,
    path: &[&str],
) -> Option<&'j mut serde_json::Map<String, Json>> {
    path.iter().try_fold(fields, |fields, name| fields.get_mut(*name))?.as_object_mut()
}

/// The fields with `value` at `path`.
fn with_value(front: &Front, path: &[&str], value: Json) -> Result<Json, EditError> {
    let mut fields = front.plain();
    let mut at = &mut fields;
    for name in path {
        if at.is_null() {
            *at = Json::Object(serde_json::Map::new());
        }
        let table = at
            .as_object_mut()
            .ok_or_else(|| EditError::NotATable { key: path[..path.len() - 1].join(".") })?;
        at = table.entry(*name).or_insert(Json::Null);
    }
    *at = value;
    Ok(fields)
}

/// The value of an entry is written over.
fn over(front: &Front, key: &Key, node: &Node, value: &Value) -> Option<Vec<Splice>> {
    let written = value.written(front.syntax);
    let end = front.end_of(node);
    if front.syntax == Syntax::Toml {
        let is_inline = node.span.start > key.span.end;
        return is_inline.then(|| vec![Splice::new(node.span.start..end, written)]);
    }
    let colon = front.after_colon(key)?;
    if node.span.is_empty() {
        return Some(vec![Splice::insert(colon, format!(" {written}"))]);
    }
    let between = &front.text[colon..node.span.start];
    if between.trim_start().starts_with(['|', '>']) {
        return Some(vec![Splice::new(colon..end, format!(" {written}"))]);
    }
    if !between.contains('\n') {
        return Some(vec![Splice::new(node.span.start..end, written)]);
    }
    let lines = front.line_start(node.span.start)..front.line_end(end);
    Some(vec![Splice::insert(colon, format!(" {written}")), Splice::new(lines, "")])
}

/// A line of its own at the top level.
fn at_the_top(front: &Front, name: &str, value: &Value, beside: &[String]) -> Vec<Splice> {
    if let Some(table) = flow_root(front, &[]) {
        return brackets(front, table).push(&entry(name, value, front.syntax));
    }
    let entries = plain_entries(front, &front.root);
    let is_beside = |(key, _): &&&(Key, Node)| beside.contains(&key.name);
    let after = if beside.iter().any(|key| key == name) {
        let called = |wanted: &str| entries.iter().find(|(key, _)| key.name == wanted);
        entries
            .iter()
            .rev()
            .find(is_beside)
            .or_else(|| called("date"))
            .or_else(|| called("title"))
            .or_else(|| called("name"))
    } else {
        None
    };
    let at = match after.or(entries.last()) {
        Some((key, node)) => front.line_end(front.end_of_entry(key, node)),
        None => front.inner.start,
    };
    let indent = entries
        .first()
        .map_or("", |(key, _)| &front.text[front.line_start(key.span.start)..key.span.start]);
    vec![Splice::insert(at, format!("{indent}{}{}", entry(name, value, front.syntax), front.eol))]
}

/// The front matter itself, if it is one table in brackets and `path` is the path to it.
fn flow_root<'f>(front: &'f Front, path: &[&str]) -> Option<&'f Node> {
    (path.is_empty() && front.syntax == Syntax::Yaml && front.is_bracketed(&front.root))
        .then_some(&front.root)
}

fn brackets<'f>(front: &'f Front, table: &Node) -> Brackets<'f> {
    let items = match &table.value {
        Field::Map(entries) => entries
            .iter()
            .map(|(key, node)| key.span.start..front.end_of_entry(key, node))
            .collect(),
        _ => Vec::new(),
    };
    Brackets { text: &front.text, span: table.span.clone(), items, eol: front.eol }
}

/// The entries of a table that are written as `key: value` or `key = value`, not as a header.
fn plain_entries<'f>(front: &Front, table: &'f Node) -> Vec<&'f (Key, Node)> {
    let Field::Map(entries) = &table.value else {
        return Vec::new();
    };
    let is_header = |key: &Key| {
        front.syntax == Syntax::Toml
            && front.text[front.line_start(key.span.start)..].trim_start().starts_with('[')
    };
    entries.iter().filter(|(key, _)| !is_header(key)).collect()
}

/// A new entry of the table at `parents`, of which there is one level.
fn within(
    front: &Front,
    parents: &[&str],
    name: &str,
    value: &Value,
) -> Result<Vec<Splice>, EditError> {
    let unclear = || EditError::Unclear { key: parents.join(".") };
    let written = entry(name, value, front.syntax);
    match front.entry(parents) {
        None => {
            let [parent] = parents else {
                return Err(unclear());
            };
            Ok(new_table(front, parent, &written))
        }
        Some((key, Node { value: Field::Null, span })) => {
            let colon = front.after_colon(key).ok_or_else(unclear)?;
            let table = format!("{{{written}}}");
            Ok(vec![if span.is_empty() {
                Splice::insert(colon, format!(" {table}"))
            } else {
                Splice::new(span.clone(), table)
            }])
        }
        Some((key, table)) if front.is_flow(key, table) => {
            Ok(brackets(front, table).push(&written))
        }
        Some((_, table)) if front.syntax == Syntax::Yaml => {
            let Field::Map(entries) = &table.value else {
                return Err(EditError::NotATable { key: parents.join(".") });
            };
            let ((first, _), (last, node)) =
                (entries.first().ok_or_else(unclear)?, entries.last().ok_or_else(unclear)?);
            let before = &front.text[front.line_start(first.span.start)..first.span.start];
            let indent: String =
                before.chars().map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
            Ok(vec![Splice::insert(
                front.line_end(front.end_of_entry(last, node)),
                format!("{indent}{written}{}", front.eol),
            )])
        }
        Some((key, table)) => Ok(vec![within_toml(front, parents, key, table, &written)]),
    }
}

/// A table that is not there yet, at the end of the front matter.
fn new_table(front: &Front, name: &str, written: &str) -> Vec<Splice> {
    let (eol, name) = (front.eol, written_key(name, front.syntax));
    match (front.syntax, flow_root(front, &[])) {
        (Syntax::Yaml, Some(root)) => brackets(front, root).push(&format!("{name}: {{{written}}}")),
        (Syntax::Yaml, None) => {
            let entries = plain_entries(front, &front.root);
            let at = entries.last().map_or(front.inner.start, |(key, node)| {
                front.line_end(front.end_of_entry(key, node))
            });
            let indent = entries.first().map_or("", |(key, _)| {
                &front.text[front.line_start(key.span.start)..key.span.start]
            });
            vec![Splice::insert(at, format!("{indent}{name}:{eol}{indent}  {written}{eol}"))]
        }
        (Syntax::Toml, _) => {
            vec![Splice::insert(front.inner.end, format!("{eol}[{name}]{eol}{written}{eol}"))]
        }
    }
}

/// A new line of a table that is written as `[header]`, as dotted keys, or only through the headers of tables in it.
fn within_toml(front: &Front, parents: &[&str], key: &Key, table: &Node, written: &str) -> Splice {
    let eol = front.eol;
    let path =
        parents.iter().map(|name| written_key(name, front.syntax)).collect::<Vec<_>>().join(".");
    let plain = plain_entries(front, table);
    let is_header = table.span.start < key.span.start;
    match plain.last() {
        Some((key, node)) if is_header => {
            Splice::insert(front.line_end(front.end_of_entry(key, node)), format!("{written}{eol}"))
        }
        Some((key, node)) => Splice::insert(
            front.line_end(front.end_of_entry(key, node)),
            format!("{path}.{written}{eol}"),
        ),
        None if is_header => {
            Splice::insert(front.line_end(table.span.end), format!("{written}{eol}"))
        }
        None => Splice::insert(front.inner.end, format!("{eol}[{path}]{eol}{written}{eol}")),
    }
}
