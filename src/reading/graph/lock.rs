//! The lock file `content/ids.lock`: which paragraph has which anchor, so that ¶ links stay valid when a text is edited.
//!
//! A paragraph is known again by the hash of its text, an edited one by a sketch of it and by its place; an inserted one gets a letter
//! (`t12p3a`), a removed one leaves its anchor behind. One line per paragraph, so that version control merges it.
//!
//! **Invariant:** an anchor that was published once is in every later lock, and never names another paragraph.
//! **Invariant:** the same texts and the same old lock give the same new lock.

use super::anchors::SpeechAnchors;
use crate::base::decode::bytes_of;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::corpus::{Corpus, LOCK_PATH, Paragraph, Speech};
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
    /// The least hashes of its four-character windows, by their last two bits: alike texts share most of them.
    sketch: [u8; 4],
}

impl Print {
    fn of(text: &str) -> Self {
        let mut least = [u64::MAX; 4];
        let mut window: u64 = 0;
        for c in text.chars() {
            window = window << 16 | u64::from(u32::from(c) & 0xFFFF);
            let mixed = (window ^ window >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let bucket = (mixed >> 62) as usize;
            least[bucket] = least[bucket].min(mixed & (u64::MAX >> 2));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a hash is cut on purpose")]
        Print { hash: xxh3_64(text.as_bytes()) as u32, sketch: least.map(|h| (h >> 8 ^ h) as u8) }
    }

    fn alike(self, other: Print) -> usize {
        if self.hash == other.hash {
            5
        } else {
            self.sketch.iter().zip(other.sketch).filter(|(a, b)| **a == *b).count()
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let number = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16)?;
        let [a, b, c, d, e, f, g, h] = number.to_be_bytes();
        Some(Print { hash: u32::from_be_bytes([a, b, c, d]), sketch: [e, f, g, h] })
    }

    fn write(self) -> String {
        let [a, b, c, d] = self.sketch;
        format!("{:08x}{a:02x}{b:02x}{c:02x}{d:02x}", self.hash)
    }
}

/// Gives every paragraph its anchor, and the new text of the lock; none where there is no speech.
pub(super) fn anchors(
    sources: &Sources,
    corpus: &Corpus,
    diagnostics: &mut Diagnostics,
) -> (Vec<SpeechAnchors>, Option<String>) {
    use rayon::prelude::*;
    let mut known = read(sources, diagnostics);
    let key = |file: FileId| {
        sources.file(file).path.strip_prefix("content/").unwrap_or_default().to_owned()
    };
    let numbered: Vec<(SpeechAnchors, Vec<Entry>)> = corpus
        .speeches
        .par_iter()
        .map(|speech| number(speech, known.get(&key(speech.file)).map_or(&[][..], Vec::as_slice)))
        .collect();
    let mut all = Vec::with_capacity(numbered.len());
    for (speech, (anchors, entries)) in corpus.speeches.iter().zip(numbered) {
        known.insert(key(speech.file), entries);
        all.push(anchors);
    }
    // What lies in the lock and not among the files was deleted; a draft is a file and keeps its anchors.
    known.retain(|path, _| sources.find(&format!("content/{path}")).is_some());
    let lock = (!corpus.speeches.is_empty()).then(|| write(&known));
    (all, lock)
}

fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> BTreeMap<String, Vec<Entry>> {
    let mut known: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
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
        let line = &*String::from_utf8_lossy(bytes);
        let entry = line
            .strip_prefix(' ')
            .map(|entry| entry.trim_end().split_once(' ').unwrap_or((entry.trim_end(), "")));
        match (entry, &path) {
            (None, _) if line.starts_with('#') || line.trim().is_empty() => {}
            (None, _) if line.starts_with("speeches/") => {
                path = Some(line.trim_end().to_owned());
                known.entry(line.trim_end().to_owned()).or_default();
            }
            (Some((anchor, print)), Some(path))
                if is_anchor(anchor) && (print == "-" || Print::parse(print).is_some()) =>
            {
                known
                    .entry(path.clone())
                    .or_default()
                    .push(Entry { anchor: anchor.into(), print: Print::parse(print) });
            }
            (None | Some(_), _) => {
                let diagnostic =
                    Diagnostic::new(Code::BadLock, "this line of the lock cannot be read")
                        .at(span, "");
                diagnostics.push(diagnostic.hint("take the file back from version control, or delete it to number paragraphs anew"));
            }
        }
    }
    known
}

/// `t12p3`, `p3`, `t2ap1b`: what may stand as an id in a page.
fn is_anchor(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn write(known: &BTreeMap<String, Vec<Entry>>) -> String {
    let mut text = HEADER.to_owned();
    for (path, entries) in known {
        text.push_str(path);
        text.push('\n');
        for entry in entries {
            text.push(' ');
            text.push_str(&entry.anchor);
            text.push(' ');
            text.push_str(&entry.print.map_or_else(|| "-".to_owned(), Print::write));
            text.push('\n');
        }
    }
    text
}

/// The anchors of one speech and what the lock says of them, given what it said before.
fn number(speech: &Speech, old: &[Entry]) -> (SpeechAnchors, Vec<Entry>) {
    let paragraphs = &speech.body.paragraphs;
    let prints: Vec<Print> =
        paragraphs.iter().map(|paragraph| Print::of(&paragraph.text)).collect();
    let matches = align(paragraphs, &prints, old);
    let mut ids = Ids { taken: old.iter().map(|entry| entry.anchor.clone()).collect(), speech };
    let turns = ids.turns(&matches, old);
    let mut anchors = SpeechAnchors { turns, ..SpeechAnchors::default() };
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let anchor = match matches[index] {
            Some(at) => old[at].anchor.clone(),
            None => ids.paragraph(index, paragraph, &anchors, &matches),
        };
        anchors.paragraphs.push(anchor);
    }
    let entries = entries(&mut anchors, &prints, &matches, old);
    (anchors, entries)
}

/// The lock's lines: paragraphs in order, and between them those that are gone, where they stood.
fn entries(
    anchors: &mut SpeechAnchors,
    prints: &[Print],
    matches: &[Option<usize>],
    old: &[Entry],
) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(prints.len());
    let mut next_old = 0;
    let kept: HashSet<usize> = matches.iter().flatten().copied().collect();
    let mut leave = |upto: usize, before: usize, entries: &mut Vec<Entry>| {
        for (at, entry) in old.iter().enumerate().take(upto).skip(next_old) {
            if !kept.contains(&at) {
                anchors
                    .gone
                    .push((u32::try_from(before).unwrap_or(u32::MAX), entry.anchor.clone()));
                entries.push(Entry { anchor: entry.anchor.clone(), print: None });
            }
        }
        next_old = next_old.max(upto);
    };
    for (index, print) in prints.iter().enumerate() {
        if let Some(at) = matches[index] {
            leave(at, index, &mut entries);
        }
        entries.push(Entry { anchor: anchors.paragraphs[index].clone(), print: Some(*print) });
    }
    leave(old.len(), prints.len(), &mut entries);
    entries
}

/// For each paragraph the old entry that it is, if any: unique equals first, then equals side by side with them, then likenesses between.
fn align(paragraphs: &[Paragraph], prints: &[Print], old: &[Entry]) -> Vec<Option<usize>> {
    let mut matches: Vec<Option<usize>> = vec![None; prints.len()];
    if old.is_empty() {
        return matches;
    }
    let is_same = |index: usize, at: usize| same_role(&paragraphs[index], &old[at]);
    for (index, at) in unique_equals(prints, old) {
        if is_same(index, at) {
            matches[index] = Some(at);
        }
    }
    let mut start = (0, 0);
    for end in (0..=prints.len())
        .filter(|index| *index == prints.len() || matches[*index].is_some())
        .collect::<Vec<_>>()
    {
        let old_end =
            if end == prints.len() { old.len() } else { matches[end].unwrap_or(old.len()) };
        fill(&mut matches, (start.0, end), (start.1, old_end), prints, old, &is_same);
        start = (end + 1, old_end + 1);
    }
    matches
}

fn same_role(paragraph: &Paragraph, entry: &Entry) -> bool {
    let letter =
        entry.anchor.trim_start_matches('t').trim_start_matches(|c: char| c.is_ascii_digit());
    // A turn's own letters (`t2a`) stand before the role's: the role's letter is the last one that a digit follows.
    let role = letter.char_indices().rev().find(|(at, c)| {
        c.is_ascii_lowercase() && letter[at + 1..].starts_with(|c: char| c.is_ascii_digit())
    });
    role.is_some_and(|(_, c)| c == paragraph.role.letter())
}

/// Pairs of equal paragraphs that stand once on each side, as many as keep their order (longest increasing sequence).
fn unique_equals(prints: &[Print], old: &[Entry]) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<Print, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (index, print) in prints.iter().enumerate() {
        places.entry(*print).or_default().0.push(index);
    }
    for (at, print) in old.iter().enumerate().filter_map(|(at, entry)| Some((at, entry.print?))) {
        places.entry(print).or_default().1.push(at);
    }
    let mut pairs: Vec<(usize, usize)> = places
        .values()
        .filter(|(new, old)| new.len() == 1 && old.len() == 1)
        .map(|(new, old)| (new[0], old[0]))
        .collect();
    pairs.sort_unstable();
    increasing(&pairs)
}

fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, at)) in pairs.iter().enumerate() {
        let rank = ends.partition_point(|end| pairs[*end].1 < *at);
        before.push(rank.checked_sub(1).map(|rank| ends[rank]));
        if rank == ends.len() { ends.push(index) } else { ends[rank] = index }
    }
    let mut chain: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |index| before[*index])
            .map(|index| pairs[index])
            .collect();
    chain.reverse();
    chain
}

/// Matches what stands between two sure matches: equals from both ends, then what is alike, then, where as many are left, by order.
fn fill(
    matches: &mut [Option<usize>],
    (mut start, mut end): (usize, usize),
    (mut old_start, mut old_end): (usize, usize),
    prints: &[Print],
    old: &[Entry],
    is_same: &dyn Fn(usize, usize) -> bool,
) {
    let equal =
        |index: usize, at: usize| old[at].print == Some(prints[index]) && is_same(index, at);
    while start < end && old_start < old_end && equal(start, old_start) {
        matches[start] = Some(old_start);
        (start, old_start) = (start + 1, old_start + 1);
    }
    while start < end && old_start < old_end && equal(end - 1, old_end - 1) {
        matches[end - 1] = Some(old_end - 1);
        (end, old_end) = (end - 1, old_end - 1);
    }
    let alive: Vec<usize> = (old_start..old_end).filter(|at| old[*at].print.is_some()).collect();
    let mut from = 0;
    for index in start..end {
        let best = (from..alive.len())
            .filter(|k| is_same(index, alive[*k]))
            .map(|k| (old[alive[k]].print.map_or(0, |print| print.alike(prints[index])), k));
        if let Some((_, k)) = best
            .filter(|(likeness, _)| *likeness >= 2)
            .max_by_key(|(likeness, k)| (*likeness, std::cmp::Reverse(*k)))
        {
            matches[index] = Some(alive[k]);
            from = k + 1;
        }
    }
    let left: Vec<usize> = (start..end).filter(|index| matches[*index].is_none()).collect();
    let used: HashSet<usize> = matches[start..end].iter().flatten().copied().collect();
    let left_old: Vec<usize> = alive.into_iter().filter(|at| !used.contains(at)).collect();
    if left.len() == left_old.len()
        && left.len() == end - start
        && left.iter().zip(&left_old).all(|(index, at)| is_same(*index, *at))
    {
        left.iter().zip(left_old).for_each(|(index, at)| matches[*index] = Some(at));
    }
}

/// Makes ids that were never used in this speech.
struct Ids<'s> {
    taken: HashSet<Box<str>>,
    speech: &'s Speech,
}

impl Ids<'_> {
    /// A turn that holds a known paragraph keeps that one's turn; others are counted on, or get a letter.
    fn turns(&mut self, matches: &[Option<usize>], old: &[Entry]) -> Vec<Box<str>> {
        let n_turns = self.speech.body.turns.len();
        let mut turns: Vec<Option<Box<str>>> = vec![None; n_turns];
        let mut used: HashSet<Box<str>> =
            old.iter().filter_map(|entry| turn_part(&entry.anchor)).map(Into::into).collect();
        let highest = used.iter().filter_map(|turn| leading_number(&turn[1..])).max().unwrap_or(0);
        let mut given: HashSet<Box<str>> = HashSet::new();
        for (index, at) in matches.iter().enumerate() {
            let (Some(turn), Some(at)) = (self.speech.body.paragraphs[index].turn, at) else {
                continue;
            };
            let part = turn_part(&old[*at].anchor).filter(|_| turns[turn as usize].is_none());
            if let Some(part) = part.filter(|part| given.insert((*part).into())) {
                turns[turn as usize] = Some(part.into());
            }
        }
        self.keep_silent(&mut turns, &used);
        let last_known = turns.iter().rposition(Option::is_some);
        let mut next = highest;
        let mut previous: Box<str> = "t0".into();
        for (index, turn) in turns.iter_mut().enumerate() {
            if turn.is_none() {
                let is_after_all = last_known.is_none_or(|last| index > last);
                next += 1;
                let fresh: Box<str> = if is_after_all {
                    format!("t{next}").into()
                } else {
                    lettered(&previous, &used)
                };
                if !is_after_all {
                    next -= 1;
                }
                used.insert(fresh.clone());
                *turn = Some(fresh);
            }
            previous = turn.clone().unwrap_or_default();
        }
        turns.into_iter().flatten().collect()
    }

    /// A turn without a paragraph has no line in the lock. Where between two known turns there are as many of these as numbers that the
    /// lock gives to nobody, they have these numbers, as they had when the lock was made.
    fn keep_silent(&self, turns: &mut [Option<Box<str>>], used: &HashSet<Box<str>>) {
        let speaking: HashSet<usize> = self
            .speech
            .body
            .paragraphs
            .iter()
            .filter_map(|paragraph| Some(paragraph.turn? as usize))
            .collect();
        let number =
            |turn: &Option<Box<str>>| turn.as_ref().and_then(|turn| leading_number(&turn[1..]));

        let (mut start, mut before) = (0, 0);
        for end in 0..turns.len() {
            let Some(after) = number(&turns[end]) else {
                continue;
            };
            let silent: Vec<usize> =
                (start..end).filter(|index| !speaking.contains(index)).collect();
            let is_free = |number: &usize| !used.contains(format!("t{number}").as_str());
            let free: Vec<usize> = (before + 1..after).filter(is_free).collect();
            if silent.len() == free.len() {
                silent
                    .iter()
                    .zip(free)
                    .for_each(|(index, number)| turns[*index] = Some(format!("t{number}").into()));
            }
            (start, before) = (end + 1, after);
        }
    }

    /// The id of a paragraph that the lock does not know: the next number of its turn, or a letter where later ones are known.
    fn paragraph(
        &mut self,
        index: usize,
        paragraph: &Paragraph,
        anchors: &SpeechAnchors,
        matches: &[Option<usize>],
    ) -> Box<str> {
        let letter = paragraph.role.letter();
        let prefix =
            paragraph.turn.map_or(String::new(), |turn| anchors.turns[turn as usize].to_string());
        let of_same =
            |other: &Paragraph| other.turn == paragraph.turn && other.role == paragraph.role;
        let paragraphs = &self.speech.body.paragraphs;
        let known_after = (index + 1..paragraphs.len())
            .any(|later| of_same(&paragraphs[later]) && matches[later].is_some());
        let previous = (0..index)
            .rev()
            .find(|earlier| of_same(&paragraphs[*earlier]))
            .map(|earlier| anchors.paragraphs[earlier].clone());
        let fresh = if known_after {
            lettered(&previous.unwrap_or_else(|| format!("{prefix}{letter}0").into()), &self.taken)
        } else {
            let base = format!("{prefix}{letter}");
            let start = previous
                .and_then(|previous| previous.strip_prefix(base.as_str()).and_then(leading_number))
                .unwrap_or(0);
            let number = (start + 1..)
                .find(|number| !self.taken.contains(format!("{base}{number}").as_str()));
            format!("{base}{}", number.unwrap_or(start + 1)).into()
        };
        self.taken.insert(fresh.clone());
        fresh
    }
}

/// `t12` of `t12p3`.
fn turn_part(anchor: &str) -> Option<&str> {
    let rest = anchor.strip_prefix('t')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let role = rest[digits..].char_indices().rev().find(|(at, c)| {
        c.is_ascii_lowercase() && rest[digits + at + 1..].starts_with(|c: char| c.is_ascii_digit())
    });
    role.map(|(at, _)| &anchor[..1 + digits + at])
}

fn leading_number(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

/// `base` with the first letter that makes it new: `t12p3a`, after `z` `t12p3za`.
fn lettered(base: &str, taken: &HashSet<Box<str>>) -> Box<str> {
    let stem = base.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let stem = if stem.is_empty() { base } else { stem };
    let mut suffix = String::new();
    loop {
        let free = ('a'..='z')
            .map(|letter| format!("{stem}{suffix}{letter}"))
            .find(|candidate| !taken.contains(candidate.as_str()));
        if let Some(free) = free {
            return free.into();
        }
        suffix.push('z');
    }
}

#[cfg(test)]
mod tests;
