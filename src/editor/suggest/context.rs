//! A place in a speech → the words around it, and where they are in the file.

use super::Spot;
use crate::base::letters::{beginning_within, cells, ending_within};
use crate::base::sources::Span;
use crate::reading::annotate::{Place, as_usize};
use crate::reading::corpus::Corpus;

/// Cells of text that are shown on either side. A choice: with fewer the sentence is not
/// understood, with more a name and what is around it break over two lines of a terminal.
const REACH: usize = 36;

/// Words in the text around them; all of it on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Context {
    /// Where the words are in the file.
    pub span: Span,
    pub left: String,
    pub words: String,
    pub right: String,
}

impl Spot {
    /// The words around.
    #[must_use]
    pub(crate) fn context(&self, corpus: &Corpus) -> Context {
        let speech = corpus.speech(self.speech);
        let range = as_usize(&self.range);
        let source = match self.place {
            Place::Label(turn) => speech.body.turns[turn as usize].label_span.clone(),
            Place::Paragraph(index) => speech.body.paragraphs[index as usize].source_range(&range),
        };

        let text = self.place.text(speech);
        let before = text.get(..range.start).unwrap_or_default();
        let after = text.get(range.end..).unwrap_or_default();
        Context {
            span: Span::new(speech.file, source),
            left: one_line(&before[ending_within(before, REACH, cells)..]),
            words: one_line(text.get(range).unwrap_or_default()),
            right: one_line(&after[..beginning_within(after, REACH, cells)]),
        }
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\t', '\r'], " ")
}
