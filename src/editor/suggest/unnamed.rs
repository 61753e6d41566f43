//! What the texts do not name → entities to take off lists, and names that stand nowhere.

use super::{Proposal, Suggestion};
use crate::reading::annotate::Survey;
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, EntityId, Speech, SpeechId};
use std::collections::BTreeSet;

/// Listed entities that the text of their speech never names, and nothing else in its front matter does.
pub(super) fn removals(corpus: &Corpus, config: &Config, survey: &Survey) -> Vec<Suggestion> {
    let sighted =
        survey.sightings.iter().map(|sighting| (sighting.mention.speech, sighting.mention.entity));
    let possible = survey
        .ambiguous
        .iter()
        .flat_map(|one| one.entities.iter().map(|entity| (one.speech, *entity)));
    let named: BTreeSet<(SpeechId, EntityId)> = sighted.chain(possible).collect();
    let mut found = Vec::new();
    for (id, speech) in corpus.speeches() {
        let mut seen: Vec<EntityId> = Vec::new();
        for (kind, listed) in config
            .kinds
            .iter()
            .zip(&speech.lists)
            .flat_map(|((_, kind), list)| list.iter().map(move |one| (kind, one)))
        {
            let Some(entity) = corpus.find_entity(&listed.entity.id) else {
                continue;
            };
            if seen.contains(&entity)
                || named.contains(&(id, entity))
                || is_used(speech, &listed.entity.id)
                || is_kept(corpus, speech, entity)
            {
                continue;
            }
            seen.push(entity);
            let reason =
                format!("`{}` lists `{}`, and the text never names it", kind.key, listed.entity.id);
            let is_findable = survey_looks_for(corpus, entity) || !listed.called.is_empty();
            let proposal = Proposal::Remove { entity, at: listed.entity.span.clone(), is_findable };
            found.push(Suggestion {
                proposal,
                speech: Some(id),
                reason,
                rank: if is_findable { 60 } else { 20 },
            });
        }
    }
    found
}

/// Whether the front matter names an entity elsewhere than in its lists.
fn is_used(speech: &Speech, id: &str) -> bool {
    let table = speech
        .speakers
        .iter()
        .flatten()
        .flat_map(|speaker| speaker.person.iter().chain(&speaker.on_behalf_of));
    speech.speaker.iter().chain(&speech.location).chain(table).any(|reference| reference.id == id)
}

fn is_kept(corpus: &Corpus, speech: &Speech, entity: EntityId) -> bool {
    let id = &corpus.entity(entity).id;
    corpus.decisions.keep.iter().any(|kept| kept.entity.id == *id && kept.is_about(speech))
}

/// Whether any name of an entity is looked for; of those that are only marked by hand nothing can be concluded.
fn survey_looks_for(corpus: &Corpus, entity: EntityId) -> bool {
    corpus
        .entity(entity)
        .aliases
        .iter()
        .any(|alias| alias.auto && alias.text.trim().chars().count() > 1)
}

/// Names that stand in no speech, but for those in languages in which there is none.
pub(super) fn unseen(corpus: &Corpus, survey: &Survey) -> Vec<Suggestion> {
    let suggestion = |(entity, alias): &(EntityId, usize)| {
        let of = corpus.entity(*entity);
        let reason =
            format!("`{}`, a name of `{}`, stands in no speech", of.aliases[*alias].text, of.id);
        Suggestion {
            proposal: Proposal::Unseen { entity: *entity, alias: *alias },
            speech: None,
            reason,
            rank: 10,
        }
    };
    let languages: BTreeSet<&str> =
        corpus.speeches.iter().map(|speech| speech.lang.primary()).collect();
    let could_stand = |(entity, alias): &&(EntityId, usize)| {
        let of = corpus.entity(*entity);
        let name = &of.aliases[*alias].text;
        let lang = of.name.versions().find(|(_, text)| text == name).and_then(|(lang, _)| lang);
        lang.is_none_or(|lang| languages.contains(lang.primary()))
    };
    survey.unseen.iter().filter(could_stand).map(suggestion).collect()
}
