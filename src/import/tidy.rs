//! Blocks → the same blocks without what only typesetting put there: soft hyphens, hyphens at line
//! ends, invisible characters, spaces that stretch a name.
//!
//! **Invariant:** what is taken out of a run is named in an entry; all other text stays as it was.
//! Joins no paragraphs and takes no words away.

use super::account::{Entry, Fate, Why};
use super::manuscript::{Block, BlockKind, Manuscript, Run};
use crate::base::letters::{floor, is_han, is_residue};
use crate::base::lexicon::ends_in_surname;
use std::ops::Range;

/// Takes out what typesetting put in; says what that was.
pub(super) fn tidy(manuscript: &mut Manuscript) -> Vec<Entry> {
    let Manuscript { original, blocks, .. } = manuscript;
    let mut entries = Vec::new();
    for block in blocks {
        if block.kind == BlockKind::Verbatim {
            continue;
        }

        mend_line_ends(block, original, &mut entries);
        let cuts = cuts(block, original);
        take_out(block, &cuts);
        for (range, why) in cuts {
            entries.push(Entry { range, fate: Fate::Changed(String::new(), why) });
        }
    }
    entries
}

/// Takes stretches of the original out of a block.
pub(super) fn take_out(block: &mut Block, cuts: &[(Range<usize>, Why)]) {
    if cuts.is_empty() {
        return;
    }
    for run in std::mem::take(&mut block.runs) {
        block.runs.extend(without(run, cuts));
    }
}

/// A word divided at the end of a line: its hyphen goes, unless the word is written with one
/// elsewhere.
fn mend_line_ends(block: &mut Block, original: &str, entries: &mut Vec<Entry>) {
    for index in 1..block.runs.len().saturating_sub(1) {
        let [before, line_end, after] = &block.runs[index - 1..=index + 1] else {
            continue;
        };
        let is_line_end = line_end
            .written
            .as_deref()
            .is_some_and(|text| !text.is_empty() && text.trim().is_empty());
        if !is_line_end {
            continue;
        }
        let near = window(original, line_end.range.start);
        let Some(keeps_hyphen) = divided(before.text(original), after.text(original), near) else {
            continue;
        };

        block.runs[index].written = Some(String::new());
        let run = &mut block.runs[index - 1];
        if !keeps_hyphen && run.written.is_none() {
            let end = run.range.end;
            run.range.end = end - 1;
            entries.push(Entry {
                range: end - 1..end,
                fate: Fate::Changed(String::new(), Why::Hyphen),
            });
        }
    }
}

/// How many bytes on either side of a place are asked how a word is written: some twenty pages, so
/// that a long document is not read again for every hyphen.
const WINDOW: usize = 1 << 16;

/// The text around a byte of the original.
pub(super) fn window(original: &str, at: usize) -> &str {
    let start = floor(original, at.saturating_sub(WINDOW));
    &original[start..floor(original, at + WINDOW)]
}

/// Whether a line break divides a word; true if the word keeps its hyphen, because it is written so
/// in the text `near` it.
pub(super) fn divided(before: &str, after: &str, near: &str) -> Option<bool> {
    let is_between = |c: char| !c.is_alphanumeric();
    let first = before.strip_suffix('-')?.rsplit(is_between).next()?;
    let last = after.split(is_between).next()?;
    // One letter before a hyphen is not part of a divided word (`T-`), and a capital begins a name
    // of its own.
    if first.chars().count() < 2 || !last.starts_with(char::is_lowercase) {
        return None;
    }

    let as_one = near.contains(&format!("{first}{last}"));
    Some(!as_one && near.contains(&format!("{first}-{last}")))
}

/// What is taken out of a block, in order.
fn cuts(block: &Block, original: &str) -> Vec<(Range<usize>, Why)> {
    let mut cuts = Vec::new();
    for run in block.runs.iter().filter(|run| run.written.is_none()) {
        for (at, c) in original[run.range.clone()].char_indices() {
            let why = match c {
                '\u{AD}' => Why::Hyphen,
                c if is_residue(c) => Why::Invisible,
                '\u{3000}' | '\u{A0}' | ' '
                    if stretches_name(original, &run.range, run.range.start + at, c.len_utf8()) =>
                {
                    Why::NameSpace
                }
                _ => continue,
            };
            cuts.push((run.range.start + at..run.range.start + at + c.len_utf8(), why));
        }
    }
    cuts
}

/// Whether the space at `at` is inside a name: between a family name and what follows, alone, or
/// written without a space elsewhere.
fn stretches_name(original: &str, run: &Range<usize>, at: usize, length: usize) -> bool {
    let (before, after) = (&original[run.start..at], &original[at + length..run.end]);
    let Some(given) = after.chars().next().filter(|c| is_han(*c)) else {
        return false;
    };
    let Some(family) = ends_in_surname(before) else {
        return false;
    };

    let before_family = &before[..before.len() - family.len()];
    let stands_alone = !before_family.ends_with(is_han);
    let n_given = after.chars().take_while(|c| is_han(*c)).count();
    // Two spaces are a gap between two things, and given names have two characters at most.
    let is_whole_name = stands_alone && n_given <= 2 && !original[at..].starts_with(' ');
    is_whole_name || window(original, at).contains(&format!("{family}{given}"))
}

/// A run without the stretches in `cuts`, which are in order.
fn without(run: Run, cuts: &[(Range<usize>, Why)]) -> Vec<Run> {
    if run.written.is_some() {
        return vec![run];
    }

    let mut runs = Vec::new();
    let mut at = run.range.start;
    for (cut, _) in cuts {
        if run.range.start <= cut.start && cut.end <= run.range.end {
            runs.push(Run { range: at..cut.start, ..run.clone() });
            at = cut.end;
        }
    }
    runs.push(Run { range: at..run.range.end, ..run });
    runs.retain(|run| !run.range.is_empty());
    runs
}
