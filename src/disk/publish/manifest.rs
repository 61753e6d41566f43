//! The list of files that a build made, `.oratory-manifest` in the output folder: what the next
//! build may overwrite and remove.
//!
//! One path a line, `/`-separated, sorted.
//!
//! **Invariant:** a path that was read from it stays in the output folder.

use super::PublishError;
use super::paths::is_absent;
use super::staging::INSIDE;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The paths of our files in an output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) paths: BTreeSet<String>,
}

impl Manifest {
    /// The name of its file.
    pub(super) const NAME: &str = ".oratory-manifest";

    /// Reads the manifest in the output folder `out`; without one, nothing there is ours. Lines
    /// that are not paths in the folder are left out.
    pub(super) fn read(out: &Path) -> Result<Self, PublishError> {
        let path = out.join(Self::NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if is_absent(&error) => return Ok(Manifest::default()),
            Err(source) => {
                return Err(PublishError::Disk { verb: "read", path, source });
            }
        };

        let mut paths = BTreeSet::new();
        for line in String::from_utf8_lossy(&bytes).lines() {
            if is_inside(line) {
                paths.insert(line.to_owned());
            }
        }
        Ok(Manifest { paths })
    }

    /// Writes it into the folder of a site that is being made.
    pub(super) fn write(&self, new: &Path) -> Result<(), PublishError> {
        let mut text = String::new();
        for path in &self.paths {
            text.push_str(path);
            text.push('\n');
        }

        let path = new.join(Self::NAME);
        std::fs::write(&path, text).map_err(PublishError::disk("write", path))
    }

    /// Whether the file at `path` is ours.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether a file below the folder `path` is ours.
    pub(super) fn has_below(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let mut from_there = self.paths.range(folder.clone()..);
        from_there.next().is_some_and(|first| first.starts_with(&folder))
    }
}

/// Whether `path` names a file in the folder that it is joined to: it has no `..`, no empty part
/// and no drive, is not absolute, and is neither the manifest nor in a staging folder.
pub(super) fn is_inside(path: &str) -> bool {
    let climbs = |part: &[u8]| matches!(part, b"" | b"." | b"..");
    let is_odd =
        |byte: u8| matches!(byte, b'\\' | b'\0' | b'\n' | b'\r') || (cfg!(windows) && byte == b':');

    // Asked of every file of a site.
    let bytes = path.as_bytes();
    let mut parts = bytes.split(|byte| *byte == b'/');
    !bytes.iter().any(|byte| is_odd(*byte))
        && path != Manifest::NAME
        && !parts.clone().any(climbs)
        && parts.next() != Some(INSIDE.as_bytes())
}

/// The file at `path` below `out`.
///
/// # Errors
///
/// [`PublishError::UnsafePath`] where it would not be below.
pub(super) fn inside(out: &Path, path: &str) -> Result<PathBuf, PublishError> {
    if is_inside(path) {
        Ok(out.join(path))
    } else {
        Err(PublishError::UnsafePath { path: path.to_owned() })
    }
}

/// The folders of `path`, the outermost first: `a`, `a/b` of `a/b/c.html`.
pub(super) fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            ".oratory-manifest",
            ".oratory/journal",
            "a\nb",
        ] {
            assert!(!is_inside(bad), "{bad:?}");
        }

        assert!(["index.html", "speeches/讲话.html", "a/..b/c"].into_iter().all(is_inside));
    }

    #[test]
    fn folders_are_known_by_their_files() {
        let manifest = Manifest { paths: ["a/b/c.html".to_owned(), "ab/x".to_owned()].into() };
        assert!(manifest.has_below("a") && manifest.has_below("a/b") && manifest.has_below("ab"));
        assert!(!manifest.has_below("a/b/c.html") && !manifest.has_below("b"));
        assert_eq!(folders("a/b/c.html").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
