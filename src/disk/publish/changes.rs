//! [`Changes`] → the files of a site: all of them, or none, whatever happens meanwhile.
//!
//! First everything is written down in a journal, old bytes and new. Then the new bytes are written beside their targets, and each takes its
//! place by a renaming, after one more look whether the target still is what the change was made for. A command that is stopped is finished
//! by the next one; what the system or an editor refuses is taken back.
//!
//! **Invariant:** a file is never seen half written, and what someone saved meanwhile is never overwritten.
//! **Invariant:** when no command runs, nothing of all this is left lying about; hidden files that wait are known from the journal.
//! **Invariant:** nothing is written outside the root: paths do not climb, links that lead out are refused.
//! A link within the site is followed, so that the file it names changes and the link stays. Does not decide what is to be done.

mod journal;
mod places;
#[cfg(test)]
mod tests;

use super::manifest::inside;
use super::output::{Notice, is_closed};
use super::sync::sync;
use super::workshop::{JOURNAL, PLAN, Workshop};
use super::{INSIDE, PublishError};
use crate::base::changes::{Change, Changes};
use crate::base::sources::{Content, Sources};
use journal::{Journal, Step};
use places::Places;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Carries out `changes` below `root`.
///
/// # Errors
///
/// Where a path leads out of `root`, a file that must be new exists, someone saves a file meanwhile, or the system refuses; the files are
/// then as they were.
pub(crate) fn carry_out(root: &Path, changes: &Changes) -> Result<(), PublishError> {
    carry_out_from(root, changes, &|_| None)
}

/// The same, if every file that changes still is what `sources` hold: someone may have edited it since.
///
/// # Errors
///
/// As [`carry_out`], and [`PublishError::Edited`].
pub(crate) fn carry_out_over(
    root: &Path,
    sources: &Sources,
    changes: &Changes,
) -> Result<(), PublishError> {
    carry_out_from(root, changes, &|path| match &sources.file(sources.find(path)?).content {
        Content::Bytes(bytes) => Some(bytes.clone()),
        Content::Media | Content::TooLarge(_) | Content::LinkOutside => None,
    })
}

/// Finishes, or takes back, what a command had begun with the files of the site in `root` when it was stopped.
///
/// # Errors
///
/// Where that cannot be done.
pub(crate) fn recover(root: &Path, tell: &dyn Fn(&Notice)) -> Result<(), PublishError> {
    let real = fs::canonicalize(root).map_err(PublishError::disk("find", root))?;
    let wait = |process| tell(&Notice::Waiting { folder: root.to_owned(), process });
    for path in workshops(&real) {
        if fs::symlink_metadata(&path).is_ok() {
            let workshop = Workshop::open(&path, &wait)?;
            recover_in(&real, &workshop, tell)?;
        }
    }
    Ok(())
}

/// Where a workshop for the files of a site can be: in its folder, or in `content/` where nothing may be written beside that.
fn workshops(root: &Path) -> [PathBuf; 2] {
    [root.join(INSIDE), root.join("content").join(INSIDE)]
}

/// The workshop for the files of a site, ready for new work, and the root without links.
pub(super) fn workshop_for(root: &Path) -> Result<(PathBuf, Workshop), PublishError> {
    // Another command that was stopped since this one began is repaired without a word: it was not of this person's doing.
    let root = fs::canonicalize(root).map_err(PublishError::disk("find", root))?;
    let [beside, within] = workshops(&root);
    let workshop = match Workshop::open(&beside, &|_| {}) {
        Err(PublishError::Disk { source, .. })
            if is_closed(&source) && fs::symlink_metadata(&beside).is_err() =>
        {
            Workshop::open(&within, &|_| {})?
        }
        other => other?,
    };
    recover_in(&root, &workshop, &|_| {})?;
    Ok((root, workshop))
}

fn recover_in(
    root: &Path,
    workshop: &Workshop,
    tell: &dyn Fn(&Notice),
) -> Result<(), PublishError> {
    if let Some(bytes) = read(&workshop.join(JOURNAL))? {
        let unreadable = || PublishError::Journal { path: workshop.join(JOURNAL) };
        let journal = Journal::read(&bytes).ok_or_else(unreadable)?;
        tell(&resume(root, workshop, &journal)?);
    }

    // Nothing had taken its place yet, or everything had: it is enough to remove the hidden files. A plan of which only a part was written
    // is older than they are.
    if let Some(plan) = read(&workshop.join(PLAN))?.and_then(|bytes| Journal::read(&bytes)) {
        Places::new(root, &plan).clear()?;
    }
    workshop.clear().map_err(PublishError::disk("clear", workshop.path()))
}

/// Goes on where a process was stopped; back, where something was saved since that was to change.
fn resume(root: &Path, workshop: &Workshop, journal: &Journal) -> Result<Notice, PublishError> {
    let places = Places::new(root, journal);
    let is_done =
        places.can_be_finished() && places.forward().and_then(|()| places.check_kept()).is_ok();
    if !is_done {
        places.back()?;
    }
    end(workshop, &places)?;

    let folder = PathBuf::from("content");
    Ok(if is_done { Notice::Finished { folder } } else { Notice::TakenBack { folder } })
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishError::disk("read", path)(error)),
    }
}

/// `known` gives the bytes for which a change of a path was made; where it knows none, those that are there when the work begins.
fn carry_out_from(
    root: &Path,
    changes: &Changes,
    known: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<(), PublishError> {
    let (root, workshop) = workshop_for(root)?;
    let journal = plan(&root, changes, known)?;
    let places = Places::new(&root, &journal);
    if let Err(error) = begin(&workshop, &places) {
        abandon(&workshop, &places);
        return Err(error);
    }

    let done = places.forward().and_then(|()| places.check_kept());
    if done.is_err() {
        places.back()?;
    }
    end(&workshop, &places)?;
    done
}

/// Says what becomes of each file, the removals first: so a file can change the case of its name.
fn plan(
    root: &Path,
    changes: &Changes,
    known: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Journal, PublishError> {
    let mut removals = Vec::new();
    let mut writes: BTreeMap<String, Step> = BTreeMap::new();

    for (path, change) in changes.iter() {
        inside(root, path)?;
        let must_be_new = matches!(change, Change::Create(_));
        let target = places::target(root, path, change)?;
        let old = if must_be_new {
            None
        } else {
            known(path).map_or_else(|| places::bytes_at(root, &target), |old| Ok(Some(old)))?
        };

        let step = Step { path: target, must_be_new, old, new: change.bytes().map(<[u8]>::to_vec) };
        if step.new.is_none() {
            if step.old.is_none() {
                return Err(PublishError::disk("remove", root.join(path))(
                    ErrorKind::NotFound.into(),
                ));
            }
            removals.push(step);
            continue;
        }
        if step.old == step.new {
            continue;
        }
        match writes.get(&step.path) {
            // Two names of one file are one piece of work, if they agree.
            Some(other) if other.new == step.new => {}
            Some(_) => {
                return Err(PublishError::Link { path: root.join(step.path) });
            }
            None => drop(writes.insert(step.path.clone(), step)),
        }
    }

    let steps: Vec<Step> = removals.into_iter().chain(writes.into_values()).collect();
    let folders = places::missing_folders(root, &steps);
    Ok(Journal { folders, steps })
}

/// Writes down what will be done, writes all that is new beside its target, and only then decides.
fn begin(workshop: &Workshop, places: &Places<'_>) -> Result<(), PublishError> {
    places.check()?;
    let plan = workshop.join(PLAN);
    fs::write(&plan, places.journal().write()).map_err(PublishError::disk("write", &plan))?;
    places.stage()?;

    sync(workshop.path())?;
    fs::rename(&plan, workshop.join(JOURNAL)).map_err(PublishError::disk("rename", plan))
}

/// What was done reaches the disk before the journal, which could do it again, is a journal no more.
fn end(workshop: &Workshop, places: &Places<'_>) -> Result<(), PublishError> {
    sync(workshop.path())?;
    let (journal, plan) = (workshop.join(JOURNAL), workshop.join(PLAN));
    fs::rename(&journal, &plan).map_err(PublishError::disk("rename", journal))?;
    abandon(workshop, places);
    Ok(())
}

/// Removes what was only needed on the way. What cannot be removed is told by the plan to the next command.
fn abandon(workshop: &Workshop, places: &Places<'_>) {
    if places.clear().is_ok() {
        let _ = fs::remove_file(workshop.join(PLAN));
    }
}
