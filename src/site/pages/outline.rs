//! The outline of a long text that questions do not divide.
//!
//! **Invariant:** its lines are in the order of the text, and each leads to what it says.

use super::asked::texts_of_turns;
use super::context::PageContext;
use super::views::OutlineView;
use crate::base::letters::{cells, sentences, within};
use crate::reading::corpus::{Block, Flow, SpeechId};
use crate::reading::labels;
use std::cmp::Reverse;
use std::ops::Range;

/// Headings from which they are an outline: two are seen without one.
const HEADINGS: usize = 3;

/// Turns of the outline of a text without headings: as many lines as are read at a glance.
const LONG_TURNS: usize = 16;

/// Runs of turns from which a text is so long that its readers ask where they are.
const MANY_RUNS: usize = 24;

/// Cells of a line of the outline: one line of the column, with who speaks.
const ROOM: usize = 72;

/// Cells from which a sentence says what a turn is about; “Yes, that is how you put it.” has 28.
const SAYS_ENOUGH: usize = 36;

/// A turn and those of the same speaker right after it.
struct Run {
    turns: Range<usize>,
    n_characters: usize,
}

impl PageContext<'_> {
    /// The headings of a text, or the long turns of a long one without headings. Nothing where
    /// questions divide it.
    pub(super) fn outline(&self, id: SpeechId, continued: &[bool]) -> Vec<OutlineView> {
        let turns = self.graph.turns(id);
        let in_exchanges: usize = turns.exchanges.iter().map(|of| of.turns.len()).sum();
        let are_asked = in_exchanges * 2 > turns.roles.len();

        let headings = self.headings_of(id);
        if headings.len() >= HEADINGS && headings.len() > turns.exchanges.len() {
            return headings;
        }
        if are_asked { Vec::new() } else { self.long_turns(id, continued) }
    }

    fn headings_of(&self, id: SpeechId) -> Vec<OutlineView> {
        let body = &self.graph.corpus.speech(id).body;
        let mut found: Vec<(u8, u32)> = Vec::new();
        let mut collect = |block: &Block| {
            if let Block::Heading(level, index) = block {
                found.push((*level, *index));
            }
        };
        for piece in &body.flow {
            match piece {
                Flow::Block(block) => collect(block),
                Flow::Turn(turn) => body.turns[*turn as usize].blocks.iter().for_each(&mut collect),
            }
        }

        let highest = found.iter().map(|(level, _)| *level).min().unwrap_or_default();
        let anchors = &self.graph.anchors(id).paragraphs;
        let mut views = Vec::with_capacity(found.len());
        for (level, index) in found {
            views.push(OutlineView {
                text: within(&body.paragraphs[index as usize].text, ROOM),
                label: String::new(),
                href: format!("#{}", anchors[index as usize]),
                level: if level == highest { 1 } else { 2 },
            });
        }
        views
    }

    /// The longest turns of a text of many, in their order.
    fn long_turns(&self, id: SpeechId, continued: &[bool]) -> Vec<OutlineView> {
        let body = &self.graph.corpus.speech(id).body;
        let texts = texts_of_turns(body);
        let mut runs: Vec<Run> = Vec::new();
        for (turn, texts) in texts.iter().enumerate() {
            let n_characters: usize = texts.iter().map(|text| text.chars().count()).sum();
            match runs.last_mut() {
                Some(run) if continued[turn] => {
                    run.n_characters += n_characters;
                    run.turns.end = turn + 1;
                }
                _ => runs.push(Run { turns: turn..turn + 1, n_characters }),
            }
        }
        if runs.len() < MANY_RUNS {
            return Vec::new();
        }

        runs.sort_by_key(|run| Reverse(run.n_characters));
        // Of a text just long enough a quarter of its turns: an outline that has each is the text
        // once more.
        runs.truncate(LONG_TURNS.min(runs.len() / 4));
        runs.sort_by_key(|run| run.turns.start);
        let mut views = Vec::with_capacity(runs.len());
        for run in runs {
            let label = labels::name(&body.turns[run.turns.start].label);
            let (turn, text) = about(&texts, run.turns);
            views.push(OutlineView {
                text: within(text, ROOM),
                label: label.to_owned(),
                href: format!("#{}", self.graph.anchors(id).turns[turn]),
                level: 1,
            });
        }
        views
    }
}

/// The first sentence of a run of turns that says what it is about, with the turn in which it is;
/// else the very first.
fn about<'t>(texts: &[Vec<&'t str>], turns: Range<usize>) -> (usize, &'t str) {
    let mut first = None;
    for turn in turns.clone() {
        for sentence in texts[turn].iter().flat_map(|text| sentences(text)) {
            let size: usize = sentence.trim().chars().map(cells).sum();
            if size >= SAYS_ENOUGH {
                return (turn, sentence);
            }
            first = first.or(Some((turn, sentence)));
        }
    }
    first.unwrap_or((turns.start, ""))
}
