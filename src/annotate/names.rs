//! All names of a site in one automaton: which strings are looked for, and what each may mean.
//!
//! **Invariant:** each string is in the automaton once; everybody who claims it stands in its list of claims.
//! The only file that names daachorse.

use super::fold::{Folding, fold_name};
use crate::corpus::{Corpus, Entity, EntityId};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds::Kinds;
use crate::lang::is_han;
use crate::sources::Span;
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
    /// A longer name that is nobody's here.
    Lookalike,
}

/// The automaton and the claims.
pub(super) struct Names {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    claims: Vec<Vec<Claim>>,
    /// Characters of each string as compared.
    lengths: Vec<u32>,
    index: BTreeMap<String, u32>,
    personal: Vec<bool>,
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
        let called = corpus.speeches.iter().flat_map(|speech| speech.lists.iter().flatten()).flat_map(|listed| &listed.called);
        called.for_each(|name| add(&mut strings, name, Claim::Called));
        if !strings.is_empty() {
            super::han::latin_lookalikes().for_each(|line| add(&mut strings, line, Claim::Lookalike));
        }
        let personal = corpus.entities.iter().map(|entity| kinds.kind(entity.kind).personal).collect();
        Names::build(strings, personal)
    }

    fn build(strings: BTreeMap<String, Vec<Claim>>, personal: Vec<bool>) -> Self {
        let (mut claims, mut lengths, mut index, mut patterns) = (Vec::new(), Vec::new(), BTreeMap::new(), Vec::new());
        for (string, of) in strings {
            let id = u32::try_from(claims.len()).unwrap_or(u32::MAX);
            lengths.push(u32::try_from(string.chars().count()).unwrap_or(u32::MAX));
            claims.push(of);
            if let Some(shouted) = shouted(&string).filter(|shouted| !index.contains_key(shouted)) {
                patterns.push((shouted, id));
            }
            patterns.push((string.clone(), id));
            index.insert(string, id);
        }
        patterns.sort();
        patterns.dedup_by(|later, first| later.0 == first.0);
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(patterns).ok();
        Names { automaton, claims, lengths, index, personal }
    }

    /// Who claims a string.
    pub(super) fn claims(&self, string: u32) -> &[Claim] {
        &self.claims[string as usize]
    }

    /// The string with this wording, if it is looked for.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.index.get(&fold_name(name)).copied()
    }

    /// Whether an entity is of a kind whose names are of people.
    pub(super) fn is_personal(&self, entity: EntityId) -> bool {
        self.personal[entity.0 as usize]
    }

    /// Calls `found` with every occurrence of every string in `text`, overlapping ones too.
    pub(super) fn each_occurrence(&self, text: &str, starts: &mut Vec<u32>, mut found: impl FnMut(Occurrence)) {
        let Some(automaton) = &self.automaton else { return };
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

/// The claims that one entity makes.
fn entity_claims(id: EntityId, entity: &Entity, diagnostics: &mut Diagnostics) -> Vec<(String, Claim)> {
    let mut claims = Vec::new();
    for alias in entity.aliases.iter().filter(|alias| alias.auto) {
        let string = fold_name(&alias.text);
        if is_one_han_character(&string) {
            let message = format!("`{}` is one character and is linked only where it is marked", alias.text);
            let diagnostic = Diagnostic::new(Code::OneCharacterAlias, message).at(Span::new(entity.file, alias.span.clone()), "");
            diagnostics.push(diagnostic.hint(format!(
                "mark the places, `[{}](@{})`, and write `{{name: {}, auto: false}}` here",
                alias.text, entity.id, alias.text
            )));
        } else {
            claims.push((string, Claim::Alias { entity: id, from: alias.from, until: alias.until }));
        }
    }
    claims.extend(entity.not.iter().map(|string| (fold_name(string), Claim::Not(id))));
    claims
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
    (long_enough && same_length && string.chars().any(char::is_lowercase)).then(|| string.to_uppercase())
}
