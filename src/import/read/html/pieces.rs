//! A stretch of source → the pieces of text in it: words, white space, character references.
//!
//! **Invariant:** the pieces cover the stretch without gap or overlap.

use super::tokens::unescaped;
use crate::base::letters::is_fixed_space;
use std::ops::Range;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// White space of HTML (Infra §4.6), with whether a line ends in it.
    Space(Range<usize>, bool),
    /// No-break, ideographic and other wide spaces, as many as stand together; they set in what
    /// follows them.
    WideSpace(Range<usize>, String),
    /// Anything else that is written as it is read.
    Plain(Range<usize>),
    /// Anything else that is written otherwise: a character reference.
    Written(Range<usize>, String),
}

/// The pieces of `source[range]`.
pub(super) fn pieces(source: &str, range: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let piece = next(&source[at..range.end], at);
        at = piece.range().end;
        match (pieces.last_mut(), piece) {
            (Some(Piece::WideSpace(before, spaces)), Piece::WideSpace(range, more)) => {
                before.end = range.end;
                spaces.push_str(&more);
            }
            (_, piece) => pieces.push(piece),
        }
    }
    pieces
}

impl Piece {
    fn range(&self) -> &Range<usize> {
        match self {
            Piece::Space(range, _)
            | Piece::WideSpace(range, _)
            | Piece::Plain(range)
            | Piece::Written(range, _) => range,
        }
    }
}

/// The first piece of `rest`, which is not empty and begins at byte `at`.
fn next(rest: &str, at: usize) -> Piece {
    let ends_at = |is_other: fn(char) -> bool| rest.find(is_other).unwrap_or(rest.len());
    if rest.starts_with('&') {
        return reference(rest, at);
    }

    if rest.starts_with(is_space) {
        let end = ends_at(|c| !is_space(c));
        return Piece::Space(at..at + end, rest[..end].contains(['\n', '\r']));
    }
    if rest.starts_with(is_fixed_space) {
        let end = ends_at(|c| !is_fixed_space(c));
        return Piece::WideSpace(at..at + end, rest[..end].to_owned());
    }
    Piece::Plain(at..at + ends_at(|c| c == '&' || is_space(c) || is_fixed_space(c)))
}

/// The piece that begins with an ampersand: the longest stretch that can be a reference, as a
/// browser reads it.
fn reference(rest: &str, at: usize) -> Piece {
    let length = 1 + rest[1..]
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
        .unwrap_or(rest.len() - 1);
    let length = length + usize::from(rest[length..].starts_with(';'));

    let range = at..at + length;
    let text = unescaped(&rest[..length]);
    if text == rest[..length] {
        Piece::Plain(range)
    } else if text.chars().all(is_space) {
        Piece::Space(range, false)
    } else if text.chars().all(is_fixed_space) {
        Piece::WideSpace(range, text)
    } else {
        Piece::Written(range, text)
    }
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn text_falls_into_its_pieces() {
        let source = "<p>　&nbsp;问：a&amp;b\n c&ampd &#12288;&";
        let found = pieces(source, 3..source.len());
        let shown: Vec<(&str, String)> = found
            .iter()
            .map(|piece| {
                let kind = match piece {
                    Piece::Space(_, has_line_end) => {
                        if *has_line_end { "line" } else { "space" }.to_owned()
                    }
                    Piece::WideSpace(_, spaces) => format!("wide {}", spaces.chars().count()),
                    Piece::Plain(_) => "plain".to_owned(),
                    Piece::Written(_, text) => text.clone(),
                };
                (&source[piece.range().clone()], kind)
            })
            .collect();
        let shown: Vec<(&str, &str)> =
            shown.iter().map(|(source, kind)| (*source, kind.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("　&nbsp;", "wide 2"),
                ("问：a", "plain"),
                ("&amp;", "&"),
                ("b", "plain"),
                ("\n ", "line"),
                ("c", "plain"),
                ("&ampd", "&d"),
                (" ", "space"),
                ("&#12288;", "wide 1"),
                ("&", "plain"),
            ]
        );
    }
}
