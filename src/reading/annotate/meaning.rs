//! A string that a text holds, in a speech → whom it means there.
//!
//! The speech's own `as` decides, then what editors decided, then aliases: of listed entities
//! before others, dated for the day before undated. Whoever denies the place by `not` is out; then
//! only who is listed is left, because the others share the denied words with him.

use super::languages::Languages;
use super::names::Claim;
use super::refusal::Why;
use super::searcher::Searcher;
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, Speech};

/// Whom a string means.
pub(super) enum Meaning {
    One(EntityId),
    /// Nobody that is looked for here, but no shorter name may be found in it.
    Nobody(Why),
    Several(Vec<EntityId>),
}

impl Meaning {
    /// One or several; nobody, and why, if there is none.
    fn of(mut entities: Vec<EntityId>, why_nobody: Why) -> Self {
        entities.sort_unstable();
        entities.dedup();
        match entities[..] {
            [] => Meaning::Nobody(why_nobody),
            [one] => Meaning::One(one),
            _ => Meaning::Several(entities),
        }
    }

    /// Of one who is meant beside others who are meant as well.
    pub(super) fn and(self, other: Meaning) -> Self {
        let (mut all, why) = match self {
            Meaning::One(one) => (vec![one], Why::Unlisted),
            Meaning::Nobody(why) => (Vec::new(), why),
            Meaning::Several(several) => (several, Why::Unlisted),
        };
        match other {
            Meaning::One(one) => all.push(one),
            Meaning::Nobody(_) => {}
            Meaning::Several(several) => all.extend(several),
        }
        Meaning::of(all, why)
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
    /// Whether the speech lists an entity.
    pub(super) fn have(&self, entity: EntityId) -> bool {
        self.listed.contains(&entity)
    }

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
            return Meaning::of(called, Why::Unlisted);
        }

        let is_everybody_looked_for = self.config.auto == Auto::All && denied.is_empty();
        let always = self.decided.always(self.names.text(string), lists.speech);
        if let Some(entity) = always.filter(|entity| !denied.contains(entity)) {
            return if is_everybody_looked_for || lists.have(entity) {
                Meaning::One(entity)
            } else {
                Meaning::Nobody(Why::Unlisted)
            };
        }

        let Bearers { dated, undated, why_nobody } = self.bearers_here(string, denied, lists);
        for tier in [&dated, &undated] {
            let mut listed = tier.clone();
            listed.retain(|entity| lists.have(*entity));
            if !listed.is_empty() {
                return Meaning::of(listed, why_nobody);
            }
        }
        if !is_everybody_looked_for {
            return Meaning::Nobody(why_nobody);
        }
        Meaning::of(if dated.is_empty() { undated } else { dated }, why_nobody)
    }

    /// The entities that have the string as an alias and may be meant in the speech of these lists.
    fn bearers_here(&self, string: u32, denied: &[EntityId], lists: &Lists<'_>) -> Bearers {
        let name = self.names.text(string);
        let day = lists.speech.date;
        let mut bearers =
            Bearers { dated: Vec::new(), undated: Vec::new(), why_nobody: Why::Nobodys };
        // What is to say of one who is listed goes before what is to say of others.
        let mut is_of_listed = false;

        for claim in self.names.claims(string) {
            let &Claim::Alias { entity, from, until } = claim else {
                continue;
            };
            // Of a text without a date nobody knows whether it lies in a window.
            let is_valid = from.is_none_or(|from| day.is_known() && from <= day)
                && until.is_none_or(|until| day.is_known() && day.is_by_end_of(until));
            let why = if denied.contains(&entity) {
                Why::Denied
            } else if !is_valid {
                Why::OffDate
            } else if self.decided.never(name, entity, lists.speech) {
                Why::Decided
            } else {
                let is_dated = from.is_some() || until.is_some();
                let tier = if is_dated { &mut bearers.dated } else { &mut bearers.undated };
                tier.push(entity);
                Why::Unlisted
            };
            if !is_of_listed {
                bearers.why_nobody = why;
                is_of_listed = lists.have(entity);
            }
        }
        bearers
    }
}

/// Who may be meant by a string on the day of a speech.
struct Bearers {
    /// Those with a date window around the day.
    dated: Vec<EntityId>,
    undated: Vec<EntityId>,
    /// Why it is nobody, if it is.
    why_nobody: Why,
}
