//! All names of a site in one automaton: which strings are looked for, and what each may mean.
//!
//! **Invariant:** each string is in the automaton once; everybody who claims it stands in its list of claims.
//! The only file that names daachorse.

use super::fold::{Folding, fold_name};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::is_han;
use crate::base::sources::Span;
use crate::reading::corpus::{Corpus, Entity, EntityId};
use crate::reading::kinds::Kinds;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use std::collections::BTreeMap;

/// What a string may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// An alias of an entity, looked for in texts, with the dates between which it is used.
    Alias { entity: EntityId, from: Option<Date>, until: Option<Date> },
    /// A string in which the entity's names do not mean it.
    Not(EntityId),
    /// A name that some speech gives to an entity of its lists.
    Called,
    /// A name that an editor decided to mean an entity.
    Always,
    /// A longer name that is nobody's here.
    Lookalike,
}

/// The automaton and the claims.
pub(super) struct Names {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    claims: Vec<Vec<Claim>>,
    /// Each string as compared.
    texts: Vec<String>,
    /// Characters of each string as compared.
    lengths: Vec<u32>,
    index: BTreeMap<String, u32>,
    personal: Vec<bool>,
    /// The people who bear a name, as compared, those included whose name is not looked for in texts.
    bearers: BTreeMap<String, Vec<EntityId>>,
}

/// An occurrence of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Which string.
    pub(super) string: u32,
    /// Bytes of the text, half-open.
    pub(super) range: std::ops::Range<usize>,
}

impl Names {
    /// Collects the names of all entities.
    pub(super) fn new(corpus: &Corpus, kinds: &Kinds, diagnostics: &mut Diagnostics) -> Self {
        let mut strings: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
        for (id, entity) in corpus.entities() {
            for (string, claim) in entity_claims(id, entity, diagnostics) {
                add(&mut strings, &string, claim);
            }
        }
        let called = corpus
            .speeches
            .iter()
            .flat_map(|speech| speech.lists.iter().flatten())
            .flat_map(|listed| &listed.called);
        called.for_each(|name| add(&mut strings, name, Claim::Called));
        for meaning in &corpus.decisions.always {
            let (name, entity) = (&meaning.name, &meaning.entity.id);
            if is_one_han_character(&fold_name(name)) {
                let span = corpus.decisions.file.map(|file| Span::new(file, meaning.span.clone()));
                if let Some(span) = span {
                    diagnostics.push(one_character(name, entity, span, "take this line away"));
                }
            } else if corpus.find_entity(entity).is_some() {
                add(&mut strings, name, Claim::Always);
            }
        }
        if !strings.is_empty() {
            super::han::latin_lookalikes()
                .for_each(|line| add(&mut strings, line, Claim::Lookalike));
        }
        let personal: Vec<bool> =
            corpus.entities.iter().map(|entity| kinds.kind(entity.kind).personal).collect();
        let bearers = bearers(corpus, &personal);
        Names { bearers, ..Names::build(strings, personal) }
    }

    fn build(strings: BTreeMap<String, Vec<Claim>>, personal: Vec<bool>) -> Self {
        let (mut claims, mut texts, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        let (mut index, mut patterns) = (BTreeMap::new(), Vec::new());
        for (string, of) in strings {
            let id = u32::try_from(claims.len()).unwrap_or(u32::MAX);
            lengths.push(u32::try_from(string.chars().count()).unwrap_or(u32::MAX));
            claims.push(of);
            texts.push(string.clone());
            if let Some(shouted) = shouted(&string).filter(|shouted| !index.contains_key(shouted)) {
                patterns.push((shouted, id));
            }
            patterns.push((string.clone(), id));
            index.insert(string, id);
        }
        patterns.sort();
        patterns.dedup_by(|later, first| later.0 == first.0);
        let automaton =
            CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(patterns).ok();
        Names { automaton, claims, texts, lengths, index, personal, bearers: BTreeMap::new() }
    }

    /// Who claims a string.
    pub(super) fn claims(&self, string: u32) -> &[Claim] {
        &self.claims[string as usize]
    }

    /// A string as it is compared.
    pub(super) fn text(&self, string: u32) -> &str {
        &self.texts[string as usize]
    }

    /// The string with this wording, if it is looked for.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.index.get(&fold_name(name)).copied()
    }

    /// Whether an entity is of a kind whose names are of people.
    pub(super) fn is_personal(&self, entity: EntityId) -> bool {
        self.personal[entity.0 as usize]
    }

    /// The people who bear `name`, as compared, on whatever date; sorted.
    pub(super) fn bearers(&self, name: &str) -> &[EntityId] {
        self.bearers.get(name).map_or(&[], Vec::as_slice)
    }

    /// Calls `found` with every occurrence of every string in `text`, overlapping ones too.
    pub(super) fn each_occurrence(
        &self,
        text: &str,
        starts: &mut Vec<u32>,
        mut found: impl FnMut(Occurrence),
    ) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        starts.clear();
        let mut stepper = automaton.find_overlapping_stepper();
        for folded in Folding::new(text) {
            starts.push(u32::try_from(folded.start).unwrap_or(u32::MAX));
            stepper.consume(folded.c);
            for matched in stepper.matches() {
                let string = matched.value();
                let first = starts.len() - self.lengths[string as usize] as usize;
                found(Occurrence { string, range: starts[first] as usize..folded.end });
            }
        }
    }
}

fn bearers(corpus: &Corpus, personal: &[bool]) -> BTreeMap<String, Vec<EntityId>> {
    let mut bearers: BTreeMap<String, Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in corpus.entities().filter(|(id, _)| personal[id.0 as usize]) {
        for alias in &entity.aliases {
            let of_name = bearers.entry(fold_name(&alias.text)).or_default();
            if of_name.last() != Some(&id) {
                of_name.push(id);
            }
        }
    }
    bearers
}

/// The claims that one entity makes.
fn entity_claims(
    id: EntityId,
    entity: &Entity,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Claim)> {
    let mut claims = Vec::new();
    for alias in entity.aliases.iter().filter(|alias| alias.auto) {
        let string = fold_name(&alias.text);
        if is_one_han_character(&string) {
            let remedy = format!("write `{{name: {}, auto: false}}` here", alias.text);
            diagnostics.push(one_character(
                &alias.text,
                &entity.id,
                Span::new(entity.file, alias.span.clone()),
                &remedy,
            ));
        } else {
            claims
                .push((string, Claim::Alias { entity: id, from: alias.from, until: alias.until }));
        }
    }
    claims.extend(entity.not.iter().map(|string| (fold_name(string), Claim::Not(id))));
    claims
}

/// Says that a name of one Han character is not looked for.
fn one_character(name: &str, entity: &str, span: Span, remedy: &str) -> Diagnostic {
    let message = format!("`{name}` is one character and is linked only where it is marked");
    Diagnostic::new(Code::OneCharacterAlias, message)
        .at(span, "")
        .hint(format!("mark the places, `[{name}](@{entity})`, and {remedy}"))
}

fn add(strings: &mut BTreeMap<String, Vec<Claim>>, string: &str, claim: Claim) {
    let string = fold_name(string);
    if string.is_empty() {
        return;
    }
    let claims = strings.entry(string).or_default();
    if !claims.contains(&claim) {
        claims.push(claim);
    }
}

fn is_one_han_character(string: &str) -> bool {
    let mut chars = string.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// The name as a headline in capitals has it; only names of four letters and more, so that `Us` never becomes `US`.
fn shouted(string: &str) -> Option<String> {
    let long_enough = string.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let same_length = string.chars().all(|c| c.to_uppercase().count() == 1);
    (long_enough && same_length && string.chars().any(char::is_lowercase))
        .then(|| string.to_uppercase())
}
