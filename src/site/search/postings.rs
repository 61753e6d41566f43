//! Paragraphs → for each term the numbers of the paragraphs in which it stands.
//!
//! Runs of paragraphs are gathered side by side, each into lists of its own, sorted by term; then the lists of each term are joined.
//! Between the numbers of a list stand their differences, written as digits, and they are never taken apart again.
//!
//! **Invariant:** the lists do not depend on how the paragraphs were cut into runs.

use super::digits;
use super::fold::Fold;
use super::quick::BuildQuick;
use super::terms::{self, Key, Take};
use rayon::prelude::*;
use std::collections::HashMap;

/// A term with its list.
#[derive(Debug)]
pub(super) struct Entry {
    /// The term.
    pub(super) key: Key,
    /// The first number.
    pub(super) first: u32,
    /// The last number.
    pub(super) last: u32,
    /// How many numbers there are.
    pub(super) count: u32,
    /// Where the digits of what follows the first number end in the bytes of the lists; they begin where those of the entry before end.
    pub(super) end: usize,
}

/// Lists sorted by term.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The terms.
    pub(super) entries: Vec<Entry>,
    /// The digits of all lists.
    pub(super) bytes: Vec<u8>,
}

impl Lists {
    /// The digits of the list with this index, its first number left out.
    pub(super) fn digits(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.entries[before].end);
        &self.bytes[start..self.entries[index].end]
    }
}

/// Gathers the terms of one run of paragraphs.
#[derive(Default)]
pub(super) struct Gatherer {
    short: HashMap<u64, u32, BuildQuick>,
    long: HashMap<Box<[u8]>, u32, BuildQuick>,
    keys: Vec<Key>,
    /// By term: the last paragraph in which it stands, and in how many it does.
    tails: Vec<(u32, u32)>,
    /// Terms and paragraphs in the order in which they were found.
    found: Vec<(u32, u32)>,
    paragraph: u32,
}

impl Take for Gatherer {
    #[inline]
    fn short(&mut self, head: u64) {
        let term = match self.short.get(&head) {
            Some(term) => *term,
            None => {
                let term = self.new_term(Key::short(head));
                self.short.insert(head, term);
                term
            }
        };
        self.note(term);
    }

    fn long(&mut self, word: &[u8]) {
        let term = match self.long.get(word) {
            Some(term) => *term,
            None => {
                let term = self.new_term(Key::new(word));
                self.long.insert(word.into(), term);
                term
            }
        };
        self.note(term);
    }
}

impl Gatherer {
    /// Takes up a paragraph; their numbers ascend.
    pub(super) fn add(&mut self, fold: &Fold, paragraph: u32, text: &str) {
        self.paragraph = paragraph;
        terms::each(fold, text, self);
    }

    fn new_term(&mut self, key: Key) -> u32 {
        self.keys.push(key);
        self.tails.push((u32::MAX, 0));
        index(self.keys.len() - 1)
    }

    #[inline]
    fn note(&mut self, term: u32) {
        let (last, count) = &mut self.tails[term as usize];
        if *last != self.paragraph {
            *last = self.paragraph;
            *count += 1;
            self.found.push((term, self.paragraph));
        }
    }

    /// The lists, sorted by term.
    pub(super) fn lists(self) -> Lists {
        let Gatherer { keys, tails, found, .. } = self;
        // Numbers by term: each term gets its stretch of one long row.
        let mut ends = Vec::with_capacity(keys.len());
        let mut end = 0;
        for (_, count) in &tails {
            ends.push(end);
            end += *count as usize;
        }
        let mut numbers = vec![0; found.len()];
        for (term, paragraph) in found {
            let at = &mut ends[term as usize];
            numbers[*at] = paragraph;
            *at += 1;
        }
        let mut sorted: Vec<(Key, usize)> = keys.into_iter().zip(0..).collect();
        sorted.sort_unstable();
        let mut lists = Lists {
            entries: Vec::with_capacity(sorted.len()),
            bytes: Vec::with_capacity(numbers.len()),
        };
        for (key, term) in sorted {
            let (last, count) = tails[term];
            let own = &numbers[ends[term] - count as usize..ends[term]];
            own.windows(2).for_each(|pair| digits::push(&mut lists.bytes, pair[1] - pair[0]));
            lists.entries.push(Entry { key, first: own[0], last, count, end: lists.bytes.len() });
        }
        lists
    }
}

/// How many stretches of terms are joined side by side.
const STRETCHES: usize = 16;

/// Joins the lists of runs that follow one another; gives stretches of terms that follow one another.
pub(super) fn join(runs: &[Lists]) -> Vec<Lists> {
    let Some(longest) = runs.iter().max_by_key(|run| run.entries.len()) else {
        return Vec::new();
    };
    let step = longest.entries.len().div_ceil(STRETCHES).max(1);
    let cuts: Vec<&Key> =
        longest.entries.iter().step_by(step).skip(1).map(|entry| &entry.key).collect();
    let stretch = |number: usize| {
        let at = |run: &Lists, cut: Option<&&Key>, none: usize| {
            cut.map_or(none, |cut| run.entries.partition_point(|e| e.key < **cut))
        };
        let mut parts: Vec<(&Entry, &[u8])> = Vec::new();
        for run in runs {
            let start = at(run, number.checked_sub(1).and_then(|before| cuts.get(before)), 0);
            let end = at(run, cuts.get(number), run.entries.len());
            parts.extend((start..end).map(|index| (&run.entries[index], run.digits(index))));
        }
        // Stable: the parts of a term stay in the order of the runs.
        parts.sort_by(|a, b| a.0.key.cmp(&b.0.key));
        joined(&parts)
    };
    (0..=cuts.len()).into_par_iter().map(stretch).collect()
}

fn joined(parts: &[(&Entry, &[u8])]) -> Lists {
    let mut lists = Lists::default();
    for of_term in parts.chunk_by(|a, b| a.0.key == b.0.key) {
        let (first, mut last, mut count) = (of_term[0].0.first, None, 0);
        for (entry, own) in of_term {
            if let Some(last) = last {
                digits::push(&mut lists.bytes, entry.first - last);
            }
            lists.bytes.extend_from_slice(own);
            last = Some(entry.last);
            count += entry.count;
        }
        let last = last.unwrap_or(first);
        lists.entries.push(Entry {
            key: of_term[0].0.key.clone(),
            first,
            last,
            count,
            end: lists.bytes.len(),
        });
    }
    lists
}

pub(super) fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
