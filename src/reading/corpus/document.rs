//! The body of a file as a tree: turns and blocks, and the paragraphs that these name.
//!
//! **Invariant:** paragraphs are in the order of the source; a block names its paragraph by index.
//! **Invariant:** blocks nest at most 32 deep.

use super::Paragraph;
use std::collections::BTreeSet;
use std::ops::Range;

/// A body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Text of a first heading of level 1: the title, not part of the body.
    pub title: Option<String>,
    pub paragraphs: Vec<Paragraph>,
    pub turns: Vec<Turn>,
    /// The body in order.
    pub flow: Vec<Flow>,
    /// Footnotes in order of first reference; those never referred to come last.
    pub footnotes: Vec<Footnote>,
    /// Addresses in raw HTML, of a site that trusts its content.
    pub raw_addresses: Vec<RawAddress>,
}

impl Document {
    /// Every address that the text names: those of its links and images, then those of its raw
    /// HTML.
    pub fn addresses(&self) -> impl Iterator<Item = Address<'_>> {
        let marked = self.paragraphs.iter().flat_map(Paragraph::addresses);
        let raw = self.raw_addresses.iter().map(RawAddress::address);
        marked.chain(raw)
    }

    /// The paragraphs of the turn with this index, with theirs.
    pub fn paragraphs_of(&self, turn: u32) -> impl Iterator<Item = (usize, &Paragraph)> {
        let first = |turn: usize| self.turns.get(turn).map(|turn| turn.first_paragraph as usize);
        let begin = first(turn as usize).unwrap_or(self.paragraphs.len());
        let end = first(turn as usize + 1).unwrap_or(self.paragraphs.len());
        let near = self.paragraphs[begin..end].iter().enumerate();
        // Notes may stand between them.
        let own = near.filter(move |(_, paragraph)| paragraph.turn == Some(turn));
        own.map(move |(index, paragraph)| (begin + index, paragraph))
    }

    /// The turns in which no paragraph is, by index.
    pub fn silent_turns(&self) -> BTreeSet<usize> {
        let mut silent: BTreeSet<usize> = (0..self.turns.len()).collect();
        for paragraph in &self.paragraphs {
            if let Some(turn) = paragraph.turn {
                silent.remove(&(turn as usize));
            }
        }
        silent
    }
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Readers may follow it.
    Link,
    /// A browser fetches it to show the page: an image, a recording.
    Show,
}

/// An address in raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawAddress {
    /// The address, as a browser reads it.
    pub text: String,
    pub purpose: Purpose,
    /// Bytes in the file.
    pub span: Range<usize>,
}

impl RawAddress {
    fn address(&self) -> Address<'_> {
        Address {
            text: &self.text,
            purpose: self.purpose,
            origin: Origin::Html,
            span: self.span.clone(),
        }
    }
}

/// In what an address is written, which decides from where it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In Markdown: seen from the file.
    Markdown,
    /// In raw HTML, which is published as it is: seen from the page.
    Html,
}

/// An address that a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'d> {
    /// As written.
    pub text: &'d str,
    pub purpose: Purpose,
    /// In what it is written.
    pub origin: Origin,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// The turn with this index.
    Turn(u32),
    /// A block outside turns.
    Block(Block),
}

/// What one speaker says in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The label as printed, without its colon.
    pub label: String,
    /// Bytes of the label in the file.
    pub label_span: Range<usize>,
    pub blocks: Vec<Block>,
    /// Its paragraphs begin with this one, and end before those of the next turn.
    pub first_paragraph: u32,
}

/// A block of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(u32),
    /// A heading of level 2 to 6.
    Heading(u8, u32),
    /// A scene: `> (laughter)`.
    Scene(u32),
    /// An editor's note: `> [!NOTE]`.
    Note(Vec<Block>),
    Quote(Vec<Block>),
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        items: Vec<Item>,
    },
    /// Code with its language, which may be empty.
    Code {
        /// First word of the fence's info string.
        lang: String,
        text: String,
    },
    Table {
        /// Alignment of each column: `""`, `"start"`, `"center"` or `"end"`.
        align: Vec<&'static str>,
        /// Rows of cells, each a paragraph; the first row is the head.
        rows: Vec<Vec<u32>>,
    },
    /// Terms, each before what is said of it.
    Definitions(Vec<Defined>),
    Rule,
    /// Raw HTML of a site that trusts its content.
    Html(String),
}

impl Block {
    /// Gives each of its paragraphs to `visit`, by index, in order.
    pub fn each_paragraph(&self, visit: &mut impl FnMut(u32)) {
        match self {
            Block::Paragraph(index) | Block::Heading(_, index) | Block::Scene(index) => {
                visit(*index)
            }
            Block::Note(blocks) | Block::Quote(blocks) => {
                blocks.iter().for_each(|block| block.each_paragraph(visit))
            }
            Block::List { items, .. } => items
                .iter()
                .flat_map(|item| &item.blocks)
                .for_each(|block| block.each_paragraph(visit)),
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|index| visit(*index)),
            Block::Definitions(parts) => parts.iter().for_each(|part| match part {
                Defined::Term(index) => visit(*index),
                Defined::Details(blocks) => {
                    blocks.iter().for_each(|block| block.each_paragraph(visit))
                }
            }),
            Block::Code { .. } | Block::Rule | Block::Html(_) => {}
        }
    }
}

/// A part of a list of definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defined {
    /// What is defined, a paragraph.
    Term(u32),
    /// What is said of the term before it: a term may have several.
    Details(Vec<Block>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// A task's state, where the item is a task.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Its label in the source.
    pub label: String,
    /// How many references lead to it.
    pub n_references: usize,
    pub blocks: Vec<Block>,
}
