//! The rules of the house, held against the source: who may import whom, where packages and the disk are let in, and how long things are.

#![expect(clippy::disallowed_methods, reason = "tests read the source from the disk")]

mod code;

use code::{Function, code_only, functions, named_under, without_tests, words};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from the ground up. A room imports only rooms of floors below its own. The same list stands in `ARCHITECTURE.md`.
const FLOORS: &[&[&str]] = &[
    &["sources", "lang", "spreadsheet"],
    &["diag", "words", "date", "collation", "changes"],
    &["decode", "fields", "kinds"],
    &["strings", "config", "load"],
    &["corpus"],
    &["parse"],
    &["annotate"],
    &["edit", "import"],
    &["suggest"],
    &["graph"],
    &["html", "registry"],
    &["pictures", "search"],
    &["export"],
    &["pages"],
    &["theme"],
    &["site"],
    &["publish"],
    &["serve"],
    &["cli"],
];

/// What `lib.rs` offers at the root of the crate belongs to the floor of `site`.
const AT_THE_ROOT: &[&str] = &["Options", "Output", "Site", "Stats", "Work", "compile"];

/// Packages that do real work, each with the one room that names it.
const DOORS: &[(&str, &str)] = &[
    ("annotate_snippets", "cli"),
    ("chardetng", "decode"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("csv", "spreadsheet"),
    ("daachorse", "annotate"),
    ("dom_query", "import"),
    ("dom_smoothie", "import"),
    ("encoding_rs", "decode"),
    ("granit_parser", "fields"),
    ("html5gum", "import"),
    ("roxmltree", "import"),
    ("rustix", "publish"),
    ("same_file", "publish"),
    ("sha2", "import"),
    ("zip", "import"),
    ("include_dir", "theme"),
    ("indicatif", "cli"),
    ("jieba_rs", "annotate"),
    ("jiff", "date"),
    ("memchr", "parse"),
    ("mimalloc", "main"),
    ("minify_html", "theme"),
    ("notify_debouncer_full", "serve"),
    ("pinyin", "search"),
    ("pulldown_cmark", "parse"),
    ("quick_xml", "export"),
    ("strsim", "diag"),
    ("syntect", "html"),
    ("tera", "theme"),
    ("httparse", "serve"),
    ("icu_collator", "collation"),
    ("icu_locale_core", "collation"),
    ("toml", "fields"),
    ("unicode_normalization", "annotate"),
    ("walkdir", "load"),
    ("xxhash_rust", "graph"),
];

/// Packages that any room may name: they are a way of writing, not work of their own.
const EVERYWHERE: &[&str] = &["rayon", "serde", "serde_json", "thiserror"];

/// Rooms that touch the disk, the environment, the network and the clock.
const OUTSIDE: &[&str] = &["load", "publish", "serve", "cli", "main"];

/// One file of `src/`.
struct SourceFile {
    /// From `src/`: `graph/lock.rs`.
    path: String,
    /// As it stands.
    text: String,
    /// Without comments, literals and tests; lines keep their numbers.
    code: String,
    /// Lines, those of tests left out.
    n_lines: usize,
}

impl SourceFile {
    /// The room: `graph` of `graph/lock.rs`, `date` of `date.rs`.
    fn room(&self) -> &str {
        let end = self.path.find(['/', '.']).unwrap_or(self.path.len());
        &self.path[..end]
    }

    /// How many modules lie around its code: 1 in `date.rs` and `graph/mod.rs`, 2 in `graph/lock.rs`.
    fn depth(&self) -> usize {
        self.path.matches('/').count() + usize::from(!self.path.ends_with("/mod.rs"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files of `src/` but those of tests, by path.
fn source_files() -> Vec<SourceFile> {
    let mut texts = BTreeMap::new();
    collect(&root().join("src"), "", &mut texts);
    let mut tests = BTreeSet::new();
    let mut files = Vec::new();
    for (path, text) in texts {
        let bare = without_tests(&code_only(&text));
        let folder = path.strip_suffix("mod.rs").map_or_else(|| path.trim_end_matches(".rs").to_owned() + "/", str::to_owned);
        tests.extend(bare.modules.iter().map(|name| format!("{folder}{name}")));
        let n_lines = text.lines().count() - bare.n_lines;
        files.push(SourceFile { path, text, code: bare.code, n_lines });
    }
    let is_test =
        |file: &SourceFile| tests.iter().any(|test| file.path == format!("{test}.rs") || file.path.starts_with(&format!("{test}/")));
    files.retain(|file| !is_test(file));
    files
}

fn collect(folder: &Path, prefix: &str, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        let path = format!("{prefix}{name}");
        if entry.file_type().expect("a kind of file").is_dir() {
            collect(&entry.path(), &format!("{path}/"), texts);
        } else if path.ends_with(".rs") {
            texts.insert(path, fs::read_to_string(entry.path()).expect("a source file"));
        }
    }
}

fn floor_of(room: &str) -> Option<usize> {
    let room = if AT_THE_ROOT.contains(&room) { "site" } else { room };
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Fails with all of `offences`, one a line.
fn none_of(offences: &[String]) {
    assert!(offences.is_empty(), "{} offences\n{}", offences.len(), offences.join("\n"));
}

#[test]
fn every_room_has_a_floor() {
    let rooms: BTreeSet<String> =
        source_files().iter().map(|file| file.room().to_owned()).filter(|room| room != "lib" && room != "main").collect();
    let listed: BTreeSet<String> = FLOORS.iter().flat_map(|rooms| rooms.iter().map(|room| (*room).to_owned())).collect();
    assert_eq!(rooms, listed);
}

#[test]
fn a_room_imports_only_rooms_below_it() {
    let mut offences = Vec::new();
    for file in source_files().iter().filter(|file| !matches!(file.room(), "lib" | "main")) {
        let own = floor_of(file.room()).unwrap();
        for (name, line) in named_under(&file.code, "crate") {
            let is_fine = name == file.room() || floor_of(&name).is_some_and(|floor| floor < own);
            if !is_fine {
                offences.push(format!("src/{}:{line} names crate::{name}", file.path));
            }
        }
        offences.extend(climbs(file));
    }
    none_of(&offences);
}

/// Ways out of the room by `super`, past the eyes of the rule.
fn climbs(file: &SourceFile) -> Vec<String> {
    let is_climb = |at: &usize| {
        let steps = file.code[*at..].split("::").take_while(|part| part.trim() == "super").count();
        steps >= file.depth()
    };
    words(&file.code, "super")
        .iter()
        .filter(|at| is_climb(at))
        .map(|at| format!("src/{}: climbs out of its room: {}", file.path, file.code[*at..].lines().next().unwrap_or_default()))
        .collect()
}

#[test]
fn the_architecture_page_lists_the_same_floors() {
    let Ok(text) = fs::read_to_string(root().join("ARCHITECTURE.md")) else {
        panic!("there is no ARCHITECTURE.md to hold the floors against")
    };
    let parts: Vec<&str> = text.split("<!-- floors -->").collect();
    assert_eq!(parts.len(), 3, "ARCHITECTURE.md has its floors between two `<!-- floors -->`");
    let written: Vec<Vec<&str>> = parts[1]
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_once(". ").map_or(line, |(_, rooms)| rooms).split(',').map(str::trim).collect())
        .collect();
    let expected: Vec<Vec<&str>> = FLOORS.iter().map(|rooms| rooms.to_vec()).collect();
    assert_eq!(written, expected);
}

/// The rooms whose code names a package.
fn rooms_naming(files: &[SourceFile], package: &str) -> BTreeSet<String> {
    let names = |file: &&SourceFile| {
        words(&file.code, package).into_iter().any(|at| {
            let (before, after) = (file.code[..at].trim_end(), file.code[at + package.len()..].trim_start());
            after.starts_with("::") && !before.ends_with("::") || before.ends_with("use") || before.ends_with("extern crate")
        })
    };
    files.iter().filter(names).map(|file| file.room().to_owned()).collect()
}

#[test]
fn each_package_has_one_door() {
    let files = source_files();
    let mut offences = Vec::new();
    for (package, room) in DOORS {
        let rooms = rooms_naming(&files, package);
        if rooms.iter().ne([*room]) {
            offences.push(format!("`{package}` belongs to `{room}` alone and is named in {rooms:?}"));
        }
    }
    none_of(&offences);
}

#[test]
fn every_dependency_has_a_door_and_a_line_in_the_architecture_page() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies: Vec<&String> = manifest["dependencies"].as_table().unwrap().keys().collect();
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let section = page
        .split("## Dependencies")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("ARCHITECTURE.md has a section Dependencies");
    let mut offences = Vec::new();
    for name in dependencies {
        let package = name.replace('-', "_");
        let door = DOORS.iter().find(|(known, _)| *known == package).map(|(_, room)| *room);
        if door.is_none() && !EVERYWHERE.contains(&package.as_str()) {
            offences.push(format!("`{name}` has no door in the table of this test"));
        }
        let line = section.lines().find(|line| {
            line.starts_with("- ")
                && line.split([':', '(']).next().unwrap_or_default()[2..]
                    .split(',')
                    .any(|word| word.split_whitespace().next() == Some(name.as_str()))
        });
        match (line, door) {
            (None, _) => offences.push(format!("`{name}` has no line under Dependencies in ARCHITECTURE.md")),
            (Some(line), Some(room)) if !line.contains(&format!("(`{room}`")) => {
                offences.push(format!("ARCHITECTURE.md does not give `{name}` the door `{room}`: {line}"))
            }
            _ => {}
        }
    }
    none_of(&offences);
}

#[test]
fn disk_environment_network_and_clock_are_met_at_the_doors_only() {
    let mut offences = Vec::new();
    for file in source_files().iter().filter(|file| !OUTSIDE.contains(&file.room())) {
        for (name, line) in named_under(&file.code, "std") {
            if matches!(name.as_str(), "fs" | "env" | "net" | "process") {
                offences.push(format!("src/{}:{line} names std::{name}", file.path));
            }
        }
        for clock in ["SystemTime", "Instant", "now"] {
            if !words(&file.code, clock).is_empty() {
                offences.push(format!("src/{} names `{clock}`", file.path));
            }
        }
    }
    none_of(&offences);
}

/// The value below or at which `share` of the sorted list lies.
fn at_share(sorted: &[usize], share: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index of a short list")]
    let index = (sorted.len() as f64 * share).ceil() as usize;
    sorted[index.clamp(1, sorted.len()) - 1]
}

#[test]
fn functions_are_short() {
    let files = source_files();
    let all: Vec<(&str, Function)> =
        files.iter().flat_map(|file| functions(&file.code).into_iter().map(|function| (file.path.as_str(), function))).collect();
    let mut lengths: Vec<usize> = all.iter().map(|(_, function)| function.n_lines).collect();
    lengths.sort_unstable();
    let (median, nine_in_ten) = (at_share(&lengths, 0.5), at_share(&lengths, 0.9));
    let too_long: Vec<String> = all
        .iter()
        .filter(|(_, f)| f.n_lines > 70)
        .map(|(path, f)| format!("src/{path}:{} `{}` has {} lines", f.line, f.name, f.n_lines))
        .collect();
    none_of(&too_long);
    assert!(lengths.len() > 500, "the measure itself is broken: {} functions found", lengths.len());
    assert!(
        median <= 10 && nine_in_ten <= 35,
        "of {} functions the median is {median}, nine in ten are up to {nine_in_ten}",
        lengths.len()
    );
}

#[test]
fn files_are_short_or_say_why_not() {
    let files = source_files();
    let mut lengths: Vec<usize> = files.iter().map(|file| file.n_lines).collect();
    lengths.sort_unstable();
    let median = at_share(&lengths, 0.5);
    let says_why =
        |file: &SourceFile| file.text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.contains("Long because"));
    let too_long: Vec<String> = files
        .iter()
        .filter(|file| file.n_lines > 400 && !says_why(file))
        .map(|file| format!("src/{} has {} lines and no `//! Long because …`", file.path, file.n_lines))
        .collect();
    none_of(&too_long);
    assert!(median <= 150, "of {} files the median is {median}", lengths.len());
}

#[test]
fn every_file_says_what_it_is_and_keeps_the_small_rules() {
    let mut texts = BTreeMap::new();
    collect(&root().join("src"), "", &mut texts);
    let mut offences: Vec<String> = texts
        .iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| format!("src/{path} does not begin with `//!`"))
        .collect();
    for (path, text) in &texts {
        for (number, line) in text.lines().enumerate() {
            let comment = line.split_once("//").map_or("", |(_, comment)| comment);
            let is_left_over = ["TODO", "FIXME", "XXX", "HACK"].into_iter().any(|mark| comment.contains(mark));
            if is_left_over || line.contains("#[allow") || line.contains("#![allow") {
                offences.push(format!("src/{path}:{} {}", number + 1, line.trim()));
            }
        }
    }
    for file in source_files() {
        for (number, line) in file.code.lines().enumerate() {
            let banned = [".unwrap()", ".unwrap_err()", "todo!(", "unimplemented!(", "dbg!(", "println!(", "print!(", "panic!(", "unsafe "];
            if let Some(word) = banned.into_iter().find(|word| line.contains(word)) {
                offences.push(format!("src/{}:{} has `{word}` outside tests", file.path, number + 1));
            }
        }
    }
    none_of(&offences);
}
