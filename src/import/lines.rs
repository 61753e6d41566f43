//! Blocks with line breaks in them → blocks of their own, where the lines are paragraphs or
//! somebody begins to speak.
//!
//! **Invariant:** no run is lost: a break that divides blocks becomes a space between them.

use super::manuscript::{Block, BlockKind, Manuscript, Run};
use crate::base::letters::weight;

/// Lines of this weight ([`weight`]) on average are paragraphs, not verses or an address: about a
/// line and a half of print.
const PARAGRAPH: usize = 90;
/// How far into a line a label's colon may be, in characters: further on it divides a sentence.
const LABEL: usize = 40;

/// Divides the blocks.
pub(super) fn divide(manuscript: &mut Manuscript) {
    let blocks = std::mem::take(&mut manuscript.blocks);
    manuscript.blocks =
        blocks.into_iter().flat_map(|block| divided(block, &manuscript.original)).collect();
}

fn divided(block: Block, original: &str) -> Vec<Block> {
    let is_break = |run: &Run| run.written.as_deref() == Some("\n");
    let is_prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented);
    if !is_prose || !block.runs.iter().any(is_break) {
        return vec![block];
    }

    let lines: Vec<&[Run]> = block.runs.split(is_break).collect();
    let mut texts: Vec<String> = Vec::with_capacity(lines.len());
    let mut total = 0;
    for runs in &lines {
        let text: String = runs.iter().map(|run| run.text(original)).collect();
        total += weight(text.chars());
        texts.push(text);
    }
    let are_paragraphs = total / texts.len().max(1) >= PARAGRAPH;

    let mut blocks: Vec<Block> = Vec::new();
    for (runs, text) in lines.into_iter().zip(&texts) {
        let is_bold = runs.first().is_some_and(|run| run.bold);
        let has_label = text.chars().take(LABEL).any(|c| [':', '：'].contains(&c));
        let begins = are_paragraphs || is_bold || has_label;
        match blocks.last_mut() {
            Some(block) if !begins => append(block, runs),
            _ => blocks.push(Block { runs: runs.to_vec(), ..block.clone() }),
        }
    }
    blocks.retain(|block| !block.runs.is_empty());
    blocks
}

/// Adds a line to a block: the break before it becomes a space of the text.
fn append(block: &mut Block, runs: &[Run]) {
    let end = block.end();
    let next = runs.first().map_or(end, |run| run.range.start);
    block.runs.push(Run {
        range: end..next,
        written: Some("\n".to_owned()),
        bold: false,
        italic: false,
    });
    block.runs.extend_from_slice(runs);
}
