//! Wordings that are no names by their form, and come so often where others speak that they are
//! somebody: `luke-jr` of a talk among programmers, `Miembro del público` of its translation; and
//! listeners, whom nobody names (`Audience member`).
//!
//! **Invariant:** what comes often, and no more is known of it, is marked for review, once for each
//! wording.

use super::Label;
use super::grammar::{Grammar, Line};
use super::heads::{Head, Shape};
use super::names;
use crate::base::letters::is_han;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Whether a wording is short enough. Where no spaces divide words, a phrase cannot be told from a
/// name by its length.
pub(super) fn can_be_one(name: &str) -> bool {
    /// `Miembro de la audiencia`.
    const MOST_WORDS: usize = 4;
    name.split_whitespace().count() <= MOST_WORDS && !name.chars().any(is_han)
}

/// What a line is in the exchange of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'l> {
    /// Somebody begins to speak.
    Turn,
    /// It begins with a wording that may be somebody.
    Maybe(&'l str),
    Words,
}

/// The regulars of a document, in which some labels are sure.
pub(super) fn of<'l>(lines: &[Line<'l>], grammar: &Grammar<'_>) -> FxHashSet<&'l str> {
    /// Somebody whom one that is nobody made look like somebody is found out in the next round. A
    /// choice: a longer chain than this is no document's, and would take time with the square of
    /// its length.
    const ROUNDS: usize = 8;

    let mut parts: Vec<Part<'l>> = lines.iter().map(|line| part(line, grammar)).collect();
    let mut names = somebody(&parts);
    for _ in 0..ROUNDS {
        // What is nobody makes no exchange for others either.
        for part in &mut parts {
            if matches!(part, Part::Maybe(name) if !names.contains(*name)) {
                *part = Part::Words;
            }
        }
        let n_before = names.len();
        names = somebody(&parts);
        if names.len() == n_before {
            break;
        }
    }
    names
}

/// The wordings that are somebody by where they stand, as long as all that may be somebody are.
fn somebody<'l>(parts: &[Part<'l>]) -> FxHashSet<&'l str> {
    let mut places = places(parts);
    places.retain(|name, of| of.are_of_somebody(name));
    places.into_keys().collect()
}

fn part<'l>(line: &Line<'l>, grammar: &Grammar<'_>) -> Part<'l> {
    if grammar.label(line).is_some() {
        return Part::Turn;
    }
    let is_candidate = |head: &&Head<'_>| {
        head.shape == Shape::Colon && can_be_one(head.name) && line.has_words(head)
    };
    line.heads.iter().find(is_candidate).map_or(Part::Words, |head| Part::Maybe(head.name))
}

/// Where a wording stands.
#[derive(Default)]
struct Places {
    n: usize,
    before: Beside,
    behind: Beside,
}

/// The lines on one side of a wording, and those of them that begin a turn, or may.
#[derive(Default, Clone, Copy)]
struct Beside {
    n: usize,
    n_turns: usize,
}

impl Beside {
    fn add(&mut self, line: Option<&Part<'_>>) {
        if let Some(line) = line {
            self.n += 1;
            self.n_turns += usize::from(*line != Part::Words);
        }
    }

    fn and(self, other: Beside) -> Beside {
        Beside { n: self.n + other.n, n_turns: self.n_turns + other.n_turns }
    }

    /// Three of four: a choice, as paragraphs are lost to heads of pages.
    fn are_nearly_all_turns(self) -> bool {
        self.n_turns * 4 >= self.n * 3
    }
}

impl Places {
    /// Choices: twice is a list of two sides, and three times may be one, so of few nearly all
    /// stand among turns; of five or more half, because answers have paragraphs. A listener needs
    /// not come again, but somebody has to be named behind him: he may interrupt a talk whose
    /// speaker nobody names.
    fn are_of_somebody(&self, name: &str) -> bool {
        let beside = self.before.and(self.behind);
        match self.n {
            _ if names::is_anyone(name) => self.behind.are_nearly_all_turns(),
            0..=2 => false,
            3 | 4 => beside.are_nearly_all_turns(),
            _ => beside.n_turns * 2 >= beside.n,
        }
    }
}

fn places<'l>(parts: &[Part<'l>]) -> FxHashMap<&'l str, Places> {
    let mut places: FxHashMap<&str, Places> = FxHashMap::default();
    for (at, part) in parts.iter().enumerate() {
        let Part::Maybe(name) = part else { continue };
        let of = places.entry(*name).or_default();
        of.n += 1;
        of.before.add(at.checked_sub(1).and_then(|before| parts.get(before)));
        of.behind.add(parts.get(at + 1));
    }
    places
}

/// The first block of each regular of whom no list of words knows that it is somebody.
pub(super) fn first_blocks(by_block: &[Option<Label>], grammar: &Grammar<'_>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut first = Vec::new();
    for (block, label) in by_block.iter().enumerate() {
        if let Some(label) = label
            && grammar.is_regular(&label.text)
            && !names::is_anyone(&label.text)
            && seen.insert(&label.text)
        {
            first.push(block);
        }
    }
    first
}
