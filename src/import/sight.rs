//! Characters that nobody sees, and a line of text without them.
//!
//! Knows nothing of documents. What typesetting puts into running text is [`super::tidy`]'s.

/// Whether a character shows nothing and is no space: controls, marks of direction, joiners, what YAML and HTML do not let stand.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a text shows anything.
pub(super) fn is_seen(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !is_unseen(c))
}

/// A text as one line: line ends and controls are spaces, and nothing turns the direction of what stands after it.
///
/// Joiners and the marks of direction that reach no further than themselves stay: Persian and Hebrew are written with them.
pub(super) fn one_line(text: &str) -> String {
    let is_written_so = |c: &char| matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}');
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let spaced = text.chars().map(|c| if is_break(c) { ' ' } else { c });
    let line: String = spaced.filter(|c| !is_unseen(*c) || is_written_so(c)).collect();
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
