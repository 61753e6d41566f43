//! What a document is called, of which day it is, and in which language.
//!
//! **Invariant:** a date is taken from where dates of documents stand (its own statement, its name, its title, a line above the text), never from
//! the running text; none is guessed.

use super::Options;
use super::manuscript::{BlockKind, Manuscript};
use super::sight::{self, is_seen};
use crate::base::date::Date;
use crate::base::lang::{self, Lang, is_han};

/// Title, and the block that it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) block: Option<usize>,
}

/// A title taken from a text has no more characters.
const LONGEST_TITLE: usize = 80;
/// How many blocks above the text are looked through for a date.
const HEAD: usize = 6;

/// The title: as given, as the document states it, its first heading, or its first line.
pub(super) fn title(manuscript: &Manuscript, options: &Options<'_>) -> Title {
    let mut given =
        options.title.into_iter().chain(manuscript.facts.titles.iter().map(String::as_str));
    if let Some(text) = given.find_map(super::title) {
        let block = heading_that_says(manuscript, &text);
        return Title { text, block };
    }
    let of_text = |kind: fn(BlockKind) -> bool| {
        let mut blocks = manuscript.blocks.iter().enumerate().filter(|(_, block)| {
            block.outside.is_none() && is_seen(&block.text(&manuscript.original))
        });
        blocks
            .find(|(index, block)| kind(block.kind) && *index < 12)
            .map(|(index, block)| (index, one_line(&block.text(&manuscript.original))))
    };
    let first_line = || of_text(|_| true).filter(|(_, text)| is_title(text));
    let heading = of_text(|kind| kind == BlockKind::Heading(1))
        .or_else(|| of_text(|kind| matches!(kind, BlockKind::Heading(_))))
        .or_else(first_line);
    match heading
        .map(|(block, text)| (block, without_date(&text)))
        .filter(|(_, text)| !text.is_empty())
    {
        Some((block, text)) => Title { text, block: Some(block) },
        None => {
            let of_name = sight::one_line(&without_date(options.stem).replace(['-', '_'], " "));
            Title {
                text: if is_seen(&of_name) { of_name } else { options.file.to_owned() },
                block: None,
            }
        }
    }
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
    let Some(stated) = options.url.or(manuscript.facts.url.as_deref()) else {
        return FoundAt { url: None, remark: None };
    };
    let url = super::address(stated);
    let remark = url.is_none().then(|| {
        let stated: String = sight::one_line(stated).chars().take(SHOWN).collect();
        format!("left out is the address that it states, for a page cannot have it: `{stated}`; say a whole one with `--url`")
    });
    FoundAt { url, remark }
}

/// Whether the first line of a text is its title: short, no sentence, nobody's words.
fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE
        && !text.ends_with(['。', '.', '？', '?', '！', '：', ':', '；', ',', '，'])
        && !text.contains('：')
}

fn heading_that_says(manuscript: &Manuscript, title: &str) -> Option<usize> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let title = letters(title);
    manuscript
        .blocks
        .iter()
        .position(|block| letters(&block.text(&manuscript.original)) == title && !title.is_empty())
}

/// The title without the date that it begins with.
fn without_date(text: &str) -> String {
    let rest = match date_at_start(text) {
        Some((_, length)) => {
            text[length..].trim_start_matches([' ', '-', '_', '\u{3000}', '，', ',', ':', '：'])
        }
        None => text,
    };
    let is_sentence_with_date = rest.chars().next().is_some_and(is_han)
        && text.contains('年')
        && date_at_start(text).is_some();
    if rest.is_empty() || is_sentence_with_date { text.to_owned() } else { rest.to_owned() }
}

/// The date: as given, as the document states it, of its name, of its title, or of a line above the text.
pub(super) fn date(
    manuscript: &Manuscript,
    options: &Options<'_>,
    title: &Title,
    first_turn: Option<usize>,
) -> Option<Date> {
    let whole_title = title.block.map(|block| manuscript.blocks[block].text(&manuscript.original));
    let head = manuscript
        .blocks
        .iter()
        .take(first_turn.unwrap_or(HEAD).min(HEAD))
        .filter(|block| block.outside.is_none());
    let of_head = || {
        head.map(|block| block.text(&manuscript.original))
            .filter(|text| text.chars().count() <= LONGEST_TITLE)
            .find_map(|text| date_in(&text))
    };
    options
        .date
        .or_else(|| manuscript.facts.dates.first().copied())
        .or_else(|| date_in(options.stem))
        .or_else(|| date_in(&title.text))
        .or_else(|| whole_title.as_deref().and_then(date_in))
        .or_else(of_head)
}

/// The language: as given, as the name says, as the text is written.
pub(super) fn language(manuscript: &Manuscript, options: &Options<'_>) -> Lang {
    if let Some(lang) = &options.lang {
        return lang.clone();
    }
    let text: String = manuscript
        .blocks
        .iter()
        .filter(|block| block.outside.is_none())
        .map(|block| block.text(&manuscript.original))
        .collect();
    let guess = lang::guess(&text);
    // A page's own statement is often that of its frame; it is believed where the script agrees.
    let stated = manuscript.facts.lang.clone().filter(|stated| {
        stated.primary() == guess.primary()
            || (!guess.counts_characters() && !stated.counts_characters())
    });
    let of_site = |lang: &Lang| {
        options.languages.iter().find(|known| known.primary() == lang.primary()).cloned()
    };
    let lang = stated.unwrap_or(guess);
    of_site(&lang).unwrap_or_else(|| Lang::parse(lang.primary()).unwrap_or(lang))
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first full date in a text: `2024-03-07`, `2024年3月7日`, `March 7, 2024`, `7 March 2024`.
pub(super) fn date_in(text: &str) -> Option<Date> {
    text.char_indices()
        .filter(|(at, _)| {
            text[..*at]
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_alphanumeric() || is_han(before))
        })
        .find_map(|(at, _)| date_at_start(&text[at..]).map(|(date, _)| date))
}

/// The date that a text begins with, and its length in bytes.
fn date_at_start(text: &str) -> Option<(Date, usize)> {
    numeric(text).or_else(|| in_words(text))
}

fn numeric(text: &str) -> Option<(Date, usize)> {
    let (year, rest) = number(text, 4..=4)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(['-', '/', '.', '_', '年'])?;
    let (month, rest) = number(rest.trim_start_matches(' '), 1..=2)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(['-', '/', '.', '_', '月'])?;
    let (day, rest) = number(rest.trim_start_matches(' '), 1..=2)?;
    let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
    Some((Date::parse(&format!("{year:04}-{month:02}-{day:02}"))?, text.len() - rest.len()))
}

fn in_words(text: &str) -> Option<(Date, usize)> {
    let (day_first, rest) = match number(text, 1..=2) {
        Some((day, rest)) => (Some(day), ordinal(rest).trim_start_matches([' ', ','])),
        None => (None, text),
    };
    let word_end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let word = rest[..word_end].to_lowercase();
    let month = MONTHS
        .iter()
        .position(|month| word.starts_with(month))
        .filter(|_| (3..=9).contains(&word.len()))?
        + 1;
    let rest = rest[word_end..].trim_start_matches(['.', ' ']);
    let (day, rest) = match day_first {
        Some(day) => (day, rest),
        None => number(rest, 1..=2).map(|(day, rest)| (day, ordinal(rest)))?,
    };
    let (year, rest) = number(rest.trim_start_matches([',', ' ']), 4..=4)?;
    Some((Date::parse(&format!("{year:04}-{month:02}-{day:02}"))?, text.len() - rest.len()))
}

/// What follows `st` of `1st`.
fn ordinal(rest: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending)).unwrap_or(rest)
}

/// The number that a text begins with, of so many digits and no more, and the rest.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    if !digits.contains(&n) {
        return None;
    }
    Some((text[..n].parse().ok()?, &text[n..]))
}
