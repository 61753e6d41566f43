//! What the system says of a file without reading it, by which an edit shows: how long it is and when
//! it was changed; on Unix also which file it is, and when anything about it changed, which nobody can
//! set.
//!
//! **Invariant:** a file that was changed after the moment that [`Clock::step`] waited for has
//! another stamp than before it.

use crate::reading::parse::print_of;
use rayon::prelude::*;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Seconds and nanoseconds since 1970.
pub(super) type Time = (i64, i64);

/// What is said of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    len: u64,
    modified: Time,
    /// When it was last changed, its name, owner and permissions included.
    changed: Time,
    /// Its number in its file system.
    number: u64,
}

impl Stamp {
    /// Of the file at `path`, and not of one to which a link there leads; none where there is no file.
    pub(super) fn at(path: &Path) -> Option<Stamp> {
        let metadata = fs::symlink_metadata(path).ok()?;
        metadata.is_file().then(|| Stamp::of(&metadata))?
    }

    /// Of the file to which `path` leads.
    pub(super) fn behind(path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        metadata.is_file().then(|| Stamp::of(&metadata))?
    }

    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;

        Some(Stamp {
            len: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            number: metadata.ino(),
        })
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Option<Stamp> {
        let since_1970 = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        let seconds = i64::try_from(since_1970.as_secs()).ok()?;
        let modified = (seconds, i64::from(since_1970.subsec_nanos()));
        Some(Stamp { len: metadata.len(), modified, changed: modified, number: 0 })
    }

    /// When anything about it was last changed.
    pub(super) fn changed(&self) -> Time {
        self.changed
    }

    fn bytes(&self) -> [u8; 48] {
        let (modified, changed) = (self.modified, self.changed);
        let parts = [
            self.len.to_le_bytes(),
            modified.0.to_le_bytes(),
            modified.1.to_le_bytes(),
            changed.0.to_le_bytes(),
            changed.1.to_le_bytes(),
            self.number.to_le_bytes(),
        ];
        let mut bytes = [0; 48];
        bytes.copy_from_slice(parts.as_flattened());
        bytes
    }
}

/// What is said of several files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamps {
    /// What stands for them and for their names.
    pub(super) print: u128,
    /// When one of them was last changed; the beginning of time where there is none.
    pub(super) newest: Time,
}

impl Stamps {
    /// Of the files of these names, for each of which `stamp` is asked; none where one is missing.
    pub(super) fn of(names: &[&str], stamp: impl Fn(&str) -> Option<Stamp> + Sync) -> Option<Self> {
        let stamps: Vec<Option<Stamp>> = names.par_iter().map(|name| stamp(name)).collect();

        let mut all = Vec::new();
        let mut newest = (i64::MIN, 0);
        for (name, stamp) in names.iter().zip(stamps) {
            let stamp = stamp?;
            all.extend_from_slice(name.as_bytes());
            all.push(0);
            all.extend_from_slice(&stamp.bytes());
            newest = newest.max(stamp.changed);
        }
        Some(Stamps { print: print_of(&[&all]), newest })
    }
}

/// The clock by which a file system says when its files were changed: a file in it that is written
/// for that.
///
/// It goes in steps, mostly of some milliseconds, and a file that is changed twice within one of them
/// may have the same stamp after both. So a stamp is worth something only where the clock had gone on
/// since the change that it shows when it was taken.
pub(super) struct Clock(PathBuf);

impl Clock {
    /// Of the file system of `folder`.
    pub(super) fn of(folder: &Path) -> Clock {
        Clock(folder.join("clock"))
    }

    /// Waits until the clock has gone a step further, and gives the time before that: all that was
    /// changed before shows it or an earlier one, and what is changed from now on a later one. None
    /// where that takes too long.
    pub(super) fn step(&self) -> Option<Time> {
        // Steps are of one to sixteen milliseconds.
        const WAIT: Duration = Duration::from_millis(1);
        const MOST_WAITS: usize = 40;

        let before = self.time().ok()??;
        // The times of a file system that knows whole seconds alone. To wait for the next would be
        // longer than most builds, and after the clock has been set such a time soon occurs again.
        if before.1 == 0 {
            return None;
        }
        for _ in 0..MOST_WAITS {
            thread::sleep(WAIT);
            if self.time().ok()?? > before {
                return Some(before);
            }
        }
        None
    }

    fn time(&self) -> io::Result<Option<Time>> {
        // One that is written over keeps its times on some systems, so it is made anew.
        let _ = fs::remove_file(&self.0);
        File::create_new(&self.0)?;
        Ok(Stamp::at(&self.0).map(|stamp| stamp.changed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::load::scratch::Scratch;

    #[test]
    fn what_is_changed_after_a_step_has_another_stamp() {
        let scratch = Scratch::with(&[("page", "quay")]);
        let page = scratch.join("page");
        let stamps = || Stamps::of(&["page"], |name| Stamp::at(&scratch.join(name))).unwrap();
        for text in ["pier", "dock", "mole"] {
            scratch.write("page", text);
            let before = Clock::of(scratch.path()).step().unwrap();
            let stamp = Stamp::at(&page).unwrap();
            assert!(stamps().newest <= before);
            assert_eq!(Stamp::at(&page), Some(stamp));
            scratch.write("page", "port");
            assert_ne!(Stamp::at(&page), Some(stamp), "as long, and written at once");
        }
    }

    #[test]
    fn other_names_have_other_stamps_and_what_is_missing_has_none() {
        let scratch = Scratch::with(&[("a", "1"), ("b", "1")]);
        let of = |names: &[&str]| Stamps::of(names, |name| Stamp::at(&scratch.join(name)));
        let as_a = |names: &[&str]| Stamps::of(names, |_| Stamp::at(&scratch.join("a"))).unwrap();
        assert_ne!(as_a(&["a"]), as_a(&["b"]));
        assert_eq!(of(&["a", "c"]), None);
        assert_eq!(Stamp::at(scratch.path()), None, "a folder");
        assert!(of(&[]).is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_file_of_its_own() {
        let scratch = Scratch::with(&[("a", "1")]);
        std::os::unix::fs::symlink(scratch.join("a"), scratch.join("link")).unwrap();
        assert_eq!(Stamp::at(&scratch.join("link")), None);
        assert_eq!(Stamp::behind(&scratch.join("link")), Stamp::at(&scratch.join("a")));
    }
}
