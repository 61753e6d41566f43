//! What cannot be read of a lock → what is told, once for a lock, and what is lost with it.

use crate::base::diag::{Code, Diagnostics};
use crate::base::message::say;
use crate::base::sources::{FileId, Span};

/// What a lock keeps, which is lost with what cannot be read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    Numbers,
    Addresses,
}

/// How much of a lock could be read.
pub(super) struct Reading {
    pub file: FileId,
    pub unreadable: Vec<Span>,
    /// Whether its last line is there.
    pub is_whole: bool,
    /// Whether it says nothing at all.
    pub is_empty: bool,
}

impl Reading {
    /// Tells what is wrong with it, once.
    pub(super) fn tell(&self, lock: &[u8], keeps: Keeps, diagnostics: &mut Diagnostics) {
        if self.is_empty && !self.is_whole {
            let hint = match keeps {
                Keeps::Numbers => {
                    "take the file back from version control or a backup; without one, leave `end` alone in it, and all paragraphs of its speech get new numbers"
                }
                Keeps::Addresses => {
                    "take the file back from version control or a backup; without one, leave `end` alone in it, and old addresses that it kept lead nowhere"
                }
            };
            let message = "nothing in this lock can be read";
            diagnostics.tell(Code::BadLock, Span::new(self.file, 0..0), message, hint);
        } else if self.is_whole {
            tell_unreadable(&self.unreadable, keeps, diagnostics);
        } else if self.unreadable.is_empty() {
            let hint = match keeps {
                Keeps::Numbers => {
                    "take the file back from version control or a backup; without one, write `end` as its last line, and paragraphs that it lacks get new numbers"
                }
                Keeps::Addresses => {
                    "take the file back from version control or a backup; without one, write `end` as its last line, and old addresses that it lacks lead nowhere"
                }
            };
            let message = "the end of this lock is missing";
            let end = Span::new(self.file, lock.len()..lock.len());
            diagnostics.tell(Code::BadLock, end, message, hint);
        } else {
            // Where it was cut, a line is cut as well.
            let hint = match keeps {
                Keeps::Numbers => {
                    "take the file back from version control or a backup; without one, take such lines out and write `end` as the last, and the paragraphs that they kept get new numbers"
                }
                Keeps::Addresses => {
                    "take the file back from version control or a backup; without one, take such lines out and write `end` as the last, and old addresses that they kept lead nowhere"
                }
            };
            tell_lines(&self.unreadable, hint, diagnostics);
        }
    }
}

/// Tells of the lines that cannot be read in a lock that is whole.
pub(super) fn tell_unreadable(lines: &[Span], keeps: Keeps, diagnostics: &mut Diagnostics) {
    let hint = match keeps {
        Keeps::Numbers => {
            "take the file back from version control or a backup; without one, take such lines out, and the paragraphs that they kept get new numbers"
        }
        Keeps::Addresses => {
            "take the file back from version control or a backup; without one, take such lines out, and old addresses that they kept lead nowhere"
        }
    };
    tell_lines(lines, hint, diagnostics);
}

/// Tells of the first of some lines, and how many there are.
fn tell_lines(lines: &[Span], hint: &'static str, diagnostics: &mut Diagnostics) {
    let Some(first) = lines.first() else {
        return;
    };
    let message = match lines.len() - 1 {
        0 => "this line of the lock cannot be read".into(),
        1 => "this line of the lock cannot be read, nor can one more".into(),
        more => say!("this line of the lock cannot be read, nor can {more} more", more),
    };
    diagnostics.tell(Code::BadLock, first.clone(), message, hint);
}
