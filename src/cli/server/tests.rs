//! The server as a browser meets it.

use super::*;
use crate::disk::load::scratch::Scratch;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Passes on the address at which a server listens.
struct AddressObserver(Sender<String>);

impl Observer for AddressObserver {
    fn notify(&self, event: Event<'_>) {
        if let Event::Listening { address } = event {
            let _ = self.0.send(address.to_owned());
        }
    }

    fn describe(&self, diagnostics: &Diagnostics, _sources: &Sources) -> String {
        diagnostics.iter().map(|diagnostic| format!("<{}>\n", diagnostic.message)).collect()
    }
}

fn start(site: &Scratch) -> String {
    let (listening, heard) = channel();
    let root = site.path().to_owned();
    let observer: Arc<dyn Observer> = Arc::new(AddressObserver(listening));
    std::thread::spawn(move || serve(&root, &Options::default(), Some(0), &observer));

    let address = heard.recv_timeout(Duration::from_secs(60)).unwrap();
    address.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

fn request(host: &str, line: &str) -> String {
    request_with(host, line, "")
}

/// The answer to a request with these headers, each with its line end.
fn request_with(host: &str, line: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(stream, "{line} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n")
        .unwrap();

    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The next `data:` line of a stream of events.
fn next_build(events: &mut impl BufRead) -> String {
    let mut line = String::new();
    while !line.starts_with("data:") {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
    }
    line
}

const PERSON: &str = "---\nname: Ann\n---\n\nAnn was here. [A note](../speeches/a/b.txt)\n";

#[test]
fn pages_are_shown_and_follow_every_change() {
    let site = Scratch::with(&[
        ("oratory.toml", "title = 'Small'\n"),
        ("content/people/ann.md", PERSON),
        ("content/speeches/a/b.txt", "a note"),
    ]);
    let host = start(&site);

    let page = request(&host, "GET /people/ann.html");
    assert!(
        page.starts_with("HTTP/1.1 200")
            && page.contains("text/html; charset=utf-8")
            && page.contains("Ann was here"),
        "{page}"
    );
    assert!(page.contains("/__oratory/reload.js") && page.contains("connect-src 'self'"), "{page}");
    assert!(request(&host, "GET /").contains("200 OK"));
    assert!(request(&host, "GET /people?x=1").contains("Location: /people/?x=1"));
    assert!(request(&host, "GET /nobody.html").starts_with("HTTP/1.1 404"));
    assert!(request(&host, "GET /../../../etc/passwd").starts_with("HTTP/1.1 404"));
    assert!(request(&host, "GET /__oratory/reload.js").contains("EventSource"));
    assert!(request(&host, "GET /__/").contains("Named in no speech"));
    assert!(request(&host, "POST /").starts_with("HTTP/1.1 405"));

    let head = request(&host, "HEAD /speeches/a/b.txt");
    assert!(
        head.starts_with("HTTP/1.1 200")
            && head.contains("Content-Length: 6")
            && !head.contains("a note"),
        "{head}"
    );
    assert!(request(&host, "GET /speeches/a/b.txt").ends_with("a note"));

    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(stream, "GET /__oratory/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut events = BufReader::new(stream);
    let first = next_build(&mut events);

    // What changes nothing is no build.
    site.write("content/people/ann.md", PERSON);
    std::thread::sleep(Duration::from_millis(300));
    site.write("content/people/ann.md", PERSON.replace("was", "is"));
    let second = next_build(&mut events);
    let number = |build: &str| build.trim().rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(number(&second), number(&first) + 1);
    assert!(request(&host, "GET /people/ann.html").contains("Ann is here"));

    site.write("content/people/ann.md", "---\nname: [\n---\n");
    next_build(&mut events);
    let page = request(&host, "GET /people/ann.html");
    assert!(
        page.contains("Ann is here") && page.contains("oratory-mistakes") && page.contains("&lt;"),
        "{page}"
    );

    site.write("content/people/ann.md", PERSON);
    next_build(&mut events);
    assert!(!request(&host, "GET /people/ann.html").contains("oratory-mistakes"));

    // What is copied and not read may be another, although all that is read is the same.
    site.write("content/speeches/a/b.txt", "another");
    assert!(next_build(&mut events).ends_with(" all\n"));

    // A player asks for the part of a recording that it is to play.
    let part = request_with(&host, "GET /speeches/a/b.txt", "Range: bytes=2-4\r\n");
    assert!(part.starts_with("HTTP/1.1 206 ") && part.ends_with("\r\n\r\noth"), "{part}");
    assert!(part.contains("Content-Length: 3\r\nContent-Range: bytes 2-4/7\r\n"), "{part}");
    let none = request_with(&host, "GET /speeches/a/b.txt", "Range: bytes=7-\r\n");
    assert!(none.starts_with("HTTP/1.1 416 ") && none.contains("bytes */7"), "{none}");

    // A folder that was not there at the start is followed, too.
    site.write("themes/mine/theme.toml", "name = 'mine'\n");
    next_build(&mut events);
    site.write("themes/mine/theme.toml", "name = 'mine'\ndescription = 'x'\n");
    next_build(&mut events);
}

#[test]
fn a_site_that_never_was_without_mistakes_shows_them() {
    let site = Scratch::with(&[("oratory.toml", "titel = 'Small'\n")]);
    let host = start(&site);
    let page = request(&host, "GET /");
    assert!(
        page.starts_with("HTTP/1.1 500")
            && page.contains("oratory-mistakes")
            && page.contains("titel"),
        "{page}"
    );
}

#[test]
fn another_host_s_name_is_refused_and_a_taken_port_is_named() {
    let site = Scratch::with(&[("oratory.toml", "title = 'Small'\n")]);
    let host = start(&site);

    let mut stream = TcpStream::connect(&host).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");

    let port = host.rsplit_once(':').unwrap().1.parse().unwrap();
    assert!(matches!(connections::listen(Some(port)), Err(ServeError::Port { .. })));
}
