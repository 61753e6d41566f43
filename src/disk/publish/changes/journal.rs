//! What will become of the files of a site ↔ the bytes of a journal, by which it can be told of each
//! file how far it has come.
//!
//! A line of JSON for the whole, then one for each step. The bytes of files are not in it: the old
//! and the new ones are in hidden files beside their targets until all is done, and it is told by
//! length and hash which is which.
//!
//! **Invariant:** a journal that is damaged or cut off is refused as a whole: nothing in it is
//! done.

use super::super::manifest::is_inside;
use crate::base::digest::sha256;
use serde::{Deserialize, Serialize};

/// The format of journals that this program writes and reads.
const VERSION: u32 = 2;

/// By what a file is known again: its length, and the SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Print {
    length: u64,
    sha256: String,
}

impl Print {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Print { length: bytes.len() as u64, sha256: sha256(bytes) }
    }
}

/// What will be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Folders that are made for it, the outer before the inner.
    pub(super) folders: Vec<String>,
    /// In this order.
    pub(super) steps: Vec<Step>,
}

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its path from the root, without links.
    pub(super) path: String,
    /// Whether it is an error if something is there.
    pub(super) must_be_new: bool,
    /// What it holds before; `None` if it does not exist then.
    pub(super) old: Option<Print>,
    /// What it holds afterwards; `None` if it does not exist then.
    pub(super) new: Option<Print>,
}

#[derive(Serialize, Deserialize)]
struct HeadLine {
    version: u32,
    folders: Vec<String>,
    n_steps: usize,
}

#[derive(Serialize, Deserialize)]
struct StepLine {
    path: String,
    must_be_new: bool,
    old: Option<Print>,
    new: Option<Print>,
}

impl Journal {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let head =
            HeadLine { version: VERSION, folders: self.folders.clone(), n_steps: self.steps.len() };
        add_line(&mut out, &head);

        for step in &self.steps {
            let line = StepLine {
                path: step.path.clone(),
                must_be_new: step.must_be_new,
                old: step.old.clone(),
                new: step.new.clone(),
            };
            add_line(&mut out, &line);
        }
        out
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let head: HeadLine = take_line(&mut rest)?;
        if head.version != VERSION || !head.folders.iter().all(|folder| is_inside(folder)) {
            return None;
        }

        let mut steps = Vec::new();
        for _ in 0..head.n_steps {
            let StepLine { path, must_be_new, old, new } = take_line(&mut rest)?;
            if !is_inside(&path) {
                return None;
            }
            steps.push(Step { path, must_be_new, old, new });
        }

        rest.is_empty().then_some(Journal { folders: head.folders, steps })
    }
}

fn add_line(out: &mut Vec<u8>, line: &impl Serialize) {
    serde_json::to_writer(&mut *out, line).expect("texts and numbers, written to memory");
    out.push(b'\n');
}

fn take_line<T: for<'l> Deserialize<'l>>(rest: &mut &[u8]) -> Option<T> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (line, after) = rest.split_at(end);
    *rest = after.strip_prefix(b"\n")?;
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Journal {
        let step = |path: &str, old: Option<&str>, new: Option<&str>| Step {
            path: path.to_owned(),
            must_be_new: old.is_none(),
            old: old.map(|text| Print::of(text.as_bytes())),
            new: new.map(|text| Print::of(text.as_bytes())),
        };
        Journal {
            folders: vec!["content/new".to_owned()],
            steps: vec![
                step("content/gone.md", Some("{\"a\n"), None),
                step("content/a.md", Some(""), Some("讲话\n\n")),
                step("content/new/b.md", None, Some("")),
            ],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for journal in [journal(), Journal::default()] {
            assert_eq!(Journal::parse(&journal.to_bytes()), Some(journal));
        }
    }

    #[test]
    fn a_part_of_a_journal_is_refused() {
        let bytes = journal().to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(Journal::parse(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Journal::parse(&[bytes, b"\n".to_vec()].concat()), None);
    }

    #[test]
    fn a_journal_that_leaves_the_site_is_refused() {
        for path in ["../x", "/etc/x", "a/../../x"] {
            let mut bad = journal();
            bad.steps[0].path = path.to_owned();
            assert_eq!(Journal::parse(&bad.to_bytes()), None, "{path}");
        }
    }
}
