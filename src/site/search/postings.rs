//! Paragraphs → for each term the list of the paragraphs in which it occurs, by their numbers.
//!
//! The paragraphs of a site come in runs. Each run is gathered by itself, side by side with the
//! others, into lists sorted by term; then the lists that the runs have for one term are joined.
//! A list is its first number, and digits for the difference from each number to the next. So
//! joining two lists is copying their digits, with one difference between them: no number is read.
//!
//! **Invariant:** the joined lists do not depend on where the paragraphs were cut into runs.

use super::digits;
use super::fold::Fold;
use super::quick::BuildQuick;
use super::terms::{self, Field, Term, Visitor};
use rayon::prelude::*;
use std::collections::HashMap;

/// A term and what is known of its list without reading it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) term: Term,
    /// The first number.
    pub(super) first: u32,
    /// The last number.
    pub(super) last: u32,
    /// How many numbers there are.
    pub(super) count: u32,
    /// Where the digits of the list end in [`Lists::bytes`]; they begin where those of the entry
    /// before end.
    pub(super) end: usize,
}

/// Lists sorted by term.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) entries: Vec<Entry>,
    /// The digits of all lists, one list after another.
    pub(super) bytes: Vec<u8>,
}

impl Lists {
    /// The digits of the list with this index: the differences, without the first number.
    pub(super) fn digits(&self, index: usize) -> &[u8] {
        let start = match index {
            0 => 0,
            _ => self.entries[index - 1].end,
        };
        &self.bytes[start..self.entries[index].end]
    }

    /// Appends the list of a term, which is above all others; a list without numbers is left out.
    pub(super) fn push(&mut self, term: &str, numbers: impl IntoIterator<Item = u32>) {
        let mut numbers = numbers.into_iter();
        let Some(first) = numbers.next() else {
            return;
        };

        let mut last = first;
        let mut count = 1;
        for number in numbers {
            digits::push(&mut self.bytes, number - last);
            last = number;
            count += 1;
        }
        let term = Term::new(term.as_bytes());
        self.entries.push(Entry { term, first, last, count, end: self.bytes.len() });
    }

    /// The index of the first entry that is not below `term`.
    fn position(&self, term: &Term) -> usize {
        self.entries.partition_point(|entry| entry.term < *term)
    }
}

/// Gathers the terms of one run of paragraphs.
///
/// A term gets an id when it first occurs. All that is remembered of an occurrence is a
/// [`Posting`], and the lists are sorted once, at the end.
#[derive(Default)]
pub(super) struct Gatherer {
    /// Ids of terms of at most eight bytes, which are most of them and need no memory of their own.
    short: HashMap<u64, u32, BuildQuick>,
    /// Ids of longer terms.
    long: HashMap<Box<[u8]>, u32, BuildQuick>,
    /// The terms by id.
    terms: Vec<Term>,
    /// The ends of the lists by id of the term.
    tails: Vec<Tail>,
    /// In the order in which they were found, so that the numbers of each term ascend.
    postings: Vec<Posting>,
    /// The paragraph being read.
    paragraph: u32,
}

/// Of a list that is being gathered.
struct Tail {
    /// The last number; `u32::MAX`, which is no paragraph's, while there is none.
    last: u32,
    count: u32,
}

/// One number of one list.
struct Posting {
    /// Id of the term.
    term: u32,
    paragraph: u32,
}

impl Visitor for Gatherer {
    #[inline]
    fn short(&mut self, packed: u64) {
        let id = match self.short.get(&packed) {
            Some(id) => *id,
            None => {
                let id = self.new_id(Term::short(packed));
                self.short.insert(packed, id);
                id
            }
        };
        self.note(id);
    }

    fn long(&mut self, word: &[u8]) {
        // Not `entry`: it would allocate a key for every occurrence, not for every term.
        let id = match self.long.get(word) {
            Some(id) => *id,
            None => {
                let id = self.new_id(Term::new(word));
                self.long.insert(word.into(), id);
                id
            }
        };
        self.note(id);
    }
}

impl Gatherer {
    /// Reads a paragraph, a title or a label; numbers must come in ascending order.
    pub(super) fn add(&mut self, fold: &Fold, paragraph: u32, field: Field, text: &str) {
        self.paragraph = paragraph;
        match field.mark() {
            None => terms::each(fold, text, self),
            Some(mark) => {
                let term = mark.to_string().into_bytes();
                let len = term.len();
                terms::each(fold, text, &mut Marked { gatherer: self, term, len });
            }
        }
    }

    fn new_id(&mut self, term: Term) -> u32 {
        let id = digits::number(self.terms.len());
        self.terms.push(term);
        self.tails.push(Tail { last: u32::MAX, count: 0 });
        id
    }

    /// Notes that a term occurs in the paragraph being read, once however often it does.
    #[inline]
    fn note(&mut self, id: u32) {
        let tail = &mut self.tails[id as usize];
        if tail.last != self.paragraph {
            tail.last = self.paragraph;
            tail.count += 1;
            self.postings.push(Posting { term: id, paragraph: self.paragraph });
        }
    }

    /// The lists, sorted by term.
    pub(super) fn lists(self) -> Lists {
        let n_postings = self.postings.len();
        let numbers = Numbers::new(&self.tails, self.postings);

        let mut sorted: Vec<(Term, usize)> = self.terms.into_iter().zip(0..).collect();
        sorted.sort_unstable();

        let mut lists = Lists {
            entries: Vec::with_capacity(sorted.len()),
            // Most differences take one digit.
            bytes: Vec::with_capacity(n_postings),
        };
        for (term, id) in sorted {
            let list = numbers.of(id, &self.tails);
            for pair in list.windows(2) {
                digits::push(&mut lists.bytes, pair[1] - pair[0]);
            }
            lists.entries.push(Entry {
                term,
                // A term has an id because it occurs, so its list has a number.
                first: list[0],
                last: self.tails[id].last,
                count: self.tails[id].count,
                end: lists.bytes.len(),
            });
        }
        lists
    }
}

/// Puts a mark before every term.
struct Marked<'g> {
    gatherer: &'g mut Gatherer,
    /// The mark, and behind it the term that was read last.
    term: Vec<u8>,
    /// Bytes of the mark.
    len: usize,
}

impl Visitor for Marked<'_> {
    fn short(&mut self, packed: u64) {
        let padded = packed.to_be_bytes();
        let len = padded.iter().position(|byte| *byte == 0).unwrap_or(padded.len());
        self.long(&padded[..len]);
    }

    fn long(&mut self, word: &[u8]) {
        self.term.truncate(self.len);
        self.term.extend_from_slice(word);
        match terms::packed_if_short(&self.term) {
            Some(packed) => self.gatherer.short(packed),
            None => self.gatherer.long(&self.term),
        }
    }
}

/// The numbers of all lists, in one allocation: a counting sort of the postings by term.
struct Numbers {
    all: Vec<u32>,
    /// Where the list of each term ends, by id.
    ends: Vec<usize>,
}

impl Numbers {
    /// Takes the postings, which are as large as the numbers, to free them at once.
    fn new(tails: &[Tail], postings: Vec<Posting>) -> Self {
        // Where each list begins; an end is where its list begins until the list is filled.
        let mut ends = Vec::with_capacity(tails.len());
        let mut start = 0;
        for tail in tails {
            ends.push(start);
            start += tail.count as usize;
        }

        let mut all = vec![0; postings.len()];
        for posting in postings {
            let end = &mut ends[posting.term as usize];
            all[*end] = posting.paragraph;
            *end += 1;
        }
        Numbers { all, ends }
    }

    fn of(&self, id: usize, tails: &[Tail]) -> &[u32] {
        let end = self.ends[id];
        &self.all[end - tails[id].count as usize..end]
    }
}

/// Into how many stretches of terms the joining is divided, for threads to share: more than most
/// machines have cores. The lists do not depend on it.
const STRETCHES: usize = 16;

/// Joins the lists of runs that follow one another; gives stretches of terms that follow one
/// another.
pub(super) fn join(runs: &[Lists]) -> Vec<Lists> {
    let Some(cuts) = cuts(runs) else {
        return Vec::new();
    };
    let join_stretch = |number: usize| {
        let from = number.checked_sub(1).map(|before| cuts[before]);
        let to = cuts.get(number).copied();
        join_between(runs, from, to)
    };
    (0..=cuts.len()).into_par_iter().map(join_stretch).collect()
}

/// The terms at which stretches begin, but for the first; none where there are no runs.
fn cuts(runs: &[Lists]) -> Option<Vec<&Term>> {
    // The run with the most terms says best which terms divide all of them evenly.
    let largest = runs.iter().max_by_key(|run| run.entries.len())?;
    let step = largest.entries.len().div_ceil(STRETCHES).max(1);
    let begins = largest.entries.iter().step_by(step).skip(1);
    Some(begins.map(|entry| &entry.term).collect())
}

/// The list that one run has for a term.
struct Part<'r> {
    entry: &'r Entry,
    digits: &'r [u8],
}

/// Joins the lists of the terms from `from` on and below `to`; a missing bound is no bound.
fn join_between(runs: &[Lists], from: Option<&Term>, to: Option<&Term>) -> Lists {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for run in runs {
        let start = from.map_or(0, |term| run.position(term));
        let end = to.map_or(run.entries.len(), |term| run.position(term));
        for index in start..end {
            parts.push(Part { entry: &run.entries[index], digits: run.digits(index) });
        }
    }
    // Stable: the parts of a term stay in the order of the runs, so their numbers ascend.
    parts.sort_by(|a, b| a.entry.term.cmp(&b.entry.term));

    let mut lists = Lists::default();
    for of_term in parts.chunk_by(|a, b| a.entry.term == b.entry.term) {
        push_joined(&mut lists, of_term);
    }
    lists
}

/// Appends the list that the parts of one term make.
fn push_joined(lists: &mut Lists, parts: &[Part<'_>]) {
    let Some((head, rest)) = parts.split_first() else {
        return;
    };
    let mut last = head.entry.last;
    let mut count = head.entry.count;

    lists.bytes.extend_from_slice(head.digits);
    for part in rest {
        digits::push(&mut lists.bytes, part.entry.first - last);
        lists.bytes.extend_from_slice(part.digits);
        last = part.entry.last;
        count += part.entry.count;
    }

    lists.entries.push(Entry {
        term: head.entry.term.clone(),
        first: head.entry.first,
        last,
        count,
        end: lists.bytes.len(),
    });
}
