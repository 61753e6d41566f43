//! Speaker labels: where a turn begins and what its label is.
//!
//! Two printed forms are read: a bold label with a colon at the start of a paragraph or of a line
//! in it (`**王毅：**…`, `**Q**: …`), and a heading of level 3 (`### Audrey Tang:`), with or
//! without a colon, unless it reads like a topic (`### On the ferry`).

use super::inlines::Inlines;
use crate::reading::corpus::MarkKind;
use crate::reading::labels;
use std::ops::Range;

/// Labels of more characters than this are text in bold; an office in brackets does not count.
const LONGEST_LABEL: usize = 80;
/// Characters of a label with its office at most: a choice, three lines of print. Those of ministers
/// in the records of parliaments have up to some 170.
const LONGEST_WITH_OFFICE: usize = 240;

/// A label in front of the text of a turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The label without its colon.
    pub(super) text: String,
    /// Bytes of the file where it stands.
    pub(super) span: Range<usize>,
}

/// A label as written, without the colon that follows it.
pub(crate) fn bare_label(label: &str) -> &str {
    label.trim().trim_end_matches([':', '：']).trim_end()
}

/// Whether a heading of level 3 is a topic and not a speaker: no colon ends it, and no name begins so.
pub(super) fn is_topic(heading: &str) -> bool {
    bare_label(heading) == heading.trim() && labels::reads_like_phrase(heading)
}

/// Cuts a paragraph where speakers begin: pieces with the label in front of them, the first perhaps
/// without one.
pub(super) fn split(paragraph: Inlines) -> Vec<(Option<Label>, Inlines)> {
    let mut pieces = Vec::new();
    let mut rest = paragraph;
    for start in rest.line_starts().into_iter().rev() {
        let Some((label, text_start)) = label_at(&rest, start) else {
            continue;
        };
        let span = rest.source_range(&(start..text_start));
        let text = rest.split_off(text_start);
        rest.truncate(start);
        pieces.push((Some(Label { text: label, span }), text));
    }
    if !rest.is_blank() || pieces.is_empty() {
        pieces.push((None, rest));
    }
    pieces.reverse();
    pieces
}

/// The label that begins at byte `start`, and where the text after it begins.
fn label_at(inlines: &Inlines, start: usize) -> Option<(String, usize)> {
    let strong = inlines
        .marks()
        .iter()
        .find(|mark| mark.kind == MarkKind::Strong && mark.range.start as usize == start)?;
    let end = strong.range.end as usize;
    let text = inlines.text();
    let bold = text.get(start..end)?.trim();
    let inside = bold.ends_with([':', '：']);
    let after = &text[end..];
    let outside = after.trim_start_matches(' ').strip_prefix([':', '：']);
    let rest = if inside { after } else { outside? };
    let label = bare_label(bold);
    let is_label = !label.is_empty()
        && is_short(label)
        && !label.contains(['。', '！', '？', '!', '?', '；', ';', '\n']);
    is_label.then(|| {
        (label.to_owned(), text.len() - rest.trim_start_matches([' ', '\u{3000}', '\n']).len())
    })
}

/// Whether a label is no longer than labels are.
fn is_short(label: &str) -> bool {
    let has_office = label.ends_with([')', '）', ']', '］']);
    let name = match label.find(['(', '（', '[', '［']) {
        Some(bracket) if has_office => &label[..bracket],
        _ => label,
    };
    name.chars().count() <= LONGEST_LABEL && label.chars().count() <= LONGEST_WITH_OFFICE
}
