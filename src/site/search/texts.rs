//! Speeches → numbered paragraphs, and the files of their texts.
//!
//! A number is given to the title of each version, to each label of its turns (once, however many turns it begins), and to each paragraph.
//! Works are taken newest first, their versions by language tag, so lower numbers are newer.
//!
//! A file of texts holds paragraphs that follow one another. A line of three fields, separated by tabs, is a paragraph: anchor, label of its
//! turn (`"` if it is that of the line before), text. A line of four begins a version: language, date, address from the root, title.
//!
//! **Invariant:** a field holds no control character, and no text is cut.

use super::postings::index;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use std::collections::BTreeSet;
use std::ops::Range;

/// Bytes of text in a file; one longer paragraph fills a file of its own.
const CHUNK: usize = 9 * 1024;

/// Every paragraph of a site by its number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The versions in order.
    pub(super) speeches: Vec<SpeechId>,
    /// The number of each version's title; at the end, how many numbers there are.
    pub(super) starts: Vec<u32>,
    /// Of each version the first turn of each label.
    labels: Vec<Vec<u32>>,
    /// The first number of each file.
    pub(super) chunks: Vec<u32>,
}

/// What a number is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Title,
    /// The label of the turn with this index.
    Label(u32),
    /// The paragraph with this index.
    Paragraph(u32),
}

impl Texts {
    /// Numbers the paragraphs of a site.
    pub(super) fn new(graph: &Graph) -> Self {
        let speeches: Vec<SpeechId> =
            graph.works.iter().flat_map(|work| work.versions.iter().copied()).collect();
        let labels = speeches.iter().map(|id| labels(graph, *id)).collect();
        let mut texts = Texts { speeches, starts: vec![0], labels, chunks: Vec::new() };
        let mut number = 0;
        for at in 0..texts.speeches.len() {
            let body = &graph.corpus.speech(texts.speeches[at]).body;
            number += index(1 + texts.labels[at].len() + body.paragraphs.len());
            texts.starts.push(number);
        }
        texts.cut(graph);
        texts
    }

    fn cut(&mut self, graph: &Graph) {
        let (mut chunks, mut size) = (Vec::new(), 0);
        for at in 0..self.speeches.len() {
            for (number, text) in self.of_speech(graph, at) {
                if chunks.is_empty() || size + text.len() > CHUNK {
                    chunks.push(number);
                    size = 0;
                }
                size += text.len() + 16;
            }
        }
        self.chunks = chunks;
    }

    fn items(&self, graph: &Graph, at: usize) -> impl Iterator<Item = (u32, Item)> {
        let n_paragraphs = index(graph.corpus.speech(self.speeches[at]).body.paragraphs.len());
        let labels = self.labels[at].iter().map(|turn| Item::Label(*turn));
        let items = std::iter::once(Item::Title)
            .chain(labels)
            .chain((0..n_paragraphs).map(Item::Paragraph));
        (self.starts[at]..).zip(items)
    }

    /// The numbers of the version at this place in the order, each with its text.
    pub(super) fn of_speech<'g>(
        &self,
        graph: &'g Graph,
        at: usize,
    ) -> impl Iterator<Item = (u32, &'g str)> {
        let id = self.speeches[at];
        self.items(graph, at).map(move |(number, item)| (number, text(graph, id, item)))
    }

    /// The text of a file.
    pub(super) fn chunk(&self, graph: &Graph, chunk: usize) -> Vec<u8> {
        let numbers = self.chunks[chunk]
            ..self.chunks.get(chunk + 1).or(self.starts.last()).copied().unwrap_or_default();
        let mut out = Vec::with_capacity(CHUNK + 1024);
        let mut at = self.starts.partition_point(|start| *start <= numbers.start) - 1;
        while at < self.speeches.len() && self.starts[at] < numbers.end {
            self.write_version(&mut out, graph, at, &numbers);
            at += 1;
        }
        out
    }

    fn write_version(&self, out: &mut Vec<u8>, graph: &Graph, at: usize, numbers: &Range<u32>) {
        let id = self.speeches[at];
        let speech = graph.corpus.speech(id);
        let address = graph.home_route(0).href(&graph.speech_route(id));
        write_fields(out, &[speech.lang.tag(), &speech.date.to_string(), &address, &speech.title]);
        let mut before = "";
        for (_, item) in self.items(graph, at).filter(|(number, _)| numbers.contains(number)) {
            let anchors = graph.anchors(id);
            let (anchor, label) = match item {
                Item::Title => ("", ""),
                Item::Label(turn) => (&*anchors.turns[turn as usize], ""),
                Item::Paragraph(paragraph) => {
                    let turn = speech.body.paragraphs[paragraph as usize].turn;
                    let label =
                        turn.map_or("", |turn| speech.body.turns[turn as usize].label.as_str());
                    (&*anchors.paragraphs[paragraph as usize], label)
                }
            };
            let is_same = !label.is_empty() && label == before;
            write_fields(out, &[anchor, if is_same { "\"" } else { label }, text(graph, id, item)]);
            before = label;
        }
    }
}

fn text(graph: &Graph, id: SpeechId, item: Item) -> &str {
    let speech = graph.corpus.speech(id);
    match item {
        Item::Title => &speech.title,
        Item::Label(turn) => &speech.body.turns[turn as usize].label,
        Item::Paragraph(paragraph) => &speech.body.paragraphs[paragraph as usize].text,
    }
}

/// The first turn of each label of a speech.
fn labels(graph: &Graph, id: SpeechId) -> Vec<u32> {
    let mut known = BTreeSet::new();
    let turns = graph.corpus.speech(id).body.turns.iter();
    (0..)
        .zip(turns)
        .filter(|(_, turn)| known.insert(turn.label.as_str()))
        .map(|(index, _)| index)
        .collect()
}

/// A line of fields separated by tabs.
pub(super) fn write_fields(out: &mut Vec<u8>, fields: &[&str]) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push(b'\t');
        }
        if field.contains(char::is_control) {
            out.extend_from_slice(field.replace(char::is_control, " ").as_bytes());
        } else {
            out.extend_from_slice(field.as_bytes());
        }
    }
    out.push(b'\n');
}
