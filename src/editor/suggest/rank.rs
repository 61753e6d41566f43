//! How certain a suggestion is, as a number, and the order in which suggestions are shown.
//!
//! **Invariant:** the order is total and depends on the corpus alone.

use super::everyday::Everyday;
use super::{Named, Spot, Suggestion, small};
use crate::base::lang::is_han;
use crate::reading::annotate::Place;
use crate::reading::corpus::{Corpus, EntityId, Speech, SpeechId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Words before a person's name.
pub(super) const TITLES_BEFORE: &[&str] = &[
    "President",
    "Premier",
    "Minister",
    "Secretary",
    "Chancellor",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Ambassador",
    "Governor",
    "Senator",
    "Mayor",
    "Professor",
    "Dr.",
    "Dr",
    "Mr.",
    "Mr",
    "Mrs.",
    "Mrs",
    "Ms.",
    "Ms",
    "Sir",
    "Judge",
    "General",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Pope",
    "Director",
    "Commissioner",
    "Representative",
    "Spokesperson",
    "Congressman",
    "Congresswoman",
];

/// Words behind a person's name in Han text, longer ones first.
pub(super) const TITLES_AFTER: &[&str] = &[
    "政務委員",
    "總統",
    "总统",
    "主席",
    "總理",
    "总理",
    "首相",
    "部長",
    "部长",
    "外長",
    "外长",
    "院長",
    "院长",
    "委員",
    "委员",
    "政委",
    "先生",
    "女士",
    "市長",
    "市长",
    "縣長",
    "县长",
    "省长",
    "主任",
    "教授",
    "博士",
    "大使",
    "司長",
    "司长",
    "局長",
    "局长",
    "處長",
    "处长",
    "科長",
    "科长",
    "發言人",
    "发言人",
    "秘書長",
    "秘书长",
    "書記",
    "书记",
    "議員",
    "议员",
    "老師",
    "老师",
    "組長",
    "组长",
    "董事長",
    "董事长",
    "執行長",
    "參議",
    "参议",
    "次長",
    "次长",
    "校長",
    "校长",
    "會長",
    "会长",
    "理事長",
    "理事长",
    "署長",
    "署长",
    "研究員",
    "研究员",
];

/// What the rest of the corpus says about an entity.
pub(super) struct Evidence<'c> {
    corpus: &'c Corpus,
    everyday: Everyday,
    /// Who is listed anywhere where an occasion, or a speaker, is the same.
    company: BTreeMap<&'c str, BTreeSet<&'c str>>,
}

impl<'c> Evidence<'c> {
    pub(super) fn new(corpus: &'c Corpus, everyday: Everyday) -> Self {
        let mut company: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for speech in &corpus.speeches {
            for occasion in occasions(speech) {
                let met = company.entry(occasion).or_default();
                for listed in speech.lists.iter().flatten() {
                    met.insert(&listed.entity.id);
                }
            }
        }

        Evidence { corpus, everyday, company }
    }

    /// How certain it is that `names` mean an entity that the speech does not list.
    ///
    /// The weights are a choice, which only orders a list: a long name that occurs six times
    /// reaches 79; company and a title add a little each; an everyday word falls behind everything
    /// else, for `Hope` is seldom a person.
    pub(super) fn of_listing(&self, speech: SpeechId, entity: EntityId, names: &[Named]) -> u32 {
        let n_spots: usize = names.iter().map(|named| named.spots.len()).sum();
        let weights = names.iter().map(|named| weight(&named.name));
        let heaviest = weights.max().unwrap_or_default();
        let mut rank = 25 + 5 * n_spots.min(6) + 3 * heaviest.min(8);

        if self.is_in_company(speech, entity) {
            rank += 8;
        }
        let mut spots = names.iter().flat_map(|named| &named.spots);
        if spots.any(|spot| self.has_title(spot)) {
            rank += 8;
        }
        let is_everyday = |named: &Named| self.everyday.count(&named.name) > 0;
        if names.iter().all(is_everyday) {
            rank = rank.saturating_sub(35);
        }
        small(rank.min(99))
    }

    /// Whether the entity is listed elsewhere on the same occasion, or with the same speaker.
    fn is_in_company(&self, speech: SpeechId, entity: EntityId) -> bool {
        let id = self.corpus.entity(entity).id.as_str();
        occasions(self.corpus.speech(speech)).any(|occasion| {
            let met = self.company.get(occasion);
            met.is_some_and(|ids| ids.contains(id))
        })
    }

    /// Whether a title is beside a place, or it is a label.
    fn has_title(&self, spot: &Spot) -> bool {
        if matches!(spot.place, Place::Label(_)) {
            return true;
        }

        let context = spot.context(self.corpus);
        let before = context.left.split_whitespace().next_back();
        let mut after = TITLES_AFTER.iter();
        before.is_some_and(|word| TITLES_BEFORE.contains(&word))
            || after.any(|title| context.right.starts_with(title))
    }
}

/// What a speech shares with others: its occasion and its speaker.
fn occasions(speech: &Speech) -> impl Iterator<Item = &str> {
    let event = speech.event.as_ref();
    let event = event.and_then(|event| event.versions().next());
    let speaker = speech.speaker.as_ref();
    event.map(|(_, text)| text).into_iter().chain(speaker.map(|speaker| speaker.id.as_str()))
}

/// How much a name says: a Han character as much as four letters.
fn weight(name: &str) -> usize {
    let (mut n_han, mut n_other) = (0, 0);
    for c in name.chars().filter(|c| c.is_alphanumeric()) {
        if is_han(c) {
            n_han += 1;
        } else {
            n_other += 1;
        }
    }
    n_han * 2 + n_other / 2
}

/// Puts suggestions in order: speeches by id, then what is for the whole site; within one by rank,
/// kind of suggestion, entity and name.
pub(super) fn sort(corpus: &Corpus, suggestions: &mut [Suggestion]) {
    let kinds = ["choice", "add", "label", "remove", "merge", "new", "unseen"];
    suggestions.sort_by_cached_key(|one| {
        let kind = kinds.iter().position(|kind| *kind == one.word());
        let entity = one.entities().first();
        let name = one.names().first();
        (
            one.speech.is_none(),
            one.speech,
            Reverse(one.rank),
            kind,
            entity.map(|entity| corpus.entity(*entity).id.clone()),
            name.map(|named| named.name.clone()),
            one.reason.clone(),
        )
    });
}
