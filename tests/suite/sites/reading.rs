//! The page of a speech: turns of one speaker, who takes part, the outline, footnotes.

use super::website_of;
use oratory::Options;

const CONFIG: &str = "title = 'Quay talks'\nlanguages = ['en']\n";

/// The page of a speech with this front matter and text.
fn page(config: &str, head: &str, text: &str) -> String {
    let speech = format!("---\ntitle: At the quay\ndate: 2026-03-14\n{head}---\n\n{text}");
    let texts = [("oratory.toml", config), ("content/speeches/quay.en.md", speech.as_str())];
    let site = website_of(&texts, &Options { minify: Some(false), ..Options::default() });
    let bytes = site.files.get("speeches/quay.html").expect("the page of the speech");
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn turns_of_one_speaker_have_one_label_and_every_anchor() {
    let text = "**Ann Lee:** One.\n\n**Ann Lee:** Two.\n\n**Bo Hart:** Three.\n\n**Ann Lee (by phone):** Four.\n\n**Ann Lee:** Five.\n\n> (applause)\n\n## Later\n\n**Ann Lee:** Six.\n";
    let html = page(CONFIG, "", text);
    for turn in 1..=6 {
        assert_eq!(html.matches(&format!("id=\"t{turn}\"")).count(), 1, "t{turn}");
        assert_eq!(html.matches(&format!("id=\"t{turn}p1\"")).count(), 1, "t{turn}p1");
    }
    // What interrupts a turn, and another speaker, bring the label back.
    assert_eq!(html.matches("<b>Ann Lee</b>").count(), 2, "{html}");
    assert_eq!(html.matches("<b>Ann Lee (by phone)</b>").count(), 1);
    assert_eq!(html.matches("class=\"turn speech on\"").count(), 2);
}

#[test]
fn turns_under_a_label_that_names_nobody_stay_apart() {
    let text = "**Q:** May I?\n\n**Q:** And I?\n\n**Ann Lee:** Both.\n\n**Participant:** Why?\n\n**Participant:** Indeed.\n";
    let html = page(CONFIG, "", text);
    assert_eq!(html.matches("<b>Q</b>").count(), 2);
    assert_eq!(html.matches("<b>Participant</b>").count(), 2);
}

#[test]
fn who_takes_part_is_listed_with_turns_by_those_who_have_most() {
    let text = "**Ann Lee:** One.\n\n**Bo Hart:** Two.\n\n**Ann Lee (smiling):** Three.\n";
    let html = page(CONFIG, "", text);
    let ann = html.find("Ann Lee <a class=\"n\" href=\"#t1\">2 turns</a>").expect("Ann Lee");
    let bo = html.find("Bo Hart <a class=\"n\" href=\"#t2\">1 turn</a>").expect("Bo Hart");
    assert!(ann < bo);
    assert!(!page(CONFIG, "", "**Ann Lee:** Alone.\n").contains("Who takes part"));
}

#[test]
fn headings_are_an_outline_where_there_are_some() {
    let text = "## Ships\n\nOne.\n\n## Docks\n\n#### Old docks\n\nTwo.\n";
    let html = page(CONFIG, "", text);
    let ways = html.split("<ol class=\"ways\">").nth(1).and_then(|rest| rest.split("</ol>").next());
    let ways = ways.expect("an outline");
    for (anchor, heading) in [("#h1", "Ships"), ("#h2", "Docks"), ("#h3", "Old docks")] {
        assert!(ways.contains(&format!("href=\"{anchor}\">{heading}</a>")), "{ways}");
    }
    assert_eq!(ways.matches("class=\"under\"").count(), 1);
}

#[test]
fn every_footnote_stands_once() {
    let text = "First.[^a] Again.[^a]\n\n**Ann Lee:** Second.[^b]\n\n[^a]: Note a.\n[^b]: Note b, see c.[^c]\n[^c]: Note c.\n[^d]: Note d speaks of itself.[^d]\n[^e]: Note e is alone.\n";
    let html = page(CONFIG, "", text);
    for note in
        ["Note a.", "Note b, see c.", "Note c.", "Note d speaks of itself.", "Note e is alone."]
    {
        assert_eq!(html.matches(note).count(), 1, "{note}");
    }
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("First.") < at("Note a.") && at("Note a.") < at("Second."));
    assert!(at("Second.") < at("Note b") && at("Note b") < at("Note c."));
}

#[test]
fn an_error_is_reported_with_the_address_of_the_page() {
    let config = "title = 'Quay talks'\nlanguages = ['en']\nbase_url = 'https://example.org/q/'\nreport = 'desk@example.org'\n";
    let html = page(config, "", "**Ann Lee:** One.\n");
    let link = "href=\"mailto:desk@example.org?subject=At%20the%20quay&amp;body=https%3A%2F%2Fexample.org%2Fq%2Fspeeches%2Fquay.html\"";
    assert!(html.contains(link), "{html}");
}
