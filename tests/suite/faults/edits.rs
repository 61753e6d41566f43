//! Commands that change the files of a site: whatever happens, all files are old or all are new
//! after the next command, and no more.

use super::fault::{self, Fault};
use super::{Files, content, difference, site};
use crate::cli::{ended, run};
use crate::sites::folder::Folder;

/// A command, and what it needs beside the small site.
struct Deed {
    arguments: &'static [&'static str],
    files: &'static [(&'static str, &'static str)],
}

const RENAME: &Deed = &DEEDS[0];

const DEEDS: &[Deed] = &[
    Deed { arguments: &["-q", "entity", "rename", "ann", "ann-lee"], files: &[] },
    Deed { arguments: &["-q", "entity", "merge", "ben", "ann"], files: &[] },
    Deed {
        arguments: &["-q", "entity", "split", "ann", "mayor", "--names", "Mayor Lee"],
        files: &[],
    },
    Deed {
        arguments: &["-q", "annotate", "--write"],
        files: &[(
            "content/speeches/2026-04-01-new.en.md",
            "---\ntitle: N\ndate: 2026-04-01\n---\n\nBen Oda met Ann Lee.\n",
        )],
    },
    Deed {
        arguments: &["-q", "import", "2026-05-06-notes.txt", "--lang", "en"],
        files: &[(
            "2026-05-06-notes.txt",
            "Notes of the day\n\nANN LEE: Good morning to you all.\n\nBEN ODA: Good morning.\n",
        )],
    },
    Deed {
        arguments: &["-q", "import", "entities", "more.csv", "--kind", "people"],
        files: &[("more.csv", "id,name\ncleo,Cleo Brandt\ndov,Dov Amsel\n")],
    },
    Deed { arguments: &["-q", "new", "person", "eva-stone", "--name", "Eva Stone"], files: &[] },
];

/// The site before the command, and the files after it.
fn states(deed: &Deed) -> (Folder, Files) {
    let folder = before(deed);
    ended(run(&folder, deed.arguments), 0);
    let new = content(&folder);
    (before(deed), new)
}

fn before(deed: &Deed) -> Folder {
    let folder = site("");
    deed.files.iter().for_each(|(path, text)| folder.write(path, text));
    folder
}

/// Fails unless the files are `old` or `new`; says whether they are new.
fn is_new(what: &str, folder: &Folder, old: &Files, new: &Files) -> bool {
    let files = content(folder);
    assert!(
        files == *old || files == *new,
        "{what}: neither old nor new\nto the old: {:?}\nto the new: {:?}",
        difference(&files, old),
        difference(&files, new)
    );
    files == *new && old != new
}

#[test]
fn killed_at_any_call_a_command_is_finished_or_undone_by_the_next_which_says_so() {
    let mut n_said = 0;
    for deed in DEEDS {
        let (folder, new) = states(deed);
        let old = content(&folder);
        for at in 1.. {
            let folder = before(deed);
            if fault::run(&folder, deed.arguments, Fault::Kill, at).code.is_some() {
                assert!(at > 8, "{:?} makes {at} calls", deed.arguments);
                break;
            }
            let next = run(&folder, &["check"]);
            let is_new =
                is_new(&format!("{:?} killed at call {at}", deed.arguments), &folder, &old, &new);
            if next.err.contains("an earlier command had begun") {
                assert!(is_new, "{:?}", next.err);
                n_said += 1;
            }
        }
    }
    assert!(
        n_said >= DEEDS.len(),
        "the next command said only {n_said} times that it finished another"
    );
}

#[test]
fn on_a_disk_that_is_full_nothing_changes() {
    for deed in DEEDS {
        let (folder, new) = states(deed);
        let old = content(&folder);
        for at in 1.. {
            let folder = before(deed);
            let ended = fault::run(&folder, deed.arguments, Fault::Full, at);
            let is_new = is_new(
                &format!("{:?}, disk full at call {at}", deed.arguments),
                &folder,
                &old,
                &new,
            );
            match ended.code {
                Some(0) => {
                    assert!(is_new);
                    break;
                }
                code => assert!(
                    code == Some(2) && !is_new && ended.err.contains("No space left"),
                    "{ended:?}"
                ),
            }
        }
    }
}

#[test]
fn a_call_that_is_refused_is_the_end_of_the_command_or_of_no_consequence() {
    for deed in [&DEEDS[0], &DEEDS[3]] {
        let (folder, new) = states(deed);
        let old = content(&folder);
        let n_calls = fault::count_calls(&before(deed), deed.arguments);
        for at in 1..=n_calls {
            let folder = before(deed);
            let ended = fault::run(&folder, deed.arguments, Fault::Deny, at);
            run(&folder, &["-q", "check"]);
            let is_new =
                is_new(&format!("{:?}, refused at call {at}", deed.arguments), &folder, &old, &new);
            assert!(ended.code == Some(0) && is_new || ended.code == Some(2), "{ended:?}");
        }
    }
}

/// What an editor does: it writes into the file, or writes another and renames it.
const SAVES: &[&str] = &[
    "printf '\\nsaved meanwhile\\n' >> content/speeches/2026-03-02-talk.en.md",
    "cd content/speeches && cp 2026-03-02-talk.en.md ../../.saving && printf '\\nsaved meanwhile\\n' >> ../../.saving && mv ../../.saving 2026-03-02-talk.en.md",
];

#[test]
fn what_an_editor_saves_meanwhile_is_never_overwritten() {
    let path = "content/speeches/2026-03-02-talk.en.md";
    let (folder, new) = states(RENAME);
    let old = content(&folder);
    let n_calls = fault::count_calls(&before(RENAME), RENAME.arguments);
    let mut n_refused = 0;
    for save in SAVES {
        for at in 1..=n_calls {
            let folder = before(RENAME);
            let ended = fault::run(&folder, RENAME.arguments, Fault::Late(save), at);
            let what = format!("saved at call {at}: {ended:?}");
            assert!(folder.read(path).ends_with("saved meanwhile\n"), "{what}");
            n_refused += usize::from(ended.code == Some(2));

            // The other files are of one state, and nothing else is there.
            let mut files = content(&folder);
            let saved = files.remove(path).expect("the file");
            let without = |files: &Files| {
                let mut files = files.clone();
                files.remove(path);
                files
            };
            assert!(
                files == without(&old) || files == without(&new),
                "{what}: {:?}",
                difference(&files, &old)
            );
            let is_of_new = String::from_utf8_lossy(&saved).contains("ann-lee");
            assert!(
                is_of_new == (files == without(&new)),
                "{what}: the file that was saved is of the other state"
            );
        }
    }
    assert!(n_refused > 4, "only {n_refused} of all these were told");
}

#[test]
fn what_is_saved_after_a_kill_is_kept_and_the_others_go_with_it() {
    let path = "content/speeches/2026-03-02-talk.en.md";
    let (folder, new) = states(RENAME);
    let old = content(&folder);
    for at in 1.. {
        let folder = before(RENAME);
        if fault::run(&folder, RENAME.arguments, Fault::Kill, at).code.is_some() {
            break;
        }
        let text = folder.read(path) + "\nsaved afterwards\n";
        folder.write(path, &text);
        run(&folder, &["-q", "check"]);

        assert_eq!(folder.read(path), text, "killed at call {at}");
        let files = content(&folder);
        let expected = if text.contains("ann-lee") { &new } else { &old };
        assert_eq!(difference(&files, expected), [path], "killed at call {at}");
    }
}
