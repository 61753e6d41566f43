//! How wide a character is: on a terminal, in print, and to a reader.

use unicode_width::UnicodeWidthChar;

/// Cells of a terminal: two for what is written in a square and for emoji, none for an accent, one
/// for all else.
///
/// A control character counts as one, for it is shown as a space or as `�`.
#[must_use]
pub(crate) fn cells(c: char) -> usize {
    if c.is_ascii() { 1 } else { c.width().unwrap_or(1) }
}

/// Hundredths of the font's size that a character takes in print, guessed without the font.
///
/// The guess is what the wider of the usual faces without serifs take, so that what fits by it fits
/// on the screen.
#[must_use]
pub(crate) fn hundredths(c: char) -> u8 {
    match c {
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' | '‘' | ' '
        | '·' => 33,
        'f' | 'r' | 't' | '-' | '(' | ')' => 43,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 56,
        'm' | 'w' | 'M' | 'W' | '—' | '@' | '%' | '…' => 98,
        '0'..='9' => 64,
        'A'..='Z' => 72,
        '\u{1100}'..='\u{11FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '“'
        | '”'
        | '\u{1F000}'.. => 100,
        _ => 64,
    }
}

/// How much a text says to a reader, in letters. A Han character counts for three: it is half of a
/// word or all of it, where an English word takes five letters.
pub(crate) fn weight(chars: impl IntoIterator<Item = char>) -> usize {
    chars.into_iter().map(|c| if super::is_han(c) { 3 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_and_emoji_take_two_cells_and_accents_none() {
        for (chars, expected) in [
            ("aéжא|", 1),
            ("中々。　가ア", 2),
            ("Ａ９（￥", 2),
            ("ｱﾝ｡￩", 1),
            ("“”…—·", 1),
            ("😀🇨", 2),
            ("\u{301}\u{3099}\u{200B}\u{FE0F}", 0),
            ("\n\t\u{7}", 1),
        ] {
            for c in chars.chars() {
                // A regional indicator alone is half a flag.
                let expected = if c == '🇨' { 1 } else { expected };
                assert_eq!(cells(c), expected, "{c:?}");
            }
        }
    }

    #[test]
    fn what_takes_two_cells_takes_a_whole_em() {
        for c in "中々。　가アＡ９（😀".chars() {
            assert_eq!((cells(c), hundredths(c)), (2, 100), "{c:?}");
        }
        assert_eq!(hundredths('\u{301}'), 0);
        assert!(hundredths('i') < hundredths('n') && hundredths('n') < hundredths('m'));
    }
}
