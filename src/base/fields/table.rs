//! The fields of a table, taken out one by one; what is left at the end is told.
//!
//! **Invariant:** a key that nobody asked for is reported, and what must be there and is not; of what
//! is there under another key, that key alone.

use super::{FromNode, Key, Node, Reader, Value, no_extra};
use crate::base::diag::{Code, Diagnostic};
use crate::base::message::{Message, say};
use crate::base::slips::nearest;
use std::ops::Range;

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

impl<'d> Table<'d> {
    /// The table with these entries, of which none has been asked for.
    pub(super) fn new(
        reader: Reader<'d>,
        span: Range<usize>,
        entries: Vec<(Key, Node)>,
    ) -> Table<'d> {
        let (missing, empty) = (Vec::new(), Vec::new());
        Table { reader, span, entries, asked: Vec::new(), missing, empty }
    }

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

/// What people call keys of small tables, in small letters, and what they are called here.
const SAME_KEYS: &[(&str, &[&str])] = &[
    ("as", &["names", "name", "called", "title"]),
    ("name", &["title", "alias", "label", "text"]),
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
