//! Published addresses: what happens to them when files are renamed, taken away, withdrawn, merged by
//! version control, and built where numbers cannot be kept.

use crate::cli::{ended, run, run_in};
use crate::sites::folder::Folder;

mod histories;
mod own_pages;

const CONFIG: (&str, &str) = (
    "oratory.toml",
    "title = 'T'\nbase_url = 'https://example.org/t/'\nlanguages = ['en', 'zh']\n",
);

fn speech(title: &str, date: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\n---\n{body}")
}

/// A site with a speech in two languages that a person gives at a place.
fn site() -> Folder {
    let facts = "speaker: ann\nlocation: alund\npeople: [ann]\n";
    let of =
        |title: &str, body: &str| speech(title, &format!("2024-03-07\n{}", facts.trim_end()), body);
    Folder::with([
        CONFIG,
        ("content/people/ann.md", "---\nname: {en: Ann, zh: 安娜}\n---\n"),
        ("content/places/alund.md", "---\nname: Alund\n---\n"),
        ("content/speeches/quay.en.md", &*of("Quay", "Ann came by boat.\n\nShe left by train.\n")),
        (
            "content/speeches/quay.zh.md",
            &*of("码头", "安娜清早坐渡船来到码头。\n\n她傍晚坐末班火车走了。\n"),
        ),
    ])
}

#[test]
fn where_numbers_would_be_lost_a_build_gives_none() {
    let folder = site();
    let ci = [("CI", "true")];
    let refused = ended(run_in(folder.path(), &["build"], &ci), 1);
    assert!(refused.err.contains("2 paragraphs have no ¶ number yet"), "{refused:?}");
    assert!(!folder.join("public").exists() && !folder.join("content/ids").exists());
    ended(run_in(folder.path(), &["check"], &ci), 1);
    for command in ["check", "build"] {
        let refused = ended(run(&folder, &[command, "--locked"]), 1);
        assert!(refused.err.contains("2 paragraphs have no ¶ number yet"), "{refused:?}");
    }
    ended(run_in(folder.path(), &["build", "--locked=false", "--out", "elsewhere"], &ci), 0);

    let numbered = ended(run(&folder, &["build"]), 0);
    assert!(!numbered.err.contains("¶ number;"), "the numbers were there: {numbered:?}");
    ended(run_in(folder.path(), &["build"], &ci), 0);
    ended(run(&folder, &["build", "--locked"]), 0);
}

#[test]
fn a_build_says_how_many_numbers_it_gave() {
    let folder = site();
    let first = ended(run(&folder, &["build"]), 0);
    assert!(first.err.contains("4 paragraphs got a ¶ number"), "{first:?}");
    let again = ended(run(&folder, &["build"]), 0);
    assert!(!again.err.contains("got a ¶ number"), "{again:?}");
}

#[test]
fn a_renamed_file_leaves_its_addresses_behind() {
    for theme in ["default", "plain"] {
        let folder = site();
        ended(run(&folder, &["build", "--theme", theme]), 0);
        let before = folder.files("public");
        for lang in ["en", "zh"] {
            let (old, new) = (
                format!("content/speeches/quay.{lang}.md"),
                format!("content/speeches/pier.{lang}.md"),
            );
            std::fs::rename(folder.join(&old), folder.join(&new)).unwrap();
        }
        ended(run(&folder, &["build", "--theme", theme, "--strict"]), 0);

        let after = folder.files("public");
        let gone: Vec<&String> = before
            .keys()
            .filter(|path| path.ends_with(".html") && !after.contains_key(*path))
            .collect();
        assert!(gone.is_empty(), "{theme}: {gone:?}");
        let old = folder.read("public/speeches/quay.html");
        assert!(old.contains("pier.html") && old.contains("redirect.js"), "{old}");
        assert!(
            folder
                .read("public/_redirects")
                .contains("/t/speeches/quay.html /t/speeches/pier.html 301\n")
        );
        assert!(
            folder
                .read("public/redirects.map")
                .contains("\"/t/zh/speeches/quay.html\" \"/t/zh/speeches/pier.html\";\n")
        );
    }
}

#[test]
fn pages_side_by_side_lead_on_when_one_version_goes() {
    let sides = ["public/speeches/quay.en.zh.html", "public/zh/speeches/quay.zh.en.html"];
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    assert!(sides.iter().all(|path| folder.join(path).exists()));

    let withdrawn = site();
    ended(run(&withdrawn, &["build"]), 0);
    ended(run(&withdrawn, &["speech", "withdraw", "quay.zh"]), 0);
    ended(run(&withdrawn, &["build"]), 0);

    ended(run(&folder, &["speech", "rename", "quay.en", "pier"]), 0);
    ended(run(&folder, &["build"]), 0);
    for (folder, left) in [(&folder, "pier.html"), (&withdrawn, "quay.html")] {
        assert!(folder.read(sides[0]).contains(left), "{left}");
        assert!(folder.read(sides[1]).contains("quay.html"));
    }
}

#[test]
fn a_speech_is_renamed_with_its_links() {
    let folder = site();
    folder.write(
        "content/speeches/other.en.md",
        speech("Other", "2024-03-08", "As was said [at the quay](quay.en.md#p2).\n"),
    );
    ended(run(&folder, &["build"]), 0);
    ended(run(&folder, &["speech", "rename", "quay", "pier"]), 0);
    for lang in ["en", "zh"] {
        assert!(folder.join(&format!("content/speeches/pier.{lang}.md")).exists());
        let lock = folder.read(&format!("content/ids/pier.{lang}/ids.lock"));
        assert!(lock.contains(&format!("formerly quay.{lang}\n")), "{lock}");
    }
    assert!(folder.read("content/speeches/other.en.md").contains("(pier.en.md#p2)"));
    ended(run(&folder, &["build", "--locked", "--strict"]), 0);
    assert!(folder.read("public/speeches/quay.html").contains("pier.html"));

    ended(run(&folder, &["speech", "rename", "pier", "quay"]), 0);
    ended(run(&folder, &["build", "--locked", "--strict"]), 0);
    assert!(folder.read("public/speeches/pier.html").contains("quay.html"));
    assert!(folder.read("public/speeches/quay.html").contains("Ann"));
}

#[test]
fn a_speech_that_is_taken_away_is_told() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    let text = folder.read("content/speeches/quay.en.md");
    folder.remove("content/speeches/quay.en.md");
    let told = ended(run(&folder, &["build"]), 0);
    assert!(told.err.contains("`speeches/quay.html` was published"), "{told:?}");

    folder.write(
        "content/speeches/new.en.md",
        speech("New", "2024-03-09\nredirects: [/speeches/quay.html]", "All is new here.\n"),
    );
    let led = ended(run(&folder, &["build"]), 0);
    assert!(!led.err.contains("address-gone"), "{led:?}");
    folder.remove("content/speeches/new.en.md");

    folder.write("content/speeches/quay.en.md", text);
    ended(run(&folder, &["build", "--locked"]), 0);
}

#[test]
fn a_withdrawn_speech_says_so_at_its_address() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    ended(
        run(
            &folder,
            &["speech", "withdraw", "quay.en", "--reason", "At her wish.", "--date", "2024-05-01"],
        ),
        0,
    );
    let built = ended(run(&folder, &["build", "--locked"]), 0);
    assert!(!built.err.contains("address-gone"), "{built:?}");

    let page = folder.read("public/speeches/quay.html");
    assert!(page.contains("At her wish.") && page.contains("id=p2"), "{page}");
    assert!(page.contains("1 May 2024"), "since when: {page}");
    let files = folder.files("public");
    let holds = |bytes: &[u8]| bytes.windows(12).any(|words| words == b"came by boat");
    let telling: Vec<&String> =
        files.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect();
    assert!(telling.is_empty(), "its words are in {telling:?}");
    assert!(folder.read("public/zh/speeches/quay.html").contains("安娜"), "one language alone");
}

#[test]
fn what_is_under_embargo_waits() {
    let folder = site();
    folder.write(
        "content/speeches/later.en.md",
        speech("Later", "2024-03-09\nembargo: 2024-03-09T12:00+08:00", "Words of tomorrow.\n"),
    );
    let page = "public/speeches/later.html";
    ended(run(&folder, &["build", "--as-of", "2024-03-09T03:59Z"]), 0);
    assert!(!folder.join(page).exists());
    ended(run(&folder, &["build", "--as-of", "2024-03-09T04:00Z"]), 0);
    assert!(folder.join(page).exists());
}

#[test]
fn a_date_that_is_yet_to_come_is_told() {
    let folder = site();
    let told = |as_of| run(&folder, &["check", "--as-of", as_of]).err.contains("yet to come");
    assert!(told("2024-03-06T00:00Z"));
    assert!(!told("2024-03-07T00:00Z"));
}

#[test]
fn a_renamed_person_keeps_pages_lists_and_feeds() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    let before = folder.files("public");
    ended(run(&folder, &["entity", "rename", "ann", "ann-oduya"]), 0);
    ended(run(&folder, &["build", "--strict"]), 0);
    let after = folder.files("public");
    let gone: Vec<&String> =
        before.keys().filter(|path| path.contains("ann") && !after.contains_key(*path)).collect();
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(after["people/ann.atom.xml"], after["people/ann-oduya.atom.xml"]);
}

/// Every page that is in `before` and not in the site as it is now.
fn gone(folder: &Folder, before: &std::collections::BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let after = folder.files("public");
    // What a host shows for an address that there is not is no address.
    let is_page = |path: &&String| path.ends_with(".html") && !path.ends_with("404.html");
    let pages = before.keys().filter(is_page);
    pages.filter(|path| !after.contains_key(*path)).cloned().collect()
}

#[test]
fn a_person_who_is_gone_is_told_with_what_leads_on() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    let before = folder.files("public");
    let text = folder.read("content/people/ann.md");

    // The file gets another name by hand, and so does all that names it.
    folder.remove("content/people/ann.md");
    folder.write("content/people/ann-oduya.md", &text);
    for lang in ["en", "zh"] {
        let path = format!("content/speeches/quay.{lang}.md");
        let speech = folder.read(&path).replace("speaker: ann", "speaker: ann-oduya");
        folder.write(&path, speech.replace("people: [ann]", "people: [ann-oduya]"));
    }
    let told = ended(run(&folder, &["build"]), 0);
    assert!(told.err.contains("`people/ann.html` was published"), "{told:?}");
    assert!(told.err.contains("if `ann-oduya` is the same"), "{told:?}");

    // What the hint says is done.
    let text = text.replace("---\n\n", "---\n").replacen(
        "---\n",
        "---\nredirects: [/people/ann.html]\n",
        1,
    );
    folder.write("content/people/ann-oduya.md", text);
    ended(run(&folder, &["build", "--strict"]), 0);
    assert_eq!(gone(&folder, &before), Vec::<String>::new());
    let feed = folder.read("public/people/ann.atom.xml");
    assert_eq!(feed, folder.read("public/people/ann-oduya.atom.xml"));

    // The lock knows it from now on.
    assert!(!folder.join("content/ids/@ann/ids.lock").exists());
    folder.write("content/people/ann-oduya.md", "---\nname: {en: Ann, zh: 安娜}\n---\n");
    ended(run(&folder, &["build", "--strict"]), 0);
    assert_eq!(gone(&folder, &before), Vec::<String>::new());
}

#[test]
fn a_person_is_known_by_an_address_elsewhere() {
    let folder = site();
    let person = |name: &str| {
        format!("---\nname: {name}\nsame_as: [https://www.wikidata.org/wiki/Q1]\n---\n")
    };
    folder.write("content/people/bo.md", person("Bo"));
    ended(run(&folder, &["build"]), 0);
    let before = folder.files("public");
    folder.remove("content/people/bo.md");
    folder.write("content/people/bo-vane.md", person("Bo Vane"));
    ended(run(&folder, &["build", "--strict"]), 0);
    assert_eq!(gone(&folder, &before), Vec::<String>::new());
    assert!(folder.read("public/people/bo.html").contains("bo-vane.html"));

    // Another kind is another address, too.
    folder.remove("content/people/bo-vane.md");
    folder.write("content/organizations/bo-vane.md", person("Bo Vane"));
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/people/bo.html").contains("../organizations/bo-vane.html"));

    // An id that another one has now is not taken for two.
    folder.write("content/people/bo.md", "---\nname: Bo Lind\n---\n");
    let refused = ended(run(&folder, &["build"]), 1);
    assert!(refused.err.contains("`people/bo.html` was the address of another"), "{refused:?}");
    let claim = "redirects: [/people/bo.html, /zh/people/bo.html]";
    folder.write("content/people/bo.md", format!("---\nname: Bo Lind\n{claim}\n---\n"));
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/people/bo.html").contains("Bo Lind"));
}

#[test]
fn a_kind_that_is_gone_is_told_once() {
    let folder = site();
    let config = folder.read("oratory.toml");
    folder.write("oratory.toml", format!("{config}[kinds.treaties]\n"));
    for id in ["quay-treaty", "sea-treaty"] {
        folder.write(&format!("content/treaties/{id}.md"), "---\nname: A treaty\n---\n");
    }
    ended(run(&folder, &["build"]), 0);
    folder.write("oratory.toml", config);
    let told = ended(run(&folder, &["build"]), 0);
    assert!(told.err.contains("2 pages below `treaties/` were published"), "{told:?}");
    assert_eq!(told.err.matches("address-gone").count(), 1, "{told:?}");
}

#[test]
fn another_default_language_gives_no_address_another_text() {
    let with = |folder: &Folder, languages: &str| {
        let config = folder.read("oratory.toml");
        let (start, _) = config.split_once("languages").expect("languages");
        folder.write("oratory.toml", format!("{start}languages = [{languages}]\n"));
        ended(run(folder, &["build", "--strict"]), 0);
    };
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    let mut published = folder.files("public");

    for languages in ["'zh', 'en'", "'en'", "'fr', 'zh', 'en'", "'en', 'zh'"] {
        with(&folder, languages);
        assert_eq!(gone(&folder, &published), Vec::<String>::new(), "{languages}");
        let is_english = |page: &str| page.contains("came by boat");
        let english = folder.read("public/speeches/quay.html");
        let is_there = is_english(&english);
        let leads = english.contains("redirect.js") && !english.contains("渡船");
        assert!(is_there || leads, "{languages}: {english}");

        // A feed has no page that leads on.
        assert!(folder.join("public/zh/people/ann.atom.xml").exists(), "{languages}");
        published.extend(folder.files("public"));
    }
    assert!(folder.read("public/speeches/quay.html").contains("came by boat"), "it is back");

    // What is new has the usual address.
    with(&folder, "'zh', 'en'");
    folder.write("content/speeches/pier.zh.md", speech("栈桥", "2024-03-09", "栈桥今天开放了。\n"));
    folder.write("content/speeches/pier.en.md", speech("Pier", "2024-03-09", "It is open.\n"));
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/speeches/pier.html").contains("栈桥今天开放了"));
    assert!(folder.read("public/speeches/quay.zh.html").contains("渡船"));
}

#[test]
fn locks_of_an_earlier_version_say_that_they_know_no_languages() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    folder.remove("content/ids/@/ids.lock");
    for lang in ["en", "zh"] {
        let path = format!("content/ids/quay.{lang}/ids.lock");
        let lock = folder.read(&path);
        let lines = lock.lines().filter(|line| !line.starts_with("at "));
        folder.write(&path, lines.map(|line| format!("{line}\n")).collect::<String>());
    }
    let told = ended(run(&folder, &["build"]), 0);
    assert!(told.err.contains("note[old-lock]"), "{told:?}");
    let again = ended(run(&folder, &["build", "--strict"]), 0);
    assert!(!again.err.contains("old-lock"), "{again:?}");
}

/// Of a site of version 0.1 `check` says so until the first build; where there is one language,
/// nothing is in doubt.
#[test]
fn a_lock_of_version_0_1_is_told_before_the_first_build() {
    let folder = site();
    folder.write(
        "content/ids.lock",
        "# kept\nspeeches/quay.en.md\n p1 -\nspeeches/quay.zh.md\n p1 -\n",
    );
    assert!(ended(run(&folder, &["check"]), 0).err.contains("note[old-lock]"));
    assert!(ended(run(&folder, &["build"]), 0).err.contains("note[old-lock]"));
    assert!(!folder.join("content/ids.lock").exists());
    assert!(!ended(run(&folder, &["check"]), 0).err.contains("old-lock"));

    let one = site();
    one.edit("oratory.toml", "['en', 'zh']", "['en']");
    one.remove("content/speeches/quay.zh.md");
    one.write("content/ids.lock", "# kept\nspeeches/quay.en.md\n p1 -\n");
    assert!(!ended(run(&one, &["check"]), 0).err.contains("old-lock"));
}

#[test]
fn where_nothing_is_kept_no_lock_is_written() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    folder.write("content/people/bo.md", "---\nname: Bo\n---\n");
    let before = folder.files("content/ids");
    ended(run_in(folder.path(), &["build"], &[("CI", "true")]), 0);
    assert_eq!(folder.files("content/ids"), before);
}

/// Found by a random history: one version was renamed, and then the other became the default one.
#[test]
fn an_address_that_another_text_had_is_not_given_again() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    ended(run(&folder, &["speech", "rename", "quay.en", "pier"]), 0);
    ended(run(&folder, &["build"]), 0);
    folder.edit("oratory.toml", "['en', 'zh']", "['zh', 'en']");
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/speeches/quay.html").contains("en/speeches/pier.html"));
    assert!(folder.read("public/speeches/quay.zh.html").contains("渡船"));

    // A new speech under a name that another one had.
    folder.edit("oratory.toml", "['zh', 'en']", "['en', 'zh']");
    ended(run(&folder, &["speech", "rename", "quay.zh", "pier"]), 0);
    folder.write("content/speeches/quay.en.md", speech("Wall", "2024-03-09", "Of the wall.\n"));
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/speeches/quay.html").contains("pier.html"));
    assert!(folder.read("public/speeches/quay.en.html").contains("Of the wall."));
}
