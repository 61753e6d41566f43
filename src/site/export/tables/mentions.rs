//! Mentions → `mentions`: who is named where, by whom and in which sentence.
//!
//! **Invariant:** `start` and `end` are half-open and count Unicode characters (scalar values), not
//! bytes: `text[start..end] == surface`, where the text is that of the paragraph, or the label of the
//! turn for a mention whose `how` is label. The characters of a place are counted once, however
//! many mentions are in it.

use super::in_text::{self, InText, OfText};
use super::table::{Cell, Column, Link, Of, Source, Type};
use super::values::{self, ids, names};
use crate::base::letters::{self, sentences};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::corpus::{EntityId, Speech, SpeechId, speech_id};
use crate::reading::graph::Graph;
use crate::reading::labels;
use crate::site::export::mentions::Counter;
use std::ops::Range;
use std::sync::Arc;

/// A mention, and what is found out once for several of its columns.
pub(super) struct Row {
    text: Arc<OfText>,
    /// Its index.
    mention: u32,
    /// Characters of its place.
    characters: Range<usize>,
    /// Its sentence, bytes of its place.
    sentence: Range<usize>,
    /// Who says it; of a label, who is behind it.
    speakers: Vec<EntityId>,
}

impl InText for Row {
    fn text(&self) -> &OfText {
        &self.text
    }
}

/// `mentions`.
pub(super) static MENTIONS: Of<Row> = Of {
    name: "mentions",
    title: "Mentions",
    about: "A name in a text a row, in the order of the text; the labels of turns (how = label) are rows too.",
    key: &["version", "how", "anchor", "start", "entity"],
    links: &[
        Link { columns: &["version"], table: "speeches", key: &["version"] },
        Link { columns: &["entity"], table: "entities", key: &["entity"] },
    ],
    source: Source::Speeches,
    columns: COLUMNS,
    rows,
};

const COLUMNS: &[Column<Row>] = &[
    in_text::version(),
    Column {
        name: "anchor",
        holds: Type::Text,
        about: "Where: a `paragraph` of `paragraphs`; for a label a `turn` of `turns`.",
        value: |graph, row| Cell::exactly(graph.anchor_of(mention(graph, row))),
    },
    Column {
        name: "entity",
        holds: Type::Text,
        about: "Who or what is named, a key of `entities`.",
        value: |graph, row| Cell::exactly(&graph.corpus.entity(mention(graph, row).entity).id),
    },
    Column {
        name: "entity_name",
        holds: Type::Text,
        about: "Its name, in the language of the text.",
        value: |graph, row| names(graph, &[mention(graph, row).entity], &speech(graph, row).lang),
    },
    Column {
        name: "kind",
        holds: Type::Text,
        about: "Of which kind it is: person, place, initiative, or one of the site's own.",
        value: |graph, row| {
            let kind = graph.corpus.entity(mention(graph, row).entity).kind;
            Cell::exactly(&graph.config.kinds.kind(kind).singular)
        },
    },
    Column {
        name: "surface",
        holds: Type::Text,
        about: "The words that name it: text[start:end] of the paragraph, or of the label.",
        value: |graph, row| Cell::exactly(graph.surface(mention(graph, row))),
    },
    Column {
        name: "start",
        holds: Type::Count,
        about: "The first of its characters, counted from 0 in Unicode characters (code points).",
        value: |_, row| Cell::Count(row.characters.start),
    },
    Column {
        name: "end",
        holds: Type::Count,
        about: "The first character behind it.",
        value: |_, row| Cell::Count(row.characters.end),
    },
    Column {
        name: "sentence",
        holds: Type::Text,
        about: "The sentence in which it is, as far as marks tell where it begins and ends; of a longer one 500 characters on each side.",
        value: |graph, row| {
            let text = graph.text_around(mention(graph, row));
            Cell::exactly(text.get(row.sentence.clone()).unwrap_or(text).trim())
        },
    },
    Column {
        name: "how",
        holds: Type::Text,
        about: "How it was found: explicit (marked by the editor), listed, auto, or label (the label of a turn, which pages do not count).",
        value: |graph, row| Cell::exactly(mention(graph, row).how.word()),
    },
    Column {
        name: "doubtful",
        holds: Type::Flag,
        about: "Whether the editor marked it as uncertain.",
        value: |graph, row| Cell::Flag(mention(graph, row).doubtful),
    },
    Column {
        name: "linked",
        holds: Type::Flag,
        about: "Whether it is a link on the page of the speech.",
        value: |graph, row| Cell::Flag(graph.is_linked(row.mention)),
    },
    Column {
        name: "role",
        holds: Type::Text,
        about: "In what it is said: question, answer, speech; outside turns narrative, heading, scene, note.",
        value: |graph, row| Cell::exactly(graph.turn_word(mention(graph, row))),
    },
    Column {
        name: "speaker",
        holds: Type::Text,
        about: "Who says it, ids of `entities`; of several with a space between.",
        value: |graph, row| ids(graph, &row.speakers),
    },
    Column {
        name: "speaker_name",
        holds: Type::Text,
        about: "Their names, in the language of the text, divided by `; `; where nobody is known the name in the label.",
        value: speaker_name,
    },
    Column {
        name: "office",
        holds: Type::Text,
        about: "The office of the first of them on that day, or that which the label of the turn says.",
        value: |graph, row| {
            let id = mention(graph, row).speech;
            values::office(graph, id, &row.speakers, label(graph, row))
        },
    },
    Column {
        name: "notes",
        holds: Type::Text,
        about: "What the label of the turn says in brackets beside the name: for whom, where, how; divided by `; `.",
        value: |graph, row| values::notes(label(graph, row)),
    },
    Column {
        name: "time",
        holds: Type::Text,
        about: "Where in the recording the turn begins, as its label says it.",
        value: |graph, row| values::time(label(graph, row)),
    },
    in_text::lang(),
    in_text::date(),
    in_text::year(),
    Column {
        name: "address",
        holds: Type::Text,
        about: "Where it is on the page of the speech.",
        value: |graph, row| {
            let anchor = graph.anchor_of(mention(graph, row));
            Cell::given(format!("{}#{anchor}", row.text.address))
        },
    },
    Column {
        name: "counted",
        holds: Type::Flag,
        about: "Whether the pages in the site's first language count it: it is in a text that is counted, and not a label.",
        value: |graph, row| {
            let is_label = mention(graph, row).how == How::Label;
            Cell::Flag(row.text.is_counted && !is_label)
        },
    },
];

fn rows(graph: &Graph, part: Range<usize>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut counter = Counter::default();
    for id in part.map(speech_id) {
        let of_text = OfText::new(graph, id);
        let voices = Voices::of(graph, id);
        let mut cut = Cut::default();
        for (index, mention) in graph.mentions_in(id) {
            let text = graph.text_around(mention);
            rows.push(Row {
                text: Arc::clone(&of_text),
                mention: index,
                characters: counter.characters(mention, text),
                sentence: cut.sentence_of(mention, text),
                speakers: voices.at(graph, id, mention.place).to_vec(),
            });
        }
    }
    rows
}

/// Who speaks in one speech.
struct Voices {
    behind: Vec<Vec<EntityId>>,
    principals: Vec<EntityId>,
}

impl Voices {
    fn of(graph: &Graph, id: SpeechId) -> Self {
        let principals = graph.entities_named(&graph.corpus.speech(id).speaker);
        Voices { behind: graph.behind_labels(id), principals }
    }

    fn at(&self, graph: &Graph, id: SpeechId, place: Place) -> &[EntityId] {
        match place {
            Place::Label(turn) => &self.behind[turn as usize],
            Place::Paragraph(index) => {
                let paragraph = &graph.corpus.speech(id).body.paragraphs[index as usize];
                graph.speakers_in(id, paragraph, &self.behind, &self.principals)
            }
        }
    }
}

/// Characters of a sentence on each side of a mention: more than real ones have. Where no mark ends
/// one, as in what a machine wrote down, each of its mentions would repeat all of a text.
const REACH: usize = 500;

/// The sentences of the place of the last mention, so that each text is cut once.
#[derive(Default)]
struct Cut {
    place: Option<Place>,
    sentences: Vec<Range<usize>>,
}

impl Cut {
    /// The sentence in which a mention begins, to that in which it ends: a name may hold a full stop
    /// that reads as an end.
    fn sentence_of(&mut self, mention: &Mention, text: &str) -> Range<usize> {
        if self.place != Some(mention.place) {
            self.place = Some(mention.place);
            self.sentences.clear();
            let mut start = 0;
            for sentence in sentences(text) {
                self.sentences.push(start..start + sentence.len());
                start += sentence.len();
            }
        }

        let name = mention.bytes();
        let first = self.sentences.partition_point(|sentence| sentence.end <= name.start);
        let last = self.sentences.partition_point(|sentence| sentence.start < name.end);
        let sentence = match self.sentences.get(first..last) {
            Some([only]) => only.clone(),
            Some([first, .., last]) => first.start..last.end,
            _ => return name,
        };
        let (before, after) = (&text[sentence.start..name.start], &text[name.end..sentence.end]);
        name.start - letters::last(before, REACH).len()
            ..name.end + letters::first(after, REACH).len()
    }
}

fn speaker_name<'r>(graph: &'r Graph, row: &'r Row) -> Cell<'r> {
    let speech = speech(graph, row);
    if !row.speakers.is_empty() {
        return names(graph, &row.speakers, &speech.lang);
    }
    label(graph, row).map_or(Cell::Empty, |label| Cell::given(labels::name(label)))
}

/// The label of the turn in which it is said.
fn label<'g>(graph: &'g Graph, row: &Row) -> Option<&'g str> {
    let body = &speech(graph, row).body;
    let turn = match mention(graph, row).place {
        Place::Label(turn) => turn,
        Place::Paragraph(index) => body.paragraphs[index as usize].said_in()?,
    };
    Some(&body.turns[turn as usize].label)
}

fn mention<'g>(graph: &'g Graph, row: &Row) -> &'g Mention {
    &graph.mentions[row.mention as usize]
}

fn speech<'g>(graph: &'g Graph, row: &Row) -> &'g Speech {
    graph.corpus.speech(mention(graph, row).speech)
}
