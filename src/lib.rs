//! Oratory: annotated speeches become a linked static site.
//!
//! ```text
//! let sources = load::load(root)?;                 // the disk, once. Err = the environment only
//! let site    = compile(&sources, &options);       // pure: same sources, same site, no I/O, no clock
//! let report  = publish::publish(&site, &sink)?;   // page by page into a sink
//! ```
//!
//! The rooms, from the ground up: nouns that know nothing of speeches ([`sources`], [`diag`], [`lang`], [`date`], [`words`], [`decode`], [`fields`],
//! [`strings`], [`collation`], [`spreadsheet`], [`changes`]), [`kinds`] and [`config`], then one room per phase: [`load`], [`corpus`] and [`parse`], [`annotate`], [`edit`], [`suggest`], [`graph`], [`registry`],
//! [`html`], [`pictures`], [`search`], [`export`], [`pages`], [`theme`], [`site`], [`publish`], and on top [`serve`] and [`cli`].
//! A room imports only rooms below it.

pub mod annotate;
pub mod changes;
#[expect(clippy::disallowed_methods, reason = "the terminal: arguments, clock and environment are read here")]
pub mod cli;
pub mod collation;
pub mod config;
pub mod corpus;
pub mod date;
pub mod decode;
pub mod diag;
pub mod edit;
pub mod export;
pub mod fields;
pub mod graph;
pub mod html;
pub mod import;
pub mod kinds;
pub mod lang;
pub mod load;
pub mod pages;
pub mod parse;
pub mod pictures;
#[expect(clippy::disallowed_methods, reason = "one of the two doors to the disk")]
pub mod publish;
pub mod registry;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod sources;
pub mod spreadsheet;
pub mod strings;
pub mod suggest;
pub mod theme;
pub mod words;

pub use site::{Options, Output, Site, Stats, Work};

use diag::Diagnostics;
use sources::Sources;

/// Everything between the disk and the disk: what the files say, whom they name, and every page there will be.
#[must_use]
pub fn compile<'s>(sources: &'s Sources, options: &Options) -> Site<'s> {
    let mut diagnostics = Diagnostics::default();
    let config = options.over(config::read(sources, &export::names(), &mut diagnostics));
    config::note_missing_base_url(sources, &config, &mut diagnostics);
    let corpus = parse::parse(sources, &config, &mut diagnostics);
    let mentions = annotate::annotate(&corpus, &config, &mut diagnostics);
    let theme = theme::load(sources, &config, &mut diagnostics);
    let offer = theme.offer();
    let graph = graph::resolve(sources, config, offer.templates.clone(), corpus, mentions, &mut diagnostics);
    let pages = pages::lay_out(&graph, &offer, &mut diagnostics);
    let index = search::build(&graph, &mut diagnostics);
    let engine = theme::Engine::new(&theme, &graph, &mut diagnostics);
    Site::new(sources, graph, theme, pages, index, engine, diagnostics)
}
