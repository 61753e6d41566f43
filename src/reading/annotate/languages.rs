//! What a language does to a name in its texts: the table beside this file → questions about the
//! letters around a name, and the forms in which it is found.
//!
//! **Invariant:** a rule is a line of `lexicon/languages.txt`; nothing here names a language. Knows
//! no entity, and not where in a text a name is.

use crate::base::lang::Lang;
use crate::base::letters::fold_name;
use crate::base::lexicon::items;
use bend::Bend;
use std::sync::LazyLock;

/// Some of the languages of the table, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Languages(u64);

/// The bit of all languages that the table does not have.
const OTHER: u64 = 1 << 63;
/// How many prefixes or particles may follow one another: `وبال…` has two, `에서부터는` three.
const LONGEST_CHAIN: usize = 3;

impl Languages {
    pub(super) const ALL: Languages = Languages(u64::MAX);

    /// The bit of one language.
    pub(super) fn of(lang: &Lang) -> Self {
        let place = rules().languages.iter().position(|known| *known == lang.primary());
        Languages(place.map_or(OTHER, |place| 1 << place))
    }

    /// Those with these primary tags.
    pub(super) fn named(tags: &[&str]) -> Self {
        let known = rules().languages.iter().enumerate();
        let bits = known.filter(|(_, tag)| tags.contains(tag)).map(|(place, _)| 1 << place);
        Languages(bits.sum())
    }

    pub(super) fn add(&mut self, others: Languages) {
        self.0 |= others.0;
    }

    pub(super) fn meets(self, others: Languages) -> bool {
        self.0 & others.0 != 0
    }

    pub(super) fn without(self, others: Languages) -> Self {
        Languages(self.0 & !others.0)
    }

    fn and(self, others: Languages) -> Self {
        Languages(self.0 & others.0)
    }
}

/// A rule of the table.
struct Rule {
    languages: Languages,
    change: Change,
}

enum Change {
    /// Letters before a name that have lost their vowel.
    Elided(Vec<&'static str>),
    /// Letters written before a name.
    Prefix(Vec<&'static str>),
    /// Syllables written behind a name.
    Particle(Vec<&'static str>),
    /// An apostrophe divides a name and its ending.
    Apostrophe,
    /// A small letter and its capital.
    Capital(char, char),
    /// Longer words in which a name is not meant.
    Longer(Vec<&'static str>),
    Bend(Bend),
}

struct Rules {
    /// By bit.
    languages: Vec<&'static str>,
    rules: Vec<Rule>,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| {
        let mut rules = Rules { languages: vec!["en", "zh", "vi"], rules: Vec::new() };
        for line in items(include_str!("lexicon/languages.txt")) {
            rules.read(line);
        }
        rules
    });
    &RULES
}

impl Rules {
    fn read(&mut self, line: &'static str) {
        let Some((tags, rest)) = line.split_once(' ') else {
            return;
        };
        let mut languages = Languages::default();
        for tag in tags.split(',') {
            let place = self.languages.iter().position(|known| *known == tag);
            let place = place.unwrap_or_else(|| {
                self.languages.push(tag);
                self.languages.len() - 1
            });
            languages.add(Languages(1 << place));
        }

        let (kind, items) = rest.split_once(' ').unwrap_or((rest, ""));
        let words = || items.split_whitespace().collect();
        let change = match kind {
            "elided" => Change::Elided(words()),
            "prefix" => Change::Prefix(words()),
            "particle" => Change::Particle(words()),
            "apostrophe" => Change::Apostrophe,
            "capital" => {
                let mut chars = items.chars();
                let (Some(small), Some(capital)) = (chars.next(), chars.next()) else {
                    return;
                };
                Change::Capital(small, capital)
            }
            "longer" if items.contains('|') => Change::Longer(items.split('|').collect()),
            "longer" => Change::Longer(words()),
            _ => match Bend::read(kind, items) {
                Some(bend) => Change::Bend(bend),
                None => return,
            },
        };
        self.rules.push(Rule { languages, change });
    }
}

/// Whether `rest`, the letters behind a stem, are an ending of the rule with this number.
pub(super) fn is_ending(rule: u16, rest: &str) -> bool {
    let rule = rules().rules.get(usize::from(rule)).map(|rule| &rule.change);
    matches!(rule, Some(Change::Bend(bend)) if bend.endings.contains(&rest) || (rest.is_empty() && bend.endings.contains(&"-")))
}

/// Whether a letter before an apostrophe is a word that has lost its vowel, as in `L’Iran`.
pub(super) fn is_elided(letter: &str) -> bool {
    let letter = letter.to_lowercase();
    rules().rules.iter().any(
        |rule| matches!(&rule.change, Change::Elided(words) if words.contains(&letter.as_str())),
    )
}

/// Whether texts in these languages elide vowels before names.
pub(super) fn elides(languages: Languages) -> bool {
    let mut rules = rules().rules.iter();
    rules.any(|rule| rule.languages.meets(languages) && matches!(rule.change, Change::Elided(_)))
}

/// Whether letters before a name are prefixes of the language.
pub(super) fn is_prefix(letters: &str, languages: Languages) -> bool {
    let letters = fold_name(letters);
    let mut prefixes: Vec<&str> = Vec::new();
    for rule in &rules().rules {
        if let Change::Prefix(of) = &rule.change
            && rule.languages.meets(languages)
        {
            prefixes.extend(of);
        }
    }
    !prefixes.is_empty() && is_chain(&letters, &prefixes, LONGEST_CHAIN)
}

/// Whether syllables behind a name are particles, of whatever language has their script.
pub(super) fn are_particles(syllables: &str) -> bool {
    is_chain(syllables, particles(), LONGEST_CHAIN)
}

fn particles() -> &'static [&'static str] {
    static PARTICLES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut particles: Vec<&str> = Vec::new();
        for rule in &rules().rules {
            if let Change::Particle(of) = &rule.change {
                particles.extend(of);
            }
        }
        particles
    });
    &PARTICLES
}

/// Whether a text is nothing but some of these, one behind the other.
fn is_chain(text: &str, links: &[&str], longest: usize) -> bool {
    if text.is_empty() {
        return true;
    }
    longest > 0
        && links.iter().any(|link| {
            text.strip_prefix(link).is_some_and(|rest| is_chain(rest, links, longest - 1))
        })
}

/// Whether small letters behind an apostrophe are an ending.
pub(super) fn ends_at_apostrophe(languages: Languages) -> bool {
    let mut rules = rules().rules.iter();
    rules.any(|rule| rule.languages.meets(languages) && matches!(rule.change, Change::Apostrophe))
}

/// A name in capitals as these languages write it, where that is not as others do.
pub(super) fn capitals(name: &str, among: Languages) -> Option<(String, Languages)> {
    for rule in &rules().rules {
        if let Change::Capital(small, capital) = rule.change
            && rule.languages.meets(among)
            && name.contains(small)
        {
            let name = name.replace(small, &capital.to_string()).to_uppercase();
            return Some((name, rule.languages.and(among)));
        }
    }
    None
}

/// Longer words in which a name is not meant, with the languages that have them.
pub(super) fn longer(among: Languages) -> Vec<(&'static str, Languages)> {
    let mut longer = Vec::new();
    for rule in &rules().rules {
        if let Change::Longer(words) = &rule.change
            && rule.languages.meets(among)
        {
            longer.extend(words.iter().map(|word| (*word, rule.languages)));
        }
    }
    longer
}

mod bend;

pub(super) use bend::forms;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_rule() {
        let n_lines = items(include_str!("lexicon/languages.txt")).count();
        assert_eq!(rules().rules.len(), n_lines);
        assert!(rules().languages.len() < 63, "a bit each, and one for all others");
    }

    #[test]
    fn letters_beside_a_name_are_told_by_language() {
        let (arabic, hebrew) = (Languages::named(&["ar"]), Languages::named(&["he"]));
        assert!(is_prefix("و", arabic) && is_prefix("فب", arabic) && !is_prefix("ت", arabic));
        assert!(is_prefix("וכש", hebrew) && !is_prefix("و", hebrew));
        assert!(are_particles("에서는") && !are_particles("네시아"));
        assert!(is_elided("L") && is_elided("Qu") && !is_elided("O"));
        assert!(ends_at_apostrophe(Languages::named(&["tr"])));
        assert!(!ends_at_apostrophe(Languages::named(&["en"])));
    }
}
