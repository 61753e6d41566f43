//! Footnotes → HTML: of a speech each behind the block that refers to it first, of other documents
//! at the end.
//!
//! Behind its block a footnote is read where it belongs, and a style sheet can set it in the margin
//! without a script. A side-by-side page has none: its references lead to the speech's own page.
//!
//! **Invariant:** every footnote of a document is written exactly once.

use super::{Scribe, escaped, pieces};
use crate::reading::corpus::{Block, Flow, MarkKind};
use std::collections::BTreeSet;
use std::fmt::Write;

// Writing into a string does not fail, so the results of `write!` are dropped.
impl Scribe<'_> {
    /// Several blocks of a speech with their footnotes.
    #[must_use]
    pub fn blocks_with_footnotes(&self, blocks: &[Block]) -> String {
        let mut out = String::new();
        for block in blocks {
            self.block_with_footnotes(block, &mut out);
        }
        out
    }

    /// Appends a block, and behind it the footnotes that it is the first to refer to.
    pub fn block_with_footnotes(&self, block: &Block, out: &mut String) {
        self.block(block, out);
        for index in self.led_to(block) {
            self.footnote(index, out);
        }
    }

    /// The footnotes of a speech to which no text leads, for its end; empty if there are none.
    #[must_use]
    pub fn other_footnotes(&self) -> String {
        let mut reached = BTreeSet::new();
        for piece in &self.document.flow {
            let blocks = match piece {
                Flow::Block(block) => std::slice::from_ref(block),
                Flow::Turn(turn) => &self.document.turns[*turn as usize].blocks,
            };
            reached.extend(blocks.iter().flat_map(|block| self.led_to(block)));
        }

        let mut out = String::new();
        for index in 0..self.document.footnotes.len() {
            if !reached.contains(&index) {
                self.footnote(index, &mut out);
            }
        }
        out
    }

    /// Footnotes as a section; empty if there are none. `heading` names it.
    #[must_use]
    pub fn footnotes(&self, heading: &str) -> String {
        if self.document.footnotes.is_empty() {
            return String::new();
        }

        let mut out = format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{}\"><ol>",
            escaped(heading)
        );
        for (index, footnote) in self.document.footnotes.iter().enumerate() {
            let _ = write!(out, "<li id=\"fn-{}\">", index + 1);
            self.all(&footnote.blocks, &mut out);
            if footnote.n_references > 0 {
                out.push_str("<p>");
                self.back(index, footnote.n_references, &mut out);
                out.push_str("</p>");
            }
            out.push_str("</li>");
        }
        out.push_str("</ol></section>");
        out
    }

    /// The footnotes to which the first reference is in a block, or in one of these footnotes.
    fn led_to(&self, block: &Block) -> Vec<usize> {
        let mut found = Vec::new();
        if !self.document.footnotes.is_empty() {
            self.collect_led_to(block, &mut found);
        }
        found
    }

    /// Comes to an end: the first reference to a footnote is in one place, so none is met twice
    /// from the text.
    fn collect_led_to(&self, block: &Block, found: &mut Vec<usize>) {
        let mut first = Vec::new();
        block.each_paragraph(&mut |paragraph| {
            for mark in &self.document.paragraphs[paragraph as usize].marks {
                if let MarkKind::FootnoteRef(footnote, 1) = mark.kind {
                    first.push(footnote as usize);
                }
            }
        });
        for index in first {
            found.push(index);
            for block in &self.document.footnotes[index].blocks {
                self.collect_led_to(block, found);
            }
        }
    }

    fn footnote(&self, index: usize, out: &mut String) {
        let footnote = &self.document.footnotes[index];
        let number = index + 1;
        let _ =
            write!(out, "<aside class=\"note fnote\" role=\"doc-footnote\" id=\"fn-{number}\">");
        let _ = write!(out, "<p class=\"no\">{number}");
        self.back(index, footnote.n_references, out);
        out.push_str("</p>");
        self.all(&footnote.blocks, out);
        out.push_str("</aside>");
    }

    /// Links back to each reference to a footnote.
    fn back(&self, index: usize, n_references: usize, out: &mut String) {
        for nth in 1..=n_references {
            let _ = write!(
                out,
                "<a class=\"back\" href=\"#{}\" role=\"doc-backlink\">↩</a>",
                pieces::reference_id(index, nth)
            );
        }
    }
}
