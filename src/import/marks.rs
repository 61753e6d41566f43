//! Marks of continuation: “【上接第3版】”, “（下转第2版）”, “(Continued from page A1)”.
//!
//! **Invariant:** a mark is at the beginning or at the end of a block, and is taken out of its
//! runs. Decides nothing about what a mark divides; see `repair`.

use super::account::Why;
use super::manuscript::{Block, BlockKind, Manuscript};
use super::{lexicon, tidy};
use std::ops::Range;

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The text comes from another page.
    From,
    /// The text goes on on another page.
    To,
}

/// A mark in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The block.
    pub(super) block: usize,
    /// What the mark says.
    pub(super) mark: Mark,
    /// Bytes of the original.
    pub(super) range: Range<usize>,
}

/// A mark is not longer than this many characters: `(Continued from page A1, column 3)`.
const LONGEST: usize = 40;

/// Takes the marks out of the blocks; says where they stood.
pub(super) fn take(manuscript: &mut Manuscript) -> Vec<Marked> {
    let Manuscript { original, blocks, .. } = manuscript;
    let mut found = Vec::new();
    for (index, block) in blocks.iter_mut().enumerate() {
        if block.kind == BlockKind::Verbatim {
            continue;
        }

        let start = at_start(block, original);
        let after_start = start.as_ref().map_or(0, |(_, range)| range.end);
        // A block that is a mark and nothing else has it at both ends.
        let end = at_end(block, original).filter(|(_, range)| range.start >= after_start);
        let mut cuts = Vec::new();
        for (mark, range) in start.into_iter().chain(end) {
            cuts.push((range.clone(), Why::ContinuationMark));
            found.push(Marked { block: index, mark, range });
        }
        tidy::take_out(block, &cuts);
    }
    found
}

/// The marks of one block; `marks` are in the order of blocks.
pub(super) fn of_block(marks: &[Marked], block: usize) -> &[Marked] {
    let start = marks.partition_point(|marked| marked.block < block);
    let end = marks.partition_point(|marked| marked.block <= block);
    &marks[start..end]
}

fn at_start(block: &Block, original: &str) -> Option<(Mark, Range<usize>)> {
    let run = block.runs.first().filter(|run| run.written.is_none())?;
    let text = &original[run.range.clone()];
    let (mark, length) = bracketed(text).or_else(|| bare_line(text, block))?;
    let spaces = text[length..].len() - text[length..].trim_start().len();
    Some((mark, run.range.start..run.range.start + length + spaces))
}

fn at_end(block: &Block, original: &str) -> Option<(Mark, Range<usize>)> {
    let run = block.runs.last().filter(|run| run.written.is_none())?;
    let text = original[run.range.clone()].trim_end();
    let open = text.rfind(OPEN)?;
    let (mark, length) = bracketed(&text[open..])?;
    if open + length < text.len() {
        return None;
    }
    let start = run.range.start + open;
    Some((mark, start..start + length))
}

const OPEN: [char; 6] = ['【', '（', '(', '[', '〔', '［'];
const CLOSE: [char; 6] = ['】', '）', ')', ']', '〕', '］'];

/// A mark in brackets at the beginning of `text`, and its length in bytes.
fn bracketed(text: &str) -> Option<(Mark, usize)> {
    let inner = text.strip_prefix(OPEN)?;
    let (words, behind) = inner.split_at(inner.find(CLOSE)?);
    let behind = behind.strip_prefix(CLOSE)?;
    Some((meaning(words)?, text.len() - behind.len()))
}

/// A mark without brackets that is all of its block.
fn bare_line(text: &str, block: &Block) -> Option<(Mark, usize)> {
    let is_alone = block.runs.len() == 1 && text.chars().count() <= LONGEST;
    let is_sentence = text.trim_end().ends_with(['.', '。']);
    if is_alone && !is_sentence { Some((meaning(text)?, text.len())) } else { None }
}

/// What the words of a mark say: they begin as marks do and name a page.
fn meaning(words: &str) -> Option<Mark> {
    let words = words.trim().to_lowercase();
    if words.chars().count() > LONGEST || !names_page(&words) {
        return None;
    }
    let begins = |list: &[&str]| list.iter().any(|word| words.starts_with(word));
    if begins(lexicon::continued_from()) {
        return Some(Mark::From);
    }
    begins(lexicon::continued_on()).then_some(Mark::To)
}

fn names_page(words: &str) -> bool {
    let is_number =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩头頭上下".contains(c);
    let has_number = words.contains(is_number);
    let is_numbered =
        words.contains(['版', '页', '頁']) || words.contains("from ") || words.contains("on ");
    (is_numbered && has_number) || words.contains("page ")
}
