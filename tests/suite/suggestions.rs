//! `oratory annotate` as editors call it: what it lists, writes, asks, gives to a spreadsheet and
//! takes back.

use crate::cli::{Run, ended, program, run};
use crate::sites::folder::Folder;
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

const CONFIG: (&str, &str) =
    ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n");
const WANG: (&str, &str) =
    ("content/people/wang-yi.md", "---\nname: {en: Wang Yi, zh: 王毅}\naliases: [Wang]\n---\n");
const OTHER: (&str, &str) =
    ("content/people/wang-wei.md", "---\nname: Wang Wei\naliases: [Wang]\n---\n");
const MALI: (&str, &str) = ("content/places/mali.md", "---\nname: {en: Mali, zh: 马里}\n---\n");
const TALK: &str = "content/speeches/2024-03-07-talk.en.md";
const ANSWERS: &str = "content/speeches/2024-03-08-answers.zh.md";

/// A site in which a name is missing, a place is listed in vain, and a name is anyone’s.
fn site() -> Folder {
    Folder::with([
        CONFIG,
        WANG,
        OTHER,
        MALI,
        (
            TALK,
            "---\ntitle: Talk\ndate: 2024-03-07 # a Thursday\nplaces: [mali]\n---\n\nWang Yi spoke. `Mali` is code.\n",
        ),
        (
            ANSWERS,
            "+++\r\ntitle = \"答问\"\r\ndate = 2024-03-08\r\n+++\r\n\r\n**王毅：**马里很好。\r\n",
        ),
        ("content/speeches/2024-03-09-note.en.md", "Wang went to Mali.\n"),
    ])
}

pub(crate) fn json(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    let run = ended(run(folder, &[&["annotate", "--format", "json"], arguments].concat()), 0);
    run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// `add wang-yi talk` each, and what is suggested for the site.
fn listed(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let lines = json(folder, arguments);
    let shown = |line: &Value| {
        format!(
            "{} {} {}",
            line["kind"].as_str().expect("a kind"),
            line["entities"],
            line["speech"].as_str().unwrap_or("-")
        )
        .replace('"', "")
    };
    lines
        .iter()
        .filter(|line| line["type"] == "suggestion" && line["kind"] != "unseen")
        .map(shown)
        .collect()
}

/// Every place of a name says whom it means, or why nobody; each reason once.
#[test]
fn every_place_of_a_name_is_accounted_for() {
    let folder = Folder::with([
        ("oratory.toml", "title = 'T'\nlanguages = ['en', 'zh']\n"),
        (
            "content/people/orr.md",
            "---\nname: Ada Orr\naliases: [Orr, {name: Dr. Lind, until: 1999}]\n---\n",
        ),
        ("content/people/wei.md", "---\nname: {en: Li Qiang, zh: 李强}\naliases: [Orr]\n---\n"),
        ("content/places/mali.md", "---\nname: Mali\nnot: [Mali Street]\n---\n"),
        (
            "content/speeches/2024-03-07-one.en.md",
            "---\ntitle: One\ndate: 2024-03-07\npeople: [orr, wei]\nplaces: [mali]\n---\n\nMali, `Mali`, Malian, Mali Street; [the Mali](https://example.org/mali).\n\nOrr met Dr. Lind.\n",
        ),
        (
            "content/speeches/2024-03-08-two.zh.md",
            "---\ntitle: 二\ndate: 2024-03-08\npeople: [wei]\n---\n\n李强国来了，李强也来了。\n",
        ),
        (
            "content/speeches/2024-03-09-three.en.md",
            "---\ntitle: Three\ndate: 2024-03-09\n---\n\nIn Mali.\n",
        ),
    ]);

    let expected: [(&str, &[&str]); 4] = [
        (
            "mali",
            &[
                "mali: listed",
                "in code, or in words marked already",
                "part of a longer word",
                "refused by `not`",
                "mali: listed",
                "in no list of this speech",
            ],
        ),
        ("Orr", &["could be `orr` or `wei`"]),
        ("Dr. Lind", &["not a name on that day, by `from` or `until`"]),
        ("李强", &["inside `李强国`", "wei: listed"]),
    ];
    for (name, reasons) in expected {
        let found: Vec<String> = json(&folder, &["--why", name])
            .iter()
            .map(|line| {
                let why = line["why"].as_str().expect("a reason");
                line["entity"].as_str().map_or(why.to_owned(), |id| format!("{id}: {why}"))
            })
            .collect();
        assert_eq!(found, reasons, "{name}");
    }

    let shown = ended(run(&folder, &["annotate", "--why", "Orr"]), 0);
    assert!(
        shown.out.contains("2024-03-07-one.en.md:10:1")
            && shown.out.contains("not linked: could be"),
        "{shown:?}"
    );
    assert!(shown.err.contains("occurs in 1 place, 0 of them linked"), "{shown:?}");
    ended(run(&folder, &["annotate", "--why", "Nobody"]), 2);
}

#[test]
fn what_is_suggested_is_listed_for_people_and_programs() {
    let folder = site();
    let before = folder.files("");
    let people = ended(run(&folder, &["annotate"]), 0);
    assert!(
        people.out.contains(&format!("{TALK}:7:1  «Wang Yi» spoke. Mali is code.")),
        "{people:?}"
    );
    assert!(
        people.out.contains("remove  `places` lists `mali`, and the text never names it")
            && people.out.contains(&format!("{TALK}:4:10")),
        "{people:?}"
    );
    assert!(
        people.out.contains("`Wang` could be `wang-wei` or `wang-yi`")
            && people.err.contains("`--write` does 4 of them"),
        "{people:?}"
    );
    let expected = [
        "remove [mali] 2024-03-07-talk.en",
        "add [wang-yi] 2024-03-07-talk.en",
        "add [wang-yi] 2024-03-08-answers.zh",
        "add [mali] 2024-03-08-answers.zh",
        "choice [wang-wei,wang-yi] 2024-03-09-note.en",
        "add [mali] 2024-03-09-note.en",
    ];
    let mut found = listed(&folder, &[]);
    assert_eq!(found.len(), expected.len(), "{found:?}");
    found.retain(|line| !expected.contains(&line.as_str()));
    assert_eq!(found, [""; 0]);
    let of_one = json(&folder, &[TALK]);
    assert_eq!(
        (
            of_one.len(),
            &of_one[0]["contexts"],
            &of_one[1]["contexts"][0]["line"],
            &of_one[1]["contexts"][0]["match"]
        ),
        (3, &Value::Array(vec![]), &7.into(), &"Wang Yi".into())
    );
    assert_eq!(of_one[2], serde_json::json!({"type": "summary", "suggestions": 2, "safe": 1}));
    assert_eq!(
        listed(&folder, &["2024-03-08-answers", "./content/speeches/2024-03-09-note.en.md"]).len(),
        4
    );
    let unknown = ended(run(&folder, &["annotate", "content/speeches/2024-03-07-tlak.en.md"]), 2);
    assert!(unknown.err.contains(&format!("did you mean `{TALK}`?")), "{unknown:?}");
    assert_eq!(folder.files(""), before);
}

#[test]
fn what_is_safe_is_written_once_and_nothing_else_changes() {
    let folder = site();
    let before = folder.files("");
    let shown = ended(run(&folder, &["annotate", "--write", "--dry-run"]), 0);
    assert!(
        !shown.out.contains("-places: [mali]\n")
            && shown.out.contains("+people: [wang-yi]\n")
            && shown.err.contains("3 files would change"),
        "{shown:?}"
    );
    assert_eq!(folder.files(""), before);
    let written = ended(run(&folder, &["annotate", "--write"]), 0);
    assert_eq!(written.out.lines().count(), 3, "{written:?}");
    assert_eq!(
        folder.read(TALK),
        "---\ntitle: Talk\ndate: 2024-03-07 # a Thursday\nplaces: [mali]\npeople: [wang-yi]\n---\n\nWang Yi spoke. `Mali` is code.\n"
    );
    let answers = folder.read(ANSWERS);
    assert!(
        answers.ends_with("+++\r\n\r\n**王毅：**马里很好。\r\n")
            && answers.contains("people = [\"wang-yi\"]\r\n"),
        "{answers}"
    );
    let note = folder.read("content/speeches/2024-03-09-note.en.md");
    assert!(
        note.starts_with("---\ntitle: ")
            && note.contains("date: 2024-03-09\n")
            && note.contains("places: [mali]\n")
            && note.ends_with("\n\nWang went to Mali.\n"),
        "{note}"
    );
    // What the matcher did not see may be there: only a person takes an entry off a list.
    assert_eq!(
        listed(&folder, &[]),
        ["remove [mali] 2024-03-07-talk.en", "choice [wang-wei,wang-yi] 2024-03-09-note.en"]
    );
    let after = folder.files("");
    assert!(ended(run(&folder, &["annotate", "--write"]), 0).err.contains("Nothing to write"));
    assert_eq!(folder.files(""), after);
    ended(run(&folder, &["check"]), 0);
}

/// A name behind an elision, in front of a suffix, in a compound, printed in capitals, or of a
/// speaker: where the matcher is blind, what an editor listed stays, and so does the text.
#[test]
fn right_lists_survive_a_matcher_that_sees_nothing() {
    let body = "**Minister Alder:** L’Estria a signé.\n\n**MINISTER ALDER:** Tovik’te kaldı.\n\n\
                **Minister ALDER (continuing):** The Alder-Brand talks ended.\n";
    let text = format!(
        "---\ntitle: A\ndate: 2024-03-07\npeople: [mira, brand]\nplaces: [estria, tovik]\n---\n\n{body}"
    );
    let folder = Folder::with([
        CONFIG,
        ("content/people/mira.md", "---\nname: Mira Alder\naliases: [Minister Alder]\n---\n"),
        ("content/people/brand.md", "---\nname: Jon Brand\n---\n"),
        ("content/places/estria.md", "---\nname: Estria\n---\n"),
        ("content/places/tovik.md", "---\nname: Tovik\n---\n"),
        (TALK, &text),
    ]);
    ended(run(&folder, &["annotate", "--write"]), 0);
    assert_eq!(folder.read(TALK), text);
}

/// The spreadsheet with `decision` in the rows that `pick` chooses.
fn decided(folder: &Folder, decide: &dyn Fn(&str) -> &'static str) -> String {
    let sheet = ended(run(folder, &["annotate", "--csv"]), 0).out;
    assert!(
        sheet.starts_with(
            "decision,kind,entity,name,speech,file,line,column,left,match,right,reason,count,key"
        ),
        "{sheet}"
    );
    let mut lines = sheet.lines();
    let head = lines.next().expect("a head").to_owned();
    std::iter::once(head)
        .chain(lines.map(|line| format!("{}{line}", decide(line))))
        .map(|line| line + "\n")
        .collect()
}

#[test]
fn a_spreadsheet_goes_out_and_comes_back_with_decisions() {
    let folder = site();
    let decide = |line: &str| match line {
        _ if line.starts_with(",choice,wang-yi,") => "accept",
        _ if line.starts_with(",remove,mali,") => "reject",
        _ if line.starts_with(",add,wang-yi,Wang Yi,2024-03-07") => "explicit",
        _ if line.starts_with(",add,mali,马里,") => "never",
        _ if line.starts_with(",add,mali,Mali,") => "Always",
        _ => "",
    };
    let sheet = decided(&folder, &decide);
    // As a spreadsheet of another country saves it.
    folder.write("sheet.csv", format!("\u{FEFF}{}", sheet.replace('\n', "\r\n")));
    let before = folder.files("content");
    assert!(
        ended(run(&folder, &["annotate", "--decisions", "sheet.csv"]), 0)
            .err
            .contains("nothing was written")
    );
    assert_eq!(folder.files("content"), before);
    ended(run(&folder, &["annotate", "--decisions", "sheet.csv", "--write"]), 0);
    assert!(
        folder.read(TALK).contains("places: [mali]")
            && folder.read(TALK).contains("[Wang Yi](@wang-yi) spoke.")
    );
    let note = folder.read("content/speeches/2024-03-09-note.en.md");
    assert!(note.contains("people: [wang-yi]\n") && note.contains("places: [mali]\n"), "{note}");
    let decisions = folder.read("content/decisions.toml");
    let kept = [
        "{ name = \"Mali\", entity = \"mali\" }",
        "{ name = \"Wang\", entity = \"wang-yi\", speech = \"2024-03-09-note.en\" }",
        "{ name = \"马里\", entity = \"mali\" }",
        "{ entity = \"mali\", speech = \"2024-03-07-talk.en\" }",
    ];
    assert!(kept.iter().all(|line| decisions.contains(line)), "{decisions}");
    assert_eq!(listed(&folder, &[]), ["add [wang-yi] 2024-03-08-answers.zh"]);
    let check = ended(run(&folder, &["check"]), 0);
    assert!(
        !check.err.contains("ambiguous-name") && !check.err.contains("never-named"),
        "{check:?}"
    );
    let again = ended(run(&folder, &["annotate", "--decisions", "sheet.csv", "--write"]), 0);
    assert!(
        again.err.contains("stale-decision")
            && again.err.contains("sheet.csv:")
            && again.err.contains("Nothing to write"),
        "{again:?}"
    );
}

#[test]
fn mistakes_in_a_spreadsheet_are_shown_where_they_are_and_nothing_is_written() {
    let folder = site();
    let sheet = decided(&folder, &|line| {
        if line.starts_with(",remove") { "acept" } else { "" }
    });
    let sheet = format!(
        "{sheet}accept,add,nobody,x,,,,,,,,,,add|nobody|2024-03-07-talk.en|x,\nalways,remove,,,,,,,,,,,,remove|mali|2024-03-07-talk.en|,\n"
    );
    folder.write("sheet.csv", &sheet);
    let before = folder.files("");
    let refused = ended(run(&folder, &["annotate", "--decisions", "sheet.csv", "--write"]), 1);
    assert!(
        refused.err.contains("did you mean `accept`?")
            && refused.err.contains("no entity has the id `nobody`"),
        "{refused:?}"
    );
    assert!(
        refused.err.contains("it can be accepted or rejected")
            && refused.err.contains(&format!("sheet.csv:{}:1", sheet.lines().count())),
        "{refused:?}"
    );
    assert_eq!(folder.files(""), before);
    folder.write("sheet.csv", "a,b\n1,2\n");
    assert!(
        ended(run(&folder, &["annotate", "--decisions", "sheet.csv", "--write"]), 1)
            .err
            .contains("there is no column `decision`")
    );
    ended(run(&folder, &["annotate", "--decisions", "none.csv"]), 2);
}

#[test]
fn decisions_that_contradict_each_other_are_refused_before_anything_is_written() {
    let folder = site();
    let before = folder.files("content");
    let refused = |sheet: &str| {
        folder.write("sheet.csv", sheet);
        let run = ended(run(&folder, &["annotate", "--decisions", "sheet.csv", "--write"]), 1);
        assert!(run.err.contains("contradicts") && run.err.contains("in line"), "{run:?}");
        assert_eq!(folder.files("content"), before);
    };

    // One name is two people.
    refused(&decided(&folder, &|line| if line.starts_with(",choice,") { "accept" } else { "" }));
    // A name never means whom it means elsewhere.
    refused(&decided(&folder, &|line| match line {
        _ if line.starts_with(",add,wang-yi,Wang Yi,") => "accept",
        _ if line.starts_with(",add,wang-yi,王毅,") => "never",
        _ if line.starts_with(",add,mali,Mali,") => "accept",
        _ if line.starts_with(",choice,wang-yi,") => "always",
        _ if line.starts_with(",choice,wang-wei,") => "accept",
        _ => "",
    }));
    // One row twice, with two words.
    let sheet = decided(&folder, &|line| if line.starts_with(",remove") { "reject" } else { "" });
    let row = sheet.lines().find(|line| line.starts_with("reject")).expect("a row");
    refused(&format!("{sheet}{}\n", row.replacen("reject", "accept", 1)));
}

#[test]
fn a_review_understands_the_words_of_the_spreadsheet() {
    let (letters, words) = (site(), site());
    ended(answered(&letters, "n\ny\ny\ny\n2\nv\n"), 0);
    ended(answered(&words, "reject\naccept\naccept\nAccept\naccept 2\nnever\n"), 0);
    assert_eq!(letters.files("content"), words.files("content"));
}

fn answered(folder: &Folder, answers: &str) -> Run {
    let mut child = program(folder.path())
        .args(["annotate", "--review"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(answers.as_bytes()).expect("answers are read");
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        code: output.status.code().expect("an end by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

#[test]
fn an_editor_is_asked_and_what_was_answered_is_written() {
    let folder = site();
    let nobody = ended(run(&folder, &["annotate", "--review"]), 2);
    assert!(nobody.err.contains("--csv"), "{nobody:?}");
    // remove mali: kept; add wang-yi: marked; then the rest of the second speech, the choice and
    // the end.
    let order: Vec<String> = listed(&folder, &[]);
    let answer = |line: &String| match line.as_str() {
        "remove [mali] 2024-03-07-talk.en" => "n\n",
        "add [wang-yi] 2024-03-07-talk.en" => "what?\ne\n",
        "add [wang-yi] 2024-03-08-answers.zh" => "e\ny\n",
        "choice [wang-wei,wang-yi] 2024-03-09-note.en" => "y\n7\n2\n",
        "add [mali] 2024-03-08-answers.zh" => "s\n",
        _ => "v\n",
    };
    let answers: String = order.iter().map(answer).collect();
    let review = ended(answered(&folder, &answers), 0);
    assert!(
        review.err.contains("1 of 6")
            && review.err.contains("never: this name never means this entity")
            && review.err.contains("There is no such number"),
        "{review:?}"
    );
    for word in ["accept: ", "reject: ", "always: ", "explicit: mark"] {
        assert!(review.err.contains(word), "{word}{review:?}");
    }
    assert!(
        review.err.contains("a label cannot be marked")
            && review.err.contains("Say which by its number"),
        "{review:?}"
    );
    assert!(
        folder.read(TALK).contains("[Wang Yi](@wang-yi)")
            && folder.read(ANSWERS).contains("people = [\"wang-yi\"]")
    );
    assert!(folder.read("content/speeches/2024-03-09-note.en.md").contains("people: [wang-yi]"));
    assert_eq!(listed(&folder, &[]), ["add [mali] 2024-03-08-answers.zh"]);
    let quit = ended(answered(&folder, "q\n"), 0);
    assert!(quit.err.contains("Nothing to write"), "{quit:?}");
}

/// What interrupts a review: the names of signals and their numbers.
#[cfg(unix)]
const INTERRUPTIONS: &[(&str, u32)] = &[("KILL", 9), ("INT", 2), ("HUP", 1), ("TERM", 15)];

/// Whether a signal is passed over by the tests, and so by what they start: `nohup` and a shell's
/// `&` have it so.
#[cfg(unix)]
#[expect(
    clippy::disallowed_methods,
    reason = "what the system says of this process stands in a file"
)]
pub(crate) fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// An answer to each question of [`site`], with what is not understood and what is taken back on
/// the way.
#[cfg(unix)]
const GIVEN: &[&str] = &["n\n", "what?\ny\n", "e\ny\nb\ny\n", "s\n", "2\n", "v\n"];

/// Gives answers, and once the question behind the last of them is shown, interrupts the review;
/// gives what it had shown.
#[cfg(unix)]
fn interrupted(folder: &Folder, answers: &[&str], signal: &str) -> String {
    use std::io::Read;
    use std::process::Command;

    let mut child = program(folder.path())
        .args(["annotate", "--review"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = child.stderr.take().expect("a pipe");
    input.write_all(answers.concat().as_bytes()).expect("answers are read");

    // A prompt is shown for each line that is given, and one more; it is shown when the answers
    // before it are kept.
    let n_prompts = answers.concat().lines().count() + 1;
    let mut shown = Vec::new();
    while String::from_utf8_lossy(&shown).matches("[?] ").count() < n_prompts {
        let mut byte = [0];
        assert_eq!(
            output.read(&mut byte).expect("what is asked"),
            1,
            "{}",
            String::from_utf8_lossy(&shown)
        );
        shown.extend(byte);
    }
    let sent = Command::new("kill")
        .args([format!("-{signal}"), child.id().to_string()])
        .status()
        .expect("the system has `kill`");
    assert!(sent.success());
    let end = child.wait().expect("the program ends");
    assert_eq!(end.code(), None, "{signal} ends the review");
    drop(input);
    String::from_utf8(shown).expect("UTF-8")
}

/// The questions that were asked, without the numbers of what was asked again.
#[cfg(unix)]
fn questions(shown: &str) -> std::collections::BTreeSet<&str> {
    shown.lines().filter(|line| line.contains(" of 6  ")).collect()
}

/// At each answer, by each signal: the rest is asked, nothing twice, and what comes of it is what
/// comes of a review without a break.
#[cfg(unix)]
#[test]
fn a_review_goes_on_where_it_was_interrupted() {
    let whole = site();
    let review = ended(answered(&whole, &GIVEN.concat()), 0);
    assert_eq!(questions(&review.err).len(), GIVEN.len(), "{review:?}");
    let expected = whole.files("content");

    for (signal, _) in INTERRUPTIONS.iter().filter(|(_, number)| !is_ignored(*number)) {
        for n_given in 1..GIVEN.len() {
            let folder = site();
            let before = folder.files("content");
            let (first, rest) = GIVEN.split_at(n_given);
            let shown = interrupted(&folder, first, signal);
            let mut after = folder.files("content");
            assert!(after.remove(".oratory-review").is_some(), "{signal} after {n_given}");
            assert_eq!(after, before, "nothing is written before the review ends");

            let waiting = ended(run(&folder, &["annotate", "--csv"]), 0);
            assert!(
                waiting
                    .err
                    .contains("of an earlier review wait: `oratory annotate --review` goes on"),
                "{waiting:?}"
            );
            let resumed = ended(answered(&folder, &rest.concat()), 0);
            let kept = format!(
                "{n_given} answer{} kept from an earlier review",
                if n_given == 1 { " is" } else { "s are" }
            );
            assert!(resumed.err.contains(&kept), "{resumed:?}");
            let (asked, asked_again) = (questions(&shown), questions(&resumed.err));
            // The last question of the first run was shown and not answered.
            assert_eq!(
                (asked.len(), asked_again.len()),
                (n_given + 1, GIVEN.len() - n_given),
                "{signal} after {n_given}"
            );
            assert_eq!(folder.files("content"), expected, "{signal} after {n_given}");
        }
    }
}

/// Interrupted after each answer, again and again.
#[cfg(unix)]
#[test]
fn a_review_may_be_interrupted_as_often_as_one_likes() {
    let whole = site();
    ended(answered(&whole, &GIVEN.concat()), 0);
    let folder = site();
    for answer in &GIVEN[..GIVEN.len() - 1] {
        interrupted(&folder, &[answer], "KILL");
        // A line that a kill cut off is passed over, and swallows none that comes after it.
        let kept = folder.read("content/.oratory-review");
        folder.write(
            "content/.oratory-review",
            format!("{kept}{{\"type\":\"answer\",\"question\":{{\"spee"),
        );
    }
    ended(answered(&folder, GIVEN[GIVEN.len() - 1]), 0);
    assert_eq!(folder.files("content"), whole.files("content"));
}

#[cfg(unix)]
#[test]
fn answers_that_wait_can_be_dropped_and_outlive_a_change_of_the_site() {
    let folder = site();
    interrupted(&folder, &GIVEN[..3], "KILL");
    ended(run(&folder, &["annotate", "--forget", "--review"]), 2);
    let written = ended(run(&folder, &["annotate", "--write", "--dry-run"]), 0);
    assert!(written.err.contains("3 answers of an earlier review wait"), "{written:?}");

    // One of the three is about a speech that goes; the others count.
    folder.remove(TALK);
    let resumed = ended(answered(&folder, "q\n"), 0);
    assert!(
        resumed.err.contains(
            "1 answer is kept from an earlier review; 2 more were about what is suggested no longer"
        ),
        "{resumed:?}"
    );
    assert!(
        folder.read(ANSWERS).contains("people = [\"wang-yi\"]")
            && !folder.files("content").contains_key(".oratory-review")
    );

    let folder = site();
    let before = folder.files("");
    interrupted(&folder, &GIVEN[..2], "KILL");
    let dropped = ended(run(&folder, &["annotate", "--forget"]), 0);
    assert!(dropped.err.contains("Dropped 2 answers"), "{dropped:?}");
    assert_eq!(folder.files(""), before);
    assert!(
        ended(run(&folder, &["annotate", "--forget"]), 0).err.contains("No answers were waiting")
    );
}

#[cfg(unix)]
#[test]
fn answers_count_whichever_speeches_the_next_review_is_about() {
    let folder = site();
    interrupted(&folder, &GIVEN[..2], "KILL");
    let mut child = program(folder.path())
        .args(["annotate", "--review", ANSWERS])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(b"y\ny\n").expect("answers are read");
    assert!(child.wait().expect("the program ends").success());
    assert!(
        folder.read(TALK).contains("people: [wang-yi]")
            && folder.read(ANSWERS).contains("places = [\"mali\"]")
    );
}

#[test]
fn the_last_answer_can_be_taken_back() {
    let folder = site();
    let none = ended(answered(&folder, "b\nq\n"), 0);
    assert!(
        none.err.contains("There is no answer to take back")
            && none.err.contains("Nothing to write"),
        "{none:?}"
    );
    let review = ended(answered(&folder, "y\ny\nb\nb\nn\nq\n"), 0);
    assert_eq!(review.err.matches("1 of 6").count(), 2, "{review:?}");
    assert!(
        folder.read(TALK).contains("places: [mali]") && !folder.read(TALK).contains("wang-yi]"),
        "{review:?}"
    );
}

#[test]
fn names_that_nobody_has_become_files() {
    let text = "---\ntitle: A\ndate: 2024-03-07\n---\n\n**Ada Lindqvist:** In Norway we have the Blue Harbour Initiative.\n\n**Ada Lindqvist:** Norway, yes. The Blue Harbour Initiative.\n\n\
        **Ada Lindqvist:** Thank you, Norway, for the Blue Harbour Initiative.\n";
    let folder = Folder::with([CONFIG, ("content/speeches/a.en.md", text)]);
    let none = ended(run(&folder, &["annotate"]), 0);
    assert!(
        none.out.is_empty()
            && none.err.contains("--new-entities")
            && none.err.contains("oratory new"),
        "{none:?}"
    );
    let sheet = ended(run(&folder, &["annotate", "--new-entities", "--csv"]), 0).out;
    assert_eq!(sheet.lines().count(), 4, "{sheet}");
    ended(run(&folder, &["annotate", "--new-entities", "--write"]), 0);
    assert!(folder.read("content/places/norway.md").contains("name: Norway\n"));
    let speech = folder.read("content/speeches/a.en.md");
    assert!(
        ["people: [ada-lindqvist]", "places: [norway]", "initiatives: [blue-harbour-initiative]"]
            .iter()
            .all(|list| speech.contains(list)),
        "{speech}"
    );
    let after = folder.files("");
    assert!(
        ended(run(&folder, &["annotate", "--new-entities", "--write"]), 0)
            .err
            .contains("Nothing to write")
    );
    assert_eq!(folder.files(""), after);
    let check = ended(run(&folder, &["check", "--strict"]), 0);
    assert!(check.err.contains("9 mentions"), "{check:?}");
}

#[test]
fn a_site_with_errors_is_left_alone() {
    let folder = site();
    folder.write("content/people/broken.md", "---\nnmae: x\n---\n");
    let before = folder.files("");
    for arguments in [&["annotate"][..], &["annotate", "--write"], &["annotate", "--csv"]] {
        let refused = ended(run(&folder, arguments), 1);
        assert!(
            refused.err.contains("content/people/broken.md:2:1") && refused.out.is_empty(),
            "{refused:?}"
        );
    }
    folder.remove("content/people/broken.md");
    folder.write(
        "content/decisions.toml",
        "never = [{name = \"Wang\", entity = \"wang-yy\"}]\nnver = 1\n",
    );
    let refused = ended(run(&folder, &["annotate"]), 1);
    assert!(
        refused.err.contains("did you mean `wang-yi`?")
            && refused.err.contains("content/decisions.toml:1"),
        "{refused:?}"
    );
    assert!(refused.err.contains("`nver` is not a known key"), "{refused:?}");
    folder.remove("content/decisions.toml");
    assert!(folder.files("").keys().all(|path| before.contains_key(path)));
}
