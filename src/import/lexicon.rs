//! Words by which the parts of a document are told: the lists in `lexicon/`, written as those of
//! `base/lexicon`.
//!
//! **Invariant:** facts of languages and of how papers are printed; no word of any document.

use crate::base::lexicon::{group, items};
use std::collections::HashSet;
use std::sync::LazyLock;

/// English words after which no sentence ends.
pub(super) fn hanging() -> &'static HashSet<&'static str> {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/hanging.txt")).collect());
    &WORDS
}

/// Words with which Chinese paragraphs like to begin.
pub(super) fn openers() -> &'static HashSet<&'static str> {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/openers.txt")).collect());
    &WORDS
}

/// Words that end what leads up to somebody's words: `强调`.
pub(super) fn saying() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/saying.txt")).collect());
    &WORDS
}

/// A letter or word that stands for somebody who asks or answers.
pub(super) struct Initial {
    pub(super) text: &'static str,
    /// Whether it asks.
    pub(super) asks: bool,
    /// The letter that answers it, without which it may be the first of a name.
    pub(super) answer: Option<&'static str>,
}

/// Letters that stand for somebody who asks or answers, longer ones first.
pub(super) fn initials() -> &'static [Initial] {
    static INITIALS: LazyLock<Vec<Initial>> = LazyLock::new(|| {
        let list = include_str!("lexicon/initials.txt");
        let mut initials = Vec::new();
        for (name, asks) in [("asks", true), ("answers", false)] {
            for item in group(list, name) {
                let (text, answer) = match item.split_once(' ') {
                    Some((text, answer)) => (text, Some(answer)),
                    None => (item, None),
                };
                initials.push(Initial { text, asks, answer });
            }
        }
        initials.sort_by_key(|initial| std::cmp::Reverse(initial.text.len()));
        initials
    });
    &INITIALS
}

/// Forms of address before a name, in languages other than English and Chinese too.
pub(super) fn addresses() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/addresses.txt")).collect());
    &WORDS
}

/// Words with which marks of continuation begin, where the text comes from another page.
pub(super) fn continued_from() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| group(include_str!("lexicon/continuation.txt"), "from"));
    &WORDS
}

/// The same where the text goes on on another page.
pub(super) fn continued_on() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| group(include_str!("lexicon/continuation.txt"), "to"));
    &WORDS
}

/// What stands before a colon again and again and names nobody, in small letters.
pub(super) fn nobody() -> &'static HashSet<&'static str> {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/nobody.txt")).collect());
    &WORDS
}

/// What stands before a colon in forms and names nobody who speaks, in small letters.
pub(super) fn form_heads() -> &'static HashSet<&'static str> {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/form-heads.txt")).collect());
    &WORDS
}

/// What the name of an attribute contains that says who speaks.
pub(super) fn speaker_keys() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/speaker-keys.txt")).collect());
    &WORDS
}

/// Our key for one that another program writes in front matter.
pub(super) fn key_of(key: &str) -> Option<&'static str> {
    let mut keys = items(include_str!("lexicon/keys.txt"));
    keys.find_map(|line| line.split_once(' ').filter(|(_, theirs)| *theirs == key))
        .map(|(ours, _)| ours)
}

/// What a column of a table of speeches is, by its name: `text`, `speaker`, `group`, `id`, `time`, or a
/// key of ours.
pub(super) fn column_of(name: &str) -> Option<&'static str> {
    let mut columns = items(include_str!("lexicon/columns.txt"));
    let of_tables = columns
        .find_map(|line| line.split_once(' ').filter(|(_, theirs)| *theirs == name))
        .map(|(ours, _)| ours);
    of_tables.or_else(|| key_of(name))
}

/// Languages, each with words that its texts cannot do without, divided by spaces.
pub(super) fn function_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    items(include_str!("lexicon/function-words.txt")).filter_map(|line| line.split_once(' '))
}

/// Types of speeches, each with words in a title that name it, in small letters; the first that
/// occurs decides.
pub(super) fn speech_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    items(include_str!("lexicon/speech-types.txt")).filter_map(|line| line.split_once(' '))
}

/// Names that the parts of pages bear.
pub(super) struct PageNames {
    /// Words of `class` and `id` that name furniture.
    pub(super) word: Vec<&'static str>,
    /// What names furniture wherever it occurs in them.
    pub(super) part: Vec<&'static str>,
    /// Words that name notes on a text.
    pub(super) about: Vec<&'static str>,
    /// Signs of advertisements.
    pub(super) advertisement: Vec<&'static str>,
}

/// The names that the parts of pages bear.
pub(super) fn page_names() -> &'static PageNames {
    static NAMES: LazyLock<PageNames> = LazyLock::new(|| {
        let list = include_str!("lexicon/pages.txt");
        PageNames {
            word: group(list, "word"),
            part: group(list, "part"),
            about: group(list, "about"),
            advertisement: group(list, "advertisement"),
        }
    });
    &NAMES
}
