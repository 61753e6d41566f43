//! Addresses in published texts → those that a reader's browser would fetch from another host.
//!
//! The policy of the program's themes keeps browsers from it, so what is named there never shows.
//! Links, which readers follow or do not, may lead anywhere.
//!
//! **Invariant:** an address is reported once, however often it occurs in the texts.

use super::Graph;
use super::href::{host, short};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::Document;
use std::collections::{BTreeMap, BTreeSet};

/// An address on another host.
struct Found {
    host: String,
    /// The places where it occurs, in the order of the files.
    places: BTreeSet<Occurrence>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    file: FileId,
    start: usize,
    end: usize,
}

/// Reports what would be fetched from another host.
pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let mut found = BTreeMap::new();
    for speech in &graph.corpus.speeches {
        collect(graph, speech.file, &speech.body, &mut found);
    }
    for entity in &graph.corpus.entities {
        for (_, body) in &entity.bodies {
            collect(graph, entity.file, body, &mut found);
        }
    }
    for page in &graph.corpus.about {
        collect(graph, page.file, &page.body, &mut found);
    }

    for (address, found) in found {
        diagnostics.extend(diagnostic(address, &found));
    }
}

/// Adds the addresses of one text that are on another host.
fn collect<'g>(
    graph: &'g Graph,
    file: FileId,
    body: &'g Document,
    found: &mut BTreeMap<&'g str, Found>,
) {
    for address in body.addresses() {
        let Some(host) = host(&address, graph.config.base_url.as_deref()) else {
            continue;
        };
        let known =
            found.entry(address.text).or_insert_with(|| Found { host, places: BTreeSet::new() });
        known.places.insert(Occurrence { file, start: address.span.start, end: address.span.end });
    }
}

fn diagnostic(address: &str, found: &Found) -> Option<Diagnostic> {
    let Occurrence { file, start, end } = *found.places.first()?;
    let again = match found.places.len() - 1 {
        0 => String::new(),
        1 => ", here and in one more place".to_owned(),
        n => format!(", here and in {n} more places"),
    };
    let message = format!(
        "`{}` would be fetched from `{}`, so it does not show{again}",
        short(address),
        found.host
    );
    let diagnostic =
        Diagnostic::new(Code::RemoteMedia, message).at(Span::new(file, start..end), "");
    Some(diagnostic.hint("put the file beside the speech and name it: `![…](name.jpg)`"))
}
