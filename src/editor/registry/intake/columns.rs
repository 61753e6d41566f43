//! Columns of a table, and variables of a query, by their names → what they say of an entity.
//!
//! Names are those of front matter, of Wikidata’s query service (`itemLabel`, `itemAltLabel`) and
//! of Popolo; case, spaces and hyphens make no difference.

use crate::base::lang::Lang;
use crate::reading::kinds::{Fact, FactType, Kinds};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) what: What,
    /// The language of names, descriptions and words.
    pub(super) lang: Option<Lang>,
}

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
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
const NAMES: &[(&str, What)] = &[
    ("id", What::Id),
    ("kind", What::Kind),
    ("type", What::Kind),
    ("name", What::Name),
    ("label", What::Name),
    ("itemlabel", What::Name),
    ("title", What::Name),
    ("aliases", What::Aliases),
    ("alias", What::Aliases),
    ("altlabel", What::AltLabels),
    ("itemaltlabel", What::AltLabels),
    ("other_names", What::Aliases),
    ("description", What::Description),
    ("itemdescription", What::Description),
    ("lat", What::Latitude),
    ("latitude", What::Latitude),
    ("lon", What::Longitude),
    ("lng", What::Longitude),
    ("longitude", What::Longitude),
];

/// What the column called `header` is about; none if nothing that is known.
pub(super) fn column(header: &str, kinds: &Kinds) -> Option<Column> {
    let plain = header.trim().trim_start_matches('?').to_lowercase().replace([' ', '-'], "_");
    if let Some(what) = exact(&plain, kinds) {
        return Some(Column { what, lang: None });
    }

    // `name_zh`, `name_zh_hant`, `itemLabel_en`: what is behind the last name of a column that fits
    // is a language.
    for (at, _) in plain.match_indices('_') {
        let Some(what) = exact(&plain[..at], kinds) else {
            continue;
        };
        let lang = Some(Lang::parse(&plain[at + 1..].replace('_', "-"))?);
        let has_versions = match &what {
            What::Name | What::Aliases | What::AltLabels | What::Description => true,
            What::Fact(fact) => fact.value == FactType::Words,
            What::Id | What::Kind | What::Latitude | What::Longitude => false,
        };
        return has_versions.then_some(Column { what, lang });
    }
    None
}

/// A column by its whole name. A fact that a site declares goes before what the name means
/// elsewhere: `title` of a treaty.
fn exact(name: &str, kinds: &Kinds) -> Option<What> {
    // Roles have no form in one cell; Popolo brings them.
    let fact = kinds.find_fact(|fact| fact.is_column(name) && fact.value != FactType::Role);
    if let Some(fact) = fact {
        return Some(What::Fact(fact.clone()));
    }
    let (_, what) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(what.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::kinds::facts;

    #[test]
    fn columns_are_known_by_many_names() {
        let kinds = Kinds::default();
        let column = |header: &str| column(header, &kinds);
        let name = |lang| Some(Column { what: What::Name, lang });
        let born = || Some(Column { what: What::Fact(facts::BORN), lang: None });
        let zh = Lang::parse("zh-Hant");
        assert_eq!((column("itemLabel"), column("Name zh-Hant")), (name(None), name(zh)));
        assert_eq!(
            (column("Date of Birth".replace(' ', "").as_str()), column("?dob")),
            (born(), born())
        );
        assert_eq!((column("notes"), column("born_in_zh"), column("name_x!")), (None, None, None));
    }
}
