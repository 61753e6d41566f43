//! Outputs → memory, or nowhere: sinks for tests and for commands that only look.

use super::{Accepted, Fate, Make, PublishError, Report, Sink};
use crate::base::sources::FileId;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps what it is given. It holds the whole site in memory, so it is for small ones.
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
    /// The pages and files that were committed: path → bytes.
    #[must_use]
    pub fn files(self) -> BTreeMap<String, Vec<u8>> {
        self.published.into_inner().unwrap_or_else(PoisonError::into_inner).files
    }

    /// The media that were committed: path → the file that would be copied.
    #[must_use]
    pub fn media(&self) -> BTreeMap<String, FileId> {
        locked(&self.published).media.clone()
    }
}

fn locked(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sink for MemorySink {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        locked(&self.staged).files.insert(path.to_owned(), bytes);
        Ok(Fate::Written)
    }

    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        locked(&self.staged).media.insert(path.to_owned(), file);
        Ok(Fate::Written)
    }

    fn copy_kept(&self, _path: &str, _kept: &str) -> Result<Fate, PublishError> {
        Ok(Fate::Written)
    }

    fn commit(&self, accepted: &[Accepted<'_>]) -> Result<Report, PublishError> {
        *locked(&self.published) = std::mem::take(&mut *locked(&self.staged));
        Ok(Report::of(accepted, 0))
    }
}

/// Takes everything and keeps nothing: `oratory check` renders into it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DrySink;

impl Sink for DrySink {
    fn stream(&self, paths: &[&str], _make: &Make<'_>) -> Result<Vec<Fate>, PublishError> {
        Ok(vec![Fate::Unchanged; paths.len()])
    }

    fn put(&self, _path: &str, _bytes: Vec<u8>) -> Result<Fate, PublishError> {
        Ok(Fate::Unchanged)
    }

    fn copy(&self, _path: &str, _file: FileId) -> Result<Fate, PublishError> {
        Ok(Fate::Unchanged)
    }

    fn copy_kept(&self, _path: &str, _kept: &str) -> Result<Fate, PublishError> {
        Ok(Fate::Unchanged)
    }

    fn commit(&self, accepted: &[Accepted<'_>]) -> Result<Report, PublishError> {
        Ok(Report::of(accepted, 0))
    }
}
