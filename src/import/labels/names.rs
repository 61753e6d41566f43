//! Whether a wording has the form of a label: of a name, of somebody with a title, of a letter that
//! asks.
//!
//! **Invariant:** by the form alone, with general knowledge of languages; no list of people.

use crate::base::lang::is_endonym;
use crate::base::letters::is_han;
use crate::base::lexicon::{clear_surname, label_words, surname, titles_before};
use crate::import::address::address;
use crate::import::lexicon;
use std::borrow::Cow;

/// A label of more characters than this is text with a colon in it: an office and a name are
/// shorter, even in English.
pub(super) const LONGEST: usize = 60;

/// The same of an office behind which brackets say who holds it: `The Senior Parliamentary
/// Secretary to the Minister for the Environment`.
pub(super) const LONGEST_OFFICE: usize = 90;
/// Characters of a Chinese name with an office before it and a country: `外交部发言人王小明`.
const MOST_HAN: usize = 12;
/// What no name begins with: numbers, pronouns.
const NO_NAME: [char; 20] = [
    '第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '首', '其', '我', '你', '他',
    '她', '这', '那', '這',
];
/// What ends a sentence or divides one, and so occurs in no label.
const SENTENCE: [char; 14] =
    ['。', '！', '？', '!', '?', '；', ';', '，', ',', '“', '”', '"', '…', '、'];

/// The marks between which a nickname stands: `Ines “Skip” Hale`.
const NICKNAME: [(char, char); 6] =
    [('“', '”'), ('‘', '’'), ('"', '"'), ('\'', '\''), ('„', '“'), ('«', '»')];

/// Whether a wording can be a label at all.
pub(super) fn is_possible(words: &str) -> bool {
    /// More characters of Chinese, or more words, are a sentence.
    const MOST_HAN: usize = 30;
    const MOST_WORDS: usize = 8;

    let words = &*without_nickname_marks(words);
    let n_chars = words.trim().chars().count();
    let n_han = words.chars().filter(|c| is_han(*c)).count();
    (1..=LONGEST).contains(&n_chars)
        && n_han <= MOST_HAN
        && words.contains(char::is_alphabetic)
        && (!words.contains(SENTENCE) || (words.contains('、') && is_name(words)))
        && !words.contains("--")
        && !words.contains("://")
        && words.split_whitespace().count() <= MOST_WORDS
}

/// A wording without the marks of quotation around a word in its midst: whole, it would be a
/// sentence's.
fn without_nickname_marks(words: &str) -> Cow<'_, str> {
    let has_marks = |text: &str| NICKNAME.iter().any(|(open, _)| text.contains(*open));
    let (Some((first, rest)), true) = (words.split_once(' '), has_marks(words)) else {
        return Cow::Borrowed(words);
    };
    let Some((between, last)) = rest.rsplit_once(' ') else {
        return Cow::Borrowed(words);
    };

    let bare = |word| {
        let inner = |(open, close): &(char, char)| {
            str::strip_prefix(word, *open)?.strip_suffix(*close).filter(|name| !name.is_empty())
        };
        NICKNAME.iter().find_map(inner).unwrap_or(word)
    };
    let between: Vec<&str> = between.split(' ').map(bare).collect();
    Cow::Owned(format!("{first} {} {last}", between.join(" ")))
}

/// The length of the letter, and the number behind it, of somebody who asks or answers: `Q`, `A2`,
/// `问`.
pub(super) fn initial(text: &str) -> Option<usize> {
    for letter in lexicon::initials() {
        let Some(behind) = text.strip_prefix(letter.text) else {
            continue;
        };
        // Three digits number the questions of any interview.
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        if digits <= 3 && !behind[digits..].starts_with(char::is_alphanumeric) {
            return Some(letter.text.len() + digits);
        }
    }
    None
}

/// Whether these labels have a letter that asks, and the one that answers it where the first may be
/// the first of a name as well: `P.` with `R.`, but no `P.` with `A.`.
pub(super) fn ask(labels: &[&str]) -> bool {
    let letter = |label: &str| label.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let letters: Vec<String> = labels.iter().map(|label| letter(label)).collect();
    let occurs = |text: &str| letters.iter().any(|letter| letter == text);
    lexicon::initials()
        .iter()
        .any(|initial| initial.asks && occurs(initial.text) && initial.answer.is_none_or(&occurs))
}

/// Whether a wording names nobody though it comes again before a colon: a note, a source, a
/// language.
pub(super) fn is_nobody(text: &str) -> bool {
    is_endonym(text) || lexicon::nobody().contains(text.to_lowercase().as_str())
}

/// Whether a wording is somebody who is not told from others: `Audience member`, `观众`.
pub(super) fn is_anyone(text: &str) -> bool {
    label_words().anyone.contains(&text.to_lowercase().as_str())
}

/// Whether a wording ends as offices do: `主席`, `The Deputy Speaker`.
pub(super) fn is_office(text: &str) -> bool {
    let ends = text.to_lowercase();
    let is_ending = |ending: &&str| ends.ends_with(ending);
    label_words().office.iter().any(is_ending) && (is_name(text) || text == ends)
}

/// Whether a label is a name and, behind a comma, an office: `Jon Barrow, Premier`.
pub(super) fn has_office(label: &str) -> bool {
    /// `Minister of State, Office of the President`.
    const MOST_WORDS: usize = 6;

    let Some((name, office)) = label.split_once([',', '，']) else {
        return false;
    };
    let begins = office.trim().chars().next();
    is_name(name)
        && !name.contains(is_han)
        && begins.is_some_and(|c| c.is_alphabetic())
        && !office.contains(SENTENCE)
        && office.split_whitespace().count() <= MOST_WORDS
        && office.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count()
            <= 2
}

/// A title, and a name or an office behind it: `MR. SMITH`, `Miss O'Dare`, `The ACTING CHAIR`,
/// `Frau Berg`.
pub(super) fn is_titled(text: &str) -> bool {
    // `The CHIEF WHIP OF THE OTHER SIDE` has more words than a name.
    let (article, rest) = text.split_once(' ').unwrap_or_default();
    if article.eq_ignore_ascii_case("the") && is_shouted(rest) {
        return !rest.contains('.');
    }
    if !is_name(text) && !is_shouted(text) {
        return false;
    }
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else {
        return false;
    };
    let Some(second) = words.next() else {
        return false;
    };
    // `The ferry` is no office; `The CHAIR` is one, and so is `THE PRESIDENT`.
    if first.eq_ignore_ascii_case("the") {
        // `The U.S. harbour` is nobody.
        return !second.contains('.') && (is_shouted(second) || is_shouted(text));
    }
    is_title(first) && !second.starts_with(char::is_lowercase)
}

/// Whether a wording is how somebody with an office is spoken to, who has no name there: `Mr.
/// President`, `Señor Secretario General`.
pub(super) fn is_address(text: &str) -> bool {
    is_titled(text) || is_office(text)
}

/// Whether a text is nothing but an address of the web, perhaps as a link of Markdown on one word:
/// on several, somebody may have said them.
pub(super) fn is_link(text: &str) -> bool {
    let text = text.trim();
    let target = match text.rsplit_once("](") {
        Some((word, target)) if word.starts_with('[') => target.trim_end_matches(')'),
        _ => text.trim_start_matches('<').trim_end_matches(['>', '.']),
    };
    let is_one_word = !text.contains(char::is_whitespace);
    is_one_word && (target.starts_with("www.") || address(target).is_some())
}

/// Whether a word begins what somebody is called: a title, or `PRIME` of `PRIME MINISTER`.
pub(super) fn is_title(word: &str) -> bool {
    let is_word = |title: &&str| title.eq_ignore_ascii_case(word);
    word == "PRIME"
        || titles_before().iter().any(is_word)
        || lexicon::addresses().iter().any(is_word)
}

/// Whether a wording may be an office behind which brackets say who holds it.
pub(super) fn is_held_office(text: &str) -> bool {
    text.starts_with("The ")
        && text.chars().count() <= LONGEST_OFFICE
        && !text.contains(SENTENCE)
        && text.split_whitespace().last().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether a wording is a name of two words at least, with or without a title.
pub(super) fn is_full_name(text: &str) -> bool {
    is_name(text) && text.contains(' ') && !text.chars().any(is_han)
}

/// Whether a wording is in capitals.
pub(super) fn is_shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() >= 2
        && !text.contains(char::is_lowercase)
        && !text.chars().any(is_han)
}

/// The names that programs give to voices: `SPEAKER_01`, `Speaker 2`.
pub(super) fn is_machine_speaker(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = letters.trim_end_matches(['_', ' ', '-']).to_lowercase();
    letters.len() < text.len() && ["speaker", "spk", "voice", "unknown"].contains(&word.as_str())
}

/// Whether a wording has the form of a name: some Han characters, or words with capitals, or a few
/// words of a script without capitals.
pub(super) fn is_name(text: &str) -> bool {
    const MOST_WORDS: usize = 5;
    const SMALL: [&str; 13] =
        ["of", "de", "van", "von", "the", "la", "al", "bin", "da", "di", "del", "den", "y"];

    let text = &*without_nickname_marks(text);
    let n_han = text.chars().filter(|c| is_han(*c)).count();
    if text.contains('、') {
        return text
            .split('、')
            .all(|name| n_han > 0 && name.chars().count() <= 4 && is_name(name));
    }
    if n_han > 0 {
        let is_sentence = lexicon::saying().iter().any(|verb| text.ends_with(verb));
        return n_han <= MOST_HAN && !text.starts_with(NO_NAME) && !is_sentence;
    }

    // `(2)` tells apart two who are called alike.
    let is_number = |word: &str| {
        let mut chars = word.chars();
        chars.all(|c| c.is_ascii_digit() || c == '(' || c == ')')
    };
    let has_capitals = text.contains(char::is_lowercase) || text.contains(char::is_uppercase);
    let is_part = |word: &str| {
        let begins = if has_capitals { char::is_uppercase } else { char::is_alphabetic };
        word.trim_start_matches(['(', '"', '\'', '’']).starts_with(begins)
            || SMALL.contains(&word)
            || is_number(word)
    };
    let first = text.split_whitespace().next().unwrap_or_default();
    (1..=MOST_WORDS).contains(&text.split_whitespace().count())
        && !SMALL.contains(&first)
        && text.split_whitespace().all(is_part)
}

/// Whether a wording is Han text as long as a name with an office.
pub(super) fn is_short_han(text: &str) -> bool {
    text.starts_with(is_han) && text.chars().count() <= MOST_HAN
}

/// Whether a wording has the form of a Chinese person's whole name, and is no word: a family name
/// and up to three characters (关键词 begins with a family name too).
pub(super) fn is_han_person(text: &str, is_word: impl Fn(&str) -> bool) -> bool {
    let n_chars = text.chars().count();
    text.chars().all(is_han)
        && (2..=4).contains(&n_chars)
        && surname(text).is_some()
        && !is_word(text)
        && (clear_surname(text).is_some() || n_chars <= 3)
        && is_name(text)
}
