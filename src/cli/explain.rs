//! `oratory explain`: shows the page of a diagnostic code, lists all codes, or all keys of front
//! matter and configuration.

#[cfg(test)]
mod held;
mod keys;
mod shapes;

use super::language::Language;
use super::print::Screen;
use super::{Failure, Verdict};
use crate::base::diag::{CODES, Code, CodePage};
use crate::base::letters::cells;
use crate::base::message::say;
use crate::base::slips::nearest;
use clap::Args;
#[cfg(feature = "lsp")]
pub(super) use keys::Key;
pub(super) use keys::{CONFIG, DECISIONS, ENTITY, PAGE, SPEECH, Section, of_fact};
pub(super) use shapes::Shape;
use std::fmt::Write;

/// All tables of keys.
#[cfg(any(feature = "lsp", test))]
pub(super) fn sections() -> &'static [Section] {
    keys::SECTIONS
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The code, as a diagnostic shows it: `unknown-key` [default: list all]
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Every key of front matter and configuration, as Markdown
    #[arg(long, conflicts_with = "code")]
    keys: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let text = match &arguments.code {
        Some(name) => {
            let code = Code::named(name).ok_or_else(|| unknown(name))?;
            page(code.page(), screen.language(), screen.width())
        }
        None if arguments.keys => keys::page(screen.language()),
        None => list(screen.language()),
    };
    screen.result(text.as_bytes());
    Ok(Verdict::Done)
}

fn unknown(name: &str) -> Failure {
    let names = CODES.iter().map(|page| page.name);
    let near = match nearest(name, names) {
        Some(near) => say!("did you mean `{near}`?", near),
        None => say!("`oratory explain` lists all"),
    };
    Failure::Usage(say!("there is no code `{name}`; {near}", name, near))
}

fn page(page: &CodePage, language: Language, width: usize) -> String {
    // Longer lines of prose are hard to read, however wide the terminal is.
    const MAX_WIDTH: usize = 100;

    let mut text = format!(
        "{} ({})\n{}\n\n{}\n",
        page.name,
        language.severity(page.severity),
        language.word(page.summary),
        wrap(language.word(page.explanation), width.min(MAX_WIDTH))
    );
    if OF_KEYS.contains(&page.code) {
        let keys = say!("All keys: `oratory explain --keys`, docs/reference.md");
        let _ = write!(text, "\n{}\n", language.say(&keys));
    }
    text
}

/// The codes of mistakes in fields.
const OF_KEYS: &[Code] = &[
    Code::NoFrontMatter,
    Code::DuplicateKey,
    Code::UnknownKey,
    Code::WrongType,
    Code::MissingKey,
    Code::BadValue,
    Code::BadDate,
    Code::BadFact,
    Code::BadKind,
];

fn list(language: Language) -> String {
    let column = CODES.iter().map(|page| page.name.len()).max().unwrap_or(0);

    let mut list = String::new();
    for page in CODES {
        let severity = language.severity(page.severity);
        // A Han character takes two cells.
        let gap = " ".repeat(SEVERITY_WIDTH.saturating_sub(width(severity)));
        let summary = language.word(page.summary);
        let _ = writeln!(list, "{:column$}  {severity}{gap}  {summary}", page.name);
    }
    list
}

/// The cells of the longest word for a severity, `warning`.
const SEVERITY_WIDTH: usize = 7;

/// Breaks a text between words, and between Han characters, into lines of at most `width` cells where
/// that is possible.
fn wrap(text: &str, most: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / most);
    let mut column = 0;
    for word in text.split_whitespace() {
        let mut gap = usize::from(column > 0);
        for piece in pieces(word) {
            let cells = width(piece);
            if column > 0 && column + gap + cells > most {
                wrapped.push('\n');
                column = 0;
            } else if gap > 0 {
                wrapped.push(' ');
                column += 1;
            }

            wrapped.push_str(piece);
            column += cells;
            gap = 0;
        }
    }
    wrapped
}

/// The pieces of a word between which a line may end: each Han character with the marks that belong
/// to it, and what is between them.
fn pieces(word: &str) -> Vec<&str> {
    const OPENING: &str = "（“《「【‘";
    const CLOSING: &str = "，。、；：？！）”》」】’…";

    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in word.char_indices() {
        if let Some(before) = before
            && (cells(before) == 2 || cells(c) == 2)
            && !CLOSING.contains(c)
            && !OPENING.contains(before)
        {
            pieces.push(&word[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&word[start..]);
    pieces
}

/// The cells of a text on a terminal.
fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_and_a_near_miss_is_offered() {
        let text = page(Code::UnknownKey.page(), Language::English, 40);
        assert!(text.starts_with("unknown-key (error)\na key is not known\n\nA misspelt key would be ignored in\nsilence,"), "{text}");
        let text = page(Code::UnknownKey.page(), Language::Chinese, 24);
        assert!(text.starts_with("unknown-key (错误)\n没有这个字段\n\n写错的字段名"), "{text}");
        assert!(text.lines().all(|line| width(line) <= 60), "{text}");
        assert!(text.lines().all(|line| !line.starts_with(['，', '。'])), "{text}");
        assert!(unknown("unknown-keys").to_string().contains("`unknown-key`"));
        assert!(unknown("xyz").to_string().contains("lists all"));
        assert_eq!(list(Language::English).lines().count(), CODES.len());
    }

    #[test]
    fn every_code_is_explained_in_chinese() {
        for page in CODES {
            for english in [page.summary, page.explanation] {
                assert_ne!(Language::Chinese.word(english), english, "{}", page.name);
            }
        }
    }
}
