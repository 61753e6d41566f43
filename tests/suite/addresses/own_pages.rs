//! Addresses of the site's own pages: where they lead when a page is moved, replaced or taken away.

use super::CONFIG;
use crate::cli::{ended, run, run_in};
use crate::sites::folder::Folder;

/// A site with a section, two pages in it, and a page in Chinese.
fn site() -> Folder {
    Folder::with([
        CONFIG,
        (
            "content/pages/notes/index.en.md",
            "# Notes\n\nWhat we found out while we typed the tapes.\n",
        ),
        (
            "content/pages/notes/tape.en.md",
            "---\ndate: 2024-05-01\n---\n# The tape\n\nThe tape of the first meeting had been lost for years.\n\nIt lay in a drawer.\n",
        ),
        ("content/pages/notes/short.en.md", "# Short\n\nSoon.\n"),
        ("content/pages/us.zh.md", "# 我们\n\n我们在镇图书馆里整理这些讲话的录音和文稿。\n"),
    ])
}

fn moved(folder: &Folder, old: &str, new: &str) {
    let old = format!("content/pages/{old}");
    folder.write(&format!("content/pages/{new}"), folder.read(&old));
    folder.remove(&old);
}

#[test]
fn a_page_that_was_moved_is_known_by_its_text() {
    for theme in ["default", "plain"] {
        let folder = site();
        ended(run(&folder, &["build", "--theme", theme]), 0);
        let feed = folder.read("public/notes/atom.xml");
        moved(&folder, "notes/tape.en.md", "archive/tapes/first.en.md");
        moved(&folder, "notes/index.en.md", "archive/tapes/index.en.md");
        moved(&folder, "us.zh.md", "about.zh.md");
        // A word is mended on the way; most of the text is as it was.
        folder.edit("content/pages/archive/tapes/first.en.md", "drawer", "box");
        folder.edit(
            "content/pages/archive/tapes/first.en.md",
            "It lay",
            "\nAt last it was found.\n\nIt lay",
        );
        moved(&folder, "notes/short.en.md", "archive/tapes/short.en.md");

        let told = ended(run(&folder, &["build", "--theme", theme]), 0);
        // Less than half of the paragraphs of one, and a single word of the other, prove nothing.
        for address in ["notes/tape.html", "notes/short.html"] {
            let message = format!("`{address}` was published, and its page is not there");
            assert!(told.err.contains(&message), "{theme}: {}", told.err);
        }
        assert!(folder.read("public/notes/index.html").contains("archive/tapes/index.html"));
        assert!(folder.read("public/zh/us.html").contains("about.html"));
        if theme == "default" {
            assert_ne!(feed, folder.read("public/notes/atom.xml"), "the feed leads on");
            assert!(folder.read("public/notes/atom.xml").contains("archive/tapes/first.html"));
        }

        // What the message says helps.
        let claims = "---\nredirects: [/notes/tape.html, /notes/short.html]\n";
        folder.edit(
            "content/pages/archive/tapes/first.en.md",
            "---\ndate",
            &format!("{claims}date"),
        );
        ended(run(&folder, &["build", "--theme", theme, "--strict"]), 0);
        assert!(folder.read("public/notes/short.html").contains("archive/tapes/first.html"));
        assert!(
            folder.read("public/_redirects").contains("/t/notes/ /t/archive/tapes/index.html 301")
        );
    }
}

#[test]
fn another_page_at_an_old_address_is_refused_until_it_claims_it() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    moved(&folder, "us.zh.md", "us-2023.zh.md");
    ended(run(&folder, &["build", "--strict"]), 0);

    let new = "# 我们\n\n从今年起，录音由县档案馆的志愿者整理，图书馆只负责出借。\n";
    folder.write("content/pages/us.zh.md", new);
    let refused = ended(run(&folder, &["build"]), 1);
    assert!(refused.err.contains("`zh/us.html` was the address of another page"), "{refused:?}");
    assert!(refused.err.contains("content/pages/us-2023.zh.md"), "{refused:?}");
    assert!(folder.read("public/zh/us.html").contains("us-2023.html"), "nothing was published");

    let claim = format!("---\nredirects: [/zh/us.html]\n---\n{new}");
    folder.write("content/pages/us.zh.md", claim);
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/zh/us.html").contains("县档案馆"));
}

#[test]
fn a_page_keeps_its_address_while_it_is_edited_and_when_it_comes_back() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    let page = folder.read("content/pages/notes/short.en.md");
    folder.edit(
        "content/pages/notes/tape.en.md",
        "The tape of the first meeting had been lost for years.\n\nIt lay in a drawer.",
        "All of this is new.",
    );
    folder.remove("content/pages/notes/short.en.md");
    let told = ended(run(&folder, &["build"]), 0);
    assert!(told.err.contains("`notes/short.html` was published"), "{told:?}");
    assert!(!told.err.contains("notes/tape.html"), "{told:?}");

    folder.write("content/pages/notes/short.en.md", page);
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/notes/short.html").contains("Soon."));
}

#[test]
fn a_theme_without_a_template_for_a_page_is_told_and_no_address_leads_there() {
    let folder = site();
    ended(run(&folder, &["build", "--theme", "plain"]), 0);
    assert!(folder.read("public/notes/tape.html").contains("the first meeting"));
    moved(&folder, "us.zh.md", "about.zh.md");
    folder.write("themes/bare/theme.toml", "name = 'bare'\n");
    for name in ["base", "redirect", "speech"] {
        let template =
            "<!doctype html><html lang=en><title>T</title><p>{% block main %}{% endblock main %}";
        folder.write(&format!("themes/bare/templates/{name}.html"), template);
    }
    let told = ended(run(&folder, &["build", "--theme", "bare"]), 0);
    assert!(
        told.err.contains("the theme `bare` has no template for this page and others, 4 in all"),
        "{told:?}"
    );
    assert!(!folder.join("public/zh/us.html").exists(), "it would lead nowhere");
}

/// Each of two branches gives a page another name; version control keeps both.
#[test]
fn an_address_that_two_pages_had_leads_to_none_until_a_file_says_so() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    moved(&folder, "notes/tape.en.md", "notes/reel.en.md");
    ended(run(&folder, &["build"]), 0);
    let other = folder.read("content/pages/notes/reel.en.md");
    folder.write("content/pages/notes/spool.en.md", other);
    let lock = folder.read("content/ids/@/notes/reel.en/ids.lock");
    folder.write("content/ids/@/notes/spool.en/ids.lock", lock.replace("reel", "spool"));

    let told = ended(run(&folder, &["build"]), 0);
    assert!(
        told.err.contains(
            "`notes/tape.html` was the address of `notes/reel`, `notes/spool`, and leads to none"
        ),
        "{told:?}"
    );
    folder.edit(
        "content/pages/notes/reel.en.md",
        "---\ndate",
        "---\nredirects: [/notes/tape.html]\ndate",
    );
    ended(run(&folder, &["build", "--strict"]), 0);
    assert!(folder.read("public/notes/tape.html").contains("reel.html"));
}

#[test]
fn a_damaged_lock_of_a_page_is_told_and_nothing_else_is() {
    let folder = site();
    ended(run(&folder, &["build"]), 0);
    let path = "content/ids/@/notes/tape.en/ids.lock";
    let lock = folder.read(path);
    folder.write(path, lock.replace("text ", "txet "));
    let told = ended(run(&folder, &["check"]), 1);
    assert!(told.err.contains("error[bad-lock]") && told.err.contains(path), "{told:?}");

    folder.write(path, lock);
    // Each lock is whole or told, once; nobody is asked to delete one.
    for path in [path, "content/ids/@/ids.lock", "content/ids/@ann/ids.lock"] {
        let whole = match folder.join(path).exists() {
            true => folder.read(path),
            false => "at people/ann\nend\n".to_owned(),
        };
        for damaged in [String::new(), "%PDF-1.4\n".to_owned(), whole.replace("end\n", "")] {
            folder.write(path, damaged);
            let told = ended(run(&folder, &["check"]), 1);
            assert_eq!(told.err.matches("error[bad-lock]").count(), 1, "{path}: {told:?}");
            assert!(!told.err.contains("delete"), "{told:?}");
        }
        folder.write(path, whole);
    }

    folder.remove("content/ids/@ann/ids.lock");

    // Where nothing may be written, a page that was moved is known all the same.
    moved(&folder, "notes/tape.en.md", "notes/reel.en.md");
    ended(run_in(folder.path(), &["build", "--strict"], &[("CI", "true")]), 0);
    assert!(folder.read("public/notes/tape.html").contains("reel.html"));
    assert!(folder.read(path).contains("text "), "the lock is as it was");
}
