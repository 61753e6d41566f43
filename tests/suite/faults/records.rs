//! Builds that are killed between others, each of which keeps a record: whatever the next one finds
//! of it, it publishes the site as it is.

use super::fault::{self, Fault};
use super::{Files, difference, site};
use crate::chance::Chance;
use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use std::thread;
use std::time::Duration;

const STATES: [&str; 3] = ["", " again", " and stayed"];

/// Has the sources be those of a state.
fn become_as(folder: &Folder, said: &str) {
    for (path, bytes) in site(said).files("content") {
        folder.write(&format!("content/{path}"), bytes);
    }
    folder.write("static/said.txt", said);
}

/// What is published of each state, with the numbers of paragraphs that all of them have.
fn published(folder: &Folder) -> Vec<Files> {
    let mut published = Vec::new();
    for round in 0..2 {
        for said in STATES {
            become_as(folder, said);
            ended(run(folder, &["-q", "build"]), 0);
            if round == 1 {
                published.push(folder.files("public"));
            }
        }
    }
    published
}

#[test]
fn killed_between_others_no_build_leaves_a_record_that_does_not_hold() {
    let folder = site("");
    let published = published(&folder);
    become_as(&folder, STATES[0]);
    let n_calls = fault::count_calls(&folder, &["-q", "build"]);
    let mut chance = Chance(3);
    let (mut n_killed, mut n_nothing) = (0, 0);

    for round in 0..40 {
        become_as(&folder, STATES[chance.below(STATES.len())]);
        let killed = fault::run(&folder, &["-q", "build"], Fault::Kill, 1 + chance.below(n_calls));
        n_killed += usize::from(killed.code.is_none());
        if chance.below(3) == 0 {
            let _ = std::fs::remove_file(folder.join("public/index.html"));
        }

        let is = chance.below(STATES.len());
        become_as(&folder, STATES[is]);
        // Long enough that the clock of a file system has gone on.
        thread::sleep(Duration::from_millis(20));
        for _ in 0..2 {
            let built = ended(run(&folder, &["build"]), 0);
            n_nothing += usize::from(built.err.contains("Nothing had changed"));
            let differing = difference(&folder.files("public"), &published[is]);
            assert!(differing.is_empty(), "round {round}: {differing:?}\n{built:?}");
        }
    }
    assert!(n_killed > 10 && n_nothing >= 40, "{n_killed} killed, {n_nothing} had nothing to do");
}
