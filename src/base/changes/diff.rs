//! Two states of a file → a unified diff, after POSIX `diff -u`.
//!
//! Lines are compared by a longest common subsequence (Myers, “An O(ND) Difference Algorithm”, 1986), cut off where files have little in common:
//! then the whole middle is shown as replaced. **Invariant:** the diff, applied to the old state, gives the new one.
//! Does not colour and does not shorten lines.

use std::fmt::Write;
use std::ops::Range;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Differences beyond which a finer comparison is not worth its time: it grows with their square.
const MOST_DIFFERENCES: usize = 2_000;

/// A stretch of old lines that becomes a stretch of new lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    old: Range<usize>,
    new: Range<usize>,
}

/// The diff of the file at `path`; none as a state says that it is not there. Empty if nothing changes.
pub(super) fn unified(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> String {
    if old == new {
        return String::new();
    }
    let name = |state: Option<&[u8]>| if state.is_some() { path } else { "/dev/null" };
    let (Ok(before), Ok(after)) = (
        std::str::from_utf8(old.unwrap_or_default()),
        std::str::from_utf8(new.unwrap_or_default()),
    ) else {
        return format!("Binary files {} and {} differ\n", name(old), name(new));
    };
    let (before, after) = (lines(before), lines(after));
    let mut out = format!("--- {}\n+++ {}\n", name(old), name(new));
    for hunk in hunks(&edits(&before, &after)) {
        write_hunk(&mut out, hunk, &before, &after);
    }
    out
}

/// The lines of a text with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What differs, in order, without what stands between.
fn edits(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail =
        old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let found = between(a, b).unwrap_or_else(|| vec![Edit { old: 0..a.len(), new: 0..b.len() }]);
    let shift = |range: Range<usize>| range.start + head..range.end + head;
    found
        .into_iter()
        .filter(|e| !e.old.is_empty() || !e.new.is_empty())
        .map(|e| Edit { old: shift(e.old), new: shift(e.new) })
        .collect()
}

/// Myers' algorithm forwards, its frontier kept for every number of differences; none if there are too many.
fn between(a: &[&str], b: &[&str]) -> Option<Vec<Edit>> {
    let most = (a.len() + b.len()).min(MOST_DIFFERENCES);
    // `frontier[most + k]`: how far on diagonal k (old index less new index).
    let mut frontier = vec![0usize; 2 * most + 3];
    let mut history: Vec<Vec<usize>> = Vec::new();
    for d in 0..=most {
        history.push(frontier[most - d..=most + d + 2].to_vec());
        for step in 0..=d {
            let k = 2 * step + most - d;
            let down = step == 0 || (step != d && frontier[k] < frontier[k + 2]);
            let mut x = if down { frontier[k + 2] } else { frontier[k] + 1 };
            let mut y = x + most - k;
            while x < a.len() && y < b.len() && a[x] == b[y] {
                x += 1;
                y += 1;
            }
            frontier[k + 1] = x;
            if x >= a.len() && y >= b.len() {
                return Some(path_back(a.len(), b.len(), &history));
            }
        }
    }
    None
}

/// From the end to the start through the frontiers; `history[d][k + d + 1]` is the frontier of diagonal k before round d.
fn path_back(mut x: usize, mut y: usize, history: &[Vec<usize>]) -> Vec<Edit> {
    let mut steps: Vec<Edit> = Vec::new();
    for (d, before) in history.iter().enumerate().rev() {
        if d == 0 {
            break;
        }
        // Diagonal k = x - y as an index from 0: k + d.
        let index = x + d - y;
        let down = index == 0 || (index != 2 * d && before[index] < before[index + 2]);
        let from_x = if down { before[index + 2] } else { before[index] };
        let from_y = if down { from_x + d - index - 1 } else { from_x + d + 1 - index };
        let step = if down {
            Edit { old: from_x..from_x, new: from_y..from_y + 1 }
        } else {
            Edit { old: from_x..from_x + 1, new: from_y..from_y }
        };
        match steps.last_mut() {
            Some(last) if last.old.start == step.old.end && last.new.start == step.new.end => {
                *last =
                    Edit { old: step.old.start..last.old.end, new: step.new.start..last.new.end };
            }
            _ => steps.push(step),
        }
        (x, y) = (from_x, from_y);
    }
    steps.reverse();
    steps
}

/// Edits that stand so near that their context touches.
fn hunks(edits: &[Edit]) -> impl Iterator<Item = &[Edit]> {
    edits.chunk_by(|a, b| b.old.start - a.old.end <= 2 * CONTEXT)
}

fn write_hunk(out: &mut String, hunk: &[Edit], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
        return;
    };
    let before = first.old.start.min(CONTEXT);
    let after = (old.len() - last.old.end).min(CONTEXT);
    let of_old = first.old.start - before..last.old.end + after;
    let of_new = first.new.start - before..last.new.end + after;
    let _ = writeln!(out, "@@ -{} +{} @@", place(&of_old), place(&of_new));
    let mut at = of_old.start;
    for edit in hunk {
        write_lines(out, ' ', &old[at..edit.old.start]);
        write_lines(out, '-', &old[edit.old.clone()]);
        write_lines(out, '+', &new[edit.new.clone()]);
        at = edit.old.end;
    }
    write_lines(out, ' ', &old[at..of_old.end]);
}

fn write_lines(out: &mut String, mark: char, lines: &[&str]) {
    for line in lines {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// `3,7`; `3` for a single line; `2,0` where nothing stands, after line 2.
fn place(range: &Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => (range.start + 1).to_string(),
        n => format!("{},{n}", range.start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The new lines again, from the old ones and the edits.
    fn applied<'t>(old: &[&'t str], new: &[&'t str], edits: &[Edit]) -> Vec<&'t str> {
        let mut out = Vec::new();
        let mut at = 0;
        for edit in edits {
            out.extend(&old[at..edit.old.start]);
            assert_eq!(out.len(), edit.new.start);
            out.extend(&new[edit.new.clone()]);
            at = edit.old.end;
        }
        out.extend(&old[at..]);
        out
    }

    /// Length of a longest common subsequence, by the table of all prefixes.
    fn common(a: &[&str], b: &[&str]) -> usize {
        let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
        for i in 0..a.len() {
            for j in 0..b.len() {
                table[i + 1][j + 1] = if a[i] == b[j] {
                    table[i][j] + 1
                } else {
                    table[i][j + 1].max(table[i + 1][j])
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn edits_lead_from_old_to_new_and_are_fewest(old in "[ab\n]{0,24}", new in "[ab\n]{0,24}") {
            let (a, b) = (lines(&old), lines(&new));
            let edits = edits(&a, &b);
            prop_assert_eq!(applied(&a, &b, &edits), b.clone());
            let n_removed: usize = edits.iter().map(|edit| edit.old.len()).sum();
            prop_assert_eq!(a.len() - n_removed, common(&a, &b));
        }
    }

    #[test]
    fn files_with_little_in_common_are_replaced_whole() {
        let old: String = (0..5000).map(|n| format!("a{n}\n")).collect();
        let new: String = (0..5000).map(|n| format!("b{n}\n")).collect();
        assert_eq!(edits(&lines(&old), &lines(&new)).len(), 1);
    }
}
