//! What a document is called, of which day it is, and in which language.
//!
//! **Invariant:** a date is taken from where documents have it (front matter, title, a line above
//! the text or below it, the file's name, what a page states), never from the running text; that of
//! the file itself is marked.

use super::manuscript::{BlockKind, Manuscript};
use super::sight::{self, is_seen};
use super::{Options, language};
use crate::base::date::{self, Date};
use crate::base::lang::Lang;
use crate::base::letters::{first, is_han};

/// Title, and the block that it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    /// With the date that it carries.
    pub(super) whole: String,
    pub(super) block: Option<usize>,
}

/// A title taken from a text has no more characters; what is longer is a paragraph.
const LONGEST_TITLE: usize = 80;
/// How many blocks are looked through for a title.
const TOP: usize = 12;
/// How many blocks above the text are looked through for a date: title, session, who presides,
/// place, source, of a record that has a list of all that before its first word.
const HEAD: usize = 16;

/// The title: as given, as the document states it, its first heading, or its first line.
pub(super) fn title(manuscript: &Manuscript, options: &Options<'_>) -> Title {
    if let Some(text) = options.title.and_then(super::title) {
        let block = heading_that_says(manuscript, &text);
        return Title { whole: text.clone(), text, block };
    }
    let mut stated = manuscript.facts.titles.iter();
    if let Some(whole) = stated.find_map(|stated| super::title(stated)) {
        let text = without_date(&whole);
        let block =
            heading_that_says(manuscript, &whole).or_else(|| heading_that_says(manuscript, &text));
        return Title { text, whole, block };
    }

    // A heading of a format that has a place for the title is that of a section.
    if manuscript.is_told {
        return title_of_file(options);
    }
    let block = first_block(manuscript, |kind| kind == BlockKind::Heading(1))
        .or_else(|| first_block(manuscript, |kind| matches!(kind, BlockKind::Heading(_))))
        .or_else(|| first_line_that_is_title(manuscript));
    if let Some(block) = block {
        let whole = text_of(manuscript, block);
        let text = without_date(&whole);
        if !text.is_empty() {
            return Title { text, whole, block: Some(block) };
        }
    }

    title_of_file(options)
}

/// The title that a document has whose text names none: the name of its file.
pub(super) fn title_of_file(options: &Options<'_>) -> Title {
    let name = sight::one_line(&without_date(options.stem).replace(['-', '_'], " "));
    let text = if is_seen(&name) { name } else { options.file.to_owned() };
    Title { text, whole: String::new(), block: None }
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

/// Whether the first line of a text is its title: short, no sentence, nobody's words, and no number
/// of a page.
fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE
        && text.contains(char::is_alphabetic)
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

/// The title without the date that it begins or ends with.
fn without_date(text: &str) -> String {
    let Some(days) = date::find_days(text) else {
        return text.to_owned();
    };
    let (before, after) = (&text[..days.range.start], &text[days.range.end..]);
    let of_date = &text[days.range];
    let is_divider = |c: char| c.is_whitespace() || "-–—_,，:：|·.、/".contains(c);

    let rest = if before.trim().is_empty() {
        // `2024年3月7日外交部长…` is one phrase; what a space or a sign divides is two things.
        let is_phrase = of_date.contains('年') && after.starts_with(is_han);
        let is_of_name = after.starts_with(|c: char| is_divider(c) || is_han(c));
        if is_phrase || !is_of_name { text } else { after.trim_start_matches(is_divider) }
    } else if after.trim_matches([')', '）', ']', '】', '.', ' ']).is_empty() {
        let bare = before.trim_end_matches(|c: char| is_divider(c) || "(（[【".contains(c));
        let is_divided = bare.len() < before.trim_end().len();
        // `Statement of 3 May` needs its date.
        let last_word = bare.split_whitespace().next_back().unwrap_or_default();
        let is_particle = last_word.chars().count() <= 4 && !last_word.contains(char::is_uppercase);
        if is_divided || before.ends_with(' ') && !is_particle { bare } else { text }
    } else {
        text
    };
    if is_seen(rest) { rest.to_owned() } else { text.to_owned() }
}

/// The day of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dated {
    /// The day, or the first of several; none if the document names none.
    pub(super) date: Option<Date>,
    /// The last of several days.
    pub(super) end: Option<Date>,
    /// What an editor should look at.
    pub(super) doubt: Option<String>,
}

impl Dated {
    fn on(date: Date) -> Self {
        Dated { date: Some(date), ..Dated::default() }
    }
}

/// The date: as given, as its front matter says, as the text says at its head, as its name says,
/// as a page states it, as the text is signed, and last, under a mark, the day on which its file
/// was made.
pub(super) fn date(
    manuscript: &Manuscript,
    options: &Options<'_>,
    title: &Title,
    first_turn: Option<usize>,
) -> Dated {
    let facts = &manuscript.facts;
    if let Some(date) = options.date {
        return Dated::on(date);
    }
    if let Some(date) = facts.stated.dates.first().copied() {
        return Dated { end: facts.stated.last_day, ..Dated::on(date) };
    }

    let lines = head(manuscript, title, first_turn);
    let found = days_of(&lines).or_else(|| days_of(&[options.stem.to_owned()]));
    if let Some(found) = found {
        return found;
    }
    // `talk-20240307`; a number that is no year of our time is a number of something else.
    let is_of_our_time = |date: &Date| (1800..=2100).contains(&date.year());
    let of_name =
        date::of_name(options.stem).or_else(|| date::of_value(options.stem).filter(is_of_our_time));
    if let Some(date) = of_name.or_else(|| facts.dates.first().copied()) {
        return Dated::on(date);
    }
    if let Some(found) = days_of(&signature(manuscript)) {
        return found;
    }

    // A month is less than a day, so it counts only where no day is named.
    let names = lines.iter().map(String::as_str).chain([options.stem]);
    if let Some(month) = names.into_iter().find_map(date::find_month) {
        return Dated::on(month);
    }
    let doubt = facts.made.map(|made| {
        format!("the date is {made}, on which the file was made, for the document names none")
    });
    Dated { date: facts.made, end: None, doubt }
}

/// The days that the first of some lines to do so states.
fn days_of(lines: &[String]) -> Option<Dated> {
    let days = lines.iter().find_map(|line| date::find_days(line))?;
    Some(Dated { date: Some(days.first), end: days.last, doubt: None })
}

/// The lines in which documents state their date: the title, and short lines above the text.
fn head(manuscript: &Manuscript, title: &Title, first_turn: Option<usize>) -> Vec<String> {
    // The title has lost the date that it carried; its block has it.
    let mut lines = vec![title.whole.clone()];
    lines.extend(title.block.map(|block| text_of(manuscript, block)));

    let n_above = first_turn.unwrap_or(HEAD).min(HEAD);
    let texts = manuscript.blocks.iter().enumerate().filter(|(_, block)| block.outside.is_none());
    for (index, block) in texts.take(n_above) {
        let line = text_of(manuscript, index);
        if line.chars().count() <= LONGEST_TITLE && !is_sentence(&line) {
            lines.push(line);
        } else if manuscript.is_markdown {
            // Lines of a head that are wrapped like a paragraph are one block.
            let block = &manuscript.original[block.start()..block.end()];
            lines.extend(block.lines().filter(|line| is_date(line)).map(one_line));
        }
        if lines.len() > HEAD {
            break;
        }
    }
    lines
}

/// Whether a line is a date and hardly anything beside it; in running text, sentences end in dates.
fn is_date(line: &str) -> bool {
    /// Characters beside the date: a place, a weekday, a comma.
    const MOST_BESIDE: usize = 24;

    let line = line.trim();
    if line.ends_with(['.', '。', ';', '；']) {
        return false;
    }
    let of_date = date::find_days(line).map(|days| line[days.range].chars().count());
    of_date.is_some_and(|n_chars| line.chars().count() <= n_chars + MOST_BESIDE)
}

/// Whether a line tells of something on a day: it ends as a sentence does, and has more words than
/// stand around a date.
fn is_sentence(line: &str) -> bool {
    /// Beside the date: a weekday, a place, a house.
    const MOST_BESIDE: usize = 40;

    if !line.ends_with(['.', '。', '!', '！', '?', '？']) {
        return false;
    }
    let n_of_date = date::find_days(line).map_or(0, |days| days.range.len());
    line.len() - n_of_date > MOST_BESIDE
}

/// The last lines, where they are a date and hardly anything beside it: who signs writes it there.
fn signature(manuscript: &Manuscript) -> Vec<String> {
    const LINES: usize = 3;

    let texts = manuscript.blocks.iter().enumerate().rev();
    let texts = texts.filter(|(_, block)| block.outside.is_none());
    let mut lines = Vec::new();
    for (index, _) in texts.take(LINES) {
        let line = text_of(manuscript, index);
        if is_date(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The language: as given, as the text is written, as the document says.
pub(super) fn language(manuscript: &Manuscript, options: &Options<'_>) -> Lang {
    if let Some(lang) = &options.lang {
        return lang.clone();
    }

    let mut text = String::new();
    for block in manuscript.blocks.iter().filter(|block| block.outside.is_none()) {
        text.push_str(&block.text(&manuscript.original));
        text.push('\n');
    }
    let lang = language::of(&text, manuscript.facts.lang.as_ref(), options.languages);
    language::as_of_site(&lang, &text, options.languages)
}
