//! Changes of content that a person asked for.

pub(crate) mod edit;
mod lexicon;
pub(crate) mod registry;
pub(crate) mod speech;
pub(crate) mod suggest;
