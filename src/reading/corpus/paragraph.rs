//! A paragraph: its plain text, and a list of ranges (emphasis, links, code, explicit mentions)
//! over it. Names are searched in the text as readers see it, so markup inside a name cannot hide
//! it; ranges that cross are untangled only when HTML is written.
//!
//! **Invariant:** text offsets are bytes on character boundaries of `Paragraph::text`; a hard line
//! break is `\n` in it.

use super::document::{Address, Origin, Purpose};
use crate::base::lang::Lang;
use crate::base::letters::is_han;
use std::ops::Range;

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
    pub(super) fn addresses(&self) -> impl Iterator<Item = Address<'_>> {
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
