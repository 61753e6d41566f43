//! Corpus → names that recur in the texts and that no entity has, each with a guess at its kind.
//!
//! **Invariant:** what is found does not depend on who is described already; those are taken out at
//! the end. So the list grows shorter as entities are added, and nothing comes up that was hidden
//! behind another.
//! **Invariant:** a name without evidence for a kind that the site has is not offered: precision
//! comes first.

mod han;
mod latin;

use super::{Named, Proposal, Spot, Suggestion};
use crate::base::ids::entity_id;
use crate::base::letters::{Simplifier, caseless, fold_name, is_han, same_name};
use crate::base::message::{Message, say};
use crate::reading::annotate::{Place, as_u32, speaker_entry};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, ParagraphRole, SpeechId};
use crate::reading::kinds::KindId;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

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

/// What shows of which kind a name is.
#[derive(Debug, Clone, Copy)]
struct Clue {
    guess: Guess,
    /// For the reason of the suggestion.
    why: &'static str,
    /// How sure it is, 0 to 40, as a part of the suggestion's rank: 40 where a list or the print
    /// itself says it, 30 to 35 for a word beside the name or in it, less where that word often
    /// says something else.
    evidence: u32,
}

const fn clue(guess: Guess, why: &'static str, evidence: u32) -> Clue {
    Clue { guess, why, evidence }
}

/// A name that was found.
struct Candidate {
    name: String,
    clue: Clue,
    spots: Vec<Spot>,
}

/// A paragraph in which names are looked for.
struct Text<'c> {
    speech: SpeechId,
    place: Place,
    text: &'c str,
}

impl Text<'_> {
    fn spot(&self, range: &Range<usize>) -> Spot {
        Spot { speech: self.speech, place: self.place, range: as_u32(range) }
    }
}

/// Occurrences that make a name worth a page. Fewer are as often a slip of the search as a name.
const OFTEN: usize = 3;
/// Speeches that do, with one occurrence each: a slip is rarely made twice in the same way.
const WIDELY: usize = 2;

/// Names that recur and that no entity has, surest first; `owner` says which file has an id
/// already.
#[must_use]
pub(crate) fn discover(
    corpus: &Corpus,
    config: &Config,
    owner: &dyn Fn(&str) -> Option<String>,
) -> Vec<Suggestion> {
    let texts = texts(corpus);
    let mut candidates = labels(corpus);
    candidates.extend(latin::candidates(corpus, &texts));
    candidates.extend(han::candidates(&texts));

    // Names are told apart without typography and case, in simplified characters.
    let simplifier = Simplifier::new();
    let key = |name: &str| -> String { caseless(name).map(|c| simplifier.of(c)).collect() };
    let mut found: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        found.entry(key(&candidate.name)).or_default().push(candidate);
    }
    for name in known(corpus).into_iter().chain([""]) {
        found.remove(&key(name));
    }

    let mut suggestions = Vec::new();
    for forms in found.into_values() {
        suggestions.extend(suggestion(config, forms, owner));
    }
    super::rank::sort(corpus, &mut suggestions);
    suggestions
}

/// Every name that an entity has, a speech gives one, or somebody said is none.
fn known(corpus: &Corpus) -> Vec<&str> {
    let mut known: Vec<&str> = Vec::new();
    for entity in &corpus.entities {
        known.extend(entity.aliases.iter().map(|alias| alias.text.as_str()));
        known.extend(entity.not.iter().map(String::as_str));
    }
    for listed in corpus.speeches.iter().flat_map(|speech| speech.lists.iter().flatten()) {
        known.extend(listed.called.iter().map(String::as_str));
    }
    known.extend(corpus.decisions.no_entity.iter().map(|name| name.id.as_str()));
    known.extend(corpus.decisions.always.iter().map(|meaning| meaning.name.as_str()));
    known
}

/// One suggestion for all ways to write a name, if it recurs: the guess is that of the surest, the
/// name that of the commonest.
fn suggestion(
    config: &Config,
    forms: Vec<Candidate>,
    owner: &dyn Fn(&str) -> Option<String>,
) -> Option<Suggestion> {
    let surest = forms.iter().max_by_key(|form| (form.clue.evidence, form.spots.len()))?;
    let Clue { guess, why, evidence } = surest.clue;
    let kind = guess.kind(config)?;

    let n_spots: usize = forms.iter().map(|form| form.spots.len()).sum();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut spots: Vec<Spot> = Vec::new();
    for form in forms {
        *counts.entry(form.name).or_default() += form.spots.len();
        spots.extend(form.spots);
    }
    spots.sort_by_key(|spot| (spot.speech, spot.place, spot.range.start));
    spots.dedup();
    let n_speeches = spots.chunk_by(|a, b| a.speech == b.speech).count();
    if n_spots < OFTEN && n_speeches < WIDELY {
        return None;
    }

    let mut aliases: Vec<(String, usize)> = counts.into_iter().collect();
    aliases.sort_by_key(|(_, n)| Reverse(*n));
    let mut aliases: Vec<String> = aliases.into_iter().map(|(name, _)| name).collect();
    // There is one: a name has at least the form in which it was found.
    let name = aliases.remove(0);
    aliases.retain(|other| !same_name(other, &name));
    aliases.dedup_by(|later, first| same_name(later, first));

    let id = entity_id(&fold_name(&name));
    let taken_by = owner(&id);
    let clash = match &taken_by {
        Some(path) => say!("; its id `{id}` is taken by `{path}`", id, path),
        None => Message::default(),
    };
    let places =
        if n_speeches == 1 { say!("one speech") } else { say!("{n} speeches", n = n_speeches) };

    // How often a name occurs counts less than what tells its kind, and up to a limit: a common
    // word that is taken for a name is the most frequent of all.
    let recurrence = spots.len().min(25) + n_speeches.min(12);
    Some(Suggestion {
        speech: None,
        reason: say!(
            "`{name}` stands in {places} and no entity has it; {why}{clash}",
            name,
            places,
            why = Message::from(why),
            clash
        ),
        rank: (20 + evidence + u32::try_from(recurrence).unwrap_or(u32::MAX)).min(99),
        proposal: Proposal::New { kind, id, taken_by, aliases, name: Named { name, spots } },
    })
}

/// Speakers whose labels are names of people.
fn labels(corpus: &Corpus) -> Vec<Candidate> {
    let mut found: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        for (index, turn) in speech.body.turns.iter().enumerate() {
            let label = turn.label.as_str();
            // The table may say that it is nobody in particular: `记者`, an office.
            let is_nobody =
                speaker_entry(speech, label).is_some_and(|entry| entry.people.is_empty());
            if !is_nobody && (latin::is_person(label) || han::is_person(label)) {
                found.entry(label).or_default().push(Spot::on_label(id, index, label));
            }
        }
    }

    let mut candidates = Vec::new();
    for (name, spots) in found {
        let clue = clue(Guess::Person, "it is a speaker’s label", 40);
        candidates.push(Candidate { name: name.to_owned(), clue, spots });
    }
    candidates
}

/// The paragraphs in which names are looked for: of headings nothing can be learned.
fn texts(corpus: &Corpus) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    for (speech, version) in corpus.speeches() {
        for (index, paragraph) in version.body.paragraphs.iter().enumerate() {
            // Headings capitalise every word.
            if paragraph.role != ParagraphRole::Heading && !is_shouted(&paragraph.text) {
                let place = Place::paragraph(index);
                texts.push(Text { speech, place, text: &paragraph.text });
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
