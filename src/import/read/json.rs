//! JSON → speeches: a transcript of a recording, or a list of speeches.

use super::Refusal;
use super::rows;
use super::transcript::{self, Transcript};
use crate::base::decode::foreign::Converted;
use crate::import::manuscript::Manuscript;
use serde_json::Value;
use std::borrow::Cow;

/// Reads a file of JSON.
///
/// # Errors
///
/// A [`Refusal`] if it is no JSON, or holds neither a transcript nor speeches.
pub(super) fn read(converted: &Converted) -> Result<Vec<Manuscript>, Refusal> {
    let text = with_nulls(converted.text.trim_start_matches('\u{FEFF}').trim());
    let text = text.as_ref();
    if let Ok(transcript) = serde_json::from_str::<Transcript>(text)
        && transcript.has_segments()
        && !text.starts_with('[')
    {
        return Ok(vec![transcript::read(transcript)?]);
    }
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => of_list(items),
        Ok(Value::Object(mut table)) => {
            let list = ["speeches", "items", "data", "documents", "results"]
                .into_iter()
                .find(|key| table.get(*key).is_some_and(Value::is_array));
            match list.and_then(|key| table.remove(key)) {
                Some(Value::Array(items)) => of_list(items),
                _ if table.contains_key("text") || table.contains_key("turns") => {
                    rows::speeches(vec![table])
                }
                _ => Err(neither()),
            }
        }
        Ok(_) => Err(neither()),
        // Lines of JSON have often the ending of a whole.
        Err(_) if text.lines().count() > 1 && text.starts_with('{') && is_lines(text) => {
            rows::read_lines(converted)
        }
        Err(error) => Err(Refusal::new(
            format!("this is no JSON: {error}"),
            "save the file anew from where it comes",
        )),
    }
}

/// The text with `null` for `NaN` and `Infinity`, which Python writes for numbers that are none and
/// JSON does not have.
fn with_nulls(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];

    if !WORDS.iter().any(|word| text.contains(word)) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let (mut is_string, mut is_escaped) = (false, false);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let word = WORDS.iter().find(|word| !is_string && text[at..].starts_with(**word));
        if let Some(word) = word {
            written.push_str("null");
            at += word.len();
            continue;
        }
        is_string ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && is_string && !is_escaped;
        written.push(c);
        at += c.len_utf8();
    }
    Cow::Owned(written)
}

fn is_lines(text: &str) -> bool {
    text.lines().next().is_some_and(|line| serde_json::from_str::<Value>(line).is_ok())
}

fn of_list(items: Vec<Value>) -> Result<Vec<Manuscript>, Refusal> {
    let is_segment = |item: &Value| {
        item.get("text").is_some()
            && (item.get("start").is_some_and(Value::is_number) || item.get("timestamp").is_some())
            && item.get("date").is_none()
            && item.get("title").is_none()
    };
    if !items.is_empty() && items.iter().all(is_segment) {
        let whole = serde_json::json!({ "segments": items });
        if let Ok(transcript) = serde_json::from_value::<Transcript>(whole) {
            return Ok(vec![transcript::read(transcript)?]);
        }
    }

    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Object(row) => rows.push(row),
            _ => return Err(neither()),
        }
    }
    rows::speeches(rows)
}

fn neither() -> Refusal {
    Refusal::new(
        "this JSON holds neither a transcript (`segments`) nor speeches (`text`)",
        "write a list of objects with `title`, `date`, `speaker` and `text`, or one object a line in a file that ends in `.jsonl`",
    )
}
