//! Runs as they are written: their dress in Markdown's signs, where they are cut, what joins them.
//!
//! **Invariant:** nothing is written here, and no character is lost where a run is cut.

use crate::base::letters::{floor, is_square};
use crate::import::manuscript::{Block, FeatureKind, Manuscript, Run};
use std::ops::Range;

/// How a run is written, beside its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dress<'m> {
    pub(super) link: Option<&'m str>,
    pub(super) is_struck: bool,
    /// `sup`, `sub`.
    pub(super) element: Option<&'static str>,
    /// `**`, `*`, `***`.
    pub(super) emphasis: &'static str,
}

impl Dress<'_> {
    /// The signs between a text in this dress and one in the next. A link goes on through changes of
    /// type.
    pub(super) fn signs_to(&self, next: &Dress<'_>) -> String {
        let mut signs = String::new();
        if let Some(element) = self.element {
            signs.push_str(&format!("</{element}>"));
        }
        signs.push_str(self.emphasis);
        signs.push_str(if self.is_struck { "~~" } else { "" });

        if self.link != next.link {
            if let Some(address) = self.link {
                let has_bracket = address.contains(['(', ')']);
                let (open, close) = if has_bracket { ("](<", ">)") } else { ("](", ")") };
                signs.push_str(&format!("{open}{address}{close}"));
            }
            signs.push_str(if next.link.is_some() { "[" } else { "" });
        }

        signs.push_str(if next.is_struck { "~~" } else { "" });
        signs.push_str(next.emphasis);
        if let Some(element) = next.element {
            signs.push_str(&format!("<{element}>"));
        }
        signs
    }
}

/// The note to which a run refers.
pub(super) fn note_at(manuscript: &Manuscript, run: &Run) -> Option<u32> {
    // A reference is a run without text of its own.
    if run.written.as_deref() != Some("") {
        return None;
    }
    let mut features = manuscript.features_at(run.range.start);
    features.find_map(|feature| match feature.kind {
        FeatureKind::NoteMark(number) => Some(number),
        _ => None,
    })
}

/// Whether a run is the border between two cells, or several such borders.
pub(super) fn is_border(run: &Run, original: &str) -> bool {
    let text = run.text(original);
    !text.is_empty() && text.bytes().all(|byte| byte == b'\t')
}

/// A run with the white space at its ends in runs of their own: a sign of Markdown beside white
/// space opens or closes nothing (CommonMark 0.31 §6.2).
pub(super) fn without_edges(run: &Run, original: &str) -> Vec<Run> {
    let text = run.text(original);
    let inner = text.trim();
    if run.written.is_some() || inner.is_empty() || inner.len() == text.len() {
        return vec![run.clone()];
    }

    let start = run.range.start + (text.len() - text.trim_start().len());
    let end = start + inner.len();
    let mut runs = Vec::with_capacity(3);
    for range in [run.range.start..start, start..end, end..run.range.end] {
        if !range.is_empty() {
            runs.push(Run { range, ..run.clone() });
        }
    }
    runs
}

/// The end of a text: its last word, and some more.
pub(super) fn tail(text: &str) -> &str {
    // Longer than any word, short enough to be copied for every join.
    const LENGTH: usize = 160;
    &text[floor(text, text.len().saturating_sub(LENGTH))..]
}

/// The white space before a byte of the original.
pub(super) fn blank_before(original: &str, at: usize) -> Range<usize> {
    original[..at].trim_end().len()..at
}

/// Whether two pieces of a text are divided by a space: not beside Han characters and their
/// punctuation.
pub(super) fn needs_space(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let takes_none = |c: char| c.is_whitespace() || is_square(c) || "“”‘’—…".contains(c);
    !takes_none(last) && !takes_none(next) && last != '-'
}

/// Runs before and after a byte of the original; the run in which it lies is divided.
pub(super) fn split_runs(runs: &[Run], at: usize) -> (Vec<Run>, Vec<Run>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for run in runs {
        if run.range.end <= at {
            before.push(run.clone());
        } else if run.range.start >= at || run.written.is_some() {
            after.push(run.clone());
        } else {
            before.push(Run { range: run.range.start..at, ..run.clone() });
            after.push(Run { range: at..run.range.end, ..run.clone() });
        }
    }
    (before, after)
}

/// A character of a block.
pub(super) struct Letter {
    /// Its byte in the original; none where it is not in the original.
    pub(super) at: Option<usize>,
    pub(super) c: char,
}

/// The characters of a block, white space left out.
pub(super) fn letters(block: &Block, original: &str) -> Vec<Letter> {
    let mut letters = Vec::new();
    for run in &block.runs {
        let is_copied = run.written.is_none();
        for (at, c) in run.text(original).char_indices() {
            if !c.is_whitespace() {
                let at = is_copied.then_some(run.range.start + at);
                letters.push(Letter { at, c });
            }
        }
    }
    letters
}

/// Whether a paragraph is a scene: a few words in brackets, nothing else.
pub(super) fn is_scene(text: &str) -> bool {
    const BRACKETS: [(char, char); 5] =
        [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('〔', '〕')];
    let text = text.trim().trim_end_matches('.');
    let mut pairs = BRACKETS.iter();
    let inner = pairs.find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    let Some(words) = inner else {
        return false;
    };

    // `(b)` and `(iv)` are numbers of items.
    let is_letter = words.len() == 1 && words.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_letter || words.bytes().all(|byte| b"ivxIVX".contains(&byte)) {
        return false;
    }

    // `(Laughter.)`, `（全场起立）`. Sentences in brackets are somebody's words, numbers a date or
    // the mark of a note.
    (1..=40).contains(&words.chars().count())
        && !words.contains(['(', '（', '[', '【', '。', '：', ':'])
        && !words.chars().any(|c| c.is_ascii_digit())
}
