//! What an earlier numbering of the same site found → what need not be found again.
//!
//! **Invariant:** what is known is what would be found: it is asked with all that it depends on.

use super::file::Record;
use super::number::Numbered;
use crate::base::diag::Diagnostics;
use crate::base::sources::{FileId, Source, Sources};
use crate::reading::corpus::Speech;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What an earlier numbering found; nothing before the first one.
#[derive(Default)]
pub(crate) struct Locked {
    read: FxHashMap<FileId, ReadLock>,
    /// By the speech's index.
    numbered: Vec<NumberedSpeech>,
    /// Locks that say what they have to, with what that is.
    kept: FxHashMap<FileId, (Arc<Source>, Arc<Record>)>,
}

/// A lock, and what it says.
#[derive(Clone)]
pub(super) struct ReadLock {
    pub(super) source: Arc<Source>,
    /// None where it cannot be read.
    pub(super) record: Option<Arc<Record>>,
    pub(super) diagnostics: Arc<Diagnostics>,
}

/// A speech, what was known of it, and its numbers.
pub(super) struct NumberedSpeech {
    pub(super) speech: Arc<Speech>,
    /// What its lock said, with the addresses that it has now.
    pub(super) record: Arc<Record>,
    pub(super) page: String,
    pub(super) numbered: Numbered,
}

impl Locked {
    /// What a lock says, if it was read as it is now, under the same number.
    pub(super) fn read(&self, sources: &Sources, file: FileId) -> Option<ReadLock> {
        let known = self.read.get(&file)?;
        (known.source == *sources.shared_file(file)).then(|| known.clone())
    }

    pub(super) fn keep_read(&mut self, read: impl Iterator<Item = (FileId, ReadLock)>) {
        self.read = read.collect();
    }

    /// The numbers of the speech with this index, if it, what is known of it and its page are as they
    /// were.
    pub(super) fn numbered(
        &self,
        index: usize,
        speech: &Arc<Speech>,
        record: &Arc<Record>,
        page: &str,
    ) -> Option<Numbered> {
        let known = self.numbered.get(index)?;
        let is_same =
            Arc::ptr_eq(&known.speech, speech) && known.record == *record && known.page == page;
        is_same.then(|| known.numbered.clone())
    }

    pub(super) fn keep_numbered(&mut self, numbered: Vec<NumberedSpeech>) {
        self.numbered = numbered;
    }

    /// Whether it is known that the lock `file` says what is in `record`, and nothing else.
    pub(super) fn is_kept(&self, sources: &Sources, file: FileId, record: &Arc<Record>) -> bool {
        let known = self.kept.get(&file);
        known.is_some_and(|(source, kept)| source == sources.shared_file(file) && kept == record)
    }

    pub(super) fn keep_kept<'r>(
        &mut self,
        sources: &Sources,
        kept: impl Iterator<Item = (FileId, &'r Arc<Record>)>,
    ) {
        let with_source = |(file, record): (FileId, &Arc<Record>)| {
            (file, (Arc::clone(sources.shared_file(file)), Arc::clone(record)))
        };
        self.kept = kept.map(with_source).collect();
    }
}
