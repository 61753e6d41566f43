//! One file → where the labels of its footnotes are written, so that they can be written anew.
//!
//! **Invariant:** what is code is not a footnote.

use super::extensions::cjk_emphasis::prepare;
use super::front_matter::body_start;
use super::markdown::options;
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// A label in a reference or a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FootnoteLabel {
    /// In small letters: `[^A]` refers to `[^a]:`.
    pub(crate) text: String,
    /// Bytes of the file, without `[^` and `]`.
    pub(crate) range: Range<usize>,
}

/// The labels in `file`, the whole text of a Markdown file, in the order of the file.
pub(crate) fn footnote_labels(file: &str) -> Vec<FootnoteLabel> {
    let Some(start) = body_start(file) else {
        return Vec::new();
    };
    let prepared = prepare(&file[start..]);
    let mut labels = Vec::new();

    for (event, range) in
        Parser::new_ext(&prepared.text, options(&prepared.text)).into_offset_iter()
    {
        if !matches!(event, Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_)))
        {
            continue;
        }
        let at = start + prepared.source_offset(range.start);
        let Some(rest) = file[at..].strip_prefix("[^") else {
            continue;
        };
        if let Some((label, _)) = rest.split_once(']') {
            let begin = at + "[^".len();
            let range = begin..begin + label.len();
            labels.push(FootnoteLabel { text: label.to_lowercase(), range });
        }
    }
    labels.sort_by_key(|label| label.range.start);
    labels
}

#[cfg(test)]
mod tests {
    use super::footnote_labels;

    #[test]
    fn labels_are_found_where_they_stand() {
        let file = "---\nname: '[^no]'\n---\nA[^1] **王[^Note]：**b `[^1]`.\n\n[^1]: One, and [^note].\n\n    Two.\n\n    [^1] is code only in a block of its own.\n\n[^note]: N.\n";
        let found: Vec<&str> =
            footnote_labels(file).iter().map(|label| &file[label.range.clone()]).collect();
        assert_eq!(found, ["1", "Note", "1", "note", "1", "note"]);
        assert!(footnote_labels("`[^1]`\n\n    [^1]\n").is_empty());
    }
}
