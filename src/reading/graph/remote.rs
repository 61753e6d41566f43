//! Addresses in published texts → those that a reader's browser would fetch from another host.
//!
//! The policy of the program's themes keeps browsers from it, so what is named there never shows.
//! Links, which readers follow or do not, may lead anywhere.
//!
//! Hosts that the site's configuration allows are left out.
//!
//! **Invariant:** an address is reported once, however often it occurs in the texts.

use super::Graph;
use super::href::{host, short};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::message::{Message, say};
use crate::base::sources::media_types::is_media;
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::Text;
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
    let mut found: BTreeMap<&str, Found> = BTreeMap::new();
    let mut addresses = graph.corpus.front_addresses();
    for Text { file, body, .. } in graph.corpus.texts() {
        addresses.extend(body.addresses().map(|address| (file, address)));
    }
    for (file, address) in addresses {
        let Some(host) = host(&address, graph.config.base_url.as_deref()) else {
            continue;
        };
        // The policy allows such a host by `https:` alone.
        let is_open = address.text.trim_start().to_lowercase().starts_with("http:");
        if graph.config.hosts.has_media(&host) && !is_open {
            continue;
        }
        let new = || Found { host, places: BTreeSet::new() };
        let places = &mut found.entry(address.text).or_insert_with(new).places;
        places.insert(Occurrence { file, start: address.span.start, end: address.span.end });
    }

    for (address, found) in found {
        if let Some(diagnostic) = diagnostic(address, &found) {
            diagnostics.push(diagnostic);
        }
    }
}

fn diagnostic(address: &str, found: &Found) -> Option<Diagnostic> {
    let Occurrence { file, start, end } = *found.places.first()?;
    let again = match found.places.len() - 1 {
        0 => Message::default(),
        1 => ", here and in one more place".into(),
        n => say!(", here and in {n} more places", n),
    };
    let message = say!(
        "`{address}` would be fetched from `{host}`, so it does not show{again}",
        address = short(address),
        host = found.host,
        again
    );
    let diagnostic =
        Diagnostic::new(Code::RemoteMedia, message).at(Span::new(file, start..end), "");
    // A page in a frame is no file that could be put anywhere.
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let hint = if is_media(path) {
        "put the file beside this one and name it: `![…](name.jpg)`".into()
    } else if path.ends_with(".css") || path.ends_with(".js") {
        "put it into a file of the site’s theme, below `static/`".into()
    } else {
        let address = short(address);
        say!("link to it, `[words]({address})`, or put the file beside this one", address)
    };
    Some(diagnostic.hint(hint))
}
