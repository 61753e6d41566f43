//! Typed values out of a tree of fields; each mistake is reported at its place.

use super::{Node, Table, Value};
use crate::base::date::{Date, When};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::message::say;
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
        Some(Table::new(reader, node.span, entries))
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
            Value::Map(entries)
                if matches!(entries.as_slice(), [(_, Node { value: Value::Scalar(_), .. })]) =>
            {
                let [(_, Node { value: Value::Scalar(only), span })] = entries.as_slice() else {
                    return None;
                };
                let only = in_its_place(span, only, only);
                self.wrong_type(node, "text", say!("write `{only}` alone", only))
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
            Some(lang) => {
                say!("write `{lang}`", lang = in_its_place(range, text, &lang.to_string()))
            }
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
            _ if is_item => {
                let address = format!("https://www.wikidata.org/wiki/{text}");
                say!("write `{address}`", address = in_its_place(&node.span, &text, &address))
            }
            Some(_) if !is_broken(&text) && !text.contains(':') => {
                let address = format!("https://{text}", text = text.trim_start_matches('/'));
                say!("write `{address}`", address = in_its_place(&node.span, &text, &address))
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

/// What is written in the place of `text`, which is at `range`: in quotes if that is, for TOML has no
/// other text.
pub(crate) fn in_its_place(range: &Range<usize>, text: &str, instead: &str) -> String {
    // Quotes are part of the place and not of the text.
    let is_quoted = range.len() > text.len();
    if is_quoted { format!("\"{instead}\"") } else { instead.to_owned() }
}

/// Two keys for one language, in whatever case they are written.
fn same_language(lang: &Lang, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, say!("the language `{lang}` stands twice", lang))
        .at(again, "again here")
        .at(first, "first here")
        .hint("keep one of the two")
}
