//! Mentions end to end: texts in which every mention is marked, against what the program finds in
//! them.
//!
//! In `tests/inputs/mentions/`, `registry.txt` describes the entities; in the other files `@ {…}`
//! begins a speech with this front matter (`@all`, `@off`: with this `auto`), and `⟦words|id⟧` in
//! its Markdown marks a mention (`@ru`: in Russian, with `auto = "all"`): `id?` in doubt, `!` a name reported as ambiguous. Marks are
//! compared by their bytes in the source, so places are tested with the rest. In `known-wrong.txt`
//! each paragraph is marked as it should be and is not yet.

#![expect(clippy::disallowed_methods, reason = "the inputs of these tests lie on the disk")]

use crate::project::{inputs_folder, site};
use oratory::{Code, How, Place, Sources};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

const POLICIES: [&str; 3] = ["listed", "all", "off"];

/// A speech of an input file.
struct Speech {
    policy: &'static str,
    language: String,
    front_matter: String,
    /// The marked text.
    text: String,
}

/// Ranges of a text with whom they name.
type Marks = Vec<(Range<usize>, String)>;

fn read(name: &str) -> String {
    std::fs::read_to_string(inputs_folder().join("mentions").join(name))
        .expect("an input of mentions")
}

/// The speeches of a file.
fn speeches(name: &str) -> Vec<Speech> {
    let mut speeches: Vec<Speech> = Vec::new();
    for line in read(name).split_inclusive('\n') {
        if let Some(head) = line.strip_prefix('@').filter(|head| head.contains(" {")) {
            let (policy, fields) = head.split_once(" {").expect("a policy and front matter");
            // A policy, a language or nothing.
            let is_language = policy.len() == 2;
            let language = if is_language { policy } else { "en" }.to_owned();
            let policy = if is_language { "all" } else { policy };
            let policy = POLICIES.into_iter().find(|known| *known == policy).unwrap_or("listed");
            let date = if fields.contains("date:") { "" } else { "date: 2024-03-07, " };
            speeches.push(Speech {
                policy,
                language,
                front_matter: format!("{{title: T, {date}{fields}"),
                text: String::new(),
            });
        } else if let Some(speech) = speeches.last_mut() {
            speech.text.push_str(line);
        }
    }
    speeches
}

/// A text without its marks, and the marks.
fn unmark(marked: &str) -> (String, Marks) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (mark, after) = after.split_once('⟧').expect("⟧");
        let (words, id) = mark.rsplit_once('|').expect("|");
        let start = text.len();
        text.push_str(words);
        marks.push((start..text.len(), id.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, marks)
}

/// A text with marks.
fn mark(text: &str, marks: &Marks) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, id) in marks {
        let start = range.start.max(at);
        let end = range.end.max(start);
        let _ = write!(out, "{}⟦{}|{id}⟧", &text[at..start], &text[start..end]);
        at = end;
    }
    out + &text[at..]
}

/// What the program finds in each of the speeches of one policy, in the same marks.
fn find(speeches: &[&Speech], policy: &str) -> Vec<String> {
    let mut languages = vec!["en"];
    languages.extend(speeches.iter().map(|speech| speech.language.as_str()));
    languages.sort_unstable();
    languages.dedup();
    let config = format!(
        "title = \"T\"\nbase_url = \"https://example.org\"\nlanguages = {languages:?}\n\n[annotate]\nauto = \"{policy}\"\n\n[kinds.organizations]\n"
    );
    let mut files = vec![("oratory.toml".to_owned(), config)];
    for line in read("registry.txt").lines().filter(|line| !line.starts_with('#')) {
        let (path, fields) = line.split_once(' ').expect("a path and front matter");
        files.push((format!("content/{path}.md"), format!("---\n{fields}\n---\n")));
    }
    let path = |index: usize, speech: &Speech| {
        format!("content/speeches/s{index:04}.{}.md", speech.language)
    };
    for (index, speech) in speeches.iter().enumerate() {
        files.push((path(index, speech), front(speech) + &unmark(&speech.text).0));
    }
    let sources =
        Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let site = site(&sources);
    let errors: Vec<&str> = site
        .diagnostics
        .iter()
        .filter(|d| d.severity() == oratory::Severity::Error)
        .map(|d| &*d.message)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut found: BTreeMap<u32, Marks> = BTreeMap::new();
    let graph = &site.graph;
    for mention in graph.mentions.iter().filter(|mention| mention.how != How::Label) {
        let Place::Paragraph(paragraph) = mention.place else {
            panic!("a name in a label is found as {:?}", mention.how)
        };
        let body = &graph.corpus.speech(mention.speech).body;
        let range = body.paragraphs[paragraph as usize]
            .source_range(&(mention.range.start as usize..mention.range.end as usize));
        let doubt = if mention.doubtful { "?" } else { "" };
        found
            .entry(graph.corpus.speech(mention.speech).file.0)
            .or_default()
            .push((range, graph.corpus.entity(mention.entity).id.clone() + doubt));
    }
    for diagnostic in
        site.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::AmbiguousName)
    {
        for label in &diagnostic.labels {
            let span = &label.span;
            found.entry(span.file.0).or_default().push((span.range.clone(), "!".to_owned()));
        }
    }
    let marked = |(index, speech): (usize, &&Speech)| {
        let skipped = front(speech).len();
        let file = sources.find(&path(index, speech)).expect("the speech is a file");
        let mut marks = found.remove(&file.0).unwrap_or_default();
        marks.iter_mut().for_each(|(range, _)| *range = range.start - skipped..range.end - skipped);
        marks.sort_by_key(|(range, _)| range.start);
        mark(&unmark(&speech.text).0, &marks)
    };
    speeches.iter().enumerate().map(marked).collect()
}

fn front(speech: &Speech) -> String {
    format!("---\n{}---\n", speech.front_matter)
}

/// Pairs of what is expected and what is found, by paragraph, of all speeches of a file.
fn paragraphs(name: &str) -> Vec<(String, String)> {
    let speeches = speeches(name);
    let mut pairs = Vec::new();
    for policy in POLICIES {
        let of_policy: Vec<&Speech> =
            speeches.iter().filter(|speech| speech.policy == policy).collect();
        if of_policy.is_empty() {
            continue;
        }
        for (speech, found) in of_policy.iter().zip(find(&of_policy, policy)) {
            let expected = speech.text.split("\n\n").map(str::to_owned);
            pairs.extend(
                expected
                    .zip(found.split("\n\n").map(str::to_owned))
                    .filter(|(expected, _)| !expected.trim().is_empty()),
            );
        }
    }
    pairs
}

fn assert_all_found(name: &str, least: usize) {
    let pairs = paragraphs(name);
    assert!(pairs.len() >= least, "{name} has {} paragraphs", pairs.len());
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(expected, found)| expected != found)
        .map(|(expected, found)| format!("expected {expected}\nfound    {found}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "{name}: {} of {} paragraphs\n\n{}",
        wrong.len(),
        pairs.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn names_in_alphabets_are_found_where_they_stand() {
    assert_all_found("latin.txt", 70);
}

#[test]
fn names_are_found_as_languages_bend_them() {
    assert_all_found("languages.txt", 20);
}

#[test]
fn names_in_han_are_found_where_they_stand() {
    assert_all_found("han.txt", 30);
}

#[test]
fn markup_neither_hides_nor_makes_names() {
    assert_all_found("markdown.txt", 30);
}

#[test]
fn lists_dates_and_policies_decide_who_is_meant() {
    assert_all_found("policies.txt", 20);
}

#[test]
fn what_is_known_to_be_wrong_is_still_wrong() {
    let right: Vec<String> = paragraphs("known-wrong.txt")
        .into_iter()
        .filter(|(expected, found)| expected == found)
        .map(|(expected, _)| expected)
        .collect();
    assert!(
        right.is_empty(),
        "these are right now, move them from known-wrong.txt\n\n{}",
        right.join("\n\n")
    );
}
