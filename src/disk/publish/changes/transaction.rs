//! The steps of a journal → the files of a site, forward or back.
//!
//! While a step is under way there are two hidden files beside its target: one holds the new bytes
//! until they take their place, the other keeps the old ones until all is done. After the process
//! was stopped, they tell how far it had come.
//!
//! **Invariant:** rolling forward or back over a step that was done or undone already is harmless.
//! **Invariant:** a target whose bytes are neither the old nor the new is somebody's work, and is
//! left as it is.

use super::super::PublishError;
use super::super::manifest::{folders, inside};
use super::super::paths::{exists, is_absent};
use super::super::swap::{rename_to_free, swap};
use super::journal::{Journal, Print, Step};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A journal that is carried out below a root.
pub(super) struct Transaction<'j> {
    root: &'j Path,
    journal: &'j Journal,
}

impl<'j> Transaction<'j> {
    pub(super) fn new(root: &'j Path, journal: &'j Journal) -> Self {
        Transaction { root, journal }
    }

    pub(super) fn journal(&self) -> &Journal {
        self.journal
    }

    fn steps(&self) -> impl DoubleEndedIterator<Item = FileStep<'_>> {
        let steps = self.journal.steps.iter().enumerate();
        steps.map(|(number, step)| FileStep::new(self.root, number, step))
    }

    /// Refuses, before anything is written, what could not be done.
    pub(super) fn check(&self) -> Result<(), PublishError> {
        self.steps().try_for_each(|step| step.check())
    }

    /// Makes the folders that are missing, and writes all new bytes beside their targets; `bytes_of`
    /// gives those of a target.
    pub(super) fn stage(&self, bytes_of: &Supply<'_>) -> Result<(), PublishError> {
        for folder in &self.journal.folders {
            let folder = self.root.join(folder);
            match fs::create_dir(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(PublishError::disk("create", folder)(error)),
            }
        }
        self.steps().try_for_each(|step| step.stage(bytes_of))
    }

    /// Does every step that is not done yet.
    pub(super) fn roll_forward(&self) -> Result<(), PublishError> {
        self.steps().try_for_each(|step| step.roll_forward())
    }

    /// Takes back every step that was done, the last first; what someone has saved over it since
    /// stays.
    pub(super) fn roll_back(&self) -> Result<(), PublishError> {
        self.steps().rev().try_for_each(|step| step.roll_back())
    }

    /// Checks once more the files that made way: an editor that writes into a file, instead of
    /// replacing it, may have written into one of them.
    pub(super) fn check_kept(&self) -> Result<(), PublishError> {
        self.steps().try_for_each(|step| step.check_kept())
    }

    /// Whether the steps that were not done when the process was stopped still can be.
    pub(super) fn can_be_finished(&self) -> bool {
        self.steps().all(|step| match step.state() {
            Ok(State::Before) => step.check().is_ok(),
            Ok(State::Midway | State::Done) => true,
            Err(_) => false,
        })
    }

    /// Removes the hidden files, and the folders that were made for nothing.
    pub(super) fn clear(&self) -> Result<(), PublishError> {
        for step in self.steps() {
            for hidden in [step.waiting, step.kept] {
                match fs::remove_file(&hidden) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => return Err(PublishError::disk("remove", hidden)(error)),
                }
            }
        }
        for folder in self.journal.folders.iter().rev() {
            // The system keeps one with something in it.
            let _ = fs::remove_dir(self.root.join(folder));
        }
        Ok(())
    }
}

/// Gives the new bytes of a target, one at a time.
pub(super) type Supply<'s> = dyn Fn(&str) -> Result<Cow<'s, [u8]>, PublishError> + 's;

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The target is the old file.
    Before,
    /// The target is the new file, and the old one is where the new one waited.
    Midway,
    /// The target is the new file, and the old one is kept.
    Done,
}

/// One step, with the paths of its files.
struct FileStep<'j> {
    step: &'j Step,
    target: PathBuf,
    /// The new file, until it takes its place.
    waiting: PathBuf,
    /// The old file, until all is done.
    kept: PathBuf,
}

impl<'j> FileStep<'j> {
    fn new(root: &Path, number: usize, step: &'j Step) -> Self {
        let target = root.join(&step.path);
        // Numbered rather than named after the target, whose name may be as long as names can be.
        let beside = |ending: &str| target.with_file_name(format!(".oratory-{number}.{ending}"));
        FileStep { step, waiting: beside("new"), kept: beside("old"), target }
    }

    fn check(&self) -> Result<(), PublishError> {
        let there = print_of(&self.target)?;
        let path = self.target.clone();
        if self.step.must_be_new && exists(&path) {
            return Err(PublishError::Exists { path });
        }
        if there != self.step.old {
            return Err(PublishError::Edited { path });
        }
        Ok(())
    }

    fn stage(&self, bytes_of: &Supply<'_>) -> Result<(), PublishError> {
        if self.step.new.is_none() {
            return Ok(());
        }
        let new = bytes_of(&self.step.path)?;
        write_with_permissions_of(&self.target, &self.waiting, &new)
            .map_err(PublishError::disk("write", &self.target))
    }

    /// How far the step has come. A process that was stopped wrote that nowhere; the two hidden
    /// files tell.
    fn state(&self) -> Result<State, PublishError> {
        if self.step.new.is_none() {
            let is_done = exists(&self.kept) && !exists(&self.target);
            return Ok(if is_done { State::Done } else { State::Before });
        }
        Ok(match print_of(&self.waiting)? {
            None => State::Done,
            waiting if waiting == self.step.new => State::Before,
            Some(_) => State::Midway,
        })
    }

    fn roll_forward(&self) -> Result<(), PublishError> {
        let failed_to = |verb| PublishError::disk(verb, &self.target);
        match self.state()? {
            State::Before => {}
            State::Midway => {
                return fs::rename(&self.waiting, &self.kept).map_err(failed_to("keep"));
            }
            State::Done => return Ok(()),
        }

        // Immediately before the renaming, for an editor may have saved since. One that saves
        // between the two is caught by `check_kept`.
        self.check()?;
        match (&self.step.old, &self.step.new) {
            (_, None) => fs::rename(&self.target, &self.kept).map_err(failed_to("remove")),
            (None, Some(_)) => {
                rename_to_free(&self.waiting, &self.target).map_err(failed_to("create"))
            }
            (Some(_), Some(_)) => self.replace().map_err(failed_to("write")),
        }
    }

    /// Has the new file and the old one change places, so that what is kept is what was there at
    /// that very moment.
    fn replace(&self) -> io::Result<()> {
        if swap(&self.waiting, &self.target)? {
            return fs::rename(&self.waiting, &self.kept);
        }

        keep(&self.target, &self.kept)?;
        fs::rename(&self.waiting, &self.target)
    }

    fn roll_back(&self) -> Result<(), PublishError> {
        let state = self.state()?;
        if state == State::Before || print_of(&self.target)? != self.step.new {
            return Ok(());
        }

        let failed = PublishError::disk("restore", &self.target);
        if state == State::Midway {
            let is_swapped = swap(&self.waiting, &self.target).map_err(failed)?;
            debug_assert!(is_swapped, "what was exchanged can be exchanged again");
            return Ok(());
        }

        // The new bytes wait again first: if this process is stopped too, the next one sees how far
        // it came.
        let restored = match (&self.step.old, &self.step.new) {
            (Some(_), Some(_)) => fs::hard_link(&self.target, &self.waiting)
                .or_else(|_| fs::rename(&self.target, &self.waiting))
                .and_then(|()| fs::rename(&self.kept, &self.target)),
            (Some(_), None) => fs::rename(&self.kept, &self.target),
            (None, _) => fs::rename(&self.target, &self.waiting),
        };
        restored.map_err(failed)
    }

    fn check_kept(&self) -> Result<(), PublishError> {
        let kept = print_of(&self.kept)?;
        if kept.is_some() && kept != self.step.old {
            return Err(PublishError::Edited { path: self.target.clone() });
        }
        Ok(())
    }
}

/// Where a change of `path` has to be made. Links within the site are followed, so that the file
/// changes and not the link; a file that is to go, or must be new, is what is at the path itself.
///
/// `is_rewritten` says that it is a file that may be there and stays.
pub(super) fn target(root: &Path, path: &str, is_rewritten: bool) -> Result<String, PublishError> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = folder_of(root, path)?.join(name);
    let is_link = fs::symlink_metadata(&named).is_ok_and(|there| there.is_symlink());

    let real = match is_rewritten && is_link {
        true => fs::canonicalize(&named).map_err(|_| PublishError::Link { path: named })?,
        false => named,
    };
    if real.is_dir() {
        return Err(PublishError::InTheWay { path: real });
    }

    let Ok(below) = real.strip_prefix(root) else {
        return Err(PublishError::Link { path: real });
    };
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let Some(parts) = parts else {
        return Err(PublishError::UnsafePath { path: path.to_owned() });
    };
    let target = parts.join("/");
    inside(root, &target)?;
    Ok(target)
}

/// The folder of `path` without links, even where it is still to be made.
fn folder_of(root: &Path, path: &str) -> Result<PathBuf, PublishError> {
    let mut real = root.to_owned();
    let mut names: Vec<&str> = path.split('/').collect();
    names.pop();

    for name in names {
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
    // Sorted, `a` comes before `a/b`.
    let mut missing = BTreeSet::new();
    for step in steps {
        if step.new.is_none() {
            continue;
        }
        for folder in folders(&step.path) {
            if !root.join(folder).is_dir() {
                missing.insert(folder.to_owned());
            }
        }
    }
    missing.into_iter().collect()
}

/// The print of the file at `path` below `root`, if there is one.
pub(super) fn print_at(root: &Path, path: &str) -> Result<Option<Print>, PublishError> {
    print_of(&root.join(path))
}

fn print_of(path: &Path) -> Result<Option<Print>, PublishError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Print::of(&bytes))),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(PublishError::disk("read", path)(error)),
    }
}

/// Writes `bytes` to `path`, with the permissions of `model` if that exists.
fn write_with_permissions_of(model: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create(path)?.write_all(bytes)?;
    match fs::metadata(model) {
        Ok(there) => fs::set_permissions(path, there.permissions()),
        Err(_) => Ok(()),
    }
}

/// Keeps a file that is about to be replaced under a second name, so that its place is never empty.
fn keep(target: &Path, kept: &Path) -> io::Result<()> {
    match fs::hard_link(target, kept) {
        Ok(()) => Ok(()),
        // An earlier try made it, and was stopped before the renaming.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // The file system has no second names.
        Err(_) => fs::copy(target, kept).map(drop),
    }
}
