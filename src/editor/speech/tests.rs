//! What a renamed and a withdrawn speech leave behind.

use super::*;
use crate::base::changes::{Change, applied};
use crate::reading::config::Options;
use crate::understand;

const LOCK: &str = "# numbers\np1 0123456789abcdef\nend\n";

fn site() -> Sources {
    Sources::from_texts([
        ("oratory.toml", "title = \"T\"\nlanguages = [\"en\", \"zh\"]\n"),
        ("content/speeches/tea.en.md", "---\ntitle: Tea\ndate: 2024-01-01\n---\nOn tea.\n"),
        ("content/speeches/tea.zh.md", "---\ntitle: 茶\ndate: 2024-01-01\n---\n说茶。\n"),
        ("content/speeches/tea.en.aside.md", "left over\n"),
        (
            "content/speeches/rice.en.md",
            "---\ntitle: Rice\ndate: 2024-01-02\n---\nAfter [tea](tea.en.md#p1), rice.\n",
        ),
        ("content/speeches/tea.aside.md", "left over in Chinese\n"),
        ("content/ids/tea.en/ids.lock", LOCK),
        ("content/ids/tea.en/import.lock", "end\n"),
    ])
}

fn graph_of(sources: &Sources) -> Graph {
    understand(sources, &Options { drafts: true, ..Options::default() }).graph
}

fn text<'c>(changes: &'c Changes, path: &str) -> &'c str {
    let bytes = changes.get(path).and_then(Change::bytes).unwrap_or_default();
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_speech_moves_with_all_that_is_its_own() {
    let sources = site();
    let changes = rename(&sources, &graph_of(&sources), "tea", "green-tea").unwrap();
    assert_eq!(changes.get("content/speeches/tea.en.md"), Some(&Change::Remove));
    assert!(text(&changes, "content/speeches/green-tea.zh.md").ends_with("说茶。\n"));
    assert_eq!(text(&changes, "content/speeches/green-tea.en.aside.md"), "left over\n");
    assert_eq!(text(&changes, "content/speeches/green-tea.aside.md"), "left over in Chinese\n");
    assert_eq!(text(&changes, "content/ids/green-tea.en/import.lock"), "end\n");
    assert!(text(&changes, "content/speeches/rice.en.md").contains("(green-tea.en.md#p1)"));
    assert_eq!(
        text(&changes, "content/ids/green-tea.en/ids.lock"),
        LOCK.replace("p1", "formerly tea.en\np1")
    );

    let after = applied(&sources, &changes);
    let graph = graph_of(&after);
    let back = rename(&after, &graph, "green-tea", "tea").unwrap();
    let lock = text(&back, "content/ids/tea.en/ids.lock");
    assert!(lock.contains("formerly green-tea.en") && !lock.contains("formerly tea.en"), "{lock}");
}

#[test]
fn one_language_moves_alone() {
    let sources = site();
    let changes = rename(&sources, &graph_of(&sources), "tea.zh", "cha").unwrap();
    assert!(changes.get("content/speeches/cha.zh.md").is_some());
    assert!(changes.get("content/speeches/tea.en.md").is_none());
}

#[test]
fn what_cannot_be_done_is_refused() {
    let sources = site();
    let graph = graph_of(&sources);
    let refusal = |old, new| rename(&sources, &graph, old, new).unwrap_err();
    assert!(matches!(refusal("tee", "x"), Refusal::Unknown { hint, .. } if hint.contains("`tea`")));
    assert!(matches!(refusal("tea", "rice"), Refusal::Taken { .. }));
}

#[test]
fn a_withdrawn_speech_keeps_its_file_and_says_why() {
    let sources = site();
    let date = Date::parse("2024-05-01").unwrap();
    let changes =
        withdraw(&sources, &graph_of(&sources), "tea.en", date, Some("At her wish.")).unwrap();
    let text = text(&changes, "content/speeches/tea.en.md");
    assert!(text.contains("withdrawn: {date: 2024-05-01, reason: At her wish.}"), "{text}");

    let graph = graph_of(&applied(&sources, &changes));
    assert!(graph.corpus.speeches.iter().all(|speech| speech.full_id() != "tea.en"));
    let (speech, anchors) = graph.withdrawn_speech(0);
    assert_eq!(speech.full_id(), "tea.en");
    assert_eq!(&*anchors.gone[0].1, "p1");
}

#[test]
fn a_translation_goes_on_naming_what_it_was_translated_from() {
    let sources = Sources::from_texts([
        ("oratory.toml", "title = \"T\"\n"),
        ("content/speeches/tea.en.md", "---\ntitle: Tea\ndate: 2024-01-01\n---\nOn tea.\n"),
        (
            "content/speeches/thee.nl.md",
            "---\ntitle: Thee\ndate: 2024-01-01\ntranslation_of: tea.en # the talk\n---\nOver thee.\n",
        ),
    ]);
    let changes = rename(&sources, &graph_of(&sources), "tea", "green-tea").unwrap();
    let translation = text(&changes, "content/speeches/thee.nl.md");
    assert!(translation.contains("\ntranslation_of: green-tea.en # the talk\n"), "{translation}");
}
