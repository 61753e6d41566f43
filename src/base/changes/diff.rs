//! Two states of a file → a unified diff, after POSIX `diff -u`; two lists → where they differ. The
//! only file that names the similar crate.
//!
//! **Invariant:** the diff, applied to the old state, gives the new one.
//! Does not colour and does not shorten lines.

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{DiffOp, group_diff_ops};
use std::fmt::Write;
use std::hash::Hash;
use std::ops::Range;

/// Lines of context around a change: what `diff -u` prints, and enough for `patch` to find the
/// place again.
const CONTEXT: usize = 3;

/// The diff of the file at `path`; a state is none where the file is not there. Empty if nothing
/// changes.
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

    for hunk in group_diff_ops(compare(&before, &after), CONTEXT) {
        // Each has at least one operation: a hunk is cut around a change.
        write_hunk(&mut out, &hunk, &before, &after);
    }
    out
}

/// Where two lists differ: what stands in the old one, and what stands there in the new one; in order,
/// and never both empty.
pub(crate) fn differing<T: Hash + Ord>(old: &[T], new: &[T]) -> Vec<(Range<usize>, Range<usize>)> {
    let operations = compare(old, new);
    let changes = operations.iter().filter(|operation| !matches!(operation, DiffOp::Equal { .. }));
    let mut stretches: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for change in changes {
        let (old, new) = (change.old_range(), change.new_range());
        match stretches.last_mut() {
            // A removal and an addition at one place are one change.
            Some(last) if last.0.end == old.start && last.1.end == new.start => {
                last.0.end = old.end;
                last.1.end = new.end;
            }
            _ => stretches.push((old, new)),
        }
    }
    stretches
}

/// What leads from one list to the other, in order.
///
/// Without a deadline, which would make the diff depend on the machine: where lists have little in
/// common, this algorithm settles for a diff that is not the shortest. It is called by itself, for
/// the package's own entry compiles all its six for each type.
fn compare<T: Hash + Eq>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    found.into_inner().into_inner().into_ops()
}

/// The lines of a text with their ends.
///
/// The package's own diff of texts is not used: it ends a line at a lone `\r` too, and `patch` does
/// not.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn write_hunk(out: &mut String, hunk: &[DiffOp], old: &[&str], new: &[&str]) {
    let (first, last) = (&hunk[0], &hunk[hunk.len() - 1]);
    let removed = first.old_range().start..last.old_range().end;
    let added = first.new_range().start..last.new_range().end;
    let _ = writeln!(out, "@@ -{} +{} @@", line_numbers(&removed), line_numbers(&added));

    for operation in hunk {
        let (removed, added) = (&old[operation.old_range()], &new[operation.new_range()]);
        if let DiffOp::Equal { .. } = operation {
            write_lines(out, ' ', removed);
        } else {
            write_lines(out, '-', removed);
            write_lines(out, '+', added);
        }
    }
}

/// Lines as a hunk's head counts them: from 1, a single one without its number of lines, none at
/// all by the line before them.
fn line_numbers(lines: &Range<usize>) -> String {
    match lines.len() {
        1 => format!("{}", lines.start + 1),
        0 => format!("{},0", lines.start),
        count => format!("{},{count}", lines.start + 1),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        unified("a", Some(old.as_bytes()), Some(new.as_bytes()))
    }

    #[test]
    fn changes_whose_context_touches_share_a_hunk() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let near = diff(old, &old.replace('1', "one").replace('8', "eight"));
        let far = diff(old, &old.replace('1', "one").replace('9', "nine"));
        assert_eq!(near.matches("@@ -").count(), 1);
        assert_eq!(far.matches("@@ -").count(), 2);
        assert!(far.contains("@@ -1,4 +1,4 @@") && far.contains("@@ -6,4 +6,4 @@"));
    }

    #[test]
    fn a_lone_carriage_return_ends_no_line() {
        let expected = "--- a\n+++ a\n@@ -1 +1 @@\n-a\rb\r\n\\ No newline at end of file\n+a\rc\n";
        assert_eq!(diff("a\rb\r", "a\rc\n"), expected);
    }

    #[test]
    fn files_with_little_in_common_are_replaced_whole() {
        let old: String = (0..5000).map(|n| format!("a{n}\n")).collect();
        let new: String = (0..5000).map(|n| format!("b{n}\n")).collect();
        assert_eq!(diff(&old, &new).matches("@@ -").count(), 1);
    }
}
