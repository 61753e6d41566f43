//! `oratory entity` and `oratory import entities` as people and scripts call them: what they say,
//! how they end, what they leave on disk.

use crate::cli::program;
use crate::sites::folder::Folder;
use serde_json::Value;

/// How a run of the program ended.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    let output = program(folder.path()).args(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    let run = Run {
        code: output.status.code().expect("it ends by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    };
    assert!(!run.err.contains("panicked"), "{run:?}");
    run
}

#[track_caller]
fn ended(run: Run, code: i32) -> Run {
    assert_eq!(run.code, code, "stdout:\n{}\nstderr:\n{}", run.out, run.err);
    run
}

/// A site of two people, one speech and a draft.
fn site() -> Folder {
    Folder::with([
        (
            "oratory.toml",
            "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n",
        ),
        ("content/people/ann.md", "---\nname: {en: Ann Lee, zh: 安}\nborn: 1960\n---\n\nAnn.\n"),
        ("content/people/ann-2.md", "---\nname: Ann Smith\nborn: 1961\n---\n\nAlso Ann.\n"),
        (
            "content/speeches/a.en.md",
            "---\ntitle: A\ndate: 2024-01-02\npeople: [ann, ann-2] # both\n---\n\nAnn Lee and Ann Smith, [she](@ann).\n",
        ),
        (
            "content/speeches/b.en.md",
            "---\ntitle: B\ndate: 2024-01-03\ndraft: true\npeople: [ann]\n---\n\nAnn Lee.\n",
        ),
    ])
}

#[test]
fn a_dry_run_shows_and_the_run_itself_does() {
    let folder = site();
    let before = folder.files("");
    let dry = ended(run(&folder, &["entity", "rename", "ann", "ann-lee", "--dry-run"]), 0);
    assert!(
        dry.out.contains("-people: [ann, ann-2] # both\n+people: [ann-lee, ann-2] # both\n")
            && dry.out.contains("+++ content/people/ann-lee.md"),
        "{dry:?}"
    );
    assert!(dry.err.contains("Nothing was written"), "{dry:?}");
    assert_eq!(folder.files(""), before);

    let done = ended(run(&folder, &["entity", "rename", "ann", "ann-lee"]), 0);
    assert_eq!(
        (done.out.as_str(), done.err.as_str()),
        ("", "Renamed `ann` to `ann-lee`: 4 files\n")
    );
    assert_eq!(
        folder.read("content/speeches/a.en.md"),
        String::from_utf8(before["content/speeches/a.en.md"].clone())
            .unwrap()
            .replace("[ann,", "[ann-lee,")
            .replace("@ann", "@ann-lee")
    );
    assert!(
        folder.read("content/speeches/b.en.md").contains("people: [ann-lee]"),
        "a draft names it too"
    );
    let names: Vec<String> = folder.files("content/people").into_keys().collect();
    assert_eq!(names, ["ann-2.md", "ann-lee.md"]);
    ended(run(&folder, &["build"]), 0);
    for (old, new) in [("people/ann.html", "ann-lee.html"), ("zh/people/ann.html", "ann-lee.html")]
    {
        assert!(folder.read(&format!("public/{old}")).contains(new), "{old}");
    }
}

#[test]
fn a_merge_says_what_contradicts_and_keeps_every_mention() {
    let folder = site();
    let merged = ended(run(&folder, &["entity", "merge", "ann-2", "ann"]), 0);
    let conflict = "conflict: `born` of `ann` stays 1960 (content/people/ann.md:3); 1961 (content/people/ann-2.md:3) is not taken over and stays as a comment\n";
    assert_eq!(merged.err, format!("{conflict}Merged `ann-2` into `ann`: 3 files\n"));
    assert_eq!(
        folder.read("content/people/ann.md"),
        "---\nname: {en: Ann Lee, zh: 安}\n# merged from ann-2: born: 1961\nborn: 1960\naliases: [Ann Smith]\nredirects: [/people/ann-2.html, /zh/people/ann-2.html]\n---\n\nAnn.\n\nAlso Ann.\n"
    );
    assert!(folder.read("content/speeches/a.en.md").contains("people: [ann] # both"));
    let json = ended(run(&site(), &["entity", "merge", "ann-2", "ann", "--format", "json"]), 0);
    let line: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        (&line["files"][1]["change"], &line["conflicts"][0]["field"], &line["mentions_lost"]),
        (&"changed".into(), &"born".into(), &0.into())
    );
}

#[test]
fn a_split_follows_the_names() {
    let folder = site();
    ended(run(&folder, &["entity", "merge", "ann-2", "ann", "-q"]), 0);
    let split =
        ended(run(&folder, &["entity", "split", "ann", "smith", "--names", "Ann Smith"]), 0);
    assert_eq!(split.err, "Split `smith` from `ann`: 3 files\n");
    assert!(folder.read("content/speeches/a.en.md").contains("people: [ann, smith] # both"));
    ended(run(&folder, &["check"]), 0);
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_changes() {
    let folder = site();
    let before = folder.files("");
    let refusals: [(&[&str], &str); 6] = [
        (&["entity", "rename", "anm", "x"], "no entity has the id `anm` (did you mean `ann`?)"),
        (&["entity", "rename", "ann", "ann-2"], "taken by `content/people/ann-2.md`"),
        (&["entity", "rename", "ann", "ann"], "one entity"),
        (&["entity", "merge", "ann", "ann"], "one entity"),
        (&["entity", "split", "ann", "x", "--names", "Bob"], "`Bob` is no name of `ann`"),
        (
            &["entity", "split", "ann", "x", "--names", "Ann Lee", "--speeches", "zz"],
            "no speech has the id `zz`",
        ),
    ];
    for (arguments, said) in refusals {
        let refused = ended(run(&folder, arguments), 2);
        assert!(refused.err.contains(said), "{arguments:?}: {refused:?}");
    }
    assert_eq!(folder.files(""), before);
    folder.write("content/people/bad.md", "---\nname: [\n---\n");
    let refused = ended(run(&folder, &["entity", "rename", "ann", "x"]), 1);
    assert!(
        refused.err.contains("content/people/bad.md")
            && refused.err.contains("Nothing was changed"),
        "{refused:?}"
    );
    assert!(folder.join("content/people/ann.md").exists());
}

#[test]
fn entities_come_in_once_and_a_second_time_nothing_happens() {
    let folder = site();
    folder.write("more.csv", "name,name_zh,born,same_as,extra column,id\nAnn Lee,,1960-05-01,Q1,x,\nAnn Smith,史,1970,,,ann-2\nZhang San,张三,,,,\n");
    let before = folder.files("content");
    let arguments = ["import", "entities", "more.csv", "--kind", "person"];
    let dry = ended(run(&folder, &[&arguments[..], &["--dry-run"]].concat()), 0);
    assert!(
        dry.out.contains("+same_as: [https://www.wikidata.org/wiki/Q1]")
            && dry.err.contains("Nothing was written."),
        "{dry:?}"
    );
    assert_eq!(folder.files("content"), before);
    let first = ended(run(&folder, &arguments), 0);
    let said = "changed: `ann`: same_as\nchanged: `ann-2`: name.zh\nconflict: `born` of `ann-2` stays 1961; 1970 (more.csv:3) is not taken over\nnew: `zhang-san` (Zhang San)\n\
                not taken in from more.csv: `extra column`\nTook in 3 records: 1 new, 2 changed, 1 conflict\n";
    assert_eq!((first.out.as_str(), first.err.as_str()), ("", said));
    assert_eq!(
        folder.read("content/people/zhang-san.md"),
        "---\nname: {en: Zhang San, zh: 张三}\n---\n"
    );
    assert_eq!(
        folder.read("content/people/ann-2.md"),
        "---\nname: {en: Ann Smith, zh: 史}\nborn: 1961\n---\n\nAlso Ann.\n"
    );
    let after = folder.files("content");
    let json = ended(run(&folder, &[&arguments[..], &["--format", "json"]].concat()), 0);
    let lines: Vec<Value> =
        json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["what"], &lines[1]["conflicts"][0]["kept"], &lines[3]["files"]),
        (&"same".into(), &"1961".into(), &Value::Array(vec![]))
    );
    assert_eq!(folder.files("content"), after);
    ended(run(&folder, &["check"]), 0);
}

#[test]
fn mistakes_in_a_file_are_all_shown_and_the_rest_is_taken_in() {
    let folder = site();
    folder.write("bad.csv", "name,born\nA,1960-13\nB,1970\nC,soon\n");
    folder.write("bad.json", "{\"persons\": [\n  {\"name\": \"D\",}\n]}\n");
    let before = folder.files("content");
    let arguments = ["import", "entities", "bad.csv", "bad.json", "--kind", "people"];
    let refused = ended(run(&folder, &arguments), 1);
    for place in ["bad.csv:2:3", "bad.csv:4:3", "bad.json:2:16"] {
        assert!(refused.err.contains(place), "{place}: {refused:?}");
    }
    assert_eq!(folder.read("content/people/b.md"), "---\nname: B\nborn: 1970\n---\n");
    assert_eq!(folder.files("content").len(), before.len() + 1);
    ended(run(&folder, &[&arguments[..], &["--skip-bad"]].concat()), 0);
    assert_eq!(folder.read("content/people/a.md"), "---\nname: A\n---\n");
    let missing = ended(run(&folder, &["import", "entities", "none.csv"]), 2);
    assert!(missing.err.contains("cannot read `none.csv`"), "{missing:?}");
    let unknown = ended(run(&folder, &["import", "entities", "bad.csv", "--kind", "peeple"]), 2);
    assert!(unknown.err.contains("there is no kind `peeple`"), "{unknown:?}");
}
