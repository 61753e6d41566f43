//! A folder → its site in a browser on this computer, rebuilt at every change.
//!
//! Nothing is written to disk: pages are rendered when they are asked for, by the verbs that
//! `build` uses. A page differs from the published one only by a script that shows its changes, a
//! policy that lets the script run, and, where the site has mistakes, their text on top. One page
//! more lists what is left to do.
//!
//! **Invariant:** only this computer is answered: the loopback address, and only under its own
//! names.
//! **Invariant:** pages from elsewhere that are open in the same browser learn nothing of the site.
//! **Invariant:** while the site has mistakes, the last one without any is shown.
//! Does not print and does not measure time: an [`Observer`] is told what happens.

mod address;
mod build;
mod connections;
mod dashboard;
mod http;
mod inject;
mod preview;
mod ranges;
mod request;
#[cfg(test)]
mod tests;
mod watch;

pub use request::Request;

use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::cli::language::Language;
use crate::disk::load::LoadError;
use crate::reading::config::Options;
use crate::site::outputs::Site;
use build::{Builder, Outcome};
use preview::Preview;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use watch::{Signal, Watch};

/// The port where none is asked for. If it is taken, one of the next is used.
pub(crate) const USUAL_PORT: u16 = 4000;

/// What happens while a site is served.
#[derive(Clone, Copy)]
pub(crate) enum Event<'e> {
    /// The site is about to be read and compiled.
    Building,
    /// The site is compiled, with or without mistakes.
    Built { site: &'e Site<'e>, sources: &'e Sources },
    /// The site cannot be read.
    Unreadable(&'e LoadError),
    /// The system accepts no connection, as a rule because too many files are open, and browsers
    /// have to wait. Told once.
    NoRoom(&'e io::Error),
    /// The site can be opened at `address`: `http://127.0.0.1:4000/`.
    Listening { address: &'e str },
}

/// Hears what the server does, and knows how mistakes are worded.
pub(crate) trait Observer: Send + Sync {
    fn notify(&self, event: Event<'_>);

    /// Diagnostics as plain text, to be shown in a page.
    fn describe(&self, diagnostics: &Diagnostics, sources: &Sources) -> String;

    /// In which language they are worded.
    fn language(&self) -> Language {
        Language::English
    }
}

/// Why a site cannot be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// The site's folder is not there.
    #[error("cannot read `{}`", path.display())]
    Root { path: PathBuf, source: io::Error },
    /// The port is taken or forbidden.
    #[error("cannot listen on port {port}; choose another with `--port`")]
    Port { port: u16, source: io::Error },
    /// A folder cannot be watched.
    #[error("cannot watch `{}`: {reason}", path.display())]
    Watch { path: PathBuf, reason: String },
    /// A thread cannot be started for the site at `path`.
    #[error("cannot start a thread to serve `{}`", path.display())]
    Thread { path: PathBuf, source: io::Error },
}

/// Serves the site in `root` until the process ends: at `port`, or where none is given, at the
/// first free one from [`USUAL_PORT`].
///
/// # Errors
///
/// Where the port or the watcher is refused. Mistakes in the site are not errors: they are shown.
pub(crate) fn serve(
    root: &Path,
    options: &Options,
    port: Option<u16>,
    observer: &Arc<dyn Observer>,
) -> Result<(), ServeError> {
    let root = fs::canonicalize(root)
        .map_err(|source| ServeError::Root { path: root.to_owned(), source })?;
    let (listener, address) = connections::listen(port)?;

    // Watched from before the first build, so that no change is missed.
    let mut watch = Watch::over(&root)?;
    let preview = Arc::new(Preview::default());
    let mut builder = Builder::new(&root, options, observer);
    if let Some(outcome) = builder.start(None)? {
        preview.update(outcome);
    }
    http::start(listener, &preview, observer, &root)?;
    observer.notify(Event::Listening { address: &address });

    let mut unshown = None;
    loop {
        let change = watch.wait()?;
        unshown = builder.start(Some(&change))?.or(unshown);
        // What is half saved has mistakes that its author never made.
        let is_half = matches!(unshown, Some(Outcome::Mistakes(_))) && !watch.is_quiet()?;
        if !is_half && let Some(outcome) = unshown.take() {
            preview.update(outcome);
        }
        if change.signal >= Signal::Copied {
            preview.reload();
        }
    }
}
