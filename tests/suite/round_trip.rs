//! What Oratory writes for others, TEI and Akoma Ntoso, read again: the same speech.
//!
//! Emphasis, lists and tables are no part of those documents (see `site/export/tei`): their words
//! are, as paragraphs. Whom the text does not name they do not list.

#![expect(clippy::disallowed_methods, reason = "the documents lie on the disk")]

use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::process::Stdio;

const CONFIG: &str = "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n";

const SPEECH: &str = "---
title: The quay
date: 2024-05-02
type: press-conference
event: Spring session
location: alund
people: [ines-hale, jon-barrow]
places: [alund]
organizations: [harbour-board]
initiatives: [open-ferry]
speakers:
  Ms. Hale: {person: ines-hale, turn: answer}
  The reporters: {as: reporter, turn: question}
sources: [{url: 'https://a.example/1'}]
license: CC-BY-4.0
---

It was raining in Alund.

**[0:00:05] The reporters:** When does the *Open Ferry Plan* begin, [Madam](@ines-hale)?

**[0:00:12] Ms. Hale:** In June.

> (laughter)

A second paragraph on the Harbour Board[^board], and on 1968.[^1]

> The words that she reads out.

## A section

**Jon Barrow:** So be it.[^board]

> [!NOTE]
> The minutes have more.

---

The board rose.

[^board]: It has met since 1901.

    Ines Hale has never missed it.

[^1]: By the minutes, 1969.
";

fn site() -> Folder {
    Folder::with([
        ("oratory.toml", CONFIG),
        (
            "content/people/ines-hale.md",
            "---\nname: {en: Ines Hale, zh: 海明}\naliases: [Madam Hale]\nborn: 1950-02-03\nsame_as: [https://www.wikidata.org/wiki/Q1]\n---\n",
        ),
        ("content/people/jon-barrow.md", "---\nname: Jon Barrow\n---\n"),
        (
            "content/places/alund.md",
            "---\nname: Alund\ncountry: SE\ncoordinates: [18.5, 60.1]\n---\n",
        ),
        ("content/organizations/harbour-board.md", "---\nname: Harbour Board\n---\n"),
        ("content/initiatives/open-ferry.md", "---\nname: Open Ferry Plan\n---\n"),
        ("content/speeches/2024-05-02-quay.en.md", SPEECH),
    ])
}

/// The rows of a table of a site's data.
fn table(folder: &Folder, name: &str) -> Vec<Value> {
    ended(run(folder, &["export", "tables-jsonl", "--out", "tables"]), 0);
    let text = fs::read_to_string(folder.join(&format!("tables/data/{name}"))).expect("a table");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Who says what, in order: the speaker, what the turn is, and the words. What nobody says has
/// neither.
fn said(folder: &Folder) -> Vec<[String; 3]> {
    let mut said = Vec::new();
    for row in table(folder, "paragraphs.jsonl") {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let is_said = matches!(row["role"].as_str(), Some("text" | "cell"));
        let who = if is_said { text("speaker_name") } else { String::new() };
        let role = if is_said { text("turn_role") } else { String::new() };
        let words = text("text");
        said.push([who, role, words.trim_matches(['(', ')']).to_owned()]);
    }
    said
}

/// Whom and what the text names, where.
fn mentions(folder: &Folder) -> Vec<[String; 3]> {
    let mut mentions = Vec::new();
    for row in table(folder, "mentions.jsonl") {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        mentions.push([text("entity"), text("surface"), text("anchor")]);
    }
    assert!(mentions.len() > 4 && !mentions[0][2].is_empty(), "{mentions:?}");
    mentions
}

fn imported(format: &str, file: &str) -> (Folder, Folder) {
    let from = site();
    ended(run(&from, &["export", format, "--out", "out"]), 0);
    let document =
        fs::read_to_string(from.join(&format!("out/speeches/{file}"))).expect("a document");
    let to = Folder::with([("oratory.toml", CONFIG)]);
    to.write(file, &document);
    ended(run(&to, &["import", file]), 0);
    (from, to)
}

fn front_matter(folder: &Folder) -> String {
    let path = folder.join("content/speeches/2024-05-02-quay.en.md");
    let text = fs::read_to_string(path).expect("a speech");
    text.split("\n---\n").next().expect("front matter").to_owned()
}

fn assert_lines(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|own| own == *line), "{line}\n{text}");
    }
}

#[test]
fn tei_read_again_is_the_same_speech() {
    let (from, to) = imported("tei", "2024-05-02-quay.tei.xml");
    assert_eq!(said(&to), said(&from));
    assert_eq!(mentions(&to), mentions(&from));
    assert_lines(
        &front_matter(&to),
        &[
            "title: The quay",
            "date: 2024-05-02",
            "event: Spring session",
            "location: alund",
            "people: [ines-hale]",
            "places: [alund]",
            "organizations: [harbour-board]",
            "initiatives: [open-ferry]",
            "license: CC-BY-4.0",
        ],
    );
    for path in [
        "content/people/ines-hale.md",
        "content/people/jon-barrow.md",
        "content/places/alund.md",
        "content/organizations/harbour-board.md",
        "content/initiatives/open-ferry.md",
    ] {
        let text = |folder: &Folder| {
            let text = fs::read_to_string(folder.join(path)).unwrap();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(text(&to), text(&from), "{path}");
    }
    let times = |folder: &Folder| -> Vec<Value> {
        table(folder, "turns.jsonl").iter().map(|row| row["time"].clone()).collect()
    };
    assert_eq!(times(&to), times(&from));
}

#[test]
fn akoma_ntoso_read_again_is_the_same_speech() {
    let (from, to) = imported("akoma-ntoso", "2024-05-02-quay.akn.xml");
    assert_eq!(said(&to), said(&from));
    assert_eq!(mentions(&to), mentions(&from));
    assert_lines(
        &front_matter(&to),
        &[
            "title: The quay",
            "date: 2024-05-02",
            "type: press-conference",
            "people: [ines-hale]",
            "places: [alund]",
            "organizations: [harbour-board]",
        ],
    );
    // Of its own pages a site says nothing elsewhere.
    let barrow = fs::read_to_string(to.join("content/people/jon-barrow.md")).unwrap();
    assert_eq!(barrow, "---\nname: Jon Barrow\n---\n");
}

#[test]
fn documents_may_come_and_speeches_go_as_lines() {
    let folder = Folder::with([
        ("oratory.toml", CONFIG),
        (
            "board.csv",
            "title,date,speaker,text\nThe quay,2024-05-02,Ines Hale,\"We begin, and all of us are here.\"\nThe ferry,2024-05-03,Ines Hale,\"We go on, and it is nine.\"\n",
        ),
    ]);
    let mut program = crate::cli::program(folder.path());
    program.args(["import", "--jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let lines = "{\"name\": \"2024-05-01-memo.txt\", \"text\": \"INES HALE: Is the quay open?\\n\\nJON BARROW: It is open.\\n\\nINES HALE: And the ferry?\"}\n\
                 {\"path\": \"board.csv\"}\n\n{\"name\": \"a.odt\", \"text\": \"no\"}\nnothing\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let answers: Vec<Value> = String::from_utf8(out.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let text = |at: usize, key: &str| answers[at][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(answers.len(), 5, "{answers:?}");
    assert_eq!(text(0, "path"), "content/speeches/2024-05-01-memo.en.md");
    assert_eq!(answers[0]["turns"], 3);
    assert_eq!((text(1, "title"), text(2, "title")), ("The quay".into(), "The ferry".into()));
    assert!(text(3, "error").contains("not a file of the kind"), "{answers:?}");
    assert!(text(4, "error").contains("no document"), "{answers:?}");
    assert!(!folder.join("content/speeches").exists());
}
