//! Marks of continuation: “【上接第3版】”, “（下转第2版）”, “(Continued from page A1)”.
//!
//! **Invariant:** a mark stands at the beginning or at the end of a block, and is taken out of its runs.
//! Decides nothing about what a mark divides; see [`super::repair`].

use super::account::Why;
use super::manuscript::{Block, BlockKind, Manuscript};
use super::tidy;
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

/// Words with which a mark begins; those for where a text comes from, and those for where it goes.
const FROM: &[&str] = &[
    "上接",
    "紧接",
    "緊接",
    "承接",
    "接第",
    "接上版",
    "接上页",
    "continued from",
    "from page",
    "cont. from",
    "cont'd from",
];
const TO: &[&str] = &[
    "下转",
    "下轉",
    "转第",
    "轉第",
    "转下版",
    "转接",
    "continued on",
    "see page",
    "turn to page",
    "cont. on",
    "cont'd on",
    "continues on",
];
/// A mark is not longer than this many characters.
const LONGEST: usize = 40;

/// Takes the marks out of the blocks; says where they stood.
pub(super) fn take(manuscript: &mut Manuscript) -> Vec<Marked> {
    let mut found = Vec::new();
    for (index, block) in manuscript
        .blocks
        .iter_mut()
        .enumerate()
        .filter(|(_, block)| block.kind != BlockKind::Verbatim)
    {
        let start = at_start(block, &manuscript.original);
        let after_start = start.as_ref().map_or(0, |(_, range)| range.end);
        let end =
            at_end(block, &manuscript.original).filter(|(_, range)| range.start >= after_start);
        let of_block: Vec<Marked> = start
            .into_iter()
            .chain(end)
            .map(|(mark, range)| Marked { block: index, mark, range })
            .collect();
        let cuts: Vec<(Range<usize>, Why)> =
            of_block.iter().map(|marked| (marked.range.clone(), Why::ContinuationMark)).collect();
        if !cuts.is_empty() {
            block.runs = std::mem::take(&mut block.runs)
                .into_iter()
                .flat_map(|run| tidy::without(run, &cuts))
                .collect();
        }
        found.extend(of_block);
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
    let open = text.char_indices().rev().find(|(_, c)| OPEN.contains(c))?.0;
    let (mark, length) = bracketed(&text[open..])?;
    (open + length == text.len())
        .then(|| (mark, run.range.start + open..run.range.start + open + length))
}

const OPEN: [char; 6] = ['【', '（', '(', '[', '〔', '［'];
const CLOSE: [char; 6] = ['】', '）', ')', ']', '〕', '］'];

/// A mark in brackets at the beginning of `text`, and its length in bytes.
fn bracketed(text: &str) -> Option<(Mark, usize)> {
    let inner = text.strip_prefix(OPEN)?;
    let close = inner.find(CLOSE)?;
    let words = &inner[..close];
    let mark = meaning(words)?;
    let end =
        text.len() - inner.len() + close + inner[close..].chars().next().map_or(0, char::len_utf8);
    Some((mark, end))
}

/// A mark without brackets that is all of its block.
fn bare_line(text: &str, block: &Block) -> Option<(Mark, usize)> {
    let is_alone = block.runs.len() == 1
        && text.chars().count() <= LONGEST
        && !text.trim_end().ends_with(['.', '。']);
    if is_alone { Some((meaning(text)?, text.len())) } else { None }
}

/// What the words of a mark say: they begin as marks do and name a page.
fn meaning(words: &str) -> Option<Mark> {
    let words = words.trim().to_lowercase();
    if words.chars().count() > LONGEST || !names_page(&words) {
        return None;
    }
    let begins = |list: &[&str]| list.iter().any(|word| words.starts_with(word));
    if begins(FROM) {
        return Some(Mark::From);
    }
    begins(TO).then_some(Mark::To)
}

fn names_page(words: &str) -> bool {
    let has_number = words
        .chars()
        .any(|c| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩头頭上下".contains(c));
    (words.contains(['版', '页', '頁']) && has_number)
        || words.contains("page ")
        || words.contains("from ") && has_number
        || words.contains("on ") && has_number
}
