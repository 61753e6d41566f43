//! Beside whom and what an entity is named: what stands in the same paragraphs.

use super::context::PageContext;
use super::kwic::Group;
use crate::reading::annotate::Place;
use crate::reading::corpus::EntityId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The entities named in the same paragraphs as one.
#[derive(Default)]
pub(super) struct Company {
    /// Most often first.
    pub(super) beside: Vec<Beside>,
    /// The entities of each such paragraph.
    pub(super) paragraphs: Vec<Vec<EntityId>>,
}

/// An entity named beside another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub(super) entity: EntityId,
    /// Paragraphs that name both.
    pub(super) paragraphs: usize,
    /// Speeches that name both.
    pub(super) speeches: usize,
}

impl PageContext<'_> {
    /// The entities named in the same paragraphs.
    pub(super) fn company(&self, id: EntityId, groups: &[Group]) -> Company {
        let mut counts: BTreeMap<EntityId, (usize, usize)> = BTreeMap::new();
        let mut paragraphs: Vec<Vec<EntityId>> = Vec::new();

        for group in groups {
            let places: BTreeSet<Place> =
                group.mentions.iter().map(|mention| mention.place).collect();
            let mut here: BTreeSet<EntityId> = BTreeSet::new();
            for place in places {
                let mut others = self.graph.named_together(group.speech, place);
                others.remove(&id);
                for entity in &others {
                    counts.entry(*entity).or_default().0 += 1;
                }
                here.extend(&others);
                paragraphs.push(others.into_iter().collect());
            }
            for entity in here {
                counts.entry(entity).or_default().1 += 1;
            }
        }

        let count = |(entity, (paragraphs, speeches))| Beside { entity, paragraphs, speeches };
        let mut beside: Vec<Beside> = counts.into_iter().map(count).collect();
        beside.sort_by_key(|other| (Reverse((other.paragraphs, other.speeches)), other.entity));
        Company { beside, paragraphs }
    }
}
