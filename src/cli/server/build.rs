//! The disk, read once → a site that answers questions, in a thread of its own, until the next
//! build takes its place.
//!
//! A site borrows its sources, so both live on the stack of their thread. Questions reach it
//! through a channel; when nobody can ask any more, the thread ends and its memory is free.

use super::address::{Found, find};
use super::dashboard;
use super::inject::{DASHBOARD, Mistakes};
use super::watch::{Signal, Touched};
use super::{Event, Observer, ServeError};
use crate::base::diag::{Diagnostics, Severity};
use crate::base::sources::Sources;
use crate::cli::language::Language;
use crate::disk::load::{load, load_again, load_sharing};
use crate::reading::config::Options;
use crate::reading::memory::Memory;
use crate::reading::parse::{print, print_of};
use crate::site::html::Renditions;
use crate::site::outputs::{Output, Site, Work};
use crate::site::theme::Remembered;
use crate::{compose_again, understand_again};
use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// The result of a build.
pub(super) enum Outcome {
    /// A site without mistakes: where to ask it, and what stands for its style sheets.
    Site { ask: Sender<Question>, styles: u128 },
    /// The mistakes, as text.
    Mistakes(Mistakes),
}

/// A path that is asked for.
pub(super) struct Question {
    /// The path from the site's root, decoded.
    pub(super) path: String,
    pub(super) answer: Sender<Answer>,
}

/// What there is at a path.
#[derive(Debug)]
pub(super) enum Answer {
    /// A file of the site.
    File {
        /// The path, whose ending tells the media type.
        path: String,
        /// `false` for the page that says that nothing was found.
        is_found: bool,
        body: Body,
    },
    /// A folder, which has to be asked for with a final `/`.
    Folder,
    /// Nothing.
    Nothing,
    /// The page cannot be rendered, for these mistakes.
    Mistakes(Mistakes),
}

/// Where the bytes of a file are.
#[derive(Debug)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    Disk(PathBuf),
}

/// What earlier builds found and loaded, so that the next one need not.
#[derive(Default)]
struct Earlier {
    found: Memory,
    theme: Remembered,
}

/// What makes one build after another.
pub(super) struct Builder {
    root: PathBuf,
    options: Options,
    observer: Arc<dyn Observer>,
    earlier: Arc<Mutex<Earlier>>,
    /// The files of the last build; none before the first, and where they could not be read.
    built: Option<Sources>,
}

impl Builder {
    pub(super) fn new(root: &Path, options: &Options, observer: &Arc<dyn Observer>) -> Self {
        Builder {
            root: root.to_owned(),
            options: options.clone(),
            observer: Arc::clone(observer),
            earlier: Arc::default(),
            built: None,
        }
    }

    /// Starts to build the site after a `change`, and returns when it is known whether it can be shown;
    /// none where the files are those of the last build.
    pub(super) fn start(
        &mut self,
        change: Option<&Touched>,
    ) -> Result<Option<Outcome>, ServeError> {
        self.observer.notify(Event::Building);
        let built = self.built.take();
        let sources = match (&built, change) {
            (Some(before), Some(Touched { signal: Signal::Rewatch, .. })) => {
                load_sharing(&self.root, before)
            }
            (Some(before), Some(change)) => load_again(&self.root, before, &change.paths),
            _ => load(&self.root),
        };
        let sources = match sources {
            Ok(sources) => sources,
            Err(error) => {
                self.observer.notify(Event::Unreadable(&error));
                let language = self.observer.language();
                let text = language.recognised(&with_cause(&error));
                return Ok(Some(Outcome::Mistakes(Mistakes { text, language })));
            }
        };

        let is_same = built.as_ref() == Some(&sources);
        self.built = Some(sources.clone());
        if is_same { Ok(None) } else { self.build(sources).map(Some) }
    }

    fn build(&self, sources: Sources) -> Result<Outcome, ServeError> {
        let build = Build {
            root: self.root.clone(),
            options: self.options.clone(),
            earlier: Arc::clone(&self.earlier),
            observer: Arc::clone(&self.observer),
        };
        let (outcome, received) = channel();
        let run = move || build.run(&sources, &outcome);
        if let Err(source) = thread::Builder::new().name("build".to_owned()).spawn(run) {
            return Err(ServeError::Thread { path: self.root.clone(), source });
        }

        // The thread ends without an outcome only if it panics.
        Ok(received.recv().unwrap_or_else(|_| {
            let text =
                "the program failed while it read the site; this is a mistake of the program's own";
            Outcome::Mistakes(Mistakes { text: text.to_owned(), language: Language::English })
        }))
    }
}

struct Build {
    root: PathBuf,
    options: Options,
    earlier: Arc<Mutex<Earlier>>,
    observer: Arc<dyn Observer>,
}

impl Build {
    /// Builds the site, says what came of it, and answers questions as long as there are any.
    fn run(&self, sources: &Sources, outcome: &Sender<Outcome>) {
        // This fails only when nobody waits for the outcome any more, because the program ends.
        let say = |what: Outcome| drop(outcome.send(what));

        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let Earlier { found, theme } = &mut *earlier;
        let understood = understand_again(sources, &self.options, found);
        let site = compose_again(sources, understood, Renditions::default(), theme);
        drop(earlier);
        self.observer.notify(Event::Built { site: &site, sources });
        if site.diagnostics.has_errors() {
            return say(Outcome::Mistakes(self.mistakes(&site.diagnostics, sources)));
        }

        let (ask, questions) = channel();
        say(Outcome::Site { ask, styles: styles(&site, sources) });
        self.answer_all(&site, sources, &questions);
    }

    fn mistakes(&self, diagnostics: &Diagnostics, sources: &Sources) -> Mistakes {
        let errors = diagnostics.only(|severity| severity == Severity::Error);
        let text = self.observer.describe(&errors, sources);
        Mistakes { text, language: self.observer.language() }
    }

    fn answer_all(&self, site: &Site<'_>, sources: &Sources, questions: &Receiver<Question>) {
        // The index takes longer than all pages that are looked at between two edits, so it is
        // made for the first search.
        let search = LazyCell::new(|| site.build_search(&mut Diagnostics::default()));
        // All names are looked for in all texts, which nobody should wait for who does not ask.
        let dashboard = LazyCell::new(|| dashboard::page(site, sources, &*self.observer));

        for Question { path, answer } in questions {
            let found = match find(site, &path) {
                _ if path == DASHBOARD => Answer::File {
                    path: "index.html".to_owned(),
                    is_found: true,
                    body: Body::Bytes(dashboard.clone()),
                },
                Found::Output(output) => self.file(site, sources, output, true),
                Found::Folder => Answer::Folder,
                Found::Nothing(page) => {
                    let is_of_search = path.starts_with("search/");
                    let index = if is_of_search { search.as_ref() } else { None };
                    let bytes = index.and_then(|index| index.file(&site.graph, &path));
                    match (bytes, page) {
                        (Some(bytes), _) => {
                            Answer::File { path, is_found: true, body: Body::Bytes(bytes) }
                        }
                        (None, Some(page)) => self.file(site, sources, page, false),
                        (None, None) => Answer::Nothing,
                    }
                }
            };
            // The connection that asked may be closed by now.
            let _ = answer.send(found);
        }
    }

    fn file(&self, site: &Site<'_>, sources: &Sources, output: &Output, is_found: bool) -> Answer {
        let body = match output.work {
            Work::Copy(file) => Body::Disk(self.root.join(&sources.file(file).path)),
            // None is made for `serve`, which shows pictures as they are.
            Work::Kept(ref kept) => Body::Disk(self.root.join(kept)),
            _ => match site.render(output) {
                Ok(bytes) => Body::Bytes(bytes),
                Err(mistake) => {
                    let mut diagnostics = Diagnostics::default();
                    diagnostics.push(*mistake);
                    return Answer::Mistakes(self.mistakes(&diagnostics, sources));
                }
            },
        };

        Answer::File { path: output.path.to_string(), is_found, body }
    }
}

/// What stands for the style sheets of a site. None that a theme made fails here: its mistake is told
/// where it is asked for.
fn styles(site: &Site<'_>, sources: &Sources) -> u128 {
    let mut sheets = Vec::new();
    for output in site.outputs().iter().filter(|output| output.path.ends_with(".css")) {
        sheets.extend(match output.work {
            Work::Copy(file) => print(sources.file(file)).to_le_bytes().to_vec(),
            _ => site.render(output).unwrap_or_default(),
        });
    }
    print_of(&[&sheets])
}

fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
