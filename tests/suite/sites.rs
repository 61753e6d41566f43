//! Whole sites: what is published is complete, its links hold, its pages are well formed, and
//! nothing else on disk is touched.

mod around;
mod chapters;
mod disk;
mod examples;
pub(crate) mod folder;
pub(crate) mod html;
pub(crate) mod links;
mod meant;
mod own;
mod parts;
mod reading;
mod small;

use crate::project;
use crate::project::compile;
use links::Website;
use oratory::{Diagnostics, Options, Severity, Site, Sources, Work};

/// Fails with all of `faults`, one a line.
pub(crate) fn none_of(what: &str, faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{what}: {} faults\n{}",
        faults.len(),
        faults.iter().take(20).map(|fault| format!("{fault}\n")).collect::<String>()
    );
}

/// Diagnostics that weigh more than a note, in words.
fn complaints(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() != Severity::Note)
        .map(|diagnostic| format!("{}: {}", diagnostic.code.page().name, diagnostic.message))
        .collect()
}

/// What a site publishes, with its pages read.
pub(crate) fn website(site: &Site<'_>) -> Website {
    let (diagnostics, files) = project::build(site);
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| format!("{diagnostic:?}"))
        .collect();
    none_of("a site that is to be published", &errors);
    let media = site
        .outputs()
        .iter()
        .filter(|output| matches!(output.work, Work::Copy(_)))
        .map(|output| output.path.to_string());
    assert_eq!(
        files.len() + media.clone().count(),
        site.outputs().len(),
        "every output is given to the sink once"
    );
    Website::new(files, media, site.graph.config.base_url.as_deref())
}

/// What a site of these texts publishes.
fn website_of(texts: &[(&str, &str)], options: &Options) -> Website {
    let sources = Sources::from_texts(texts.iter().copied());
    website(&compile(&sources, options))
}
