//! Outputs → the output folder: what is new waits in a workshop until the site is whole, and takes its place at the end.
//!
//! **Invariant:** before `commit` the output folder is read, never written. A file whose bytes are there already is not touched.
//! **Invariant:** `commit` publishes the whole site or nothing, also where the process or the machine stops in the midst of it: the folder
//! is exchanged in one step (`exchange`), or changed by a journal that the next command finishes (`moves`).
//! **Invariant:** only files that the manifest lists, or that are the same to the byte, are ours; others are neither overwritten (unless
//! [`Foreign::Overwrite`] says so) nor removed.
//! **Invariant:** no link inside the output folder is written through; the folder itself may be one.
//! Does not render, does not know what a page is.

#[cfg(test)]
mod tests;

use super::exchange::{self, Outcome};
use super::manifest::{Manifest, folders, inside};
use super::moves::{self, NEW, Step};
use super::output::OutputFolder;
use super::{Fate, PublishError, Report, Sink};
use crate::base::sources::{FileId, Sources};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

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
    folder: OutputFolder,
    root: &'s Path,
    sources: &'s Sources,
    ours: Manifest,
    foreign: Foreign,
}

impl<'s> DiskSink<'s> {
    /// Opens `folder` for the site in `root`, where its media are.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read, or nothing can be written to its workshop.
    pub fn open(
        folder: OutputFolder,
        root: &'s Path,
        sources: &'s Sources,
        foreign: Foreign,
    ) -> Result<Self, PublishError> {
        let ours = Manifest::read(&folder.path)?;
        let new = folder.workshop.join(NEW);
        fs::create_dir(&new).map_err(PublishError::disk("create", new))?;
        Ok(DiskSink { folder, root, sources, ours, foreign })
    }

    /// What becomes of a file of `len` bytes at `path`; `is_same` compares it with the one that is there and is as long.
    fn fate(
        &self,
        path: &str,
        len: u64,
        is_same: impl FnOnce(&Path) -> Result<bool, PublishError>,
    ) -> Result<Fate, PublishError> {
        let target = inside(&self.folder.path, path)?;
        let there = match fs::symlink_metadata(&target) {
            Ok(there) => there,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(Fate::Written);
            }
            Err(source) => {
                return Err(PublishError::Disk { verb: "read", path: target, source });
            }
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
        let staged = self.folder.workshop.join(NEW).join(path);
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
            let path = self.folder.path.join(folder);
            match fs::symlink_metadata(&path) {
                Ok(there) if there.is_symlink() => return Err(PublishError::Link { path }),
                Ok(there) if !there.is_dir() && !self.ours.has(folder) => {
                    return Err(PublishError::InTheWay { path });
                }
                Ok(_) => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(source) => {
                    return Err(PublishError::Disk { verb: "read", path, source });
                }
            }
        }
        Ok(())
    }

    /// Moves file by file what cannot be exchanged whole.
    fn move_in(
        &self,
        taken: &[(&str, Fate)],
        stale: &[&str],
        made: &Manifest,
    ) -> Result<(), PublishError> {
        exchange::check_whole(&self.folder.workshop.join(NEW), taken)?;

        // A file that becomes a folder, or the other way round, makes way first.
        let is_in_the_way =
            |path: &&str| made.has_below(path) || folders(path).any(|folder| made.has(folder));
        let (in_the_way, left): (Vec<&str>, Vec<&str>) =
            stale.iter().copied().partition(is_in_the_way);

        let remove = |path: &str| Step::Remove(path.to_owned());
        let put = |path: &str| Step::Put(path.to_owned());
        let mut steps: Vec<Step> = in_the_way.into_iter().map(remove).collect();
        let written = taken.iter().filter(|(_, fate)| *fate == Fate::Written);
        steps.extend(written.map(|(path, _)| put(path)));
        steps.extend(left.into_iter().map(remove));
        // The list of what is ours comes last: until then the old one knows what was removed.
        if *made != self.ours {
            steps.push(put(Manifest::NAME));
        }
        moves::carry_out(&self.folder.workshop, &self.folder.path, &steps)
    }
}

impl Sink for DiskSink<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        let is_same =
            |there: &Path| holds(there, &bytes).map_err(PublishError::disk("read", there));
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
        let report = Report::of(taken, stale.len());
        if report.written == 0 && made == self.ours {
            return Ok(report);
        }

        self.check_folders(taken.iter().map(|(path, _)| *path).chain(stale.iter().copied()))?;
        if made != self.ours {
            made.write(&self.folder.workshop.join(NEW))?;
        }
        if fs::symlink_metadata(&self.folder.path).is_err() {
            exchange::arrive(&self.folder, taken)?;
        } else if exchange::exchange(&self.folder, &self.ours, taken, self.foreign)?
            == Outcome::Unsafe
        {
            self.move_in(taken, &stale, &made)?;
        }
        Ok(report)
    }
}

/// Whether the file at `path`, which is as long as `bytes`, holds them.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut there = vec![0; bytes.len()];
    match File::open(path)?.read_exact(&mut there) {
        Ok(()) => Ok(there == bytes),
        // It has become shorter since it was measured.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
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
