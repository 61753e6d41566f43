//! All names of all entities, looked for in all texts, listed or not → who is named where, what is ambiguous, and which names never stand.
//!
//! **Invariant:** the search is that of [`annotate`](super::annotate) under `auto = "all"`; there is no second matcher.

use super::fold::fold_name;
use super::{Decided, How, Mention, Names, Place, Searcher, han, labels};
use crate::base::diag::Diagnostics;
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, EntityId, MarkKind, Speech, SpeechId};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A mention, and the name that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sighting {
    /// The mention.
    pub mention: Mention,
    /// The name as the entity's file has it; of an explicit mention and of a label the words themselves.
    pub name: String,
}

/// A name that could be several entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ambiguous {
    /// The speech version.
    pub speech: SpeechId,
    /// Where in it.
    pub place: Place,
    /// Bytes of the paragraph's text, or of the label, half-open.
    pub range: Range<u32>,
    /// Who it could be, at least two, sorted.
    pub entities: Vec<EntityId>,
}

/// What all names found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Everything that is named, by speech, place and range.
    pub sightings: Vec<Sighting>,
    /// Everything that could be several, by speech, place and range.
    pub ambiguous: Vec<Ambiguous>,
    /// Names that stand in no text: the entity, and the name's index in its aliases. Names that are not looked for are not among them.
    pub unseen: Vec<(EntityId, usize)>,
}

/// Looks for every name in every text.
#[must_use]
pub(crate) fn survey(corpus: &Corpus, config: &Config) -> Survey {
    let config = Config { auto: Auto::All, ..config.clone() };
    // What is wrong with names is said by `annotate`.
    let names = Names::new(corpus, &config.kinds, &mut Diagnostics::default());
    let judge: LazyLock<han::HanWords> = LazyLock::new(han::HanWords::new);
    let searcher = Searcher {
        corpus,
        config: &config,
        names: &names,
        judge: &judge,
        decided: Decided::new(corpus),
    };
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    let found: Vec<(Survey, BTreeSet<String>)> =
        ids.par_iter().map(|id| of_speech(&searcher, *id)).collect();
    let (mut survey, mut seen) = (Survey::default(), BTreeSet::new());
    for (of_speech, names) in found {
        survey.sightings.extend(of_speech.sightings);
        survey.ambiguous.extend(of_speech.ambiguous);
        seen.extend(names);
    }
    survey.unseen = unseen(corpus, &names, &seen);
    survey
}

/// What is found in one speech, and the names, as compared, that stand in it.
fn of_speech(searcher: &Searcher<'_>, id: SpeechId) -> (Survey, BTreeSet<String>) {
    let speech = searcher.corpus.speech(id);
    let found = searcher.search(id);
    let mut seen: BTreeSet<String> =
        found.strings.iter().map(|string| searcher.names.text(*string).to_owned()).collect();
    seen.extend(words_apart(speech).map(fold_name));
    let mut survey = Survey { ambiguous: found.ambiguous, ..Survey::default() };
    for (mention, string) in found.mentions {
        let name = match string {
            Some(string) => written(searcher, mention.entity, string),
            None => words_of(speech, &mention).to_owned(),
        };
        survey.sightings.push(Sighting { mention, name });
    }
    for (index, turn) in speech.body.turns.iter().enumerate() {
        let place = Place::Label(u32::try_from(index).unwrap_or(u32::MAX));
        let range = 0..u32::try_from(turn.label.len()).unwrap_or(u32::MAX);
        match labels::behind(searcher, speech, &turn.label)[..] {
            [] => {}
            [entity] => {
                let mention =
                    Mention { speech: id, place, range, entity, how: How::Label, doubtful: false };
                survey.sightings.push(Sighting { mention, name: turn.label.clone() });
            }
            ref entities => survey.ambiguous.push(Ambiguous {
                speech: id,
                place,
                range,
                entities: entities.to_vec(),
            }),
        }
    }
    survey.sightings.sort_by_key(|sighting| (sighting.mention.place, sighting.mention.range.start));
    survey.ambiguous.sort_by_key(|ambiguous| (ambiguous.place, ambiguous.range.start));
    (survey, seen)
}

/// Labels, and the words of explicit mentions.
fn words_apart(speech: &Speech) -> impl Iterator<Item = &str> {
    let labels = speech.body.turns.iter().map(|turn| turn.label.as_str());
    let marked = speech.body.paragraphs.iter().flat_map(|paragraph| {
        let is_mention = |kind: &MarkKind| matches!(kind, MarkKind::Mention { .. });
        let marks = paragraph.marks.iter().filter(move |mark| is_mention(&mark.kind));
        marks.filter_map(|mark| {
            paragraph.text.get(mark.range.start as usize..mark.range.end as usize)
        })
    });
    labels.chain(marked)
}

fn words_of<'s>(speech: &'s Speech, mention: &Mention) -> &'s str {
    let text = match mention.place {
        Place::Label(turn) => &speech.body.turns[turn as usize].label,
        Place::Paragraph(index) => &speech.body.paragraphs[index as usize].text,
    };
    text.get(mention.range.start as usize..mention.range.end as usize).unwrap_or_default()
}

/// A name as the file of its entity has it, else as it is compared.
fn written(searcher: &Searcher<'_>, entity: EntityId, string: u32) -> String {
    let folded = searcher.names.text(string);
    let aliases = &searcher.corpus.entity(entity).aliases;
    aliases
        .iter()
        .find(|alias| fold_name(&alias.text) == folded)
        .map_or(folded, |alias| alias.text.as_str())
        .to_owned()
}

fn unseen(corpus: &Corpus, names: &Names, seen: &BTreeSet<String>) -> Vec<(EntityId, usize)> {
    let mut unseen = Vec::new();
    for (id, entity) in corpus.entities() {
        for (index, alias) in entity.aliases.iter().enumerate() {
            let is_looked_for = alias.auto && names.find(&alias.text).is_some();
            if is_looked_for && !seen.contains(&fold_name(&alias.text)) {
                unseen.push((id, index));
            }
        }
    }
    unseen
}
