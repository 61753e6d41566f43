//! The text of the lock file ↔ what is known of each speech.
//!
//! One line for each speech, its path, and below it one for each paragraph: its anchor and its
//! print, or `-` for one that is gone.
//!
//! **Invariant:** what is written is read as the same; a line that cannot be read is reported and
//! left out.

use super::Print;
use crate::base::decode::bytes_of;
use crate::base::diag::{Code, Diagnostics};
use crate::base::sources::{Sources, Span};
use crate::reading::corpus::LOCK_PATH;
use std::collections::BTreeMap;

const HEADER: &str = "# Keeps the ¶ numbers of published paragraphs. Written by `oratory build`; keep it in version control.\n";

/// What the lock knows of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub anchor: Box<str>,
    /// None once the paragraph is gone.
    pub print: Option<Print>,
}

/// The entries of each speech, by its path below `content/`.
pub(super) type Known = BTreeMap<String, Vec<Entry>>;

pub(super) fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Known {
    let mut known = Known::new();
    let Some(file) = sources.find(LOCK_PATH) else {
        return known;
    };
    let Some(lock) = bytes_of(sources, file, diagnostics) else {
        return known;
    };

    let mut entries: Option<&mut Vec<Entry>> = None;
    let mut at = 0;
    for bytes in lock.split_inclusive(|byte| *byte == b'\n') {
        let span = Span::new(file, at..at + bytes.trim_ascii_end().len());
        at += bytes.len();

        let line = String::from_utf8_lossy(bytes);
        if line.starts_with('#') || (line.trim().is_empty() && !line.starts_with(' ')) {
            continue;
        }
        if line.starts_with("speeches/") {
            entries = Some(known.entry(line.trim_end().to_owned()).or_default());
            continue;
        }
        match (Entry::parse(&line), &mut entries) {
            (Some(entry), Some(entries)) => entries.push(entry),
            // An entry before the first path belongs to no speech.
            (Some(_), None) | (None, _) => {
                let message = "this line of the lock cannot be read";
                let hint = "take the file back from version control, or delete it to number paragraphs anew";
                diagnostics.tell(Code::BadLock, span, message, hint);
            }
        }
    }
    known
}

impl Entry {
    fn parse(line: &str) -> Option<Self> {
        let (anchor, print) = line.strip_prefix(' ')?.trim_end().split_once(' ')?;
        let print = match print {
            "-" => None,
            print => Some(Print::parse(print)?),
        };
        is_anchor(anchor).then(|| Entry { anchor: anchor.into(), print })
    }
}

/// Whether a text is like `t12p3`, `p3` or `t2ap1b`, which may be an id in a page. The bound is far
/// above any anchor that was ever made, and keeps a damaged lock out of the pages.
fn is_anchor(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (2..=40).contains(&text.len()) && text.bytes().all(is_allowed)
}

pub(super) fn write(known: &Known) -> String {
    let mut text = HEADER.to_owned();
    for (path, entries) in known {
        text.push_str(path);
        text.push('\n');
        for entry in entries {
            let print = entry.print.map_or_else(|| "-".to_owned(), Print::text);
            text.push_str(&format!(" {} {print}\n", entry.anchor));
        }
    }
    text
}
