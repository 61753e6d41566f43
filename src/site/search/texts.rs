//! Speeches → numbered paragraphs, and the files of their texts.
//!
//! A number is given to the title of each version, to each label of its turns (once, however many
//! turns have it), and to each paragraph. Works are taken newest first, their versions by language
//! tag, so lower numbers are newer.
//!
//! A file of texts holds numbers that follow one another, a line each. A line of three fields,
//! separated by tabs, has a number: anchor, label of the turn (`"` if it is that of the line
//! before), text. A line of four begins a version: language, date, address from the root, title.
//!
//! **Invariant:** a field holds no control character, and no text is cut.

use super::digits;
use super::terms::Field;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use std::collections::BTreeSet;
use std::ops::Range;

/// Bytes of text in a file; a longer paragraph has a file of its own. Each hit costs a file, for
/// the paragraphs of a list are rarely neighbours; smaller files would double their number, and
/// with it the line of the root that lists them.
const FILE: usize = 9 * 1024;
/// About what a line holds beside its text: anchor, repeated label, tabs and line end.
const BESIDE_TEXT: usize = 16;

/// Every paragraph of a site by its number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The versions of all works in order. Elsewhere in this room a version is an index in this
    /// list.
    pub(super) versions: Vec<SpeechId>,
    /// The number of each version's title; at the end, how many numbers there are.
    pub(super) starts: Vec<u32>,
    /// For each version the first turn of each label.
    labels: Vec<Vec<u32>>,
    /// The first number of each file.
    pub(super) file_starts: Vec<u32>,
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

impl Item {
    fn field(self) -> Field {
        match self {
            Item::Title => Field::Title,
            Item::Label(_) => Field::Label,
            Item::Paragraph(_) => Field::Text,
        }
    }
}

/// A number, and the text to which it is given.
pub(super) struct Numbered<'g> {
    pub(super) number: u32,
    pub(super) field: Field,
    pub(super) text: &'g str,
}

impl Texts {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut texts = Texts { starts: vec![0], ..Texts::default() };

        let mut number = 0;
        for id in graph.works.iter().flat_map(|work| &work.versions) {
            let labels = first_turns(graph, *id);
            let n_paragraphs = graph.corpus.speech(*id).body.paragraphs.len();
            number += digits::number(1 + labels.len() + n_paragraphs);

            texts.versions.push(*id);
            texts.labels.push(labels);
            texts.starts.push(number);
        }

        texts.file_starts = texts.cut(graph);
        texts
    }

    fn cut(&self, graph: &Graph) -> Vec<u32> {
        let mut starts = Vec::new();
        let mut size = 0;
        for version in 0..self.versions.len() {
            for numbered in self.of_version(graph, version) {
                let len = numbered.text.len();
                if starts.is_empty() || size + len > FILE {
                    starts.push(numbered.number);
                    size = 0;
                }
                size += len + BESIDE_TEXT;
            }
        }
        starts
    }

    /// What each number of a version is given to, in order.
    fn items(&self, graph: &Graph, version: usize) -> impl Iterator<Item = (u32, Item)> {
        let n_paragraphs = graph.corpus.speech(self.versions[version]).body.paragraphs.len();
        let labels = self.labels[version].iter().map(|turn| Item::Label(*turn));
        let paragraphs = (0..digits::number(n_paragraphs)).map(Item::Paragraph);
        let items = std::iter::once(Item::Title).chain(labels).chain(paragraphs);
        (self.starts[version]..).zip(items)
    }

    /// The numbers of a version, each with its text.
    pub(super) fn of_version<'g>(
        &self,
        graph: &'g Graph,
        version: usize,
    ) -> impl Iterator<Item = Numbered<'g>> {
        let id = self.versions[version];
        self.items(graph, version).map(move |(number, item)| Numbered {
            number,
            field: item.field(),
            text: text(graph, id, item),
        })
    }

    pub(super) fn n_files(&self) -> usize {
        self.file_starts.len()
    }

    /// The text of a file.
    pub(super) fn file(&self, graph: &Graph, number: usize) -> Vec<u8> {
        let start = self.file_starts[number];
        let next = self.file_starts.get(number + 1);
        let end = *next.or(self.starts.last()).unwrap_or(&start);
        // The version in which it begins: the last one that starts at or before `start`, which is
        // there because the first starts at 0.
        let first = self.starts.partition_point(|at| *at <= start) - 1;

        let mut out = Vec::with_capacity(FILE + 1024);
        for version in first..self.versions.len() {
            if self.starts[version] >= end {
                break;
            }
            self.write_version(&mut out, graph, version, start..end);
        }
        out
    }

    /// Writes the line that begins a version, and those of its numbers that are in `numbers`.
    fn write_version(&self, out: &mut Vec<u8>, graph: &Graph, version: usize, numbers: Range<u32>) {
        let id = self.versions[version];
        let speech = graph.corpus.speech(id);
        let anchors = graph.anchors(id);
        let date = if speech.date.is_known() { speech.date.to_string() } else { String::new() };
        let address = graph.home_route(0).href(&graph.speech_route(id));
        write_fields(out, &[speech.lang.tag(), &date, &address, &speech.title]);

        let mut label_before = "";
        for (number, item) in self.items(graph, version) {
            if !numbers.contains(&number) {
                continue;
            }

            let (anchor, label) = match item {
                Item::Title => ("", ""),
                Item::Label(turn) => (&*anchors.turns[turn as usize], ""),
                Item::Paragraph(paragraph) => {
                    let turn = speech.body.paragraphs[paragraph as usize].said_in();
                    let label = match turn {
                        Some(turn) => speech.body.turns[turn as usize].label.as_str(),
                        None => "",
                    };
                    (&*anchors.paragraphs[paragraph as usize], label)
                }
            };
            let is_same = !label.is_empty() && label == label_before;
            let written = if is_same { "\"" } else { label };
            write_fields(out, &[anchor, written, text(graph, id, item)]);
            label_before = label;
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

/// The first turn with each label of a speech.
fn first_turns(graph: &Graph, id: SpeechId) -> Vec<u32> {
    let mut known = BTreeSet::new();
    let mut first = Vec::new();
    for (index, turn) in (0..).zip(&graph.corpus.speech(id).body.turns) {
        if known.insert(turn.label.as_str()) {
            first.push(index);
        }
    }
    first
}

/// Writes a line of fields separated by tabs. A control character in a field, which could be a tab
/// or a line end, becomes a space.
pub(super) fn write_fields(out: &mut Vec<u8>, fields: &[&str]) {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
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
