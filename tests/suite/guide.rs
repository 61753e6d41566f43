//! The guide, `docs/guide`: a site without mistakes, and commands that do what its pages say.
//!
//! The blocks of a page are run from top to bottom in one empty folder, each page in its own. What a
//! block is, the word behind its three marks says:
//!
//! - `sh`: commands. All have to succeed; one that fails on purpose is followed by `|| true`.
//! - `sh not-run`: commands that need a network or a server, or go on until they are stopped. The
//!   page says so.
//! - `text`, without a path and directly behind commands: lines that they print, in this order, others between them.
//!   `…` stands for anything.
//! - a language and a path, `yaml content/people/ann.md`: the file that the reader writes there.
//!
//! All other blocks are for the eye. What no command shows, another test holds: `tests/guide.txt` says
//! which, sentence by sentence.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the guide lies on the disk")]

use crate::cli::{ended, run_in};
use crate::project::repository;
use crate::sites::folder::Folder;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// The folder of the guide in the repository.
const GUIDE: &str = "docs/guide";

/// A block of code on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    kind: Kind,
    /// The line on which its text begins.
    line: usize,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Commands,
    NotRun,
    /// What the commands before it print.
    Printed,
    /// A file with this path.
    File(String),
    /// For the eye.
    Shown,
}

/// The pages of the guide, by path.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for (path, bytes) in repository(&format!("{GUIDE}/content")) {
        if path.ends_with(".md") && path.contains("/pages/") {
            pages.insert(path, String::from_utf8(bytes).expect("a page in UTF-8"));
        }
    }
    assert!(pages.len() >= 20, "{:?}", pages.keys());
    pages
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in (1..).zip(page.lines()) {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                let kind = kind_of(info, blocks.last());
                open = Some(Block { kind, line: number + 1, text: String::new() });
            }
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn kind_of(info: &str, before: Option<&Block>) -> Kind {
    match info.split_once(' ').unwrap_or((info, "")) {
        ("sh", "") => Kind::Commands,
        ("sh", "not-run") => Kind::NotRun,
        ("text", "") => {
            let is_behind = before.is_some_and(|block| block.kind == Kind::Commands);
            assert!(is_behind, "a block `text` stands behind commands");
            Kind::Printed
        }
        (_, "") => Kind::Shown,
        (_, path) => Kind::File(path.to_owned()),
    }
}

/// A script that does what a reader of the page does. What each command block prints is left in the
/// file of its number in `out`.
fn script(blocks: &[Block], out: &Path) -> String {
    let mut script = String::from("set -eu\n");
    for (index, block) in blocks.iter().enumerate() {
        let text = &block.text;
        let printed = out.join(index.to_string());
        let _ = match &block.kind {
            Kind::Commands => {
                writeln!(script, "{{\n{text}}} > '{}' 2>&1 < /dev/null", printed.display())
            }
            Kind::File(path) => writeln!(
                script,
                "mkdir -p \"$(dirname '{path}')\"\ncat > '{path}' <<'END-OF-BLOCK'\n{text}END-OF-BLOCK"
            ),
            Kind::NotRun | Kind::Printed | Kind::Shown => Ok(()),
        };
    }
    script
}

/// What is wrong with a page, in words; nothing if all commands do what it says.
fn faults(name: &str, page: &str) -> Vec<String> {
    let blocks = blocks(page);
    let (folder, out) = (Folder::new(), Folder::new());
    let bin = Path::new(env!("CARGO_BIN_EXE_oratory")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();

    let mut shell = std::process::Command::new("sh");
    shell.arg("-c").arg(script(&blocks, out.path())).current_dir(folder.path());
    shell.env("PATH", format!("{}:{path}", bin.display())).env("HOME", folder.path());
    for name in ["CI", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        shell.env_remove(name);
    }
    for role in ["AUTHOR", "COMMITTER"] {
        shell
            .env(format!("GIT_{role}_NAME"), "Ann")
            .env(format!("GIT_{role}_EMAIL"), "ann@localhost");
    }
    let status = shell.status().expect("a shell");

    let mut faults = Vec::new();
    let mut last = String::new();
    for (index, block) in blocks.iter().enumerate() {
        match block.kind {
            Kind::Commands => {
                let Ok(printed) = std::fs::read_to_string(out.join(&index.to_string())) else {
                    continue;
                };
                last = printed;
            }
            Kind::Printed => {
                let lines = block.text.lines();
                if let Some(missing) = first_missing(lines, &last) {
                    faults.push(format!(
                        "{name}:{}: not printed: {missing}\nprinted was:\n{last}",
                        block.line
                    ));
                }
            }
            Kind::NotRun | Kind::File(_) | Kind::Shown => {}
        }
    }
    if !status.success() {
        faults
            .push(format!("{name}: the commands failed; the last block that ran printed:\n{last}"));
    }
    faults
}

/// The first of `wanted` that is no line of `printed`, behind the lines found before.
fn first_missing<'w>(wanted: impl Iterator<Item = &'w str>, printed: &str) -> Option<&'w str> {
    let mut lines = printed.lines();
    let mut wanted = wanted.filter(|line| !line.is_empty() && *line != "…");
    wanted.find(|line| !lines.any(|found| is_like(found, line)))
}

/// Whether `line` is `wanted`, in which `…` stands for anything.
fn is_like(line: &str, wanted: &str) -> bool {
    let mut pieces = wanted.split('…');
    let Some(mut rest) = pieces.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let mut is_open = false;
    for piece in pieces {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
        is_open = piece.is_empty();
    }
    rest.is_empty() || is_open
}

#[test]
fn every_command_of_the_guide_does_what_the_page_says() {
    let pages: Vec<(String, String)> = pages().into_iter().collect();
    let mut n_run = 0;
    for (_, page) in &pages {
        n_run += blocks(page).iter().filter(|block| block.kind == Kind::Commands).count();
    }
    assert!(n_run > 60, "only {n_run} blocks of commands were found");

    // Side by side, for each waits for the disk most of the time.
    let found = pages.par_iter().flat_map_iter(|(name, page)| faults(name, page));
    let faults: Vec<String> = found.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What may be left out when the commands are run, by how it begins.
const NOT_RUN: [&str; 9] = [
    "aws s3 ",
    "cargo install ",
    "curl ",
    "deploy/s3.sh ",
    "docker ",
    "git -C public push ",
    "oratory serve ",
    "parallel ",
    "rsync ",
];

#[test]
fn only_what_needs_a_network_a_server_or_another_program_is_not_run() {
    let mut n_lines = 0;
    for (path, page) in pages() {
        for block in blocks(&page).iter().filter(|block| block.kind == Kind::NotRun) {
            for line in block.text.lines() {
                assert!(NOT_RUN.iter().any(|start| line.starts_with(start)), "{path}: {line}");
                n_lines += 1;
            }
        }
    }
    assert!((1..30).contains(&n_lines), "the few: {n_lines}");
}

/// In both languages, built as it will be published; a page that is new in one is missed in the other.
#[test]
fn the_guide_is_a_site_without_mistakes_in_two_languages() {
    let folder = Folder::new();
    for (path, bytes) in repository(GUIDE) {
        let path = path.strip_prefix(GUIDE).expect("a path in the guide").trim_start_matches('/');
        if !path.starts_with("public/") {
            folder.write(path, bytes);
        }
    }
    ended(run_in(folder.path(), &["build", "--strict", "--locked"], &[]), 0);

    let (mut english, mut chinese) = (BTreeSet::new(), BTreeSet::new());
    for path in pages().into_keys() {
        match path.strip_suffix(".zh.md") {
            Some(name) => chinese.insert(name.to_owned()),
            None => english.insert(path.trim_end_matches(".en.md").to_owned()),
        };
    }
    assert_eq!(english, chinese);
}

/// What is for the eye on both pages is the same, and so is what a reader types.
#[test]
fn both_languages_give_the_same_commands() {
    let pages = pages();
    let commands = |page: &str| -> Vec<String> {
        let all = blocks(page).into_iter();
        let of_commands = all.filter(|block| matches!(block.kind, Kind::Commands | Kind::NotRun));
        of_commands.map(|block| without_remarks(&block.text)).collect()
    };
    for (path, chinese) in pages.iter().filter(|(path, _)| path.ends_with(".zh.md")) {
        let english = &pages[&path.replace(".zh.md", ".en.md")];
        assert_eq!(commands(english), commands(chinese), "{path}");
    }
}

/// A line of a page that is no code: what a translation has in the same place.
fn lines(page: &str) -> Vec<&str> {
    let (_, body) = page.split_once("\n---\n").expect("front matter");
    let mut is_code = false;
    let is_prose = |line: &&str| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_fence && !is_code && !line.trim().is_empty()
    };
    body.lines().filter(is_prose).collect()
}

/// Of a Chinese page an editor sees at once whether it lacks a row, an item or a paragraph.
#[test]
fn both_languages_have_the_same_paragraphs() {
    let shape = |line: &&str| -> String {
        line.chars().take_while(|c| "#|-.".contains(*c) || c.is_ascii_digit()).collect()
    };
    let pages = pages();
    for (path, chinese) in pages.iter().filter(|(path, _)| path.ends_with(".zh.md")) {
        let english = &pages[&path.replace(".zh.md", ".en.md")];
        let of_both = [english, chinese].map(|page| lines(page).iter().map(shape).collect());
        let [english, chinese]: [Vec<String>; 2] = of_both;
        assert_eq!(english, chinese, "{path}");
    }
}

/// The sentences of a page; a row of a table is one.
fn sentences(page: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for line in lines(page) {
        let is_rule = line.chars().all(|c| "|-: ".contains(c));
        if line.starts_with('#') || is_rule {
            continue;
        }
        let mut start = 0;
        if !line.starts_with('|') {
            for (at, _) in line.match_indices(' ') {
                let before = line[start..at].trim_end_matches(['"', '”', ')', '*']);
                let begins = |c: char| c.is_ascii_uppercase() || "`[“*".contains(c);
                if before.ends_with(['.', '?', '!']) && line[at + 1..].starts_with(begins) {
                    sentences.push(line[start..at].trim());
                    start = at + 1;
                }
            }
        }
        sentences.push(line[start..].trim());
    }
    // The number of an item.
    sentences.retain(|sentence| sentence.contains(char::is_alphabetic));
    sentences
}

/// `tests/guide.txt`: of each page its sentences, each with what holds it.
fn held() -> BTreeMap<String, Vec<(String, Vec<String>)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide.txt");
    let text = std::fs::read_to_string(path).expect("the list of sentences");
    let mut pages = BTreeMap::new();
    for part in text.split("\n# ").skip(1) {
        let (name, lines) = part.split_once('\n').expect("a page with sentences");
        let (mut all, mut group) = (Vec::new(), Vec::new());
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let Some(holders) = line.strip_prefix('\t') else {
                group.push(line.to_owned());
                continue;
            };
            let holders: Vec<String> = holders.split(' ').map(str::to_owned).collect();
            all.extend(group.drain(..).map(|sentence| (sentence, holders.clone())));
        }
        assert!(group.is_empty(), "{name}: nothing holds {group:?}");
        pages.insert(name.to_owned(), all);
    }
    pages
}

#[test]
fn a_test_holds_every_sentence_of_the_guide() {
    const WORDS: [&str; 4] = ["page", "advice", "elsewhere", "measured"];
    let mut source = String::new();
    for folder in ["src", "tests/suite"] {
        for (path, bytes) in repository(folder) {
            if path.ends_with(".rs") {
                source += &String::from_utf8(bytes).expect("source in UTF-8");
            }
        }
    }
    let is_there = |holder: &str| {
        WORDS.contains(&holder)
            || source.contains(&format!("fn {holder}("))
            || Path::new(env!("CARGO_MANIFEST_DIR")).join(holder).is_file()
    };

    let mut held = held();
    let mut faults = Vec::new();
    for (path, page) in pages().iter().filter(|(path, _)| path.ends_with(".en.md")) {
        let name = path.rsplit('/').next().expect("a name").trim_end_matches(".en.md");
        // Written by the program from its list of keys.
        if name == "reference" {
            continue;
        }
        let listed = held.remove(name).unwrap_or_default();
        let said: BTreeSet<&str> = sentences(page).into_iter().collect();
        let known: BTreeSet<&str> = listed.iter().map(|(sentence, _)| &**sentence).collect();
        faults.extend(said.difference(&known).map(|new| format!("{name}: not listed: {new}")));
        faults.extend(known.difference(&said).map(|old| format!("{name}: said no more: {old}")));
        let holders = listed.iter().flat_map(|(_, holders)| holders);
        let gone = holders.filter(|holder| !is_there(holder));
        faults.extend(gone.map(|holder| format!("{name}: no test or file `{holder}`")));
    }
    assert!(faults.is_empty() && held.is_empty(), "{}\n{:?}", faults.join("\n"), held.keys());
}

/// Commands without what is said behind `#`.
fn without_remarks(text: &str) -> String {
    text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim_end()).collect()
}

#[test]
fn the_pages_commands_are_read_as_they_are_meant() {
    let page = "a\n```sh\necho b\n```\n```text\nb…\n```\n```yaml content/a.md\nname: A\n```\n";
    let kinds: Vec<Kind> = blocks(page).into_iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Kind::Commands, Kind::Printed, Kind::File("content/a.md".to_owned())]);
    assert!(is_like("Built 2 speeches in 0.3 s", "Built … in … s"));
    assert!(!is_like("Built 2 speeches", "Built … in …") && is_like("a", "a…"));
    assert!(faults("ok", page).is_empty());
    let failing = page.replace("echo b", "echo b\nfalse");
    assert!(faults("failing", &failing).concat().contains("the commands failed"));
    let other = page.replace("echo b", "echo c");
    assert!(faults("other", &other).concat().contains("not printed: b…"));
}
