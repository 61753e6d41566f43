//! Corpus → mentions: where the texts name the entities, speech by speech, in parallel.
//!
//! **Invariant:** each mention is there once; mentions are sorted by speech, place and range, and
//! do not overlap within a paragraph. A label
//! of several people is a mention of each.
//! **Invariant:** where a name is, is decided by the text alone: the longest, then the leftmost. Whom
//! it means comes second: explicit > the speech's own `as` > listed > an alias dated for the day.
//! What is ambiguous is reported and not linked; nothing is guessed. The only room
//! that names the multi-pattern matcher and the segmenter. Does not rewrite text, does not know
//! pages.

mod boundaries;
mod decided;
mod denial;
mod han;
mod homographs;
mod labels;
mod languages;
mod meaning;
mod mention;
mod months;
mod names;
mod overlap;
mod persons;
mod refusal;
mod report;
mod scripts;
mod search;
mod searcher;
mod segment;
mod spellings;
mod survey;
mod unlabelled;

pub(crate) use han::HanWords;
pub(crate) use labels::entry as speaker_entry;
pub(crate) use mention::{Ambiguous, Mention, as_u32, as_usize};
pub use mention::{How, Place};
pub(crate) use segment::{HanWord, Segmenter};
pub(crate) use survey::{Account, Outcome, Sighting, Survey, explain, survey};

use crate::base::diag::Diagnostics;
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, SpeechId};
use labels::Behind;
use names::Names;
use rayon::prelude::*;
use searcher::Searcher;

/// Finds every mention.
#[must_use]
pub fn annotate(corpus: &Corpus, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Mention> {
    let names = Names::new(corpus, &config.kinds, diagnostics);
    report::shared_names(corpus, &names, diagnostics);

    let searcher = Searcher::new(corpus, config, names);
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    let found: Vec<(Vec<Mention>, Diagnostics)> =
        ids.par_iter().map(|id| annotate_speech(&searcher, *id)).collect();

    let mut mentions = Vec::new();
    for (of_speech, problems) in found {
        mentions.extend(of_speech);
        diagnostics.append(problems);
    }
    unlabelled::lost_speakers(corpus, &mentions, diagnostics);
    mentions
}

fn annotate_speech(searcher: &Searcher<'_>, id: SpeechId) -> (Vec<Mention>, Diagnostics) {
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
    for (turn, label) in speech.body.turns.iter().map(|turn| &turn.label).enumerate() {
        // A label that several people could be is left to the survey of an editor, and linked to
        // nobody.
        if let Behind::All(people) = searcher.behind_label(speech, label) {
            for named in people {
                mentions.push(Mention::of_label(id, turn, &named));
            }
        }
    }
    mentions.sort_by_key(|mention| (mention.place, mention.range.start));

    report::labels(speech, &mut diagnostics);
    unlabelled::report(searcher, speech, &mut diagnostics);
    if searcher.config.auto != Auto::Off {
        let told = report::Told::new(searcher, speech, &found.refused, &mentions);
        told.never_named(&ambiguous, &mut diagnostics);
        told.unlinked(&mut diagnostics);
    }
    (mentions, diagnostics)
}
