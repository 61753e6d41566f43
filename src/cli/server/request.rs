//! The bytes of a request's head → what is asked for, and whether it is answered. The only file
//! that names `httparse`.
//!
//! Every page that is open in the same browser can send requests here. A `<script src>` in a page
//! on another port would run `search/index.js`, which holds the texts of drafts. So it matters who
//! asks, and for what use.
//!
//! **Invariant:** a request that names another host than this computer is refused, so that no page
//! from elsewhere can read drafts by having its own name point to this address (DNS rebinding).
//! **Invariant:** what a page from elsewhere embeds or fetches (a script, a picture, a frame, a
//! `fetch`) is refused before its address is looked up; the only way here from elsewhere is a link
//! that opens the page as a whole.
//! Knows nothing of connections or of what the site holds.

use super::address::path_of;
use super::inject::{DASHBOARD, OWN_FOLDER};
use super::ranges::Part;

/// More headers than any browser sends, which is about twenty. A request with more is refused.
const MAX_HEADERS: usize = 100;

/// What is asked for.
#[derive(Debug)]
pub struct Request {
    method: String,
    target: String,
    hosts: Vec<String>,
    initiator: Initiator,
    part: Option<Part>,
}

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status code (RFC 9110 §15).
    pub status: u16,
    /// The body of the answer, for a person who reads it.
    pub reason: &'static str,
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Initiator {
    /// A page of this server, or a person who typed the address.
    Own,
    /// A link elsewhere, in a mail or a chat, that opens the page in a tab of its own.
    Link,
    /// A page from elsewhere, for its own use.
    Elsewhere,
}

impl Request {
    /// Parses a head, up to and including its empty line; `None` if it is not that of a request.
    #[must_use]
    pub fn parse(head: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let status = request.parse(head).ok()?;
        if status.is_partial() {
            return None;
        }

        let hosts = values(request.headers, "host");
        let initiator = initiator(request.headers, &hosts);
        let part = values(request.headers, "range").first().and_then(|range| Part::parse(range));
        Some(Request {
            method: request.method?.to_owned(),
            target: request.path?.to_owned(),
            hosts,
            initiator,
            part,
        })
    }

    /// The part of a file that is asked for, if that is not all of it.
    pub(super) fn part(&self) -> Option<Part> {
        self.part
    }

    /// The target as the request has it, encoded and with its query.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Whether the answer shall have a body, and not its head alone.
    #[must_use]
    pub fn wants_body(&self) -> bool {
        self.method != "HEAD"
    }

    /// The path that is asked for, from the site's root, decoded and without the first `/`.
    ///
    /// # Errors
    ///
    /// Where the request is refused, whatever the site holds.
    pub fn path(&self) -> Result<String, Refusal> {
        if !matches!(self.method.as_str(), "GET" | "HEAD") {
            return Err(Refusal { status: 405, reason: "only GET and HEAD are answered" });
        }
        if !self.hosts.iter().all(|host| is_this_computer(host)) {
            return Err(Refusal {
                status: 403,
                reason: "this server answers under the names of this computer only",
            });
        }
        if self.initiator == Initiator::Elsewhere {
            return Err(FOREIGN);
        }

        let path = path_of(&self.target)
            .ok_or(Refusal { status: 404, reason: "there is no such address" })?;
        // The server's own files are for its pages; nobody links to them.
        let is_own = path.starts_with(OWN_FOLDER) || path.starts_with(DASHBOARD);
        if self.initiator == Initiator::Link && is_own {
            return Err(FOREIGN);
        }
        Ok(path)
    }
}

const FOREIGN: Refusal =
    Refusal { status: 403, reason: "pages from elsewhere cannot take in what this server shows" };

/// All values of a header, in small letters.
fn values(headers: &[httparse::Header<'_>], name: &str) -> Vec<String> {
    let mut values = Vec::new();
    for header in headers {
        if header.name.eq_ignore_ascii_case(name) {
            let value = String::from_utf8_lossy(header.value);
            values.push(value.trim().to_ascii_lowercase());
        }
    }
    values
}

/// Where a request comes from, by what the browser says about that (Fetch Metadata, W3C), or where
/// it says nothing, by the page that it names.
///
/// Another port of this computer is the same *site* but not the same *origin*, and whatever runs
/// there is not this server.
fn initiator(headers: &[httparse::Header<'_>], hosts: &[String]) -> Initiator {
    let sites = values(headers, "sec-fetch-site");
    if sites.is_empty() {
        return initiator_by_address(headers, hosts);
    }

    let is_own = |site: &String| site == "same-origin" || site == "none";
    let has = |name: &str, value: &str| values(headers, name) == [value];
    if sites.iter().all(is_own) {
        Initiator::Own
    } else if has("sec-fetch-mode", "navigate") && has("sec-fetch-dest", "document") {
        Initiator::Link
    } else {
        Initiator::Elsewhere
    }
}

/// Where a request comes from, if the client is a browser older than Fetch Metadata (Safari before
/// 16.4) or not a browser.
///
/// Whether a link is followed cannot be seen then, so a link from a page that gives its address is
/// refused too. A page that hides its address is not caught here but by
/// `Cross-Origin-Resource-Policy`, which these browsers know.
fn initiator_by_address(headers: &[httparse::Header<'_>], hosts: &[String]) -> Initiator {
    let addresses = [values(headers, "origin"), values(headers, "referer")].concat();
    for address in &addresses {
        let authority =
            address.strip_prefix("http://").and_then(|rest| rest.split(['/', '?', '#']).next());
        if !hosts.iter().any(|host| Some(host.as_str()) == authority) {
            return Initiator::Elsewhere;
        }
    }
    Initiator::Own
}

/// Whether a `Host` header (RFC 9110 §7.2), in small letters, names the loopback address.
fn is_this_computer(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is answered to a request for `target` with these headers: its path, or the status.
    fn asked(target: &str, headers: &str) -> Result<String, u16> {
        let head = format!("GET {target} HTTP/1.1\r\nHost: localhost:4000\r\n{headers}\r\n");
        let request = Request::parse(head.as_bytes()).unwrap();
        request.path().map_err(|refusal| refusal.status)
    }

    fn fetched(target: &str, site: &str, mode: &str, dest: &str) -> Result<String, u16> {
        asked(
            target,
            &format!(
                "Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n"
            ),
        )
    }

    #[test]
    fn only_this_computer_is_answered() {
        for host in [
            "localhost",
            "localhost:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "LOCALHOST",
            "talks.localhost:4000",
        ] {
            let request =
                Request::parse(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
                    .unwrap();
            assert_eq!(request.path(), Ok(String::new()), "{host}");
        }

        for host in [
            "evil.example",
            "evil.example:4000",
            "127.0.0.1.evil.example",
            "",
            "localhost.evil.example:80",
        ] {
            let request =
                Request::parse(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
                    .unwrap();
            assert_eq!(request.path().map_err(|refusal| refusal.status), Err(403), "{host}");
        }

        let twice =
            Request::parse(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
                .unwrap();
        assert!(twice.path().is_err());
    }

    #[test]
    fn own_pages_and_people_are_answered() {
        let script = "search/index.js";
        assert_eq!(
            fetched("/search/index.js", "same-origin", "no-cors", "script").as_deref(),
            Ok(script)
        );
        assert_eq!(
            fetched("/search/index.js", "none", "navigate", "document").as_deref(),
            Ok(script)
        );
        assert!(fetched("/__oratory/events", "same-origin", "cors", "empty").is_ok());
        assert!(fetched("/page.html", "same-origin", "navigate", "iframe").is_ok());
        assert!(asked("/", "").is_ok(), "a program of the person's own says nothing of itself");
    }

    #[test]
    fn a_page_from_elsewhere_takes_nothing_in() {
        let uses = [
            ("no-cors", "script"),
            ("cors", "script"),
            ("no-cors", "style"),
            ("no-cors", "image"),
            ("no-cors", "video"),
            ("no-cors", "empty"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "frame"),
            ("navigate", "object"),
            ("navigate", "embed"),
            ("no-cors", "document"),
            ("websocket", "websocket"),
        ];
        for site in ["cross-site", "same-site", "something-new", ""] {
            for (mode, dest) in uses {
                assert_eq!(
                    fetched("/search/index.js", site, mode, dest),
                    Err(403),
                    "{site} {mode} {dest}"
                );
            }
            assert_eq!(asked("/", &format!("Sec-Fetch-Site: {site}\r\n")), Err(403), "{site}");
        }

        // One header too many is not the work of a browser.
        assert_eq!(
            asked("/", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n"),
            Err(403)
        );
    }

    #[test]
    fn a_link_from_elsewhere_opens_the_page_but_nothing_of_the_server() {
        assert!(fetched("/speeches/draft.html", "cross-site", "navigate", "document").is_ok());
        assert!(fetched("/", "same-site", "navigate", "document").is_ok());
        assert_eq!(fetched("/__oratory/events", "cross-site", "navigate", "document"), Err(403));
    }

    #[test]
    fn an_older_browser_is_judged_by_the_page_it_names() {
        assert!(asked("/", "Referer: http://localhost:4000/people/\r\n").is_ok());
        assert!(asked("/", "Origin: http://LOCALHOST:4000\r\n").is_ok());

        for foreign in [
            "Referer: http://evil.example/",
            "Referer: http://localhost:8080/",
            "Referer: http://localhost/",
            "Referer: https://localhost:4000/",
            "Referer: http://evil.example/http://localhost:4000/",
            "Referer: http://localhost:4000@evil.example/",
            "Referer: about:blank",
            "Origin: null",
            "Origin: http://127.0.0.1:4000",
            "Referer: http://localhost:4000/\r\nOrigin: http://evil.example",
        ] {
            assert_eq!(asked("/search/index.js", &format!("{foreign}\r\n")), Err(403), "{foreign}");
        }
    }

    #[test]
    fn what_is_not_a_request_is_refused() {
        for head in [
            "",
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost",
            "GET / HTTP/9\r\n\r\n",
            "\0",
        ] {
            assert!(Request::parse(head.as_bytes()).is_none(), "{head:?}");
        }

        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(MAX_HEADERS + 1));
        assert!(Request::parse(many.as_bytes()).is_none());

        let post = Request::parse(b"POST / HTTP/1.1\r\n\r\n").unwrap();
        assert_eq!(post.path().map_err(|refusal| refusal.status), Err(405));
    }
}
