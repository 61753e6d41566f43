//! What is shown now, and the pages that wait to hear of the next build.
//!
//! **Invariant:** a site without mistakes is shown until another without mistakes is ready.

use super::build::{Answer, Outcome, Question};
use super::inject::{Made, Mistakes};
use std::io::{self, Write};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The headers of every answer, with the empty line that ends them.
///
/// The first four keep pages from elsewhere out even where a browser does not say who asks: they
/// can neither embed an answer, nor frame it, nor hold on to its window. A page that is linked to
/// learns the server that the link is on, as it will with the published site, but not the name of a
/// draft.
/// Nothing is cached, for the next build may be another site.
pub(super) const COMMON_HEADERS: &str = "Cross-Origin-Resource-Policy: same-origin\r
Content-Security-Policy: frame-ancestors 'self'\r
Cross-Origin-Opener-Policy: same-origin\r
X-Frame-Options: SAMEORIGIN\r
X-Content-Type-Options: nosniff\r
Referrer-Policy: strict-origin-when-cross-origin\r
Cache-Control: no-store\r
Connection: close\r
\r
";

/// How many pages may subscribe. Of more, the one that has done so longest is dropped, and
/// subscribes again. Half as many as there are connections at once: a person has a few tabs open,
/// and nobody opens more to keep others out.
pub(super) const MAX_SUBSCRIBERS: usize = 32;

/// A page that waits, as the connection to which its events are written.
type Subscriber = Box<dyn Write + Send>;

/// The state that all connections share.
#[derive(Default)]
pub(super) struct Preview {
    snapshot: Mutex<Snapshot>,
    subscribers: Mutex<Vec<Subscriber>>,
}

/// What is shown at one moment.
#[derive(Clone, Default)]
pub(super) struct Snapshot {
    n_builds: u32,
    site: Option<Sender<Question>>,
    /// What stands for the style sheets of `site`.
    styles: u128,
    /// The mistakes of the last build, as text; `None` if `site` is its result.
    pub(super) mistakes: Option<Mistakes>,
}

impl Snapshot {
    /// Which build it is, by a name that no other has, not even one of a server that ran here
    /// before.
    pub(super) fn made(&self) -> Made {
        let build = format!("{}-{}", std::process::id(), self.n_builds);
        Made { build, styles: self.styles }
    }

    /// What the site has at `path`; `None` if there is no site to ask.
    pub(super) fn ask(&self, path: String) -> Option<Answer> {
        let (answer, answered) = channel();
        self.site.as_ref()?.send(Question { path, answer }).ok()?;
        answered.recv().ok()
    }
}

impl Preview {
    pub(super) fn snapshot(&self) -> Snapshot {
        locked(&self.snapshot).clone()
    }

    /// Shows the result of a build, and tells the subscribers.
    pub(super) fn update(&self, outcome: Outcome) {
        let mut snapshot = locked(&self.snapshot);
        snapshot.n_builds += 1;
        match outcome {
            Outcome::Site { ask, styles } => {
                snapshot.site = Some(ask);
                snapshot.styles = styles;
                snapshot.mistakes = None;
            }
            Outcome::Mistakes(mistakes) => snapshot.mistakes = Some(mistakes),
        }

        let message = format!("data: {}\n\n", snapshot.made().build);
        drop(snapshot);
        self.tell(&message);
    }

    /// Has every page loaded again, also those whose text is the same: a picture or a recording is
    /// another one.
    pub(super) fn reload(&self) {
        let mut snapshot = locked(&self.snapshot);
        snapshot.n_builds += 1;
        let message = format!("data: {} all\n\n", snapshot.made().build);
        drop(snapshot);
        self.tell(&message);
    }

    fn tell(&self, message: &str) {
        locked(&self.subscribers).retain_mut(|subscriber| send(subscriber, message).is_ok());
    }

    /// Adds a page that wants to hear of builds, and tells it which one is shown (Server-Sent
    /// Events, HTML §9.2).
    pub(super) fn subscribe(&self, mut subscriber: Subscriber) {
        let mut subscribers = locked(&self.subscribers);

        // A comment, which says nothing, finds out which pages have been closed.
        subscribers.retain_mut(|subscriber| send(subscriber, ":\n\n").is_ok());
        if subscribers.len() >= MAX_SUBSCRIBERS {
            subscribers.remove(0);
        }

        // `retry`: half a second after this server has been restarted, its pages are back.
        let Made { build, .. } = self.snapshot().made();
        let message = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{COMMON_HEADERS}\
             retry: 500\ndata: {build}\n\n"
        );
        if send(&mut subscriber, &message).is_ok() {
            subscribers.push(subscriber);
        }
    }
}

fn send(subscriber: &mut Subscriber, message: &str) -> io::Result<()> {
    subscriber.write_all(message.as_bytes())?;
    subscriber.flush()
}

/// Locks a mutex, even after a thread has panicked while it held it: nothing above leaves a value
/// that is only half changed.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
