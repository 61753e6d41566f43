//! Values → JSON, byte by byte as serde_json writes it: in one line, or in lines with an indent of two
//! spaces.
//!
//! Our own writer, for half of what a site has as data is JSON: that of serde_json looks at the bytes of
//! a text one by one, and writes an indent space by space.
//!
//! **Invariant:** what is written is what serde_json writes; a test compares them.

mod serializer;

use crate::base::scan;
use serde::Serialize;
use serde_json::Error;

/// A line end and an indent, of which each nesting takes a part; deeper ones are put together.
const LINE: &str = ",\n                                                                ";

/// Spaces by which a nested value is indented.
const INDENT: usize = 2;

/// Appends a value in one line.
pub(crate) fn append(out: &mut String, value: &(impl Serialize + ?Sized)) {
    write(Writer { out, depth: 0, is_in_lines: false }, value);
}

/// Appends a value in lines.
pub(crate) fn append_in_lines(out: &mut String, value: &(impl Serialize + ?Sized)) {
    write(Writer { out, depth: 0, is_in_lines: true }, value);
}

fn write(mut writer: Writer<'_>, value: &(impl Serialize + ?Sized)) {
    value.serialize(&mut writer).expect("a value whose keys are texts can be written to memory");
}

/// Appends a text, in its quotes.
pub(crate) fn append_text(out: &mut String, text: &str) {
    out.push('"');
    let mut done = 0;
    let stops = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    while let Some(at) = scan::first(text.as_bytes(), done, stops) {
        out.push_str(&text[done..at]);
        match text.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\x08' => out.push_str("\\b"),
            b'\x0C' => out.push_str("\\f"),
            control => out.push_str(&format!("\\u{control:04x}")),
        }
        done = at + 1;
    }
    out.push_str(&text[done..]);
    out.push('"');
}

struct Writer<'o> {
    out: &'o mut String,
    /// In how many lists and objects it is.
    depth: usize,
    is_in_lines: bool,
}

impl Writer<'_> {
    /// Goes on to the next item of a list or object, or behind the last.
    fn line(&mut self, after_comma: bool) {
        let start = usize::from(!after_comma);
        if !self.is_in_lines {
            self.out.push_str(&LINE[start..1]);
            return;
        }
        let end = 2 + self.depth * INDENT;
        self.out.push_str(&LINE[start..end.min(LINE.len())]);
        self.out.extend(std::iter::repeat_n(' ', end.saturating_sub(LINE.len())));
    }
}

/// A list or an object that is being written.
struct Items<'w, 'o> {
    writer: &'w mut Writer<'o>,
    is_empty: bool,
    end: char,
}

impl<'w, 'o> Items<'w, 'o> {
    fn begin(writer: &'w mut Writer<'o>, begin: char, end: char) -> Self {
        writer.out.push(begin);
        writer.depth += 1;
        Items { writer, is_empty: true, end }
    }

    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.writer.line(!self.is_empty);
        self.is_empty = false;
        value.serialize(&mut *self.writer)
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.writer.out.push_str(if self.writer.is_in_lines { ": " } else { ":" });
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.depth -= 1;
        if !self.is_empty {
            self.writer.line(false);
        }
        self.writer.out.push(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn both(value: &impl Serialize) -> [String; 2] {
        let [mut line, mut lines] = [String::new(), String::new()];
        append(&mut line, value);
        append_in_lines(&mut lines, value);
        [line, lines]
    }

    #[test]
    fn what_is_written_is_what_serde_json_writes() {
        let all: String = ('\0'..='\u{FF}').chain("一带一路\u{2028}😀".chars()).collect();
        let mut deep = json!([all, "", {}, []]);
        for depth in 0..50 {
            deep = json!({"key \"\n": deep, "many": [depth, [], {}], "none": null});
        }
        let numbers = json!([0, 7, 10, u64::MAX, -1, i64::MIN, 0.1, -2.0, 1e300, true, false]);
        for value in [deep, numbers, json!({}), json!([]), json!("a"), Value::Null] {
            let expected = [
                serde_json::to_string(&value).unwrap(),
                serde_json::to_string_pretty(&value).unwrap(),
            ];
            assert_eq!(both(&value), expected);
        }
    }

    #[test]
    fn structs_tuples_and_what_is_left_out_too() {
        #[derive(Serialize)]
        struct All {
            tuple: (u8, &'static str),
            none: Option<bool>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            skipped: Vec<u8>,
            unit: Unit,
            char: char,
            not_a_number: f64,
            half: f32,
            inner: Inner,
        }
        #[derive(Serialize)]
        enum Unit {
            One,
        }
        #[derive(Serialize)]
        struct Inner(i8, i16);

        let all = All {
            tuple: (1, "a"),
            none: None,
            skipped: Vec::new(),
            unit: Unit::One,
            char: '路',
            not_a_number: f64::NAN,
            half: 0.5,
            inner: Inner(-1, 2),
        };
        let expected =
            [serde_json::to_string(&all).unwrap(), serde_json::to_string_pretty(&all).unwrap()];
        assert_eq!(both(&all), expected);
    }
}
