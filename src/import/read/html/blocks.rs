//! The tree of a page → its blocks, each with its text as a reader sees it.
//!
//! **Invariant:** runs name the source in ascending order; a run that is read as it is written has
//! no `written`. Hidden elements give no text. Which blocks are the page's text is not judged here;
//! see `judge.rs`.

use super::cells::{Cells, Part};
use super::elements::is_block;
use super::notes::Notes;
use super::pieces::{Piece, is_space, pieces};
use super::style::Style;
use super::tokens::unescaped;
use super::tree::{Content, Node, Tree};
use crate::base::letters::joins_texts;
use crate::import::manuscript::{BlockKind, Feature, FeatureKind, Run};
use std::ops::Range;

/// A block, and its place in the tree.
#[derive(Debug)]
pub(super) struct Draft {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Its text.
    pub(super) runs: Vec<Run>,
    /// The block element around it.
    pub(super) element: usize,
    /// Its text nodes.
    pub(super) texts: Vec<usize>,
    /// Characters but white space.
    pub(super) n_chars: usize,
    /// Those of them that stand in links.
    pub(super) n_linked: usize,
    /// What names who speaks, in a row of a conversation.
    pub(super) speaker: Option<Range<usize>>,
    /// Whether there are words of a conversation in it.
    has_words: bool,
}

impl Draft {
    /// Whether it is of a table or list of speakers and their words.
    pub(super) fn is_of_conversation(&self) -> bool {
        self.speaker.is_some() || self.has_words
    }

    /// Whether it says who speaks, and nothing yet that he says.
    fn awaits_words(&self) -> bool {
        self.speaker.is_some() && !self.has_words
    }
}

/// The blocks of a page, and what is said of stretches of them.
pub(super) struct Drafts {
    pub(super) drafts: Vec<Draft>,
    /// References to notes.
    pub(super) references: Vec<Feature>,
}

/// The blocks of a page in order.
pub(super) fn blocks(tree: &Tree, source: &str, notes: &Notes) -> Drafts {
    let mut writer = Writer {
        tree,
        source,
        cells: Cells::new(tree, source),
        drafts: Vec::new(),
        draft: None,
        gap: Gap::default(),
        references: Vec::new(),
    };

    let mut open: Vec<usize> = Vec::new();
    for (index, node) in tree.nodes.iter().enumerate() {
        while let Some(element) = open.pop_if(|element| tree.nodes[*element].end <= index) {
            writer.leave(element);
        }
        match &node.content {
            Content::Text(range) if !node.style.hidden => writer.text(index, range.clone()),
            Content::Text(_) => {}
            Content::Element(_) => {
                writer.enter(index);
                if let Some(number) = notes.reference(index) {
                    writer.refer(index, number);
                }
                open.push(index);
            }
        }
    }
    writer.flush();
    Drafts { drafts: writer.drafts, references: writer.references }
}

/// What lies between the last text and the next, and is written only if there is a next.
#[derive(Debug, Default)]
struct Gap {
    /// White space: its place, its style, whether a line of the source ends in it.
    space: Option<(Range<usize>, Style, bool)>,
    /// Line breaks: the place of the first, and how many.
    lines: Option<(Range<usize>, usize)>,
    /// Cells that have begun in the row: the place of each, and how many borders are before it.
    cells: Vec<(Range<usize>, usize)>,
    /// Wide spaces before the first text of a line: how many, an ideographic one counted as two.
    wide: usize,
}

struct Writer<'p> {
    tree: &'p Tree,
    source: &'p str,
    cells: Cells,
    drafts: Vec<Draft>,
    draft: Option<Draft>,
    gap: Gap,
    references: Vec<Feature>,
}

impl Writer<'_> {
    fn enter(&mut self, index: usize) {
        let Some(tag) = self.tree.nodes[index].tag() else {
            return;
        };
        match tag.name.as_str() {
            "br" if self.cells.row_of(index).is_none()
                && self.cells.part_of(index) != Some(Part::Speaker) =>
            {
                self.line_break(&tag.range)
            }
            "td" | "th" if self.cells.row_of(index).is_some() => {
                let n_borders = self.cells.borders(index);
                if n_borders > 0 {
                    self.gap.cells.push((tag.range.clone(), n_borders));
                }
            }
            _ => self.border(index, &tag.range.clone()),
        }
    }

    /// Writes a reference to a note: a run without text, at the tag of the element that is one.
    fn refer(&mut self, index: usize, number: u32) {
        let node = &self.tree.nodes[index];
        let Some(tag) = node.tag().filter(|_| !node.style.hidden && self.draft.is_some()) else {
            return;
        };
        let range = tag.range.clone();
        self.write(index, range.clone(), Some(String::new()));
        self.references.push(Feature { range, kind: FeatureKind::NoteMark(number) });
    }

    fn leave(&mut self, index: usize) {
        if self.tree.nodes[index].name() != "br" {
            self.border(index, &(0..0));
        }
    }

    /// A tag of a block: it ends what stood before, but within a row of a table it is a space.
    fn border(&mut self, index: usize, range: &Range<usize>) {
        let name = self.tree.nodes[index].name();
        if !is_block(name) && name != "br" {
            return;
        }
        let row = self.cells.row_of(index).filter(|row| *row != index);
        // Who speaks and what he says are one paragraph.
        let awaits_words = self.cells.part_of(index).is_some()
            && self.draft.as_ref().is_some_and(Draft::awaits_words);
        if row.is_none() && !awaits_words {
            self.flush();
        } else if self.draft.is_some() && self.gap.space.is_none() && !range.is_empty() {
            self.gap.space = Some((range.clone(), self.tree.nodes[index].style, false));
        }
    }

    fn line_break(&mut self, range: &Range<usize>) {
        if self.draft.is_some() {
            self.gap.lines.get_or_insert((range.clone(), 0)).1 += 1;
        }
        self.gap.space = None;
        self.gap.wide = 0;
    }

    fn text(&mut self, index: usize, range: Range<usize>) {
        let style = self.tree.nodes[index].style;
        for piece in pieces(self.source, range) {
            match piece {
                Piece::Space(range, has_line_end) if style.preformatted => {
                    self.preformatted_space(index, range, has_line_end)
                }
                Piece::Space(range, has_line_end) => {
                    self.gap.space.get_or_insert((range, style, has_line_end));
                }
                Piece::WideSpace(_, spaces) if self.draft.is_none() || self.gap.lines.is_some() => {
                    self.gap.wide +=
                        spaces.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>();
                    self.gap.space = None;
                }
                Piece::WideSpace(range, text) | Piece::Written(range, text) => {
                    let written = (self.source[range.clone()] != *text).then_some(text);
                    self.write(index, range, written);
                }
                Piece::Plain(range) => self.write(index, range, None),
            }
        }
    }

    /// White space that is shown as it is written: lines end, an empty line ends a paragraph, and
    /// spaces at a line's start set it in.
    fn preformatted_space(&mut self, index: usize, range: Range<usize>, has_line_end: bool) {
        let space = &self.source[range.clone()];
        if !has_line_end {
            if self.draft.is_none() || self.gap.lines.is_some() {
                self.gap.wide += space.len();
            } else {
                let written = space.starts_with('&').then(|| unescaped(space));
                self.write(index, range, written);
            }
            return;
        }

        let n_lines = space.matches('\n').count().max(space.matches('\r').count());
        let first = range.start + space.find(['\n', '\r']).unwrap_or(0);
        if self.draft.is_some() {
            self.gap.lines.get_or_insert((first..first + 1, 0)).1 += n_lines;
        }
        self.gap.wide = space.len() - space.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    }

    /// Writes text other than white space, after what is due before it.
    fn write(&mut self, index: usize, range: Range<usize>, written: Option<String>) {
        let n_lines = self.gap.lines.as_ref().map_or(0, |(_, n)| *n);
        if n_lines > 1 || n_lines == 1 && self.gap.wide > 1 {
            let wide = self.gap.wide;
            self.flush();
            self.gap.wide = wide;
        }

        let style = self.tree.nodes[index].style;
        let gap = std::mem::take(&mut self.gap);
        let is_first = self.draft.is_none();
        if is_first {
            self.draft = Some(self.begin(index, gap.wide > 1));
        }
        self.fill(gap, is_first, &range, written.as_deref());

        let Some(draft) = &mut self.draft else { return };
        let text = written.as_deref().unwrap_or(&self.source[range.clone()]);
        let n_chars = text.chars().filter(|c| !c.is_whitespace()).count();
        draft.n_chars += n_chars;
        draft.n_linked += if style.linked { n_chars } else { 0 };
        if draft.texts.last() != Some(&index) {
            draft.texts.push(index);
        }
        match self.cells.part_of(index) {
            Some(Part::Speaker) => {
                let start = draft.speaker.as_ref().map_or(range.start, |speaker| speaker.start);
                draft.speaker = Some(start..range.end);
            }
            Some(Part::Words) => draft.has_words = true,
            None => {}
        }
        draft.add(range, written, style);
    }

    /// Writes what lies between the last text and the next.
    fn fill(&mut self, gap: Gap, is_first: bool, next: &Range<usize>, written: Option<&str>) {
        let Some(draft) = &mut self.draft else { return };
        let has_cells = !gap.cells.is_empty();
        for (range, n_borders) in gap.cells {
            draft.add(range, Some("\t".repeat(n_borders)), Style::default());
        }
        if has_cells || is_first {
            return;
        }

        // What the source has is written only where it is read as something else.
        let unless_read = |range: &Range<usize>, text: &str| {
            (&self.source[range.clone()] != text).then(|| text.to_owned())
        };
        if let Some((range, _)) = gap.lines {
            let written = unless_read(&range, "\n");
            draft.add(range, written, Style::default());
        } else if let Some((range, style, has_line_end)) = gap.space {
            let before = draft.runs.last().map(|run| run.text(self.source));
            let after = written.unwrap_or(&self.source[next.clone()]);
            let is_joined = before.is_some_and(|before| joins_texts(before, after));
            if !has_line_end || !is_joined {
                let written = unless_read(&range, " ");
                draft.add(range, written, style);
            }
        }
    }

    fn begin(&self, index: usize, is_set_in: bool) -> Draft {
        let is_around = |node: &Node| is_block(node.name()) && node.tag().is_some();
        let mut kind = self.kind(index);
        if kind == BlockKind::Paragraph && (is_set_in || self.tree.nodes[index].style.indented) {
            kind = BlockKind::Indented;
        }
        Draft {
            kind,
            runs: Vec::new(),
            element: self.tree.nearest(index, is_around).unwrap_or(0),
            texts: Vec::new(),
            n_chars: 0,
            n_linked: 0,
            speaker: None,
            has_words: false,
        }
    }

    /// What a block that begins with this text is: what the innermost element that says so says.
    fn kind(&self, index: usize) -> BlockKind {
        if self.cells.row_of(index).is_some() {
            return BlockKind::Row;
        }
        for element in self.tree.ancestors(index) {
            let Some(tag) = self.tree.nodes[element].tag() else {
                continue;
            };
            match (tag.name.as_str(), tag.name.as_bytes()) {
                (_, [b'h', level @ b'1'..=b'6']) => return BlockKind::Heading(level - b'0'),
                ("li" | "dd", _) => return self.item(element),
                ("blockquote", _) => return BlockKind::Quote,
                _ if tag.attribute("role") == Some("heading") => {
                    return BlockKind::Heading(level_of(tag.attribute("aria-level")));
                }
                _ => {}
            }
        }
        BlockKind::Paragraph
    }

    /// The first block of an item is the item; what comes after it in the item are paragraphs.
    fn item(&self, element: usize) -> BlockKind {
        let last = self.drafts.last();
        let is_first = last.is_none_or(|draft| draft.element < element);
        if is_first && self.tree.nodes[element].name() == "li" {
            BlockKind::Item(self.cells.number(element))
        } else {
            BlockKind::Paragraph
        }
    }

    fn flush(&mut self) {
        self.drafts.extend(self.draft.take());
        self.gap = Gap::default();
    }
}

impl Draft {
    /// Adds a run, or lengthens the last one where both stand together in one style.
    fn add(&mut self, range: Range<usize>, written: Option<String>, style: Style) {
        match self.runs.last_mut() {
            Some(run)
                if joins(run, &range, style) && run.written.is_none() && written.is_none() =>
            {
                run.range.end = range.end
            }
            _ => self.runs.push(Run { range, written, bold: style.bold, italic: style.italic }),
        }
    }

    /// The text of the block.
    pub(super) fn text(&self, source: &str) -> String {
        self.runs.iter().map(|run| run.text(source)).collect()
    }
}

fn joins(run: &Run, range: &Range<usize>, style: Style) -> bool {
    run.range.end == range.start && (run.bold, run.italic) == (style.bold, style.italic)
}

fn level_of(text: Option<&str>) -> u8 {
    text.and_then(|text| text.trim_matches(is_space).parse().ok())
        .filter(|level| (1..=6).contains(level))
        .unwrap_or(2)
}
