//! What does not belong to the speech → the sheet of what is set aside, and marks where it was.

use super::runs::letters;
use super::{Composer, Styles};
use crate::import::account::{Entry, Fate, Why};
use crate::import::manuscript::{Block, BlockKind, Run};
use crate::import::marks::Marked;

impl Composer<'_> {
    pub(super) fn aside(&mut self, block: &Block, why: Why, is_new: bool) {
        let aside = &mut self.composed.aside;
        if is_new {
            let line = self.lines.of(block.start());
            let why = why.phrase().trim_start_matches("set aside: ");
            aside.say(&format!("\n## Line {line}: {why}\n"));
        }

        aside.say("\n");
        for run in &block.runs {
            aside.set_aside(&self.manuscript.original, run, why);
        }
        aside.say("\n");
    }

    /// A mark of continuation goes beside the speech.
    pub(super) fn mark(&mut self, marked: &Marked) {
        let line = self.lines.of(marked.range.start);
        let aside = &mut self.composed.aside;
        aside.say(&format!("\n## Line {line}: mark of continuation\n\n"));

        let run = Run { range: marked.range.clone(), written: None, bold: false, italic: false };
        aside.set_aside(&self.manuscript.original, &run, Why::ContinuationMark);
        aside.say("\n");
    }

    /// A block that is in neither text.
    pub(super) fn leave_out_block(&mut self, block: &Block, why: Why) {
        for run in &block.runs {
            self.composed
                .entries
                .push(Entry { range: run.range.clone(), fate: Fate::Changed(String::new(), why) });
        }
    }

    /// The notes to which the speech refers, below it; the others are set aside.
    pub(super) fn notes(&mut self, mut set_aside: Option<Why>) {
        let mut last = None;
        for block in &self.manuscript.blocks {
            let BlockKind::Note(number) = block.kind else {
                continue;
            };
            if !self.noted.contains(&number) {
                self.aside(block, Why::BesideText, set_aside != Some(Why::BesideText));
                set_aside = Some(Why::BesideText);
                continue;
            }

            // What is set in goes on with the note (GFM footnotes).
            let begins = if last == Some(number) {
                "\n\n    ".to_owned()
            } else {
                format!("\n\n[^{number}]: ")
            };
            self.composed.body.say(&begins);
            self.runs(&block.runs, Styles::Own);
            last = Some(number);
        }
    }

    pub(super) fn repeats(&mut self, block: &Block, of: &Block, skip: usize) {
        let original = &self.manuscript.original;
        let repeated = letters(of, original).into_iter().skip(skip);
        for (letter, first) in letters(block, original).into_iter().zip(repeated) {
            let Some(at) = letter.at else {
                continue;
            };
            let fate = match first.at {
                Some(of) if first.c == letter.c => Fate::Repeated(of),
                _ => Fate::Changed(String::new(), Why::Rewritten),
            };
            self.composed.entries.push(Entry { range: at..at + letter.c.len_utf8(), fate });
        }

        for run in block.runs.iter().filter(|run| run.written.is_some()) {
            self.composed.entries.push(Entry {
                range: run.range.clone(),
                fate: Fate::Changed(String::new(), Why::Rewritten),
            });
        }
    }
}
