//! [`Changes`] → the files of a site: all of them, or none.
//!
//! New bytes are written beside their targets first; then what is to go is set aside and what is new takes its place; at the first refusal
//! everything is put back. **Invariant:** a file is never seen half written, and its old bytes lie on the disk until all is done.
//! **Invariant:** nothing is written outside the root: paths do not climb, links that lead out are refused.
//! A link within the site is followed, so that the file it names changes and the link stays. Does not decide what is to be done.

#[cfg(test)]
mod tests;

use super::PublishError;
use super::manifest::{folders, inside};
use crate::changes::{Change, Changes};
use crate::sources::Sources;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Carries out `changes` below `root`.
///
/// # Errors
///
/// Where a path leads out of `root`, a file that must be new exists, or the system refuses; the files are then as they were.
pub fn carry_out(root: &Path, changes: &Changes) -> Result<(), PublishError> {
    let real = fs::canonicalize(root).map_err(PublishError::disk("find", root))?;
    let mut work = Work::default();
    let done = work.stage(&real, changes).and_then(|()| work.commit());
    match done {
        Ok(()) => work.tidy(),
        Err(_) => work.undo(),
    }
    done
}

/// The same, if every file that changes still is what `sources` hold: someone may have edited it meanwhile.
///
/// # Errors
///
/// As [`carry_out`], and [`PublishError::Edited`].
pub fn carry_out_over(root: &Path, sources: &Sources, changes: &Changes) -> Result<(), PublishError> {
    for (path, change) in changes.iter() {
        let Some(file) = sources.find(path).filter(|_| !matches!(change, Change::Create(_))) else { continue };
        let path = inside(root, path)?;
        let now = fs::read(&path).map_err(PublishError::disk("read", &path))?;
        if now != sources.file(file).bytes() {
            return Err(PublishError::Edited { path });
        }
    }
    carry_out(root, changes)
}

/// What was begun, so that it can be ended or undone.
#[derive(Default)]
struct Work {
    pieces: Vec<Piece>,
    /// Folders that were made, outer before inner.
    folders: Vec<PathBuf>,
}

/// One file on its way.
struct Piece {
    target: PathBuf,
    /// The new bytes, beside the target; none if it is to go.
    staged: Option<PathBuf>,
    must_be_new: bool,
    /// The old file under another name, once it is set aside.
    old: Option<PathBuf>,
    /// Whether the new bytes are in their place.
    is_placed: bool,
}

impl Work {
    /// Writes all new bytes beside their targets.
    fn stage(&mut self, root: &Path, changes: &Changes) -> Result<(), PublishError> {
        let mut targets: BTreeMap<PathBuf, &[u8]> = BTreeMap::new();
        for (path, change) in changes.iter() {
            inside(root, path)?;
            let must_be_new = matches!(change, Change::Create(_));
            let named = self.folder(root, path)?.join(path.rsplit('/').next().unwrap_or(path));
            let Some(bytes) = change.bytes() else {
                self.pieces.push(Piece { target: named, staged: None, must_be_new, old: None, is_placed: false });
                continue;
            };
            let target = if must_be_new { named } else { followed(root, named)? };
            match targets.insert(target.clone(), bytes) {
                None => self.stage_one(target, bytes, must_be_new)?,
                // Two names of one file are one piece of work, if they agree.
                Some(other) if other == bytes => {}
                Some(_) => return Err(PublishError::Link { path: target }),
            }
        }
        Ok(())
    }

    fn stage_one(&mut self, target: PathBuf, bytes: &[u8], must_be_new: bool) -> Result<(), PublishError> {
        let staged = beside(&target, "new");
        let written = write_as(&staged, bytes, &target).map_err(PublishError::disk("write", &target));
        self.pieces.push(Piece { target, staged: Some(staged), must_be_new, old: None, is_placed: false });
        written
    }

    /// The folder of `path`, made if it is missing, without links.
    fn folder(&mut self, root: &Path, path: &str) -> Result<PathBuf, PublishError> {
        for folder in folders(path).map(|folder| root.join(folder)) {
            match fs::create_dir(&folder) {
                Ok(()) => self.folders.push(folder),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let real = fs::canonicalize(&folder).map_err(PublishError::disk("read", &folder))?;
                    if !real.starts_with(root) {
                        return Err(PublishError::Link { path: folder });
                    }
                    if !real.is_dir() {
                        return Err(PublishError::InTheWay { path: folder });
                    }
                }
                Err(source) => return Err(PublishError::Disk { verb: "create", path: folder, source }),
            }
        }
        let parent = path.rsplit_once('/').map_or(root.to_owned(), |(folder, _)| root.join(folder));
        fs::canonicalize(&parent).map_err(PublishError::disk("read", parent))
    }

    /// Sets aside what is to go, then puts everything new in its place. In this order a file can change the case of its name.
    fn commit(&mut self) -> Result<(), PublishError> {
        for piece in self.pieces.iter_mut().filter(|piece| piece.staged.is_none()) {
            let old = beside(&piece.target, "old");
            fs::rename(&piece.target, &old).map_err(PublishError::disk("remove", &piece.target))?;
            piece.old = Some(old);
        }
        self.pieces.iter_mut().try_for_each(Piece::place)
    }

    /// Removes what is no longer needed.
    fn tidy(&self) {
        for path in self.pieces.iter().flat_map(|piece| [&piece.staged, &piece.old]).flatten() {
            // Hidden and ignored by the loader; what cannot be removed does no harm.
            let _ = fs::remove_file(path);
        }
    }

    /// Puts everything back, the last first.
    fn undo(&self) {
        for piece in self.pieces.iter().rev() {
            if piece.is_placed && piece.old.is_none() {
                let _ = fs::remove_file(&piece.target);
            }
            if let Some(old) = &piece.old {
                let _ = fs::rename(old, &piece.target);
            }
            if let Some(staged) = &piece.staged {
                let _ = fs::remove_file(staged);
            }
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Piece {
    /// Keeps the old file under another name and renames the new one over it.
    fn place(&mut self) -> Result<(), PublishError> {
        let Some(staged) = &self.staged else { return Ok(()) };
        match fs::symlink_metadata(&self.target) {
            Ok(_) if self.must_be_new => return Err(PublishError::Exists { path: self.target.clone() }),
            Ok(there) if there.is_dir() => return Err(PublishError::InTheWay { path: self.target.clone() }),
            Ok(_) => {
                let old = beside(&self.target, "old");
                let kept = fs::hard_link(&self.target, &old).or_else(|_| fs::copy(&self.target, &old).map(drop));
                kept.map_err(PublishError::disk("write", &old))?;
                self.old = Some(old);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(PublishError::Disk { verb: "read", path: self.target.clone(), source }),
        }
        fs::rename(staged, &self.target).map_err(PublishError::disk("write", &self.target))?;
        self.is_placed = true;
        Ok(())
    }
}

/// The file that a link at `path` names; `path` itself if it is none.
fn followed(root: &Path, path: PathBuf) -> Result<PathBuf, PublishError> {
    if !fs::symlink_metadata(&path).is_ok_and(|there| there.is_symlink()) {
        return Ok(path);
    }
    match fs::canonicalize(&path) {
        Ok(real) if real.starts_with(root) => Ok(real),
        _ => Err(PublishError::Link { path }),
    }
}

/// A hidden name beside `path` that no other run of the program uses.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.{ending}", std::process::id()))
}

/// Writes `bytes` to `path`, with the permissions of `like` if that exists.
fn write_as(path: &Path, bytes: &[u8], like: &Path) -> io::Result<()> {
    fs::write(path, bytes)?;
    match fs::metadata(like) {
        Ok(there) => fs::set_permissions(path, there.permissions()),
        Err(_) => Ok(()),
    }
}
