//! The edges of a name in a script that puts no spaces between words, Chinese left out: the characters
//! beside it → whether they are part of its first or last word.
//!
//! **Invariant:** a character is judged by its script, whatever the language of the text. Knows no
//! words.

use super::languages::are_particles;
use crate::base::letters::is_dense;

/// A letter of katakana, or the mark of length.
fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// A vowel that Thai and Lao write before its consonant.
fn is_leading_vowel(c: char) -> bool {
    matches!(c, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}')
}

/// A vowel or sign of Thai, Lao, Burmese and Khmer that belongs to the consonant before it.
fn is_following_sign(c: char) -> bool {
    matches!(
        c,
        '\u{E30}'..='\u{E3A}' | '\u{E45}' | '\u{E47}'..='\u{E4E}'
            | '\u{EB0}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}'
            | '\u{102B}'..='\u{103E}' | '\u{17B4}'..='\u{17D3}'
    )
}

/// Whether what is before a name in a script without spaces is not part of its first word: no
/// katakana before katakana, no Hangul before Hangul, no vowel that its first consonant carries.
pub(super) fn is_left_of_dense(before: &str, name: &str) -> bool {
    let (Some(neighbour), Some(first)) = (before.chars().next_back(), name.chars().next()) else {
        return true;
    };
    if is_katakana(first) {
        return !is_katakana(neighbour);
    }
    if is_hangul(first) {
        return !is_hangul(neighbour);
    }
    !(is_leading_vowel(neighbour) && matches!(first, '\u{E01}'..='\u{E2E}' | '\u{E81}'..='\u{EAE}'))
}

/// The same for what is behind a name; Hangul may be particles there.
pub(super) fn is_right_of_dense(name: &str, after: &str) -> bool {
    let (Some(last), Some(neighbour)) = (name.chars().next_back(), after.chars().next()) else {
        return true;
    };
    if is_katakana(last) {
        return !is_katakana(neighbour);
    }
    if is_hangul(last) {
        let rest = after.trim_start_matches(is_hangul);
        return are_particles(&after[..after.len() - rest.len()]);
    }
    !(is_following_sign(neighbour) && is_dense(last))
}
