//! A string that a text holds, in a speech → whom it means there.
//!
//! The speech's own `as` decides, then what editors decided, then aliases: of listed entities
//! before others, dated for the day before undated. Whoever denies the place by `not` is out; then
//! only who is listed is left, because the others share the denied words with him.

use super::languages::Languages;
use super::names::Claim;
use super::searcher::Searcher;
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, Speech};

/// Whom a string means.
pub(super) enum Meaning {
    One(EntityId),
    /// Nobody that is looked for here, but no shorter name may be found in it.
    Nobody,
    Several(Vec<EntityId>),
}

impl Meaning {
    fn of(mut entities: Vec<EntityId>) -> Self {
        entities.sort_unstable();
        entities.dedup();
        match entities[..] {
            [] => Meaning::Nobody,
            [one] => Meaning::One(one),
            _ => Meaning::Several(entities),
        }
    }

    /// Of one who is meant beside others who are meant as well.
    pub(super) fn and(self, other: Meaning) -> Self {
        let entities = |meaning| match meaning {
            Meaning::One(one) => vec![one],
            Meaning::Nobody => Vec::new(),
            Meaning::Several(several) => several,
        };
        let mut all = entities(self);
        all.extend(entities(other));
        Meaning::of(all)
    }

    pub(super) fn is(&self, entity: EntityId) -> bool {
        matches!(self, Meaning::One(one) if *one == entity)
    }
}

/// Whom one speech lists, and the names that it gives to them.
pub(super) struct Lists<'s> {
    pub(super) speech: &'s Speech,
    /// The language of its text.
    pub(super) language: Languages,
    listed: Vec<EntityId>,
    called: Vec<(u32, EntityId)>,
}

impl Lists<'_> {
    /// Whether the speech itself says that the string means this entity.
    pub(super) fn names(&self, string: u32, entity: EntityId) -> bool {
        self.called.contains(&(string, entity))
    }

    /// Whether the speech itself says whom the string means, these left out.
    pub(super) fn calls(&self, string: u32, denied: &[EntityId]) -> bool {
        self.called.iter().any(|(called, entity)| *called == string && !denied.contains(entity))
    }
}

impl Searcher<'_> {
    pub(super) fn lists<'s>(&self, speech: &'s Speech) -> Lists<'s> {
        let language = Languages::of(&speech.lang);
        let mut lists = Lists { speech, language, listed: Vec::new(), called: Vec::new() };
        for listed in speech.lists.iter().flatten() {
            let Some(entity) = self.corpus.find_entity(&listed.entity.id) else {
                continue;
            };
            lists.listed.push(entity);
            for name in &listed.called {
                let string = self.names.find(name);
                lists.called.extend(string.map(|string| (string, entity)));
            }
        }
        lists
    }

    /// Whom a string means in the speech of these lists; `denied` are those whom it does not mean at
    /// its place.
    pub(super) fn meaning(&self, string: u32, denied: &[EntityId], lists: &Lists<'_>) -> Meaning {
        let mut called = Vec::new();
        for (name, entity) in &lists.called {
            if *name == string && !denied.contains(entity) {
                called.push(*entity);
            }
        }
        if !called.is_empty() {
            return Meaning::of(called);
        }

        let is_everybody_looked_for = self.config.auto == Auto::All && denied.is_empty();
        let always = self.decided.always(self.names.text(string), lists.speech);
        if let Some(entity) = always.filter(|entity| !denied.contains(entity)) {
            return if is_everybody_looked_for || lists.listed.contains(&entity) {
                Meaning::One(entity)
            } else {
                Meaning::Nobody
            };
        }

        let (mut dated, mut undated) = (Vec::new(), Vec::new());
        for (entity, is_dated) in self.bearers_on_that_day(string, lists.speech) {
            if denied.contains(&entity) {
                continue;
            }
            if is_dated {
                dated.push(entity);
            } else {
                undated.push(entity);
            }
        }
        for tier in [&dated, &undated] {
            let mut listed = tier.clone();
            listed.retain(|entity| lists.listed.contains(entity));
            if !listed.is_empty() {
                return Meaning::of(listed);
            }
        }
        if !is_everybody_looked_for {
            return Meaning::Nobody;
        }
        Meaning::of(if dated.is_empty() { undated } else { dated })
    }

    /// The entities that have the string as an alias on the day of the speech, each with whether
    /// the alias is dated.
    fn bearers_on_that_day(&self, string: u32, speech: &Speech) -> Vec<(EntityId, bool)> {
        let name = self.names.text(string);
        let mut bearers = Vec::new();
        for claim in self.names.claims(string) {
            let &Claim::Alias { entity, from, until } = claim else {
                continue;
            };
            let is_valid = from.is_none_or(|from| from <= speech.date)
                && until.is_none_or(|until| speech.date.is_by_end_of(until));
            if is_valid && !self.decided.never(name, entity, speech) {
                bearers.push((entity, from.is_some() || until.is_some()));
            }
        }
        bearers
    }
}
