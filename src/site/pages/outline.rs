//! The outline of a long text that questions do not divide.
//!
//! **Invariant:** its lines are in the order of the text, and each leads to what it says.

use super::asked::texts_of_turns;
use super::context::PageContext;
use super::views::OutlineView;
use crate::base::letters::{sentences, within};
use crate::reading::corpus::{Block, Flow, SpeechId};
use crate::reading::labels;
use std::cmp::Reverse;

/// Headings from which they are an outline: two are seen without one.
const HEADINGS: usize = 3;

/// Turns of the outline of a text without headings: as many lines as are read at a glance.
const LONG_TURNS: usize = 16;

/// Runs of turns from which a text is so long that its readers ask where they are.
const MANY_RUNS: usize = 24;

/// Cells of a line of the outline.
const ROOM: usize = 72;

/// A turn and those of the same speaker right after it.
struct Run {
    first: u32,
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
        for (turn, texts) in (0..).zip(&texts) {
            let n_characters: usize = texts.iter().map(|text| text.chars().count()).sum();
            match runs.last_mut() {
                Some(run) if continued[turn as usize] => run.n_characters += n_characters,
                _ => runs.push(Run { first: turn, n_characters }),
            }
        }
        if runs.len() < MANY_RUNS {
            return Vec::new();
        }

        runs.sort_by_key(|run| Reverse(run.n_characters));
        // Of a text just long enough a quarter of its turns: where each is in the outline, it is
        // the text once more.
        runs.truncate(LONG_TURNS.min(runs.len() / 4));
        runs.sort_by_key(|run| run.first);
        let mut views = Vec::with_capacity(runs.len());
        for run in runs {
            let turn = run.first as usize;
            let first = texts[turn].first().and_then(|text| sentences(text).first().copied());
            views.push(OutlineView {
                text: within(first.unwrap_or_default(), ROOM),
                label: labels::name(&body.turns[turn].label).to_owned(),
                href: format!("#{}", self.graph.anchors(id).turns[turn]),
                level: 1,
            });
        }
        views
    }
}
