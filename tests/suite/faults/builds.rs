//! Builds that are stopped or refused in the midst: the output folder is the old site or the new
//! one, whole, and what is someone else's in it is there all the time.

use super::fault::{self, Fault};
use super::{Files, difference, site};
use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Files of someone else's that may lie in an output folder, and with which it is exchanged.
const FOREIGN: &[(&str, &str)] = &[("CNAME", "talks.example\n"), ("people/notes.txt", "mine\n")];

/// Folders of someone else's, with which it is not.
const FOREIGN_FOLDERS: &[(&str, &str)] =
    &[(".git/HEAD", "ref: refs/heads/pages\n"), (".well-known/security.txt", "Contact: …\n")];

/// What lies in an output folder before the build that goes wrong.
struct Stage {
    name: &'static str,
    /// Whether a site was published there.
    has_old: bool,
    foreign: Vec<(&'static str, &'static str)>,
}

fn stages() -> [Stage; 3] {
    let both = FOREIGN.iter().chain(FOREIGN_FOLDERS).copied().collect();
    [
        Stage { name: "the first build", has_old: false, foreign: Vec::new() },
        Stage { name: "an exchange", has_old: true, foreign: FOREIGN.to_vec() },
        Stage { name: "a journal", has_old: true, foreign: both },
    ]
}

impl Stage {
    /// A site that changed since it was published.
    fn set(&self) -> Folder {
        let folder = if self.has_old { site("") } else { site(" and stayed") };
        if self.has_old {
            ended(run(&folder, &["-q", "build"]), 0);
            change(&folder);
        }
        self.foreign.iter().for_each(|(path, text)| folder.write(&format!("public/{path}"), text));
        folder
    }

    /// The output before and after the build.
    fn outputs(&self) -> (Files, Files) {
        let folder = self.set();
        let old = folder.files("public");
        ended(run(&folder, &["-q", "build"]), 0);
        (old, folder.files("public"))
    }

    fn inodes(&self, folder: &Folder) -> Vec<u64> {
        let inode = |path: &str| {
            fs::metadata(folder.join("public").join(path)).map_or(0, |there| there.ino())
        };
        self.foreign.iter().map(|(path, _)| inode(path)).collect()
    }
}

/// Changes one page, removes one and adds one.
fn change(folder: &Folder) {
    folder.edit("content/people/ann.md", "The mayor.", "The mayor of the old town.");
    folder.remove("content/speeches/2026-03-03-talk.en.md");
    folder.write(
        "content/speeches/2026-03-09-talk.en.md",
        "---\ntitle: Day 9\ndate: 2026-03-09\n---\n\nAt last.\n",
    );
}

/// Fails unless the output is `old` or `new`, or, where there was none, is none.
fn assert_whole(what: &str, folder: &Folder, old: &Files, new: &Files) -> bool {
    let files = folder.files("public");
    assert!(
        files == *old || files == *new,
        "{what}: neither old nor new\nto the old: {:?}\nto the new: {:?}",
        difference(&files, old),
        difference(&files, new)
    );
    files == *new
}

/// Of the calls, which write page by page, one in so many; a prime, so that no kind of call is
/// passed over. The long forms try all.
fn some(n_calls: usize) -> Vec<usize> {
    (1..=n_calls).filter(|at| at % 11 == 0).collect()
}

#[test]
fn killed_at_any_call_a_build_leaves_the_old_site_or_the_new_one() {
    killed_at(some);
}

/// Builds that are killed at those of their calls that `which` chooses.
pub(super) fn killed_at(which: fn(usize) -> Vec<usize>) {
    for stage in stages() {
        let (old, new) = stage.outputs();
        let n_calls = fault::count_calls(&stage.set(), &["-q", "build"]);
        for at in which(n_calls) {
            let folder = stage.set();
            let inodes = stage.inodes(&folder);
            fault::run(&folder, &["-q", "build"], Fault::Kill, at);
            let what = format!("{}, killed at call {at} of {n_calls}", stage.name);
            assert_eq!(stage.inodes(&folder), inodes, "{what}: files of someone else's");

            // Where files are moved one by one, the next command finishes it: any that reads the
            // site.
            if stage.name == "a journal" {
                run(&folder, &["-q", "check"]);
            }
            assert_whole(&what, &folder, &old, &new);
            assert_eq!(stage.inodes(&folder), inodes, "{what}: files of someone else's");

            ended(run(&folder, &["-q", "build"]), 0);
            assert_whole(&format!("{what}, and built again"), &folder, &new, &new);
            let left: Vec<String> =
                folder.files("").into_keys().filter(|path| path.contains(".oratory/")).collect();
            assert_eq!(left, Vec::<String>::new(), "{what}: something is left lying about");
        }
    }
}

#[test]
fn on_a_disk_that_is_full_the_old_site_stays() {
    full_at(some);
}

/// Builds on a disk that is full from those calls on that `which` chooses.
pub(super) fn full_at(which: fn(usize) -> Vec<usize>) {
    for stage in stages() {
        let (old, new) = stage.outputs();
        let n_calls = fault::count_calls(&stage.set(), &["-q", "build"]);
        for at in which(n_calls) {
            let folder = stage.set();
            let ended = fault::run(&folder, &["-q", "build"], Fault::Full, at);
            let is_new =
                assert_whole(&format!("{}, full at call {at}", stage.name), &folder, &old, &new);
            assert!(
                ended.code == Some(0) && is_new || ended.code == Some(2) && !is_new,
                "{}, {at}: {ended:?}",
                stage.name
            );
        }
    }
}

#[test]
fn a_call_that_is_refused_leaves_the_old_site_or_the_new_one() {
    for stage in stages() {
        let (old, new) = stage.outputs();
        let n_calls = fault::count_calls(&stage.set(), &["-q", "build"]);
        for at in some(n_calls) {
            let folder = stage.set();
            let inodes = stage.inodes(&folder);
            let ended = fault::run(&folder, &["-q", "build"], Fault::Deny, at);
            let what = format!("{}, refused at call {at} of {n_calls}: {ended:?}", stage.name);
            let has_old = assert_whole(&what, &folder, &old, &new);
            assert!(ended.code == Some(2) || has_old, "{what}");
            assert_eq!(stage.inodes(&folder), inodes, "{what}: files of someone else's");
        }
    }
}

#[test]
fn what_someone_writes_into_the_output_meanwhile_stays() {
    let stage = &stages()[1];
    let n_calls = fault::count_calls(&stage.set(), &["-q", "build"]);
    let saves = [
        ("printf 'other.example\\n' > .new && mv .new public/CNAME", "CNAME", "other.example\n"),
        ("printf late > public/people/late.txt", "people/late.txt", "late"),
        (
            "mkdir -p public/.well-known && printf late > public/.well-known/late",
            ".well-known/late",
            "late",
        ),
    ];
    for (save, path, text) in saves {
        for at in (1..=n_calls).filter(|at| at % 7 == 0) {
            let folder = stage.set();
            let ended = fault::run(&folder, &["-q", "build"], Fault::Late(save), at);
            let what = format!("`{save}` before call {at} of {n_calls}: {ended:?}");
            assert_eq!(ended.code, Some(0), "{what}");
            assert!(folder.join("public").join(path).exists(), "{what}");
            assert_eq!(folder.read(&format!("public/{path}")), text, "{what}");
        }
    }
}

#[test]
fn files_of_others_are_there_at_every_moment() {
    for stage in &stages()[1..] {
        let folder = stage.set();
        let (is_over, missing) = (AtomicBool::new(false), AtomicBool::new(false));
        let there: Vec<_> =
            stage.foreign.iter().map(|(path, _)| folder.join("public").join(path)).collect();
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    if !there.iter().all(|path| path.exists()) {
                        missing.store(true, Ordering::Relaxed);
                    }
                }
            });
            for word in ["one", "two", "three"] {
                folder.write(
                    "content/people/ben.md",
                    format!("---\nname: Ben Oda\n---\n\nNumber {word}.\n"),
                );
                ended(run(&folder, &["-q", "build"]), 0);
            }
            is_over.store(true, Ordering::Relaxed);
        });
        assert!(
            !missing.into_inner(),
            "{}: a file of someone else's was gone for a moment",
            stage.name
        );
    }
}

#[test]
fn a_program_that_stands_in_the_folder_is_not_left_in_the_old_one() {
    let folder = site("");
    ended(run(&folder, &["-q", "build"]), 0);
    let server = Command::new("sleep").arg("60").current_dir(folder.join("public")).spawn();
    let mut server = server.expect("a process that stands there");
    let inode = || fs::metadata(folder.join("public")).expect("the folder").ino();
    let before = inode();

    change(&folder);
    let built = run(&folder, &["-q", "build"]);
    let (while_stood_in, is_new) =
        (inode(), folder.join("public/speeches/2026-03-09-talk.html").exists());
    server.kill().expect("a signal");
    server.wait().expect("it ends");
    ended(built, 0);
    assert!(is_new && while_stood_in == before);

    folder.edit("content/speeches/2026-03-09-talk.en.md", "At last.", "At long last.");
    ended(run(&folder, &["-q", "build"]), 0);
    assert_ne!(inode(), before, "where nobody stands the folder is exchanged");
}

/// Runs a command line as a user who is not root; tests often are.
fn as_a_user(folder: &Folder, arguments: &[&str]) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_oratory");
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let mut command = if is_root {
        // Part of util-linux, so every machine on which one can be root has it.
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", program]);
        command
    } else {
        Command::new(program)
    };
    // Where `CI` is set, builds give no new numbers.
    command.env_remove("CI").env("LC_ALL", "C").current_dir(folder.path()).args(arguments);
    command.output().expect("a user who is not root")
}

/// Gives all of a folder to the user who is not root.
fn give(path: &Path) {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if is_root {
        let given = Command::new("chown").args(["-R", "65534:65534"]).arg(path).status();
        assert!(given.is_ok_and(|status| status.success()));
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
        .expect("permissions that can be set");
}

#[test]
fn where_the_parent_cannot_be_written_the_folder_itself_can() {
    let folder = site("");
    fs::create_dir_all(folder.join("www/html")).expect("a folder");
    give(folder.path());
    set_mode(&folder.join("www"), 0o555);

    for said in ["Good morning.", "Good evening."] {
        folder.write(
            "content/speeches/2026-03-01-talk.en.md",
            format!("---\ntitle: T\ndate: 2026-03-01\n---\n\n{said}\n"),
        );
        give(&folder.join("content"));
        let output = as_a_user(&folder, &["-q", "build", "--out", "www/html"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(folder.read("www/html/speeches/2026-03-01-talk.html").contains(said));
        assert!(!folder.join("www/html/.oratory").exists());
    }
    set_mode(&folder.join("www"), 0o755);
}

#[test]
fn where_only_the_content_can_be_written_it_is_changed_all_the_same() {
    let folder = site("");
    give(&folder.join("content"));
    set_mode(folder.path(), 0o555);
    let output = as_a_user(&folder, &["-q", "entity", "rename", "ann", "ann-lee"]);
    set_mode(folder.path(), 0o755);

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.read("content/speeches/2026-03-01-talk.en.md").contains("ann-lee"));
    assert!(!folder.join("content/.oratory").exists() && !folder.join(".oratory").exists());
}

#[test]
fn a_subfolder_that_cannot_be_written_makes_no_mixture() {
    let folder = site("");
    give(folder.path());
    assert!(as_a_user(&folder, &["-q", "build"]).status.success());
    let old = folder.files("public");
    set_mode(&folder.join("public/speeches"), 0o555);

    change(&folder);
    give(&folder.join("content"));
    let output = as_a_user(&folder, &["-q", "build"]);
    let files = folder.files("public");
    set_mode(&folder.join("public/speeches"), 0o755);
    ended(run(&folder, &["-q", "build", "--out", "reference"]), 0);
    let is_whole = files == old || files == folder.files("reference");
    assert!(is_whole, "{:?}: {:?}", output.status, difference(&files, &old));
}

#[test]
fn an_output_among_the_sources_is_refused_however_it_is_written() {
    let folder = site("");
    std::os::unix::fs::symlink(folder.join("content"), folder.join("link")).expect("a link");
    fs::create_dir(folder.join("themes")).expect("a folder");
    let before = folder.files("");
    for out in [
        "content",
        "content/site",
        "./content/new/deep/",
        "public/../content/x",
        "no/such/../../content/x",
        "link",
        "link/x",
        "themes/../themes/x",
        folder.join("content/site").to_str().expect("UTF-8"),
    ] {
        let refused = ended(run(&folder, &["build", "--out", out]), 2);
        assert!(refused.err.contains("choose another folder"), "{out}: {}", refused.err);
        assert_eq!(difference(&folder.files(""), &before), Vec::<String>::new(), "{out}");
    }
    // Beside them, a name that begins as theirs does is no offence.
    ended(run(&folder, &["-q", "build", "--out", "content-built"]), 0);
}
