//! `oratory explain`: shows the page of a diagnostic code, lists all codes, or all keys of front
//! matter and configuration.

mod keys;

use super::print::Screen;
use super::{Failure, Verdict};
use crate::base::diag::{CODES, Code, CodePage, nearest};
use clap::Args;
#[cfg(feature = "lsp")]
pub(super) use keys::{Key, Section};
use std::fmt::Write;

/// All tables of keys.
#[cfg(feature = "lsp")]
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
            page(code.page(), screen.width())
        }
        None if arguments.keys => keys::page(),
        None => list(),
    };
    screen.result(text.as_bytes());
    Ok(Verdict::Done)
}

fn unknown(name: &str) -> Failure {
    let names = CODES.iter().map(|page| page.name);
    let near = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`oratory explain` lists all".to_owned(),
    };
    Failure::Usage(format!("there is no code `{name}`; {near}"))
}

fn page(page: &CodePage, width: usize) -> String {
    // Longer lines of prose are hard to read, however wide the terminal is.
    const MAX_WIDTH: usize = 100;

    let mut text = format!(
        "{} ({})\n{}\n\n{}\n",
        page.name,
        page.severity.word(),
        page.summary,
        wrap(page.explanation, width.min(MAX_WIDTH))
    );
    if OF_KEYS.contains(&page.code) {
        text.push_str("\nAll keys: `oratory explain --keys`, docs/reference.md\n");
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

fn list() -> String {
    let column = CODES.iter().map(|page| page.name.len()).max().unwrap_or(0);

    let mut list = String::new();
    for page in CODES {
        let severity = page.severity.word();
        let _ = writeln!(list, "{:column$}  {severity:7}  {}", page.name, page.summary);
    }
    list
}

/// Breaks a text between words, into lines of at most `width` characters where its words allow it.
fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / width);
    let mut column = 0;
    for word in text.split_whitespace() {
        let len = word.chars().count();

        if column > 0 && column + 1 + len > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }

        wrapped.push_str(word);
        column += len;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_and_a_near_miss_is_offered() {
        let text = page(Code::UnknownKey.page(), 40);
        assert!(text.starts_with("unknown-key (error)\na key is not known\n\nA misspelt key would be ignored in\nsilence,"), "{text}");
        assert!(unknown("unknown-keys").to_string().contains("`unknown-key`"));
        assert!(unknown("xyz").to_string().contains("lists all"));
        assert_eq!(list().lines().count(), CODES.len());
    }
}
