//! Outputs → the output folder: new files wait in a staging folder until the site is complete, and
//! take their places at the end.
//!
//! A *foreign* file or folder is one that no build of ours made.
//!
//! **Invariant:** before `commit` the output folder is read, never written. A file whose bytes are
//! there already is not touched.
//! **Invariant:** `commit` publishes the whole site or nothing, even where the process or the
//! machine stops halfway: the folder is exchanged in one step (`exchange`), or changed under a
//! journal that the next command finishes (`moves`).
//! **Invariant:** a file is ours if the manifest lists it or if it is the same to the byte; foreign
//! files are neither overwritten (unless [`Foreign::Overwrite`] says so) nor removed.
//! **Invariant:** no link inside the output folder is written through; the folder itself may be
//! one.
//! Does not render, does not know what a page is.

#[cfg(test)]
mod tests;

use super::exchange::{self, Outcome};
use super::folder::OutputFolder;
use super::manifest::{Manifest, folders, inside};
use super::moves::{self, NEW, Step};
use super::paths::{exists, metadata};
use super::{Accepted, Fate, Make, PublishError, Report, Sink, writers};
use crate::base::sources::{FileId, Sources};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// What to do with a foreign file where an output belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Publish nothing, and name the file.
    Refuse,
    /// Overwrite it.
    Overwrite,
}

/// The output folder of a site on disk.
#[derive(Debug)]
pub struct DiskSink<'s> {
    folder: OutputFolder,
    /// Where new files wait.
    new: PathBuf,
    root: &'s Path,
    sources: &'s Sources,
    ours: Manifest,
    foreign: Foreign,
    /// Whether nothing is at the place of the folder, so that no file has to be looked for there. What
    /// comes there meanwhile, [`commit`](Sink::commit) sees.
    is_absent: bool,
}

impl<'s> DiskSink<'s> {
    /// Opens `folder` for the site in `root`, where its media are.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read, or nothing can be written to its staging folder.
    pub fn open(
        folder: OutputFolder,
        root: &'s Path,
        sources: &'s Sources,
        foreign: Foreign,
    ) -> Result<Self, PublishError> {
        let ours = Manifest::read(&folder.path)?;
        let new = folder.staging.join(NEW);
        fs::create_dir(&new).map_err(PublishError::disk("create", &new))?;
        let is_absent = !exists(&folder.path);
        Ok(DiskSink { folder, new, root, sources, ours, foreign, is_absent })
    }

    /// The folder, and that of the site with its files.
    pub(super) fn folder_of(&self) -> (&OutputFolder, &Path, &Sources) {
        (&self.folder, self.root, self.sources)
    }

    /// Decides what becomes of a file of `len` bytes at `path`. `is_same` compares it with the one
    /// that is there, if that has the same length.
    fn fate(
        &self,
        path: &str,
        len: u64,
        is_same: impl FnOnce(&Path) -> Result<bool, PublishError>,
    ) -> Result<Fate, PublishError> {
        let target = inside(&self.folder.path, path)?;
        if self.is_absent {
            return Ok(Fate::Written);
        }
        let Some(there) = metadata(&target)? else {
            return Ok(Fate::Written);
        };

        if there.is_dir() {
            return if self.ours.has_below(path) {
                Ok(Fate::Written)
            } else {
                Err(PublishError::InTheWay { path: target })
            };
        }
        if there.is_file() && there.len() == len && is_same(&target)? {
            return Ok(Fate::Unchanged);
        }
        if self.foreign == Foreign::Refuse && !self.ours.has(path) {
            return Err(PublishError::Foreign { path: target });
        }
        Ok(Fate::Written)
    }

    /// Makes the file at `path` in the staging folder, and the folders it needs.
    fn stage(&self, path: &str) -> Result<(PathBuf, File), PublishError> {
        let staged = self.new.join(path);

        // Most folders are there already, so the file is tried first.
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

    /// Refuses links and foreign files where folders belong, before anything is written or removed.
    fn check_folders(&self, accepted: &[Accepted<'_>], stale: &[&str]) -> Result<(), PublishError> {
        let mut all = BTreeSet::new();
        for output in accepted {
            all.extend(folders(output.path));
        }
        for path in stale {
            all.extend(folders(path));
        }

        for folder in all {
            let path = self.folder.path.join(folder);
            let Some(there) = metadata(&path)? else {
                continue;
            };
            if there.is_symlink() {
                return Err(PublishError::Link { path });
            }
            if !there.is_dir() && !self.ours.has(folder) {
                return Err(PublishError::InTheWay { path });
            }
        }
        Ok(())
    }

    /// Moves the site into place file by file, where the folder cannot be exchanged whole.
    fn move_in(
        &self,
        accepted: &[Accepted<'_>],
        stale: &[&str],
        made: &Manifest,
    ) -> Result<(), PublishError> {
        exchange::check_complete(&self.new, accepted)?;

        // A file that becomes a folder, or a folder that becomes a file, makes way first. The other
        // stale files go last, when every page that replaces them is there.
        let mut steps = Vec::new();
        let mut last = Vec::new();
        for path in stale {
            let becomes_a_folder = made.has_below(path);
            let is_below_a_file = folders(path).any(|folder| made.has(folder));
            let removal = Step::Remove((*path).to_owned());
            if becomes_a_folder || is_below_a_file {
                steps.push(removal);
            } else {
                last.push(removal);
            }
        }
        for output in accepted {
            if output.is_written() {
                steps.push(Step::Put(output.path.to_owned()));
            }
        }
        steps.append(&mut last);

        // The manifest comes at the very end: until then the old one lists what is still removed.
        if *made != self.ours {
            steps.push(Step::Put(Manifest::NAME.to_owned()));
        }
        moves::carry_out(&self.folder.staging, &self.folder.path, &steps)
    }
}

impl Sink for DiskSink<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError> {
        let fate = self.fate(path, bytes.len() as u64, |there| {
            holds(there, &bytes).map_err(PublishError::disk("read", there))
        })?;

        if fate == Fate::Written {
            let (staged, mut file) = self.stage(path)?;
            file.write_all(&bytes).map_err(PublishError::disk("write", staged))?;
        }
        Ok(fate)
    }

    fn stream(&self, paths: &[&str], make: &Make<'_>) -> Result<Vec<Fate>, PublishError> {
        let mut all_staged = Vec::with_capacity(paths.len());
        let mut outs = Vec::with_capacity(paths.len());
        for path in paths {
            let (staged, file) = self.stage(path)?;
            all_staged.push(staged);
            outs.push(BufWriter::new(file));
        }
        make(&mut writers(&mut outs)).map_err(PublishError::disk("write", paths.join(", ")))?;

        let mut fates = Vec::with_capacity(paths.len());
        for ((path, staged), out) in paths.iter().zip(all_staged).zip(outs) {
            let written = || out.into_inner()?.metadata().map(|made| made.len());
            let len = written().map_err(PublishError::disk("write", &staged))?;
            let fate = self.fate(path, len, |there| {
                let open = |path: &Path| File::open(path).map_err(PublishError::disk("read", path));
                is_equal(open(&staged)?, open(there)?).map_err(PublishError::disk("compare", there))
            })?;
            // What is there already is taken from there.
            if fate == Fate::Unchanged {
                fs::remove_file(&staged).map_err(PublishError::disk("remove", staged))?;
            }
            fates.push(fate);
        }
        Ok(fates)
    }

    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError> {
        self.copy_kept(path, &self.sources.file(file).path)
    }

    fn copy_kept(&self, path: &str, kept: &str) -> Result<Fate, PublishError> {
        let media = self.root.join(kept);
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

    fn commit(&self, accepted: &[Accepted<'_>]) -> Result<Report, PublishError> {
        let made =
            Manifest { paths: accepted.iter().map(|output| output.path.to_owned()).collect() };
        let mut stale: Vec<&str> = Vec::new();
        for path in self.ours.paths.difference(&made.paths) {
            stale.push(path);
        }

        let report = Report::of(accepted, stale.len());
        if report.written == 0 && made == self.ours {
            return Ok(report);
        }

        self.check_folders(accepted, &stale)?;
        if made != self.ours {
            made.write(&self.new)?;
        }

        if !exists(&self.folder.path) {
            exchange::put_in_place(&self.folder, accepted)?;
            return Ok(report);
        }
        match exchange::exchange(&self.folder, &self.ours, accepted, self.foreign)? {
            Outcome::Done => {}
            Outcome::Unsafe => self.move_in(accepted, &stale, &made)?,
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

/// Whether two files of the same length hold the same bytes.
fn is_equal(a: File, b: File) -> io::Result<bool> {
    // Recordings can be gigabytes long, so they are compared piece by piece: 64 KiB is large enough
    // that the calls to the system cost little beside the reading.
    const PIECE: usize = 1 << 16;

    let mut a = BufReader::with_capacity(PIECE, a);
    let mut b = BufReader::with_capacity(PIECE, b);
    let mut piece_of_a = Vec::with_capacity(PIECE);
    let mut piece_of_b = Vec::with_capacity(PIECE);
    loop {
        piece_of_a.clear();
        piece_of_b.clear();
        a.by_ref().take(PIECE as u64).read_to_end(&mut piece_of_a)?;
        b.by_ref().take(PIECE as u64).read_to_end(&mut piece_of_b)?;

        if piece_of_a != piece_of_b {
            return Ok(false);
        }
        if piece_of_a.is_empty() {
            return Ok(true);
        }
    }
}
