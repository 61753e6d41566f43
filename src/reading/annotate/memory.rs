//! What was looked for when the texts were last searched, and what each of them was found to name.

use super::Named;
use super::names::Names;
use crate::base::diag::Diagnostics;
use crate::reading::corpus::{Corpus, Document, Speech, SpeechId};
use std::sync::Arc;

/// A search of all speeches, and what came of it.
#[derive(Default)]
pub(crate) struct Searched {
    /// What was looked for, and what is wrong with it; none before the first search.
    names: Option<(Arc<Names>, Diagnostics)>,
    /// By the speech's index.
    of_speech: Vec<(Arc<Speech>, Arc<Named>)>,
}

impl Searched {
    /// What was looked for, if the same is to be looked for now: what the files around the speeches
    /// say is the same, or this would have been forgotten; so must be all of each speech but its
    /// text, for its lists say what else is a name.
    pub(super) fn names(&self, corpus: &Corpus) -> Option<(Arc<Names>, Diagnostics)> {
        let are_as_many = self.of_speech.len() == corpus.speeches.len();
        let mut pairs = self.of_speech.iter().zip(&corpus.speeches);
        let are_alike =
            pairs.all(|((old, _), new)| Arc::ptr_eq(old, new) || front(old) == front(new));
        if are_as_many && are_alike { self.names.clone() } else { None }
    }

    /// What a speech names, if it is the one that was searched.
    pub(super) fn known(&self, id: SpeechId, speech: &Arc<Speech>) -> Option<Arc<Named>> {
        let (old, named) = self.of_speech.get(id.0 as usize)?;
        Arc::ptr_eq(old, speech).then(|| Arc::clone(named))
    }

    /// Remembers a search, and nothing else.
    pub(super) fn keep(
        &mut self,
        corpus: &Corpus,
        names: (Arc<Names>, Diagnostics),
        found: &[Arc<Named>],
    ) {
        self.names = Some(names);
        self.of_speech = corpus.speeches.iter().cloned().zip(found.iter().cloned()).collect();
    }
}

/// A speech without its text.
fn front(speech: &Speech) -> Speech {
    Speech { body: Document::default(), ..speech.clone() }
}
