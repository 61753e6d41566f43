//! A paragraph of the document → a block.

use super::Writer;
use crate::import::manuscript::{Block, BlockKind, Run};
use crate::import::read::docx::styles::{Look, RunStyle, value};
use crate::import::read::table::Use;
use crate::import::read::xml::child;
use roxmltree::Node;
use std::ops::Range;

impl<'d, 't> Writer<'d, 't> {
    pub(super) fn begin_paragraph(&mut self, node: Node<'d, 't>) {
        let is_on_line = self.is_in(Use::Data) || self.is_in_label(node);
        if is_on_line && let Some(row) = &self.paragraph {
            // Paragraphs of a cell are on one line.
            if !row.runs.is_empty() && !self.original.ends_with(['\t', '\n', ' ']) {
                self.style = RunStyle::default();
                self.write_shown(" ");
            }
            return;
        }

        let goes_on = std::mem::take(&mut self.awaits_words);
        if !goes_on {
            self.end_paragraph();
        }
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        let mut look = self.styles.paragraph(style, Look::of(properties, None));
        let name = self.styles.name(style);
        if goes_on && let Some(paragraph) = &mut self.paragraph {
            paragraph.look = look;
            return;
        }
        let kind = match self.note {
            Some(number) => BlockKind::Note(number),
            None => self.kind(&look, name),
        };
        if matches!(kind, BlockKind::Heading(_)) {
            // A heading is bold or not by being one.
            (look.bold, look.italic) = (None, None);
        }
        let is_contents = name.starts_with("toc ");
        let outside = self.outside.or(is_contents.then_some("table of contents"));
        self.paragraph =
            Some(Paragraph { look, is_title: name == "title", ..Paragraph::new(kind, outside) });
    }

    pub(super) fn kind(&mut self, look: &Look, style: &str) -> BlockKind {
        // Level 9 is body text (§17.3.1.20); Markdown has six levels.
        if let Some(level @ 0..9) = look.outline {
            return BlockKind::Heading((level + 1).min(6));
        }
        if let Some((list, level)) = look.list
            && let Some(number) = self.numberings.item(list, level)
        {
            return BlockKind::Item(number);
        }
        match style {
            "quote" | "intense quote" | "block text" => BlockKind::Quote,
            _ if look.is_indented == Some(true) => BlockKind::Indented,
            _ => BlockKind::Paragraph,
        }
    }

    /// Ends the line of a paragraph, and writes what belongs beside it: first what is not shown,
    /// then text boxes.
    pub(super) fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraph.take() else {
            return;
        };
        if !paragraph.runs.is_empty() {
            self.original.push('\n');
            set_in(&mut paragraph, &self.original);
        }

        let page = paragraph.page.unwrap_or(self.page);
        let block =
            Block { kind: paragraph.kind, runs: paragraph.runs, outside: paragraph.outside, page };
        let text = block.text(&self.original);
        if !text.trim().is_empty() {
            if paragraph.is_title && self.title.is_none() {
                let words: Vec<&str> = text.split_whitespace().collect();
                self.title = Some(words.join(" "));
            }
            self.blocks.push(block);
        }

        for (reason, text) in paragraph.asides {
            if !text.trim().is_empty() {
                self.write_aside(reason, &text, page);
            }
        }
        self.write_boxes();
    }
}

pub(super) struct Paragraph<'d> {
    pub(super) kind: BlockKind,
    pub(super) look: Look<'d>,
    pub(super) outside: Option<&'static str>,
    pub(super) is_title: bool,
    pub(super) runs: Vec<Run>,
    pub(super) page: Option<u32>,
    /// Cells that have begun, in a row.
    pub(super) n_cells: usize,
    /// Text that is not shown, with what it is.
    pub(super) asides: Vec<(&'static str, String)>,
}

impl Paragraph<'_> {
    /// The bytes that are written of it; none before the first.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        Some(self.runs.first()?.range.start..self.runs.last()?.range.end)
    }

    pub(super) fn new(kind: BlockKind, outside: Option<&'static str>) -> Self {
        Paragraph {
            kind,
            look: Look::default(),
            outside,
            is_title: false,
            runs: Vec::new(),
            page: None,
            n_cells: 0,
            asides: Vec::new(),
        }
    }
}

/// Takes white space from a paragraph's start; wide spaces there set it in.
fn set_in(paragraph: &mut Paragraph, original: &str) {
    if paragraph.kind == BlockKind::Row {
        return;
    }
    while let Some(run) = paragraph.runs.first_mut() {
        let text = &original[run.range.clone()];
        let rest = text.trim_start();
        let spaces = &text[..text.len() - rest.len()];
        let n_wide = spaces.matches('\u{3000}').count();
        let width = spaces.chars().count() + n_wide;
        if width > 1 && paragraph.kind == BlockKind::Paragraph {
            paragraph.kind = BlockKind::Indented;
        }

        run.range.start += spaces.len();
        if !rest.is_empty() {
            return;
        }
        paragraph.runs.remove(0);
    }
}
