//! What `deploy/` has for servers, tried on the servers: a site in a folder of a host, as readers
//! meet it.
//!
//! Each test needs its server installed and starts one of its own, on a free port.

#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "a test writes configurations and waits for servers"
)]

use crate::cli::{ended, run};
use crate::hosting::Server;
use crate::sites::folder::Folder;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The module by which nginx sends Brotli copies, of Debian's libnginx-mod-http-brotli-static.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// A published site with an old address, with a recording of 300 bytes and a picture.
fn published() -> Folder {
    let folder = Folder::new();
    ended(run(&folder, &["init", "site"]), 0);
    folder.edit(
        "site/content/speeches/2026-03-14-opening.en.md",
        "date: 2026-03-14",
        "date: 2026-03-14\nredirects: [/old/opening.html, /old/opening/]",
    );
    let config = folder.read("site/oratory.toml");
    folder.write("site/oratory.toml", config + "\n[export]\nalso = [\"json-ld\"]\n");
    folder.write(
        "site/content/speeches/2026-06-01-sound/index.en.md",
        "---\ntitle: Sound\ndate: 2026-06-01\n---\n\n[Listen](talk.mp3)\n",
    );
    folder.write("site/content/speeches/2026-06-01-sound/talk.mp3", [7; 300]);
    folder.write("site/content/speeches/2026-06-01-sound/boat.png", [7; 300]);
    let base = ["--base-url", "https://example.org/talks"];
    ended(run(&folder, &[&["-C", "site", "build", "--compress"], &base[..]].concat()), 0);
    folder
}

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
    std::fs::read_to_string(path).expect("a file of deploy/")
}

/// Starts a server that will listen on `port`, and waits until it does.
fn started(command: &mut Command, port: u16) -> Server {
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let host = format!("127.0.0.1:{port}");
    let server = Server { process, host: host.clone() };
    let start = Instant::now();
    while TcpStream::connect(&host).is_err() {
        assert!(start.elapsed() < Duration::from_secs(20), "nobody listens at {host}");
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// What a server says of the type of each file, by the site's own `_headers`; where two are in use,
/// both.
fn types_of_data(folder: &Folder) -> Vec<(String, String)> {
    let text = folder.read("site/public/_headers");
    let lines: Vec<&str> = text.lines().collect();
    let mut types = Vec::new();
    for pair in lines.windows(2) {
        if let Some(media_type) = pair[1].strip_prefix("  Content-Type: ") {
            types.push((pair[0].to_owned(), media_type.to_owned()));
        }
    }
    assert!(types.len() > 20, "{text}");
    types
}

/// What holds of every server, whatever it is.
fn check(server: &Server, folder: &Folder) {
    for (target, media_type) in types_of_data(folder) {
        let answer = server.ask(&target, "");
        let said = answer.header("content-type");
        let is_xml = media_type == "application/xml" && said.starts_with("text/xml");
        assert!(answer.status == 200 && (said == media_type || is_xml), "{target}: {said}");
    }
    let speech = "/talks/speeches/2026-03-14-opening";
    let types = [
        ("/talks/", "text/html; charset=utf-8"),
        ("/talks/zh/index.html", "text/html; charset=utf-8"),
        ("/talks/assets/theme.css", "text/css; charset=utf-8"),
        ("/talks/mentions.csv", "text/csv; charset=utf-8"),
        ("/talks/mentions.jsonl", "application/jsonl; charset=utf-8"),
        ("/talks/robots.txt", "text/plain; charset=utf-8"),
        (&format!("{speech}.md"), "text/markdown; charset=utf-8"),
        (&format!("{speech}.bib"), "application/x-bibtex; charset=utf-8"),
        (&format!("{speech}.ris"), "application/x-research-info-systems; charset=utf-8"),
        (&format!("{speech}.jsonld"), "application/ld+json"),
    ];
    for (target, media_type) in types {
        let answer = server.ask(target, "");
        assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{target}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{target}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{target}");
        let policy = answer.header("content-security-policy");
        assert_eq!(policy, "frame-ancestors 'self'", "{target}");
        let referrer = answer.header("referrer-policy");
        assert_eq!(referrer, "strict-origin-when-cross-origin", "{target}");
    }

    let missing = server.ask("/talks/nothing.html", "");
    assert!(missing.status == 404 && missing.said().contains("No such page"), "{missing:?}");
    let chinese = server.ask("/talks/zh/nothing.html", "");
    assert!(chinese.status == 404 && chinese.text().contains("lang=zh"), "{chinese:?}");
    // What is hidden, and folders that have no page.
    for target in ["/talks/.oratory-manifest", "/talks/assets/", "/talks/data/"] {
        let none = server.ask(target, "");
        assert!(none.status == 404 && none.said().contains("No such page"), "{target}: {none:?}");
    }
    let root = server.ask("/talks", "");
    assert!(root.status == 301 && root.header("location") == "/talks/", "{root:?}");

    let home = server.ask("/talks/", "");
    let known = format!("If-None-Match: {}\r\n", home.header("etag"));
    assert_eq!(server.ask("/talks/", &known).status, 304);

    let recording = "/talks/speeches/2026-06-01-sound/talk.mp3";
    let part = server.ask(recording, "Range: bytes=100-199\r\n");
    assert_eq!((part.status, part.body.len()), (206, 100), "{part:?}");
    assert_eq!(part.header("content-range"), "bytes 100-199/300");
    assert_eq!(part.header("cache-control"), "public, max-age=86400");

    let picture = server.ask("/talks/speeches/2026-06-01-sound/boat.png", "");
    assert_eq!(picture.header("content-type"), "image/png", "{picture:?}");
    assert_eq!(picture.header("cache-control"), "public, max-age=86400");

    let packed = server.ask("/talks/", "Accept-Encoding: gzip\r\n");
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.body.len() < home.body.len() / 2 && packed.header("vary") == "Accept-Encoding");
    if cfg!(feature = "brotli") {
        let smaller = server.ask("/talks/", "Accept-Encoding: gzip, br\r\n");
        assert_eq!(smaller.header("content-encoding"), "br");
        assert!(smaller.body.len() < packed.body.len());
    }
}

#[test]
#[ignore = "needs nginx and its Brotli module (Debian: nginx-light, libnginx-mod-http-brotli-static)"]
fn nginx_serves_the_site_as_the_guide_says() {
    let folder = published();
    let port = free_port();
    let public = folder.join("site/public");
    let site = shipped("nginx.conf")
        .replace("/srv/talks/public", public.to_str().expect("a path in UTF-8"))
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("# brotli_static on;", "brotli_static on;");
    folder.write("talks.conf", site);
    // Started by root it would else become a user that may not look into the folder of the test.
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout == b"0\n");
    let user = if is_root { "user root;\n" } else { "" };
    // One process: workers would outlive a master that is ended with the test.
    let all = format!(
        "load_module {BROTLI};\n{user}daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log;\n\
         events {{}}\nhttp {{\n access_log off;\n client_body_temp_path body;\n proxy_temp_path proxy;\n \
         fastcgi_temp_path fastcgi;\n uwsgi_temp_path uwsgi;\n scgi_temp_path scgi;\n include talks.conf;\n}}\n"
    );
    folder.write("nginx.conf", all);

    let mut nginx = Command::new("/usr/sbin/nginx");
    nginx.args(["-e", "error.log", "-c"]).arg(folder.join("nginx.conf"));
    nginx.arg("-p").arg(folder.path()).current_dir(folder.path());
    let server = started(&mut nginx, port);
    check(&server, &folder);

    for target in
        ["/talks/old/opening.html", "/talks/old/opening/", "/talks/old/opening/index.html"]
    {
        let old = server.ask(target, "");
        assert_eq!(
            (old.status, old.header("location")),
            (301, "/talks/speeches/2026-03-14-opening.html"),
            "{target}: {}",
            folder.read("error.log")
        );
    }
}

#[test]
#[ignore = "needs Caddy (Debian: caddy)"]
fn caddy_serves_the_site_as_the_guide_says() {
    let folder = published();
    let port = free_port();
    let public = folder.join("site/public");
    let site = shipped("Caddyfile")
        .replace("/srv/talks/public", public.to_str().expect("a path in UTF-8"))
        .replace("\nexample.org {", &format!("\nhttp://127.0.0.1:{port} {{"));
    folder.write("Caddyfile", format!("{{\n\tadmin off\n\tauto_https off\n}}\n{site}"));

    let mut caddy = Command::new("caddy");
    caddy.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    caddy.env("HOME", folder.path()).env("XDG_DATA_HOME", folder.path());
    let server = started(&mut caddy, port);
    check(&server, &folder);

    // The page there leads on.
    for target in ["/talks/old/opening.html", "/talks/old/opening/"] {
        let old = server.ask(target, "");
        assert!(old.status == 200 && old.text().contains("2026-03-14-opening.html"), "{old:?}");
    }
}

#[test]
#[ignore = "needs the command `aws` and a server that speaks S3 (PyPI: awscli, moto[server])"]
fn s3_holds_the_site_as_the_guide_says() {
    let folder = published();
    let port = free_port();
    let mut moto = Command::new("moto_server");
    moto.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
    let server = started(&mut moto, port);

    let command = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder.join("site"));
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            command.env(name, "test");
        }
        command.env("AWS_DEFAULT_REGION", "us-east-1").env("HOME", folder.path());
        command.env("AWS_ENDPOINT_URL", format!("http://{}", server.host));
        let done = command.output().expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(done.status.success(), "{arguments:?}: {}", text(&done.stderr));
        text(&done.stdout)
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/s3.sh");
    let upload = || command("sh", &[script.to_str().expect("UTF-8"), "s3://bucket/talks"]);
    command("aws", &["s3", "mb", "s3://bucket"]);
    upload();

    let head = |key: &str| {
        let object = ["s3api", "head-object", "--bucket", "bucket", "--key", key];
        let shown = ["--query", "[ContentType,CacheControl]", "--output", "text"];
        command("aws", &[&object[..], &shown[..]].concat()).trim().replace('\t', " | ")
    };
    assert_eq!(head("talks/zh/index.html"), "text/html; charset=utf-8 | no-cache");
    assert_eq!(head("talks/data/mentions.jsonl"), "application/jsonl; charset=utf-8 | no-cache");
    let recording = "talks/speeches/2026-06-01-sound/talk.mp3";
    assert_eq!(head(recording), "audio/mpeg | public, max-age=86400");

    // Over HTTP, as a CDN in front of the bucket asks.
    let get = |path: &str, headers: &str| {
        let signed = command("aws", &["s3", "presign", &format!("s3://bucket/talks/{path}")]);
        server.ask(signed.trim().trim_start_matches(&format!("http://{}", server.host)), headers)
    };
    let home = get("index.html", "");
    assert_eq!((home.status, home.header("content-type")), (200, "text/html; charset=utf-8"));
    let part = get("speeches/2026-06-01-sound/talk.mp3", "Range: bytes=100-199\r\n");
    assert_eq!((part.status, part.body.len()), (206, 100), "{part:?}");
    assert_eq!(part.header("content-range"), "bytes 100-199/300");
    assert_eq!(get("nothing.html", "").status, 404);
    // An old address is a page there that leads on, with its ¶ (tests/browser/checks/28-old-address.mjs).
    for path in ["old/opening.html", "old/opening/index.html"] {
        let old = get(path, "");
        assert!(old.status == 200 && old.text().contains("2026-03-14-opening.html"), "{old:?}");
    }
    assert_eq!(get("assets/redirect.js", "").status, 200);
    // What a folder shows, and what is shown for what is missing, is for the bucket to say.
    let pages = ["--index-document", "index.html", "--error-document", "talks/404.html"];
    command("aws", &[&["s3", "website", "s3://bucket"], &pages[..]].concat());
    let told = command("aws", &["s3api", "get-bucket-website", "--bucket", "bucket"]);
    assert!(told.contains("\"index.html\"") && told.contains("\"talks/404.html\""), "{told}");
    assert!(get("404.html", "").said().contains("No such page"));

    // Every file but those that are of no use there, and none that is gone.
    let is_left_out = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        [".gz", ".br"].iter().any(|ending| name.ends_with(ending))
            || ["_headers", "_redirects", "redirects.map", ".nojekyll"].contains(&name)
            || name.starts_with(".oratory")
    };
    let listed = || -> Vec<String> {
        let lines = command("aws", &["s3", "ls", "--recursive", "s3://bucket/talks/"]);
        let key = |line: &str| line.rsplit(" talks/").next().unwrap_or_default().to_owned();
        lines.lines().map(key).collect()
    };
    let built = || -> Vec<String> {
        let files = folder.files("site/public").into_keys();
        files.filter(|path| !is_left_out(path)).collect()
    };
    assert_eq!(listed(), built());

    folder.edit(
        "site/content/speeches/2026-03-14-opening.en.md",
        "redirects: [/old/opening.html, /old/opening/]",
        "",
    );
    ended(run(&folder, &["-C", "site", "build", "--compress"]), 0);
    upload();
    assert_eq!(listed(), built());
    assert!(!listed().contains(&"old/opening.html".to_owned()));
}

#[test]
fn the_scripts_for_servers_name_every_type_of_text_that_is_published() {
    let folder = published();
    let (upload, caddy, nginx) = (shipped("s3.sh"), shipped("Caddyfile"), shipped("nginx.conf"));
    // Pages after what they show, and what is gone is removed after them.
    let commands: Vec<&str> = upload
        .lines()
        .filter(|line| line.starts_with("upload ") || line.starts_with("aws "))
        .collect();
    let [.., pages, removal] = commands[..] else { panic!("{upload}") };
    assert!(pages.ends_with("'*.html'") && removal.contains("--delete"), "{upload}");
    assert_eq!(upload.matches("--delete").count(), 1, "{upload}");

    for path in folder.files("site/public").into_keys() {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let is_left_out = ["gz", "br", "map"].contains(&ending) || !path.contains('.');
        let is_hidden = path.starts_with('.') || path.starts_with('_');
        // The last two are what is neither text nor without a charset.
        let is_guessed = ["mp3", "png"].contains(&ending);
        assert!(
            is_left_out || is_hidden || is_guessed || upload.contains(&format!("'*.{ending}'")),
            "{path}"
        );

        // What the usual lists of types have, on every machine.
        let usual = ["css", "html", "js", "json", "mp3", "png", "svg", "txt", "xml"];
        if !is_left_out && !is_hidden && !usual.contains(&ending) {
            assert!(caddy.contains(&format!("*.{ending}\n")), "Caddyfile: {path}");
            assert!(nginx.contains(&format!(" {ending};\n")), "nginx.conf: {path}");
        }
    }
}
