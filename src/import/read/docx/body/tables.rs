//! Cells of a table → words with borders between them.

use super::{Paragraph, Writer};
use crate::import::manuscript::{Feature, FeatureKind};
use crate::import::read::docx::styles::{RunStyle, value};
use crate::import::read::table::{self, Use};
use crate::import::read::xml::child;
use roxmltree::Node;

impl<'d, 't> Writer<'d, 't> {
    pub(super) fn is_in(&self, table: Use) -> bool {
        self.tables.last() == Some(&table)
    }

    pub(super) fn begin_cell(&mut self) {
        let Some(row) = &mut self.paragraph else {
            return;
        };
        row.n_cells += 1;
        if row.n_cells > 1 {
            self.write_border();
        }
    }

    /// A cell that reaches over several columns takes up as many.
    pub(super) fn end_cell(&mut self, cell: Node) {
        // Word's own limit; a file may state any number.
        const MOST_COLUMNS: usize = 63;

        let span = child(cell, "tcPr").and_then(|properties| value(properties, "gridSpan"));
        let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
        for _ in 1..span.min(MOST_COLUMNS) {
            self.write_border();
        }
    }

    /// The border between two cells, in a run of its own.
    fn write_border(&mut self) {
        self.style = RunStyle::default();
        self.begins_run = true;
        self.write_shown("\t");
        self.begins_run = true;
    }

    /// Whether a paragraph is in the first cell of a row of a conversation.
    pub(super) fn is_in_label(&self, paragraph: Node) -> bool {
        self.is_in(Use::Conversation) && paragraph.parent().is_some_and(|cell| is_first_cell(cell))
    }

    /// A cell of a conversation: what is written before the second names who speaks in it.
    pub(super) fn begin_words(&mut self) {
        let Some(label) = self.paragraph.as_ref().and_then(Paragraph::range) else {
            return;
        };
        self.features.push(Feature { range: label, kind: FeatureKind::Speaker });
        self.style = RunStyle::default();
        self.begins_run = true;
        self.write_shown(" ");
        self.awaits_words = true;
    }
}

/// Whether a cell is the first of its row.
fn is_first_cell(cell: Node) -> bool {
    let mut before = std::iter::successors(cell.prev_sibling(), Node::prev_sibling);
    cell.tag_name().name() == "tc" && !before.any(|node| node.tag_name().name() == "tc")
}

/// What a table is for. One that holds another lays out a page.
pub(super) fn use_of(table: Node) -> Use {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for node in table.descendants().skip(1) {
        match node.tag_name().name() {
            "tbl" | "txbxContent" => return Use::Layout,
            "tr" => rows.push(Vec::new()),
            "tc" => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            "t" => {
                let cell = rows.last_mut().and_then(|row| row.last_mut());
                if let (Some(cell), Some(text)) = (cell, node.text()) {
                    cell.push_str(text);
                }
            }
            _ => {}
        }
    }
    table::use_of(&rows)
}
