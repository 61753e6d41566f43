//! The rules of the house, held against the source and against `ARCHITECTURE.md`, which is where
//! they are written: who may import whom, where packages and the disk are let in, and what every
//! file begins with.

#![expect(clippy::disallowed_methods, reason = "tests read the source from the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Packages that any room may name: they are a way of writing, not work of their own.
const EVERYWHERE: &[&str] = &["memchr", "rayon", "rustc-hash", "serde", "serde_json", "thiserror"];

/// What `lib.rs` offers to the wings above a wing.
const VERBS: &[(&str, &str)] = &[
    ("understand", "reading"),
    ("understand_again", "reading"),
    ("compose", "site"),
    ("compose_again", "site"),
];

/// Wings and rooms that touch the disk, the environment, the network and the clock.
const OUTSIDE: &[&str] = &["disk", "cli", "main"];

/// One file of `src/`, its comments and tests left out.
struct SourceFile {
    /// From `src/`: `reading/graph/lock.rs`.
    path: String,
    /// The folders and the file: `reading`, `graph`, `lock`.
    modules: Vec<String>,
    lines: Vec<(usize, String)>,
}

impl SourceFile {
    fn wing(&self) -> &str {
        &self.modules[0]
    }

    /// The wing's own file counts as a room without a name.
    fn room(&self) -> &str {
        self.modules.get(1).map_or("", String::as_str)
    }

    /// What stands behind `root::` in its code: the modules of each path, with its line.
    fn paths_under(&self, root: &str) -> Vec<(usize, Vec<&str>)> {
        let mut paths = Vec::new();
        for (number, line) in &self.lines {
            for (at, _) in line.match_indices(root) {
                let is_whole = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let rest = line[at + root.len()..].strip_prefix("::");
                if let (true, Some(names)) =
                    (is_whole, rest.and_then(|rest| rest.strip_prefix('{')))
                {
                    let names = names.split('}').next().unwrap_or_default().split(", ");
                    paths.extend(names.map(|name| (*number, vec![name])));
                } else if let (true, Some(rest)) = (is_whole, rest) {
                    let end = rest.find(|c: char| !c.is_alphanumeric() && !"_:".contains(c));
                    let path = &rest[..end.unwrap_or(rest.len())];
                    paths.push((*number, path.split("::").collect()));
                }
            }
        }
        paths
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md")
}

/// Every `.rs` file under `folder`, by its path from `src/`.
fn collect(folder: &Path, prefix: &str, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().expect("a name").display());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), texts);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            texts.insert(name, fs::read_to_string(&path).expect("a source file"));
        }
    }
}

fn texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    collect(&root().join("src"), "", &mut texts);
    assert!(texts.len() > 200, "the source is not where it was: {} files found", texts.len());
    texts
}

/// The files of `src/` but those of tests. In a file tests come last, so all behind `#[cfg(test)]`
/// and a module is one.
fn source_files() -> Vec<SourceFile> {
    let is_test =
        |path: &str| path.split(['/', '.']).any(|part| part == "tests" || part == "fixture");
    let mut files = Vec::new();
    for (path, text) in texts() {
        if is_test(&path) {
            continue;
        }
        let modules = path.trim_end_matches(".rs").trim_end_matches("/mod").split('/');
        let numbered: Vec<(usize, &str)> = (1..).zip(text.lines()).collect();
        let tests = numbered.windows(2).position(|pair| {
            pair[0].1 == "#[cfg(test)]" && pair[1].1.starts_with("mod ") && pair[1].1.ends_with('{')
        });
        let code = numbered[..tests.unwrap_or(numbered.len())].iter();
        let is_comment = |line: &str| line.trim_start().starts_with("//");
        files.push(SourceFile {
            modules: modules.map(str::to_owned).collect(),
            lines: code
                .filter(|(_, line)| !is_comment(line))
                .map(|(number, line)| (*number, (*line).to_owned()))
                .collect(),
            path,
        });
    }
    files
}

/// The wings from the ground up, each with its rooms; a wing without a list is one room.
fn wings() -> Vec<(String, Vec<String>)> {
    let page = architecture();
    let list = page.split("<!-- wings -->").nth(1).expect("the list of wings");
    let wing = |line: &str| {
        let (name, rooms) = line.split_once(". ")?.1.split_once(':')?;
        let rooms = rooms.split(',').map(|room| room.trim().to_owned());
        Some((name.to_owned(), rooms.filter(|room| !room.is_empty()).collect()))
    };
    list.lines().filter_map(wing).collect()
}

/// Fails with all of `offences`, one a line.
fn none_of(offences: &[String]) {
    assert!(offences.is_empty(), "{} offences\n{}", offences.len(), offences.join("\n"));
}

#[test]
fn the_architecture_page_lists_every_wing_and_room() {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in source_files().iter().filter(|file| !["lib", "main"].contains(&file.wing())) {
        let rooms = found.entry(file.wing().to_owned()).or_default();
        rooms.extend(file.modules.get(1).cloned());
    }
    for (wing, rooms) in wings() {
        let found = found.remove(&wing).unwrap_or_else(|| panic!("there is no wing {wing}"));
        assert!(rooms.is_empty() || found == rooms.iter().cloned().collect(), "{wing}: {found:?}");
    }
    assert!(found.is_empty(), "not in the list: {found:?}");
}

#[test]
fn a_room_imports_only_what_lies_below_it() {
    let wings = wings();
    let height = |path: &[&str]| {
        let verb = VERBS.iter().find(|(verb, _)| path.first() == Some(verb));
        let wing = verb.map_or_else(|| path.first().copied(), |(_, wing)| Some(*wing))?;
        let at = wings.iter().position(|(name, _)| name == wing)?;
        let room = path.get(1).and_then(|room| wings[at].1.iter().position(|known| known == room));
        Some((at, room))
    };
    let mut offences = Vec::new();
    for file in source_files().iter().filter(|file| !["lib", "main"].contains(&file.wing())) {
        let own = height(&[file.wing(), file.room()]).expect("a wing of the list");
        for (line, path) in file.paths_under("crate") {
            let is_own_room = path[0] == file.wing() && path.get(1) == Some(&file.room());
            let is_below = height(&path).is_some_and(|there| {
                there.0 < own.0 || there.0 == own.0 && (own.1.is_none() || there.1 < own.1)
            });
            if !is_own_room && !is_below {
                offences.push(format!("src/{}:{line} names crate::{}", file.path, path.join("::")));
            }
        }
        // Out of the room by `super`, past the eyes of the rule.
        let way_up = file.modules.len()
            - if wings[own.0].1.is_empty() { 1 } else { 2.min(file.modules.len()) };
        for (line, path) in file.paths_under("super") {
            if 1 + path.iter().take_while(|part| **part == "super").count() > way_up {
                offences.push(format!("src/{}:{line} climbs out of its room", file.path));
            }
        }
    }
    none_of(&offences);
}

/// A dependency's line under `## Dependencies`: `- name, name (`room`, …): why this one`.
fn line_of<'p>(section: &'p str, package: &str) -> Option<&'p str> {
    let names =
        |line: &'p str| line.strip_prefix("- ").and_then(|line| line.split(['(', ':']).next());
    let is_named =
        |names: &str| names.split(',').any(|name| name.split(' ').any(|word| word == package));
    section.lines().find(|line| names(line).is_some_and(is_named))
}

#[test]
fn every_dependency_has_a_line_in_the_architecture_page_and_one_door() {
    let manifest: toml::Table =
        fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let page = architecture();
    let section = page.split("## Dependencies").nth(1).expect("a section Dependencies");
    let section = section.split("\n## ").next().unwrap_or_default();
    let files = source_files();

    let mut offences = Vec::new();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        let Some(line) = line_of(section, name) else {
            offences.push(format!("`{name}` has no line under Dependencies in ARCHITECTURE.md"));
            continue;
        };
        if EVERYWHERE.contains(&name.as_str()) {
            continue;
        }
        let door = line.split('`').nth(1).unwrap_or_default();
        let package = name.replace('-', "_");
        let is_door = |file: &&SourceFile| file.modules.join("/").starts_with(door);
        let naming: Vec<&SourceFile> =
            files.iter().filter(|file| !file.paths_under(&package).is_empty()).collect();
        if door.is_empty() || naming.is_empty() {
            offences.push(format!("`{name}` has no door, or nobody names it: {line}"));
        }
        for file in naming.into_iter().filter(|file| !is_door(file)) {
            offences.push(format!("src/{} names `{name}`, whose door is `{door}`", file.path));
        }
    }
    none_of(&offences);
}

#[test]
fn disk_environment_network_and_clock_are_met_at_the_doors_only() {
    let mut offences = Vec::new();
    for file in source_files().iter().filter(|file| !OUTSIDE.contains(&file.wing())) {
        let paths = file.paths_under("std").into_iter();
        let is_outside = |path: &[&str]| {
            matches!(path[0], "fs" | "env" | "net" | "process" | "os")
                || path.contains(&"SystemTime")
                || path.contains(&"Instant")
        };
        offences.extend(paths.filter(|(_, path)| is_outside(path)).map(|(line, path)| {
            format!("src/{}:{line} names std::{}", file.path, path.join("::"))
        }));
    }
    none_of(&offences);
}

/// What the guide says of `--features full`.
#[test]
fn released_binaries_have_every_feature_and_full_is_their_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a file of the repository");
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let features = manifest["features"].as_table().expect("features");
    let of = |name: &str| -> BTreeSet<&str> {
        let list = features[name].as_array().expect("a list");
        list.iter().filter_map(toml::Value::as_str).collect()
    };
    let mut all: BTreeSet<&str> = features.keys().map(String::as_str).collect();
    all.retain(|name| !["default", "full"].contains(name));
    assert_eq!(&of("full") | &of("default"), all);

    // The guide names them all, by what they are good for.
    let said = [
        ("avif", "AVIF"),
        ("brotli", "Brotli copies"),
        ("lsp", "a server for editors"),
        ("man", "pages for `man`"),
        ("parquet", "Parquet"),
        ("pdf", "PDFs"),
        ("pictures", "photos in sizes for screens"),
    ];
    assert_eq!(of("full"), said.iter().map(|(feature, _)| *feature).collect());
    let guide = read("docs/guide/content/pages/guide/first-hour.en.md");
    let line = guide.lines().find(|line| line.contains("The features `full`")).expect("a line");
    assert!(said.iter().all(|(_, words)| line.contains(words)), "{line}");

    for path in [".github/workflows/release.yml", "Dockerfile"] {
        let text = read(path);
        let mut builds = text.lines().filter(|line| line.contains("cargo build"));
        assert!(builds.all(|line| line.contains("--features full")), "{path}");
        assert!(text.contains("cargo build"), "{path}");
    }
    assert!(read("pyproject.toml").contains("\nfeatures = [\"full\"]\n"));
}

#[test]
fn every_file_says_what_it_is_and_leaves_nothing_for_later() {
    let mut offences = Vec::new();
    for (path, text) in texts() {
        if !text.starts_with("//! ") {
            offences.push(format!("src/{path} does not begin with `//!`"));
        }
        for (number, line) in (1..).zip(text.lines()) {
            let comment = line.split_once("//").map_or("", |(_, comment)| comment);
            let is_left_over =
                ["TODO", "FIXME", "XXX", "HACK"].into_iter().any(|mark| comment.contains(mark));
            if is_left_over {
                offences.push(format!("src/{path}:{number} {}", line.trim()));
            }
        }
    }
    none_of(&offences);
}

#[test]
fn a_long_file_says_why_it_is_one() {
    /// A choice: so much is read in one sitting, and a longer file has mostly two subjects.
    const LONGEST: usize = 400;

    let mut offences = Vec::new();
    for (path, text) in texts() {
        let n_lines = text.lines().count();
        let has_reason = text.lines().any(|line| line.starts_with("//! Long because"));
        if n_lines > LONGEST && !has_reason {
            offences.push(format!(
                "src/{path} has {n_lines} lines: divide it by subject, or say `//! Long because …`"
            ));
        }
    }
    none_of(&offences);
}
