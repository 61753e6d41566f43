//! The merged paragraphs → the same, with a mark where one does not stand in its turn.
//!
//! A paragraph without a label is said by whoever the label above it names. Where one side put a
//! label in and the other a paragraph, the words of one would be under the name of the other.

use super::body::{Piece, Placed, Region, Same};
use super::paragraphs::Paragraph;

/// The beginning of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Turn<'t> {
    /// The paragraph that has it.
    same: Same,
    /// Its label, or the line that it is; empty before the first.
    label: &'t str,
}

/// What stands above the first label.
const NONE: Turn<'static> = Turn { same: Same::Imported(usize::MAX), label: "" };

/// Puts a mark before each paragraph that is not in the turn that it was in on its side.
pub(super) fn told<'t>(
    pieces: Vec<Piece<'t>>,
    regions: &[Region],
    ours: &[Paragraph<'t>],
    theirs: &[Paragraph<'t>],
) -> Vec<Piece<'t>> {
    let ours = turns_of(
        ours,
        regions.iter().flat_map(|region| region.ours.clone().map(|at| region.our_same(at))),
    );
    let theirs = turns_of(
        theirs,
        regions.iter().flat_map(|region| region.theirs.clone().map(|at| region.their_same(at))),
    );

    let mut checked = Vec::with_capacity(pieces.len());
    let mut turn = NONE;
    let mut last_told = None;
    for piece in pieces {
        if let Piece::Text(placed) = &piece {
            let sides = [placed.ours.map(|at| ours[at]), placed.theirs.map(|at| theirs[at])];
            let was: Vec<Turn<'_>> = sides.into_iter().flatten().collect();
            let is_there = was.iter().any(|was| is_one(turn, *was, placed));
            if placed.paragraph.goes_on() && !is_there {
                let told = (turn, was[0]);
                if last_told != Some(told) {
                    checked.push(Piece::Mark(misplaced(was[0])));
                }
                last_told = Some(told);
            }
            if let Some(line) = placed.paragraph.turn() {
                turn = Turn { same: placed.same, label: label(line) };
            }
        }
        checked.push(piece);
    }
    checked
}

/// Whether the turn in the merged text is that in which a paragraph was. What was imported follows its
/// turn, whatever that is called now; what is new on one side was put under a name.
fn is_one(turn: Turn<'_>, was: Turn<'_>, placed: &Placed<'_>) -> bool {
    let is_imported = matches!(placed.same, Same::Imported(_));
    turn.same == was.same && (is_imported || turn.label == was.label)
}

/// The turn that each paragraph's first words are in; `sames` says what the paragraphs are.
fn turns_of<'t>(paragraphs: &[Paragraph<'t>], sames: impl Iterator<Item = Same>) -> Vec<Turn<'t>> {
    let mut turns = Vec::with_capacity(paragraphs.len());
    let mut turn = NONE;
    for (paragraph, same) in paragraphs.iter().zip(sames) {
        turns.push(turn);
        if let Some(line) = paragraph.turn() {
            turn = Turn { same, label: label(line) };
        }
    }
    turns
}

fn label(line: &str) -> &str {
    let Some(bold) = line.trim().strip_prefix("**") else {
        return line.trim();
    };
    bold.split_once("**").map_or(bold, |(label, _)| label.trim_end_matches([':', '：']))
}

fn misplaced(was: Turn<'_>) -> String {
    match was.label {
        "" => "see who says this: no label stood above it".to_owned(),
        label => format!("see who says this: it stood under “{label}”"),
    }
}
