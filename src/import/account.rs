//! What became of every character of a document.
//!
//! **Invariant:** entries are in the order of the original, touch each other, and cover it whole.
//! **Invariant:** with the two files, the entries write the original again, byte by byte:
//! [`Account::reproduce`]. Decides nothing: fates come from `compose.rs`.

use serde::Serialize;
use std::ops::Range;

/// The fate of every character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// In the order of the original.
    pub entries: Vec<Entry>,
}

/// A stretch of the original with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Bytes of the original, half-open; never empty.
    pub range: Range<usize>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is unchanged, at this byte of the speech.
    Kept(usize),
    /// It is unchanged, at this byte of the file beside it.
    Aside(usize, Why),
    /// The same bytes occur earlier in the original, at this byte.
    Repeated(usize),
    /// Other text took its place in one of the files, or nothing did.
    Changed(String, Why),
}

/// Why a stretch was not simply kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A tag, a sign of Markdown, anything that is not text.
    Markup,
    /// White space between blocks or around them.
    WhiteSpace,
    /// A character reference, white space in a text, a line break: written in another way.
    Rewritten,
    /// The break between two halves of a paragraph.
    Joined,
    /// A soft hyphen, or a hyphen at the end of a line.
    Hyphen,
    /// A character that nobody sees.
    Invisible,
    /// A space that stretched a name.
    NameSpace,
    /// It went into the front matter.
    FrontMatter,
    /// “Continued from page 3”.
    ContinuationMark,
    /// The header or footer of a page, or its number.
    PageFurniture,
    /// A passage between the two halves of a sentence.
    Foreign,
    /// What follows a mark of continuation that belongs to another text.
    OtherArticle,
    /// What the page has around its text.
    Navigation,
    /// A note, a comment, deleted or hidden text of a Word file.
    BesideText,
    /// What the file says of the document, in a head of its own.
    HeadOfFile,
}

impl Why {
    /// The word for it in reports: `page-furniture`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Why::Markup => "markup",
            Why::WhiteSpace => "white-space",
            Why::Rewritten => "rewritten",
            Why::Joined => "joined",
            Why::Hyphen => "hyphen",
            Why::Invisible => "invisible",
            Why::NameSpace => "name-space",
            Why::FrontMatter => "front-matter",
            Why::ContinuationMark => "continuation-mark",
            Why::PageFurniture => "page-furniture",
            Why::Foreign => "foreign",
            Why::OtherArticle => "other-article",
            Why::Navigation => "navigation",
            Why::BesideText => "beside-text",
            Why::HeadOfFile => "head-of-file",
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Why::Markup => "markup",
            Why::WhiteSpace => "white space between paragraphs",
            Why::Rewritten => "written in another way (character references, white space)",
            Why::Joined => "breaks inside paragraphs, joined",
            Why::Hyphen => "hyphens at line ends",
            Why::Invisible => "invisible characters",
            Why::NameSpace => "spaces inside names",
            Why::FrontMatter => "in the front matter",
            Why::ContinuationMark => "set aside: marks of continuation",
            Why::PageFurniture => "set aside: page headers, footers and numbers",
            Why::Foreign => "set aside: between the two halves of a sentence",
            Why::OtherArticle => "set aside: another article",
            Why::Navigation => "set aside: around the text of the page",
            Why::BesideText => "set aside: notes, comments, hidden text",
            Why::HeadOfFile => "what the file says of the document, in its head",
        }
    }
}

impl Entry {
    /// Leaves out what comes before a byte of the original.
    fn skip_to(&mut self, byte: usize) {
        let skipped = byte.saturating_sub(self.range.start).min(self.range.len());
        self.range.start += skipped;
        match &mut self.fate {
            Fate::Kept(at) | Fate::Aside(at, _) | Fate::Repeated(at) => *at += skipped,
            Fate::Changed(..) => {}
        }
    }
}

impl Account {
    /// Puts entries in order and fills what none of them names: white space between blocks, and
    /// markup.
    #[must_use]
    pub fn complete(original: &str, mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.range.start);
        let mut all: Vec<Entry> = Vec::with_capacity(entries.len() * 2);
        let mut at = 0;
        for mut entry in entries {
            // Of two that name the same bytes (a break and the mark in it) the first has them.
            entry.skip_to(at);
            if entry.range.is_empty() {
                continue;
            }

            all.extend(gap(original, at..entry.range.start));
            at = entry.range.end;
            all.push(entry);
        }

        all.extend(gap(original, at..original.len()));
        Account { entries: merged(all) }
    }

    /// Writes the original again from the speech, the file beside it, and the texts of what was
    /// changed, in order.
    ///
    /// None if an entry points where nothing is, which [`super::import`] has ruled out for what it
    /// returns.
    #[must_use]
    pub fn reproduce<'t>(
        &self,
        speech: &str,
        aside: &str,
        mut changed: impl Iterator<Item = &'t str>,
    ) -> Option<String> {
        let mut original = String::new();
        for Entry { range, fate } in &self.entries {
            let stretch = |from: &str, at: usize| Some(from.get(at..at + range.len())?.to_owned());
            let text = match fate {
                Fate::Kept(at) => stretch(speech, *at)?,
                Fate::Aside(at, _) => stretch(aside, *at)?,
                Fate::Repeated(of) => stretch(&original, *of)?,
                Fate::Changed(..) => changed.next()?.to_owned(),
            };
            original.push_str(&text);
        }
        Some(original)
    }

    /// Whether the two files and the account give the original back.
    #[must_use]
    pub fn holds(&self, original: &str, speech: &str, aside: &str) -> bool {
        let is_changed = |entry: &&Entry| matches!(entry.fate, Fate::Changed(..));
        let changed = self.entries.iter().filter(is_changed);
        let texts = changed.map(|entry| &original[entry.range.clone()]);
        self.reproduce(speech, aside, texts).as_deref() == Some(original)
    }

    /// How many characters had each fate: what is said of it and the number, the speech's own
    /// first, then by number.
    #[must_use]
    pub fn totals(&self, original: &str) -> Vec<(&'static str, usize)> {
        let mut totals: Vec<(&'static str, usize)> = Vec::new();
        for entry in &self.entries {
            let phrase = match &entry.fate {
                Fate::Kept(_) => "kept",
                Fate::Repeated(_) => "repeated: the same stands earlier",
                Fate::Aside(_, why) | Fate::Changed(_, why) => why.phrase(),
            };

            let n_chars = original[entry.range.clone()].chars().count();
            match totals.iter_mut().find(|(known, _)| *known == phrase) {
                Some((_, total)) => *total += n_chars,
                None => totals.push((phrase, n_chars)),
            }
        }

        totals.sort_by_key(|(phrase, total)| (*phrase != "kept", usize::MAX - total, *phrase));
        totals
    }

    /// The entries for programs.
    #[must_use]
    pub fn told<'t>(&'t self, original: &'t str) -> Vec<Told<'t>> {
        let mut line = 1;
        let mut told = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let text = &original[entry.range.clone()];
            told.push(Told::of(entry, line, text));
            line += text.matches('\n').count();
        }
        told
    }
}

/// An entry for programs: `range` in bytes of the original as UTF-8, `line` from 1, `fate`, and what
/// writes it again. Its keys are in the order of the alphabet, as those of all our JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
    fate: &'static str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<usize>,
    range: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
}

impl<'t> Told<'t> {
    fn of(entry: &'t Entry, line: usize, text: &'t str) -> Self {
        let told = Told {
            at: None,
            fate: "kept",
            line,
            of: None,
            range: [entry.range.start, entry.range.end],
            text: None,
            to: None,
            why: None,
        };
        match &entry.fate {
            Fate::Kept(at) => Told { at: Some(*at), ..told },
            Fate::Aside(at, why) => Told { fate: "aside", at: Some(*at), why: Some(*why), ..told },
            Fate::Repeated(of) => Told { fate: "repeated", of: Some(*of), ..told },
            Fate::Changed(to, why) => {
                Told { fate: "changed", text: Some(text), to: Some(to), why: Some(*why), ..told }
            }
        }
    }
}

/// What lies between two entries.
fn gap(original: &str, range: Range<usize>) -> Option<Entry> {
    let text = original.get(range.clone())?;
    if text.is_empty() {
        return None;
    }
    let why = if text.trim().is_empty() { Why::WhiteSpace } else { Why::Markup };
    Some(Entry { range, fate: Fate::Changed(String::new(), why) })
}

/// Neighbours of one fate as one entry.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let mut merged: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match merged.last_mut() {
            Some(last) if goes_on(last, &entry) => last.range.end = entry.range.end,
            _ => merged.push(entry),
        }
    }
    merged
}

/// Whether an entry says of its stretch what the one before it says, and of the bytes that come
/// next.
fn goes_on(last: &Entry, entry: &Entry) -> bool {
    let length = last.range.len();
    match (&last.fate, &entry.fate) {
        (Fate::Kept(a), Fate::Kept(b)) | (Fate::Repeated(a), Fate::Repeated(b)) => a + length == *b,
        (Fate::Aside(a, why), Fate::Aside(b, other)) => why == other && a + length == *b,
        (Fate::Changed(a, why), Fate::Changed(b, other)) => {
            a.is_empty() && b.is_empty() && why == other
        }
        _ => false,
    }
}
