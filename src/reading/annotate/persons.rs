//! A name, and the words beside it → whether they make it the name of somebody else: `Jerome Powell`
//! is not Colin Powell, `Bush Jr.` not his father, `乔治·华盛顿` no place.
//!
//! **Invariant:** a word beside a name speaks against it only where it is a given name that nobody
//! has who bears the name; a title or a word of the sentence never does.

use super::han::HAN_WORDS;
use super::names::Claim;
use super::searcher::Searcher;
use crate::base::letters::{fold_name, is_han, last};
use crate::base::lexicon::{given_names, items, titles_before};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What is written behind the name of a son, and of a king.
const GENERATIONS: &[&str] = &["Jr", "Sr", "II", "III", "IV", "Junior", "Senior"];
/// Titles behind which a word with a capital is a given name.
const BEFORE_WHOLE_NAMES: &[&str] =
    &["Sir", "Dame", "Mr", "Mrs", "Ms", "Miss", "Dr", "Lord", "Lady"];
/// The words before a name are among so many characters.
const NEAR: usize = 80;
/// So many words before a name are looked at: a title, a given name and two initials.
const REACH: usize = 4;

impl Searcher<'_> {
    /// Whether the words at `range` are part of the name of somebody who bears another one.
    pub(super) fn is_another(&self, text: &str, range: &Range<usize>, string: u32) -> bool {
        let name = &text[range.clone()];
        if name.starts_with(is_han) {
            return self.is_another_behind_dot(&text[..range.start], string);
        }
        if !name.is_ascii() || !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            return false;
        }
        let (before, after) = (Before::of(&text[..range.start]), &text[range.end..]);
        let generation = generation_behind(after);
        let is_one_word = !name.contains([' ', '-']);
        let is_followed = after
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        // Most names have no such words beside them, and somebody may have thousands of aliases.
        if generation.is_none() && !(is_one_word && (before.says_something() || is_followed)) {
            return false;
        }

        let bearers = Bearers::of(self, string);
        if bearers.names.is_empty() {
            return false;
        }
        if bearers.are_people
            && generation
                .is_some_and(|generation| !name.contains(generation) && !bearers.have(generation))
        {
            return true;
        }
        if !is_one_word {
            return false;
        }
        if bearers.are_others(&before) {
            return true;
        }
        bearers.are_people
            && (is_namesake(after) || self.is_other_given_name_behind(name, after, &bearers))
    }

    /// Whether a middle dot joins a name in Han characters to the given name of another:
    /// `安东尼·布什` where `乔治·布什` is listed. Of people whose given name is not listed in Chinese
    /// nothing is known but that they have one.
    fn is_another_behind_dot(&self, before: &str, string: u32) -> bool {
        // A letter, a space or a full stop stands before nearly every name.
        if before.is_empty()
            || before.ends_with(|c: char| c.is_alphanumeric() || " ，。、".contains(c))
        {
            return false;
        }
        let before = fold_name(last(before, NEAR));
        let Some(before) = before.strip_suffix('·').filter(|before| before.ends_with(is_han))
        else {
            return false;
        };
        let is_of_name = |c: char| is_han(c) || c.is_ascii_alphabetic() || "·.".contains(c);
        let given = &before[before.trim_end_matches(is_of_name).len()..];

        let bearers = Bearers::of(self, string);
        let family = self.names.text(string);
        let known: Vec<&str> = bearers
            .names
            .iter()
            .filter_map(|name| name.strip_suffix(family)?.strip_suffix('·'))
            .flat_map(|given| given.split('·'))
            .filter(|given| given.starts_with(is_han))
            .collect();
        if bearers.are_people {
            !known.is_empty() && !known.iter().any(|known| given.contains(known))
        } else {
            known.is_empty() && !bearers.names.is_empty() && HAN_WORDS.ends_in_given_name(given)
        }
    }

    /// Whether a word behind a name is a given name where the family name comes first (`Yang Ming`),
    /// or a family name behind a given one (`Mark Twain`).
    fn is_other_given_name_behind(&self, name: &str, after: &str, bearers: &Bearers<'_>) -> bool {
        let Some(next) = after.strip_prefix(' ').map(first_word) else {
            return false;
        };
        let is_capital = next.starts_with(|c: char| c.is_ascii_uppercase())
            && next.chars().any(|c| c.is_ascii_lowercase());
        if !is_capital || bearers.have(next) {
            return false;
        }

        let is_family_first = bearers.begins_names(name) && !given_names().contains(name);
        is_family_first && is_east_asian_given_name(next) && !self.is_person(next)
    }
}

/// Those who claim a string.
struct Bearers<'s> {
    /// All names of each, as compared.
    names: Vec<&'s str>,
    are_people: bool,
}

impl<'s> Bearers<'s> {
    fn of(searcher: &'s Searcher<'_>, string: u32) -> Self {
        let mut bearers = Bearers { names: Vec::new(), are_people: true };
        for claim in searcher.names.claims(string) {
            let Claim::Alias { entity, .. } = claim else {
                continue;
            };
            bearers.are_people &= searcher.names.is_personal(*entity);
            bearers.names.extend(searcher.names_of(*entity).iter().map(String::as_str));
        }
        bearers
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flat_map(|name| name.split([' ', '-', ',', '.']))
    }

    /// Whether one of the names has a word.
    fn have(&self, word: &str) -> bool {
        self.words().any(|known| known.eq_ignore_ascii_case(word))
            || self.names.iter().any(|name| name.contains(word))
    }

    /// Whether what is written before a name is nobody's of them.
    fn are_others(&self, before: &Before) -> bool {
        let Before { given, initials } = before;
        if let Some(given) = given
            && !self.have(given)
            && !self.words().any(|word| is_short_form(word, given))
        {
            return true;
        }

        if initials.is_empty() {
            return false;
        }
        // `George H. W. Bush` is not George W. Bush; of one whose initials are not listed nothing is
        // known but that he has some.
        if given.is_some() {
            let own: Vec<String> = self.names.iter().map(|name| initials_of(name)).collect();
            return own.iter().any(|own| !own.is_empty()) && !own.contains(initials);
        }
        !self.words().any(|word| word.starts_with(&initials[..1]))
    }

    /// Whether a name of several words begins with this one.
    fn begins_names(&self, word: &str) -> bool {
        self.names.iter().any(|name| name.split_once(' ').is_some_and(|(first, _)| first == word))
    }
}

/// The initials in a name: `W` of `George W. Bush`.
fn initials_of(name: &str) -> String {
    let words = name.split([' ', '.']);
    words
        .filter(|word| word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()))
        .collect()
}

/// Whether what is behind a person's name is a thing that is named after somebody: `Kennedy Airport`.
fn is_namesake(after: &str) -> bool {
    static THINGS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| items(include_str!("lexicon/namesakes.txt")).collect());
    after.strip_prefix(' ').is_some_and(|rest| THINGS.contains(first_word(rest)))
}

/// Whether one given name is short for the other: `Tony` and `Anthony` begin differently and are
/// not known to be one, `Alex` and `Alexander` are.
fn is_short_form(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 2
        && short.is_char_boundary(2)
        && long.is_char_boundary(2)
        && short[..2] == long[..2]
}

/// `Jr` of what follows a name.
fn generation_behind(after: &str) -> Option<&'static str> {
    let rest = after.strip_prefix(',').unwrap_or(after).strip_prefix(' ')?;
    let word = first_word(rest);
    GENERATIONS.iter().copied().find(|known| *known == word)
}

/// The word that a text begins with, hyphens and what they join included.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len());
    &text[..end]
}

/// What is written before a family name.
#[derive(Debug, Default, PartialEq, Eq)]
struct Before {
    given: Option<String>,
    /// Initials in their order: `HW` of `George H. W. `.
    initials: String,
}

impl Before {
    fn says_something(&self) -> bool {
        self.given.is_some() || !self.initials.is_empty()
    }

    /// Reads what a text ends with: `Jerome `, `Lyndon B. `, `Dame Zadie `.
    fn of(before: &str) -> Self {
        let mut found = Before::default();
        // A paragraph may be as long as a book, and a name in it every few words.
        let line = last(before, NEAR).rsplit('\n').next().unwrap_or_default();
        if !line.ends_with([' ', '\u{A0}']) {
            return found;
        }
        let words: Vec<&str> = line.split_whitespace().rev().take(REACH).collect();
        for (index, word) in words.iter().enumerate() {
            let letters = word.trim_end_matches('.');
            let letters = letters.trim_start_matches(['(', '“', '"', '‘', '\'']);
            let is_initial =
                letters.len() == 1 && letters.starts_with(|c: char| c.is_ascii_uppercase());
            if is_initial && word.ends_with('.') {
                found.initials.insert_str(0, letters);
                continue;
            }

            let title = words.get(index + 1).map(|title| title.trim_end_matches('.'));
            let is_behind_title = letters.starts_with(|c: char| c.is_ascii_uppercase())
                && letters.chars().all(char::is_alphabetic)
                && letters.chars().any(char::is_lowercase)
                && !titles_before().contains(&letters)
                && title.is_some_and(|title| BEFORE_WHOLE_NAMES.contains(&title));
            let is_whole = word.ends_with(char::is_alphanumeric);
            if is_whole && (given_names().contains(letters) || is_behind_title) {
                found.given = Some(letters.to_owned());
            }
            break;
        }
        found
    }
}

/// Whether a word has the form of a given name of China or Korea: two syllables at most of pinyin, or
/// two joined by a hyphen.
fn is_east_asian_given_name(word: &str) -> bool {
    if let Some((first, second)) = word.split_once('-') {
        return !first.is_empty() && second.len() >= 2 && second.is_ascii();
    }
    is_pinyin(&word.to_ascii_lowercase(), 2)
}

const INITIALS: &[&str] = &[
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w", "",
];
const FINALS: &[&str] = &[
    "iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan", "ai", "an",
    "ao", "ei", "en", "er", "ia", "ie", "in", "iu", "ou", "ua", "ui", "un", "uo", "ue", "a", "e",
    "i", "o", "u",
];

/// Whether letters are so many syllables of pinyin, or fewer.
fn is_pinyin(letters: &str, n_syllables: usize) -> bool {
    if letters.is_empty() {
        return true;
    }
    n_syllables > 0
        && INITIALS.iter().any(|initial| {
            letters.strip_prefix(initial).is_some_and(|rest| {
                FINALS.iter().any(|last| {
                    rest.strip_prefix(last).is_some_and(|rest| is_pinyin(rest, n_syllables - 1))
                })
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_is_told_from_a_title_and_a_sentence() {
        for (before, given, initials) in [
            ("said Jerome ", Some("Jerome"), ""),
            ("said Lyndon B. ", Some("Lyndon"), "B"),
            ("said George H. W. ", Some("George"), "HW"),
            ("said Dame Zadie ", Some("Zadie"), ""),
            ("said J. ", None, "J"),
            ("said Secretary ", None, ""),
            ("When ", None, ""),
            ("with David, ", None, ""),
            ("the U.S. ", None, ""),
            ("Mr. ", None, ""),
            ("Mrs Prime Minister ", None, ""),
        ] {
            let found = Before::of(before);
            assert_eq!(
                (found.given.as_deref(), found.initials.as_str()),
                (given, initials),
                "{before}"
            );
        }
    }

    #[test]
    fn another_given_name_and_other_initials_are_anothers() {
        let bearers = Bearers { names: vec!["George W. Vale", "Vale"], are_people: true };
        for before in ["Kate ", "George H. W. ", "J. "] {
            assert!(bearers.are_others(&Before::of(before)), "{before}");
        }
        for before in ["George ", "George W. ", "G. ", "Mr. ", "when "] {
            assert!(!bearers.are_others(&Before::of(before)), "{before}");
        }
        assert!(is_namesake(" Airport was") && !is_namesake(" said"));
    }

    #[test]
    fn given_names_of_east_asia_are_told_by_their_syllables() {
        for yes in ["Ming", "Jiechi", "Xiaoping", "Jae-myung"] {
            assert!(is_east_asian_given_name(yes), "{yes}");
        }
        for no in ["Administration", "Thought", "Visits", "Government", "Said"] {
            assert!(!is_east_asian_given_name(no), "{no}");
        }
        assert_eq!(generation_behind(", Jr. spoke"), Some("Jr"));
        assert_eq!(generation_behind(" III"), Some("III"));
        assert_eq!(generation_behind(" Street"), None);
    }
}
