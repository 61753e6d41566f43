//! What the texts do not name → entities to take off lists, and names that occur nowhere.

use super::{Proposal, Suggestion};
use crate::base::message::say;
use crate::reading::annotate::{Sighting, Survey};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Entity, EntityId, Listed, Speech, SpeechId};
use crate::reading::kinds::Listing;
use std::collections::BTreeSet;

/// Listed entities that neither the text of their speech nor anything else in its front matter
/// names.
pub(super) fn removals(corpus: &Corpus, config: &Config, survey: &Survey) -> Vec<Suggestion> {
    let named = named(survey);

    let mut found = Vec::new();
    for (id, speech) in corpus.speeches() {
        let mut seen: Vec<EntityId> = Vec::new();
        for ((_, kind), list) in config.kinds.iter().zip(&speech.lists) {
            // What a speech belongs to it need not name.
            if kind.listing != Listing::Named {
                continue;
            }
            for listed in list {
                let Some(entity) = corpus.find_entity(&listed.entity.id) else {
                    continue;
                };
                if seen.contains(&entity)
                    || named.contains(&(id, entity))
                    || is_used(speech, &listed.entity.id)
                    || is_kept(corpus, speech, &listed.entity.id)
                {
                    continue;
                }

                seen.push(entity);
                found.push(removal(corpus, id, &kind.key, entity, listed));
            }
        }
    }
    found
}

/// Whom each speech names, or may name where a name is ambiguous.
fn named(survey: &Survey) -> BTreeSet<(SpeechId, EntityId)> {
    let mut named = BTreeSet::new();
    for Sighting { mention, .. } in &survey.sightings {
        named.insert((mention.speech, mention.entity));
    }
    for ambiguous in &survey.ambiguous {
        for entity in &ambiguous.entities {
            named.insert((ambiguous.speech, *entity));
        }
    }
    named
}

fn removal(
    corpus: &Corpus,
    speech: SpeechId,
    key: &str,
    entity: EntityId,
    listed: &Listed,
) -> Suggestion {
    let is_findable = is_looked_for(corpus.entity(entity)) || !listed.called.is_empty();
    let id = &listed.entity.id;
    Suggestion {
        speech: Some(speech),
        reason: say!("`{key}` lists `{id}`, and the text never names it", key, id),
        // Where no name could have been found, its absence says next to nothing.
        rank: if is_findable { 60 } else { 20 },
        proposal: Proposal::Remove { entity, at: listed.entity.span.clone() },
    }
}

/// Whether the front matter names an entity elsewhere than in its lists.
fn is_used(speech: &Speech, id: &str) -> bool {
    let fields = speech.speaker.iter().chain(&speech.location).chain(&speech.event_id);
    let speakers = speech.speakers.iter().flatten();
    let behind_labels =
        speakers.flat_map(|speaker| speaker.people.iter().chain(&speaker.on_behalf_of));
    fields.chain(behind_labels).any(|reference| reference.id == id)
}

/// Whether an editor decided that an entity stays listed.
fn is_kept(corpus: &Corpus, speech: &Speech, id: &str) -> bool {
    let kept = &corpus.decisions.keep;
    kept.iter().any(|kept| kept.entity.id == id && kept.is_about(speech))
}

/// Whether any name of an entity is looked for; of those that are only marked by hand nothing can
/// be concluded.
fn is_looked_for(entity: &Entity) -> bool {
    // A name of one character is not looked for either: it is in too many words.
    entity.aliases.iter().any(|alias| alias.auto && alias.text.trim().chars().count() > 1)
}

/// Names that no speech has, except names in a language in which there is no speech.
pub(super) fn unseen(corpus: &Corpus, survey: &Survey) -> Vec<Suggestion> {
    let languages: BTreeSet<&str> =
        corpus.speeches.iter().map(|speech| speech.lang.primary()).collect();

    let mut found = Vec::new();
    for (id, alias) in &survey.unseen {
        let entity = corpus.entity(*id);
        let name = &entity.aliases[*alias].text;
        let lang = entity.name.versions().find(|(_, text)| text == name).and_then(|(lang, _)| lang);
        if lang.is_some_and(|lang| !languages.contains(lang.primary())) {
            continue;
        }

        found.push(Suggestion {
            speech: None,
            reason: say!("`{name}`, a name of `{id}`, stands in no speech", name, id = entity.id),
            // Last of all: nothing is wrong, and the name may be for speeches to come.
            rank: 10,
            proposal: Proposal::Unseen { entity: *id, alias: *alias },
        });
    }
    found
}
