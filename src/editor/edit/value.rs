//! Values as they are written into front matter: YAML 1.2 flow style, TOML 1.0 inline style.
//!
//! **Invariant:** what is written reads back as what was given, in every position that a value can
//! have. How text is quoted is decided in `base/fields/scalar.rs`.

use super::front::Syntax;
use crate::base::date::Date;
use crate::base::fields::scalar::{self, Quoting};
use serde_json::Value as Json;

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, in quotes where it needs them.
    Text(String),
    /// A date, a number, `true` or `false`: without quotes where the syntax has such a thing.
    Bare(String),
    /// A list.
    List(Vec<Value>),
    /// A table, in this order.
    Table(Vec<(String, Value)>),
}

impl Value {
    /// A table of these fields.
    #[must_use]
    pub fn table<K: Into<String>>(fields: impl IntoIterator<Item = (K, Value)>) -> Self {
        Value::Table(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// A table of those of these fields that have a value.
    pub(crate) fn fields<const N: usize>(fields: [(&str, Option<Value>); N]) -> Self {
        let fields = fields.into_iter();
        Value::table(fields.filter_map(|(key, value)| Some((key, value?))))
    }

    /// A list of these items.
    #[must_use]
    pub fn list<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }

    /// What a reader takes it for: scalars are text.
    pub(super) fn plain(&self) -> Json {
        match self {
            Value::Text(text) | Value::Bare(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Value::plain).collect()),
            Value::Table(fields) => Json::Object(
                fields.iter().map(|(key, value)| (key.clone(), value.plain())).collect(),
            ),
        }
    }

    /// As it is written in `syntax`, on one line.
    pub(super) fn written(&self, syntax: Syntax) -> String {
        match self {
            Value::Text(text) => written_text(text, syntax),
            Value::Bare(text) if is_bare(text, syntax) => text.clone(),
            Value::Bare(text) => written_text(text, syntax),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.written(syntax)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| entry(key, value, syntax)).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Value::Bare(date.to_string())
    }
}

/// `key: value`, `key = value`.
pub(super) fn entry(key: &str, value: &Value, syntax: Syntax) -> String {
    let key = written_key(key, syntax);
    match syntax {
        Syntax::Yaml => format!("{key}: {}", value.written(syntax)),
        Syntax::Toml => format!("{key} = {}", value.written(syntax)),
    }
}

/// A key as it is written.
pub(super) fn written_key(key: &str, syntax: Syntax) -> String {
    let is_plain =
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));

    match syntax {
        Syntax::Toml if is_plain => key.to_owned(),
        Syntax::Toml => scalar::basic(key),
        Syntax::Yaml => written_text(key, syntax),
    }
}

fn written_text(text: &str, syntax: Syntax) -> String {
    match syntax {
        Syntax::Yaml => scalar::yaml(text, Quoting::Needed),
        Syntax::Toml => scalar::toml(text),
    }
}

fn is_bare(text: &str, syntax: Syntax) -> bool {
    match syntax {
        Syntax::Yaml => is_truth(text) || is_number(text) || Date::parse(text).is_some(),
        Syntax::Toml => {
            is_truth(text) || is_number(text) || Date::parse(text).is_some_and(Date::is_day)
        }
    }
}

fn is_truth(text: &str) -> bool {
    matches!(text, "true" | "false")
}

/// A decimal number that YAML and TOML write alike: no sign but `-`, no zeros in front, digits on
/// both sides of the point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());

    // TOML refuses integers beyond 64 bits, which have 19 digits.
    all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && whole.len() < 18
        && fraction.is_none_or(all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_writes_dates_and_numbers_bare_where_it_has_them() {
        let toml = |text: &str| Value::Bare(text.to_owned()).written(Syntax::Toml);
        assert_eq!(toml("2024-03-07"), "2024-03-07");
        assert_eq!(toml("2024-03"), "\"2024-03\"");
        assert_eq!(
            (toml("116.4"), toml("012"), toml("1.")),
            ("116.4".into(), "\"012\"".into(), "\"1.\"".into())
        );
        assert_eq!(
            entry("王毅", &Value::table([("person", Value::from("wang-yi"))]), Syntax::Toml),
            "\"王毅\" = {person = \"wang-yi\"}"
        );
    }
}
