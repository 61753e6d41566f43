//! Columns of a table, and variables of a query, by their names → what they say of an entity.
//!
//! Names are those of front matter, of Wikidata’s query service (`itemLabel`, `itemAltLabel`) and
//! of Popolo; case, spaces and hyphens make no difference.

use crate::base::lang::Lang;
use crate::reading::kinds::{Fact, FactType, Kinds};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) about: About,
    /// The language of names, descriptions and words.
    pub(super) lang: Option<Lang>,
}

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    Id,
    Kind,
    Name,
    Aliases,
    /// The same, divided by commas, as Wikidata’s query service gives them.
    AltLabels,
    Description,
    Fact(Fact),
    /// Half of a point, in degrees.
    Latitude,
    Longitude,
}

/// Names of columns of what is not a fact, without what says a language. Facts know their own.
const NAMES: &[(About, &[&str])] = &[
    (About::Id, &["id"]),
    (About::Kind, &["kind", "type"]),
    (About::Name, &["name", "label", "itemlabel", "title"]),
    (About::Aliases, &["aliases", "alias", "other_names"]),
    (About::AltLabels, &["altlabel", "itemaltlabel"]),
    (About::Description, &["description", "itemdescription"]),
    (About::Latitude, &["lat", "latitude"]),
    (About::Longitude, &["lon", "lng", "longitude"]),
];

/// What the column called `header` is about; none if nothing that is known.
pub(super) fn column(header: &str, kinds: &Kinds) -> Option<Column> {
    let plain = header.trim().trim_start_matches('?').to_lowercase().replace([' ', '-'], "_");
    if let Some(about) = exact(&plain, kinds) {
        return Some(Column { about, lang: None });
    }

    // `name_zh`, `name_zh_hant`, `itemLabel_en`: what is behind the last name of a column that fits
    // is a language.
    for (at, _) in plain.match_indices('_') {
        let Some(about) = exact(&plain[..at], kinds) else {
            continue;
        };
        let lang = Some(Lang::parse(&plain[at + 1..].replace('_', "-"))?);
        let has_versions = match &about {
            About::Name | About::Aliases | About::AltLabels | About::Description => true,
            About::Fact(fact) => fact.value == FactType::Words,
            About::Id | About::Kind | About::Latitude | About::Longitude => false,
        };
        return has_versions.then_some(Column { about, lang });
    }
    None
}

/// A column by its whole name. A fact that a site declares goes before what the name means
/// elsewhere: `title` of a treaty.
fn exact(name: &str, kinds: &Kinds) -> Option<About> {
    // Roles have no form in one cell; Popolo brings them.
    let fact = kinds.find_fact(|fact| fact.is_column(name) && fact.value != FactType::Role);
    if let Some(fact) = fact {
        return Some(About::Fact(fact.clone()));
    }
    let (about, _) = NAMES.iter().find(|(_, names)| names.contains(&name))?;
    Some(about.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::kinds::facts;

    #[test]
    fn columns_are_known_by_many_names() {
        let kinds = Kinds::default();
        let column = |header: &str| column(header, &kinds);
        let name = |lang| Some(Column { about: About::Name, lang });
        let born = || Some(Column { about: About::Fact(facts::BORN), lang: None });
        let zh = Lang::parse("zh-Hant");
        assert_eq!((column("itemLabel"), column("Name zh-Hant")), (name(None), name(zh)));
        assert_eq!(
            (column("Date of Birth".replace(' ', "").as_str()), column("?dob")),
            (born(), born())
        );
        assert_eq!((column("notes"), column("born_in_zh"), column("name_x!")), (None, None, None));
    }
}
