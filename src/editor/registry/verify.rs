//! A site before and after changes → what became of its mentions.
//!
//! **Invariant:** a change of ids moves no mention: each stands where it stood and means whom it meant, under the new id.

use crate::base::changes::Changes;
use crate::base::sources::{Content, Source, Sources};
use crate::reading::annotate::{Mention, Place};
use crate::reading::graph::Graph;
use std::collections::BTreeSet;

/// The files of a site as they will be after `changes`.
#[must_use]
pub fn applied(sources: &Sources, changes: &Changes) -> Sources {
    let kept = sources
        .iter()
        .filter(|(_, source)| changes.get(&source.path).is_none())
        .map(|(_, source)| source.clone());
    let new = changes.iter().filter_map(|(path, change)| {
        let bytes = change.bytes()?.to_vec();
        Some(Source { path: path.to_owned(), content: Content::Bytes(bytes) })
    });
    Sources::new(kept.chain(new).collect())
}

/// What became of the mentions, in mentions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Gone, or of someone else.
    pub lost: usize,
    /// New.
    pub gained: usize,
}

/// Speech, its language, place, first and last byte, id.
type Found = (String, String, Place, u32, u32, String);

/// Compares the mentions of two states of a site; `meant` says whom a mention
/// of the first is to mean in the second.
#[must_use]
pub(crate) fn difference(
    before: &Graph,
    after: &Graph,
    meant: impl Fn(&Mention) -> String,
) -> Difference {
    let (old, new) = (
        mentions(before, meant),
        mentions(after, |mention| after.corpus.entity(mention.entity).id.clone()),
    );
    Difference {
        lost: old.iter().filter(|mention| !new.contains(*mention)).count(),
        gained: new.iter().filter(|m| !old.contains(*m)).count(),
    }
}

/// Every mention by what does not change when files are renamed.
fn mentions(graph: &Graph, id: impl Fn(&Mention) -> String) -> BTreeSet<Found> {
    let found = graph.mentions.iter().map(|mention| {
        let speech = graph.corpus.speech(mention.speech);
        (
            speech.id.clone(),
            speech.lang.to_string(),
            mention.place,
            mention.range.start,
            mention.range.end,
            id(mention),
        )
    });
    found.collect()
}
