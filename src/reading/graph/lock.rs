//! The lock file `content/ids.lock`: which paragraph has which anchor, so that ¶ links stay valid
//! when a text is edited.
//!
//! A paragraph is known again by the hash of its text, an edited one by a sketch of it and by its
//! position; an inserted one gets a letter (`t12p3a`), a removed one leaves its anchor behind. One
//! line for each paragraph, so that version control can merge it.
//!
//! **Invariant:** an anchor that was published once is in every later lock, and never names another
//! paragraph.
//! **Invariant:** the same texts and the same old lock give the same new lock.

mod align;

use super::anchors::SpeechAnchors;
use crate::base::decode::bytes_of;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{Sources, Span};
use crate::reading::corpus::{Corpus, LOCK_PATH, Paragraph, Speech};
use align::{Match, align};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

const HEADER: &str = "# Keeps the ¶ numbers of published paragraphs. Written by `oratory build`; keep it in version control.\n";

/// What the lock knows of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    anchor: Box<str>,
    /// None once the paragraph is gone.
    print: Option<Print>,
}

/// What a paragraph is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Print {
    hash: u32,
    /// The least hashes of its four-character windows, one of each quarter of all hashes: texts
    /// that are alike share most of them.
    sketch: [u8; 4],
}

impl Print {
    fn of(text: &str) -> Self {
        let mut least = [u64::MAX; 4];
        let mut window: u64 = 0;
        for c in text.chars() {
            window = window << 16 | u64::from(u32::from(c) & 0xFFFF);
            // The golden ratio as a fraction of 2^64; the upper two bits choose the quarter.
            let mixed = (window ^ window >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let quarter = (mixed >> 62) as usize;
            least[quarter] = least[quarter].min(mixed & (u64::MAX >> 2));
        }

        #[expect(clippy::cast_possible_truncation, reason = "a hash is cut on purpose")]
        Print {
            hash: xxh3_64(text.as_bytes()) as u32,
            sketch: least.map(|hash| (hash >> 8 ^ hash) as u8),
        }
    }

    /// How many of the four parts of the sketches agree; 5 where the texts are the same.
    fn likeness(self, other: Print) -> usize {
        if self.hash == other.hash {
            return 5;
        }
        let pairs = self.sketch.iter().zip(other.sketch);
        pairs.filter(|(a, b)| **a == *b).count()
    }

    fn parse(text: &str) -> Option<Self> {
        if text.len() != 16 {
            return None;
        }
        let number = u64::from_str_radix(text, 16).ok()?;
        let [a, b, c, d, sketch @ ..] = number.to_be_bytes();
        Some(Print { hash: u32::from_be_bytes([a, b, c, d]), sketch })
    }

    fn text(self) -> String {
        let [a, b, c, d] = self.sketch;
        format!("{:08x}{a:02x}{b:02x}{c:02x}{d:02x}", self.hash)
    }
}

/// Which number each paragraph and turn has, and what keeps it.
#[derive(Debug)]
pub(crate) struct Numbering {
    /// The anchors in each speech.
    pub anchors: Vec<SpeechAnchors>,
    /// The new text of the lock file; none where there is no speech.
    pub lock: Option<String>,
}

/// The entries of each speech, by its path below `content/`.
type Known = BTreeMap<String, Vec<Entry>>;

/// Gives every paragraph its anchor, by what the lock file knows of it.
pub(crate) fn numbering(
    sources: &Sources,
    corpus: &Corpus,
    diagnostics: &mut Diagnostics,
) -> Numbering {
    let mut known = read(sources, diagnostics);
    let key = |speech: &Speech| {
        let path = &sources.file(speech.file).path;
        path.strip_prefix("content/").unwrap_or_default()
    };

    let numbered: Vec<Numbered> = corpus
        .speeches
        .par_iter()
        .map(|speech| {
            let old = known.get(key(speech));
            number(speech, old.map_or(&[], Vec::as_slice))
        })
        .collect();

    let mut anchors = Vec::with_capacity(numbered.len());
    for (speech, numbered) in corpus.speeches.iter().zip(numbered) {
        known.insert(key(speech).to_owned(), numbered.entries);
        anchors.push(numbered.anchors);
    }

    // What is in the lock and not among the files was deleted; a draft is a file and keeps its
    // anchors.
    known.retain(|path, _| sources.find(&format!("content/{path}")).is_some());
    let lock = (!corpus.speeches.is_empty()).then(|| write(&known));
    Numbering { anchors, lock }
}

fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Known {
    let mut known = Known::new();
    let Some(file) = sources.find(LOCK_PATH) else {
        return known;
    };
    let Some(lock) = bytes_of(sources, file, diagnostics) else {
        return known;
    };

    let mut path: Option<String> = None;
    let mut at = 0;
    for bytes in lock.split_inclusive(|byte| *byte == b'\n') {
        let span = Span::new(file, at..at + bytes.trim_ascii_end().len());
        at += bytes.len();

        let text = String::from_utf8_lossy(bytes);
        match (Line::parse(&text), &path) {
            (Some(Line::Nothing), _) => {}
            (Some(Line::Path(text)), _) => {
                known.entry(text.to_owned()).or_default();
                path = Some(text.to_owned());
            }
            (Some(Line::Entry(entry)), Some(path)) => {
                known.entry(path.clone()).or_default().push(entry);
            }
            // An entry before the first path belongs to no speech.
            (Some(Line::Entry(_)), None) | (None, _) => {
                let message = "this line of the lock cannot be read";
                let diagnostic = Diagnostic::new(Code::BadLock, message).at(span, "");
                diagnostics.push(diagnostic.hint("take the file back from version control, or delete it to number paragraphs anew"));
            }
        }
    }
    known
}

/// A line of the lock.
enum Line<'l> {
    /// A comment, or an empty line.
    Nothing,
    /// The path of a speech, to which the entries below belong.
    Path(&'l str),
    Entry(Entry),
}

impl<'l> Line<'l> {
    fn parse(line: &'l str) -> Option<Self> {
        if let Some(entry) = line.strip_prefix(' ') {
            let (anchor, print) = entry.trim_end().split_once(' ')?;
            let print = match print {
                "-" => None,
                print => Some(Print::parse(print)?),
            };
            if !is_anchor(anchor) {
                return None;
            }
            let anchor = anchor.into();
            return Some(Line::Entry(Entry { anchor, print }));
        }

        if line.starts_with('#') || line.trim().is_empty() {
            Some(Line::Nothing)
        } else if line.starts_with("speeches/") {
            Some(Line::Path(line.trim_end()))
        } else {
            None
        }
    }
}

/// Whether a text is like `t12p3`, `p3` or `t2ap1b`, which may be an id in a page. The bound is far
/// above any anchor that was ever made, and keeps a damaged lock out of the pages.
fn is_anchor(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (2..=40).contains(&text.len()) && text.bytes().all(is_allowed)
}

fn write(known: &Known) -> String {
    let mut text = HEADER.to_owned();
    for (path, entries) in known {
        text.push_str(path);
        text.push('\n');
        for entry in entries {
            text.push(' ');
            text.push_str(&entry.anchor);
            text.push(' ');
            match entry.print {
                Some(print) => text.push_str(&print.text()),
                None => text.push('-'),
            }
            text.push('\n');
        }
    }
    text
}

/// The anchors of one speech, and what the lock will say about them.
struct Numbered {
    anchors: SpeechAnchors,
    entries: Vec<Entry>,
}

/// Numbers one speech, given what the lock said about it before.
fn number(speech: &Speech, old: &[Entry]) -> Numbered {
    let paragraphs = &speech.body.paragraphs;
    let prints: Vec<Print> =
        paragraphs.iter().map(|paragraph| Print::of(&paragraph.text)).collect();
    let matches = align(paragraphs, &prints, old);

    let mut ids = Ids {
        taken: old.iter().map(|entry| entry.anchor.clone()).collect(),
        speech,
        matches: &matches,
    };
    let mut anchors = SpeechAnchors { turns: ids.turns(old), ..SpeechAnchors::default() };
    for (index, known) in matches.iter().enumerate() {
        let anchor = match known {
            Some(at) => old[*at].anchor.clone(),
            None => ids.paragraph(index, &anchors),
        };
        anchors.paragraphs.push(anchor);
    }

    let entries = entries(&mut anchors, &prints, &matches, old);
    Numbered { anchors, entries }
}

/// The entries of a speech: its paragraphs in order, and between them those that are gone, where
/// they were. Those are noted in the anchors as well.
fn entries(
    anchors: &mut SpeechAnchors,
    prints: &[Print],
    matches: &[Match],
    old: &[Entry],
) -> Vec<Entry> {
    let kept: HashSet<usize> = matches.iter().flatten().copied().collect();
    let mut entries = Vec::with_capacity(prints.len());
    // The old entries before this one have their place.
    let mut next_old = 0;

    for index in 0..=prints.len() {
        // Before a paragraph that is known come those that were before it; after the last, the
        // rest.
        let upto = match matches.get(index) {
            Some(known) => known.unwrap_or(next_old),
            None => old.len(),
        };
        for (at, entry) in old.iter().enumerate().take(upto).skip(next_old) {
            if kept.contains(&at) {
                continue;
            }
            let before = u32::try_from(index).unwrap_or(u32::MAX);
            anchors.gone.push((before, entry.anchor.clone()));
            entries.push(Entry { anchor: entry.anchor.clone(), print: None });
        }
        next_old = next_old.max(upto);

        if let Some(print) = prints.get(index) {
            entries.push(Entry { anchor: anchors.paragraphs[index].clone(), print: Some(*print) });
        }
    }
    entries
}

/// Makes ids that were never used in this speech.
struct Ids<'s> {
    taken: HashSet<Box<str>>,
    speech: &'s Speech,
    matches: &'s [Match],
}

impl Ids<'_> {
    /// The ids of all turns. A turn that holds a known paragraph keeps that one's turn; after the
    /// last of those, turns are counted on, and before it a new one gets a letter.
    fn turns(&self, old: &[Entry]) -> Vec<Box<str>> {
        let mut used: HashSet<Box<str>> = HashSet::new();
        let mut highest = 0;
        for turn in old.iter().filter_map(|entry| turn_part(&entry.anchor)) {
            highest = highest.max(turn_number(turn).unwrap_or(0));
            used.insert(turn.into());
        }

        let mut known = self.known_turns(old);
        self.keep_silent(&mut known, &used);

        let last_known = known.iter().rposition(Option::is_some);
        let mut turns: Vec<Box<str>> = Vec::with_capacity(known.len());
        for (index, turn) in known.into_iter().enumerate() {
            let turn = match turn {
                Some(turn) => turn,
                None if last_known.is_some_and(|last| index < last) => {
                    let before = turns.last().map_or("t0", |turn| &**turn);
                    lettered(before, &used)
                }
                None => {
                    highest += 1;
                    format!("t{highest}").into()
                }
            };
            used.insert(turn.clone());
            turns.push(turn);
        }
        turns
    }

    /// For each turn the id of the turn that its first known paragraph had, unless an earlier turn
    /// has that id.
    fn known_turns(&self, old: &[Entry]) -> Vec<Option<Box<str>>> {
        let body = &self.speech.body;
        let mut turns: Vec<Option<Box<str>>> = vec![None; body.turns.len()];
        let mut given: HashSet<&str> = HashSet::new();
        for (paragraph, known) in body.paragraphs.iter().zip(self.matches) {
            let (Some(turn), Some(at)) = (paragraph.turn, known) else {
                continue;
            };
            let turn = &mut turns[turn as usize];
            if turn.is_none()
                && let Some(id) = turn_part(&old[*at].anchor)
                && given.insert(id)
            {
                *turn = Some(id.into());
            }
        }
        turns
    }

    /// A turn without a paragraph has no line in the lock. Where between two known turns there are
    /// as many of these as numbers that the lock gives to nobody, they have these numbers, as they
    /// had when the lock was made.
    fn keep_silent(&self, turns: &mut [Option<Box<str>>], used: &HashSet<Box<str>>) {
        let mut is_silent = vec![true; turns.len()];
        for paragraph in &self.speech.body.paragraphs {
            if let Some(turn) = paragraph.turn {
                is_silent[turn as usize] = false;
            }
        }

        let (mut start, mut before) = (0, 0);
        for end in 0..turns.len() {
            let Some(after) = turns[end].as_deref().and_then(turn_number) else {
                continue;
            };
            let silent: Vec<usize> = (start..end).filter(|turn| is_silent[*turn]).collect();
            let free: Vec<Box<str>> = (before + 1..after)
                .map(|number| format!("t{number}").into())
                .filter(|id| !used.contains(id))
                .collect();
            if silent.len() == free.len() {
                for (turn, id) in silent.into_iter().zip(free) {
                    turns[turn] = Some(id);
                }
            }
            (start, before) = (end + 1, after);
        }
    }

    /// The id of a paragraph that the lock does not know: the next number of its turn, or a letter
    /// where later ones are known. `anchors` has those of the paragraphs before it.
    fn paragraph(&mut self, index: usize, anchors: &SpeechAnchors) -> Box<str> {
        let paragraphs = &self.speech.body.paragraphs;
        let paragraph = &paragraphs[index];
        let is_of_same =
            |other: &Paragraph| other.turn == paragraph.turn && other.role == paragraph.role;

        let turn = paragraph.turn.map(|turn| &*anchors.turns[turn as usize]);
        let base = format!("{}{}", turn.unwrap_or(""), paragraph.role.letter());
        let previous = (0..index)
            .rev()
            .find(|earlier| is_of_same(&paragraphs[*earlier]))
            .map(|earlier| &anchors.paragraphs[earlier]);
        let is_known_after = (index + 1..paragraphs.len())
            .any(|later| is_of_same(&paragraphs[later]) && self.matches[later].is_some());

        let id: Box<str> = if is_known_after {
            match previous {
                Some(previous) => lettered(previous, &self.taken),
                None => lettered(&format!("{base}0"), &self.taken),
            }
        } else {
            let number = previous
                .and_then(|previous| previous.strip_prefix(base.as_str()))
                .and_then(leading_number);
            self.next_number(&base, number.unwrap_or(0))
        };
        self.taken.insert(id.clone());
        id
    }

    /// `base` with the first number above `last` that makes it new.
    fn next_number(&self, base: &str, last: usize) -> Box<str> {
        let mut number = last + 1;
        loop {
            let id = format!("{base}{number}");
            if !self.taken.contains(id.as_str()) {
                return id.into();
            }
            number += 1;
        }
    }
}

/// `t12` of `t12p3`.
fn turn_part(anchor: &str) -> Option<&str> {
    let rest = anchor.strip_prefix('t')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let role = role_at(&rest[digits..])?;
    Some(&anchor[..1 + digits + role])
}

/// Where in an anchor without its first digits the letter of the role is. A turn may have letters
/// of its own before it (`t2ap1`), and so may the number after it: it is the last one before a
/// digit.
fn role_at(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.windows(2).rposition(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_digit())
}

/// 12 of `t12` and `t12a`.
fn turn_number(turn: &str) -> Option<usize> {
    leading_number(turn.strip_prefix('t')?)
}

fn leading_number(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text[..end.unwrap_or(text.len())].parse().ok()
}

/// `base` with the first letter that makes it new: `t12p3a`, after `z` `t12p3za`.
fn lettered(base: &str, taken: &HashSet<Box<str>>) -> Box<str> {
    let stem = base.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let stem = if stem.is_empty() { base } else { stem };
    let mut suffix = String::new();
    loop {
        for letter in 'a'..='z' {
            let id = format!("{stem}{suffix}{letter}");
            if !taken.contains(id.as_str()) {
                return id.into();
            }
        }
        suffix.push('z');
    }
}

#[cfg(test)]
mod tests;
