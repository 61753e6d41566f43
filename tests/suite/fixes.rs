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
