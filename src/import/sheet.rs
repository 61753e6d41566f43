//! A text being written from stretches of the original, and the entries of what was copied.

use super::account::{Entry, Fate, Why};
use super::manuscript::Run;
use crate::reading::labels::leading_time;

/// A text and where its stretches come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) text: String,
    pub(super) entries: Vec<Entry>,
}

/// What has a meaning in Markdown wherever it occurs (CommonMark 0.31 §2.4, GFM §6.5).
const SIGNS: &[char] = &['\\', '*', '_', '`', '[', ']', '<', '~'];
/// The same in the cell of a table (GFM §4.10).
const SIGNS_IN_CELLS: &[char] = &['\\', '*', '_', '`', '[', ']', '<', '~', '|'];

/// Which signs of a copied text would be taken for Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escaping {
    /// None: the text is Markdown.
    None,
    /// Those of a text.
    Text,
    /// Those of a cell of a table.
    Cell,
}

impl Escaping {
    fn signs(self) -> &'static [char] {
        match self {
            Escaping::None => &[],
            Escaping::Text => SIGNS,
            Escaping::Cell => SIGNS_IN_CELLS,
        }
    }
}

impl Sheet {
    /// Puts in what is not in the original.
    pub(super) fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Copies a run, in which signs of Markdown stay signs.
    pub(super) fn copy(&mut self, original: &str, run: &Run, escaping: Escaping) {
        let begins_line = self.text.is_empty() || self.text.ends_with('\n');
        if let Some(written) = &run.written {
            // A line break within a block is one of Markdown's: a backslash at the end of the line.
            let text = written.replace('\n', "\\\n");
            // A time in brackets leads nowhere.
            let is_time = leading_time(&text).is_some_and(|(_, behind)| behind.trim().is_empty());
            if escaping != Escaping::None && begins_line && is_sign_at_beginning(&text) {
                self.say("\\");
            }
            self.say(&if is_time { text } else { escaped(&text, escaping) });
            return self.instead(run, written, Why::Rewritten);
        }

        let text = &original[run.range.clone()];
        let mut at = 0;
        if escaping != Escaping::None {
            if begins_line && is_sign_at_beginning(text) {
                self.say("\\");
            }
            if let Some(sign) = year_as_number(text).filter(|_| begins_line) {
                self.stretch(text, run.range.start, 0..sign);
                self.say("\\");
                at = sign;
            }
            for (sign, _) in text.match_indices(escaping.signs()) {
                self.stretch(text, run.range.start, at..sign);
                self.say("\\");
                at = sign;
            }
        }
        self.stretch(text, run.range.start, at..text.len());
    }

    fn stretch(&mut self, text: &str, start: usize, part: std::ops::Range<usize>) {
        if part.is_empty() {
            return;
        }
        self.entries.push(Entry {
            range: start + part.start..start + part.end,
            fate: Fate::Kept(self.text.len()),
        });
        self.text.push_str(&text[part]);
    }

    /// Says that other text took a run's place.
    pub(super) fn instead(&mut self, run: &Run, written: &str, why: Why) {
        self.entries
            .push(Entry { range: run.range.clone(), fate: Fate::Changed(written.to_owned(), why) });
    }

    /// Copies a run of what is set aside.
    pub(super) fn set_aside(&mut self, original: &str, run: &Run, why: Why) {
        if let Some(written) = &run.written {
            self.say(written);
            return self.instead(run, written, Why::Rewritten);
        }
        self.entries
            .push(Entry { range: run.range.clone(), fate: Fate::Aside(self.text.len(), why) });
        self.text.push_str(&original[run.range.clone()]);
    }

    /// Takes the hyphen at the end back, of a word that is joined.
    pub(super) fn take_back_hyphen(&mut self) {
        let Some(last) = self.entries.last_mut() else {
            return;
        };
        let is_copied = matches!(last.fate, Fate::Kept(_)) && last.range.len() >= 2;
        if !is_copied || !self.text.ends_with('-') {
            return;
        }

        self.text.pop();
        last.range.end -= 1;
        let range = last.range.end..last.range.end + 1;
        self.entries.push(Entry { range, fate: Fate::Changed(String::new(), Why::Hyphen) });
    }

    /// Moves all that was written by what is put before it.
    pub(super) fn put_before(&mut self, head: &str) {
        self.text.insert_str(0, head);
        for entry in &mut self.entries {
            match &mut entry.fate {
                Fate::Kept(at) | Fate::Aside(at, _) => *at += head.len(),
                Fate::Repeated(_) | Fate::Changed(..) => {}
            }
        }
    }
}

/// Whether a text begins with what means something at the beginning of a line alone: headings,
/// quotations, lists, tables, rules, definitions.
fn is_sign_at_beginning(text: &str) -> bool {
    text.starts_with(['#', '>', '+', '-', '|', '=', ':'])
}

/// Where the sign is behind a number that is none of a list: `.` of `1968. That was a year`.
fn year_as_number(text: &str) -> Option<usize> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &text[n_digits..];
    (n_digits >= 4 && behind.starts_with(['.', ')'])).then_some(n_digits)
}

fn escaped(text: &str, escaping: Escaping) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if escaping.signs().contains(&c) && c != '\\' {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
