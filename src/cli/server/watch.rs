//! Changes on disk → a nudge to build anew. The only file that names the watcher.
//!
//! Watched are `oratory.toml`, `content/` and `themes/`; what the loader passes over, and what is only read, nudges nobody.

use super::ServeError;
use crate::disk::load::is_hidden;
use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvError, channel};
use std::time::Duration;

/// How long the disk must be at rest: an editor saves in several steps.
const REST: Duration = Duration::from_millis(75);

const CONFIG: &str = "oratory.toml";
const FOLDERS: &[&str] = &["content", "themes"];

/// A watch over a site.
pub(super) struct Watch {
    root: PathBuf,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    nudges: Receiver<Nudge>,
}

/// What a change calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nudge {
    /// Reading the site again.
    Read,
    /// The same, and watching its folders again: one of them came or went.
    Watch,
}

impl Watch {
    /// Begins to watch the site in `root`, a path without links.
    pub(super) fn over(root: &Path) -> Result<Self, ServeError> {
        let (nudge, nudges) = channel();
        let of_root = root.to_owned();
        let handler = move |result: DebounceEventResult| {
            // What the watcher could not make out may have been a change.
            let called_for = result.map_or(Some(Nudge::Watch), |events| {
                events.iter().filter_map(|event| nudge_of(event, &of_root)).max()
            });
            if let Some(called_for) = called_for {
                let _ = nudge.send(called_for);
            }
        };
        let failed = |error: notify_debouncer_full::notify::Error| ServeError::Watch {
            path: root.to_owned(),
            reason: error.to_string(),
        };
        let mut debouncer = new_debouncer(REST, None, handler).map_err(failed)?;
        // The folder rather than the file: editors put a new file in the old one's place.
        debouncer.watch(root, RecursiveMode::NonRecursive).map_err(failed)?;
        let mut watch = Watch { root: root.to_owned(), debouncer, nudges };
        watch.watch_folders()?;
        Ok(watch)
    }

    fn watch_folders(&mut self) -> Result<(), ServeError> {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            // Not watched yet, or gone: both are as well.
            let _ = self.debouncer.unwatch(&path);
            if path.is_dir() {
                let watched = self.debouncer.watch(&path, RecursiveMode::Recursive);
                watched.map_err(|error| ServeError::Watch { path, reason: error.to_string() })?;
            }
        }
        Ok(())
    }

    /// Waits for a change; several that came meanwhile are one.
    pub(super) fn wait(&mut self) -> Result<(), ServeError> {
        let ended = |_: RecvError| ServeError::Watch {
            path: self.root.clone(),
            reason: "the watcher has ended".to_owned(),
        };
        let first = self.nudges.recv().map_err(ended)?;
        let nudge = self.nudges.try_iter().fold(first, Nudge::max);
        if nudge == Nudge::Watch { self.watch_folders() } else { Ok(()) }
    }
}

fn nudge_of(event: &DebouncedEvent, root: &Path) -> Option<Nudge> {
    if event.kind.is_access() {
        return None;
    }
    if event.need_rescan() {
        return Some(Nudge::Watch);
    }
    event.paths.iter().filter_map(|path| nudge_of_path(path.strip_prefix(root).ok()?)).max()
}

/// What a change at a path of the site calls for.
fn nudge_of_path(path: &Path) -> Option<Nudge> {
    let mut parts = path.iter();
    let first = parts.next()?;
    if first == CONFIG {
        return Some(Nudge::Read);
    }
    if !FOLDERS.iter().any(|folder| first == *folder) {
        return None;
    }
    let rest: Vec<_> = parts.collect();
    let is_passed_over = rest.iter().any(|part| is_hidden(part.as_encoded_bytes()));
    match rest.len() {
        0 => Some(Nudge::Watch),
        _ if is_passed_over => None,
        _ => Some(Nudge::Read),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_nudges() {
        let nudge = |path: &str| nudge_of_path(Path::new(path));
        assert_eq!(nudge("oratory.toml"), Some(Nudge::Read));
        assert_eq!(nudge("content/people/王毅.md"), Some(Nudge::Read));
        assert_eq!(nudge("themes"), Some(Nudge::Watch));
        for quiet in [
            "",
            "public/index.html",
            ".oratory/plan",
            "content/people/.a.md.swp",
            "content/people/a.md~",
            "content/.git/index",
            "contents/a.md",
        ] {
            assert_eq!(nudge(quiet), None, "{quiet}");
        }
    }
}
