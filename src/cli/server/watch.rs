//! Changes on disk → a signal to rebuild. The only file that names the watcher.
//!
//! `oratory.toml`, `content/`, `static/` and `themes/` are watched. Files that the loader skips give no
//! signal, nor does reading a file.

use super::ServeError;
use crate::disk::load::{FOLDERS, is_skipped, is_text};
use crate::reading::config::CONFIG_PATH;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long the disk must be at rest before a build begins. An editor saves in several steps, which
/// follow one another within a millisecond or two; all that comes within this time is read at once.
const REST: Duration = Duration::from_millis(10);

/// How long it must be at rest before a mistake is shown: a program that saves more slowly, or several
/// files, would show one that is none. A person who has saved does not notice so short a wait.
const QUIET: Duration = Duration::from_millis(75);

/// How long a build waits at most, where the disk does not come to rest: something writes there all
/// the time.
const PATIENCE: Duration = Duration::from_secs(1);

/// A watch over a site.
pub(super) struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    changes: Receiver<Touched>,
    /// What came while it was looked whether the disk is at rest.
    waiting: Option<Touched>,
}

/// What was touched on the disk, whether or not it is another thing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touched {
    /// What it calls for.
    pub(super) signal: Signal,
    /// Where, from the root of the site.
    pub(super) paths: BTreeSet<String>,
}

/// What a change calls for. The greater includes the lesser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Signal {
    /// To build the site again.
    Rebuild,
    /// To show its files again, too: one that is copied and not read may be another.
    Copied,
    /// To watch its folders again, too: one of them came or went.
    Rewatch,
}

impl Watch {
    /// Starts to watch the site in `root`, a path without links.
    pub(super) fn over(root: &Path) -> Result<Self, ServeError> {
        let (sender, changes) = channel();
        let watched_root = root.to_owned();
        let handler = move |event: notify::Result<Event>| {
            if let Some(change) = change_of(event, &watched_root) {
                let _ = sender.send(change);
            }
        };

        let failed = |error: notify::Error| ServeError::Watch {
            path: root.to_owned(),
            reason: error.to_string(),
        };
        let mut watcher = recommended_watcher(handler).map_err(failed)?;
        // The folder rather than the file: editors put a new file in the old one's place.
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(failed)?;

        let mut watch = Watch { root: root.to_owned(), watcher, changes, waiting: None };
        watch.watch_folders()?;
        Ok(watch)
    }

    fn watch_folders(&mut self) -> Result<(), ServeError> {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            // An error only says that it was not watched yet, or is gone.
            let _ = self.watcher.unwatch(&path);
            if !path.is_dir() {
                continue;
            }
            if let Err(error) = self.watcher.watch(&path, RecursiveMode::Recursive) {
                let reason = error.to_string();
                return Err(ServeError::Watch { path, reason });
            }
        }
        Ok(())
    }

    /// Waits for a change, and until the disk is at rest again. All that came meanwhile is one change.
    pub(super) fn wait(&mut self) -> Result<Touched, ServeError> {
        let mut change = match self.waiting.take() {
            Some(change) => change,
            None => self.changes.recv().map_err(|_| self.ended())?,
        };
        let latest = now() + PATIENCE;
        while now() < latest
            && let Some(next) = self.next_within(REST)?
        {
            change.append(next);
        }

        if change.signal == Signal::Rewatch {
            self.watch_folders()?;
        }
        Ok(change)
    }

    /// Whether nothing changes for a moment; what does, comes with the next [`wait`](Self::wait).
    pub(super) fn is_quiet(&mut self) -> Result<bool, ServeError> {
        self.waiting = self.next_within(QUIET)?;
        Ok(self.waiting.is_none())
    }

    fn next_within(&self, time: Duration) -> Result<Option<Touched>, ServeError> {
        match self.changes.recv_timeout(time) {
            Ok(change) => Ok(Some(change)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
        }
    }

    fn ended(&self) -> ServeError {
        ServeError::Watch { path: self.root.clone(), reason: "the watcher has ended".to_owned() }
    }
}

impl Touched {
    fn append(&mut self, next: Touched) {
        self.signal = self.signal.max(next.signal);
        self.paths.extend(next.paths);
    }
}

#[expect(clippy::disallowed_methods, reason = "a wait has an end")]
fn now() -> Instant {
    Instant::now()
}

/// What an event says of the site in `root`; none where that is nothing.
fn change_of(event: notify::Result<Event>, root: &Path) -> Option<Touched> {
    let all = Touched { signal: Signal::Rewatch, paths: BTreeSet::new() };
    let Ok(event) = event else {
        // What the watcher could not make out may have been a change.
        return Some(all);
    };
    if event.kind.is_access() {
        return None;
    }
    if event.need_rescan() {
        return Some(all);
    }

    let mut signal = None;
    let mut paths = BTreeSet::new();
    for path in event.paths.iter().filter_map(|path| path.strip_prefix(root).ok()) {
        let Some(found) = signal_of_path(path) else {
            continue;
        };
        signal = signal.max(Some(found));
        match path.to_str() {
            Some(path) => drop(paths.insert(path.replace('\\', "/"))),
            // The loader says what is wrong with such a name.
            None => return Some(all),
        }
    }
    signal.map(|signal| Touched { signal, paths })
}

/// The signal that a change at a path of the site gives.
fn signal_of_path(path: &Path) -> Option<Signal> {
    let mut parts = path.iter();
    let first = parts.next()?;
    if first == CONFIG_PATH {
        return Some(Signal::Rebuild);
    }
    let folder = FOLDERS.iter().find(|folder| first == **folder)?;

    let mut below = parts.peekable();
    if below.peek().is_none() {
        return Some(Signal::Rewatch);
    }
    if below.any(|part| is_skipped(folder, part)) {
        return None;
    }
    // A folder that came or went looks like a file without an ending, and may hold anything.
    let is_read = path.to_str().is_some_and(|path| is_text(&path.replace('\\', "/")));
    Some(if is_read { Signal::Rebuild } else { Signal::Copied })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_gives_a_signal() {
        let signal = |path: &str| signal_of_path(Path::new(path));
        assert_eq!(signal("oratory.toml"), Some(Signal::Rebuild));
        assert_eq!(signal("content/people/王毅.md"), Some(Signal::Rebuild));
        assert_eq!(signal("static/.well-known/x"), Some(Signal::Copied));
        assert_eq!(signal("content/people/ada.jpg"), Some(Signal::Copied));
        assert_eq!(signal("themes"), Some(Signal::Rewatch));

        for quiet in [
            "",
            "public/index.html",
            ".oratory/plan",
            "content/people/.a.md.swp",
            "content/people/a.md~",
            "content/.git/index",
            "contents/a.md",
        ] {
            assert_eq!(signal(quiet), None, "{quiet}");
        }
    }
}
