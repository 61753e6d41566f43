//! Values as they are written into front matter: YAML 1.2 flow style, TOML 1.0 inline style.
//!
//! **Invariant:** what is written reads back as what was given, wherever a value may stand.
//! Text that would read as a number, a date or a truth is put in quotes, so that other readers of YAML see text as well.

use super::front::Syntax;
use crate::base::date::Date;
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
            Value::List(items) => format!(
                "[{}]",
                items.iter().map(|item| item.written(syntax)).collect::<Vec<_>>().join(", ")
            ),
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
        Syntax::Toml => basic(key),
        Syntax::Yaml => written_text(key, syntax),
    }
}

fn written_text(text: &str, syntax: Syntax) -> String {
    let has_controls = text.chars().any(is_escaped);
    match syntax {
        Syntax::Yaml if is_plain_yaml(text) => text.to_owned(),
        Syntax::Yaml if !has_controls && text.contains(['"', '\\']) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        Syntax::Toml if !has_controls && text.contains(['"', '\\']) && !text.contains('\'') => {
            format!("'{text}'")
        }
        Syntax::Yaml | Syntax::Toml => basic(text),
    }
}

/// In double quotes, with the escapes that YAML 1.2 §5.7 and TOML 1.0 have in common.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_escaped(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that stand in quotes as an escape alone: controls, other line ends, the byte order mark, non-characters (YAML 1.2 §5.1).
fn is_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a text can stand without quotes anywhere in YAML, in brackets too, and is text to every reader (YAML 1.2 §7.3.3, §10.2; 1.1 types).
fn is_plain_yaml(text: &str) -> bool {
    let starts_well = |c: char| !"-?:,[]{}#&*!|>'\"%@`=<~".contains(c);
    text.starts_with(starts_well)
        && text.trim() == text
        && !text.contains([',', '[', ']', '{', '}'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.starts_with("...")
        && !text
            .chars()
            .any(|c| is_escaped(c) || (c.is_whitespace() && c != ' ' && c != '\u{3000}'))
        && !is_other_than_text(text)
}

/// Whether readers of YAML take a plain scalar for nothing, a truth, a number or a date.
fn is_other_than_text(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_word = matches!(
        lower.as_str(),
        "null"
            | "true"
            | "false"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "y"
            | "n"
            | ".nan"
            | ".inf"
            | "+.inf"
    );
    let is_numeric = lower.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '+')
        && lower.chars().all(|c| c.is_ascii_hexdigit() || "_.:+-xotz ".contains(c));
    is_word || is_numeric
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

/// A decimal number that YAML and TOML write alike: no sign but `-`, no zeros in front, digits on both sides of the point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && whole.len() < 18
        && fraction.is_none_or(all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> String {
        Value::from(text).written(Syntax::Yaml)
    }

    #[test]
    fn text_gets_quotes_where_it_needs_them() {
        for plain in [
            "wang-yi",
            "王毅",
            "“一带一路”倡议",
            "https://example.org/a?b#c",
            "U.S. Steel",
            "it's",
            "a-b",
            "T-1",
            "Wang Yi (diplomat)",
        ] {
            assert_eq!(yaml(plain), plain);
        }
        for quoted in [
            "",
            " a",
            "a ",
            "a: b",
            "a #b",
            "- a",
            "a, b",
            "[a]",
            "no",
            "2024-03-07",
            "1e3",
            "0x1F",
            "~",
            "null",
            "a:",
            "*x",
            "@x",
            "...",
        ] {
            assert_eq!(yaml(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(yaml("\"a\" \\ 'b'"), "'\"a\" \\ ''b'''");
        assert_eq!(yaml("a\n\u{7}"), "\"a\\n\\u0007\"");
    }

    #[test]
    fn toml_writes_dates_and_numbers_bare_where_it_has_them() {
        let toml = |text: &str| Value::Bare(text.to_owned()).written(Syntax::Toml);
        assert_eq!(toml("2024-03-07"), "2024-03-07");
        assert_eq!(toml("2024-03"), "\"2024-03\"");
        assert_eq!(
            (toml("116.4"), toml("012"), toml("1.")),
            ("116.4".into(), "\"012\"".into(), "\"1.\"".into())
        );
        assert_eq!(Value::from("C:\\\"x\"").written(Syntax::Toml), "'C:\\\"x\"'");
        assert_eq!(
            entry("王毅", &Value::table([("person", Value::from("wang-yi"))]), Syntax::Toml),
            "\"王毅\" = {person = \"wang-yi\"}"
        );
    }
}
