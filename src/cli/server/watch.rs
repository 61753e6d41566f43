//! Changes on disk → a signal to rebuild. The only file that names the watcher.
//!
//! `oratory.toml`, `content/`, `static/` and `themes/` are watched. Files that the loader skips give no
//! signal, nor does reading a file.

use super::ServeError;
use crate::disk::load::{CONFIG, FOLDERS, is_skipped, is_text};
use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvError, channel};
use std::time::Duration;

/// How long the disk must be at rest before a build begins. An editor saves in several steps, and a
/// build between two of them would show a mistake that is none; a person who has saved does not
/// notice a wait as short as this.
const REST: Duration = Duration::from_millis(75);

/// A watch over a site.
pub(super) struct Watch {
    root: PathBuf,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    signals: Receiver<Signal>,
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
        let (sender, signals) = channel();
        let watched_root = root.to_owned();
        let handler = move |result: DebounceEventResult| {
            if let Some(signal) = signal_of_all(&result, &watched_root) {
                let _ = sender.send(signal);
            }
        };

        let failed = |error: notify_debouncer_full::notify::Error| ServeError::Watch {
            path: root.to_owned(),
            reason: error.to_string(),
        };
        let mut debouncer = new_debouncer(REST, None, handler).map_err(failed)?;
        // The folder rather than the file: editors put a new file in the old one's place.
        debouncer.watch(root, RecursiveMode::NonRecursive).map_err(failed)?;

        let mut watch = Watch { root: root.to_owned(), debouncer, signals };
        watch.watch_folders()?;
        Ok(watch)
    }

    fn watch_folders(&mut self) -> Result<(), ServeError> {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            // An error only says that it was not watched yet, or is gone.
            let _ = self.debouncer.unwatch(&path);
            if !path.is_dir() {
                continue;
            }
            if let Err(error) = self.debouncer.watch(&path, RecursiveMode::Recursive) {
                let reason = error.to_string();
                return Err(ServeError::Watch { path, reason });
            }
        }
        Ok(())
    }

    /// Waits for a change. Several that came during the last build count as one.
    pub(super) fn wait(&mut self) -> Result<Signal, ServeError> {
        let ended = |_: RecvError| ServeError::Watch {
            path: self.root.clone(),
            reason: "the watcher has ended".to_owned(),
        };
        let first = self.signals.recv().map_err(ended)?;
        let greatest = self.signals.try_iter().fold(first, Signal::max);

        if greatest == Signal::Rewatch {
            self.watch_folders()?;
        }
        Ok(greatest)
    }
}

/// The greatest signal that any event gives.
fn signal_of_all(result: &DebounceEventResult, root: &Path) -> Option<Signal> {
    let Ok(events) = result else {
        // What the watcher could not make out may have been a change.
        return Some(Signal::Rewatch);
    };
    events.iter().filter_map(|event| signal_of(event, root)).max()
}

fn signal_of(event: &DebouncedEvent, root: &Path) -> Option<Signal> {
    if event.kind.is_access() {
        return None;
    }
    if event.need_rescan() {
        return Some(Signal::Rewatch);
    }

    let mut greatest = None;
    for path in &event.paths {
        if let Ok(path) = path.strip_prefix(root) {
            greatest = greatest.max(signal_of_path(path));
        }
    }
    greatest
}

/// The signal that a change at a path of the site gives.
fn signal_of_path(path: &Path) -> Option<Signal> {
    let mut parts = path.iter();
    let first = parts.next()?;
    if first == CONFIG {
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
