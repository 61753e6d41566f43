//! Files → what they say and whom they mean.

pub(crate) mod annotate;
pub(crate) mod config;
pub(crate) mod corpus;
pub(crate) mod graph;
pub(crate) mod kinds;
pub(crate) mod parse;
