//! Oratory under other programs: schemas for editors, JSON lines for pipes, a package of Python.

#![expect(clippy::disallowed_methods, reason = "a test reads the site of the repository")]

use crate::cli::{ended, program, run};
use crate::project::{Input, inputs, repository};
use crate::sites::folder::Folder;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

fn python() -> Command {
    let mut python =
        Command::new(std::env::var_os("ORATORY_PYTHON").unwrap_or_else(|| "python3".into()));
    python.env("PYTHONDONTWRITEBYTECODE", "1").env("ORATORY", env!("CARGO_BIN_EXE_oratory"));
    python
}

/// Runs a script of `tests/data`, which says what differs.
fn agrees(script: &str, arguments: &[&Path]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(script);
    let output = python().arg(path).args(arguments).output().expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}{why}");
    said
}

/// Writes the files of an input, and the schemas of its site.
fn write_with_schemas(folder: &Folder, group: &str, input: &Input) {
    let site = format!("{group}/{}", input.name);
    for (_, source) in input.sources.iter() {
        folder.write(&format!("{site}/{}", source.path), source.bytes());
    }
    ended(run(folder, &["-C", &site, "schema", "--out", "schemas"]), 0);
}

/// Mistakes that a schema can see: what is no key, what is no value of its key, what is missing.
const SEEN: [&str; 3] = ["err_unknown-key", "err_wrong-type", "err_missing-key"];

#[test]
#[ignore = "needs the Python packages of tests/data/requirements.txt, which `tools/test` installs"]
fn schemas_take_every_sound_file_and_refuse_what_has_other_keys() {
    let folder = Folder::new();
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("oratory.toml");
    folder
        .write("sound/content/oratory.toml", std::fs::read(config).expect("the repository's site"));
    for (path, bytes) in repository("content") {
        folder.write(&format!("sound/content/{path}"), bytes);
    }
    for (path, bytes) in repository("docs/guide") {
        folder.write(&format!("sound/guide/{}", path.trim_start_matches("docs/guide/")), bytes);
    }
    for site in ["content", "guide"] {
        ended(run(&folder, &["-C", &format!("sound/{site}"), "schema", "--out", "schemas"]), 0);
    }

    inputs("ok_").par_iter().for_each(|input| write_with_schemas(&folder, "sound", input));
    let faulty = inputs("err_");
    let faulty: Vec<&Input> =
        faulty.iter().filter(|input| SEEN.contains(&input.name.as_str())).collect();
    assert_eq!(faulty.len(), SEEN.len());
    faulty.par_iter().for_each(|input| write_with_schemas(&folder, "faulty", input));

    let said = agrees("schemas.py", &[&folder.join("sound"), &folder.join("faulty")]);
    assert!(said.contains("fit their schemas"), "{said}");
}

#[test]
fn the_schemas_of_a_site_have_its_own_kinds_and_a_wrong_name_is_told() {
    let folder = Folder::with([(
        "oratory.toml",
        "title = 'T'\n[kinds.boats]\nsingular = 'boat'\n[kinds.boats.facts]\nbuilt = 'date'\n",
    )]);
    let schema = |name: &str| -> Value {
        let done = ended(run(&folder, &["schema", name]), 0);
        serde_json::from_str(&done.out).expect("JSON")
    };
    assert!(schema("boats")["properties"]["built"].is_object());
    assert!(schema("speech")["properties"]["boats"].is_object());

    let list = ended(run(&folder, &["schema"]), 0).out;
    assert!(list.contains("boats") && list.contains("content/boats/**/*.md"), "{list}");
    let wrong = ended(run(&folder, &["schema", "boat"]), 2);
    assert!(wrong.err.contains("did you mean `boats`?"), "{wrong:?}");

    folder.write("oratory.toml", "titel = 'T'\n");
    ended(run(&folder, &["schema", "speech"]), 1);
}

/// The site of `init`, and the answers to some lines.
fn answers(folder: &Folder, lines: &str, arguments: &[&str]) -> (Vec<Value>, String) {
    let mut child = program(folder.path())
        .args(["annotate", "--jsonl"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut to = child.stdin.take().expect("standard input");
    let lines = lines.to_owned();
    // Both ends of the pipe have to be served.
    let writer = std::thread::spawn(move || to.write_all(lines.as_bytes()));
    let done = child.wait_with_output().expect("it ends");
    writer.join().expect("a writer").expect("all was read");
    assert!(done.status.success(), "{done:?}");

    let text = String::from_utf8(done.stdout).expect("UTF-8");
    let answers = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (answers, String::from_utf8_lossy(&done.stderr).into_owned())
}

fn new_site() -> Folder {
    let folder = Folder::new();
    ended(run(&folder, &["init", "site"]), 0);
    folder
}

#[test]
fn every_line_is_answered_in_its_order_and_a_bad_one_stops_nothing() {
    let folder = new_site();
    let mut lines = String::new();
    for number in 0..3_000 {
        lines += &match number % 1_000 {
            500 => "{\"id\": 500, \"text\": \"cut off\n".to_owned(),
            501 => "\n".to_owned(),
            502 => json!({"id": number, "text": "?"}).to_string() + "\n",
            _ => {
                let text = format!("{}Chen Yulan and 陈玉岚.", "é ".repeat(number % 7));
                json!({"id": number, "lang": "en", "text": text, "more": 1}).to_string() + "\n"
            }
        };
    }
    let (found, said) = answers(&folder, &lines, &["-C", "site", "--jobs", "3"]);
    assert_eq!(found.len(), 3_000 - 3);

    let ids: Vec<u64> = found.iter().filter_map(|answer| answer["id"].as_u64()).collect();
    assert!(ids.is_sorted() && ids.len() == 3_000 - 6, "{}", ids.len());
    for answer in &found {
        if let Some(error) = answer.get("error") {
            assert!(answer["line"].as_u64().is_some_and(|line| line % 1_000 > 500), "{error}");
            continue;
        }
        let mention = &answer["mentions"][0];
        let before = answer["id"].as_u64().expect("a number") % 7 * 2;
        assert_eq!(
            (&mention["entity"], &mention["kind"]),
            (&json!("chen-yulan"), &json!("person"))
        );
        assert_eq!(mention["start"], before, "{answer}");
        assert_eq!(mention["end"], before + 10);
        assert_eq!(answer["mentions"][1]["surface"], "陈玉岚");
        assert_eq!(answer["ambiguous"], json!([]));
    }
    assert!(
        said.contains("error: line 501: no JSON") && said.contains("line 2503: `lang` is missing")
    );
    assert!(said.contains("6 lines could not be read"), "{said}");
}

/// All who may be meant are named, and what editors decided holds here, too.
#[test]
fn who_may_be_meant_is_told_and_decisions_hold() {
    let folder = new_site();
    for id in ["ann-orr", "bo-orr"] {
        let text = format!("---\nname: {id}\naliases: [Orr]\n---\n");
        folder.write(&format!("site/content/people/{id}.md"), text);
    }
    let line = "{\"id\": 1, \"lang\": \"en\", \"text\": \"Orr left Tern Island.\"}";
    let (found, _) = answers(&folder, line, &["-C", "site"]);
    assert_eq!(
        found[0]["ambiguous"],
        json!([{"surface": "Orr", "start": 0, "end": 3, "entities": ["ann-orr", "bo-orr"]}])
    );
    assert_eq!(found[0]["mentions"].as_array().map(Vec::len), Some(1));

    let never = "never = [{ name = \"Tern Island\", entity = \"tern-island\" }]\n";
    folder.write("site/content/decisions.toml", never);
    let (found, _) = answers(&folder, line, &["-C", "site"]);
    assert_eq!(found[0]["mentions"], json!([]));
}

/// While it waits for texts, its threads can be counted: one for each processor, or as `--jobs` says.
#[cfg(target_os = "linux")]
#[test]
fn all_processors_are_used() {
    let folder = new_site();
    let n_threads = |more: &[&str]| -> usize {
        let mut child = program(folder.path())
            .args(["-C", "site", "annotate", "--jsonl", "--quiet"])
            .args(more)
            .env_remove("RAYON_NUM_THREADS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut to = child.stdin.take().expect("standard input");
        to.write_all(b"{\"id\": 1, \"lang\": \"en\", \"text\": \"?\"}\n").expect("it is read");
        let mut answer = String::new();
        let mut from = BufReader::new(child.stdout.take().expect("standard output"));
        from.read_line(&mut answer).expect("an answer");
        let tasks = std::fs::read_dir(format!("/proc/{}/task", child.id())).expect("its threads");
        let n_threads = tasks.count();
        drop(to);
        assert!(child.wait().expect("it ends").success());
        n_threads
    };
    let n_processors = std::thread::available_parallelism().expect("processors").get();
    let beside = n_threads(&["--jobs", "1"]) - 1;
    assert_eq!(n_threads(&[]), n_processors + beside);
    assert_eq!(n_threads(&["--jobs", "5"]), 5 + beside);
}

/// A program that asks one text at a time is answered before it says more.
#[test]
fn what_has_arrived_is_answered_before_more_is_waited_for() {
    let folder = new_site();
    let mut child = program(folder.path())
        .args(["-C", "site", "annotate", "--jsonl", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut to = child.stdin.take().expect("standard input");
    let mut from = BufReader::new(child.stdout.take().expect("standard output"));
    for number in 0..3 {
        let text = json!({"id": number, "lang": "en", "text": "Tern Island"});
        to.write_all(format!("{text}\n").as_bytes()).expect("it is read");
        let mut answer = String::new();
        from.read_line(&mut answer).expect("an answer");
        assert!(answer.contains("tern-island"), "{answer}");
    }
    drop(to);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_registry_with_mistakes_answers_nothing_and_speeches_are_not_asked() {
    let folder = new_site();
    folder.write("site/content/speeches/broken.en.md", "---\ntitle: [\n---\n");
    let line = "{\"id\": 1, \"lang\": \"en\", \"text\": \"Tern Island\"}";
    let (found, _) = answers(&folder, line, &["-C", "site"]);
    assert_eq!(found[0]["mentions"][0]["entity"], "tern-island");

    folder.write("site/content/people/broken.md", "---\nnam: B\n---\n");
    let done = ended(run(&folder, &["-C", "site", "annotate", "--jsonl"]), 1);
    assert!(done.out.is_empty() && done.err.contains("`nam` is not a known key"), "{done:?}");
}

#[test]
fn the_package_of_python_has_types_and_needs_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a file");
    assert!(root.join("tools/python/oratory/py.typed").is_file());
    let project: toml::Table = read("pyproject.toml").parse().expect("TOML");
    assert!(project["project"].get("dependencies").is_none());

    // All that it imports is of Python itself.
    let own = [
        "__future__",
        "collections",
        "datetime",
        "json",
        "os",
        "pathlib",
        "shutil",
        "subprocess",
        "sys",
        "sysconfig",
        "tempfile",
        "threading",
        "typing",
    ];
    for line in read("tools/python/oratory/__init__.py").lines() {
        let mut words = line.split(' ');
        if let (Some("import" | "from"), Some(module)) = (words.next(), words.next()) {
            assert!(own.contains(&module), "{line}");
        }
    }
}

#[test]
#[ignore = "needs the Python packages of tests/data/requirements.txt, which `tools/test` installs"]
fn the_package_of_python_gives_tables_and_annotates() {
    let folder = new_site();
    agrees("package.py", &[&folder.join("site")]);
}
