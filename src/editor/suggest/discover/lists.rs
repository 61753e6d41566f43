//! Words that tell what a name is the name of, from the lists in `lists/`, which are written as
//! those of `base/lexicon`.
//!
//! **Invariant:** lists alone, no rules; a list holds a word at most once for those who ask.

use crate::base::lexicon;
use std::collections::BTreeSet;

type Words = BTreeSet<&'static str>;

/// All lists.
pub(super) struct Lists {
    /// Words that stand inside names: `Ministry of Justice`, `Ursula von der Leyen`.
    pub(super) connecting: Words,
    /// Capitalised words that begin sentences, or are always written so, and begin no name.
    pub(super) openers: Words,
    /// Capitalised words that name nobody: days, months, peoples, languages, offices.
    pub(super) generic: Words,
    /// Last words of names of initiatives.
    pub(super) initiatives: Words,
    /// Words of names of organizations, last ones or the first before `of`.
    pub(super) organizations: Words,
    /// Last words of names of places.
    pub(super) places: Words,
    /// Countries, regions, and cities whose names are nobody's.
    pub(super) countries: Words,
    /// Given names.
    pub(super) given_names: Words,
    /// What names of initiatives end with in Han text.
    pub(super) han_initiatives: Words,
    /// What makes no name before such an ending.
    pub(super) han_vague: Words,
    /// Countries, regions, seas and cities in simplified characters.
    pub(super) han_places: Words,
}

impl Default for Lists {
    fn default() -> Self {
        Lists {
            connecting: words(include_str!("lists/connecting.txt")),
            openers: words(include_str!("lists/openers.txt")),
            generic: generic(),
            initiatives: words(include_str!("lists/initiatives.txt")),
            organizations: words(include_str!("lists/organizations.txt")),
            places: words(include_str!("lists/places.txt")),
            countries: words(include_str!("lists/countries.txt")),
            given_names: words(include_str!("lists/given-names.txt")),
            han_initiatives: words(include_str!("lists/han-initiatives.txt")),
            han_vague: words(include_str!("lists/han-vague.txt")),
            han_places: words(include_str!("lists/han-places.txt")),
        }
    }
}

fn words(data: &'static str) -> Words {
    lexicon::items(data).collect()
}

fn generic() -> Words {
    let mut generic = words(include_str!("lists/generic.txt"));
    generic.extend(lexicon::months().iter().map(|month| month.name));
    generic
}

/// Last characters of names of places, of words that the dictionary has as places.
pub(super) const HAN_PLACE_ENDS: &str = "省市州县縣国國岛島洋峡峽";

/// What such words begin with when they name no place in particular: `各国`, `外国`, `城市`.
pub(super) const HAN_NO_PLACE: &str = "两兩外大多三二四五各我本全建强強小邻鄰贵貴他敌敵该該何哪某每這这那城都縣县省海列诸諸异異祖爱愛治立";
