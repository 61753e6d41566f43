//! Builds that run at once: of one site into one folder, into neighbouring folders, with drafts and
//! without.

use super::{difference, site};
use crate::cli::program;
use crate::sites::folder::Folder;
use std::process::{Child, Output, Stdio};

/// A site in which every third speech is a draft.
pub(super) fn with_drafts(n_speeches: usize) -> Folder {
    let folder = site("");
    for n in 0..n_speeches {
        let (draft, word) = if n % 3 == 0 { (true, "EMBARGOED") } else { (false, "public") };
        let text = format!(
            "---\ntitle: Of {n}\ndate: 2026-01-01\ndraft: {draft}\n---\n\nThese words, number {n}, are {word}.\n"
        );
        folder.write(&format!("content/speeches/2026-01-01-n{n}.en.md"), text);
    }
    folder
}

pub(super) fn start(folder: &Folder, arguments: &[&str]) -> Child {
    program(folder.path())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn end(child: Child) -> Output {
    child.wait_with_output().expect("the program ends")
}

/// Two builds of one site into one folder, and a third with drafts beside them, `rounds` times.
pub(super) fn rounds(folder: &Folder, rounds: usize) {
    let build = |arguments: &[&str]| end(start(folder, arguments));
    for out in ["reference", "reference-drafts"] {
        let arguments = ["-q", "build", "--out", out, "--drafts"];
        let n = if out == "reference" { 4 } else { 5 };
        assert!(build(&arguments[..n]).status.success());
    }
    let (public, preview) = (folder.files("reference"), folder.files("reference-drafts"));
    assert!(preview.len() > public.len());

    for round in 0..rounds {
        for out in ["dist/public", "dist/preview"] {
            let _ = std::fs::remove_dir_all(folder.join(out));
        }
        let children = [
            start(folder, &["-q", "build", "--out", "dist/public"]),
            start(folder, &["-q", "build", "--drafts", "--out", "dist/preview"]),
            start(folder, &["-q", "build", "--out", "dist/public"]),
        ];
        for child in children {
            let output = end(child);
            assert!(
                output.status.success(),
                "round {round}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert_eq!(
            difference(&folder.files("dist/public"), &public),
            Vec::<String>::new(),
            "round {round}"
        );
        assert_eq!(
            difference(&folder.files("dist/preview"), &preview),
            Vec::<String>::new(),
            "round {round}"
        );
        let left: Vec<String> =
            folder.files("dist").into_keys().filter(|path| path.contains(".oratory")).collect();
        assert!(left.iter().all(|path| path.ends_with("/.oratory-manifest")), "{left:?}");
    }
}

#[test]
fn builds_at_once_are_whole_and_no_draft_gets_into_the_public_site() {
    rounds(&with_drafts(30), 3);
}

#[test]
fn who_waits_is_told_for_whom() {
    let folder = with_drafts(3);
    std::fs::create_dir(folder.join(".public.oratory")).expect("a folder");
    let lock = std::fs::File::create(folder.join(".public.oratory/lock")).expect("a file");
    lock.lock().expect("a lock");

    let child = start(&folder, &["build"]);
    let mut said = child;
    let mut stderr = std::io::BufReader::new(said.stderr.take().expect("its standard error"));
    let mut line = String::new();
    std::io::BufRead::read_line(&mut stderr, &mut line).expect("a line");
    assert_eq!(line, "Waiting: another process is writing to `public`\n");

    lock.unlock().expect("the lock is free");
    std::io::Read::read_to_string(&mut stderr, &mut line).expect("the rest");
    assert!(said.wait().expect("it ends").success(), "{line}");
    assert!(folder.join("public/index.html").exists());
}

/// Other commands do not wait for a build: they read what it only reads, too.
#[test]
fn a_check_does_not_wait_for_a_build() {
    let folder = with_drafts(3);
    std::fs::create_dir(folder.join(".public.oratory")).expect("a folder");
    let lock = std::fs::File::create(folder.join(".public.oratory/lock")).expect("a file");
    lock.lock().expect("a lock");
    assert!(end(start(&folder, &["-q", "check"])).status.success());
}
