//! Only what is meant is published, and each page tells browsers to fetch nothing from elsewhere.

use super::links::Website;
use super::{none_of, website};
use crate::project::compile;
use oratory::{Content, Options, Source, Sources, Work, embedded_names, load};
use std::path::Path;

/// A site of texts, and of files that are no texts.
fn sources(texts: &[(&str, &str)], media: &[&str]) -> Sources {
    let texts = texts.iter().map(|(path, text)| Source {
        path: (*path).to_owned(),
        content: Content::Bytes(text.as_bytes().to_vec()),
    });
    let media =
        media.iter().map(|path| Source { path: (*path).to_owned(), content: Content::Media });
    Sources::new(texts.chain(media).collect())
}

/// The files that a site copies.
fn copied(sources: &Sources, options: &Options) -> Vec<String> {
    let site = compile(sources, options);
    let is_copy = |work: &Work| matches!(work, Work::Copy(_));
    site.outputs()
        .iter()
        .filter(|output| is_copy(&output.work))
        .map(|output| output.path.to_string())
        .collect()
}

const CONFIG: (&str, &str) =
    ("oratory.toml", "title = 'Quay'\nbase_url = 'https://example.org/'\n");
const TRUSTED: (&str, &str) = (
    "oratory.toml",
    "title = 'Quay'\nbase_url = 'https://example.org/'\n[content]\nhtml = 'trusted'\n",
);

#[test]
fn of_the_content_only_what_texts_refer_to_is_published() {
    let texts = [
        CONFIG,
        ("content/about.en.md", "---\ntitle: About\n---\n\n![The house](pictures/house.jpg)\n"),
        ("content/people/ann.md", "---\nname: Ann\n---\n\n[Her life](ann.pdf)\n"),
        (
            "content/speeches/quay.en.md",
            "---\ntitle: Q\ndate: 2026-01-01\n---\n\n![A boat](my%20boat.png) ![Two][two]\n\n[two]: quay/two.tiff\n",
        ),
        (
            "content/speeches/hall/index.en.md",
            "---\ntitle: H\ndate: 2026-01-02\n---\n\n![Inside](inside.heic)\n",
        ),
    ];
    let meant = [
        "content/pictures/house.jpg",
        "content/people/ann.pdf",
        "content/speeches/my boat.png",
        "content/speeches/quay/two.tiff",
        "content/speeches/quay/recording.mp3",
        "content/speeches/hall/inside.heic",
        "content/speeches/hall/captions.vtt",
    ];
    let stray = [
        "content/notes.txt",
        "content/people/ben.jpg",
        "content/speeches/quay.en.md.bak",
        "content/speeches/quay.en.txt",
        "content/speeches/quay/quay.docx",
        "content/speeches/other.png",
        "content/speeches/nobody/picture.png",
    ];
    let all: Vec<&str> = meant.iter().chain(&stray).copied().collect();
    let sources = sources(&texts, &all);
    let mut expected: Vec<&str> =
        meant.iter().filter_map(|path| path.strip_prefix("content/")).collect();
    expected.sort_unstable();
    assert_eq!(copied(&sources, &Options::default()), expected);

    let site = compile(&sources, &Options::default());
    let told: Vec<&str> =
        site.diagnostics.iter().map(|diagnostic| diagnostic.code.page().name).collect();
    assert_eq!(told, vec!["stray-file"; stray.len()]);
}

#[test]
fn raw_html_that_is_trusted_shows_files_too() {
    let texts = [
        TRUSTED,
        (
            "content/speeches/quay/index.en.md",
            "---\ntitle: Q\ndate: 2026-01-01\n---\n\n<video src=\"quay/talk.mkv\" poster=still.bmp></video>\n",
        ),
    ];
    let sources =
        sources(&texts, &["content/speeches/quay/talk.mkv", "content/speeches/quay/still.bmp"]);
    assert_eq!(
        copied(&sources, &Options::default()),
        ["speeches/quay/still.bmp", "speeches/quay/talk.mkv"]
    );
}

#[test]
fn what_only_a_draft_shows_waits_with_it() {
    let texts = [
        CONFIG,
        (
            "content/speeches/quay.en.md",
            "---\ntitle: Q\ndate: 2026-01-01\n---\n\n![A boat](boat.png)\n",
        ),
        (
            "content/speeches/quay.zh.md",
            "---\ntitle: 码头\ndate: 2026-01-01\ndraft: true\n---\n\n![船](quay/chuan.png)\n",
        ),
        (
            "content/speeches/hall.en.md",
            "---\ntitle: H\ndate: 2026-01-02\ndraft: true\n---\n\n![A boat](boat.png) ![Plan](plan.png)\n",
        ),
    ];
    let media = [
        "content/speeches/boat.png",
        "content/speeches/hall/model.jpg",
        "content/speeches/plan.png",
        "content/speeches/quay/chuan.png",
    ];
    let sources = sources(&texts, &media);
    assert_eq!(copied(&sources, &Options::default()), ["speeches/boat.png"]);
    assert_eq!(
        compile(&sources, &Options::default()).diagnostics.iter().count(),
        0,
        "a draft's pictures are not stray"
    );

    let with_drafts = Options { drafts: true, ..Options::default() };
    let all: Vec<&str> = media.iter().filter_map(|path| path.strip_prefix("content/")).collect();
    assert_eq!(copied(&sources, &with_drafts), all);
}

#[test]
fn comments_are_published_nowhere() {
    let body = "Before. <!-- SECRET inline --> After.\n\n<!-- SECRET block -->\n\n<!-- SECRET\n\nover lines\n-->\n\n\
        - item <!-- SECRET in a list -->\n\n<!--[if IE]>SECRET<![endif]-->\n\n> quoted <!-- SECRET -->\n";
    let raw = "\n<div>\n<!-- SECRET in a block -->\n<p title=\"a\">b<!-- SECRET --></p>\n</div>\n\n<?php SECRET ?>\n\n<!SECRET>\n";
    for (config, more) in [(CONFIG, ""), (TRUSTED, raw)] {
        let speech = format!(
            "---\ntitle: Q\ndate: 2026-01-01\npeople: [ann]\n---\n\nAnn Lee spoke.\n\n{body}{more}"
        );
        let person = format!("---\nname: Ann Lee\n---\n\n{body}{more}");
        let about = format!("---\ntitle: About\n---\n\n{body}{more}");
        let texts = [
            config,
            ("content/speeches/quay.en.md", speech.as_str()),
            ("content/people/ann.md", person.as_str()),
            ("content/about.en.md", about.as_str()),
        ];
        for minify in [true, false] {
            let sources = sources(&texts, &[]);
            let site = website(&compile(
                &sources,
                &Options { minify: Some(minify), ..Options::default() },
            ));
            let tells = |bytes: &[u8]| {
                bytes.windows(6).any(|window| window.eq_ignore_ascii_case(b"secret"))
            };
            let faults: Vec<String> = site
                .files
                .iter()
                .filter(|(_, bytes)| tells(bytes))
                .map(|(path, _)| path.clone())
                .collect();
            none_of("files with a comment in them", &faults);
            assert!(site.text("speeches/quay.html").contains("After."));
        }
    }
}

/// What comes before the policy is not held to it.
fn has_policy_first(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let policy = lower.find("content-security-policy");
    let first_fetch = ["<link", "<script", "<style", "<img"]
        .iter()
        .filter_map(|tag| lower.find(tag))
        .min()
        .unwrap_or(lower.len());
    policy.is_some_and(|policy| {
        policy < first_fetch && lower[policy..].contains("default-src 'none'")
    })
}

#[test]
fn every_page_of_every_theme_has_the_policy() {
    let own = load(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository's own site");
    let names = embedded_names();
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        let options =
            Options { theme: Some(name.to_owned()), minify: Some(false), ..Options::default() };
        let site: Website = website(&compile(&own, &options));
        let is_page =
            |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "html");
        let without =
            site.pages.keys().filter(|path| is_page(path) && !has_policy_first(site.text(path)));
        none_of(
            &format!("pages of {name} without the policy before what they fetch"),
            &without.cloned().collect::<Vec<_>>(),
        );
    }
}
