//! The site in a browser: `tests/browser/run.mjs` opens what the program builds and holds it
//! against the acceptance checks.
//!
//! What it needs is installed by `tools/test`, never from here.

use std::path::Path;
use std::process::{Command, Output};

/// Fails with everything that the script said unless it succeeds.
fn succeeds(script: &str, command: &mut Command) {
    let Output { status, stdout, stderr } =
        command.output().unwrap_or_else(|error| panic!("{script}: node: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(status.success(), "{script}\n{}{}", text(&stdout), text(&stderr));
}

/// One test, for the parts share two cores and one would disturb the other.
#[test]
#[ignore = "needs Node, Java and Chromium, which `tools/test` installs"]
fn every_page_is_well_in_a_browser_and_the_search_finds_what_stands_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let program = env!("CARGO_BIN_EXE_oratory");

    let mut search = Command::new("node");
    search.arg("--test").arg(folder.join("search.test.mjs")).env("ORATORY", program);
    succeeds("tests/browser/search.test.mjs", &mut search);

    let mut pages = Command::new("node");
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    pages.arg(folder.join("run.mjs")).args(["--binary", program, "--work"]).arg(work);
    succeeds("tests/browser/run.mjs", &mut pages);
}
