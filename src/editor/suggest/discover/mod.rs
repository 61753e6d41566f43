//! Corpus → names that recur in the texts and that no entity has, each with a guess at its kind.
//!
//! **Invariant:** what is found does not depend on who is described already; those are taken out at
//! the end.
//! So the list grows shorter as entities are added, and nothing comes up that stood behind another.
//! **Invariant:** a name without evidence for a kind that the site has is not offered: precision
//! comes first.

mod han;
mod latin;
mod lists;

use super::{Named, Proposal, Spot, Suggestion, small};
use crate::base::lang::is_han;
use crate::reading::annotate::{same_name, traditional};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, ParagraphRole, SpeechId};
use crate::reading::kinds::KindId;
use lists::Lists;
use std::cmp::Reverse;
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
    /// The site’s kind for it, if there is one; a kind of the site’s own is known by its usual
    /// keys.
    fn kind(self, config: &Config) -> Option<KindId> {
        let keys: &[&str] = match self {
            Guess::Person => &["people"],
            Guess::Place => &["places"],
            Guess::Initiative => &["initiatives"],
            Guess::Organization => &["organizations", "organisations", "institutions", "bodies"],
        };

        keys.iter().find_map(|key| config.kinds.named(key))
    }
}

/// One way to write a name that recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    name: String,
    guess: Guess,
    /// What the guess rests on, as it is told.
    why: &'static str,
    spots: Vec<Spot>,
    /// How sure the evidence is, 0 to 40.
    evidence: u32,
}

/// Occurrences that make a name worth a page, or else speeches that do. Choices: with fewer, every
/// passer-by is suggested; with more, a small archive is told nothing.
const OFTEN: usize = 3;
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

    let keys = Keys::default();
    let mut by_key: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let forms = by_key.entry(keys.of(&candidate.name)).or_default();
        forms.push(candidate);
    }

    let known: BTreeSet<String> = known(corpus).map(|name| keys.of(name)).collect();
    let mut found = Vec::new();
    for (key, forms) in by_key {
        if !key.is_empty() && !known.contains(&key) && recur(&forms) {
            found.extend(suggestion(config, forms, is_taken));
        }
    }
    super::rank::sort(corpus, &mut found);
    found
}

/// Names as they are told apart: without typography and case, in simplified characters.
struct Keys(BTreeMap<char, char>);

impl Default for Keys {
    fn default() -> Self {
        Keys(traditional().collect())
    }
}

impl Keys {
    fn of(&self, name: &str) -> String {
        let simple = |c: char| self.0.get(&c).copied().unwrap_or(c);
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .map(simple)
            .flat_map(char::to_lowercase)
            .collect()
    }
}

fn recur(forms: &[Candidate]) -> bool {
    let n_spots: usize = forms.iter().map(|form| form.spots.len()).sum();
    n_spots >= OFTEN || n_speeches(forms.iter().flat_map(|form| &form.spots)) >= WIDELY
}

fn n_speeches<'s>(spots: impl IntoIterator<Item = &'s Spot>) -> usize {
    let speeches: BTreeSet<SpeechId> = spots.into_iter().map(|spot| spot.speech).collect();
    speeches.len()
}

/// Every name that an entity has or is said not to have, that a speech gives one, or that an editor
/// decided about.
fn known(corpus: &Corpus) -> impl Iterator<Item = &str> {
    let of_entities = corpus.entities.iter().flat_map(|entity| {
        let aliases = entity.aliases.iter().map(|alias| &alias.text);
        aliases.chain(&entity.not)
    });
    let of_speeches = corpus
        .speeches
        .iter()
        .flat_map(|speech| speech.lists.iter().flatten())
        .flat_map(|listed| &listed.called);
    let no_entities = corpus.decisions.no_entity.iter().map(|name| &name.id);
    let always = corpus.decisions.always.iter().map(|meaning| &meaning.name);

    of_entities.chain(of_speeches).chain(no_entities).chain(always).map(String::as_str)
}

/// One suggestion for all ways to write a name; the guess is that of the surest, the name that of
/// the commonest.
fn suggestion(
    config: &Config,
    forms: Vec<Candidate>,
    is_taken: &dyn Fn(&str) -> Option<String>,
) -> Option<Suggestion> {
    let surest = forms.iter().max_by_key(|form| (form.evidence, form.spots.len()))?;
    let kind = surest.guess.kind(config)?;
    let (why, evidence) = (surest.why, surest.evidence);

    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut spots: Vec<Spot> = Vec::new();
    for form in forms {
        *counts.entry(form.name).or_default() += form.spots.len();
        spots.extend(form.spots);
    }
    spots.sort_by_key(|spot| (spot.speech, spot.place, spot.range.start));
    spots.dedup();

    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let mut names = counts.into_iter().map(|(name, _)| name);
    let name = names.next()?;
    let mut aliases: Vec<String> = names.filter(|other| !same_name(other, &name)).collect();
    aliases.dedup_by(|later, first| same_name(later, first));

    let n_speeches = n_speeches(&spots);
    let places = match n_speeches {
        1 => "one speech".to_owned(),
        n => format!("{n} speeches"),
    };
    let id = slug(&name);
    let taken_by = is_taken(&id);
    let clash = match &taken_by {
        Some(path) => format!("; its id `{id}` is taken by `{path}`"),
        None => String::new(),
    };

    // Evidence weighs most, at up to 40. Beyond 25 places and 12 speeches a name is simply
    // frequent, so more say no more; with 20 to begin with, even a weak guess is shown before names
    // that occur nowhere.
    let rank = 20 + evidence + small(spots.len().min(25)) + small(n_speeches.min(12));
    Some(Suggestion {
        speech: None,
        reason: format!("`{name}` stands in {places} and no entity has it; {why}{clash}"),
        rank: rank.min(99),
        proposal: Proposal::New { kind, id, taken_by, aliases, name: Named { name, spots } },
    })
}

/// The id that a name gives: small letters and digits of any script, words joined by hyphens;
/// nothing is transliterated.
#[must_use]
pub(crate) fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        match c {
            c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            '\'' | '’' | '.' | '“' | '”' | '"' | '「' | '」' | '《' | '》' => {}
            '·' if !id.is_empty() => id.push('·'),
            _ if !id.is_empty() && !id.ends_with(['-', '·']) => id.push('-'),
            _ => {}
        }
    }

    id.trim_end_matches(['-', '·']).to_owned()
}

/// Speakers whose labels are names of people.
fn labels(corpus: &Corpus, lists: &Lists) -> Vec<Candidate> {
    let mut found: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
    for (id, speech) in corpus.speeches() {
        for (index, turn) in (0..).zip(&speech.body.turns) {
            // An entry without a person says that the label needs none:
            // `Reporter: {turn: question}`.
            let mut speakers = speech.speakers.iter().flatten();
            let needs_none = speakers
                .any(|speaker| speaker.person.is_none() && same_name(&speaker.label, &turn.label));
            let is_person = latin::is_person(lists, &turn.label) || han::is_person(&turn.label);

            if is_person && !needs_none {
                let spot = Spot::on_label(id, index, &turn.label);
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

/// A paragraph in which names are looked for.
struct Text<'c> {
    speech: SpeechId,
    paragraph: u32,
    text: &'c str,
}

/// The paragraphs in which names are looked for: headings and lines in capitals tell nothing about
/// capitals.
fn texts(corpus: &Corpus) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    for (speech, version) in corpus.speeches() {
        for (index, paragraph) in (0..).zip(&version.body.paragraphs) {
            if paragraph.role != ParagraphRole::Heading && !is_shouted(&paragraph.text) {
                texts.push(Text { speech, paragraph: index, text: &paragraph.text });
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
