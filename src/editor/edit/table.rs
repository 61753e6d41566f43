//! Keys and values of tables: set, renamed, removed, in the style in which the table is written.

use super::EditError;
use super::brackets::Brackets;
use super::front::{Front, Splice, Syntax};
use super::value::{Value, entry, written_key};
use crate::base::fields::{Key, Node, Value as Field};
use serde_json::Value as Json;

/// Has the entry at `path` hold `value`. A new key of the top goes behind the last of those in
/// `beside`, else of `date`, `title`, `name`.
pub(super) fn set(
    front: &mut Front,
    path: &[&str],
    value: &Value,
    beside: &[String],
) -> Result<(), EditError> {
    let Some((name, parents)) = path.split_last() else {
        return Ok(());
    };

    let key = path.join(".");
    let expected = with_value(front, path, value.plain())?;
    let splices = if let Some((name, node)) = front.entry(path) {
        over(front, name, node, value).ok_or_else(|| unclear(&key))?
    } else if parents.is_empty() {
        at_the_top(front, name, value, beside)
    } else {
        within(front, parents, &entry(name, value, front.syntax))?
    };
    front.apply(splices, &expected, &key)
}

fn unclear(key: &str) -> EditError {
    EditError::Unclear { key: key.to_owned() }
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

/// Takes the entry at `path` out; says whether there was one. An emptied table of YAML in lines
/// becomes `{}`.
pub(super) fn remove(front: &mut Front, path: &[&str]) -> Result<bool, EditError> {
    let (Some((name, node)), Some((last, parents))) = (front.entry(path), path.split_last()) else {
        return Ok(false);
    };

    let mut expected = front.plain();
    let mut is_emptied = true;
    if let Some(fields) = table_at(&mut expected, parents) {
        fields.remove(*last);
        is_emptied = fields.is_empty();
    }

    let parent = front.entry(parents);
    let splices = if let Some(table) = in_brackets(front, parents) {
        let brackets = brackets(front, table);
        let mut items = brackets.items.iter();
        let index = items.position(|item| item.start == name.span.start);
        brackets.take(index.unwrap_or_default())
    } else {
        let end = front.end_of_entry(name, node);
        let lines = front.line_start(name.span.start)..front.line_end(end);
        let mut splices = vec![Splice::new(lines, "")];
        // A key with nothing behind it would be null; a header of TOML is an empty table.
        if is_emptied
            && front.syntax == Syntax::Yaml
            && let Some((parent, _)) = parent
            && let Some(at) = front.after_colon(parent)
        {
            splices.insert(0, Splice::insert(at, " {}"));
        }
        splices
    };

    front.apply(splices, &expected, last)?;
    Ok(true)
}

/// The table at `path` of the fields without places.
fn table_at<'j>(
    mut fields: &'j mut Json,
    path: &[&str],
) -> Option<&'j mut serde_json::Map<String, Json>> {
    for name in path {
        fields = fields.get_mut(*name)?;
    }
    fields.as_object_mut()
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

/// Writes over the value of an entry; none where the value is not in one piece behind its key.
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
    // The mark of a block of text goes with the block.
    if between.trim_start().starts_with(['|', '>']) {
        return Some(vec![Splice::new(colon..end, format!(" {written}"))]);
    }
    if !between.contains('\n') {
        return Some(vec![Splice::new(node.span.start..end, written)]);
    }

    // A list or table in the lines below; a comment beside the key stays.
    let lines = front.line_start(node.span.start)..front.line_end(end);
    Some(vec![Splice::insert(colon, format!(" {written}")), Splice::new(lines, "")])
}

/// A line of its own at the top level.
fn at_the_top(front: &Front, name: &str, value: &Value, beside: &[String]) -> Vec<Splice> {
    let written = entry(name, value, front.syntax);
    if let Some(table) = in_brackets(front, &[]) {
        return brackets(front, table).push(&written);
    }

    let entries = plain_entries(front, &front.root);
    let after =
        if beside.iter().any(|key| key == name) { neighbour(&entries, beside) } else { None };
    let at = match after.or(entries.last().copied()) {
        Some((key, node)) => front.line_end(front.end_of_entry(key, node)),
        None => front.inner.start,
    };
    let indent = indent_of(front, &entries);
    let line = format!("{indent}{written}{}", front.eol);
    vec![Splice::insert(at, line)]
}

/// The entry behind which one of the keys in `beside` goes.
fn neighbour<'f>(entries: &[&'f (Key, Node)], beside: &[String]) -> Option<&'f (Key, Node)> {
    let last = entries.iter().rev().find(|(key, _)| beside.contains(&key.name));
    if let Some(last) = last {
        return Some(last);
    }

    for wanted in ["date", "title", "name"] {
        if let Some(entry) = entries.iter().find(|(key, _)| key.name == wanted) {
            return Some(entry);
        }
    }
    None
}

/// What comes before the first of these entries on its line.
fn indent_of<'f>(front: &'f Front, entries: &[&(Key, Node)]) -> &'f str {
    match entries.first() {
        Some((key, _)) => &front.text[front.line_start(key.span.start)..key.span.start],
        None => "",
    }
}

/// The table at `path`, if it is written in brackets; of no path the front matter itself.
fn in_brackets<'f>(front: &'f Front, path: &[&str]) -> Option<&'f Node> {
    if path.is_empty() {
        let is_flow = front.syntax == Syntax::Yaml && front.is_bracketed(&front.root);
        return is_flow.then_some(&front.root);
    }
    let (key, table) = front.entry(path)?;
    front.is_flow(key, table).then_some(table)
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

/// A new entry of the table at `parents`, which is made if only its last key is missing and that is
/// one of the top level.
fn within(front: &Front, parents: &[&str], written: &str) -> Result<Vec<Splice>, EditError> {
    let Some((key, table)) = front.entry(parents) else {
        return match parents {
            [parent] => Ok(new_table(front, parent, written)),
            _ => Err(unclear(&parents.join("."))),
        };
    };

    if let Some(table) = in_brackets(front, parents) {
        return Ok(brackets(front, table).push(written));
    }
    match &table.value {
        Field::Null => {
            let colon = front.after_colon(key);
            let colon = colon.ok_or_else(|| unclear(&parents.join(".")))?;
            let new = format!("{{{written}}}");
            // `~` and `null` are written over.
            Ok(vec![if table.span.is_empty() {
                Splice::insert(colon, format!(" {new}"))
            } else {
                Splice::new(table.span.clone(), new)
            }])
        }
        Field::Map(entries) if front.syntax == Syntax::Yaml => {
            let (Some((first, _)), Some((last, node))) = (entries.first(), entries.last()) else {
                return Err(unclear(&parents.join(".")));
            };
            // Before the first key of an item of a list is its dash; the others are indented as
            // far.
            let before = &front.text[front.line_start(first.span.start)..first.span.start];
            let indent = before.replace(|c: char| !c.is_whitespace(), " ");
            let at = front.line_end(front.end_of_entry(last, node));
            let line = format!("{indent}{written}{}", front.eol);
            Ok(vec![Splice::insert(at, line)])
        }
        _ if front.syntax == Syntax::Yaml => Err(EditError::NotATable { key: parents.join(".") }),
        _ => Ok(vec![within_toml(front, parents, key, table, written)]),
    }
}

/// A table that is not there yet, at the end of the front matter.
fn new_table(front: &Front, name: &str, written: &str) -> Vec<Splice> {
    let (eol, name) = (front.eol, written_key(name, front.syntax));
    if front.syntax == Syntax::Toml {
        let table = format!("{eol}[{name}]{eol}{written}{eol}");
        return vec![Splice::insert(front.inner.end, table)];
    }
    if let Some(root) = in_brackets(front, &[]) {
        return brackets(front, root).push(&format!("{name}: {{{written}}}"));
    }

    let entries = plain_entries(front, &front.root);
    let at = match entries.last() {
        Some((key, node)) => front.line_end(front.end_of_entry(key, node)),
        None => front.inner.start,
    };
    let indent = indent_of(front, &entries);
    let table = format!("{indent}{name}:{eol}{indent}  {written}{eol}");
    vec![Splice::insert(at, table)]
}

/// A new line of a table that is written as `[header]`, as dotted keys, or only through the headers
/// of tables in it.
fn within_toml(front: &Front, parents: &[&str], key: &Key, table: &Node, written: &str) -> Splice {
    let eol = front.eol;
    let path: Vec<String> = parents.iter().map(|name| written_key(name, front.syntax)).collect();
    let path = path.join(".");
    let is_header = table.span.start < key.span.start;

    if let Some((last, node)) = plain_entries(front, table).last() {
        let at = front.line_end(front.end_of_entry(last, node));
        let line =
            if is_header { format!("{written}{eol}") } else { format!("{path}.{written}{eol}") };
        return Splice::insert(at, line);
    }
    if is_header {
        let at = front.line_end(table.span.end);
        return Splice::insert(at, format!("{written}{eol}"));
    }
    let table = format!("{eol}[{path}]{eol}{written}{eol}");
    Splice::insert(front.inner.end, table)
}
