//! Addresses in published texts → those that a reader's browser would fetch from another host.
//!
//! The policy of the program's themes keeps browsers from it, so what is named there never shows.
//! Links, which readers follow or do not, may lead anywhere.
//!
//! **Invariant:** an address is told of once, however often it stands in the texts.

use super::Graph;
use super::links::{scheme, short};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{Address, Document, Purpose};
use std::collections::{BTreeMap, BTreeSet};

/// An address on another host.
struct Found {
    host: String,
    /// Where it stands: file, first byte, end.
    places: BTreeSet<(FileId, usize, usize)>,
}

/// Reports what would be fetched from another host.
pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let speeches = graph.corpus.speeches.iter().map(|speech| (speech.file, &speech.body));
    let entities = graph
        .corpus
        .entities
        .iter()
        .flat_map(|entity| entity.bodies.iter().map(|(_, body)| (entity.file, body)));
    let pages = graph.corpus.about.iter().map(|page| (page.file, &page.body));

    let mut found = BTreeMap::new();
    for (file, body) in speeches.chain(entities).chain(pages) {
        collect(graph, file, body, &mut found);
    }
    for (address, found) in found {
        diagnostics.extend(told(address, &found));
    }
}

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
        known.places.insert((file, address.span.start, address.span.end));
    }
}

/// The host from which a browser would fetch what an address names; none where it would not, or would ask the site itself.
pub(super) fn host(address: &Address<'_>, base_url: Option<&str>) -> Option<String> {
    if address.purpose != Purpose::Show {
        return None;
    }
    let host = authority(address.text)?;
    let is_own = base_url.and_then(authority).is_some_and(|own| own == host);
    (!is_own).then_some(host)
}

/// The host that an address names, in small letters, as browsers read it (URL standard §4.4): they take `\\` for `/`,
/// and do not ask how many there are behind `https:`.
fn authority(address: &str) -> Option<String> {
    let slashed = address.trim().replace('\\', "/");
    let rest = match scheme(&slashed) {
        Some(scheme) => {
            let asks = ["http", "https", "ftp", "ws", "wss"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            slashed.split_once(':').map(|(_, rest)| rest).filter(|_| asks)?
        }
        None => slashed.strip_prefix("//")?,
    };
    let authority = rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    (!host.is_empty()).then(|| host.to_lowercase())
}

fn told(address: &str, found: &Found) -> Option<Diagnostic> {
    let (file, start, end) = *found.places.first()?;
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
