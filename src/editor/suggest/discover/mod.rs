//! Corpus → names that recur in the texts and that no entity has, each with a guess at its kind.
//!
//! **Invariant:** what is found does not depend on who is described already; those are taken out at
//! the end. So the list grows shorter as entities are added, and nothing comes up that stood behind
//! another.
//! **Invariant:** a name without evidence for a kind that the site has is not offered: precision
//! comes first.

mod han;
mod latin;
mod lists;

use super::{Named, Proposal, Spot, Suggestion};
use crate::base::ids::entity_id;
use crate::base::letters::{Simplifier, caseless, fold_name, is_han, same_name};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, ParagraphRole, SpeechId};
use crate::reading::kinds::KindId;
use lists::Lists;
use std::collections::{BTreeMap, BTreeSet};

/// What a name seems to be the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Guess {
    Person,
    Place,
    Initiative,
    Organization,
}

impl Guess {
    /// The kind of the site; none if it has no such kind.
    fn kind(self, config: &Config) -> Option<KindId> {
        match self {
            Guess::Person => config.kinds.people(),
            Guess::Place => config.kinds.places(),
            Guess::Initiative => config.kinds.initiatives(),
            Guess::Organization => config.kinds.organizations_or_the_like(),
        }
    }
}

/// A name that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    name: String,
    guess: Guess,
    /// Why it is one of that kind, for the reason.
    why: &'static str,
    spots: Vec<Spot>,
    /// How sure the evidence is, 0 to 40.
    evidence: u32,
}

/// Occurrences that make a name worth a page.
const OFTEN: usize = 3;
/// Speeches that do.
const WIDELY: usize = 2;

/// Names that recur and that no entity has, surest first.
#[must_use]
pub(crate) fn discover(
    corpus: &Corpus,
    config: &Config,
    is_taken: &dyn Fn(&str) -> Option<String>,
) -> Vec<Suggestion> {
    let lists = Lists::default();
    let mut candidates = labels(corpus, &lists);
    candidates.extend(latin::candidates(corpus, &lists));
    candidates.extend(han::candidates(corpus, &lists));
    let keys = Keys(Simplifier::new());
    let mut found: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();

    for candidate in candidates {
        found.entry(keys.of(&candidate.name)).or_default().push(candidate);
    }

    let known: BTreeSet<String> = known(corpus).map(|name| keys.of(name)).collect();
    let new = found
        .into_iter()
        .filter(|(key, _)| !key.is_empty() && !known.contains(key))
        .map(|(_, forms)| forms);

    let found =
        new.filter(|forms| recur(forms)).filter_map(|forms| suggestion(config, forms, is_taken));
    let mut suggestions: Vec<Suggestion> = found.collect();
    super::rank::sort(corpus, &mut suggestions);

    suggestions
}

/// Names as they are told apart: without typography and case, in simplified characters.
struct Keys(Simplifier);

impl Keys {
    fn of(&self, name: &str) -> String {
        caseless(name).map(|c| self.0.of(c)).collect()
    }
}

fn recur(forms: &[Candidate]) -> bool {
    let n_spots: usize = forms.iter().map(|form| form.spots.len()).sum();
    let speeches: BTreeSet<SpeechId> =
        forms.iter().flat_map(|form| &form.spots).map(|spot| spot.speech).collect();

    n_spots >= OFTEN || speeches.len() >= WIDELY
}

fn n_speeches(spots: &[Spot]) -> usize {
    spots.iter().map(|spot| spot.speech).collect::<BTreeSet<SpeechId>>().len()
}

/// Every name that an entity has, a speech gives one, or somebody said is none.
fn known(corpus: &Corpus) -> impl Iterator<Item = &str> {
    let aliases =
        corpus.entities.iter().flat_map(|entity| &entity.aliases).map(|alias| alias.text.as_str());

    let denied = corpus.entities.iter().flat_map(|entity| &entity.not).map(String::as_str);

    let called = corpus
        .speeches
        .iter()
        .flat_map(|speech| speech.lists.iter().flatten())
        .flat_map(|listed| &listed.called)
        .map(String::as_str);

    let decided = corpus.decisions.no_entity.iter().map(|name| name.id.as_str());

    let always = corpus.decisions.always.iter().map(|meaning| meaning.name.as_str());

    aliases.chain(denied).chain(called).chain(decided).chain(always)
}

/// One suggestion for all ways to write a name; the guess is that of the surest, the name that of
/// the commonest.
fn suggestion(
    config: &Config,
    forms: Vec<Candidate>,
    is_taken: &dyn Fn(&str) -> Option<String>,
) -> Option<Suggestion> {
    let surest = forms.iter().max_by_key(|form| (form.evidence, form.spots.len()))?;
    let (guess, why, evidence) = (surest.guess, surest.why, surest.evidence);
    let kind = guess.kind(config)?;
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    let mut spots: Vec<Spot> = Vec::new();

    for form in forms {
        *written.entry(form.name).or_default() += form.spots.len();
        spots.extend(form.spots);
    }

    spots.sort_by_key(|spot| (spot.speech, spot.place, spot.range.start));
    spots.dedup();
    let mut written: Vec<(String, usize)> = written.into_iter().collect();
    written.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let mut written = written.into_iter().map(|(name, _)| name);
    let name = written.next()?;
    let mut aliases: Vec<String> = written.filter(|other| !same_name(other, &name)).collect();
    aliases.dedup_by(|later, first| same_name(later, first));
    let named = Named { name, spots };
    let (rank, reason, id, taken_by) = described(&named, why, evidence, is_taken);

    Some(Suggestion {
        proposal: Proposal::New { kind, id, taken_by, aliases, name: named },
        speech: None,
        reason,
        rank,
    })
}

fn described(
    named: &Named,
    why: &str,
    evidence: u32,
    is_taken: &dyn Fn(&str) -> Option<String>,
) -> (u32, String, String, Option<String>) {
    let Named { name, spots } = named;
    let n_speeches = n_speeches(spots);
    let often = u32::try_from(spots.len().min(25)).unwrap_or(25);
    let widely = u32::try_from(n_speeches.min(12)).unwrap_or(12);
    let id = entity_id(&fold_name(name));
    let taken_by = is_taken(&id);
    let clash = taken_by
        .as_ref()
        .map_or_else(String::new, |path| format!("; its id `{id}` is taken by `{path}`"));

    let places =
        if n_speeches == 1 { "one speech".to_owned() } else { format!("{n_speeches} speeches") };

    let reason = format!("`{name}` stands in {places} and no entity has it; {why}{clash}");
    ((20 + evidence + often + widely).min(99), reason, id, taken_by)
}

/// Speakers whose labels are names of people.
fn labels(corpus: &Corpus, lists: &Lists) -> Vec<Candidate> {
    let mut found: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        for (index, turn) in speech.body.turns.iter().enumerate() {
            let explained =
                speech.speakers.iter().flatten().any(|speaker| {
                    speaker.person.is_none() && same_name(&speaker.label, &turn.label)
                });

            if !explained && (latin::is_person(lists, &turn.label) || han::is_person(&turn.label)) {
                let turn_index = u32::try_from(index).unwrap_or(u32::MAX);
                let spot = Spot::on_label(id, turn_index, &turn.label);
                found.entry(&turn.label).or_default().push(spot);
            }
        }
    }

    let candidate = |(name, spots): (&str, Vec<Spot>)| Candidate {
        name: name.to_owned(),
        guess: Guess::Person,
        why: "it is a speaker’s label",
        spots,
        evidence: 40,
    };

    found.into_iter().map(candidate).collect()
}

/// The paragraphs in which names are looked for: of headings and code nothing can be learned.
fn texts(corpus: &Corpus) -> Vec<(SpeechId, u32, &str)> {
    let mut texts = Vec::new();
    for (id, speech) in corpus.speeches() {
        for (index, paragraph) in speech.body.paragraphs.iter().enumerate() {
            if paragraph.role != ParagraphRole::Heading && !is_shouted(&paragraph.text) {
                texts.push((id, u32::try_from(index).unwrap_or(u32::MAX), paragraph.text.as_str()));
            }
        }
    }

    texts
}

/// Whether a line is in capitals, so that capitals say nothing.
fn is_shouted(text: &str) -> bool {
    let mut cased = text.chars().filter(|c| c.is_lowercase() || c.is_uppercase());
    !text.contains(is_han) && text.chars().any(char::is_uppercase) && cased.all(char::is_uppercase)
}
