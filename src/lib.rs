//! Oratory: annotated speeches become a linked static site.
//!
//! ```text
//! let sources    = load(root)?;                       // the disk, once. Err = the environment only
//! let understood = understand(&sources, &options);    // pure: what the files say, and whom they mean
//! let site       = compose(&sources, understood);     // pure: every page there will be, none made yet
//! let report     = publish(&site.with_search(), &sink)?; // page by page into a sink
//! ```
//!
//! A command stops where it has what it needs: `annotate`, `entity` and most of `export` never
//! compose a page, and `check` and `serve` compose without the index of the search. Same sources,
//! same bytes: no I/O and no clock between the first line and the last.

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

// The library's door: what the program, the tests, the benches and the fuzz targets reach. All else
// is of the crate alone, so the compiler sees what nobody uses.
pub use base::changes::{Change, Changes, applied};
pub use base::date::Moment;
pub use base::decode::foreign;
pub use base::diag::{CODES, Code, Diagnostic, Diagnostics, Severity};
pub use base::lang::Lang;
pub use base::sources::{Content, PictureSize, Source, Sources};
pub use base::spreadsheet;
pub use cli::language::Language;
pub use cli::print::{human, human_in};
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
pub use reading::Understood;
pub use reading::annotate::{How, Place, annotate, bare_search};
pub use reading::config::{Config, Options, read as read_config};
pub use reading::corpus::{Corpus, Paragraph, Speech};
pub use reading::graph::{Graph, LockChanges};
pub use reading::parse::parse;
pub use site::export::names as export_names;
pub use site::html::Scribe;
pub use site::outputs::{Output, Part, Site, Work};
pub use site::pages::ServerList;
pub use site::search::build as build_search;
pub use site::theme::{embedded_files, embedded_names};

use reading::annotate::annotate_again;
use reading::config;
use reading::graph::{self, Numbering};
use reading::memory::Memory;
use reading::parse::parse_again;
use site::html::Renditions;
use site::outputs::Parts;
use site::theme::{self, Engine, Remembered};
use site::{export, pages};
use std::sync::Arc;

/// What the files say, whom they name, and where each paragraph is found.
#[must_use]
pub fn understand(sources: &Sources, options: &Options) -> Understood {
    understand_again(sources, options, &mut Memory::default())
}

/// The same, with what an earlier reading of the site has left in `memory`.
#[must_use]
pub(crate) fn understand_again(
    sources: &Sources,
    options: &Options,
    memory: &mut Memory,
) -> Understood {
    memory.keep_to(sources, options);
    let mut diagnostics = Diagnostics::default();
    let config = options.over(config::read(sources, &export::names(), &mut diagnostics));
    config::note_missing_base_url(sources, &config, &mut diagnostics);

    let corpus = parse_again(sources, &config, &mut memory.parsed, &mut diagnostics);
    let (mut of_names, mut of_locks) = (Diagnostics::default(), Diagnostics::default());
    let Memory { searched, locked, .. } = memory;
    let (mentions, numbering) = rayon::join(
        || {
            graph::check_references(sources, &corpus, &config, &mut of_names);
            annotate_again(&corpus, &config, searched, &mut of_names)
        },
        || graph::numbering_again(sources, &config, &corpus, locked, &mut of_locks),
    );
    diagnostics.append(of_names);
    diagnostics.append(of_locks);

    let Numbering { numbers, gone, lock } = numbering;
    let resolved = &mut memory.resolved;
    let graph =
        graph::resolve(sources, config, corpus, mentions, numbers, resolved, &mut diagnostics);
    let media = graph::published_media(&graph, sources, &mut diagnostics);

    graph::check(&graph, sources, resolved, &mut diagnostics);
    graph::check_gone(&graph, &gone, &mut diagnostics);
    diagnostics.sort();
    Understood { graph, media, lock, diagnostics }
}

/// Every file there will be, and how it is made; no byte of it is made yet.
#[must_use]
pub fn compose(sources: &Sources, understood: Understood) -> Site<'_> {
    compose_again(sources, understood, Renditions::default(), &mut Remembered::default())
}

/// The same with pictures in sizes for screens, and with the theme that an earlier build of the site
/// has left in `memory`.
#[must_use]
pub(crate) fn compose_again<'s>(
    sources: &'s Sources,
    mut understood: Understood,
    renditions: Renditions,
    memory: &mut Remembered,
) -> Site<'s> {
    let (graph, diagnostics) = (&understood.graph, &mut understood.diagnostics);
    let loaded = theme::load_again(sources, &graph.config, memory, diagnostics);
    let capabilities = &loaded.capabilities;

    let (pages, (artifacts, engine)) = rayon::join(
        || pages::lay_out(graph, capabilities, diagnostics),
        || (export::artifacts(graph, capabilities), Engine::new(Arc::clone(&loaded), graph)),
    );
    let parts = Parts {
        pages: pages.with_files(&artifacts).with_renditions(renditions),
        engine,
        artifacts,
        has_search: capabilities.has_pages("search.html") && !graph.works.is_empty(),
        loaded: Arc::clone(&loaded),
    };
    Site::new(sources, understood, parts)
}
