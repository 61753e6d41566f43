//! One call to the system that goes wrong, in a run of the program: a library that stands between
//! the two (`tests/faults/preload.c`).

use crate::cli::program;
use crate::sites::folder::Folder;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The process is killed.
    Kill,
    /// The disk is full from then on.
    Full,
    /// The system refuses this one call.
    Deny,
    /// Nothing; but this shell command is run before.
    Late(&'static str),
}

/// How a run with a fault ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// None if the process was killed.
    pub(super) code: Option<i32>,
    /// What it said.
    pub(super) err: String,
}

/// Runs the program in `folder` so that its call number `at`, from 1, that changes files goes
/// wrong.
pub(super) fn run(folder: &Folder, arguments: &[&str], fault: Fault, at: usize) -> Ended {
    let mut command = program(folder.path());
    command.args(arguments).env("LD_PRELOAD", library()).env("FAULT_AT", at.to_string());
    match fault {
        Fault::Kill => command.env("FAULT", "kill"),
        Fault::Full => command.env("FAULT", "full"),
        Fault::Deny => command.env("FAULT", "deny"),
        Fault::Late(what) => command.env("FAULT", "late").env("FAULT_DO", what),
    };
    // One thread, so that a number means the same call in every run.
    command.env("RAYON_NUM_THREADS", "1");

    let output = command.output().expect("the program starts");
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!err.contains("panicked"), "{arguments:?} with {fault:?} at {at}: {err}");
    Ended { code: output.status.code(), err }
}

/// How many calls that change files a command makes where nothing goes wrong; it is done in
/// `folder`.
pub(super) fn count_calls(folder: &Folder, arguments: &[&str]) -> usize {
    let path = folder.join(".calls");
    let output = program(folder.path())
        .args(arguments)
        .env("LD_PRELOAD", library())
        .env("FAULT_COUNT", &path)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));

    let count = folder.read(".calls").trim().parse().expect("a number");
    folder.remove(".calls");
    count
}

/// The library, built once a run of the tests.
fn library() -> &'static PathBuf {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/preload.c");
        let library = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("preload-{}.so", std::process::id()));
        // Where Rust can link there is a C compiler, which does it.
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .args([source, "-ldl"])
            .output();
        let built = built.expect("`cc`, with which Rust links, too");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        library
    })
}
