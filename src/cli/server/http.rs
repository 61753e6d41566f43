//! What a visitor asks → the answer from the desk.
//!
//! One thread a connection, one answer a connection: a browser that opens eight at once and leaves five of them silent keeps no one
//! waiting, which the small servers with a pool of threads do not manage.
//!
//! **Invariant:** every answer says that only pages of this server may take it in, and show it in a frame.

use super::desk::{Desk, Shown};
use super::edition::{Answer, Body};
use super::request::{Refusal, Request};
use super::visitors::{Visitor, let_in};
use super::{ServeError, Teller, inject};
use crate::base::sources::media_types;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// The most bytes that a request's head may have.
const LONGEST_HEAD: usize = 16 << 10;

/// What every answer says, beside what it is.
///
/// The first three keep pages from elsewhere out even where a browser does not say who asks: nothing is taken in by them, nothing
/// framed, no window held on to. What a page links to learns which server it came from, as it will of the published site,
/// and not the name of a draft. Nothing is kept, for the next build may be another site.
pub(super) const STANDING: &str = "Cross-Origin-Resource-Policy: same-origin\r
Content-Security-Policy: frame-ancestors 'self'\r
Cross-Origin-Opener-Policy: same-origin\r
X-Frame-Options: SAMEORIGIN\r
X-Content-Type-Options: nosniff\r
Referrer-Policy: strict-origin-when-cross-origin\r
Cache-Control: no-store\r
Connection: close\r
\r
";

/// Answers requests from now on, in threads of their own.
pub(super) fn answer(
    listener: TcpListener,
    desk: &Arc<Desk>,
    teller: &Arc<dyn Teller>,
    root: &Path,
) -> Result<(), ServeError> {
    let (desk, teller) = (Arc::clone(desk), Arc::clone(teller));
    let work = move || let_in(&listener, &*teller, move |visitor| converse(visitor, &desk));
    let door = thread::Builder::new().name("door".to_owned()).spawn(work);
    door.map(drop).map_err(|source| ServeError::Thread { path: root.to_owned(), source })
}

/// One request and its answer; a visitor who goes away is no trouble.
fn converse(mut visitor: Visitor, desk: &Desk) {
    let Ok(head) = read_head(&mut visitor) else {
        return;
    };
    let _ = match Request::parse(&head) {
        Some(request) => respond(visitor, &request, desk),
        None => send(visitor, true, Reply::text(400, "this is no request\n")),
    };
}

/// The bytes up to the empty line that ends a request's head.
fn read_head(visitor: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(1 << 10);
    let mut chunk = [0; 1 << 10];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let n = visitor.read(&mut chunk)?;
        if n == 0 || head.len() + n > LONGEST_HEAD {
            return Err(ErrorKind::InvalidData.into());
        }
        head.extend_from_slice(&chunk[..n]);
    }
    Ok(head)
}

/// What is sent back.
struct Reply {
    status: u16,
    media_type: &'static str,
    location: Option<String>,
    body: Body,
}

impl Reply {
    fn new(status: u16, media_type: &'static str, body: Vec<u8>) -> Self {
        Reply { status, media_type, location: None, body: Body::Bytes(body) }
    }

    fn text(status: u16, text: &str) -> Self {
        Reply::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
    }
}

fn respond(visitor: Visitor, request: &Request, desk: &Desk) -> io::Result<()> {
    let path = match request.path() {
        Ok(path) => path,
        Err(Refusal { status, reason }) => {
            return send(visitor, request.wants_body(), Reply::text(status, reason));
        }
    };
    let reply = match path.strip_prefix(inject::OWN) {
        Some("events") => {
            desk.listen(Box::new(visitor.into_listener()?));
            return Ok(());
        }
        Some(name) => own(name),
        None => reply(&desk.shown(), path, request.target()),
    };
    send(visitor, request.wants_body(), reply)
}

fn own(name: &str) -> Reply {
    match [inject::SCRIPT, inject::STYLE].into_iter().find(|(known, _)| *known == name) {
        Some((name, text)) => Reply::new(200, media_types::of(name), text.as_bytes().to_vec()),
        None => Reply::text(404, "there is no such address\n"),
    }
}

/// The answer to a page of the site that asked for `path`, written in the request as `target`.
/// Whether what is sent is a page.
fn is_html(media_type: &str) -> bool {
    media_type.starts_with("text/html")
}

fn reply(shown: &Shown, path: String, target: &str) -> Reply {
    let html = media_types::of("html");
    match shown.ask(path) {
        Some(Answer::File { path, is_found, body }) => {
            let (status, media_type) = (if is_found { 200 } else { 404 }, media_types::of(&path));
            match body {
                Body::Bytes(bytes) if is_html(media_type) => Reply::new(
                    status,
                    media_type,
                    inject::page(bytes, &shown.build(), shown.mistakes.as_deref()),
                ),
                body => Reply { status, media_type, location: None, body },
            }
        }
        Some(Answer::Folder) => {
            let (path, query) = target
                .split_once('?')
                .map_or((target, String::new()), |(path, query)| (path, format!("?{query}")));
            Reply { location: Some(format!("{path}/{query}")), ..Reply::text(302, "") }
        }
        Some(Answer::Nothing) => Reply::text(404, "there is no such page\n"),
        Some(Answer::Mistakes(mistakes)) => {
            Reply::new(500, html, inject::mistakes_alone(&mistakes, &shown.build()))
        }
        None => {
            let mistakes =
                shown.mistakes.as_deref().unwrap_or("the program failed while it made this page; this is a mistake of the program's own");
            Reply::new(500, html, inject::mistakes_alone(mistakes, &shown.build()))
        }
    }
}

fn send(mut visitor: Visitor, with_body: bool, reply: Reply) -> io::Result<()> {
    let (status, body, len): (u16, Box<dyn Read>, u64) = match reply.body {
        Body::Bytes(bytes) => {
            let len = bytes.len() as u64;
            (reply.status, Box::new(io::Cursor::new(bytes)), len)
        }
        Body::Disk(path) => {
            match File::open(path).and_then(|file| file.metadata().map(|meta| (meta.len(), file))) {
                Ok((len, file)) => (reply.status, Box::new(file.take(len)), len),
                Err(error) => (status_without_file(&error), Box::new(io::empty()), 0),
            }
        }
    };

    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    head.push_str(&format!("Content-Type: {}\r\nContent-Length: {len}\r\n", reply.media_type));
    // A folder's own name may hold any character that a URL may; a line break is none of them.
    if let Some(location) = reply.location.filter(|location| !location.contains(['\r', '\n'])) {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    head.push_str(STANDING);

    let body = if with_body { body } else { Box::new(io::empty()) };
    visitor.give(&head, body)
}

/// The status where a file of the site cannot be opened. Only one that is gone is not found; where descriptors have run out it
/// is there, and found again later.
fn status_without_file(error: &io::Error) -> u16 {
    if error.kind() == ErrorKind::NotFound { 404 } else { 503 }
}

/// The words for a status (RFC 9110 §15).
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_its_empty_line_and_has_an_end() {
        let head = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assert_eq!(read_head(&mut &head[..]).unwrap(), head);
        assert!(read_head(&mut &head[..20]).is_err());
        assert!(read_head(&mut io::repeat(b'a')).is_err());
    }

    #[test]
    fn only_a_file_that_is_gone_is_not_found() {
        assert_eq!(status_without_file(&ErrorKind::NotFound.into()), 404);
        assert_eq!(status_without_file(&io::Error::other("too many open files")), 503);
    }
}
