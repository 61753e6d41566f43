//! A paragraph's text with its pieces → inline HTML.
//!
//! Pieces may cross (`the *new Belt* and Road`, of which `Belt and Road` is a link): markup is cut
//! at the edges of a link, never a link at the edges of markup.

use super::escape;
use std::cmp::Reverse;
use std::ops::Range;

/// A range with the tags around it; an empty range is a point at which the tags are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) open: String,
    pub(super) close: String,
    /// Whether it must stay in one piece: a link.
    pub(super) is_whole: bool,
}

impl Piece {
    pub(super) fn element(name: &str, range: Range<usize>) -> Self {
        Piece { range, open: format!("<{name}>"), close: format!("</{name}>"), is_whole: false }
    }

    pub(super) fn link(open: String, range: Range<usize>) -> Self {
        Piece { range, open, close: "</a>".to_owned(), is_whole: true }
    }

    pub(super) fn point(html: String, range: Range<usize>) -> Self {
        Piece { range, open: html, close: String::new(), is_whole: false }
    }

    /// Whether one of the two begins in the other and ends outside it.
    fn crosses(&self, other: &Range<usize>) -> bool {
        let own = &self.range;
        let meet = own.start < other.end && other.start < own.end;
        let is_around = own.start <= other.start && other.end <= own.end;
        let is_within = other.start <= own.start && own.end <= other.end;
        meet && !is_around && !is_within
    }
}

/// Writes `text` with its pieces.
pub(super) fn write(text: &str, pieces: Vec<Piece>, out: &mut String) {
    let pieces = nested(pieces);
    let mut pen = Pen { text, at: 0, out };
    // Pieces that are open, the innermost last.
    let mut open: Vec<&Piece> = Vec::new();

    for piece in &pieces {
        while let Some(inner) = open.pop_if(|inner| inner.range.end <= piece.range.start) {
            pen.write_to(inner.range.end);
            pen.out.push_str(&inner.close);
        }
        pen.write_to(piece.range.start);
        pen.out.push_str(&piece.open);
        if piece.range.is_empty() {
            pen.out.push_str(&piece.close);
        } else {
            open.push(piece);
        }
    }
    while let Some(inner) = open.pop() {
        pen.write_to(inner.range.end);
        pen.out.push_str(&inner.close);
    }
    pen.write_to(text.len());
}

/// Writes a text bit by bit.
struct Pen<'t> {
    text: &'t str,
    /// How far the text is written.
    at: usize,
    out: &'t mut String,
}

impl Pen<'_> {
    /// Writes the text up to `end`, escaped; a hard break is `<br>`.
    fn write_to(&mut self, end: usize) {
        if self.at >= end {
            return;
        }
        for (index, line) in self.text[self.at..end].split('\n').enumerate() {
            if index > 0 {
                self.out.push_str("<br>");
            }
            escape(line, self.out);
        }
        self.at = end;
    }
}

/// Cuts markup where it crosses the edge of a link, and sorts: outer before inner, so that closing
/// the innermost first closes everything in order.
fn nested(pieces: Vec<Piece>) -> Vec<Piece> {
    let wholes: Vec<Range<usize>> =
        pieces.iter().filter(|piece| piece.is_whole).map(|piece| piece.range.clone()).collect();

    let mut nested = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let may_stay = piece.is_whole || piece.range.is_empty();
        if may_stay || !wholes.iter().any(|whole| piece.crosses(whole)) {
            nested.push(piece);
        } else {
            cut(&piece, &wholes, &mut nested);
        }
    }

    nested.sort_by_key(|piece| (piece.range.start, Reverse(piece.range.end), !piece.is_whole));
    nested
}

/// Cuts a piece at every edge of a link inside it.
fn cut(piece: &Piece, wholes: &[Range<usize>], out: &mut Vec<Piece>) {
    let mut points = vec![piece.range.start, piece.range.end];
    for edge in wholes.iter().flat_map(|whole| [whole.start, whole.end]) {
        if piece.range.start < edge && edge < piece.range.end {
            points.push(edge);
        }
    }
    points.sort_unstable();
    points.dedup();

    for pair in points.windows(2) {
        out.push(Piece { range: pair[0]..pair[1], ..piece.clone() });
    }
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
