//! The loader over folders of its own.

#![expect(clippy::disallowed_methods, reason = "tests make files of their own")]

use super::scratch::Scratch;
use super::*;

fn contents(sources: &Sources) -> Vec<(&str, &Content)> {
    sources.iter().map(|(_, source)| (source.path.as_str(), &source.content)).collect()
}

fn bytes(text: &str) -> Content {
    Content::Bytes(text.as_bytes().to_vec())
}

#[test]
fn text_is_read_and_media_are_listed() {
    let site = Scratch::with(&[
        ("oratory.toml", "title = 'a'"),
        ("content/ids.lock", "lock"),
        ("content/speeches/讲话.zh.md", "二"),
        ("content/speeches/photo.jpg", "jpg"),
        ("themes/mine/static/logo.png", "png"),
        ("public/index.html", "not read"),
    ]);
    let sources = load(site.path()).unwrap();
    let expected = [
        ("content/ids.lock", &bytes("lock")),
        ("content/speeches/photo.jpg", &Content::Media),
        ("content/speeches/讲话.zh.md", &bytes("二")),
        ("oratory.toml", &bytes("title = 'a'")),
        ("themes/mine/static/logo.png", &bytes("png")),
    ];
    assert_eq!(contents(&sources), expected);
}

#[test]
fn markdown_is_text_whatever_its_ending_and_static_files_never_are() {
    let site = Scratch::with(&[
        ("content/people/a.MD", "a"),
        ("content/people/b.markdown", "b"),
        ("static/.well-known/security.txt", ""),
        ("static/.nojekyll", ""),
        ("static/read.md", "not text"),
        ("static/.git/config", ""),
        ("static/.DS_Store", ""),
        ("static/CNAME~", ""),
    ]);
    let sources = load(site.path()).unwrap();
    let expected = [
        ("content/people/a.MD", &bytes("a")),
        ("content/people/b.markdown", &bytes("b")),
        ("static/.nojekyll", &Content::Media),
        ("static/.well-known/security.txt", &Content::Media),
        ("static/read.md", &Content::Media),
    ];
    assert_eq!(contents(&sources), expected);
}

#[test]
fn hidden_files_and_what_editors_leave_are_passed_over() {
    let site = Scratch::with(&[
        ("content/people/a.md", "a"),
        ("content/people/a.md~", ""),
        ("content/people/#a.md#", ""),
        ("content/people/.a.md.swp", ""),
        ("content/.git/config", ""),
        ("themes/.DS_Store", ""),
    ]);
    assert_eq!(contents(&load(site.path()).unwrap()), [("content/people/a.md", &bytes("a"))]);
}

#[test]
fn a_folder_without_a_site_is_told_from_an_empty_site() {
    let none = Scratch::new();
    let error = load(none.path()).unwrap_err();
    assert!(
        matches!(error, LoadError::NotASite { .. }) && error.to_string().contains("oratory init"),
        "{error}"
    );

    std::fs::create_dir(none.join("content")).unwrap();
    assert_eq!(load(none.path()).unwrap(), Sources::default());

    let missing = load(&none.join("nowhere")).unwrap_err();
    assert!(matches!(missing, LoadError::Read { ref path, .. } if *path == none.join("nowhere")));
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let site = Scratch::with(&[("a.md", "12345")]);
    assert_eq!(read_text(&site.join("a.md"), 5).unwrap(), bytes("12345"));
    assert_eq!(read_text(&site.join("a.md"), 4).unwrap(), Content::TooLarge(5));
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_inside_the_site_is_the_file_and_one_that_leaves_it_is_not_followed() {
        let outside = Scratch::with(&[("secret.md", "secret")]);
        let site = Scratch::with(&[("content/people/a.md", "a"), ("notes/b.md", "b")]);
        symlink("../../notes/b.md", site.join("content/people/b.md")).unwrap();
        symlink(outside.join("secret.md"), site.join("content/people/c.md")).unwrap();
        symlink(outside.path(), site.join("content/speeches")).unwrap();
        let sources = load(site.path()).unwrap();
        let expected = [
            ("content/people/a.md", &bytes("a")),
            ("content/people/b.md", &bytes("b")),
            ("content/people/c.md", &Content::LinkOutside),
            ("content/speeches", &Content::LinkOutside),
        ];
        assert_eq!(contents(&sources), expected);
    }

    #[test]
    fn links_that_cannot_be_followed_are_errors_that_name_them() {
        let with_link = |target: &str| {
            let site = Scratch::with(&[("content/people/a.md", "a")]);
            symlink(target, site.join("content/people/b.md")).unwrap();
            load(site.path()).unwrap_err()
        };
        assert!(
            matches!(with_link("nowhere.md"), LoadError::BrokenLink { path, .. } if path.ends_with("content/people/b.md"))
        );
        assert!(matches!(with_link("b.md"), LoadError::BrokenLink { .. }));
        assert!(matches!(with_link("."), LoadError::LinkToFolder { .. }));

        let site = Scratch::with(&[("oratory.toml", "")]);
        symlink("/", site.join("content")).unwrap();
        assert!(
            matches!(load(site.path()).unwrap_err(), LoadError::LinkToFolder { path } if path.ends_with("content"))
        );
    }

    #[test]
    fn a_socket_is_not_waited_for() {
        let site = Scratch::with(&[("content/people/a.md", "a")]);
        let _socket =
            std::os::unix::net::UnixListener::bind(site.join("content/people/b.md")).unwrap();
        assert!(
            matches!(load(site.path()).unwrap_err(), LoadError::NotAFile { path } if path.ends_with("content/people/b.md"))
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_is_an_error() {
        use std::os::unix::ffi::OsStrExt;
        let site = Scratch::with(&[("content/people/a.md", "a")]);
        let name = std::ffi::OsStr::from_bytes(b"content/\xC0.md");
        std::fs::write(site.path().join(name), "x").unwrap();
        assert!(
            matches!(load(site.path()).unwrap_err(), LoadError::NameNotUtf8 { path } if path.ends_with(name))
        );
    }
}

/// A site read again after changes at these paths, held against one that is read anew.
#[cfg(feature = "serve")]
fn again(site: &Scratch, before: &Sources, paths: &[&str]) -> Sources {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    let again = load_again(site.path(), before, &paths).unwrap();
    assert_eq!(again, load(site.path()).unwrap());
    again
}

#[cfg(feature = "serve")]
#[test]
fn a_site_that_is_read_again_shares_what_is_as_it_was() {
    const A: &str = "content/speeches/a.en.md";
    const B: &str = "content/speeches/b.en.md";
    let site = Scratch::with(&[("oratory.toml", ""), (A, "a"), (B, "b"), ("static/x.txt", "x")]);
    let first = load(site.path()).unwrap();
    let is_shared = |sources: &Sources, path: &str| {
        let file = |sources: &Sources| Arc::clone(sources.shared_file(sources.find(path).unwrap()));
        Arc::ptr_eq(&file(&first), &file(sources))
    };

    site.write(A, "another");
    let edited = again(&site, &first, &[A, "content/speeches/4913"]);
    assert!(!is_shared(&edited, A) && is_shared(&edited, B) && is_shared(&edited, "oratory.toml"));

    // Saved as it was, and another as it is not: only what changed is another value.
    site.write(A, "a");
    let back = again(&site, &first, &[A, B]);
    assert!(is_shared(&back, A) && is_shared(&back, B));

    // Of files that come and go, and of folders, the whole site is read.
    site.write("content/speeches/c.en.md", "c");
    let more = again(&site, &first, &["content/speeches/c.en.md"]);
    assert!(is_shared(&more, A) && is_shared(&more, B));
    std::fs::remove_file(site.join(B)).unwrap();
    let fewer = again(&site, &more, &[B]);
    assert!(is_shared(&fewer, A) && fewer.find(B).is_none());
    std::fs::remove_dir_all(site.join("content/speeches")).unwrap();
    assert_eq!(again(&site, &fewer, &["content/speeches"]).find(A), None);
}

#[cfg(all(feature = "serve", unix))]
#[test]
fn a_link_is_read_again_where_its_file_is_saved() {
    const A: &str = "content/speeches/a.en.md";
    let site = Scratch::with(&[("oratory.toml", ""), (A, "a")]);
    std::os::unix::fs::symlink(site.join(A), site.join("content/speeches/b.en.md")).unwrap();
    let first = load(site.path()).unwrap();
    site.write(A, "another");
    let again = again(&site, &first, &[A]);
    assert_eq!(again.file(again.find("content/speeches/b.en.md").unwrap()).bytes(), b"another");
}
