//! What a turn is (question, answer, neither), and which turns belong together.

use crate::reading::annotate::speaker_entry;
use crate::reading::corpus::{Flow, Paragraph, Speech, TurnRole};
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
    /// Indices of turns, half-open; they stand side by side.
    pub turns: Range<u32>,
}

impl SpeechTurns {
    /// The exchange that a turn belongs to, with its index.
    #[must_use]
    pub fn exchange_of(&self, turn: u32) -> Option<(usize, &Exchange)> {
        let index = self.exchanges.partition_point(|exchange| exchange.turns.end <= turn);
        self.exchanges
            .get(index)
            .filter(|exchange| exchange.turns.contains(&turn))
            .map(|exchange| (index, exchange))
    }
}

/// Decides what each turn is: what `speakers` says, what the label says, and the principal speaker's turns in a text that has questions are answers.
///
/// `principals` says of each turn whether the speech's speaker is behind its label.
pub(super) fn of_speech(speech: &Speech, principals: &[bool]) -> SpeechTurns {
    let stated: Vec<Option<TurnRole>> =
        speech.body.turns.iter().map(|turn| stated_role(speech, &turn.label)).collect();
    let has_questions = stated.contains(&Some(TurnRole::Question));
    let role = |(stated, principal): (Option<TurnRole>, &bool)| {
        stated.unwrap_or(if has_questions && *principal {
            TurnRole::Answer
        } else {
            TurnRole::Speech
        })
    };
    let roles: Vec<TurnRole> = stated.into_iter().zip(principals).map(role).collect();
    let exchanges = exchanges(speech, &roles);
    SpeechTurns { roles, exchanges }
}

fn stated_role(speech: &Speech, label: &str) -> Option<TurnRole> {
    if let Some(turn) = speaker_entry(speech, label).and_then(|speaker| speaker.turn) {
        return Some(turn);
    }
    TurnRole::said_by(label)
}

/// Questions with the answers that follow; a heading or a turn that is neither ends an exchange.
fn exchanges(speech: &Speech, roles: &[TurnRole]) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    let mut open: Option<(u32, bool)> = None;
    let mut close = |open: &mut Option<(u32, bool)>, end: u32| {
        if let Some((start, _)) = open.take() {
            exchanges.push(Exchange { turns: start..end });
        }
    };
    for piece in &speech.body.flow {
        let Flow::Turn(turn) = *piece else {
            let next = next_turn(speech, piece);
            close(&mut open, next);
            continue;
        };
        match (roles[turn as usize], open) {
            (TurnRole::Question, Some((start, false))) => open = Some((start, false)),
            (TurnRole::Question, _) => {
                close(&mut open, turn);
                open = Some((turn, false));
            }
            (TurnRole::Answer, Some((start, _))) => open = Some((start, true)),
            (TurnRole::Answer | TurnRole::Speech, _) => close(&mut open, turn),
        }
    }
    close(&mut open, u32::try_from(roles.len()).unwrap_or(u32::MAX));
    exchanges
}

/// The first turn after a piece of the flow.
fn next_turn(speech: &Speech, piece: &Flow) -> u32 {
    let after = speech.body.flow.iter().skip_while(|other| !std::ptr::eq(*other, piece));
    let next = after
        .filter_map(|piece| if let Flow::Turn(turn) = piece { Some(*turn) } else { None })
        .next();
    next.unwrap_or(u32::try_from(speech.body.turns.len()).unwrap_or(u32::MAX))
}

/// For each paragraph the stretch of text within which an entity is linked once: its exchange, its turn, or its section of narrative.
pub(super) fn stretches(speech: &Speech, turns: &SpeechTurns) -> Vec<u32> {
    let n_turns = u32::try_from(turns.roles.len()).unwrap_or(u32::MAX);
    let mut section = n_turns;
    let stretch = |paragraph: &Paragraph| match paragraph.turn {
        Some(turn) => turns.exchange_of(turn).map_or(turn, |(_, exchange)| exchange.turns.start),
        None => {
            if paragraph.role == crate::reading::corpus::ParagraphRole::Heading {
                section += 1;
            }
            section
        }
    };
    speech.body.paragraphs.iter().map(stretch).collect()
}
