//! The disk sink over folders of its own.

use super::*;
use crate::compile;
use crate::disk::load::{self, scratch::Scratch};
use crate::disk::publish::publish;
use crate::reading::config::Options;
use std::time::SystemTime;

/// A site of one speech with a picture beside it.
fn site() -> Scratch {
    let site = Scratch::new();
    site.write("oratory.toml", "title = 'Small'\nbase_url = 'https://example.org/'\n");
    write_speech(&site, "first", "It was said.");
    site.write("content/speeches/first/picture.png", "a picture");
    site
}

fn write_speech(site: &Scratch, id: &str, text: &str) {
    site.write(
        &format!("content/speeches/{id}.en.md"),
        format!("---\ntitle: {id}\ndate: 2026-01-02\n---\n\n{text}\n"),
    );
}

fn claim(out: &Path, root: &Path) -> Result<OutputFolder, PublishError> {
    OutputFolder::claim(out, root, &|notice| panic!("{notice}"))
}

fn build_with(site: &Scratch, foreign: Foreign) -> Result<Report, PublishError> {
    let sources = load::load(site.path()).unwrap();
    let compiled = compile(&sources, &Options::default());
    let sink =
        DiskSink::open(claim(&site.join("public"), site.path())?, site.path(), &sources, foreign)?;
    publish(&compiled, &sink)
}

fn build(site: &Scratch) -> Result<Report, PublishError> {
    build_with(site, Foreign::Refuse)
}

/// Every file below `public/` with its bytes and the time it was written.
fn snapshot(site: &Scratch) -> Vec<(String, Vec<u8>, SystemTime)> {
    let of = |path: String| {
        let file = site.join(&path);
        let time = fs::metadata(&file).and_then(|meta| meta.modified()).unwrap();
        (path, fs::read(file).unwrap(), time)
    };
    site.files().into_iter().filter(|path| path.starts_with("public/")).map(of).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let site = site();
    let first = build(&site).unwrap();
    assert!(first.written > 2 && first.unchanged == 0 && first.removed == 0, "{first:?}");
    assert_eq!(site.read("public/speeches/first/picture.png"), "a picture");

    let before = snapshot(&site);
    let second = build(&site).unwrap();
    assert_eq!((second.written, second.unchanged, second.removed), (0, first.written, 0));
    assert_eq!(snapshot(&site), before);
    assert!(!site.join(".public.oratory").exists());
}

#[test]
fn what_changed_is_written_and_what_is_no_longer_made_is_removed() {
    let site = site();
    write_speech(&site, "second", "It was said again.");
    build(&site).unwrap();
    site.write("content/speeches/first/picture.png", "b picture");
    fs::remove_file(site.join("content/speeches/second.en.md")).unwrap();
    let report = build(&site).unwrap();
    assert!(report.removed >= 1 && report.written >= 1, "{report:?}");
    assert_eq!(site.read("public/speeches/first/picture.png"), "b picture");
    assert!(!site.join("public/speeches/second.html").exists());

    fs::remove_dir_all(site.join("content/speeches/first")).unwrap();
    build(&site).unwrap();
    assert!(!site.join("public/speeches/first").exists(), "an empty folder is left behind");
}

#[test]
fn foreign_files_are_kept_and_never_overwritten() {
    let site = site();
    site.write("public/.gitignore", "*");
    site.write("public/speeches/notes.txt", "mine");
    build(&site).unwrap();
    assert_eq!(
        (site.read("public/.gitignore"), site.read("public/speeches/notes.txt")),
        ("*".into(), "mine".into())
    );

    write_speech(&site, "second", "It was said again.");
    site.write("public/speeches/second.html", "mine");
    let before = snapshot(&site);
    let error = build(&site).unwrap_err();
    assert!(
        matches!(&error, PublishError::Foreign { path } if path.ends_with("public/speeches/second.html")),
        "{error}"
    );
    assert!(error.to_string().contains("--force"));
    assert_eq!(snapshot(&site), before);

    build_with(&site, Foreign::Overwrite).unwrap();
    assert_ne!(site.read("public/speeches/second.html"), "mine");
}

#[test]
fn a_foreign_file_with_the_same_bytes_becomes_ours() {
    let site = site();
    build(&site).unwrap();
    fs::remove_file(site.join("public/.oratory-manifest")).unwrap();
    assert_eq!(build(&site).unwrap().written, 0);
    assert!(site.read("public/.oratory-manifest").contains("speeches/first/picture.png\n"));
}

#[test]
fn a_failed_build_leaves_everything_as_it_was() {
    let site = site();
    build(&site).unwrap();
    let before = snapshot(&site);
    write_speech(&site, "first", "It was said otherwise.");
    site.write(
        "themes/broken/theme.toml",
        "name = 'broken'\ndescription = ''\ntera = 2\nextends = 'default'\n",
    );
    site.write("themes/broken/templates/speech.html", "{{ nothing_of_the_kind.at_all }}");
    site.write(
        "oratory.toml",
        "title = 'Small'\ntheme = 'broken'\nbase_url = 'https://example.org/'\n",
    );
    let error = build(&site).unwrap_err();
    assert!(
        matches!(&error, PublishError::Mistakes(mistakes) if mistakes.iter().count() == 1),
        "{error:?}"
    );
    assert_eq!(snapshot(&site), before);
    assert!(!site.join(".public.oratory").exists());
}

#[test]
fn a_failed_first_build_makes_no_output_folder() {
    let site = site();
    site.write("content/speeches/bad.en.md", "---\ntitle: [\n---\n");
    assert!(matches!(build(&site), Err(PublishError::Mistakes(_))));
    assert!(!site.join("public").exists());
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let scratch = Scratch::new();
    let sources = Sources::default();
    let out = scratch.join("out");
    let open = || {
        DiskSink::open(
            claim(&out, scratch.path()).unwrap(),
            scratch.path(),
            &sources,
            Foreign::Refuse,
        )
        .unwrap()
    };
    let publish = |paths: &[&str]| {
        let sink = open();
        let mut accepted = Vec::new();
        for path in paths {
            let fate = sink.put(path, b"x".to_vec()).unwrap();
            accepted.push(Accepted { path, fate });
        }
        sink.commit(&accepted).unwrap()
    };
    publish(&["a", "b/c/d"]);
    assert_eq!(publish(&["a/e", "b"]), Report { written: 2, unchanged: 0, removed: 2 });
    assert_eq!(scratch.files(), ["out/.oratory-manifest", "out/a/e", "out/b"]);

    let sink = open();
    for bad in ["../x", "/x", "a//x", ""] {
        assert!(matches!(sink.put(bad, Vec::new()), Err(PublishError::UnsafePath { .. })), "{bad}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let (site, outside) = (site(), Scratch::with(&[("page.html", "theirs")]));
    fs::create_dir(site.join("public")).unwrap();
    symlink(outside.path(), site.join("public/speeches")).unwrap();
    assert!(
        matches!(build(&site), Err(PublishError::Link { path }) if path.ends_with("public/speeches"))
    );

    fs::remove_file(site.join("public/speeches")).unwrap();
    build(&site).unwrap();
    fs::remove_file(site.join("public/index.html")).unwrap();
    symlink(outside.join("page.html"), site.join("public/index.html")).unwrap();
    build(&site).unwrap();
    assert!(site.read("public/index.html") != "theirs" && outside.read("page.html") == "theirs");
}

#[cfg(unix)]
#[test]
fn the_output_folder_itself_may_be_a_link() {
    let (site, elsewhere) = (site(), Scratch::new());
    fs::create_dir(elsewhere.join("www")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("www"), site.join("public")).unwrap();
    build(&site).unwrap();
    assert!(elsewhere.join("www/index.html").exists());
}
