//! Paragraphs and turns that the lock does not know → ids that were never used in their speech.
//!
//! **Invariant:** an id that the lock names, also one of a paragraph that is gone, is given to no
//! other paragraph.

use super::{Entry, Match, SpeechAnchors};
use crate::reading::corpus::{Paragraph, Speech};
use std::collections::HashSet;

/// Makes ids that were never used in this speech.
pub(super) struct Ids<'s> {
    taken: HashSet<Box<str>>,
    speech: &'s Speech,
    matches: &'s [Match],
}

impl<'s> Ids<'s> {
    pub(super) fn new(speech: &'s Speech, matches: &'s [Match], old: &[Entry]) -> Self {
        Ids { taken: old.iter().map(|entry| entry.anchor.clone()).collect(), speech, matches }
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
    pub(super) fn paragraph(&mut self, index: usize, anchors: &SpeechAnchors) -> Box<str> {
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
