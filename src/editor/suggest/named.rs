//! What the texts name → entities to list, labels to explain, names to decide about.

use super::everyday::Everyday;
use super::rank::Evidence;
use super::{Named, Proposal, Spot, Suggestion};
use crate::base::letters::same_name;
use crate::base::message::{Message, say};
use crate::reading::annotate::{Ambiguous, How, Place, Sighting, Survey, speaker_entry};
use crate::reading::config::{Auto, Config};
use crate::reading::corpus::{Corpus, EntityId, Speaker, Speech, SpeechId};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A speech, and an entity that its front matter lacks.
type Missing = (SpeechId, EntityId);

/// Everything that the sightings and ambiguities of `survey` suggest.
pub(super) fn named(corpus: &Corpus, config: &Config, survey: &Survey) -> Vec<Suggestion> {
    let Unlisted { names, mut labels } = unlisted(corpus, config, survey);

    // Listing an entity must not take a mention away from another.
    let uses = uses(corpus, survey);
    let mut clashes: BTreeMap<Missing, String> = BTreeMap::new();
    for (id, entity) in names.keys() {
        let of_speech = uses.get(id).map_or(&[][..], Vec::as_slice);
        if let Some(name) = clash(corpus, corpus.speech(*id), of_speech, *entity) {
            clashes.insert((*id, *entity), name.to_owned());
        }
    }

    // Once what is safe is listed, some labels are not ambiguous any more.
    let is_added = |key: &Missing| names.contains_key(key) && !clashes.contains_key(key);
    let mut open = Vec::new();
    for ambiguous in &survey.ambiguous {
        if let Some(entity) = settled(corpus, &is_added, ambiguous) {
            let spot = Spot::from(ambiguous);
            let label = spot.context(corpus).words;
            add_label(&mut labels, (ambiguous.speech, entity), &label, spot);
        } else {
            open.push(ambiguous);
        }
    }

    let every_name = names.values().flatten().map(|named| named.name.as_str());
    let evidence = Evidence::new(corpus, Everyday::among(every_name, corpus));

    let mut found = Vec::new();
    for (key, names) in names {
        let clash = clashes.get(&key).cloned();
        found.push(to_list(corpus, config, &evidence, key, names, clash));
    }
    for (key, label) in labels {
        found.push(to_explain(corpus, key, label));
    }
    found.extend(to_choose(corpus, &open));
    found
}

/// What front matter lacks.
#[derive(Default)]
struct Unlisted {
    /// The names by which texts name an entity that is in no list of its speech.
    names: BTreeMap<Missing, Vec<Named>>,
    /// Labels of people that are in no entry of `speakers`, where a speech has the table.
    labels: Vec<(Missing, Named)>,
}

fn unlisted(corpus: &Corpus, config: &Config, survey: &Survey) -> Unlisted {
    let mut unlisted = Unlisted::default();

    let place = |sighting: &Sighting| (sighting.mention.speech, sighting.mention.place);
    for beside in survey.sightings.chunk_by(|one, next| place(one) == place(next)) {
        for sighting in beside {
            let mention = &sighting.mention;
            let speech = corpus.speech(mention.speech);
            let key = (mention.speech, mention.entity);
            let spot = Spot::from(mention);

            if needs_entry(speech, mention.place) {
                // An entry that says one of several who speak as one would take the others away.
                if beside.len() == 1 {
                    add_label(&mut unlisted.labels, key, &sighting.name, spot);
                }
            } else if config.auto != Auto::All && needs_listing(corpus, speech, sighting) {
                let names = unlisted.names.entry(key).or_default();
                match names.iter_mut().find(|named| named.name == sighting.name) {
                    Some(named) => named.spots.push(spot),
                    None => names.push(Named::at(&sighting.name, spot)),
                }
            }
        }
    }

    unlisted
}

/// Adds a place to the label of a person, however the label is written there.
fn add_label(labels: &mut Vec<(Missing, Named)>, key: Missing, label: &str, spot: Spot) {
    // From the end: sightings come speech by speech, so the label is among the last.
    for (of, known) in labels.iter_mut().rev() {
        if *of == key && same_name(&known.name, label) {
            known.spots.push(spot);
            return;
        }
    }
    labels.push((key, Named::at(label, spot)));
}

/// What a name in a speech means now: one entity, or several where it is ambiguous.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Use<'s> {
    entities: Vec<EntityId>,
    is_label: bool,
    name: Cow<'s, str>,
}

/// What the names in each speech mean, clear ones first.
fn uses<'s>(corpus: &Corpus, survey: &'s Survey) -> BTreeMap<SpeechId, Vec<Use<'s>>> {
    let mut uses: BTreeMap<SpeechId, Vec<Use<'s>>> = BTreeMap::new();
    for Sighting { mention, name } in &survey.sightings {
        // What an editor marked by hand means whom it means, whoever is listed.
        if mention.how != How::Explicit {
            uses.entry(mention.speech).or_default().push(Use {
                entities: vec![mention.entity],
                is_label: mention.how == How::Label,
                name: Cow::Borrowed(name),
            });
        }
    }
    // Each name is asked about once, however often it occurs.
    for of_speech in uses.values_mut() {
        of_speech.sort();
        of_speech.dedup();
    }

    for ambiguous in &survey.ambiguous {
        uses.entry(ambiguous.speech).or_default().push(Use {
            entities: ambiguous.entities.clone(),
            is_label: matches!(ambiguous.place, Place::Label(_)),
            name: Cow::Owned(Spot::from(ambiguous).context(corpus).words),
        });
    }
    uses
}

/// A name whose meaning would change if `entity` were listed: it would have two.
fn clash<'u>(
    corpus: &Corpus,
    speech: &Speech,
    uses: &'u [Use<'_>],
    entity: EntityId,
) -> Option<&'u str> {
    for Use { entities, is_label, name } in uses {
        let claim = |entity| claim(corpus, speech, entity, name, *is_label);
        let own = claim(entity);
        let wins = match entities.as_slice() {
            [other] => own >= claim(*other),
            // What is ambiguous among others would be so among more, or mean this one alone.
            _ => true,
        };
        if own.is_some() && wins && !entities.contains(&entity) {
            return Some(name);
        }
    }
    None
}

/// How strongly an entity claims a name; the stronger claim wins.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Always,
    /// Only for a time, in which the speech was given: then it is the likelier meaning.
    AtThatTime,
}

/// The claim of an entity to `name` on the day of a speech. In labels the names that are not looked
/// for in texts count too.
fn claim(
    corpus: &Corpus,
    speech: &Speech,
    entity: EntityId,
    name: &str,
    is_label: bool,
) -> Option<Claim> {
    let mut best = None;
    for alias in &corpus.entity(entity).aliases {
        let is_used = (alias.auto || is_label) && alias.is_valid_on(speech.date);
        if !is_used || !same_name(&alias.text, name) {
            continue;
        }

        let is_dated = alias.from.is_some() || alias.until.is_some();
        let claim = if is_dated && !is_label { Claim::AtThatTime } else { Claim::Always };
        best = best.max(Some(claim));
    }
    best
}

/// Who is behind a label that several could be, once what is missing is listed: then one of them
/// alone may be in the lists.
fn settled(
    corpus: &Corpus,
    is_added: &dyn Fn(&Missing) -> bool,
    ambiguous: &Ambiguous,
) -> Option<EntityId> {
    let speech = corpus.speech(ambiguous.speech);
    if !needs_entry(speech, ambiguous.place) {
        return None;
    }

    let mut listed = ambiguous.entities.iter().filter(|entity| {
        is_added(&(ambiguous.speech, **entity))
            || speech.listing(&corpus.entity(**entity).id).is_some()
    });
    match (listed.next(), listed.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// Whether a speech has a table of speakers, and a place is a label that is not in it.
fn needs_entry(speech: &Speech, place: Place) -> bool {
    matches!(place, Place::Label(_))
        && speech.speakers.is_some()
        && speaker_entry(speech, place.text(speech)).is_none()
}

/// Whether a sighting is a mention only once its entity is listed.
fn needs_listing(corpus: &Corpus, speech: &Speech, sighting: &Sighting) -> bool {
    let entity = corpus.entity(sighting.mention.entity);
    let is_explained = match sighting.mention.place {
        Place::Label(_) => {
            let label = sighting.mention.place.text(speech);
            speech.speaker.iter().any(|speaker| speaker.id == entity.id)
                || speaker_entry(speech, label).is_some_and(Speaker::says_who)
        }
        Place::Paragraph(_) => sighting.mention.how == How::Explicit,
    };

    !is_explained && speech.listing(&entity.id).is_none()
}

/// A suggestion to list an entity, which texts call by `names`.
fn to_list(
    corpus: &Corpus,
    config: &Config,
    evidence: &Evidence<'_>,
    (speech, entity): Missing,
    mut names: Vec<Named>,
    clash: Option<String>,
) -> Suggestion {
    names.sort_by(|a, b| (Reverse(a.spots.len()), &a.name).cmp(&(Reverse(b.spots.len()), &b.name)));

    let id = &corpus.entity(entity).id;
    let key = &config.kinds.kind(corpus.entity(entity).kind).key;
    let mut spots = names.iter().flat_map(|named| &named.spots);
    let what = if spots.all(|spot| matches!(spot.place, Place::Label(_))) {
        say!("is a speaker's label")
    } else {
        say!("stands in the text")
    };
    let but = match &clash {
        Some(name) => say!("; but then `{name}` would have two meanings in this speech", name),
        None => Message::default(),
    };
    let quoted: Vec<String> = names.iter().map(|named| format!("`{}`", named.name)).collect();
    let quoted = Message::joined(", ", quoted);

    Suggestion {
        speech: Some(speech),
        reason: say!(
            "{quoted} {what}, and `{key}` does not list `{id}`{but}",
            quoted,
            what,
            key,
            id,
            but
        ),
        rank: evidence.of_listing(speech, entity, &names),
        proposal: Proposal::Add { entity, names, clash },
    }
}

/// A suggestion to say who is behind a label.
fn to_explain(corpus: &Corpus, (speech, entity): Missing, label: Named) -> Suggestion {
    let (name, id) = (&label.name, &corpus.entity(entity).id);
    Suggestion {
        speech: Some(speech),
        reason: say!("the label `{name}` is a name of `{id}`, and `speakers` lacks it", name, id),
        // A label is a name and nothing else, so there is hardly any doubt.
        rank: 90,
        proposal: Proposal::Label { entity, label },
    }
}

/// Suggestions to decide what an ambiguous name means, one for each name of a speech.
fn to_choose(corpus: &Corpus, ambiguous: &[&Ambiguous]) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();

    'names: for one in ambiguous {
        let spot = Spot::from(*one);
        let words = spot.context(corpus).words;

        for known in found.iter_mut().rev() {
            if let Proposal::Choice { entities, name } = &mut known.proposal
                && known.speech == Some(one.speech)
                && *entities == one.entities
                && same_name(&name.name, &words)
            {
                name.spots.push(spot);
                continue 'names;
            }
        }

        let ids: Vec<String> =
            one.entities.iter().map(|id| format!("`{}`", corpus.entity(*id).id)).collect();
        found.push(Suggestion {
            speech: Some(one.speech),
            reason: say!("`{words}` could be {ids}", words, ids = Message::joined(" or ", ids)),
            // Between a sure suggestion and a vague one: something is to be decided, but nobody
            // knows which way.
            rank: 50,
            proposal: Proposal::Choice {
                entities: one.entities.clone(),
                name: Named::at(&words, spot),
            },
        });
    }

    found
}
