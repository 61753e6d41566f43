//! Corpus → mentions: where the texts name the entities, speech by speech, in parallel.
//!
//! **Invariant:** each mention is there once; mentions are sorted by speech, place and range, and
//! do not overlap within a paragraph. A label
//! of several people is a mention of each.
//! **Invariant:** where a name is, is decided by the text alone: the longest, then the leftmost. Whom
//! it means comes second: explicit > the speech's own `as` > listed > an alias dated for the day.
//! What is ambiguous is reported and not linked; nothing is guessed. The only room
//! that names the segmenter. Does not rewrite text, does not know pages.

mod boundaries;
mod decided;
mod denial;
mod han;
mod homographs;
mod known;
mod labels;
mod languages;
mod meaning;
mod memory;
mod mention;
mod months;
mod names;
mod offices;
mod overlap;
mod patterns;
mod persons;
mod refusal;
mod registry;
mod report;
mod scripts;
mod search;
mod searcher;
mod segment;
mod spellings;
mod survey;
mod touching;
mod unlabelled;

pub(crate) use han::{HAN_WORDS, HanWords};
pub(crate) use labels::entry as speaker_entry;
pub(crate) use memory::Searched;
pub(crate) use mention::{Ambiguous, Mention, as_u32, as_usize};
pub use mention::{How, Place};
pub(crate) use registry::Registry;
pub(crate) use segment::{HanWord, han_words};
pub(crate) use survey::{Account, Outcome, Sighting, Survey, explain, survey};

use crate::base::diag::Diagnostics;
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, SpeechId};
use labels::{Behind, Cast};
use names::Names;
use rayon::prelude::*;
use searcher::Searcher;
use std::sync::Arc;

/// Whom one speech names, sorted, and what is wrong with its names.
struct Named {
    mentions: Vec<Mention>,
    diagnostics: Diagnostics,
}

/// Finds every mention.
#[must_use]
pub fn annotate(corpus: &Corpus, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Mention> {
    annotate_again(corpus, config, &mut Searched::default(), diagnostics)
}

/// Finds every mention, and searches only what was not searched before.
#[must_use]
pub(crate) fn annotate_again(
    corpus: &Corpus,
    config: &Config,
    memory: &mut Searched,
    diagnostics: &mut Diagnostics,
) -> Vec<Mention> {
    let known = memory.names(corpus);
    let is_known = known.is_some();
    let (names, problems) = known.unwrap_or_else(|| {
        let mut problems = Diagnostics::default();
        let names = Names::new(corpus, &config.kinds, &mut problems);
        report::shared_names(corpus, &names, &mut problems);
        (Arc::new(names), problems)
    });

    let searcher = Searcher::new(corpus, config, Arc::clone(&names));
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    let search = |id: &SpeechId| {
        let known = memory.known(*id, &corpus.speeches[id.0 as usize]);
        known.filter(|_| is_known).unwrap_or_else(|| Arc::new(annotate_speech(&searcher, *id)))
    };
    let found: Vec<Arc<Named>> = ids.par_iter().map(search).collect();
    memory.keep(corpus, (names, problems.clone()), &found);

    diagnostics.append(problems);
    let mut mentions = Vec::new();
    for of_speech in &found {
        mentions.extend_from_slice(&of_speech.mentions);
        diagnostics.extend(of_speech.diagnostics.iter().cloned());
    }
    unlabelled::lost_speakers(corpus, &mentions, diagnostics);
    mentions
}

/// The search for strings alone, which judges none and means nobody, for the bench: text → how many
/// there are.
pub fn bare_search(corpus: &Corpus, config: &Config) -> impl Fn(&str) -> usize + use<> {
    let names = Names::new(corpus, &config.kinds, &mut Diagnostics::default());
    move |text| {
        let mut n_found = 0;
        names.each_occurrence(text, |_| n_found += 1);
        n_found
    }
}

fn annotate_speech(searcher: &Searcher<'_>, id: SpeechId) -> Named {
    let mut diagnostics = Diagnostics::default();
    let speech = searcher.corpus.speech(id);

    let found = searcher.search(id);
    let mut ambiguous = Vec::new();
    report::ambiguous(searcher.corpus, &found.ambiguous, &mut diagnostics);
    for name in &found.ambiguous {
        ambiguous.extend_from_slice(&name.entities);
    }

    let mut mentions: Vec<Mention> = Vec::with_capacity(found.mentions.len());
    mentions.extend(found.mentions.into_iter().map(|named| named.mention));
    let cast = Cast::of(searcher, speech);
    for (turn, label) in speech.body.turns.iter().map(|turn| &turn.label).enumerate() {
        // A label that several people could be is left to the survey of an editor, and linked to
        // nobody.
        if let Behind::All(people) = cast.behind(label) {
            for named in people {
                mentions.push(Mention::of_label(id, turn, named));
            }
        }
    }
    mentions.sort_by_key(|mention| (mention.place, mention.range.start));

    report::labels(speech, &mut diagnostics);
    unlabelled::report(searcher, &cast, speech, &mut diagnostics);
    if searcher.config.auto != Auto::Off {
        let told = report::Told::new(searcher, speech, &found.refused, &mentions);
        told.never_named(&ambiguous, &mut diagnostics);
        told.unlinked(&mut diagnostics);
    }
    Named { mentions, diagnostics }
}
