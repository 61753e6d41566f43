//! Changes carried out in folders of their own.

use super::*;
use crate::disk::load::{self, scratch::Scratch};

fn site() -> Scratch {
    Scratch::with(&[("content/a.md", "a"), ("content/b.md", "b"), ("content/c.md", "c")])
}

/// Every file with its text.
fn state(site: &Scratch) -> Vec<(String, String)> {
    site.files().into_iter().map(|path| (path.clone(), site.read(&path))).collect()
}

#[test]
fn everything_is_done_and_nothing_is_left_lying_about() {
    let site = site();
    let mut changes = Changes::default();
    changes.write("content/a.md", "A");
    changes.remove("content/b.md");
    changes.create("content/new/deep/d.md", "d");
    carry_out(site.path(), &changes).unwrap();
    assert_eq!(site.files(), ["content/a.md", "content/c.md", "content/new/deep/d.md"]);
    assert_eq!(
        (site.read("content/a.md"), site.read("content/new/deep/d.md")),
        ("A".to_owned(), "d".to_owned())
    );
}

#[test]
fn after_a_refusal_everything_is_as_it_was() {
    let site = site();
    site.write("content/z/file.md", "z");
    let before = state(&site);
    type Wrong = (&'static str, fn(&mut Changes), fn(&PublishError) -> bool);
    let wrong: [Wrong; 5] = [
        ("exists", |c| c.create("content/c.md", "x"), |e| matches!(e, PublishError::Exists { .. })),
        ("missing", |c| c.remove("content/none.md"), |e| matches!(e, PublishError::Disk { .. })),
        ("folder", |c| c.write("content/z", "x"), |e| matches!(e, PublishError::InTheWay { .. })),
        (
            "below a file",
            |c| c.write("content/c.md/x.md", "x"),
            |e| matches!(e, PublishError::InTheWay { .. }),
        ),
        (
            "climbs",
            |c| c.write("content/../../x", "x"),
            |e| matches!(e, PublishError::UnsafePath { .. }),
        ),
    ];
    for (name, add, is_expected) in wrong {
        let mut changes = Changes::default();
        changes.write("content/a.md", "A");
        changes.remove("content/b.md");
        changes.create("content/aa/new.md", "n");
        add(&mut changes);
        let error = carry_out(site.path(), &changes).unwrap_err();
        assert!(is_expected(&error), "{name}: {error}");
        assert_eq!(state(&site), before, "{name}");
        assert!(!site.join("content/aa").exists(), "{name}");
    }
}

#[test]
fn a_file_that_was_edited_meanwhile_is_not_overwritten() {
    let site = site();
    site.write("oratory.toml", "title = 'x'\n");
    let sources = load::load(site.path()).unwrap();
    let mut changes = Changes::default();
    changes.write("content/a.md", "A");
    site.write("content/a.md", "edited");
    assert!(matches!(
        carry_out_over(site.path(), &sources, &changes),
        Err(PublishError::Edited { .. })
    ));
    assert_eq!(site.read("content/a.md"), "edited");

    carry_out(site.path(), &changes).unwrap();
    assert_eq!(site.read("content/a.md"), "A");
}

#[cfg(unix)]
#[test]
fn links_within_the_site_are_followed_and_links_that_lead_out_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (site, other) = (site(), Scratch::with(&[("o.md", "o")]));
    symlink(site.join("content/a.md"), site.join("content/link.md")).unwrap();
    symlink(other.join("o.md"), site.join("content/out.md")).unwrap();
    symlink(other.path(), site.join("content/outside")).unwrap();
    fs::set_permissions(site.join("content/a.md"), fs::Permissions::from_mode(0o600)).unwrap();
    let mut changes = Changes::default();
    changes.write("content/link.md", "A");
    carry_out(site.path(), &changes).unwrap();
    assert_eq!(site.read("content/a.md"), "A");
    assert!(fs::symlink_metadata(site.join("content/link.md")).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(site.join("content/a.md")).unwrap().permissions().mode() & 0o777,
        0o600
    );

    for path in ["content/out.md", "content/outside/o.md", "content/outside/new.md"] {
        let mut changes = Changes::default();
        changes.write(path, "x");
        assert!(
            matches!(carry_out(site.path(), &changes), Err(PublishError::Link { .. })),
            "{path}"
        );
    }

    assert_eq!((other.files(), other.read("o.md")), (vec!["o.md".to_owned()], "o".to_owned()));
}
