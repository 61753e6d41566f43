//! An HTML page → [`Manuscript`]: its source as it came, its text as blocks, and what it says of
//! itself.
//!
//! ```text
//! tokens   source → tags and text, with their places
//! tree     tags and text → elements
//! blocks   elements → paragraphs, headings, items, rows
//! library  elements → which texts a library or a selector takes for the main text
//! judge    blocks → which are text, which navigation
//! facts    elements → titles, dates, language, address
//! ```
//!
//! **Invariant:** everything that a reader of the page sees is in a block; what is not the page's
//! text is in one that says so.

mod blocks;
mod cells;
mod facts;
mod furniture;
mod judge;
mod library;
mod pieces;
mod style;
mod title;
mod tokens;
mod tree;
mod weights;

#[cfg(test)]
mod tests;

use super::Refusal;
use crate::base::decode::foreign::Converted;
use crate::import::manuscript::{Block, Manuscript};
use blocks::Draft;
use tree::Tree;

/// Reads a page. `select` names the elements that are its text; without it they are looked for.
///
/// # Errors
///
/// A [`Refusal`] if the page has no text, or if `select` is not a selector or finds nothing.
pub(super) fn read(page: Converted, select: Option<&str>) -> Result<Manuscript, Refusal> {
    let source = page.text;
    let tree = Tree::new(tokens::tokens(&source));
    let mut drafts = blocks::blocks(&tree, &source);
    // HTML knows less white space than Unicode: a vertical tab alone is a word to it and nothing to
    // a reader.
    drafts.retain(|draft| draft.runs.iter().any(|run| !run.text(&source).trim().is_empty()));
    let facts = facts::facts(&tree, &source);
    let verdicts = match select {
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
    if verdicts.iter().all(Option::is_some) {
        let hint = "save the page as the browser shows it, or say where its text is: `--select '#content'`";
        return Err(Refusal::new("the page has no text outside of scripts and navigation", hint));
    }
    let blocks =
        drafts.into_iter().zip(verdicts).map(|(draft, outside)| block(draft, outside)).collect();
    Ok(Manuscript {
        original: source,
        encoding: page.encoding,
        n_replaced: page.n_replaced,
        blocks,
        facts,
        is_markdown: false,
    })
}

fn block(draft: Draft, outside: Option<&'static str>) -> Block {
    Block { kind: draft.kind, runs: draft.runs, outside, page: 0 }
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
