//! The sites under `tests/sites/`: each is loaded from disk, and the `<main>` of the pages in its
//! `expected/` is compared.
//!
//! With `ORATORY_ACCEPT=1` in the environment what is found is written there, to be read before it
//! is committed. An empty file asks for a page.

#![expect(
    clippy::disallowed_methods,
    reason = "expected pages are read from the disk and written there"
)]

use super::{complaints, none_of, website};
use crate::project::compile;
use oratory::{Options, load};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites"))
        .expect("the folder of sites");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("oratory.toml").is_file())
        .collect();
    folders.sort();
    assert!(folders.len() >= 3, "{folders:?}");
    folders
}

/// The expected pages of a site: path → text.
fn expected(folder: &Path) -> BTreeMap<String, String> {
    let top = folder.join("expected");
    let mut pages = BTreeMap::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(&top)
                    .expect("a path below")
                    .to_str()
                    .expect("a name in UTF-8")
                    .replace('\\', "/");
                pages.insert(name, fs::read_to_string(&path).expect("a page"));
            }
        }
    }
    pages
}

/// The `main` element of a page as it was written.
fn main_of(html: &str) -> &str {
    let start = html.find("<main").expect("a page has a main");
    let end = html.find("</main>").expect("a main has an end");
    &html[start..end + "</main>".len()]
}

#[test]
fn pages_are_as_expected() {
    let mut differences = Vec::new();
    for folder in folders() {
        let sources = load(&folder).unwrap();
        let site = compile(&sources, &Options::default());
        none_of(&folder.display().to_string(), &complaints(&site.diagnostics));
        let site = website(&site);
        for (path, text) in expected(&folder) {
            let found = main_of(site.text(&path)).to_owned() + "\n";
            if found == text {
                continue;
            }
            if std::env::var_os("ORATORY_ACCEPT").is_some() {
                fs::write(folder.join("expected").join(&path), found).unwrap();
            } else {
                let line =
                    found.lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
                let shown = |text: &str| text.lines().nth(line).unwrap_or("the end").to_owned();
                differences.push(format!(
                    "{}/expected/{path}:{}\n  expected: {}\n  found:    {}",
                    folder.display(),
                    line + 1,
                    shown(&text),
                    shown(&found)
                ));
            }
        }
    }
    none_of("pages", &differences);
}

#[test]
fn their_links_hold_and_their_pages_are_well_formed() {
    for folder in folders() {
        let sources = load(&folder).unwrap();
        for minify in [false, true] {
            let site = website(&compile(
                &sources,
                &Options { minify: Some(minify), ..Options::default() },
            ));
            none_of(&folder.display().to_string(), &site.broken_links());
            none_of(&folder.display().to_string(), &site.faulty_pages());
            none_of(&folder.display().to_string(), &site.one_sided_alternates());
        }
    }
}

#[test]
fn every_page_of_theirs_can_be_reached() {
    let mut orphans = Vec::new();
    for folder in folders() {
        let sources = load(&folder).unwrap();
        let found = website(&compile(&sources, &Options::default())).orphans();
        orphans.extend(found.into_iter().map(|path| format!("{}: {path}", folder.display())));
    }
    none_of("pages that no page leads to", &orphans);
}

#[test]
fn minified_they_tell_the_same() {
    for folder in folders() {
        let sources = load(&folder).unwrap();
        let text = |minify| {
            website(&compile(&sources, &Options { minify: Some(minify), ..Options::default() }))
                .pages
                .into_iter()
                .map(|(path, page)| (path, page.text, page.preformatted))
                .collect::<Vec<_>>()
        };
        for (plain, minified) in text(false).into_iter().zip(text(true)) {
            assert_eq!(plain, minified, "{}", folder.display());
        }
    }
}
