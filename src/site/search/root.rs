//! What a reader needs before anything else: the file `search/index.js`.
//!
//! Lines: stamp of the index; languages of the texts; interface languages; kinds, each with its word for one; per version how many numbers
//! it has, speakers × languages + language, its speakers; years as runs of versions; first numbers of the files of texts, as differences;
//! separators of the shards of words; separators of the shards of names; first entities of the files of records, as differences; how many
//! speakers there are; how many pairs of traditional and simplified characters.
//! Numbers are digits, words are separated by tabs.

use super::postings::index;
use super::texts::Texts;
use super::{Index, digits};
use crate::base::lang::Lang;
use crate::reading::corpus::EntityId;
use crate::reading::graph::Graph;
use std::collections::BTreeMap;

/// Those who speak, most often first.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    pub(super) order: Vec<EntityId>,
    /// Of each version, by its place in the order: indices in `order`.
    of_version: Vec<Vec<u32>>,
}

/// Speakers in one file.
pub(super) const SPEAKERS: usize = 64;

impl Speakers {
    /// Finds who speaks in each version.
    pub(super) fn new(graph: &Graph, texts: &Texts) -> Self {
        let of_version: Vec<Vec<EntityId>> =
            texts.speeches.iter().map(|id| graph.speakers_of(*id)).collect();
        let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
        for speaker in of_version.iter().flatten() {
            *counts.entry(*speaker).or_default() += 1;
        }
        let mut order: Vec<(EntityId, usize)> = counts.into_iter().collect();
        order.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        let places: BTreeMap<EntityId, u32> =
            (0..).zip(&order).map(|(place, (id, _))| (*id, place)).collect();
        let of_version = of_version
            .iter()
            .map(|speakers| speakers.iter().map(|id| places[id]).collect())
            .collect();
        Speakers { order: order.into_iter().map(|(id, _)| id).collect(), of_version }
    }
}

/// The text of the file.
pub(super) fn write(index: &Index, graph: &Graph) -> Vec<u8> {
    let mut languages: Vec<&Lang> =
        index.texts.speeches.iter().map(|id| &graph.corpus.speech(*id).lang).collect();
    languages.sort_unstable();
    languages.dedup();
    let mut out = format!("{:016x}\n", index.stamp).into_bytes();
    words(&mut out, languages.iter().map(|lang| lang.tag()));
    words(&mut out, graph.config.languages.iter().map(Lang::tag));
    words(
        &mut out,
        graph.config.kinds.iter().flat_map(|(_, kind)| [kind.key.as_str(), kind.singular.as_str()]),
    );
    versions(&mut out, index, graph, &languages);
    years(&mut out, index, graph);
    differences(&mut out, &index.texts.chunks);
    words(&mut out, index.words.separators());
    words(&mut out, index.keys.separators());
    differences(&mut out, &index.names.chunks);
    line(&mut out, [u32::try_from(index.speakers.order.len()).unwrap_or(u32::MAX)]);
    line(&mut out, [u32::try_from(index.simplified.len()).unwrap_or(u32::MAX)]);
    out
}

fn versions(out: &mut Vec<u8>, whole: &Index, graph: &Graph, languages: &[&Lang]) {
    for (at, id) in whole.texts.speeches.iter().enumerate() {
        let lang = &graph.corpus.speech(*id).lang;
        let lang = index(languages.iter().position(|known| *known == lang).unwrap_or_default());
        let speakers = &whole.speakers.of_version[at];
        digits::push(out, whole.texts.starts[at + 1] - whole.texts.starts[at]);
        digits::push(out, index(speakers.len() * languages.len()) + lang);
        speakers.iter().for_each(|speaker| digits::push(out, *speaker));
    }
    out.push(b'\n');
}

fn years(out: &mut Vec<u8>, whole: &Index, graph: &Graph) {
    let years: Vec<u32> = whole
        .texts
        .speeches
        .iter()
        .map(|id| u32::from(graph.corpus.speech(*id).date.year().unsigned_abs()))
        .collect();
    line(out, years.chunk_by(|a, b| a == b).flat_map(|run| [index(run.len()), run[0]]));
}

fn words<'w>(out: &mut Vec<u8>, words: impl Iterator<Item = &'w str>) {
    let words: Vec<&str> = words.collect();
    out.extend_from_slice(words.join("\t").as_bytes());
    out.push(b'\n');
}

fn line(out: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    numbers.into_iter().for_each(|number| digits::push(out, number));
    out.push(b'\n');
}

/// Ascending numbers, each as the difference to the one before.
fn differences(out: &mut Vec<u8>, numbers: &[u32]) {
    let before = std::iter::once(&0).chain(numbers);
    line(out, numbers.iter().zip(before).map(|(number, before)| number - before));
}
