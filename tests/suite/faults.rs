//! What becomes of a site when something goes wrong in the midst of a command: the process is
//! killed, the disk is full, the system refuses, an editor saves, another build runs. Each claim of
//! the README about failure has its test here.
//!
//! The short forms run with all tests. The long ones are a command each:
//! `cargo test --release --test suite faults::long -- --ignored --nocapture`.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests look at what is on the disk")]

mod builds;
mod edits;
mod fault;
mod long;
mod neighbours;
mod records;

use crate::sites::folder::Folder;
use std::collections::BTreeMap;

/// Files by path, with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// A small site in the quickest theme. `said` is what is different in another state of it.
fn site(said: &str) -> Folder {
    let folder = Folder::with([
        ("oratory.toml", "title = 'Quay'\nbase_url = 'https://example.org/'\ntheme = 'plain'\n"),
        ("content/people/ann.md", "---\nname: Ann Lee\naliases: [Mayor Lee]\n---\n\nThe mayor.\n"),
        ("content/people/ben.md", "---\nname: Ben Oda\n---\n"),
        ("content/places/quay.md", "---\nname: Old Quay\n---\n"),
    ]);
    for day in 1..=3 {
        let text = format!(
            "---\ntitle: Day {day}\ndate: 2026-03-0{day}\npeople: [ann]\nplaces: [quay]\n---\n\nMayor Lee was at Old Quay{said}.\n"
        );
        folder.write(&format!("content/speeches/2026-03-0{day}-talk.en.md"), text);
    }
    folder
}

/// What is in the files of a site that people write; what a command leaves lying about would be
/// among them.
fn content(folder: &Folder) -> Files {
    let mut files = folder.files("");
    files.retain(|path, _| !path.starts_with("public/"));
    files
}

/// The paths in which two states differ.
fn difference(a: &Files, b: &Files) -> Vec<String> {
    let paths = a.keys().chain(b.keys()).filter(|path| a.get(*path) != b.get(*path));
    let mut paths: Vec<String> = paths.cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}
