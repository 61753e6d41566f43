//! A place in a speech → the words around it, and their bytes in the file.

use super::Spot;
use crate::base::lang::is_han;
use crate::base::sources::Span;
use crate::reading::annotate::Place;
use crate::reading::corpus::{Corpus, Speech};
use std::ops::Range;

/// Cells of text that are shown on either side, so that a name between them still fits into a line
/// of eighty; a Han character takes two.
const REACH: usize = 36;

/// Words in the text around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Context {
    /// The words’ bytes in the file.
    pub span: Span,
    /// The text before, on one line.
    pub left: String,
    pub words: String,
    /// The text after, on one line.
    pub right: String,
}

impl Spot {
    /// The words around.
    #[must_use]
    pub(crate) fn context(&self, corpus: &Corpus) -> Context {
        let speech = corpus.speech(self.speech);
        let range = self.range.start as usize..self.range.end as usize;
        let (text, source) = self.text(speech, &range);
        let words = text.get(range.clone()).unwrap_or_default();
        let (before, after) = (
            text.get(..range.start).unwrap_or_default(),
            text.get(range.end..).unwrap_or_default(),
        );

        let n_left: usize = reach(before.chars().rev());
        let n_right: usize = reach(after.chars());
        Context {
            span: Span::new(speech.file, source),
            left: one_line(&before[before.len() - n_left..]),
            words: one_line(words),
            right: one_line(&after[..n_right]),
        }
    }

    /// The text that it is in, and its bytes in the file.
    fn text<'s>(&self, speech: &'s Speech, range: &Range<usize>) -> (&'s str, Range<usize>) {
        match self.place {
            Place::Label(turn) => {
                let turn = &speech.body.turns[turn as usize];
                (&turn.label, turn.label_span.clone())
            }
            Place::Paragraph(index) => {
                let paragraph = &speech.body.paragraphs[index as usize];
                (&paragraph.text, paragraph.source_range(range))
            }
        }
    }
}

/// How many bytes of `chars` are shown.
fn reach(chars: impl Iterator<Item = char>) -> usize {
    let mut cells = 0;
    let shown = chars.take_while(|c| {
        cells += if is_han(*c) { 2 } else { 1 };
        cells <= REACH
    });

    shown.map(char::len_utf8).sum()
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\t', '\r'], " ")
}
