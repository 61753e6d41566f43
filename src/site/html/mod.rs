//! Body trees → HTML.
//!
//! **Invariant:** this room is the only writer of tags in a text's body; everything that is not a tag is escaped here, once.
//! **Invariant:** tags nest, whatever ranges cross in a paragraph; a mention's link is never cut in two.
//! Does not decide what is linked, only how it is written; knows no templates.

mod blocks;
mod highlight;
mod inline;

pub use blocks::Scribe;
pub(crate) use blocks::plain_text;

/// Appends `text` with `& < > "` escaped.
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// `text` with `& < > "` escaped.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}
