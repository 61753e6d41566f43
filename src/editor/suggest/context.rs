//! A place in a speech → the words around it, and where they stand in the file.

use super::Spot;
use crate::base::letters::{beginning_within, cells, ending_within};
use crate::base::sources::Span;
use crate::reading::annotate::Place;
use crate::reading::corpus::{Corpus, Speech};
use std::ops::Range;

/// Cells of text that are shown on either side.
const REACH: usize = 36;

/// Words in the text around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Context {
    /// Where the words stand in the file.
    pub span: Span,
    /// What stands before, on one line.
    pub left: String,
    /// The words.
    pub words: String,
    /// What stands after, on one line.
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

        Context {
            span: Span::new(speech.file, source),
            left: one_line(&before[ending_within(before, REACH, cells)..]),
            words: one_line(words),
            right: one_line(&after[..beginning_within(after, REACH, cells)]),
        }
    }

    /// The text in which it stands, and its bytes in the file.
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

fn one_line(text: &str) -> String {
    text.replace(['\n', '\t', '\r'], " ")
}
