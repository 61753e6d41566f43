//! `oratory check --fix` as editors call it: what it mends, what it shows, what it leaves alone.

use crate::cli::{ended, run};
use crate::sites::folder::Folder;

const TALK: &str = "content/speeches/2024-03-07-talk.en.md";
const HEAD: &str = "---\ntitle: Talk\ndate: 2024-03-07\n---\n\n";
const BODY: &str = "**Ines Hale:** The quay is open.\n\nJon Barrow: And the ferry?\n\n*Ines Hale:* In June.\n\n**Jon Barrow** At last.\n\n**Jon Barrow:** Thank you.\\\nInes Hale: Not at all.\n\nInes Hale — as all know — went.\n\nBo Orr: who is that?\n\n__Jon Barrow__: a lead-in.\n";
const MENDED: &str = "**Ines Hale:** The quay is open.\n\n**Jon Barrow:** And the ferry?\n\n**Ines Hale:** In June.\n\n**Jon Barrow:** At last.\n\n**Jon Barrow:** Thank you.\n\n**Ines Hale:** Not at all.\n\nInes Hale — as all know — went.\n\nBo Orr: who is that?\n\n__Jon Barrow__: a lead-in.\n";

fn site() -> Folder {
    let talk = format!("{HEAD}{BODY}");
    Folder::with([
        ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\nlanguages = ['en']\n"),
        (TALK, &talk),
    ])
}

#[test]
fn known_labels_are_put_right_and_nothing_else() {
    let folder = site();
    let shown = ended(run(&folder, &["check", "--fix", "--dry-run"]), 0);
    assert!(shown.out.contains("+**Jon Barrow:** And the ferry?"), "{shown:?}");
    assert_eq!(folder.read(TALK), format!("{HEAD}{BODY}"));

    let fixed = ended(run(&folder, &["check", "--fix"]), 0);
    assert_eq!(folder.read(TALK), format!("{HEAD}{MENDED}"), "{fixed:?}");
    assert!(fixed.out.contains(TALK), "{fixed:?}");

    let again = ended(run(&folder, &["check", "--fix"]), 0);
    assert!(again.err.contains("Nothing to fix"), "{again:?}");
    assert_eq!(folder.read(TALK), format!("{HEAD}{MENDED}"));
}

#[test]
fn what_is_certain_is_written_and_what_is_not_stays() {
    let talk = "\n\n---\ntitle: Part: two\ndate: March 14, 2026\nSpeaker：Ann Lee\ndraft: no\npeople: ann\n---\n\nAnn Lee spoke.\n";
    let folder = Folder::with([
        ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\n"),
        ("content/people/ann.md", "---\nname: Ann Lee\nborn: 03/07/1960\naliases: Lee, Ann\n---\n"),
        ("content/places/quay.md", "---\nname: Quay\ncoordinates: [39.9, 116.4]\n---\n"),
        ("content/speeches/a.en.md", talk),
    ]);
    // Of what could not be read before, more is told each time.
    for _ in 0..4 {
        let _ = run(&folder, &["check", "--fix"]);
    }
    assert_eq!(
        folder.read("content/speeches/a.en.md"),
        "---\ntitle: 'Part: two'\ndate: 2026-03-14\nspeaker: ann\ndraft: false\npeople: [ann]\n---\n\nAnn Lee spoke.\n"
    );
    assert!(folder.read("content/places/quay.md").contains("coordinates: [116.4, 39.9]\n"));
    // The third or the seventh of a month, and one name or two: nobody but the author knows.
    let person = folder.read("content/people/ann.md");
    assert!(person.contains("born: 03/07/1960\naliases: Lee, Ann\n"), "{person}");
}

#[test]
fn an_id_in_two_cases_is_the_one_that_most_speeches_write() {
    let speech = |topics: &str| {
        format!("---\ntitle: {topics}\ndate: 2024-03-07\ntopics: [{topics}]\n---\n\nWords.\n")
    };
    let folder = Folder::with([
        ("oratory.toml", "title = 'T'\nbase_url = 'https://example.org/'\n"),
        ("content/speeches/a.en.md", &speech("Ports")),
        ("content/speeches/b.en.md", &speech("Ports, P2P")),
        ("content/speeches/c.en.md", &speech("ports, p2p")),
    ]);
    ended(run(&folder, &["check", "--fix"]), 0);
    let topics = |name: &str| {
        let text = folder.read(&format!("content/speeches/{name}.en.md"));
        text.lines().find(|line| line.starts_with("topics")).unwrap_or_default().to_owned()
    };
    assert_eq!(
        ["a", "b", "c"].map(topics),
        ["topics: [Ports]", "topics: [Ports, p2p]", "topics: [Ports, p2p]"]
    );
}
