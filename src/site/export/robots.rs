//! → `robots.txt` (RFC 9309): everything may be read, and where the sitemap is.
//!
//! Crawlers ask for it at the root of a host only; at a sub-path it does no harm.

use super::{Exporter, Files, is_on, sitemap, url, whole};
use crate::reading::graph::Graph;

/// Where it lies.
pub(crate) const FILE: &str = "robots.txt";

/// `robots.txt`.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "robots",
    summary: "robots.txt: everything may be read, and the address of the sitemap",
    absolute: false,
    by_default: true,
    kept: None,
    files: Files::Content(|graph| whole(graph, FILE, text)),
};

fn text(graph: &Graph) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if is_on(graph, sitemap::EXPORTER.name) {
        text = format!("{text}\nSitemap: {}\n", url(graph, &graph.file_route(sitemap::FILE)));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::site::export::fixture;

    #[test]
    fn the_sitemap_is_named_where_there_is_one() {
        assert_eq!(
            text(fixture::graph()),
            b"User-agent: *\nAllow: /\n\nSitemap: https://example.org/talks/sitemap.xml\n"
        );
        assert_eq!(text(&fixture::graph_with("title = \"Talks\"")), b"User-agent: *\nAllow: /\n");
    }
}
