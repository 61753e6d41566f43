//! Words by which names are told from other words, and people from places: the lists in
//! `lexicon/`, written as those of `base/lexicon`.
//!
//! **Invariant:** facts of languages alone; no word of any document or site.

use crate::base::lexicon::{given_names, group, items, months, titles_before};
use std::collections::BTreeSet;
use std::sync::LazyLock;

type Words = BTreeSet<&'static str>;

/// What is known of names in alphabets that have capitals.
pub(super) struct LatinLists {
    /// Small words within names: `Ministry of Justice`, `Ursula von der Leyen`.
    pub(super) connecting: Words,
    /// The same in front of family names.
    pub(super) particles: Words,
    /// What begins sentences, or always has a capital, and begins no name.
    pub(super) openers: Words,
    /// What has a capital and names nobody: days, months, peoples, languages, offices.
    pub(super) generic: Words,
    /// What belongs to a title behind it: `Prime Minister`.
    pub(super) before_titles: Words,
    pub(super) given_names: Words,
    /// Countries, regions, and cities whose names nobody bears.
    pub(super) countries: Words,
    /// Last words of names of places.
    pub(super) places: Words,
    /// Last words of names of initiatives.
    pub(super) initiatives: Words,
    /// Last words of names of organizations, or first ones in front of `of`.
    pub(super) organizations: Words,
}

pub(super) fn latin_lists() -> &'static LatinLists {
    static LISTS: LazyLock<LatinLists> = LazyLock::new(|| {
        let small = include_str!("lexicon/connecting.txt");
        let [word, particle, label] = ["word", "particle", "label"].map(|name| group(small, name));

        let before_titles = words(include_str!("lexicon/before-titles.txt"));
        // An office or a month alone names nobody either.
        let mut generic = words(include_str!("lexicon/generic.txt"));
        generic.extend(&before_titles);
        generic.extend(titles_before());
        generic.extend(months().iter().map(|month| month.name));

        LatinLists {
            connecting: word.into_iter().chain(particle.iter().copied()).collect(),
            particles: particle.iter().copied().chain(label).collect(),
            openers: words(include_str!("lexicon/openers.txt")),
            generic,
            before_titles,
            given_names: given_names().clone(),
            countries: words(include_str!("lexicon/countries.txt")),
            places: words(include_str!("lexicon/places.txt")),
            initiatives: words(include_str!("lexicon/initiatives.txt")),
            organizations: words(include_str!("lexicon/organizations.txt")),
        }
    });
    &LISTS
}

/// What is known of names in Han text.
pub(super) struct HanLists {
    /// Countries, regions, seas and cities, in simplified characters.
    pub(super) places: Words,
    /// Last words of names of initiatives.
    pub(super) initiatives: Words,
    /// What makes no name in front of such a word.
    pub(super) vague: Words,
    /// Whole names of bodies, in simplified characters.
    pub(super) bodies: Words,
    /// What names of organizations end with, of two characters and more.
    pub(super) organizations: Words,
    /// The same of one character.
    pub(super) offices: Words,
    /// What makes no name in front of these.
    pub(super) no_organization: Words,
    /// Characters for what a place is, which the dictionary cuts off from its name.
    pub(super) divisions: String,
    /// Last characters of places.
    pub(super) place_ends: String,
    /// First characters of such words where they name no place in particular: `各国`.
    pub(super) no_place: String,
    /// Characters that are in no name.
    pub(super) nameless: String,
}

pub(super) fn han_lists() -> &'static HanLists {
    static LISTS: LazyLock<HanLists> = LazyLock::new(|| {
        let characters = include_str!("lexicon/han-characters.txt");
        let [divisions, place_ends, no_place, nameless] =
            ["division", "place", "no-place", "nameless"]
                .map(|name| group(characters, name).concat());

        let organizations = include_str!("lexicon/han-organizations.txt");
        let [bodies, ends, offices, no_organization] = ["body", "end", "short", "vague"]
            .map(|name| group(organizations, name).into_iter().collect());

        HanLists {
            bodies,
            organizations: ends,
            offices,
            no_organization,
            places: words(include_str!("lexicon/han-places.txt")),
            initiatives: words(include_str!("lexicon/han-initiatives.txt")),
            vague: words(include_str!("lexicon/han-vague.txt")),
            divisions,
            place_ends,
            no_place,
            nameless,
        }
    });
    &LISTS
}

fn words(list: &'static str) -> Words {
    items(list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_its_items() {
        let (latin, han) = (latin_lists(), han_lists());
        for list in [
            &latin.connecting,
            &latin.particles,
            &latin.openers,
            &latin.generic,
            &latin.before_titles,
            &latin.given_names,
            &latin.countries,
            &latin.places,
            &latin.initiatives,
            &latin.organizations,
            &han.places,
            &han.initiatives,
            &han.vague,
            &han.bodies,
            &han.organizations,
            &han.offices,
            &han.no_organization,
        ] {
            assert!(list.len() >= 5, "{list:?}");
        }
        for characters in [&han.divisions, &han.place_ends, &han.no_place, &han.nameless] {
            assert!(characters.chars().count() >= 5, "{characters}");
        }
        assert!(latin.connecting.contains("of") && !latin.particles.contains("of"));
        assert!(latin.generic.contains("May") && latin.generic.contains("Mayor"));
    }
}
