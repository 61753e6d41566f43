//! What a document is called, of which day it is, and in which language.
//!
//! **Invariant:** a date is taken from where dates of documents stand (its own statement, its name,
//! its title, a line above the text), never from the running text; none is guessed.

use super::Options;
use super::manuscript::{BlockKind, Manuscript};
use super::sight::{self, is_seen};
use crate::base::date::{self, Date};
use crate::base::lang::{self, Lang};
use crate::base::letters::{first, is_han};

/// Title, and the block that it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) block: Option<usize>,
}

/// A title taken from a text has no more characters; what is longer is a paragraph.
const LONGEST_TITLE: usize = 80;
/// How many blocks are looked through for a title.
const TOP: usize = 12;
/// How many blocks above the text are looked through for a date: title, subtitle, place, source;
/// what comes later is text.
const HEAD: usize = 6;

/// The title: as given, as the document states it, its first heading, or its first line.
pub(super) fn title(manuscript: &Manuscript, options: &Options<'_>) -> Title {
    let stated = manuscript.facts.titles.iter().map(String::as_str);
    let mut given = options.title.into_iter().chain(stated);
    if let Some(text) = given.find_map(super::title) {
        let block = heading_that_says(manuscript, &text);
        return Title { text, block };
    }

    let block = first_block(manuscript, |kind| kind == BlockKind::Heading(1))
        .or_else(|| first_block(manuscript, |kind| matches!(kind, BlockKind::Heading(_))))
        .or_else(|| first_line_that_is_title(manuscript));
    if let Some(block) = block {
        let text = without_date(&text_of(manuscript, block));
        if !text.is_empty() {
            let block = Some(block);
            return Title { text, block };
        }
    }

    let name = sight::one_line(&without_date(options.stem).replace(['-', '_'], " "));
    Title { text: if is_seen(&name) { name } else { options.file.to_owned() }, block: None }
}

/// The first block of a kind near the top; a heading further down is a section's.
fn first_block(manuscript: &Manuscript, is_wanted: impl Fn(BlockKind) -> bool) -> Option<usize> {
    let mut top = manuscript.blocks.iter().take(TOP);
    top.position(|block| {
        is_wanted(block.kind)
            && block.outside.is_none()
            && is_seen(&block.text(&manuscript.original))
    })
}

fn first_line_that_is_title(manuscript: &Manuscript) -> Option<usize> {
    first_block(manuscript, |_| true).filter(|block| is_title(&text_of(manuscript, *block)))
}

fn text_of(manuscript: &Manuscript, block: usize) -> String {
    one_line(&manuscript.blocks[block].text(&manuscript.original))
}

/// The words of a heading or a first line, without signs of bold type and with single spaces.
fn one_line(text: &str) -> String {
    let plain = text.replace("**", "");
    let words: Vec<&str> = plain.split_whitespace().collect();
    sight::one_line(&words.join(" "))
}

/// Where a document was found.
pub(super) struct FoundAt {
    /// The address, as it can be written.
    pub(super) url: Option<String>,
    /// What is to be said of one that can be none.
    pub(super) remark: Option<String>,
}

/// So much is shown of what can be no address: enough to know it again.
const SHOWN: usize = 80;

/// The address: as given, or as the document states it; one that can be none is left out, and told.
pub(super) fn address(manuscript: &Manuscript, options: &Options<'_>) -> FoundAt {
    let mut found_at = FoundAt { url: None, remark: None };
    let Some(stated) = options.url.or(manuscript.facts.url.as_deref()) else {
        return found_at;
    };

    found_at.url = super::address(stated);
    if found_at.url.is_none() {
        let stated: String = first(&sight::one_line(stated), SHOWN).to_owned();
        found_at.remark = Some(format!(
            "left out is the address that it states, for a page cannot have it: `{stated}`; say a whole one with `--url`"
        ));
    }
    found_at
}

/// Whether the first line of a text is its title: short, no sentence, nobody's words.
fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE
        && !text.ends_with(['。', '.', '？', '?', '！', '：', ':', '；', ',', '，'])
        && !text.contains('：')
}

fn heading_that_says(manuscript: &Manuscript, title: &str) -> Option<usize> {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let title = letters(title);
    if title.is_empty() {
        return None;
    }
    let mut blocks = manuscript.blocks.iter();
    blocks.position(|block| letters(&block.text(&manuscript.original)) == title)
}

/// The title without the date that it begins with.
fn without_date(text: &str) -> String {
    let rest = match date::prefix(text) {
        Some((_, length)) => {
            text[length..].trim_start_matches([' ', '-', '_', '\u{3000}', '，', ',', ':', '：'])
        }
        None => text,
    };

    let is_sentence_with_date = rest.chars().next().is_some_and(is_han)
        && text.contains('年')
        && date::prefix(text).is_some();
    if rest.is_empty() || is_sentence_with_date { text.to_owned() } else { rest.to_owned() }
}

/// The date: as given, as the document states it, of its name, of its title, or of a line above the
/// text.
pub(super) fn date(
    manuscript: &Manuscript,
    options: &Options<'_>,
    title: &Title,
    first_turn: Option<usize>,
) -> Option<Date> {
    let stated = options.date.or(manuscript.facts.dates.first().copied());
    if stated.is_some() {
        return stated;
    }

    // The title has lost the date that it began with; its block has it.
    let of_name = date::find(options.stem).or_else(|| date::find(&title.text));
    let of_block = |block: usize| date::find(&manuscript.blocks[block].text(&manuscript.original));
    let of_title = of_name.or_else(|| of_block(title.block?));
    if of_title.is_some() {
        return of_title;
    }

    let n_above = first_turn.unwrap_or(HEAD).min(HEAD);
    for block in manuscript.blocks.iter().take(n_above) {
        let text = block.text(&manuscript.original);
        if block.outside.is_some() || text.chars().count() > LONGEST_TITLE {
            continue;
        }
        if let Some(date) = date::find(&text) {
            return Some(date);
        }
    }
    None
}

/// The language: as given, as the name says, as the text is written.
pub(super) fn language(manuscript: &Manuscript, options: &Options<'_>) -> Lang {
    if let Some(lang) = &options.lang {
        return lang.clone();
    }

    let mut text = String::new();
    for block in manuscript.blocks.iter().filter(|block| block.outside.is_none()) {
        text.push_str(&block.text(&manuscript.original));
    }
    let guess = lang::guess(&text);
    // A page's own statement is often that of its frame; it is believed where the script agrees.
    let lang = match &manuscript.facts.lang {
        Some(stated) if is_believed(stated, &guess) => stated.clone(),
        _ => guess,
    };

    let mut of_site = options.languages.iter();
    match of_site.find(|known| known.primary() == lang.primary()) {
        Some(known) => known.clone(),
        None => Lang::parse(lang.primary()).unwrap_or(lang),
    }
}

/// Whether a text of the language `guess`, as far as it can be guessed, may be in `stated`:
/// alphabets do not tell languages apart.
fn is_believed(stated: &Lang, guess: &Lang) -> bool {
    let is_alphabet = !guess.counts_characters() && !stated.counts_characters();
    is_alphabet || stated.primary() == guess.primary()
}
