//! The entities of a site as a whole: renamed, merged, split, and brought in from outside; each
//! time as [`Changes`].
//!
//! **Invariant:** whoever is named in a text before is named there after: ids are found by their
//! places in the parsed site, never by a search for words, and what changes is compared with what
//! was meant.
//! **Invariant:** of facts that contradict each other what the file says stays; the other is shown,
//! and after a merge kept as a comment.
//! Does not touch the disk.

mod addresses;
mod file_edits;
pub mod intake;
mod merge;
mod references;
mod rename;
mod split;
#[cfg(test)]
mod tests;
mod verify;
mod written;

pub(crate) use merge::merge;
#[cfg(feature = "lsp")]
pub(crate) use references::places;
pub(crate) use rename::rename;
pub(crate) use split::{Split, split};
pub(crate) use verify::{Difference, difference};

use crate::base::changes::Changes;
use crate::base::slips::nearest;
use crate::base::sources::Span;
use crate::editor::edit::EditError;
use crate::reading::graph::Graph;

/// What is to be done to the files, and what a person has to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub changes: Changes,
    /// Facts that are stated in two ways; the files keep what they say.
    pub conflicts: Vec<Conflict>,
    /// How many references to the entity are written anew.
    pub n_references: usize,
}

/// A fact that is stated in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    pub id: String,
    /// The field: `born`.
    pub field: String,
    /// What the entity's file says, which stays.
    pub kept: String,
    /// What was to come.
    pub refused: String,
    /// The places of the two: the kept one in the site, the other in its own file.
    pub places: Vec<Span>,
}

/// Why nothing is done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("no entity has the id `{id}`{hint}")]
    Unknown {
        id: String,
        /// ` (did you mean …?)`, or nothing.
        hint: String,
    },
    #[error("the id `{id}` is taken by `{path}`{hint}")]
    Taken {
        id: String,
        path: String,
        /// What to do, or nothing.
        hint: &'static str,
    },
    #[error("`{id}` and `{id}` are one entity")]
    Same { id: String },
    #[error(
        "`{id}` cannot be an id: use letters of any script, digits and `- _ .`, beginning with a letter or digit"
    )]
    BadId { id: String },
    #[error(
        "`{from}` is one of `{from_kind}` and `{into}` one of `{into_kind}`: entities of one kind alone can be merged"
    )]
    Kinds { from: String, from_kind: String, into: String, into_kind: String },
    /// What is asked of a split cannot be.
    #[error("{0}")]
    Split(String),
    #[error("`{path}`{line}: {cause}")]
    Edit {
        path: String,
        /// `:12`, or nothing.
        line: String,
        cause: EditError,
    },
}

impl Refusal {
    fn unknown(graph: &Graph, id: &str) -> Refusal {
        let entities = &graph.corpus.entities;
        // Whoever writes a name where an id belongs is told the id.
        let named =
            entities.iter().find(|entity| entity.aliases.iter().any(|alias| alias.text == id));
        let near = match named {
            Some(entity) => Some(entity.id.as_str()),
            None => nearest(id, entities.iter().map(|entity| entity.id.as_str())),
        };
        Refusal::Unknown { id: id.to_owned(), hint: did_you_mean(near) }
    }
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}
