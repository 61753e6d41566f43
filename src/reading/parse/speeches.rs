//! One file → one speech, or one page of the site's own.

use super::front_matter::{self, Parts};
use super::markdown;
use crate::base::date::{self, Date};
use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Fields, Node, Reader, Value, no_extra};
use crate::base::ids::begins_speech_id;
use crate::base::lang::{self, Lang};
use crate::base::sources::{FileId, Span};
use crate::reading::config::{Config, LINK, choose};
use crate::reading::corpus::{
    Change, Document, Listed, Page, Reference, SPEECH_TYPES, Source, Speaker, Speech,
    TEXT_STATUSES, TurnRole,
};

/// Reads a speech; none if so much is wrong that no page can be made (which is reported).
pub(super) fn speech(
    file: FileId,
    text: &Text<'_>,
    id: String,
    lang: Option<Lang>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Speech> {
    let parts = front_matter::split(file, text, diagnostics);
    let body = markdown::document(file, parts.body, config.trusted_html, diagnostics);
    let lang = lang.unwrap_or_else(|| guess_language(parts.body.text, config));
    if body.paragraphs.is_empty() && !diagnostics.has_errors() {
        let diagnostic = Diagnostic::new(Code::EmptySpeech, "the speech has no text");
        diagnostics.push(
            diagnostic
                .at(Span::new(file, parts.body.offset..parts.body.offset), "")
                .hint("add it below the front matter"),
        );
    }
    let id = check_id(file, id, diagnostics);
    if !parts.is_present {
        return derived(file, id, lang, body, config, diagnostics);
    }
    let node = parts.fields?;
    let mut reader = Reader { file, diagnostics };
    let mut fields = reader.fields(node)?;
    let speech = from_fields(&mut reader, &mut fields, (id, lang, body), config);
    reader.finish(fields);
    Some(speech)
}

/// The site's language of the text's script, so that `zh-Hant` sites get `zh-Hant`.
fn guess_language(text: &str, config: &Config) -> Lang {
    let guess = lang::guess(text);
    let of_site = config.languages.iter().find(|lang| lang.primary() == guess.primary());
    of_site.cloned().unwrap_or(guess)
}

fn check_id(file: FileId, id: String, diagnostics: &mut Diagnostics) -> String {
    if !id.starts_with(begins_speech_id) {
        let diagnostic = Diagnostic::new(Code::BadId, format!("`{id}` cannot be an id"))
            .at(Span::new(file, 0..0), "");
        diagnostics.push(diagnostic.hint("begin the file's name with a letter or a digit"));
    }
    id
}

/// A speech without front matter: title from its heading or file name, date from the file name or
/// heading.
fn derived(
    file: FileId,
    id: String,
    lang: Lang,
    body: Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Speech> {
    let title = body
        .title
        .clone()
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| id.replace('-', " "));
    let date = date::of_name(&id).or_else(|| date::of_name(&title));
    let place = Span::new(file, 0..0);
    let Some(date) = date else {
        let diagnostic = Diagnostic::new(
            Code::MissingKey,
            "the speech has no front matter, and neither its name nor its heading begins with a date",
        );
        diagnostics.push(
            diagnostic
                .at(place, "")
                .hint("add front matter: `---`, `title: …`, `date: 2024-03-07`, `---`, or begin the file's name with the date"),
        );
        return None;
    };
    let message = format!(
        "no front matter: title “{title}”, date {date} and language `{lang}` are taken from the file"
    );
    let diagnostic = Diagnostic::new(Code::NoFrontMatter, message).at(place, "");
    diagnostics.push(
        diagnostic.hint("to say more, begin the file with `---`, `title: …`, `date: …`, `---`"),
    );
    Some(Speech {
        file,
        id,
        lang,
        title,
        date,
        speech_type: "",
        event: None,
        location: None,
        speaker: None,
        role: None,
        lists: vec![Vec::new(); config.kinds.count()],
        speakers: None,
        sources: Vec::new(),
        license: None,
        text_status: "",
        changes: Vec::new(),
        draft: false,
        redirects: Vec::new(),
        extra: no_extra(),
        body,
    })
}

/// What is missing was reported and gets a stand-in, so that the rest of the file is looked at in
/// the same run.
fn from_fields(
    reader: &mut Reader<'_>,
    fields: &mut Fields,
    (id, lang, body): (String, Lang, Document),
    config: &Config,
) -> Speech {
    let given = fields.take("title").map(|node| reader.words(node));
    // What is given and is no text was reported as that.
    let is_reported = matches!(given, Some(None));
    let title = given.flatten().map(|title| title.text(&lang).to_owned());
    let title = title.or_else(|| body.title.clone()).filter(|title| !title.trim().is_empty());
    if title.is_none() && !is_reported {
        reader.missing(fields, "title", "title: …");
    }
    let date_node = fields.take("date");
    if date_node.is_none() {
        reader.missing(fields, "date", "date: 2024-03-07");
    }
    let date = date_node.and_then(|node| reader.date(&node));
    let lists = config
        .kinds
        .iter()
        .map(|(_, kind)| {
            fields.take(&kind.key).map(|node| listed(reader, node)).unwrap_or_default()
        })
        .collect();
    Speech {
        file: reader.file,
        title: title.unwrap_or_else(|| id.clone()),
        id,
        lang,
        date: date.unwrap_or(Date::parse("0001").expect("a date")),
        speech_type: fields
            .take("type")
            .and_then(|node| reader.choice(&node, SPEECH_TYPES))
            .unwrap_or_default(),
        event: fields.take("event").and_then(|node| reader.words(node)),
        location: reference(reader, fields.take("location")),
        speaker: reference(reader, fields.take("speaker")),
        role: fields.take("role").and_then(|node| reader.words(node)),
        lists,
        speakers: fields.take("speakers").and_then(|node| speakers(reader, node)),
        sources: fields.take("sources").map(|node| sources(reader, node)).unwrap_or_default(),
        license: fields.take("license").and_then(|node| reader.text(&node)),
        text_status: fields
            .take("text_status")
            .and_then(|node| reader.choice(&node, TEXT_STATUSES))
            .unwrap_or_default(),
        changes: fields.take("changes").map(|node| changes(reader, node)).unwrap_or_default(),
        draft: fields.take("draft").and_then(|node| reader.truth(&node)).unwrap_or(false),
        redirects: fields.take("aliases").map(|node| references(reader, node)).unwrap_or_default(),
        extra: fields.take_extra(),
        body,
    }
}

/// An id with its place.
pub(super) fn reference(reader: &mut Reader<'_>, node: Option<Node>) -> Option<Reference> {
    let node = node?;
    Some(Reference { id: reader.text(&node)?, span: node.span })
}

/// A list of ids with their places.
pub(super) fn references(reader: &mut Reader<'_>, node: Node) -> Vec<Reference> {
    reader.texts(node).into_iter().map(|(id, span)| Reference { id, span }).collect()
}

fn listed(reader: &mut Reader<'_>, node: Node) -> Vec<Listed> {
    reader.list(node).into_iter().filter_map(|item| listed_entity(reader, item)).collect()
}

fn listed_entity(reader: &mut Reader<'_>, item: Node) -> Option<Listed> {
    if let Value::Scalar(id) = item.value {
        return Some(Listed {
            entity: Reference { id, span: item.span },
            called: Vec::new(),
            link: None,
        });
    }
    let mut fields = reader.fields(item)?;
    let entity = reference(reader, fields.take("id"));
    if entity.is_none() {
        reader.missing(&fields, "id", "id: …");
    }
    let called = fields.take("as").map(|node| reader.texts(node)).unwrap_or_default();
    let link = fields.take("link").and_then(|node| choose(reader, &node, LINK));
    reader.finish(fields);
    Some(Listed {
        entity: entity?,
        called: called.into_iter().map(|(name, _)| name).collect(),
        link,
    })
}

fn speakers(reader: &mut Reader<'_>, node: Node) -> Option<Vec<Speaker>> {
    let mut labels = reader.fields(node)?;
    let entries = labels.take_rest();
    Some(entries.into_iter().filter_map(|(key, node)| speaker(reader, key, node)).collect())
}

fn speaker(reader: &mut Reader<'_>, key: crate::base::fields::Key, node: Node) -> Option<Speaker> {
    let label = super::turns::bare_label(&key.name).to_owned();
    if let Value::Scalar(id) = node.value {
        let person = Some(Reference { id, span: node.span });
        return Some(Speaker {
            label,
            span: key.span,
            person,
            role: None,
            on_behalf_of: None,
            turn: None,
        });
    }
    let mut fields = reader.fields(node)?;
    let speaker = Speaker {
        label,
        span: key.span,
        person: reference(reader, fields.take("person")),
        role: fields.take("as").and_then(|node| reader.words(node)),
        on_behalf_of: reference(reader, fields.take("on_behalf_of")),
        turn: fields.take("turn").and_then(|node| choose(reader, &node, TurnRole::CHOICES)),
    };
    reader.finish(fields);
    Some(speaker)
}

fn sources(reader: &mut Reader<'_>, node: Node) -> Vec<Source> {
    reader.list(node).into_iter().filter_map(|item| source(reader, item)).collect()
}

fn source(reader: &mut Reader<'_>, item: Node) -> Option<Source> {
    if let Value::Scalar(_) = item.value {
        return reader.url(&item).map(|url| Source { url: Some(url), ..Source::default() });
    }
    let mut fields = reader.fields(item)?;
    let source = Source {
        url: fields.take("url").and_then(|node| reader.url(&node)),
        archived_url: fields.take("archived_url").and_then(|node| reader.url(&node)),
        retrieved: fields.take("retrieved").and_then(|node| reader.date(&node)),
        note: fields.take("note").and_then(|node| reader.words(node)),
        sha256: fields.take("sha256").and_then(|node| reader.text(&node)),
    };
    reader.finish(fields);
    Some(source)
}

fn changes(reader: &mut Reader<'_>, node: Node) -> Vec<Change> {
    reader.list(node).into_iter().filter_map(|item| change(reader, item)).collect()
}

fn change(reader: &mut Reader<'_>, item: Node) -> Option<Change> {
    let mut fields = reader.fields(item)?;
    let (date, note) = (fields.take("date"), fields.take("note"));
    if date.is_none() {
        reader.missing(&fields, "date", "date: 2024-03-07");
    }
    if note.is_none() {
        reader.missing(&fields, "note", "note: …");
    }
    let date = date.and_then(|node| reader.date(&node));
    let note = note.and_then(|node| reader.words(node));
    reader.finish(fields);
    Some(Change { date: date?, note: note? })
}

/// Reads a page of the site's own.
pub(super) fn page(
    file: FileId,
    text: &Text<'_>,
    lang: Lang,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Page {
    let Parts { fields, body, .. } = front_matter::split(file, text, diagnostics);
    let body = markdown::document(file, body, config.trusted_html, diagnostics);
    let mut reader = Reader { file, diagnostics };
    let mut title = None;
    if let Some(mut fields) = fields.and_then(|node| reader.fields(node)) {
        title = fields.take("title").and_then(|node| reader.text(&node));
        let _not_published = fields.take("extra");
        reader.finish(fields);
    }
    let title = title.or_else(|| body.title.clone()).unwrap_or_else(|| "About".to_owned());
    Page { file, lang, title, body }
}
