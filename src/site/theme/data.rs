//! Files in `data/` → what templates receive as `data`: lists and tables that a site keeps beside
//! its texts, such as a board of editors or the results of votes.
//!
//! `data/board.toml` is `data.board`, `data/votes/2024.csv` is `data.votes["2024"]`. TOML and JSON
//! are what they say; a table in CSV is a list of rows, each with its cells by the names of the
//! first line, and every cell is text.
//!
//! **Invariant:** a file that cannot be read is told, with the place; nothing of it is in the tree.

use crate::base::decode::text_of;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::read_toml;
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Sources, Span};
use crate::base::spreadsheet;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// The folder of the data.
const FOLDER: &str = "data/";

/// A file of data without its byte order mark.
struct Text<'s> {
    file: FileId,
    text: &'s str,
    /// Bytes of the file before the text.
    offset: usize,
}

/// Why a file is no data, and at which bytes of its text.
struct Fault {
    message: Message,
    range: Range<usize>,
    hint: &'static str,
}

/// Reads all files of the folder.
#[must_use]
pub(super) fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Value {
    let mut tree = Map::new();
    // By what a file is called in templates, so that two with one name are told.
    let mut known: BTreeMap<&str, FileId> = BTreeMap::new();

    for (file, source) in sources.under(FOLDER) {
        let path = &source.path;
        let Some((name, format)) = path[FOLDER.len()..].rsplit_once('.') else {
            tell_format(path, file, diagnostics);
            continue;
        };
        if !["toml", "json", "csv"].contains(&format) {
            tell_format(path, file, diagnostics);
            continue;
        }
        if let Some(other) = known.insert(name, file) {
            tell_clash(sources, name, [other, file], diagnostics);
            continue;
        }

        let Some(decoded) = text_of(sources, file, diagnostics) else {
            continue;
        };
        let text = Text { file, text: decoded.text, offset: decoded.offset };
        let value = text.value(format, diagnostics);
        if value.is_some_and(|value| !insert(&mut tree, name, value)) {
            tell_taken(path, name, file, diagnostics);
        }
    }
    Value::Object(tree)
}

impl Text<'_> {
    fn value(&self, format: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
        let read = match format {
            "toml" => {
                let node = read_toml(self.file, self.text, self.offset, diagnostics);
                return node.map(|node| node.to_json());
            }
            "json" => of_json(self.text),
            _ => of_csv(self.text),
        };
        match read {
            Ok(value) => Some(value),
            Err(Fault { message, range, hint }) => {
                let place = self.offset + range.start..self.offset + range.end;
                diagnostics.tell(Code::BadData, Span::new(self.file, place), message, hint);
                None
            }
        }
    }
}

fn of_json(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| {
        // Columns are counted in bytes from 1; the end of a text has none of its own.
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let start: usize = lines.map(str::len).sum();
        let mut at = (start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }

        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default().to_owned();
        Fault {
            message: say!("this JSON cannot be read: {why}", why),
            range: at..at,
            hint: "strings and names stand in double quotes, and no comma is before a closing bracket",
        }
    })
}

fn of_csv(text: &str) -> Result<Value, Fault> {
    let rows = spreadsheet::read(text).map_err(|(at, why)| Fault {
        message: say!("this table cannot be read: {why}", why),
        range: at..at,
        hint: "save it anew as CSV",
    })?;
    let mut rows = rows.into_iter();
    let Some(head) = rows.next() else {
        return Ok(Value::Array(Vec::new()));
    };

    for (place, name) in head.cells.iter().enumerate() {
        if name.is_empty() || head.cells[..place].contains(name) {
            let column = place + 1;
            return Err(Fault {
                message: say!("column {column} has no name of its own", column),
                range: head.span,
                hint: "the first line names each column, no two alike",
            });
        }
    }

    let mut list = Vec::new();
    for row in rows {
        if row.cells.len() > head.cells.len() {
            return Err(Fault {
                message: say!(
                    "this row has {n} cells, and {named} columns have names",
                    n = row.cells.len(),
                    named = head.cells.len()
                ),
                range: row.span,
                hint: "name the column in the first line, or put a cell that holds the separator into quotes",
            });
        }
        let mut cells = row.cells.into_iter();
        let table = head.cells.iter().map(|name| {
            let cell = cells.next().unwrap_or_default();
            (name.clone(), Value::String(cell))
        });
        list.push(Value::Object(table.collect()));
    }
    Ok(Value::Array(list))
}

/// Puts a value at its path, each folder a table; false where something else is there. A file comes
/// before the folder of its name, and what is in the folder is added to it.
fn insert(table: &mut Map<String, Value>, path: &str, value: Value) -> bool {
    let Some((folder, rest)) = path.split_once('/') else {
        let is_free = !table.contains_key(path);
        if is_free {
            table.insert(path.to_owned(), value);
        }
        return is_free;
    };
    match table.entry(folder.to_owned()).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(folder) => insert(folder, rest, value),
        _ => false,
    }
}

fn tell_format(path: &str, file: FileId, diagnostics: &mut Diagnostics) {
    let message = say!("`{path}` is in no format that templates can be given", path);
    let hint =
        "write it as `.toml`, `.json` or `.csv`; what is published as it is lies in `static/`";
    diagnostics.tell(Code::StrayFile, Span::new(file, 0..0), message, hint);
}

fn tell_clash(sources: &Sources, name: &str, files: [FileId; 2], diagnostics: &mut Diagnostics) {
    let [one, other] = files.map(|file| sources.file(file).path.as_str());
    let message = say!("`{one}` and `{other}` are both `data.{name}`", one, other, name);
    let [one, other] = files.map(|file| Span::new(file, 0..0));
    let diagnostic =
        Diagnostic::new(Code::BadData, message).at(other, "this one").at(one, "and this one");
    diagnostics.push(diagnostic.hint("rename one of them"));
}

fn tell_taken(path: &str, name: &str, file: FileId, diagnostics: &mut Diagnostics) {
    let (of, _) = name.rsplit_once('/').unwrap_or((name, ""));
    let message = say!("`{path}` has no place: `data/{of}` says what is there", path, of);
    diagnostics.tell(Code::BadData, Span::new(file, 0..0), message, "rename one of them");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data(files: &[(&str, &str)]) -> (Value, Vec<String>) {
        let sources = Sources::from_texts(files.iter().copied());
        let mut diagnostics = Diagnostics::default();
        let value = read(&sources, &mut diagnostics);
        (value, diagnostics.iter().map(|told| told.message.to_string()).collect())
    }

    #[test]
    fn each_format_is_a_value_under_its_name() {
        let (value, told) = data(&[
            ("data/board.toml", "[[members]]\nname = 'Ann'\nsince = 2020\nborn = 1970-01-02\n"),
            ("data/votes/2024.csv", "motion;for\n\"Quay; north\";12\nWall\n"),
            ("data/links.json", "[{\"url\": \"https://a.example\", \"n\": 1.5}, null]"),
        ]);
        assert_eq!(told, [""; 0]);
        assert_eq!(
            value,
            json!({
                "board": {"members": [{"name": "Ann", "since": 2020, "born": "1970-01-02"}]},
                "votes": {"2024": [
                    {"motion": "Quay; north", "for": "12"},
                    {"motion": "Wall", "for": ""},
                ]},
                "links": [{"url": "https://a.example", "n": 1.5}, null],
            })
        );
    }

    #[test]
    fn what_is_no_data_is_told_and_left_out() {
        let (value, told) = data(&[
            ("data/a.json", "{\n  \"x\": 1,\n}"),
            ("data/b.csv", "x,x\n1,2\n"),
            ("data/c.csv", "x,y\n1,2,3\n"),
            ("data/d.toml", "x = \n"),
            ("data/e.yaml", "x: 1\n"),
            ("data/f.json", "[1]"),
            ("data/f.toml", "x = 1\n"),
        ]);
        assert_eq!(value, json!({"f": [1]}));
        assert_eq!(told.len(), 6, "{told:?}");
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_are_one_table() {
        let (value, told) = data(&[("data/a/b.toml", "x = 1\n"), ("data/a.toml", "y = 2\n")]);
        assert_eq!(told, [""; 0]);
        assert_eq!(value, json!({"a": {"b": {"x": 1}, "y": 2}}));

        let (value, told) = data(&[
            ("data/a.csv", "x\n1\n"),
            ("data/a/b.toml", "x = 1\n"),
            ("data/c.toml", "d = 1\n"),
            ("data/c/d.toml", "x = 1\n"),
        ]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(value, json!({"a": [{"x": "1"}], "c": {"d": 1}}));
    }
}
