//! The long forms, a command each:
//! `cargo test --release --test suite faults::long::NAME -- --ignored --nocapture`.

use super::neighbours::{self, with_drafts};
use super::{Files, difference};
use crate::chance::Chance;
use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use std::thread;
use std::time::Instant;

/// 2,000 speeches in two states, which differ in every page.
fn large(said: &str) -> Folder {
    let folder = super::site(said);
    for n in 0..2000 {
        let text = format!(
            "---\ntitle: Talk {n}\ndate: 2025-01-{:02}\npeople: [ann]\nplaces: [quay]\n---\n\n{}",
            n % 28 + 1,
            format!("Mayor Lee spoke of Old Quay{said}, for the time number {n}.\n\n").repeat(12)
        );
        folder.write(&format!("content/speeches/2025-{n:04}-talk.en.md"), text);
    }
    folder
}

/// The published files of a site that is built at leisure.
fn published(said: &str) -> Files {
    let folder = large(said);
    ended(run(&folder, &["-q", "build"]), 0);
    folder.files("public")
}

/// What a run found, for the person who waits for it.
#[expect(
    clippy::print_stdout,
    reason = "these runs are started by hand, for the sake of their figures"
)]
fn say(what: &str) {
    println!("{what}");
}

#[test]
#[ignore = "takes a quarter of an hour: 200 builds of 2,000 speeches, each killed at a random moment"]
fn killed_builds() {
    let states = ["", " again"];
    let whole = states.map(published);
    let folder = large(states[0]);
    let start = Instant::now();
    ended(run(&folder, &["-q", "build"]), 0);
    let took = start.elapsed();

    let (mut n_killed, mut counts) = (0, [0, 0]);
    let mut is = 0;
    let mut chance = Chance(9);
    while n_killed < 200 {
        // The other state of the sources, over what the last round left.
        let said = states[1 - is];
        let other = large(said);
        for (path, bytes) in other.files("content") {
            folder.write(&format!("content/{path}"), bytes);
        }
        let mut child = neighbours::start(&folder, &["-q", "build"]);
        let share = chance.below(1000);
        thread::sleep(took.mul_f64(share as f64 / 900.0));
        let is_killed = child.try_wait().expect("a state").is_none();
        child.kill().expect("a signal");
        child.wait().expect("it ends");
        n_killed += usize::from(is_killed);

        let files = folder.files("public");
        let state = whole.iter().position(|whole| *whole == files);
        let state = state.unwrap_or_else(|| {
            let differences = whole.each_ref().map(|whole| difference(&files, whole).len());
            panic!("killed after {share} ‰: neither the old nor the new site, {differences:?} files differ")
        });
        counts[usize::from(state != is)] += 1;
        is = state;
    }
    say(&format!(
        "{n_killed} builds killed: {} left the old site, {} the new; 0 a mixture",
        counts[0], counts[1]
    ));
}

#[test]
#[ignore = "takes minutes: 30 rounds of three builds at once"]
fn builds_at_once() {
    neighbours::rounds(&with_drafts(300), 30);
    say("30 rounds of three builds at once: whole, no draft in the public site");
}

#[test]
#[ignore = "takes minutes: a killed build for each call that changes files, and none left out"]
fn killed_at_every_call() {
    super::builds::killed_at(|n_calls| (1..=n_calls).collect());
}

#[test]
#[ignore = "takes minutes: a build on a disk that is full from each of its calls on"]
fn full_at_every_call() {
    super::builds::full_at(|n_calls| (1..=n_calls).collect());
}
