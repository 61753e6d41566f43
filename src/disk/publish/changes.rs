//! [`Changes`] → the files of a site: all of them, or none, whatever happens meanwhile.
//!
//! First everything is written down in a journal, with the hashes of old and new bytes. Then the new
//! bytes are written beside their targets, and each takes its place by a renaming, after one more
//! check that the target still is what the change was made for. If the command is stopped, the next one finishes
//! it; what the system refuses, or an editor has saved over, is rolled back.
//!
//! **Invariant:** nobody sees a file half written, and what someone saved meanwhile is never
//! overwritten.
//! **Invariant:** when no command runs, nothing of all this is left behind; hidden files that wait
//! are known from the journal.
//! **Invariant:** nothing is written outside the root: paths do not climb, links that lead out are
//! refused.
//!
//! A link within the site is followed, so that the file it names changes and the link stays. Does
//! not decide what is to be done.

mod journal;
#[cfg(test)]
mod tests;
mod transaction;

use super::manifest::inside;
use super::output::Notice;
use super::paths::{exists, is_read_only};
use super::staging::{JOURNAL, PLAN, StagingFolder};
use super::sync::sync;
use super::{INSIDE, PublishError};
use crate::base::changes::{Change, Changes};
use crate::base::sources::{Content, Sources};
pub(crate) use journal::Print;
use journal::{Journal, Step};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use transaction::{Supply, Transaction};

/// Carries out `changes` below `root`.
///
/// # Errors
///
/// Where a path leads out of `root`, a file that must be new exists, someone saves a file
/// meanwhile, or the system refuses; the files are then as they were.
pub(crate) fn carry_out(root: &Path, changes: &Changes) -> Result<(), PublishError> {
    carry_out_from(root, &Order::all_of(changes), &|_| None)
}

/// As [`carry_out`], provided that every file that changes still is what `sources` hold: someone
/// may have edited it since.
///
/// # Errors
///
/// As [`carry_out`], and [`PublishError::Edited`].
pub(crate) fn carry_out_over(
    root: &Path,
    sources: &Sources,
    changes: &Changes,
) -> Result<(), PublishError> {
    carry_out_from(root, &Order::all_of(changes), &|path| print_in(sources, path))
}

/// A file that is to be written, whose bytes are read when it is their turn: so a folder of any size
/// is imported in the memory of its largest document.
pub(crate) struct Deferred<'w> {
    /// Its path from the root.
    pub(crate) path: &'w str,
    /// Whether nothing may be there yet.
    pub(crate) is_new: bool,
    /// By what its bytes are known.
    pub(crate) print: &'w Print,
    /// Reads its bytes.
    pub(crate) read: &'w (dyn Fn() -> io::Result<Vec<u8>> + 'w),
}

/// As [`carry_out_over`], of files that are read one by one.
///
/// # Errors
///
/// As there, and where one of them cannot be read.
pub(crate) fn carry_out_deferred(
    root: &Path,
    sources: &Sources,
    files: &[Deferred<'_>],
) -> Result<(), PublishError> {
    let mut orders = Vec::with_capacity(files.len());
    for file in files {
        orders.push(Order {
            path: file.path,
            kind: if file.is_new { Kind::Create } else { Kind::Write },
            new: Some(file.print.clone()),
            bytes: Bytes::Deferred(file.read),
        });
    }
    carry_out_from(root, &orders, &|path| print_in(sources, path))
}

/// The print of a text file of the site as it was read.
fn print_in(sources: &Sources, path: &str) -> Option<Print> {
    let file = sources.find(path)?;
    match &sources.file(file).content {
        Content::Bytes(bytes) => Some(Print::of(bytes)),
        Content::Media | Content::Picture(_) | Content::TooLarge(_) | Content::LinkOutside => None,
    }
}

/// What is to become of a file.
struct Order<'w> {
    path: &'w str,
    kind: Kind,
    /// What it holds afterwards; `None` if it is gone.
    new: Option<Print>,
    bytes: Bytes<'w>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Write,
    Create,
    Remove,
}

/// Where the new bytes of a file are.
#[derive(Clone, Copy)]
enum Bytes<'w> {
    Here(&'w [u8]),
    Deferred(&'w dyn Fn() -> io::Result<Vec<u8>>),
}

impl<'w> Order<'w> {
    fn all_of(changes: &'w Changes) -> Vec<Self> {
        let mut orders = Vec::with_capacity(changes.len());
        for (path, change) in changes.iter() {
            let kind = match change {
                Change::Write(_) => Kind::Write,
                Change::Create(_) => Kind::Create,
                Change::Remove => Kind::Remove,
            };
            let bytes = Bytes::Here(change.bytes().unwrap_or_default());
            orders.push(Order { path, kind, new: change.bytes().map(Print::of), bytes });
        }
        orders
    }

    fn bytes(&self) -> Result<Cow<'w, [u8]>, PublishError> {
        match self.bytes {
            Bytes::Here(bytes) => Ok(Cow::Borrowed(bytes)),
            Bytes::Deferred(read) => {
                let bytes = read().map_err(PublishError::disk("read", self.path))?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

/// Finishes, or takes back, what a command had begun with the files of the site in `root` when it
/// was stopped.
///
/// # Errors
///
/// Where that cannot be done.
pub(crate) fn recover(root: &Path, tell: &dyn Fn(&Notice)) -> Result<(), PublishError> {
    let real = fs::canonicalize(root).map_err(PublishError::disk("find", root))?;
    let wait = |process| tell(&Notice::Waiting { folder: root.to_owned(), process });

    for path in staging_paths(&real) {
        // Asked first, for opening a staging folder makes it.
        if exists(&path) {
            let staging = StagingFolder::open(&path, &wait)?;
            recover_in(&real, &staging, tell)?;
        }
    }
    Ok(())
}

/// Where the staging folder for the files of a site can be: in the site's folder, or in `content/`
/// if nothing may be written beside that.
fn staging_paths(root: &Path) -> [PathBuf; 2] {
    [root.join(INSIDE), root.join("content").join(INSIDE)]
}

/// Opens the staging folder for the files of a site, ready for new work; gives the root without
/// links, too.
pub(super) fn staging_for(root: &Path) -> Result<(PathBuf, StagingFolder), PublishError> {
    // Nothing is told here. A command repairs what was left before it begins; what was left since
    // comes from another command, which was not this person's.
    let silent = |_: &Notice| {};
    let wait_silently = |_| {};

    let root = fs::canonicalize(root).map_err(PublishError::disk("find", root))?;
    let [beside, within] = staging_paths(&root);
    let staging = match StagingFolder::open(&beside, &wait_silently) {
        Err(PublishError::Disk { source, .. }) if is_read_only(&source) && !exists(&beside) => {
            StagingFolder::open(&within, &wait_silently)?
        }
        other => other?,
    };

    recover_in(&root, &staging, &silent)?;
    Ok((root, staging))
}

fn recover_in(
    root: &Path,
    staging: &StagingFolder,
    tell: &dyn Fn(&Notice),
) -> Result<(), PublishError> {
    let journal_path = staging.join(JOURNAL);
    if let Some(bytes) = read_if_there(&journal_path)? {
        let Some(journal) = Journal::parse(&bytes) else {
            return Err(PublishError::Journal { path: journal_path });
        };
        tell(&resume(root, staging, &journal)?);
    }

    // With a plan, either no file or every file has taken its place: it is enough to remove the
    // hidden ones. A plan that does not parse was cut off, and no hidden file was made before its
    // plan was complete.
    if let Some(bytes) = read_if_there(&staging.join(PLAN))?
        && let Some(plan) = Journal::parse(&bytes)
    {
        Transaction::new(root, &plan).clear()?;
    }
    staging.clear().map_err(PublishError::disk("clear", staging.path()))
}

/// Rolls the journal of a stopped process forward; back, where a file that was to change has been
/// saved since.
fn resume(root: &Path, staging: &StagingFolder, journal: &Journal) -> Result<Notice, PublishError> {
    let transaction = Transaction::new(root, journal);
    let is_done = transaction.can_be_finished()
        && transaction.roll_forward().is_ok()
        && transaction.check_kept().is_ok();
    if !is_done {
        transaction.roll_back()?;
    }
    end(staging, &transaction)?;

    let folder = PathBuf::from("content");
    Ok(if is_done { Notice::Finished { folder } } else { Notice::TakenBack { folder } })
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishError::disk("read", path)(error)),
    }
}

/// `expected` gives the print of what the change of a path was made for; where it has none, what is
/// there when the work begins is taken for it.
fn carry_out_from(
    root: &Path,
    orders: &[Order<'_>],
    expected: &dyn Fn(&str) -> Option<Print>,
) -> Result<(), PublishError> {
    let (root, staging) = staging_for(root)?;
    let Plan { journal, by_target } = plan(&root, orders, expected)?;
    let transaction = Transaction::new(&root, &journal);
    let bytes_of = |target: &str| match by_target.get(target) {
        Some(order) => order.bytes(),
        None => Ok(Cow::Borrowed(&[][..])),
    };
    if let Err(error) = begin(&staging, &transaction, &bytes_of) {
        abandon(&staging, &transaction);
        return Err(error);
    }

    let done = transaction.roll_forward().and_then(|()| transaction.check_kept());
    if done.is_err() {
        transaction.roll_back()?;
    }

    end(&staging, &transaction)?;
    done
}

/// A journal, and where the bytes come from that its targets shall hold.
struct Plan<'o, 'w> {
    journal: Journal,
    by_target: BTreeMap<String, &'o Order<'w>>,
}

/// Lists what becomes of each file, the removals first: so a file can change the case of its name.
fn plan<'o, 'w>(
    root: &Path,
    orders: &'o [Order<'w>],
    expected: &dyn Fn(&str) -> Option<Print>,
) -> Result<Plan<'o, 'w>, PublishError> {
    let mut removals = Vec::new();
    let mut writes: BTreeMap<String, Step> = BTreeMap::new();
    let mut by_target = BTreeMap::new();

    for order in orders {
        let path = order.path;
        inside(root, path)?;
        let target = transaction::target(root, path, order.kind == Kind::Write)?;
        let must_be_new = order.kind == Kind::Create;
        let old = if must_be_new {
            None
        } else {
            match expected(path) {
                Some(print) => Some(print),
                None => transaction::print_at(root, &target)?,
            }
        };
        by_target.insert(target.clone(), order);
        let step = Step { path: target, must_be_new, old, new: order.new.clone() };

        if step.new.is_none() {
            if step.old.is_none() {
                return Err(PublishError::Disk {
                    verb: "remove",
                    path: root.join(path),
                    source: ErrorKind::NotFound.into(),
                });
            }
            removals.push(step);
            continue;
        }
        if step.old == step.new {
            continue;
        }

        match writes.get(&step.path) {
            None => {
                writes.insert(step.path.clone(), step);
            }
            // Two names of one file are one step, if they agree on what it shall hold.
            Some(other) if other.new == step.new => {}
            Some(_) => {
                let path = root.join(step.path);
                return Err(PublishError::Link { path });
            }
        }
    }

    let mut steps = removals;
    steps.extend(writes.into_values());
    let folders = transaction::missing_folders(root, &steps);
    Ok(Plan { journal: Journal { folders, steps }, by_target })
}

/// Writes the plan, writes all new bytes beside their targets, and only then makes the plan the
/// journal, which is the decision.
fn begin(
    staging: &StagingFolder,
    transaction: &Transaction<'_>,
    bytes_of: &Supply<'_>,
) -> Result<(), PublishError> {
    transaction.check()?;
    let plan = staging.join(PLAN);
    let bytes = transaction.journal().to_bytes();
    fs::write(&plan, bytes).map_err(PublishError::disk("write", &plan))?;
    transaction.stage(bytes_of)?;

    sync(staging.path())?;
    fs::rename(&plan, staging.join(JOURNAL)).map_err(PublishError::disk("rename", plan))
}

/// Makes the journal a plan again, once everything that it could do again has reached the disk.
fn end(staging: &StagingFolder, transaction: &Transaction<'_>) -> Result<(), PublishError> {
    sync(staging.path())?;
    let journal = staging.join(JOURNAL);
    let plan = staging.join(PLAN);
    fs::rename(&journal, &plan).map_err(PublishError::disk("rename", journal))?;
    abandon(staging, transaction);
    Ok(())
}

/// Removes what was only needed on the way. Where that fails the plan stays, and the next command
/// tries again.
fn abandon(staging: &StagingFolder, transaction: &Transaction<'_>) {
    if transaction.clear().is_ok() {
        let _ = fs::remove_file(staging.join(PLAN));
    }
}
