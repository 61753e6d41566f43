//! What speeches are about: the entities of their lists that their texts do not name.
//!
//! **Invariant:** of an entity in a speech's list the speech is about it, or names it; never both.

use super::Graph;
use crate::reading::annotate::Mention;
use crate::reading::corpus::{Corpus, EntityId, SpeechId};
use std::collections::BTreeMap;

/// Both directions.
#[derive(Debug, Default)]
pub(super) struct Abouts {
    of_speech: BTreeMap<SpeechId, Vec<EntityId>>,
    of_entity: BTreeMap<EntityId, Vec<SpeechId>>,
}

impl Abouts {
    /// `mentions_in` gives the mentions in a speech.
    pub(super) fn new<'m>(
        corpus: &Corpus,
        mentions_in: impl Fn(SpeechId) -> &'m [Mention],
    ) -> Self {
        let mut abouts = Abouts::default();
        for (id, speech) in corpus.speeches() {
            let mut named: Vec<EntityId> =
                mentions_in(id).iter().map(|mention| mention.entity).collect();
            named.extend(corpus.find_entities(&speech.speaker));
            named.sort_unstable();

            for listed in speech.lists.iter().flatten() {
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
    /// What a speech is about and does not name, in the order of its lists.
    pub(crate) fn about(&self, speech: SpeechId) -> &[EntityId] {
        self.abouts.of_speech.get(&speech).map_or(&[], Vec::as_slice)
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
