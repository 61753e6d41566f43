//! Files that wait in a workshop → their places in a folder, one by one, by a journal. The road for folders that cannot be exchanged whole:
//! those that hold folders of someone else's, or that are file systems of their own.
//!
//! The journal says all that will be done, and is on the disk before the first file moves. A process that is stopped leaves it behind, and
//! the next one goes on where that one ended; where the system refuses a step, all steps are taken back.
//!
//! **Invariant:** a step that was done can be done again, and a step that was taken back can be taken back again.
//! **Invariant:** a file that makes way is kept in the workshop until all is done. Files that no step names are not touched.

use super::PublishError;
use super::manifest::{Manifest, folders, is_inside};
use super::replace::replace;
use super::sync::sync;
use super::workshop::{JOURNAL, Workshop};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Where new files wait in the workshop, under the paths that they will have.
pub(super) const NEW: &str = "new";

/// Where files that made way are kept in the workshop.
const OLD: &str = "old";

/// The first line of a journal. A program that does not know it does nothing.
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
    TakenBack,
}

/// Does all of `steps`, in this order, or none of them.
///
/// # Errors
///
/// Where the system refuses; the folder is then as it was.
pub(super) fn carry_out(
    workshop: &Workshop,
    folder: &Path,
    steps: &[Step],
) -> Result<(), PublishError> {
    let journal = workshop.join(JOURNAL);
    replace(&journal, written(steps).as_bytes())?;
    sync(workshop.path())?;

    let moves = Moves { new: workshop.join(NEW), old: workshop.join(OLD), folder };
    let done = moves.forward(steps);
    if done.is_err() {
        moves.back(steps)?;
    }
    end(workshop)?;
    done
}

/// Goes on with the journal that a process left behind when it was stopped; if that cannot be, takes back what it had done.
///
/// # Errors
///
/// Where neither can be. The journal then stays.
pub(super) fn resume(workshop: &Workshop, folder: &Path) -> Result<Outcome, PublishError> {
    let journal = workshop.join(JOURNAL);
    let text = fs::read_to_string(&journal).map_err(PublishError::disk("read", &journal))?;
    let steps = read(&text).ok_or_else(|| PublishError::Journal { path: journal.clone() })?;

    let moves = Moves { new: workshop.join(NEW), old: workshop.join(OLD), folder };
    let outcome = match moves.forward(&steps) {
        Ok(()) => Outcome::Done,
        Err(_) => {
            moves.back(&steps)?;
            Outcome::TakenBack
        }
    };
    end(workshop)?;
    Ok(outcome)
}

/// What was done reaches the disk before the journal, which could do it again, is gone.
fn end(workshop: &Workshop) -> Result<(), PublishError> {
    sync(workshop.path())?;
    let journal = workshop.join(JOURNAL);
    fs::remove_file(&journal).map_err(PublishError::disk("remove", journal))
}

fn written(steps: &[Step]) -> String {
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

/// None where it is no journal, or not a whole one, or a path in it leaves the folder.
fn read(text: &str) -> Option<Vec<Step>> {
    let steps = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
    if !steps.is_empty() && !steps.ends_with('\n') {
        return None;
    }

    let step = |line: &str| {
        let (verb, path) = line.split_once(' ')?;
        let path = (is_inside(path) || path == Manifest::NAME).then(|| path.to_owned())?;
        match verb {
            "put" => Some(Step::Put(path)),
            "remove" => Some(Step::Remove(path)),
            _ => None,
        }
    };
    steps.lines().map(step).collect()
}

/// The three folders between which files move.
struct Moves<'f> {
    new: PathBuf,
    old: PathBuf,
    folder: &'f Path,
}

impl Moves<'_> {
    fn forward(&self, steps: &[Step]) -> Result<(), PublishError> {
        for step in steps {
            match step {
                Step::Put(path) => self.put(path)?,
                Step::Remove(path) => self.remove(path)?,
            }
        }
        Ok(())
    }

    fn put(&self, path: &str) -> Result<(), PublishError> {
        let (new, target) = (self.new.join(path), self.folder.join(path));
        if !is_there(&new) {
            // It was done before this process was stopped.
            return Ok(());
        }

        make_folder_of(&target)?;
        if is_there(&target) {
            self.keep(path, &target)?;
        }
        move_file(&new, &target).map_err(PublishError::disk("write", target))
    }

    /// Keeps a file that is about to be replaced under a second name, so that its place is never empty.
    fn keep(&self, path: &str, target: &Path) -> Result<(), PublishError> {
        let old = self.old.join(path);
        if is_there(&old) {
            return Ok(());
        }
        make_folder_of(&old)?;
        let kept = fs::hard_link(target, &old).or_else(|_| copy_whole(target, &old));
        kept.map_err(PublishError::disk("keep", target))
    }

    fn remove(&self, path: &str) -> Result<(), PublishError> {
        let (old, target) = (self.old.join(path), self.folder.join(path));
        if is_there(&target) {
            make_folder_of(&old)?;
            move_file(&target, &old).map_err(PublishError::disk("remove", &target))?;
        }
        remove_emptied(self.folder, path);
        Ok(())
    }

    /// Takes back what was done, the last first.
    fn back(&self, steps: &[Step]) -> Result<(), PublishError> {
        for step in steps.iter().rev() {
            let (Step::Put(path) | Step::Remove(path)) = step;
            let (new, old, target) =
                (self.new.join(path), self.old.join(path), self.folder.join(path));
            let is_put = matches!(step, Step::Put(_)) && !is_there(&new) && is_there(&target);

            // The new file waits again in the workshop first: if this is stopped, too, it is seen how far it came.
            if is_put && is_there(&old) {
                make_folder_of(&new)?;
                // Where there is no room for a second name, its place is empty for a moment.
                fs::hard_link(&target, &new)
                    .or_else(|_| move_file(&target, &new))
                    .map_err(PublishError::disk("keep", &target))?;
            } else if is_put {
                make_folder_of(&new)?;
                move_file(&target, &new).map_err(PublishError::disk("remove", &target))?;
                remove_emptied(self.folder, path);
            }
            if is_there(&old) {
                make_folder_of(&target)?;
                move_file(&old, &target).map_err(PublishError::disk("restore", &target))?;
            }
        }
        Ok(())
    }
}

/// Removes the folders of `path` that are empty now; one with something in it refuses, as it should.
fn remove_emptied(base: &Path, path: &str) {
    for folder in folders(path).rev() {
        if fs::remove_dir(base.join(folder)).is_err() {
            return;
        }
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn make_folder_of(path: &Path) -> Result<(), PublishError> {
    let folder = path.parent().unwrap_or(path);
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(PublishError::disk("create", folder))
}

/// Moves a file, also to another file system; there it takes its place whole, too.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            copy_whole(from, to)?;
            fs::remove_file(from)
        }
        other => other,
    }
}

fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let beside = to.with_file_name(format!(".{name}.new"));
    fs::copy(from, &beside)?;
    fs::rename(&beside, to)
}
