//! What speeches are about: the entities of their lists that their texts do not name; and what they
//! belong to: the event at which they were given, their series, their topics.
//!
//! **Invariant:** of an entity in a speech's list of names the speech is about it, or names it;
//! never both.

use super::Graph;
use crate::base::lang::Lang;
use crate::reading::annotate::Mention;
use crate::reading::corpus::{Corpus, EntityId, Speech, SpeechId};
use crate::reading::kinds::{Kinds, Listing};
use std::collections::BTreeMap;

/// Both directions.
#[derive(Debug, Default)]
pub(super) struct Abouts {
    of_speech: BTreeMap<SpeechId, Vec<EntityId>>,
    of_entity: BTreeMap<EntityId, Vec<SpeechId>>,
    /// What belongs to an event, a series or a topic.
    parts: BTreeMap<EntityId, Vec<SpeechId>>,
}

/// The event at which a speech was given, if it names one by its id.
pub(super) fn event_of(corpus: &Corpus, kinds: &Kinds, speech: &Speech) -> Option<EntityId> {
    let event = corpus.find_entity(&speech.event_id.as_ref()?.id)?;
    (Some(corpus.entity(event).kind) == kinds.events()).then_some(event)
}

/// The entities of a speech's lists that are listed in a sense, each once.
pub(super) fn listed_as(
    corpus: &Corpus,
    kinds: &Kinds,
    speech: &Speech,
    listing: Listing,
) -> Vec<EntityId> {
    let mut found = Vec::new();
    for ((_, kind), list) in kinds.iter().zip(&speech.lists) {
        if kind.listing != listing {
            continue;
        }
        for listed in list {
            found.extend(
                corpus.find_entity(&listed.entity.id).filter(|entity| !found.contains(entity)),
            );
        }
    }
    found
}

/// What a speech belongs to: its event, its series, its topics.
pub(super) fn wholes_of(corpus: &Corpus, kinds: &Kinds, speech: &Speech) -> Vec<EntityId> {
    let mut wholes = listed_as(corpus, kinds, speech, Listing::Subject);
    wholes.extend(listed_as(corpus, kinds, speech, Listing::Member));
    wholes.extend(event_of(corpus, kinds, speech));
    wholes.sort_unstable();
    wholes.dedup();
    wholes
}

impl Abouts {
    /// `mentions_in` gives the mentions in a speech.
    pub(super) fn new<'m>(
        corpus: &Corpus,
        kinds: &Kinds,
        mentions_in: impl Fn(SpeechId) -> &'m [Mention],
    ) -> Self {
        let mut abouts = Abouts::default();
        for (id, speech) in corpus.speeches() {
            for whole in wholes_of(corpus, kinds, speech) {
                abouts.parts.entry(whole).or_default().push(id);
            }
            let mut named: Vec<EntityId> =
                mentions_in(id).iter().map(|mention| mention.entity).collect();
            named.extend(corpus.find_entities(&speech.speaker));
            named.sort_unstable();

            let lists = kinds.iter().zip(&speech.lists);
            let lists = lists.filter(|((_, kind), _)| kind.listing == Listing::Named);
            for listed in lists.flat_map(|(_, list)| list) {
                let Some(entity) = corpus.find_entity(&listed.entity.id) else {
                    continue;
                };
                let of_speech = abouts.of_speech.entry(id).or_default();
                if named.binary_search(&entity).is_err() && !of_speech.contains(&entity) {
                    of_speech.push(entity);
                    abouts.of_entity.entry(entity).or_default().push(id);
                }
            }
        }
        abouts
    }
}

impl Graph {
    /// The event at which a speech was given, if it names one by its id.
    pub(crate) fn event_of(&self, speech: SpeechId) -> Option<EntityId> {
        event_of(&self.corpus, &self.config.kinds, self.corpus.speech(speech))
    }

    /// The series of which a speech is a part.
    pub(crate) fn series_of(&self, speech: SpeechId) -> Vec<EntityId> {
        let speech = self.corpus.speech(speech);
        listed_as(&self.corpus, &self.config.kinds, speech, Listing::Member)
    }

    /// The topics of a speech.
    pub(crate) fn topics_of(&self, speech: SpeechId) -> Vec<EntityId> {
        let speech = self.corpus.speech(speech);
        listed_as(&self.corpus, &self.config.kinds, speech, Listing::Subject)
    }

    /// The occasion in words for readers of a language: the event's name, or what is written; empty
    /// if nothing is.
    pub(crate) fn occasion(&self, speech: SpeechId, lang: &Lang) -> &str {
        if let Some(event) = self.event_of(speech) {
            return self.corpus.entity(event).name.text(lang);
        }
        let words = self.corpus.speech(speech).event.as_ref();
        words.map_or("", |words| words.text(lang))
    }

    /// What a speech is about and does not name, in the order of its lists.
    pub(crate) fn about(&self, speech: SpeechId) -> &[EntityId] {
        self.abouts.of_speech.get(&speech).map_or(&[], Vec::as_slice)
    }

    /// The speeches given at an event, of a series, or on a topic.
    pub(crate) fn speeches_within(&self, entity: EntityId) -> &[SpeechId] {
        self.abouts.parts.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// The speeches that are about an entity and do not name it.
    pub(crate) fn speeches_about(&self, entity: EntityId) -> &[SpeechId] {
        self.abouts.of_entity.get(&entity).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::sources::Sources;
    use crate::reading::config::Options;

    #[test]
    fn an_event_a_series_and_topics_are_what_a_speech_belongs_to() {
        let head = |more: &str| format!("---\ntitle: T\ndate: 2024-03-07\n{more}---\nWords.\n");
        let (a, b) = (
            head("event: npc-2024\nseries: two-sessions\ntopics: [trade]\n"),
            head("event: Some briefing\nseries: [two-sessions, 两会]\n"),
        );
        let sources = Sources::from_texts([
            ("oratory.toml", "title = 'T'\n"),
            ("content/events/npc-2024.md", "---\nname: The Congress\n---\n"),
            ("content/speeches/a.en.md", a.as_str()),
            ("content/speeches/b.en.md", b.as_str()),
        ]);
        let graph = crate::understand(&sources, &Options::default()).graph;
        let entity = |id| graph.corpus.find_entity(id).expect("an entity");
        assert_eq!(graph.event_of(SpeechId(0)), Some(entity("npc-2024")));
        assert_eq!(graph.occasion(SpeechId(0), &Lang::english()), "The Congress");
        assert_eq!(graph.occasion(SpeechId(1), &Lang::english()), "Some briefing");
        assert_eq!(graph.speeches_within(entity("two-sessions")), [SpeechId(0), SpeechId(1)]);
        assert_eq!(graph.speeches_within(entity("两会")), [SpeechId(1)]);
        assert_eq!(graph.topics_of(SpeechId(0)), [entity("trade")]);
        assert_eq!(graph.about(SpeechId(0)), [], "it is on the topic, whether it names it or not");
        let tally = graph.edition(0).tallies[entity("trade").0 as usize];
        assert_eq!((tally.n_mentions, tally.n_speeches), (0, 1));
    }

    #[test]
    fn a_speech_names_what_is_listed_or_is_about_it() {
        let sources = Sources::from_texts([
            ("oratory.toml", "title = 'T'\n"),
            ("content/people/ann.md", "---\nname: Ann Reed\n---\n"),
            ("content/people/bob.md", "---\nname: Bob Hale\n---\n"),
            ("content/places/merrow.md", "---\nname: Merrow\n---\n"),
            (
                "content/speeches/a.en.md",
                "---\ntitle: A\ndate: 2024-03-07\nspeaker: bob\npeople: [ann, bob]\nplaces: [merrow]\n---\nAnn Reed came.\n",
            ),
        ]);
        let graph = crate::understand(&sources, &Options::default()).graph;
        let merrow = graph.corpus.find_entity("merrow").expect("a place");
        assert_eq!(graph.about(SpeechId(0)), [merrow]);
        assert_eq!(graph.speeches_about(merrow), [SpeechId(0)]);
        let ann = graph.corpus.find_entity("ann").expect("a person");
        assert_eq!(graph.speeches_about(ann), []);
    }
}
