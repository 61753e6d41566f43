//! `oratory serve` as a browser meets it: a server on a free port, asked over plain TCP.
//!
//! Nothing here sleeps: what is waited for is an event of the server, for at most [`PATIENCE`].

#![expect(clippy::disallowed_methods, reason = "a test says how long it waits")]

use crate::cli::program;
use crate::sites::folder::Folder;
use crate::sites::html::Page;
#[cfg(target_os = "linux")]
use crate::suggestions::is_ignored;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a test waits before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

const PERSON: &str = "---\nname: {en: Wang Yi, zh: 王毅}\n---\n\nWang Yi was here.\n";
const SPEECH: &str = "---\ntitle: A talk\ndate: 2026-03-14\npeople: [王毅]\n---\n\nWang Yi spoke. ![A boat](boat.svg) [Notes](notes.txt)\n";
const SITE: &[(&str, &str)] = &[
    (
        "oratory.toml",
        "title = 'Small'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n",
    ),
    ("content/people/王毅.md", PERSON),
    ("content/speeches/talk/index.en.md", SPEECH),
    ("content/speeches/talk/boat.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("content/speeches/talk/notes.txt", "a note"),
    (
        "content/speeches/2026-04-01-draft.en.md",
        "---\ntitle: Draft\ndate: 2026-04-01\ndraft: true\n---\n\nNot yet.\n",
    ),
];

/// A server that ends with the test.
pub(crate) struct Server {
    pub(crate) process: Child,
    pub(crate) host: String,
}

/// What a server answers.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// What the page says to a reader.
    pub(crate) fn said(&self) -> String {
        Page::read(&self.body).text
    }
}

impl Server {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = program(folder.path());
        command.args(["serve", "--port", "0"]).args(arguments).stderr(Stdio::null());
        Server::run(&mut command)
    }

    fn run(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("standard output"))
            .read_line(&mut line)
            .expect("a line");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let host = address.unwrap_or_else(|| panic!("no address: {line:?}")).to_owned();
        Server { process, host }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        stream
    }

    /// Sends a request as it stands; `{host}` is the server's.
    fn send(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream
            .write_all(request.replace("{host}", &self.host).as_bytes())
            .expect("the request is taken");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer in time");
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(&bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head in UTF-8");
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let headers = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Answer { status, headers, body: bytes[end + 4..].to_vec() }
    }

    /// Asks for a target with headers of its own, each with its line end.
    pub(crate) fn ask(&self, target: &str, headers: &str) -> Answer {
        let close = "Connection: close\r\n";
        self.send(&format!("GET {target} HTTP/1.1\r\nHost: {{host}}\r\n{close}{headers}\r\n"))
    }

    /// Asks for a target; what is not ASCII in it is percent-encoded, as every browser does.
    fn get(&self, target: &str) -> Answer {
        let target: String = target
            .chars()
            .map(|c| if c.is_ascii() { c.to_string() } else { encoded(&c.to_string()) })
            .collect();
        let answer = self.send(&format!("GET {target} HTTP/1.0\r\nHost: {{host}}\r\n\r\n"));
        let length = answer.header("content-length").parse::<usize>();
        assert!(length.is_err() || length == Ok(answer.body.len()), "{target}: {answer:?}");
        answer
    }

    /// Listens to the events of the server.
    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /__oratory/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.host)
            .expect("the request is taken");
        let mut events = Events { lines: BufReader::new(stream), last: String::new() };
        events.next();
        events
    }

    /// Does `change`, then waits for builds until the page at `target` is as `wanted`. Saving a
    /// file is several steps for the disk, so there may be more builds than one.
    fn until(
        &self,
        change: impl FnOnce(),
        target: &str,
        wanted: impl Fn(&Answer) -> bool,
    ) -> Answer {
        let mut events = self.events();
        let start = Instant::now();
        change();
        loop {
            let answer = self.get(target);
            if wanted(&answer) {
                return answer;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{target} did not become as wanted: {}",
                answer.text()
            );
            events.next();
        }
    }
}

/// Every byte as `%E7` (RFC 3986 §2.1).
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A stream of events (HTML §9.2).
struct Events {
    lines: BufReader<TcpStream>,
    last: String,
}

impl Events {
    /// Waits for the name of another build than the last.
    fn next(&mut self) {
        loop {
            let mut line = String::new();
            assert!(
                self.lines.read_line(&mut line).expect("an event in time") > 0,
                "the stream ended"
            );
            if let Some(build) = line.strip_prefix("data: ").filter(|build| *build != self.last) {
                self.last = build.to_owned();
                return;
            }
        }
    }
}

fn site() -> Folder {
    Folder::with(SITE.iter().copied())
}

#[test]
fn pages_folders_and_files_are_found_with_their_types() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let home = server.get("/");
    assert_eq!(
        (home.status, home.header("content-type"), home.header("cache-control")),
        (200, "text/html; charset=utf-8", "no-store")
    );
    assert!(
        home.said().contains("Small")
            && home.said().contains("A talk")
            && !home.said().contains("Draft"),
        "{}",
        home.said()
    );
    assert_eq!(home.body, server.get("/index.html?x=1").body);
    assert_eq!(server.get("/people/").said(), server.get("/people/index.html").said());
    for (target, location) in [("/people", "/people/"), ("/zh?a=b", "/zh/?a=b")] {
        let redirect = server.get(target);
        assert_eq!((redirect.status, redirect.header("location")), (302, location), "{target}");
    }
    let han = server.get("/people/%E7%8E%8B%E6%AF%85.html");
    assert!(han.status == 200 && han.said().contains("Wang Yi was here"), "{han:?}");
    assert!(server.get("/zh/people/%e7%8e%8b%e6%af%85.html").said().contains("王毅"));
    for (target, media_type) in [
        ("/assets/theme.css", "text/css; charset=utf-8"),
        ("/assets/theme.js", "text/javascript; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/speeches/talk/boat.svg", "image/svg+xml"),
        ("/speeches/talk/notes.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/feed.json", "application/json"),
        ("/mentions.csv", "text/csv; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ] {
        let answer = server.get(target);
        assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{target}");
    }
    assert_eq!(server.get("/speeches/talk/notes.txt").body, b"a note");
}

#[test]
fn what_is_served_is_what_is_built() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    assert!(program(folder.path()).args(["build", "--quiet"]).status().unwrap().success());
    let files = folder.files("public");
    assert!(files.len() > 20);
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with('.')) {
        let answer = server.get(&format!("/{}", encoded(path)));
        assert_eq!(answer.status, 200, "{path}");
        if path.ends_with(".html") {
            // A script more, and a policy that lets it run.
            let (built, served) = (Page::read(bytes), Page::read(&answer.body));
            assert_eq!(built.text, served.text, "{path}");
            assert_eq!(built.elements.len() + 1, served.elements.len(), "{path}");
            assert_eq!(served.faults, Vec::<String>::new(), "{path}");
        } else {
            assert_eq!(answer.body, *bytes, "{path}");
        }
    }
}

#[test]
fn what_is_not_there_says_so_in_the_reader_s_language() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let english = server.get("/nobody.html");
    assert!(
        english.status == 404
            && english.said().contains("No such page")
            && english.header("content-type").starts_with("text/html"),
        "{english:?}"
    );
    let chinese = server.get("/zh/people/nobody.html");
    assert!(
        chinese.status == 404
            && Page::read(&chinese.body)
                .named("html")
                .next()
                .is_some_and(|html| html.get("lang") == Some("zh")),
        "{chinese:?}"
    );
    assert_eq!(server.get("/speeches/2026-04-01-draft.html").status, 404);
    assert_eq!(
        Server::start(&folder, &["--drafts"]).get("/speeches/2026-04-01-draft.html").status,
        200
    );
}

#[test]
fn nothing_outside_the_site_can_be_asked_for() {
    let folder = site();
    let inner = Folder::new();
    folder.write("Cargo.toml", "secret = true");
    folder.write("public/secret.html", "secret");
    assert!(inner.path().exists());
    let server = Server::start(&folder, &[]);
    let targets = [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/people/../../Cargo.toml",
        "/people/%2E%2E/%2E%2E/Cargo.toml",
        "/..\\Cargo.toml",
        "/%5c..%5cCargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/%2fetc/passwd",
        "/Cargo.toml",
        "/oratory.toml",
        "/content/people/王毅.md",
        "/content/ids/a.en/ids.lock",
        "/secret.html",
        "/public/secret.html",
        "/.oratory-manifest",
        "/%00",
        "/index.html%00.txt",
        "/%zz",
        "/%E7%8E",
        "/__oratory/../Cargo.toml",
        "/__oratory/nothing",
    ];
    for target in targets {
        let answer = server.get(target);
        assert!(matches!(answer.status, 400 | 404), "{target}: {answer:?}");
        let text = answer.text();
        assert!(
            !text.contains("secret") && !text.contains("root:") && !text.contains("title = "),
            "{target}: {text}"
        );
    }
    let foreign = server.send("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n");
    assert!(foreign.status == 403 && !foreign.text().contains("A talk"), "{foreign:?}");
    for (request, status) in [
        ("POST / HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n", 405),
        ("DELETE /index.html HTTP/1.0\r\nHost: {host}\r\n\r\n", 405),
    ] {
        assert_eq!(server.send(request).status, status, "{request}");
    }
    let head = server.send("HEAD /speeches/talk/notes.txt HTTP/1.0\r\nHost: {host}\r\n\r\n");
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "6", 0));
}

#[test]
fn every_link_of_the_served_site_answers() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let mut seen = BTreeSet::new();
    let mut next = vec!["/".to_owned()];
    while let Some(target) = next.pop().filter(|_| seen.len() < 300) {
        if !seen.insert(target.clone()) {
            continue;
        }
        let answer = server.get(&target);
        assert_eq!(answer.status, 200, "{target}");
        if answer.header("content-type").starts_with("text/html") {
            let page = Page::read(&answer.body);
            let links = page
                .with("href")
                .chain(page.with("src"))
                .map(|(_, address)| address)
                .filter(|address| !address.contains(':'));
            next.extend(links.map(|address| absolute(&target, address)));
        }
    }
    assert!(
        seen.len() > 20
            && seen.contains("/assets/theme.css")
            && seen.contains("/__oratory/reload.js"),
        "{seen:?}"
    );
}

/// An address as a browser on the page `base` asks for it.
fn absolute(base: &str, address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    if address.starts_with('/') || address.is_empty() {
        return if address.is_empty() { base.to_owned() } else { address.to_owned() };
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn a_change_is_shown_and_told() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let before = server.get("/people/王毅.html").text();
    assert!(before.contains("/__oratory/reload.js"));
    let after = server.until(
        || folder.write("content/people/王毅.md", PERSON.replace("was here", "is here")),
        "/people/王毅.html",
        |page| page.said().contains("Wang Yi is here"),
    );
    assert_ne!(
        after.text().replace("is here", "was here"),
        before,
        "the page knows of which build it is"
    );
    server.until(
        || folder.write("content/places/beijing.md", "---\nname: Beijing\n---\n"),
        "/places/beijing.html",
        |page| page.status == 200,
    );
    server.until(
        || folder.remove("content/places/beijing.md"),
        "/places/beijing.html",
        |page| page.status == 404,
    );
    server.until(
        || folder.write("content/speeches/talk/notes.txt", "another note"),
        "/speeches/talk/notes.txt",
        |file| file.body == b"another note",
    );
    server.until(
        || folder.edit("oratory.toml", "'Small'", "'Large'"),
        "/",
        |page| page.said().contains("Large"),
    );
    // A folder that was not there when the server began.
    let part = "themes/default/templates/parts/footer.html";
    server.until(
        || folder.write(part, "<footer><p>Our own end</p></footer>"),
        "/",
        |page| page.said().ends_with("Our own end"),
    );
    server.until(
        || folder.write(part, "<footer><p>Another end</p></footer>"),
        "/",
        |page| page.said().ends_with("Another end"),
    );
    // The same of what templates are given.
    let data = "data/board.toml";
    let with_data = || {
        folder.write(data, "chair = 'Ann in the chair'\n");
        folder.write(part, "<footer><p>{{ data.board.chair }}</p></footer>");
    };
    server.until(with_data, "/", |page| page.said().ends_with("Ann in the chair"));
    server.until(
        || folder.write(data, "chair = 'Bo in the chair'\n"),
        "/",
        |page| page.said().ends_with("Bo in the chair"),
    );
    assert!(
        !folder.join("public").exists() && !folder.join("content/ids").exists(),
        "serving writes nothing"
    );
}

#[test]
fn mistakes_are_shown_over_the_last_good_page_until_they_are_mended() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let has_overlay = |page: &Answer| Page::read(&page.body).has_id("oratory-mistakes");
    let path = "content/people/王毅.md";
    let broken = server.until(
        || folder.write(path, PERSON.replace("name:", "nmae:")),
        "/people/王毅.html",
        has_overlay,
    );
    let said = broken.said();
    assert!(
        broken.status == 200
            && said.contains("Wang Yi was here")
            && said.contains("did you mean `name`?")
            && said.contains("content/people/王毅.md:2:1"),
        "{said}"
    );
    assert_eq!(Page::read(&broken.body).faults, Vec::<String>::new());
    assert!(has_overlay(&server.get("/")), "on every page");
    assert!(!server.get("/assets/theme.css").text().contains("oratory-mistakes"));
    let mended = server.until(
        || folder.write(path, PERSON.replace("was here", "is back")),
        "/people/王毅.html",
        |page| !has_overlay(page),
    );
    assert!(mended.said().contains("Wang Yi is back"));

    let template = "themes/default/templates/about.html";
    server.until(
        || folder.write(template, "{% extends \"base.html\" %}{% block main %}{{ view."),
        "/",
        |page| has_overlay(page) && page.said().contains("about.html"),
    );
    server.until(|| folder.remove(template), "/", |page| !has_overlay(page));
    server.until(
        || folder.write("oratory.toml", "title = "),
        "/",
        |page| has_overlay(page) && page.said().contains("bad-toml"),
    );
    server.until(|| folder.write("oratory.toml", SITE[0].1), "/", |page| !has_overlay(page));
}

#[test]
fn a_site_that_begins_with_mistakes_shows_them_and_recovers() {
    let folder = site();
    folder.write("oratory.toml", "titel = 'Small'\n");
    let server = Server::start(&folder, &[]);
    let page = server.get("/people/");
    assert!(page.status == 500 && page.said().contains("did you mean `title`?"), "{}", page.text());
    server.until(|| folder.write("oratory.toml", SITE[0].1), "/people/", |page| page.status == 200);
}

/// What the guide promises of `oratory serve --open`: a browser, this computer alone, and no end
/// before Ctrl-C.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_opened_and_the_server_goes_on_until_it_is_interrupted() {
    let folder = site();
    folder.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" > asked && mv asked opened\n");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.join("bin/xdg-open"), mode).expect("a program");
    let path = std::env::var("PATH").unwrap_or_default();

    let mut command = program(folder.path());
    command.args(["serve", "--open"]).stderr(Stdio::null());
    command.env("PATH", format!("{}:{path}", folder.join("bin").display()));
    let mut server = Server::run(&mut command);

    let port = server.host.strip_prefix("127.0.0.1:").expect("this computer").to_owned();
    let number: u16 = port.parse().expect("a port");
    assert!((4000..4100).contains(&number), "4000, or the next that is free: {port}");
    // Another address of the same computer, as any of its network is.
    assert!(TcpStream::connect(format!("127.0.0.2:{port}")).is_err(), "others are answered");

    let start = Instant::now();
    while !folder.join("opened").exists() {
        assert!(start.elapsed() < PATIENCE, "no browser was opened");
        std::thread::yield_now();
    }
    assert_eq!(folder.read("opened"), format!("http://{}/\n", server.host));
    assert!(server.get("/__/").said().contains("Draft"), "what is left to do");

    assert!(server.process.try_wait().expect("a state").is_none(), "it goes on");
    if is_ignored(2) {
        return;
    }
    let process = server.process.id().to_string();
    let done = Command::new("kill").args(["-INT", &process]).status().expect("a signal");
    assert!(done.success() && !server.process.wait().expect("it ends").success());
}

#[test]
fn a_taken_port_is_trouble() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let port = server.host.rsplit_once(':').unwrap().1;
    let second = program(folder.path()).args(["serve", "--port", port]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains(port) && second.stdout.is_empty());
}

/// A browser opens several connections at once and keeps them open: for the page, its assets, and
/// its events.
#[test]
fn connections_that_stay_open_keep_no_one_waiting() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let mut kept = Vec::new();
    for burst in 0..4 {
        let mut connections: Vec<TcpStream> = (0..8).map(|_| server.connect()).collect();
        for connection in &mut connections {
            write!(connection, "GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.host).unwrap();
        }
        for (index, mut connection) in connections.into_iter().enumerate() {
            connection.set_read_timeout(Some(PATIENCE / 3)).unwrap();
            let answered = connection.read(&mut [0; 12]);
            assert!(
                matches!(answered, Ok(12)),
                "burst {burst}, connection {index} of 8: {answered:?}"
            );
            kept.push(connection);
        }
    }
    drop(kept);
}

#[test]
fn visitors_who_ask_nothing_keep_no_one_waiting() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let idle: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    let listening: Vec<Events> = (0..10).map(|_| server.events()).collect();
    assert_eq!(server.get("/").status, 200);
    drop((idle, listening));
    server.until(
        || folder.edit("oratory.toml", "'Small'", "'Still there'"),
        "/",
        |page| page.said().contains("Still there"),
    );
}

/// What a browser says of a request that a page on another port of this computer sends, or one from
/// the net.
fn from_elsewhere() -> Vec<String> {
    let mut all = Vec::new();
    for site in ["same-site", "cross-site"] {
        for (mode, dest) in
            [("no-cors", "script"), ("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")]
        {
            all.push(format!(
                "Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n"
            ));
        }
    }
    all.extend(
        ["Origin: http://localhost:1\r\n", "Origin: null\r\n", "Referer: http://evil.example/\r\n"]
            .map(str::to_owned),
    );
    all
}

#[test]
fn a_draft_is_read_by_no_page_from_elsewhere() {
    let folder = site();
    let server = Server::start(&folder, &["--drafts"]);
    let draft = "/speeches/2026-04-01-draft.html";
    let targets = [
        draft,
        "/",
        "/search/index.js",
        "/speeches/talk/notes.txt",
        "/__oratory/events",
        "/nothing",
    ];
    for target in targets {
        for headers in from_elsewhere() {
            let answer =
                server.send(&format!("GET {target} HTTP/1.1\r\nHost: {{host}}\r\n{headers}\r\n"));
            assert!(
                answer.status == 403 && !answer.text().contains("Draft"),
                "{target}, {headers}: {answer:?}"
            );
        }
    }

    // A link in a mail opens the page; so do an address that is typed and the page's own links and
    // scripts.
    let document = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    for headers in [
        format!("Sec-Fetch-Site: cross-site\r\n{document}"),
        format!("Sec-Fetch-Site: none\r\n{document}"),
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n"
            .to_owned(),
        "Referer: http://{host}/\r\n".to_owned(),
        String::new(),
    ] {
        let answer =
            server.send(&format!("GET {draft} HTTP/1.1\r\nHost: {{host}}\r\n{headers}\r\n"));
        assert!(
            answer.status == 200 && answer.text().contains("Not yet."),
            "{headers}: {answer:?}"
        );
    }
}

#[test]
fn every_answer_says_that_it_is_for_this_server_s_pages_alone() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let standing = [
        ("cross-origin-resource-policy", "same-origin"),
        ("content-security-policy", "frame-ancestors 'self'"),
        ("x-frame-options", "SAMEORIGIN"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cache-control", "no-store"),
    ];
    for (target, status) in [
        ("/", 200),
        ("/search/index.js", 200),
        ("/speeches/talk/boat.svg", 200),
        ("/__oratory/reload.js", 200),
        ("/people", 302),
        ("/nobody.html", 404),
        ("/%", 404),
    ] {
        let answer = server.get(target);
        assert_eq!(answer.status, status, "{target}");
        for (name, value) in standing {
            assert_eq!(answer.header(name), value, "{target}: {name}");
        }
    }
    for request in [
        "POST / HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "nonsense\r\n\r\n",
    ] {
        assert_eq!(
            server.send(request).header("cross-origin-resource-policy"),
            "same-origin",
            "{request}"
        );
    }

    let mut events = server.connect();
    write!(events, "GET /__oratory/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.host)
        .expect("the request is taken");
    let head: Vec<String> = BufReader::new(events)
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    assert!(head.contains(&"Cross-Origin-Resource-Policy: same-origin".to_owned()), "{head:?}");
}

/// More visitors than descriptors: the program says so and waits, and serves who is left when the
/// others have gone.
#[cfg(unix)]
#[test]
fn visitors_without_descriptors_wait_and_are_served_later() {
    let folder = site();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 40; exec \"$0\" serve --port 0", env!("CARGO_BIN_EXE_oratory")]);
    command.current_dir(folder.path()).stdin(Stdio::null()).stderr(Stdio::piped());
    let mut server = Server::run(&mut command);
    let mut said = BufReader::new(server.process.stderr.take().expect("standard error"))
        .lines()
        .map_while(Result::ok);

    let idle: Vec<TcpStream> = (0..60).map(|_| server.connect()).collect();
    assert!(
        said.any(|line| line.contains("visitors have to wait")),
        "the program does not say that visitors wait"
    );
    drop(idle);
    for target in ["/", "/speeches/talk/notes.txt", "/search/index.js"] {
        assert_eq!(server.get(target).status, 200, "{target}");
    }
}

/// However many come, only so many are met at once; the next is met when one leaves.
#[cfg(target_os = "linux")]
#[test]
fn visitors_take_no_more_threads_than_there_are_places() {
    let folder = site();
    let server = Server::start(&folder, &[]);
    let tasks = format!("/proc/{}/task", server.process.id());
    let n_threads = || std::fs::read_dir(&tasks).expect("the threads of the server").count();
    // A thread gives its place back before it ends, so there may be more for a moment.
    let are_at_most = |most: usize| {
        let start = Instant::now();
        while n_threads() > most {
            assert!(
                start.elapsed() < PATIENCE,
                "{} threads, at most {most} are expected",
                n_threads()
            );
            std::thread::yield_now();
        }
    };
    // The threads that render are there once something was rendered.
    assert_eq!(server.get("/").status, 200);
    let n_before = n_threads();

    let idle: Vec<TcpStream> = (0..120).map(|_| server.connect()).collect();
    let listening: Vec<TcpStream> = (0..120).map(|_| server.connect()).collect();
    are_at_most(n_before + 64);
    drop(idle);
    for mut stream in &listening {
        write!(stream, "GET /__oratory/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.host)
            .expect("the request is taken");
    }
    assert_eq!(server.get("/").status, 200);
    are_at_most(n_before + 64);
}
