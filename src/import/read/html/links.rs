//! The elements of a page → what they say of the text in them: where it leads, that it was struck
//! out, that it is set above or below the line.

use super::notes::end_of_text;
use super::tree::Tree;
use crate::import::address;
use crate::import::manuscript::{Feature, FeatureKind};

/// What elements say of their texts; `page` is the address of the page, for links that begin there.
pub(super) fn features(tree: &Tree, page: Option<&str>) -> Vec<Feature> {
    let mut features = Vec::new();
    for (index, node) in tree.nodes.iter().enumerate() {
        let Some(tag) = node.tag().filter(|_| !node.style.hidden) else {
            continue;
        };
        let kind = match tag.name.as_str() {
            "a" => {
                tag.attribute("href").and_then(|href| resolved(href, page)).map(FeatureKind::Link)
            }
            "s" | "strike" | "del" => Some(FeatureKind::Struck),
            "sup" => Some(FeatureKind::Raised),
            "sub" => Some(FeatureKind::Lowered),
            _ => None,
        };
        if let (Some(kind), Some(end)) = (kind, end_of_text(tree, index)) {
            features.push(Feature { range: tag.range.end..end.max(tag.range.end), kind });
        }
    }
    features
}

/// The address to which a link leads; none if it is not one of the web, or begins at an address
/// that the page does not say.
fn resolved(href: &str, page: Option<&str>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let scheme = href.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.contains(':') {
        return address(href);
    }

    let page = address(page?)?;
    let (scheme, rest) = page.split_once("://")?;
    if let Some(rest) = href.strip_prefix("//") {
        return address(&format!("{scheme}://{rest}"));
    }
    let end_of_host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end_of_host);
    if href.starts_with('/') {
        return address(&format!("{scheme}://{host}{href}"));
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
    address(&format!("{scheme}://{host}{folder}{href}"))
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn a_link_begins_where_its_page_is() {
        let page = Some("https://a.example/press/2024/1.html?x=/y");
        for (href, expected) in [
            ("https://b.example/z", Some("https://b.example/z")),
            ("//b.example/z", Some("https://b.example/z")),
            ("/z", Some("https://a.example/z")),
            ("z.html#p", Some("https://a.example/press/2024/z.html#p")),
            ("#p", None),
            ("mailto:a@b.example", None),
            ("javascript:void(0)", None),
        ] {
            assert_eq!(resolved(href, page).as_deref(), expected, "{href}");
        }
        assert_eq!(resolved("z.html", None), None);
    }
}
