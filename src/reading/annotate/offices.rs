//! The name of an office in Chinese, and the country before it → whether it is another country's:
//! `外交部` in `韩国外交部` is not that of China.
//!
//! **Invariant:** only a name that its owner also bears with a country before it (`中国外交部`) is
//! refused, and only behind another country. An office that is called nothing else is whose it is said
//! to be: `国防部` in `美国国防部`.

use super::names::Claim;
use super::searcher::Searcher;
use crate::base::letters::{fold_name, is_han};
use crate::reading::corpus::EntityId;
use std::ops::Range;

/// Countries for short that end no common word; `日` ends `近日`, `加` `参加`, `法` `依法`.
const FOR_SHORT: [char; 4] = ['美', '俄', '英', '韩'];
/// The longest name of a country that is looked for before an office, in characters.
const LONGEST_COUNTRY: usize = 10;

impl Searcher<'_> {
    /// Whether what stands before the name at `range` makes it the office of another country.
    pub(super) fn is_others_office(&self, text: &str, range: &Range<usize>, string: u32) -> bool {
        let (name, before) = (&text[range.clone()], &text[..range.start]);
        if !name.starts_with(is_han) || !before.ends_with(is_han) {
            return false;
        }
        let own = self.names.countries(string, || self.own_countries(string));
        if own.is_empty() {
            return false;
        }

        let last = before.chars().next_back().filter(|last| FOR_SHORT.contains(last));
        if last.is_some_and(|last| !own.iter().any(|country| country.contains(last))) {
            return true;
        }
        self.countries_at_end(before).any(|(written, country)| {
            let kind = |country: &EntityId| self.corpus.entity(*country).kind;
            let of_kind = own.iter().flat_map(|own| self.bearers_of(own));
            let is_own = own.iter().any(|own| own.ends_with(&fold_name(written)));
            !is_own && of_kind.into_iter().any(|own| own != country && kind(&own) == kind(&country))
        })
    }

    /// What all who claim a string are also called with before it; nothing where one is called
    /// nothing longer.
    fn own_countries(&self, string: u32) -> Vec<String> {
        let office = self.names.text(string);
        let mut countries = Vec::new();
        for claim in self.names.claims(string) {
            let Claim::Alias { entity, .. } = claim else {
                continue;
            };
            let longer = self.names_of(*entity).iter().filter_map(|name| {
                let country = name.strip_suffix(office)?;
                (!country.is_empty()).then(|| country.to_owned())
            });
            let n_known = countries.len();
            countries.extend(longer);
            if countries.len() == n_known {
                return Vec::new();
            }
        }
        countries
    }

    /// The names of the site with which a text ends, and who bears them.
    fn countries_at_end<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, EntityId)> {
        let starts = text.char_indices().rev().map(|(start, _)| start);
        starts.take(LONGEST_COUNTRY).skip(1).flat_map(move |start| {
            let written = &text[start..];
            self.bearers_of(written).into_iter().map(move |entity| (written, entity))
        })
    }

    /// Who claims a name.
    fn bearers_of(&self, name: &str) -> Vec<EntityId> {
        let Some(string) = self.names.find(name) else {
            return Vec::new();
        };
        let mut bearers = Vec::new();
        for claim in self.names.claims(string) {
            if let Claim::Alias { entity, .. } = claim {
                bearers.push(*entity);
            }
        }
        bearers
    }
}
