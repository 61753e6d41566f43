//! A record → the entities that it can be about.

use super::Taker;
use super::likeness::{Likeness, likeness};
use crate::base::letters::fold_name;
use crate::editor::registry::addresses::normal;
use crate::editor::registry::intake::record::Record;
use crate::reading::kinds::KindId;
use std::collections::BTreeSet;

impl Taker<'_> {
    /// The entities that have an address of the record in `same_as`.
    pub(super) fn known_elsewhere(&self, record: &Record) -> BTreeSet<usize> {
        let mut known = BTreeSet::new();
        for address in &record.same_as {
            known.extend(self.by_address.get(&normal(address)).into_iter().flatten());
        }
        known
    }

    /// The entities that a record is surely about: an address, an identifier or an id says so, or a
    /// name together with a date or a place on the map.
    pub(super) fn sure(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let known = self.known_elsewhere(record);
        if !known.is_empty() {
            return known;
        }
        for (index, target) in self.targets.iter().enumerate() {
            if record.identifiers.iter().any(|one| target.identifiers.contains(one)) {
                return BTreeSet::from([index]);
            }
        }
        let by_id = record.id.as_ref().and_then(|id| self.by_id.get(id));
        // One of another kind is not meant; that the id is taken is reported by `begun`.
        if let Some(index) = by_id.filter(|index| self.targets[**index].kind == kind) {
            return BTreeSet::from([*index]);
        }

        let mut named = self.named(record, kind);
        named.retain(|index| likeness(record, &self.targets[*index]) == Likeness::Agrees);
        named
    }

    /// The entities of a kind that have a name of the record.
    fn named(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let mut named = BTreeSet::new();
        for name in &record.names {
            let bearers = self.by_name.get(&(kind, fold_name(&name.text)));
            named.extend(bearers.into_iter().flatten());
        }
        named
    }

    /// The entities that a record can be about.
    pub(super) fn candidates(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let sure = self.sure(record, kind);
        if !sure.is_empty() {
            return sure;
        }

        // A name alone is enough where nobody else of this run is meant by it.
        let mut named = self.named(record, kind);
        named.retain(|index| {
            let is_another = likeness(record, &self.targets[*index]) == Likeness::Another;
            !is_another && !self.claimed.contains(index)
        });
        named
    }

    /// Whether only a name says that a record is about an entity, and others of this run have it.
    pub(super) fn is_guess(&self, index: usize, record: &Record, kind: KindId) -> bool {
        let mut names = record.names.iter().filter(|name| name.is_main);
        let is_shared = names.any(|name| self.homonyms.contains(&fold_name(&name.text)));
        is_shared && !self.sure(record, kind).contains(&index)
    }

    /// The ids of the entities, of whatever kind, that have a name.
    pub(super) fn bearers(&self, name: Option<&str>) -> Vec<String> {
        let Some(name) = name.map(fold_name) else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for (id, _) in self.config.kinds.iter() {
            for index in self.by_name.get(&(id, name.clone())).into_iter().flatten() {
                ids.push(self.targets[*index].id.clone());
            }
        }
        ids
    }
}
