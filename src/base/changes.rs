//! What a command would do to the files of a site, before it does any of it: path → new bytes, or
//! removal.
//!
//! **Invariant:** one entry a path, in path order. Paths are relative to the site's root,
//! `/`-separated.
//! **Invariant:** what [`Changes::show`] prints depends on the changes and on the files as they
//! are, on nothing else.
//! Does not touch the disk; `publish::carry_out` does.

mod diff;

pub(crate) use diff::differing;

use crate::base::sources::{Content, Source, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Changes to the files of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<String, Change>);

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It holds these bytes afterwards, whether it was there or not.
    Write(Vec<u8>),
    /// It is new and holds these bytes; nothing may be there yet.
    Create(Vec<u8>),
    /// It is gone afterwards.
    Remove,
}

impl Change {
    /// What the file holds afterwards; none if it is gone.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Change::Write(bytes) | Change::Create(bytes) => Some(bytes),
            Change::Remove => None,
        }
    }
}

impl Changes {
    /// Has `path` hold `bytes`. What was said of the path before is replaced; a file that was to be
    /// new stays so.
    pub fn write(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let (path, bytes) = (path.into(), bytes.into());
        let is_new = matches!(self.0.get(&path), Some(Change::Create(_)));
        self.0.insert(path, if is_new { Change::Create(bytes) } else { Change::Write(bytes) });
    }

    /// Has `path` hold `bytes`, and all refused if anything is there.
    pub fn create(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), Change::Create(bytes.into()));
    }

    /// Has `path` be gone; a file that was only going to be made is not made.
    pub fn remove(&mut self, path: impl Into<String>) {
        let path = path.into();
        match self.0.get(&path) {
            Some(Change::Create(_)) => drop(self.0.remove(&path)),
            _ => drop(self.0.insert(path, Change::Remove)),
        }
    }

    /// Leaves `path` as it is.
    pub fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Takes up `later`, which are changes of the files as these leave them.
    pub(crate) fn append(&mut self, later: &Changes) {
        for (path, change) in later.iter() {
            match change.bytes() {
                Some(bytes) => self.write(path, bytes),
                None => self.remove(path),
            }
        }
    }

    /// What becomes of `path`; none if it stays as it is.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Change> {
        self.0.get(path)
    }

    /// All changes, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Change)> {
        self.0.iter().map(|(path, change)| (path.as_str(), change))
    }

    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many files are written, made or removed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The changes as a unified diff (POSIX `diff -u`), three lines of context; `sources` are the
    /// files as they are.
    ///
    /// A file that is not text is named and not shown.
    #[must_use]
    pub fn show(&self, sources: &Sources) -> String {
        let old = |path: &str| sources.find(path).map(|file| sources.file(file).bytes());
        self.iter().map(|(path, change)| diff::unified(path, old(path), change.bytes())).collect()
    }
}

/// The files of a site as they will be after `changes`.
#[must_use]
pub fn applied(sources: &Sources, changes: &Changes) -> Sources {
    let mut files = Vec::new();
    for source in sources.shared() {
        if changes.get(&source.path).is_none() {
            files.push(Arc::clone(source));
        }
    }

    for (path, change) in changes.iter() {
        if let Some(bytes) = change.bytes() {
            let content = Content::Bytes(bytes.to_vec());
            files.push(Arc::new(Source { path: path.to_owned(), content }));
        }
    }

    Sources::of_shared(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_change_and_the_last_word_counts() {
        let mut changes = Changes::default();
        changes.create("b", "1");
        changes.write("b", "2");
        changes.write("a", "3");
        assert_eq!(changes.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(changes.get("b"), Some(&Change::Create(b"2".to_vec())));
        changes.remove("a");
        changes.remove("b");
        assert_eq!(
            (changes.get("a"), changes.get("b"), changes.len()),
            (Some(&Change::Remove), None, 1)
        );
    }

    #[test]
    fn what_would_be_done_is_shown_as_a_diff() {
        let sources =
            Sources::from_texts([("a.md", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"), ("gone.md", "x\n")]);
        let mut changes = Changes::default();
        changes.write("a.md", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n");
        changes.create("new.md", "王毅");
        changes.remove("gone.md");
        let shown = changes.show(&sources);
        let expected = "--- a.md\n+++ a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n\
                        --- gone.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                        --- /dev/null\n+++ new.md\n@@ -0,0 +1 @@\n+王毅\n\\ No newline at end of file\n";
        assert_eq!(shown, expected);
    }
}
