//! Which speeches are near one: by date, and by whom they name.

use super::context::PageContext;
use super::views::SpeechRow;
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::WorkId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Entities named in more works than this tell little of a speech, and following them would make a
/// page cost the whole site.
const TOO_COMMON: usize = 200;

/// Works that are compared in full: those that share the most. The five nearest are hardly ever
/// beyond them.
const CANDIDATES: usize = 20;

/// Similar speeches that are shown.
const SHOWN: usize = 5;

impl PageContext<'_> {
    /// The speeches before and after by date.
    pub(super) fn neighbours(&self, id: SpeechId) -> (Option<SpeechRow>, Option<SpeechRow>) {
        let versions = &self.graph.edition(self.lang).versions;
        let here = self.graph.work_id_of(id).0 as usize;
        let row = |index: Option<usize>| versions.get(index?).map(|id| self.row(*id));
        // Newest first, so the speech before is the next of the list.
        (row(here.checked_add(1)), row(here.checked_sub(1)))
    }

    /// Speeches that name the same: shared entities over all (Jaccard), among the works that share
    /// two that are not too common.
    pub(super) fn similar(&self, id: SpeechId) -> Vec<SpeechRow> {
        let own = self.entities_in(id);
        let versions = &self.graph.edition(self.lang).versions;

        let mut nearest: Vec<(WorkId, usize)> = Vec::new();
        for (work, n_shared) in self.works_sharing(&own, self.graph.work_id_of(id)) {
            // One in common is what any two speeches of a site have.
            if n_shared > 1 {
                nearest.push((work, n_shared));
            }
        }
        nearest.sort_by_key(|(work, n_shared)| (Reverse(*n_shared), *work));
        nearest.truncate(CANDIDATES);

        nearest.sort_by_cached_key(|(work, _)| {
            let other = self.entities_in(versions[work.0 as usize]);
            let n_both = own.iter().filter(|entity| other.contains(entity)).count();
            let n_either = own.len() + other.len() - n_both;
            // In millionths, because floating numbers have no order.
            (Reverse(n_both * 1_000_000 / n_either.max(1)), *work)
        });
        nearest.truncate(SHOWN);
        nearest.iter().map(|(work, _)| self.row(versions[work.0 as usize])).collect()
    }

    /// How many of the entities each other work names, those aside that are too common.
    fn works_sharing(&self, entities: &[EntityId], own: WorkId) -> BTreeMap<WorkId, usize> {
        let tallies = &self.graph.edition(self.lang).tallies;
        let mut shared: BTreeMap<WorkId, usize> = BTreeMap::new();

        for entity in entities {
            if tallies[entity.0 as usize].n_speeches > TOO_COMMON {
                continue;
            }
            let mentions = self.graph.mentions_of(*entity);
            let mut works: Vec<WorkId> =
                mentions.map(|mention| self.graph.work_id_of(mention.speech)).collect();
            works.dedup();
            for work in works {
                if work != own {
                    *shared.entry(work).or_default() += 1;
                }
            }
        }
        shared
    }

    fn entities_in(&self, id: SpeechId) -> Vec<EntityId> {
        let mentions = self.graph.mentions_in(id);
        let mut entities: Vec<EntityId> = mentions.map(|(_, mention)| mention.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        entities
    }
}
