//! Rows of a table → a table in Markdown.

use super::runs::is_border;
use super::{Composer, Styles};
use crate::import::account::Why;
use crate::import::manuscript::{Block, BlockKind};
use crate::import::repair::Verdict;
use crate::import::sheet::Escaping;

impl Composer<'_> {
    pub(super) fn table_row(&mut self, index: usize, block: &Block, follows_row: bool) {
        self.composed.body.say("| ");
        let original = &self.manuscript.original;
        let cells = block.runs.split_inclusive(|run| is_border(run, original));
        for cell in cells {
            let (border, text) = match cell.split_last() {
                Some((last, text)) if is_border(last, original) => (Some(last), text),
                _ => (None, cell),
            };
            self.runs_of(text, Styles::Own, Escaping::Cell);

            if let Some(border) = border {
                let n_cells = border.text(original).len();
                self.composed.body.say(&" | ".repeat(n_cells));
                self.composed.body.instead(border, "", Why::Rewritten);
            }
        }
        self.composed.body.say(" |");

        // The first row is the head: a table of Markdown has one, with as many cells as its rule,
        // and cells beyond those are not shown.
        if !follows_row {
            let n_columns = self.columns_from(index);
            let n_missing = n_columns.saturating_sub(self.n_cells(block));
            let rule = "---|".repeat(n_columns);
            self.composed.body.say(&format!("{}\n|{rule}", "  |".repeat(n_missing)));
        }
    }

    fn n_cells(&self, row: &Block) -> usize {
        let original = &self.manuscript.original;
        let borders = row.runs.iter().filter(|run| is_border(run, original));
        1 + borders.map(|run| run.text(original).len()).sum::<usize>()
    }

    /// How many cells the longest row has, of the table that begins with a block.
    fn columns_from(&self, index: usize) -> usize {
        let mut n_columns = 1;
        let rows = self.manuscript.blocks.iter().zip(self.judged).skip(index);
        for (block, judged) in rows {
            if block.kind != BlockKind::Row || judged.verdict != Verdict::Stands {
                break;
            }
            n_columns = n_columns.max(self.n_cells(block));
        }
        n_columns
    }
}
