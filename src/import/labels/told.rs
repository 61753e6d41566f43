//! Who speaks where a document says so by its form (a cell, an element, a voice tag), and lines of
//! which it says only that somebody else speaks.
//!
//! **Invariant:** nobody is named here who is not named by the document.

use super::heads::DIVIDERS;
use super::{Form, LEAST_IN_DIALOGUE, Label, Labels};
use crate::import::manuscript::{Block, BlockKind, FeatureKind, Manuscript};
use crate::import::sentences::opens_line;
use crate::reading::corpus::TurnRole;
use crate::reading::labels::name;

/// The label of a block in which the document says by its form who speaks.
pub(super) fn told(manuscript: &Manuscript, block: &Block) -> Option<Label> {
    let range = manuscript.speaker_of(block).filter(|_| block.outside.is_none())?;
    let mut text = String::new();
    for run in block.runs.iter().filter(|run| run.range.end <= range.end) {
        text.push_str(run.text(&manuscript.original));
    }
    let text = name(&text).to_owned();
    if text.is_empty() {
        return None;
    }

    let words = words_behind(block, &manuscript.original, range.end);
    let form = if words == block.end() { Form::Alone } else { Form::Before };
    Some(Label { text, range, words, form })
}

/// The labels of a document that says of all its turns who speaks in them. What a wording is, its
/// turns say where all of them say the same, and else the wording.
pub(super) fn all(manuscript: &Manuscript) -> Labels {
    let mut by_block = Vec::with_capacity(manuscript.blocks.len());
    let mut roles: Vec<(String, TurnRole)> = Vec::new();
    for block in &manuscript.blocks {
        let label = told(manuscript, block);
        if let Some(label) = &label {
            let mut features = manuscript.features_at(label.range.start);
            let role = features.find_map(|feature| match feature.kind {
                FeatureKind::Turn(role) => Some(role),
                _ => None,
            });
            let role = role.or_else(|| TurnRole::said_by(&label.text));
            let role = role.unwrap_or(TurnRole::Speech);
            match roles.iter_mut().find(|(text, _)| *text == label.text) {
                Some((_, known)) if *known != role => *known = TurnRole::Speech,
                Some(_) => {}
                None => roles.push((label.text.clone(), role)),
            }
        }
        by_block.push(label);
    }
    Labels { by_block, resembling: Vec::new(), regular: Vec::new(), roles, remark: None }
}

/// The byte at which the words of a block begin whose label ends at a byte of the original: behind
/// what divides the two.
fn words_behind(block: &Block, original: &str, end: usize) -> usize {
    for run in block.runs.iter().filter(|run| run.range.end > end) {
        if run.written.is_some() {
            if run.text(original).trim().is_empty() {
                continue;
            }
            return run.range.start;
        }
        let start = run.range.start.max(end);
        let text = &original[start..run.range.end];
        let words = text.trim_start().trim_start_matches(DIVIDERS).trim_start();
        if !words.is_empty() {
            return if words.len() < text.trim_start().len() {
                run.range.end - words.len()
            } else {
                start
            };
        }
    }
    block.end()
}

/// What is said of lines that begin with a dash, as where people speak by turns whom nobody names:
/// they ask too, which the items of a list hardly do.
pub(super) fn dialogue_without_names(
    manuscript: &Manuscript,
    by_block: &[Option<Label>],
) -> Option<String> {
    let (mut n_lines, mut n_questions) = (0, 0);
    let mut sign = None;
    for (block, label) in manuscript.blocks.iter().zip(by_block) {
        let can_be =
            matches!(block.kind, BlockKind::Paragraph | BlockKind::Indented | BlockKind::Verbatim);
        if label.is_some() || block.outside.is_some() || !can_be {
            continue;
        }
        for line in block.text(&manuscript.original).lines().filter(|line| opens_line(line)) {
            sign = sign.or(line.trim_start().chars().next());
            n_lines += 1;
            n_questions += usize::from(line.trim_end().ends_with(['?', '？', '؟']));
        }
    }
    let is_dialogue = n_lines >= LEAST_IN_DIALOGUE && n_questions * 8 >= n_lines;
    let sign = sign.filter(|_| is_dialogue)?;
    Some(format!("{n_lines} lines begin like `{sign} …` and are no turns: nobody is named there"))
}
