//! Values → JSON in lines, each as deep as it is, for people who look into a file: byte for byte what
//! serde_json makes of them with its own formatter, which writes each step of indentation for itself
//! and so took twice as long for files that are mostly structure.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// What stands before a line, two spaces a step; whatever is deeper is written in pieces.
const LINE: &[u8; 66] = b",\n                                                                ";

/// A value as lines of JSON.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    let mut serializer = Serializer::with_formatter(&mut bytes, Lines::default());
    value.serialize(&mut serializer).expect("strings, numbers and lists of them can be written");
    bytes
}

#[derive(Default)]
struct Lines {
    depth: usize,
    /// Whether the list or object that is written now holds anything.
    has_any: bool,
}

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, mark: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_any = false;
        out.write_all(mark)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, mark: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_any {
            self.line(out, true)?;
        }
        self.has_any = true;
        out.write_all(mark)
    }

    /// Begins a line, behind a comma where it is not the first.
    fn line<W: ?Sized + Write>(&self, out: &mut W, is_first: bool) -> io::Result<()> {
        let line = &LINE[usize::from(is_first)..];
        let len = usize::from(!is_first) + 1 + 2 * self.depth;
        if let Some(line) = line.get(..len) {
            return out.write_all(line);
        }
        out.write_all(&line[..len - 2 * self.depth])?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_any = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_any = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn the_bytes_are_those_of_serde_json() {
        let mut deep =
            json!({"a": [], "b": {}, "c": [1, [2, {"d": "\"\n话"}], []], "e": {"f": [{}]}});
        for _ in 0..40 {
            assert_eq!(super::json(&deep), serde_json::to_vec_pretty(&deep).unwrap());
            deep = json!([deep, Value::Null]);
        }
    }
}
