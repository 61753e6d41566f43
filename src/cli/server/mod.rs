//! A folder → its site in a browser on this computer, built anew at every change.
//!
//! Nothing is written to disk: pages are rendered when they are asked for, by the verbs that `build` uses. A page differs from the published
//! one only by a script that reloads it, a policy that lets the script run, and, where the site has mistakes, their text on top.
//!
//! **Invariant:** only this computer is answered: the loopback address, and only under its own names.
//! **Invariant:** pages from elsewhere that are open in the same browser learn nothing of the site.
//! **Invariant:** while the site has mistakes, the last one without any is shown.
//! Does not print and does not ask for the time: a [`Teller`] is told what happens.

mod address;
mod desk;
mod edition;
mod http;
mod inject;
mod request;
#[cfg(test)]
mod tests;
mod visitors;
mod watch;

pub use request::Request;

use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::disk::load::LoadError;
use crate::reading::config::Options;
use crate::site::outputs::Site;
use desk::Desk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use watch::Watch;

/// The port where none is asked for; if it is taken, one of the next.
pub(crate) const USUAL_PORT: u16 = 4000;

/// What happens while a site is served.
#[derive(Clone, Copy)]
pub(crate) enum Event<'e> {
    /// The site is read and compiled.
    Building,
    /// The site is compiled, with or without mistakes.
    Built {
        /// The site.
        site: &'e Site<'e>,
        /// What it was made from.
        sources: &'e Sources,
    },
    /// The site cannot be read.
    Unreadable(&'e LoadError),
    /// Visitors wait, for the system lets no one in: as a rule too many files are open. Told once.
    NoRoom(&'e io::Error),
    /// The site can be looked at.
    Listening {
        /// Where: `http://127.0.0.1:4000/`.
        address: &'e str,
    },
}

/// Who is told, and who knows how mistakes are worded.
pub(crate) trait Teller: Send + Sync {
    /// Takes up what happens.
    fn tell(&self, event: Event<'_>);

    /// The errors among `diagnostics` as plain text, to be shown in the page.
    fn describe(&self, diagnostics: &Diagnostics, sources: &Sources) -> String;
}

/// Why a site cannot be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// The folder is not there.
    #[error("cannot read `{}`", path.display())]
    Root {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The port is taken or forbidden.
    #[error("cannot listen on port {port}; choose another with `--port`")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// A folder cannot be watched.
    #[error("cannot watch `{}`: {reason}", path.display())]
    Watch {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A thread cannot be started.
    #[error("cannot start a thread to serve `{}`", path.display())]
    Thread {
        /// The site's folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Serves the site in `root` until the process ends; at `port`, or where none is given at the first free one from [`USUAL_PORT`].
///
/// # Errors
///
/// Where the port or the watcher is refused. Mistakes in the site are none: they are shown.
pub(crate) fn serve(
    root: &Path,
    options: &Options,
    port: Option<u16>,
    teller: &Arc<dyn Teller>,
) -> Result<(), ServeError> {
    let root = fs::canonicalize(root)
        .map_err(|source| ServeError::Root { path: root.to_owned(), source })?;
    let (server, address) = visitors::listen(port)?;
    // Watched from before the first reading, so that no change is missed.
    let mut watch = Watch::over(&root)?;
    let desk = Arc::new(Desk::default());
    desk.show(edition::make(&root, options, teller)?);
    http::answer(server, &desk, teller, &root)?;
    teller.tell(Event::Listening { address: &address });
    loop {
        watch.wait()?;
        desk.show(edition::make(&root, options, teller)?);
    }
}
