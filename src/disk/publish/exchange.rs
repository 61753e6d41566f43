//! A whole site in the staging folder → the output folder, in one step of the system: before it the
//! folder is the old site, after it the new one.
//!
//! Files that stay are in both: unchanged files of the site and foreign files are hard links, so
//! nothing is copied and no file is missing for a moment. Afterwards the old folder is in the
//! staging folder; what someone put into it at the last moment is carried over before it goes.
//!
//! **Invariant:** a foreign folder (`.git`), a folder with another owner or with access rules of
//! its own, a link in the output, or a process whose working directory is there makes the exchange
//! unsafe: then nothing was done, and files are moved one by one.
//! Does not decide which files are new; it is told.

mod late;

use super::folder::OutputFolder;
use super::manifest::Manifest;
use super::moves::NEW;
use super::paths::{exists, metadata};
use super::staging::{MARK, StagingFolder};
use super::swap::{is_not_allowed, swap};
use super::sync::sync;
use super::{Accepted, Fate, Foreign, PublishError};
use late::carry_over;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The new site is in its place.
    Done,
    /// Nothing was done: this folder cannot be exchanged, or not without harm to what is foreign.
    Unsafe,
}

/// Puts the site that waits in the staging folder in the place of the old one, where that is safe.
///
/// `ours` are the files of the old site; `accepted` are those of the new one, of which the
/// unchanged do not wait in the staging folder; `policy` says what becomes of a foreign file where
/// a new one belongs.
///
/// # Errors
///
/// Where the system refuses; the folder is then as it was.
pub(super) fn exchange(
    folder: &OutputFolder,
    ours: &Manifest,
    accepted: &[Accepted<'_>],
    policy: Foreign,
) -> Result<Outcome, PublishError> {
    // A folder cannot change places with one inside it.
    if folder.staging.path().starts_with(&folder.path) || has_process_inside(&folder.path) {
        return Ok(Outcome::Unsafe);
    }
    let Some(survey) = Survey::of(&folder.path, ours)? else {
        return Ok(Outcome::Unsafe);
    };

    let new = folder.staging.join(NEW);
    let mut kept = files_to_keep(&survey, accepted, policy).map_err(|path| {
        let path = folder.path.join(path);
        PublishError::Foreign { path }
    })?;
    if !new.join(Manifest::NAME).exists() {
        // The new site has the same files as the old, so it keeps the list of them.
        kept.push(Manifest::NAME);
    }
    if !link_kept(&kept, &folder.path, &new)? || !copy_permissions(&survey.folders, &new)? {
        return Ok(Outcome::Unsafe);
    }

    check_complete(&new, accepted)?;
    write_mark(&folder.staging, &new)?;
    sync(folder.staging.path())?;
    let is_done = swap(&new, &folder.path).map_err(PublishError::disk("replace", &folder.path))?;

    // From here on the new site is published, and what follows only clears up. Where that fails,
    // the mark stays and tells the next command to do it.
    if !is_done || carry_over(&new, &folder.path).is_ok() {
        let mark = folder.staging.join(MARK);
        fs::remove_file(&mark).map_err(PublishError::disk("remove", mark))?;
    }
    Ok(if is_done { Outcome::Done } else { Outcome::Unsafe })
}

/// Puts the site that waits in the staging folder in its place, where nothing is yet.
///
/// # Errors
///
/// Where the system refuses; nothing is there then.
pub(super) fn put_in_place(
    folder: &OutputFolder,
    accepted: &[Accepted<'_>],
) -> Result<(), PublishError> {
    let new = folder.staging.join(NEW);
    check_complete(&new, accepted)?;
    sync(folder.staging.path())?;
    fs::rename(&new, &folder.path).map_err(PublishError::disk("create", &folder.path))
}

/// Ends an exchange after which a process was stopped: what someone put into the old folder at the
/// last moment is carried over.
pub(super) fn resume(staging: &StagingFolder, out: &Path) -> Result<(), PublishError> {
    let waiting = staging.join(NEW);
    let mark = fs::read_to_string(staging.join(MARK));
    let there = fs::symlink_metadata(&waiting);
    let (Ok(mark), Ok(there)) = (mark, there) else {
        return Ok(());
    };

    if mark == inode(&there) {
        // The new site still waits: the process was stopped before the exchange.
        return Ok(());
    }
    carry_over(&waiting, out).map_err(PublishError::disk("clear", waiting))
}

/// Whether the working directory of a process is in the folder, as that of a shell or a small
/// server started there is: the process would be left in the old folder, which goes.
///
/// Only processes that this user may inspect are seen.
fn has_process_inside(out: &Path) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        return false;
    };
    for process in processes.filter_map(Result::ok) {
        if fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(out)) {
            return true;
        }
    }
    false
}

/// What is in an output folder that can be exchanged.
#[derive(Default)]
struct Survey {
    /// The paths of foreign files.
    foreign: Vec<String>,
    /// All folders, each after the one that holds it.
    folders: Vec<Folder>,
}

struct Folder {
    /// Empty for the output folder itself.
    path: String,
    metadata: Metadata,
}

impl Survey {
    /// Looks at everything in the folder `out`; `None` if something there forbids the exchange.
    fn of(out: &Path, ours: &Manifest) -> Result<Option<Self>, PublishError> {
        let mut survey = Survey::default();
        let is_safe = survey.add_folder(out, "", ours).map_err(PublishError::disk("read", out))?;
        Ok(is_safe.then_some(survey))
    }

    /// Adds the folder at `path` and what is in it; `false` if something there forbids the
    /// exchange.
    fn add_folder(&mut self, out: &Path, path: &str, ours: &Manifest) -> io::Result<bool> {
        let folder = out.join(path);
        let is_ours = path.is_empty() || ours.has_below(path);
        if !is_ours || has_access_rules(&folder) {
            return Ok(false);
        }
        self.folders
            .push(Folder { path: path.to_owned(), metadata: fs::symlink_metadata(&folder)? });

        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let file_name = entry.file_name();
            // A name that is not UTF-8 is not in the manifest, so the file could not be told from
            // ours.
            let Some(name) = file_name.to_str() else {
                return Ok(false);
            };
            let path = join(path, name);

            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !self.add_folder(out, &path, ours)? {
                    return Ok(false);
                }
            } else if ours.has(&path) || path == Manifest::NAME {
                // The new site has it anew, or not at all.
            } else if kind.is_file() {
                self.foreign.push(path);
            } else {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// `name` in the folder at `path`, which is empty for the output folder itself.
fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// Whether a folder has an access list or attributes set by a user, which a new folder would lack.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn has_access_rules(folder: &Path) -> bool {
    // The names of a system's own attributes fit into a fraction of this. A longer list holds some
    // that were set on purpose.
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
fn has_access_rules(_folder: &Path) -> bool {
    false
}

/// The files that are in the old folder and in the new one.
///
/// # Errors
///
/// The path of a foreign file that came after rendering, where a page would take its place.
fn files_to_keep<'k>(
    survey: &'k Survey,
    accepted: &[Accepted<'k>],
    policy: Foreign,
) -> Result<Vec<&'k str>, &'k str> {
    let mut kept = Vec::new();
    let mut fates = FxHashMap::default();
    for output in accepted {
        fates.insert(output.path, output.fate);
        if output.fate == Fate::Unchanged {
            kept.push(output.path);
        }
    }

    for path in &survey.foreign {
        match fates.get(path.as_str()) {
            None => kept.push(path),
            Some(Fate::Written) if policy == Foreign::Refuse => return Err(path),
            // It is to be overwritten.
            Some(Fate::Written) => {}
            // It is the same to the byte, and was added above.
            Some(Fate::Unchanged) => {}
        }
    }
    Ok(kept)
}

/// Links the files `paths` of the folder `out` into the folder `new`; `false` where the file system
/// does not allow it.
///
/// One after another: the system lets one thread at a time change a folder, and others that wait
/// for it burn processor time.
fn link_kept(paths: &[&str], out: &Path, new: &Path) -> Result<bool, PublishError> {
    for path in paths {
        match link(&out.join(path), &new.join(path)) {
            Ok(()) => {}
            Err(error) if is_not_allowed(&error) => return Ok(false),
            Err(error) => return Err(PublishError::disk("keep", out.join(path))(error)),
        }
    }
    Ok(true)
}

fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            fs::hard_link(from, to)
        }
        other => other,
    }
}

/// Gives each new folder the permissions of the one whose place it takes; `false` where it would
/// have another owner.
fn copy_permissions(old: &[Folder], new: &Path) -> Result<bool, PublishError> {
    // The innermost first: a folder that is closed for writing takes no more changes.
    for old in old.iter().rev() {
        let folder = new.join(&old.path);
        let Some(there) = metadata(&folder)? else {
            // The new site has no such folder.
            continue;
        };
        if !there.is_dir() {
            // A file has taken its name.
            continue;
        }

        if !has_same_owner(&there, &old.metadata) {
            return Ok(false);
        }
        let permissions = old.metadata.permissions();
        if there.permissions() != permissions {
            fs::set_permissions(&folder, permissions)
                .map_err(PublishError::disk("write", folder))?;
        }
    }
    Ok(true)
}

#[cfg(unix)]
fn has_same_owner(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    a.uid() == b.uid() && a.gid() == b.gid()
}

#[cfg(not(unix))]
fn has_same_owner(_a: &Metadata, _b: &Metadata) -> bool {
    true
}

/// Checks that each file that was written is there: another program may have removed one. The
/// unchanged files were found in the old folder a moment ago.
pub(super) fn check_complete(new: &Path, accepted: &[Accepted<'_>]) -> Result<(), PublishError> {
    // A folder is read once, for to ask for each of its files costs ten times as much. A disk may spell
    // a name in another way, so what is not found is asked for.
    let mut names_in: FxHashMap<&str, FxHashSet<OsString>> = FxHashMap::default();
    for output in accepted.iter().filter(|output| output.is_written()) {
        let (folder, name) = output.path.rsplit_once('/').unwrap_or(("", output.path));
        let names = names_in.entry(folder).or_insert_with(|| names(&new.join(folder)));
        let path = || new.join(output.path);
        if !names.contains(OsStr::new(name)) && !exists(&path()) {
            return Err(PublishError::Incomplete { path: path() });
        }
    }
    Ok(())
}

/// The names of what is in a folder; none of one that cannot be read.
fn names(folder: &Path) -> FxHashSet<OsString> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(Result::ok).map(|entry| entry.file_name()).collect()
}

/// Notes which folder waits. If a later process finds another one there, the two were exchanged.
fn write_mark(staging: &StagingFolder, new: &Path) -> Result<(), PublishError> {
    let there = fs::symlink_metadata(new).map_err(PublishError::disk("read", new))?;
    let mark = staging.join(MARK);
    fs::write(&mark, inode(&there)).map_err(PublishError::disk("write", mark))
}

/// The number of a file or folder in its file system, as text.
#[cfg(unix)]
fn inode(of: &Metadata) -> String {
    std::os::unix::fs::MetadataExt::ino(of).to_string()
}

/// Such numbers cannot be asked for here. Nothing is exchanged here either, so none is compared.
#[cfg(not(unix))]
fn inode(_of: &Metadata) -> String {
    String::new()
}
