//! What a build was given and what came of it → a record beside the site, by which the next build
//! sees that nothing has changed, and says again what was said.
//!
//! A record is a file in `.oratory-cache/builds/`, named by its output folder. It may be deleted at
//! any time.
//!
//! **Invariant:** where a record holds, a build would publish the bytes that are there, and tell the
//! same mistakes. What cannot be known to be the same is built.
//! **Invariant:** a record is whole or is none, and what goes wrong with it is no mistake of a build.

#[cfg(test)]
mod tests;

use super::cache;
use super::disk::DiskSink;
use super::folder::OutputFolder;
use super::manifest::Manifest;
use super::staging::LOCK;
use super::stamp::{Clock, Stamp, Stamps};
use crate::base::changes::{Change, applied};
use crate::base::date::{Moment, Term};
use crate::base::diag::{Code, Diagnostics, KeptDiagnostics};
use crate::base::sources::media_types::markdown_stem;
use crate::base::sources::{Content, Source, Sources};
use crate::reading::config::Options;
use crate::reading::corpus::LOCK_FOLDER;
use crate::reading::parse::{print_of, print_of_all};
use crate::site::outputs::{Site, Stats};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the records, in that of what is kept.
const FOLDER: &str = "builds";

/// So many records stay, the latest: one for each folder into which a site is built. A site has one
/// or two; a script that builds into a new folder each time would else leave one behind each time.
const MOST: usize = 16;

/// What a person asks of a build that decides what is published and how it ends. Whatever else is
/// asked for, as how many threads there are, changes nothing of that.
pub(crate) struct Asked<'a> {
    pub(crate) options: &'a Options,
    pub(crate) compress: bool,
    pub(crate) strict: bool,
}

/// Everything on which depends what a build does, but for the output folder.
#[derive(Debug)]
pub(crate) struct Given {
    /// What stands for the program and what was asked of it.
    settings: u128,
    /// What stands for the files that are read.
    sources: u128,
    /// Those that are copied, before they are.
    copied: Stamps,
    as_of: Moment,
}

impl Given {
    /// What a build of the site in `root` is given; none where not all of it is known.
    pub(crate) fn of(root: &Path, sources: &Sources, asked: &Asked<'_>) -> Option<Given> {
        let as_of = asked.options.as_of?;
        let program = Stamp::behind(&std::env::current_exe().ok()?)?;
        // For which moment it is has a term.
        let options = Options { as_of: None, ..asked.options.clone() };
        let others = (asked.compress, asked.strict);
        let version = env!("CARGO_PKG_VERSION");
        let settings = format!("{version} {program:?} {options:?} {others:?}");

        let mut copied = Vec::new();
        for (_, source) in sources.iter().filter(|(_, source)| may_be_copied(source)) {
            copied.push(source.path.as_str());
        }
        let copied = Stamps::of(&copied, |path| Stamp::behind(&root.join(path)))?;
        Some(Given {
            settings: print_of(&[settings.as_bytes()]),
            sources: print_of_all(sources),
            copied,
            as_of,
        })
    }

    fn print(&self) -> String {
        let parts = [self.settings, self.sources, self.copied.print].map(u128::to_le_bytes);
        in_figures(print_of(&[parts.as_flattened()]))
    }
}

/// Whether a file of the site may be published as it is on the disk. What it is there may be another
/// thing by then than what was read.
fn may_be_copied(source: &Source) -> bool {
    let path = source.path.as_str();
    let is_of_content = path.starts_with("content/") && !path.starts_with(LOCK_FOLDER);
    match source.content {
        Content::Bytes(_) => is_of_content && markdown_stem(path).is_none(),
        Content::Media | Content::Picture(_) | Content::TooLarge(_) => true,
        Content::LinkOutside => false,
    }
}

/// What an earlier build said, which a build would say again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earlier {
    pub(crate) diagnostics: Diagnostics,
    pub(crate) stats: Stats,
    /// Compressed copies, where they were asked for.
    pub(crate) n_copies: Option<usize>,
}

/// A record as it is written.
#[derive(Serialize, Deserialize)]
struct Record {
    given: String,
    output: String,
    from: String,
    until: String,
    stats: Stats,
    n_copies: Option<usize>,
    diagnostics: KeptDiagnostics,
}

impl Record {
    fn term(&self) -> Option<Term> {
        Some(Term { from: Moment::parse(&self.from)?, until: Moment::parse(&self.until)? })
    }
}

impl OutputFolder {
    /// What an earlier build of the site in `root` said, if it was given the same and all that it
    /// published is still there, untouched.
    pub(crate) fn earlier(&self, root: &Path, sources: &Sources, given: &Given) -> Option<Earlier> {
        let record = fs::read(root.join(cache::FOLDER).join(FOLDER).join(self.name())).ok()?;
        let record: Record = serde_json::from_slice(&record).ok()?;
        // The output last: there are many files in it.
        let is_same = record.given == given.print()
            && record.term()?.has(given.as_of)
            && record.output == in_figures(self.stamps()?.print);
        if !is_same {
            return None;
        }

        let diagnostics = record.diagnostics.read(sources)?;
        Some(Earlier { diagnostics, stats: record.stats, n_copies: record.n_copies })
    }

    /// The name of its record.
    fn name(&self) -> String {
        in_figures(print_of(&[self.path.as_os_str().as_encoded_bytes()]))
    }

    /// What is said of the files in it that a build of ours made, and of their list.
    fn stamps(&self) -> Option<Stamps> {
        let manifest = Manifest::read(&self.path).ok()?;
        let mut names: Vec<&str> = manifest.paths.iter().map(String::as_str).collect();
        names.push(Manifest::NAME);
        Stamps::of(&names, |name| Stamp::at(&self.path.join(name)))
    }

    /// When it was claimed, by the clock of its file system.
    fn claimed(&self) -> Option<Stamp> {
        Stamp::at(&self.staging.join(LOCK))
    }
}

impl DiskSink<'_> {
    /// Keeps a record of `site`, which has been committed, and of what the build was given. Where
    /// that cannot be, the next build makes all anew.
    pub(crate) fn keep_record(&self, given: &Given, site: &Site<'_>, n_copies: Option<usize>) {
        if let Some(record) = self.record(given, site, n_copies) {
            let (folder, root, _) = self.folder_of();
            // The folder of the site may be closed to us, or the disk full.
            let _ = write(root, &folder.name(), &record);
        }
    }

    fn record(&self, given: &Given, site: &Site<'_>, n_copies: Option<usize>) -> Option<Record> {
        let (folder, _, sources) = self.folder_of();
        let Term { from, until } = site.graph.config.as_of.term(site.graph.corpus.awaited)?;
        if !will_be_said_again(site) || given.copied.newest >= folder.claimed()?.changed() {
            return None;
        }

        // A file that is in the old site, too, is changed once more when that goes: by a name less.
        if folder.staging.is_unfinished() {
            return None;
        }
        folder.staging.clear().ok()?;
        let published = Clock::of(folder.staging.path()).step()?;
        let output = folder.stamps()?;
        if output.newest > published {
            return None;
        }

        // As the next build finds them, with the locks that this one has written.
        let locks = &site.lock.files;
        let sources_after = match locks.is_empty() {
            true => given.sources,
            false => print_of_all(&applied(sources, locks)),
        };
        let given = Given { sources: sources_after, ..*given };
        Some(Record {
            given: given.print(),
            output: in_figures(output.print),
            from: from.to_string(),
            until: until.to_string(),
            stats: site.stats(),
            n_copies,
            diagnostics: site.diagnostics.kept(sources),
        })
    }
}

/// Whether a build that finds the locks as this one has written them will say the same as this one.
///
/// Some mistakes are told once, because they are mended by being written down: a lock that could not
/// be read is whole then, and somebody new who is called as one who is gone was is no longer new. And
/// where locks are renamed or taken over from another version, more may be known of them afterwards.
fn will_be_said_again(site: &Site<'_>) -> bool {
    const OF_LOCKS: &[Code] = &[Code::BadLock, Code::OldLock, Code::AddressGone, Code::NotNumbered];

    let locks = &site.lock.files;
    let is_removed = locks.iter().any(|(_, change)| *change == Change::Remove);
    let is_of_locks = site.diagnostics.iter().any(|told| OF_LOCKS.contains(&told.code));
    locks.is_empty() || !is_removed && !is_of_locks
}

/// Writes a record beside its place and moves it there, so that nobody reads half of one. It is not
/// waited for until it is on the disk: what a power cut leaves of it is no record.
fn write(root: &Path, name: &str, record: &Record) -> io::Result<()> {
    let folder = cache::prepare(root).map_err(io::Error::other)?.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let beside = folder.join(format!("{name}.{}.new", std::process::id()));
    let written = fs::write(&beside, serde_json::to_vec(record)?)
        .and_then(|()| fs::rename(&beside, folder.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written?;
    forget_oldest(&folder)
}

/// Leaves the latest records alone; what a stopped process has left beside them counts as one.
fn forget_oldest(folder: &Path) -> io::Result<()> {
    let mut records = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        records.push((entry.metadata()?.modified()?, entry.path()));
    }
    records.sort();

    let n_too_many = records.len().saturating_sub(MOST);
    let oldest: Vec<PathBuf> = records.drain(..n_too_many).map(|(_, path)| path).collect();
    for path in oldest {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn in_figures(print: u128) -> String {
    format!("{print:032x}")
}
