//! Builds of a site that has not changed, or has in some way: each gives what one would give that
//! knows of none before it.

#![expect(clippy::disallowed_methods, reason = "how many edits are tried is a variable")]

use crate::chance::Chance;
use crate::cli::{Run, ended, run};
use crate::sites::folder::Folder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::thread;
use std::time::Duration;

/// What a build says that has nothing to do.
const NOTHING: &str = "Nothing had changed: ";

/// So many edits; `ORATORY_CASES` changes it.
const EDITS: usize = 40;

/// Long enough that the clock of a file system has gone on.
const STEP: Duration = Duration::from_millis(20);

/// A small site with all that a build copies, remembers or leaves waiting.
fn site() -> Folder {
    Folder::with([
        (
            "oratory.toml",
            "title = 'Quay'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\ntheme = 'mine'\n",
        ),
        ("themes/mine/theme.toml", "name = 'mine'\nextends = 'plain'\ntera = '2'\n"),
        ("themes/mine/i18n/en.toml", "home = 'Harbour'\n"),
        ("content/people/ann.md", "---\nname: Ann Lee\nborn: 1970\n---\n\nThe mayor.\n"),
        ("content/people/ben.md", "---\nname: Ben Oda\n---\n"),
        ("content/places/quay.md", "---\nname: {en: Old Quay, zh: 旧码头}\n---\n"),
        (
            "content/speeches/2026-03-01-talk.en.md",
            "---\ntitle: Talk\ndate: 2026-03-01\npeople: [ann]\nplaces: [quay]\n---\n\nAnn Lee was at Old Quay.\n\nShe stayed.\n",
        ),
        (
            "content/speeches/2026-03-01-talk.zh.md",
            "---\ntitle: 讲话\ndate: 2026-03-01\nplaces: [quay]\n---\n\n她到了旧码头。\n",
        ),
        ("content/speeches/2026-03-01-talk/chart.svg", "<svg>one</svg>\n"),
        ("content/speeches/2026-03-01-talk/words.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAnn\n"),
        (
            "content/speeches/2026-03-02-later.en.md",
            "---\ntitle: Later\ndate: 2026-03-02\nembargo: 2026-03-10T12:00Z\n---\n\nIt was kept back.\n",
        ),
        (
            "content/speeches/2026-03-12-planned.en.md",
            "---\ntitle: Planned\ndate: 2026-03-12\nplaces: [pier]\n---\n\nIt will be said.\n",
        ),
        ("static/notes.txt", "of the harbour\n"),
    ])
}

fn is_of_site(path: &str) -> bool {
    !path.starts_with("public/") && !path.starts_with(".oratory-cache/")
}

/// What people write, and the locks.
fn sources(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let mut files = folder.files("");
    files.retain(|path, _| is_of_site(path));
    files
}

/// The same site in a folder in which nothing was built before.
fn anew(folder: &Folder) -> Folder {
    let other = Folder::new();
    for (path, bytes) in sources(folder) {
        other.write(&path, bytes);
    }
    other
}

fn is_nothing(run: &Run) -> bool {
    run.err.contains(NOTHING)
}

#[test]
fn what_has_not_changed_is_not_built_again() {
    let folder = site();
    thread::sleep(STEP);
    let at = "2026-03-05T12:00Z";
    let first = ended(run(&folder, &["build", "--as-of", at]), 0);
    assert!(first.err.contains("Built ") && first.err.contains("warning"), "{first:?}");
    let (public, all) = (folder.files("public"), folder.files(""));

    // The first build has written locks, and the second finds them.
    for arguments in [["build", "--as-of", at], ["build", "--as-of", "2026-03-06T09:59Z"]] {
        let again = ended(run(&folder, &arguments), 0);
        assert!(is_nothing(&again), "{again:?}");
        let mistakes = |run: &Run| run.err.split(" had changed: ").next().map(str::to_owned);
        assert!(
            first.err.starts_with(mistakes(&again).unwrap().trim_end_matches("Nothing")),
            "{first:?}\n{again:?}"
        );
        let tally = |run: &Run| {
            let line = run.err.lines().find(|line| line.contains(" pages from ")).expect("a tally");
            let counted = line.split(" in ").next().expect("a beginning");
            (
                counted.trim_start_matches("Built ").trim_start_matches(NOTHING).to_owned(),
                line.split(" s ").nth(1).map(str::to_owned),
            )
        };
        assert_eq!(tally(&again), tally(&first));
    }
    assert_eq!(folder.files(""), all);

    let chinese = ended(run(&folder, &["build", "--as-of", at, "--messages", "zh"]), 0);
    assert!(chinese.err.contains("没有变化："), "{chinese:?}");
    let told = ended(run(&folder, &["build", "--as-of", at, "--format", "json"]), 0);
    assert!(is_nothing(&told) && told.out.contains("undescribed"), "{told:?}");
    assert_eq!(ended(run(&folder, &["-q", "build", "--as-of", at]), 0).err, "");

    // The day ends, or an embargo does.
    for (at, is_there) in [("2026-03-06T10:00Z", false), ("2026-03-10T12:00Z", true)] {
        let built = ended(run(&folder, &["build", "--as-of", at]), 0);
        assert!(!is_nothing(&built), "{at}: {built:?}");
        assert_eq!(folder.join("public/speeches/2026-03-02-later.html").exists(), is_there);
    }

    // Where what is kept is gone, all is built, to the same bytes.
    fs::remove_dir_all(folder.join(".oratory-cache")).expect("a folder");
    let built = ended(run(&folder, &["build", "--as-of", at]), 0);
    assert!(!is_nothing(&built) && folder.files("public") == public, "{built:?}");
}

#[test]
fn a_site_with_mistakes_stays_as_it_is_and_so_does_what_is_known_of_it() {
    let folder = site();
    thread::sleep(STEP);
    let build = ["build", "--as-of", "2026-03-05T12:00Z"];
    ended(run(&folder, &build), 0);
    folder.write("content/speeches/2026-03-03-slip.en.md", "---\ntitle: S\ndate: soon\n---\n");
    for _ in 0..2 {
        assert!(!is_nothing(&ended(run(&folder, &build), 1)));
    }
    folder.remove("content/speeches/2026-03-03-slip.en.md");
    assert!(is_nothing(&ended(run(&folder, &build), 0)));

    // Warnings forbid it, if so asked, each time.
    for _ in 0..2 {
        let strict = [&build[..], &["--strict"]].concat();
        assert!(!is_nothing(&ended(run(&folder, &strict), 1)));
    }
}

#[test]
fn what_is_told_only_once_is_not_told_again() {
    let folder = site();
    let build = ["build", "--as-of", "2026-03-05T12:00Z", "--format", "json"];
    ended(run(&folder, &build), 0);
    // A person gets another id by hand: whom the old address means is a guess, of somebody new.
    folder.remove("content/people/ben.md");
    folder.write("content/people/ben-oda.md", "---\nname: Ben Oda\n---\n");
    for _ in 0..3 {
        thread::sleep(STEP);
        let clean = anew(&folder);
        let (built, expected) = (ended(run(&folder, &build), 0), ended(run(&clean, &build), 0));
        assert_eq!(built.out, expected.out);
    }
    assert!(is_nothing(&ended(run(&folder, &build), 0)));
}

/// A site under edits, and what was asked of the last build.
struct Edited {
    folder: Folder,
    chance: Chance,
    options: Vec<&'static str>,
    as_of: &'static str,
    /// Files in the output folder that are somebody else's.
    foreign: BTreeSet<String>,
    /// The sources as they were at some time.
    former: BTreeMap<String, Vec<u8>>,
}

/// Moments on both sides of the embargo and of the days of speeches.
const MOMENTS: [&str; 5] = [
    "2026-03-05T12:00Z",
    "2026-03-10T11:59Z",
    "2026-03-10T12:00Z",
    "2026-03-11T10:00Z",
    "2026-03-12T00:00Z",
];

const OPTIONS: [&[&str]; 7] = [
    &[],
    &[],
    &["--drafts"],
    &["--base-url", "https://example.net/talks"],
    &["--no-minify"],
    &["--compress"],
    &["--jobs", "1"],
];

impl Edited {
    /// One of the files of which `is_wanted` holds; none where there is none.
    fn one(&mut self, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
        let mut paths: Vec<String> = self.folder.files("").into_keys().collect();
        paths.retain(|path| is_wanted(path));
        if paths.is_empty() {
            return None;
        }
        let at = self.chance.below(paths.len());
        Some(paths.swap_remove(at))
    }

    /// Writes as many bytes over a file, or more.
    fn overwrite(&mut self, path: &str) {
        let mut bytes = fs::read(self.folder.join(path)).expect("a file that can be read");
        match (self.chance.below(2), bytes.last_mut()) {
            (0, Some(last)) => *last ^= 1,
            _ => bytes.extend(b"more\n"),
        }
        self.folder.write(path, bytes);
    }

    /// Does something to the site, its output or what is asked, and says what.
    fn edit(&mut self) -> String {
        let (kind, number) = (self.chance.below(23), self.chance.below(1000));
        match kind {
            0..=4 => self.edit_content(kind),
            5..=8 => self.edit_output(kind, number),
            9..=14 => self.edit_settings(kind, number),
            15 => {
                self.go_back();
                "all as it was".to_owned()
            }
            _ => "nothing".to_owned(),
        }
    }

    fn edit_content(&mut self, kind: usize) -> String {
        let is_text = |path: &str| is_of_site(path) && path.ends_with(".md");
        let is_person = |path: &str| is_text(path) && path.contains("people");
        let is_media = |path: &str| {
            is_of_site(path) && [".svg", ".txt", ".vtt"].iter().any(|end| path.ends_with(end))
        };
        let path = match kind {
            0..=2 => self.one(is_text),
            3 => self.one(is_person),
            _ => self.one(is_media),
        };
        let Some(path) = path else {
            return "nothing".to_owned();
        };

        match kind {
            0 | 1 => {
                let text = self.folder.read(&path);
                self.folder.write(&path, format!("{text}\nWords, {} of them.\n", text.len()));
            }
            2 if self.former.contains_key(&path) => self.folder.remove(&path),
            2 => {}
            3 => {
                let text = self.folder.read(&path);
                self.folder.write(&path, text.replacen("name: ", "name: Dr ", 1));
            }
            _ => self.overwrite(&path),
        }
        format!("{kind} with {path}")
    }

    fn edit_output(&mut self, kind: usize, number: usize) -> String {
        match kind {
            5 | 6 => {
                let foreign = self.foreign.clone();
                let is_ours = |path: &str| {
                    path.starts_with("public/")
                        && !foreign.contains(path)
                        && !path.ends_with("manifest")
                };
                let Some(path) = self.one(is_ours) else {
                    return "nothing".to_owned();
                };
                if kind == 5 {
                    self.overwrite(&path);
                } else {
                    self.folder.remove(&path);
                }
                format!("{path} by hand")
            }
            7 => {
                let path = format!("public/mine-{}.txt", number % 4);
                self.folder.write(&path, format!("{number}"));
                self.foreign.insert(path.clone());
                format!("somebody's {path}")
            }
            _ => {
                let _ = fs::remove_file(self.folder.join("public/.oratory-manifest"));
                "no manifest".to_owned()
            }
        }
    }

    fn edit_settings(&mut self, kind: usize, number: usize) -> String {
        match kind {
            9 => {
                let title = format!("title = 'Quay {number}'");
                let config = self.folder.read("oratory.toml");
                let line = config.lines().next().expect("a line").to_owned();
                self.folder.write("oratory.toml", config.replace(&line, &title));
                title
            }
            10 => {
                self.folder.write("themes/mine/i18n/en.toml", format!("home = 'Home {number}'\n"));
                "a word of the theme".to_owned()
            }
            11 => {
                let path = format!("static/{}.txt", number % 3);
                self.folder.write(&path, format!("{number}"));
                path
            }
            12 => match self.one(|path| path.starts_with("content/ids/")) {
                Some(path) => {
                    self.folder.remove(&path);
                    format!("without {path}")
                }
                None => "nothing".to_owned(),
            },
            _ => {
                self.options = OPTIONS[number % OPTIONS.len()].to_vec();
                self.as_of = MOMENTS[self.chance.below(MOMENTS.len())];
                format!("{:?} as of {}", self.options, self.as_of)
            }
        }
    }

    /// Has all be as it was, as version control does it; but for the locks.
    fn go_back(&self) {
        for path in sources(&self.folder).keys().filter(|path| !path.contains("/ids/")) {
            self.folder.remove(path);
        }
        for (path, bytes) in &self.former {
            self.folder.write(path, bytes);
        }
    }

    /// What is published, and is nobody else's.
    fn published(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.folder.files("public");
        files.retain(|path, _| !self.foreign.contains(&format!("public/{path}")));
        files
    }
}

#[test]
fn whatever_is_edited_a_build_gives_what_a_first_one_would() {
    let n_edits = std::env::var("ORATORY_CASES").ok().and_then(|n| n.parse().ok());
    let folder = site();
    let former = sources(&folder);
    let (as_of, options) = (MOMENTS[0], Vec::new());
    let mut edited =
        Edited { folder, chance: Chance(11), options, as_of, foreign: BTreeSet::new(), former };

    let mut n_nothing = 0;
    let mut done = Vec::new();
    let n_edits = n_edits.unwrap_or(EDITS);
    for _ in 0..n_edits {
        done.push(edited.edit());
        // Half of all edits are made at once before a build.
        if edited.chance.below(2) == 0 {
            done.push(edited.edit());
        }
        thread::sleep(STEP * u32::from(edited.chance.below(3) > 0));

        // What was published and changed by hand after its list was lost is taken for somebody's.
        let mut arguments = vec!["--format", "json", "build", "--force", "--as-of", edited.as_of];
        arguments.extend(&edited.options);
        let clean = anew(&edited.folder);
        let (built, expected) = (run(&edited.folder, &arguments), run(&clean, &arguments));
        n_nothing += usize::from(is_nothing(&built));

        let shown = || format!("{built:?}\n{expected:?}\n{done:#?}");
        assert_eq!(built.code, expected.code, "{}", shown());
        assert_eq!(built.out, expected.out, "{}", shown());
        assert_eq!(sources(&edited.folder), sources(&clean), "{}", shown());
        if built.code == 0 {
            let (files, wanted) = (edited.published(), clean.files("public"));
            let differing = files.keys().chain(wanted.keys());
            let differing: BTreeSet<&String> =
                differing.filter(|path| files.get(*path) != wanted.get(*path)).collect();
            assert!(differing.is_empty(), "{differing:?}\n{}", shown());
        }
    }
    assert!(n_nothing >= n_edits / 15, "{n_nothing} of {n_edits}");
}
