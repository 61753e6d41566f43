//! Traditional characters, and old forms of the same (`姸` of `妍`) → the form that simplified text
//! has, where one character has one.
//!
//! Does not read words: `乾` is `干` in `乾燥` and stays in `乾隆`, which a table of characters
//! cannot know.

use std::sync::LazyLock;

/// Pairs of a traditional character and its simplified one, separated by white space (from fast2s
/// 0.3.1, MIT).
const TRADITIONAL: &str = include_str!("traditional.txt");

/// The table that all share.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; END];
    for (from, to) in traditional() {
        if let (Some(place), Ok(to)) = (table.get_mut(from as usize), u16::try_from(to as u32)) {
            *place = to;
        }
    }
    table
});

/// The table has an entry for each character below this; no traditional character of the list is
/// above.
const END: usize = 0xA000;

/// Gives simplified characters.
#[derive(Clone, Copy)]
pub(crate) struct Simplifier {
    /// The simplified form of each character, 0 where it is the character itself.
    table: &'static [u16],
}

impl Simplifier {
    pub(crate) fn new() -> Self {
        Simplifier { table: &TABLE }
    }

    /// The simplified form of a character, or the character itself.
    #[inline]
    #[must_use]
    pub(crate) fn of(self, c: char) -> char {
        match self.table.get(c as usize) {
            Some(&simple) if simple != 0 => char::from_u32(simple.into()).unwrap_or(c),
            _ => c,
        }
    }
}

/// Every traditional character that has a simplified one, with it.
pub(crate) fn traditional() -> impl Iterator<Item = (char, char)> {
    TRADITIONAL.split_whitespace().filter_map(|pair| {
        let mut chars = pair.chars();
        chars.next().zip(chars.next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::letters::is_han;

    #[test]
    fn every_pair_is_in_the_table_and_simplifying_twice_changes_nothing() {
        let simplifier = Simplifier::new();
        for (from, to) in traditional() {
            assert!(is_han(from) && is_han(to), "{from}{to}");
            assert_eq!(simplifier.of(from), to);
            assert_eq!(simplifier.of(to), to, "{from}{to}");
        }
        assert_eq!(simplifier.of('語'), '语');
        assert_eq!(simplifier.of('a'), 'a');
        assert_eq!(simplifier.of('\u{20000}'), '\u{20000}');
    }
}
