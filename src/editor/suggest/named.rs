//! What the texts name → entities to list, labels to explain, names to decide about.

use super::everyday::Everyday;
use super::rank::Evidence;
use super::{Named, Proposal, Spot, Suggestion};
use crate::reading::annotate::{Ambiguous, How, Place, Sighting, Survey, same_name, speaker_entry};
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, EntityId, Speaker, Speech, SpeechId};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the sightings and ambiguities of `survey` suggest.
pub(super) fn named(corpus: &Corpus, config: &Config, survey: &Survey) -> Vec<Suggestion> {
    let (adds, mut labels) = wanted(corpus, config, survey);
    let clashes = clashes(corpus, survey, &adds);
    let is_safe = |key: &(SpeechId, EntityId)| adds.contains_key(key) && !clashes.contains_key(key);
    let (settled, open): (Vec<&Ambiguous>, Vec<&Ambiguous>) =
        survey.ambiguous.iter().partition(|one| settles(corpus, &is_safe, one).is_some());
    for one in settled {
        let Some(entity) = settles(corpus, &is_safe, one) else {
            continue;
        };
        let spot = Spot { speech: one.speech, place: one.place, range: one.range.clone() };
        take(&mut labels, (one.speech, entity), &spot.context(corpus).words, spot);
    }
    let names_found = adds.values().flatten().map(|named| named.name.as_str());
    let evidence = Evidence::new(corpus, Everyday::among(names_found, corpus));
    let add = |(key, names): ((SpeechId, EntityId), Vec<Named>)| {
        add(corpus, config, &evidence, key, names, clashes.get(&key).cloned())
    };
    let mut found: Vec<Suggestion> = adds.into_iter().map(add).collect();
    found
        .extend(labels.into_iter().map(|((id, entity), label)| explain(corpus, id, entity, label)));
    found.extend(choices(corpus, &open));
    found
}

type ByEntity = BTreeMap<(SpeechId, EntityId), Vec<Named>>;

/// Names by the speech and the entity whose list lacks it, and labels by the speech and the person that its table lacks.
fn wanted(corpus: &Corpus, config: &Config, survey: &Survey) -> (ByEntity, Labels) {
    let mut adds = ByEntity::new();
    let mut labels = Labels::new();
    for sighting in &survey.sightings {
        let mention = &sighting.mention;
        let speech = corpus.speech(mention.speech);
        let key = (mention.speech, mention.entity);
        if needs_entry(speech, sighting) {
            take(&mut labels, key, &sighting.name, spot(sighting));
        } else if config.auto != Auto::All && needs_listing(corpus, speech, sighting) {
            note(adds.entry(key).or_default(), sighting);
        }
    }
    (adds, labels)
}

/// Entities to list whose names also mean others in the speech, with such a name: listing them would take a mention away.
fn clashes(
    corpus: &Corpus,
    survey: &Survey,
    adds: &ByEntity,
) -> BTreeMap<(SpeechId, EntityId), String> {
    let mut meant: BTreeMap<SpeechId, BTreeSet<(EntityId, bool, &str)>> = BTreeMap::new();
    for Sighting { mention, name } in
        survey.sightings.iter().filter(|sighting| sighting.mention.how != How::Explicit)
    {
        meant.entry(mention.speech).or_default().insert((
            mention.entity,
            mention.how == How::Label,
            name,
        ));
    }
    let mut open: BTreeMap<SpeechId, Vec<(&Ambiguous, String)>> = BTreeMap::new();
    for one in &survey.ambiguous {
        let spot = Spot { speech: one.speech, place: one.place, range: one.range.clone() };
        open.entry(one.speech).or_default().push((one, spot.context(corpus).words));
    }
    let mut clashes = BTreeMap::new();
    for (id, entity) in adds.keys() {
        let speech = corpus.speech(*id);
        let claim =
            |of: EntityId, name: &str, is_label: bool| claim(corpus, speech, of, name, is_label);
        let takes = |(other, is_label, name): &&(EntityId, bool, &str)| {
            let own = claim(*entity, name, *is_label);
            other != entity && own.is_some() && own >= claim(*other, name, *is_label)
        };
        let taken = meant.get(id).into_iter().flatten().find(takes).map(|(.., name)| *name);
        // What is ambiguous among others would be so among more, or mean this one alone.
        let joins = |(one, name): &&(&Ambiguous, String)| {
            !one.entities.contains(entity)
                && claim(*entity, name, matches!(one.place, Place::Label(_))).is_some()
        };
        let joined =
            || open.get(id).into_iter().flatten().find(joins).map(|(_, name)| name.as_str());
        if let Some(name) = taken.or_else(joined) {
            clashes.insert((*id, *entity), name.to_owned());
        }
    }
    clashes
}

/// Whether an entity has `name` on the day of a speech, and if so whether with dates, which weighs more. Labels also have the names that are
/// not looked for in texts.
fn claim(
    corpus: &Corpus,
    speech: &Speech,
    entity: EntityId,
    name: &str,
    is_label: bool,
) -> Option<bool> {
    let aliases = corpus
        .entity(entity)
        .aliases
        .iter()
        .filter(|alias| (alias.auto || is_label) && alias.is_valid_on(speech.date));
    aliases
        .filter(|alias| same_name(&alias.text, name))
        .map(|alias| !is_label && (alias.from.is_some() || alias.until.is_some()))
        .max()
}

type Labels = Vec<((SpeechId, EntityId), Named)>;

/// Takes up a label of a person.
fn take(labels: &mut Labels, key: (SpeechId, EntityId), name: &str, spot: Spot) {
    match labels.iter_mut().rev().find(|(of, named)| *of == key && same_name(&named.name, name)) {
        Some((_, named)) => named.spots.push(spot),
        None => labels.push((key, Named { name: name.to_owned(), spots: vec![spot] })),
    }
}

/// Who is behind a label that several could be, once what is missing is listed: then one of them alone may be in the lists.
fn settles(
    corpus: &Corpus,
    is_added: &dyn Fn(&(SpeechId, EntityId)) -> bool,
    ambiguous: &Ambiguous,
) -> Option<EntityId> {
    let speech = corpus.speech(ambiguous.speech);
    let Place::Label(turn) = ambiguous.place else {
        return None;
    };
    if speech.speakers.is_none()
        || speaker_entry(speech, &speech.body.turns[turn as usize].label).is_some()
    {
        return None;
    }
    let is_listed = |entity: &&EntityId| {
        let id = &corpus.entity(**entity).id;
        is_added(&(ambiguous.speech, **entity))
            || speech.lists.iter().flatten().any(|listed| listed.entity.id == *id)
    };
    let mut listed = ambiguous.entities.iter().filter(is_listed);
    listed.next().filter(|_| listed.next().is_none()).copied()
}

fn spot(sighting: &Sighting) -> Spot {
    let mention = &sighting.mention;
    Spot { speech: mention.speech, place: mention.place, range: mention.range.clone() }
}

fn note(names: &mut Vec<Named>, sighting: &Sighting) {
    match names.iter_mut().find(|named| named.name == sighting.name) {
        Some(named) => named.spots.push(spot(sighting)),
        None => names.push(Named { name: sighting.name.clone(), spots: vec![spot(sighting)] }),
    }
}

/// Whether a label stands in no entry of a table that the speech has.
fn needs_entry(speech: &Speech, sighting: &Sighting) -> bool {
    let Place::Label(turn) = sighting.mention.place else {
        return false;
    };
    speech.speakers.is_some()
        && speaker_entry(speech, &speech.body.turns[turn as usize].label).is_none()
}

/// Whether a sighting is a mention only once its entity is listed.
fn needs_listing(corpus: &Corpus, speech: &Speech, sighting: &Sighting) -> bool {
    let entity = corpus.entity(sighting.mention.entity);
    let is_explained = match sighting.mention.place {
        Place::Label(turn) => {
            let is_speaker = speech.speaker.as_ref().is_some_and(|speaker| speaker.id == entity.id);
            is_speaker
                || speaker_entry(speech, &speech.body.turns[turn as usize].label)
                    .is_some_and(Speaker::says_who)
        }
        Place::Paragraph(_) => sighting.mention.how == How::Explicit,
    };
    !is_explained && !speech.lists.iter().flatten().any(|listed| listed.entity.id == entity.id)
}

fn add(
    corpus: &Corpus,
    config: &Config,
    evidence: &Evidence<'_>,
    (id, entity): (SpeechId, EntityId),
    mut names: Vec<Named>,
    clash: Option<String>,
) -> Suggestion {
    names.sort_by(|a, b| b.spots.len().cmp(&a.spots.len()).then_with(|| a.name.cmp(&b.name)));
    let of = corpus.entity(entity);
    let key = &config.kinds.kind(of.kind).key;
    let is_label = |spot: &Spot| matches!(spot.place, Place::Label(_));
    let only_labels = names.iter().flat_map(|named| &named.spots).all(is_label);
    let quoted: Vec<String> = names.iter().map(|named| format!("`{}`", named.name)).collect();
    let what = if only_labels { "is a speaker's label" } else { "stands in the text" };
    let but = clash.as_ref().map_or_else(String::new, |name| {
        format!("; but then `{name}` would have two meanings in this speech")
    });
    let reason =
        format!("{} {what}, and `{key}` does not list `{}`{but}", quoted.join(", "), of.id);
    let rank = evidence.of_listing(id, entity, &names);
    Suggestion { proposal: Proposal::Add { entity, names, clash }, speech: Some(id), reason, rank }
}

fn explain(corpus: &Corpus, speech: SpeechId, entity: EntityId, label: Named) -> Suggestion {
    let reason = format!(
        "the label `{}` is a name of `{}`, and `speakers` lacks it",
        label.name,
        corpus.entity(entity).id
    );
    Suggestion {
        proposal: Proposal::Label { entity, label },
        speech: Some(speech),
        reason,
        rank: 90,
    }
}

/// Ambiguous names, each once a speech.
fn choices(corpus: &Corpus, ambiguous: &[&Ambiguous]) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for one in ambiguous {
        let spot = Spot { speech: one.speech, place: one.place, range: one.range.clone() };
        let words = spot.context(corpus).words;
        let is_same = |suggestion: &&mut Suggestion| {
            suggestion.speech == Some(one.speech)
                && matches!(&suggestion.proposal, Proposal::Choice { entities, name } if *entities == one.entities && same_name(&name.name, &words))
        };
        if let Some(Suggestion { proposal: Proposal::Choice { name, .. }, .. }) =
            found.iter_mut().rev().find(is_same)
        {
            name.spots.push(spot);
            continue;
        }
        let ids: Vec<String> =
            one.entities.iter().map(|id| format!("`{}`", corpus.entity(*id).id)).collect();
        let reason = format!("`{words}` could be {}", ids.join(" or "));
        let proposal = Proposal::Choice {
            entities: one.entities.clone(),
            name: Named { name: words, spots: vec![spot] },
        };
        found.push(Suggestion { proposal, speech: Some(one.speech), reason, rank: 50 });
    }
    found
}
