//! Names that are English words too → whether a word at the head of a sentence, where every word has
//! a capital, is the name. What follows it decides.
//!
//! **Invariant:** asked of English texts alone; in doubt it is the name, except where the word is
//! far commoner than the name (`Will`, `Nice`).

use super::boundaries::begins_sentence;
use super::languages::Languages;
use crate::base::letters::{first, last};
use crate::base::lexicon::{group, items};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// So many characters on either side tell whether a line is in capitals.
const NEAR: usize = 120;

static ENGLISH: LazyLock<Languages> = LazyLock::new(|| Languages::named(&["en"]));

const HOMOGRAPHS: &str = include_str!("lexicon/homographs.txt");

/// What a word is besides a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A verb that asks or wishes: `Will the minister`.
    Asks,
    /// A verb that orders, or tells what is done: `Polish the silver`, `Reading the report`.
    Acts,
    /// A noun or an adjective before a noun: `Bush fires`, `Nice work`.
    Describes,
    /// The same where the name is far commoner; the nouns are listed.
    SeldomDescribes,
}

struct Homographs {
    kinds: BTreeMap<&'static str, Kind>,
    /// The nouns beside which a word is not the name.
    beside: BTreeMap<&'static str, Vec<&'static str>>,
    objects: Vec<&'static str>,
    verbs: Vec<&'static str>,
    links: Vec<&'static str>,
    /// Abbreviations that are words in capitals, and the words beside which they are.
    before_capitals: Vec<&'static str>,
    after_capitals: Vec<&'static str>,
}

fn homographs() -> &'static Homographs {
    static HOMOGRAPHS_READ: LazyLock<Homographs> = LazyLock::new(|| {
        let words = |name| -> Vec<&'static str> {
            group(HOMOGRAPHS, name).into_iter().flat_map(str::split_whitespace).collect()
        };
        let mut kinds = BTreeMap::new();
        for (name, kind) in
            [("asks", Kind::Asks), ("acts", Kind::Acts), ("describes", Kind::Describes)]
        {
            kinds.extend(words(name).into_iter().map(|word| (word, kind)));
        }
        let mut beside = BTreeMap::new();
        for line in items(HOMOGRAPHS) {
            let mut words = line.split_whitespace();
            if words.next() == Some("beside")
                && let Some(word) = words.next()
            {
                kinds.insert(word, Kind::SeldomDescribes);
                beside.insert(word, words.collect());
            }
        }
        Homographs {
            kinds,
            beside,
            objects: words("object"),
            verbs: words("verb"),
            links: words("link"),
            before_capitals: words("before-capitals"),
            after_capitals: words("after-capitals"),
        }
    });
    &HOMOGRAPHS_READ
}

/// Whether the words at `range` are an English word and not a name.
pub(super) fn is_common_word(text: &str, range: &Range<usize>, language: Languages) -> bool {
    let name = &text[range.clone()];
    if !name.is_ascii() || !language.meets(*ENGLISH) {
        return false;
    }
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if name.len() <= 3 && name.chars().all(|c| c.is_ascii_uppercase()) {
        return is_word_in_capitals(before, name, after);
    }
    // Few names begin a sentence.
    if !begins_sentence(before) {
        return false;
    }
    let kind = homographs().kinds.get(name.to_lowercase().as_str());
    kind.is_some_and(|kind| is_word_before(name, *kind, after))
}

/// Whether a word that begins a sentence is a word and not a name, by what follows.
fn is_word_before(name: &str, kind: Kind, after: &str) -> bool {
    let known = homographs();
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    let end =
        rest.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(rest.len());
    let next = &rest[..end];
    let lower = next.to_lowercase();
    let lower = lower.as_str();
    let is_capital = next.starts_with(char::is_uppercase);
    let is_verb = known.verbs.contains(&lower) || lower.ends_with("ed");
    let goes_on = is_verb || known.links.contains(&lower);

    match kind {
        _ if next.is_empty() => false,
        Kind::Asks => is_capital || !goes_on,
        Kind::Acts => known.objects.contains(&lower),
        Kind::Describes => !is_capital && !goes_on,
        Kind::SeldomDescribes => {
            let nouns = known.beside.get(name.to_lowercase().as_str());
            nouns.is_some_and(|nouns| {
                nouns.contains(&lower) || nouns.contains(&lower.trim_end_matches('s'))
            })
        }
    }
}

/// Whether an abbreviation (`WHO`, `US`) is a word of a line in capitals.
fn is_word_in_capitals(before: &str, name: &str, after: &str) -> bool {
    let line = |c: char| c == '\n' || c == '.';
    let before = last(before, NEAR).rsplit(line).next().unwrap_or_default();
    let after = first(after, NEAR).split(line).next().unwrap_or_default();
    let is_small = |text: &str| text.chars().any(char::is_lowercase);
    let n_letters = before.chars().chain(after.chars()).filter(|c| c.is_uppercase()).count();
    // Beside two abbreviations nothing can be told.
    if is_small(before) || is_small(after) || n_letters < 5 {
        return false;
    }

    let known = homographs();
    let next = after.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    let previous = before.rsplit(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    match name {
        "WHO" => next.is_some_and(|word| known.before_capitals.contains(&word)),
        "US" | "IT" => previous
            .is_some_and(|word| before.ends_with(' ') && known.after_capitals.contains(&word)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the word between ⟦ and ⟧ is no name in an English text.
    fn is_word(marked: &str) -> bool {
        let start = marked.find('⟦').unwrap();
        let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
        let text = marked.replace(['⟦', '⟧'], "");
        is_common_word(&text, &(start..end), Languages::named(&["en"]))
    }

    #[test]
    fn a_word_at_the_head_of_a_sentence_is_weighed_by_what_follows() {
        for word in [
            "⟦Will⟧ anyone object?",
            "⟦Will⟧ China agree?",
            "They left. ⟦Reading⟧ their notes took long.",
            "⟦Polish⟧ your shoes.",
            "⟦Bush⟧ telegraph has it.",
            "⟦Nice⟧ to see you.",
            "⟦Turkey⟧ dinners were sold.",
            "⟦Rice⟧ imports fell.",
            "⟦WHO⟧ IS NEXT?",
            "THEY TOLD ⟦US⟧ NOTHING",
        ] {
            assert!(is_word(word), "{word}");
        }
        for name in [
            "⟦Will⟧ told them.",
            "⟦Will⟧, please.",
            "⟦Reading⟧ won the cup.",
            "⟦Polish⟧ farmers agreed.",
            "⟦Bush⟧ vetoed it.",
            "⟦Rice⟧, for one, agreed.",
            "⟦Nice⟧ hosted it.",
            "⟦Turkey⟧ welcomes it.",
            "We met in ⟦Nice⟧ last year.",
            "⟦WHO⟧ WARNS OF FEVER",
            "TALKS OF ⟦US⟧ and others",
            "⟦US⟧ AND OTHERS SIGN",
        ] {
            assert!(!is_word(name), "{name}");
        }
    }
}
