//! How long speeches and their paragraphs are, in words, or in characters (字) where the language counts
//! those: counted once.

use super::Graph;
use crate::reading::corpus::{Paragraph, Speech, SpeechId};
use std::sync::Arc;

impl Graph {
    /// Length of a speech in words, or in characters (字) where its language counts those: of what is
    /// said and told.
    pub fn length(&self, speech: SpeechId) -> usize {
        let paragraphs = self.corpus.speech(speech).body.paragraphs.iter().enumerate();
        let of = |(index, _): (usize, &Paragraph)| self.paragraph_length(speech, index);
        paragraphs.filter(|(_, paragraph)| paragraph.is_said()).map(of).sum()
    }

    /// The same of a paragraph of it, whatever its role.
    pub(crate) fn paragraph_length(&self, speech: SpeechId, index: usize) -> usize {
        self.lengths[speech.0 as usize][index]
    }
}

/// The length of each paragraph.
pub(super) fn of(speech: &Speech) -> Arc<[usize]> {
    speech.body.paragraphs.iter().map(|paragraph| paragraph.length(&speech.lang)).collect()
}
