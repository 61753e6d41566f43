//! One speech, and what its lock says of it → the anchors of its paragraphs and turns, and what the lock
//! says from now on.

use super::align::{Match, align};
use super::file::{Entry, Record};
use super::ids::{Ids, turn_part};
use super::print::{Print, Words};
use crate::reading::corpus::Speech;
use crate::reading::graph::anchors::SpeechAnchors;
use std::collections::HashSet;
use std::sync::Arc;

/// The anchors of one speech, and what the lock will say about them.
#[derive(Clone)]
pub(super) struct Numbered {
    pub anchors: Arc<SpeechAnchors>,
    pub entries: Arc<[Entry]>,
    pub n_new: usize,
}

/// Numbers one speech, given what the lock said about it before.
pub(super) fn number(
    speech: &Speech,
    words: &[Words<'_>],
    record: &Record,
    page: &str,
) -> Numbered {
    let old = &*record.entries;
    let matches = align(&speech.body.paragraphs, words, old);

    let mut ids = Ids::new(speech, &matches, old);
    let mut anchors = SpeechAnchors {
        turns: ids.turns(old),
        former_names: record.former_names.clone(),
        former_pages: record.former_pages(page),
        ..SpeechAnchors::default()
    };
    for (index, known) in matches.iter().enumerate() {
        let anchor = match known {
            Some(at) => old[*at].anchor.clone(),
            None => ids.paragraph(index, &anchors),
        };
        anchors.paragraphs.push(anchor);
    }

    let n_new = matches.iter().filter(|known| known.is_none()).count();
    let entries = entries(speech, &mut anchors, words, &matches, old);
    // The same list where it says the same, so that nobody has to compare it again.
    let is_same = *entries == *record.entries;
    let entries = if is_same { Arc::clone(&record.entries) } else { entries.into() };
    Numbered { anchors: Arc::new(anchors), entries, n_new }
}

/// The entries of a speech: its paragraphs and its turns without one in order, and between them
/// those that are gone, where they were. Those are noted in the anchors as well.
fn entries(
    speech: &Speech,
    anchors: &mut SpeechAnchors,
    words: &[Words<'_>],
    matches: &[Match],
    old: &[Entry],
) -> Vec<Entry> {
    let turns: HashSet<Box<str>> = anchors.turns.iter().cloned().collect();
    let kept: HashSet<usize> = matches.iter().flatten().copied().collect();
    let is_kept = |at: usize| kept.contains(&at) || turns.contains(&old[at].anchor);
    let mut silent = speech.body.silent_turns().into_iter().peekable();

    let mut entries = Vec::with_capacity(words.len());
    let mut gone_turns: HashSet<Box<str>> = HashSet::new();
    // The old entries before this one have their place.
    let mut next_old = 0;

    for index in 0..=words.len() {
        let before = u32::try_from(index).unwrap_or(u32::MAX);
        // Before a paragraph that is known come those that were before it; after the last, the
        // rest.
        let upto = match matches.get(index) {
            Some(known) => known.unwrap_or(next_old),
            None => old.len(),
        };
        for (at, entry) in old.iter().enumerate().take(upto).skip(next_old) {
            if is_kept(at) {
                continue;
            }
            if let Some(turn) = gone_turn(&entry.anchor, &turns, &mut gone_turns) {
                anchors.gone.push((before, turn));
            }
            if !entry.is_turn() {
                anchors.gone.push((before, entry.anchor.clone()));
            }
            entries.push(Entry { is_gone: true, ..entry.clone() });
        }
        next_old = next_old.max(upto);

        let turn = speech.body.paragraphs.get(index).map(|paragraph| paragraph.turn);
        // At the end come all that are left; text outside turns waits for the next turn.
        let is_before = |silent: &usize| match turn {
            None => true,
            Some(turn) => turn.is_some_and(|turn| *silent < turn as usize),
        };
        while let Some(turn) = silent.next_if(is_before) {
            let print = Some(Print::of(&speech.body.turns[turn].label));
            entries.push(Entry { anchor: anchors.turns[turn].clone(), print, is_gone: false });
        }

        if let Some(words) = words.get(index) {
            let anchor = anchors.paragraphs[index].clone();
            // Its label is gone, and its words went on in another turn.
            if let Some(turn) = gone_turn(&anchor, &turns, &mut gone_turns) {
                anchors.gone.push((before, turn));
            }
            let known = matches[index].and_then(|at| old[at].print);
            let is_same = |print: &Print| print.hash == words.hash && print.is_whole();
            let print = known.filter(is_same).unwrap_or_else(|| words.print());
            entries.push(Entry { anchor, print: Some(print), is_gone: false });
        }
    }
    entries
}

/// The turn of an anchor, where the text has it no longer and this is the first that tells.
fn gone_turn(
    anchor: &str,
    turns: &HashSet<Box<str>>,
    told: &mut HashSet<Box<str>>,
) -> Option<Box<str>> {
    let turn = turn_part(anchor)?;
    (!turns.contains(turn) && told.insert(turn.into())).then(|| turn.into())
}

/// The anchors of a speech whose text was withdrawn.
pub(super) fn all_gone(record: &Record, page: &str) -> SpeechAnchors {
    let mut anchors = SpeechAnchors {
        former_names: record.former_names.clone(),
        former_pages: record.former_pages(page),
        ..SpeechAnchors::default()
    };
    let mut turns = HashSet::new();
    for entry in &*record.entries {
        if let Some(turn) = turn_part(&entry.anchor)
            && turns.insert(turn)
            && !entry.is_turn()
        {
            anchors.gone.push((0, turn.into()));
        }
        anchors.gone.push((0, entry.anchor.clone()));
    }
    anchors
}
