//! What an import wrote ↔ the text of the lock that keeps it.
//!
//! A line for the document's name, for its SHA-256, for each field that an option gave, for each
//! field and each paragraph of the speech, and for those of the file beside it; `end` comes last, so
//! that a file that was cut off is told.
//!
//! **Invariant:** what is written is read as the same; a lock that is not whole is none.

use super::fields::{self, Key};
use super::{Hash, body_start, fields_of, paragraphs};
use crate::import::sight::one_line;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const HEADER: &str = "# Keeps what `oratory import` wrote, so that a new version of the document can be merged with what was edited since. Keep it in version control.\n";

/// What an import wrote.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// The name of the document's file.
    pub(crate) document: String,
    /// The SHA-256 of the document, in hexadecimal.
    pub(super) sha256: String,
    /// The keys of the front matter that are from options of the command.
    pub(super) given: BTreeSet<String>,
    pub(super) fields: BTreeMap<Key, Hash>,
    /// The paragraphs of the speech.
    pub(super) body: Vec<Hash>,
    pub(crate) beside: Option<Beside>,
}

/// The file of what was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beside {
    /// Its name behind the id of the speech: `.aside.md`, `.zh.aside.md`.
    pub(crate) ending: String,
    /// Its paragraphs.
    pub(crate) paragraphs: Vec<Hash>,
}

impl Beside {
    /// Whether a text is the one that was set aside.
    pub(crate) fn says(&self, aside: &str) -> bool {
        paragraphs::hashes(aside) == self.paragraphs
    }
}

impl Version {
    /// What the import of a document made.
    pub(crate) fn of(document: &str, sha256: &str, given: &[&str], speech: &str) -> Self {
        let (head, body) = speech.split_at(body_start(speech));
        let fields = fields::of(&head[fields_of(head).0]);
        Version {
            document: one_line(document),
            sha256: sha256.to_owned(),
            given: given.iter().map(|key| (*key).to_owned()).collect(),
            fields: fields::hashes(&fields, sha256),
            body: paragraphs::hashes(body),
            beside: None,
        }
    }

    /// With what was set aside, in a file whose name ends so.
    pub(crate) fn beside(mut self, ending: &str, aside: &str) -> Self {
        let paragraphs = paragraphs::hashes(aside);
        self.beside = Some(Beside { ending: ending.to_owned(), paragraphs });
        self
    }

    /// Whether it was made of a document with this name.
    pub(crate) fn is_of(&self, document: &str) -> bool {
        self.document == one_line(document)
    }

    /// Reads what [`Version::lock`] wrote; none if that is not whole.
    pub(crate) fn parse(lock: &str) -> Option<Self> {
        let mut version = Version::default();
        let mut is_whole = false;
        for line in lock.lines().filter(|line| !line.starts_with('#')) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "document" => rest.clone_into(&mut version.document),
                "sha256" if rest.len() == 64 => rest.clone_into(&mut version.sha256),
                "given" => drop(version.given.insert(rest.to_owned())),
                "field" => {
                    let (hash, key) = rest.split_once(' ')?;
                    version.fields.insert(Key::parse(key), parse_hash(hash)?);
                }
                "text" => version.body.push(parse_hash(rest)?),
                "beside" => version = version.beside(rest, ""),
                "aside" => version.beside.as_mut()?.paragraphs.push(parse_hash(rest)?),
                "end" => is_whole = true,
                _ => return None,
            }
        }
        (is_whole && !version.sha256.is_empty()).then_some(version)
    }

    /// The text of its lock.
    pub(crate) fn lock(&self) -> String {
        let mut text = HEADER.to_owned();
        let _ = writeln!(text, "document {}\nsha256 {}", self.document, self.sha256);
        for key in &self.given {
            let _ = writeln!(text, "given {key}");
        }
        for (key, hash) in &self.fields {
            let _ = writeln!(text, "field {hash:016x} {}", key.text());
        }
        for hash in &self.body {
            let _ = writeln!(text, "text {hash:016x}");
        }
        if let Some(beside) = &self.beside {
            let _ = writeln!(text, "beside {}", beside.ending);
            for hash in &beside.paragraphs {
                let _ = writeln!(text, "aside {hash:016x}");
            }
        }
        text.push_str("end\n");
        text
    }
}

fn parse_hash(digits: &str) -> Option<Hash> {
    (digits.len() == 16).then(|| Hash::from_str_radix(digits, 16).ok()).flatten()
}
