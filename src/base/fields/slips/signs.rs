//! Signs of YAML in the wrong place: a quotation mark that nothing closes, a `;` for a comma, a `-`
//! below a field that is no list.

use super::{Line, Slip, written};
use crate::base::message::say;

/// A key in quotes that took its colon along: `"Radio Tern:" {…}`.
pub(super) fn quoted_key(text: &str, at: usize) -> Option<Slip> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = end_of_quoted(text, quote)?;
    let key = text[1..end - 1].strip_suffix(':')?;
    let value = text[end..].trim();
    (value.starts_with(['{', '[']) || value.is_empty()).then(|| Slip {
        range: at..at + end,
        message: "the colon behind a key is outside its quotes".into(),
        hint: say!("write `{value}`", value = written(&format!("{quote}{key}{quote}"), value)),
        fix: None,
    })
}

/// An item of a list below a field that has its value already.
pub(super) fn item_of_none(line: &Line<'_>, above: &Line<'_>) -> Option<Slip> {
    let item = line.text.strip_prefix("- ").filter(|item| item.contains(": "))?;
    Some(Slip {
        range: line.at..line.at + 1,
        message: "a `-` begins an item of a list, and the field above is none".into(),
        hint: say!("write `{item}`", item),
        fix: None,
    })
    .filter(|_| line.indent == above.indent)
}

/// A quotation mark within brackets, at the beginning of a value, that nothing closes on its line.
pub(super) fn open_quote(value: &str, at: usize) -> Option<Slip> {
    let mut quote: Option<(usize, char)> = None;
    let mut before = ' ';
    for (offset, c) in value.char_indices() {
        match quote {
            Some((_, open)) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && " [{,:".contains(before) => {
                quote = Some((offset, c))
            }
            None => {}
        }
        before = c;
    }
    let (offset, quote) = quote?;
    Some(Slip {
        range: at + offset..at + offset + 1,
        message: "this quotation mark is not closed".into(),
        hint: say!("put a `{quote}` behind its value", quote),
        fix: None,
    })
}

/// A `;` or a wide comma between two fields in brackets, where a narrow comma belongs.
pub(super) fn semicolon(value: &str, at: usize) -> Option<Slip> {
    let offset = value.find([';', '；', '，'])?;
    let sign = value[offset..].chars().next()?;
    let key = value[offset + sign.len_utf8()..].split(':').next()?.trim_start();
    let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !key.is_empty();
    let is_one = value.starts_with('{') && is_key && !value.contains(['"', '\'']);
    is_one.then(|| Slip {
        range: at + offset..at + offset + sign.len_utf8(),
        message: say!("`{sign}` divides nothing here", sign),
        hint: "write a comma and a space".into(),
        fix: Some(", ".to_owned()),
    })
}

/// Where a quoted value ends, behind its mark; none if it does not on its line.
pub(super) fn end_of_quoted(value: &str, quote: char) -> Option<usize> {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote {
            // `''` within single quotes is one of them.
            let is_doubled = quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote);
            if !is_doubled {
                return Some(at + 1);
            }
            chars.next();
        }
    }
    None
}
