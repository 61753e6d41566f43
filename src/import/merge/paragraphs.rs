//! A body → its paragraphs: what stands between lines without a word.

use super::{Hash, hash_of};

/// A paragraph, a heading, a list, a mark: whatever stands between blank lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paragraph<'t> {
    /// Its lines, with the blank ones that follow.
    pub(super) whole: &'t str,
    pub(super) hash: Hash,
}

impl<'t> Paragraph<'t> {
    pub(super) fn text(self) -> &'t str {
        self.whole.trim_end()
    }

    /// The line of it that begins a turn, or ends one: a label in bold, a heading, a rule; the last
    /// if there are several.
    pub(super) fn turn(self) -> Option<&'t str> {
        self.whole.lines().rev().find(|line| begins_turn(line))
    }

    /// Whether its first words belong to the turn above it.
    pub(super) fn goes_on(self) -> bool {
        !self.whole.lines().next().is_some_and(begins_turn)
    }
}

/// The blank lines before the first paragraph, and the paragraphs.
pub(super) fn of(body: &str) -> (&str, Vec<Paragraph<'_>>) {
    let mut starts = Vec::new();
    let (mut at, mut is_between) = (0, true);
    for line in body.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if is_between && !is_blank {
            starts.push(at);
        }
        is_between = is_blank;
        at += line.len();
    }

    let before = &body[..starts.first().copied().unwrap_or(body.len())];
    let mut paragraphs = Vec::with_capacity(starts.len());
    for (n, start) in starts.iter().enumerate() {
        let whole = &body[*start..starts.get(n + 1).copied().unwrap_or(body.len())];
        paragraphs.push(Paragraph { whole, hash: hash_of(whole.trim_end()) });
    }
    (before, paragraphs)
}

/// What the bodies of imports are kept as.
pub(super) fn hashes(body: &str) -> Vec<Hash> {
    of(body).1.iter().map(|paragraph| paragraph.hash).collect()
}

/// Whether a line is like one that begins a turn or ends it. What is taken for one and is none makes
/// the merge more careful, and does nothing else.
fn begins_turn(line: &str) -> bool {
    let line = line.trim();
    let is_rule = line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | ' '));
    let is_label = line.starts_with("**")
        && [":**", "：**", "**:", "**："].iter().any(|end| line.contains(end));
    line.starts_with('#') || is_rule || is_label
}
