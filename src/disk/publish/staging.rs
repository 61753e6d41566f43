//! A hidden folder of the program's own, in which work waits until it is complete, and the lock
//! that says which process is at work there.
//!
//! **Invariant:** one process at a time holds a staging folder; another waits, and is told for
//! which.
//! **Invariant:** what a staging folder holds is worthless once its process has ended, unless a
//! journal records a decision: then the next process to open the folder finishes that work before
//! it begins its own.
//! Does not know what is made there.

use super::PublishError;
use super::paths::exists;
use same_file::Handle;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The name of a staging folder that has to be inside the folder it serves.
pub(super) const INSIDE: &str = ".oratory";

/// The lock's name in a staging folder.
pub(super) const LOCK: &str = "lock";

/// The name of a decision that is not carried out yet.
pub(super) const JOURNAL: &str = "journal";

/// The name of a journal before anything in it is done, and after everything is: all that is left
/// to do is to clear away files.
pub(super) const PLAN: &str = "plan";

/// The name of the note that two folders are about to be exchanged. It holds the inode number of
/// the one that waited here.
pub(super) const MARK: &str = "exchanging";

/// A staging folder that this process holds.
#[derive(Debug)]
pub(super) struct StagingFolder {
    path: PathBuf,
    lock: File,
    /// Folders above it that were made for it, the outermost first.
    made_above: Vec<PathBuf>,
}

impl StagingFolder {
    /// Makes the staging folder at `path`, or takes over what an earlier process left there.
    ///
    /// Where another process holds it, `wait` is told which, if that is known, and this process
    /// waits until the other has ended.
    pub(super) fn open(path: &Path, wait: &dyn Fn(Option<u32>)) -> Result<Self, PublishError> {
        loop {
            match Self::try_open(path)? {
                Attempt::Open(staging) => return Ok(staging),
                Attempt::Held(mut lock) => {
                    wait(holder(&mut lock));
                    lock.lock().map_err(PublishError::disk("lock", path))?;
                }
            }
        }
    }

    /// As [`open`](Self::open), but `None` where another process holds it.
    pub(super) fn open_if_free(path: &Path) -> Result<Option<Self>, PublishError> {
        match Self::try_open(path)? {
            Attempt::Open(staging) => Ok(Some(staging)),
            Attempt::Held(_) => Ok(None),
        }
    }

    fn try_open(path: &Path) -> Result<Attempt, PublishError> {
        let mut made_above = Vec::new();

        match acquire(path, &mut made_above) {
            Ok(Lock::Acquired(lock)) => {
                Ok(Attempt::Open(StagingFolder { path: path.to_owned(), lock, made_above }))
            }
            Ok(Lock::Held(lock)) => Ok(Attempt::Held(lock)),
            Err(source) => {
                remove_empty(&made_above);
                Err(PublishError::Disk { verb: "open", path: path.to_owned(), source })
            }
        }
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something was decided here and is not carried out yet.
    pub(super) fn has_journal(&self) -> bool {
        exists(&self.join(JOURNAL))
    }

    /// Whether a decision has to be carried out, or an exchanged folder may hold files that came
    /// late.
    pub(super) fn is_unfinished(&self) -> bool {
        [JOURNAL, PLAN, MARK].iter().any(|name| exists(&self.join(name)))
    }

    /// Removes everything but the lock.
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

impl Drop for StagingFolder {
    fn drop(&mut self) {
        // The next process sees to it.
        if self.is_unfinished() {
            return;
        }

        // What cannot be removed now is removed by the next process. The lock goes last, while it
        // is still held.
        if self.clear().is_ok() {
            let _ = fs::remove_file(self.join(LOCK));
            let _ = fs::remove_dir(&self.path);
            remove_empty(&self.made_above);
        }
        let _ = self.lock.unlock();
    }
}

/// The result of trying to open a staging folder.
enum Attempt {
    Open(StagingFolder),
    /// Another process holds it, under this lock.
    Held(File),
}

/// A lock file, opened.
enum Lock {
    /// This process has locked it.
    Acquired(File),
    /// Another process has.
    Held(File),
}

/// Makes the staging folder at `path` and tries to lock it. Folders above it that were missing are
/// made too, and added to `made_above`.
fn acquire(path: &Path, made_above: &mut Vec<PathBuf>) -> io::Result<Lock> {
    let lock_path = path.join(LOCK);

    loop {
        make_folders(path.parent().unwrap_or(path), made_above)?;
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
            // Whoever held the folder has just removed it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };

        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Lock::Held(lock)),
            Err(TryLockError::Error(error)) => return Err(error),
        }

        // The last holder may have removed the file between our opening and our locking it: then
        // the lock is on a file that nobody else will find, and it has to be made anew.
        if is_at(&lock, &lock_path) {
            sign(&mut lock);
            return Ok(Lock::Acquired(lock));
        }
    }
}

/// Makes the folder `path` and those above it that are missing, and adds them to `made`.
fn make_folders(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folders(parent, made)?;
    }

    match fs::create_dir(path) {
        Ok(()) => made.push(path.to_owned()),
        // Another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Removes folders that are no longer needed; the system keeps one with something in it.
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

/// The number of the process that signed the lock.
fn holder(lock: &mut File) -> Option<u32> {
    // `u32::MAX` has ten digits.
    const MAX_DIGITS: u64 = 10;

    let mut text = String::new();
    lock.take(MAX_DIGITS).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Writes the number of this process into the lock, for those who wait. Nothing depends on it.
fn sign(lock: &mut File) {
    let _ = lock
        .set_len(0)
        .and_then(|()| lock.rewind())
        .and_then(|()| write!(lock, "{}", std::process::id()));
}

/// Whether the open `file` is the one at `path`.
fn is_at(file: &File, path: &Path) -> bool {
    let Ok(open) = file.try_clone().and_then(Handle::from_file) else {
        return false;
    };
    Handle::from_path(path).is_ok_and(|there| there == open)
}

/// Removes a folder and everything below it, even where a folder in it is closed for writing.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            open_for_writing(path)?;
            fs::remove_dir_all(path)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Lets this user write to `path`, which is about to be removed, and to every folder below it.
fn open_for_writing(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;

    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open_for_writing(&entry.path())?;
        }
    }
    Ok(())
}
