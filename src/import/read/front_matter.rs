//! The front matter of a text → what it says of the document, under our own keys.
//!
//! Read is what generators of sites write: YAML between `---` and `---` or `...`, TOML between
//! `+++`, and JSON in braces at the beginning.
//! **Invariant:** each entry becomes a fact or an extra; none is lost, and none becomes text.

use crate::base::date;
use crate::base::diag::Diagnostics;
use crate::base::fields::{read_toml, read_yaml};
use crate::base::ids::is_entity_id;
use crate::base::lang::Lang;
use crate::base::sources::FileId;
use crate::import::address;
use crate::import::lexicon;
use crate::import::manuscript::Facts;
use crate::reading::corpus::SPEECH_TYPES;
use crate::reading::parse::{YAML_MARK, frame};
use serde_json::{Map, Value};

/// The front matter of a document.
pub(super) struct FrontMatter {
    /// Where the text begins, in bytes of the document.
    pub(super) end: usize,
    /// What it says; none if it cannot be read.
    pub(super) facts: Option<Facts>,
}

/// The front matter at the beginning of a text; none if there is none.
pub(super) fn front_matter(text: &str) -> Option<FrontMatter> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let start = text.len() - rest.len();
    if rest.starts_with('{') {
        let (entries, length) = json(rest)?;
        return Some(FrontMatter { end: start + length, facts: Some(facts(entries)) });
    }

    if rest.starts_with("% ") || rest.starts_with("%\n") {
        let (entries, length) = title_block(rest)?;
        return Some(FrontMatter { end: start + length, facts: Some(facts(entries)) });
    }

    let frame = frame(rest)?;
    let is_yaml = frame.mark == YAML_MARK;
    let mut fields = frame.fields.clone();
    let mut end = frame.body;
    // YAML may end with its own mark.
    if is_yaml && let Some(at) = end_of_document(&rest[fields.clone()]) {
        fields.end = fields.start + at;
        end = Some(fields.end + length_of_line(&rest[fields.end..]));
    }
    let end = end?;
    let source = &rest[fields];
    let read = if is_yaml { read_yaml } else { read_toml };
    let node = read(FileId(0), source, 0, &mut Diagnostics::default());
    match node.map(|node| node.to_json()) {
        Some(Value::Object(entries)) => {
            Some(FrontMatter { end: start + end, facts: Some(facts(entries)) })
        }
        // A line of dashes above a text is a rule.
        Some(_) => None,
        None if begins_with_key(source) => Some(FrontMatter { end: start + end, facts: None }),
        None => None,
    }
}

/// Where a line `...` begins.
fn end_of_document(yaml: &str) -> Option<usize> {
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        if line.trim_end() == "..." {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn length_of_line(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |end| end + 1)
}

/// A table of JSON at the beginning of a text, on lines of its own, and its length.
fn json(text: &str) -> Option<(Map<String, Value>, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(Ok(Value::Object(entries))) = values.next() else {
        return None;
    };
    let end = values.byte_offset();
    let is_alone = text[end..].is_empty() || text[end..].starts_with(['\n', '\r']);
    (is_alone && !entries.is_empty()).then_some((entries, end))
}

/// Pandoc's title block (Pandoc's manual, “pandoc_title_block”), and its length: title, authors and
/// date, each on a line behind `%`, an empty one where the document says none. A line that is set in
/// goes on with the one before.
fn title_block(text: &str) -> Option<(Map<String, Value>, usize)> {
    const KEYS: [&str; 3] = ["title", "author", "date"];

    let mut fields: Vec<Vec<&str>> = Vec::new();
    let mut length = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        match (line.strip_prefix('%'), fields.last_mut()) {
            (Some(field), _) => fields.push(vec![field.trim()]),
            (None, Some(field)) if line.starts_with(' ') => field.push(line.trim()),
            _ if line.is_empty() => break,
            // Something else begins with a sign of percent.
            _ => return None,
        }
        length += whole.len();
    }

    let mut entries = Map::new();
    for (key, mut lines) in KEYS.into_iter().zip(fields) {
        lines.retain(|line| !line.is_empty());
        let value = match key {
            "author" => {
                let names = lines.iter().flat_map(|line| line.split(';'));
                Value::from(names.map(str::trim).collect::<Vec<_>>())
            }
            _ => Value::from(lines.join(" ")),
        };
        if !lines.is_empty() {
            entries.insert(key.to_owned(), value);
        }
    }
    (!entries.is_empty()).then_some((entries, length))
}

fn begins_with_key(source: &str) -> bool {
    let line = source.trim_start().lines().next().unwrap_or_default();
    let key = line.split_once([':', '=']).map_or("", |(key, _)| key.trim());
    let is_of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '"' | '\'');
    !key.is_empty() && key.chars().all(is_of_key)
}

/// What the entries say, under our keys; what has none of ours stays under its own.
pub(super) fn facts(entries: Map<String, Value>) -> Facts {
    let mut facts = Facts::default();
    for (key, value) in entries {
        let folded = key.trim().to_lowercase().replace([' ', '-'], "_");
        let ours = lexicon::key_of(&folded);
        if value.is_null() || ours.is_some_and(|ours| take(&mut facts, ours, &value)) {
            continue;
        }

        let name = match ours {
            // What its own key cannot hold keeps the name that it had.
            Some(
                "speakers" | "tags" | "recording" | "description" | "transcriber" | "translator"
                | "location",
            ) => ours.unwrap_or_default(),
            _ => &key,
        };
        add(&mut facts.stated.extra, name, value);
    }

    let is_hidden = facts.stated.extra.get("published") == Some(&Value::Bool(false));
    facts.stated.is_draft |= is_hidden;
    facts
}

/// Takes a value that one of our keys can hold; whether it could.
fn take(facts: &mut Facts, key: &str, value: &Value) -> bool {
    let text = text_of(value);
    let stated = &mut facts.stated;
    match (key, text) {
        ("title", Some(text)) if crate::import::title(&text).is_some() => {
            let is_first = facts.titles.is_empty();
            if is_first {
                facts.titles.push(text);
            }
            is_first
        }
        ("date", Some(text)) => match date::of_value(&text) {
            Some(date) => {
                stated.dates.push(date);
                stated.dates.len() == 1
            }
            None => false,
        },
        ("lang", Some(text)) => {
            let lang = Lang::parse(&text.replace('_', "-")).filter(Lang::is_code);
            let is_first = facts.lang.is_none() && lang.is_some();
            if is_first {
                facts.lang = lang;
            }
            is_first
        }
        ("url", Some(text)) => {
            let url = address(&text).filter(|_| facts.url.is_none());
            let is_address = url.is_some();
            facts.url = facts.url.take().or(url);
            is_address
        }
        ("event", Some(text)) => put(&mut stated.event, text),
        ("recording", Some(text)) => match address(&text) {
            Some(address) => put(&mut stated.recording, address),
            None => false,
        },
        ("translator", _) => put_all(&mut stated.translators, texts_of(value)),
        ("transcriber", _) => put_all(&mut stated.transcribers, texts_of(value)),
        // A word that can be an id is one of a topic; a phrase would have to be bent to be one.
        ("tags", _) => {
            let tags = texts_of(value).filter(|tags| tags.iter().all(|tag| is_entity_id(tag)));
            put_all(&mut stated.topics, tags)
        }
        ("license", Some(text)) => put(&mut stated.license, text),
        ("type", Some(text)) => {
            let known = SPEECH_TYPES.iter().find(|known| **known == text);
            stated.speech_type = known.copied();
            known.is_some()
        }
        ("draft", _) => {
            stated.is_draft |= value == &Value::Bool(true);
            value.is_boolean()
        }
        _ => false,
    }
}

/// Puts text where none is; whether none was.
fn put(place: &mut Option<String>, text: String) -> bool {
    let is_first = place.is_none();
    place.get_or_insert(text);
    is_first
}

/// Puts texts where none are, each once; whether none were.
fn put_all(place: &mut Vec<String>, texts: Option<Vec<String>>) -> bool {
    let Some(texts) = texts.filter(|_| place.is_empty()) else {
        return false;
    };
    for text in texts {
        if !place.contains(&text) {
            place.push(text);
        }
    }
    true
}

/// The texts of a list, or of what stands for a list of one; none if some of it is no text.
fn texts_of(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        single => text_of(single).map(|text| vec![text]),
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Adds a value under a name; where the name has one already, both are a list.
fn add(extra: &mut Map<String, Value>, name: &str, value: Value) {
    let Some(known) = extra.get_mut(name) else {
        extra.insert(name.to_owned(), value);
        return;
    };
    if known == &value {
        return;
    }

    let mut items = match known.take() {
        Value::Array(items) => items,
        single => vec![single],
    };
    match value {
        Value::Array(more) => items.extend(more),
        single => items.push(single),
    }
    *known = Value::Array(items);
}

#[cfg(test)]
mod tests {
    use super::{Facts, front_matter};
    use serde_json::json;

    fn facts_of(text: &str) -> Facts {
        front_matter(text).unwrap().facts.unwrap()
    }

    #[test]
    fn generators_write_yaml_toml_and_json() {
        for text in [
            "---\ntitle: The quay\ndate: 2024-05-02T10:00:00Z\ntags: [port]\nlanguage: en\n---\nText",
            "\u{FEFF}---\ntitle: The quay\npublishDate: '2024-05-02'\nkeywords: [port]\nlang: en\n...\nText",
            "+++\ntitle = \"The quay\"\ndate = 2024-05-02\ntags = [\"port\"]\nlang = \"en\"\n+++\nText",
            "{\n \"title\": \"The quay\", \"date\": \"2024-05-02\", \"tags\": [\"port\"], \"lang\": \"en\"\n}\nText",
        ] {
            let facts = facts_of(text);
            assert_eq!(facts.titles, ["The quay"], "{text}");
            assert_eq!(facts.stated.dates[0].to_string(), "2024-05-02", "{text}");
            assert_eq!(facts.stated.topics, ["port"], "{text}");
            assert_eq!(facts.lang.unwrap().tag(), "en", "{text}");
            let end = front_matter(text).unwrap().end;
            assert_eq!(text[end..].trim(), "Text");
        }
    }

    #[test]
    fn every_entry_is_kept() {
        let facts = facts_of(
            "---\nauthor: Ada Quill\nguests: [Bo Reed]\ntranslation_by: Cy Marsh\ntranscript_by: [Dee Orr, Eli Pace]\ntags: [The old quay]\nVideo: https://a.example/v\npodcast: 7\ndate: some day\n\
             weight: 3\nsource_url: https://a.example/1\ntype: post\npublished: false\nempty:\n---\n",
        );
        assert_eq!(
            json!(facts.stated.extra),
            json!({
                "speakers": ["Ada Quill", "Bo Reed"], "recording": 7, "date": "some day", "weight": 3,
                "type": "post", "published": false, "tags": ["The old quay"],
            })
        );
        assert_eq!(facts.stated.recording.as_deref(), Some("https://a.example/v"));
        assert_eq!(facts.stated.translators, ["Cy Marsh"]);
        assert_eq!(facts.stated.transcribers, ["Dee Orr", "Eli Pace"]);
        assert_eq!(facts.url.as_deref(), Some("https://a.example/1"));
        assert!(facts.stated.is_draft);
    }

    #[test]
    fn a_title_block_of_pandoc_is_front_matter() {
        let text = "% The quay\n  and the ferry\n% Ada Quill; Bo Reed\n% 2024-05-02\n\nText";
        let facts = facts_of(text);
        assert_eq!(facts.titles, ["The quay and the ferry"]);
        assert_eq!(facts.stated.dates[0].to_string(), "2024-05-02");
        assert_eq!(facts.stated.extra["speakers"], json!(["Ada Quill", "Bo Reed"]));
        assert_eq!(&text[front_matter(text).unwrap().end..], "\nText");
        assert_eq!(facts_of("%\n% Ada Quill\n\nText").titles, [""; 0]);
    }

    #[test]
    fn what_only_looks_like_front_matter_is_text() {
        for text in [
            "% of the boats that came\nText",
            "---\nText\n---\nMore",
            "---\nText",
            "{not json}\nText",
            "{} more",
            "Text\n---\na: b\n---\n",
        ] {
            assert!(front_matter(text).is_none(), "{text}");
        }
        let broken = front_matter("---\ntitle: a: b: [\n---\nText").unwrap();
        assert!(broken.facts.is_none());
    }
}
