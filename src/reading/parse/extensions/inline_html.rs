//! The inline HTML that is let through in content that is not trusted: plain elements without
//! attributes.

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
    let inner = html
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/')
        .trim()
        .to_ascii_lowercase();
    let paired = |name: &str| PAIRED.iter().find(|known| **known == name).copied();
    match inner.as_str() {
        "br" => InlineHtml::LineBreak,
        "wbr" => InlineHtml::Nothing,
        name => match name.strip_prefix('/') {
            Some(name) => paired(name).map_or(InlineHtml::Refused, InlineHtml::Close),
            None => paired(name).map_or(InlineHtml::Refused, InlineHtml::Open),
        },
    }
}
