//! Real documents, damaged as newspapers are when their pages are scraped: what becomes of them.
//!
//! Columns are cut within words and sentences; between the halves there is nothing, a passage of
//! another document, what was printed before, or marks of continuation; and another article may
//! follow at the end. The same seed gives the same damage.

use super::{files_in, fs};
use crate::chance::Chance;
use oratory::{ImportOptions, Imported, ReadOptions, import_document, read_document};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::Path;

/// Damaged copies of each document.
const COPIES: u64 = 2;
/// Documents in a hundred that may be wrong without a word about it.
const MOST_UNMARKED: usize = 2;
/// A paragraph of fewer characters is not cut.
const SHORTEST: usize = 80;
/// How far from a mark an error may be, in paragraphs, to be told by it.
const NEAR: usize = 8;

/// A document as paragraphs between blank lines.
struct Document {
    name: String,
    is_chinese: bool,
    paragraphs: Vec<String>,
}

fn imported(name: &str, text: &str) -> Imported {
    let manuscript = read_document(name, text.as_bytes(), &ReadOptions::default()).expect(name);
    let options =
        ImportOptions { file: name, stem: "2024-05-02-paper", ..ImportOptions::default() };
    import_document(manuscript, &options).expect("an account that holds")
}

fn document(path: &Path) -> Document {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let bytes = fs::read(path).expect("a document");
    // Of a page its text is damaged, as it is once it is imported.
    let text = if name.ends_with(".md") {
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        let manuscript = read_document(&name, &bytes, &ReadOptions::default()).expect(&name);
        let options =
            ImportOptions { file: &name, stem: "2024-05-02-page", ..ImportOptions::default() };
        let page = import_document(manuscript, &options).expect("an account that holds");
        let body = page.speech.split_once("\n---\n").map_or("", |(_, body)| body).to_owned();
        format!("# {}\n\n{body}", page.title)
    };
    let paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    let n_han = text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
    Document { name, is_chinese: n_han * 4 > text.len() / 3, paragraphs }
}

/// Whether a paragraph is prose that can be cut.
fn is_prose(paragraph: &str) -> bool {
    let is_other = paragraph.starts_with(['#', '>', '-', '*', '|', '!', '[', '<']);
    !is_other && !paragraph.contains('\n') && paragraph.chars().count() >= SHORTEST
}

/// A few paragraphs of another document.
fn passage(other: &Document, chance: &mut Chance) -> Vec<String> {
    let prose: Vec<&String> = other.paragraphs.iter().filter(|of| is_prose(of)).collect();
    let n = 1 + chance.below(3);
    let start = chance.below(prose.len().saturating_sub(n));
    prose.into_iter().skip(start).take(n).cloned().collect()
}

/// The document, damaged.
fn damaged(document: &Document, others: &[&Document], chance: &mut Chance) -> String {
    let mut places = Vec::new();
    for (at, paragraph) in document.paragraphs.iter().enumerate() {
        if at > 2 && is_prose(paragraph) {
            places.push(at);
        }
    }
    let n_cuts = (1 + chance.below(4)).min(places.len());
    let mut cuts = Vec::new();
    for _ in 0..n_cuts {
        cuts.push(places[chance.below(places.len())]);
    }

    let mut text: Vec<String> = Vec::new();
    for (at, paragraph) in document.paragraphs.iter().enumerate() {
        if !cuts.contains(&at) {
            text.push(paragraph.clone());
            continue;
        }
        let (mut first, mut second) = halves(paragraph, chance);
        let mut between = Vec::new();
        if chance.below(100) < 35 {
            between.extend(passage(others[chance.below(others.len())], chance));
        }
        if chance.below(100) < 35 {
            let n = 1 + chance.below(3);
            let start = 1 + chance.below(at.saturating_sub(n + 1));
            for _ in 0..=chance.below(2) {
                between.extend(document.paragraphs[start..(start + n).min(at)].iter().cloned());
            }
        }
        if !between.is_empty() && chance.below(100) < 35 {
            let page = 2 + chance.below(8);
            let (to, from) = if document.is_chinese {
                (format!("（下转第{page}版）"), "【上接第1版】".to_owned())
            } else {
                (format!(" (Continued on page {page})"), "(Continued from page 1) ".to_owned())
            };
            first.push_str(&to);
            second.insert_str(0, &from);
        }
        text.push(first);
        text.extend(between);
        text.push(second);
    }

    if chance.below(100) < 30 {
        let mark =
            if document.is_chinese { "【上接第4版】" } else { "(Continued from page 4) " };
        let tail = passage(others[chance.below(others.len())], chance);
        for (at, paragraph) in tail.into_iter().enumerate() {
            text.push(if at == 0 { format!("{mark}{paragraph}") } else { paragraph });
        }
    }
    text.join("\n\n")
}

/// A paragraph cut at any character of its middle, or between two words.
fn halves(paragraph: &str, chance: &mut Chance) -> (String, String) {
    let n_chars = paragraph.chars().count();
    let place = n_chars / 5 + chance.below(n_chars * 3 / 5);
    let mut at = paragraph.char_indices().nth(place).map_or(0, |(at, _)| at);
    if chance.below(100) < 50
        && let Some(space) = paragraph[at..].find(' ')
    {
        at += space;
    }
    // Where a sentence ends, nothing is torn.
    let ends =
        |text: &str| text.trim_end().ends_with(|c: char| "。！？；：.!?;:…”」』）)\"".contains(c));
    while let Some(c) = paragraph[at..].chars().next().filter(|_| ends(&paragraph[..at])) {
        at += c.len_utf8();
    }
    (paragraph[..at].trim_end().to_owned(), paragraph[at..].trim_start().to_owned())
}

/// The paragraphs of a speech: their letters, and whether a mark is right before them.
fn paragraphs(imported: &Imported) -> Vec<(String, bool)> {
    let body = imported.speech.split_once("\n---\n").map_or("", |(_, body)| body);
    let mut paragraphs = Vec::new();
    let mut is_marked = false;
    for paragraph in body.split("\n\n") {
        if paragraph.trim_start().starts_with("<!-- review:") {
            is_marked = true;
            continue;
        }
        let letters: String = paragraph.chars().filter(|c| c.is_alphanumeric()).collect();
        if !letters.is_empty() {
            paragraphs.push((letters, std::mem::take(&mut is_marked)));
        }
    }
    paragraphs
}

/// What became of a damaged document.
#[derive(Default)]
struct Outcome {
    is_wrong: bool,
    /// What is wrong where no mark is near.
    unmarked: Option<String>,
}

fn outcome(document: &Document, text: &str) -> Outcome {
    let whole = paragraphs(&imported("paper.md", &document.paragraphs.join("\n\n")));
    let repaired = imported("paper.md", text);
    let found = paragraphs(&repaired);
    let is_wrong = whole.len() != found.len() || whole.iter().zip(&found).any(|(a, b)| a.0 != b.0);
    let mut outcome = Outcome { is_wrong, unmarked: None };
    if !is_wrong {
        return outcome;
    }

    // What is new has to be told where it is, what is lost where it was.
    let expected: HashSet<&str> = whole.iter().map(|of| of.0.as_str()).collect();
    let there: HashSet<&str> = found.iter().map(|of| of.0.as_str()).collect();
    let is_near = |at: usize| {
        let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(found.len());
        found.get(near).is_some_and(|near| near.iter().any(|of| of.1))
            || !repaired.remarks.is_empty()
    };
    for (at, (letters, _)) in found.iter().enumerate() {
        if !expected.contains(letters.as_str()) && !is_near(at) {
            let shown: String = letters.chars().take(60).collect();
            outcome.unmarked = Some(format!("{}: new, after {at}: {shown}", document.name));
            return outcome;
        }
    }
    let mut last = 0;
    for (letters, _) in &whole {
        if let Some(at) = found.iter().skip(last).position(|of| of.0 == *letters) {
            last += at;
        } else if !there.contains(letters.as_str()) && !is_near(last) {
            let shown: String = letters.chars().take(60).collect();
            outcome.unmarked = Some(format!("{}: lost, after {last}: {shown}", document.name));
            return outcome;
        }
    }
    outcome
}

#[test]
#[ignore = "needs `../shared/corpora`, real documents that are not ours to publish"]
fn damage_is_mended_or_told() {
    let mut reports = String::new();
    let mut is_good = true;
    for folder in ["corpora/transcripts", "corpora/press-pages"] {
        let documents: Vec<Document> = files_in(folder).iter().map(|path| document(path)).collect();
        for is_chinese in [true, false] {
            let same: Vec<&Document> =
                documents.iter().filter(|of| of.is_chinese == is_chinese).collect();
            let copies: Vec<(usize, u64)> =
                (0..same.len()).flat_map(|at| (0..COPIES).map(move |copy| (at, copy))).collect();
            let outcomes: Vec<Outcome> = copies
                .par_iter()
                .map(|(at, copy)| {
                    let mut chance = Chance(*at as u64 * 1_000 + copy * 17 + 1);
                    let text = damaged(same[*at], &same, &mut chance);
                    outcome(same[*at], &text)
                })
                .collect();

            let n_wrong = outcomes.iter().filter(|of| of.is_wrong).count();
            let unmarked: Vec<&String> = outcomes.iter().flat_map(|of| &of.unmarked).collect();
            is_good &= unmarked.len() * 100 <= MOST_UNMARKED * outcomes.len();
            reports.push_str(&format!(
                "{folder}, Chinese: {is_chinese}: of {} documents {n_wrong} are not as they were, \
                 {} of them without a word: {unmarked:#?}\n",
                outcomes.len(),
                unmarked.len()
            ));
        }
    }
    assert!(is_good, "{reports}");
}
