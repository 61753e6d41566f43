//! TOML text → tree of fields. The only file that names the toml crate.

use super::{Key, Node, Value};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads `text`, which begins at byte `offset` of `file`; none, with diagnostics, if it is not TOML.
pub(crate) fn read_toml(
    file: FileId,
    text: &str,
    offset: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let range = error.span().unwrap_or_default();
        let span = Span::new(file, offset + range.start..offset + range.end);
        let message = error.message();
        let diagnostic = if message.contains("duplicate key") {
            let key = text.get(range).unwrap_or_default();
            Diagnostic::new(Code::DuplicateKey, format!("`{key}` stands twice"))
                .at(span, "again here")
                .hint("keep one of the two")
        } else {
            let message = message.lines().next().unwrap_or("it cannot be read");
            Diagnostic::new(Code::BadToml, format!("this TOML cannot be read: {message}"))
                .at(span, "")
                .hint("text stands in quotes, dates without: `title = \"…\"`, `date = 2024-03-07`")
        };
        diagnostics.push(diagnostic);
    }
    errors.is_empty().then(|| node_of_table(table.span(), table.get_ref(), offset))
}

fn shift(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

fn node_of_table(span: Range<usize>, table: &DeTable<'_>, offset: usize) -> Node {
    let mut entries: Vec<_> =
        table.iter().map(|(key, value)| (key_of(key, offset), node_of(value, offset))).collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Node { span: shift(span, offset), value: Value::Map(entries) }
}

fn key_of(key: &Spanned<std::borrow::Cow<'_, str>>, offset: usize) -> Key {
    Key { name: key.get_ref().clone().into_owned(), span: shift(key.span(), offset) }
}

fn node_of(value: &Spanned<DeValue<'_>>, offset: usize) -> Node {
    let scalar =
        |text: String| Node { span: shift(value.span(), offset), value: Value::Scalar(text) };
    match value.get_ref() {
        DeValue::String(text) => scalar(text.clone().into_owned()),
        DeValue::Integer(number) => scalar(number.as_str().to_owned()),
        DeValue::Float(number) => scalar(number.as_str().to_owned()),
        DeValue::Boolean(truth) => scalar(truth.to_string()),
        DeValue::Datetime(date) => scalar(date.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| node_of(item, offset)).collect();
            Node { span: shift(value.span(), offset), value: Value::List(items) }
        }
        DeValue::Table(table) => node_of_table(value.span(), table, offset),
    }
}
