//! Containers, paragraphs and turns: where a finished block goes.

use super::{Builder, count};
use crate::base::diag::Code;
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::reading::corpus::{
    Block, Defined, Document, Flow, Footnote, Item, Mark, MarkKind, Paragraph, ParagraphRole, Turn,
};
use crate::reading::parse::extensions::{figures, scenes};
use crate::reading::parse::inlines::{DEEPEST, Inlines};
use crate::reading::parse::turns::{self, Label};
use pulldown_cmark::{Alignment, HeadingLevel, Tag};
use std::ops::Range;

/// A container whose end has not come.
pub(super) enum Open {
    Quote {
        note: bool,
        blocks: Vec<Block>,
    },
    List {
        start: Option<u64>,
        items: Vec<Item>,
    },
    Item {
        task: Option<bool>,
        blocks: Vec<Block>,
    },
    Table {
        align: Vec<&'static str>,
        rows: Vec<Vec<u32>>,
    },
    Footnote {
        label: String,
        blocks: Vec<Block>,
    },
    Definitions(Vec<Defined>),
    Details(Vec<Block>),
    /// One that lies too deep; its blocks go to the container around it.
    TooDeep,
}

impl Builder<'_, '_> {
    pub(super) fn open_container(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.end_loose_paragraph();
        let open = match tag {
            Tag::BlockQuote(kind) => Open::Quote { note: kind.is_some(), blocks: Vec::new() },
            Tag::List(start) => Open::List { start, items: Vec::new() },
            Tag::Item => Open::Item { task: None, blocks: Vec::new() },
            Tag::Table(align) => {
                Open::Table { align: align.iter().map(alignment).collect(), rows: Vec::new() }
            }
            Tag::FootnoteDefinition(label) => {
                Open::Footnote { label: self.plain(&label), blocks: Vec::new() }
            }
            Tag::DefinitionList => Open::Definitions(Vec::new()),
            Tag::DefinitionListDefinition => Open::Details(Vec::new()),
            _ => return,
        };

        if self.stack.len() < DEEPEST {
            return self.stack.push(open);
        }
        // What lies deeper still is told with it.
        if !self.stack.iter().any(|open| matches!(open, Open::TooDeep)) {
            self.too_deep("quotes and lists", range.start);
        }
        self.stack.push(Open::TooDeep);
    }

    fn too_deep(&mut self, what: &'static str, at: usize) {
        let message = say!(
            "{what} are nested more than {n} deep here",
            what = Message::from(what),
            n = DEEPEST,
        );
        let place = Span::new(self.file, at..at + 1);
        self.diagnostics.tell(Code::TooDeep, place, message, "take levels away");
    }

    /// A rule outside containers ends a turn.
    pub(super) fn rule(&mut self) {
        if self.stack.is_empty() {
            self.turn = None;
            self.in_heading_turn = false;
        }
        self.block(Block::Rule);
    }

    /// A tight list's text ends where the next block begins.
    pub(super) fn end_loose_paragraph(&mut self) {
        if self.inlines.is_some() && self.literals.is_empty() {
            self.end_paragraph();
        }
    }

    /// Ends a paragraph; outside containers it is cut where speakers begin.
    pub(super) fn end_paragraph(&mut self) {
        let role = self.role();
        if !self.stack.is_empty() {
            if let Some(index) = self.take_paragraph(role) {
                self.block(Block::Paragraph(index));
            }
            return;
        }
        let Some((mut inlines, span)) = self.inlines.take() else {
            return;
        };
        inlines.close_all();

        // Where speakers are headings, a bold word with a colon is a word.
        let pieces =
            if self.in_heading_turn { vec![(None, inlines)] } else { turns::split(inlines) };
        for (label, piece) in pieces {
            if let Some(label) = label {
                self.begin_turn(label);
            }
            if !piece.is_blank() {
                let index = self.add_paragraph(piece, span.clone(), role);
                self.block(Block::Paragraph(index));
            }
        }
    }

    /// What paragraphs are for in the innermost container that decides it.
    pub(super) fn role(&self) -> ParagraphRole {
        for open in self.stack.iter().rev() {
            match open {
                Open::Quote { note: true, .. } => return ParagraphRole::Note,
                Open::Footnote { .. } => return ParagraphRole::Footnote,
                _ => {}
            }
        }
        ParagraphRole::Text
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let Some((mut inlines, span)) = self.inlines.take() else {
            return;
        };
        inlines.close_all();

        let level = level as u8;
        if level == 1 && self.is_untouched() {
            self.document.title = Some(inlines.text().trim().to_owned());
            return;
        }

        // A heading of level 3 outside containers is a speaker; one above it ends his turn, and so does
        // one of level 3 that is a topic: who goes on under it, it does not say.
        let is_outside = self.stack.is_empty();
        let is_topic = level == 3 && turns::is_topic(inlines.text());
        if !is_outside || level != 3 || is_topic {
            if is_outside && (level < 3 || is_topic) {
                self.turn = None;
                self.in_heading_turn = false;
            }
            let index = self.add_paragraph(inlines, span, ParagraphRole::Heading);
            return self.block(Block::Heading(level.max(2), index));
        }

        let label = turns::bare_label(inlines.text()).to_owned();
        self.begin_turn(Label { text: label, span });
        self.in_heading_turn = true;
    }

    pub(super) fn is_untouched(&self) -> bool {
        self.document.flow.is_empty() && self.document.title.is_none() && self.stack.is_empty()
    }

    pub(super) fn begin_turn(&mut self, label: Label) {
        let index = count(self.document.turns.len());
        self.document.turns.push(Turn {
            label: label.text,
            label_span: label.span,
            blocks: Vec::new(),
            first_paragraph: count(self.document.paragraphs.len()),
        });
        self.document.flow.push(Flow::Turn(index));
        self.turn = Some(index);
    }

    pub(super) fn take_paragraph(&mut self, role: ParagraphRole) -> Option<u32> {
        let (mut inlines, span) = self.inlines.take()?;
        inlines.close_all();
        Some(self.add_paragraph(inlines, span, role))
    }

    pub(super) fn add_paragraph(
        &mut self,
        inlines: Inlines,
        span: Range<usize>,
        role: ParagraphRole,
    ) -> u32 {
        if inlines.is_too_deep() {
            self.too_deep("emphasis and links", span.start);
        }
        // A footnote is the editor’s, wherever it is.
        let turn = self.turn.filter(|_| role != ParagraphRole::Footnote);
        let mut paragraph = inlines.finish(turn, role, span);
        paragraph.is_of_editor =
            matches!(self.role(), ParagraphRole::Note | ParagraphRole::Footnote);
        take_credit(&mut paragraph);
        self.open_in_paragraph(&paragraph);
        self.foreign_syntax(&paragraph);
        self.document.paragraphs.push(paragraph);
        count(self.document.paragraphs.len() - 1)
    }

    /// Puts a finished block where it belongs: the innermost container, the current turn, or the
    /// flow.
    pub(super) fn block(&mut self, block: Block) {
        // Lists and tables hold no blocks themselves, and one that lies too deep keeps none.
        let container = self.stack.iter_mut().rev().find_map(|open| match open {
            Open::Quote { blocks, .. }
            | Open::Item { blocks, .. }
            | Open::Footnote { blocks, .. }
            | Open::Details(blocks) => Some(blocks),
            _ => None,
        });
        match (container, self.turn) {
            (Some(blocks), _) => blocks.push(block),
            (None, Some(turn)) => self.document.turns[turn as usize].blocks.push(block),
            (None, None) => self.document.flow.push(Flow::Block(block)),
        }
    }

    pub(super) fn end_container(&mut self) {
        self.end_loose_paragraph();
        match self.stack.pop() {
            Some(Open::Quote { note: true, blocks }) => self.block(Block::Note(blocks)),
            Some(Open::Quote { blocks, .. }) => self.end_quote(blocks),
            Some(Open::List { start, items }) => self.block(Block::List { start, items }),
            Some(Open::Item { task, blocks }) => match self.stack.last_mut() {
                Some(Open::List { items, .. }) => items.push(Item { task, blocks }),
                _ => blocks.into_iter().for_each(|block| self.block(block)),
            },
            Some(Open::Table { align, rows }) => self.block(Block::Table { align, rows }),
            Some(Open::Footnote { label, blocks }) => {
                self.document.footnotes.push(Footnote { label, n_references: 0, blocks })
            }
            Some(Open::Definitions(parts)) => self.block(Block::Definitions(parts)),
            Some(Open::Details(blocks)) => match self.stack.last_mut() {
                Some(Open::Definitions(parts)) => parts.push(Defined::Details(blocks)),
                _ => blocks.into_iter().for_each(|block| self.block(block)),
            },
            Some(Open::TooDeep) | None => {}
        }
    }

    /// Ends a term of a list of definitions.
    pub(super) fn end_term(&mut self) {
        let Some(term) = self.take_paragraph(ParagraphRole::Cell) else {
            return;
        };
        match self.stack.last_mut() {
            Some(Open::Definitions(parts)) => parts.push(Defined::Term(term)),
            _ => self.block(Block::Paragraph(term)),
        }
    }

    /// A quote that is nothing but scenes becomes scenes.
    pub(super) fn end_quote(&mut self, blocks: Vec<Block>) {
        let mut found = Vec::new();
        for block in &blocks {
            match block {
                Block::Paragraph(index)
                    if scenes::is_scene(&self.document.paragraphs[*index as usize].text) =>
                {
                    found.push(*index);
                }
                _ => return self.block(Block::Quote(blocks)),
            }
        }
        if found.is_empty() {
            return self.block(Block::Quote(blocks));
        }

        for index in found {
            self.document.paragraphs[index as usize].role = ParagraphRole::Scene;
            self.block(Block::Scene(index));
        }
    }

    /// Puts footnotes in the order of their first reference.
    pub(super) fn finish(mut self) -> Document {
        self.end_loose_paragraph();
        let referred = self.referred;
        for footnote in &mut self.document.footnotes {
            footnote.n_references =
                referred.get(&footnote.label).map_or(0, |known| known.n_references);
            if footnote.n_references == 0
                && let Some(Block::Paragraph(index)) = footnote.blocks.first()
            {
                let label = &footnote.label;
                let span = self.document.paragraphs[*index as usize].span.clone();
                let message = say!("no text refers to the footnote `{label}`", label);
                let hint = say!("write `[^{label}]` where it belongs", label);
                let place = Span::new(self.file, span);
                self.diagnostics.tell(Code::UnusedFootnote, place, message, hint);
            }
        }
        let rank = |label: &str| referred.get(label).map_or(usize::MAX, |known| known.rank);
        self.document.footnotes.sort_by_key(|footnote| rank(&footnote.label));

        shrink(&mut self.document);
        self.document
    }
}

/// Of a paragraph that is a picture and who made it, the latter goes with the picture.
fn take_credit(paragraph: &mut Paragraph) {
    let [Mark { range, kind: MarkKind::Image { credit, .. } }] = paragraph.marks.as_mut_slice()
    else {
        return;
    };
    if range.start == 0
        && let Some(of_text) = figures::credit(&paragraph.text)
    {
        of_text.clone_into(credit);
        paragraph.text.clear();
        paragraph.runs.clear();
    }
}

/// Gives back spare room: a site holds every document at once, and a list that grew keeps up to
/// half of it empty.
fn shrink(document: &mut Document) {
    document.paragraphs.shrink_to_fit();
    document.flow.shrink_to_fit();
    document.turns.shrink_to_fit();
    for turn in &mut document.turns {
        turn.blocks.shrink_to_fit();
    }
}

fn alignment(alignment: &Alignment) -> &'static str {
    match alignment {
        Alignment::None => "",
        Alignment::Left => "start",
        Alignment::Center => "center",
        Alignment::Right => "end",
    }
}
