//! JSON (RFC 8259) → tree of fields with places, so that a mistake in a value is reported where it
//! is.
//!
//! **Invariant:** depth is bounded; a text that is not JSON is reported at the byte where it stops
//! being so. Scalars are text, as in front matter: numbers as written, `null` is nothing.

use super::source::Source;
use crate::base::diag::Code;
use crate::base::fields::{Key, Node, Value};
use std::ops::Range;

/// Lists and objects nest at most this deep: formats that are read need ten levels, and a stack
/// overflows at some thousands.
const DEEPEST: usize = 64;

/// Reads `text`, which begins at byte `offset` of its file; none, with a diagnostic, if it is not
/// JSON.
pub(super) fn read_json(source: &mut Source<'_>, text: &str, offset: usize) -> Option<Node> {
    let mut parser = Parser { text, at: 0, offset };
    match parser.whole() {
        Ok(node) => Some(node),
        Err(wanted) => {
            let at = offset + parser.at.min(text.len());
            let message = format!("this is no JSON: {wanted} is wanted here");
            let hint = "save the file anew from where it comes, as JSON";
            source.report(Code::BadData, message, &(at..at), hint);
            None
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    offset: usize,
}

type Read<T> = Result<T, &'static str>;

impl Parser<'_> {
    fn whole(&mut self) -> Read<Node> {
        let node = self.value(0)?;
        self.space();
        if self.at < self.text.len() {
            return Err("nothing more, the value is complete");
        }
        Ok(node)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    /// The bytes of the file from `start` to here.
    fn since(&self, start: usize) -> Range<usize> {
        self.offset + start..self.offset + self.at
    }

    fn value(&mut self, depth: usize) -> Read<Node> {
        self.space();
        let start = self.at;
        // Before anything is looked at, for each level is one more call.
        if depth > DEEPEST {
            return Err("a value that does not nest so deep");
        }
        let value = match self.peek() {
            Some(b'{') => {
                Value::Map(self.items(b'}', "`,` or `}`", |parser| parser.entry(depth + 1))?)
            }
            Some(b'[') => {
                Value::List(self.items(b']', "`,` or `]`", |parser| parser.value(depth + 1))?)
            }
            Some(b'"') => Value::Scalar(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { span: self.since(start), value })
    }

    /// What is between two brackets, divided by commas.
    fn items<T>(
        &mut self,
        close: u8,
        wanted: &'static str,
        mut item: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<Vec<T>> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            self.space();
            if self.eat(close) {
                return Ok(items);
            }
            if !self.eat(b',') {
                return Err(wanted);
            }
        }
    }

    fn entry(&mut self, depth: usize) -> Read<(Key, Node)> {
        self.space();
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err("a key in double quotes");
        }
        let name = self.string()?;
        let key = Key { name, span: self.since(start) };
        self.space();
        if !self.eat(b':') {
            return Err("`:`");
        }
        Ok((key, self.value(depth)?))
    }

    /// A string, cut out as it is and read by serde_json, which knows all escapes.
    fn string(&mut self) -> Read<String> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => break,
                // Whatever is escaped, be it the mark that would close the string.
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
                None => return Err("the `\"` that closes a string"),
            }
        }
        self.at += 1;
        // A backslash at the very end reaches beyond the text.
        let written = self.text.get(start..self.at).ok_or("a string")?;
        serde_json::from_str(written).map_err(|_| {
            self.at = start;
            "a string with valid escapes and without line ends"
        })
    }

    fn number(&mut self) -> Read<Value> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let written = &self.text[start..self.at];
        // What belongs to a number is collected; whether it is one, serde_json knows.
        match serde_json::from_str::<f64>(written) {
            Ok(_) => Ok(Value::Scalar(written.to_owned())),
            Err(_) => {
                self.at = start;
                Err("a number")
            }
        }
    }

    fn word(&mut self) -> Read<Value> {
        let rest = &self.text[self.at..];
        let word = ["true", "false", "null"]
            .into_iter()
            .find(|word| rest.starts_with(word))
            .ok_or("a value")?;
        self.at += word.len();
        Ok(if word == "null" { Value::Null } else { Value::Scalar(word.to_owned()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Diagnostics;
    use crate::base::fields::Reader;
    use crate::base::sources::FileId;
    use crate::reading::kinds::Kinds;
    use proptest::prelude::*;
    use serde_json::Value as Json;

    fn read(text: &str) -> Result<Node, usize> {
        let mut diagnostics = Diagnostics::default();
        let reader = Reader { file: FileId(0), diagnostics: &mut diagnostics };
        let kinds = Kinds::default();
        let mut source = Source { kinds: &kinds, reader, ignored: Vec::new() };
        read_json(&mut source, text, 0)
            .ok_or_else(|| diagnostics.iter().next().unwrap().labels[0].span.range.start)
    }

    /// What serde_json reads, with scalars as text.
    fn same(node: &Node, json: &Json) -> bool {
        match (&node.value, json) {
            (Value::Null, Json::Null) => true,
            (Value::Scalar(text), Json::String(other)) => text == other,
            (Value::Scalar(text), other) => match other.as_f64() {
                number @ Some(_) => text.parse::<f64>().ok() == number,
                None => other.as_bool().is_some_and(|truth| text.parse() == Ok(truth)),
            },
            (Value::List(items), Json::Array(others)) => {
                items.len() == others.len() && items.iter().zip(others).all(|(a, b)| same(a, b))
            }
            (Value::Map(entries), Json::Object(others)) => others
                .iter()
                .all(|(key, other)| entries.iter().any(|(k, v)| k.name == *key && same(v, other))),
            _ => false,
        }
    }

    #[test]
    fn mistakes_are_reported_where_they_stand() {
        for (text, at) in [
            ("{\"a\": 1,}", 8),
            ("[1 2]", 3),
            ("{\"a\" 1}", 5),
            ("[\"a", 3),
            ("[\"\\x\"]", 1),
            ("[1] x", 4),
            ("", 0),
            ("[nul]", 1),
            ("[1.]", 1),
        ] {
            assert_eq!(read(text), Err(at), "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), Err(65));
    }

    proptest! {
        #[test]
        fn what_is_json_and_what_it_says_is_agreed_on(text in "[\\[\\]{}:,\"a1 .eE\\\\un-]{0,14}|\\{\"\\PC{0,6}\": \\[(1|\"b\"|null)(, true)?\\]\\}") {
            match (read(&text), serde_json::from_str::<Json>(&text)) {
                (Ok(node), Ok(json)) => prop_assert!(same(&node, &json)),
                (Err(_), Err(_)) => {}
                (ours, theirs) => prop_assert!(theirs.is_ok_and(|json| json.to_string().contains("null")) || ours.is_err(), "{text}"),
            }
        }
    }
}
