//! Addresses in published texts → those that a reader's browser would fetch from another host.
//!
//! The policy of the program's themes keeps browsers from it, so what is named there never shows.
//! Links, which readers follow or do not, may lead anywhere.
//!
//! **Invariant:** an address is reported once, however often it occurs in the texts.

use super::Graph;
use super::links::{scheme, short};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{Address, Document, Purpose};
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

/// The host from which a browser would fetch what an address names; none where it would not, or
/// would ask the site itself.
pub(super) fn host(address: &Address<'_>, base_url: Option<&str>) -> Option<String> {
    if address.purpose != Purpose::Show {
        return None;
    }
    let host = authority(address.text)?;
    let is_own = base_url.and_then(authority).is_some_and(|own| own == host);
    (!is_own).then_some(host)
}

/// The host that an address names, in small letters, as browsers read it (URL standard §4.4): they
/// take `\\` for `/`, and do not mind how many slashes there are behind `https:`.
fn authority(address: &str) -> Option<String> {
    let slashed = address.trim().replace('\\', "/");
    let rest = match scheme(&slashed) {
        Some(scheme) => {
            let names_host = ["http", "https", "ftp", "ws", "wss"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            if !names_host {
                return None;
            }
            slashed.split_once(':')?.1
        }
        None => slashed.strip_prefix("//")?,
    };

    let rest = rest.trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => host,
        None => authority,
    };
    (!host.is_empty()).then(|| host.to_lowercase())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_browsers_read_them() {
        let host = |address| authority(address);
        for address in [
            "https://a.org/b.png",
            "HTTPS://A.org",
            "//a.org/b",
            "\\\\a.org\\b",
            "https:a.org/b",
            "http:///a.org?x",
            "https://me@a.org#x",
        ] {
            assert_eq!(host(address).as_deref(), Some("a.org"), "{address}");
        }
        assert_eq!(host("https://a.org:8080/b").as_deref(), Some("a.org:8080"));
        for address in [
            "a.png",
            "/a.png",
            "../a//b.png",
            "#a",
            "data:image/png;base64,x",
            "mailto:a@b.org",
            "",
        ] {
            assert_eq!(host(address), None, "{address}");
        }
    }
}
