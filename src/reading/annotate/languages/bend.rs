//! Rules by which words bend → the forms in which a name is found.
//!
//! **Invariant:** of the rules of a language the one with the longest ending that fits a word is taken;
//! the words of a name are in the same case. A form is whole, or a stem whose endings are listed.

use super::{Change, Languages, rules};

/// A stem of fewer letters is too often the beginning of another word.
const SHORTEST_STEM: usize = 3;
/// Of a name of several words whose forms have variants, so many are looked for.
const MOST_FORMS: usize = 12;
/// An abbreviation takes the endings of languages that have many; a bare `s` behind one is a plural.
const MANY_ENDINGS: usize = 6;

/// How words with one ending bend.
pub(super) struct Bend {
    words: Bent,
    of: Ending,
    /// By case, the forms that stand for the ending; of `last` the stems, as one case.
    cases: Vec<Vec<&'static str>>,
    pub(super) endings: Vec<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bent {
    Last,
    Each,
    Inner,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Letters(&'static str),
    Consonant,
    Vowel,
    Any,
}

impl Bend {
    pub(super) fn read(kind: &str, items: &'static str) -> Option<Self> {
        let words = match kind {
            "last" => Bent::Last,
            "each" => Bent::Each,
            "inner" => Bent::Inner,
            _ => return None,
        };
        let (ending, forms) = items.split_once(':')?;
        let (forms, endings) = forms.split_once('+').unwrap_or((forms, ""));
        let of = match ending {
            "C" => Ending::Consonant,
            "V" => Ending::Vowel,
            "*" => Ending::Any,
            letters => Ending::Letters(letters),
        };

        let cases = match words {
            Bent::Last => vec![forms.split_whitespace().collect()],
            _ => forms.split_whitespace().map(|case| case.split('/').collect()).collect(),
        };
        Some(Bend { words, of, cases, endings: endings.split_whitespace().collect() })
    }

    /// How well the rule fits a word: the longer its ending the better.
    fn fit(&self, word: &str) -> Option<usize> {
        let last = word.chars().next_back()?;
        match self.of {
            Ending::Letters(letters) => word.ends_with(letters).then_some(2 + letters.len()),
            // A rule for any consonant is one for those of the alphabet of its forms.
            _ if !self.has_alphabet_of(last) => None,
            Ending::Consonant => (last.is_lowercase() && !is_vowel(last)).then_some(1),
            Ending::Vowel => is_vowel(last).then_some(1),
            Ending::Any => last.is_lowercase().then_some(0),
        }
    }

    fn has_alphabet_of(&self, c: char) -> bool {
        let mut forms = self.cases.iter().flatten().chain(&self.endings);
        let letter = forms.find_map(|form| form.chars().find(|c| c.is_alphabetic()));
        letter.is_none_or(|letter| alphabet(letter) == alphabet(c))
    }

    /// The word with a form in the place of its ending.
    fn form(&self, word: &str, form: &str) -> String {
        // `-` is the word itself where the rule is for many endings, and nothing where it is for
        // one, of which the form takes the place.
        let (kept, form) = match self.of {
            Ending::Letters(letters) if self.words != Bent::Last || !form.starts_with('-') => {
                (&word[..word.len() - letters.len()], form.trim_start_matches('-'))
            }
            _ => (word, form.trim_start_matches('-')),
        };
        format!("{kept}{form}")
    }
}

/// Latin, Greek, Cyrillic or another, by the block of a letter.
fn alphabet(c: char) -> u32 {
    match c {
        '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => 0,
        _ => u32::from(c) >> 8,
    }
}

fn is_vowel(c: char) -> bool {
    "aeiouyáéíóúýàèìòùâêîôûäëïöüåøæõőűāēīōūėęąįųаеёиоуыэюяіїєάαέεήηίιόούυώω".contains(c)
}

/// A form in which a name is found.
pub(in crate::reading::annotate) struct Form {
    pub(in crate::reading::annotate) text: String,
    pub(in crate::reading::annotate) languages: Languages,
    /// The rule whose endings follow; none where the form is whole.
    pub(in crate::reading::annotate) rule: Option<u16>,
}

/// The forms of a name in some languages, itself not among them.
pub(in crate::reading::annotate) fn forms(
    name: &str,
    is_persons: bool,
    among: Languages,
) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut done: Vec<(Languages, Bent)> = Vec::new();
    for rule in &rules().rules {
        let Change::Bend(bend) = &rule.change else {
            continue;
        };
        let group = (rule.languages, bend.words);
        if !rule.languages.meets(among) || done.contains(&group) {
            continue;
        }
        done.push(group);

        let languages = rule.languages.and(among);
        match bend.words {
            Bent::Last => add_stems(name, rule.languages, languages, &mut forms),
            Bent::Each => add_cases(name, group, languages, &mut forms),
            // `Rote` may bend, `Rutte` does not.
            Bent::Inner if is_persons => {}
            Bent::Inner => add_cases(name, group, languages, &mut forms),
        }
    }
    forms
}

/// The rule of a group that fits a word best, with its number.
fn best(word: &str, (languages, words): (Languages, Bent)) -> Option<(usize, &'static Bend)> {
    let mut best: Option<(usize, usize, &Bend)> = None;
    for (number, rule) in rules().rules.iter().enumerate() {
        let Change::Bend(bend) = &rule.change else {
            continue;
        };
        if rule.languages != languages || bend.words != words {
            continue;
        }
        if let Some(fit) = bend.fit(word)
            && best.is_none_or(|(known, ..)| known < fit)
        {
            best = Some((fit, number, bend));
        }
    }
    best.map(|(_, number, bend)| (number, bend))
}

/// Whether a word of a name bends: begun with a capital, and not all in capitals.
fn bends(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
        && word.chars().count() >= SHORTEST_STEM
        && word.chars().all(|c| c.is_alphabetic() || c == '-')
}

fn add_stems(name: &str, of: Languages, languages: Languages, forms: &mut Vec<Form>) {
    let (before, word) = name
        .rsplit_once(' ')
        .map_or(("", name), |(_, word)| (&name[..name.len() - word.len()], word));
    let is_short = word.chars().count() < SHORTEST_STEM;
    let is_abbreviation = word.chars().all(char::is_uppercase) && !word.is_empty();
    if is_short && !is_abbreviation {
        return;
    }

    if is_abbreviation {
        if let Some(number) = rule_of_abbreviations(word, of) {
            let rule = u16::try_from(number).ok();
            forms.push(Form { text: name.to_owned(), languages, rule });
        }
        return;
    }

    let Some((number, bend)) = best(word, (of, Bent::Last)).filter(|_| bends(word)) else {
        return;
    };
    for stem in bend.cases.iter().flatten() {
        let stem = bend.form(word, stem);
        if before.is_empty() && stem.chars().count() < SHORTEST_STEM {
            continue;
        }
        let rule = u16::try_from(number).ok();
        forms.push(Form { text: format!("{before}{stem}"), languages, rule });
    }
}

/// The number of the rule whose endings an abbreviation takes.
fn rule_of_abbreviations(word: &str, of: Languages) -> Option<usize> {
    let first = word.chars().next()?;
    rules().rules.iter().rposition(|rule| match &rule.change {
        Change::Bend(bend) => {
            rule.languages == of
                && bend.endings.len() >= MANY_ENDINGS
                && bend.has_alphabet_of(first)
        }
        _ => false,
    })
}

fn add_cases(name: &str, group: (Languages, Bent), languages: Languages, forms: &mut Vec<Form>) {
    let words: Vec<&str> = name.split(' ').collect();
    let mut rules_of: Vec<Option<&Bend>> = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let is_fixed = group.1 == Bent::Inner && index + 1 == words.len();
        let found = best(word, group).filter(|_| bends(word) && !is_fixed);
        rules_of.push(found.map(|(_, bend)| bend));
    }
    let n_cases = rules_of.iter().flatten().map(|bend| bend.cases.len()).max().unwrap_or(0);

    for case in 0..n_cases {
        let mut texts = vec![String::new()];
        for (word, bend) in words.iter().zip(&rules_of) {
            let of_word: Vec<String> =
                match bend.and_then(|bend| Some((bend, bend.cases.get(case)?))) {
                    Some((bend, forms)) => forms.iter().map(|form| bend.form(word, form)).collect(),
                    None => vec![(*word).to_owned()],
                };
            let mut longer = Vec::new();
            for text in &texts {
                for form in &of_word {
                    let space = if text.is_empty() { "" } else { " " };
                    longer.push(format!("{text}{space}{form}"));
                }
            }
            longer.truncate(MOST_FORMS);
            texts = longer;
        }
        for text in texts {
            let is_known =
                forms.iter().any(|form| form.text == text && form.languages == languages);
            if text != name && !is_known && text.chars().count() >= SHORTEST_STEM {
                forms.push(Form { text, languages, rule: None });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::is_ending;
    use super::*;

    fn texts(name: &str, tag: &str) -> Vec<String> {
        let languages = Languages::named(&[tag]);
        forms(name, true, languages).into_iter().map(|form| form.text).collect()
    }

    #[test]
    fn words_of_a_name_bend_in_the_same_case() {
        let russian = texts("Пётр Велин", "ru");
        for form in ["Пётра Велина", "Пётру Велину", "Пётром Велиным"]
        {
            assert!(russian.iter().any(|text| text == form), "{form} in {russian:?}");
        }
        assert!(!russian.iter().any(|text| text == "Пётру Велина"));
        assert!(texts("Morava", "pl").iter().any(|text| text == "Morawie" || text == "Moravie"));
        assert!(texts("Βελμόρα", "el").iter().any(|text| text == "Βελμόρας"));
        assert!(texts("НАТО", "ru").is_empty());
    }

    #[test]
    fn the_last_word_bends_by_its_stem_and_a_list_of_endings() {
        let finnish = forms("Ruovi", true, Languages::named(&["fi"]));
        let stem = finnish.iter().find(|form| form.text == "Ruove").expect("a stem");
        let rule = stem.rule.expect("endings");
        assert!(is_ending(rule, "ssa") && !is_ending(rule, "laiset") && !is_ending(rule, ""));
    }
}
