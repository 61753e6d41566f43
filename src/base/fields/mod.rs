//! Front matter and configuration as a tree of fields, each with its place, and the reader that
//! takes typed values out of it.
//!
//! YAML and TOML become the same tree, so one set of rules serves both.
//! **Invariant:** reading never stops at a mistake: each wrong value is reported at its place and
//! left out.
//! **Invariant:** a key that nobody asked for is reported.
//! YAML anchors are refused, so a tree is never larger than its text.

mod brackets;
mod choices;
mod dates;
mod lists;
mod reader;
pub(crate) mod scalar;
mod slips;
mod table;
mod told;
mod toml;
mod yaml;

pub(crate) use reader::{FromNode, Reader, in_its_place};
pub(crate) use table::Table;
pub(crate) use toml::read_toml;
pub(crate) use yaml::read_yaml;

use serde_json::Value as Json;
use std::ops::Range;

/// A value with its place in the file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Bytes from the start of the file, half-open.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

impl Node {
    /// The value as JSON, for keys to which no rule gives a type. What is written without quotes is
    /// a number or a truth where it is one in JSON too: dates, `no` and `012` stay text, and so do
    /// whole numbers that a reader of JSON would round.
    pub(crate) fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Scalar(text) => {
                // Quotes are part of the place and not of the text.
                let is_plain = self.span.len() == text.len();
                match serde_json::from_str(text) {
                    Ok(Json::Bool(truth)) if is_plain => Json::Bool(truth),
                    Ok(Json::Number(number)) if is_plain && number.to_string() == *text => {
                        Json::Number(number)
                    }
                    _ => Json::String(text.clone()),
                }
            }
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Map(entries) => {
                let fields = entries.iter();
                let fields = fields.map(|(key, node)| (key.name.clone(), node.to_json()));
                Json::Object(fields.collect())
            }
        }
    }

    /// The entry of a table that is called `name`.
    #[must_use]
    pub(crate) fn entry(&self, name: &str) -> Option<&(Key, Node)> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(key, _)| key.name == name),
            _ => None,
        }
    }
}

/// What a file without `extra` keeps there: an empty object, of which a template can ask
/// `{% if view.extra.x %}`.
pub(crate) fn no_extra() -> Json {
    Json::Object(serde_json::Map::new())
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing: `key:` alone, `~` or `null`.
    Null,
    /// A scalar as written; numbers, dates and booleans are read from it when asked for.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file.
    Map(Vec<(Key, Node)>),
}

impl Value {
    /// What it is, for messages.
    #[must_use]
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Scalar(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a table",
        }
    }
}

/// A key with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// The key.
    pub name: String,
    /// Bytes from the start of the file, half-open.
    pub span: Range<usize>,
}
