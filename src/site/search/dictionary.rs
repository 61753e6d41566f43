//! Lists sorted by term → shards: files of which a reader loads the one or two that hold a term.
//!
//! A shard has a line for each term: how many UTF-16 units the term shares with the one before, its
//! other characters, a tab, and its list: the first number, then the differences. Of a long list
//! only the head is there. After another tab come its pieces, each as four numbers: file, line, the
//! difference of its first number to that of the piece before, and how many numbers it holds. The
//! pieces lie in files of their own, one a line, without their first numbers.
//!
//! **Invariant:** the separator of a shard is above every term of the shards before it, and not
//! above any term of its own.

use super::digits;
use super::postings::Lists;
use super::terms;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

// These three are choices. Whoever looks up a rare term loads the lists of its neighbours as well,
// so long lists must not stay in a shard; but each piece is one more file to load before a common
// term can be shown. The first page of results needs little more than heads.
/// Bytes up to which a list stays whole in its shard: half as long again as a head, so that no
/// piece is a file for a few numbers.
const WHOLE: usize = 1536;
/// Bytes of a longer list that are in its shard.
const HEAD: usize = 1024;
/// Bytes of a piece, and of a file of pieces.
const PIECE: usize = 12 * 1024;

/// The separator of the first shard; it is below every term, for terms hold no punctuation.
const FIRST: &str = "!";

/// A dictionary, cut into files.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    stretches: Vec<Stretch>,
    shards: Vec<Shard>,
    piece_files: Vec<Vec<PieceLine>>,
}

/// Terms that follow one another, and those of their lists that are cut, by index of the entry.
#[derive(Debug)]
struct Stretch {
    lists: Lists,
    cuts: BTreeMap<usize, Cut>,
}

/// A list that is cut.
#[derive(Debug)]
struct Cut {
    /// Where the digits of its head are in the bytes of the lists.
    head: Range<usize>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    first: u32,
    count: u32,
    /// Where its digits are in the bytes of the lists.
    bytes: Range<usize>,
    /// The file of pieces and the line in it, once they are given.
    file: u32,
    line: u32,
}

/// A line of a file of pieces.
#[derive(Debug)]
struct PieceLine {
    stretch: usize,
    bytes: Range<usize>,
}

/// An entry of a dictionary.
#[derive(Debug, Clone, Copy)]
struct Position {
    stretch: usize,
    entry: usize,
}

/// Entries that follow one another.
#[derive(Debug)]
struct Shard {
    from: Position,
    /// The position after the last entry, in the same stretch as that.
    to: Position,
    separator: String,
}

impl Dictionary {
    /// Cuts the lists of stretches that follow one another into shards of about `shard_size` bytes.
    pub(super) fn new(lists: Vec<Lists>, shard_size: usize) -> Self {
        let with_cuts = |lists: Lists| Stretch { cuts: cut_lists(&lists), lists };
        let mut stretches: Vec<Stretch> = lists.into_par_iter().map(with_cuts).collect();

        // Before the shards, whose lines say where the pieces are.
        let piece_files = pack_pieces(&mut stretches);

        let mut dictionary = Dictionary { stretches, shards: Vec::new(), piece_files };
        dictionary.shards = dictionary.cut_shards(shard_size);
        dictionary
    }

    pub(super) fn n_shards(&self) -> usize {
        self.shards.len()
    }

    pub(super) fn n_piece_files(&self) -> usize {
        self.piece_files.len()
    }

    /// The separators of the shards, in order.
    pub(super) fn separators(&self) -> impl Iterator<Item = &str> {
        self.shards.iter().map(|shard| shard.separator.as_str())
    }

    /// The first character of each term, without the mark of its field.
    pub(super) fn first_characters(&self) -> impl Iterator<Item = char> {
        self.stretches
            .iter()
            .flat_map(|stretch| &stretch.lists.entries)
            .filter_map(|entry| terms::first_character(&entry.term.text()))
    }

    fn cut_shards(&self, limit: usize) -> Vec<Shard> {
        let mut shards: Vec<Shard> = Vec::new();
        let mut size = 0;
        let mut before = String::new();
        // One buffer for all lines, of which only the length is asked here.
        let mut line = Vec::new();

        for (stretch, Stretch { lists, .. }) in self.stretches.iter().enumerate() {
            for entry in 0..lists.entries.len() {
                let position = Position { stretch, entry };
                let term = lists.entries[entry].term.text();
                line.clear();
                self.write_line(&mut line, position, &before, &term);

                if shards.is_empty() || size + line.len() > limit {
                    let separator = match shards.is_empty() {
                        true => FIRST.to_owned(),
                        false => separator(&before, &term),
                    };
                    shards.push(Shard { from: position, to: position, separator });
                    size = 0;
                }
                size += line.len();
                if let Some(shard) = shards.last_mut() {
                    shard.to = Position { stretch, entry: entry + 1 };
                }
                before = term;
            }
        }
        shards
    }

    /// Writes the line of a term, given the term before.
    ///
    /// The first line of a shard is measured with the last term of the shard before, but written
    /// with none, so a shard may be a few bytes longer than its limit.
    fn write_line(&self, out: &mut Vec<u8>, position: Position, before: &str, term: &str) {
        let Stretch { lists, cuts } = &self.stretches[position.stretch];
        let first = lists.entries[position.entry].first;

        let shared = Shared::between(before, term);
        digits::push(out, digits::number(shared.units));
        out.extend_from_slice(&term.as_bytes()[shared.bytes..]);
        out.push(b'\t');
        digits::push(out, first);

        if let Some(cut) = cuts.get(&position.entry) {
            out.extend_from_slice(&lists.bytes[cut.head.clone()]);
            out.push(b'\t');
            let mut before = first;
            for piece in &cut.pieces {
                digits::push(out, piece.file);
                digits::push(out, piece.line);
                digits::push(out, piece.first - before);
                digits::push(out, piece.count);
                before = piece.first;
            }
        } else {
            out.extend_from_slice(lists.digits(position.entry));
        }
        out.push(b'\n');
    }

    /// The text of a shard.
    pub(super) fn shard(&self, number: usize) -> Vec<u8> {
        let Shard { from, to, .. } = self.shards[number];
        let mut out = Vec::new();
        let mut before = String::new();

        for stretch in from.stretch..=to.stretch {
            let entries = &self.stretches[stretch].lists.entries;
            let start = if stretch == from.stretch { from.entry } else { 0 };
            let end = if stretch == to.stretch { to.entry } else { entries.len() };
            for (entry, known) in entries.iter().enumerate().take(end).skip(start) {
                let term = known.term.text();
                self.write_line(&mut out, Position { stretch, entry }, &before, &term);
                before = term;
            }
        }
        out
    }

    /// The text of a file of pieces.
    pub(super) fn piece_file(&self, number: usize) -> Vec<u8> {
        // A file is at most one piece, or pieces and line ends of as many bytes.
        let mut out = Vec::with_capacity(PIECE + 64);
        for line in &self.piece_files[number] {
            out.extend_from_slice(&self.stretches[line.stretch].lists.bytes[line.bytes.clone()]);
            out.push(b'\n');
        }
        out
    }
}

/// Puts the pieces of all lists into files, in order, and notes in each piece where it is.
fn pack_pieces(stretches: &mut [Stretch]) -> Vec<Vec<PieceLine>> {
    let mut files: Vec<Vec<PieceLine>> = Vec::new();
    let mut size = 0;

    for (stretch, Stretch { cuts, .. }) in stretches.iter_mut().enumerate() {
        for piece in cuts.values_mut().flat_map(|cut| &mut cut.pieces) {
            if files.is_empty() || size + piece.bytes.len() > PIECE {
                files.push(Vec::new());
                size = 0;
            }
            size += piece.bytes.len() + 1;

            piece.file = digits::number(files.len() - 1);
            if let Some(lines) = files.last_mut() {
                piece.line = digits::number(lines.len());
                lines.push(PieceLine { stretch, bytes: piece.bytes.clone() });
            }
        }
    }
    files
}

/// Cuts the lists that are too long, by index of the entry.
fn cut_lists(lists: &Lists) -> BTreeMap<usize, Cut> {
    let mut cuts = BTreeMap::new();
    let mut start = 0;
    for (index, entry) in lists.entries.iter().enumerate() {
        if entry.end - start > WHOLE {
            let list = start..entry.end;
            cuts.insert(index, cut(&lists.bytes, list, entry.first));
        }
        start = entry.end;
    }
    cuts
}

/// Cuts one list between its numbers. The number at which a piece begins is in its first field
/// alone, so the digits of that difference are in no piece.
fn cut(bytes: &[u8], list: Range<usize>, first: u32) -> Cut {
    let mut cut = Cut { head: list.start..list.start, pieces: Vec::new() };
    let mut at = list.start;
    let mut number = first;

    for difference in digits::numbers(&bytes[list.clone()]) {
        let last_digit = bytes[at..].iter().position(|byte| digits::ends(*byte));
        at += last_digit.map_or(0, |last| last + 1);
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
    }
    cut
}

/// How much of its beginning a term shares with the one before.
struct Shared {
    /// In UTF-16 units, by which JavaScript counts.
    units: usize,
    bytes: usize,
}

impl Shared {
    fn between(before: &str, term: &str) -> Self {
        let mut shared = Shared { units: 0, bytes: 0 };
        for (a, b) in before.chars().zip(term.chars()) {
            if a != b {
                break;
            }
            shared.units += b.len_utf16();
            shared.bytes += b.len_utf8();
        }
        shared
    }
}

/// The shortest beginning of `term` that is above `before`.
fn separator(before: &str, term: &str) -> String {
    let (shared, rest) = term.split_at(Shared::between(before, term).bytes);
    shared.chars().chain(rest.chars().next()).collect()
}
