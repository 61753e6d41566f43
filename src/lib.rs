//! Oratory: annotated speeches become a linked static site.
//!
//! ```text
//! let sources = load::load(root)?;                 // the disk, once. Err = the environment only
//! let site    = compile(&sources, &options);       // pure: same sources, same site, no I/O, no clock
//! let report  = publish::publish(&site, &sink)?;   // page by page into a sink
//! ```

mod base;
#[expect(
    clippy::disallowed_methods,
    reason = "the terminal: arguments, clock and environment are read here"
)]
mod cli;
mod disk;
mod editor;
mod import;
mod reading;
mod site;

// The library's door: what the program, the tests, the benches and the fuzz targets reach. All else is of the crate alone, so the
// compiler sees what nobody uses.
pub use base::changes::{Changes, applied};
pub use base::decode::foreign;
pub use base::diag::{CODES, Code, Diagnostic, Diagnostics, Severity};
pub use base::lang::Lang;
pub use base::sources::{Content, Source, Sources};
pub use base::spreadsheet;
pub use cli::print::human;
pub use cli::run;
#[cfg(feature = "serve")]
pub use cli::server::Request;
pub use disk::load::load;
pub use disk::publish::{
    DiskSink, Foreign, MemorySink, OutputFolder, PublishError, Report, keep_lock, publish,
};
pub use editor::edit::Edits;
pub use editor::registry::intake;
pub use import::{
    Imported, Options as ImportOptions, ReadOptions, format_of, import as import_document,
    read as read_document,
};
pub use reading::annotate::{How, Place, annotate};
pub use reading::config::{Config, Options, read as read_config};
pub use reading::corpus::{Corpus, Paragraph, Speech};
pub use reading::graph::{Graph, resolve};
pub use reading::parse::parse;
pub use site::export::names as export_names;
pub use site::html::Scribe;
pub use site::outputs::{Output, Site, Work};
pub use site::search::build as build_search;
pub use site::theme::{embedded_files, embedded_names};

use reading::config;
use reading::graph;
use site::{export, pages, search, theme};

/// Everything between the disk and the disk: what the files say, whom they name, and every page there will be.
#[must_use]
pub fn compile<'s>(sources: &'s Sources, options: &Options) -> Site<'s> {
    let mut diagnostics = Diagnostics::default();
    let config = options.over(config::read(sources, &export::names(), &mut diagnostics));
    config::note_missing_base_url(sources, &config, &mut diagnostics);
    let corpus = parse(sources, &config, &mut diagnostics);
    let mentions = annotate(&corpus, &config, &mut diagnostics);
    let theme = theme::load(sources, &config, &mut diagnostics);
    let offer = theme.offer();
    let graph = graph::resolve(
        sources,
        config,
        offer.templates.clone(),
        corpus,
        mentions,
        &mut diagnostics,
    );
    let pages = pages::lay_out(&graph, &offer, &mut diagnostics);
    let index = search::build(&graph, &mut diagnostics);
    let engine = theme::Engine::new(&theme, &graph, &mut diagnostics);
    Site::new(sources, graph, theme, pages, index, engine, diagnostics)
}
