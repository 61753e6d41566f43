//! A site before and after changes → what became of its mentions.
//!
//! **Invariant:** a change of ids moves no mention: each is where it was and means whom it meant,
//! under the new id.

use crate::reading::annotate::{Mention, Place};
use crate::reading::graph::Graph;
use std::collections::BTreeSet;

/// What became of the mentions, in mentions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Gone, or of someone else.
    pub lost: usize,
    /// New.
    pub gained: usize,
}

/// A mention by what does not change when files are renamed.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// With its language.
    speech: String,
    place: Place,
    start: u32,
    end: u32,
    id: String,
}

/// Compares the mentions of two states of a site; `meant` says whom a mention of the first is to
/// mean in the second.
#[must_use]
pub(crate) fn difference(
    before: &Graph,
    after: &Graph,
    meant: impl Fn(&Mention) -> String,
) -> Difference {
    let old = mentions(before, meant);
    let new = mentions(after, |mention| after.corpus.entity(mention.entity).id.clone());
    Difference { lost: old.difference(&new).count(), gained: new.difference(&old).count() }
}

fn mentions(graph: &Graph, id: impl Fn(&Mention) -> String) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    for mention in &graph.mentions {
        found.insert(Found {
            // The index of a speech may be another after files were renamed; its id is not.
            speech: graph.corpus.speech(mention.speech).full_id(),
            place: mention.place,
            start: mention.range.start,
            end: mention.range.end,
            id: id(mention),
        });
    }
    found
}
