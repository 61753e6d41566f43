//! The steps of a journal → the files of a site, forward or back.
//!
//! While a step is under way two hidden files lie beside its target: what is new until it takes its place, and what was there until all is
//! done. They tell, after the process was stopped, how far it had come.
//!
//! **Invariant:** a step that was done can be done again, and one that was taken back can be taken back again.
//! **Invariant:** a target whose bytes are neither the old nor the new is somebody's work, and is left as it is.

use super::super::PublishError;
use super::super::manifest::{folders, inside};
use super::super::swap::{rename_to_free, swap};
use super::journal::{Journal, Step};
use crate::base::changes::Change;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The steps of a journal at their places below the root.
pub(super) struct Places<'j> {
    root: &'j Path,
    journal: &'j Journal,
}

impl<'j> Places<'j> {
    pub(super) fn new(root: &'j Path, journal: &'j Journal) -> Self {
        Places { root, journal }
    }

    pub(super) fn journal(&self) -> &Journal {
        self.journal
    }

    fn places(&self) -> impl DoubleEndedIterator<Item = Place<'_>> {
        self.journal
            .steps
            .iter()
            .enumerate()
            .map(|(number, step)| Place::new(self.root, number, step))
    }

    /// Refuses, before anything is written, what could not be done.
    pub(super) fn check(&self) -> Result<(), PublishError> {
        self.places().try_for_each(|place| place.check())
    }

    /// Makes the folders that are missing, and writes all that is new beside its target.
    pub(super) fn stage(&self) -> Result<(), PublishError> {
        for folder in &self.journal.folders {
            let folder = self.root.join(folder);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(PublishError::disk("create", folder)(error));
                }
                _ => {}
            }
        }
        self.places().try_for_each(|place| place.stage())
    }

    /// Does every step that is not done yet.
    pub(super) fn forward(&self) -> Result<(), PublishError> {
        self.places().try_for_each(|place| place.forward())
    }

    /// Takes back every step that was done, the last first; what someone has saved over it since stays.
    pub(super) fn back(&self) -> Result<(), PublishError> {
        self.places().rev().try_for_each(|place| place.back())
    }

    /// Looks once more at what made way: an editor that writes into a file, instead of replacing it, may have written into that one.
    pub(super) fn check_kept(&self) -> Result<(), PublishError> {
        self.places().try_for_each(|place| place.check_kept())
    }

    /// Whether the steps that were not done when the process was stopped still can be.
    pub(super) fn can_be_finished(&self) -> bool {
        self.places().all(|place| match place.state() {
            Ok(State::Before) => place.check().is_ok(),
            Ok(State::Midway | State::Done) => true,
            Err(_) => false,
        })
    }

    /// Removes the hidden files, and the folders that were made for nothing.
    pub(super) fn clear(&self) -> Result<(), PublishError> {
        for hidden in self.places().flat_map(|place| [place.waiting, place.kept]) {
            match fs::remove_file(&hidden) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(PublishError::disk("remove", hidden)(error));
                }
                _ => {}
            }
        }
        for folder in self.journal.folders.iter().rev() {
            // One with something in it refuses, as it should.
            let _ = fs::remove_dir(self.root.join(folder));
        }
        Ok(())
    }
}

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing has taken its place.
    Before,
    /// What is new has taken its place, and what was there waits where it had waited.
    Midway,
    /// What was there is kept.
    Done,
}

/// One step at its place.
struct Place<'j> {
    step: &'j Step,
    target: PathBuf,
    /// What is new, until it takes its place.
    waiting: PathBuf,
    /// What was there, until all is done.
    kept: PathBuf,
}

impl<'j> Place<'j> {
    fn new(root: &Path, number: usize, step: &'j Step) -> Self {
        let target = root.join(&step.path);
        // Numbered, not named after the target, whose name may be as long as names can be.
        let beside = |ending: &str| target.with_file_name(format!(".oratory-{number}.{ending}"));
        Place { step, waiting: beside("new"), kept: beside("old"), target }
    }

    fn check(&self) -> Result<(), PublishError> {
        let there = bytes_of(&self.target)?;
        let path = self.target.clone();
        match there {
            _ if self.step.must_be_new && fs::symlink_metadata(&path).is_ok() => {
                Err(PublishError::Exists { path })
            }
            _ if there == self.step.old => Ok(()),
            _ => Err(PublishError::Edited { path }),
        }
    }

    fn stage(&self) -> Result<(), PublishError> {
        let Some(new) = &self.step.new else {
            return Ok(());
        };
        write_like(&self.waiting, new, &self.target)
            .map_err(PublishError::disk("write", &self.target))
    }

    /// How far the step has come. A process that was stopped wrote it nowhere; the two hidden files tell.
    fn state(&self) -> Result<State, PublishError> {
        let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
        if self.step.new.is_none() {
            let is_done = is_there(&self.kept) && !is_there(&self.target);
            return Ok(if is_done { State::Done } else { State::Before });
        }
        Ok(match bytes_of(&self.waiting)? {
            None => State::Done,
            waiting if waiting == self.step.new => State::Before,
            Some(_) => State::Midway,
        })
    }

    fn forward(&self) -> Result<(), PublishError> {
        let trouble = |verb| PublishError::disk(verb, &self.target);
        match self.state()? {
            State::Done => return Ok(()),
            State::Midway => return fs::rename(&self.waiting, &self.kept).map_err(trouble("keep")),
            State::Before => {}
        }

        // Immediately before the renaming, for an editor may have saved since. One who saves between the two is seen by `check_kept`.
        self.check()?;
        match (&self.step.old, &self.step.new) {
            (_, None) => fs::rename(&self.target, &self.kept).map_err(trouble("remove")),
            (None, Some(_)) => {
                rename_to_free(&self.waiting, &self.target).map_err(trouble("create"))
            }
            (Some(_), Some(_)) => self.replace().map_err(trouble("write")),
        }
    }

    /// Has what is new and what is there change places, so that what is kept is what was there in that very moment.
    fn replace(&self) -> io::Result<()> {
        if swap(&self.waiting, &self.target)? {
            return fs::rename(&self.waiting, &self.kept);
        }
        keep(&self.target, &self.kept)?;
        fs::rename(&self.waiting, &self.target)
    }

    fn back(&self) -> Result<(), PublishError> {
        let state = self.state()?;
        if state == State::Before || bytes_of(&self.target)? != self.step.new {
            return Ok(());
        }
        if state == State::Midway {
            let is_swapped = swap(&self.waiting, &self.target)
                .map_err(PublishError::disk("restore", &self.target))?;
            debug_assert!(is_swapped, "what was exchanged can be exchanged again");
            return Ok(());
        }

        // The new bytes wait again first: if this is stopped, too, it is seen how far it came.
        let taken_back = match (&self.step.old, &self.step.new) {
            (Some(_), Some(_)) => fs::hard_link(&self.target, &self.waiting)
                .or_else(|_| fs::rename(&self.target, &self.waiting))
                .and_then(|()| fs::rename(&self.kept, &self.target)),
            (Some(_), None) => fs::rename(&self.kept, &self.target),
            (None, _) => fs::rename(&self.target, &self.waiting),
        };
        taken_back.map_err(PublishError::disk("restore", &self.target))
    }

    fn check_kept(&self) -> Result<(), PublishError> {
        match bytes_of(&self.kept)? {
            kept if kept.is_some() && kept != self.step.old => {
                Err(PublishError::Edited { path: self.target.clone() })
            }
            _ => Ok(()),
        }
    }
}

/// Where a change of `path` has to be made: links within the site are followed, so that the file changes and not the link. A file that is to
/// go, or must be new, is what is at the path itself.
pub(super) fn target(root: &Path, path: &str, change: &Change) -> Result<String, PublishError> {
    let named = folder_of(root, path)?.join(path.rsplit('/').next().unwrap_or(path));
    let is_link = fs::symlink_metadata(&named).is_ok_and(|there| there.is_symlink());
    let real = match change {
        Change::Write(_) if is_link => {
            fs::canonicalize(&named).map_err(|_| PublishError::Link { path: named })?
        }
        _ => named,
    };
    if real.is_dir() {
        return Err(PublishError::InTheWay { path: real });
    }

    let below = real.strip_prefix(root).map_err(|_| PublishError::Link { path: real.clone() })?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let path = parts
        .map(|parts| parts.join("/"))
        .ok_or_else(|| PublishError::UnsafePath { path: path.to_owned() })?;
    inside(root, &path)?;
    Ok(path)
}

/// The folder of `path` without links, also where it is still to be made.
fn folder_of(root: &Path, path: &str) -> Result<PathBuf, PublishError> {
    let mut real = root.to_owned();
    for name in folders(path).filter_map(|folder| folder.rsplit('/').next()) {
        real.push(name);
        match fs::canonicalize(&real) {
            Ok(there) if !there.starts_with(root) => return Err(PublishError::Link { path: real }),
            Ok(there) if !there.is_dir() => return Err(PublishError::InTheWay { path: real }),
            Ok(there) => real = there,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(PublishError::disk("read", real)(error)),
        }
    }
    Ok(real)
}

/// The folders that have to be made, the outer before the inner.
pub(super) fn missing_folders(root: &Path, steps: &[Step]) -> Vec<String> {
    let needed: BTreeSet<&str> = steps
        .iter()
        .filter(|step| step.new.is_some())
        .flat_map(|step| folders(&step.path))
        .collect();
    needed.into_iter().filter(|folder| !root.join(folder).is_dir()).map(str::to_owned).collect()
}

/// The bytes of the file at `path` below `root`, if there is one.
pub(super) fn bytes_at(root: &Path, path: &str) -> Result<Option<Vec<u8>>, PublishError> {
    bytes_of(&root.join(path))
}

fn bytes_of(path: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(PublishError::disk("read", path)(error)),
    }
}

/// Writes `bytes` to `path`, with the permissions of `like` if that exists.
fn write_like(path: &Path, bytes: &[u8], like: &Path) -> io::Result<()> {
    File::create(path)?.write_all(bytes)?;
    match fs::metadata(like) {
        Ok(there) => fs::set_permissions(path, there.permissions()),
        Err(_) => Ok(()),
    }
}

/// Keeps a file that is about to be replaced under a second name, so that its place is never empty.
fn keep(target: &Path, kept: &Path) -> io::Result<()> {
    match fs::hard_link(target, kept) {
        // Left by an earlier try, which was stopped before the renaming.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(_) => fs::copy(target, kept).map(drop),
        Ok(()) => Ok(()),
    }
}
