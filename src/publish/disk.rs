//! Outputs → the output folder: what is new is staged beside it and takes its place at the end.
//!
//! **Invariant:** before `commit` the output folder is read, never written. A file whose bytes are there already is not touched.
//! **Invariant:** only files that the manifest lists, or that are the same to the byte, are ours; others are neither overwritten (unless
//! [`Foreign::Overwrite`] says so) nor removed.
//! **Invariant:** no link inside the output folder is written through; the folder itself may be one.
//! Does not render, does not know what a page is.

#[cfg(test)]
mod tests;

use super::manifest::{Manifest, folders, inside};
use super::{Fate, PublishError, Report, Sink};
use crate::sources::{FileId, Sources};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Where new files wait, beside the output folder and so on its file system.
const STAGING: &str = ".oratory-staging";

/// What to do with a file of someone else's that stands where an output belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Publish nothing and name it.
    Refuse,
    /// Overwrite it.
    Overwrite,
}

/// The output folder of a site on disk.
#[derive(Debug)]
pub struct DiskSink<'s> {
    /// The output folder, without links.
    out: PathBuf,
    staging: PathBuf,
    root: &'s Path,
    sources: &'s Sources,
    ours: Manifest,
    foreign: Foreign,
}

impl<'s> DiskSink<'s> {
    /// Opens the folder `out`, which need not exist, for the site in `root`, where its media are.
    ///
    /// # Errors
    ///
    /// Where `out` is no folder, or cannot be read, or nothing can be written beside it.
    pub fn open(out: &Path, root: &'s Path, sources: &'s Sources, foreign: Foreign) -> Result<Self, PublishError> {
        let out = match fs::canonicalize(out) {
            Ok(real) if real.is_dir() => real,
            Ok(_) => return Err(PublishError::InTheWay { path: out.to_owned() }),
            Err(error) if error.kind() == ErrorKind::NotFound => std::path::absolute(out).map_err(PublishError::disk("find", out))?,
            Err(source) => return Err(PublishError::Disk { verb: "read", path: out.to_owned(), source }),
        };
        let staging = out.parent().unwrap_or(&out).join(STAGING);
        let ours = Manifest::read(&out)?;
        let sink = DiskSink { out, staging, root, sources, ours, foreign };
        sink.clear_staging().map_err(PublishError::disk("remove", &sink.staging))?;
        fs::create_dir_all(&sink.staging).map_err(PublishError::disk("create", &sink.staging))?;
        Ok(sink)
    }

    fn clear_staging(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.staging) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// What becomes of a file of `len` bytes at `path`; `is_same` compares it with the one that is there and is as long.
    fn fate(&self, path: &str, len: u64, is_same: impl FnOnce(&Path) -> Result<bool, PublishError>) -> Result<Fate, PublishError> {
        let target = inside(&self.out, path)?;
        let there = match fs::symlink_metadata(&target) {
            Ok(there) => there,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Fate::Written),
            Err(source) => return Err(PublishError::Disk { verb: "read", path: target, source }),
        };
        if there.is_file() && there.len() == len && is_same(&target)? {
            return Ok(Fate::Unchanged);
        }
        match self.foreign {
            _ if there.is_dir() && self.ours.has_below(path) => Ok(Fate::Written),
            _ if there.is_dir() => Err(PublishError::InTheWay { path: target }),
            Foreign::Refuse if !self.ours.has(path) => Err(PublishError::Foreign { path: target }),
            Foreign::Refuse | Foreign::Overwrite => Ok(Fate::Written),
        }
    }

    /// Makes the file at `path` in the staging folder, and the folders it needs.
    fn stage(&self, path: &str) -> Result<(PathBuf, File), PublishError> {
        let staged = self.staging.join(path);
        let file = match File::create(&staged) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let folder = staged.parent().unwrap_or(&staged);
                fs::create_dir_all(folder).map_err(PublishError::disk("create", folder))?;
                File::create(&staged)
            }
            other => other,
        };
        let file = file.map_err(PublishError::disk("write", &staged))?;
        Ok((staged, file))
    }

    /// Looks at every folder that will be written to or removed from, before anything is.
    fn check_folders<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<(), PublishError> {
        let all: BTreeSet<&str> = paths.flat_map(folders).collect();
        for folder in all {
            let path = self.out.join(folder);
            match fs::symlink_metadata(&path) {
                Ok(there) if there.is_symlink() => return Err(PublishError::Link { path }),
                Ok(there) if !there.is_dir() && !self.ours.has(folder) => return Err(PublishError::InTheWay { path }),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(source) => return Err(PublishError::Disk { verb: "read", path, source }),
            }
        }
        Ok(())
    }

    /// Removes files of an earlier build, and the folders that this leaves empty.
    fn remove(&self, paths: &[&str]) -> Result<(), PublishError> {
        for path in paths {
            let path = inside(&self.out, path)?;
            match fs::remove_file(&path) {
                Err(source) if !matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    return Err(PublishError::Disk { verb: "remove", path, source });
                }
                _ => {}
            }
        }
        let emptied: BTreeSet<&str> = paths.iter().flat_map(|path| folders(path)).collect();
        for folder in emptied.iter().rev() {
            // Refused where something is left in it, which is as it should be.
            let _ = fs::remove_dir(self.out.join(folder));
        }
        Ok(())
    }
}

impl Sink for DiskSink<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        let is_same = |there: &Path| Ok(fs::read(there).map_err(PublishError::disk("read", there))? == bytes);
        let fate = self.fate(path, bytes.len() as u64, is_same)?;
        if fate == Fate::Written {
            let (staged, mut file) = self.stage(path)?;
            io::Write::write_all(&mut file, &bytes).map_err(PublishError::disk("write", staged))?;
        }
        Ok(fate)
    }

    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        let media = self.root.join(&self.sources.file(file).path);
        let open = || File::open(&media).map_err(PublishError::disk("read", &media));
        let mut from = open()?;
        let len = from.metadata().map_err(PublishError::disk("read", &media))?.len();
        let fate = self.fate(path, len, |there| {
            let other = File::open(there).map_err(PublishError::disk("read", there))?;
            is_equal(open()?, other).map_err(PublishError::disk("compare", there))
        })?;
        if fate == Fate::Written {
            let (_, mut staged) = self.stage(path)?;
            io::copy(&mut from, &mut staged).map_err(PublishError::disk("copy", media))?;
        }
        Ok(fate)
    }

    fn commit(&self, taken: &[(&str, Fate)]) -> Result<Report, PublishError> {
        let made = Manifest(taken.iter().map(|(path, _)| (*path).to_owned()).collect());
        let stale: Vec<&str> = self.ours.0.difference(&made.0).map(String::as_str).collect();
        self.check_folders(taken.iter().map(|(path, _)| *path).chain(stale.iter().copied()))?;
        fs::create_dir_all(&self.out).map_err(PublishError::disk("create", &self.out))?;
        // Until all is in place both old and new files are ours, so that a build that is cut off can be made good by the next.
        let both = Manifest(self.ours.0.union(&made.0).cloned().collect());
        both.write(&self.out, &self.ours)?;
        let is_in_the_way = |path: &&str| made.has_below(path) || folders(path).any(|folder| made.has(folder));
        let (in_the_way, left): (Vec<&str>, Vec<&str>) = stale.iter().copied().partition(is_in_the_way);
        self.remove(&in_the_way)?;
        move_into(&self.staging, &self.out)?;
        self.remove(&left)?;
        made.write(&self.out, &both)?;
        Ok(Report::of(taken, stale.len()))
    }
}

impl Drop for DiskSink<'_> {
    fn drop(&mut self) {
        // What is left of it is removed when the next build begins.
        let _ = self.clear_staging();
    }
}

/// Moves all that lies in the folder `from` into the folder `to`: whole folders where `to` has none of the name, else file by file.
fn move_into(from: &Path, to: &Path) -> Result<(), PublishError> {
    for entry in fs::read_dir(from).map_err(PublishError::disk("read", from))? {
        let entry = entry.map_err(PublishError::disk("read", from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && fs::symlink_metadata(&target).is_ok_and(|there| there.is_dir()) {
            move_into(&source, &target)?;
        } else {
            match fs::rename(&source, &target) {
                Err(error) if error.kind() == ErrorKind::CrossesDevices => move_across(&source, &target, is_folder)?,
                other => other.map_err(PublishError::disk("write", target))?,
            }
        }
    }
    Ok(())
}

/// The same for one file or folder where the output folder is a file system of its own (a mounted volume).
fn move_across(source: &Path, target: &Path, is_folder: bool) -> Result<(), PublishError> {
    if is_folder {
        fs::create_dir(target).map_err(PublishError::disk("create", target))?;
        return move_into(source, target);
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let beside = target.with_file_name(format!(".{name}.new"));
    let moved = fs::copy(source, &beside).and_then(|_| fs::rename(&beside, target));
    moved.map_err(PublishError::disk("write", target))
}

/// Whether two files of one length hold the same bytes.
fn is_equal(a: File, b: File) -> io::Result<bool> {
    const PIECE: usize = 1 << 16;
    let (mut a, mut b) = (BufReader::with_capacity(PIECE, a), BufReader::with_capacity(PIECE, b));
    let (mut of_a, mut of_b) = (Vec::with_capacity(PIECE), Vec::with_capacity(PIECE));
    loop {
        of_a.clear();
        of_b.clear();
        a.by_ref().take(PIECE as u64).read_to_end(&mut of_a)?;
        b.by_ref().take(PIECE as u64).read_to_end(&mut of_b)?;
        if of_a != of_b {
            return Ok(false);
        }
        if of_a.is_empty() {
            return Ok(true);
        }
    }
}
