//! Characters that show nothing, and spaces that are more than a space.

/// Whether a character shows nothing and is not a space: controls, marks of direction, joiners,
/// what YAML and HTML do not allow in a text.
#[must_use]
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Joiners, and the marks of direction that reach no further than themselves: they are not seen,
/// but Persian and Hebrew are written with them.
#[must_use]
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}')
}

/// What typesetting and conversion leave between the letters of a text: controls that are not white
/// space, spaces without width, byte order marks, marks of direction, the place of a picture.
/// Joiners are not: words are spelled with them.
#[must_use]
pub(crate) fn is_residue(c: char) -> bool {
    matches!(
        c,
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{FFFC}'
            | '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}'
    )
}

/// Characters that turn the direction of all the text after them (Unicode UAX #9 §2).
#[must_use]
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Spaces of a fixed width, which HTML does not collapse: the no-break spaces, those of
/// typesetters, the ideographic.
#[must_use]
pub(crate) fn is_fixed_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// A code point that will never be a character (Unicode §23.7).
#[must_use]
pub(crate) fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_the_text_is_unseen_and_what_joins_it_does_not_turn_it() {
        for c in ('\0'..=char::MAX).filter(|c| turns_direction(*c) || is_joiner(*c)) {
            assert!(is_unseen(c) && !c.is_whitespace(), "{c:?}");
            assert!(turns_direction(c) != is_joiner(c), "{c:?}");
        }
    }

    #[test]
    fn spaces_are_seen_and_letters_are_not_residue() {
        for c in ('\0'..=char::MAX).filter(|c| is_fixed_space(*c)) {
            assert!(c.is_whitespace() && !is_unseen(c) && !is_residue(c), "{c:?}");
        }
        for c in ['\t', '\n', '\r', '\u{200C}', '\u{200D}', 'a', '中', ' '] {
            assert!(!is_residue(c), "{c:?}");
        }
        assert!(is_noncharacter('\u{FFFE}') && is_noncharacter('\u{1FFFF}'));
        assert!(is_noncharacter('\u{FDD0}') && !is_noncharacter('\u{FFFD}'));
    }
}
