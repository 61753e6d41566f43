//! The ground: nouns that know nothing of speeches.

pub(crate) mod captions;
pub(crate) mod changes;
pub(crate) mod cldr;
pub(crate) mod date;
pub(crate) mod decode;
pub(crate) mod deflate;
pub(crate) mod diag;
pub(crate) mod digest;
pub(crate) mod fields;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod ids;
pub(crate) mod lang;
pub(crate) mod letters;
pub(crate) mod lexicon;
pub(crate) mod message;
pub(crate) mod numbers;
pub(crate) mod percent;
pub(crate) mod slips;
pub(crate) mod sources;
pub mod spreadsheet;
pub(crate) mod words;
