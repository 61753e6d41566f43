//! The kinds of entity a site knows: those built in, one line each in `KINDS`, and those that `oratory.toml` declares.
//!
//! **Invariant:** nothing outside this room asks *which* kind an entity has; it asks what the kind says of itself.
//! A kind gets its front-matter key, folder, index, pages, feed and exports from this struct alone.

mod initiatives;
mod people;
mod places;

use crate::base::words::Words;

/// Index of a kind in [`Kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u8);

/// A fact that entity files of a kind may state beside what all may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// `sort_name`: `Wang, Yi`.
    SortName,
    /// `roles: [{role, organization, from, until}]` (Popolo Membership).
    Roles,
    /// `born` and `died`.
    Lifetime,
    /// `coordinates: [lon, lat]` (Linked Places, GeoJSON order).
    Coordinates,
    /// `country`.
    Country,
    /// `started`.
    Started,
    /// `proposed_by`.
    ProposedBy,
}

/// A kind of entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Front-matter key, folder under `content/` and of the site: `people`.
    pub key: String,
    /// One of them: `person`; CSS class suffix and the `kind` of exports.
    pub singular: String,
    /// Plural label for readers; built-in kinds have theirs in the theme's strings.
    pub label: Option<Words>,
    /// Facts that its files may state.
    pub facts: &'static [Fact],
    /// Its schema.org type.
    pub schema_type: &'static str,
    /// Whether names are of people: a hyphen then joins two names into another (`Smith-Jones`).
    pub personal: bool,
}

/// A built-in kind, as its file states it.
pub(crate) struct BuiltIn {
    key: &'static str,
    singular: &'static str,
    facts: &'static [Fact],
    schema_type: &'static str,
    personal: bool,
}

/// The built-in kinds, in the order of their pages.
pub(crate) const KINDS: &[BuiltIn] = &[people::KIND, places::KIND, initiatives::KIND];

/// Facts of a site's own kinds: whatever is not peculiar to people.
const OWN_FACTS: &[Fact] =
    &[Fact::SortName, Fact::Coordinates, Fact::Country, Fact::Started, Fact::ProposedBy];

/// Names that no kind may take: they are folders of the site or keys of front matter.
pub(crate) const RESERVED: &[&str] = &[
    "speeches", "speech", "assets", "feeds", "data", "about", "search", "index", "title", "date",
    "type", "event", "location", "speaker", "role", "speakers", "sources", "license", "changes",
    "draft", "aliases", "extra",
];

/// All kinds of a site: built-in ones first, its own after, in the order of its configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(Vec<Kind>);

impl Default for Kinds {
    fn default() -> Self {
        let kind = |built_in: &BuiltIn| Kind {
            key: built_in.key.to_owned(),
            singular: built_in.singular.to_owned(),
            label: None,
            facts: built_in.facts,
            schema_type: built_in.schema_type,
            personal: built_in.personal,
        };
        Kinds(KINDS.iter().map(kind).collect())
    }
}

impl Kinds {
    /// Adds a kind of the site's own.
    pub fn add(&mut self, key: String, singular: String, label: Option<Words>) {
        let schema_type = if key == "organizations" { "Organization" } else { "Thing" };
        self.0.push(Kind { key, singular, label, facts: OWN_FACTS, schema_type, personal: false });
    }

    /// All kinds with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.0
            .iter()
            .enumerate()
            .map(|(index, kind)| (KindId(u8::try_from(index).unwrap_or(u8::MAX)), kind))
    }

    /// The kind with this id.
    #[must_use]
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.0[usize::from(id.0)]
    }

    /// The kind with this key.
    #[must_use]
    pub fn named(&self, key: &str) -> Option<KindId> {
        self.iter().find(|(_, kind)| kind.key == key).map(|(id, _)| id)
    }

    /// How many kinds there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}
