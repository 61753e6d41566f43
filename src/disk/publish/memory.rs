//! Outputs → memory, or nowhere: sinks for tests and for looking without writing.

use super::{Fate, PublishError, Report, Sink};
use crate::base::sources::FileId;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps what it is given; holds the whole site, so it is for small ones.
#[derive(Debug, Default)]
pub struct MemorySink {
    staged: Mutex<Kept>,
    published: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<String, Vec<u8>>,
    media: BTreeMap<String, FileId>,
}

impl MemorySink {
    /// Pages and files that were committed: path → bytes.
    #[must_use]
    pub fn files(self) -> BTreeMap<String, Vec<u8>> {
        self.published.into_inner().unwrap_or_else(PoisonError::into_inner).files
    }

    /// Media that were committed: path → the file that would be copied.
    #[must_use]
    pub fn media(&self) -> BTreeMap<String, FileId> {
        hold(&self.published).media.clone()
    }
}

fn hold(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sink for MemorySink {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        hold(&self.staged).files.insert(path.to_owned(), bytes);
        Ok(Fate::Written)
    }

    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        hold(&self.staged).media.insert(path.to_owned(), file);
        Ok(Fate::Written)
    }

    fn commit(&self, taken: &[(&str, Fate)]) -> Result<Report, PublishError> {
        *hold(&self.published) = std::mem::take(&mut *hold(&self.staged));
        Ok(Report::of(taken, 0))
    }
}

/// Takes everything and keeps nothing: `oratory check` renders into it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DrySink;

impl Sink for DrySink {
    fn put(&self, _path: &str, _bytes: Vec<u8>) -> Result<Fate, PublishError> {
        Ok(Fate::Unchanged)
    }

    fn copy(&self, _path: &str, _file: FileId) -> Result<Fate, PublishError> {
        Ok(Fate::Unchanged)
    }

    fn commit(&self, taken: &[(&str, Fate)]) -> Result<Report, PublishError> {
        Ok(Report::of(taken, 0))
    }
}
