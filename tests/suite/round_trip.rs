//! What Oratory writes for others, TEI and Akoma Ntoso, read again: the same speech.
//!
//! Emphasis, lists and tables are no part of those documents (see `site/export/tei`): their words
//! are, as paragraphs. Each key of front matter has to come back, or is named here with the reason.

#![expect(clippy::disallowed_methods, reason = "the documents lie on the disk")]

use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::Stdio;

const CONFIG: &str = "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n[kinds.boats]\nsingular = 'boat'\n";

// Front matter as `import` writes it, so that lines can be compared.
const SPEECH: &str = "---
title: The quay
date: 2024-05-02T10:00+02:00/2024-05-03
type: press-conference
event: spring-session
location: alund
role: {en: Chair of the board, zh: 理事会主席}
boats: [kittiwake]
events: [spring-session]
initiatives: [open-ferry]
organizations: [harbour-board]
people: [ines-hale, {as: [the pilot], id: jon-barrow, link: all}, ann-lee]
places: [{about: true, id: merrow}, alund]
series: [quay-talks]
topics: [ferries]
speakers:
  The reporters: {as: reporter, turn: question}
  Ms. Hale: {on_behalf_of: harbour-board, person: ines-hale, turn: answer}
  Jon Barrow: jon-barrow
sources:
  - {archived_url: 'https://b.example/1', note: The minutes., retrieved: 2024-06-01, url: 'https://a.example/1'}
recording: {video: 'https://v.example/1.mp4'}
translation_of: zh
translator: [ann-lee, Cy Marsh]
transcriber: [jon-barrow, Dee Orr]
license: CC-BY-4.0
changes: [{date: 2024-06-01, note: {en: A name., zh: 一个名字。}}]
text_status: unofficial-translation
redirects: [/old.html]
extra:
  shelf: [1, {a: b}]
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

/// A text without turns, of a day that nobody knows.
const MONOLOGUE: &str = "---
title: Alone
date: unknown
speaker: [ines-hale]
people: [ann-lee]
places: [alund]
---

Friends, we are in Alund.

## Later

> (applause)

Ann Lee is here.[^1]

[^1]: She was.
";

/// The keys of a speech that do not come back, and why.
const STAYS: [(&str, &str); 5] = [
    ("image", "the file lies beside the speech"),
    ("redirects", "they are addresses of the site"),
    ("embargo", "it has passed when a document is made"),
    ("withdrawn", "no document is made then"),
    ("draft", "no document is made of a draft, but for its preview"),
];

/// Those of an entity.
const STAYS_OF_ENTITIES: [(&str, &str); 2] = [
    ("image", "the file lies beside that of the entity"),
    ("redirects", "they are addresses of the site"),
];

fn site() -> Folder {
    Folder::with([
        ("oratory.toml", CONFIG),
        (
            "content/people/ines-hale.md",
            "---\nname: {en: Ines Hale, zh: 海明}\naliases: [Madam Hale, {name: the Mayor, until: 2026}]\nnot: [Ines Hale Street]\n\
             description: {en: She chairs the board., zh: 理事会主席。}\nsort_name: Hale\n\
             roles: [{from: 2022-05-01, organization: harbour-board, role: {en: Chair, zh: 主席}}]\nborn: 1950-02-03\ndied: 2024\nrelated: [ann-lee]\n\
             same_as: ['https://www.wikidata.org/wiki/Q1']\nextra: {shelf: 7}\n---\n",
        ),
        ("content/people/jon-barrow.md", "---\nname: Jon Barrow\n---\n"),
        ("content/people/ann-lee.md", "---\nname: Ann Lee\n---\n"),
        (
            "content/places/alund.md",
            "---\nname: Alund\ncoordinates: [18.5, 60.1]\ncountry: {en: Sweden, zh: 瑞典}\npart_of: merrow\n---\n",
        ),
        ("content/places/merrow.md", "---\nname: Merrow\n---\n"),
        (
            "content/organizations/harbour-board.md",
            "---\nname: Harbour Board\nstarted: 1901\nended: 2025\n---\n",
        ),
        (
            "content/initiatives/open-ferry.md",
            "---\nname: Open Ferry Plan\nproposed_by: ines-hale\n---\n",
        ),
        ("content/events/spring-session.md", "---\nname: Spring session\n---\n"),
        ("content/series/quay-talks.md", "---\nname: Quay talks\n---\n"),
        ("content/topics/ferries.md", "---\nname: Ferries\n---\n"),
        ("content/boats/kittiwake.md", "---\nname: Kittiwake\nstarted: 1999\n---\n"),
        ("content/speeches/alone.en.md", MONOLOGUE),
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

fn imported(format: &str, ending: &str) -> (Folder, Folder) {
    let from = site();
    ended(run(&from, &["export", format, "--out", "out"]), 0);
    let to = Folder::with([("oratory.toml", CONFIG)]);
    for speech in ["2024-05-02-quay", "alone"] {
        let file = format!("{speech}{ending}");
        let document = from.read(&format!("out/speeches/{file}"));
        to.write(&format!("in/{file}"), &document);
    }
    ended(run(&to, &["import", "in"]), 0);
    (from, to)
}

/// The front matter of a file, key by key.
fn fields(folder: &Folder, path: &str) -> BTreeMap<String, String> {
    let text = folder.read(path);
    let front_matter = text.split("\n---\n").next().expect("front matter");
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in front_matter.lines().skip(1) {
        if !line.starts_with(' ') {
            key = line.split_once(':').expect("a key").0.to_owned();
        }
        let field = fields.entry(key.clone()).or_default();
        field.push_str(line);
        field.push('\n');
    }
    fields
}

/// The keys that front matter may have, by the schema that editors get.
fn keys(folder: &Folder, schema: &str) -> Vec<String> {
    let described = ended(run(folder, &["schema", schema]), 0);
    let described: Value = serde_json::from_str(&described.out).expect("a schema");
    described["properties"].as_object().expect("properties").keys().cloned().collect()
}

const ENTITIES: [(&str, &str); 11] = [
    ("people", "ines-hale"),
    ("people", "jon-barrow"),
    ("people", "ann-lee"),
    ("places", "alund"),
    ("places", "merrow"),
    ("organizations", "harbour-board"),
    ("initiatives", "open-ferry"),
    ("events", "spring-session"),
    ("series", "quay-talks"),
    ("topics", "ferries"),
    ("boats", "kittiwake"),
];

fn assert_same(from: &Folder, to: &Folder) {
    assert_eq!(said(to), said(from));
    assert_eq!(mentions(to), mentions(from));

    let mut told = BTreeSet::new();
    for path in ["content/speeches/2024-05-02-quay.en.md", "content/speeches/alone.en.md"] {
        let (before, after) = (fields(from, path), fields(to, path));
        for (key, value) in before {
            let own = after.get(&key).map_or("", String::as_str);
            match STAYS.iter().any(|(stays, _)| *stays == key) {
                true => assert_eq!(own, "", "{key}"),
                // The document itself is one more source.
                false if key == "sources" => assert!(own.starts_with(&value), "{own}\n{value}"),
                false => assert_eq!(own, value),
            }
            told.insert(key);
        }
    }
    // A new key needs a decision: whether it comes back, and else why not.
    for key in keys(from, "speech") {
        let stays = STAYS.iter().any(|(stays, _)| *stays == key);
        assert!(stays || told.contains(&key), "`{key}` is not in the speech that is read again");
    }

    let mut told: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (kind, id) in ENTITIES {
        let path = format!("content/{kind}/{id}.md");
        assert_eq!(fields(to, &path), fields(from, &path), "{path}");
        told.entry(kind).or_default().extend(fields(from, &path).into_keys());
    }
    for kind in ["people", "places", "organizations", "initiatives"] {
        for key in keys(from, kind) {
            let stays = STAYS_OF_ENTITIES.iter().any(|(stays, _)| *stays == key);
            let told = told.values().any(|told| told.contains(&key));
            assert!(stays || told, "`{key}` of {kind} is in no entity that is read again");
        }
    }

    let times = |folder: &Folder| -> Vec<Value> {
        table(folder, "turns.jsonl").iter().map(|row| row["time"].clone()).collect()
    };
    assert_eq!(times(to), times(from));
}

#[test]
fn tei_read_again_is_the_same_speech() {
    let (from, to) = imported("tei", ".tei.xml");
    assert_same(&from, &to);
}

#[test]
fn akoma_ntoso_read_again_is_the_same_speech() {
    let (from, to) = imported("akoma-ntoso", ".akn.xml");
    assert_same(&from, &to);
}

#[test]
fn what_others_change_in_a_document_of_ours_goes_before_what_it_kept() {
    let from = site();
    ended(run(&from, &["export", "tei", "--out", "out"]), 0);
    let document = from.read("out/speeches/2024-05-02-quay.tei.xml");
    // A site of which the person is known by another id, and which has no boats.
    let to = Folder::with([
        ("oratory.toml", "title = 'U'\nlanguages = ['en']\n"),
        (
            "content/people/hale.md",
            "---\nname: I. Hale\nsame_as: ['https://www.wikidata.org/wiki/Q1']\n---\n",
        ),
    ]);
    to.write("quay.xml", document.replace(" from=\"2024-05-02\"", " from=\"2024-05-01\""));
    ended(run(&to, &["import", "quay.xml"]), 0);
    let path = "content/speeches/2024-05-02-quay.en.md";
    let speech = fields(&to, path);
    assert_eq!(speech["date"], "date: 2024-05-01/2024-05-03\n");
    assert!(speech["people"].contains("[hale, "), "{}", speech["people"]);
    assert!(speech["speakers"].contains("person: hale,"), "{}", speech["speakers"]);
    assert_eq!(speech.get("boats"), None);
    let plan = to.read("content/initiatives/open-ferry.md");
    assert!(plan.contains("proposed_by: hale\n"), "{plan}");
    ended(run(&to, &["check"]), 0);
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
