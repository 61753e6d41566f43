//! Versions of speeches → `speeches`.

use super::table::{Cell, Column, Of, Source, Type};
use super::values::{address, extra, given, names, speech, version, year_of};
use crate::reading::annotate::How;
use crate::reading::corpus::{Reference, Speech, SpeechId, TurnRole, speech_id};
use crate::reading::graph::Original;
use crate::site::html::plain_text;

/// `speeches`.
pub(super) static SPEECHES: Of<SpeechId> = Of {
    name: "speeches",
    title: "Speeches",
    about: "One text in one language a row.",
    key: &["version"],
    links: &[],
    source: Source::Speeches,
    columns: SPEECH_COLUMNS,
    rows: |_, part| part.map(speech_id).collect(),
};

const SPEECH_COLUMNS: &[Column<SpeechId>] = &[
    Column {
        name: "version",
        holds: Type::Text,
        about: "The speech and the language, `speech.lang`: what the other tables call it by.",
        value: |graph, id| version(graph, *id),
    },
    Column {
        name: "speech",
        holds: Type::Text,
        about: "The speech; the same for its translations.",
        value: |graph, id| Cell::exactly(&speech(graph, *id).id),
    },
    Column {
        name: "lang",
        holds: Type::Text,
        about: "Language of the text, a tag of BCP 47.",
        value: |graph, id| Cell::exactly(speech(graph, *id).lang.tag()),
    },
    Column {
        name: "counted",
        holds: Type::Flag,
        about: "Whether the counts of the pages in the site's first language take in this text. Of a speech in several languages one is counted.",
        value: |graph, id| Cell::Flag(graph.is_counted(*id, 0)),
    },
    Column {
        name: "title",
        holds: Type::Text,
        about: "Title.",
        value: |graph, id| Cell::given(speech(graph, *id).title.as_str()),
    },
    Column {
        name: "date",
        holds: Type::Text,
        about: "When it was given: a day, a month or a year of ISO 8601; with a time, or as a range of days, where that is known (EDTF).",
        value: |graph, id| Cell::given(speech(graph, *id).when().to_string()),
    },
    Column {
        name: "year",
        holds: Type::Count,
        about: "The year of the date.",
        value: |graph, id| year_of(graph, *id),
    },
    Column {
        name: "type",
        holds: Type::Text,
        about: "What it is: speech, press-conference, interview, statement, debate, remarks.",
        value: |graph, id| Cell::given(speech(graph, *id).speech_type),
    },
    Column {
        name: "event",
        holds: Type::Text,
        about: "The occasion, as written.",
        value: |graph, id| given(speech(graph, *id).event.as_ref(), &speech(graph, *id).lang),
    },
    Column {
        name: "speaker",
        holds: Type::Text,
        about: "Who gives it, ids of `entities`; of several with a space between.",
        value: |graph, id| {
            let speakers = &speech(graph, *id).speaker;
            let ids: Vec<&str> = speakers.iter().map(|speaker| speaker.id.as_str()).collect();
            Cell::given(ids.join(" "))
        },
    },
    Column {
        name: "speaker_name",
        holds: Type::Text,
        about: "Their names, in the language of the text, divided by `; `.",
        value: |graph, id| {
            let of = speech(graph, *id);
            names(graph, &graph.entities_named(&of.speaker), &of.lang)
        },
    },
    Column {
        name: "office",
        holds: Type::Text,
        about: "The office in which the first of them spoke, where the speech or the person's file says it.",
        value: |graph, id| {
            let of = speech(graph, *id);
            let first = graph.entities_named(&of.speaker).first().copied();
            given(first.and_then(|first| graph.office_on(first, *id)), &of.lang)
        },
    },
    Column {
        name: "location",
        holds: Type::Text,
        about: "Where it was given, an id of `entities`.",
        value: |graph, id| {
            let location = speech(graph, *id).location.as_ref();
            Cell::given(location.map_or("", |location| location.id.as_str()))
        },
    },
    Column {
        name: "address",
        holds: Type::Text,
        about: "Its page; from the root of the site where the site does not know its own address.",
        value: |graph, id| address(graph, &graph.speech_route(*id)),
    },
    Column {
        name: "turns",
        holds: Type::Count,
        about: "How many turns it has.",
        value: |graph, id| Cell::Count(speech(graph, *id).body.turns.len()),
    },
    Column {
        name: "questions",
        holds: Type::Count,
        about: "How many of the turns ask.",
        value: |graph, id| {
            let roles = &graph.turns(*id).roles;
            Cell::Count(roles.iter().filter(|role| **role == TurnRole::Question).count())
        },
    },
    Column {
        name: "paragraphs",
        holds: Type::Count,
        about: "How many paragraphs are said or told: rows of `paragraphs` whose role is text or cell.",
        value: |graph, id| Cell::Count(plain_text(&speech(graph, *id).body).count()),
    },
    Column {
        name: "length",
        holds: Type::Count,
        about: "Length of these paragraphs, in length_unit.",
        value: |graph, id| Cell::Count(graph.length(*id)),
    },
    Column {
        name: "length_unit",
        holds: Type::Text,
        about: "words; characters where the language is written without spaces.",
        value: |graph, id| Cell::exactly(length_unit(speech(graph, *id))),
    },
    Column {
        name: "mentions",
        holds: Type::Count,
        about: "How many mentions are in the text; labels of turns are left out.",
        value: |graph, id| {
            let mentions = graph.mentions_in(*id);
            Cell::Count(mentions.filter(|(_, mention)| mention.how != How::Label).count())
        },
    },
    Column {
        name: "text_status",
        holds: Type::Text,
        about: "What kind of text it is: verbatim, as-prepared, summary, translation, …",
        value: |graph, id| Cell::given(speech(graph, *id).text_status),
    },
    Column {
        name: "translation_of",
        holds: Type::Text,
        about: "Of what it is a translation: a `version`, or the tag of a language.",
        value: |graph, id| match graph.original_of(*id) {
            Some(Original::Version(original)) => version(graph, *original),
            Some(Original::Language(lang)) => Cell::given(lang.tag()),
            None => Cell::Empty,
        },
    },
    Column {
        name: "translator",
        holds: Type::Text,
        about: "Who translated it: ids of `entities` and names, divided by `; `.",
        value: |graph, id| Cell::given(joined(&speech(graph, *id).translator)),
    },
    Column {
        name: "transcriber",
        holds: Type::Text,
        about: "Who wrote down what was said, in the same way.",
        value: |graph, id| Cell::given(joined(&speech(graph, *id).transcriber)),
    },
    Column {
        name: "license",
        holds: Type::Text,
        about: "Licence of the text.",
        value: |graph, id| {
            let own = speech(graph, *id).license.as_ref();
            Cell::given(own.or(graph.config.license.as_ref()).map_or("", String::as_str))
        },
    },
    Column {
        name: "source",
        holds: Type::Text,
        about: "Where the text comes from, an address.",
        value: |graph, id| {
            let mut sources = speech(graph, *id).sources.iter();
            Cell::given(sources.find_map(|source| source.url.as_deref()).unwrap_or_default())
        },
    },
    Column {
        name: "extra",
        holds: Type::Text,
        about: "What the site keeps beside, a JSON object.",
        value: |graph, id| extra(&speech(graph, *id).extra),
    },
];

fn length_unit(speech: &Speech) -> &'static str {
    if speech.lang.counts_characters() { "characters" } else { "words" }
}

/// Ids and names as they are written, divided by `; `.
fn joined(people: &[Reference]) -> String {
    let ids: Vec<&str> = people.iter().map(|one| one.id.as_str()).collect();
    ids.join("; ")
}
