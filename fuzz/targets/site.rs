//! Whole sites, their themes, and what a visitor of `serve` asks for.

use super::content::tell;
use oratory::{Content, Options, Request, Site, Source, Sources, compose, understand};
use std::collections::BTreeSet;

/// Requests as browsers and others send them.
pub(super) const REQUESTS: &[&str] = &[
    "GET / HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n",
    "GET /people/%E7%8E%8B.html?a=b#c HTTP/1.1\r\nHost: localhost:4000\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\n\r\n",
    "HEAD /a/../b HTTP/1.0\r\nHost: [::1]\r\nReferer: http://[::1]/\r\nOrigin: null\r\n\r\n",
    "GET /..%2f%2e%2e/ HTTP/1.1\r\nhost: a.localhost:80\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: document\r\n\r\n",
];

/// Files of a site, each after a line `=== path`: a site with errors publishes nothing, all else
/// has a path of its own that stays in the output folder.
pub(super) fn site(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let files = text.split("=== ").filter_map(|part| part.split_once('\n'));
    let is_path = |path: &str| path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let file = |(path, text): (&str, &str)| Source {
        path: path.to_owned(),
        content: Content::Bytes(text.as_bytes().to_vec()),
    };
    let sources = Sources::new(files.filter(|(path, _)| is_path(path)).map(file).collect());
    render(&sources, &composed(&sources));
}

fn composed(sources: &Sources) -> Site<'_> {
    compose(sources, understand(sources, &Options::default())).with_search()
}

fn render(sources: &Sources, site: &Site<'_>) {
    tell(&site.diagnostics, sources);
    if site.diagnostics.has_errors() {
        return;
    }
    let mut paths = BTreeSet::new();
    for output in site.outputs() {
        let is_safe = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
        assert!(output.path.split('/').all(is_safe), "`{}` is no safe path", output.path);
        assert!(paths.insert(output.path.to_lowercase()), "`{}` is an output twice", output.path);
        // A template of the site's own may fail; that is told with its line.
        let _ = site.render(output);
    }
}

/// A theme of the site's own: `theme.toml`, its words and a template, all of the same bytes.
pub(super) fn theme(bytes: &[u8]) {
    let file = |path: &str, bytes: &[u8]| Source {
        path: path.to_owned(),
        content: Content::Bytes(bytes.to_vec()),
    };
    let which = usize::from(bytes.first().copied().unwrap_or_default()) % 3;
    let paths =
        ["themes/mine/theme.toml", "themes/mine/i18n/en.toml", "themes/mine/templates/about.html"];
    let manifest = b"name = 'mine'\nextends = 'default'\ntera = '2'\n";
    let sources = Sources::new(vec![
        file(paths[which], bytes.get(1..).unwrap_or_default()),
        file(paths[0], manifest),
        file("oratory.toml", b"title = 'T'\nbase_url = 'https://example.org'\ntheme = 'mine'\n"),
        file("content/about.en.md", b"# About\n\nHello.\n"),
    ]);
    render(&sources, &composed(&sources));
}

/// A path that is given stays in the site; what names another host, or says that it comes from
/// elsewhere, gets none.
pub(super) fn request(bytes: &[u8]) {
    let Some(request) = Request::parse(bytes) else {
        return;
    };
    match request.path() {
        Ok(path) => {
            assert!(path.split('/').all(|part| !matches!(part, "." | "..")), "{path:?}");
            assert!(
                !path.starts_with('/') && !path.contains(['\\', '\0']) && !path.contains("//"),
                "{path:?}"
            );
            let head = String::from_utf8_lossy(bytes).to_ascii_lowercase();
            // What follows the empty line is no longer the head.
            let lines: Vec<&str> =
                head.lines().skip(1).take_while(|line| !line.is_empty()).collect();
            let says = |line: &str| lines.contains(&line);
            let opens = says("sec-fetch-mode: navigate") && says("sec-fetch-dest: document");
            assert!(
                !says("host: evil.example") && (opens || !says("sec-fetch-site: cross-site")),
                "{head}"
            );
        }
        Err(refusal) => assert!(matches!(refusal.status, 403..=405), "{refusal:?}"),
    }
}
