//! Connections → answers, from what the preview shows.
//!
//! One thread and one answer for each connection. So a browser that opens eight at once and leaves
//! five of them silent keeps nobody waiting, as it would with a small pool of threads.
//!
//! **Invariant:** every answer says that only pages of this server may embed it, fetch it or show
//! it in a frame.

use super::build::{Answer, Body};
use super::connections::{Connection, accept_all};
use super::inject::{Made, Mistakes, OWN_FILES, OWN_FOLDER, mistakes_alone, page};
use super::preview::{COMMON_HEADERS, Preview, Snapshot};
use super::ranges::Part;
use super::request::{Refusal, Request};
use super::{Observer, ServeError};
use crate::base::sources::media_types;
use crate::cli::language::Language;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// The most bytes that a request's head may have. Browsers send about one kilobyte, and other
/// servers refuse more than eight or sixteen.
const MAX_HEAD_BYTES: usize = 16 << 10;

/// Starts to answer requests, in threads of their own.
pub(super) fn start(
    listener: TcpListener,
    preview: &Arc<Preview>,
    observer: &Arc<dyn Observer>,
    root: &Path,
) -> Result<(), ServeError> {
    let preview = Arc::clone(preview);
    let observer = Arc::clone(observer);
    let language = observer.language();
    let answer = move |client| handle(client, &preview, language);
    let accept = move || accept_all(&listener, &*observer, answer);

    let thread = thread::Builder::new().name("accept".to_owned()).spawn(accept);
    match thread {
        Ok(_) => Ok(()),
        Err(source) => Err(ServeError::Thread { path: root.to_owned(), source }),
    }
}

/// Reads the request of a connection, and answers it. A client that goes away does no harm.
fn handle(mut client: Connection, preview: &Preview, language: Language) {
    let Ok(head) = read_head(&mut client) else {
        return;
    };
    let _ = match Request::parse(&head) {
        Some(request) => answer(client, &request, preview, language),
        None => send(client, true, None, Reply::text(400, language.word("this is not a request"))),
    };
}

/// The bytes up to the empty line that ends a request's head.
fn read_head(client: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(1 << 10);
    let mut chunk = [0; 1 << 10];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let n = client.read(&mut chunk)?;
        if n == 0 || head.len() + n > MAX_HEAD_BYTES {
            return Err(ErrorKind::InvalidData.into());
        }
        head.extend_from_slice(&chunk[..n]);
    }
    Ok(head)
}

fn answer(
    client: Connection,
    request: &Request,
    preview: &Preview,
    language: Language,
) -> io::Result<()> {
    let path = match request.path() {
        Ok(path) => path,
        Err(Refusal { status, reason }) => {
            let reply = Reply::text(status, language.word(reason));
            return send(client, request.wants_body(), None, reply);
        }
    };

    let reply = match path.strip_prefix(OWN_FOLDER) {
        Some("events") => {
            preview.subscribe(Box::new(client.into_stream()?));
            return Ok(());
        }
        Some(name) => own_file(name, language),
        None => site_file(&preview.snapshot(), path, request.target(), language),
    };
    send(client, request.wants_body(), request.part(), reply)
}

/// An answer to a request.
struct Reply {
    status: u16,
    media_type: &'static str,
    /// Where the client is redirected to.
    location: Option<String>,
    body: Body,
}

impl Reply {
    fn new(status: u16, media_type: &'static str, body: Body) -> Self {
        Reply { status, media_type, location: None, body }
    }

    /// A line of text.
    fn text(status: u16, text: &str) -> Self {
        let body = Body::Bytes(format!("{text}\n").into_bytes());
        Reply::new(status, "text/plain; charset=utf-8", body)
    }

    /// A page that shows nothing but `mistakes`.
    fn mistakes(mistakes: &Mistakes, made: &Made) -> Self {
        let body = Body::Bytes(mistakes_alone(mistakes, made));
        Reply::new(500, media_types::of("html"), body)
    }
}

/// The answer to a request for a file of the server's own.
fn own_file(name: &str, language: Language) -> Reply {
    match OWN_FILES.iter().find(|file| file.name == name) {
        Some(file) => {
            let body = Body::Bytes(file.text.as_bytes().to_vec());
            Reply::new(200, media_types::of(file.name), body)
        }
        None => Reply::text(404, language.word("there is no such address")),
    }
}

/// The answer to a request for a file of the site, at `path`, which the request has as `target`.
fn site_file(snapshot: &Snapshot, path: String, target: &str, language: Language) -> Reply {
    let made = snapshot.made();
    let mistakes = snapshot.mistakes.as_ref();

    match snapshot.ask(path) {
        Some(Answer::File { path, is_found, body }) => {
            let status = if is_found { 200 } else { 404 };
            let media_type = media_types::of(&path);
            let body = match body {
                Body::Bytes(html) if media_type.starts_with("text/html") => {
                    Body::Bytes(page(html, &made, mistakes))
                }
                other => other,
            };
            Reply::new(status, media_type, body)
        }
        Some(Answer::Folder) => redirect_to_folder(target),
        Some(Answer::Nothing) => Reply::text(404, language.word("there is no such page")),
        Some(Answer::Mistakes(mistakes)) => Reply::mistakes(&mistakes, &made),
        // There was no site without mistakes yet, or the thread of the site has panicked.
        None => {
            let panicked = || {
                Mistakes {
                text: language
                    .word("the program failed while it made this page; this is a mistake of the program's own")
                    .to_owned(),
                language,
            }
            };
            let mistakes = mistakes.cloned().unwrap_or_else(panicked);
            Reply::mistakes(&mistakes, &made)
        }
    }
}

/// Sends the client to the same target with a `/` after its path.
fn redirect_to_folder(target: &str) -> Reply {
    let location = match target.split_once('?') {
        Some((path, query)) => format!("{path}/?{query}"),
        None => format!("{target}/"),
    };
    Reply { location: Some(location), ..Reply::text(302, "") }
}

fn send(
    mut client: Connection,
    with_body: bool,
    part: Option<Part>,
    reply: Reply,
) -> io::Result<()> {
    let part = part.filter(|_| reply.status == 200);
    let Stream { status, length, place, bytes } = Stream::of(reply.body, reply.status, part);
    let phrase = reason_phrase(status);
    let media_type = reply.media_type;

    let mut head = format!(
        "HTTP/1.1 {status} {phrase}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n"
    );
    if let Some(place) = place {
        head.push_str(&format!("Content-Range: bytes {place}\r\n"));
    }
    // A target may hold any character that a URL may, but a line break would begin another header.
    if let Some(location) = reply.location
        && !location.contains(['\r', '\n'])
    {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    head.push_str(COMMON_HEADERS);

    if with_body { client.send(&head, bytes) } else { client.send(&head, io::empty()) }
}

/// A body that is ready to be sent.
struct Stream {
    status: u16,
    length: u64,
    /// Where in its file a part is, as `Content-Range` says it: `100-199/4096`.
    place: Option<String>,
    bytes: Box<dyn Read>,
}

impl Stream {
    /// Opens a body. `status` is that of the answer, unless the body cannot be opened, or a part of a
    /// file is asked for.
    fn of(body: Body, status: u16, part: Option<Part>) -> Self {
        let path = match body {
            Body::Bytes(bytes) => {
                let length = bytes.len() as u64;
                let bytes = Box::new(io::Cursor::new(bytes));
                return Stream { status, length, place: None, bytes };
            }
            Body::Disk(path) => path,
        };

        let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let opened = opened.and_then(|(length, file)| match part {
            Some(part) => Stream::of_part(file, length, part),
            // A file that grows while it is sent must not exceed the length that was announced.
            None => Ok(Stream { status, length, place: None, bytes: Box::new(file.take(length)) }),
        });
        opened.unwrap_or_else(|error| Stream::empty(status_without_file(&error), None))
    }

    fn of_part(mut file: File, length: u64, part: Part) -> io::Result<Self> {
        let Some(range) = part.of(length) else {
            return Ok(Stream::empty(416, Some(format!("*/{length}"))));
        };
        file.seek(SeekFrom::Start(range.start))?;
        let n_bytes = range.end - range.start;
        Ok(Stream {
            status: 206,
            length: n_bytes,
            place: Some(format!("{}-{}/{length}", range.start, range.end - 1)),
            bytes: Box::new(file.take(n_bytes)),
        })
    }

    fn empty(status: u16, place: Option<String>) -> Self {
        Stream { status, length: 0, place, bytes: Box::new(io::empty()) }
    }
}

/// The status where a file of the site cannot be opened. "Not found" is said only of one that is
/// gone: where descriptors have run out the file is there, and can be had again later.
fn status_without_file(error: &io::Error) -> u16 {
    if error.kind() == ErrorKind::NotFound { 404 } else { 503 }
}

/// The words for a status (RFC 9110 §15).
fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
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
