//! The inline HTML that is let through in content that is not trusted: plain elements without
//! attributes.
//!
//! **Invariant:** what is let through can neither run, nor fetch, nor hide anything.

/// Elements with content.
const PAIRED: &[&str] = &[
    "b", "i", "u", "s", "em", "strong", "sub", "sup", "small", "ruby", "rt", "rp", "kbd", "cite",
    "q",
];

/// A piece of inline HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading::parse) enum InlineHtml {
    /// `<b>`.
    Open(&'static str),
    /// `</b>`.
    Close(&'static str),
    /// `<br>`.
    LineBreak,
    /// `<wbr>` or a comment: nothing to be seen.
    Nothing,
    /// Anything else; shown as it is written.
    Refused,
}

/// What a piece of inline HTML is.
pub(in crate::reading::parse) fn read(html: &str) -> InlineHtml {
    if html.starts_with("<!--") {
        return InlineHtml::Nothing;
    }

    let inner = html.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    let inner = inner.to_ascii_lowercase();
    match inner.as_str() {
        "br" => return InlineHtml::LineBreak,
        "wbr" => return InlineHtml::Nothing,
        _ => {}
    }

    // With attributes it is not in the list: they could hold scripts, or an id that is taken.
    let name = inner.strip_prefix('/').unwrap_or(&inner);
    match PAIRED.iter().find(|known| **known == name) {
        Some(name) if inner.starts_with('/') => InlineHtml::Close(name),
        Some(name) => InlineHtml::Open(name),
        None => InlineHtml::Refused,
    }
}
