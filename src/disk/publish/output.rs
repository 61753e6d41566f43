//! A path → the output folder there, claimed: no other process publishes into it until the claim is dropped.
//!
//! **Invariant:** where an earlier process was stopped while it published, its work is finished or taken back before the claim is given.
//! **Invariant:** the folder is not among the sources, however its path is written.
//! Nothing in the folder changes by claiming it. Does not know what will be published.

use super::workshop::Workshop;
use super::{PublishError, exchange, moves};
use crate::disk::load::FOLDERS;
use same_file::Handle;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

/// The workshop's name where it can only be in the output folder itself.
pub(super) const INSIDE: &str = ".oratory";

/// The output folder of a site, claimed.
#[derive(Debug)]
pub struct OutputFolder {
    /// Where it is or will be, without links and `..`.
    pub(super) path: PathBuf,
    pub(super) workshop: Workshop,
}

/// What a person should know who waits for a command, or whose last one was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Another process is at work in this folder, and this one waits for it.
    Waiting {
        /// The folder.
        folder: PathBuf,
        /// The number of the process, if it is known.
        process: Option<u32>,
    },
    /// A command that was stopped had decided what becomes of this folder; that is done now.
    Finished {
        /// The folder.
        folder: PathBuf,
    },
    /// A command that was stopped had begun to change this folder; it is again as it was before.
    TakenBack {
        /// The folder.
        folder: PathBuf,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Waiting { folder, process: Some(process) } => {
                write!(f, "Waiting: process {process} is writing to `{}`", folder.display())
            }
            Notice::Waiting { folder, process: None } => {
                write!(f, "Waiting: another process is writing to `{}`", folder.display())
            }
            Notice::Finished { folder } => {
                write!(
                    f,
                    "Finished what an earlier command had begun in `{}` when it was stopped",
                    folder.display()
                )
            }
            Notice::TakenBack { folder } => {
                write!(
                    f,
                    "Took back what an earlier command had begun in `{}` when it was stopped",
                    folder.display()
                )
            }
        }
    }
}

impl OutputFolder {
    /// Claims the folder `out`, which need not exist, for the site in `root`. `tell` is told if that takes waiting, or repairs something.
    ///
    /// # Errors
    ///
    /// Where `out` is among the sources, is no folder, or nothing can be written there.
    pub fn claim(out: &Path, root: &Path, tell: &dyn Fn(&Notice)) -> Result<Self, PublishError> {
        let path = settled(out).map_err(PublishError::disk("find", out))?;
        refuse_sources(out, &path, root)?;
        match fs::symlink_metadata(&path) {
            Ok(there) if !there.is_dir() => {
                return Err(PublishError::InTheWay { path: out.to_owned() });
            }
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(PublishError::disk("read", out)(error));
            }
            _ => {}
        }

        let wait = |process| tell(&Notice::Waiting { folder: out.to_owned(), process });
        let folder = OutputFolder { workshop: claim_workshop(&path, &wait)?, path };
        folder.resume(out, tell)?;
        Ok(folder)
    }

    /// Repairs what an earlier process may have left of the folder at `out`. Nothing is done if none was stopped, or one is at work there.
    ///
    /// # Errors
    ///
    /// Where it cannot be repaired.
    pub fn recover(out: &Path, tell: &dyn Fn(&Notice)) -> Result<(), PublishError> {
        let path = settled(out).map_err(PublishError::disk("find", out))?;
        for workshop in [beside(&path), path.join(INSIDE)] {
            if !is_there(&workshop) {
                continue;
            }
            if let Some(workshop) = Workshop::open_if_free(&workshop)? {
                OutputFolder { path: path.clone(), workshop }.resume(out, tell)?;
            }
        }
        Ok(())
    }

    /// Finishes what was decided, and clears away what was not.
    fn resume(&self, shown: &Path, tell: &dyn Fn(&Notice)) -> Result<(), PublishError> {
        if self.workshop.has_journal() {
            let folder = shown.to_owned();
            match moves::resume(&self.workshop, &self.path)? {
                moves::Outcome::Done => tell(&Notice::Finished { folder }),
                moves::Outcome::TakenBack => tell(&Notice::TakenBack { folder }),
            }
        }
        exchange::resume(&self.workshop, &self.path)?;
        self.workshop.clear().map_err(PublishError::disk("clear", self.workshop.path()))
    }
}

/// Beside the folder, so that it can be exchanged whole; inside it where nothing may be written beside it, where the folder is a file
/// system of its own, or where another process works inside it for such a reason.
fn claim_workshop(path: &Path, wait: &dyn Fn(Option<u32>)) -> Result<Workshop, PublishError> {
    let (beside, inside) = (beside(path), path.join(INSIDE));
    if is_there(&inside) || is_mounted(path) {
        return Workshop::open(&inside, wait);
    }

    match Workshop::open(&beside, wait) {
        // A workshop that is there and closed is that of another user, who may be at work: no second one is opened.
        Err(PublishError::Disk { source, .. })
            if is_closed(&source) && path.is_dir() && !is_there(&beside) =>
        {
            Workshop::open(&inside, wait)
        }
        other => other,
    }
}

/// Whether nothing may be written there.
pub(super) fn is_closed(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// `.public.oratory` beside `public`.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".oratory");
    path.with_file_name(name)
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether the folder is a file system of its own: nothing can be moved into it from beside it.
fn is_mounted(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).map(|there| there.dev());
        let above = path.parent().map(device);
        matches!((device(path), above), (Ok(here), Some(Ok(above))) if here != above)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// `path` without links, `.` and `..`, as far as it exists; the rest as it is written.
fn settled(path: &Path) -> io::Result<PathBuf> {
    let mut settled = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        if component == Component::ParentDir {
            settled.pop();
        } else {
            settled.push(component);
            settled = fs::canonicalize(&settled).unwrap_or(settled);
        }
    }
    Ok(settled)
}

/// What is built among the sources would be read by the next build.
fn refuse_sources(shown: &Path, path: &Path, root: &Path) -> Result<(), PublishError> {
    for folder in FOLDERS {
        let Ok(sources) = Handle::from_path(root.join(folder)) else {
            continue;
        };
        // Compared by what they are, for one folder can have many names.
        let is_source = |above: &Path| Handle::from_path(above).is_ok_and(|above| above == sources);
        if path.ancestors().any(is_source) {
            return Err(PublishError::AmongSources { path: shown.to_owned(), folder });
        }
    }
    Ok(())
}
