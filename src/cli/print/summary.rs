//! How many there are of something → words.

use crate::base::diag::{Diagnostics, Severity};
use crate::base::message::{Message, say};
use crate::base::numbers;
use std::collections::BTreeSet;

/// `1 page`, `4 102 mentions`.
#[must_use]
pub(crate) fn count(n: usize, one: &'static str, many: &'static str) -> Message {
    let grouped = numbers::grouped(n as u64, ' ');
    Message::counted(grouped, if n == 1 { one } else { many }, many)
}

/// `3 errors, 2 warnings in 4 files`; none where there is nothing to sum up.
pub(super) fn summary(diagnostics: &Diagnostics) -> Option<Message> {
    let mut counted = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let n = diagnostics.count(severity);
        if n > 0 {
            counted.push(counted_of(severity, n));
        }
    }
    if counted.is_empty() {
        return None;
    }

    let counted = Message::joined(", ", counted);
    Some(match n_files(diagnostics) {
        0 => counted,
        n => {
            let files = count(n, "file", "files");
            say!("{counted} in {files}", counted, files)
        }
    })
}

/// `3 errors`.
fn counted_of(severity: Severity, n: usize) -> Message {
    match severity {
        Severity::Error => count(n, "error", "errors"),
        Severity::Warning => count(n, "warning", "warnings"),
        Severity::Note => count(n, "note", "notes"),
    }
}

/// The number of files in which something is to be corrected.
pub(super) fn n_files(diagnostics: &Diagnostics) -> usize {
    let mut files = BTreeSet::new();
    for diagnostic in diagnostics.iter() {
        // The first label is where the mistake is; others say what it has to do with.
        if let Some(label) = diagnostic.labels.first() {
            files.insert(label.span.file);
        }
    }
    files.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_words_agree() {
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(count(999, "page", "pages"), "999 pages");
        assert_eq!(count(4102, "page", "pages"), "4 102 pages");
        assert_eq!(count(1_234_567, "page", "pages"), "1 234 567 pages");
    }
}
