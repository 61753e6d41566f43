//! The lock file `content/ids.lock`: which paragraph has which anchor, so that ¶ links stay valid
//! when a text is edited.
//!
//! A paragraph is known again by the hash of its text, an edited one by a sketch of it and by its
//! position; an inserted one gets a letter (`t12p3a`), a removed one leaves its anchor behind. One
//! line for each paragraph, so that version control can merge it.
//!
//! **Invariant:** an anchor that was published once is in every later lock, and never names another
//! paragraph.
//! **Invariant:** the same texts and the same old lock give the same new lock.

mod align;
mod file;
mod ids;
mod print;

use super::anchors::SpeechAnchors;
use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::reading::corpus::{Corpus, Speech};
use align::{Match, align};
use file::Entry;
use ids::Ids;
use print::Print;
use rayon::prelude::*;
use std::collections::HashSet;

/// Which number each paragraph and turn has, and what keeps it.
#[derive(Debug)]
pub(crate) struct Numbering {
    /// The anchors in each speech.
    pub anchors: Vec<SpeechAnchors>,
    /// The new text of the lock file; none where there is no speech.
    pub lock: Option<String>,
}

/// Gives every paragraph its anchor, by what the lock file knows of it.
pub(crate) fn numbering(
    sources: &Sources,
    corpus: &Corpus,
    diagnostics: &mut Diagnostics,
) -> Numbering {
    let mut known = file::read(sources, diagnostics);
    let key = |speech: &Speech| {
        let path = &sources.file(speech.file).path;
        path.strip_prefix("content/").unwrap_or_default()
    };

    let number = |speech: &Speech| {
        let old = known.get(key(speech));
        number(speech, old.map_or(&[], Vec::as_slice))
    };
    let numbered: Vec<Numbered> = corpus.speeches.par_iter().map(number).collect();

    let mut anchors = Vec::with_capacity(numbered.len());
    for (speech, numbered) in corpus.speeches.iter().zip(numbered) {
        known.insert(key(speech).to_owned(), numbered.entries);
        anchors.push(numbered.anchors);
    }

    // What is in the lock and not among the files was deleted; a draft is a file and keeps its
    // anchors.
    known.retain(|path, _| sources.find(&format!("content/{path}")).is_some());
    let lock = (!corpus.speeches.is_empty()).then(|| file::write(&known));
    Numbering { anchors, lock }
}

/// The anchors of one speech, and what the lock will say about them.
struct Numbered {
    anchors: SpeechAnchors,
    entries: Vec<Entry>,
}

/// Numbers one speech, given what the lock said about it before.
fn number(speech: &Speech, old: &[Entry]) -> Numbered {
    let paragraphs = &speech.body.paragraphs;
    let prints: Vec<Print> =
        paragraphs.iter().map(|paragraph| Print::of(&paragraph.text)).collect();
    let matches = align(paragraphs, &prints, old);

    let mut ids = Ids::new(speech, &matches, old);
    let mut anchors = SpeechAnchors { turns: ids.turns(old), ..SpeechAnchors::default() };
    for (index, known) in matches.iter().enumerate() {
        let anchor = match known {
            Some(at) => old[*at].anchor.clone(),
            None => ids.paragraph(index, &anchors),
        };
        anchors.paragraphs.push(anchor);
    }

    let entries = entries(&mut anchors, &prints, &matches, old);
    Numbered { anchors, entries }
}

/// The entries of a speech: its paragraphs in order, and between them those that are gone, where
/// they were. Those are noted in the anchors as well.
fn entries(
    anchors: &mut SpeechAnchors,
    prints: &[Print],
    matches: &[Match],
    old: &[Entry],
) -> Vec<Entry> {
    let kept: HashSet<usize> = matches.iter().flatten().copied().collect();
    let mut entries = Vec::with_capacity(prints.len());
    // The old entries before this one have their place.
    let mut next_old = 0;

    for index in 0..=prints.len() {
        // Before a paragraph that is known come those that were before it; after the last, the
        // rest.
        let upto = match matches.get(index) {
            Some(known) => known.unwrap_or(next_old),
            None => old.len(),
        };
        for (at, entry) in old.iter().enumerate().take(upto).skip(next_old) {
            if kept.contains(&at) {
                continue;
            }
            let before = u32::try_from(index).unwrap_or(u32::MAX);
            anchors.gone.push((before, entry.anchor.clone()));
            entries.push(Entry { anchor: entry.anchor.clone(), print: None });
        }
        next_old = next_old.max(upto);

        if let Some(print) = prints.get(index) {
            entries.push(Entry { anchor: anchors.paragraphs[index].clone(), print: Some(*print) });
        }
    }
    entries
}

#[cfg(test)]
mod tests;
