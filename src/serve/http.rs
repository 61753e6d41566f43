//! Requests → answers from the desk. The only file that names `tiny_http`.
//!
//! **Invariant:** a request that names another host than this computer is refused, so that no page from elsewhere can read drafts by
//! giving its own name to this address.

use super::address::path_of;
use super::desk::{Desk, Shown};
use super::edition::{Answer, Body};
use super::{ServeError, USUAL_PORT, inject, media_types};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

/// How many requests are answered side by side.
const WORKERS: usize = 4;

/// How many ports are tried where none is asked for.
const TRIES: u16 = 100;

/// Listens on the loopback address; returns the address for people, too.
pub(super) fn listen(port: Option<u16>) -> Result<(Server, String), ServeError> {
    let listener = match port {
        Some(port) => bind(port)?,
        None => first_free()?,
    };
    let port = listener.local_addr().map_or(port.unwrap_or(USUAL_PORT), |address| address.port());
    let server = Server::from_listener(listener, None).map_err(|error| ServeError::Server { port, reason: error.to_string() })?;
    Ok((server, format!("http://127.0.0.1:{port}/")))
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
pub(super) fn answer(server: Server, desk: &Arc<Desk>, root: &Path) -> Result<(), ServeError> {
    let server = Arc::new(server);
    for _ in 0..WORKERS {
        let (server, desk) = (Arc::clone(&server), Arc::clone(desk));
        let work = move || {
            while let Ok(request) = server.recv() {
                respond(request, &desk);
            }
        };
        thread::Builder::new()
            .name("answers".to_owned())
            .spawn(work)
            .map_err(|source| ServeError::Thread { path: root.to_owned(), source })?;
    }
    Ok(())
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

fn respond(request: Request, desk: &Desk) {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return send(request, Reply::text(405, "only GET and HEAD are answered\n"));
    }
    let host = request.headers().iter().find(|header| header.field.equiv("Host")).map(|header| header.value.as_str());
    if !host.is_none_or(is_this_computer) {
        return send(request, Reply::text(403, "this server answers under the names of this computer only\n"));
    }
    let Some(path) = path_of(request.url()) else {
        return send(request, Reply::text(404, "there is no such address\n"));
    };
    match path.strip_prefix(inject::OWN) {
        Some("events") => desk.listen(request.into_writer()),
        Some(name) => send(request, own(name)),
        None => {
            let reply = reply(&desk.shown(), path, request.url());
            send(request, reply);
        }
    }
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

fn send(request: Request, reply: Reply) {
    let headers: Vec<Header> =
        [("Content-Type", Some(reply.media_type)), ("Cache-Control", Some("no-store")), ("Location", reply.location.as_deref())]
            .into_iter()
            .filter_map(|(name, value)| Header::from_bytes(name, value?).ok())
            .collect();
    let (status, body, len) = match reply.body {
        Body::Bytes(bytes) => {
            let len = bytes.len();
            (reply.status, Box::new(std::io::Cursor::new(bytes)) as Box<dyn Read + Send>, Some(len))
        }
        Body::Disk(path) => match File::open(path) {
            Ok(file) => {
                let len = file.metadata().ok().and_then(|meta| usize::try_from(meta.len()).ok());
                (reply.status, Box::new(file) as Box<dyn Read + Send>, len)
            }
            Err(_) => (404, Box::new(std::io::empty()) as Box<dyn Read + Send>, Some(0)),
        },
    };
    // A browser that has gone on to another page is no trouble.
    let _ = request.respond(Response::new(StatusCode(status), headers, body, len, None));
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
