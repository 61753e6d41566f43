//! Paragraphs and turns that the lock does not know → ids that were never used in their speech.
//!
//! **Invariant:** an id that the lock names, also one of a paragraph that is gone, is given to no
//! other paragraph.

use super::SpeechAnchors;
use super::align::Match;
use super::file::Entry;
use super::print::Print;
use crate::reading::corpus::{Paragraph, ParagraphRole, Speech};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// Makes ids that were never used in this speech.
pub(super) struct Ids<'s> {
    taken: HashSet<Box<str>>,
    speech: &'s Speech,
    matches: &'s [Match],
    /// Of each turn and role, the last paragraph that the lock knows.
    last_known: HashMap<Column, usize>,
    /// Of each paragraph the one before it in its turn and role.
    previous: Vec<Option<usize>>,
}

/// What is counted on: the paragraphs of a role in a turn, or outside turns.
type Column = (Option<u32>, ParagraphRole);

fn column(paragraph: &Paragraph) -> Column {
    (paragraph.turn, paragraph.role)
}

impl<'s> Ids<'s> {
    pub(super) fn new(speech: &'s Speech, matches: &'s [Match], old: &[Entry]) -> Self {
        let mut last_known = HashMap::new();
        let mut last = HashMap::new();
        let mut previous = Vec::with_capacity(speech.body.paragraphs.len());
        for (index, paragraph) in speech.body.paragraphs.iter().enumerate() {
            previous.push(last.insert(column(paragraph), index));
            if matches[index].is_some() {
                last_known.insert(column(paragraph), index);
            }
        }
        let taken = old.iter().map(|entry| entry.anchor.clone()).collect();
        Ids { taken, speech, matches, last_known, previous }
    }

    /// The ids of all turns. A turn that holds a known paragraph keeps that one's turn; after the
    /// last of those, turns are counted on, and before it a new one gets a letter.
    pub(super) fn turns(&self, old: &[Entry]) -> Vec<Box<str>> {
        let mut used: HashSet<Box<str>> = HashSet::new();
        let mut highest = 0;
        for turn in old.iter().filter_map(|entry| turn_part(&entry.anchor)) {
            highest = highest.max(turn_number(turn).unwrap_or(0));
            used.insert(turn.into());
        }

        let mut known = self.known_turns(old);
        self.keep_silent(&mut known, old, &used);

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

    /// Gives the turns without a word, of which no paragraph tells, the ids that they had: those of
    /// entries with the same label between the same known turns.
    fn keep_silent(&self, turns: &mut [Option<Box<str>>], old: &[Entry], used: &HashSet<Box<str>>) {
        let silent = self.speech.body.silent_turns();
        if silent.is_empty() {
            return;
        }
        let ranges = ranges_of_turns(old);

        // The place in `old` from which the next entry is looked for.
        let mut from = 0;
        for index in 0..turns.len() {
            if let Some(known) = &turns[index] {
                from = ranges.get(&**known).map_or(from, |range| range.end);
                continue;
            }
            if !silent.contains(&index) {
                continue;
            }

            let after = turns[index..].iter().flatten().next();
            let upto = after.and_then(|turn| ranges.get(&**turn)).map_or(old.len(), |r| r.start);
            let print = Print::of(&self.speech.body.turns[index].label);
            let is_same = |at: &usize| old[*at].is_turn() && old[*at].print == Some(print);
            if let Some(at) = (from..upto).find(is_same) {
                turns[index] = Some(old[at].anchor.clone());
                from = at + 1;
            }
        }

        keep_uncounted(turns, &silent, used);
    }

    /// The id of a paragraph that the lock does not know: the next number of its turn, or a letter
    /// where later ones are known. `anchors` has those of the paragraphs before it.
    pub(super) fn paragraph(&mut self, index: usize, anchors: &SpeechAnchors) -> Box<str> {
        let paragraph = &self.speech.body.paragraphs[index];
        let turn = paragraph.turn.map(|turn| &*anchors.turns[turn as usize]);
        let base = format!("{}{}", turn.unwrap_or(""), paragraph.role.letter());
        let previous = self.previous[index].map(|earlier| &anchors.paragraphs[earlier]);
        let is_known_after =
            self.last_known.get(&column(paragraph)).is_some_and(|last| *last > index);

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

/// Locks of version 0.1 have no entries of turns without a word. Where between two known turns there
/// are as many of these as numbers that the lock gives to nobody, they have these numbers, as they
/// had when the lock was made.
fn keep_uncounted(
    turns: &mut [Option<Box<str>>],
    silent: &BTreeSet<usize>,
    used: &HashSet<Box<str>>,
) {
    let (mut start, mut before) = (0, 0);
    for end in 0..turns.len() {
        let Some(after) = turns[end].as_deref().and_then(turn_number) else {
            continue;
        };
        let unknown: Vec<usize> =
            (start..end).filter(|turn| silent.contains(turn) && turns[*turn].is_none()).collect();
        let free: Vec<Box<str>> = (before + 1..after)
            .map(|number| format!("t{number}").into())
            .filter(|id| !used.contains(id))
            .collect();
        if unknown.len() == free.len() {
            for (turn, id) in unknown.into_iter().zip(free) {
                turns[turn] = Some(id);
            }
        }
        (start, before) = (end + 1, after);
    }
}

/// Where in the lock the entries of each turn and of its paragraphs are, half-open.
fn ranges_of_turns(old: &[Entry]) -> BTreeMap<&str, Range<usize>> {
    let mut ranges: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for (at, entry) in old.iter().enumerate() {
        if let Some(turn) = turn_part(&entry.anchor) {
            ranges.entry(turn).or_insert(at..at).end = at + 1;
        }
    }
    ranges
}

/// `t12` of `t12p3` and of `t12` itself.
pub(super) fn turn_part(anchor: &str) -> Option<&str> {
    let rest = anchor.strip_prefix('t')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    match role_at(&rest[digits..]) {
        Some(role) => Some(&anchor[..1 + digits + role]),
        None => Some(anchor),
    }
}

/// Where in an anchor without its first digits the letter of the role is. A turn may have letters
/// of its own before it (`t2ap1`), and so may the number after it: it is the last one before a
/// digit.
pub(super) fn role_at(text: &str) -> Option<usize> {
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
