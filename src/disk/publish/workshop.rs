//! A hidden folder of the program's own, in which something waits until it is whole, and the lock that says who is at work there.
//!
//! **Invariant:** one process at a time has a workshop; another waits, and is told for whom.
//! **Invariant:** what a workshop holds is worthless once its process has ended, unless a journal says what was decided: then the next
//! process to open it finishes the work before it begins its own.
//! Does not know what is made there.

use super::PublishError;
use same_file::Handle;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The lock's name in a workshop.
const LOCK: &str = "lock";

/// The name of what was decided and is not done yet.
pub(super) const JOURNAL: &str = "journal";

/// The name of a journal before anything of it is done, and after everything is: there are only files to clear away.
pub(super) const PLAN: &str = "plan";

/// The name of the note that two folders are about to be exchanged: which of them waited here, by its number in the file system.
pub(super) const MARK: &str = "exchanging";

/// A workshop that this process has.
#[derive(Debug)]
pub(super) struct Workshop {
    path: PathBuf,
    lock: File,
    /// Folders above it that were made for it, the outermost first.
    above: Vec<PathBuf>,
}

impl Workshop {
    /// Makes the workshop at `path`, or takes over what an earlier process left there. Where another process has it, `wait` is told which,
    /// if that is known, and this one waits until the other has ended.
    pub(super) fn open(path: &Path, wait: &dyn Fn(Option<u32>)) -> Result<Self, PublishError> {
        loop {
            match Self::try_open(path)? {
                Attempt::Open(workshop) => return Ok(workshop),
                Attempt::Held(mut lock) => {
                    wait(holder(&mut lock));
                    lock.lock().map_err(PublishError::disk("lock", path))?;
                }
            }
        }
    }

    /// The same, but none where another process has it.
    pub(super) fn open_if_free(path: &Path) -> Result<Option<Self>, PublishError> {
        match Self::try_open(path)? {
            Attempt::Open(workshop) => Ok(Some(workshop)),
            Attempt::Held(_) => Ok(None),
        }
    }

    fn try_open(path: &Path) -> Result<Attempt, PublishError> {
        let mut above = Vec::new();
        match lock(path, &mut above) {
            Ok((lock, true)) => Ok(Attempt::Open(Workshop { path: path.to_owned(), lock, above })),
            Ok((lock, false)) => Ok(Attempt::Held(lock)),
            Err(source) => {
                remove_empty(&above);
                Err(PublishError::Disk { verb: "open", path: path.to_owned(), source })
            }
        }
    }

    /// Something in the workshop.
    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Where the workshop is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something was decided here and is not done yet.
    pub(super) fn has_journal(&self) -> bool {
        fs::symlink_metadata(self.join(JOURNAL)).is_ok()
    }

    /// Removes all but the lock.
    pub(super) fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name() == LOCK {
                continue;
            }
            if entry.file_type()?.is_dir() {
                remove_tree(&entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What was decided must be done, what was exchanged may hold what came late: the next process sees to it.
        let is_unfinished = |name: &&str| fs::symlink_metadata(self.join(name)).is_ok();
        if [JOURNAL, PLAN, MARK].iter().any(is_unfinished) {
            return;
        }

        // What cannot be removed now is removed by the next process; the lock goes last, while it is still held.
        if self.clear().is_ok() {
            let _ = fs::remove_file(self.join(LOCK));
            let _ = fs::remove_dir(&self.path);
            remove_empty(&self.above);
        }
        let _ = self.lock.unlock();
    }
}

/// What comes of trying to open a workshop.
enum Attempt {
    Open(Workshop),
    /// Another process has it, under this lock.
    Held(File),
}

/// Makes the workshop at `path` and opens its lock; says whether this process has it now. Folders above it that were missing are added to
/// `above`.
fn lock(path: &Path, above: &mut Vec<PathBuf>) -> io::Result<(File, bool)> {
    let lock_path = path.join(LOCK);
    loop {
        make_folders(path.parent().unwrap_or(path), above)?;
        match make_private(path) {
            Ok(()) => {}
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            // What a link leads to is not ours to clear.
            Err(error) if fs::symlink_metadata(path).is_ok_and(|there| !there.is_dir()) => {
                return Err(error);
            }
            Err(_) => {}
        }

        let opened =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&lock_path);
        let mut lock = match opened {
            Ok(lock) => lock,
            // Whoever had the workshop has just removed it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };

        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok((lock, false)),
            Err(TryLockError::Error(error)) => return Err(error),
        }

        // A lock on a file that its last holder removed is a lock on nothing.
        if is_at(&lock, &lock_path) {
            sign(&mut lock);
            return Ok((lock, true));
        }
    }
}

/// Makes the folder `path` and those above it that are missing; they are added to `made`.
fn make_folders(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folders(parent, made)?;
    }
    match fs::create_dir(path) {
        Ok(()) => made.push(path.to_owned()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Removes folders that are of no use any more; one with something in it stays.
fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Makes a folder that nobody else may look into: drafts may wait there.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The process that wrote its number into the lock.
fn holder(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.take(10).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Writes the number of this process into the lock, for those who wait. Nothing depends on it.
fn sign(lock: &mut File) {
    let _ = lock
        .set_len(0)
        .and_then(|()| lock.rewind())
        .and_then(|()| write!(lock, "{}", std::process::id()));
}

fn is_at(file: &File, path: &Path) -> bool {
    let open = file.try_clone().and_then(Handle::from_file);
    matches!((open, Handle::from_path(path)), (Ok(open), Ok(there)) if open == there)
}

/// Removes a folder and all below it, also where a folder in it is closed for writing.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            open_folders(path)?;
            fs::remove_dir_all(path)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Lets this user write to every folder below `path`, which is about to be removed.
fn open_folders(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open_folders(&entry.path())?;
        }
    }
    Ok(())
}
