//! What a turn is (question, answer, neither), and which turns belong together.

use crate::reading::annotate::speaker_entry;
use crate::reading::corpus::{Flow, ParagraphRole, Speech, TurnRole};
use crate::reading::labels;
use std::ops::Range;

/// The turns of one speech.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeechTurns {
    /// What each turn is.
    pub roles: Vec<TurnRole>,
    /// Questions with their answers.
    pub exchanges: Vec<Exchange>,
}

/// A question and its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Indices of turns, half-open; they follow one another.
    pub turns: Range<u32>,
}

impl SpeechTurns {
    /// The exchange that a turn belongs to, with its index.
    pub fn exchange_of(&self, turn: u32) -> Option<(usize, &Exchange)> {
        let index = self.exchanges.partition_point(|exchange| exchange.turns.end <= turn);
        let exchange = self.exchanges.get(index)?;
        exchange.turns.contains(&turn).then_some((index, exchange))
    }
}

/// Decides what each turn is: what `speakers` says, or what the label says. Where there are
/// questions, the other turns of the principal speakers are answers.
///
/// `principals` says of each turn whether a speaker of the speech is behind its label.
pub(super) fn of_speech(speech: &Speech, principals: &[bool]) -> SpeechTurns {
    let turns = speech.body.turns.iter();
    let stated: Vec<Option<TurnRole>> =
        turns.map(|turn| stated_role(speech, &turn.label)).collect();
    let has_questions = stated.contains(&Some(TurnRole::Question));

    let mut roles = Vec::with_capacity(stated.len());
    for (stated, is_principal) in stated.into_iter().zip(principals) {
        roles.push(match stated {
            Some(role) => role,
            None if has_questions && *is_principal => TurnRole::Answer,
            None => TurnRole::Speech,
        });
    }
    let exchanges = exchanges(speech, &roles);
    SpeechTurns { roles, exchanges }
}

fn stated_role(speech: &Speech, label: &str) -> Option<TurnRole> {
    let entry = speaker_entry(speech, label);
    entry.and_then(|speaker| speaker.turn).or_else(|| TurnRole::said_by(labels::name(label)))
}

/// An exchange to which the next turn may belong.
#[derive(Clone, Copy)]
struct Open {
    start: u32,
    has_answer: bool,
}

/// Questions with the answers that follow; a block outside turns, or a turn that is neither, ends
/// an exchange.
fn exchanges(speech: &Speech, roles: &[TurnRole]) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    let mut open: Option<Open> = None;
    // The turns before this one have been read.
    let mut next = 0;
    let mut close = |open: &mut Option<Open>, end: u32| {
        if let Some(Open { start, .. }) = open.take() {
            exchanges.push(Exchange { turns: start..end });
        }
    };

    for piece in &speech.body.flow {
        let Flow::Turn(turn) = *piece else {
            close(&mut open, next);
            continue;
        };
        next = turn + 1;
        match (roles[turn as usize], &mut open) {
            // Several ask before anyone answers.
            (TurnRole::Question, Some(open)) if !open.has_answer => {}
            (TurnRole::Question, _) => {
                close(&mut open, turn);
                open = Some(Open { start: turn, has_answer: false });
            }
            (TurnRole::Answer, Some(open)) => open.has_answer = true,
            (TurnRole::Answer | TurnRole::Speech, _) => close(&mut open, turn),
        }
    }
    close(&mut open, next);
    exchanges
}

/// For each paragraph the stretch of text within which an entity is linked once: its exchange, its
/// turn, or its section of narrative.
pub(super) fn stretches(speech: &Speech, turns: &SpeechTurns) -> Vec<u32> {
    // Turns and exchanges are named by their first turn, sections by numbers above all of these.
    let mut section = u32::try_from(turns.roles.len()).unwrap_or(u32::MAX);
    let mut stretches = Vec::with_capacity(speech.body.paragraphs.len());
    for paragraph in &speech.body.paragraphs {
        let Some(turn) = paragraph.turn else {
            if paragraph.role == ParagraphRole::Heading {
                section += 1;
            }
            stretches.push(section);
            continue;
        };
        let exchange = turns.exchange_of(turn);
        stretches.push(exchange.map_or(turn, |(_, exchange)| exchange.turns.start));
    }
    stretches
}
