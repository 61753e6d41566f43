//! Addresses of one thing that are written in several ways → one form by which they are compared.

/// The form by which `same_as` addresses are compared: no scheme, no `www.`, no slash at the end,
/// no fragment of the page, and one form for an item of Wikidata, whose concept (`/entity/Q1`) and
/// page (`/wiki/Q1`, `/wiki/Special:EntityData/Q1.json`) are two addresses.
#[must_use]
pub(super) fn normal(address: &str) -> String {
    let rest = address.trim();
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| strip_ignoring_case(rest, scheme))
        .unwrap_or(rest);

    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    // The host has no case; what is behind it may have.
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);

    // The site for phones is on a host of its own.
    if host == "wikidata.org" || host == "m.wikidata.org" {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();

        // `Q1.json`, `Q1#sitelinks`, `Q1?uselang=zh`.
        let item = last.split(['#', '.', '?']).next().unwrap_or_default();
        return format!("wikidata.org/entity/{}", item.to_ascii_uppercase());
    }

    format!("{host}/{path}").trim_end_matches('/').to_owned()
}

fn strip_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.get(..prefix.len())
        .filter(|start| start.eq_ignore_ascii_case(prefix))
        .map(|_| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_address_are_one() {
        let item = normal("http://www.wikidata.org/entity/Q956");
        for other in [
            "https://www.wikidata.org/wiki/Q956",
            "https://m.wikidata.org/wiki/q956#sitelinks",
            "https://www.wikidata.org/wiki/Special:EntityData/Q956.json",
        ] {
            assert_eq!(normal(other), item);
        }
        assert_eq!(normal("HTTP://Example.org/a/"), normal("https://example.org/a"));
        assert_ne!(normal("https://example.org/a"), normal("https://example.org/A"));
        assert_ne!(normal("https://www.wikidata.org/wiki/Q95"), item);
    }
}
