//! Oratory: annotated speeches become a linked static site.
//!
//! ```text
//! let sources = load::load(root)?;              // the disk, once. Err = the environment only
//! let site    = compile(&sources, &options);    // pure: same sources, same site, no I/O, no clock
//! let report  = publish::publish(&site, &sink)?; // page by page into a sink
//! ```
//!
//! The rooms, from the ground up: nouns that know nothing of speeches ([`sources`], [`diag`], [`lang`], [`date`], [`words`], [`fields`]),
//! [`kinds`] and [`config`], then one room per phase: [`load`], [`corpus`] and [`parse`], [`annotate`], [`graph`], [`html`], [`pages`],
//! [`theme`], [`export`], [`publish`], and on top [`serve`] and [`cli`]. A room imports only rooms below it; a test holds that.

pub mod annotate;
pub mod config;
pub mod corpus;
pub mod date;
pub mod diag;
pub mod fields;
pub mod graph;
pub mod kinds;
pub mod lang;
pub mod parse;
pub mod sources;
pub mod words;
