//! All names of all entities, looked for in all texts, listed or not → who is named where, what is
//! ambiguous, and which names no text has.
//!
//! **Invariant:** the search is that of [`annotate`](super::annotate) under `auto = "all"`; there
//! is no second matcher.

use super::labels::{Behind, Cast};
use super::mention::{Ambiguous, How, Mention, Place, as_u32, as_usize};
use super::names::Names;
use super::refusal::Why;
use super::searcher::Searcher;
use crate::base::diag::Diagnostics;
use crate::base::letters::fold_name;
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Alias, Corpus, Entity, EntityId, MarkKind, Speech, SpeechId};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// A mention, and the name that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sighting {
    pub(crate) mention: Mention,
    /// The name as the entity's file has it; of an explicit mention and of a label the words
    /// themselves.
    pub(crate) name: String,
}

/// What all names found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// By speech, place and range.
    pub(crate) sightings: Vec<Sighting>,
    /// By speech, place and range.
    pub(crate) ambiguous: Vec<Ambiguous>,
    /// Names that no text has: the entity, and the name's index in its aliases. Names that are not
    /// looked for are not among them.
    pub(crate) unseen: Vec<(EntityId, usize)>,
}

/// Looks for every name in every text.
#[must_use]
pub(crate) fn survey(corpus: &Corpus, config: &Config) -> Survey {
    let config = Config { auto: Auto::All, ..config.clone() };
    // What is wrong with names is said by `annotate`.
    let names = Names::new(corpus, &config.kinds, &mut Diagnostics::default());
    let searcher = Searcher::new(corpus, &config, Arc::new(names));

    let written = Written::of(corpus);
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    let find = |id: &SpeechId| OfSpeech::find(&searcher, &written, *id);
    let found: Vec<OfSpeech> = ids.par_iter().map(find).collect();

    let (mut survey, mut seen) = (Survey::default(), BTreeSet::new());
    for of_speech in found {
        survey.sightings.extend(of_speech.sightings);
        survey.ambiguous.extend(of_speech.ambiguous);
        seen.extend(of_speech.seen);
    }
    survey.unseen = unseen(corpus, &searcher.names, &seen);
    survey
}

/// A place where a name occurs, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) speech: SpeechId,
    pub(crate) place: Place,
    /// Bytes of the place's text.
    pub(crate) range: Range<u32>,
    pub(crate) outcome: Outcome,
}

/// What came of a name at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Linked(EntityId, How),
    Refused(Why),
}

/// Every place where a name occurs in the texts, under the site's own policy, with whom it means
/// there or why nobody; `name` is one of the site's names, or the id of an entity for all of its
/// names. None if it is neither.
#[must_use]
pub(crate) fn explain(corpus: &Corpus, config: &Config, name: &str) -> Option<Vec<Account>> {
    let names = Names::new(corpus, &config.kinds, &mut Diagnostics::default());
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    match corpus.find_entity(name) {
        Some(entity) => {
            let aliases = corpus.entity(entity).aliases.iter();
            wanted.extend(aliases.flat_map(Alias::wordings).map(fold_name));
        }
        None => drop(wanted.insert(fold_name(name))),
    }
    let is_known = |text: &str| names.find(text).is_some() || !names.bearers(text).is_empty();
    if !wanted.iter().any(|text| is_known(text)) {
        return None;
    }

    let searcher = Searcher::new(corpus, config, Arc::new(names));
    let ids: Vec<SpeechId> = corpus.speeches().map(|(id, _)| id).collect();
    let found: Vec<Vec<Account>> =
        ids.par_iter().map(|id| accounts(&searcher, *id, &wanted)).collect();
    Some(found.concat())
}

/// What came of some names, as compared, in one speech.
fn accounts(searcher: &Searcher<'_>, id: SpeechId, wanted: &BTreeSet<String>) -> Vec<Account> {
    let speech = searcher.corpus.speech(id);
    let found = searcher.search(id);
    let is_wanted = |string: u32| wanted.contains(searcher.names.text(string));
    let mut accounts = Vec::new();

    for named in &found.mentions {
        let mention = &named.mention;
        let is_wanted = match named.string {
            Some(string) => is_wanted(string),
            None => wanted.contains(&fold_name(words_of(speech, mention))),
        };
        if is_wanted {
            accounts.push(account_of(mention));
        }
    }
    let cast = Cast::of(searcher, speech);
    for (turn, label) in speech.body.turns.iter().map(|turn| &turn.label).enumerate() {
        if let Behind::All(people) = cast.behind(label) {
            for named in people {
                let mention = Mention::of_label(id, turn, named);
                if wanted.contains(&fold_name(words_of(speech, &mention))) {
                    accounts.push(account_of(&mention));
                }
            }
        }
    }
    for refusal in found.refused {
        if is_wanted(refusal.string) {
            accounts.push(Account {
                speech: id,
                place: refusal.place,
                range: refusal.range,
                outcome: Outcome::Refused(refusal.why),
            });
        }
    }
    accounts.sort_by_key(|account| (account.place, account.range.start, account.range.end));
    // Two spellings of a name may be refused at one place, and one of them linked.
    accounts.dedup_by(|later, earlier| {
        later.place == earlier.place
            && later.range == earlier.range
            && later.outcome == earlier.outcome
    });
    accounts
}

fn account_of(mention: &Mention) -> Account {
    Account {
        speech: mention.speech,
        place: mention.place,
        range: mention.range.clone(),
        outcome: Outcome::Linked(mention.entity, mention.how),
    }
}

/// What is found in one speech.
struct OfSpeech {
    sightings: Vec<Sighting>,
    ambiguous: Vec<Ambiguous>,
    /// The names, as compared, that the speech has.
    seen: BTreeSet<String>,
}

impl OfSpeech {
    fn find(searcher: &Searcher<'_>, written: &Written<'_>, id: SpeechId) -> Self {
        let speech = searcher.corpus.speech(id);
        let found = searcher.search(id);

        let mut seen: BTreeSet<String> = words_apart(speech).map(fold_name).collect();
        for string in found.strings {
            seen.insert(searcher.names.text(string).to_owned());
        }

        let mut sightings = Vec::new();
        for named in found.mentions {
            let mention = named.mention;
            let name = match named.string {
                Some(string) => written.name(mention.entity, searcher.names.text(string)),
                None => words_of(speech, &mention).to_owned(),
            };
            sightings.push(Sighting { mention, name });
        }

        let mut ambiguous = found.ambiguous;
        let cast = Cast::of(searcher, speech);
        for (turn, label) in speech.body.turns.iter().map(|turn| &turn.label).enumerate() {
            match cast.behind(label) {
                Behind::All(people) => {
                    for named in people {
                        let mention = Mention::of_label(id, turn, named);
                        let name = label[named.range.clone()].to_owned();
                        sightings.push(Sighting { mention, name });
                    }
                }
                Behind::OneOf(entities) => ambiguous.push(Ambiguous {
                    speech: id,
                    place: Place::label(turn),
                    range: as_u32(&(0..label.len())),
                    entities: entities.clone(),
                }),
            }
        }

        sightings.sort_by_key(|sighting| (sighting.mention.place, sighting.mention.range.start));
        ambiguous.sort_by_key(|ambiguous| (ambiguous.place, ambiguous.range.start));
        OfSpeech { sightings, ambiguous, seen }
    }
}

/// Labels, and the words of explicit mentions: what is a name without being found by one.
fn words_apart(speech: &Speech) -> impl Iterator<Item = &str> {
    let labels = speech.body.turns.iter().map(|turn| turn.label.as_str());
    let marked = speech.body.paragraphs.iter().flat_map(|paragraph| {
        let mentions =
            paragraph.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Mention { .. }));
        mentions.filter_map(|mark| paragraph.text.get(as_usize(&mark.range)))
    });
    labels.chain(marked)
}

fn words_of<'s>(speech: &'s Speech, mention: &Mention) -> &'s str {
    let text = mention.place.text(speech);
    text.get(as_usize(&mention.range)).unwrap_or_default()
}

/// The names of all entities as their files have them, by themselves and their forms as compared.
struct Written<'c>(Vec<HashMap<String, &'c str>>);

impl<'c> Written<'c> {
    fn of(corpus: &'c Corpus) -> Self {
        let of_entity = |entity: &'c Entity| {
            let mut names = HashMap::new();
            for alias in &entity.aliases {
                for wording in alias.wordings() {
                    names.entry(fold_name(wording)).or_insert(alias.text.as_str());
                }
            }
            names
        };
        Written(corpus.entities.par_iter().map(of_entity).collect())
    }

    /// A name of an entity as its file has it, else as it is compared.
    fn name(&self, entity: EntityId, folded: &str) -> String {
        let names = &self.0[entity.0 as usize];
        names.get(folded).copied().unwrap_or(folded).to_owned()
    }
}

fn unseen(corpus: &Corpus, names: &Names, seen: &BTreeSet<String>) -> Vec<(EntityId, usize)> {
    let mut unseen = Vec::new();
    for (id, entity) in corpus.entities() {
        for (index, alias) in entity.aliases.iter().enumerate() {
            let is_looked_for = alias.auto && names.find(&alias.text).is_some();
            let is_seen = alias.wordings().any(|wording| seen.contains(&fold_name(wording)));
            if is_looked_for && !is_seen {
                unseen.push((id, index));
            }
        }
    }
    unseen
}
