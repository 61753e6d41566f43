//! What an address in a text is, by its letters alone: its scheme, its host, and how a message shows
//! it.
//!
//! **Invariant:** an address is read as browsers read it, so nothing hides from the checks what a
//! reader's browser would do.

use crate::base::letters::shortened;
use crate::reading::corpus::{Address, Purpose};

/// Characters of an address in a message: enough to find it again, and still one line.
const SHOWN: usize = 60;

/// The scheme of an address: letters, digits and `+ - .` before a colon that comes before any `/`,
/// `?` or `#` (RFC 3986 §3.1). Control characters and spaces are passed over, as browsers do.
pub(super) fn scheme(href: &str) -> Option<String> {
    let end = href.find(['/', '?', '#', ':'])?;
    if !href[end..].starts_with(':') {
        return None;
    }

    let is_seen = |c: &char| !c.is_control() && !c.is_whitespace();
    let scheme: String = href[..end].chars().filter(is_seen).collect();
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let is_well_formed =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_allowed);
    is_well_formed.then_some(scheme)
}

/// Whether a scheme is one of those, whatever its case.
pub(super) fn is_one_of(scheme: &str, known: &[&str]) -> bool {
    known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
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
            // The schemes that the standard calls special, but for `file`, which has no host.
            if !is_one_of(&scheme, &["http", "https", "ftp", "ws", "wss"]) {
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

/// An address as a message shows it.
pub(super) fn short(href: &str) -> String {
    shortened(href, SHOWN)
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

    #[test]
    fn schemes_are_seen_through_what_hides_them() {
        assert_eq!(scheme("java\tscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("https://a.org").as_deref(), Some("https"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("图:片.jpg"), None);
    }
}
