//! Versions → who speaks in each, and the files of speakers.
//!
//! A line of a file is a speaker: id, then names, each with its language before it.

use super::texts::{Texts, write_fields};
use crate::base::lang::Lang;
use crate::reading::corpus::EntityId;
use crate::reading::graph::Graph;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Speakers in one file, some 3 kB; `search.js` has the same number, as a shift by 6.
const FILE: usize = 64;

/// Everyone who speaks.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    /// Those who speak in most versions first.
    pub(super) order: Vec<EntityId>,
    /// For each version, by its place in the order of [`Texts`]: indices in `order`.
    pub(super) of_version: Vec<Vec<u32>>,
}

impl Speakers {
    pub(super) fn new(graph: &Graph, texts: &Texts) -> Self {
        let mut of_version: Vec<Vec<EntityId>> = Vec::with_capacity(texts.versions.len());
        let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
        for version in &texts.versions {
            let speakers = graph.speakers_of(*version);
            for speaker in &speakers {
                *counts.entry(*speaker).or_default() += 1;
            }
            of_version.push(speakers);
        }

        let mut order: Vec<EntityId> = counts.keys().copied().collect();
        order.sort_by_key(|id| (Reverse(counts[id]), *id));

        let ranks: BTreeMap<EntityId, u32> = order.iter().copied().zip(0..).collect();
        let ranked = |speakers: Vec<EntityId>| speakers.iter().map(|id| ranks[id]).collect();
        Speakers { of_version: of_version.into_iter().map(ranked).collect(), order }
    }

    pub(super) fn n_files(&self) -> usize {
        self.order.len().div_ceil(FILE)
    }

    /// The text of a file.
    pub(super) fn file(&self, graph: &Graph, number: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for id in self.order.iter().skip(number * FILE).take(FILE) {
            let entity = graph.corpus.entity(*id);
            let mut fields = vec![entity.id.as_str()];
            for (lang, name) in entity.name.versions() {
                fields.extend([lang.map_or("", Lang::tag), name]);
            }
            write_fields(&mut out, &fields);
        }
        out
    }
}
