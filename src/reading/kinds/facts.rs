//! The registry of facts: what an entity's file may state of it beside its names and its text.
//!
//! A [`Fact`] is data: its key in front matter, the type of its values, its label, and what it is
//! called elsewhere. Parsing, pages, exports, `import entities`, merging, renaming and `new` are
//! loops over it.
//!
//! **Invariant:** on one site a key has one type, whichever kinds may state it, so a column of a
//! table can be read before it is known of which kind a row is.
//! **Invariant:** the order of a kind's facts is the order in which they are shown, exported and
//! offered.
//!
//! Knows nothing of values: they are in `corpus`, and read in `parse`.

use super::KindId;
use crate::base::lang::Lang;
use crate::base::words::Words;
use std::borrow::Cow;

/// What the values of a fact are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactType {
    /// A day, a month or a year.
    Date,
    /// Text that is the same in every language.
    Text,
    /// Text that may be written in several languages.
    Words,
    /// A decimal number, kept as it is written.
    Number,
    /// The id of an entity, of this kind if one is named.
    Reference(Option<KindId>),
    /// Longitude and latitude in degrees.
    Point,
    /// An absolute address.
    Link,
    /// An office with its organization and dates (Popolo Membership).
    Role,
}

/// The words by which `oratory.toml` names a type. A reference gets its kind from a key beside it;
/// roles are built in only.
pub(crate) const TYPES: &[(&str, FactType)] = &[
    ("date", FactType::Date),
    ("text", FactType::Text),
    ("words", FactType::Words),
    ("number", FactType::Number),
    ("reference", FactType::Reference(None)),
    ("point", FactType::Point),
    ("link", FactType::Link),
];

/// What a fact is called on pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Label {
    /// By language tag, English first. A theme that has a word under the fact's key shows that
    /// instead.
    BuiltIn(&'static [(&'static str, &'static str)]),
    /// As a site declares it; without words the key serves.
    Own(Option<Words>),
}

/// A fact that files of a kind may state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its key in front matter, exports and views, and the name of its column in a table.
    pub(crate) key: Cow<'static, str>,
    pub(crate) value: FactType,
    /// Whether there may be several values, written as a list.
    pub(crate) is_list: bool,
    pub(crate) label: Label,
    /// Whether the table of facts on the entity's page has it.
    pub(crate) is_shown: bool,
    /// Further names of its column in tables and query results.
    pub(crate) columns: &'static [&'static str],
    /// Its field in Popolo, for people and organizations.
    pub(crate) popolo: Option<&'static str>,
    /// Its property in schema.org.
    pub(crate) schema_org: Option<&'static str>,
    /// What `new` writes behind the key, and what it says of it.
    pub(crate) example: (&'static str, &'static str),
}

impl Fact {
    /// The part that most facts have in common: one value, shown, without a name elsewhere.
    const fn new(
        key: &'static str,
        value: FactType,
        label: &'static [(&'static str, &'static str)],
    ) -> Self {
        Fact {
            key: Cow::Borrowed(key),
            value,
            is_list: false,
            label: Label::BuiltIn(label),
            is_shown: true,
            columns: &[],
            popolo: None,
            schema_org: None,
            example: ("…", ""),
        }
    }

    const fn list(mut self) -> Self {
        self.is_list = true;
        self
    }

    const fn hidden(mut self) -> Self {
        self.is_shown = false;
        self
    }

    const fn columns(mut self, names: &'static [&'static str]) -> Self {
        self.columns = names;
        self
    }

    const fn popolo(mut self, field: &'static str) -> Self {
        self.popolo = Some(field);
        self
    }

    const fn schema_org(mut self, property: &'static str) -> Self {
        self.schema_org = Some(property);
        self
    }

    const fn example(mut self, value: &'static str, note: &'static str) -> Self {
        self.example = (value, note);
        self
    }

    /// A fact that a site declares for one of its kinds.
    pub(crate) fn declared(
        key: String,
        value: FactType,
        is_list: bool,
        label: Option<Words>,
    ) -> Self {
        let example = match (value, is_list) {
            (_, true) => ("[]", ""),
            (FactType::Date, false) => ("2024-03-07", "a day, a month or a year"),
            (FactType::Words, false) => ("{en: …, zh: …}", ""),
            (FactType::Number, false) => ("1", ""),
            (FactType::Reference(_), false) => ("…", "id of an entity"),
            (FactType::Point, false) => ("[116.4, 39.9]", "longitude, latitude"),
            (FactType::Link, false) => ("https://…", ""),
            (FactType::Text | FactType::Role, false) => ("…", ""),
        };
        Fact {
            key: Cow::Owned(key),
            is_list,
            label: Label::Own(label),
            example,
            ..Fact::new("", value, &[])
        }
    }

    /// The label for readers of `lang`, unless a theme has a word of its own.
    pub(crate) fn label(&self, lang: &Lang) -> String {
        match &self.label {
            Label::Own(Some(words)) => words.text(lang).to_owned(),
            Label::Own(None) => words_of(&self.key),
            Label::BuiltIn(words) => {
                let own = words.iter().find(|(tag, _)| *tag == lang.primary());
                let word = own.or(words.first()).map(|(_, word)| *word);
                word.map_or_else(|| words_of(&self.key), str::to_owned)
            }
        }
    }

    /// Whether a column of this name, in small letters with `_` between words, states it.
    pub(crate) fn is_column(&self, name: &str) -> bool {
        self.key == name || self.columns.contains(&name)
    }

    /// Whether its values are written without quotes in front matter.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self.value, FactType::Date | FactType::Number | FactType::Point)
    }
}

/// `Entry into force` of `entry_into_force`.
fn words_of(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => words,
    }
}

/// It says where a name is found in an index, not something that a reader wants to know.
pub(crate) const SORT_NAME: Fact = Fact::new("sort_name", FactType::Text, &[])
    .hidden()
    .popolo("sort_name")
    .example("…", "how it is sorted: Halloway, Ines");

pub(crate) const ROLES: Fact =
    Fact::new("roles", FactType::Role, &[("en", "Roles"), ("zh", "职务")])
        .list()
        .example("{role: Mayor, organization: …, from: 2022-05-01, until: 2026}", "");

pub(crate) const BORN: Fact = Fact::new("born", FactType::Date, &[("en", "Born"), ("zh", "出生")])
    .columns(&["birth_date", "dateofbirth", "dob"])
    .popolo("birth_date")
    .schema_org("birthDate")
    .example("1953-10-19", "");

pub(crate) const DIED: Fact = Fact::new("died", FactType::Date, &[("en", "Died"), ("zh", "逝世")])
    .columns(&["death_date", "dateofdeath", "dod"])
    .popolo("death_date")
    .schema_org("deathDate");

pub(crate) const COORDINATES: Fact =
    Fact::new("coordinates", FactType::Point, &[("en", "Coordinates"), ("zh", "坐标")])
        .columns(&["coord", "coords"])
        .schema_org("geo")
        .example("[116.4, 39.9]", "longitude, latitude");

pub(crate) const COUNTRY: Fact =
    Fact::new("country", FactType::Words, &[("en", "Country"), ("zh", "国家")])
        .columns(&["countrylabel"])
        .example("CN", "");

pub(crate) const STARTED: Fact =
    Fact::new("started", FactType::Date, &[("en", "Begun"), ("zh", "起始")])
        .columns(&["inception", "founding_date"])
        .popolo("founding_date")
        .example("2013-09-07", "");

pub(crate) const ENDED: Fact =
    Fact::new("ended", FactType::Date, &[("en", "Ended"), ("zh", "结束")])
        .columns(&["dissolution_date"])
        .popolo("dissolution_date");

pub(crate) const PROPOSED_BY: Fact =
    Fact::new("proposed_by", FactType::Reference(None), &[("en", "Proposed by"), ("zh", "提出者")])
        .example("…", "id of a person");

pub(crate) const PART_OF: Fact =
    Fact::new("part_of", FactType::Reference(None), &[("en", "Part of"), ("zh", "属于")])
        .example("…", "id of an entity");

pub(crate) const RELATED: Fact =
    Fact::new("related", FactType::Reference(None), &[("en", "Related"), ("zh", "相关")])
        .list()
        .example("[]", "ids of entities");

pub(crate) const SAME_AS: Fact =
    Fact::new("same_as", FactType::Link, &[("en", "Elsewhere"), ("zh", "外部链接")])
        .list()
        .columns(&["sameas", "item", "wikidata", "uri"])
        .schema_org("sameAs")
        .example("['https://www.wikidata.org/wiki/Q…']", "");

/// Facts that entities of every kind may state, behind those of their kind.
pub(super) const OF_ALL_KINDS: &[Fact] = &[PART_OF, RELATED, SAME_AS];

/// Facts of a site's own kinds: whatever is not peculiar to people.
pub(super) const OF_OWN_KINDS: &[Fact] =
    &[SORT_NAME, COORDINATES, COUNTRY, STARTED, ENDED, PROPOSED_BY];

/// Keys that no fact may have: other fields of an entity's file, and of its record in the data
/// files.
pub(crate) const RESERVED_KEYS: &[&str] = &[
    "id",
    "kind",
    "name",
    "aliases",
    "not",
    "description",
    "redirects",
    "extra",
    "image",
    "paths",
    "n_mentions",
    "n_speeches",
    "first",
    "last",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_in_the_language_of_the_reader_or_made_of_the_key() {
        let lang = |tag| Lang::parse(tag).unwrap();
        assert_eq!(BORN.label(&lang("zh-Hant")), "出生");
        assert_eq!(BORN.label(&lang("fr")), "Born");
        let own = Fact::declared("entry_into_force".to_owned(), FactType::Date, false, None);
        assert_eq!(own.label(&lang("en")), "Entry into force");
    }
}
