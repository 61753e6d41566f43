//! Blocks with line breaks in them → blocks of their own, where the lines are paragraphs, somebody
//! begins to speak, or a page ends.
//!
//! **Invariant:** no run is lost: a break that divides blocks becomes a space between them.

use super::labels;
use super::manuscript::{Block, BlockKind, Manuscript, Run};
use super::running::recurring;
use super::sentences::{ends_sentence, opens_line};
use crate::base::letters::weight;
use crate::reading::annotate::HAN_WORDS;

/// Lines of this weight ([`weight`]) on average are paragraphs, not verses or an address: about a
/// line and a half of print.
const PARAGRAPH: usize = 90;

/// A line of a block.
struct Line {
    runs: Vec<Run>,
    text: String,
    /// What divides it from the line before, if one is: a line break of the author's, or what the
    /// reader put where the width of a page ended the line.
    joint: Option<String>,
}

impl Line {
    fn is_hard(&self) -> bool {
        self.joint.as_deref().is_none_or(|joint| joint == "\n")
    }
}

/// Divides the blocks.
pub(super) fn divide(manuscript: &mut Manuscript) {
    let Manuscript { original, blocks, .. } = manuscript;
    let mut by_block = Vec::with_capacity(blocks.len());
    let mut texts: Vec<&str> = Vec::new();
    for block in blocks.iter() {
        by_block.push(lines(block, original));
    }
    if by_block.iter().all(|lines| lines.len() == 1) {
        return;
    }
    for line in by_block.iter().flatten() {
        texts.push(&line.text);
    }
    let is_furniture = recurring(&texts);

    // Where the width of the page ends a line, the next begins with whatever word comes.
    let mut goes_on = Vec::with_capacity(texts.len());
    let mut ends = true;
    for (at, line) in by_block.iter().flatten().enumerate() {
        goes_on.push(!line.is_hard() && !ends);
        ends = is_furniture[at] || ends_sentence(&line.text);
    }
    let mut begins_turn = labels::begin_turns(&texts, &goes_on, &HAN_WORDS, original);
    for (begins, opens) in begins_turn.iter_mut().zip(dialogue(&texts)) {
        *begins |= opens;
    }
    let mut begins = begins_turn.into_iter().zip(is_furniture);
    let mut divided = Vec::with_capacity(blocks.len());
    for (block, lines) in std::mem::take(blocks).into_iter().zip(&by_block) {
        let signs: Vec<(bool, bool)> = begins.by_ref().take(lines.len()).collect();
        pieces(block, lines, &signs, &mut divided);
    }
    *blocks = divided;
}

/// Which of these lines begin with a dash as those of a dialogue do, where there are several and each
/// follows a sentence: within one, a line may begin with a dash by chance.
fn dialogue(lines: &[&str]) -> Vec<bool> {
    let mut opens = Vec::with_capacity(lines.len());
    let mut ends = true;
    for line in lines {
        opens.push(ends && opens_line(line));
        ends = ends_sentence(line);
    }
    let are_several = opens.iter().filter(|opens| **opens).count() >= labels::LEAST_IN_DIALOGUE;
    opens.iter().map(|opens| *opens && are_several).collect()
}

/// The lines of a block; of one that cannot be divided, all of it.
fn lines(block: &Block, original: &str) -> Vec<Line> {
    let is_prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented);
    let is_hard = |run: &Run| run.written.as_deref() == Some("\n");
    let is_soft = |run: &Run| run.written.is_some() && original[run.range.clone()].contains('\n');

    let mut lines = vec![Line { runs: Vec::new(), text: String::new(), joint: None }];
    for run in &block.runs {
        if is_prose && (is_hard(run) || is_soft(run)) {
            let joint = run.written.clone();
            lines.push(Line { runs: Vec::new(), text: String::new(), joint });
        } else if let Some(line) = lines.last_mut() {
            line.text.push_str(run.text(original));
            line.runs.push(run.clone());
        }
    }
    lines
}

/// Adds the pieces of a block to `divided`; `signs` says of each line whether somebody begins to
/// speak in it, and whether it is one of a page.
fn pieces(block: Block, lines: &[Line], signs: &[(bool, bool)], divided: &mut Vec<Block>) {
    if lines.len() == 1 {
        divided.push(block);
        return;
    }
    // What its pieces have of it.
    let whole = Block { runs: Vec::new(), ..block };
    let total: usize = lines.iter().map(|line| weight(line.text.chars())).sum();
    let are_paragraphs = total / lines.len() >= PARAGRAPH;

    let first = divided.len();
    let mut follows_furniture = false;
    for (line, (begins_turn, is_furniture)) in lines.iter().zip(signs) {
        let is_bold = line.runs.first().is_some_and(|run| run.bold);
        let begins = *begins_turn
            || *is_furniture
            || follows_furniture
            || (line.is_hard() && (are_paragraphs || is_bold));
        follows_furniture = *is_furniture;

        match divided.get_mut(first..).and_then(<[Block]>::last_mut) {
            Some(block) if !begins => append(block, line),
            _ => divided.push(Block { runs: line.runs.clone(), ..whole.clone() }),
        }
    }
    let mut kept = divided.split_off(first);
    kept.retain(|block| !block.runs.is_empty());
    divided.append(&mut kept);
}

/// Adds a line to a block. The break before it becomes a space of the text, none between Han
/// characters.
fn append(block: &mut Block, line: &Line) {
    let end = block.end();
    let next = line.runs.first().map_or(end, |run| run.range.start);
    block.runs.push(Run {
        range: end..next,
        written: line.joint.clone(),
        bold: false,
        italic: false,
    });
    block.runs.extend_from_slice(&line.runs);
}
