//! Blocks with line breaks in them → blocks of their own, where the lines are paragraphs or somebody begins to speak.
//!
//! **Invariant:** no run is lost: a break that divides blocks becomes a space between them.

use super::manuscript::{Block, BlockKind, Manuscript, Run};
use crate::base::lang::is_han;

/// Lines of this weight on average are paragraphs and no verses; a Han character weighs three letters.
const PARAGRAPH: usize = 90;
/// How far into a line a label's colon may stand, in characters.
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
    let texts: Vec<String> =
        lines.iter().map(|runs| runs.iter().map(|run| run.text(original)).collect()).collect();
    let weight: usize =
        texts.iter().flat_map(|text| text.chars()).map(|c| if is_han(c) { 3 } else { 1 }).sum();
    let all = weight / texts.len().max(1) >= PARAGRAPH;
    let mut blocks: Vec<Block> = Vec::new();
    for (runs, text) in lines.into_iter().zip(&texts) {
        let begins = all
            || runs.first().is_some_and(|run| run.bold)
            || text.chars().take(LABEL).any(|c| [':', '：'].contains(&c));
        match blocks.last_mut().filter(|_| !begins) {
            Some(block) => {
                let end = block.runs.last().map_or(0, |run| run.range.end);
                let next = runs.first().map_or(end, |run| run.range.start);
                block.runs.push(Run {
                    range: end..next,
                    written: Some("\n".to_owned()),
                    bold: false,
                    italic: false,
                });
                block.runs.extend_from_slice(runs);
            }
            None => blocks.push(Block { runs: runs.to_vec(), ..block.clone() }),
        }
    }
    blocks.retain(|block| !block.runs.is_empty());
    blocks
}
