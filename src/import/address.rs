//! What a document says is its address → the address as it can be written in front matter,
//! percent-encoded as browsers do.
//!
//! **Invariant:** what comes out is an address to our own reader of front matter, and leads where a
//! browser would go from what came in. After the URL Standard (WHATWG), as far as addresses of
//! pages need it: `http` and `https`, written in full.

use crate::base::letters::is_unseen;
use crate::base::percent;

/// What takes another meaning in an address than a place in it, and so is encoded (URL Standard,
/// “path percent-encode set”).
const ENCODED: [char; 7] = ['"', '<', '>', '`', '{', '}', '^'];

/// What occurs in no host name (URL Standard, “forbidden domain code point”); what divides an
/// address is cut off before it is asked.
const NO_HOST: [char; 13] = ['<', '>', '"', '`', '{', '}', '|', '^', '%', '[', ']', '@', ':'];

/// The address that `text` means; none if it can be none: another scheme, no host, a host that no
/// server has.
#[must_use]
pub(crate) fn address(text: &str) -> Option<String> {
    // Browsers pass over line ends and tabs wherever they stand, and over spaces around an address.
    let text: String = text.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https"].contains(&scheme.as_str()) {
        return None;
    }

    // A backslash is a slash up to the query; a third slash would leave the host empty.
    let slashes = rest.bytes().take_while(|byte| matches!(byte, b'/' | b'\\')).count();
    let rest = rest.get(slashes..).filter(|_| slashes == 2)?;
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);

    is_host(host).then(|| format!("{scheme}://{host}{}", encoded(tail)))
}

/// Whether a server can be called so: a name in any script or a number, and perhaps a port. Who
/// logs in there is nobody's business.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        // The colons of `[2001:db8::1]` are its own.
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_port = |port: &str| port.is_empty() || port.parse::<u16>().is_ok();
    let is_in_brackets = |inner: &str| {
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
    };
    let is_name = |name: &str| {
        let can_stand = |c: char| !c.is_whitespace() && !is_unseen(c) && !NO_HOST.contains(&c);
        name.contains(char::is_alphanumeric) && name.chars().all(can_stand)
    };

    let is_known = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => is_in_brackets(inner),
        None => is_name(name),
    };
    is_known && port.is_none_or(is_port)
}

/// Path, query and fragment, with an escape for each byte of what cannot stand there.
fn encoded(tail: &str) -> String {
    let path_end = tail.find(['?', '#']).unwrap_or(tail.len());
    let (path, rest) = tail.split_at(path_end);
    let cannot_stand = |c: char| c.is_whitespace() || is_unseen(c) || ENCODED.contains(&c);
    percent::encode(&(path.replace('\\', "/") + rest), cannot_stand)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_encoded_as_browsers_do() {
        for (text, expected) in [
            ("https://a.example/press room/1.html", "https://a.example/press%20room/1.html"),
            (
                " \n HTTPS://a.example\\news\\1.html?q=a\\b c#x y ",
                "https://a.example/news/1.html?q=a\\b%20c#x%20y",
            ),
            ("https://a.example/\"<x>\"", "https://a.example/%22%3Cx%3E%22"),
            (
                "https://a.example/a\u{3000}b\u{202E}c\u{7}",
                "https://a.example/a%E3%80%80b%E2%80%AEc%07",
            ),
            ("https://a.exa\nmple/l\tong", "https://a.example/long"),
            ("https://外交部.example/新闻/1?页=2", "https://外交部.example/新闻/1?页=2"),
            ("http://127.0.0.1:8080/%20%zz", "http://127.0.0.1:8080/%20%zz"),
            ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]:443/a"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"),
            ("https://a.example", "https://a.example"),
            ("https://a.example?x='y'", "https://a.example?x='y'"),
        ] {
            assert_eq!(address(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_can_be_no_address_is_none() {
        for text in [
            "",
            "   ",
            "/news/1.html",
            "a.example/x",
            "//a.example/x",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/",
            "https:",
            "https://",
            "https:///a.example",
            "https:a.example",
            "https://?q",
            "https://a b.example/",
            "https://a%20b.example/",
            "https://\"a\".example/",
            "https://user:word@a.example/",
            "https://a.example:http/",
            "https://a.example:99999/",
            "https://[::1/",
            "https://[x]/",
            "https://..../",
            "https://a\u{200B}.example/",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
