//! An HTML page → [`Manuscript`]: its source as it came, its text as blocks, and what it says of
//! itself.
//!
//! ```text
//! tokens   source → tags and text, with their places
//! tree     tags and text → elements
//! notes    elements → references to notes, and the notes
//! links    elements → addresses, struck and raised text
//! blocks   elements → paragraphs, headings, items, rows
//! library  elements → which texts a library or a selector takes for the main text
//! judge    blocks → which are text, which navigation
//! speakers blocks → who speaks in them, where elements or attributes say so
//! facts    elements → titles, dates, language, address
//! ```
//!
//! **Invariant:** everything that a reader of the page sees is in a block; what is not the page's
//! text is in one that says so.

mod blocks;
mod cells;
mod elements;
mod facts;
mod furniture;
mod judge;
mod library;
mod links;
mod notes;
mod pieces;
mod speakers;
mod style;
mod title;
mod tokens;
mod tree;
mod weights;

#[cfg(test)]
mod tests;

use super::Refusal;
use crate::base::decode::foreign::Converted;
use crate::import::manuscript::{Block, BlockKind, Feature, FeatureKind, Manuscript};
use blocks::{Draft, Drafts};
use notes::Notes;
use tree::Tree;

/// Reads a page. `select` names the elements that are its text; without it they are looked for.
///
/// # Errors
///
/// A [`Refusal`] if the page has no text, or if `select` is not a selector or finds nothing.
pub(super) fn read(page: Converted, select: Option<&str>) -> Result<Manuscript, Refusal> {
    let source = page.text;
    let mut tree = Tree::new(tokens::tokens(&source));
    let notes = Notes::take(&mut tree, &source);
    let Drafts { mut drafts, references: mut features } = blocks::blocks(&tree, &source, &notes);
    // HTML knows less white space than Unicode: a vertical tab alone is a word to it and nothing to
    // a reader.
    drafts.retain(|draft| draft.runs.iter().any(|run| !run.text(&source).trim().is_empty()));
    let facts = facts::facts(&tree, &source);
    let mut verdicts = match select {
        Some(selector) => {
            judge::by_selection(&tree, &drafts, &library::selected(&tree, &source, selector)?)
        }
        None => judge::by_library(
            &tree,
            &source,
            &drafts,
            library::main_text(&tree, &source).as_deref(),
            &facts.titles,
        ),
    };
    keep_captions(&mut drafts, &mut verdicts);
    speakers::name_speakers(&tree, &source, &mut drafts, &mut verdicts);
    if verdicts.iter().all(Option::is_some) {
        let hint = "save the page as the browser shows it, or say where its text is: `--select '#content'`";
        return Err(Refusal::new("the page has no text outside of scripts and navigation", hint));
    }
    features.extend(links::features(&tree, facts.url.as_deref()));
    let mut blocks = Vec::with_capacity(drafts.len());
    for (draft, outside) in drafts.into_iter().zip(verdicts) {
        let note = draft.texts.first().and_then(|text| notes.number_of(&tree, *text));
        if let Some(range) = draft.speaker.clone() {
            features.push(Feature { range, kind: FeatureKind::Speaker });
        }
        let mut block = block(draft, outside);
        if let Some(number) = note {
            make_note(&mut block, number, &source);
        }
        blocks.push(block);
    }
    blocks.retain(|block| !block.text(&source).trim().is_empty());
    set_headings_of_notes_aside(&mut blocks);
    features.sort_by_key(|feature| feature.range.start);
    Ok(Manuscript {
        original: source,
        encoding: page.encoding,
        n_replaced: page.n_replaced,
        blocks,
        features,
        facts,
        is_markdown: false,
        is_told: false,
        entities: Vec::new(),
    })
}

/// Keeps the captions of pictures that are within the text, as words that nobody says there.
fn keep_captions(drafts: &mut [Draft], verdicts: &mut [judge::Verdict]) {
    let first = verdicts.iter().position(Option::is_none);
    let last = verdicts.iter().rposition(Option::is_none);
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    for (draft, verdict) in drafts.iter_mut().zip(verdicts).take(last).skip(first) {
        if *verdict == Some("caption") {
            *verdict = None;
            draft.kind = BlockKind::Scene;
        }
    }
}

fn block(draft: Draft, outside: Option<&'static str>) -> Block {
    Block { kind: draft.kind, runs: draft.runs, outside, page: 0 }
}

/// Makes a block a paragraph of a note, without the mark that the text has in its place.
fn make_note(block: &mut Block, number: u32, source: &str) {
    block.kind = BlockKind::Note(number);
    block.outside = Some("footnote");
    let Some(run) = block.runs.first_mut().filter(|run| run.written.is_none()) else {
        return;
    };

    let text = &source[run.range.clone()];
    let mark = text.trim_start_matches(['[', '(', ' ']);
    let Some(rest) = mark.strip_prefix(&number.to_string()) else {
        return;
    };
    // A number that goes on, or that nothing divides from the text, is part of it.
    let behind = rest.trim_start_matches([']', ')', '.', ':', ' ']);
    if behind.len() < rest.len() || rest.is_empty() {
        run.range.start += text.len() - behind.len();
    }
    if run.range.is_empty() {
        block.runs.remove(0);
    }
}

/// Sets headings aside under which there are notes and nothing else.
fn set_headings_of_notes_aside(blocks: &mut [Block]) {
    let mut is_over_notes = false;
    for block in blocks.iter_mut().rev() {
        match block.kind {
            BlockKind::Note(_) => is_over_notes = true,
            BlockKind::Heading(_) if is_over_notes && block.outside.is_none() => {
                block.outside = Some("heading of notes");
            }
            _ if block.outside.is_none() => is_over_notes = false,
            _ => {}
        }
    }
}

/// The encoding that a page declares within its first 4,096 bytes: `<meta charset>`, `http-equiv`,
/// or the XML declaration.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let declared = start.split('<').skip(1).find_map(|tag| match tag {
        _ if tag.starts_with("meta") => tag.split_once("charset"),
        _ if tag.starts_with("?xml") => tag.split_once("encoding"),
        _ => None,
    });
    let value = declared?
        .1
        .trim_start()
        .strip_prefix('=')?
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let end = value
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/' | '?'))
        .unwrap_or(value.len());
    Some(value[..end].to_owned()).filter(|label| !label.is_empty())
}
