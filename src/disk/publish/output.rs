//! A path → the output folder there, claimed: no other process publishes into it until the claim is
//! dropped.
//!
//! **Invariant:** where an earlier process was stopped while it published, its work is finished or
//! taken back before the claim is given.
//! **Invariant:** the folder is not among the sources, however its path is written.
//! Claiming a folder changes nothing in it. Does not know what will be published.

use super::folder::OutputFolder;
use super::paths::{exists, is_read_only};
use super::staging::{INSIDE, StagingFolder};
use super::{PublishError, exchange, moves};
use crate::disk::load::FOLDERS;
use same_file::Handle;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

/// Something to tell a person whose command waits, or whose last command was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Another process is writing to this folder, and this one waits for it.
    Waiting {
        /// The folder.
        folder: PathBuf,
        /// The number of the other process, if it is known.
        process: Option<u32>,
    },
    /// A command had decided what becomes of this folder when it was stopped; that is done now.
    Finished {
        /// The folder.
        folder: PathBuf,
    },
    /// A command had begun to change this folder when it was stopped; the folder is again as it was
    /// before.
    TakenBack {
        /// The folder.
        folder: PathBuf,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Waiting { folder, process } => {
                let folder = folder.display();
                match process {
                    Some(process) => {
                        write!(f, "Waiting: process {process} is writing to `{folder}`")
                    }
                    None => write!(f, "Waiting: another process is writing to `{folder}`"),
                }
            }
            Notice::Finished { folder } => write!(
                f,
                "Finished what an earlier command had begun in `{}` when it was stopped",
                folder.display()
            ),
            Notice::TakenBack { folder } => write!(
                f,
                "Took back what an earlier command had begun in `{}` when it was stopped",
                folder.display()
            ),
        }
    }
}

impl OutputFolder {
    /// Claims the folder `out`, which need not exist, for the site in `root`. Calls `tell` when
    /// that takes waiting or repairs something.
    ///
    /// # Errors
    ///
    /// Where `out` is among the sources, is not a folder, or nothing can be written there.
    pub fn claim(out: &Path, root: &Path, tell: &dyn Fn(&Notice)) -> Result<Self, PublishError> {
        let path = resolve(out).map_err(PublishError::disk("find", out))?;
        refuse_sources(out, &path, root)?;
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => {}
            Ok(_) => {
                return Err(PublishError::InTheWay { path: out.to_owned() });
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(PublishError::disk("read", out)(error)),
        }

        let wait = |process| tell(&Notice::Waiting { folder: out.to_owned(), process });
        let staging = open_staging(&path, &wait)?;

        let folder = OutputFolder { path, staging };
        folder.resume(out, tell)?;
        Ok(folder)
    }

    /// Repairs what an earlier process may have left of the folder at `out`. Does nothing if none
    /// was stopped, or if one is at work there.
    ///
    /// # Errors
    ///
    /// Where it cannot be repaired.
    pub fn recover(out: &Path, tell: &dyn Fn(&Notice)) -> Result<(), PublishError> {
        let path = resolve(out).map_err(PublishError::disk("find", out))?;

        for staging_path in [beside(&path), path.join(INSIDE)] {
            // Asked first, for opening a staging folder makes it.
            if !exists(&staging_path) {
                continue;
            }
            if let Some(staging) = StagingFolder::open_if_free(&staging_path)? {
                let path = path.clone();
                OutputFolder { path, staging }.resume(out, tell)?;
            }
        }
        Ok(())
    }

    /// Finishes what was decided, and clears away what was not.
    fn resume(&self, shown: &Path, tell: &dyn Fn(&Notice)) -> Result<(), PublishError> {
        if self.staging.has_journal() {
            let folder = shown.to_owned();
            match moves::resume(&self.staging, &self.path)? {
                moves::Outcome::Done => tell(&Notice::Finished { folder }),
                moves::Outcome::RolledBack => tell(&Notice::TakenBack { folder }),
            }
        }

        exchange::resume(&self.staging, &self.path)?;
        self.staging.clear().map_err(PublishError::disk("clear", self.staging.path()))
    }
}

/// Opens the staging folder for the output folder at `path`.
///
/// It is beside the output folder, so that the whole folder can be exchanged. It is inside where
/// nothing may be written beside, where the output folder is a file system of its own, or where
/// another process works inside for one of these reasons.
fn open_staging(path: &Path, wait: &dyn Fn(Option<u32>)) -> Result<StagingFolder, PublishError> {
    let beside = beside(path);
    let inside = path.join(INSIDE);
    if exists(&inside) || is_mount_point(path) {
        return StagingFolder::open(&inside, wait);
    }

    match StagingFolder::open(&beside, wait) {
        // If one is there but closed to us, it is another user's, who may be at work: a second one
        // inside would let both publish at once.
        Err(PublishError::Disk { source, .. })
            if is_read_only(&source) && path.is_dir() && !exists(&beside) =>
        {
            StagingFolder::open(&inside, wait)
        }
        other => other,
    }
}

/// `.public.oratory` beside `public`.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".oratory");
    path.with_file_name(name)
}

/// Whether the folder is a file system of its own: nothing can be renamed into it from beside it.
#[cfg(unix)]
fn is_mount_point(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let Ok(here) = fs::metadata(path) else {
        return false;
    };
    let above = path.parent().and_then(|above| fs::metadata(above).ok());
    above.is_some_and(|above| above.dev() != here.dev())
}

#[cfg(not(unix))]
fn is_mount_point(_path: &Path) -> bool {
    false
}

/// `path` without links, `.` and `..`, as far as it exists; the rest as it is written.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    // Part by part, because `..` after a link leads above what the link names.
    for component in std::path::absolute(path)?.components() {
        if component == Component::ParentDir {
            resolved.pop();
        } else {
            resolved.push(component);
            resolved = fs::canonicalize(&resolved).unwrap_or(resolved);
        }
    }
    Ok(resolved)
}

/// Refuses an output folder among the sources, where the next build would read what this one
/// writes. `shown` is the path as the person wrote it.
fn refuse_sources(shown: &Path, path: &Path, root: &Path) -> Result<(), PublishError> {
    for folder in FOLDERS {
        let Ok(sources) = Handle::from_path(root.join(folder)) else {
            continue;
        };

        // Compared by what they are, not by name: one folder can have many names.
        let is_source = |above: &Path| Handle::from_path(above).is_ok_and(|above| above == sources);
        if path.ancestors().any(is_source) {
            return Err(PublishError::AmongSources { path: shown.to_owned(), folder });
        }
    }
    Ok(())
}
