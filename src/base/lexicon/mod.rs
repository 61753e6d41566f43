//! Words that several rooms know: the lists beside this file → functions that answer from them.
//!
//! A list is a text file: one item a line, `#` begins a line of comment that says what the list is
//! for. A word before the item says which group it belongs to, where a list has groups. Each list
//! is read once.
//! **Invariant:** facts of languages alone; nothing here knows a document or a site.

mod names;

pub(crate) use names::{
    clear_surname, ends_in_surname, is_common_surname, is_person_name, surname,
};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The items of a list.
pub(crate) fn items(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The items of one group of a list.
pub(crate) fn group(list: &'static str, name: &str) -> Vec<&'static str> {
    let mut group = Vec::new();
    for line in items(list) {
        if let Some((of, item)) = line.split_once(' ')
            && of == name
        {
            group.push(item);
        }
    }
    group
}

/// A month as English writes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Month {
    pub(crate) name: &'static str,
}

/// A language with a tag of its own.
pub(crate) struct Language {
    pub(crate) tag: &'static str,
    /// What people write for it that is no tag, in small letters: `eng`, `cn`.
    pub(crate) also_written: Vec<&'static str>,
}

/// The languages with a tag of two letters.
pub(crate) fn languages() -> &'static [Language] {
    static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
        let mut languages = Vec::new();
        for line in items(include_str!("languages.txt")) {
            let mut words = line.split(' ');
            let tag = words.next().unwrap_or_default();
            languages.push(Language { tag, also_written: words.collect() });
        }
        languages
    });
    &LANGUAGES
}

/// The months, January first.
pub(crate) fn months() -> &'static [Month] {
    static MONTHS: LazyLock<Vec<Month>> =
        LazyLock::new(|| items(include_str!("months.txt")).map(|name| Month { name }).collect());
    &MONTHS
}

/// The names of months in other languages than English, in small letters, each with its number, by
/// their first letter: dates are looked for at every word of a text.
pub(crate) fn month_names() -> &'static BTreeMap<char, Vec<(&'static str, usize)>> {
    static NAMES: LazyLock<BTreeMap<char, Vec<(&str, usize)>>> = LazyLock::new(|| {
        let mut names: BTreeMap<char, Vec<(&str, usize)>> = BTreeMap::new();
        for line in items(include_str!("month-names.txt")) {
            let mut words = line.split(' ');
            let number = words.next().and_then(|number| number.parse().ok());
            if let Some(number) = number {
                for word in words {
                    let first = word.chars().next().unwrap_or_default();
                    names.entry(first).or_default().push((word, number));
                }
            }
        }
        names
    });
    &NAMES
}

/// Titles that stand before a name in English: `President`, `Mr.`.
pub(crate) fn titles_before() -> &'static [&'static str] {
    static TITLES: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("titles-before.txt")).collect());
    &TITLES
}

/// Given names, as they are written in English text.
pub(crate) fn given_names() -> &'static BTreeSet<&'static str> {
    static NAMES: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| items(include_str!("given-names.txt")).collect());
    &NAMES
}

/// Words with which what leads in a paragraph begins, in small letters: `on`, `note`.
pub(crate) fn lead_ins() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("lead-ins.txt")).collect());
    &WORDS
}

/// Words with which those who are given the floor greet, thank and introduce themselves, in small
/// letters: `thank`, `我是`.
pub(crate) fn courtesies() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("courtesies.txt")).collect());
    &WORDS
}

/// Titles that stand behind a name in Chinese, longer ones first: `部长`, `先生`.
pub(crate) fn titles_after() -> &'static [&'static str] {
    static TITLES: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("titles-after.txt")).collect());
    &TITLES
}

/// What labels of speakers say besides names, in small letters.
pub(crate) struct LabelWords {
    /// Whole labels of turns that ask.
    pub(crate) question: Vec<&'static str>,
    /// Whole labels of turns that answer.
    pub(crate) answer: Vec<&'static str>,
    /// Ends of labels of those who ask by profession.
    pub(crate) reporter: Vec<&'static str>,
    /// Ends of labels that are an office.
    pub(crate) office: Vec<&'static str>,
    /// Whole labels of somebody who is not told from others.
    pub(crate) anyone: Vec<&'static str>,
    /// Ends of labels that say what somebody is, and not who.
    pub(crate) group: Vec<&'static str>,
}

/// The words of labels.
pub(crate) fn label_words() -> &'static LabelWords {
    static WORDS: LazyLock<LabelWords> = LazyLock::new(|| {
        let list = include_str!("label-words.txt");
        LabelWords {
            question: group(list, "question"),
            answer: group(list, "answer"),
            reporter: group(list, "reporter"),
            office: group(list, "office"),
            anyone: group(list, "anyone"),
            group: group(list, "group"),
        }
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_its_items_and_none_twice() {
        let words = label_words();
        for list in [
            titles_before(),
            titles_after(),
            &words.question,
            &words.answer,
            &words.reporter,
            &words.office,
            &words.anyone,
            &words.group,
        ] {
            let once: BTreeSet<&&str> = list.iter().collect();
            assert!(list.len() >= 6 && once.len() == list.len(), "{list:?}");
        }
        assert!(words.office.contains(&"主持人") && titles_before().contains(&"Mr."));
    }

    #[test]
    fn there_are_twelve_months_and_no_name_is_that_of_two() {
        assert_eq!(months().len(), 12);
        let all = || month_names().values().flatten();
        let mut names: Vec<&str> = all().map(|(name, _)| *name).collect();
        let n_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() == n_names && all().all(|(_, n)| (1..=12).contains(n)));
    }

    #[test]
    fn a_title_comes_before_those_that_it_ends_with() {
        let titles = titles_after();
        for (at, title) in titles.iter().enumerate() {
            let earlier = &titles[..at];
            assert!(!earlier.iter().any(|short| title.ends_with(short)), "{title}");
        }
    }
}
