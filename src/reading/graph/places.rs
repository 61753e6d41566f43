//! Mentions, sorted by speech → where those of each speech and of each entity are.

use crate::reading::annotate::{How, Mention};
use crate::reading::corpus::{Corpus, SpeechId};
use std::ops::Range;

/// Where in the sorted list the mentions of each speech and of each entity are.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) of_speech: Vec<Range<u32>>,
    /// How many of those of a speech are not labels.
    pub(super) in_words: Vec<usize>,
    pub(super) of_entity: Vec<Vec<u32>>,
}

impl Places {
    pub(super) fn of(corpus: &Corpus, mentions: &[Mention]) -> Self {
        let mut of_speech = Vec::with_capacity(corpus.speeches.len());
        let mut in_words = Vec::with_capacity(corpus.speeches.len());
        let mut start = 0;
        for (id, _) in corpus.speeches() {
            let n_here =
                mentions[start..].iter().take_while(|mention| mention.speech == id).count();
            let here = &mentions[start..start + n_here];
            in_words.push(here.iter().filter(|mention| mention.how != How::Label).count());
            of_speech.push(index(start)..index(start + n_here));
            start += n_here;
        }

        let mut of_entity = vec![Vec::new(); corpus.entities.len()];
        for (at, mention) in mentions.iter().enumerate() {
            of_entity[mention.entity.0 as usize].push(index(at));
        }
        Places { of_speech, in_words, of_entity }
    }

    /// The mentions in a speech, as a range of the sorted list.
    pub(super) fn in_speech(&self, speech: SpeechId) -> Range<usize> {
        let range = &self.of_speech[speech.0 as usize];
        range.start as usize..range.end as usize
    }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("fewer than 2^32 mentions")
}
