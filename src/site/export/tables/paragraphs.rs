//! Paragraphs → `paragraphs`, with their text and who says it.

use super::in_text::{self, InText, OfText};
use super::table::{Cell, Column, Of, Source, Type};
use super::values::{OF_VERSION, ids, names, speech};
use crate::reading::corpus::{EntityId, Paragraph, speech_id};
use crate::reading::graph::Graph;
use crate::reading::labels;
use std::ops::Range;
use std::sync::Arc;

/// A paragraph and who says it.
pub(super) struct ParagraphRow {
    text: Arc<OfText>,
    index: usize,
    speakers: Vec<EntityId>,
}

impl InText for ParagraphRow {
    fn text(&self) -> &OfText {
        &self.text
    }
}

/// `paragraphs`.
pub(super) static PARAGRAPHS: Of<ParagraphRow> = Of {
    name: "paragraphs",
    title: "Paragraphs",
    about: "A paragraph with its text a row, in the order of the text. Headings, scenes, notes, footnotes and cells of tables are rows too: `role` says which.",
    key: &["version", "paragraph"],
    links: &[OF_VERSION],
    source: Source::Speeches,
    columns: PARAGRAPH_COLUMNS,
    rows: paragraph_rows,
};

const PARAGRAPH_COLUMNS: &[Column<ParagraphRow>] = &[
    in_text::version(),
    Column {
        name: "paragraph",
        holds: Type::Text,
        about: "The anchor of the paragraph (t12p3, shown as 12.3), which never names another: the `address` of the text, `#` and this is where it is.",
        value: |graph, row| Cell::exactly(&graph.anchors(row.text.speech).paragraphs[row.index]),
    },
    Column {
        name: "number",
        holds: Type::Count,
        about: "Its place among the rows of the text, from 1.",
        value: |_, row| Cell::Count(row.index + 1),
    },
    Column {
        name: "text",
        holds: Type::Text,
        about: "The text as readers see it, without marks. Mentions count in it. In CSV a text that a spreadsheet would take for a formula has an apostrophe in front, which is not part of it.",
        value: |graph, row| Cell::exactly(&paragraph(graph, row).text),
    },
    Column {
        name: "role",
        holds: Type::Text,
        about: "What the paragraph is: text, heading, scene, note, footnote or cell.",
        value: |graph, row| Cell::exactly(paragraph(graph, row).role.word()),
    },
    Column {
        name: "turn",
        holds: Type::Text,
        about: "The turn in which it is said, a key of `turns`; empty outside turns.",
        value: |graph, row| {
            let turn = paragraph(graph, row).turn;
            turn.map_or(Cell::Empty, |turn| {
                Cell::exactly(&graph.anchors(row.text.speech).turns[turn as usize])
            })
        },
    },
    Column {
        name: "turn_role",
        holds: Type::Text,
        about: "What that turn is: question, answer or speech; empty outside turns.",
        value: |graph, row| {
            let turn = paragraph(graph, row).turn;
            turn.map_or(Cell::Empty, |turn| {
                Cell::exactly(graph.turns(row.text.speech).roles[turn as usize].word())
            })
        },
    },
    Column {
        name: "speaker",
        holds: Type::Text,
        about: "Who says it, ids of `entities`; of several with a space between. In a text without turns whoever gives the speech.",
        value: |graph, row| ids(graph, &row.speakers),
    },
    Column {
        name: "speaker_name",
        holds: Type::Text,
        about: "Their names, in the language of the text, divided by `; `; where nobody is known the name in the label.",
        value: |graph, row| {
            let of = speech(graph, row.text.speech);
            match paragraph(graph, row).said_in() {
                Some(turn) if row.speakers.is_empty() => {
                    Cell::given(labels::name(&of.body.turns[turn as usize].label))
                }
                _ => names(graph, &row.speakers, &of.lang),
            }
        },
    },
    in_text::lang(),
    in_text::date(),
    in_text::year(),
    Column {
        name: "length",
        holds: Type::Count,
        about: "Its length, in the unit of the text.",
        value: |graph, row| Cell::Count(graph.paragraph_length(row.text.speech, row.index)),
    },
    Column {
        name: "counted",
        holds: Type::Flag,
        about: "The `counted` of the text.",
        value: |_, row| Cell::Flag(row.text.is_counted),
    },
];

fn paragraph_rows(graph: &Graph, part: Range<usize>) -> Vec<ParagraphRow> {
    let mut rows = Vec::new();
    for id in part.map(speech_id) {
        let of = speech(graph, id);
        let text = OfText::new(graph, id);
        let behind = graph.behind_labels(id);
        let principals = graph.entities_named(&of.speaker);
        for (index, paragraph) in of.body.paragraphs.iter().enumerate() {
            let speakers = graph.speakers_in(id, paragraph, &behind, &principals).to_vec();
            rows.push(ParagraphRow { text: Arc::clone(&text), index, speakers });
        }
    }
    rows
}

fn paragraph<'g>(graph: &'g Graph, row: &ParagraphRow) -> &'g Paragraph {
    &speech(graph, row.text.speech).body.paragraphs[row.index]
}
