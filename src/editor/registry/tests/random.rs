//! Entities renamed, merged and split in sites at random: no mention is lost.

use super::{CONFIG, compiled};
use crate::base::changes::applied;
use crate::base::fixture::cases;
use crate::base::sources::Sources;
use crate::editor::registry::{Split, difference, merge, rename, split};
use proptest::prelude::*;

/// Pieces of text that name the people of [`at_random`], and traps.
const PIECES: [&str; 14] = [
    "Ann Lee",
    "Ann",
    "[she](@a)",
    "[[b|Bob]]",
    "[[a]]",
    "`[x](@a)`",
    "Bob Roe said",
    "a",
    "*Ann* Lee",
    "[b](@b?)",
    "[page](../people/a.md)",
    "安",
    "[安][r]",
    "[no one](@-)",
];

fn at_random() -> impl Strategy<Value = Vec<(String, String)>> {
    let piece = proptest::sample::select(PIECES.to_vec());
    let paragraph = proptest::collection::vec(piece, 1..5).prop_map(|pieces| pieces.join(", "));
    let lists = proptest::sample::select(vec![
        "people: [a, b]",
        "people: []",
        "people:\n- a\n- id: b\n  as: [Bob]",
        "people: [{id: a, as: [Ann]}]",
        "speaker: a\npeople: [b]",
        "speaker: [b, a]\nspeakers: {Ann Lee: {people: [a, b]}}",
        "speakers:\n  Ann Lee: a\n  Q: {as: reporter, on_behalf_of: b}",
    ]);
    let speech = (lists, proptest::collection::vec(paragraph, 1..4), any::<bool>(), any::<bool>())
        .prop_map(|(lists, paragraphs, is_crlf, has_turns)| {
            let turns = if has_turns { "**Ann Lee:** " } else { "" };
            let text = format!(
                "---\ntitle: T\ndate: 2024-01-02\n{lists}\n---\n\n{turns}{}\n\n[r]: @a\n",
                paragraphs.join(&format!("\n\n{turns}"))
            );
            if is_crlf { text.replace('\n', "\r\n") } else { text }
        });
    proptest::collection::vec(speech, 1..4).prop_map(|speeches| {
        let mut files: Vec<(String, String)> = speeches
            .into_iter()
            .enumerate()
            .map(|(n, text)| (format!("content/speeches/s{n}.en.md"), text))
            .collect();
        files.push(("oratory.toml".into(), CONFIG.into()));
        files.push((
            "content/people/a.md".into(),
            "---\nname: {en: Ann Lee, zh: 安}\naliases: [Ann]\nrelated: [b]\n---\nAnn [b](@b).\n"
                .into(),
        ));
        files.push((
            "content/people/b.md".into(),
            "---\nname: Bob Roe\nrelated:\n  - a\n---\n".into(),
        ));
        files
    })
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn no_mention_is_lost_or_moved(files in at_random(), what in 0..3u8) {
        let sources = Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let site = compiled(&sources);
        let graph = &site.graph;
        let order = Split { new: "n".to_owned(), names: vec!["Ann".to_owned()], speeches: Vec::new() };
        let plan = match what {
            0 => rename(&sources, graph, "a", "n"),
            1 => merge(&sources, graph, "b", "a"),
            _ => split(&sources, graph, "a", &order),
        };
        let plan = plan.unwrap();
        let after = applied(&sources, &plan.changes);
        let later = compiled(&after);
        let found = difference(graph, &later.graph, |mention| match (what, graph.corpus.entity(mention.entity).id.as_str()) {
            (0, "a") => "n".to_owned(),
            (1, "b") => "a".to_owned(),
            (2, "a") if order.takes(graph, mention) => "n".to_owned(),
            (_, id) => id.to_owned(),
        });
        prop_assert_eq!(found.lost, 0, "{}", plan.changes.show(&sources));
        prop_assert!(what == 1 || found.gained == 0, "{}", plan.changes.show(&sources));
        if what < 2 {
            let gone = if what == 0 { "people/a.html" } else { "people/b.html" };
            prop_assert!(later.outputs().iter().any(|output| *output.path == *gone));
            prop_assert!(later.diagnostics.iter().all(|d| d.code != crate::base::diag::Code::BrokenLink));
        }
    }
}
