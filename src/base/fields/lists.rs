//! Lists out of a tree of fields; of what is none, the message says how the list is written that was
//! meant.

use super::{Node, Reader, Value};
use crate::base::message::{Message, say};

impl Reader<'_> {
    /// A list.
    pub(crate) fn list(&mut self, node: Node) -> Vec<Node> {
        match node.value {
            Value::List(items) => items,
            _ => {
                let mut meant = None;
                let hint: Message = match &node.value {
                    // `-ann` below one another: YAML takes them for one text.
                    Value::Scalar(text) if is_list_without_spaces(text) => {
                        "put a space behind each `-`".into()
                    }
                    Value::Scalar(text) if text.starts_with('[') && text.ends_with(']') => {
                        say!("write `{text}` without quotes", text)
                    }
                    Value::Map(entries)
                        if entries.iter().all(|(_, node)| node.value == Value::Null) =>
                    {
                        let keys: Vec<&str> =
                            entries.iter().map(|(key, _)| key.name.as_str()).collect();
                        say!("write `[{list}]`", list = keys.join(", "))
                    }
                    // Quotes are part of the place and not of the text.
                    Value::Scalar(text) if node.span.len() > text.len() => {
                        meant = Some(format!("[\"{text}\"]"));
                        say!("write `[\"{text}\"]`", text)
                    }
                    Value::Scalar(text) => {
                        // With a comma it may be one name or two.
                        let is_one = !text.contains([',', '，', '、', '\n']);
                        meant = is_one.then(|| format!("[{text}]"));
                        say!("write `[{list}]`", list = narrow_commas(text))
                    }
                    _ => "write the values between `[` and `]`".into(),
                };

                self.wrong_type_of(&node, "a list", hint, meant).unwrap_or_default()
            }
        }
    }
}

/// Whether a text is items of a list that lack the space behind their hyphen.
fn is_list_without_spaces(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        word.strip_prefix('-').is_some_and(|item| item.starts_with(char::is_alphabetic))
    })
}

/// A list in which full-width commas stand for narrow ones.
fn narrow_commas(text: &str) -> String {
    let inner = text.trim().trim_matches(['[', ']', '【', '】', '［', '］', '「', '」']);
    let items = inner.split(['，', '、', ',']).map(str::trim).filter(|item| !item.is_empty());
    items.collect::<Vec<&str>>().join(", ")
}
