//! The front matter of an imported speech, and the head of the file beside it.
//!
//! **Invariant:** what is written is YAML that our own reader takes.

use super::labels::Labels;
use super::manuscript::Stated;
use super::named::Named;
use super::repair::{Judged, Verdict};
use super::sight::one_line;
use super::{Options, lexicon};
use crate::base::date::{Date, When};
use crate::base::fields::scalar::{self, Quoting};
use crate::reading::corpus::{TEXT_STATUSES, TurnRole};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
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
    let own = &named.own.fields;
    let put = |text: &mut String, key: &str| {
        if let Some(value) = own.get(key) {
            let _ = writeln!(text, "{key}: {}", flow(value));
        }
        own.contains_key(key)
    };
    // All that is known of when it was, if that is its date still.
    let when = own.get("date").and_then(Value::as_str).and_then(When::parse);
    let when = when.filter(|when| Some(when.date) == head.date && when.last == head.end);
    match (head.date, head.end) {
        _ if when.is_some() => {
            let _ =
                writeln!(text, "date: {}", when.map(|when| when.to_string()).unwrap_or_default());
        }
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
    if !put(&mut text, "event")
        && let Some(event) = &head.stated.event
    {
        let _ = writeln!(text, "event: {}", quoted(event));
    }
    if !put(&mut text, "location")
        && let Some(place) = &head.stated.location
    {
        let _ = writeln!(text, "location: {}", quoted(place));
    }
    put(&mut text, "speaker");
    put(&mut text, "role");
    text.push_str(&lists(named));
    if !head.stated.topics.is_empty() {
        let ids: Vec<String> = head.stated.topics.iter().map(|id| quoted(id)).collect();
        let _ = writeln!(text, "topics: [{}]", ids.join(", "));
    }
    text.push_str(&speakers(labels, judged, named));

    text.push_str(&sources(head, options, own));

    if !put(&mut text, "recording")
        && let Some(recording) = &head.stated.recording
    {
        let _ = writeln!(text, "recording: {}", quoted(recording));
    }
    let hands =
        [("translator", &head.stated.translators), ("transcriber", &head.stated.transcribers)];
    put(&mut text, "translation_of");
    for (key, people) in hands {
        if put(&mut text, key) || people.is_empty() {
            continue;
        }
        let names: Vec<String> = people.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "{key}: [{}]", names.join(", "));
    }
    match &head.stated.license {
        Some(license) => {
            let _ = writeln!(text, "license: {}", quoted(license));
        }
        None => _ = put(&mut text, "license"),
    }
    // Whether a text is verbatim nobody knows but who has it: an empty key asks.
    put(&mut text, "changes");
    let _ = match options.text_status {
        Some(status) => writeln!(text, "text_status: {status}"),
        None if put(&mut text, "text_status") => Ok(()),
        None => writeln!(text, "text_status: # one of: {}", TEXT_STATUSES.join(", ")),
    };
    if head.stated.is_draft {
        text.push_str("draft: true\n");
    }
    text.push_str(&extra(head));
    text.push_str("---\n\n");
    text
}

/// Where it comes from: what a document of ours says, and the document.
fn sources(head: &Head<'_>, options: &Options<'_>, own: &Map<String, Value>) -> String {
    let mut text = String::from("sources:\n");
    for source in own.get("sources").and_then(Value::as_array).into_iter().flatten() {
        let _ = writeln!(text, "  - {}", flow(source));
    }
    text.push_str("  - {");
    if let Some(url) = head.url {
        let _ = write!(text, "url: {}, ", quoted(url));
    }
    let _ = write!(text, "note: {}", quoted(options.file));
    if let Some(date) = options.retrieved {
        let _ = write!(text, ", retrieved: {date}");
    }
    let _ = writeln!(text, ", sha256: {}}}", options.sha256);
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

/// The lists of whom and what it names, by kinds: those of a document of ours, and what its text names
/// beside.
fn lists(named: &Named) -> String {
    let no_lists = Map::new();
    let own = named.own.fields.get("lists").and_then(Value::as_object).unwrap_or(&no_lists);
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (kind, entries) in own {
        for entry in entries.as_array().into_iter().flatten() {
            known.extend(entry.as_str().or_else(|| entry.get("id")?.as_str()));
            lists.entry(kind).or_default().push(flow(entry));
        }
    }
    for (kind, ids) in &named.listed {
        let ids = ids.iter().filter(|id| !known.contains(id.as_str()));
        let ids: Vec<String> = ids.map(|id| quoted(id)).collect();
        if !ids.is_empty() {
            lists.entry(kind).or_default().extend(ids);
        }
    }
    let mut text = String::new();
    for (kind, entries) in lists {
        let _ = writeln!(text, "{kind}: [{}]", entries.join(", "));
    }
    text
}

/// A value on one line, as YAML writes it between brackets.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_date(text) => text.clone(),
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

/// Whether a text is a date as we write it, which needs no quotes.
fn is_date(text: &str) -> bool {
    Date::parse(text).is_some_and(|date| date.to_string() == text)
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
    let own = named.own.fields.get("speakers").and_then(Value::as_object);
    if !has_questions && named.speakers.is_empty() && own.is_none() {
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
        if let Some(Value::Object(entry)) = own.and_then(|own| own.get(text)) {
            let _ = writeln!(table, "  {key}: {}", speaker(entry));
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
    if known.is_empty() { String::new() } else { table }
}

/// Who is behind a label, as a document of ours says it.
fn speaker(entry: &Map<String, Value>) -> String {
    let mut entry = entry.clone();
    if let Some(Value::Array(people)) = entry.get("people")
        && let [one] = people.as_slice()
    {
        let one = one.clone();
        entry.remove("people");
        entry.insert("person".to_owned(), one);
    }
    match (entry.len(), entry.get("person")) {
        (1, Some(person)) => flow(person),
        _ => flow(&Value::Object(entry)),
    }
}

/// Text as a scalar of one line.
pub(super) fn quoted(text: &str) -> String {
    scalar::yaml(&one_line(text), Quoting::Cautious)
}
