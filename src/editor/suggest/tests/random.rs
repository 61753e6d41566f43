//! Sites at random: once what is safe is done, a second run finds nothing more.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Names with everything that can go wrong between them: shared, inside each other, dated, with
/// titles.
const LATIN: &[&str] =
    &["Ann Lee", "Ann", "Lee", "Mr Lee", "New York", "York", "US", "us", "Lee of York"];
const HAN: &[&str] =
    &["王毅", "王毅外长", "王", "中国", "发展中国家", "“带路”倡议", "带路", "王毅说", "Ann Lee"];

/// Labels, some of them one speaker’s.
const LABELS: &[&str] = &["Ann Lee", "ANN LEE", "Lee", "王毅", "王 毅", "王毅外长", "Q"];

fn entity(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    let names = proptest::collection::vec(0..words.len(), 1..4);
    (names, proptest::option::of(0..words.len()), 0..3u8).prop_map(move |(names, not, dated)| {
        let alias = |at: &usize| match dated {
            1 => format!("{{name: '{}', until: 2020}}", words[*at]),
            2 => format!("{{name: '{}', from: 2020}}", words[*at]),
            _ => format!("'{}'", words[*at]),
        };
        let aliases: Vec<String> = names[1..].iter().map(alias).collect();
        let not = not.map_or_else(String::new, |at| format!("not: ['{}']\n", words[at]));
        format!("---\nname: '{}'\naliases: [{}]\n{not}---\n", words[names[0]], aliases.join(", "))
    })
}

fn text(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let word = prop_oneof![6 => (0..names.len()).prop_map(|at| names[at].to_owned()), 2 => Just("and".to_owned()), 1 => Just("[Ann](@e1)".to_owned()), 1 => Just("`US`".to_owned())];
    let line = proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" "));
    let label = proptest::option::of((0..LABELS.len()).prop_map(|at| LABELS[at]));
    let paragraph = (label, line).prop_map(|(label, line)| {
        label.map_or(line.clone(), |label| format!("**{label}:** {line}"))
    });
    let lists = proptest::collection::vec(0..4u8, 0..3);
    let front = (lists, 0..6u8, 0..3u8).prop_map(|(lists, style, speakers)| {
        let ids: Vec<String> =
            lists
                .iter()
                .map(|id| {
                    if style == 4 { format!("{{id: e{id}, as: [Lee]}}") } else { format!("e{id}") }
                })
                .collect();
        let speakers = ["", "speakers: {Q: {turn: question}}\n", "speakers:\n  Ann Lee: e1\n"]
            [usize::from(speakers)];
        match style {
            0 => None,
            1 => Some(format!(
                "---\ntitle: A\ndate: 2019-01-01\npeople:{}\n{speakers}---\n",
                ids.iter().map(|id| format!("\n  - {id}")).collect::<String>()
            )),
            2 => Some(format!("+++\ntitle = 'A'\ndate = 2021-01-01\npeople = {ids:?}\n+++\n")),
            3 => Some(format!(
                "---\r\ntitle: A\r\ndate: 2021-01-01\r\npeople: [{}]\r\n---\r\n",
                ids.join(", ")
            )),
            _ => Some(format!(
                "---\ntitle: A\ndate: 2021-01-01\npeople: [{}] # here\n{speakers}---\n",
                ids.join(", ")
            )),
        }
    });
    (front, proptest::collection::vec(paragraph, 1..5)).prop_map(|(front, paragraphs)| {
        let body = paragraphs.join("\n\n");
        front.map_or_else(
            || format!("# 2020-02-02 Talk\n\n{body}\n"),
            |front| format!("{front}\n{body}\n"),
        )
    })
}

/// The part of a file after its front matter.
fn body(text: &str) -> &str {
    let rest = text.trim_start_matches('\u{FEFF}');
    crate::reading::parse::frame(rest).and_then(|frame| frame.body).map_or(rest, |at| &rest[at..])
}

/// Every entry of a list, with its speech.
fn listed(site: &Small) -> BTreeSet<(String, String)> {
    let mut listed = BTreeSet::new();
    for speech in &site.corpus.speeches {
        for entry in speech.lists.iter().flatten() {
            listed.insert((speech.full_id(), entry.entity.id.clone()));
        }
    }
    listed
}

/// Does what is safe, and looks again.
fn check_second_run(entities: &[String], speeches: &[String]) -> Result<(), TestCaseError> {
    let named = |folder: &str, ending: &str, texts: &[String]| -> Vec<(String, String)> {
        texts
            .iter()
            .enumerate()
            .map(|(at, text)| (format!("content/{folder}{at}{ending}.md"), text.clone()))
            .collect()
    };
    let (entities, speeches) =
        (named("people/e", "", entities), named("speeches/s", ".en", speeches));
    let files: Vec<(&str, &str)> = entities
        .iter()
        .chain(&speeches)
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = small(&files);
    let before = site.suggestions();
    let after = site.written();
    let again = after.suggestions();
    prop_assert!(!again.iter().any(Suggestion::is_safe), "{:#?}", after.lines());
    // What a name could mean may be more or fewer then, but it was asked before.
    let is_about_the_same = |one: &Suggestion, known: &Suggestion| {
        let has = |name: &str| known.names().iter().any(|other| other.name == name);
        let names = one.names();
        (one.word(), one.speech) == (known.word(), known.speech)
            && (names.is_empty() || names.iter().any(|named| has(&named.name)))
    };
    let was_asked = |one: &Suggestion| before.iter().any(|known| is_about_the_same(one, known));
    prop_assert!(again.iter().all(was_asked), "{before:#?}\n{again:#?}");
    for (path, text) in &speeches {
        prop_assert_eq!(
            body(after.text(path)).trim_start_matches('\n'),
            body(text).trim_start_matches('\n')
        );
    }
    prop_assert!(listed(&site).is_subset(&listed(&after)), "{:#?}", after.lines());
    Ok(())
}

proptest! {
    #![proptest_config(cases(300))]
    #[test]
    fn a_second_run_finds_nothing_more(
        entities in proptest::collection::vec(entity(LATIN), 4),
        speeches in proptest::collection::vec(text(LATIN), 1..4),
    ) {
        check_second_run(&entities, &speeches)?;
    }
}

proptest! {
    // Each of these loads the dictionary four times.
    #![proptest_config(cases(12))]
    #[test]
    fn nor_does_it_in_han_text(entities in proptest::collection::vec(entity(HAN), 4), speeches in proptest::collection::vec(text(HAN), 4)) {
        check_second_run(&entities, &speeches)?;
    }
}
