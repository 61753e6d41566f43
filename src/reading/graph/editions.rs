//! Works and editions: a speech with its translations is one work; an edition is what readers of
//! one language are shown of each.
//!
//! **Invariant:** in an edition every work counts once, in one version, so a translation never
//! doubles a count.

use super::about;
use crate::base::date::{self, Date, When};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::letters::fold_label;
use crate::base::message::{Message, say};
use crate::base::sources::{FileId, Span};
use crate::reading::annotate::{How, Mention};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, EntityId, Speech, SpeechId, Turn, TurnRole};
use crate::reading::kinds::Kinds;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Index of a work in [`Graph::works`](super::Graph::works).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkId(pub u32);

/// A speech in all its languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its versions, by language tag.
    pub versions: Vec<SpeechId>,
    pub date: Date,
}

/// What readers of one language are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// The version of each work, newest work first.
    pub versions: Vec<SpeechId>,
    /// Counts by entity.
    pub tallies: Vec<Tally>,
}

/// How often an entity is mentioned in an edition, and by how many speeches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mentions, labels left out.
    pub n_mentions: usize,
    /// Works that mention it, or belong to it.
    pub n_speeches: usize,
    /// When the first work that mentions it was given.
    pub(crate) first: Option<When>,
    /// When the last was.
    pub(crate) last: Option<When>,
}

impl Tally {
    /// The day, as far as it is known, of the first work that mentions it.
    pub fn first_day(&self) -> Option<Date> {
        self.first.map(|when| when.date)
    }

    /// That of the last.
    pub fn last_day(&self) -> Option<Date> {
        self.last.map(|when| when.date)
    }
}

/// Groups versions by id, newest work first, and reports versions that do not match.
pub(super) fn works(corpus: &Corpus, diagnostics: &mut Diagnostics) -> (Vec<Work>, Vec<WorkId>) {
    let mut works: Vec<Work> = Vec::new();
    let unsure = with_lost_labels(diagnostics);
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    for versions in ids.chunk_by(|a, b| corpus.speech(*a).id == corpus.speech(*b).id) {
        let first = corpus.speech(versions[0]);
        // The others are held against the original, where they say which it is.
        let is_original = |id: &&SpeechId| !corpus.speech(**id).is_translation();
        let original = *versions.iter().find(is_original).unwrap_or(&versions[0]);
        for other in versions.iter().filter(|other| **other != original) {
            compare(corpus.speech(original), corpus.speech(*other), &unsure, diagnostics);
        }
        works.push(Work { versions: versions.to_vec(), date: first.date });
    }

    // Newest first, also within a day where the hours are known; else by id.
    works.sort_by(|a, b| {
        let (one, other) = (corpus.speech(a.versions[0]), corpus.speech(b.versions[0]));
        (other.date, other.time_order(), &one.id).cmp(&(one.date, one.time_order(), &other.id))
    });

    let mut work_of = vec![WorkId(0); corpus.speeches.len()];
    for (index, work) in works.iter().enumerate() {
        for version in &work.versions {
            work_of[version.0 as usize] = WorkId(u32::try_from(index).unwrap_or(u32::MAX));
        }
    }
    (works, work_of)
}

/// The files in which words were told that look like the label of a turn and are none.
fn with_lost_labels(diagnostics: &Diagnostics) -> BTreeSet<FileId> {
    let told = diagnostics.iter().filter(|told| told.code == Code::LooksLikeLabel);
    told.filter_map(|told| Some(told.labels.first()?.span.file)).collect()
}

/// Compares two versions; `unsure` are the files in which a label is probably lost.
fn compare(
    first: &Speech,
    other: &Speech,
    unsure: &BTreeSet<FileId>,
    diagnostics: &mut Diagnostics,
) {
    let (one, another) = (&first.lang, &other.lang);
    let mut differ = |what: Message, places: [Span; 2], hint: &'static str| {
        let [of_other, of_first] = places;
        let message =
            say!("the versions in `{one}` and `{another}` differ: {what}", one, another, what);
        let diagnostic = Diagnostic::new(Code::TranslationDiffers, message)
            .at(of_other, format!("`{another}`"))
            .at(of_first, format!("`{one}`"));
        diagnostics.push(diagnostic.hint(hint));
    };

    // What was told of one of the dates is why they differ.
    let is_told = [first, other].iter().any(|speech| !speech.is_dated || differs_from_name(speech));
    if first.when() != other.when() && !is_told {
        let what = say!("{first} and {other}", first = first.when(), other = other.when());
        let places = [other.date_place(), first.date_place()];
        differ(what, places, "write the same date in both, or give one of them another id");
    }
    let (a, b) = (first.body.turns.len(), other.body.turns.len());
    let shorter = if a < b { first.file } else { other.file };
    if a != b && !unsure.contains(&shorter) {
        let at = first_difference(first, other);
        let places = [turn_place(other, at), turn_place(first, at)];
        let hint = "make them match, or give one of them another id";
        differ(say!("{a} turns and {b}", a, b), places, hint);
    }
}

/// The last turn up to which both versions have the same speakers, as far as their tables say.
fn first_difference(first: &Speech, other: &Speech) -> usize {
    let turns = first.body.turns.iter().zip(&other.body.turns);
    let is_other = |(one, another): (&Turn, &Turn)| {
        let speakers = [behind(first, one), behind(other, another)];
        matches!(speakers, [Some(one), Some(another)] if one != another)
    };
    let mut turns = turns;
    let shorter = first.body.turns.len().min(other.body.turns.len());
    turns.position(is_other).unwrap_or(shorter).saturating_sub(1)
}

/// What the table of a speech says of a turn's speaker: the people, and what the turn is.
fn behind<'s>(speech: &'s Speech, turn: &Turn) -> Option<(Vec<&'s str>, Option<TurnRole>)> {
    let label = fold_label(&turn.label);
    let mut table = speech.speakers.iter().flatten();
    let speaker = table.find(|speaker| fold_label(&speaker.label) == label)?;
    let people = speaker.people.iter().map(|person| person.id.as_str()).collect();
    Some((people, speaker.turn))
}

/// Where a turn begins; the whole file if it has none.
fn turn_place(speech: &Speech, turn: usize) -> Span {
    let label = speech.body.turns.get(turn).map(|turn| turn.label_span.clone());
    Span::new(speech.file, label.unwrap_or(0..0))
}

/// Whether a date was told that is not the one in the file's name.
pub(super) fn differs_from_name(speech: &Speech) -> bool {
    date::of_name(&speech.id).is_some_and(|named| !speech.when().contains(named))
}

/// What readers of each interface language are shown; `mentions_in` gives the mentions in a speech.
pub(super) fn all<'m>(
    config: &Config,
    corpus: &Corpus,
    works: &[Work],
    mentions_in: impl Fn(SpeechId) -> &'m [Mention] + Sync,
) -> Vec<Edition> {
    let default = config.default_language();
    let in_language = |lang: &Lang| {
        let version = |work| version_for(corpus, work, lang, default);
        let versions: Vec<SpeechId> = works.iter().map(version).collect();
        let tallies = tallies(corpus, &config.kinds, &versions, &mentions_in);
        Edition { versions, tallies }
    };
    config.languages.par_iter().map(in_language).collect()
}

/// Counts what the versions name, by entity.
fn tallies<'m>(
    corpus: &Corpus,
    kinds: &Kinds,
    versions: &[SpeechId],
    mentions_in: &impl Fn(SpeechId) -> &'m [Mention],
) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); corpus.entities.len()];

    // Oldest first, so that the last date written is the last.
    for speech in versions.iter().rev() {
        let when = corpus.speech(*speech).when().without_time();
        let mut here: Vec<EntityId> = Vec::new();
        for mention in mentions_in(*speech) {
            if mention.how != How::Label {
                tallies[mention.entity.0 as usize].n_mentions += 1;
            }
            here.push(mention.entity);
        }

        here.sort_unstable();
        here.dedup();
        for entity in &here {
            let tally = &mut tallies[entity.0 as usize];
            tally.n_speeches += 1;
            if when.date.is_known() {
                tally.first = tally.first.or(Some(when));
                tally.last = Some(when);
            }
        }
        for whole in about::wholes_of(corpus, kinds, corpus.speech(*speech)) {
            if here.binary_search(&whole).is_err() {
                tallies[whole.0 as usize].n_speeches += 1;
            }
        }
    }
    tallies
}

/// The version in `lang`, else in its primary language, else in the site's default language, else
/// the first.
fn version_for(corpus: &Corpus, work: &Work, lang: &Lang, default: &Lang) -> SpeechId {
    let find = |matches: &dyn Fn(&Lang) -> bool| {
        work.versions.iter().copied().find(|id| matches(&corpus.speech(*id).lang))
    };
    find(&|of| of == lang)
        .or_else(|| find(&|of| of.primary() == lang.primary()))
        .or_else(|| find(&|of| of.primary() == default.primary()))
        .unwrap_or(work.versions[0])
}
