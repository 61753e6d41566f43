//! The kinds of entity a site knows: those built in, one line each in `KINDS`, and those that
//! `oratory.toml` declares.
//!
//! **Invariant:** nothing outside this room asks *which* kind an entity has; it asks what the kind
//! says of itself. A kind gets its front-matter key, folder, index, pages, feed and exports from
//! this struct alone.

mod events;
pub(crate) mod facts;
mod initiatives;
mod organizations;
mod people;
mod places;
mod series;
mod topics;

use crate::base::words::Words;
pub(crate) use facts::{Fact, FactType};

/// Index of a kind in [`Kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u8);

/// A kind of entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Front-matter key, folder under `content/` and of the site: `people`.
    pub key: String,
    /// One of them: `person`; CSS class suffix and the `kind` of exports.
    pub singular: String,
    /// Plural label for readers; built-in kinds have theirs in the theme's strings.
    pub label: Option<Words>,
    /// Facts that its files may state: its own, those of all kinds, those that the site declares.
    pub facts: Vec<Fact>,
    /// What other sources of data call one of them.
    pub also_called: &'static [&'static str],
    /// Its schema.org type.
    pub schema_type: &'static str,
    /// Whether names are of people: a hyphen then joins two names into another (`Smith-Jones`).
    pub personal: bool,
    /// What it says of a speech that it lists one of them.
    pub listing: Listing,
}

/// What a speech says by listing an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// The text names it, or else is about it, which is worth a note: the name may be missing.
    Named,
    /// The speech is on it, in whatever words.
    Subject,
    /// The speech is a part of it, whether or not the text names it.
    Member,
}

/// A built-in kind, as its file states it.
pub(crate) struct BuiltIn {
    key: &'static str,
    singular: &'static str,
    facts: &'static [Fact],
    also_called: &'static [&'static str],
    schema_type: &'static str,
    personal: bool,
    listing: Listing,
}

/// The built-in kinds, in the order of their pages. Those of which a site has no entity leave no
/// trace on it.
pub(crate) const KINDS: &[BuiltIn] = &[
    people::KIND,
    places::KIND,
    initiatives::KIND,
    organizations::KIND,
    events::KIND,
    topics::KIND,
    series::KIND,
];

/// Names that no kind may take: they are folders of the site or keys of front matter.
pub(crate) const RESERVED: &[&str] = &[
    "speeches",
    "speech",
    "assets",
    "feeds",
    "data",
    "about",
    "search",
    "index",
    "title",
    "date",
    "type",
    "event",
    "location",
    "speaker",
    "role",
    "speakers",
    "sources",
    "license",
    "changes",
    "image",
    "recording",
    "draft",
    "embargo",
    "withdrawn",
    "redirects",
    "aliases",
    "extra",
    "ids",
];

/// All kinds of a site: built-in ones first, its own after, in the order of its configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(Vec<Kind>);

impl Default for Kinds {
    fn default() -> Self {
        let mut kinds = Vec::new();
        for built_in in KINDS {
            kinds.push(Kind {
                key: built_in.key.to_owned(),
                singular: built_in.singular.to_owned(),
                label: None,
                facts: with_those_of_all(built_in.facts),
                also_called: built_in.also_called,
                schema_type: built_in.schema_type,
                personal: built_in.personal,
                listing: built_in.listing,
            });
        }
        Kinds(kinds)
    }
}

impl Kinds {
    /// Adds a kind of the site's own.
    pub fn add(&mut self, key: String, singular: String, label: Option<Words>) {
        self.0.push(Kind {
            key,
            singular,
            label,
            facts: with_those_of_all(facts::OF_OWN_KINDS),
            also_called: &[],
            schema_type: "Thing",
            personal: false,
            listing: Listing::Named,
        });
    }

    /// Has a kind be called otherwise, as far as the site says how.
    pub(crate) fn rename(&mut self, id: KindId, singular: Option<String>, label: Option<Words>) {
        let kind = &mut self.0[usize::from(id.0)];
        if let Some(singular) = singular {
            kind.singular = singular;
        }
        kind.label = label.or(kind.label.take());
    }

    /// All kinds with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        // The configuration takes no more kinds than there are ids.
        (0..=u8::MAX).map(KindId).zip(&self.0)
    }

    /// The kind with this id.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.0[usize::from(id.0)]
    }

    /// The kind with this key.
    pub fn named(&self, key: &str) -> Option<KindId> {
        self.iter().find(|(_, kind)| kind.key == key).map(|(id, _)| id)
    }

    /// How many kinds there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Adds a fact of the site's own to a kind.
    pub(crate) fn add_fact(&mut self, kind: KindId, fact: Fact) {
        self.0[usize::from(kind.0)].facts.push(fact);
    }

    /// Whether the kind is built in.
    pub(crate) fn is_built_in(&self, id: KindId) -> bool {
        usize::from(id.0) < KINDS.len()
    }

    /// The kind of those who speak and hold roles.
    pub(crate) fn people(&self) -> Option<KindId> {
        self.named(people::KIND.key)
    }

    /// The kind of where a speech was given.
    pub(crate) fn places(&self) -> Option<KindId> {
        self.named(places::KIND.key)
    }

    /// The kind of plans and programmes.
    pub(crate) fn initiatives(&self) -> Option<KindId> {
        self.named(initiatives::KIND.key)
    }

    /// The kind of what speeches are given at.
    pub(crate) fn events(&self) -> Option<KindId> {
        self.named(events::KIND.key)
    }

    /// The kind of organizations.
    pub(crate) fn organizations(&self) -> Option<KindId> {
        self.named(organizations::KIND.key)
    }

    /// The kind of the site's own that has another usual name for organizations, which its editors
    /// then mean, else that of organizations: good enough to suggest, too little to take data in
    /// for.
    pub(crate) fn organizations_or_the_like(&self) -> Option<KindId> {
        let others = ["organisations", "institutions", "bodies"];
        others.iter().find_map(|key| self.named(key)).or_else(|| self.organizations())
    }

    /// The first fact that `matches`, over all kinds.
    pub(crate) fn find_fact(&self, matches: impl Fn(&Fact) -> bool) -> Option<&Fact> {
        self.0.iter().flat_map(|kind| &kind.facts).find(|fact| matches(fact))
    }
}

impl Kind {
    /// The file of the entity that is called `id`.
    pub(crate) fn path(&self, id: &str) -> String {
        format!("content/{}/{id}.md", self.key)
    }

    /// The fact with this key, if files of the kind may state it.
    pub(crate) fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key == key)
    }
}

fn with_those_of_all(own: &[Fact]) -> Vec<Fact> {
    let mut facts = own.to_vec();
    facts.extend_from_slice(facts::OF_ALL_KINDS);
    facts
}
