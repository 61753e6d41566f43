//! Typed values out of a tree of fields; each mistake is reported where it stands.

use super::{Key, Node, Value};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
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
pub(crate) struct Fields {
    /// Where the table stands.
    pub span: Range<usize>,
    entries: Vec<(Key, Node)>,
    asked: Vec<String>,
}

impl Fields {
    /// Takes the field `name` out; none if it is missing or null.
    pub(crate) fn take(&mut self, name: &str) -> Option<Node> {
        self.take_with_key(name).map(|(_, node)| node)
    }

    /// The same with its key.
    pub(crate) fn take_with_key(&mut self, name: &str) -> Option<(Key, Node)> {
        self.asked.push(name.to_owned());
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        let entry = self.entries.remove(index);
        (entry.1.value != Value::Null).then_some(entry)
    }

    /// All fields that are left, in the order of the file.
    pub(crate) fn take_rest(&mut self) -> Vec<(Key, Node)> {
        std::mem::take(&mut self.entries)
    }
}

impl Reader<'_> {
    /// The place of `range` in this file.
    #[must_use]
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    /// Takes up a mistake.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The table in `node`.
    pub(crate) fn fields(&mut self, node: Node) -> Option<Fields> {
        match node.value {
            Value::Map(entries) => Some(Fields { span: node.span, entries, asked: Vec::new() }),
            Value::Null => Some(Fields { span: node.span, entries: Vec::new(), asked: Vec::new() }),
            _ => self.wrong_type(
                &node,
                "a table",
                "write keys with values: `{key: value}`, in TOML `{key = \"value\"}`",
            ),
        }
    }

    /// Reports every field that nobody asked for.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a table is read once: finishing it is the end of it"
    )]
    pub(crate) fn finish(&mut self, fields: Fields) {
        for (key, _) in &fields.entries {
            let diagnostic =
                Diagnostic::new(Code::UnknownKey, format!("`{}` is not a known key", key.name))
                    .at(self.span(&key.span), "")
                    .did_you_mean(&key.name, fields.asked.iter().map(String::as_str));
            let known = || format!("known here are `{}`", fields.asked.join("`, `"));
            let diagnostic = match (
                diagnostic.hints.is_empty(),
                fields.asked.iter().any(|asked| asked == "extra"),
            ) {
                (false, _) => diagnostic,
                (true, true) => diagnostic.hint("a site's own keys live under `extra`"),
                (true, false) => diagnostic.hint(known()),
            };
            self.report(diagnostic);
        }
    }

    /// Reports that `name` is missing from `fields`.
    pub(crate) fn missing(&mut self, fields: &Fields, name: &str, example: &str) {
        let start = fields.span.start;
        let span = Span::new(self.file, start..start);
        self.report(
            Diagnostic::new(Code::MissingKey, format!("`{name}` is missing"))
                .at(span, "")
                .hint(format!("add `{example}`")),
        );
    }

    fn wrong_type<T>(&mut self, node: &Node, wanted: &str, hint: &str) -> Option<T> {
        let message = format!("{wanted} is wanted here, this is {}", node.value.describe());
        self.report(
            Diagnostic::new(Code::WrongType, message).at(self.span(&node.span), "").hint(hint),
        );
        None
    }

    /// Text; a number or a date counts as what is written.
    pub(crate) fn text(&mut self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar(text) => Some(text.clone()),
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

    /// A date of day, month or year precision.
    pub(crate) fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node)?;
        let date = Date::parse(&text);
        if date.is_none() {
            let diagnostic = Diagnostic::new(Code::BadDate, format!("`{text}` is not a date"));
            self.report(
                diagnostic
                    .at(self.span(&node.span), "")
                    .hint("write it as `2024-03-07`, or where less is known `2024-03` or `2024`"),
            );
        }
        date
    }

    /// A BCP-47 tag.
    pub(crate) fn lang(&mut self, text: &str, range: &Range<usize>) -> Option<Lang> {
        let lang = Lang::parse(text);
        if lang.is_none() {
            let diagnostic =
                Diagnostic::new(Code::BadLanguage, format!("`{text}` is not a language tag"));
            self.report(
                diagnostic
                    .at(self.span(range), "")
                    .hint("write a BCP-47 tag: `en`, `zh`, `zh-Hant`, `pt-BR`"),
            );
        }
        lang
    }

    /// An address out of the site.
    pub(crate) fn url(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if rest.is_some_and(|rest| {
            !rest.is_empty()
                && !rest.starts_with('/')
                && !rest.chars().any(|c| c.is_whitespace() || "<>\"".contains(c))
        }) {
            return Some(text);
        }
        let diagnostic = Diagnostic::new(Code::BadUrl, format!("`{text}` is not an address"));
        self.report(
            diagnostic
                .at(self.span(&node.span), "")
                .hint("write it in full, with `https://` and without spaces"),
        );
        None
    }

    /// One of the words in `allowed`.
    pub(crate) fn choice<'c>(&mut self, node: &Node, allowed: &[&'c str]) -> Option<&'c str> {
        let text = self.text(node)?;
        let found = allowed.iter().find(|word| **word == text).copied();
        if found.is_none() {
            let diagnostic =
                Diagnostic::new(Code::BadValue, format!("`{text}` is not allowed here"))
                    .at(self.span(&node.span), "")
                    .did_you_mean(&text, allowed.iter().copied())
                    .hint(format!("it is one of `{}`", allowed.join("`, `")));
            self.report(diagnostic);
        }
        found
    }

    /// A list.
    pub(crate) fn list(&mut self, node: Node) -> Vec<Node> {
        match node.value {
            Value::List(items) => items,
            _ => {
                let hint = match &node.value {
                    // Quotes are part of the place and not of the text.
                    Value::Scalar(text) if node.span.len() > text.len() => {
                        format!("write `[\"{text}\"]`")
                    }
                    Value::Scalar(text) => format!("write `[{text}]`"),
                    _ => "write the values between `[` and `]`".to_owned(),
                };
                self.wrong_type(&node, "a list", &hint).unwrap_or_default()
            }
        }
    }

    /// A list of texts with their places.
    pub(crate) fn texts(&mut self, node: Node) -> Vec<(String, Range<usize>)> {
        let items = self.list(node);
        items.iter().filter_map(|item| Some((self.text(item)?, item.span.clone()))).collect()
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

/// Two keys for one language, in whatever case they are written.
fn same_language(lang: &Lang, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, format!("the language `{lang}` stands twice"))
        .at(again, "again here")
        .at(first, "first here")
        .hint("keep one of the two")
}
