//! A paragraph's text with its ranges → inline HTML.
//!
//! Ranges may cross (`the *new Belt* and Road`): markup is cut at the edges of a link, never a link at the edges of markup.

use super::escape;
use std::ops::Range;

/// A range with the tags around it; an empty range is a point at which `open` is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) open: String,
    pub(super) close: String,
    /// Whether it must stay in one piece: a link.
    pub(super) is_whole: bool,
}

/// Writes `text` with its pieces.
pub(super) fn write(text: &str, pieces: Vec<Piece>, out: &mut String) {
    let pieces = nested(pieces);
    let mut open: Vec<&Piece> = Vec::new();
    let mut at = 0;
    for piece in &pieces {
        while let Some(inner) = open.pop_if(|inner| inner.range.end <= piece.range.start) {
            text_upto(text, &mut at, inner.range.end, out);
            out.push_str(&inner.close);
        }
        text_upto(text, &mut at, piece.range.start, out);
        out.push_str(&piece.open);
        if piece.range.is_empty() { out.push_str(&piece.close) } else { open.push(piece) }
    }
    while let Some(inner) = open.pop() {
        text_upto(text, &mut at, inner.range.end, out);
        out.push_str(&inner.close);
    }
    text_upto(text, &mut at, text.len(), out);
}

/// Writes text up to `end`; a hard break is `<br>`.
fn text_upto(text: &str, at: &mut usize, end: usize, out: &mut String) {
    if *at >= end {
        return;
    }
    for (index, line) in text[*at..end].split('\n').enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        escape(line, out);
    }
    *at = end;
}

/// Cuts markup where it crosses the edge of a whole piece, and sorts: outer before inner.
fn nested(pieces: Vec<Piece>) -> Vec<Piece> {
    let edges: Vec<usize> = pieces
        .iter()
        .filter(|piece| piece.is_whole)
        .flat_map(|piece| [piece.range.start, piece.range.end])
        .collect();
    let wholes: Vec<Range<usize>> =
        pieces.iter().filter(|piece| piece.is_whole).map(|piece| piece.range.clone()).collect();
    let mut cut = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let crosses = |whole: &Range<usize>| {
            let meet = piece.range.start < whole.end && whole.start < piece.range.end;
            let around = piece.range.start <= whole.start && whole.end <= piece.range.end;
            let within = whole.start <= piece.range.start && piece.range.end <= whole.end;
            meet && !around && !within
        };
        if piece.is_whole || piece.range.is_empty() || !wholes.iter().any(crosses) {
            cut.push(piece);
            continue;
        }
        let mut points: Vec<usize> = edges
            .iter()
            .copied()
            .filter(|edge| piece.range.start < *edge && *edge < piece.range.end)
            .collect();
        points.extend([piece.range.start, piece.range.end]);
        points.sort_unstable();
        points.dedup();
        cut.extend(
            points.windows(2).map(|pair| Piece { range: pair[0]..pair[1], ..piece.clone() }),
        );
    }
    cut.sort_by_key(|piece| {
        (piece.range.start, std::cmp::Reverse(piece.range.end), !piece.is_whole)
    });
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, pieces: &[(Range<usize>, &str, bool)]) -> String {
        let piece = |(range, tag, is_whole): &(Range<usize>, &str, bool)| Piece {
            range: range.clone(),
            open: format!("<{tag}>"),
            close: format!("</{tag}>"),
            is_whole: *is_whole,
        };
        let mut out = String::new();
        write(text, pieces.iter().map(piece).collect(), &mut out);
        out
    }

    #[test]
    fn markup_is_cut_and_links_are_not() {
        assert_eq!(
            html("the new Belt and", &[(4..12, "em", false), (8..16, "a", true)]),
            "the <em>new </em><a><em>Belt</em> and</a>"
        );
        assert_eq!(
            html("a <b", &[(0..1, "em", false), (0..1, "a", true)]),
            "<a><em>a</em></a> &lt;b"
        );
        assert_eq!(
            html("ab", &[(0..2, "strong", false), (1..2, "a", true)]),
            "<strong>a<a>b</a></strong>"
        );
    }

    #[test]
    fn a_hard_break_stays_one() {
        assert_eq!(html("a\nb", &[(0..3, "em", false)]), "<em>a<br>b</em>");
    }
}
