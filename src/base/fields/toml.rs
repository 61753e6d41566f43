//! TOML text → tree of fields. The only file that names the toml crate.

use super::{Key, Node, Value};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads `text`, which begins at byte `offset` of `file`; none, with diagnostics, if it is not
/// TOML.
pub(crate) fn read_toml(
    file: FileId,
    text: &str,
    offset: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(at) = open_list(text).filter(|_| !errors.is_empty()) {
        let span = Span::new(file, offset + at..offset + at + 1);
        let message = say!("this `{open}` is not closed", open = '[');
        let hint = say!("put a `{close}` behind its last value", close = ']');
        diagnostics.tell(Code::BadToml, span, message, hint);
        return None;
    }
    let mut told = None;
    let mut twice: Option<usize> = None;
    for error in &errors {
        let range = error.span().unwrap_or_default();
        // What is in a table that stands twice stands twice for that.
        let is_within = |table: usize| !text[table..range.start.max(table)].contains("\n[");
        if error.message().contains("duplicate key") && twice.is_some_and(is_within) {
            continue;
        }
        if error.message().contains("duplicate key") && text[..range.start].ends_with('[') {
            twice = Some(range.start);
        }
        let span = Span::new(file, offset + range.start..offset + range.end);
        let message = error.message();

        let diagnostic = if message.contains("duplicate key") {
            let key = text.get(range.clone()).unwrap_or_default();
            Diagnostic::new(Code::DuplicateKey, say!("`{key}` stands twice", key))
                .at(span, "again here")
                .hint(match twice == Some(range.start) {
                    true => "write what is below it below the first, and remove this line",
                    false => "keep one of the two",
                })
        } else {
            let message = message.lines().next().unwrap_or("it cannot be read");
            let line = line_around(text, range.start);
            // Of several mistakes in a line the first is the cause.
            if told == Some(line.start) {
                continue;
            }
            told = Some(line.start);
            let usual =
                "text stands in quotes, dates without: `title = \"…\"`, `date = 2024-03-07`";
            Diagnostic::new(
                Code::BadToml,
                say!("this TOML cannot be read: {message}", message = Message::ready_made(message)),
            )
            .at(span, "")
            .hint(match (as_toml(&text[line.clone()]), message) {
                (Some(hint), _) => hint,
                (None, "missing comma between array elements, expected `,`") => {
                    "write a comma and a space".into()
                }
                (None, "unclosed table, expected `]`") => {
                    say!("write `{line}]`", line = text[line].trim_end())
                }
                (None, _) => usual.into(),
            })
        };

        diagnostics.push(diagnostic);
    }

    errors.is_empty().then(|| node_of_table(table.span(), table.get_ref(), offset))
}

/// Where a list begins that nothing closes before the next key or table: all that comes behind it
/// would be told as well.
fn open_list(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.split_once(" #").map_or(line, |(before, _)| before).trim();
        let begins_key = line.split_once('=').is_some_and(|(key, _)| is_bare_key(key.trim()));
        if open.is_some() && (begins_key || trimmed.starts_with('[')) {
            return open;
        }
        let value = line.find('=').map(|sign| sign + 1);
        let begins = value.filter(|value| line[*value..].trim_start().starts_with('['));
        let is_plain = !trimmed.contains('#') && trimmed.matches('"').count() % 2 == 0;
        open = match begins {
            Some(value) if is_plain && begins_key && !trimmed.ends_with(['[', ',', ']', '}']) => {
                line[value..].find('[').map(|bracket| at + value + bracket)
            }
            _ => None,
        };
        at += line.len();
    }
    None
}

/// The line that holds byte `at`.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end);
    start..end
}

/// What to write for a line of YAML, or for text without its quotes.
fn as_toml(line: &str) -> Option<Message> {
    let (key, value) = line.split_once(['=', ':', '＝', '：'])?;
    // What is behind it is no part of the value.
    let value = value.split_once(" #").map_or(value, |(value, _)| value);
    let (key, value) = (key.trim(), value.trim());
    if is_bare_key(key)
        && let Some(list) = quoted_list(value)
    {
        return Some(say!("write `{key} = {list}`", key, list));
    }
    let curly = value.trim_matches(['“', '”', '„', '＂', '「', '」']);
    if curly.len() < value.len() && !curly.contains('"') && is_bare_key(key) {
        return Some(say!("write `{key} = \"{value}\"`", key, value = curly));
    }
    let is_truth = value == "true" || value == "false";
    if TRUTHS.contains(&key)
        && let Some(truth) = truth_of(value)
    {
        return Some(say!("write `{key} = {value}`", key, value = truth));
    }
    let is_text =
        value.starts_with(char::is_alphabetic) && !is_truth && !value.contains(['"', '\'', '#']);
    if !is_bare_key(key) {
        return None;
    }
    if is_text && LISTS.contains(&key) {
        let items: Vec<&str> = value.split([',', '，', '、']).map(str::trim).collect();
        let list = items.join("\", \"");
        return Some(say!("write `{key} = [\"{list}\"]`", key, list));
    }
    if is_text {
        return Some(say!("write `{key} = \"{value}\"`", key, value));
    }
    // A date, a number or a list, as YAML has it.
    let is_yaml = match (line.find([':', '：', '＝']), line.find('=')) {
        (Some(colon), Some(sign)) => colon < sign,
        (colon, None) => colon.is_some(),
        (None, Some(_)) => false,
    };
    let is_valid = || DeTable::parse(&format!("{key} = {value}")).is_ok();
    (is_yaml && is_valid()).then(|| say!("write `{key} = {value}`", key, value))
}

/// A list, or a table in a line, of words without quotes, with them.
fn quoted_list(value: &str) -> Option<String> {
    let is_word = |word: &str| {
        word.starts_with(char::is_alphabetic)
            && !word.contains(['"', '\'', '[', ']', '{', '}', ':'])
    };
    if let Some(inner) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let words: Vec<&str> = inner.split([',', '，', '、']).map(str::trim).collect();
        let is_all = words.iter().all(|word| is_word(word));
        return is_all.then(|| format!("[\"{list}\"]", list = words.join("\", \"")));
    }

    let inner = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))?;
    let mut fields = Vec::new();
    for field in inner.split(',') {
        let (key, value) = field.split_once([':', '='])?;
        let (key, value) = (key.trim(), value.trim());
        if !is_bare_key(key) || !is_word(value) {
            return None;
        }
        fields.push(format!("{key} = \"{value}\""));
    }
    Some(format!("{{{list}}}", list = fields.join(", ")))
}

/// Keys that are `true` or `false`.
const TRUTHS: [&str; 5] = ["minify", "avif", "csv_bom", "list", "draft"];

/// What is meant by a word that other formats read as a truth.
fn truth_of(value: &str) -> Option<&'static str> {
    match value {
        "yes" | "on" => Some("true"),
        "no" | "off" => Some("false"),
        _ => None,
    }
}

/// Keys that take a list.
const LISTS: [&str; 10] = [
    "languages",
    "formats",
    "also",
    "people",
    "places",
    "initiatives",
    "organizations",
    "topics",
    "aliases",
    "redirects",
];

fn is_bare_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_closed_is_found_where_it_begins() {
        assert_eq!(open_list("a = [\"x\", \"y\"  # both\nb = 1\n"), Some(4));
        for text in ["a = [\"x\"]\nb = 1\n", "a = [\n  \"x\",\n]\nb = 1\n", "a = 1\n[b]\n"] {
            assert_eq!(open_list(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_told_to_be_written_is_toml() {
        for (line, hint) in [
            ("languages = [zh]", "write `languages = [\"zh\"]`"),
            ("languages: [zh, en]", "write `languages = [\"zh\", \"en\"]`"),
            ("title: {en: Sea, zh: 海}", "write `title = {en = \"Sea\", zh = \"海\"}`"),
            ("languages = zh", "write `languages = [\"zh\"]`"),
            ("minify = off", "write `minify = false`"),
            ("title: The sea", "write `title = \"The sea\"`"),
            ("minify: false", "write `minify = false`"),
            ("date: 2024-03-07", "write `date = 2024-03-07`"),
        ] {
            let told = as_toml(line).unwrap();
            assert_eq!(&*told, hint);
            let written = hint.trim_start_matches("write `").trim_end_matches('`');
            assert!(DeTable::parse(written).is_ok(), "{written}");
        }
        assert_eq!(as_toml("date: 2024年3月7日"), None);
    }
}
