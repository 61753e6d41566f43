//! Lists sorted by term → shards: files of which a reader loads the one or two that hold what is asked for.
//!
//! A shard has a line per term: how many UTF-16 units it shares with the term before, the rest of it, a tab, and its numbers: the first, then differences.
//! Of a long list only the beginning stands there; after another tab follow its pieces, each as file, line, the difference of its first
//! number to the first of the piece before, and how many numbers it holds. A line of a file of pieces is a piece without its first number.
//!
//! **Invariant:** a separator is above every term of the shards before it, and not above any term of its own shard.

use super::digits;
use super::postings::{Lists, index};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Bytes up to which a list stands whole in its shard.
const WHOLE: usize = 1536;
/// Bytes of a longer list that stand there.
const HEAD: usize = 1024;
/// Bytes of a piece, and of a file of pieces.
const PIECE: usize = 12 * 1024;

/// What stands before the first shard: it is below every term.
const FIRST: &str = "!";

/// A dictionary cut into files.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    parts: Vec<Lists>,
    /// Of each part the lists that are cut, by index.
    cut: Vec<BTreeMap<usize, Cut>>,
    shards: Vec<Shard>,
    /// For each file of pieces its lines: part and bytes.
    files: Vec<Vec<(usize, Range<usize>)>>,
}

/// Terms that follow one another: from this part and entry up to that one, half-open.
#[derive(Debug)]
struct Shard {
    from: (usize, usize),
    to: (usize, usize),
    separator: String,
}

/// A list that is cut.
#[derive(Debug)]
struct Cut {
    /// Bytes of its head.
    head: Range<usize>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    first: u32,
    count: u32,
    bytes: Range<usize>,
    file: u32,
    line: u32,
}

impl Dictionary {
    /// Cuts lists (stretches of terms that follow one another) into shards of about `shard` bytes.
    pub(super) fn new(parts: Vec<Lists>, shard: usize) -> Self {
        let cut = parts.par_iter().map(cut_lists).collect();
        let mut dictionary = Dictionary { parts, cut, shards: Vec::new(), files: Vec::new() };
        dictionary.pack_pieces();
        dictionary.cut_shards(shard);
        dictionary
    }

    /// How many shards there are.
    pub(super) fn n_shards(&self) -> usize {
        self.shards.len()
    }

    /// How many files of pieces there are.
    pub(super) fn n_files(&self) -> usize {
        self.files.len()
    }

    /// The separators before the shards, in order.
    pub(super) fn separators(&self) -> impl Iterator<Item = &str> {
        self.shards.iter().map(|shard| shard.separator.as_str())
    }

    /// The first character of each term.
    pub(super) fn first_characters(&self) -> impl Iterator<Item = char> {
        self.parts
            .iter()
            .flat_map(|part| &part.entries)
            .filter_map(|entry| entry.key.text().chars().next())
    }

    fn pack_pieces(&mut self) {
        let mut size = 0;
        for (part, cuts) in self.cut.iter_mut().enumerate() {
            for piece in cuts.values_mut().flat_map(|cut| &mut cut.pieces) {
                if self.files.is_empty() || size + piece.bytes.len() > PIECE {
                    self.files.push(Vec::new());
                    size = 0;
                }
                size += piece.bytes.len() + 1;
                piece.file = index(self.files.len() - 1);
                if let Some(lines) = self.files.last_mut() {
                    piece.line = index(lines.len());
                    lines.push((part, piece.bytes.clone()));
                }
            }
        }
    }

    fn cut_shards(&mut self, limit: usize) {
        let (mut size, mut before) = (0, String::new());
        let mut line = Vec::new();
        for (part, lists) in self.parts.iter().enumerate() {
            for entry in 0..lists.entries.len() {
                let term = lists.entries[entry].key.text();
                line.clear();
                self.write_line(&mut line, (part, entry), &before, &term);
                if self.shards.is_empty() || size + line.len() > limit {
                    let separator = if self.shards.is_empty() {
                        FIRST.to_owned()
                    } else {
                        separator(&before, &term)
                    };
                    self.shards.push(Shard { from: (part, entry), to: (part, entry), separator });
                    size = 0;
                }
                size += line.len();
                if let Some(shard) = self.shards.last_mut() {
                    shard.to = (part, entry + 1);
                }
                before = term;
            }
        }
    }

    fn write_line(
        &self,
        out: &mut Vec<u8>,
        (part, entry): (usize, usize),
        before: &str,
        term: &str,
    ) {
        let lists = &self.parts[part];
        let (n_units, n_bytes) = shared(before, term);
        digits::push(out, index(n_units));
        out.extend_from_slice(&term.as_bytes()[n_bytes..]);
        out.push(b'\t');
        let first = lists.entries[entry].first;
        digits::push(out, first);
        let Some(cut) = self.cut[part].get(&entry) else {
            out.extend_from_slice(lists.digits(entry));
            return out.push(b'\n');
        };
        out.extend_from_slice(&lists.bytes[cut.head.clone()]);
        out.push(b'\t');
        let mut before = first;
        for piece in &cut.pieces {
            for number in [piece.file, piece.line, piece.first - before, piece.count] {
                digits::push(out, number);
            }
            before = piece.first;
        }
        out.push(b'\n');
    }

    /// The text of a shard.
    pub(super) fn shard(&self, number: usize) -> Vec<u8> {
        let Shard { from, to, .. } = self.shards[number];
        let (mut out, mut before) = (Vec::new(), String::new());
        for part in from.0..=to.0 {
            let start = if part == from.0 { from.1 } else { 0 };
            let end = if part == to.0 { to.1 } else { self.parts[part].entries.len() };
            for entry in start..end {
                let term = self.parts[part].entries[entry].key.text();
                self.write_line(&mut out, (part, entry), &before, &term);
                before = term;
            }
        }
        out
    }

    /// The text of a file of pieces.
    pub(super) fn file(&self, number: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(PIECE + 64);
        for (part, bytes) in &self.files[number] {
            out.extend_from_slice(&self.parts[*part].bytes[bytes.clone()]);
            out.push(b'\n');
        }
        out
    }
}

fn cut_lists(lists: &Lists) -> BTreeMap<usize, Cut> {
    let mut cuts = BTreeMap::new();
    let mut start = 0;
    for (at, entry) in lists.entries.iter().enumerate() {
        if entry.end - start > WHOLE {
            cuts.insert(at, cut(&lists.bytes, start..entry.end, entry.first));
        }
        start = entry.end;
    }
    cuts
}

/// Cuts one list between its numbers.
fn cut(bytes: &[u8], list: Range<usize>, first: u32) -> Cut {
    let (mut at, mut number) = (list.start, first);
    let mut cut = Cut { head: list.start..list.start, pieces: Vec::new() };
    for difference in digits::numbers(&bytes[list.clone()]) {
        let start = at;
        at += bytes[at..].iter().position(|byte| digits::ends(*byte)).map_or(0, |last| last + 1);
        number += difference;
        match cut.pieces.last_mut() {
            None if at - list.start <= HEAD => cut.head.end = at,
            Some(piece) if at - piece.bytes.start <= PIECE => {
                piece.bytes.end = at;
                piece.count += 1;
            }
            _ => {
                cut.pieces.push(Piece { first: number, count: 1, bytes: at..at, file: 0, line: 0 })
            }
        }
        debug_assert!(start < at, "a number has digits");
    }
    cut
}

/// What `term` shares with the one before, in UTF-16 units and in bytes.
fn shared(before: &str, term: &str) -> (usize, usize) {
    let same = before.chars().zip(term.chars()).take_while(|(a, b)| a == b);
    same.fold((0, 0), |(units, bytes), (c, _)| (units + c.len_utf16(), bytes + c.len_utf8()))
}

/// The shortest beginning of `term` that is above `before`.
fn separator(before: &str, term: &str) -> String {
    let (_, bytes) = shared(before, term);
    term[..bytes].chars().chain(term[bytes..].chars().next()).collect()
}
