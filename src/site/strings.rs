//! The words of the interface in one language, from a theme's `i18n/<lang>.toml`.
//!
//! **Invariant:** keys are dotted paths (`types.interview`); a missing word is its key, so a gap is seen and nothing fails.

use crate::base::fields::{Node, Value};
use std::collections::BTreeMap;

/// The words of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strings(BTreeMap<String, String>);

impl Strings {
    /// Takes up a table; words that are there already are replaced.
    pub(crate) fn extend(&mut self, node: &Node) {
        self.take("", node);
    }

    fn take(&mut self, path: &str, node: &Node) {
        match &node.value {
            Value::Scalar(text) => {
                self.0.insert(path.to_owned(), text.clone());
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    let path = if path.is_empty() {
                        key.name.clone()
                    } else {
                        format!("{path}.{}", key.name)
                    };
                    self.take(&path, value);
                }
            }
            Value::List(_) | Value::Null => {}
        }
    }

    /// The word at `key`, or the key.
    #[must_use]
    pub(crate) fn text<'s>(&'s self, key: &'s str) -> &'s str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The word at `table.key`, or `key`.
    #[must_use]
    pub(crate) fn of<'s>(&'s self, table: &str, key: &'s str) -> &'s str {
        self.0.get(&format!("{table}.{key}")).map_or(key, String::as_str)
    }

    /// The word at `key`, if there is one.
    #[must_use]
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// All words as nested tables, for templates.
    #[must_use]
    pub(crate) fn tree(&self) -> serde_json::Value {
        let mut root = serde_json::Map::new();
        for (path, text) in &self.0 {
            plant(&mut root, path, text);
        }
        serde_json::Value::Object(root)
    }
}

/// Puts a word at its path; a table that stands where a word would go stays.
fn plant(table: &mut serde_json::Map<String, serde_json::Value>, path: &str, text: &str) {
    match path.split_once('.') {
        None => {
            table
                .entry(path.to_owned())
                .or_insert_with(|| serde_json::Value::String(text.to_owned()));
        }
        Some((first, rest)) => {
            let entry = table
                .entry(first.to_owned())
                .or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            if let serde_json::Value::Object(inner) = entry {
                plant(inner, rest, text);
            }
        }
    }
}
