//! Whether a text shows anything, and a line of text without what nobody sees.
//!
//! Knows nothing of documents. What typesetting puts into running text is [`super::tidy`]'s.

use crate::base::letters::{is_joiner, is_unseen};

/// Whether a text shows anything.
pub(super) fn is_seen(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !is_unseen(c))
}

/// A text as one line: line ends and controls are spaces, and nothing changes the direction of what
/// follows.
///
/// Joiners and the marks of direction that reach no further than themselves stay: Persian and
/// Hebrew are written with them.
pub(super) fn one_line(text: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let spaced = text.chars().map(|c| if is_break(c) { ' ' } else { c });
    let line: String = spaced.filter(|c| !is_unseen(*c) || is_joiner(*c)).collect();
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_that_moves_the_rest() {
        assert_eq!(one_line(" a\nb\u{85}c\u{202E}d\u{FEFF} \u{2028}"), "a b cd");
        assert_eq!(one_line("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert!(!is_seen(" \u{3000}\u{200B}\u{202E}\u{7}\n") && is_seen("—"));
    }
}
