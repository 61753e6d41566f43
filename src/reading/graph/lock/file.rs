//! The text of a lock file ↔ what is known of one speech.
//!
//! A line for each paragraph: its anchor, its print, and `gone` where it is no longer in the text;
//! a line for each turn without a word, with the print of its label. Names that the speech had
//! before come first, then the addresses at which it was published, and `end` comes last, so that a file that was cut off is told. Where version
//! control left both sides of a merge, both are read.
//!
//! **Invariant:** what is written is read as the same; a line that cannot be read is reported.
//! **Invariant:** no two entries have one anchor.

use super::Print;
use super::damage::{Keeps, Reading, tell_unreadable};
use super::ids::{role_at, turn_part};
use super::memory::{Locked, ReadLock};
use crate::base::decode::bytes_of;
use crate::base::diag::Diagnostics;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::corpus::{LOCK_FOLDER, OLD_LOCK_PATH};
use crate::reading::graph::addresses::file_at;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

const HEADER: &str = "# Keeps the ¶ numbers and addresses of a published speech. Written by `oratory build`; keep it in version control.\n";

/// What stands between the sides of a merge that version control could not make.
const MERGE_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// What the lock knows of a published speech.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The lock of this speech alone; none while it is only in the lock of version 0.1.
    pub file: Option<FileId>,
    /// Names under which it was published before, each `<id>.<lang>`.
    pub former_names: Vec<Box<str>>,
    /// Where its page was published, from the root of the site; none in a lock from before these
    /// were kept.
    pub pages: BTreeSet<Box<str>>,
    /// Its paragraphs in order, with those that are gone where they were.
    pub entries: Arc<[Entry]>,
}

/// What the lock knows of a paragraph, or of a turn without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub anchor: Box<str>,
    /// Of the paragraph's text, or of the turn's label; none where version 0.1 forgot it.
    pub print: Option<Print>,
    /// Whether it is no longer in the text.
    pub is_gone: bool,
}

/// The record of each speech by its name, `<id>.<lang>`.
pub(super) type Records = BTreeMap<String, Arc<Record>>;

/// Reads the locks of all speeches that are not as they were, and the one of version 0.1 for speeches
/// without a lock.
pub(super) fn read(
    sources: &Sources,
    memory: &mut Locked,
    diagnostics: &mut Diagnostics,
) -> Records {
    let mut locks = Vec::new();
    for (file, source) in sources.under(LOCK_FOLDER) {
        locks.extend(name_of(&source.path).map(|name| (name, file)));
    }
    let read_one = |(_, file): &(&str, FileId)| {
        memory.read(sources, *file).unwrap_or_else(|| {
            let mut found = Diagnostics::default();
            let lock = bytes_of(sources, *file, &mut found);
            let record = lock.map(|lock| Arc::new(Record::read(*file, lock, &mut found)));
            let source = Arc::clone(sources.shared_file(*file));
            ReadLock { source, record, diagnostics: Arc::new(found) }
        })
    };
    let read: Vec<ReadLock> = locks.par_iter().map(read_one).collect();

    let named = locks.iter().zip(&read).filter_map(|((name, _), lock)| {
        Some(((*name).to_owned(), Arc::clone(lock.record.as_ref()?)))
    });
    let mut records: Records = named.collect();
    for (name, record) in read_old(sources, diagnostics) {
        records.entry(name).or_insert(record);
    }
    for lock in &read {
        diagnostics.extend(lock.diagnostics.iter().cloned());
    }
    memory.keep_read(locks.iter().map(|(_, file)| *file).zip(read));
    records
}

/// `content/ids.lock`, in which version 0.1 kept all speeches: under the path of each its
/// paragraphs.
fn read_old(sources: &Sources, diagnostics: &mut Diagnostics) -> Records {
    let Some(file) = sources.find(OLD_LOCK_PATH) else {
        return Records::new();
    };
    let Some(lock) = bytes_of(sources, file, diagnostics) else {
        return Records::new();
    };

    let mut by_speech: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut entries: Option<&mut Vec<Entry>> = None;
    let mut unreadable = Vec::new();
    for line in Lines::new(file, lock) {
        if let Some(name) = old_name(&line.text) {
            entries = Some(by_speech.entry(name).or_default());
            continue;
        }
        match (Entry::parse(line.text.trim_start()), &mut entries) {
            (Some(entry), Some(entries)) => entries.push(entry),
            // An entry before the first path belongs to no speech.
            (Some(_), None) | (None, _) => unreadable.push(line.span),
        }
    }
    tell_unreadable(&unreadable, Keeps::Numbers, diagnostics);

    let record = |entries| Record { entries: first_of_each(entries), ..Record::default() };
    by_speech.into_iter().map(|(name, entries)| (name, Arc::new(record(entries)))).collect()
}

/// Reads the locks of one kind, each by the name that its path has.
pub(super) fn read_kind<K>(
    sources: &Sources,
    name_of: fn(&str) -> Option<&str>,
    read: fn(FileId, &[u8], &mut Diagnostics) -> K,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, K> {
    let mut known = BTreeMap::new();
    for (file, source) in sources.under(LOCK_FOLDER) {
        let Some(name) = name_of(&source.path) else {
            continue;
        };
        if let Some(lock) = bytes_of(sources, file, diagnostics) {
            known.insert(name.to_owned(), read(file, lock, diagnostics));
        }
    }
    known
}

/// What version 0.1 called a speech by the path of its file, as its own lock calls it:
/// `speeches/<id>.<lang>.md`, `speeches/<id>/index.<lang>.md`; without a language where the path
/// has none.
pub(super) fn old_name(path: &str) -> Option<String> {
    let stem = path.strip_prefix("speeches/")?.strip_suffix(".md")?;
    Some(stem.replacen("/index", "", 1))
}

/// Both sides of a merge may have an entry of one anchor.
fn first_of_each(mut entries: Vec<Entry>) -> Arc<[Entry]> {
    let mut seen: HashSet<Box<str>> = HashSet::with_capacity(entries.len());
    entries.retain(|entry| seen.insert(entry.anchor.clone()));
    entries.into()
}

/// The name of the speech whose lock is at `path`; no id begins with `@`, as locks of others do.
pub(super) fn name_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix(LOCK_FOLDER)?.strip_suffix("/ids.lock")?;
    (!name.contains('/') && !name.starts_with('@')).then_some(name)
}

/// The lock of a speech that was called `old` and is called `new` now.
pub(crate) fn renamed(text: &str, old: &str, new: &str) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut is_told = false;
    for line in text.split_inclusive('\n') {
        if !is_told && !line.starts_with('#') {
            renamed.push_str(&format!("formerly {old}\n"));
            is_told = true;
        }
        // A speech that gets a name back does not lead away from its own page.
        if line.trim_end().strip_prefix("formerly ") != Some(new) {
            renamed.push_str(line);
        }
    }
    renamed
}

/// Where the lock of the speech `name` is.
pub(crate) fn path_of(name: &str) -> String {
    format!("{LOCK_FOLDER}{name}/ids.lock")
}

/// The lines of a lock that say something.
pub(super) struct Lines<'l> {
    file: FileId,
    rest: &'l [u8],
    at: usize,
}

pub(super) struct Line {
    pub text: String,
    pub span: Span,
}

impl<'l> Lines<'l> {
    pub(super) fn new(file: FileId, lock: &'l [u8]) -> Self {
        Lines { file, rest: lock, at: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while !self.rest.is_empty() {
            let end = self.rest.iter().position(|byte| *byte == b'\n');
            let (line, rest) = self.rest.split_at(end.map_or(self.rest.len(), |end| end + 1));
            let span = Span::new(self.file, self.at..self.at + line.trim_ascii_end().len());
            self.at += line.len();
            self.rest = rest;

            let text = String::from_utf8_lossy(line).trim_end().to_owned();
            let is_mark = MERGE_MARKS.iter().any(|mark| text.starts_with(mark));
            if !text.is_empty() && !text.starts_with('#') && !is_mark {
                return Some(Line { text, span });
            }
        }
        None
    }
}

impl Entry {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (anchor, print, state) = (words.next()?, words.next()?, words.next());
        let is_gone = match (print, state) {
            ("-", None) | (_, Some("gone")) => true,
            (_, None) => false,
            (_, Some(_)) => return None,
        };
        let print = if print == "-" { None } else { Some(Print::parse(print)?) };
        let is_fine = is_anchor(anchor) && words.next().is_none();
        is_fine.then(|| Entry { anchor: anchor.into(), print, is_gone })
    }

    /// The letter of its paragraph's role; none of a turn.
    pub(super) fn role(&self) -> Option<char> {
        let rest =
            self.anchor.trim_start_matches('t').trim_start_matches(|c: char| c.is_ascii_digit());
        role_at(rest).and_then(|role| rest[role..].chars().next())
    }

    /// Whether it is of a turn without a paragraph.
    pub(super) fn is_turn(&self) -> bool {
        turn_part(&self.anchor) == Some(&self.anchor)
    }
}

/// Whether a text is like `t12p3`, `p3` or `t2ap1b`, which may be an id in a page. The bound is far
/// above any anchor that was ever made, and keeps a damaged lock out of the pages.
fn is_anchor(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (2..=40).contains(&text.len()) && text.bytes().all(is_allowed)
}

/// Whether a text is the address of a page within the site. A damaged lock makes none elsewhere.
pub(super) fn is_page(text: &str) -> bool {
    file_at(text).as_deref() == Some(text)
}

impl Record {
    fn read(file: FileId, lock: &[u8], diagnostics: &mut Diagnostics) -> Self {
        let mut record = Record { file: Some(file), ..Record::default() };
        let mut entries = Vec::new();
        let mut is_whole = false;
        let mut unreadable = Vec::new();
        for line in Lines::new(file, lock) {
            if line.text == "end" {
                is_whole = true;
            } else if let Some(name) = line.text.strip_prefix("formerly ") {
                record.former_names.push(name.trim().into());
            } else if let Some(page) = line.text.strip_prefix("at ").filter(|page| is_page(page)) {
                record.pages.insert(page.into());
            } else if let Some(entry) = Entry::parse(&line.text) {
                entries.push(entry);
            } else {
                unreadable.push(line.span);
            }
        }

        let is_empty = entries.is_empty() && record.pages.is_empty();
        Reading { file, unreadable, is_whole, is_empty }.tell(lock, Keeps::Numbers, diagnostics);
        Record { entries: first_of_each(entries), ..record }
    }

    /// The hashes of the paragraphs that are in the text.
    pub(super) fn published(&self) -> impl Iterator<Item = u32> {
        let is_published = |entry: &&Entry| !entry.is_gone && !entry.is_turn();
        self.entries.iter().filter(is_published).filter_map(|entry| entry.print?.hash.into())
    }

    /// Where its page was before it was at `page`.
    pub(super) fn former_pages(&self, page: &str) -> Vec<Box<str>> {
        self.pages.iter().filter(|former| ***former != *page).cloned().collect()
    }

    pub(super) fn text(&self) -> String {
        // A line has about as many bytes: an anchor, a print of forty, a state.
        let mut text = String::with_capacity(HEADER.len() + 56 * self.entries.len());
        text.push_str(HEADER);
        for name in &self.former_names {
            text.extend(["formerly ", name, "\n"]);
        }
        for page in &self.pages {
            text.extend(["at ", page, "\n"]);
        }
        for entry in &*self.entries {
            text.extend([&*entry.anchor, " "]);
            match entry.print {
                Some(print) => print.write(&mut text),
                None => text.push('-'),
            }
            // What version 0.1 forgot is gone, and needs no second word.
            let is_told = entry.is_gone && entry.print.is_some();
            text.push_str(if is_told { " gone\n" } else { "\n" });
        }
        text.push_str("end\n");
        text
    }
}
