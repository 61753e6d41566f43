//! All names of a site in one automaton: which strings are looked for, and what each may mean.
//!
//! **Invariant:** each string is in the automaton once; everybody who claims it stands in its list
//! of claims. The only file that names daachorse.

use super::han::latin_lookalikes;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::{Folding, fold_name, is_han};
use crate::base::sources::Span;
use crate::reading::corpus::{Corpus, Entity, EntityId};
use crate::reading::kinds::Kinds;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use std::collections::BTreeMap;
use std::ops::Range;

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

/// The automaton and what it found strings for.
pub(super) struct Names {
    /// None where there is nothing to look for.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// By the number of the string.
    strings: Vec<LookedFor>,
    index: BTreeMap<String, u32>,
    /// By entity: whether it is of a kind whose names are of people.
    personal: Vec<bool>,
    /// The people who bear a name, as compared, those included whose name is not looked for in
    /// texts.
    bearers: BTreeMap<String, Vec<EntityId>>,
}

/// A string that is looked for.
struct LookedFor {
    /// As compared.
    text: String,
    /// Characters of `text`, to find from an end where the string begins.
    length: usize,
    claims: Vec<Claim>,
}

/// An occurrence of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) string: u32,
    /// Bytes of the text, half-open.
    pub(super) range: Range<usize>,
}

/// The strings that are looked for, as compared, with who claims them.
#[derive(Default)]
struct Strings(BTreeMap<String, Vec<Claim>>);

impl Strings {
    fn add(&mut self, string: &str, claim: Claim) {
        let string = fold_name(string);
        if string.is_empty() {
            return;
        }

        let claims = self.0.entry(string).or_default();
        if !claims.contains(&claim) {
            claims.push(claim);
        }
    }

    /// Adds what one entity is called, and in what it is not meant.
    fn add_entity(&mut self, id: EntityId, entity: &Entity, diagnostics: &mut Diagnostics) {
        for alias in entity.aliases.iter().filter(|alias| alias.auto) {
            if is_one_han_character(&alias.text) {
                let span = Span::new(entity.file, alias.span.clone());
                let remedy = format!("write `{{name: {}, auto: false}}` here", alias.text);
                diagnostics.push(one_character(&alias.text, &entity.id, span, &remedy));
                continue;
            }
            let claim = Claim::Alias { entity: id, from: alias.from, until: alias.until };
            self.add(&alias.text, claim);
        }
        for string in &entity.not {
            self.add(string, Claim::Not(id));
        }
    }

    /// Adds the names that editors decided to mean an entity.
    fn add_decided(&mut self, corpus: &Corpus, diagnostics: &mut Diagnostics) {
        for meaning in &corpus.decisions.always {
            let (name, entity) = (&meaning.name, &meaning.entity.id);
            if !is_one_han_character(name) {
                if corpus.find_entity(entity).is_some() {
                    self.add(name, Claim::Always);
                }
            } else if let Some(file) = corpus.decisions.file {
                let span = Span::new(file, meaning.span.clone());
                diagnostics.push(one_character(name, entity, span, "take this line away"));
            }
        }
    }
}

impl Names {
    /// Collects the names of all entities.
    pub(super) fn new(corpus: &Corpus, kinds: &Kinds, diagnostics: &mut Diagnostics) -> Self {
        let mut strings = Strings::default();
        for (id, entity) in corpus.entities() {
            strings.add_entity(id, entity, diagnostics);
        }
        for listed in corpus.speeches.iter().flat_map(|speech| speech.lists.iter().flatten()) {
            for name in &listed.called {
                strings.add(name, Claim::Called);
            }
        }
        strings.add_decided(corpus, diagnostics);
        // Where nothing is looked for, nothing needs hiding.
        if !strings.0.is_empty() {
            for name in latin_lookalikes() {
                strings.add(name, Claim::Lookalike);
            }
        }

        let is_personal = |entity: &Entity| kinds.kind(entity.kind).personal;
        let personal: Vec<bool> = corpus.entities.iter().map(is_personal).collect();
        Names { bearers: bearers(corpus, &personal), ..Names::build(strings, personal) }
    }

    fn build(strings: Strings, personal: Vec<bool>) -> Self {
        let mut names = Names {
            automaton: None,
            strings: Vec::with_capacity(strings.0.len()),
            index: BTreeMap::new(),
            personal,
            bearers: BTreeMap::new(),
        };
        let mut patterns = Vec::new();
        for (text, claims) in strings.0 {
            let id = u32::try_from(names.strings.len()).unwrap_or(u32::MAX);
            // `MALI` is not Mali where something else is called so; strings in capitals come before
            // those in small letters.
            if let Some(shouted) =
                shouted(&text).filter(|shouted| !names.index.contains_key(shouted))
            {
                patterns.push((shouted, id));
            }
            patterns.push((text.clone(), id));
            names.index.insert(text.clone(), id);
            names.strings.push(LookedFor { length: text.chars().count(), text, claims });
        }
        patterns.sort();
        patterns.dedup_by(|later, first| later.0 == first.0);

        names.automaton =
            CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(patterns).ok();
        names
    }

    /// Who claims a string.
    pub(super) fn claims(&self, string: u32) -> &[Claim] {
        &self.strings[string as usize].claims
    }

    /// Every string as it is compared, with who claims it.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &[Claim])> {
        self.strings.iter().map(|string| (string.text.as_str(), string.claims.as_slice()))
    }

    /// A string as it is compared.
    pub(super) fn text(&self, string: u32) -> &str {
        &self.strings[string as usize].text
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

        // Where each folded character begins in the text.
        starts.clear();
        let mut stepper = automaton.find_overlapping_stepper();
        for folded in Folding::new(text) {
            starts.push(u32::try_from(folded.start).unwrap_or(u32::MAX));
            stepper.consume(folded.c);
            for matched in stepper.matches() {
                let string = matched.value();
                // A match ends with this character and is as long as its string, so its first one
                // is among them.
                let first = starts.len() - self.strings[string as usize].length;
                let range = starts[first] as usize..folded.end;
                found(Occurrence { string, range });
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

/// Says that a name of one Han character is not looked for.
fn one_character(name: &str, entity: &str, span: Span, remedy: &str) -> Diagnostic {
    let message = format!("`{name}` is one character and is linked only where it is marked");
    Diagnostic::new(Code::OneCharacterAlias, message)
        .at(span, "")
        .hint(format!("mark the places, `[{name}](@{entity})`, and {remedy}"))
}

/// Whether a name is, as compared, one Han character, which is found in every second sentence.
fn is_one_han_character(name: &str) -> bool {
    let name = fold_name(name);
    let mut chars = name.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// The name as a headline in capitals has it; only names of four letters and more, so that `Us`
/// never becomes `US`.
fn shouted(string: &str) -> Option<String> {
    let n_letters = string.chars().filter(|c| c.is_alphabetic()).count();
    // `Straße` in capitals is longer, and a match is measured in characters of the string.
    let has_same_length = string.chars().all(|c| c.to_uppercase().count() == 1);
    let has_small_letters = string.chars().any(char::is_lowercase);
    (n_letters >= 4 && has_same_length && has_small_letters).then(|| string.to_uppercase())
}
