//! The front matter of an imported speech, and the head of the file beside it.
//!
//! **Invariant:** what is written is YAML that our own reader takes.

use super::labels::Labels;
use super::manuscript::Stated;
use super::named::Named;
use super::repair::{Judged, Verdict};
use super::sight::one_line;
use super::{Options, lexicon};
use crate::base::date::Date;
use crate::base::fields::scalar::{self, Quoting};
use crate::reading::corpus::{TEXT_STATUSES, TurnRole};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What a speech says of itself first.
pub(super) struct Head<'h> {
    pub(super) title: &'h str,
    pub(super) date: Option<Date>,
    /// The last of several days.
    pub(super) end: Option<Date>,
    /// What its own front matter says.
    pub(super) stated: &'h Stated,
    /// Where it was found, as `address.rs` writes it.
    pub(super) url: Option<&'h str>,
}

/// The front matter, with the lines that close it and divide it from the text.
pub(super) fn write(
    head: &Head<'_>,
    options: &Options<'_>,
    labels: &Labels,
    judged: &[Judged],
    named: &Named,
) -> String {
    let mut text = format!("---\ntitle: {}\n", quoted(head.title));
    match (head.date, head.end) {
        (Some(date), Some(end)) => {
            let _ = writeln!(text, "date: {date}/{end}");
        }
        (Some(date), None) => {
            let _ = writeln!(text, "date: {date}");
        }
        (None, _) => {}
    }
    let kind = head.stated.speech_type.or_else(|| speech_type(head.title, labels));
    if let Some(kind) = kind {
        let _ = writeln!(text, "type: {kind}");
    }
    if let Some(event) = &head.stated.event {
        let _ = writeln!(text, "event: {}", quoted(event));
    }
    if let Some(place) = &head.stated.location {
        let _ = writeln!(text, "location: {}", quoted(place));
    }
    for (kind, ids) in &named.listed {
        let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        let _ = writeln!(text, "{kind}: [{}]", ids.join(", "));
    }
    if !head.stated.topics.is_empty() {
        let ids: Vec<String> = head.stated.topics.iter().map(|id| quoted(id)).collect();
        let _ = writeln!(text, "topics: [{}]", ids.join(", "));
    }
    text.push_str(&speakers(labels, judged, named));

    text.push_str("sources:\n  - {");
    if let Some(url) = head.url {
        let _ = write!(text, "url: {}, ", quoted(url));
    }
    let _ = write!(text, "note: {}", quoted(options.file));
    if let Some(date) = options.retrieved {
        let _ = write!(text, ", retrieved: {date}");
    }
    let _ = writeln!(text, ", sha256: {}}}", options.sha256);

    if let Some(recording) = &head.stated.recording {
        let _ = writeln!(text, "recording: {}", quoted(recording));
    }
    let hands =
        [("translator", &head.stated.translators), ("transcriber", &head.stated.transcribers)];
    for (key, people) in hands.into_iter().filter(|(_, people)| !people.is_empty()) {
        let names: Vec<String> = people.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "{key}: [{}]", names.join(", "));
    }
    if let Some(license) = &head.stated.license {
        let _ = writeln!(text, "license: {}", quoted(license));
    }
    // Whether a text is verbatim nobody knows but who has it: an empty key asks.
    let _ = match options.text_status {
        Some(status) => writeln!(text, "text_status: {status}"),
        None => writeln!(text, "text_status: # one of: {}", TEXT_STATUSES.join(", ")),
    };
    if head.stated.is_draft {
        text.push_str("draft: true\n");
    }
    text.push_str(&extra(head));
    text.push_str("---\n\n");
    text
}

/// What has no key of ours.
fn extra(head: &Head<'_>) -> String {
    let extra = &head.stated.extra;
    if extra.is_empty() {
        return String::new();
    }

    let mut text = String::from("extra:\n");
    for (key, value) in extra {
        let _ = writeln!(text, "  {}: {}", quoted(key), flow(value));
    }
    text
}

/// A value on one line, as YAML writes it between brackets.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let mut parts = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                parts.push(format!("{}: {}", quoted(key), flow(value)));
            }
            format!("{{{}}}", parts.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// The head of the file that holds what does not belong to the speech.
pub(super) fn of_aside(options: &Options<'_>) -> String {
    // These would begin emphasis, code, links or tags in the heading.
    let file = options.file.replace(['*', '_', '`', '[', '<'], "-");
    format!(
        "# Set aside from {file}\n\nNothing of this is published. Lines are those of the source.\n"
    )
}

/// The type that the title names.
fn speech_type(title: &str, labels: &Labels) -> Option<&'static str> {
    let title = title.to_lowercase();
    let (kind, _) = lexicon::speech_types().find(|(_, words)| title.contains(words))?;

    // A text in which somebody asks is more than a statement, whatever its title says.
    (kind != "statement" || !has_questions(labels)).then_some(kind)
}

fn has_questions(labels: &Labels) -> bool {
    let mut roles = labels.roles.iter();
    roles.any(|(_, role)| *role == TurnRole::Question)
}

/// The table of labels, where a text has questions or says who is behind them; without either, labels
/// say all there is to say.
fn speakers(labels: &Labels, judged: &[Judged], named: &Named) -> String {
    let has_questions = has_questions(labels);
    if !has_questions && named.speakers.is_empty() {
        return String::new();
    }

    let mut kept: BTreeSet<&str> = BTreeSet::new();
    for (label, judged) in labels.by_block.iter().zip(judged) {
        if let Some(label) = label
            && judged.verdict == Verdict::Stands
        {
            kept.insert(&label.text);
        }
    }

    let mut table = String::from("speakers:\n");
    // Two labels that differ only in what nobody sees are one key.
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (text, role) in &labels.roles {
        let key = quoted(text);
        if !kept.contains(text.as_str()) || !known.insert(key.clone()) {
            continue;
        }
        let person = named.speakers.get(text).map(|id| quoted(id));
        let _ = match (person, has_questions) {
            (Some(person), false) => writeln!(table, "  {key}: {person}"),
            (Some(person), true) => {
                writeln!(table, "  {key}: {{person: {person}, turn: {}}}", role.word())
            }
            (None, true) => writeln!(table, "  {key}: {{turn: {}}}", role.word()),
            (None, false) => Ok(()),
        };
    }
    table
}

/// Text as a scalar of one line.
fn quoted(text: &str) -> String {
    scalar::yaml(&one_line(text), Quoting::Cautious)
}
