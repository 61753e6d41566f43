//! The files of a site under edit, each once → the changes that come of them.
//!
//! **Invariant:** an edit that is refused leaves its file as the edits before it did.

use super::{EditError, Edits};
use crate::base::changes::Changes;
use crate::base::sources::{FileId, Sources};
use crate::reading::config::Config;
use std::collections::BTreeMap;

/// Files under edit.
pub(crate) struct Files<'s> {
    pub(crate) sources: &'s Sources,
    edits: BTreeMap<FileId, Edits<'s>>,
    /// Keys of the lists of a speech, which are kept together.
    kinds: Vec<String>,
}

impl<'s> Files<'s> {
    pub(crate) fn new(sources: &'s Sources, config: &Config) -> Self {
        let kinds = config.kinds.iter().map(|(_, kind)| kind.key.clone()).collect();
        Files { sources, edits: BTreeMap::new(), kinds }
    }

    /// # Errors
    ///
    /// [`EditError`] of the edit, or if the file cannot be edited at all.
    pub(crate) fn edit<T>(
        &mut self,
        file: FileId,
        edit: impl FnOnce(&mut Edits<'s>) -> Result<T, EditError>,
    ) -> Result<T, EditError> {
        let before = match self.edits.remove(&file) {
            Some(edits) => edits,
            None => {
                // Ranges of a file that is not UTF-8 would be those of another text.
                let text = self.sources.file(file).text().ok_or(EditError::Unreadable)?;
                Edits::new(text)?.keeping_together(self.kinds.iter().cloned())
            }
        };

        // An edit of several steps may be refused at the last of them.
        let mut edits = before.clone();
        let done = edit(&mut edits);
        self.edits.insert(file, if done.is_ok() { edits } else { before });
        done
    }

    pub(crate) fn path(&self, file: FileId) -> &'s str {
        &self.sources.file(file).path
    }

    /// The text of a file as it was; empty if it has none.
    pub(crate) fn text(&self, file: FileId) -> &'s str {
        self.sources.file(file).text().unwrap_or_default()
    }

    /// Takes a file out, which is not among the changes then: its text with all edits.
    pub(crate) fn take(&mut self, file: FileId) -> Result<String, EditError> {
        self.edit(file, |_| Ok(()))?;
        Ok(self.edits.remove(&file).map(Edits::finish).unwrap_or_default())
    }

    pub(crate) fn changes(self) -> Changes {
        let mut changes = Changes::default();
        for (file, edits) in self.edits {
            if !edits.is_unchanged() {
                changes.write(&self.sources.file(file).path, edits.finish());
            }
        }
        changes
    }
}
