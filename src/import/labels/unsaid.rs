//! Questions that are told by bold type alone, and the answers that follow them.
//!
//! **Invariant:** a label of ours stands for nothing that the document says in words.

use super::{Form, Label};
use crate::import::manuscript::{Block, BlockKind, Manuscript};

/// Bold paragraphs that ask, in documents where nothing else says so: each gets a label of ours,
/// and so does what follows it.
pub(super) fn unsaid_questions(
    manuscript: &Manuscript,
    bold: &[bool],
    by_block: &mut [Option<Label>],
    is_chinese: bool,
) {
    let (question, answer) = if is_chinese { ("问", "答") } else { ("Q", "A") };
    let is_text = |index: usize| {
        let block = &manuscript.blocks[index];
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented) && block.outside.is_none()
    };
    // Found before any is labelled, so that an answer of ours is never taken for a label of the
    // document's.
    let mut asking = Vec::new();
    for (index, block) in manuscript.blocks.iter().enumerate() {
        let can_ask = is_text(index) && bold[index] && by_block[index].is_none();
        if can_ask && is_sentence(&block.text(&manuscript.original)) {
            asking.push(index);
        }
    }

    for index in asking {
        by_block[index] = Some(unsaid(&manuscript.blocks[index], question));
        let next = (index + 1..by_block.len()).find(|next| is_text(*next));
        if let Some(next) = next
            && by_block[next].is_none()
            && !bold[next]
        {
            by_block[next] = Some(unsaid(&manuscript.blocks[next], answer));
        }
    }
}

fn unsaid(block: &Block, text: &str) -> Label {
    let start = block.start();
    Label { text: text.to_owned(), range: start..start, words: start, form: Form::Unsaid }
}

/// Whether a bold paragraph is a question or a request, and no heading of a section: it ends as
/// sentences do.
fn is_sentence(text: &str) -> bool {
    /// Shorter ones with a full stop are headings with a number (`1. Opening.`) as often as
    /// requests.
    const REQUEST: usize = 15;

    let text = text.trim_end_matches(['”', '"', '」', '’', ')', '）']);
    let text = text.trim_end();
    let is_request = text.ends_with(['。', '.', '！']) && text.chars().count() >= REQUEST;
    is_request || text.ends_with(['？', '?'])
}
