//! The body of a file as a tree: turns and blocks, and below them paragraphs as text with marks
//! standing off.
//!
//! A paragraph is its plain text and a list of ranges (emphasis, links, code, explicit mentions)
//! over it. Names are searched in the text as readers see it, so markup inside a name cannot hide
//! it; ranges that cross are untangled only when HTML is written.
//!
//! **Invariant:** text offsets are bytes on character boundaries of `Paragraph::text`; a hard line
//! break is `\n` in it.
//! **Invariant:** paragraphs are in the order of the source; a block names its paragraph by index.
//! **Invariant:** blocks nest at most 32 deep.

use crate::base::lang::Lang;
use crate::base::letters::is_han;
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

/// What a paragraph is for; decides its anchor and how its mentions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParagraphRole {
    /// Text that is said, or told outside turns.
    Text,
    Heading,
    Scene,
    /// Part of an editor's note.
    Note,
    /// Part of a footnote.
    Footnote,
    /// A cell of a table, or a term of a list of definitions.
    Cell,
}

impl ParagraphRole {
    /// `text`, `heading`, `scene`, `note`, `footnote` or `cell`.
    pub fn word(self) -> &'static str {
        match self {
            ParagraphRole::Text => "text",
            ParagraphRole::Heading => "heading",
            ParagraphRole::Scene => "scene",
            ParagraphRole::Note => "note",
            ParagraphRole::Footnote => "footnote",
            ParagraphRole::Cell => "cell",
        }
    }

    /// The letter of its anchors: `p` of `t12p3`.
    pub fn letter(self) -> char {
        match self {
            ParagraphRole::Text => 'p',
            ParagraphRole::Heading => 'h',
            ParagraphRole::Scene => 's',
            ParagraphRole::Note => 'n',
            ParagraphRole::Footnote => 'f',
            ParagraphRole::Cell => 'c',
        }
    }
}

/// A paragraph: text and marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text as readers see it.
    pub text: String,
    /// Ranges over it, sorted by start, longer first.
    pub marks: Vec<Mark>,
    /// Where it came from, piece by piece, ascending.
    pub runs: Vec<Run>,
    /// Whether an editor's note or a footnote holds it, whatever its role: a cell of a table in one is
    /// a cell, and the editor's.
    pub is_of_editor: bool,
    /// The turn in which it is said.
    pub turn: Option<u32>,
    pub role: ParagraphRole,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// Where a piece of text begins that is the same in the paragraph and in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The byte of the paragraph's text.
    pub text: u32,
    /// The byte of the file.
    pub file: u32,
}

/// The byte of the file from which byte `at` of a text came; none before its first run.
pub(crate) fn source_of(runs: &[Run], at: usize) -> Option<usize> {
    let after = runs.partition_point(|run| run.text as usize <= at);
    let run = runs[..after].last()?;
    Some(run.file as usize + (at - run.text as usize))
}

impl Paragraph {
    /// Whether it is said or told: no heading, no scene, nothing of the editor.
    pub fn is_said(&self) -> bool {
        !self.is_of_editor && matches!(self.role, ParagraphRole::Text | ParagraphRole::Cell)
    }

    /// The turn whose speaker says it.
    pub fn said_in(&self) -> Option<u32> {
        self.turn.filter(|_| self.is_said())
    }

    /// Words, or characters (字) where the language counts those.
    pub(crate) fn length(&self, lang: &Lang) -> usize {
        // The marks of Chinese are asked first: to tell that they are no letters takes a search of
        // Unicode's tables, and every tenth character is one.
        let is_mark = |c: char| matches!(c, '，' | '。' | '、' | '“' | '”');
        let is_character = |c: &char| is_han(*c) || (!is_mark(*c) && c.is_alphanumeric());
        if lang.counts_characters() {
            self.text.chars().filter(is_character).count()
        } else {
            self.text.split_whitespace().count()
        }
    }

    /// The bytes of the file from which `range` of the text came.
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let source = |at: usize| {
            source_of(&self.runs, at).unwrap_or(self.span.start + at).min(self.span.end)
        };
        let start = source(range.start);
        let end = if range.is_empty() { start } else { source(range.end - 1) + 1 };
        start..end.max(start)
    }

    /// The addresses of its links and images.
    fn addresses(&self) -> impl Iterator<Item = Address<'_>> {
        self.marks.iter().filter_map(|mark| self.address(mark))
    }

    /// The address that one of its marks names, if it names one.
    fn address<'p>(&self, mark: &'p Mark) -> Option<Address<'p>> {
        let (text, purpose, span) = match &mark.kind {
            MarkKind::Link { href, .. } => (href, Purpose::Link, self.source_range(&mark.bytes())),
            MarkKind::Image { src, span, .. } => {
                (src, Purpose::Show, span.start as usize..span.end as usize)
            }
            _ => return None,
        };
        Some(Address { text, purpose, origin: Origin::Markdown, span })
    }
}

/// A range of a paragraph's text with a meaning; an empty range is a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the text, half-open.
    pub range: Range<u32>,
    pub kind: MarkKind,
}

impl Mark {
    /// Its range, to slice the text with.
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }
}

/// What a range means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    Emphasis,
    Strong,
    Strike,
    Code,
    /// An element of the allowed inline HTML, by its name.
    Element(&'static str),
    Link {
        /// Address as written.
        href: String,
        /// Title; may be empty.
        title: String,
    },
    /// An image, at a point.
    Image {
        /// Address as written.
        src: String,
        /// Text for those who do not see it.
        alt: String,
        /// Title; may be empty.
        title: String,
        /// Who made it; may be empty.
        credit: String,
        /// Bytes in the file.
        span: Range<u32>,
    },
    /// A reference to the footnote with this index, at a point; the number says which reference to
    /// it this is, from 1.
    FootnoteRef(u32, u32),
    /// Raw HTML of a site that trusts its content, at a point.
    Raw(String),
    /// An explicit mention: `[words](@id)`.
    Mention {
        /// The id; empty for `@-`, “no one”.
        id: String,
        /// Marked as doubtful with a final `?`.
        doubtful: bool,
        /// Without words of its own, `[[id]]`: readers see the name.
        bare: bool,
    },
}
