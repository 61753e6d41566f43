//! What a file from outside says of one entity.
//!
//! **Invariant:** of a fact that the source states in two ways the first is kept and the other
//! remembered as a doubt, never mixed in.

use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Span};
use crate::reading::kinds::Fact;

/// One entity as a source states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub(super) place: Span,
    /// The id that the source wants.
    pub(super) id: Option<String>,
    /// What the source, or a register that it names, calls the entity by: register, then number.
    pub(super) identifiers: Vec<(String, String)>,
    /// The key of its kind, as the source or its format tells.
    pub(super) kind: Option<String>,
    pub(super) names: Vec<Name>,
    /// Absolute addresses.
    pub(super) same_as: Vec<String>,
    pub(super) descriptions: Vec<(Option<Lang>, String)>,
    /// Facts but for roles and `same_as`; of one that has one value, in each language, the first
    /// that is stated.
    pub(super) facts: Vec<Stated>,
    pub(super) roles: Vec<Role>,
    /// Facts that the source states otherwise elsewhere.
    pub(super) doubts: Vec<Stated>,
    /// Longitude and latitude that came in two columns, until the record is complete.
    pub(super) halves: [Option<String>; 2],
}

/// A fact as a source states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    /// Its key in front matter.
    pub(super) key: String,
    /// The language of words, where it is told.
    pub(super) lang: Option<Lang>,
    /// A point as `lon lat` in degrees, everything else as it is written in front matter.
    pub(super) value: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) lang: Option<Lang>,
    /// Whether it is what the entity is called, rather than one more name.
    pub(super) is_main: bool,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

impl Name {
    /// Whether it is what the entity is called, at any time.
    pub(super) fn is_title(&self) -> bool {
        self.is_main && self.from.is_none() && self.until.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) role: String,
    /// The organization's name.
    pub(super) organization: Option<String>,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

/// What a document from outside says of somebody or something that it names by an identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told<'t> {
    /// The id that it has on a site, if the document says one.
    pub id: Option<&'t str>,
    /// Register and number.
    pub identifier: (String, String),
    pub kind: &'t str,
    pub names: &'t [(Option<Lang>, String)],
    pub aliases: &'t [String],
    pub same_as: &'t [String],
    /// Values by the keys of facts, as front matter has them.
    pub facts: &'t [(&'static str, String)],
    pub roles: Vec<ToldRole<'t>>,
}

/// An office, as a document says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRole<'t> {
    pub role: &'t str,
    /// The name of the body.
    pub organization: Option<&'t str>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Record {
    /// A record of what a document says, the `number`th of several.
    #[must_use]
    pub fn told(number: usize, told: &Told<'_>) -> Self {
        let mut record = Record::at(Span { file: FileId(0), range: number..number });
        record.id = told.id.map(str::to_owned);
        record.identifiers.push(told.identifier.clone());
        record.kind = Some(told.kind.to_owned());
        for (lang, name) in told.names {
            record.name(name, lang.clone(), true);
        }
        for alias in told.aliases {
            record.name(alias, None, false);
        }
        record.same_as.extend(told.same_as.iter().cloned());
        for (key, value) in told.facts {
            let (key, value) = ((*key).to_owned(), value.clone());
            record.facts.push(Stated { key, lang: None, value });
        }
        for ToldRole { role, organization, from, until } in &told.roles {
            let (role, organization) = ((*role).to_owned(), organization.map(str::to_owned));
            record.roles.push(Role { role, organization, from: *from, until: *until });
        }
        record
    }

    pub(super) fn at(place: Span) -> Self {
        Record {
            place,
            id: None,
            identifiers: Vec::new(),
            kind: None,
            names: Vec::new(),
            same_as: Vec::new(),
            descriptions: Vec::new(),
            facts: Vec::new(),
            roles: Vec::new(),
            doubts: Vec::new(),
            halves: [None, None],
        }
    }

    /// Takes up a name without dates.
    pub(super) fn name(&mut self, text: &str, lang: Option<Lang>, is_main: bool) {
        self.dated_name(Name { text: text.to_owned(), lang, is_main, from: None, until: None });
    }

    /// Takes up a name; a main name of a language that has one is a further name.
    pub(super) fn dated_name(&mut self, mut name: Name) {
        name.text = name.text.trim().to_owned();
        // Without a language it is the same name in any.
        let is_known = self.names.iter().any(|known| {
            known.text == name.text && (known.lang == name.lang || name.lang.is_none())
        });
        if name.text.is_empty() || is_known {
            return;
        }
        name.is_main &= !self.names.iter().any(|known| known.is_main && known.lang == name.lang);
        self.names.push(name);
    }

    /// Takes up a value of a fact.
    pub(super) fn fact(&mut self, fact: &Fact, lang: Option<Lang>, value: impl Into<String>) {
        let stated = Stated { key: fact.key.to_string(), lang, value: value.into() };
        if self.facts.contains(&stated) {
            return;
        }

        let is_one_more = |known: &Stated| known.key == stated.key && known.lang == stated.lang;
        // The first is as good as the second, and the editor is shown both.
        if !fact.is_list && self.facts.iter().any(is_one_more) {
            self.doubts.push(stated);
        } else {
            self.facts.push(stated);
        }
    }

    pub(super) fn states(&self, fact: &Fact) -> bool {
        self.facts.iter().any(|stated| fact.key == stated.key)
    }

    pub(super) fn address(&mut self, address: String) {
        if !self.same_as.contains(&address) {
            self.same_as.push(address);
        }
    }

    pub(super) fn description(&mut self, text: &str, lang: Option<Lang>) {
        if !text.trim().is_empty() && !self.descriptions.iter().any(|(of, _)| *of == lang) {
            self.descriptions.push((lang, text.trim().to_owned()));
        }
    }
}
