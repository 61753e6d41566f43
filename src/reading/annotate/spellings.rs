//! A name → the ways in which texts write it: in capitals, without accents, with and without
//! points, bent by the languages of the site.
//!
//! **Invariant:** a way of writing is a string that is looked for like any other; what a text has
//! is never changed. Whether a string is a word where it is found is judged elsewhere.

use super::languages::{Languages, capitals, forms};
use crate::base::letters::{is_word, spelling};
use points::points;
use std::sync::LazyLock;

static VIETNAMESE: LazyLock<Languages> = LazyLock::new(|| Languages::named(&["vi"]));

/// A way of writing a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spelling {
    /// In texts of which languages it is one.
    pub(super) languages: Languages,
    /// It is one only where a sentence begins.
    pub(super) at_head: bool,
    /// The rule of the endings that follow it.
    pub(super) rule: Option<u16>,
    pub(super) rank: Rank,
}

/// Of two ways of writing, the former is what is meant where both are possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// As an editor wrote it.
    Listed,
    /// As a typewriter, a headline or another keyboard has it.
    Typed,
    /// As a language bends it.
    Bent,
}

impl Spelling {
    const LISTED: Spelling =
        Spelling { languages: Languages::ALL, at_head: false, rule: None, rank: Rank::Listed };
    const TYPED: Spelling = Spelling { rank: Rank::Typed, ..Spelling::LISTED };

    /// A name as it is listed, in texts of some languages.
    pub(super) fn listed(languages: Languages) -> Self {
        Spelling { languages, ..Spelling::LISTED }
    }
}

/// Each way of writing a name, as compared, the listed one first.
pub(super) fn spellings(
    name: &str,
    is_persons: bool,
    languages: Languages,
) -> Vec<(String, Spelling)> {
    let mut written = Written { all: Vec::new() };
    written.add(name.to_owned(), Spelling::LISTED);
    if !name.chars().any(is_word) {
        return written.all;
    }

    for text in points(name) {
        written.add(text, Spelling::TYPED);
    }
    if is_persons {
        for text in joined_given_name(name) {
            written.add(text, Spelling::TYPED);
        }
    }
    written.add_articles(name, is_persons);
    written.add_arabic_article(name);
    written.add_indic_nasals(name);
    written.add_bare();
    written.add_capitals(name, is_persons, languages);

    for form in forms(name, is_persons, languages) {
        let spelling = Spelling {
            languages: form.languages,
            rule: form.rule,
            rank: Rank::Bent,
            ..Spelling::LISTED
        };
        written.all.push((form.text, spelling));
    }
    written.all
}

/// The ways found so far, each once.
struct Written {
    all: Vec<(String, Spelling)>,
}

impl Written {
    fn add(&mut self, text: String, spelling: Spelling) {
        if !self.all.iter().any(|(known, _)| *known == text) {
            self.all.push((text, spelling));
        }
    }

    /// Adds `Von der Leyen`, `The Gambia` at the head of a sentence, and `the Hague` inside one.
    fn add_articles(&mut self, name: &str, is_persons: bool) {
        let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
        if first.chars().all(char::is_lowercase) && first.chars().all(|c| !is_other_case(c)) {
            let text = format!("{}{rest}", first.to_uppercase());
            // A particle is a capital where a person's name is said without the given name.
            let at_head = !(is_persons && name.contains([' ', '-']));
            self.add(text, Spelling { at_head, ..Spelling::TYPED });
        }
        if let Some(rest) = name.strip_prefix("The ")
            && rest.starts_with(char::is_uppercase)
        {
            self.add(format!("the {rest}"), Spelling::TYPED);
        }
    }

    /// Adds `للبصرة`, in which a preposition has swallowed the first letter of `البصرة`.
    fn add_arabic_article(&mut self, name: &str) {
        if let Some(rest) = name.strip_prefix("ال") {
            self.add(format!("لل{rest}"), Spelling::TYPED);
        }
    }

    /// Adds both ways of writing a nasal before a consonant of its own class in Devanagari.
    fn add_indic_nasals(&mut self, name: &str) {
        const CLASSES: &[(char, &str)] =
            &[('ङ', "कखगघ"), ('ञ', "चछजझ"), ('ण', "टठडढ"), ('न', "तथदध"), ('म', "पफबभ")];
        if !name.contains(['ं', '्']) {
            return;
        }
        for (nasal, consonants) in CLASSES {
            for consonant in consonants.chars() {
                let (dot, letter) = (format!("ं{consonant}"), format!("{nasal}्{consonant}"));
                if name.contains(&dot) {
                    self.add(name.replace(&dot, &letter), Spelling::TYPED);
                } else if name.contains(&letter) {
                    self.add(name.replace(&letter, &dot), Spelling::TYPED);
                }
            }
        }
    }

    /// Adds each of the ways without accents.
    fn add_bare(&mut self) {
        for (text, known) in self.all.clone() {
            if text.is_ascii() {
                continue;
            }
            for bare in [bare(&text), with_e(&text)] {
                // `Mỹ` without its accents is a word of many languages.
                let n_letters = bare.chars().filter(|c| c.is_alphabetic()).count();
                if bare == text || n_letters < 3 {
                    continue;
                }
                // In Vietnamese a syllable with another accent is another word; two are a name.
                let languages = if bare.contains(' ') {
                    known.languages
                } else {
                    known.languages.without(*VIETNAMESE)
                };
                let spelling = Spelling { languages, rank: Rank::Typed, ..known };
                self.add(bare, spelling);
            }
        }
    }

    /// Adds each of the ways in capitals, and a person's with the family name in capitals.
    fn add_capitals(&mut self, name: &str, is_persons: bool, languages: Languages) {
        for (text, known) in self.all.clone() {
            let spelling = Spelling { at_head: false, rank: Rank::Typed, ..known };
            if is_persons {
                for text in family_in_capitals(&text) {
                    self.add(text, spelling);
                }
            }
            if let Some(shouted) = shouted(&text) {
                self.add(shouted, spelling);
            }
        }
        if let Some((text, languages)) = capitals(name, languages) {
            self.add(text, Spelling { languages, ..Spelling::TYPED });
        }
    }
}

/// Whether a letter is of a script without capitals.
fn is_other_case(c: char) -> bool {
    c.to_uppercase().eq(std::iter::once(c))
}

/// The name as a headline in capitals has it; only names of four letters and more, so that `Us`
/// never becomes `US`.
fn shouted(string: &str) -> Option<String> {
    let n_letters = string.chars().filter(|c| c.is_alphabetic()).count();
    let has_small_letters = string.chars().any(char::is_lowercase);
    (n_letters >= 4 && has_small_letters).then(|| string.to_uppercase())
}

/// A name without its accents; letters of scripts in which another accent is another letter stay.
fn bare(name: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'ё' => bare.push('е'),
            'Ё' => bare.push('Е'),
            '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' if c != 'ς' => {
                let is_capital = c.is_uppercase();
                for (index, letter) in spelling(c).into_iter().enumerate() {
                    if is_capital && index == 0 {
                        bare.extend(letter.to_uppercase());
                    } else {
                        bare.push(letter);
                    }
                }
            }
            c => bare.push(c),
        }
    }
    bare
}

/// A name with `ue` for `ü`, as German is typed without its letters.
fn with_e(name: &str) -> String {
    let mut typed = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        match c {
            'ä' => typed.push_str("ae"),
            'ö' => typed.push_str("oe"),
            'ü' => typed.push_str("ue"),
            'ß' => typed.push_str("ss"),
            'Ä' => typed.push_str("Ae"),
            'Ö' => typed.push_str("Oe"),
            'Ü' => typed.push_str("Ue"),
            c => typed.push(c),
        }
    }
    typed
}

/// A person's name with the first word in capitals, with the last, and with all but the first: `WANG
/// Yi`, `Josep BORRELL`, `Ursula VON DER LEYEN`.
fn family_in_capitals(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() < 2 || !name.chars().any(char::is_lowercase) {
        return Vec::new();
    }

    let with_capitals = |of: std::ops::Range<usize>| {
        let mut written: Vec<String> = Vec::with_capacity(words.len());
        for (index, word) in words.iter().enumerate() {
            let is_capital = of.contains(&index);
            written.push(if is_capital { word.to_uppercase() } else { (*word).to_owned() });
        }
        written.join(" ")
    };
    let last = words.len() - 1;
    vec![with_capitals(0..1), with_capitals(last..last + 1), with_capitals(1..last + 1)]
}

/// `Kim Jong-un` as `Kim Jong Un` and `Kim Jong-Un`.
fn joined_given_name(name: &str) -> Vec<String> {
    let Some((before, after)) = name.split_once('-') else {
        return Vec::new();
    };
    let mut chars = after.chars();
    let Some(first) = chars.next().filter(|c| c.is_lowercase() && name.contains(' ')) else {
        return Vec::new();
    };
    let capital = format!("{}{}", first.to_uppercase(), chars.as_str());
    vec![format!("{before} {capital}"), format!("{before}-{capital}")]
}

mod points;

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, is_persons: bool) -> Vec<String> {
        let all = spellings(name, is_persons, Languages::named(&["en", "tr"]));
        all.into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn each_name_is_found_as_it_is_typed() {
        for (name, ways) in [
            ("Nadia Öztel", &["NADIA ÖZTEL", "Nadia OZTEL", "Nadia Oztel", "Nadia Oeztel"][..]),
            ("R. T. Vance", &["R.T. Vance", "R T Vance", "RT Vance"]),
            ("Port Vale, Q.R.", &["Port Vale QR", "Port Vale, QR", "Port Vale, Q. R."]),
            ("St. Orla", &["St Orla", "ST. ORLA"]),
            ("SUM14", &["SUM 14", "SUM-14"]),
            ("Han Ju-won", &["Han Ju Won", "HAN Ju-won"]),
            ("van den Berk", &["Van den Berk"]),
            ("Çaldıran İl", &["ÇALDIRAN İL"]),
        ] {
            let found = texts(name, true);
            for way in ways {
                assert!(found.iter().any(|text| text == way), "{way} of {found:?}");
            }
        }
    }

    #[test]
    fn what_would_be_another_word_is_not_a_way() {
        assert!(!texts("Us", false).contains(&"US".to_owned()));
        assert!(!texts("Mỹ", false).contains(&"My".to_owned()));
        assert!(!texts("Vale Port", false).contains(&"VALE Port".to_owned()));
        assert_eq!(texts("Q.R.", false).iter().filter(|text| *text == "Q R").count(), 0);
    }

    #[test]
    fn a_capital_article_is_one_at_the_head_of_a_sentence() {
        let ways = spellings("the Marsh", false, Languages::ALL);
        let capital = ways.iter().find(|(text, _)| text == "The Marsh").expect("a capital");
        assert!(capital.1.at_head);
    }
}
