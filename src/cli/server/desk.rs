//! What is shown now, and the pages that wait to hear of the next build.
//!
//! **Invariant:** a site without mistakes stays until another without mistakes is there.

use super::edition::{Answer, Outcome, Question};
use super::http::STANDING;
use std::io::{self, Write};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many pages may listen; of more, the one that has listened longest is let go and asks again. Half of those who are served
/// at once: a person has a few tabs open, and nobody opens more to keep others out.
pub(super) const MOST_LISTENERS: usize = 32;

/// The desk at which questions are answered.
#[derive(Default)]
pub(super) struct Desk {
    shown: Mutex<Shown>,
    listeners: Mutex<Vec<Box<dyn Write + Send>>>,
}

/// What is shown.
#[derive(Clone, Default)]
pub(super) struct Shown {
    n_builds: u32,
    site: Option<Sender<Question>>,
    /// What is to be mended, as text; none if the site shown is that of the last build.
    pub(super) mistakes: Option<String>,
}

impl Shown {
    /// A name of the build that no other has, nor had one before the server was started anew.
    pub(super) fn build(&self) -> String {
        format!("{}-{}", std::process::id(), self.n_builds)
    }

    /// What the site has at `path`; none if there is no site to ask.
    pub(super) fn ask(&self, path: String) -> Option<Answer> {
        let (answer, answered) = channel();
        self.site.as_ref()?.send(Question { path, answer }).ok()?;
        answered.recv().ok()
    }
}

impl Desk {
    /// What is shown now.
    pub(super) fn shown(&self) -> Shown {
        hold(&self.shown).clone()
    }

    /// Shows what became of a build, and tells the pages.
    pub(super) fn show(&self, outcome: Outcome) {
        let mut shown = hold(&self.shown);
        shown.n_builds += 1;
        match outcome {
            Outcome::Site(site) => {
                shown.site = Some(site);
                shown.mistakes = None;
            }
            Outcome::Mistakes(mistakes) => shown.mistakes = Some(mistakes),
        }
        let message = format!("data: {}\n\n", shown.build());
        drop(shown);
        hold(&self.listeners).retain_mut(|listener| send(listener, &message).is_ok());
    }

    /// Takes up a page that wants to hear of builds, and tells it of the one that is shown (Server-Sent Events, HTML §9.2).
    pub(super) fn listen(&self, mut listener: Box<dyn Write + Send>) {
        let mut listeners = hold(&self.listeners);
        // Pages that were left are found out by a line that says nothing.
        listeners.retain_mut(|listener| send(listener, ":\n\n").is_ok());
        if listeners.len() >= MOST_LISTENERS {
            listeners.remove(0);
        }
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{STANDING}");
        let message = format!("{head}retry: 500\ndata: {}\n\n", self.shown().build());
        if send(&mut listener, &message).is_ok() {
            listeners.push(listener);
        }
    }
}

fn send(listener: &mut Box<dyn Write + Send>, message: &str) -> io::Result<()> {
    listener.write_all(message.as_bytes())?;
    listener.flush()
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
