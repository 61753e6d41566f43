//! Turns → `turns`: what one speaker says in one go, and who that is.

use super::in_text::{self, InText, OfText};
use super::table::{Cell, Column, Of, Source, Type};
use super::values::{self, OF_VERSION, ids, name_or_words, names, speech};
use crate::reading::annotate::speaker_entry;
use crate::reading::corpus::{EntityId, speech_id};
use crate::reading::graph::Graph;
use crate::reading::labels;
use std::ops::Range;
use std::sync::Arc;

/// A turn and who is behind its label.
pub(super) struct TurnRow {
    text: Arc<OfText>,
    turn: usize,
    speakers: Vec<EntityId>,
    n_paragraphs: usize,
    length: usize,
}

impl InText for TurnRow {
    fn text(&self) -> &OfText {
        &self.text
    }
}

/// `turns`.
pub(super) static TURNS: Of<TurnRow> = Of {
    name: "turns",
    title: "Turns",
    about: "What one speaker says in one go a row, in the order of the text. The label is the text in which mentions by label are counted.",
    key: &["version", "turn"],
    links: &[OF_VERSION],
    source: Source::Speeches,
    columns: TURN_COLUMNS,
    rows: turn_rows,
};

const TURN_COLUMNS: &[Column<TurnRow>] = &[
    in_text::version(),
    Column {
        name: "turn",
        holds: Type::Text,
        about: "The anchor of the turn, which never names another: the `address` of the text, `#` and this is where it is.",
        value: |graph, row| Cell::exactly(&graph.anchors(row.text.speech).turns[row.turn]),
    },
    Column {
        name: "number",
        holds: Type::Count,
        about: "Its place among the turns of the text, from 1.",
        value: |_, row| Cell::Count(row.turn + 1),
    },
    Column {
        name: "label",
        holds: Type::Text,
        about: "The label as printed, without its colon.",
        value: |graph, row| Cell::exactly(label(graph, row)),
    },
    Column {
        name: "role",
        holds: Type::Text,
        about: "What the turn is: question, answer or speech.",
        value: |graph, row| Cell::exactly(graph.turns(row.text.speech).roles[row.turn].word()),
    },
    Column {
        name: "exchange",
        holds: Type::Count,
        about: "The number of the question, with its answers, to which the turn belongs.",
        value: |graph, row| {
            let turn = u32::try_from(row.turn).unwrap_or(u32::MAX);
            let exchange = graph.turns(row.text.speech).exchange_of(turn);
            exchange.map_or(Cell::Empty, |(index, _)| Cell::Count(index + 1))
        },
    },
    Column {
        name: "speaker",
        holds: Type::Text,
        about: "Who speaks, ids of `entities`; of several who speak as one with a space between. Empty where nobody with a name is known.",
        value: |graph, row| ids(graph, &row.speakers),
    },
    Column {
        name: "speaker_name",
        holds: Type::Text,
        about: "Their names, in the language of the text, divided by `; `; where nobody is known the name in the label.",
        value: |graph, row| {
            if row.speakers.is_empty() {
                return Cell::given(labels::name(label(graph, row)));
            }
            names(graph, &row.speakers, &speech(graph, row.text.speech).lang)
        },
    },
    Column {
        name: "office",
        holds: Type::Text,
        about: "The office of the first of them on that day, or that which the label says; of a speaker without a name what the speech says that he is.",
        value: |graph, row| {
            let id = row.text.speech;
            values::office(graph, id, &row.speakers, Some(label(graph, row)))
        },
    },
    Column {
        name: "on_behalf_of",
        holds: Type::Text,
        about: "For whom they speak: an id of `entities`, or words.",
        value: |graph, row| {
            let entry = speaker_entry(speech(graph, row.text.speech), label(graph, row));
            let of = entry.and_then(|entry| entry.on_behalf_of.as_ref());
            Cell::given(of.map_or("", |of| of.id.as_str()))
        },
    },
    Column {
        name: "on_behalf_of_name",
        holds: Type::Text,
        about: "The same by name.",
        value: |graph, row| {
            let of = speech(graph, row.text.speech);
            let entry = speaker_entry(of, label(graph, row));
            let reference = entry.and_then(|entry| entry.on_behalf_of.as_ref());
            reference.map_or(Cell::Empty, |reference| name_or_words(graph, reference, &of.lang))
        },
    },
    Column {
        name: "notes",
        holds: Type::Text,
        about: "What the label says in brackets beside the name: for whom, where, how (`via video link`); divided by `; `.",
        value: |graph, row| values::notes(Some(label(graph, row))),
    },
    Column {
        name: "time",
        holds: Type::Text,
        about: "Where in the recording the turn begins, as the label says it.",
        value: |graph, row| values::time(Some(label(graph, row))),
    },
    in_text::lang(),
    in_text::date(),
    in_text::year(),
    Column {
        name: "paragraphs",
        holds: Type::Count,
        about: "How many paragraphs are said in it.",
        value: |_, row| Cell::Count(row.n_paragraphs),
    },
    Column {
        name: "length",
        holds: Type::Count,
        about: "Their length, in the unit of the text.",
        value: |_, row| Cell::Count(row.length),
    },
    Column {
        name: "counted",
        holds: Type::Flag,
        about: "The `counted` of the text.",
        value: |_, row| Cell::Flag(row.text.is_counted),
    },
];

fn turn_rows(graph: &Graph, part: Range<usize>) -> Vec<TurnRow> {
    let mut rows = Vec::new();
    for id in part.map(speech_id) {
        let of = speech(graph, id);
        let text = OfText::new(graph, id);
        let first = rows.len();
        for (turn, speakers) in graph.behind_labels(id).into_iter().enumerate() {
            rows.push(TurnRow {
                text: Arc::clone(&text),
                turn,
                speakers,
                n_paragraphs: 0,
                length: 0,
            });
        }

        for (index, paragraph) in of.body.paragraphs.iter().enumerate() {
            let is_said = paragraph.is_said();
            if let (Some(turn), true) = (paragraph.turn, is_said) {
                let row = &mut rows[first + turn as usize];
                row.n_paragraphs += 1;
                row.length += graph.paragraph_length(id, index);
            }
        }
    }
    rows
}

fn label<'g>(graph: &'g Graph, row: &TurnRow) -> &'g str {
    &speech(graph, row.text.speech).body.turns[row.turn].label
}
