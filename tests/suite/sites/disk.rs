//! The output folder: what a build writes, and all that it leaves alone.

use super::folder::Folder;
use crate::project::compile;
use oratory::{
    DiskSink, Foreign, Options, OutputFolder, PublishError, Report, keep_lock, load, publish,
};
use std::collections::BTreeMap;
use std::fs::File;
use std::time::{Duration, SystemTime};

const ANN: &str =
    "---\nname: {en: Ann Lee, zh: 李安}\naliases: [Mayor Lee]\n---\n\nAnn Lee is the mayor.\n";
const SPEECH: &str = "---\ntitle: At the quay\ndate: 2026-03-14\npeople: [ann]\nspeaker: ann\n---\n\nMayor Lee spoke. ![A boat](boat.png)\n\nThen she left.\n";
const SITE: &[(&str, &str)] = &[
    (
        "oratory.toml",
        "title = 'Quay'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n",
    ),
    ("content/about.en.md", "---\ntitle: About\n---\n\nA test.\n"),
    ("content/people/ann.md", ANN),
    ("content/people/ben.md", "---\nname: Ben\n---\n"),
    ("content/speeches/quay/index.en.md", SPEECH),
    ("content/speeches/quay/boat.png", "not really a picture"),
    ("content/speeches/2025-01-01-ice.en.md", "---\ntitle: Ice\ndate: 2025-01-01\n---\n\nCold.\n"),
];

fn build_with(folder: &Folder, foreign: Foreign) -> Result<Report, PublishError> {
    let out =
        OutputFolder::claim(&folder.join("public"), folder.path(), &|notice| panic!("{notice}"))?;
    let sources = load(folder.path()).expect("a site that can be read");
    let site = compile(&sources, &Options::default());
    let sink = DiskSink::open(out, folder.path(), &sources, foreign)?;
    let report = publish(&site, &sink)?;
    assert_eq!(report.written + report.unchanged, site.outputs().len());
    keep_lock(folder.path(), &sources, &site)?;
    Ok(report)
}

fn build(folder: &Folder) -> Result<Report, PublishError> {
    build_with(folder, Foreign::Refuse)
}

fn built() -> Folder {
    let folder = Folder::with(SITE.iter().copied());
    let report = build(&folder).expect("a site without mistakes");
    assert!(report.written > 20 && report.unchanged == 0 && report.removed == 0, "{report:?}");
    age(&folder);
    folder
}

/// A time at which nothing of a test was written.
fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

/// Makes every file of the output look old, so that one that is written again cannot hide behind a
/// coarse clock.
fn age(folder: &Folder) {
    for path in folder.files("public").keys() {
        let file = File::options()
            .write(true)
            .open(folder.join("public").join(path))
            .expect("a file of the output");
        file.set_modified(long_ago()).expect("a time that can be set");
    }
}

/// The files of the output that were written since [`age`].
fn touched(folder: &Folder) -> Vec<String> {
    let modified = |path: &String| {
        folder
            .join("public")
            .join(path)
            .metadata()
            .and_then(|meta| meta.modified())
            .expect("the time of a file")
    };
    let is_new = |path: &String| modified(path) != long_ago();
    folder.files("public").into_keys().filter(is_new).collect()
}

/// All that lies beside the sources: the output, and whatever a build may have left.
fn beside(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let mut files = folder.files("");
    files.retain(|path, _| {
        !path.starts_with("content/") && !path.starts_with("themes/") && path != "oratory.toml"
    });
    files
}

#[test]
fn a_second_build_writes_nothing() {
    let folder = built();
    let before = folder.files("");
    let report = build(&folder).unwrap();
    assert_eq!((report.written, report.removed), (0, 0));
    assert_eq!(
        report.unchanged,
        before
            .keys()
            .filter(|path| path.starts_with("public/") && *path != "public/.oratory-manifest")
            .count()
    );
    assert_eq!(touched(&folder), Vec::<String>::new());
    assert_eq!(folder.files(""), before);
}

#[test]
fn only_what_changed_is_written() {
    let folder = built();
    let before = folder.files("public");
    folder.edit("content/people/ann.md", "is the mayor", "was the mayor");
    let report = build(&folder).unwrap();
    let changed: Vec<String> = folder
        .files("public")
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(touched(&folder), changed);
    assert_eq!(report.written, changed.len());
    assert!(changed.contains(&"people/ann.html".to_owned()) && changed.len() < 8, "{changed:?}");
}

#[test]
fn media_are_copied_to_the_byte_and_followed() {
    let folder = built();
    assert_eq!(folder.read("public/speeches/quay/boat.png"), "not really a picture");
    assert!(folder.read("public/speeches/quay.html").contains("quay/boat.png"));
    folder.write("content/speeches/quay/boat.png", "not really a pictura");
    let report = build(&folder).unwrap();
    assert_eq!((report.written, touched(&folder)), (1, vec!["speeches/quay/boat.png".to_owned()]));
    assert_eq!(folder.read("public/speeches/quay/boat.png"), "not really a pictura");
}

#[test]
fn a_failed_build_leaves_the_last_site_as_it_was() {
    let failures: &[(&str, &str, &str)] = &[
        (
            "an error in the front matter",
            "content/people/ben.md",
            "---\nname: Ben\nnmae: Ben\n---\n",
        ),
        (
            "a template that cannot be compiled",
            "themes/default/templates/about.html",
            "{% extends \"base.html\" %}{% block main %}{{ view.",
        ),
        (
            "a template that fails on one page of the last",
            "themes/default/templates/about.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ view.title / 2 }}</h1>{% endblock %}",
        ),
        (
            "two pages that claim one address",
            "content/people/ben.md",
            "---\nname: Ben\nredirects: [/people/ann.html]\n---\n",
        ),
    ];
    for (what, path, text) in failures {
        let folder = built();
        let before = beside(&folder);
        let lock = folder.read("content/ids/quay.en/ids.lock");
        folder.write(path, text);
        // What would be published, if anything were, is another site.
        folder.write("content/people/ann.md", ANN.replace("is the mayor", "was the mayor"));
        folder.write(
            "content/speeches/quay/index.en.md",
            SPEECH.replace("Then she left.", "Then she left.\n\nAnd came back."),
        );
        let error = build(&folder).expect_err(what);
        assert!(matches!(error, PublishError::Mistakes(_)), "{what}: {error}");
        assert_eq!(touched(&folder), Vec::<String>::new(), "{what}");
        assert_eq!(beside(&folder), before, "{what}");
        assert_eq!(folder.read("content/ids/quay.en/ids.lock"), lock, "{what}");
    }
}

#[test]
fn a_page_that_is_no_more_disappears_with_its_folder() {
    let folder = built();
    assert!(folder.files("public").contains_key("people/ben.html"));
    folder.remove("content/people/ben.md");
    let report = build(&folder).unwrap();
    assert_eq!(report.removed, 2, "one page in each language");
    let files = folder.files("public");
    assert!(
        !files.contains_key("people/ben.html")
            && !files.contains_key("zh/people/ben.html")
            && files.contains_key("people/ann.html")
    );

    folder.remove("content/speeches/quay/index.en.md");
    folder.remove("content/speeches/quay/boat.png");
    build(&folder).unwrap();
    assert!(
        !folder.join("public/speeches/quay").exists()
            && !folder.join("public/speeches/quay.html").exists()
    );
    assert!(folder.join("public/speeches").exists());
}

#[test]
fn files_of_others_stay() {
    let folder = Folder::with(SITE.iter().copied());
    let others = [
        ("public/.gitignore", "*\n"),
        ("public/CNAME", "talks.example\n"),
        ("public/people/notes.txt", "mine"),
        ("public/other/page.html", "mine"),
    ];
    others.iter().for_each(|(path, text)| folder.write(path, text));
    for _ in 0..2 {
        build(&folder).unwrap();
        folder.edit("content/people/ann.md", "is the mayor", "is still the mayor");
        build(&folder).unwrap();
        folder.edit("content/people/ann.md", "is still the mayor", "is the mayor");
    }
    folder.remove("content/people/ann.md");
    folder.remove("content/people/ben.md");
    folder
        .write("content/speeches/quay/index.en.md", "---\ntitle: Q\ndate: 2026-01-01\n---\n\nx\n");
    build(&folder).unwrap();
    for (path, text) in others {
        assert_eq!(folder.read(path), text, "{path}");
    }
}

#[test]
fn a_file_of_others_in_the_way_is_named_and_kept_unless_force_says_otherwise() {
    let folder = Folder::with(SITE.iter().copied());
    folder.write("public/people/ann.html", "mine");
    let error = build(&folder).unwrap_err();
    assert!(
        matches!(&error, PublishError::Foreign { path } if path.ends_with("people/ann.html")),
        "{error}"
    );
    assert_eq!(
        beside(&folder).into_iter().collect::<Vec<_>>(),
        [("public/people/ann.html".to_owned(), b"mine".to_vec())]
    );
    build_with(&folder, Foreign::Overwrite).unwrap();
    assert!(folder.read("public/people/ann.html").contains("Ann Lee"));
    assert_eq!(build(&folder).unwrap().written, 0);
}

#[test]
fn a_theme_or_a_language_that_goes_takes_its_files_along() {
    let folder = built();
    assert!(folder.files("public").keys().any(|path| path.starts_with("zh/")));
    folder.edit("oratory.toml", "languages = ['en', 'zh']", "languages = ['en']\ntheme = 'plain'");
    build(&folder).unwrap();
    let files = folder.files("public");
    // What was published in the language leads on; feeds, which cannot, are those of the other one.
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("zh/")) {
        let file = String::from_utf8_lossy(bytes);
        let leads_on = path.ends_with(".html") && file.contains("http-equiv=refresh");
        let is_other_feed = path.ends_with("atom.xml") && file.contains("xml:lang=\"en\"")
            || path.ends_with("feed.json") && file.contains("\"language\":\"en\"");
        assert!(leads_on || is_other_feed, "{path}: {file}");
    }
    assert!(files.contains_key("assets/site.css"));
    assert!(
        !files.contains_key("assets/theme.css") && !files.contains_key("search.html"),
        "{:?}",
        files.keys()
    );
}
