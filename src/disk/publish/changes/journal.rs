//! What will become of the files of a site ↔ the bytes of a journal, which holds all that is needed
//! to do it or to take it back.
//!
//! A line of JSON for the whole, then one for each step, followed by its old and its new bytes as
//! they are.
//!
//! **Invariant:** a journal that is damaged or cut off is refused as a whole: nothing in it is
//! done.

use super::super::manifest::is_inside;
use serde::{Deserialize, Serialize};

/// The format of journals that this program writes and reads.
const VERSION: u32 = 1;

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
    pub(super) old: Option<Vec<u8>>,
    /// What it holds afterwards; `None` if it does not exist then.
    pub(super) new: Option<Vec<u8>>,
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
    /// The length of the old bytes.
    old: Option<usize>,
    /// The length of the new bytes.
    new: Option<usize>,
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
                old: step.old.as_ref().map(Vec::len),
                new: step.new.as_ref().map(Vec::len),
            };
            add_line(&mut out, &line);
            out.extend(step.old.iter().chain(&step.new).flatten());
            out.push(b'\n');
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
            let line: StepLine = take_line(&mut rest)?;
            if !is_inside(&line.path) {
                return None;
            }
            let old = take_bytes(&mut rest, line.old)?;
            let new = take_bytes(&mut rest, line.new)?;
            rest = rest.strip_prefix(b"\n")?;
            steps.push(Step { path: line.path, must_be_new: line.must_be_new, old, new });
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

/// The next `len` bytes. The outer `None` means that there are fewer, the inner one that there is
/// no length, and so no file.
fn take_bytes(rest: &mut &[u8], len: Option<usize>) -> Option<Option<Vec<u8>>> {
    let Some(len) = len else { return Some(None) };
    let (bytes, after) = rest.split_at_checked(len)?;
    *rest = after;
    Some(Some(bytes.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Journal {
        let step = |path: &str, old: Option<&str>, new: Option<&str>| Step {
            path: path.to_owned(),
            must_be_new: old.is_none(),
            old: old.map(|text| text.as_bytes().to_vec()),
            new: new.map(|text| text.as_bytes().to_vec()),
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
