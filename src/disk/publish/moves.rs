//! Files that wait in a staging folder → their places in a folder, one by one, under a journal.
//! This is the way for folders that cannot be exchanged whole: those that hold foreign folders or
//! are file systems of their own.
//!
//! The journal lists every step, and is on the disk before the first file moves. A process that is
//! stopped leaves it behind, and the next one continues where that one ended; where the system
//! refuses a step, all steps are rolled back.
//!
//! **Invariant:** rolling forward or back over a step that was done or undone already is harmless.
//! **Invariant:** a file that makes way is kept in the staging folder until all is done. Files that
//! no step names are not touched.

use super::PublishError;
use super::manifest::{Manifest, folders, is_inside};
use super::paths::exists;
use super::replace::replace;
use super::staging::{JOURNAL, StagingFolder};
use super::sync::sync;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder, in a staging folder, where new files wait under the paths that they will have.
pub(super) const NEW: &str = "new";

/// The folder, in a staging folder, where files that made way are kept.
const OLD: &str = "old";

/// The first line of a journal. A program that reads another one here does nothing.
const HEAD: &str = "oratory moves 1";

/// What becomes of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The new file takes its place; one that is there makes way.
    Put(String),
    /// The file that is there makes way.
    Remove(String),
}

/// How a journal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Every step is done.
    Done,
    /// The system refused a step, and the folder is as it was before the first.
    RolledBack,
}

/// Does all of `steps`, in this order, or none of them.
///
/// # Errors
///
/// Where the system refuses; the folder is then as it was.
pub(super) fn carry_out(
    staging: &StagingFolder,
    folder: &Path,
    steps: &[Step],
) -> Result<(), PublishError> {
    replace(&staging.join(JOURNAL), journal_of(steps).as_bytes())?;
    sync(staging.path())?;

    let moves = Moves::new(staging, folder);
    let done = moves.roll_forward(steps);
    if done.is_err() {
        moves.roll_back(steps)?;
    }

    end(staging)?;
    done
}

/// Rolls the journal of a stopped process forward, or back if that cannot be.
///
/// # Errors
///
/// Where neither can be. The journal then stays.
pub(super) fn resume(staging: &StagingFolder, folder: &Path) -> Result<Outcome, PublishError> {
    let journal = staging.join(JOURNAL);
    let text = fs::read_to_string(&journal).map_err(PublishError::disk("read", &journal))?;
    let Some(steps) = steps_of(&text) else {
        return Err(PublishError::Journal { path: journal });
    };

    let moves = Moves::new(staging, folder);
    let outcome = match moves.roll_forward(&steps) {
        Ok(()) => Outcome::Done,
        Err(_) => {
            moves.roll_back(&steps)?;
            Outcome::RolledBack
        }
    };

    end(staging)?;
    Ok(outcome)
}

/// Removes the journal, once everything that it could do again has reached the disk.
fn end(staging: &StagingFolder) -> Result<(), PublishError> {
    sync(staging.path())?;
    let journal = staging.join(JOURNAL);
    fs::remove_file(&journal).map_err(PublishError::disk("remove", journal))
}

fn journal_of(steps: &[Step]) -> String {
    let mut text = format!("{HEAD}\n");
    for step in steps {
        let (verb, path) = match step {
            Step::Put(path) => ("put", path),
            Step::Remove(path) => ("remove", path),
        };
        text.extend([verb, " ", path, "\n"]);
    }
    text
}

/// The steps of a journal; `None` where the text is not a journal, is cut off, or names a path
/// outside the folder.
fn steps_of(journal: &str) -> Option<Vec<Step>> {
    let text = journal.strip_prefix(HEAD)?.strip_prefix('\n')?;
    if !text.is_empty() && !text.ends_with('\n') {
        return None;
    }

    let mut steps = Vec::new();
    for line in text.lines() {
        let (verb, path) = line.split_once(' ')?;
        if !is_inside(path) && path != Manifest::NAME {
            return None;
        }
        let path = path.to_owned();
        steps.push(match verb {
            "put" => Step::Put(path),
            "remove" => Step::Remove(path),
            _ => return None,
        });
    }
    Some(steps)
}

/// The three folders between which files move.
struct Moves<'f> {
    new: PathBuf,
    old: PathBuf,
    folder: &'f Path,
}

impl<'f> Moves<'f> {
    fn new(staging: &StagingFolder, folder: &'f Path) -> Self {
        Moves { new: staging.join(NEW), old: staging.join(OLD), folder }
    }

    fn roll_forward(&self, steps: &[Step]) -> Result<(), PublishError> {
        for step in steps {
            match step {
                Step::Put(path) => self.put(path)?,
                Step::Remove(path) => self.remove(path)?,
            }
        }
        Ok(())
    }

    fn put(&self, path: &str) -> Result<(), PublishError> {
        let new = self.new.join(path);
        let target = self.folder.join(path);
        if !exists(&new) {
            // It was done before the process was stopped.
            return Ok(());
        }

        make_folder_of(&target)?;
        if exists(&target) {
            self.keep(path, &target)?;
        }
        move_file(&new, &target).map_err(PublishError::disk("write", target))
    }

    /// Keeps a file that is about to be replaced under a second name, so that its place is never
    /// empty.
    fn keep(&self, path: &str, target: &Path) -> Result<(), PublishError> {
        let old = self.old.join(path);
        if exists(&old) {
            return Ok(());
        }

        make_folder_of(&old)?;
        fs::hard_link(target, &old)
            .or_else(|_| copy_whole(target, &old))
            .map_err(PublishError::disk("keep", target))
    }

    fn remove(&self, path: &str) -> Result<(), PublishError> {
        let old = self.old.join(path);
        let target = self.folder.join(path);
        if exists(&target) {
            make_folder_of(&old)?;
            move_file(&target, &old).map_err(PublishError::disk("remove", &target))?;
        }
        remove_emptied(self.folder, path);
        Ok(())
    }

    /// Takes back the steps that were done, the last first.
    fn roll_back(&self, steps: &[Step]) -> Result<(), PublishError> {
        for step in steps.iter().rev() {
            match step {
                Step::Put(path) => {
                    self.withdraw(path)?;
                    self.restore(path)?;
                }
                Step::Remove(path) => self.restore(path)?,
            }
        }
        Ok(())
    }

    /// Has the new file at `path`, if it took its place, wait in the staging folder again.
    ///
    /// This comes before the old file is restored: if this process is stopped too, the next one
    /// sees how far it came.
    fn withdraw(&self, path: &str) -> Result<(), PublishError> {
        let new = self.new.join(path);
        let target = self.folder.join(path);
        if exists(&new) || !exists(&target) {
            return Ok(());
        }

        make_folder_of(&new)?;
        if exists(&self.old.join(path)) {
            // Where a second name is impossible, the place is empty until the old file returns.
            fs::hard_link(&target, &new)
                .or_else(|_| move_file(&target, &new))
                .map_err(PublishError::disk("keep", &target))
        } else {
            move_file(&target, &new).map_err(PublishError::disk("remove", &target))?;
            remove_emptied(self.folder, path);
            Ok(())
        }
    }

    /// Puts the file that made way at `path` back in its place.
    fn restore(&self, path: &str) -> Result<(), PublishError> {
        let old = self.old.join(path);
        let target = self.folder.join(path);
        if !exists(&old) {
            return Ok(());
        }

        make_folder_of(&target)?;
        move_file(&old, &target).map_err(PublishError::disk("restore", &target))
    }
}

/// Removes the folders of `path` that are empty now; the system keeps one with something in it.
fn remove_emptied(base: &Path, path: &str) {
    for folder in folders(path).rev() {
        if fs::remove_dir(base.join(folder)).is_err() {
            return;
        }
    }
}

fn make_folder_of(path: &Path) -> Result<(), PublishError> {
    let folder = path.parent().unwrap_or(path);
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(PublishError::disk("create", folder))
}

/// Moves a file, even to another file system; there too it takes its place in one step.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            copy_whole(from, to)?;
            fs::remove_file(from)
        }
        other => other,
    }
}

/// Copies a file so that nobody sees a half of it at `to`.
fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let beside = to.with_file_name(format!(".{name}.new"));
    fs::copy(from, &beside)?;
    fs::rename(&beside, to)
}
