//! Site + sink → what is published: every output is rendered and handed over one at a time, then
//! all of them take their places at once.
//!
//! **Invariant:** a site with mistakes is never committed: everything in rendering that can fail
//! has been tried before [`Sink::commit`].
//! **Invariant:** memory stays bounded: as many rendered outputs are held as there are threads, and
//! long files are written piece by piece.
//! Does not decide which outputs there are or at which paths; a sink does not know what it is
//! given.

mod answers;
pub(in crate::disk) mod cache;
mod changes;
mod compress;
mod disk;
mod exchange;
mod folder;
mod lock;
mod manifest;
mod memory;
mod moves;
mod output;
mod paths;
mod record;
mod replace;
mod staging;
mod stamp;
mod swap;
mod sync;

use crate::base::message::say;
pub(crate) use answers::{AnswerLog, forget_answers};
pub(crate) use changes::{Deferred, Print, carry_out, carry_out_deferred, carry_out_over, recover};
pub(crate) use compress::{Compressed, FORMS};
pub use disk::{DiskSink, Foreign};
pub use folder::OutputFolder;
pub use lock::keep_lock;
pub(crate) use memory::DrySink;
pub use memory::MemorySink;
pub(crate) use output::Notice;
pub(crate) use record::{Asked, Earlier, Given};
pub(crate) use replace::replace;
use staging::INSIDE;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::sources::FileId;
use crate::site::export::{Artifact, write_together};
use crate::site::outputs::{Output, Site, Work};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// What becomes of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new, or differs from what is there.
    Written,
    /// The same bytes are there already.
    Unchanged,
}

/// An output that a sink has accepted.
#[derive(Debug, Clone, Copy)]
pub struct Accepted<'p> {
    /// Its path.
    pub path: &'p str,
    /// What becomes of it.
    pub fate: Fate,
}

impl Accepted<'_> {
    fn is_written(&self) -> bool {
        self.fate == Fate::Written
    }
}

/// What writes some files, each to its own of the writers.
pub(crate) type Make<'m> = dyn Fn(&mut [&mut dyn Write]) -> io::Result<()> + Sync + 'm;

/// Writers to each of some places.
fn writers<W: Write>(places: &mut [W]) -> Vec<&mut dyn Write> {
    places.iter_mut().map(|place| place as &mut dyn Write).collect()
}

/// Where outputs go. Nothing can be seen there before [`commit`](Sink::commit); a sink that is
/// dropped without it leaves no trace.
pub trait Sink: Sync {
    /// Accepts the bytes of a page or file.
    ///
    /// # Errors
    ///
    /// Where `path` cannot be written.
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError>;

    /// Accepts the bytes of long files, which `make` writes piece by piece, all at once.
    ///
    /// # Errors
    ///
    /// Where one of `paths` cannot be written.
    fn stream(&self, paths: &[&str], make: &Make<'_>) -> Result<Vec<Fate>, PublishError> {
        let mut files = vec![Vec::new(); paths.len()];
        make(&mut writers(&mut files)).map_err(PublishError::disk("make", paths.join(", ")))?;
        paths.iter().zip(files).map(|(path, bytes)| self.put(path, bytes)).collect()
    }

    /// Accepts a media file of the site as it is.
    ///
    /// # Errors
    ///
    /// Where `path` cannot be written or the file cannot be read.
    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError>;

    /// Accepts a file that is kept beside the site, at `kept` from its folder.
    ///
    /// # Errors
    ///
    /// Where `path` cannot be written or the file cannot be read.
    fn copy_kept(&self, path: &str, kept: &str) -> Result<Fate, PublishError>;

    /// Puts every output that was `accepted`, sorted by path, in its place.
    ///
    /// # Errors
    ///
    /// Where something is in the way, or the system refuses.
    fn commit(&self, accepted: &[Accepted<'_>]) -> Result<Report, PublishError>;
}

/// What publishing did, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// New or changed.
    pub written: usize,
    /// The same as before, and not touched.
    pub unchanged: usize,
    /// Made by an earlier build, and no longer.
    pub removed: usize,
}

impl Report {
    fn of(accepted: &[Accepted<'_>], removed: usize) -> Self {
        let written = accepted.iter().filter(|output| output.is_written()).count();
        Report { written, unchanged: accepted.len() - written, removed }
    }
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The author's mistakes, apart from those in [`Site::diagnostics`]: failures of templates.
    #[error("the site has mistakes")]
    Mistakes(Diagnostics),
    /// The system refuses.
    #[error("cannot {verb} `{}`", path.display())]
    Disk {
        /// What was tried.
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A foreign file is where an output belongs.
    #[error("`{}` is in the way: it is not from an earlier build; move it away, or build with `--force` to overwrite such files", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A folder is where a file belongs, or a file where a folder does, and it is foreign.
    #[error("`{}` is in the way and is not from an earlier build; move it away", path.display())]
    InTheWay {
        /// What is there.
        path: PathBuf,
    },
    /// A symbolic link is where a folder of the site belongs.
    #[error("`{}` is a symbolic link; nothing is written through it: remove it", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A file that was to be new exists.
    #[error("`{}` is there already; nothing was changed", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file is no longer what was read.
    #[error("`{}` was edited meanwhile; nothing was changed: run the command again", path.display())]
    Edited {
        /// The file.
        path: PathBuf,
    },
    /// The output folder is where the next build would read it.
    #[error("`{}` lies in `{folder}/`, which the next build would read: choose another folder", path.display())]
    AmongSources {
        /// The output folder.
        path: PathBuf,
        /// The folder of the sources.
        folder: &'static str,
    },
    /// Another program removed what was made before it was published.
    #[error("`{}` has gone before it was published; nothing was changed: build again", path.display())]
    Incomplete {
        /// What is missing.
        path: PathBuf,
    },
    /// A journal cannot be read.
    #[error("`{}` says what an earlier command had begun, and cannot be read; see what is in its folder, then remove that folder", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
    },
    /// A path would leave the folder that is written to.
    #[error("`{path}` cannot be a path in the folder that is written to")]
    UnsafePath {
        /// The path.
        path: String,
    },
}

impl PublishError {
    /// For `map_err`: the error that the system refused to `verb` what is at `path`.
    pub(in crate::disk) fn disk(
        verb: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> PublishError {
        let path = path.into();
        move |source| PublishError::Disk { verb, path, source }
    }
}

/// Why one output did not reach the sink.
enum Failure {
    /// A template failed.
    Mistake(Box<Diagnostic>),
    Sink(PublishError),
}

/// Renders the whole site into `sink`, and commits it.
///
/// # Errors
///
/// As [`render`], and where the sink cannot commit.
pub fn publish(site: &Site<'_>, sink: &dyn Sink) -> Result<Report, PublishError> {
    sink.commit(&render(site, sink)?)
}

/// Renders the whole site into `sink`, and gives what it accepted, by path. Nothing of it can be
/// seen before it is committed.
///
/// # Errors
///
/// [`PublishError::Mistakes`] if the site has errors or a template fails; otherwise the first error
/// of the sink, by path.
pub(crate) fn render<'s>(
    site: &'s Site<'_>,
    sink: &dyn Sink,
) -> Result<Vec<Accepted<'s>>, PublishError> {
    if site.diagnostics.has_errors() {
        return Err(PublishError::Mistakes(Diagnostics::default()));
    }

    let outputs: Vec<&Output> = site.outputs().iter().collect();
    hand_over_all(site, &outputs, sink)
}

/// Renders what can fail into `sink`, and commits nothing: the pages of a site whose templates,
/// or words in them, are its own.
///
/// # Errors
///
/// As [`render`].
pub(crate) fn rehearse(site: &Site<'_>, sink: &dyn Sink) -> Result<(), PublishError> {
    if site.diagnostics.has_errors() {
        return Err(PublishError::Mistakes(Diagnostics::default()));
    }

    let outputs: Vec<&Output> =
        site.outputs().iter().filter(|output| site.can_fail(output)).collect();
    hand_over_all(site, &outputs, sink).map(drop)
}

fn hand_over_all<'s>(
    site: &Site<'_>,
    outputs: &[&'s Output],
    sink: &dyn Sink,
) -> Result<Vec<Accepted<'s>>, PublishError> {
    // Files that are made together differ in their ending alone, so they are side by side.
    let groups: Vec<&[&Output]> =
        outputs.chunk_by(|one, other| site.are_made_together(one, other)).collect();
    let of = |group: &&[&Output]| hand_over(site, group, sink);

    // Side by side lie the page of a speech and its files in ten formats. Made in that order, each would
    // drive the code and words of the others from the processor's caches, which is a twelfth of a build's
    // time; so what is made alike is made in one go.
    let mut in_turn: Vec<(usize, &&[&Output])> = groups.iter().enumerate().collect();
    in_turn.sort_by_key(|(_, group)| group.first().map(|output| site.made_like(output)));

    // What says how long other files are is made when these are.
    let describes = |group: &&[&Output]| group.iter().any(|output| site.describes_files(output));
    let mut made: Vec<_> = in_turn
        .par_iter()
        .map(|(at, group)| (*at, (!describes(group)).then(|| of(group))))
        .collect();
    made.sort_unstable_by_key(|(at, _)| *at);

    let mut fates = Vec::with_capacity(groups.len());
    for (group, (_, fate)) in groups.iter().zip(made) {
        fates.push(fate.unwrap_or_else(|| of(group)));
    }
    accepted(&groups, fates)
}

/// Hands over one output, or several that are made together.
fn hand_over(site: &Site<'_>, group: &[&Output], sink: &dyn Sink) -> Result<Vec<Fate>, Failure> {
    let long: Vec<&Artifact> = group.iter().filter_map(|output| site.long_file(output)).collect();
    if !long.is_empty() {
        let paths: Vec<&str> = group.iter().map(|output| &*output.path).collect();
        let make = |outs: &mut [&mut dyn Write]| write_together(&site.graph, &long, outs);
        return sink.stream(&paths, &make).map_err(Failure::Sink);
    }

    let mut fates = Vec::with_capacity(group.len());
    for output in group {
        let path = &output.path;
        let fate = match &output.work {
            Work::Copy(file) => sink.copy(path, *file),
            Work::Kept(kept) => sink.copy_kept(path, kept),
            _ => sink.put(path, site.render(output).map_err(Failure::Mistake)?),
        };
        fates.push(fate.map_err(Failure::Sink)?);
    }
    Ok(fates)
}

/// Pairs the outputs of each group with their fates. Mistakes are told before a refusal of the sink,
/// and all at once; of refusals only the first is kept, for the others have mostly the same cause.
fn accepted<'s>(
    groups: &[&[&'s Output]],
    fates: Vec<Result<Vec<Fate>, Failure>>,
) -> Result<Vec<Accepted<'s>>, PublishError> {
    let mut accepted = Vec::with_capacity(groups.len());
    let mut mistakes = Vec::new();
    let mut refusal = None;
    for (group, fates) in groups.iter().zip(fates) {
        match fates {
            Ok(fates) => {
                let paths = group.iter().map(|output| &*output.path);
                accepted.extend(paths.zip(fates).map(|(path, fate)| Accepted { path, fate }));
            }
            Err(Failure::Mistake(mistake)) => mistakes.push(*mistake),
            Err(Failure::Sink(error)) => {
                refusal.get_or_insert(error);
            }
        }
    }

    if !mistakes.is_empty() {
        return Err(PublishError::Mistakes(each_once(mistakes)));
    }
    match refusal {
        Some(error) => Err(error),
        None => Ok(accepted),
    }
}

/// A template that fails fails on many pages: each of its mistakes is kept once, for the first page,
/// and says on how many more it occurred.
fn each_once(mistakes: Vec<Diagnostic>) -> Diagnostics {
    struct Kept {
        mistake: Diagnostic,
        more_pages: usize,
    }

    let mut kept: Vec<Kept> = Vec::new();
    let mut index_of: BTreeMap<String, usize> = BTreeMap::new();
    for mistake in mistakes {
        // The message names the page; what is the same is what the engine says, and where.
        let said = format!("{:?} {:?}", mistake.report, mistake.labels);
        if let Some(index) = index_of.get(&said) {
            kept[*index].more_pages += 1;
            continue;
        }
        index_of.insert(said, kept.len());
        kept.push(Kept { mistake, more_pages: 0 });
    }

    let mut diagnostics = Diagnostics::default();
    for Kept { mistake, more_pages } in kept {
        diagnostics.push(match more_pages {
            0 => mistake,
            1 => mistake.hint("it fails in the same way on one more page"),
            more => mistake.hint(say!("it fails in the same way on {more} more pages", more)),
        });
    }
    diagnostics
}
