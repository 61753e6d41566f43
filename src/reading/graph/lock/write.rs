//! What the locks have to say → the files that are written and removed for it.
//!
//! **Invariant:** a lock that says what it has to stays as it is.

use super::entities::{self, Entities};
use super::file::{self, Record, Records, path_of};
use super::languages::{self, Site};
use super::memory::Locked;
use super::own::{self, OwnPages};
use crate::base::changes::Changes;
use crate::base::sources::{FileId, Sources};
use crate::reading::corpus::{LOCK_FOLDER, OLD_LOCK_PATH};
use rayon::prelude::*;
use std::sync::Arc;

/// All that is kept.
pub(super) struct Locks<'l> {
    pub(super) speeches: &'l Records,
    pub(super) entities: &'l Entities,
    pub(super) own: &'l OwnPages,
    pub(super) site: &'l Site,
}

impl Locks<'_> {
    /// What has to be written, and removed, so that the locks say what the records do.
    pub(super) fn changes(&self, sources: &Sources, memory: &mut Locked) -> Changes {
        let mut changes = Changes::default();
        for (_, source) in sources.under(LOCK_FOLDER) {
            let is_of_speech_gone =
                file::name_of(&source.path).is_some_and(|name| !self.speeches.contains_key(name));
            let is_of_entity_gone =
                entities::id_of(&source.path).is_some_and(|id| !self.entities.contains_key(id));
            let is_of_page_gone =
                own::name_of(&source.path).is_some_and(|name| !self.own.contains_key(name));
            if is_of_speech_gone || is_of_entity_gone || is_of_page_gone {
                changes.remove(source.path.clone());
            }
        }
        if sources.find(OLD_LOCK_PATH).is_some() && !self.speeches.is_empty() {
            changes.remove(OLD_LOCK_PATH);
        }

        let is_known = |record: &Arc<Record>| {
            record.file.is_some_and(|file| memory.is_kept(sources, file, record))
        };
        let speeches = self.speeches.par_iter().filter(|(_, record)| !is_known(record));
        let speeches = speeches.map(|(name, record)| Lock {
            path: path_of(name),
            file: record.file,
            text: record.text(),
        });
        let entities = self.entities.par_iter().map(|(id, known)| Lock {
            path: entities::path_of(id),
            file: known.file,
            text: known.text(),
        });
        let own = self.own.par_iter().map(|(name, known)| Lock {
            path: own::path_of(name),
            file: known.file,
            text: known.text(),
        });
        let all = speeches.chain(entities).chain(own);
        let changed: Vec<Lock> = all.filter(|lock| !lock.is_kept(sources)).collect();
        for lock in changed {
            lock.keep(sources, &mut changes);
        }
        let kept = self.speeches.values().filter_map(|record| Some((record.file?, record)));
        let is_unchanged =
            |(file, _): &(FileId, &Arc<Record>)| changes.get(&sources.file(*file).path).is_none();
        memory.keep_kept(sources, kept.filter(is_unchanged));

        // Of a site without a page that was published nothing has to be kept.
        let site =
            Lock { path: languages::PATH.to_owned(), file: self.site.file, text: self.site.text() };
        let is_empty = self.speeches.is_empty() && self.entities.is_empty() && self.own.is_empty();
        if !is_empty && !site.is_kept(sources) {
            site.keep(sources, &mut changes);
        }
        changes
    }
}

/// A lock as it has to be.
struct Lock {
    path: String,
    /// The file that is there.
    file: Option<FileId>,
    text: String,
}

impl Lock {
    fn is_kept(&self, sources: &Sources) -> bool {
        self.file.is_some_and(|file| sources.file(file).bytes() == self.text.as_bytes())
    }

    fn keep(self, sources: &Sources, changes: &mut Changes) {
        match self.file {
            Some(file) => changes.write(sources.file(file).path.clone(), self.text),
            None => changes.create(self.path, self.text),
        }
    }
}
