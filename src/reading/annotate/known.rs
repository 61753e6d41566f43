//! The labels that a speech knows, and what at the head of a line looks like one of them.
//!
//! **Invariant:** no word is suspicious by itself: it is like a label of the speech's own, of its
//! table, or like a name of somebody in its lists.

use super::searcher::Searcher;
use crate::base::letters::{fold_label, is_han};
use crate::base::lexicon::{is_person_name, surname};
use crate::base::slips::{Candidates, distance_within};
use crate::reading::corpus::{MarkKind, Paragraph, Speech, TurnRole};
use crate::reading::labels;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What may divide a label from the words, besides a colon: no sentence goes on so behind its first
/// name.
const OTHER_MARKS: [&str; 7] = [" — ", " – ", " - ", "——", "；", ";", "．"];
/// What is in one of these; most lines have nothing of it near their beginning.
const IN_OTHER_MARKS: [char; 6] = ['—', '–', '-', '；', ';', '．'];
/// A label is looked for in so many characters.
const REACH: usize = 60;

/// The labels that a speech knows.
pub(super) struct Known<'s> {
    /// By what is compared of the name: as it is written, and how many turns it begins.
    labels: BTreeMap<String, (&'s str, usize)>,
    /// The labels of its table, by the same.
    table: BTreeSet<String>,
    /// Whether its labels are in capitals.
    is_in_capitals: bool,
    /// What is compared of the labels of turns.
    of_turns: Candidates<String>,
}

impl<'s> Known<'s> {
    pub(super) fn of(searcher: &Searcher<'s>, speech: &'s Speech) -> Self {
        let mut known = Known {
            labels: BTreeMap::new(),
            table: BTreeSet::new(),
            is_in_capitals: false,
            of_turns: Candidates::of([]),
        };
        // Turns are many and labels few.
        let mut keys: BTreeMap<&str, String> = BTreeMap::new();
        for turn in &speech.body.turns {
            let key = keys.entry(&turn.label).or_insert_with(|| key(&turn.label));
            match known.labels.get_mut(key) {
                Some((_, times)) => *times += 1,
                None => drop(known.labels.insert(key.clone(), (&turn.label, 1))),
            }
        }
        known.is_in_capitals = speech.body.turns.len() > 1
            && known.labels.values().all(|(label, _)| is_in_capitals(label));
        for speaker in speech.speakers.iter().flatten() {
            known.labels.entry(key(&speaker.label)).or_insert((&speaker.label, 0));
            known.table.insert(key(&speaker.label));
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
        known.of_turns = Candidates::of(keys.into_values().filter(|key| !key.is_empty()));
        known
    }

    pub(super) fn times(&self, label: &str) -> usize {
        self.labels.get(&key(label)).map_or(0, |(_, times)| *times)
    }

    /// Whether a label is one of a turn, or of the speech's table.
    pub(super) fn speaks(&self, label: &str) -> bool {
        self.times(label) > 0 || self.table.contains(&key(label))
    }

    /// Whether a wording is a label that is known, and not a sentence that begins with one.
    fn knows(&self, text: &str) -> bool {
        // Most lines are sentences, and are not compared whole.
        text.char_indices().nth(REACH).is_none()
            && !text.contains(['，', ',', '。', '!', '?', '！', '？'])
            && self.labels.contains_key(&key(text))
    }

    /// The label of a turn that a wording is a slip of: one letter less, more, other or swapped; of a
    /// name of two letters one other, or a third that is missing behind a Chinese surname.
    pub(super) fn nearest(&self, wording: &str) -> Option<&'s str> {
        let written = key(wording);
        let length = written.chars().count();
        let is_slip = |key: &str| match length {
            0 | 1 => false,
            2 if key.chars().count() == 3 => is_shortened_name(&written, key),
            2 => {
                let n_same = key.chars().zip(written.chars()).filter(|(a, b)| a == b).count();
                key.chars().count() == 2 && n_same == 1
            }
            _ => true,
        };

        let near = self.of_turns.within(&written, 1);
        near.into_iter().filter(|key| **key != written && is_slip(key)).find_map(|key| {
            let (label, _) = *self.labels.get(key)?;
            (!are_counted(wording, label)).then_some(label)
        })
    }

    /// What looks like a label at the beginning of a line.
    pub(super) fn unset_label(&self, paragraph: &Paragraph, line: Range<usize>) -> Option<Unset> {
        if is_said_to_be_none(paragraph, line.start) {
            return None;
        }

        let text = &paragraph.text[line.clone()];
        let (end, is_certain) = self.end_of_label(paragraph, text, line.start)?;
        Some(Unset { range: line.start..line.start + end, is_certain })
    }

    /// What is before the colon at the beginning of a line, and whether somebody who speaks is called
    /// so, where the speech has no label that would show how it sets them.
    pub(super) fn plain_label(
        &self,
        paragraph: &Paragraph,
        line: Range<usize>,
    ) -> Option<(Unset, bool)> {
        if is_said_to_be_none(paragraph, line.start) {
            return None;
        }

        let text = &paragraph.text[line.clone()];
        let reach = text.char_indices().nth(REACH).map_or(text.len(), |(at, _)| at);
        let colon = text[..reach].find([':', '：'])?;
        let label = text[..colon].trim();
        let is_known = self.knows(label);
        let is_speaker = is_known || TurnRole::said_by(label).is_some();
        let unset = Unset { range: line.start..line.start + colon, is_certain: is_known };
        (is_speaker || has_form_of_name(label)).then_some((unset, is_speaker))
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
                || (is_alone && has_form_of_name(label))
                || (self.is_in_capitals && is_name_in_capitals(label));
            if is_label {
                return Some((colon, self.knows(label)));
            }
        }
        if text[..reach].contains(IN_OTHER_MARKS) {
            for mark in OTHER_MARKS {
                if let Some(at) = text[..reach].find(mark)
                    && self.knows(&text[..at])
                {
                    return Some((at, false));
                }
            }
        }

        // A name in bold or italics, or on a line of its own.
        for mark in &paragraph.marks {
            let (from, to) = (mark.range.start as usize, mark.range.end as usize);
            let is_type = matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis);
            let words = paragraph.text.get(from..to).unwrap_or_default();
            // `**Ann Lee,** who…` is a slip of the colon.
            let words = words.trim_end_matches([',', '，', '、']);
            let is_alone = words.len() == text.trim_end().len() && is_whole_name(words);
            if is_type && from == start && (is_alone || self.knows(words)) {
                let is_certain = mark.kind == MarkKind::Strong && self.knows(words);
                return Some((to - from, is_certain));
            }
        }
        self.knows(text).then_some((text.len(), false))
    }
}

/// Whether an author said, by a mark there, that no label begins.
fn is_said_to_be_none(paragraph: &Paragraph, at: usize) -> bool {
    let is_marked = |kind: &MarkKind| {
        matches!(kind, MarkKind::Mention { .. } | MarkKind::Element("b") | MarkKind::Code)
    };
    let mut marks = paragraph.marks.iter();
    marks.any(|mark| mark.range.start as usize == at && is_marked(&mark.kind))
}

/// What looks like a label and is none.
pub(super) struct Unset {
    /// Bytes of the paragraph's text.
    pub(super) range: Range<usize>,
    /// Whether it is certain that it was meant as one.
    pub(super) is_certain: bool,
}

/// Whether two labels are told apart by what counts them: `Audience 1` and `Audience 2`, `Voter A` and
/// `Voter B`, 委员一 and 委员二.
fn are_counted(one: &str, other: &str) -> bool {
    let uncounted = |label| {
        let name = labels::name(label);
        match name.rsplit_once(' ') {
            Some((words, last)) if last.chars().count() == 1 => Some(words),
            _ => {
                let is_counter = |c: char| c.is_numeric() || HAN_COUNTERS.contains(c);
                let words = name.trim_end_matches(is_counter).trim_end();
                (!words.is_empty() && words.len() < name.len()).then_some(words)
            }
        }
    };
    uncounted(one).is_some_and(|words| uncounted(other) == Some(words))
}

/// What counts people in Chinese labels.
const HAN_COUNTERS: &str = "一二三四五六七八九十甲乙丙丁";

/// Whether a label is in capitals: `THE PRESIDENT`, `Q`.
fn is_in_capitals(label: &str) -> bool {
    let name = labels::name(label);
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// Whether a wording is in capitals and has the words of a name with a title: one word alone may be
/// `NOTE`, and `THE DEPUTY PRIME MINISTER ORR` has five.
fn is_name_in_capitals(wording: &str) -> bool {
    let words: Vec<&str> = labels::name(wording).split_whitespace().collect();
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic) && !word.chars().any(is_han);
    (2..=5).contains(&words.len()) && words.iter().all(is_word) && is_in_capitals(wording)
}

/// Whether a wording is a Chinese name without one of its given names, 王秋 for 王慧秋, and not an
/// office: 主席 is none of 副主席, nor 主持 of 主持人.
fn is_shortened_name(wording: &str, name: &str) -> bool {
    let is_of_one_family = wording.chars().next() == name.chars().next();
    is_of_one_family && surname(name).is_some() && distance_within(wording, name, 1) == Some(1)
}

/// What is compared of a label: its name, without case, width and spacing.
pub(super) fn key(label: &str) -> String {
    fold_label(labels::name(label))
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
