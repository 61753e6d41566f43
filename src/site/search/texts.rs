//! Speeches and pages of the site's own → numbered paragraphs, and the files of their texts.
//!
//! A number is given to the title of each version, to each label of its turns (once, however many
//! turns have it), and to each paragraph. Works are taken newest first, their versions by language
//! tag, so lower numbers are newer. Behind all of them are the site's own pages, which have no
//! labels.
//!
//! A file of texts holds numbers that follow one another, a line each. A line of three fields,
//! separated by tabs, has a number: anchor, label of the turn (`"` if it is that of the line
//! before), text. A line of four begins a version: language, when it was as EDTF has it, address
//! from the root, title. A paragraph of an own page has no address of its own: its anchor is
//! [`NO_ANCHOR`].
//!
//! **Invariant:** a field holds no control character, and no text is cut.

use super::digits;
use super::terms::Field;
use crate::base::date::When;
use crate::base::lang::Lang;
use crate::reading::corpus::{Document, SpeechId};
use crate::reading::graph::{Graph, Route};
use std::collections::BTreeSet;
use std::ops::Range;

/// Bytes of text in a file; a longer paragraph has a file of its own. Each hit costs a file, for
/// the paragraphs of a list are rarely neighbours; smaller files would double their number, and
/// with it the line of the root that lists them.
const FILE: usize = 9 * 1024;
/// About what a line holds beside its text: anchor, repeated label, tabs and line end.
const BESIDE_TEXT: usize = 16;

/// The anchor of a paragraph that has none: that of all that a page says. `search.js` knows that it
/// is no number.
const NO_ANCHOR: &str = "main";

/// A text that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Speech(SpeechId),
    /// A page of the site's own, by its index in the corpus.
    Page(usize),
}

impl Version {
    pub(super) fn body(self, graph: &Graph) -> &Document {
        match self {
            Version::Speech(id) => &graph.corpus.speech(id).body,
            Version::Page(index) => &graph.corpus.pages[index].body,
        }
    }

    fn title(self, graph: &Graph) -> &str {
        match self {
            Version::Speech(id) => &graph.corpus.speech(id).title,
            Version::Page(index) => &graph.corpus.pages[index].title,
        }
    }

    pub(super) fn route(self, graph: &Graph) -> Route {
        match self {
            Version::Speech(id) => graph.speech_route(id),
            Version::Page(index) => graph.own_route(&graph.corpus.pages[index]),
        }
    }

    fn lang(self, graph: &Graph) -> &Lang {
        match self {
            Version::Speech(id) => &graph.corpus.speech(id).lang,
            Version::Page(index) => &graph.corpus.pages[index].lang,
        }
    }

    /// When it was given or written, as EDTF has it; empty where nobody knows.
    pub(super) fn when(self, graph: &Graph) -> String {
        let when = match self {
            Version::Speech(id) => Some(graph.corpus.speech(id).when().without_time()),
            Version::Page(index) => graph.corpus.pages[index].date.map(When::from),
        };
        when.filter(|when| when.date.is_known()).map(|when| when.to_string()).unwrap_or_default()
    }
}

/// Every paragraph of a site by its number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The versions of all works in order, behind them the site's own pages. Elsewhere in this room
    /// a version is an index in this list.
    pub(super) versions: Vec<Version>,
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
    /// The texts of all speeches, and of `own`, pages of the site's own by index.
    pub(super) fn new(graph: &Graph, own: &[usize]) -> Self {
        let mut texts = Texts { starts: vec![0], ..Texts::default() };
        let speeches = graph.works.iter().flat_map(|work| &work.versions);
        let speeches = speeches.map(|id| Version::Speech(*id));
        let own = own.iter().map(|index| Version::Page(*index));

        let mut number = 0;
        for version in speeches.chain(own) {
            let body = version.body(graph);
            let labels = first_turns(body);
            number += digits::number(1 + labels.len() + body.paragraphs.len());

            texts.versions.push(version);
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
        let n_paragraphs = self.versions[version].body(graph).paragraphs.len();
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
        let of = self.versions[version];
        self.items(graph, version).map(move |(number, item)| Numbered {
            number,
            field: item.field(),
            text: text(graph, of, item),
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
        let of = self.versions[version];
        let body = of.body(graph);
        let anchors = match of {
            Version::Speech(id) => Some(graph.anchors(id)),
            Version::Page(_) => None,
        };
        let address = graph.home_route(0).href(&of.route(graph));
        write_fields(out, &[of.lang(graph).tag(), &of.when(graph), &address, of.title(graph)]);

        let mut label_before = "";
        for (number, item) in self.items(graph, version) {
            if !numbers.contains(&number) {
                continue;
            }

            let anchor = match (item, anchors) {
                (Item::Title, _) => "",
                (_, None) => NO_ANCHOR,
                (Item::Label(turn), Some(anchors)) => &anchors.turns[turn as usize],
                (Item::Paragraph(at), Some(anchors)) => &anchors.paragraphs[at as usize],
            };
            let label = match item {
                Item::Title | Item::Label(_) => "",
                Item::Paragraph(at) => match body.paragraphs[at as usize].said_in() {
                    Some(turn) => body.turns[turn as usize].label.as_str(),
                    None => "",
                },
            };
            let is_same = !label.is_empty() && label == label_before;
            let written = if is_same { "\"" } else { label };
            write_fields(out, &[anchor, written, text(graph, of, item)]);
            label_before = label;
        }
    }
}

fn text(graph: &Graph, of: Version, item: Item) -> &str {
    match item {
        Item::Title => of.title(graph),
        Item::Label(turn) => &of.body(graph).turns[turn as usize].label,
        Item::Paragraph(paragraph) => &of.body(graph).paragraphs[paragraph as usize].text,
    }
}

/// The first turn with each label of a text.
fn first_turns(body: &Document) -> Vec<u32> {
    let mut known = BTreeSet::new();
    let mut first = Vec::new();
    for (index, turn) in (0..).zip(&body.turns) {
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
