//! A paragraph under construction: text that grows, marks that open and close.
//!
//! **Invariant:** offsets stay on character boundaries of the text; every mark that was opened is
//! closed by [`Inlines::finish`].

use crate::base::letters::joins_lines;
use crate::reading::corpus::{Mark, MarkKind};
use std::ops::Range;

/// Marks nest at most this deep; the minifier, which goes down with them, has a stack to lose.
const DEEPEST: usize = 32;

/// Text with marks, growing at its end.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Inlines {
    text: String,
    marks: Vec<Mark>,
    origins: Vec<(u32, u32)>,
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
        self.text.trim().is_empty()
            && !self
                .marks
                .iter()
                .any(|mark| matches!(mark.kind, MarkKind::Image { .. } | MarkKind::Raw(_)))
    }

    /// Where lines begin, ascending.
    pub(super) fn line_starts(&self) -> Vec<usize> {
        std::iter::once(0).chain(self.breaks.iter().map(|at| *at as usize)).collect()
    }

    /// Appends text that begins at byte `source` of the file.
    pub(super) fn push(&mut self, text: &str, source: usize) {
        let Some(first) = text.chars().next() else {
            return;
        };
        self.settle(first);
        self.origins.push((offset(self.text.len()), offset(source)));
        self.text.push_str(text);
    }

    /// Makes a waiting soft break a space or nothing; marks that opened at it begin after the
    /// space.
    fn settle(&mut self, next: char) {
        let Some(source) = self.pending.take() else {
            return;
        };
        let at = offset(self.text.len());
        if !self.text.chars().next_back().is_some_and(|last| joins_lines(last, next)) {
            self.origins.push((at, source));
            self.text.push(' ');
            for index in &self.open {
                let range = &mut self.marks[*index].range;
                if range.start == at {
                    *range = at + 1..at + 1;
                }
            }
        }
        self.breaks.push(offset(self.text.len()));
    }

    /// A line break in the source that readers do not see as one.
    pub(super) fn soft_break(&mut self, source: usize) {
        self.pending = Some(offset(source));
    }

    /// A line break that readers see.
    pub(super) fn hard_break(&mut self, source: usize) {
        self.pending = None;
        self.origins.push((offset(self.text.len()), offset(source)));
        self.text.push('\n');
        self.breaks.push(offset(self.text.len()));
    }

    /// Puts a mark at this point.
    pub(super) fn point(&mut self, kind: MarkKind) {
        self.settle('x');
        let at = offset(self.text.len());
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
        let at = offset(self.text.len());
        self.open.push(self.marks.len());
        self.marks.push(Mark { range: at..at, kind });
    }

    /// Closes the innermost open mark that `is_it` accepts; does nothing if there is none.
    pub(super) fn close(&mut self, is_it: impl Fn(&MarkKind) -> bool) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        if let Some(position) = self.open.iter().rposition(|index| is_it(&self.marks[*index].kind))
        {
            let index = self.open.remove(position);
            self.marks[index].range.end =
                offset(self.text.len()).max(self.marks[index].range.start);
        }
    }

    /// Cuts off what stands from byte `at` on. All marks must be closed.
    pub(super) fn split_off(&mut self, at: usize) -> Inlines {
        let cut = offset(at);
        let text = self.text.split_off(at);
        let mut after = Inlines { text, is_too_deep: self.is_too_deep, ..Inlines::default() };
        let (before, behind): (Vec<Mark>, Vec<Mark>) =
            std::mem::take(&mut self.marks).into_iter().partition(|mark| mark.range.start < cut);
        self.marks = before;
        after.marks = behind;
        for mark in &self.marks {
            if mark.range.end > cut {
                after.marks.insert(0, Mark { range: cut..mark.range.end, kind: mark.kind.clone() });
            }
        }
        for mark in &mut after.marks {
            mark.range = mark.range.start - cut..mark.range.end - cut;
        }
        let covering = self
            .origins
            .iter()
            .rfind(|(text, _)| *text <= cut)
            .map(|(text, file)| (0, file + (cut - text)));
        after.origins = covering
            .into_iter()
            .chain(
                self.origins
                    .iter()
                    .filter(|(text, _)| *text > cut)
                    .map(|(text, file)| (text - cut, *file)),
            )
            .collect();
        after.breaks =
            self.breaks.iter().filter(|start| **start > cut).map(|start| start - cut).collect();
        self.truncate(at);
        after
    }

    /// Drops what stands from byte `at` on.
    pub(super) fn truncate(&mut self, at: usize) {
        let cut = offset(at);
        self.text.truncate(at);
        self.marks.retain_mut(|mark| {
            mark.range.end = mark.range.end.min(cut);
            mark.range.start < cut
        });
        self.origins.retain(|(text, _)| *text < cut);
        self.breaks.retain(|start| *start < cut);
    }

    /// The bytes of the file from which `range` of the text came, roughly: from its first to its
    /// last run.
    pub(super) fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let source = |at: usize| {
            let (text, file) = self
                .origins
                .iter()
                .rfind(|(text, _)| *text as usize <= at)
                .copied()
                .unwrap_or_default();
            file as usize + (at - text as usize)
        };
        source(range.start)..source(range.end.saturating_sub(1).max(range.start)) + 1
    }

    /// Closes what is open, trims white space at both ends, and gives text, marks and origins.
    pub(super) fn finish(mut self) -> (String, Vec<Mark>, Vec<(u32, u32)>) {
        self.close_all();
        let lead = self.text.len() - self.text.trim_start().len();
        // What stands at a point before the text goes with it: an image that begins a paragraph.
        let points: Vec<Mark> = self
            .marks
            .iter()
            .filter(|mark| is_point(&mark.kind) && (mark.range.start as usize) < lead)
            .cloned()
            .collect();
        let mut whole = if lead > 0 { self.split_off(lead) } else { self };
        whole.marks.extend(points.into_iter().map(|mark| Mark { range: 0..0, ..mark }));
        whole.text.truncate(whole.text.trim_end().len());
        let end = offset(whole.text.len());
        for mark in &mut whole.marks {
            mark.range = mark.range.start.min(end)..mark.range.end.min(end);
        }
        whole.marks.retain(|mark| !mark.range.is_empty() || is_point(&mark.kind));
        whole.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        // A site holds every paragraph at once: no spare room.
        whole.text.shrink_to_fit();
        whole.marks.shrink_to_fit();
        whole.origins.shrink_to_fit();
        (whole.text, whole.marks, whole.origins)
    }

    /// Closes every mark that is still open.
    pub(super) fn close_all(&mut self) {
        self.ignored = 0;
        while !self.open.is_empty() {
            self.close(|_| true);
        }
    }
}

/// Whether a mark stands at a point rather than over a range.
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
            let (text, marks, _) = inlines.finish();
            (text, marks[0].range.clone())
        };
        assert_eq!(joined("第一行", "第二行"), ("第一行第二行".to_owned(), 9..18));
        assert_eq!(joined("one", "two"), ("one two".to_owned(), 4..7));
    }
}
