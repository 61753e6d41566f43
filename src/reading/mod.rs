//! Files → what they say and whom they mean.
//!
//! **Invariant:** nothing here knows a theme, a page or a byte of HTML.

pub(crate) mod annotate;
pub(crate) mod config;
pub(crate) mod corpus;
pub(crate) mod graph;
pub(crate) mod kinds;
pub(crate) mod labels;
pub(crate) mod memory;
pub(crate) mod parse;

use crate::base::diag::Diagnostics;
use crate::base::sources::FileId;
use graph::{Graph, LockChanges};

/// What the files of a site say, and whom they mean.
#[derive(Debug)]
pub struct Understood {
    pub graph: Graph,
    /// Files of the content that are published as they are, in path order.
    pub media: Vec<FileId>,
    /// What has to be written so that paragraphs keep their numbers.
    pub lock: LockChanges,
    /// All mistakes so far, sorted.
    pub diagnostics: Diagnostics,
}
