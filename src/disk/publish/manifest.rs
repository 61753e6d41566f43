//! The list of files that a build made, `.oratory-manifest` in the output folder: what may be overwritten and removed by the next.
//!
//! One path a line, `/`-separated, sorted. **Invariant:** a path that was read from it stays in the output folder.

use super::PublishError;
use super::output::INSIDE;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The files that are ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest(pub(super) BTreeSet<String>);

impl Manifest {
    /// The file's name.
    pub(super) const NAME: &str = ".oratory-manifest";

    /// Reads that of the output folder; empty if there is none. Lines that are no path in the folder are left out.
    pub(super) fn read(out: &Path) -> Result<Self, PublishError> {
        let path = out.join(Self::NAME);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                Ok(Manifest(
                    text.lines().filter(|line| is_inside(line)).map(str::to_owned).collect(),
                ))
            }
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(Manifest::default())
            }
            Err(source) => Err(PublishError::Disk { verb: "read", path, source }),
        }
    }

    /// Writes it into the folder of a site that is being made.
    pub(super) fn write(&self, new: &Path) -> Result<(), PublishError> {
        let text: String = self.0.iter().flat_map(|path| [path.as_str(), "\n"]).collect();
        let path = new.join(Self::NAME);
        std::fs::write(&path, text).map_err(PublishError::disk("write", path))
    }

    /// Whether a file is ours.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// Whether a file below the folder `path` is ours.
    pub(super) fn has_below(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.0.range(folder.clone()..).next().is_some_and(|first| first.starts_with(&folder))
    }
}

/// Whether `path` names a file in the folder that it is joined to: no `..`, no empty part, nothing absolute, no drive, neither the manifest
/// nor anything in a workshop.
pub(super) fn is_inside(path: &str) -> bool {
    let climbs = |part: &str| matches!(part, "" | "." | "..");
    let is_odd = |c: char| matches!(c, '\\' | '\0' | '\n' | '\r') || (cfg!(windows) && c == ':');
    !path.split('/').any(climbs)
        && !path.contains(is_odd)
        && path != Manifest::NAME
        && path.split('/').next() != Some(INSIDE)
}

/// The file at `path` below `out`.
///
/// # Errors
///
/// [`PublishError::UnsafePath`] where it would not lie there.
pub(super) fn inside(out: &Path, path: &str) -> Result<PathBuf, PublishError> {
    if is_inside(path) {
        Ok(out.join(path))
    } else {
        Err(PublishError::UnsafePath { path: path.to_owned() })
    }
}

/// The folders of `path` from the outermost: `a`, `a/b` of `a/b/c.html`.
pub(super) fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_the_folder_is_none_of_ours() {
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
        let manifest = Manifest(["a/b/c.html".to_owned(), "ab/x".to_owned()].into());
        assert!(manifest.has_below("a") && manifest.has_below("a/b") && manifest.has_below("ab"));
        assert!(!manifest.has_below("a/b/c.html") && !manifest.has_below("b"));
        assert_eq!(folders("a/b/c.html").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
