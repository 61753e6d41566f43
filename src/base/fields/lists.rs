//! Lists out of a tree of fields; of what is none, the message says how the list is written that was
//! meant.

use super::{Key, Node, Reader, Value, in_its_place};
use crate::base::ids::is_written_as_id;
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
                    Value::Scalar(text) if text.starts_with(BULLETS) => {
                        "begin each item with `- `".into()
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
                        // With a comma or an “and” it may be one name or two.
                        let is_one =
                            !text.contains([',', '，', '、', '\n']) && !text.contains(" and ");
                        meant = is_one.then(|| format!("[{text}]"));
                        say!("write `[{list}]`", list = narrow_commas(text))
                    }
                    // `sources:` and the keys of one below it.
                    Value::Map(entries) => table_in_list(entries),
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

/// How a table is written that stands where a list of them is wanted.
fn table_in_list(entries: &[(Key, Node)]) -> Message {
    match in_a_line(entries) {
        Some(fields) => say!("write `[{{{fields}}}]`; below one another, put `- ` before the first key, and begin the others below that key", fields),
        None => "write `[{key: value}]`; below one another, put `- ` before the first key, and begin the others below that key".into(),
    }
}

/// The fields of a small table of words, as they are written in a line.
fn in_a_line(entries: &[(Key, Node)]) -> Option<String> {
    let mut fields = Vec::new();
    for (key, node) in entries {
        let Value::Scalar(text) = &node.value else {
            return None;
        };
        let text = in_its_place(&node.span, text, text);
        let is_plain = !text.contains([',', '[', ']', '{', '}', '#', '\n']) && !text.contains(": ");
        fields.push(is_plain.then(|| format!("{key}: {text}", key = key.name))?);
    }
    (!fields.is_empty() && fields.len() <= 4).then(|| fields.join(", "))
}

/// A list in which full-width commas stand for narrow ones.
fn narrow_commas(text: &str) -> String {
    let inner = text.trim().trim_matches(['[', ']', '【', '】', '［', '］', '「', '」']);
    let items = inner.split(['，', '、', ',']).map(str::trim).filter(|item| !item.is_empty());
    let items: Vec<&str> = items.collect();
    if let [item] = items.as_slice()
        && let Some(address) = as_address(item)
    {
        return address;
    }
    // Of ids, words between them are none of them; of names they may be.
    let ids: Vec<&str> = items.iter().flat_map(|item| item.split(" and ")).collect();
    let is_of_ids = ids.iter().all(|id| is_written_as_id(id));
    if is_of_ids { ids.join(", ") } else { items.join(", ") }
}

/// The address in what is one without its scheme, or an item of Wikidata.
fn as_address(item: &str) -> Option<String> {
    let is_item = item.strip_prefix('Q').is_some_and(|number| number.parse::<u32>().is_ok());
    if is_item {
        return Some(format!("https://www.wikidata.org/wiki/{item}"));
    }
    let (host, _) = item.split_once('/').unwrap_or((item, ""));
    let is_of_host = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    let is_host = host.starts_with("www.") || item.contains('/') && host.contains('.');
    (is_host && host.chars().all(is_of_host) && !host.starts_with('.'))
        .then(|| format!("https://{item}"))
}

/// What begins an item of a list elsewhere, and in YAML a text.
const BULLETS: [char; 8] = ['•', '·', '‣', '–', '—', '－', '＊', '●'];
