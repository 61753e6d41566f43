//! All names of a site: which strings are looked for, and what each may mean.
//!
//! A string is looked for in each of its spellings.
//!
//! **Invariant:** each string is there once; everybody who claims it is in its list of claims. Where
//! one spelling of a string is another string, the other is meant.

use super::han::latin_lookalikes;
use super::languages::{Languages, longer};
use super::patterns::{Match, Patterns};
use super::spellings::{Rank, Spelling, spellings};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::{Folding, fold_name, is_han};
use crate::base::lexicon::items;
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::reading::corpus::{Alias, Corpus, Entity, EntityId};
use crate::reading::kinds::Kinds;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// What a string may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// An alias of an entity, looked for in texts, with the dates between which it is used.
    Alias { entity: EntityId, from: Option<Date>, until: Option<Date> },
    /// A string in which the entity's names do not mean it.
    Not(EntityId),
    /// A name that some speech gives to an entity of its lists, a person or something else.
    Called { personal: bool },
    /// A name that an editor decided to mean an entity.
    Always,
    /// A longer name that is nobody's here, in texts of these languages.
    Lookalike(Languages),
}

/// What is looked for, and whom it may mean.
pub(super) struct Names {
    /// Every spelling of every string.
    patterns: Patterns,
    /// By the number of the pattern: the strings of which it is a spelling, in their order.
    uses: Vec<Use>,
    /// Where the uses of each pattern end.
    ends: Vec<usize>,
    /// By the number of the string, which is its place among all, sorted.
    strings: Vec<LookedFor>,
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
    claims: Vec<Claim>,
    /// See [`Names::countries`].
    countries: OnceLock<Vec<String>>,
}

/// A string that a pattern is a spelling of.
#[derive(Clone, Copy)]
struct Use {
    string: u32,
    spelling: Spelling,
}

/// An occurrence of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) string: u32,
    pub(super) spelling: Spelling,
    /// Bytes of the text, half-open.
    pub(super) range: Range<usize>,
}

/// The strings that are looked for, as compared, each with one who claims it.
#[derive(Default)]
struct Strings(Vec<(String, Claim)>);

impl Strings {
    fn add(&mut self, string: &str, claim: Claim) {
        let string = fold_name(string);
        if !string.is_empty() {
            self.0.push((string, claim));
        }
    }

    /// Each string once, sorted, with all who claim it.
    fn together(mut self) -> Vec<LookedFor> {
        self.0.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut strings: Vec<LookedFor> = Vec::new();
        for (text, claim) in self.0 {
            match strings.last_mut().filter(|last| last.text == text) {
                Some(last) if last.claims.contains(&claim) => {}
                Some(last) => last.claims.push(claim),
                None => {
                    let (claims, countries) = (vec![claim], OnceLock::new());
                    strings.push(LookedFor { text, claims, countries });
                }
            }
        }
        strings
    }

    /// Adds what one entity is called, and in what it is not meant.
    fn add_entity(&mut self, id: EntityId, entity: &Entity, diagnostics: &mut Diagnostics) {
        for alias in entity.aliases.iter().filter(|alias| alias.auto) {
            if is_one_han_character(&alias.text) {
                let span = Span::new(entity.file, alias.span.clone());
                let remedy =
                    say!("write `{{name: {alias}, auto: false}}` here", alias = alias.text);
                diagnostics.push(one_character(&alias.text, &entity.id, span, &remedy));
                continue;
            }
            if is_ordinary(&alias.text) {
                let span = Span::new(entity.file, alias.span.clone());
                diagnostics.push(ordinary_word(&alias.text, &entity.id, span));
                continue;
            }
            let claim = Claim::Alias { entity: id, from: alias.from, until: alias.until };
            for wording in alias.wordings() {
                self.add(wording, claim);
            }
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
                diagnostics.push(one_character(name, entity, span, &"take this line away".into()));
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
        let is_personal = |entity: &Entity| kinds.kind(entity.kind).personal;
        for listed in corpus.speeches.iter().flat_map(|speech| speech.lists.iter().flatten()) {
            let entity = corpus.find_entity(&listed.entity.id);
            let personal = entity.is_some_and(|entity| is_personal(corpus.entity(entity)));
            for name in &listed.called {
                strings.add(name, Claim::Called { personal });
            }
        }
        strings.add_decided(corpus, diagnostics);
        let mut languages = Languages::default();
        for speech in &corpus.speeches {
            languages.add(Languages::of(&speech.lang));
        }
        // Where nothing is looked for, nothing needs hiding.
        if !strings.0.is_empty() {
            for name in latin_lookalikes() {
                strings.add(name, Claim::Lookalike(Languages::ALL));
            }
            for (name, of) in longer(languages) {
                strings.add(name, Claim::Lookalike(of));
            }
        }

        let personal: Vec<bool> = corpus.entities.iter().map(is_personal).collect();
        let strings = strings.together();
        let spellings = all_spellings(&strings, &personal, languages);

        let (mut patterns, mut uses, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for same in spellings.chunk_by(|(one, _), (other, _)| one == other) {
            // `MALI` is not Mali where something else is called so.
            let listed = same.iter().find(|(_, of)| of.spelling.rank == Rank::Listed);
            let is_meant = |of: &Use| listed.is_none_or(|(_, listed)| listed.string == of.string);
            uses.extend(same.iter().map(|(_, of)| *of).filter(is_meant));
            ends.push(uses.len());
            patterns.extend(same.first().map(|(text, _)| text.as_str()));
        }
        let (patterns, bearers) = (Patterns::new(&patterns), bearers(corpus, &personal));
        Names { patterns, uses, ends, strings, personal, bearers }
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
        let name = fold_name(name);
        let place = self.strings.binary_search_by(|string| string.text.cmp(&name)).ok()?;
        u32::try_from(place).ok()
    }

    /// The countries that all who claim the name of an office are called with, found when they are
    /// first asked for.
    pub(super) fn countries(&self, string: u32, find: impl FnOnce() -> Vec<String>) -> &[String] {
        self.strings[string as usize].countries.get_or_init(find)
    }

    /// Whether a claim is a person's.
    pub(super) fn is_persons(&self, claim: &Claim) -> bool {
        is_persons(claim, &self.personal)
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
    pub(super) fn each_occurrence(&self, text: &str, mut found: impl FnMut(Occurrence)) {
        for Match { pattern, range } in self.patterns.matches(text) {
            let start = if pattern == 0 { 0 } else { self.ends[pattern - 1] };
            for Use { string, spelling } in self.uses[start..self.ends[pattern]].iter().copied() {
                found(Occurrence { string, spelling, range: range.clone() });
            }
        }
    }
}

/// Every spelling of every string, sorted; of one that several share, the strings in their order.
fn all_spellings(
    strings: &[LookedFor],
    personal: &[bool],
    languages: Languages,
) -> Vec<(String, Use)> {
    let mut all = Vec::new();
    for (string, LookedFor { text, claims, .. }) in (0..).zip(strings) {
        for (text, spelling) in spellings_of(text, claims, personal, languages) {
            all.push((text, Use { string, spelling }));
        }
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}

/// The ways in which a string is written, by who claims it.
fn spellings_of(
    text: &str,
    claims: &[Claim],
    personal: &[bool],
    languages: Languages,
) -> Vec<(String, Spelling)> {
    if let [Claim::Lookalike(of)] = claims
        && *of != Languages::ALL
    {
        return vec![(text.to_owned(), Spelling::listed(*of))];
    }
    let is_somebodys = claims.iter().any(|claim| !matches!(claim, Claim::Lookalike(_)));
    // What only hides others is written in capitals too, and nothing more.
    let languages = if is_somebodys { languages } else { Languages::default() };
    spellings(text, claims.iter().any(|claim| is_persons(claim, personal)), languages)
}

/// Whether a claim is a person's.
fn is_persons(claim: &Claim, personal: &[bool]) -> bool {
    match claim {
        Claim::Alias { entity, .. } => personal[entity.0 as usize],
        Claim::Called { personal } => *personal,
        _ => false,
    }
}

fn bearers(corpus: &Corpus, personal: &[bool]) -> BTreeMap<String, Vec<EntityId>> {
    let mut bearers: BTreeMap<String, Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in corpus.entities().filter(|(id, _)| personal[id.0 as usize]) {
        for wording in entity.aliases.iter().flat_map(Alias::wordings) {
            let of_name = bearers.entry(fold_name(wording)).or_default();
            if of_name.last() != Some(&id) {
                of_name.push(id);
            }
        }
    }
    bearers
}

/// Whether a name is a word without which no text is, as written: `the`, 我们. `We` may be a title.
fn is_ordinary(name: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        let lines = items(include_str!("lexicon/ordinary-words.txt"));
        lines.flat_map(|line| line.split(' ').skip(1)).collect()
    });
    WORDS.contains(name.trim())
}

fn ordinary_word(name: &str, entity: &str, span: Span) -> Diagnostic {
    let message = say!("`{name}` is an ordinary word and is linked only where it is marked", name);
    Diagnostic::new(Code::OrdinaryWord, message).at(span, "").hint(say!(
        "take it away; or mark the places, `[{name}](@{entity})`, and write `{{name: {name}, auto: false}}` here",
        name,
        entity
    ))
}

/// Says that a name of one Han character is not looked for.
fn one_character(name: &str, entity: &str, span: Span, remedy: &Message) -> Diagnostic {
    let message = say!("`{name}` is one character and is linked only where it is marked", name);
    Diagnostic::new(Code::OneCharacterAlias, message).at(span, "").hint(say!(
        "mark the places, `[{name}](@{entity})`, and {remedy}",
        name,
        entity,
        remedy
    ))
}

/// Whether a name is, as compared, one Han character, which is found in every second sentence.
fn is_one_han_character(name: &str) -> bool {
    let mut chars = Folding::new(name).map(|folded| folded.c).filter(|c| *c != ' ');
    chars.next().is_some_and(is_han) && chars.next().is_none()
}
