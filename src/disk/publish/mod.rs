//! Site + sink → what is published: every output is rendered and handed over one at a time, then all of them take their place at once.
//!
//! **Invariant:** a site with mistakes is never committed: everything that can fail in rendering has been tried before [`Sink::commit`].
//! **Invariant:** memory stays bounded: as many rendered outputs are held as there are threads.
//! Does not decide which outputs there are or where they lie; a sink does not know what it is given.

mod answers;
mod changes;
mod disk;
mod exchange;
mod lock;
mod manifest;
mod memory;
mod moves;
mod output;
mod replace;
mod swap;
mod sync;
mod workshop;

pub(crate) use answers::{AnswerLog, forget_answers};
pub(crate) use changes::{carry_out, carry_out_over, recover};
pub use disk::{DiskSink, Foreign};
pub use lock::keep_lock;
pub(crate) use memory::DrySink;
pub use memory::MemorySink;
use output::INSIDE;
pub(crate) use output::Notice;
pub use output::OutputFolder;
pub(crate) use replace::replace;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::sources::FileId;
use crate::site::outputs::{Output, Site, Work};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// What becomes of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is new or differs from what is there.
    Written,
    /// The same bytes are there already.
    Unchanged,
}

/// Where outputs go. Nothing can be seen there before [`commit`](Sink::commit); a sink that is dropped without it leaves no trace.
pub trait Sink: Sync {
    /// Takes the bytes of a page or file.
    ///
    /// # Errors
    ///
    /// Where `path` cannot be written.
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Fate, PublishError>;

    /// Takes a media file of the site as it is.
    ///
    /// # Errors
    ///
    /// Where `path` cannot be written or the file cannot be read.
    fn copy(&self, path: &str, file: FileId) -> Result<Fate, PublishError>;

    /// Puts everything in its place. `taken` is all that was given, by path.
    ///
    /// # Errors
    ///
    /// Where something stands in the way, or the system refuses.
    fn commit(&self, taken: &[(&str, Fate)]) -> Result<Report, PublishError>;
}

/// What publishing did, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// New or changed.
    pub written: usize,
    /// The same as before, and not touched.
    pub unchanged: usize,
    /// Of an earlier build and no longer made.
    pub removed: usize,
}

impl Report {
    fn of(taken: &[(&str, Fate)], removed: usize) -> Self {
        let written = taken.iter().filter(|(_, fate)| *fate == Fate::Written).count();
        Report { written, unchanged: taken.len() - written, removed }
    }
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The author's mistakes, apart from those in [`Site::diagnostics`]: what templates say.
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
    /// A file of someone else's stands where an output belongs.
    #[error("`{}` is in the way: it is not from an earlier build; move it away, or build with `--force` to overwrite such files", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A folder stands where a file belongs, or a file where a folder does, and neither is from an earlier build.
    #[error("`{}` is in the way and is not from an earlier build; move it away", path.display())]
    InTheWay {
        /// What is there.
        path: PathBuf,
    },
    /// A symbolic link stands where a folder of the site belongs.
    #[error("`{}` is a symbolic link; nothing is written through it: remove it", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A file that was to be new is there.
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
    /// The output folder lies where the next build would read it.
    #[error("`{}` lies in `{folder}/`, which the next build would read: choose another folder", path.display())]
    AmongSources {
        /// The output folder.
        path: PathBuf,
        /// The folder of the sources.
        folder: &'static str,
    },
    /// Another program took away what was made, before it was published.
    #[error("`{}` has gone before it was published; nothing was changed: build again", path.display())]
    Incomplete {
        /// What is missing.
        path: PathBuf,
    },
    /// A journal that is none.
    #[error("`{}` says what an earlier command had begun, and cannot be read; see what is in its folder, then remove that folder", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
    },
    /// A path that would leave the folder that is written to.
    #[error("`{path}` cannot be a path in the folder that is written to")]
    UnsafePath {
        /// The path.
        path: String,
    },
}

impl PublishError {
    /// For `map_err`: the system refused to do `verb` with `path`.
    fn disk(
        verb: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> PublishError {
        let path = path.into();
        move |source| PublishError::Disk { verb, path, source }
    }
}

/// Why one output did not reach the sink.
enum Failure {
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

/// Renders the whole site into `sink`; gives what it took, by path. Nothing can be seen of it before it is committed.
///
/// # Errors
///
/// [`PublishError::Mistakes`] if the site has errors or a template fails; else what the sink says first, by path.
pub(crate) fn render<'s>(
    site: &'s Site<'_>,
    sink: &dyn Sink,
) -> Result<Vec<(&'s str, Fate)>, PublishError> {
    if site.diagnostics.has_errors() {
        return Err(PublishError::Mistakes(Diagnostics::default()));
    }
    let outputs = site.outputs();
    let fates: Vec<Result<Fate, Failure>> =
        outputs.par_iter().map(|output| give(site, output, sink)).collect();
    taken(outputs, fates)
}

fn give(site: &Site<'_>, output: &Output, sink: &dyn Sink) -> Result<Fate, Failure> {
    if let Work::Copy(file) = output.work {
        return sink.copy(&output.path, file).map_err(Failure::Sink);
    }
    let bytes = site.render(output).map_err(Failure::Mistake)?;
    sink.put(&output.path, bytes).map_err(Failure::Sink)
}

fn taken(
    outputs: &[Output],
    fates: Vec<Result<Fate, Failure>>,
) -> Result<Vec<(&str, Fate)>, PublishError> {
    let mut taken = Vec::with_capacity(outputs.len());
    let mut mistakes = Vec::new();
    let mut refusal = None;
    for (output, fate) in outputs.iter().zip(fates) {
        match fate {
            Ok(fate) => taken.push((output.path.as_str(), fate)),
            Err(Failure::Mistake(mistake)) => mistakes.push(*mistake),
            Err(Failure::Sink(error)) => refusal = refusal.or(Some(error)),
        }
    }
    if !mistakes.is_empty() {
        return Err(PublishError::Mistakes(each_once(mistakes)));
    }
    refusal.map_or(Ok(taken), Err)
}

/// A template that fails fails on many pages; each of its reports is kept once, for the first page, and says how many more there are.
fn each_once(mistakes: Vec<Diagnostic>) -> Diagnostics {
    let mut first: Vec<(Diagnostic, usize)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for mistake in mistakes {
        if let Some(index) = mistake.report.as_ref().and_then(|report| known.get(report)) {
            first[*index].1 += 1;
        } else {
            known.extend(mistake.report.clone().map(|report| (report, first.len())));
            first.push((mistake, 0));
        }
    }
    let mut diagnostics = Diagnostics::default();
    for (mistake, more) in first {
        let mistake = match more {
            0 => mistake,
            1 => mistake.hint("it fails in the same way on one more page"),
            more => mistake.hint(format!("it fails in the same way on {more} more pages")),
        };
        diagnostics.push(mistake);
    }
    diagnostics
}
