//! Words that look like the label of a speaker and are none, and labels that look like nobody's.
//!
//! A label that is not set as labels are gives what follows to the speaker before. A label that
//! somebody misspelt, or words in bold that lead in a paragraph, are a speaker that nobody is. Who
//! speaks in one version of a speech and not in another was lost in one of these ways.
//!
//! **Invariant:** nothing is attributed here; an author is told the place. What a speech knows are
//! its own labels, its table and the people in its lists: no word is suspicious by itself.

use super::labels::Cast;
use super::mention::{How, Mention, Place};
use super::searcher::Searcher;
use crate::base::diag::{Code, Diagnostic, Diagnostics, distance};
use crate::base::letters::{fold_label, is_han};
use crate::base::lexicon::{is_person_name, lead_ins, surname};
use crate::base::sources::Span;
use crate::reading::corpus::{
    Block, Corpus, Defined, EntityId, Flow, Item, MarkKind, Paragraph, Speech, SpeechId, Turn,
    TurnRole,
};
use crate::reading::labels;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What may divide a label from the words, besides a colon: no sentence goes on so behind its first
/// name.
const OTHER_MARKS: [&str; 7] = [" — ", " – ", " - ", "——", "；", ";", "．"];
/// A label is looked for in so many characters.
const REACH: usize = 60;

/// Reports both.
pub(super) fn report(
    searcher: &Searcher<'_>,
    cast: &Cast<'_>,
    speech: &Speech,
    diagnostics: &mut Diagnostics,
) {
    if speech.body.turns.is_empty() {
        return;
    }
    let known = Known::of(searcher, speech);
    // Before the first turn stand lists of those who are there, and within lists too.
    for block in speech.body.turns.iter().flat_map(|turn| &turn.blocks) {
        let index = match block {
            Block::Paragraph(index) => index,
            Block::Heading(_, index) => {
                diagnostics.extend(heading_as_label(speech, &known, *index));
                continue;
            }
            Block::List { items, .. } => {
                for item in items {
                    diagnostics.extend(item_as_label(speech, &known, item));
                }
                continue;
            }
            Block::Definitions(parts) => {
                for part in parts {
                    if let Defined::Term(index) = part {
                        diagnostics.extend(heading_as_label(speech, &known, *index));
                    }
                }
                continue;
            }
            _ => continue,
        };
        let paragraph = &speech.body.paragraphs[*index as usize];
        for line in lines(&paragraph.text) {
            if let Some(label) = known.unset_label(paragraph, line) {
                diagnostics.push(looks_like_label(speech, paragraph, label));
            }
        }
    }

    for piece in &speech.body.flow {
        if let Flow::Block(Block::Heading(_, index)) = piece {
            diagnostics.extend(heading_as_label(speech, &known, *index));
        }
    }

    // Of two labels that are nearly one and occur once each, the later is told.
    let mut before = BTreeSet::new();
    for turn in &speech.body.turns {
        let key = key(&turn.label);
        let occurs_once = known.labels.get(&key).is_some_and(|(_, times)| *times == 1);
        // Where a speech has a table, who is not in it is meant to be nobody.
        if occurs_once && speech.speakers.is_none() && cast.behind(&turn.label).is_nobody() {
            diagnostics.extend(doubtful_label(speech, turn, &known, &before));
        }
        before.insert(key);
    }
}

/// A heading that is the label of other turns: a heading of another level begins none.
fn heading_as_label(speech: &Speech, known: &Known<'_>, index: u32) -> Option<Diagnostic> {
    let paragraph = &speech.body.paragraphs[index as usize];
    let is_label = known.times(&paragraph.text) > 0;
    let label = Unset { range: 0..paragraph.text.len(), is_certain: false };
    is_label.then(|| looks_like_label(speech, paragraph, label))
}

/// A label in bold with its colon that begins an item of a list, where it begins no turn.
fn item_as_label(speech: &Speech, known: &Known<'_>, item: &Item) -> Option<Diagnostic> {
    let Some(Block::Paragraph(index)) = item.blocks.first() else {
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
    let message = format!("`{id}` speaks here, and in no turn of `{}`", there.full_id());
    Diagnostic::new(Code::LostSpeaker, message)
        .at(Span::new(here.file, turn.label_span.clone()), "")
        .hint(format!(
            "see whether a label of `{}` is not set as labels are, or misspelt; name it in its `speakers`",
            there.full_id()
        ))
}

/// The labels that a speech knows.
struct Known<'s> {
    /// By what is compared of the name: as it is written, and how many turns it begins.
    labels: BTreeMap<String, (&'s str, usize)>,
}

impl<'s> Known<'s> {
    fn of(searcher: &Searcher<'s>, speech: &'s Speech) -> Self {
        let mut known = Known { labels: BTreeMap::new() };
        // Turns are many and labels few.
        let mut keys: BTreeMap<&str, String> = BTreeMap::new();
        for turn in &speech.body.turns {
            let key = keys.entry(&turn.label).or_insert_with(|| key(&turn.label));
            match known.labels.get_mut(key) {
                Some((_, times)) => *times += 1,
                None => drop(known.labels.insert(key.clone(), (&turn.label, 1))),
            }
        }
        for speaker in speech.speakers.iter().flatten() {
            known.labels.entry(key(&speaker.label)).or_insert((&speaker.label, 0));
        }

        let listed = speech.lists.iter().flatten().map(|listed| &listed.entity);
        for reference in listed.chain(&speech.speaker) {
            let Some(id) = searcher.corpus.find_entity(&reference.id) else {
                continue;
            };
            let entity = searcher.corpus.entity(id);
            if searcher.config.kinds.kind(entity.kind).personal {
                for alias in &entity.aliases {
                    known.labels.entry(key(&alias.text)).or_insert((&alias.text, 0));
                }
            }
        }
        known.labels.remove("");
        known
    }

    fn times(&self, label: &str) -> usize {
        self.labels.get(&key(label)).map_or(0, |(_, times)| *times)
    }

    /// Whether a wording is a label that is known, and not a sentence that begins with one.
    fn knows(&self, text: &str) -> bool {
        // Most lines are sentences, and are not compared whole.
        text.char_indices().nth(REACH).is_none()
            && !text.contains(['，', ',', '。', '!', '?', '！', '？'])
            && self.labels.contains_key(&key(text))
    }

    /// The label of a turn that a wording is a slip of: one letter less, more, other or swapped; of a
    /// name of two letters one other.
    fn nearest(&self, wording: &str) -> Option<&'s str> {
        let written = key(wording);
        let length = written.chars().count();
        for (key, (label, times)) in &self.labels {
            let is_slip = match length {
                0 | 1 => false,
                2 => {
                    let n_same = key.chars().zip(written.chars()).filter(|(a, b)| a == b).count();
                    key.chars().count() == 2 && n_same == 1
                }
                _ => distance(&written, key) == 1,
            };
            if *times > 0 && is_slip && *key != written {
                return Some(label);
            }
        }
        None
    }

    /// What looks like a label at the beginning of a line.
    fn unset_label(&self, paragraph: &Paragraph, line: Range<usize>) -> Option<Unset> {
        let text = &paragraph.text[line.clone()];
        let is_marked = |kind: &MarkKind| {
            matches!(kind, MarkKind::Mention { .. } | MarkKind::Element("b") | MarkKind::Code)
        };
        let mut marks = paragraph.marks.iter();
        if marks.any(|mark| mark.range.start as usize == line.start && is_marked(&mark.kind)) {
            // An author said that it is none.
            return None;
        }

        let (end, is_certain) = self.end_of_label(paragraph, text, line.start)?;
        Some(Unset { range: line.start..line.start + end, is_certain })
    }

    /// Where a label in brackets ends, `[Ann Lee]`, or one behind a time, `[00:01:02] Ann Lee:`.
    fn end_of_bracketed(&self, text: &str) -> Option<usize> {
        const PAIRS: [(char, char); 4] = [('[', ']'), ('【', '】'), ('〔', '〕'), ('［', '］')];
        let (_, close) = *PAIRS.iter().find(|(open, _)| text.starts_with(*open))?;
        let open = text.chars().next()?.len_utf8();
        let end = text.find(close)?;
        let inner = &text[open..end];
        let end = end + close.len_utf8();
        if self.knows(inner) {
            return Some(end);
        }

        let rest = &text[end..];
        let colon = rest.find([':', '：'])?;
        (labels::is_time(inner) && self.knows(&rest[..colon])).then_some(end + colon)
    }

    /// Where the label ends, and whether it is one for certain: it is known, and a colon or bold type
    /// says that it was meant.
    fn end_of_label(
        &self,
        paragraph: &Paragraph,
        text: &str,
        start: usize,
    ) -> Option<(usize, bool)> {
        let reach = text.char_indices().nth(REACH).map_or(text.len(), |(at, _)| at);
        if let Some(end) = self.end_of_bracketed(text) {
            return Some((end, false));
        }
        if let Some(colon) = text[..reach].find([':', '：']) {
            let label = text[..colon].trim();
            let is_alone = text[colon..].trim_matches([':', '：', ' ']).is_empty();
            let is_label = self.knows(label)
                || (has_form_of_name(label) && self.nearest(label).is_some())
                || (is_alone && has_form_of_name(label));
            if is_label {
                return Some((colon, self.knows(label)));
            }
        }
        for mark in OTHER_MARKS {
            if let Some(at) = text[..reach].find(mark)
                && self.knows(&text[..at])
            {
                return Some((at, false));
            }
        }

        // A name in bold or italics, or on a line of its own.
        for mark in &paragraph.marks {
            let (from, to) = (mark.range.start as usize, mark.range.end as usize);
            let is_type = matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis);
            let words = paragraph.text.get(from..to).unwrap_or_default();
            let is_alone = words.len() == text.trim_end().len() && is_whole_name(words);
            if is_type && from == start && (is_alone || self.knows(words)) {
                let is_certain = mark.kind == MarkKind::Strong && self.knows(words);
                return Some((to - from, is_certain));
            }
        }
        self.knows(text).then_some((text.len(), false))
    }
}

/// What looks like a label and is none.
struct Unset {
    /// Bytes of the paragraph's text.
    range: Range<usize>,
    /// Whether it is certain that it was meant as one.
    is_certain: bool,
}

/// What is compared of a label: its name, without case, width and spacing.
fn key(label: &str) -> String {
    fold_label(labels::name(label))
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

/// Whether a wording has the form of a Chinese person's whole name; with a colon behind it the family
/// name may be an everyday word too.
fn is_whole_name(text: &str) -> bool {
    let name = labels::without_separator(text);
    let has_colon = name.len() < text.trim().len();
    let is_short = (2..=4).contains(&name.chars().count()) && name.chars().all(is_han);
    is_person_name(name) || (has_colon && is_short && surname(name).is_some())
}

/// Whether a wording has the form of somebody's whole name.
fn has_form_of_name(text: &str) -> bool {
    if text.chars().any(is_han) {
        return is_person_name(text) || TurnRole::said_by(text).is_some();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase))
}

fn looks_like_label(speech: &Speech, paragraph: &Paragraph, label: Unset) -> Diagnostic {
    let Unset { range: label, is_certain } = label;
    let text = paragraph.text[label.clone()].trim();
    let text =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || "[]【】〔〕［］:*_ ".contains(c));
    let text = text.trim_end_matches(|c| "[]【】〔〕［］*_ .．;；:：".contains(c));
    let colon = if text.chars().any(is_han) { "：" } else { ":" };
    let message = format!("`{text}` looks like the label of a speaker, and is none");
    let told = Diagnostic::new(Code::LooksLikeLabel, message)
        .at(Span::new(speech.file, paragraph.source_range(&label)), "")
        .hint(format!(
            "write `**{text}{colon}**` if somebody begins to speak here, and `__{text}__` if not"
        ));
    Diagnostic { is_certain, ..told }
}

/// A label that occurs once, and nobody is behind it: a slip of another, or a phrase.
fn doubtful_label(
    speech: &Speech,
    turn: &Turn,
    known: &Known<'_>,
    before: &BTreeSet<String>,
) -> Option<Diagnostic> {
    let label = &turn.label;
    let diagnostic = |message: String| {
        Diagnostic::new(Code::DoubtfulLabel, message)
            .at(Span::new(speech.file, turn.label_span.clone()), "")
    };
    let near = known.nearest(label);
    if let Some(near) = near.filter(|near| known.times(near) > 1 || before.contains(&key(near))) {
        let message = format!("the label `{label}` occurs once, and is nearly `{near}`");
        return Some(diagnostic(message).hint(format!("did you mean `{near}`?")));
    }
    reads_like_phrase(label).then(|| {
        diagnostic(format!("`{label}` occurs once as a speaker, and reads like a lead-in")).hint(
            format!(
                "write `__{label}:__` if nobody of that name speaks; else name it in `speakers`"
            ),
        )
    })
}

/// Whether a label reads like words that lead in a paragraph: `On the ferry`, `Note`. Small letters
/// say nothing, for `A voice` and `Senior official` speak too.
fn reads_like_phrase(label: &str) -> bool {
    let first = labels::name(label).split_whitespace().next().unwrap_or_default();
    TurnRole::said_by(label).is_none() && lead_ins().contains(&first.to_lowercase().as_str())
}
