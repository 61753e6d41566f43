//! What words beside a Chinese name say of it by what they are: the table beside this file →
//! questions about characters.
//!
//! **Invariant:** in simplified characters; knows no text and no name.

use crate::base::lexicon::{group, titles_after};
use std::collections::{BTreeMap, BTreeSet};

const RULES: &str = include_str!("rules.txt");

/// The table.
pub(super) struct Rules {
    goes_on: BTreeMap<char, String>,
    breaks: BTreeMap<char, String>,
    countries: String,
    pairs: Vec<char>,
    another: BTreeSet<&'static str>,
    given: BTreeSet<&'static str>,
    person_after: Vec<&'static str>,
    person_before: Vec<&'static str>,
    ends_name: String,
}

impl Rules {
    pub(super) fn new() -> Self {
        let words = |name| -> Vec<&'static str> {
            group(RULES, name).into_iter().flat_map(str::split_whitespace).collect()
        };
        let characters = |name| -> String { words(name).concat() };
        Rules {
            goes_on: by_character("goes-on"),
            breaks: by_character("breaks"),
            countries: characters("country"),
            pairs: characters("pair").chars().collect(),
            another: words("another").into_iter().collect(),
            given: words("given").into_iter().collect(),
            person_after: words("person-after"),
            person_before: words("person-before"),
            ends_name: characters("ends-name"),
        }
    }

    /// Whether a word that begins with a name's last character and has this one next means the name.
    pub(super) fn goes_on(&self, last: char, next: char) -> bool {
        self.goes_on.get(&last).is_some_and(|known| known.contains(next))
    }

    /// Whether such a word never means it.
    pub(super) fn breaks(&self, last: char, next: char) -> bool {
        self.breaks.get(&last).is_some_and(|known| known.contains(next))
    }

    /// Whether a character is a country's name for short.
    pub(super) fn is_country(&self, c: char) -> bool {
        self.countries.contains(c)
    }

    /// Two countries named as one word.
    pub(super) fn pairs(&self) -> Vec<String> {
        let mut pairs = Vec::new();
        for first in &self.pairs {
            for second in self.pairs.iter().filter(|second| *second != first) {
                pairs.push(String::from_iter([first, second]));
            }
        }
        pairs
    }

    /// Whether a word is a longer name of something else.
    pub(super) fn is_another(&self, word: &str) -> bool {
        self.another.contains(word)
    }

    /// The longer names of something else.
    pub(super) fn others(&self) -> impl Iterator<Item = &'static str> {
        self.another.iter().copied()
    }

    /// Whether a name of a person is listed as an everyday word.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.given.contains(name)
    }

    /// Whether a text begins with a person's title or deed.
    pub(super) fn is_person_after(&self, after: &str) -> bool {
        self.person_after.iter().any(|word| after.starts_with(word))
    }

    /// Whether a text ends with a title or a word that somebody's name follows.
    pub(super) fn is_person_before(&self, before: &str) -> bool {
        self.person_before.iter().any(|word| before.ends_with(word))
    }

    /// Whether a word is a title of a person.
    pub(super) fn is_title(&self, word: &str) -> bool {
        self.person_after.contains(&word) || titles_after().contains(&word)
    }

    /// Whether a character behind a name of two characters begins something else.
    pub(super) fn ends_name(&self, next: char) -> bool {
        self.ends_name.contains(next)
    }
}

/// The lines of a group that begin with a character and go on with those that may follow it.
fn by_character(name: &str) -> BTreeMap<char, String> {
    let mut characters: BTreeMap<char, String> = BTreeMap::new();
    for line in group(RULES, name) {
        let mut words = line.split_whitespace();
        if let Some(last) = words.next().and_then(|word| word.chars().next()) {
            characters.entry(last).or_default().extend(words);
        }
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lexicon::items;

    #[test]
    fn every_line_is_of_a_known_group_and_no_pair_both_goes_on_and_breaks() {
        let rules = Rules::new();
        let groups = [
            "goes-on",
            "breaks",
            "country",
            "pair",
            "another",
            "given",
            "person-after",
            "person-before",
            "ends-name",
        ];
        for line in items(RULES) {
            let group = line.split(' ').next().unwrap_or_default();
            assert!(groups.contains(&group), "{line}");
        }
        for (last, following) in &rules.breaks {
            for next in following.chars() {
                assert!(!rules.goes_on(*last, next), "{last}{next}");
            }
        }
        assert!(rules.pairs().contains(&"美韩".to_owned()));
        assert!(rules.is_person_after("司长答问") && !rules.is_person_after("时段"));
    }
}
