//! `oratory import` as people run it, on documents of our own; real ones are in
//! `real/documents.rs`.

#![expect(clippy::disallowed_methods, reason = "the documents lie on the disk")]

use crate::cli::{ended, run};
use crate::sites::folder::Folder;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use std::fs;
use std::io::Write;

const CONFIG: &str = "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en', 'zh']\n";

/// A site without speeches.
fn site() -> Folder {
    Folder::with([("oratory.toml", CONFIG), ("content/people/.keep", "")])
}

const MEMO: &str =
    "# Notes from the harbor\n\nMay 2, 2024\n\nQ: When does the ferry come?\n\nA: At nine.\n";

#[test]
fn a_document_becomes_a_speech_that_builds() {
    let folder = site();
    folder.write("memo.txt", MEMO);
    let done = ended(run(&folder, &["import", "memo.txt"]), 0);
    assert!(
        done.out.contains("memo.txt → content/speeches/2024-05-02-memo.en.md")
            && done.out.contains("1 question, 1 answer"),
        "{done:?}"
    );
    assert!(done.err.contains("1 speech made"), "{done:?}");
    let speech = fs::read_to_string(folder.join("content/speeches/2024-05-02-memo.en.md")).unwrap();
    assert!(
        speech.contains("title: Notes from the harbor\ndate: 2024-05-02\n")
            && speech.contains("**Q:** When does the ferry come?"),
        "{speech}"
    );
    let check = ended(run(&folder, &["check", "--strict"]), 0);
    assert!(!check.err.contains("warning"), "{check:?}");
}

#[test]
fn a_dry_run_shows_all_and_writes_nothing() {
    let folder = site();
    folder.write("memo.txt", MEMO);
    let before = folder.files(".");
    let shown = ended(run(&folder, &["import", "--dry-run", "memo.txt"]), 0);
    assert!(
        shown.out.contains("--- content/speeches/2024-05-02-memo.en.md\n---\ntitle: Notes")
            && shown.err.contains("would be made"),
        "{shown:?}"
    );
    assert_eq!(folder.files("."), before);
}

#[test]
fn nothing_is_overwritten_without_being_told() {
    let folder = site();
    folder.write("memo.txt", MEMO);
    folder.write(
        "content/speeches/2024-05-02-memo.en.md",
        "---\ntitle: Mine\ndate: 2024-05-02\n---\n\nMine.\n",
    );
    let refused = ended(run(&folder, &["import", "memo.txt"]), 1);
    assert!(refused.err.contains("is there already; `--force` overwrites it"), "{refused:?}");
    assert!(
        fs::read_to_string(folder.join("content/speeches/2024-05-02-memo.en.md"))
            .unwrap()
            .contains("Mine.")
    );
    ended(run(&folder, &["import", "--force", "memo.txt"]), 0);
    assert!(
        fs::read_to_string(folder.join("content/speeches/2024-05-02-memo.en.md"))
            .unwrap()
            .contains("At nine.")
    );
}

const WEATHER: &str = "The rest of this page is about the weather in the hills, where it has rained for eleven days and the roads are closed to all cars, \
    while down at the harbor nobody has seen a cloud since the middle of April and the gardens are as dry as paper.";

#[test]
fn a_new_version_of_a_document_comes_in_and_edits_stay() {
    let folder = site();
    let path = "content/speeches/2024-05-02-memo.en.md";
    folder.write("memo.txt", format!("{MEMO}\nQ: And the tram?\n\nA: Never.\n"));
    ended(run(&folder, &["import", "memo.txt"]), 0);
    ended(run(&folder, &["build"]), 0);
    folder.edit(path, "the ferry come", "the ferry (Line 2) come");
    folder.edit(path, "date:", "# ours\ndate:");

    // What it said: nothing is written.
    let before = folder.files("content");
    let same = ended(run(&folder, &["import", "memo.txt"]), 0);
    assert!(same.err.contains("has what it says"), "{same:?}");
    assert_eq!(folder.files("content"), before);

    folder.write("memo.txt", format!("{MEMO}\nQ: And the tram?\n\nA: In May.\n"));
    let shown = ended(run(&folder, &["import", "--dry-run", "memo.txt"]), 0);
    assert!(shown.out.contains("-**A:** Never.\n+**A:** In May.\n"), "{shown:?}");
    assert!(shown.err.contains("1 speech would be brought up to date"), "{shown:?}");
    assert_eq!(folder.files("content"), before);

    let done = ended(run(&folder, &["import", "memo.txt"]), 0);
    assert!(done.out.contains("1 place taken over"), "{done:?}");
    let text = fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains("the ferry (Line 2) come") && text.contains("# ours\ndate:"), "{text}");
    assert!(text.contains("**A:** In May.") && !text.contains("Never"), "{text}");

    // An edit and a change of the same answer.
    folder.edit(path, "In May.", "In May, she hopes.");
    folder.write("memo.txt", format!("{MEMO}\nQ: And the tram?\n\nA: In June.\n"));
    let done = ended(run(&folder, &["import", "--json", "memo.txt"]), 0);
    let row: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(row["again"]["taken"], 0);
    let line = row["again"]["review"][0]["line"].as_u64().unwrap();
    let text = fs::read_to_string(folder.join(path)).unwrap();
    let marked = text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
    assert!(marked.starts_with("<!-- review: this was edited"), "{text}");
    assert!(text.contains("**A:** In June.\n\n-->\n\n**A:** In May, she hopes."), "{text}");
    let check = ended(run(&folder, &["check"]), 0);
    assert!(check.err.contains(&format!("2024-05-02-memo.en.md:{line}")), "{check:?}");
}

#[test]
fn what_was_set_aside_is_merged_as_well() {
    let folder = site();
    let page = |text: &str| {
        format!(
            "<title>Notes from the harbor</title><nav>Home, About</nav><p>May 2, 2024</p><p>Q: {text}</p><p>A: At nine.</p><p>We thank all who came.</p>"
        )
    };
    folder.write("memo.html", page("When?"));
    ended(run(&folder, &["import", "memo.html"]), 0);
    let aside = "content/speeches/2024-05-02-memo.aside.md";
    folder.write(aside, folder.read(aside) + "\nSeen.\n");
    folder.write("memo.html", page("Where?"));
    ended(run(&folder, &["import", "memo.html"]), 0);
    assert!(fs::read_to_string(folder.join(aside)).unwrap().ends_with("\nSeen.\n"));

    // Whoever takes the file away has read it.
    fs::remove_file(folder.join(aside)).unwrap();
    folder.write("memo.html", page("Who?"));
    ended(run(&folder, &["import", "memo.html"]), 0);
    assert!(!folder.join(aside).exists());
}

#[test]
fn what_cannot_be_merged_is_refused_with_what_to_do() {
    let folder = site();
    folder.write("memo.txt", MEMO);
    ended(run(&folder, &["import", "memo.txt"]), 0);
    let lock = folder.join("content/ids/2024-05-02-memo.en/import.lock");

    // Another document that would have the same id.
    folder.write("memo.md", MEMO.replace("nine", "ten"));
    let other = ended(run(&folder, &["import", "memo.md"]), 1);
    assert!(other.err.contains("made of `memo.txt`; `--id 2024-05-02-memo` says"), "{other:?}");
    let meant = ended(run(&folder, &["import", "memo.md", "--id", "2024-05-02-memo"]), 0);
    assert!(meant.out.contains("+**A:** At ten."), "{meant:?}");

    // The same document under another id.
    let twice = ended(run(&folder, &["import", "memo.md", "--id", "other"]), 0);
    assert!(twice.out.contains("import it with `--id 2024-05-02-memo`"), "{twice:?}");

    // A file of which nobody knows where its text begins.
    let path = "content/speeches/2024-05-02-memo.en.md";
    let speech = folder.read(path);
    folder.write("memo.md", MEMO.replace("harbor", "harbour"));
    for broken in [speech.split_once("---\n\n").unwrap().1, &speech.replacen("\n---\n", "\n", 1)] {
        folder.write(path, broken);
        let headless = ended(run(&folder, &["import", "memo.md"]), 1);
        assert!(headless.err.contains("missing or not closed"), "{headless:?}");
        assert_eq!(folder.read(path), broken);
    }
    folder.write(path, speech);

    fs::write(&lock, "damaged\n").unwrap();
    let damaged = ended(run(&folder, &["import", "memo.md"]), 1);
    assert!(damaged.err.contains("import.lock` cannot be read"), "{damaged:?}");
    fs::remove_file(&lock).unwrap();
    let gone = ended(run(&folder, &["import", "memo.md"]), 1);
    assert!(gone.err.contains("is there already; `--force` overwrites it"), "{gone:?}");
}

#[test]
fn the_account_as_json_writes_the_document_again() {
    let folder = site();
    let text = format!("{MEMO}\n{WEATHER}\n\n{WEATHER}\n");
    folder.write("memo.txt", &text);
    let done = ended(run(&folder, &["import", "--json", "memo.txt"]), 0);
    let account: Value = serde_json::from_str(&done.out).unwrap();
    let speech = fs::read_to_string(folder.join(account["speech"].as_str().unwrap())).unwrap();
    let number = |entry: &Value, key: &str| usize::try_from(entry[key].as_u64().unwrap()).unwrap();
    let mut original = String::new();
    for entry in account["entries"].as_array().unwrap() {
        let length = usize::try_from(
            entry["range"][1].as_u64().unwrap() - entry["range"][0].as_u64().unwrap(),
        )
        .unwrap();
        match entry["fate"].as_str().unwrap() {
            "kept" => original.push_str(&speech[number(entry, "at")..number(entry, "at") + length]),
            "repeated" => {
                original.extend_from_within(number(entry, "of")..number(entry, "of") + length)
            }
            _ => original.push_str(entry["text"].as_str().unwrap()),
        }
    }
    assert_eq!(original, text);
    // What a document has twice somebody may have said twice: it stays, and is told.
    assert_eq!(speech.matches("rained for eleven days").count(), 2);
    assert!(account["review"][0]["text"].as_str().unwrap().ends_with("has the same words"));
}

#[test]
fn the_report_counts_every_character() {
    let folder = site();
    let text = format!("{MEMO}\n\u{2014} {WEATHER}\n\n{WEATHER}\n");
    folder.write("memo.txt", &text);
    let report = ended(run(&folder, &["import", "memo.txt"]), 0).out;
    let (before, of_each) = report.split_once(" characters in the source:\n").expect("a report");
    let number = |text: &str| -> usize { text.trim().replace(',', "").parse().expect("a number") };
    let all = number(before.lines().last().expect("the line"));
    let counted = of_each.lines().take_while(|line| line.starts_with("      "));
    let sum: usize = counted.map(|line| number(line.trim().split(' ').next().unwrap_or(""))).sum();
    assert_eq!((all, sum), (text.chars().count(), text.chars().count()), "{report}");
}

#[test]
fn a_date_and_a_language_are_asked_for_and_a_title_comes_from_the_file_s_name() {
    let folder = site();
    folder.edit("oratory.toml", "['en', 'zh']", "['fr', 'en']");
    let words = "Good morning to all of you. We have opened the quay today.\n";
    folder.write("2024-05-06-names.txt", "Ada Quill, Bo Reed\n");
    folder.write("2024-05-07-piers.txt", words);
    folder.write("quay.txt", words);
    let asked = ended(run(&folder, &["import", "2024-05-06-names.txt"]), 1);
    assert!(asked.err.contains("its language cannot be told from its words; say it with `--lang"));
    ended(run(&folder, &["import", "2024-05-06-names.txt", "--lang", "fr"]), 0);
    assert!(folder.join("content/speeches/2024-05-06-names.fr.md").exists());

    let asked = ended(run(&folder, &["import", "quay.txt"]), 1);
    assert!(asked.err.contains("it names no date; say it with `--date"), "{asked:?}");
    let more = ["--date", "2024-05-08", "--title", "At the quay"];
    ended(run(&folder, &[&["import", "quay.txt"], &more[..]].concat()), 0);
    ended(run(&folder, &["import", "2024-05-07-piers.txt"]), 0);
    for (path, head) in [
        ("2024-05-08-quay.en.md", "---\ntitle: At the quay\ndate: 2024-05-08\n"),
        ("2024-05-07-piers.en.md", "---\ntitle: piers\ndate: 2024-05-07\n"),
    ] {
        let speech = folder.read(&format!("content/speeches/{path}"));
        assert!(speech.starts_with(head), "{speech}");
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_imported() {
    let folder = site();
    folder.write("papers/memo.txt", MEMO);
    folder.write("papers/empty.txt", "");
    folder.write("papers/undated.txt", "Somebody said something once.\n");
    let noise: Vec<u8> = (0..40_000u32)
        .map(|n| u8::try_from((n.wrapping_mul(2_654_435_761) >> 13) & 0xFF).unwrap())
        .collect();
    fs::write(folder.join("papers/noise.txt"), noise).unwrap();
    fs::write(folder.join("papers/torn.docx"), b"PK\x03\x04torn").unwrap();
    fs::File::create(folder.join("papers/large.txt")).unwrap().set_len(200 << 20).unwrap();
    let done = ended(run(&folder, &["import", "papers"]), 1);
    for said in [
        "empty.txt`: the file is empty",
        "undated.txt`: it names no date; say it with `--date",
        "large.txt`: the file has 200 MiB, the limit is 64 MiB",
        "noise.txt`: this is not text",
        "torn.docx`: ",
    ] {
        assert!(done.err.contains(said), "{said} in\n{}", done.err);
    }
    assert!(
        done.err.contains("1 speech made") && done.err.contains("5 documents refused"),
        "{done:?}"
    );
    assert!(folder.join("content/speeches/2024-05-02-memo.en.md").exists());
}

/// A Word file whose text is four gigabytes of spaces, in four megabytes.
#[test]
fn a_word_file_that_is_a_bomb_is_refused() {
    let folder = site();
    let path = folder.join("bomb.docx");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive
        .write_all(b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>")
        .unwrap();
    let block = vec![b' '; 1 << 20];
    (0..300).for_each(|_| archive.write_all(&block).unwrap());
    archive.finish().unwrap();
    let done = ended(run(&folder, &["import", "--date", "2024", "bomb.docx"]), 1);
    assert!(done.err.contains("MiB"), "{done:?}");
}

#[test]
fn texts_in_other_encodings_are_converted() {
    let folder = site();
    let text = "港务局长答记者问\n\n2024年5月2日\n\n记者：渡轮什么时候恢复？\n\n罗海生：下个月一号恢复，票价不变，班次比从前多一倍。\n";
    fs::write(folder.join("old.txt"), encoding_rs::GB18030.encode(text).0).unwrap();
    let done = ended(run(&folder, &["import", "old.txt"]), 0);
    assert!(
        done.out.contains("2024-05-02, zh, gb18030; 2 turns: 1 question, 1 answer")
            || done.out.contains("2024-05-02, zh, GBK; 2 turns"),
        "{done:?}"
    );
}

#[test]
fn what_could_not_be_read_is_counted() {
    let folder = site();
    let mut bytes =
        format!("{MEMO}\n{}\n", "渡轮九点到，十点开，票价不变。".repeat(9)).into_bytes();
    bytes.splice(60..60, [0xFF]);
    folder.write("memo.txt", bytes);
    let done = ended(run(&folder, &["import", "memo.txt"]), 0);
    assert!(done.out.contains("1 place could not be read"), "{done:?}");
}

#[test]
fn what_is_said_of_one_document_is_not_said_of_two() {
    let folder = site();
    folder.write("a.txt", MEMO);
    folder.write("b.txt", MEMO);
    let refused = ended(run(&folder, &["import", "--id", "x", "a.txt", "b.txt"]), 2);
    assert!(refused.err.contains("`--id` is for one document, and 2 are named"), "{refused:?}");
    let clash = ended(run(&folder, &["import", "a.txt", "papers/a.txt"]), 2);
    assert!(clash.err.contains("papers/a.txt"), "{clash:?}");
}

/// A page that says of itself what `head` says.
fn page(head: &str) -> String {
    format!(
        "<html><head>{head}</head><body><article><h1>The new quay</h1><p>Good morning. The quay is open from today on.</p>\
         <p>Everybody may land here, by day and by night.</p></article></body></html>"
    )
}

/// What a site is built with after an import: its errors, as the program says them.
fn builds(folder: &Folder) {
    ended(run(folder, &["build"]), 0);
}

#[test]
fn the_address_of_a_page_is_written_as_a_browser_would() {
    let folder = site();
    folder.write(
        "2024-05-06-a.html",
        page("<link rel=canonical href='https://a.example/press room/1.html'>"),
    );
    ended(run(&folder, &["import", "2024-05-06-a.html"]), 0);
    assert!(
        folder
            .read("content/speeches/2024-05-06-a.en.md")
            .contains("https://a.example/press%20room/1.html")
    );
    builds(&folder);
}

#[test]
fn what_can_be_no_address_is_left_out_and_told() {
    let folder = site();
    folder.write("2024-05-06-a.html", page("<link rel=canonical href='javascript:alert(1)'>"));
    let human = ended(run(&folder, &["import", "2024-05-06-a.html", "--dry-run"]), 0);
    assert!(human.out.contains("`javascript:alert(1)`; say a whole one with `--url`"), "{human:?}");
    let json = ended(run(&folder, &["import", "2024-05-06-a.html", "--json"]), 0);
    let account: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(account["remarks"].as_array().map(Vec::len), Some(1), "{account}");
    assert!(!folder.read("content/speeches/2024-05-06-a.en.md").contains("url:"));
    builds(&folder);
}

#[test]
fn options_that_cannot_be_meant_are_refused_with_one_that_can() {
    let folder = site();
    folder.write("memo.txt", MEMO);
    let before = folder.files("");
    let long = "x".repeat(250);
    for (option, value, said) in [
        ("--id", ".hidden", "`hidden` can be one"),
        ("--id", "#x#", "`x` can be one"),
        ("--id", "x~", "`x` can be one"),
        ("--id", "../../x", "`x` can be one"),
        ("--id", "a/b", "`a-b` can be one"),
        ("--id", "", "`press-conference` can be one"),
        ("--id", long.as_str(), "has at most 200 bytes"),
        ("--title", " \u{200B}\n", "write a line of text"),
        ("--url", "javascript:alert(1)", "write it in full"),
        ("--url", "https:///x", "write it in full"),
        ("--date", "2024-02-30", "write a date as"),
        ("--lang", "english_us", "write a BCP-47 tag"),
        ("--lang", "tlh", "add it to `languages` in `oratory.toml`"),
    ] {
        let refused = ended(run(&folder, &["import", "memo.txt", option, value]), 2);
        assert!(
            refused.err.contains(said) && refused.out.is_empty(),
            "{option} {value}: {refused:?}"
        );
    }
    assert_eq!(folder.files(""), before);
}

#[test]
fn a_language_of_which_the_site_knows_nothing_is_asked_for() {
    let folder = site();
    folder.write("2024-05-06-a.html", page("").replace("<html>", "<html lang=tlh>"));
    let refused = ended(run(&folder, &["import", "2024-05-06-a.html"]), 1);
    assert!(refused.err.contains("`tlh` is not among the site's languages"), "{refused:?}");
    folder.edit("oratory.toml", "['en', 'zh']", "['en', 'zh', 'tlh']");
    ended(run(&folder, &["import", "2024-05-06-a.html"]), 0);
    assert!(folder.join("content/speeches/2024-05-06-a.tlh.md").is_file());
    builds(&folder);
}

#[test]
fn where_words_tell_no_language_the_name_of_the_file_does() {
    let folder = site();
    for (name, lang) in [("2024-05-06-a.fr.txt", "fr"), ("2024-05-07-b.txt", "en")] {
        folder.write(name, "Radio 7\n\nPont 5\n");
        ended(run(&folder, &["import", name]), 0);
        let id = name.split('.').next().expect("an id");
        assert!(folder.join(&format!("content/speeches/{id}.{lang}.md")).is_file(), "{name}");
    }
}

#[test]
fn a_document_that_would_break_the_site_is_refused_and_the_others_go_on() {
    let folder = site();
    folder.write(
        "content/speeches/2024-05-02-kept.en.md",
        "---\ntitle: Kept\ndate: 2024-05-02\n---\n\nKept.\n",
    );
    folder.write(
        "papers/broken.md",
        "# Notes\n\nMay 2, 2024\n\n[Somebody](@nobody) came to the quay.\n",
    );
    folder.write("papers/memo.txt", MEMO);
    let done = ended(run(&folder, &["import", "papers"]), 1);
    assert!(
        done.err.contains("broken.md`: the site could not be built with it")
            && done.err.contains("nobody"),
        "{done:?}"
    );
    assert!(
        done.err.contains("1 speech made") && done.err.contains("1 document refused"),
        "{done:?}"
    );
    builds(&folder);

    // A mistake of the site's own stops no import.
    folder.write("content/people/ann.md", "---\nnmae: Ann\n---\n");
    ended(run(&folder, &["import", "papers/memo.txt", "--id", "second"]), 0);
}

#[test]
fn a_name_that_is_too_long_for_two_files_is_cut() {
    let folder = site();
    let name = format!("{}.txt", "港务局新闻发布会".repeat(10));
    folder.write(
        &name,
        "港务局长答记者问\n\n2024年5月2日\n\n渡轮下个月一号恢复，票价不变，班次比从前多一倍。\n",
    );
    ended(run(&folder, &["import", &name]), 0);
    builds(&folder);
}

/// Words that stand in metadata and mean harm, or mean something to YAML, Markdown, a file system,
/// a terminal.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "\u{3000}",
    "\n",
    "\r\n",
    "\u{0}",
    "\u{7}",
    "\u{85}",
    "\u{200B}",
    "\u{202E}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{FFFE}",
    "\u{FFFF}",
    "---",
    "...",
    "+++",
    "- a",
    ": ",
    " #",
    "'",
    "\"",
    "''",
    "\\",
    "{a: b}",
    "[a]",
    "*a",
    "&a",
    "!a",
    "%",
    "@a",
    "`",
    "|",
    ">",
    "?",
    "~",
    "null",
    "true",
    "no",
    "2024",
    "0x1F",
    "<b>",
    "<!-- x -->",
    "]]>",
    "&amp;",
    "&#0;",
    "&#x202e;",
    "[x](@nobody)",
    "[[nobody]]",
    "[x](javascript:alert(1))",
    "**",
    "***",
    "# ",
    "### ",
    "> ",
    "| a |",
    "- ",
    "1. ",
    "[^1]",
    "[^1]: x",
    "```",
    "~~~",
    "    ",
    ".",
    "..",
    "/",
    "../",
    "\\..\\",
    ".hidden",
    "x~",
    "#x#",
    "aside",
    "index",
    "feed",
    "CON",
    "ABC",
    "王毅",
    "《问答》",
    "记者：",
    "Q: ",
    "A: ",
    "MR. SMITH: ",
    "**Q:** ",
    "2024-02-30",
    "https://a.example/press room/",
    "https://",
    "javascript:",
    "é",
    "e\u{301}",
    "😀",
    "שלום",
    "می\u{200C}خواهم",
];

/// A document: what it is called, what it says of itself, and what was said of it at the terminal.
fn hostile(words: &[String], format: &str) -> (String, Vec<u8>) {
    let [stem, title, url, label, first, second] =
        [0, 1, 2, 3, 4, 5].map(|index| words[index].as_str());
    let stem: String = stem.chars().filter(|c| !matches!(c, '/' | '\u{0}')).take(60).collect();
    let text = match format {
        "html" => page(&format!(
            "<title>{title}</title><meta property=og:title content=\"{title}\"><link rel=canonical href=\"{url}\"><meta name=pubdate content=2024-05-06>"
        ))
        .replace("Good morning.", &format!("{label} {first}</p><p>{second} {label}:"))
        .into_bytes(),
        "md" => format!("# {title}\n\n2024-05-06\n\n**{label}:** {first}\n\n**{second}:** {label}\n\nThe quay is open.\n").into_bytes(),
        _ => format!("{title}\n\n2024-05-06\n\n{label}：{first}\n\n{second}\n\nThe quay is open.\n\n{label}：{second}\n").into_bytes(),
    };
    (format!("{stem}x.{format}"), text)
}

/// Sixty sites, four documents each; what is accepted builds, what is not is named.
#[test]
fn whatever_import_accepts_the_site_is_built_with() {
    let word = || select(HOSTILE).prop_map(str::to_owned);
    let words = || {
        proptest::collection::vec(
            proptest::collection::vec(word(), 1..4).prop_map(|words| words.concat()),
            6,
        )
    };
    let documents = proptest::collection::vec((words(), select(&["html", "md", "txt"][..])), 4);
    let options = (proptest::option::of(words()), proptest::bool::ANY);
    let mut runner = TestRunner::new_with_rng(
        Config::with_cases(60),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );

    let result = runner.run(&(documents, options), |(documents, (given, is_given))| {
        let folder = site();
        for (index, (words, format)) in documents.iter().enumerate() {
            let (name, bytes) = hostile(words, format);
            folder.write(&format!("papers/{index}{name}"), bytes);
        }
        let imported = run(&folder, &["import", "papers"]);
        prop_assert!(matches!(imported.code, 0 | 1), "{imported:?}");

        if let Some(given) =
            given.filter(|given| is_given && given.iter().all(|word| !word.contains('\0')))
        {
            folder.write("one.txt", MEMO);
            let run = run(&folder, &["import", "one.txt", "--id", &given[0], "--title", &given[1]]);
            prop_assert!(matches!(run.code, 0..=2), "{run:?}");
            let run = crate::cli::run(
                &folder,
                &["import", "one.txt", "--id", "other", "--url", &given[2]],
            );
            prop_assert!(matches!(run.code, 0..=2), "{run:?}");
        }

        let n_speeches = folder
            .files("content/speeches")
            .keys()
            .filter(|path| path.ends_with(".md") && !path.ends_with(".aside.md"))
            .count();
        let built = run(&folder, &["build"]);
        prop_assert!(
            built.code == 0 && built.err.contains(&format!("from {n_speeches} speech")),
            "{n_speeches}: {built:?}\n{imported:?}"
        );
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_folder_is_told_file_by_file_with_the_worst_first() {
    let folder = site();
    let talk = |day: &str| format!("Talk\n\n2024-06-{day}\n\nThe harbour is open to all of you.\n");
    folder.write("in/2024-06-01-a.txt", talk("01"));
    folder.write("in/deep/2024-06-02-b.txt", talk("02"));
    folder.write("in/undated.txt", "Talk\n\nThe harbour is open to all of you.\n");
    folder.write("in/scan.png", "no picture");
    folder.write("in/NOTES", "x");
    folder.write("in/.hidden/c.txt", "x");

    let run_import =
        |more: &[&str], code: i32| ended(run(&folder, &[&["import", "in"], more].concat()), code);
    let done = run_import(&[], 1);
    let table: Vec<&str> = done.out.lines().take(7).collect();
    let [_, refused, first, second, ..] = table[..] else { panic!("{done:?}") };
    assert!(refused.starts_with("refused") && refused.contains("undated.txt: it names no date"));
    assert!(first.starts_with("skipped") && first.contains("NOTES: its name has no ending"));
    assert!(second.starts_with("skipped") && second.contains("scan.png: `.png` is not read"));
    assert!(table[4].contains("0.0 %") && table[4].ends_with("2024-06-01-a.txt"), "{done:?}");
    assert!(table[6].contains("1 hidden file was passed over"), "{done:?}");
    assert!(done.err.contains("2 files skipped"), "{done:?}");

    // Once more: what is there is left out, also where its speech has another name now.
    folder.write("in/2024-06-03-c.txt", talk("03"));
    let again = run_import(&["--skip-existing", "--json"], 1);
    let lines: Vec<Value> =
        again.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let skipped: Vec<&str> = lines
        .iter()
        .filter(|line| line["skipped"].as_str().is_some_and(|why| why.contains("its speech is")))
        .filter_map(|line| line["path"].as_str())
        .collect();
    assert_eq!(skipped.len(), 2, "{again:?}");
    assert!(skipped[1].ends_with("b.txt") && skipped[1].contains("deep"), "{again:?}");
    let made = lines.last().expect("a speech");
    assert!(made["path"].as_str().is_some_and(|path| path.starts_with("in")), "{made}");
    assert_eq!(made["speech"], "content/speeches/2024-06-03-c.en.md");
}
