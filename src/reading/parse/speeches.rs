//! The front matter and body of one file → one speech.
//!
//! **Invariant:** what is wrong is reported and left out; what is missing is reported and gets a
//! stand-in, so that the rest of the file is looked at in the same run.

use super::provenance::{changes, tell_earlier, withdrawal};
use super::{Parts, turns};
use crate::base::date::{self, Date, Moment, When};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{FromNode, Key, Node, Reader, Table, Value};
use crate::base::ids::{begins_speech_id, is_entity_id};
use crate::base::lang::{self, Lang};
use crate::base::letters::composed;
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::base::words::Words;
use crate::reading::config::{Config, In, instead_of};
use crate::reading::corpus::{
    Document, Listed, Reference, SPEECH_TYPES, Speaker, Speakers, Speech, TEXT_STATUSES, TurnRole,
};
use crate::reading::kinds::Listing;
use std::ops::Range;

/// Reads a speech; none if so much is wrong that no page can be made (which is reported).
pub(super) fn speech(
    parts: Parts<'_>,
    id: String,
    lang: Option<Lang>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Speech> {
    let lang = lang.unwrap_or_else(|| guess_language(parts.text.text, config));
    tell_empty(&parts, diagnostics);
    tell_odd_id(parts.file, &id, diagnostics);

    let Parts { file, has_front_matter, fields, body, .. } = parts;
    let derived = if has_front_matter {
        None
    } else {
        Some(derive_facts(Span::new(file, 0..0), &id, &lang, &body, diagnostics)?)
    };
    let mut reader = Reader { file, diagnostics };
    let mut table = reader.table(fields?)?;
    let BasicFacts { title, when, date_span, is_dated } =
        derived.unwrap_or_else(|| read_facts(&mut table, &id, &lang, &body));

    tell_earlier(&mut table, &when, config.as_of);
    let lists = lists(&mut table, config);
    let (event, event_id) = event(&mut table);
    let speech = Speech {
        file,
        id,
        lang,
        title,
        date: when.date,
        when,
        date_span,
        is_dated,
        lists,
        speech_type: table.choice("type", SPEECH_TYPES).unwrap_or_default(),
        event,
        event_id,
        location: table.get("location"),
        speaker: speaker(&mut table),
        role: table.get("role"),
        speakers: table.take("speakers").and_then(|node| speakers(&mut table.reader, node)),
        sources: table.get("sources").unwrap_or_default(),
        license: table.get("license"),
        text_status: table.choice("text_status", TEXT_STATUSES).unwrap_or_default(),
        translation_of: table.get("translation_of"),
        translator: one_or_more(&mut table, "translator"),
        transcriber: one_or_more(&mut table, "transcriber"),
        changes: changes(&mut table),
        image: table.get("image"),
        recording: table.get("recording"),
        draft: table.get("draft").unwrap_or(false),
        embargo: table.get("embargo"),
        withdrawn: table.take("withdrawn").and_then(|node| withdrawal(&mut table.reader, node)),
        redirects: redirects(&mut table),
        extra: table.take_extra(),
        body,
    };

    // What is left are keys that no speech has.
    let advice = |key: &str, asked: &[String]| advice(config, key, asked);
    if config.is_doubted {
        table.leave_what_may_be_own(advice);
    }
    table.finish_with(advice);
    Some(speech)
}

fn tell_empty(parts: &Parts<'_>, diagnostics: &mut Diagnostics) {
    let fields = parts.fields.as_ref();
    let is_withdrawn = fields.is_some_and(|fields| fields.entry("withdrawn").is_some());

    // What hides the text, as front matter that is never closed, was reported.
    if parts.body.paragraphs.is_empty() && !is_withdrawn && !diagnostics.has_errors() {
        let at = parts.text.offset;
        let place = Span::new(parts.file, at..at);
        let hint = "add it below the front matter";
        diagnostics.tell(Code::EmptySpeech, place, "the speech has no text", hint);
    }
}

fn tell_odd_id(file: FileId, id: &str, diagnostics: &mut Diagnostics) {
    if !id.starts_with(begins_speech_id) {
        let message = say!("`{id}` cannot be an id", id);
        let hint = "begin the file's name with a letter or a digit";
        diagnostics.tell(Code::BadId, Span::new(file, 0..0), message, hint);
    }
}

/// The lists of entities, one for each kind of the site.
fn lists(table: &mut Table<'_>, config: &Config) -> Vec<Vec<Listed>> {
    let mut lists = Vec::with_capacity(config.kinds.count());
    for (_, kind) in config.kinds.iter() {
        lists.push(match kind.listing {
            // Most speeches are a part of one series.
            Listing::Member => one_or_more(table, &kind.key),
            Listing::Named | Listing::Subject => table.get(&kind.key).unwrap_or_default(),
        });
    }
    lists
}

/// What to write for a key that no speech has: `people` for `person`.
fn advice(config: &Config, key: &str, asked: &[String]) -> Option<Message> {
    let known_elsewhere = instead_of(In::Speech, key, asked);
    known_elsewhere.or_else(|| {
        let (_, kind) = config.kinds.iter().find(|(_, kind)| kind.singular == key)?;
        let known = &kind.key;
        Some(say!("did you mean `{known}`?", known))
    })
}

/// The site's language of the text's script, so that `zh-Hant` sites get `zh-Hant`.
fn guess_language(text: &str, config: &Config) -> Lang {
    let guess = lang::guess(text);
    let of_site = || config.languages.iter().filter(|lang| lang.primary() == guess.primary());
    let same_script = of_site().find(|lang| lang.is_traditional() == guess.is_traditional());
    let nearest = same_script.or_else(|| of_site().next()).cloned();
    nearest.unwrap_or(guess)
}

/// What no speech can be without.
struct BasicFacts {
    title: String,
    when: When,
    date_span: Option<Range<usize>>,
    /// Whether `when` is no stand-in.
    is_dated: bool,
}

/// Of a speech without front matter: the title from its heading or file name, the date from its
/// file name or heading.
fn derive_facts(
    place: Span,
    id: &str,
    lang: &Lang,
    body: &Document,
    diagnostics: &mut Diagnostics,
) -> Option<BasicFacts> {
    let heading = body.title.clone().filter(|title| !title.is_empty());
    let title = heading.unwrap_or_else(|| id.replace('-', " "));
    let Some(date) = date::of_name(id).or_else(|| date::of_name(&title)) else {
        diagnostics.tell(
            Code::MissingKey,
            place,
            "the speech has no front matter, and neither its name nor its heading begins with a date",
            "add front matter: `---`, `title: …`, `date: 2024-03-07`, `---`, or begin the file's name with the date",
        );
        return None;
    };

    diagnostics.tell(
        Code::NoFrontMatter,
        place,
        say!("no front matter: title “{title}”, date {date} and language `{lang}` are taken from the file", title, date, lang),
        "to say more, begin the file with `---`, `title: …`, `date: …`, `---`",
    );
    Some(BasicFacts { title, when: date.into(), date_span: None, is_dated: true })
}

fn read_facts(table: &mut Table<'_>, id: &str, lang: &Lang, body: &Document) -> BasicFacts {
    let given = table.take("title").map(|node| table.reader.words(node));
    // What is given and is not text was reported as that.
    let is_reported = matches!(given, Some(None));
    let title = given.flatten().map(|title: Words| title.text(lang).to_owned());
    let title = title.or_else(|| body.title.clone()).filter(|title| !title.trim().is_empty());
    if title.is_none() && !is_reported {
        table.missing("title", "title: …");
    }

    let named = date::of_name(id);
    let node = table.take("date");
    if node.is_none() {
        let example = named.map_or_else(|| "2024-03-07".to_owned(), |date| date.to_string());
        table.missing("date", &format!("date: {example}"));
    }
    let date_span = node.as_ref().map(|node| node.span.clone());
    let when = node.and_then(|node| table.reader.when(&node));
    if let (Some(when), Some(named), Some(span)) = (&when, named, &date_span)
        && !when.contains(named)
    {
        against_the_name(&mut table.reader, when, named, span);
    }

    let stand_in = || named.unwrap_or_else(|| Date::parse("0001").expect("a date"));
    BasicFacts {
        title: title.unwrap_or_else(|| id.to_owned()),
        is_dated: when.is_some_and(|when| when.date.is_known()),
        when: when.unwrap_or_else(|| stand_in().into()),
        date_span,
    }
}

/// Reports a date that is not the one with which the file's name begins.
fn against_the_name(reader: &mut Reader<'_>, when: &When, named: Date, span: &Range<usize>) {
    let message = say!("the date is {when}, and the file's name begins with {named}", when, named);
    let hint = say!("write `date: {named}` if the name is right; else rename the file", named);
    reader.tell(Code::DateDiffers, span, message, hint);
}

impl FromNode for Reference {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let id = composed(&reader.text(&node)?).into_owned();
        Some(Reference { id, span: node.span })
    }
}

/// Who speaks; labels with who is behind them are under another key.
fn speaker(table: &mut Table<'_>) -> Vec<Reference> {
    if let Some(Node { value: Value::Map(entries), span }) = table.peek("speaker")
        && is_of_labels(entries)
        && !table.has("speakers")
    {
        let place = table.place_of_key("speaker").unwrap_or(span.clone());
        table.take("speaker");
        let message = "labels and who is behind them are `speakers`";
        table.reader.tell(Code::UnknownKey, &place, message, "did you mean `speakers`?");
        return Vec::new();
    }
    one_or_more(table, "speaker")
}

/// Whether a table has labels as its keys, rather than being one speaker that is set as a table.
fn is_of_labels(entries: &[(Key, Node)]) -> bool {
    let is_table = |node: &Node| matches!(node.value, Value::Map(_));
    entries.len() > 1 || entries.iter().any(|(_, node)| is_table(node))
}

/// The values of a field that has one, or a list of them.
fn one_or_more<T: FromNode>(table: &mut Table<'_>, field: &str) -> Vec<T> {
    let Some(node) = table.take(field) else {
        return Vec::new();
    };
    let read = if let Value::List(_) = node.value {
        Vec::from_node(&mut table.reader, node)
    } else {
        T::from_node(&mut table.reader, node).map(|one| vec![one])
    };
    read.unwrap_or_default()
}

/// The occasion in words, and the id that they may be.
fn event(table: &mut Table<'_>) -> (Option<Words>, Option<Reference>) {
    let Some(node) = table.take("event") else {
        return (None, None);
    };
    let mut id = None;
    if let Value::Scalar(text) = &node.value
        && is_entity_id(text)
    {
        id = Some(Reference { id: composed(text).into_owned(), span: node.span.clone() });
    }
    (table.reader.words(node), id)
}

impl FromNode for Listed {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        if let Value::Scalar(id) = node.value {
            let entity = Reference { id: composed(&id).into_owned(), span: node.span };
            return Some(Listed { entity, called: Vec::new(), link: None, is_about: false });
        }

        let mut table = reader.table(node)?;
        let entity = table.get("id");
        if entity.is_none() {
            table.missing("id", "id: …");
        }
        let called = table.get("as").unwrap_or_default();
        let link = table.get("link");
        let is_about = table.get("about").unwrap_or_default();
        let is_nameless = entity.is_none();
        table.finish_with(|key, _| {
            let is_id =
                is_nameless && matches!(key, "name" | "entity" | "person" | "place" | "key");
            is_id.then(|| "it is called `id` here".into())
        });
        Some(Listed { entity: entity?, called, link, is_about })
    }
}

fn speakers(reader: &mut Reader<'_>, node: Node) -> Option<Speakers> {
    let mut labels = reader.table(node)?;
    let mut speakers = Vec::new();
    for (key, node) in labels.take_rest() {
        let mut speaker = Speaker {
            label: turns::bare_label(&key.name).to_owned(),
            span: key.span,
            people: Vec::new(),
            role: None,
            on_behalf_of: None,
            turn: None,
        };
        if let Value::Scalar(id) = node.value {
            let id = composed(&id).into_owned();
            speaker.people.push(Reference { id, span: node.span });
        } else if let Some(mut table) = labels.reader.table(node) {
            speaker.people = one_or_more(&mut table, "person");
            speaker.people.extend(one_or_more::<Reference>(&mut table, "people"));
            speaker.role = table.get("as");
            speaker.on_behalf_of = table.get("on_behalf_of");
            speaker.turn = table.get("turn");
            table.finish();
        } else {
            continue;
        }
        speakers.push(speaker);
    }
    Some(speakers.into_iter().collect())
}

/// The old addresses of a speech. Version 0.1 called them `aliases`, a word that means names
/// everywhere else.
fn redirects(table: &mut Table<'_>) -> Vec<Reference> {
    // Of two lists nobody but the author makes one.
    let key = table.place_of_key("aliases").filter(|_| table.peek("redirects").is_none());
    let mut redirects: Vec<Reference> = table.get("redirects").unwrap_or_default();
    if let Some(node) = table.take("aliases") {
        let place = table.reader.span(key.as_ref().unwrap_or(&node.span));
        let told = Diagnostic::new(Code::OldKey, "old addresses are called `redirects` now")
            .at(place.clone(), "")
            .hint("write `redirects` for `aliases`, which is read for now");
        table.reader.report(match key {
            Some(_) => told.fixed_by(place, "redirects"),
            None => told,
        });
        redirects.extend(Vec::from_node(&mut table.reader, node).unwrap_or_default());
    }
    redirects
}

impl FromNode for Moment {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let text = reader.text(&node)?;
        let moment = Moment::parse(&text);
        if moment.is_none() {
            let message = say!("`{text}` is no moment", text);
            let hint =
                "write the day, the hour and the distance from Greenwich: `2024-03-07T12:00+08:00`";
            reader.tell(Code::BadDate, &node.span, message, hint);
        }
        moment
    }
}

impl FromNode for TurnRole {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        reader.one_of(&node, &TurnRole::ALL.map(|role| (role.word(), role)))
    }
}
