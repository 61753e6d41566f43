//! Who is named where: views of the one sorted list of mentions.

use super::Graph;
use crate::reading::annotate::{Mention, Place};
use crate::reading::corpus::{EntityId, SpeechId};
use std::collections::BTreeSet;

/// So many entities one paragraph names together; a choice. The fullest paragraphs of communiqués
/// name some forty.
const NAMED_TOGETHER: usize = 100;

impl Graph {
    /// Mentions in a speech, in order, with their indices.
    pub fn mentions_in(&self, speech: SpeechId) -> impl Iterator<Item = (u32, &Mention)> {
        let range = self.places.of_speech[speech.0 as usize].clone();
        range.zip(&self.mentions[self.places.in_speech(speech)])
    }

    /// How many mentions a speech has, labels left out.
    pub(crate) fn n_mentions_in(&self, speech: SpeechId) -> usize {
        self.places.in_words[speech.0 as usize]
    }

    /// Mentions in one label or paragraph of a speech, in order.
    pub fn mentions_at(&self, speech: SpeechId, place: Place) -> &[Mention] {
        let mentions = &self.mentions[self.places.in_speech(speech)];
        let first = mentions.partition_point(|mention| mention.place < place);
        let n_here = mentions[first..].partition_point(|mention| mention.place == place);
        &mentions[first..first + n_here]
    }

    /// Mentions of an entity in all versions of all speeches, by speech and place.
    pub fn mentions_of(&self, entity: EntityId) -> impl Iterator<Item = &Mention> {
        let indices = &self.places.of_entity[entity.0 as usize];
        indices.iter().map(|index| &self.mentions[*index as usize])
    }

    /// Mentions of an entity in one speech, in order.
    pub fn mentions_of_in(
        &self,
        entity: EntityId,
        speech: SpeechId,
    ) -> impl Iterator<Item = &Mention> {
        let indices = &self.places.of_entity[entity.0 as usize];
        let speech_of = |index: &u32| self.mentions[*index as usize].speech;
        let first = indices.partition_point(|index| speech_of(index) < speech);
        let of_entity = indices[first..].iter().map(|index| &self.mentions[*index as usize]);
        of_entity.take_while(move |mention| mention.speech == speech)
    }

    /// The entities that a paragraph names together, each once; none of one that names more than
    /// a hundred: a list of all who are there says of nobody beside whom she is named, and has
    /// half a million pairs where it has a thousand names.
    pub(crate) fn named_together(&self, speech: SpeechId, place: Place) -> BTreeSet<EntityId> {
        let mut entities = BTreeSet::new();
        for mention in self.mentions_at(speech, place) {
            entities.insert(mention.entity);
            // Each of them has a page that asks.
            if entities.len() > NAMED_TOGETHER {
                return BTreeSet::new();
            }
        }
        entities
    }
}
