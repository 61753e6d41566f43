//! What editors decided about names, as `content/decisions.toml` states it.
//!
//! **Invariant:** a decision says what is meant, not why: it holds until its line is taken away.
//! Whether its ids exist is not asked here.

use super::{Reference, Speech};
use crate::base::sources::FileId;
use std::ops::Range;

/// Where decisions lie, from the root of the site.
pub(crate) const DECISIONS_PATH: &str = "content/decisions.toml";

/// All decisions of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The file, if there is one.
    pub file: Option<FileId>,
    /// Names that mean an entity.
    pub always: Vec<Meaning>,
    /// Names that do not mean an entity.
    pub never: Vec<Meaning>,
    /// Entities that stay in a speech's list although no name is found there.
    pub keep: Vec<Kept>,
    /// Labels that look alike and are different speakers.
    pub different: Vec<Different>,
    /// Words that are nobody's name and nothing's.
    pub no_entity: Vec<Reference>,
}

/// A name and whom it means or does not mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The name; compared as names in texts are.
    pub name: String,
    pub entity: Reference,
    /// The speech for which it is decided; none for all.
    pub speech: Option<Reference>,
    /// Bytes in the file, half-open.
    pub span: Range<usize>,
}

/// An entity that stays in the list of a speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub entity: Reference,
    /// The speech; none for all.
    pub speech: Option<Reference>,
}

/// Two labels of different speakers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Different {
    pub label: String,
    pub other: String,
}

impl Meaning {
    /// Whether it is decided for `speech`.
    pub fn is_about(&self, speech: &Speech) -> bool {
        self.speech.as_ref().is_none_or(|of| speech.is_called(&of.id))
    }
}

impl Kept {
    /// Whether it is decided for `speech`.
    pub fn is_about(&self, speech: &Speech) -> bool {
        self.speech.as_ref().is_none_or(|of| speech.is_called(&of.id))
    }
}
