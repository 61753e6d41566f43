//! The program as people and scripts call it: arguments, streams, exit codes, and what it leaves on
//! disk.

use crate::sites::folder::Folder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, to be run in `folder` in an environment that says nothing of colours and languages.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oratory"));
    command.current_dir(folder).stdin(Stdio::null());
    // Where tests run by themselves `CI` is set, and builds there give no new numbers.
    [
        "CI",
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
        "ORATORY_LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
    ]
    .into_iter()
    .for_each(|name| {
        command.env_remove(name);
    });
    command
}

pub(crate) fn run_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let output = program(folder)
        .args(arguments)
        .envs(variables.iter().copied())
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    let run = Run {
        code: output.status.code().expect("the program ends by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    };
    assert!(!run.err.contains("panicked"), "{run:?}");
    run
}

pub(crate) fn run(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), arguments, &[])
}

/// Fails unless the run ended with `code`.
pub(crate) fn ended(run: Run, code: i32) -> Run {
    assert_eq!(run.code, code, "stdout:\n{}\nstderr:\n{}", run.out, run.err);
    run
}

/// A folder with the site that `init` makes in `site/`.
fn begun() -> Folder {
    let folder = Folder::new();
    ended(run(&folder, &["init", "site"]), 0);
    folder
}

/// A site with two mistakes in two files.
fn broken() -> Folder {
    Folder::with([
        ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\n"),
        ("content/people/ann.md", "---\nname: Ann\nnmae: Ann\n---\n"),
        ("content/speeches/a.en.md", "---\ntitle: A\ndate: 2026-02-30\n---\n\ntext\n"),
    ])
}

/// A site without mistakes but with a warning.
fn doubtful() -> Folder {
    Folder::with([
        ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\n"),
        (
            "content/speeches/a.en.md",
            "---\ntitle: A\ndate: 2026-02-03\n---\n\nSee [this](nowhere.md).\n",
        ),
    ])
}

#[test]
fn from_nothing_to_a_site_that_is_built_twice() {
    let folder = begun();
    let site = folder.join("site");
    let check = ended(run_in(&site, &["check", "--strict"], &[]), 0);
    assert!(
        check.out.is_empty() && check.err.contains("Checked ") && !check.err.contains("warning"),
        "{check:?}"
    );
    assert!(
        !site.join("public/index.html").exists() && !site.join("content/ids").exists(),
        "`check` writes nothing"
    );

    let build = ended(run_in(&site, &["build"], &[]), 0);
    assert!(
        build.out.is_empty() && build.err.contains("Built ") && build.err.contains("→ public/"),
        "{build:?}"
    );
    // What is known of the last build is another thing after each.
    let all = || {
        let mut files = folder.files("site");
        files.retain(|path, _| !path.starts_with(".oratory-cache/"));
        files
    };
    let before = all();
    assert!(
        before.contains_key("public/index.html")
            && before.contains_key("public/zh/index.html")
            && before.keys().any(|path| path.starts_with("content/ids/"))
    );
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let files = || before.keys().map(|path| site.join(path));
    files().for_each(|path| {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap()
    });
    ended(run_in(&site, &["build"], &[]), 0);
    assert_eq!(all(), before);
    let written: Vec<_> =
        files().filter(|path| path.metadata().unwrap().modified().unwrap() != long_ago).collect();
    assert!(written.is_empty(), "{written:?}");
}

#[test]
fn the_new_site_is_two_speeches_two_people_two_places_and_an_initiative() {
    let folder = begun();
    let files: Vec<String> = folder.files("site").into_keys().collect();
    let mut n_files: BTreeMap<&str, usize> = BTreeMap::new();
    for path in &files {
        *n_files.entry(path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
    }
    let expected = [
        ("", 2),
        ("content", 2),
        ("content/initiatives", 1),
        ("content/people", 2),
        ("content/places", 2),
        ("content/speeches", 4),
    ];
    assert_eq!(n_files, BTreeMap::from(expected), "{files:?}");
    for lang in ["en", "zh"] {
        let of_lang = |path: &&String| path.ends_with(&format!(".{lang}.md"));
        assert_eq!(files.iter().filter(of_lang).count(), 3, "two speeches and a page: {files:?}");
    }

    let config = folder.read("site/oratory.toml");
    for key in ["title = ", "languages = ", "theme = "] {
        assert!(config.lines().any(|line| line.starts_with(key)), "{key}{config}");
    }
    // What is made anew is not kept; all else is.
    let left_out = folder.read("site/.gitignore");
    assert_eq!(left_out, "/public/\n/.public.oratory/\n/.oratory/\n");
}

/// What `check` says, but for its last line, `build` says; in whatever state the site is.
#[test]
fn check_says_all_that_build_says_and_writes_nothing() {
    let template = ("themes/default/templates/about.html", "{% extends \"base.html\" %}{{ view.");
    let noted = Folder::with([("oratory.toml", "title = 'T'\n")]);
    let (templated, warned) = (begun(), doubtful());
    templated.write(&format!("site/{}", template.0), template.1);
    warned.write("content/notes.md", "To do.\n");

    for (folder, site, code, expected) in [
        (broken(), ".", 1, "2 errors"),
        (warned, ".", 0, "2 warnings"),
        (noted, ".", 0, "1 note"),
        (templated, "site", 1, "template-error"),
    ] {
        let said = |command: &str| {
            let run = ended(run(&folder, &["-C", site, command]), code);
            // How each ended is its own.
            let ends = ["Checked ", "Built ", "Nothing was published"];
            let is_end = |line: &&str| ends.iter().any(|end| line.starts_with(end));
            run.err.lines().take_while(|line| !is_end(line)).collect::<Vec<_>>().join("\n")
        };
        let before = folder.files("");
        let checked = said("check");
        assert_eq!(folder.files(""), before, "`check` writes nothing");
        assert!(checked.contains(expected), "{checked}");
        assert_eq!(checked, said("build"));
    }
}

#[test]
fn the_first_example_of_the_readme_builds_in_a_fresh_site() {
    let readme = include_str!("../../README.md");
    let example = readme.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next());
    let folder = begun();
    folder.write("site/content/speeches/2024-05-02-ferry.en.md", example.unwrap());

    let site = folder.path().join("site");
    let built = ended(run_in(&site, &["build"], &[]), 0);
    assert!(built.err.contains("`oratory new person mira-oduya`"), "{}", built.err);
    assert!(site.join("public/people/mira-oduya.html").exists());
    ended(run_in(&site, &["check", "--strict"], &[]), 1);
    ended(run_in(&site, &["annotate", "--new-entities"], &[]), 0);

    ended(run_in(&site, &["new", "person", "mira-oduya"], &[]), 0);
    let built = ended(run_in(&site, &["build"], &[]), 0);
    assert!(!built.err.contains("no file describes `mira-oduya`"), "{}", built.err);
}

#[test]
fn the_example_of_the_chinese_readme_builds_as_well() {
    let readme = include_str!("../../README.zh.md");
    let example = readme.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next());
    let folder = begun();
    folder.write("site/content/speeches/2024-05-02-ferry.zh.md", example.unwrap());
    ended(run(&folder, &["-C", "site", "build"]), 0);
    let page = folder.read("site/public/zh/speeches/2024-05-02-ferry.html");
    assert!(page.contains("mira-oduya.html") && page.contains("id=t2p1"), "{page}");
}

#[test]
fn commands_work_from_any_folder_below_the_site() {
    let folder = begun();
    let below = folder.path().join("site/content/speeches");
    ended(run_in(&below, &["build"], &[]), 0);
    assert!(folder.path().join("site/public/index.html").exists());

    // What a person names is seen from where he is.
    folder.write("site/notes/2026-05-01-said.txt", "Ann Lee: Good morning. It is a fine day.\n");
    let notes = folder.path().join("site/notes");
    ended(run_in(&notes, &["import", "2026-05-01-said.txt", "--lang", "en"], &[]), 0);
    assert!(folder.path().join("site/content/speeches/2026-05-01-said.en.md").exists());
    ended(run_in(&notes, &["export", "mentions", "--out", "m.jsonl"], &[]), 0);
    assert!(notes.join("m.jsonl").exists());
    ended(run_in(&notes, &["build", "--out", "built"], &[]), 0);
    assert!(notes.join("built/index.html").exists());
}

#[test]
fn diagnostics_are_written_for_code_hosts() {
    let folder = broken();
    let github = ended(run(&folder, &["check", "--format", "github"]), 1);
    assert!(
        github.out.starts_with("::error file=content/people/ann.md,line=3,endLine=3,col=1,endColumn=5,title=unknown-key::"),
        "{}",
        github.out
    );
    let sarif = ended(run(&folder, &["check", "--format", "sarif"]), 1);
    let log: Value = serde_json::from_str(&sarif.out).expect("one JSON value");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_folder_in_use_is_not_begun_in() {
    let folder = begun();
    let before = folder.files("");
    let again = ended(run(&folder, &["init", "site"]), 2);
    assert!(again.err.contains("is not empty") && again.out.is_empty(), "{again:?}");
    assert_eq!(folder.files(""), before);
}

#[test]
fn new_files_are_written_once_and_can_be_built() {
    let folder = Folder::with([(
        "oratory.toml",
        "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n[kinds.treaties]\nsingular = 'treaty'\n",
    )]);
    std::fs::create_dir(folder.join("content")).unwrap();
    let made = [
        (
            vec![
                "new",
                "speech",
                "2026-05-01-may-day",
                "--title",
                "It’s May: “day”",
                "--lang",
                "zh",
            ],
            "content/speeches/2026-05-01-may-day.zh.md",
        ),
        (
            vec!["new", "speech", "talk", "--date", "2026-05", "--title", "A talk"],
            "content/speeches/talk.en.md",
        ),
        (vec!["new", "person", "王毅"], "content/people/王毅.md"),
        (
            vec!["new", "treaty", "sea-law", "--title", "Law: of the Sea"],
            "content/treaties/sea-law.md",
        ),
    ];
    for (arguments, path) in &made {
        let run = ended(run(&folder, arguments), 0);
        assert_eq!(run.out.trim_end(), *path);
        assert!(folder.join(path).is_file(), "{path}");
    }
    // The usual keys stand there as comments; `what_is_commented_out_is_known` tries them.
    let talk = folder.read("content/speeches/talk.en.md");
    for key in ["type", "event", "location", "speaker", "text_status", "draft"] {
        assert!(talk.contains(&format!("\n# {key}: ")), "{key}{talk}");
    }
    assert!(
        talk.contains("\n# speakers:\n#   ") && talk.contains("\n# sources:\n#   - "),
        "{talk}"
    );

    let check = ended(run(&folder, &["check", "--strict"]), 0);
    assert!(check.err.contains("2 speeches, 2 entities"), "{check:?}");
    ended(run(&folder, &["build"]), 0);
    assert!(
        folder.read("public/treaties/sea-law.html").contains("Law: of the Sea")
            && folder.read("public/people/王毅.html").contains("王毅")
    );
    assert!(folder.read("public/zh/speeches/2026-05-01-may-day.html").contains("It’s May: “day”"));

    folder.write("content/people/王毅.md", "---\nname: mine\n---\n");
    let again = ended(run(&folder, &["new", "person", "王毅"]), 2);
    assert!(again.err.contains("王毅.md") && again.out.is_empty(), "{again:?}");
    assert_eq!(folder.read("content/people/王毅.md"), "---\nname: mine\n---\n");
    for (arguments, said) in [
        (vec!["new", "persn", "x"], "did you mean `person`?"),
        (vec!["new", "person", "../../x"], "cannot be an id"),
        (vec!["new", "speech", "undated"], "--date"),
        (vec!["new", "speech", "a", "--date", "2026-02-30"], "not a date"),
        (vec!["new", "place", "sea-law"], "sea-law"),
    ] {
        let refused = ended(run(&folder, &arguments), 2);
        assert!(refused.err.contains(said) && refused.out.is_empty(), "{arguments:?}: {refused:?}");
    }
}

#[test]
fn data_go_to_standard_output_or_to_a_file() {
    let folder = begun();
    let export =
        |arguments: &[&str]| run_in(&folder.join("site"), &[&["export"], arguments].concat(), &[]);
    let mentions = ended(export(&["mentions"]), 0).out;
    let lines: Vec<Value> =
        mentions.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() >= 14 && lines.iter().all(Value::is_object), "{mentions}");
    let entities: Value = serde_json::from_str(&ended(export(&["entities"]), 0).out).unwrap();
    let text = entities.to_string();
    assert!(
        ["ines-halloway", "chen-yulan", "port-merrow", "tern-island", "open-quay-plan"]
            .iter()
            .all(|id| text.contains(id)),
        "{text}"
    );
    let speeches = ended(export(&["speeches"]), 0).out;
    assert_eq!(speeches.lines().count(), 5, "a head and a line for each text: {speeches}");
    assert!(speeches.contains("2026-03-14-opening") && speeches.contains("没有围栏的码头"));
    let csv = ended(export(&["mentions-csv"]), 0).out;
    assert_eq!(csv.lines().count(), lines.len() + 1, "both formats tell the same mentions");

    let nowhere = ended(export(&["tables-csv"]), 2);
    assert!(nowhere.err.contains("--out") && nowhere.out.is_empty(), "{nowhere:?}");
    ended(export(&["tables-csv", "--out", "tables"]), 0);
    assert_eq!(folder.read("site/tables/data/mentions.csv").lines().count(), lines.len() + 1);

    let to_file = ended(export(&["speeches", "--out", "speeches.csv"]), 0);
    assert_eq!((to_file.out.as_str(), folder.read("site/speeches.csv")), ("", speeches));
    let atom = ended(export(&["atom"]), 2);
    assert!(atom.err.contains("--base-url") && atom.out.is_empty(), "{atom:?}");
    assert!(
        ended(export(&["atom", "--base-url", "https://example.org/x"]), 0)
            .out
            .contains("https://example.org/x/atom.xml")
    );
    let unknown = ended(export(&["mention"]), 2);
    assert!(unknown.err.contains("mentions"), "{unknown:?}");
    let help = ended(export(&["--help"]), 0).out;
    for format in ["mentions-jsonl", "tables-csv", "tei", "akoma-ntoso", "json-ld", "bibtex"] {
        assert!(help.contains(&format!("- {format}: ")), "{help}");
    }
    assert!(!folder.join("site/public").join("index.html").exists());
}

#[test]
fn every_code_is_explained() {
    let folder = Folder::new();
    let list = ended(run(&folder, &["explain"]), 0).out;
    assert!(list.lines().count() > 40);
    for line in list.lines() {
        let code = line.split_whitespace().next().unwrap();
        let page = ended(run(&folder, &["explain", code]), 0).out;
        assert!(page.starts_with(&format!("{code} (")) && page.lines().count() >= 4, "{page}");
    }
    let near = ended(run(&folder, &["explain", "unknown-kye"]), 2);
    assert!(near.err.contains("`unknown-key`") && near.out.is_empty(), "{near:?}");
}

#[test]
fn help_and_completions_name_every_command() {
    let folder = Folder::new();
    let help = ended(run(&folder, &["--help"]), 0).out;
    let commands = ["init", "new", "build", "check", "export", "serve", "explain", "completions"];
    assert!(commands.iter().all(|command| help.contains(&format!("\n  {command} "))), "{help}");
    assert!(help.contains("Exit codes:"), "{help}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ended(run(&folder, &["completions", shell]), 0).out;
        assert!(
            commands.iter().all(|command| script.contains(command)) && script.contains("oratory"),
            "{shell}"
        );
    }
    assert_eq!(
        ended(run(&folder, &["--version"]), 0).out.trim_end(),
        concat!("oratory ", env!("CARGO_PKG_VERSION"))
    );
    ended(run(&folder, &["completions", "tcsh"]), 2);
}

#[test]
fn exit_codes_tell_mistakes_from_trouble() {
    let (broken, doubtful, empty) = (broken(), doubtful(), Folder::new());
    for command in ["check", "build"] {
        let mistakes = ended(run(&broken, &[command]), 1);
        assert!(mistakes.out.is_empty() && mistakes.err.contains("2 errors"), "{mistakes:?}");
        assert!(
            mistakes.err.contains("content/people/ann.md:3:1")
                && mistakes.err.contains("content/speeches/a.en.md:3:7"),
            "{mistakes:?}"
        );
        ended(run(&doubtful, &[command]), 0);
        assert!(ended(run(&doubtful, &[command, "--strict"]), 1).err.contains("broken-link"));
        let nowhere = ended(run(&empty, &[command]), 2);
        assert!(nowhere.err.contains("oratory init"), "{nowhere:?}");
        ended(run(&empty, &[command, "--no-such-option"]), 2);
        ended(run(&empty, &["-C", "no/such/folder", command]), 2);
        ended(run(&doubtful, &[command, "--theme", "no-such-theme"]), 1);
    }
    ended(run(&broken, &["export", "mentions"]), 1);
    ended(run(&empty, &["no-such-command"]), 2);
    ended(run(&empty, &[]), 2);
    doubtful.write("a-file", "x");
    let in_the_way = ended(run(&doubtful, &["build", "--out", "a-file"]), 2);
    assert!(in_the_way.err.contains("a-file"), "{in_the_way:?}");
    let within = ended(run(&doubtful, &["build", "--out", "content/public"]), 2);
    assert!(within.err.contains("content"), "{within:?}");
}

#[test]
fn json_is_one_object_a_line_with_the_summary_last() {
    let lines = |run: &Run| -> Vec<Value> {
        run.out
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect()
    };
    let mistakes = ended(run(&broken(), &["check", "--format", "json"]), 1);
    let found = lines(&mistakes);
    assert_eq!(found.len(), 3, "{mistakes:?}");
    assert!(found[..2].iter().all(|line| line["type"] == "diagnostic"
        && line["severity"] == "error"
        && line["labels"][0]["line"] == 3));
    let codes: Vec<&Value> = found[..2].iter().map(|line| &line["code"]).collect();
    assert_eq!(codes, ["unknown-key", "bad-date"]);
    assert_eq!(
        (&found[2]["type"], &found[2]["errors"], &found[2]["files"]),
        (&"summary".into(), &2.into(), &2.into())
    );
    let fine = ended(run(&doubtful(), &["build", "--format", "json"]), 0);
    let found = lines(&fine);
    assert_eq!(
        (found[0]["code"].as_str(), found.last().map(|line| &line["warnings"])),
        (Some("broken-link"), Some(&1.into())),
        "{fine:?}"
    );
    // Where standard output is the result, diagnostics stand aside.
    let aside = ended(run(&doubtful(), &["export", "speeches", "--format", "json"]), 0);
    assert!(
        !aside.out.contains("broken-link") && aside.err.contains("\"broken-link\""),
        "{aside:?}"
    );
}

#[test]
fn colours_are_asked_for() {
    let folder = broken();
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        run_in(folder.path(), &[&["check"], arguments].concat(), variables).err.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]) && coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(
        !coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])
            && !coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")])
    );
}

#[test]
fn a_failed_build_leaves_the_folder_untouched() {
    let folder = begun();
    let site = folder.join("site");
    ended(run_in(&site, &["build"], &[]), 0);
    folder.write("site/public/mine.txt", "mine");
    let before = folder.files("site/public");
    folder.edit("site/content/people/chen-yulan.md", "sort_name:", "sortname:");
    folder.edit(
        "site/content/people/ines-halloway.md",
        "kept the lighthouse",
        "lit the lighthouse",
    );
    let failed = ended(run_in(&site, &["build"], &[]), 1);
    assert!(
        failed.err.contains("did you mean `sort_name`?")
            && failed.err.contains("Nothing was published"),
        "{failed:?}"
    );
    assert_eq!(folder.files("site/public"), before);
    assert!(!folder.files("site").keys().any(|path| path.contains("staging")));
    folder.edit("site/content/people/chen-yulan.md", "sortname:", "sort_name:");
    ended(run_in(&site, &["build"], &[]), 0);
    assert!(folder.read("site/public/people/ines-halloway.html").contains("lit the lighthouse"));
    assert_eq!(folder.read("site/public/mine.txt"), "mine");
}

#[test]
fn options_stand_over_the_configuration() {
    let folder = begun();
    folder.write(
        "site/content/speeches/2026-06-01-draft.en.md",
        "---\ntitle: A draft\ndate: 2026-06-01\ndraft: true\n---\n\nNot yet.\n",
    );
    let build = |arguments: &[&str]| {
        ended(run(&folder, &[&["-C", "site", "build"], arguments].concat()), 0)
    };
    build(&["--out", "../a", "--jobs", "1"]);
    build(&["--out", "../b", "--jobs", "3", "--quiet"]);
    assert_eq!(folder.files("a"), folder.files("b"), "as many threads as one likes");
    assert!(
        !folder.files("a").contains_key("speeches/2026-06-01-draft.html")
            && !folder.files("a").contains_key("atom.xml")
    );
    build(&[
        "--out",
        "../c",
        "--drafts",
        "--base-url",
        "https://example.org/c",
        "--theme",
        "plain",
        "--no-minify",
    ]);
    let files = folder.files("c");
    assert!(
        files.contains_key("speeches/2026-06-01-draft.html")
            && files.contains_key("assets/site.css")
    );
    assert!(
        folder.read("c/atom.xml").contains("https://example.org/c/")
            && folder.read("c/index.html").starts_with("<!DOCTYPE html>\n<html")
    );
    assert!(!folder.join("site/public").join("index.html").exists());
}

#[test]
fn quiet_is_quiet_but_for_errors() {
    let (folder, broken) = (doubtful(), broken());
    let quiet = ended(run(&folder, &["build", "-q"]), 0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    assert!(ended(run(&broken, &["build", "-q"]), 1).err.contains("unknown-key"));
}

#[test]
fn files_of_others_are_overwritten_by_force_only() {
    let folder = doubtful();
    folder.write("public/index.html", "mine");
    let refused = ended(run(&folder, &["build"]), 2);
    assert!(
        refused.err.contains("public/index.html") && refused.err.contains("--force"),
        "{refused:?}"
    );
    assert_eq!(folder.read("public/index.html"), "mine");
    ended(run(&folder, &["build", "--force"]), 0);
    assert!(folder.read("public/index.html").contains("<h1"));
}

/// `/dev/full` takes nothing, as a disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_a_failure() {
    let folder = begun();
    folder.write("site/memo.txt", "# Notes\n\nMay 2, 2024\n\nThe ferry comes at nine.\n");
    let full = |arguments: &[&str]| {
        let device = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("the device that is always full");
        let output = program(&folder.join("site"))
            .args(arguments)
            .stdout(device)
            .output()
            .expect("the program starts");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    for arguments in [
        vec!["export", "mentions"],
        vec!["export", "entities"],
        vec!["annotate", "--csv"],
        vec!["annotate", "--format", "json"],
        vec!["check", "--format", "json"],
        vec!["build", "--format", "json"],
        vec!["completions", "bash"],
        vec!["explain"],
        vec!["explain", "bad-url"],
        vec!["entity", "--dry-run", "rename", "ines-halloway", "ines"],
        vec!["import", "memo.txt", "--dry-run"],
        vec!["import", "memo.txt", "--json"],
        vec!["new", "person", "someone"],
        vec!["theme", "new", "mine"],
        vec!["theme", "eject", "templates/about.html"],
        vec!["init", "another"],
        vec!["--help"],
        vec!["export", "--help"],
        vec!["--version"],
    ] {
        let (code, err) = full(&arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {err}");
        assert!(
            err.contains("error: cannot write to standard output: No space left on device"),
            "{arguments:?}: {err}"
        );
    }
    // What a command does beside its result is done whole: nobody is left with half a theme.
    assert!(folder.join("site/themes/mine/templates/parts/style.html").is_file());
    assert!(folder.join("site/another/content/initiatives/open-quay-plan.md").is_file());
    // Where nothing was to be written, nothing failed.
    assert_eq!(full(&["check"]).0, Some(0));
    assert_eq!(full(&["no-such-command"]).0, Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_said_beside_a_result_may_be_lost() {
    let folder = begun();
    let device = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("the device that is always full");
    let output = program(&folder.join("site"))
        .args(["build"])
        .stderr(device)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(folder.join("site/public/index.html").is_file());
}

/// A shell's limit on the size of a file stands for a full disk.
#[cfg(unix)]
#[test]
fn an_export_that_does_not_fit_leaves_the_last_one() {
    let folder = begun();
    let whole = ended(
        run_in(&folder.join("site"), &["export", "mentions", "--out", "mentions.jsonl"], &[]),
        0,
    );
    assert!(whole.out.is_empty() && folder.read("site/mentions.jsonl").len() > 1024);
    folder.write("site/mentions.jsonl", "the last one\n");
    let before = folder.files("site");

    let limited = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' export mentions --out mentions.jsonl",
        env!("CARGO_BIN_EXE_oratory")
    );
    let output = Command::new("sh")
        .args(["-c", &limited])
        .current_dir(folder.join("site"))
        .output()
        .expect("a shell");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("cannot write `") && err.contains("mentions.jsonl"), "{err}");
    assert_eq!(folder.files("site"), before, "the old file is there, and nothing beside it");
}

/// What is no file is written to, and a link is followed: neither becomes something else.
#[cfg(unix)]
#[test]
fn an_export_goes_where_a_name_leads() {
    let folder = begun();
    folder.write("site/kept/mentions.jsonl", "the last one\n");
    std::os::unix::fs::symlink("kept/mentions.jsonl", folder.join("site/mentions.jsonl"))
        .expect("a link");
    ended(run_in(&folder.join("site"), &["export", "mentions", "--out", "mentions.jsonl"], &[]), 0);
    assert!(folder.join("site/mentions.jsonl").is_symlink());
    assert!(folder.read("site/kept/mentions.jsonl").lines().count() >= 14);

    let streamed = ended(
        run_in(&folder.join("site"), &["export", "mentions", "--out", "/dev/stdout"], &[]),
        0,
    );
    assert_eq!(streamed.out, folder.read("site/kept/mentions.jsonl"));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_trouble() {
    let folder = begun();
    for arguments in [
        vec!["export", "mentions"],
        vec!["completions", "zsh"],
        vec!["explain"],
        vec!["check", "--format", "json"],
    ] {
        let mut child = program(&folder.join("site"))
            .args(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !err.contains("error"), "{arguments:?}: {err}");
    }
}
