//! How certain a suggestion is, as a number, and the order in which suggestions are shown.
//!
//! **Invariant:** the order is total and depends on the corpus alone.

use super::everyday::Everyday;
use super::{Named, Spot, Suggestion};
use crate::base::letters::is_han;
use crate::base::lexicon::{titles_after, titles_before};
use crate::reading::annotate::Place;
use crate::reading::corpus::{Corpus, EntityId, Speech, SpeechId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What the rest of the corpus says about an entity.
pub(super) struct Evidence<'c> {
    corpus: &'c Corpus,
    everyday: Everyday,
    /// Who is listed in any speech of an occasion, or of a speaker.
    company: BTreeMap<&'c str, BTreeSet<&'c str>>,
}

impl<'c> Evidence<'c> {
    pub(super) fn new(corpus: &'c Corpus, everyday: Everyday) -> Self {
        let mut company: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for speech in &corpus.speeches {
            for key in occasions(speech) {
                let listed = speech.lists.iter().flatten();
                let ids = listed.map(|listed| listed.entity.id.as_str());
                company.entry(key).or_default().extend(ids);
            }
        }
        Evidence { corpus, everyday, company }
    }

    /// How certain it is that `names` mean an entity that the speech does not list.
    ///
    /// The weights are a choice: a long name that occurs often reaches 79 by itself, company and a
    /// title bring it to the top, and a name that is an everyday word falls behind all others.
    pub(super) fn of_listing(&self, speech: SpeechId, entity: EntityId, names: &[Named]) -> u32 {
        let id = self.corpus.entity(entity).id.as_str();
        let spots = || names.iter().flat_map(|named| &named.spots);
        let length = names.iter().map(|named| weight(&named.name)).max().unwrap_or_default();
        // From a few on, more occurrences and more letters say nothing new.
        let mut rank = 25 + 5 * spots().count().min(6) + 3 * length.min(8);

        let is_company =
            |key: &str| self.company.get(key).is_some_and(|listed| listed.contains(id));
        if occasions(self.corpus.speech(speech)).any(is_company) {
            rank += 8;
        }
        if spots().any(|spot| self.has_title(spot)) {
            rank += 8;
        }
        // One name that is nothing but a name is enough.
        if names.iter().all(|named| self.everyday.count(&named.name) > 0) {
            rank = rank.saturating_sub(35);
        }
        u32::try_from(rank.min(99)).unwrap_or(99)
    }

    /// Whether a title is beside a place, or it is a label, which is as good.
    fn has_title(&self, spot: &Spot) -> bool {
        if matches!(spot.place, Place::Label(_)) {
            return true;
        }
        let context = spot.context(self.corpus);
        let before = context.left.split_whitespace().next_back().unwrap_or_default();
        titles_before().contains(&before)
            || titles_after().iter().any(|title| context.right.starts_with(title))
    }
}

/// What a speech shares with others: its occasion and its speakers.
fn occasions(speech: &Speech) -> impl Iterator<Item = &str> {
    let event = speech.event.as_ref().and_then(|event| event.versions().next());
    let speakers = speech.speaker.iter().map(|speaker| speaker.id.as_str());
    event.map(|(_, text)| text).into_iter().chain(speakers)
}

/// How much a name says: a Han character as much as four letters.
fn weight(name: &str) -> usize {
    let (han, other): (Vec<char>, Vec<char>) =
        name.chars().filter(|c| c.is_alphanumeric()).partition(|c| is_han(*c));
    han.len() * 2 + other.len() / 2
}

/// Puts suggestions in order: speeches by id, then what is for the whole site; within one by rank,
/// kind of suggestion, entity and name.
pub(super) fn sort(corpus: &Corpus, suggestions: &mut [Suggestion]) {
    // What only an editor can decide comes first, what can wait last.
    let kinds = ["choice", "add", "label", "remove", "merge", "new", "unseen"];
    suggestions.sort_by_cached_key(|one| {
        let kind = kinds.iter().position(|kind| *kind == one.word());
        let entity = one.entities().first().map(|entity| corpus.entity(*entity).id.clone());
        let name = one.names().first().map(|named| named.name.clone());
        let reason = one.reason.clone();
        (one.speech.is_none(), one.speech, Reverse(one.rank), kind, entity, name, reason)
    });
}
