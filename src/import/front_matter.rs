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
use std::fmt::{Display, Write};

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
    let stated = head.stated;
    let own = &named.own.fields;
    let mut lines = Lines { text: String::from("---\n"), own };

    lines.put("title", quoted(head.title));
    if let Some(date) = date(head, own) {
        lines.put("date", date);
    }
    if let Some(kind) = stated.speech_type.or_else(|| speech_type(head.title, labels)) {
        lines.put("type", kind);
    }
    lines.own_or("event", stated.event.as_deref());
    lines.own_or("location", stated.location.as_deref());

    lines.put_own("speaker");
    lines.put_own("role");
    lines.text.push_str(&lists(named));
    lines.put_list("topics", &stated.topics);
    lines.text.push_str(&speakers(labels, judged, named));

    lines.text.push_str(&sources(head, options, own));
    lines.own_or("recording", stated.recording.as_deref());
    lines.put_own("translation_of");
    for (key, names) in [("translator", &stated.translators), ("transcriber", &stated.transcribers)]
    {
        if !lines.put_own(key) {
            lines.put_list(key, names);
        }
    }
    match &stated.license {
        Some(license) => lines.put("license", quoted(license)),
        None => _ = lines.put_own("license"),
    }
    lines.put_own("changes");

    // Whether a text is verbatim nobody knows but who has it: an empty key asks.
    match options.text_status {
        Some(status) => lines.put("text_status", status),
        None if lines.put_own("text_status") => {}
        None => lines.put("text_status", format_args!("# one of: {}", TEXT_STATUSES.join(", "))),
    }
    if stated.is_draft {
        lines.put("draft", true);
    }
    lines.text.push_str(&extra(head));
    lines.text + "---\n\n"
}

/// The lines of front matter so far.
struct Lines<'o> {
    text: String,
    /// What a document of ours says under our own keys.
    own: &'o Map<String, Value>,
}

impl Lines<'_> {
    fn put(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.text, "{key}: {value}");
    }

    /// Puts a list of texts, unless it is empty.
    fn put_list(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            self.put(key, format_args!("[{}]", texts.join(", ")));
        }
    }

    /// Puts what a document of ours says under a key, and tells whether it says anything.
    fn put_own(&mut self, key: &str) -> bool {
        match self.own.get(key) {
            Some(value) => {
                self.put(key, flow(value));
                true
            }
            None => false,
        }
    }

    /// Puts what a document of ours says under a key, else what any document states.
    fn own_or(&mut self, key: &str, stated: Option<&str>) {
        if !self.put_own(key)
            && let Some(stated) = stated
        {
            self.put(key, quoted(stated));
        }
    }
}

/// When it was, as front matter has it.
fn date(head: &Head<'_>, own: &Map<String, Value>) -> Option<String> {
    // A document of ours knows more of when it was; that holds if its date still does.
    let when = own.get("date").and_then(Value::as_str).and_then(When::parse);
    if let Some(when) = when
        && Some(when.date) == head.date
        && when.last == head.end
    {
        return Some(when.to_string());
    }

    let date = head.date?;
    Some(match head.end {
        Some(end) => format!("{date}/{end}"),
        None => date.to_string(),
    })
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
        for id in ids.iter().filter(|id| !known.contains(id.as_str())) {
            lists.entry(kind).or_default().push(quoted(id));
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

        let person = named.speakers.get(text).map(|id| quoted(id));
        let entry = match (own.and_then(|own| own.get(text)), person) {
            (Some(Value::Object(entry)), _) => speaker(entry),
            (_, Some(person)) if has_questions => {
                format!("{{person: {person}, turn: {}}}", role.word())
            }
            (_, Some(person)) => person,
            (_, None) if has_questions => format!("{{turn: {}}}", role.word()),
            (_, None) => continue,
        };
        let _ = writeln!(table, "  {key}: {entry}");
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
