//! One reading of the disk → a site that answers, in a thread of its own, until another takes its place.
//!
//! A site borrows its sources, so both live on the stack of their thread; questions come to it through a channel, and when no one can ask
//! any more it ends and its memory is free.

use super::address::{Found, find};
use super::{Event, ServeError, Teller};
use crate::base::sources::Sources;
use crate::compile;
use crate::disk::load;
use crate::reading::config::Options;
use crate::site::outputs::{Output, Site, Work};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// What became of a reading of the disk.
pub(super) enum Outcome {
    /// A site without mistakes, which answers here.
    Site(Sender<Question>),
    /// What is to be mended, as text.
    Mistakes(String),
}

/// A path that is asked for, and where the answer goes.
pub(super) struct Question {
    /// The path from the site's root, decoded.
    pub(super) path: String,
    /// Where the answer goes.
    pub(super) answer: Sender<Answer>,
}

/// What there is at a path.
#[derive(Debug)]
pub(super) enum Answer {
    /// A file of the site.
    File {
        /// Its path, whose ending tells what it is.
        path: String,
        /// Whether it is what was asked for, or the page that says that there is nothing.
        is_found: bool,
        /// Its bytes.
        body: Body,
    },
    /// A folder, which is asked for with a final `/`.
    Folder,
    /// Nothing.
    Nothing,
    /// A page that cannot be rendered, and why.
    Mistakes(String),
}

/// Where the bytes of a file are.
#[derive(Debug)]
pub(super) enum Body {
    /// Here.
    Bytes(Vec<u8>),
    /// In this file on disk.
    Disk(PathBuf),
}

/// Reads and compiles the site in `root`; returns when it is known whether it can be shown.
pub(super) fn make(
    root: &Path,
    options: &Options,
    teller: &Arc<dyn Teller>,
) -> Result<Outcome, ServeError> {
    let (outcome, made) = channel();
    let maker =
        Maker { root: root.to_owned(), options: options.clone(), teller: Arc::clone(teller) };
    let thread =
        thread::Builder::new().name("edition".to_owned()).spawn(move || maker.run(&outcome));
    thread.map_err(|source| ServeError::Thread { path: root.to_owned(), source })?;
    Ok(made.recv().unwrap_or_else(|_| {
        Outcome::Mistakes(
            "the program failed while it read the site; this is a mistake of the program's own"
                .to_owned(),
        )
    }))
}

struct Maker {
    root: PathBuf,
    options: Options,
    teller: Arc<dyn Teller>,
}

impl Maker {
    fn run(&self, outcome: &Sender<Outcome>) {
        self.teller.tell(Event::Building);
        // Nobody is left to be told only when the program ends.
        let say = |what: Outcome| drop(outcome.send(what));
        let sources = match load::load(&self.root) {
            Ok(sources) => sources,
            Err(error) => {
                self.teller.tell(Event::Unreadable(&error));
                return say(Outcome::Mistakes(with_cause(&error)));
            }
        };
        let site = compile(&sources, &self.options);
        self.teller.tell(Event::Built { site: &site, sources: &sources });
        if site.diagnostics.has_errors() {
            return say(Outcome::Mistakes(self.teller.describe(&site.diagnostics, &sources)));
        }
        let (ask, questions) = channel();
        say(Outcome::Site(ask));
        self.answer(&site, &sources, &questions);
    }

    fn answer(&self, site: &Site<'_>, sources: &Sources, questions: &Receiver<Question>) {
        for question in questions {
            let answer = match find(site, &question.path) {
                Found::Output(output) => self.file(site, sources, output, true),
                Found::Nothing(Some(page)) => self.file(site, sources, page, false),
                Found::Nothing(None) => Answer::Nothing,
                Found::Folder => Answer::Folder,
            };
            // Whoever asked may have gone.
            let _ = question.answer.send(answer);
        }
    }

    fn file(&self, site: &Site<'_>, sources: &Sources, output: &Output, is_found: bool) -> Answer {
        let body = match output.work {
            Work::Copy(file) => Body::Disk(self.root.join(&sources.file(file).path)),
            _ => match site.render(output) {
                Ok(bytes) => Body::Bytes(bytes),
                Err(mistake) => {
                    let mut diagnostics = crate::base::diag::Diagnostics::default();
                    diagnostics.push(*mistake);
                    return Answer::Mistakes(self.teller.describe(&diagnostics, sources));
                }
            },
        };
        Answer::File { path: output.path.clone(), is_found, body }
    }
}

fn with_cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
