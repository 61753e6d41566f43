//! What is there twice and most likely meant once: a page in the menu, and a text under two ids or in
//! two languages.
//!
//! **Invariant:** told is only what is the same to the letter.

use super::Graph;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::base::letters::floor;
use crate::base::message::say;
use crate::base::sources::Span;
use crate::reading::config::{MenuItem, MenuName};
use crate::reading::corpus::{Menu, Page, Speech, SpeechId};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::Xxh3;

/// Shorter texts may be the same by chance or by rule: a line that says that nothing is kept, the
/// opening of a sitting. A choice: some three sentences.
const LEAST: usize = 300;

/// Reports both; `digests` are those of the texts of speeches.
pub(super) fn check(graph: &Graph, digests: &[Option<u64>], diagnostics: &mut Diagnostics) {
    for items in [&graph.config.menu, &graph.config.foot].into_iter().flatten() {
        of_menu(items, diagnostics);
    }
    of_pages(graph, diagnostics);
    of_texts(graph, digests, diagnostics);
}

/// Pages that one menu names twice.
fn of_menu(items: &[MenuItem], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &MenuName> = BTreeMap::new();
    for name in items.iter().flat_map(MenuItem::names) {
        match seen.get(name.id.as_str()) {
            Some(first) => {
                let message = say!("the menu has `{id}` twice", id = name.id);
                let diagnostic = Diagnostic::new(Code::ListedTwice, message)
                    .at(name.span.clone(), "again here")
                    .at(first.span.clone(), "first here");
                diagnostics.push(diagnostic.hint("keep one of the two"));
            }
            None => {
                seen.insert(&name.id, name);
            }
        }
    }
}

/// Pages that the menu of one language calls the same, so that no reader can tell them apart.
fn of_pages(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.config.menu.is_some() {
        return;
    }
    let mut seen: BTreeMap<(&Lang, &str, &str), &Page> = BTreeMap::new();
    for page in &graph.corpus.pages {
        let Menu::Head { label, parent, .. } = &page.menu else {
            continue;
        };
        let label = label.as_deref().unwrap_or(&page.title);
        let above = parent.as_ref().map_or("", |name| name.id.as_str());
        let Some(first) = seen.insert((&page.lang, above, label), page) else {
            continue;
        };
        let message = say!("the menu calls two pages `{label}`", label);
        let diagnostic = Diagnostic::new(Code::ListedTwice, message)
            .at(Span::new(page.file, 0..0), "this one")
            .at(Span::new(first.file, 0..0), "and this one");
        diagnostics.push(diagnostic.hint("give one of them another `label` under `menu`"));
    }
}

/// Speeches with the same text: in one language under two ids, or in two languages under one.
fn of_texts(graph: &Graph, digests: &[Option<u64>], diagnostics: &mut Diagnostics) {
    let mut in_language: BTreeMap<(&str, u64), SpeechId> = BTreeMap::new();
    let mut under_id: BTreeMap<(&str, u64), SpeechId> = BTreeMap::new();
    for ((id, speech), digest) in graph.corpus.speeches().zip(digests) {
        let Some(digest) = *digest else {
            continue;
        };
        let lang = speech.lang.primary();
        let first = graph.corpus.speech(*in_language.entry((lang, digest)).or_insert(id));
        if first.id != speech.id && texts(first).eq(texts(speech)) {
            diagnostics.push(copied(speech, first));
        }
        let first = graph.corpus.speech(*under_id.entry((&speech.id, digest)).or_insert(id));
        if first.lang.primary() != lang && texts(first).eq(texts(speech)) {
            diagnostics.push(not_translated(speech, first));
        }
    }
}

fn copied(speech: &Speech, other: &Speech) -> Diagnostic {
    let message = say!("`{id}` and `{other}` have the same text", id = speech.id, other = other.id);
    Diagnostic::new(Code::Contradiction, message)
        .at(beginning(speech), "this text")
        .at(beginning(other), "and this one")
        .hint("put in the text that belongs to one of them, or remove its file")
}

fn not_translated(speech: &Speech, other: &Speech) -> Diagnostic {
    let (one, another) = (&other.lang, &speech.lang);
    let message = say!("the versions in `{one}` and `{another}` have the same text", one, another);
    Diagnostic::new(Code::TranslationDiffers, message)
        .at(beginning(speech), format!("`{another}`"))
        .at(beginning(other), format!("`{one}`"))
        .hint("remove the file whose text is not yet in its language")
}

/// Where the text of a speech begins.
fn beginning(speech: &Speech) -> Span {
    let first = speech.body.paragraphs.first();
    // A few words of it are enough.
    let words = |text: &str| 0..floor(text, 60);
    let range = first.map(|paragraph| paragraph.source_range(&words(&paragraph.text)));
    Span::new(speech.file, range.unwrap_or_default())
}

fn texts(speech: &Speech) -> impl Iterator<Item = &str> {
    speech.body.paragraphs.iter().map(|paragraph| paragraph.text.as_str())
}

/// A number for the text of a speech; none where it is short.
pub(super) fn digest(speech: &Speech) -> Option<u64> {
    let length: usize = texts(speech).map(|text| text.chars().count()).sum();
    if length < LEAST {
        return None;
    }
    let mut digest = Xxh3::new();
    for text in texts(speech) {
        digest.update(text.as_bytes());
        // So that no two texts are one because they are divided otherwise.
        digest.update(&[0]);
    }
    Some(digest.digest())
}
