//! Typed values out of a tree of fields; each mistake is reported at its place.

use super::{Key, Node, Value, no_extra};
use crate::base::date::{Date, When};
use crate::base::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::base::words::Words;
use std::ops::Range;

/// Reads values of one file.
#[derive(Debug)]
pub(crate) struct Reader<'d> {
    /// The file.
    pub file: FileId,
    /// Where mistakes go.
    pub diagnostics: &'d mut Diagnostics,
}

/// The fields of one table that have not been asked for yet.
#[derive(Debug)]
pub(crate) struct Table<'d> {
    pub reader: Reader<'d>,
    /// The bytes of the table.
    span: Range<usize>,
    entries: Vec<(Key, Node)>,
    asked: Vec<String>,
    /// What must be there and is not, with what to do.
    missing: Vec<(String, Message)>,
    /// Keys that were asked for and have no value.
    empty: Vec<Key>,
}

/// A value of front matter or of configuration.
pub(crate) trait FromNode: Sized {
    /// Reads it; what cannot be read is reported.
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self>;
}

impl FromNode for String {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.text(&node)
    }
}

impl FromNode for bool {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.truth(&node)
    }
}

impl FromNode for Date {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.date(&node)
    }
}

impl FromNode for When {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.when(&node)
    }
}

impl FromNode for Words {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.words(node)
    }
}

/// Of a list, the values that can be read.
impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let mut values = Vec::new();
        for item in reader.list(node) {
            values.extend(T::from_node(reader, item));
        }
        Some(values)
    }
}

impl Table<'_> {
    /// Takes the field `name` out; none if it is missing or null.
    pub(crate) fn take(&mut self, name: &str) -> Option<Node> {
        self.asked.push(name.to_owned());
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        let (key, node) = self.entries.remove(index);
        if node.value == Value::Null {
            self.empty.push(key);
            return None;
        }
        Some(node)
    }

    /// The field `name`, which stays to be asked for.
    pub(crate) fn peek(&self, name: &str) -> Option<&Node> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// Where the key of the field `name` is.
    pub(crate) fn place_of_key(&self, name: &str) -> Option<Range<usize>> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(key, _)| key.span.clone())
    }

    /// Takes the field `name` out and reads it.
    pub(crate) fn get<T: FromNode>(&mut self, name: &str) -> Option<T> {
        let node = self.take(name)?;
        T::from_node(&mut self.reader, node)
    }

    /// The same with a field that must be there; `example` is a line that would do.
    pub(crate) fn wanted<T: FromNode>(&mut self, name: &str, example: &str) -> Option<T> {
        let node = self.take(name);
        if node.is_none() {
            self.missing(name, example);
        }
        T::from_node(&mut self.reader, node?)
    }

    /// Takes the field `name` out, which is one of the words in `allowed`.
    pub(crate) fn choice<'c>(&mut self, name: &str, allowed: &[&'c str]) -> Option<&'c str> {
        let node = self.take(name)?;
        self.reader.choice(&node, allowed)
    }

    /// Takes the field `name` out, which is an address out of the site.
    pub(crate) fn url(&mut self, name: &str) -> Option<String> {
        let node = self.take(name)?;
        self.reader.url(&node)
    }

    /// Takes the field `name` out, which is a table.
    pub(crate) fn table(&mut self, name: &str) -> Option<Table<'_>> {
        let node = self.take(name)?;
        self.reader.table(node)
    }

    /// Takes `extra` out, where a site keeps what is its own: an empty object if there is nothing.
    pub(crate) fn take_extra(&mut self) -> serde_json::Value {
        let Some(node) = self.take("extra") else {
            return no_extra();
        };
        if !matches!(node.value, Value::Map(_)) {
            let hint = "give each value a name: `extra: {key: value}`";
            return self.reader.wrong_type(&node, "a table", hint).unwrap_or_else(no_extra);
        }
        node.to_json()
    }

    /// All fields that are left, in the order of the file.
    pub(crate) fn take_rest(&mut self) -> Vec<(Key, Node)> {
        std::mem::take(&mut self.entries)
    }

    /// Reports that `name` is missing; `example` is a line that would do.
    pub(crate) fn missing(&mut self, name: &str, example: &str) {
        let Some(empty) = self.empty.iter().find(|key| key.name == name) else {
            return self.missing_with(name, say!("add `{example}`", example));
        };
        let message = say!("`{name}` has no value", name);
        let hint =
            say!("write `{example}`; a value that begins with `#` stands in quotes", example);
        self.reader.tell(Code::MissingKey, &empty.span.clone(), message, hint);
    }

    /// The same with what to do.
    pub(crate) fn missing_with(&mut self, name: &str, hint: Message) {
        self.missing.push((name.to_owned(), hint));
    }

    /// Leaves out what nobody asked for and is like nothing that was asked for: where the
    /// configuration cannot be read, it may be a kind or a fact of the site's own.
    pub(crate) fn leave_what_may_be_own(
        &mut self,
        advice: impl Fn(&str, &[String]) -> Option<Message>,
    ) {
        let asked = &self.asked;
        self.entries.retain(|(key, _)| {
            nearest(&key.name, asked.iter().map(String::as_str)).is_some()
                || advice(&key.name, asked).is_some()
        });
    }

    /// Whether there is a field `name` that nobody has asked for.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.name == name)
    }

    /// Reports every field that nobody asked for.
    pub(crate) fn finish(self) {
        self.finish_with(|_, _| None);
    }

    /// The same; `advice` knows what to write for some keys, of which it is told the keys that were
    /// asked for.
    pub(crate) fn finish_with(mut self, advice: impl Fn(&str, &[String]) -> Option<Message>) {
        let advice = |key: &str, asked: &[String]| {
            let same =
                || same_key(key, asked).map(|known| say!("it is called `{key}` here", key = known));
            advice(key, asked).or_else(same)
        };
        // What is there under another key is told as that.
        let is_elsewhere = |name: &str, key: &str| {
            nearest(key, [name]).is_some()
                || advice(key, &self.asked).is_some_and(|hint| names_key(&hint, name))
        };
        for (name, hint) in std::mem::take(&mut self.missing) {
            if !self.entries.iter().any(|(key, _)| is_elsewhere(&name, &key.name)) {
                let start = self.span.start;
                let message = say!("`{name}` is missing", name);
                self.reader.tell(Code::MissingKey, &(start..start), message, hint);
            }
        }

        for (key, _) in &self.entries {
            let message = say!("`{name}` is not a known key", name = key.name);
            let mut diagnostic =
                Diagnostic::new(Code::UnknownKey, message).at(self.reader.span(&key.span), "");
            diagnostic = match advice(&key.name, &self.asked) {
                Some(hint) => diagnostic.hint(hint),
                None => diagnostic.did_you_mean(&key.name, self.asked.iter().map(String::as_str)),
            };

            if diagnostic.hints.is_empty() {
                diagnostic = if self.asked.iter().any(|asked| asked == "extra") {
                    diagnostic.hint("a site's own keys live under `extra`")
                } else {
                    diagnostic.hint(say!(
                        "known here are `{asked}`",
                        asked = Message::joined("`, `", &self.asked)
                    ))
                };
            }
            // In another case it is the same key.
            let is_same = |asked: &&String| asked.to_lowercase() == key.name.to_lowercase();
            if let Some(same) = self.asked.iter().find(is_same) {
                let span = self.reader.span(&key.span);
                diagnostic = diagnostic.fixed_by(span, same.as_str());
            }
            self.reader.report(diagnostic);
        }
    }
}

impl Reader<'_> {
    /// The place of `range` in this file.
    #[must_use]
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    /// The table in `node`.
    pub(crate) fn table(&mut self, node: Node) -> Option<Table<'_>> {
        let entries = match node.value {
            Value::Map(entries) => entries,
            Value::Null => Vec::new(),
            _ => {
                return self.wrong_type(
                    &node,
                    "a table",
                    "write keys with values: `{key: value}`, in TOML `{key = \"value\"}`",
                );
            }
        };
        let reader = Reader { file: self.file, diagnostics: self.diagnostics };
        Some(Table {
            reader,
            span: node.span,
            entries,
            asked: Vec::new(),
            missing: Vec::new(),
            empty: Vec::new(),
        })
    }

    /// Text; a number or a date counts as what is written.
    pub(crate) fn text(&mut self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar(text) => Some(text.clone()),
            Value::List(items)
                if matches!(items.as_slice(), [Node { value: Value::Scalar(_), .. }]) =>
            {
                let [Node { value: Value::Scalar(only), .. }] = items.as_slice() else {
                    return None;
                };
                // Quotes are part of the place and not of the text.
                let is_quoted = items[0].span.len() > only.len();
                let hint = match is_quoted {
                    true => say!("write `\"{only}\"` without brackets", only),
                    false => say!("write `{only}` without brackets", only),
                };
                self.wrong_type(node, "text", hint)
            }
            _ => self.wrong_type(
                node,
                "text",
                "write a single value, in quotes if it holds `: ` or begins with `[` or `{`",
            ),
        }
    }

    /// `true` or `false`.
    pub(crate) fn truth(&mut self, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Scalar(text) if text == "true" => Some(true),
            Value::Scalar(text) if text == "false" => Some(false),
            Value::Scalar(text) => {
                let hint = match text.to_lowercase().as_str() {
                    "true" | "yes" | "on" | "y" | "1" | "是" => "write `true`",
                    "false" | "no" | "off" | "n" | "0" | "否" => "write `false`",
                    _ => "write one of the two, without quotes",
                };
                let meant = hint.trim_start_matches("write `").strip_suffix('`');
                self.wrong_type_of(node, "`true` or `false`", hint, meant.map(str::to_owned))
            }
            _ => self.wrong_type(node, "`true` or `false`", "write one of the two, without quotes"),
        }
    }

    /// A number.
    pub(crate) fn number(&mut self, node: &Node) -> Option<f64> {
        match &node.value {
            Value::Scalar(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                text.parse().ok()
            }
            _ => self.wrong_type(
                node,
                "a number",
                "write digits, with a point where there are decimals: `39.9`",
            ),
        }
    }

    /// A BCP-47 tag.
    pub(crate) fn lang(&mut self, text: &str, range: &Range<usize>) -> Option<Lang> {
        let meant = match Lang::read(text) {
            Ok(lang) => return Some(lang),
            Err(meant) => meant,
        };

        let message = say!("`{text}` is not a language tag", text);
        let hint = match meant {
            Some(lang) => say!("write `{lang}`", lang),
            None => "write a BCP-47 tag: `en`, `zh`, `zh-Hant`, `pt-BR`".into(),
        };
        self.tell(Code::BadLanguage, range, message, hint);
        None
    }

    /// An address out of the site.
    pub(crate) fn url(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));

        let is_broken =
            |rest: &str| rest.contains(|c: char| c.is_whitespace() || "<>\"".contains(c));
        if rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !is_broken(rest)) {
            return Some(text);
        }

        let message = say!("`{text}` is not an address", text);
        let is_item = text.strip_prefix('Q').is_some_and(|number| number.parse::<u32>().is_ok());
        let hint = match text.split_once('.') {
            _ if is_item => say!("write `https://www.wikidata.org/wiki/{text}`", text),
            Some(_) if !is_broken(&text) && !text.contains(':') => {
                say!("write `https://{address}`", address = text.trim_start_matches('/'))
            }
            _ => "write it in full, with `https://` and without spaces".into(),
        };
        self.tell(Code::BadUrl, &node.span, message, hint);
        None
    }

    /// Text that people read: one string, or one per language.
    pub(crate) fn words(&mut self, node: Node) -> Option<Words> {
        let Value::Map(versions) = node.value else {
            return self.text(&node).map(Words::plain);
        };

        if versions.is_empty() {
            return self.wrong_type(
                &Node { span: node.span, value: Value::Map(versions) },
                "text",
                "write it as it is, or by language: `{en: …, zh: …}`",
            );
        }

        let mut by_language: Vec<(Lang, String)> = Vec::new();
        let mut places: Vec<&Range<usize>> = Vec::new();

        for (key, version) in &versions {
            let (Some(lang), Some(text)) = (self.lang(&key.name, &key.span), self.text(version))
            else {
                continue;
            };

            match by_language.iter().position(|(known, _)| *known == lang) {
                Some(first) => self.report(same_language(
                    &lang,
                    self.span(&key.span),
                    self.span(places[first]),
                )),
                None => {
                    by_language.push((lang, text));
                    places.push(&key.span);
                }
            }
        }

        Words::by_language(by_language)
    }
}

/// What people call keys of small tables, in small letters, and what they are called here.
const SAME_KEYS: &[(&str, &[&str])] = &[
    ("as", &["names", "name", "called", "title"]),
    ("audio", &["sound", "mp3", "podcast"]),
    ("video", &["movie", "mp4", "film", "youtube"]),
    ("captions", &["subtitles", "vtt"]),
    ("src", &["file", "path", "url"]),
    ("credit", &["author", "photographer", "by", "source"]),
    ("role", &["title", "office", "position", "job"]),
    ("from", &["start", "since", "begin", "started"]),
    ("until", &["end", "to", "till", "ended"]),
    ("organization", &["org", "organisation", "at", "employer"]),
    ("reason", &["why", "because", "note"]),
    ("note", &["title", "description", "comment", "text"]),
    ("url", &["link", "href", "address", "uri"]),
    ("archived_url", &["archive", "archived", "wayback"]),
    ("retrieved", &["accessed", "date", "access_date"]),
    ("person", &["id", "who", "speaker", "name"]),
    ("on_behalf_of", &["outlet", "organization", "org", "for"]),
    ("turn", &["type", "kind"]),
    ("date", &["day", "when"]),
];

/// The key that is read in a small table for what `key` calls otherwise; what has an `extra` is
/// large, and has advice of its own.
fn same_key(key: &str, asked: &[String]) -> Option<&'static str> {
    let key = key.to_lowercase();
    if asked.iter().any(|asked| asked == "extra") {
        return None;
    }
    let known = SAME_KEYS.iter().filter(|(_, others)| others.contains(&key.as_str()));
    let mut known = known.map(|(known, _)| *known);
    known.find(|known| asked.iter().any(|asked| asked == known))
}

/// Whether a hint tells to write the key `name`.
fn names_key(hint: &str, name: &str) -> bool {
    let behind = |at: usize| hint[at..].trim_start_matches('`').strip_prefix(name);
    let is_key = |at: usize| {
        behind(at).is_some_and(|rest| rest.starts_with(['`', ':']) || rest.starts_with(" ="))
    };
    hint.match_indices('`').any(|(at, _)| is_key(at))
}

/// Two keys for one language, in whatever case they are written.
fn same_language(lang: &Lang, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, say!("the language `{lang}` stands twice", lang))
        .at(again, "again here")
        .at(first, "first here")
        .hint("keep one of the two")
}
