//! A paragraph under construction: text that grows, marks that open and close.
//!
//! **Invariant:** offsets stay on character boundaries of the text; every mark that was opened is
//! closed by [`Inlines::finish`].

use crate::base::letters::joins_lines;
use crate::reading::corpus::{Mark, MarkKind, Paragraph, ParagraphRole, Run, source_of};
use std::ops::Range;

/// Marks, and blocks, nest at most this deep. What goes down with them later, such as the minifier,
/// does so on its stack, and no text that is meant to be read nests half as deep.
pub(super) const DEEPEST: usize = 32;

/// Text with marks, growing at its end.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Inlines {
    text: String,
    marks: Vec<Mark>,
    runs: Vec<Run>,
    /// Where lines begin, beside the first: after hard and soft breaks.
    breaks: Vec<u32>,
    /// Marks opened and not closed, by index.
    open: Vec<usize>,
    /// Marks that were opened too deep and left out, and are not closed yet.
    ignored: usize,
    is_too_deep: bool,
    /// A soft break that waits for the next character, with its place in the file.
    pending: Option<u32>,
}

/// Texts are far shorter than 4 GB: a file has at most 64 MB.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl Inlines {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    pub(super) fn is_blank(&self) -> bool {
        let is_seen = |mark: &Mark| matches!(mark.kind, MarkKind::Image { .. } | MarkKind::Raw(_));
        self.text.trim().is_empty() && !self.marks.iter().any(is_seen)
    }

    /// Where lines begin, ascending.
    pub(super) fn line_starts(&self) -> Vec<usize> {
        std::iter::once(0).chain(self.breaks.iter().map(|at| *at as usize)).collect()
    }

    /// The end of the text, where what comes next begins.
    fn end(&self) -> u32 {
        offset(self.text.len())
    }

    /// Appends text that begins at byte `source` of the file.
    pub(super) fn push(&mut self, text: &str, source: usize) {
        let Some(first) = text.chars().next() else {
            return;
        };
        self.settle(first);
        self.push_run(text, offset(source));
    }

    fn push_run(&mut self, text: &str, file: u32) {
        self.runs.push(Run { text: self.end(), file });
        self.text.push_str(text);
    }

    /// Makes a waiting soft break a space or nothing; marks that opened at it begin after the
    /// space.
    fn settle(&mut self, next: char) {
        let Some(source) = self.pending.take() else {
            return;
        };

        let at = self.end();
        if !self.text.chars().next_back().is_some_and(|last| joins_lines(last, next)) {
            self.push_run(" ", source);
            for index in &self.open {
                let range = &mut self.marks[*index].range;
                if range.start == at {
                    *range = at + 1..at + 1;
                }
            }
        }
        self.breaks.push(self.end());
    }

    /// A line break in the source that readers do not see as one.
    pub(super) fn soft_break(&mut self, source: usize) {
        self.pending = Some(offset(source));
    }

    /// A line break that readers see.
    pub(super) fn hard_break(&mut self, source: usize) {
        self.pending = None;
        self.push_run("\n", offset(source));
        self.breaks.push(self.end());
    }

    /// Puts a mark at this point.
    pub(super) fn point(&mut self, kind: MarkKind) {
        // What is put here is not a Han character, so that a line break before it is a space.
        self.settle('x');
        let at = self.end();
        self.marks.push(Mark { range: at..at, kind });
    }

    /// Whether marks were left out because they nest too deep.
    pub(super) fn is_too_deep(&self) -> bool {
        self.is_too_deep
    }

    /// Opens a mark; one that lies too deep is left out, and so is its end.
    pub(super) fn open(&mut self, kind: MarkKind) {
        if self.open.len() >= DEEPEST {
            self.ignored += 1;
            self.is_too_deep = true;
            return;
        }
        let at = self.end();
        self.open.push(self.marks.len());
        self.marks.push(Mark { range: at..at, kind });
    }

    /// Closes the innermost open mark that `is_it` accepts; does nothing if there is none.
    pub(super) fn close(&mut self, is_it: impl Fn(&MarkKind) -> bool) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }

        let position = self.open.iter().rposition(|index| is_it(&self.marks[*index].kind));
        if let Some(position) = position {
            let end = self.end();
            let range = &mut self.marks[self.open.remove(position)].range;
            range.end = range.start.max(end);
        }
    }

    /// Cuts off the text from byte `at` on. All marks must be closed.
    pub(super) fn split_off(&mut self, at: usize) -> Inlines {
        let cut = offset(at);
        let text = self.text.split_off(at);
        let mut after = Inlines { text, is_too_deep: self.is_too_deep, ..Inlines::default() };

        after.marks = self.marks.extract_if(.., |mark| mark.range.start >= cut).collect();
        for mark in &self.marks {
            // A mark over the cut goes on behind it, before the marks that begin there.
            if mark.range.end > cut {
                after.marks.insert(0, Mark { range: cut..mark.range.end, kind: mark.kind.clone() });
            }
        }
        for mark in &mut after.marks {
            mark.range = mark.range.start - cut..mark.range.end - cut;
        }

        for Run { text, file } in &self.runs {
            if *text > cut {
                after.runs.push(Run { text: text - cut, file: *file });
            } else {
                // Of the runs before the cut, the last is the one that it goes through.
                after.runs = vec![Run { text: 0, file: file + (cut - text) }];
            }
        }
        let behind = self.breaks.iter().filter(|start| **start > cut);
        after.breaks = behind.map(|start| start - cut).collect();

        self.truncate(at);
        after
    }

    /// Drops the text from byte `at` on.
    pub(super) fn truncate(&mut self, at: usize) {
        let cut = offset(at);
        self.text.truncate(at);
        self.marks.retain_mut(|mark| {
            mark.range.end = mark.range.end.min(cut);
            mark.range.start < cut
        });
        self.runs.retain(|run| run.text < cut);
        self.breaks.retain(|start| *start < cut);
    }

    /// The bytes of the file from which `range` of the text came, roughly: from its first to its
    /// last run.
    pub(super) fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        let source = |at| source_of(&self.runs, at).unwrap_or(at);
        source(range.start)..source(last) + 1
    }

    /// Closes what is open, trims white space at both ends, and gives the paragraph.
    pub(super) fn finish(
        mut self,
        turn: Option<u32>,
        role: ParagraphRole,
        span: Range<usize>,
    ) -> Paragraph {
        self.close_all();

        let lead = self.text.len() - self.text.trim_start().len();
        // What is at a point before the text goes with it: an image that begins a paragraph.
        let mut points = Vec::new();
        for mark in &self.marks {
            if is_point(&mark.kind) && (mark.range.start as usize) < lead {
                points.push(Mark { range: 0..0, kind: mark.kind.clone() });
            }
        }

        let Inlines { mut text, mut marks, mut runs, .. } =
            if lead > 0 { self.split_off(lead) } else { self };
        marks.extend(points);
        text.truncate(text.trim_end().len());
        let end = offset(text.len());
        for mark in &mut marks {
            mark.range = mark.range.start.min(end)..mark.range.end.min(end);
        }
        marks.retain(|mark| !mark.range.is_empty() || is_point(&mark.kind));
        marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));

        // A site holds every paragraph at once: no spare room.
        text.shrink_to_fit();
        marks.shrink_to_fit();
        runs.shrink_to_fit();
        Paragraph { text, marks, runs, is_of_editor: false, turn, role, span }
    }

    /// Closes every mark that is still open.
    pub(super) fn close_all(&mut self) {
        self.ignored = 0;
        while !self.open.is_empty() {
            self.close(|_| true);
        }
    }
}

/// Whether a mark is at a point rather than over a range.
fn is_point(kind: &MarkKind) -> bool {
    matches!(kind, MarkKind::Image { .. } | MarkKind::FootnoteRef(..) | MarkKind::Raw(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_keeps_marks_and_origins_on_both_sides() {
        let mut inlines = Inlines::default();
        inlines.open(MarkKind::Emphasis);
        inlines.push("abcdef", 100);
        inlines.close_all();
        let after = inlines.split_off(4);
        assert_eq!((inlines.text(), after.text()), ("abcd", "ef"));
        assert_eq!(inlines.marks()[0].range, 0..4);
        assert_eq!(after.marks()[0].range, 0..2);
        assert_eq!(after.source_range(&(0..2)), 104..106);
    }

    #[test]
    fn a_soft_break_is_a_space_or_nothing() {
        let joined = |a: &str, b: &str| {
            let mut inlines = Inlines::default();
            inlines.push(a, 0);
            inlines.soft_break(a.len());
            inlines.open(MarkKind::Strong);
            inlines.push(b, a.len() + 1);
            let paragraph = inlines.finish(None, ParagraphRole::Text, 0..0);
            (paragraph.text, paragraph.marks[0].range.clone())
        };
        assert_eq!(joined("第一行", "第二行"), ("第一行第二行".to_owned(), 9..18));
        assert_eq!(joined("one", "two"), ("one two".to_owned(), 4..7));
    }
}
