//! Tables of speeches (CSV, JSON Lines, lists in JSON) → a [`Manuscript`] for each speech: a row is a
//! speech, or where several rows have one number, or one title and day, a turn of it.
//!
//! **Invariant:** of rows that are turns the order is that of the file. Cells that are the same in all
//! rows of a speech are its front matter, and those that differ are told.

#[cfg(test)]
mod tests;

use super::transcript::{time, voice};
use super::turns::{Turn, manuscript, paragraphs};
use super::{Refusal, front_matter, text};
use crate::base::decode::foreign::Converted;
use crate::base::spreadsheet;
use crate::import::lexicon;
use crate::import::manuscript::Manuscript;
use crate::reading::labels::is_time;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a table at most: a choice, a hundred times as many as have a meaning.
const MOST_COLUMNS: usize = 2_000;
/// Rows of one file at most: a million turns, some two hundred sittings of a year.
const MOST_ROWS: usize = 1_000_000;
/// What is said of columns that say something of turns that has no place.
const DIFFER: &str = "columns that differ from turn to turn and are neither speaker, time nor text are left out: keep the table";

const HINT: &str = "name the columns in the first line: `title`, `date`, `speaker`, `text`, `lang`, and `speech_id` where several rows are one speech (标题、日期、发言人、正文 will do); people and places are for `oratory import entities`";

/// A row: cells by the names of their columns.
type Row = Map<String, Value>;

/// Reads comma-separated values.
///
/// # Errors
///
/// A [`Refusal`] if it is no table, or no table of speeches.
pub(super) fn read_csv(converted: &Converted) -> Result<Vec<Manuscript>, Refusal> {
    let table = spreadsheet::read(&converted.text);
    let rows = table.map_err(|(_, why)| {
        Refusal::new(format!("this table cannot be read: {why}"), "save it again as CSV in UTF-8")
    })?;
    let Some((head, rows)) = rows.split_first() else {
        return Err(Refusal::new("the table is empty", HINT));
    };
    let names = own_names(&head.cells);
    if names.len() > MOST_COLUMNS {
        let message = format!("it has {} columns, the limit is {MOST_COLUMNS}", names.len());
        return Err(Refusal::new(message, HINT));
    }
    let mut all = Vec::with_capacity(rows.len().min(MOST_ROWS));
    for row in rows {
        let mut cells = Row::new();
        for (name, cell) in names.iter().zip(&row.cells) {
            if !cell.trim().is_empty() {
                cells.insert(name.clone(), Value::String(cell.clone()));
            }
        }
        if row.cells.len() > head.cells.len() {
            let line = converted.text[..row.span.start].matches('\n').count() + 1;
            return Err(Refusal::new(
                format!("the row in line {line} has more cells than there are columns"),
                "put cells that hold the separator in double quotes",
            ));
        }
        all.push(cells);
    }
    speeches(all)
}

/// The names of columns, each once: a second `text` is `text 2`, and a nameless one `column 3`.
fn own_names(head: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(head.len());
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (at, name) in head.iter().enumerate() {
        let name = match name.trim() {
            "" => format!("column {}", at + 1),
            name => name.to_owned(),
        };
        let n = known.entry(name.clone()).or_default();
        *n += 1;
        names.push(if *n == 1 { name } else { format!("{name} {n}") });
    }
    names
}

/// Reads JSON Lines.
///
/// # Errors
///
/// As [`read_csv`].
pub(super) fn read_lines(converted: &Converted) -> Result<Vec<Manuscript>, Refusal> {
    let mut rows = Vec::new();
    for (at, line) in converted.text.lines().enumerate() {
        let line = line.trim_matches(['\u{FEFF}', ' ', '\t', '\r']);
        if line.is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(Value::Object(row)) => rows.push(row),
            Ok(_) => {
                let message = format!("line {} is no object", at + 1);
                return Err(Refusal::new(message, "write one object in braces a line"));
            }
            Err(error) => {
                let message = format!("line {} is no JSON: {error}", at + 1);
                return Err(Refusal::new(message, "write one object in braces a line"));
            }
        }
    }
    speeches(rows)
}

/// Speeches of rows.
///
/// # Errors
///
/// A [`Refusal`] if they are no speeches.
pub(super) fn speeches(rows: Vec<Row>) -> Result<Vec<Manuscript>, Refusal> {
    if rows.len() > MOST_ROWS {
        let message = format!("it has {} rows, the limit is {MOST_ROWS}", rows.len());
        return Err(Refusal::new(message, "split it"));
    }
    let rows = unfolded(rows);
    if !rows.iter().any(|row| cell(row, "text").is_some()) {
        let message = "there is no column of words in it, such as `text`";
        return Err(Refusal::new(message, HINT));
    }

    let words = column_of_words(&rows);
    let mut speeches = Vec::new();
    for group in groups(&rows) {
        speeches.extend(speech(&group, words.as_deref(), speeches.len()));
    }
    if speeches.is_empty() {
        return Err(Refusal::new(
            "all rows are without words",
            "check that this is the right file",
        ));
    }
    Ok(speeches)
}

/// Rows in which a list of turns is nested, as a row for each turn.
fn unfolded(rows: Vec<Row>) -> Vec<Row> {
    const LISTS: [&str; 5] = ["turns", "speeches", "utterances", "segments", "paragraphs"];

    let mut unfolded = Vec::with_capacity(rows.len());
    for (number, mut row) in rows.into_iter().enumerate() {
        let list = LISTS.iter().find(|name| matches!(row.get(**name), Some(Value::Array(_))));
        let turns = list.and_then(|name| row.remove(*name));
        let Some(Value::Array(turns)) = turns else {
            unfolded.push(row);
            continue;
        };
        for turn in turns {
            let mut own = row.clone();
            own.entry("speech_id").or_insert_with(|| Value::from(number));
            match turn {
                Value::Object(cells) => own.extend(cells),
                text => {
                    own.insert("text".to_owned(), text);
                }
            }
            unfolded.push(own);
        }
    }
    unfolded
}

/// What a column is, by its name.
fn meaning(name: &str) -> Option<&'static str> {
    let plain = name.trim().trim_start_matches('\u{FEFF}').to_lowercase().replace([' ', '-'], "_");
    lexicon::column_of(&plain)
}

/// The text of the first cell of a row that is in a column of this meaning.
fn cell(row: &Row, wanted: &str) -> Option<String> {
    // What is called exactly so goes before what means the same.
    let exact = row.get(wanted).and_then(words);
    exact.or_else(|| {
        let mut cells = row.iter().filter(|(name, _)| meaning(name) == Some(wanted));
        cells.find_map(|(_, value)| words(value))
    })
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        // A list of paragraphs.
        Value::Array(several) => several.iter().filter_map(words).collect::<Vec<_>>().join("\n\n"),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The column that has the words: where several may, the one that has most of them.
fn column_of_words(rows: &[Row]) -> Option<String> {
    let mut lengths: BTreeMap<&String, usize> = BTreeMap::new();
    for (name, value) in rows.iter().flatten() {
        if meaning(name) == Some("text") {
            *lengths.entry(name).or_default() += words(value).map_or(0, |words| words.len());
        }
    }
    let longest = lengths.into_iter().max_by_key(|(name, length)| (*length, *name == "text"));
    longest.map(|(name, _)| name.clone())
}

/// Who speaks in a row.
fn speaker(row: &Row) -> Option<String> {
    let mut cells = row.iter().filter(|(name, _)| meaning(name) == Some("speaker"));
    let exact = row.get("speaker").and_then(voice);
    exact.or_else(|| cells.find_map(|(_, value)| voice(value)))
}

/// The time of a row, as a recording shows it; some tables count seconds.
fn time_of(row: &Row) -> Option<String> {
    let said = cell(row, "time")?;
    if is_time(&said) {
        return Some(said);
    }
    said.parse().ok().map(time)
}

/// The rows of each speech, in the order in which the speeches begin.
fn groups(rows: &[Row]) -> Vec<Vec<&Row>> {
    let mut order: Vec<Vec<&Row>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let key = key(rows);
    for row in rows {
        let group = key.and_then(|key| key(row)).map(|key| {
            *known.entry(key).or_insert_with(|| {
                order.push(Vec::new());
                order.len() - 1
            })
        });
        match group.and_then(|group| order.get_mut(group)) {
            Some(group) => group.push(row),
            None => order.push(vec![row]),
        }
    }
    order
}

/// By what rows are of one speech: a number that says so, an `id` that comes again, or title and day
/// where rows have speakers; nothing where each row is a speech of its own.
fn key(rows: &[Row]) -> Option<fn(&Row) -> Option<String>> {
    let has = |name: &str| rows.iter().any(|row| cell(row, name).is_some());
    if has("group") {
        return Some(|row| cell(row, "group"));
    }
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        if let Some(id) = cell(row, "id") {
            *ids.entry(id).or_default() += 1;
        }
        if let Some(place) = title_and_day(row) {
            *places.entry(place).or_default() += 1;
        }
    }
    if ids.values().any(|n| *n > 1) {
        return Some(|row| cell(row, "id"));
    }
    let has_speakers = rows.iter().any(|row| speaker(row).is_some());
    let comes_again = has_speakers && places.values().any(|n| *n > 1);
    comes_again.then_some(title_and_day)
}

fn title_and_day(row: &Row) -> Option<String> {
    let title = cell(row, "title").unwrap_or_default();
    let day = cell(row, "date").unwrap_or_default();
    (!title.is_empty() || !day.is_empty()).then(|| format!("{day} {title}"))
}

/// The speech of some rows; none where none has words.
fn speech(rows: &[&Row], column: Option<&str>, number: usize) -> Option<Manuscript> {
    let first = rows.first()?;
    let text = |row: &Row| {
        let own = column.and_then(|column| words(row.get(column)?));
        own.or_else(|| cell(row, "text"))
    };
    let said: Vec<(&Row, String)> =
        rows.iter().filter_map(|row| Some((*row, text(row)?))).collect();
    let (_, only) = said.first()?;

    let is_table_of_turns = rows.len() > 1;
    let mut entries = Map::new();
    let mut has_differing = false;
    let names: BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
    for name in names {
        let value = first.get(name);
        let is_same = rows.iter().all(|row| row.get(name) == value);
        let is_of_turns = match meaning(name) {
            Some("group" | "id") => true,
            Some("text") => column.is_none_or(|column| column == name),
            Some("speaker") => is_table_of_turns,
            Some("time") => {
                let can_have = |row: &&Row| !row.contains_key(name) || time_of(row).is_some();
                is_table_of_turns && rows.iter().all(can_have)
            }
            _ => false,
        };
        if is_of_turns {
            continue;
        }
        has_differing |= !is_same;
        if let Some(value) = value.filter(|_| is_same) {
            // A column in Chinese is known by our key, and a second column of words by its own.
            let ours = meaning(name).filter(|ours| *ours != "text");
            entries.insert(ours.map_or_else(|| name.clone(), str::to_owned), value.clone());
        }
    }
    let mut facts = front_matter::facts(entries);
    let id = cell(first, "group").or_else(|| cell(first, "id"));
    let title = facts.titles.first().cloned();
    facts.part = id.or(title).or_else(|| Some(format!("{}", number + 1)));
    if has_differing {
        facts.remarks.push(DIFFER);
    }

    if is_table_of_turns {
        return Some(manuscript(&turns(&said), facts));
    }
    // A speech of one row may have turns in its words, which are looked for as in any text.
    let converted = Converted { text: only.clone(), encoding: "UTF-8", n_replaced: 0 };
    let read = text::read(converted);
    facts.remarks.extend(&read.facts.remarks);
    Some(Manuscript { facts, ..read })
}

fn turns(said: &[(&Row, String)]) -> Vec<Turn> {
    let mut turns = Vec::with_capacity(said.len());
    for (row, text) in said {
        turns.push(Turn {
            speaker: speaker(row),
            time: time_of(row),
            paragraphs: paragraphs(text),
        });
    }
    turns
}
