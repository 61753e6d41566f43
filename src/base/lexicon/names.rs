//! Chinese family names, and whether Han text can be somebody's name.
//!
//! **Invariant:** a name is told by its form alone; whether somebody bears it is asked elsewhere.

use super::items;
use crate::base::letters::is_han;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How much a family name says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Among the commonest, and hardly ever a word.
    Common,
    /// Seldom or never a word.
    Plain,
    /// An everyday word too.
    Word,
}

/// Characters of the longest family names: 欧阳.
const LONGEST: usize = 2;

fn surnames() -> &'static BTreeMap<&'static str, Class> {
    static SURNAMES: LazyLock<BTreeMap<&str, Class>> = LazyLock::new(|| {
        let mut surnames = BTreeMap::new();
        for line in items(include_str!("surnames.txt")) {
            let mut words = line.split(' ');
            let class = match words.next() {
                Some("common") => Class::Common,
                Some("plain") => Class::Plain,
                _ => Class::Word,
            };
            surnames.extend(words.map(|form| (form, class)));
        }
        surnames
    });
    &SURNAMES
}

/// The beginnings of `text` that are family names, longest first.
fn beginnings(text: &str) -> impl Iterator<Item = (&str, Class)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut ends: Vec<usize> = ends.take(LONGEST).collect();
    ends.reverse();

    ends.into_iter().filter_map(move |end| {
        let name = text.get(..end)?;
        Some((name, *surnames().get(name)?))
    })
}

/// The family name that `text` begins with.
pub(crate) fn surname(text: &str) -> Option<&str> {
    beginnings(text).next().map(|(name, _)| name)
}

/// The family name that `text` begins with, if it is not an everyday word too.
pub(crate) fn clear_surname(text: &str) -> Option<&str> {
    let clear = beginnings(text).find(|(_, class)| *class != Class::Word);
    clear.map(|(name, _)| name)
}

/// The family name that `text` ends with.
pub(crate) fn ends_in_surname(text: &str) -> Option<&str> {
    let starts = text.char_indices().rev().map(|(at, _)| at);
    let mut starts: Vec<usize> = starts.take(LONGEST).collect();
    starts.reverse();

    let mut endings = starts.into_iter().filter_map(|start| text.get(start..));
    endings.find(|name| surnames().contains_key(name))
}

/// Whether `name` is among the commonest family names and hardly ever a word.
pub(crate) fn is_common_surname(name: &str) -> bool {
    surnames().get(name) == Some(&Class::Common)
}

/// Whether `text` has the form of a Chinese name and of little else: a clear family name, and a
/// given name of one or two characters.
pub(crate) fn is_person_name(text: &str) -> bool {
    // 欧阳 alone is a family, not 阳 of the family 欧.
    if surnames().contains_key(text) {
        return false;
    }
    beginnings(text).any(|(family, class)| {
        let given = &text[family.len()..];
        class != Class::Word && given.chars().all(is_han) && matches!(given.chars().count(), 1 | 2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_are_known_in_both_scripts_and_compound_ones_whole() {
        for (text, family) in [
            ("习远", "习"),
            ("習遠", "習"),
            ("敖明德", "敖"),
            ("歐陽修文", "歐陽"),
            ("欧文", "欧"),
            ("诸葛青", "诸葛"),
            ("高山", "高"),
        ] {
            assert_eq!(surname(text), Some(family), "{text}");
        }
        for text in ["", "的话", "Wang", "ā"] {
            assert_eq!(surname(text), None, "{text}");
        }
        assert_eq!(ends_in_surname("外长王"), Some("王"));
        assert_eq!(ends_in_surname("委员司马"), Some("司马"));
        assert_eq!(ends_in_surname("我们"), None);
    }

    #[test]
    fn a_name_is_a_clear_family_name_and_one_or_two_characters() {
        for text in ["敖明德", "王毅", "欧阳明德", "司马远", "習遠"] {
            assert!(is_person_name(text), "{text}");
        }
        // An everyday word, a family name alone, too long, other letters.
        for text in ["时任", "全体", "王", "欧阳", "王小明天", "王Li", "王，毅"] {
            assert!(!is_person_name(text), "{text}");
        }
        assert_eq!(clear_surname("时任"), None);
        assert!(is_common_surname("李") && !is_common_surname("马") && !is_common_surname("敖"));
    }
}
