//! Requests → answers from the desk. The only file that names `httparse`.
//!
//! One thread a connection, one answer a connection: a browser that opens eight at once and leaves five of them silent keeps no one
//! waiting, which the small servers with a pool of threads do not manage.
//!
//! **Invariant:** a request that names another host than this computer is refused, so that no page from elsewhere can read drafts by
//! giving its own name to this address.

use super::address::path_of;
use super::desk::{Desk, Shown};
use super::edition::{Answer, Body};
use super::{ServeError, USUAL_PORT, inject, media_types};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How long a visitor may take to ask, and to take the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes that a request's head may have.
const LONGEST_HEAD: usize = 16 << 10;

/// How many ports are tried where none is asked for.
const TRIES: u16 = 100;

/// Listens on the loopback address; returns the address for people, too.
pub(super) fn listen(port: Option<u16>) -> Result<(TcpListener, String), ServeError> {
    let listener = match port {
        Some(port) => bind(port)?,
        None => first_free()?,
    };
    let port = listener.local_addr().map_or(port.unwrap_or(USUAL_PORT), |address| address.port());
    Ok((listener, format!("http://127.0.0.1:{port}/")))
}

fn bind(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|source| ServeError::Port { port, source })
}

fn first_free() -> Result<TcpListener, ServeError> {
    for port in USUAL_PORT..USUAL_PORT + TRIES {
        match bind(port) {
            Err(ServeError::Port { source, .. }) if source.kind() == ErrorKind::AddrInUse => {}
            other => return other,
        }
    }
    bind(0)
}

/// Answers requests from now on, in threads of their own.
pub(super) fn answer(listener: TcpListener, desk: &Arc<Desk>, root: &Path) -> Result<(), ServeError> {
    let desk = Arc::clone(desk);
    let work = move || {
        for stream in listener.incoming().flatten() {
            let desk = Arc::clone(&desk);
            // Where no thread can be had the visitor is turned away by the closing of the connection.
            let _ = thread::Builder::new().name("answer".to_owned()).spawn(move || converse(stream, &desk));
        }
    };
    thread::Builder::new().name("door".to_owned()).spawn(work).map_err(|source| ServeError::Thread { path: root.to_owned(), source })?;
    Ok(())
}

/// One request and its answer; a visitor who goes away is no trouble.
fn converse(mut stream: TcpStream, desk: &Desk) {
    let _ = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE)));
    let Ok(head) = read_head(&mut stream) else { return };
    let _ = match Request::parse(&head) {
        Some(request) => respond(stream, &request, desk),
        None => send(stream, false, Reply::text(400, "this is no request\n")),
    };
}

/// The bytes up to the empty line that ends a request's head.
fn read_head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(1 << 10);
    let mut chunk = [0; 1 << 10];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let n = stream.read(&mut chunk)?;
        if n == 0 || head.len() + n > LONGEST_HEAD {
            return Err(ErrorKind::InvalidData.into());
        }
        head.extend_from_slice(&chunk[..n]);
    }
    Ok(head)
}

/// What is asked.
struct Request {
    method: String,
    target: String,
    host: Option<String>,
}

impl Request {
    fn parse(head: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut request = httparse::Request::new(&mut headers);
        request.parse(head).ok().filter(httparse::Status::is_complete)?;
        let host = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("host"));
        Some(Request {
            method: request.method?.to_owned(),
            target: request.path?.to_owned(),
            host: host.map(|header| String::from_utf8_lossy(header.value).into_owned()),
        })
    }
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

fn respond(stream: TcpStream, request: &Request, desk: &Desk) -> io::Result<()> {
    let with_body = match request.method.as_str() {
        "GET" => true,
        "HEAD" => false,
        _ => return send(stream, true, Reply::text(405, "only GET and HEAD are answered\n")),
    };
    if !request.host.as_deref().is_none_or(is_this_computer) {
        return send(stream, with_body, Reply::text(403, "this server answers under the names of this computer only\n"));
    }
    let Some(path) = path_of(&request.target) else {
        return send(stream, with_body, Reply::text(404, "there is no such address\n"));
    };
    match path.strip_prefix(inject::OWN) {
        Some("events") => desk.listen(Box::new(stream)),
        Some(name) => return send(stream, with_body, own(name)),
        None => return send(stream, with_body, reply(&desk.shown(), path, &request.target)),
    }
    Ok(())
}

/// Whether a `Host` header (RFC 9110 §7.2) names the loopback address.
fn is_this_computer(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1]") || name.to_ascii_lowercase().ends_with(".localhost")
}

fn own(name: &str) -> Reply {
    match [inject::SCRIPT, inject::STYLE].into_iter().find(|(known, _)| *known == name) {
        Some((name, text)) => Reply::new(200, media_types::of(name), text.as_bytes().to_vec()),
        None => Reply::text(404, "there is no such address\n"),
    }
}

/// The answer to a page of the site that asked for `path`, written in the request as `target`.
fn reply(shown: &Shown, path: String, target: &str) -> Reply {
    let html = media_types::of("html");
    match shown.ask(path) {
        Some(Answer::File { path, is_found, body }) => {
            let (status, media_type) = (if is_found { 200 } else { 404 }, media_types::of(&path));
            match body {
                Body::Bytes(bytes) if media_types::is_html(media_type) => {
                    Reply::new(status, media_type, inject::page(bytes, &shown.build(), shown.mistakes.as_deref()))
                }
                body => Reply { status, media_type, location: None, body },
            }
        }
        Some(Answer::Folder) => {
            let (path, query) = target.split_once('?').map_or((target, String::new()), |(path, query)| (path, format!("?{query}")));
            Reply { location: Some(format!("{path}/{query}")), ..Reply::text(302, "") }
        }
        Some(Answer::Nothing) => Reply::text(404, "there is no such page\n"),
        Some(Answer::Mistakes(mistakes)) => Reply::new(500, html, inject::mistakes_alone(&mistakes, &shown.build())),
        None => {
            let mistakes =
                shown.mistakes.as_deref().unwrap_or("the program failed while it made this page; this is a mistake of the program's own");
            Reply::new(500, html, inject::mistakes_alone(mistakes, &shown.build()))
        }
    }
}

fn send(mut stream: TcpStream, with_body: bool, reply: Reply) -> io::Result<()> {
    let (status, mut body, len): (u16, Box<dyn Read>, u64) = match reply.body {
        Body::Bytes(bytes) => {
            let len = bytes.len() as u64;
            (reply.status, Box::new(io::Cursor::new(bytes)), len)
        }
        Body::Disk(path) => match File::open(path).and_then(|file| file.metadata().map(|meta| (meta.len(), file))) {
            Ok((len, file)) => (reply.status, Box::new(file.take(len)), len),
            Err(_) => (404, Box::new(io::empty()), 0),
        },
    };
    let mut head = format!("HTTP/1.1 {status} {}\r\nContent-Type: {}\r\nContent-Length: {len}\r\n", reason(status), reply.media_type);
    // A folder's own name may hold any character that a URL may; a line break is none of them.
    if let Some(location) = reply.location.filter(|location| !location.contains(['\r', '\n'])) {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    head.push_str("Cache-Control: no-store\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    if with_body {
        io::copy(&mut body, &mut stream)?;
    }
    stream.flush()
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
        _ => "Internal Server Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_answered() {
        for host in ["localhost", "localhost:4000", "127.0.0.1:4000", "[::1]:4000", "LOCALHOST", "talks.localhost:4000"] {
            assert!(is_this_computer(host), "{host}");
        }
        for host in ["evil.example", "evil.example:4000", "127.0.0.1.evil.example", "", "localhost.evil.example:80"] {
            assert!(!is_this_computer(host), "{host}");
        }
    }
}
