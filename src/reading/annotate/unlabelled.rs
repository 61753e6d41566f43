//! Words that look like the label of a speaker and are none, and labels that look like nobody's.
//!
//! A label that is not set as labels are gives what follows to the speaker before. A label that
//! somebody misspelt, or words in bold that lead in a paragraph, are a speaker that nobody is. Who
//! speaks in one version of a speech and not in another was lost in one of these ways.
//!
//! **Invariant:** nothing is attributed here; an author is told the place. What a speech knows are
//! its own labels, its table and the people in its lists: no word is suspicious by itself.

use super::known::{Known, Unset, key};
use super::labels::Cast;
use super::mention::{How, Mention, Place};
use super::searcher::Searcher;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::{is_ended, is_han};
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::reading::corpus::{
    Block, Corpus, Defined, EntityId, Flow, MarkKind, Paragraph, Speech, SpeechId, Turn, TurnRole,
};
use crate::reading::labels;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Reports both.
pub(super) fn report(
    searcher: &Searcher<'_>,
    cast: &Cast<'_>,
    speech: &Speech,
    diagnostics: &mut Diagnostics,
) {
    let known = Known::of(searcher, speech);
    if speech.body.turns.is_empty() {
        return without_turns(speech, &known, diagnostics);
    }

    for block in speech.body.turns.iter().flat_map(|turn| &turn.blocks) {
        within_turn(speech, &known, block, diagnostics);
    }
    for piece in &speech.body.flow {
        if let Flow::Block(Block::Heading(_, index)) = piece {
            diagnostics.extend(heading_as_label(speech, &known, *index));
        }
    }
    diagnostics.extend(outside_turns(speech, &known));

    // Where a speech has a table, who is not in it is meant to be nobody.
    if speech.speakers.is_none() {
        labels_of_nobody(speech, &known, cast, diagnostics);
    }
}

/// Labels within a turn that begin none: any line of its paragraphs may be one, and of what is set
/// in another way the first words.
fn within_turn(speech: &Speech, known: &Known<'_>, block: &Block, diagnostics: &mut Diagnostics) {
    match block {
        Block::Paragraph(index) => {
            let paragraph = &speech.body.paragraphs[*index as usize];
            for line in lines(&paragraph.text) {
                if let Some(label) = known.unset_label(paragraph, line) {
                    diagnostics.push(looks_like_label(speech, paragraph, label));
                }
            }
        }
        Block::Heading(_, index) => diagnostics.extend(heading_as_label(speech, known, *index)),
        // Lists also tell who is there: a name is a label in them if other turns have it.
        Block::List { items, .. } => {
            for item in items {
                diagnostics.extend(first_as_label(speech, known, &item.blocks));
            }
        }
        // In a quotation it would be the words of whoever quotes.
        Block::Quote(blocks) => diagnostics.extend(first_as_label(speech, known, blocks)),
        Block::Definitions(parts) => {
            for part in parts {
                if let Defined::Term(index) = part {
                    diagnostics.extend(heading_as_label(speech, known, *index));
                }
            }
        }
        _ => {}
    }
}

/// Labels that occur once, with nobody behind them.
fn labels_of_nobody(
    speech: &Speech,
    known: &Known<'_>,
    cast: &Cast<'_>,
    diagnostics: &mut Diagnostics,
) {
    // Of two labels that are nearly one and occur once each, the later is told.
    let mut before = BTreeMap::new();
    let mut doubted: Vec<Diagnostic> = Vec::new();
    let mut strangers: Vec<&Turn> = Vec::new();
    for turn in &speech.body.turns {
        if known.times(&turn.label) == 1 && cast.behind(&turn.label).is_nobody() {
            match doubtful_label(speech, turn, known, &before) {
                Some(doubtful) => doubted.push(doubtful),
                None if TurnRole::said_by(&turn.label).is_none() => strangers.push(turn),
                None => {}
            }
        }
        before.entry(key(&turn.label)).or_insert(&turn.label_span);
    }

    // The other of two that are nearly one was shown with it.
    let places = doubted.iter().flat_map(|told| &told.labels);
    let shown: BTreeSet<usize> = places.map(|place| place.span.range.start).collect();
    strangers.retain(|turn| !shown.contains(&turn.label_span.start));
    diagnostics.extend(doubted);

    // Where nobody speaks twice, it says nothing of a label that it occurs once.
    let somebody_speaks_twice = before.keys().any(|key| known.times(key) > 1);
    if somebody_speaks_twice {
        diagnostics.extend(speak_once(speech, &strangers));
    }
}

/// The labels that occur once and are like none that the speech knows, with nobody behind them: the
/// slip of a name that occurs nowhere else is among them, and nothing tells it from the others.
fn speak_once(speech: &Speech, strangers: &[&Turn]) -> Option<Diagnostic> {
    if strangers.is_empty() {
        return None;
    }
    let labels = strangers.iter().map(|turn| format!("`{}`", turn.label));
    let labels = Message::joined(", ", labels);
    let message = say!("labels that occur once, with nobody behind them: {labels}", labels);

    let mut told = Diagnostic::new(Code::SpeaksOnce, message);
    for turn in strangers {
        told = told.at(Span::new(speech.file, turn.label_span.clone()), "");
    }
    Some(told.hint("see whether the label is spelt as the name is; `speakers` says who it is"))
}

/// Reports the labels of a speech in which none is set as labels are: words before a colon at the head
/// of two paragraphs at least, one of them the name of somebody who is listed, or what a reporter is
/// called. One alone may be a lead-in.
fn without_turns(speech: &Speech, known: &Known<'_>, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    let mut has_speaker = false;
    for piece in &speech.body.flow {
        let Flow::Block(Block::Paragraph(index)) = piece else {
            continue;
        };
        let paragraph = &speech.body.paragraphs[*index as usize];
        for line in lines(&paragraph.text) {
            if let Some((label, is_speaker)) = known.plain_label(paragraph, line) {
                has_speaker |= is_speaker;
                found.push(looks_like_label(speech, paragraph, label));
            }
        }
    }

    if has_speaker && found.len() > 1 {
        diagnostics.extend(found);
    }
}

/// Labels outside turns that are not set as labels are: with which a speech opens, or goes on below a
/// heading. Lists of those who are there stand outside turns too (`Chair: Ann Lee`); what somebody says
/// ends as sentences do.
fn outside_turns(speech: &Speech, known: &Known<'_>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for stretch in speech.body.flow.split(|piece| matches!(piece, Flow::Turn(_))) {
        let mut lines_of: Vec<(&Paragraph, Range<usize>)> = Vec::new();
        for piece in stretch {
            if let Flow::Block(Block::Paragraph(index)) = piece {
                let paragraph = &speech.body.paragraphs[*index as usize];
                lines_of.extend(lines(&paragraph.text).map(|line| (paragraph, line)));
            }
        }

        for (at, (paragraph, line)) in lines_of.iter().enumerate() {
            let Some(label) = known.unset_label(paragraph, line.clone()) else {
                continue;
            };
            let behind = paragraph.text[label.range.end..line.end].trim_matches([':', '：', ' ']);
            let said = match lines_of.get(at + 1) {
                Some((paragraph, line)) if behind.is_empty() => &paragraph.text[line.clone()],
                _ => behind,
            };
            if known.speaks(&paragraph.text[label.range.clone()]) && is_ended(said) {
                told.push(looks_like_label(speech, paragraph, label));
            }
        }
    }
    told
}

/// A heading that is the label of other turns: a heading of another level begins none.
fn heading_as_label(speech: &Speech, known: &Known<'_>, index: u32) -> Option<Diagnostic> {
    let paragraph = &speech.body.paragraphs[index as usize];
    let is_label = known.times(&paragraph.text) > 0;
    let label = Unset { range: 0..paragraph.text.len(), is_certain: false };
    is_label.then(|| looks_like_label(speech, paragraph, label))
}

/// A label in bold with its colon that begins an item of a list or a quotation, where it begins no
/// turn.
fn first_as_label(speech: &Speech, known: &Known<'_>, blocks: &[Block]) -> Option<Diagnostic> {
    let Some(Block::Paragraph(index)) = blocks.first() else {
        return None;
    };
    let paragraph = &speech.body.paragraphs[*index as usize];
    let bold = paragraph.marks.first().filter(|mark| mark.kind == MarkKind::Strong)?.bytes();
    let words = &paragraph.text[bold.clone()];
    let colon = [':', '：'];
    let has_colon = words.ends_with(colon) || paragraph.text[bold.end..].starts_with(colon);
    let is_label = bold.start == 0 && has_colon && known.times(words) > 0;
    let label = Unset { range: bold, is_certain: false };
    is_label.then(|| looks_like_label(speech, paragraph, label))
}

/// Reports who speaks in one version of a speech and in no turn of another that has turns.
pub(super) fn lost_speakers(corpus: &Corpus, mentions: &[Mention], diagnostics: &mut Diagnostics) {
    let mut versions: BTreeMap<&str, Vec<SpeechId>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        versions.entry(&speech.id).or_default().push(id);
    }

    let mut speakers: BTreeMap<SpeechId, BTreeMap<EntityId, u32>> = BTreeMap::new();
    for mention in mentions {
        if let (How::Label, Place::Label(turn)) = (mention.how, mention.place) {
            speakers.entry(mention.speech).or_default().entry(mention.entity).or_insert(turn);
        }
    }

    // A version in which nobody is known by name is one that nobody has annotated yet.
    for versions in versions.values() {
        for (version, other) in pairs(versions) {
            let (Some(here), Some(there)) = (speakers.get(&version), speakers.get(&other)) else {
                continue;
            };
            for (entity, turn) in here {
                if !there.contains_key(entity) {
                    let turn = &corpus.speech(version).body.turns[*turn as usize];
                    diagnostics.push(lost_speaker(corpus, version, other, *entity, turn));
                }
            }
        }
    }
}

/// Each of these with each other.
fn pairs(ids: &[SpeechId]) -> impl Iterator<Item = (SpeechId, SpeechId)> {
    let others = |id: SpeechId| ids.iter().map(move |other| (id, *other));
    ids.iter().flat_map(move |id| others(*id)).filter(|(id, other)| id != other)
}

fn lost_speaker(
    corpus: &Corpus,
    version: SpeechId,
    other: SpeechId,
    entity: EntityId,
    turn: &Turn,
) -> Diagnostic {
    let (here, there) = (corpus.speech(version), corpus.speech(other));
    let id = &corpus.entity(entity).id;
    let message =
        say!("`{id}` speaks here, and in no turn of `{there}`", id, there = there.full_id());
    Diagnostic::new(Code::LostSpeaker, message)
        .at(Span::new(here.file, turn.label_span.clone()), "")
        .hint(say!("see whether a label of `{there}` is not set as labels are, or misspelt; name it in its `speakers`", there = there.full_id()))
}

/// The lines of a paragraph, which hard breaks divide.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

fn looks_like_label(speech: &Speech, paragraph: &Paragraph, label: Unset) -> Diagnostic {
    let Unset { range: label, is_certain } = label;
    let text = paragraph.text[label.clone()].trim();
    let text =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || "[]【】〔〕［］:*_ ".contains(c));
    let text = text.trim_end_matches(|c| "[]【】〔〕［］*_ .．;；:：,，、".contains(c));
    let colon = if text.chars().any(is_han) { "：" } else { ":" };
    let message = say!("`{text}` looks like the label of a speaker, and is none", text);
    let told = Diagnostic::new(Code::LooksLikeLabel, message)
        .at(Span::new(speech.file, paragraph.source_range(&label)), "")
        .hint(say!(
            "write `**{text}{colon}**` if somebody begins to speak here, and `__{text}__` if not",
            text,
            colon
        ));
    Diagnostic { is_certain, ..told }
}

/// A label that occurs once, and nobody is behind it: a slip of another, or a phrase. `before` are the
/// labels of earlier turns, with the place of the first.
fn doubtful_label(
    speech: &Speech,
    turn: &Turn,
    known: &Known<'_>,
    before: &BTreeMap<String, &Range<usize>>,
) -> Option<Diagnostic> {
    let label = &turn.label;
    let doubtful = |message: Message| {
        let place = Span::new(speech.file, turn.label_span.clone());
        Diagnostic::new(Code::DoubtfulLabel, message).at(place, "")
    };

    if let Some(near) = known.nearest(label) {
        let earlier = before.get(&key(near));
        let near_occurs_once = known.times(near) <= 1;
        if !near_occurs_once || earlier.is_some() {
            let message =
                say!("the label `{label}` occurs once, and is nearly `{near}`", label, near);
            let told = doubtful(message).hint(say!("did you mean `{near}`?", near));
            // Of two that occur once each, either may be the slip.
            return Some(match earlier {
                Some(place) if near_occurs_once => {
                    told.at(Span::new(speech.file, (*place).clone()), "this one occurs once, too")
                }
                _ => told,
            });
        }
    }

    if TurnRole::said_by(label).is_some() || !labels::reads_like_phrase(label) {
        return None;
    }
    let message = say!("`{label}` occurs once as a speaker, and reads like a lead-in", label);
    let hint = say!(
        "write `__{label}:__` if nobody of that name speaks; else name it in `speakers`",
        label
    );
    Some(doubtful(message).hint(hint))
}
