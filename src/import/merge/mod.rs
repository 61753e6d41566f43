//! What an import wrote, what became of it since, and what the document says now → one text.
//!
//! ```text
//! fields      front matter → fields, each with its key
//! paragraphs  a body → its paragraphs
//! head, body  three versions of them → one
//! turns       whether every paragraph is still in its turn
//! version     what an import wrote ↔ the text of its lock
//! ```
//!
//! Of what was imported, hashes are kept and no words: enough to tell which side changed what. What
//! one side changed is taken; where both did, the edited text stays and the document's is put under
//! a mark beside it.
//!
//! **Invariant:** no field and no paragraph that an editor wrote is lost, and none that is new in
//! the document; each is in the result, as text or under a mark.
//! **Invariant:** a paragraph stands in the turn in which it stood in the version that it is from,
//! or it is marked.
//! **Invariant:** what was not edited becomes what the document says; a document that says what it
//! said changes nothing.

mod body;
mod fields;
mod head;
mod paragraphs;
#[cfg(test)]
mod tests;
mod turns;
mod version;

pub(crate) use version::Version;

use crate::base::digest::sha256;
use crate::reading::parse::{YAML_MARK, frame};
use std::ops::Range;

/// Two versions as one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) text: String,
    /// How many places are as the document has them now, and were not.
    pub(crate) n_taken: usize,
    /// What an editor should look at: line from 1, and what is said there.
    pub(crate) doubts: Vec<(usize, String)>,
}

impl Merged {
    /// Whether it is not what it was.
    pub(crate) fn has_news(&self) -> bool {
        self.n_taken > 0 || !self.doubts.is_empty()
    }
}

/// Merges the file of a speech. `ours` is the file as it is, `theirs` what an import of the document
/// makes now, which is `now`; `then` is what it made when it was imported last.
pub(crate) fn speech(then: &Version, ours: &str, now: &Version, theirs: &str) -> Merged {
    let edited = Edited::of(ours);
    let (our_head, our_body) = edited.text.split_at(body_start(&edited.text));
    let (their_head, their_body) = theirs.split_at(body_start(theirs));

    let mut sheet = Sheet::default();
    let our_head = our_head.replace(&then.sha256, &now.sha256);
    head::merge(then, &our_head, now, their_head, &mut sheet);
    body::merge(&then.body, our_body, their_body, &mut sheet);
    edited.finished(sheet)
}

/// Merges the file of what was set aside.
pub(crate) fn aside(then: &[Hash], ours: &str, theirs: &str) -> Merged {
    let edited = Edited::of(ours);
    let mut sheet = Sheet::default();
    body::merge(then, &edited.text, theirs, &mut sheet);
    edited.finished(sheet)
}

/// By what a field or a paragraph is known. Sixteen digits of its SHA-256: two of a thousand
/// paragraphs are taken for one in one of 10^13 documents.
pub(crate) type Hash = u64;

fn hash_of(text: &str) -> Hash {
    let digits = sha256(text.as_bytes());
    Hash::from_str_radix(&digits[..16], 16).expect("a SHA-256 has 64 hexadecimal digits")
}

/// Where the body of a speech begins.
fn body_start(speech: &str) -> usize {
    frame(speech).map_or(0, |frame| frame.body.unwrap_or(speech.len()))
}

/// The bytes of a speech's head that are its fields, and whether they are YAML.
fn fields_of(head: &str) -> (Range<usize>, bool) {
    frame(head).map_or((0..0, false), |frame| (frame.fields, frame.mark == YAML_MARK))
}

/// A file as an editor left it, without what its program put around the text.
struct Edited {
    text: String,
    has_mark: bool,
    has_crlf: bool,
}

impl Edited {
    fn of(file: &str) -> Self {
        let text = file.strip_prefix('\u{FEFF}').unwrap_or(file);
        Edited {
            text: text.replace("\r\n", "\n"),
            has_mark: text.len() < file.len(),
            has_crlf: text.contains("\r\n"),
        }
    }

    /// The merged file, with that around it again.
    fn finished(&self, sheet: Sheet) -> Merged {
        let Sheet { mut text, n_taken, doubts } = sheet;
        if n_taken == 0 && doubts.is_empty() {
            text = self.text.clone();
        }

        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let doubts = doubts.into_iter().map(|(at, doubt)| (line(at), doubt)).collect();
        if self.has_crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.has_mark {
            text.insert(0, '\u{FEFF}');
        }
        Merged { text, n_taken, doubts }
    }
}

/// The merged text as far as it is written.
#[derive(Default)]
struct Sheet {
    text: String,
    n_taken: usize,
    /// What an editor should look at: byte of the text, and what is said there.
    doubts: Vec<(usize, String)>,
}
