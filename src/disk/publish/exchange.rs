//! A whole site in the workshop → the output folder, in one step of the system: before it the folder is the old site, after it the new one.
//!
//! What stays is in both: unchanged files of the site and files of someone else's are hard links, so nothing is copied and no file is
//! missing for a moment. The old folder then lies in the workshop; what someone put there in the last moment is carried over before it goes.
//!
//! **Invariant:** a folder that is someone else's (`.git`), that has another owner or rules of access of its own, a link in the output, or a
//! process that stands in it makes the exchange unsafe: then nothing was done, and files are moved one by one.
//! Does not know what is new and what is not; it is told.

use super::manifest::{Manifest, folders};
use super::moves::NEW;
use super::output::OutputFolder;
use super::swap::{is_not_allowed, swap};
use super::sync::sync;
use super::workshop::{MARK, Workshop};
use super::{Fate, Foreign, PublishError};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The new site is in its place.
    Done,
    /// Nothing was done: this folder cannot be exchanged, or not without harm to what is someone else's.
    Unsafe,
}

/// Puts the site that waits in the workshop in the place of the old one, where that is safe.
///
/// `ours` are the files of the old site; `taken` those of the new one, of which the unchanged do not wait in the workshop; `policy` says
/// what becomes of a file of someone else's where a new one belongs.
///
/// # Errors
///
/// Where the system refuses; the folder is then as it was.
pub(super) fn exchange(
    folder: &OutputFolder,
    ours: &Manifest,
    taken: &[(&str, Fate)],
    policy: Foreign,
) -> Result<Outcome, PublishError> {
    if folder.workshop.path().starts_with(&folder.path) || is_stood_in(&folder.path) {
        return Ok(Outcome::Unsafe);
    }
    let Some(standing) = survey(&folder.path, ours)? else {
        return Ok(Outcome::Unsafe);
    };

    let new = folder.workshop.join(NEW);
    let mut kept = kept(&standing, taken, policy)
        .map_err(|path| PublishError::Foreign { path: folder.path.join(path) })?;
    if !new.join(Manifest::NAME).exists() {
        // The new site has the same files; so has its list of them.
        kept.push(Manifest::NAME);
    }
    if !link(&kept, &folder.path, &new)? || !take_over_rules(&standing.folders, &new)? {
        return Ok(Outcome::Unsafe);
    }

    check_whole(&new, taken)?;
    mark(&folder.workshop, &new)?;
    sync(folder.workshop.path())?;
    let is_done = swap(&new, &folder.path).map_err(PublishError::disk("replace", &folder.path))?;

    // From here on the new site is published. What follows only clears up; where it cannot be done, the mark tells the next command to.
    if !is_done || carry_over(&new, &folder.path).is_ok() {
        let mark = folder.workshop.join(MARK);
        fs::remove_file(&mark).map_err(PublishError::disk("remove", mark))?;
    }
    Ok(if is_done { Outcome::Done } else { Outcome::Unsafe })
}

/// The files that are in the old folder and in the new one; or that of someone else's which came since, where a page would take its place.
fn kept<'k>(
    standing: &'k Standing,
    taken: &[(&'k str, Fate)],
    policy: Foreign,
) -> Result<Vec<&'k str>, &'k str> {
    let fates: HashMap<&str, Fate> = taken.iter().copied().collect();
    let unchanged =
        taken.iter().filter(|(_, fate)| *fate == Fate::Unchanged).map(|(path, _)| *path);
    let mut kept: Vec<&str> = unchanged.collect();

    for path in &standing.foreign {
        match fates.get(path.as_str()) {
            None => kept.push(path),
            Some(Fate::Written) if policy == Foreign::Refuse => return Err(path),
            // It is the same to the byte and stands in the list already, or is to be overwritten.
            Some(_) => {}
        }
    }
    Ok(kept)
}

/// Puts the site that waits in the workshop in its place, where nothing is yet.
///
/// # Errors
///
/// Where the system refuses; nothing is there then.
pub(super) fn arrive(folder: &OutputFolder, taken: &[(&str, Fate)]) -> Result<(), PublishError> {
    let new = folder.workshop.join(NEW);
    check_whole(&new, taken)?;
    sync(folder.workshop.path())?;
    fs::rename(&new, &folder.path).map_err(PublishError::disk("create", &folder.path))
}

/// Ends an exchange after which a process was stopped: what someone put into the old folder in the last moment is carried over.
pub(super) fn resume(workshop: &Workshop, out: &Path) -> Result<(), PublishError> {
    let old = workshop.join(NEW);
    match (fs::read_to_string(workshop.join(MARK)), fs::symlink_metadata(&old)) {
        (Ok(mark), Ok(there)) if mark != number(&there) => {
            carry_over(&old, out).map_err(PublishError::disk("clear", old))
        }
        _ => Ok(()),
    }
}

/// What stands in an output folder that can be exchanged.
struct Standing {
    /// Files that are not ours, by path.
    foreign: Vec<String>,
    /// All folders by path, the outermost (the output folder itself, an empty path) first.
    folders: Vec<(String, Metadata)>,
}

/// Whether a process stands in the folder, as a shell or a small server started there does: it would be left standing in the old one, which
/// goes. Only processes that this user may look at are seen.
fn is_stood_in(out: &Path) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        return false;
    };
    let stands_in = |process: &fs::DirEntry| {
        fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(out))
    };
    processes.filter_map(Result::ok).any(|process| stands_in(&process))
}

/// Looks at all that is in the folder `out`; none if something there forbids the exchange.
fn survey(out: &Path, ours: &Manifest) -> Result<Option<Standing>, PublishError> {
    let mut standing = Standing { foreign: Vec::new(), folders: Vec::new() };
    let is_safe =
        survey_folder(out, "", ours, &mut standing).map_err(PublishError::disk("read", out))?;
    Ok(is_safe.then_some(standing))
}

fn survey_folder(
    out: &Path,
    path: &str,
    ours: &Manifest,
    standing: &mut Standing,
) -> io::Result<bool> {
    let folder = out.join(path);
    let is_ours = path.is_empty() || ours.has_below(path);
    if !is_ours || has_rules(&folder) {
        return Ok(false);
    }
    standing.folders.push((path.to_owned(), fs::symlink_metadata(&folder)?));

    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            return Ok(false);
        };
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !survey_folder(out, &path, ours, standing)? {
                return Ok(false);
            }
        } else if ours.has(&path) || path == Manifest::NAME {
            // It is made again, or goes.
        } else if kind.is_file() {
            standing.foreign.push(path);
        } else {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a folder has an access list or notes of a user's, which a new folder would not have.
fn has_rules(folder: &Path) -> bool {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // Longer lists than this are no accident: they are somebody's.
        let mut names = [0; 1024];
        match rustix::fs::listxattr(folder, &mut names[..]) {
            Ok(len) => names[..len]
                .split(|byte| *byte == 0)
                .any(|name| name.starts_with(b"system.posix_acl") || name.starts_with(b"user.")),
            Err(rustix::io::Errno::RANGE) => true,
            Err(_) => false,
        }
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        let _ = folder;
        false
    }
}

/// Has the files `paths` of the folder `out` in the folder `new`, too; false where the file system does not allow it.
///
/// One after another: the system lets one process at a time into a folder, and those that wait for it burn what they wait.
fn link(paths: &[&str], out: &Path, new: &Path) -> Result<bool, PublishError> {
    for path in paths {
        match link_one(&out.join(path), &new.join(path)) {
            Ok(()) => {}
            Err(error) if is_not_allowed(&error) => return Ok(false),
            Err(error) => return Err(PublishError::disk("keep", out.join(path))(error)),
        }
    }
    Ok(true)
}

fn link_one(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            fs::hard_link(from, to)
        }
        other => other,
    }
}

/// Gives each folder that is made anew the permissions of the one whose place it takes; false where it would have another owner.
fn take_over_rules(standing: &[(String, Metadata)], new: &Path) -> Result<bool, PublishError> {
    // The innermost first: a folder that is closed for writing takes no more changes.
    for (path, rules) in standing.iter().rev() {
        let folder = new.join(path);
        let there = match fs::symlink_metadata(&folder) {
            Ok(there) => there,
            // It is no more, or a file has taken its name.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                continue;
            }
            Err(error) => return Err(PublishError::disk("read", folder)(error)),
        };
        if !there.is_dir() {
            continue;
        }
        if !has_owner_of(&there, rules) {
            return Ok(false);
        }
        if there.permissions() != rules.permissions() {
            let set = fs::set_permissions(&folder, rules.permissions());
            set.map_err(PublishError::disk("write", folder))?;
        }
    }
    Ok(true)
}

fn has_owner_of(a: &Metadata, b: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (a.uid(), a.gid()) == (b.uid(), b.gid())
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        true
    }
}

/// Looks whether each file that was written is there: another program may have removed one. Those that stay as they are were found there a
/// moment ago.
pub(super) fn check_whole(new: &Path, taken: &[(&str, Fate)]) -> Result<(), PublishError> {
    let written = taken.par_iter().filter(|(_, fate)| *fate == Fate::Written);
    let missing = written
        .map(|(path, _)| new.join(path))
        .find_first(|path| fs::symlink_metadata(path).is_err());
    missing.map_or(Ok(()), |path| Err(PublishError::Incomplete { path }))
}

/// Notes which folder waits, so that after the exchange one sees that it is another that lies there.
fn mark(workshop: &Workshop, new: &Path) -> Result<(), PublishError> {
    let there = fs::symlink_metadata(new).map_err(PublishError::disk("read", new))?;
    let mark = workshop.join(MARK);
    fs::write(&mark, number(&there)).map_err(PublishError::disk("write", mark))
}

fn number(of: &Metadata) -> String {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::ino(of).to_string()
    }
    #[cfg(not(unix))]
    {
        let _ = of;
        String::new()
    }
}

/// Carries over what someone put into the folder `old` after it was looked at and before it was exchanged for `out`.
fn carry_over(old: &Path, out: &Path) -> io::Result<()> {
    let read = |folder: &Path| Manifest::read(folder).map_err(io::Error::other);
    let late = Late { old, out, ours: read(old)?, made: read(out)? };
    late.folder("")
}

struct Late<'l> {
    old: &'l Path,
    out: &'l Path,
    /// Files of the old site.
    ours: Manifest,
    /// Files of the new one.
    made: Manifest,
}

impl Late<'_> {
    fn folder(&self, path: &str) -> io::Result<()> {
        for entry in fs::read_dir(self.old.join(path))? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if entry.file_type()?.is_dir() {
                self.folder(&path)?;
            } else if !self.ours.has(&path) && path != Manifest::NAME {
                self.file(&path)?;
            }
        }
        Ok(())
    }

    /// A file of someone else's: it is in the new folder, too, unless it came late.
    fn file(&self, path: &str) -> io::Result<()> {
        let (late, target) = (self.old.join(path), self.out.join(path));
        let late_meta = fs::symlink_metadata(&late)?;
        match fs::symlink_metadata(&target) {
            Ok(there) if number(&there) == number(&late_meta) => Ok(()),
            // A page has taken the name: both stay.
            Ok(_) if self.made.has(path) => {
                fs::rename(&late, self.out.join(format!("{path}.kept")))
            }
            // It was written again meanwhile; what was written last counts.
            Ok(there) if there.modified()? > late_meta.modified()? => Ok(()),
            _ => {
                for folder in folders(path) {
                    let _ = fs::create_dir(self.out.join(folder));
                }
                fs::rename(&late, &target)
            }
        }
    }
}
