//! One program for every target: the name that it is built under says which one of the list it runs.

#![no_main]

#[expect(dead_code, reason = "the corpus is written by the test, which reads the same list")]
mod targets;

use std::sync::LazyLock;
use targets::{TARGETS, Target};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = env!("CARGO_BIN_NAME");
    TARGETS.iter().find(|target| target.name == name).expect("a target of the list")
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
