//! An entity as its file states it.

use super::{Document, Reference};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::sources::FileId;
use crate::base::words::Words;
use crate::reading::kinds::KindId;
use std::ops::Range;

/// A person, place, initiative, or one of a site's own kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Where it stands.
    pub file: FileId,
    /// Its kind.
    pub kind: KindId,
    /// Its id: the file's name without `.md`.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// Every name it goes by, those of `name` first.
    pub aliases: Vec<Alias>,
    /// Longer strings in which its names do not mean it.
    pub not: Vec<String>,
    /// The same thing elsewhere, absolute addresses.
    pub same_as: Vec<String>,
    /// One line that says what it is.
    pub description: Option<Words>,
    /// The name to sort by.
    pub sort_name: Option<String>,
    /// Roles held.
    pub roles: Vec<Role>,
    /// Born.
    pub born: Option<Date>,
    /// Died.
    pub died: Option<Date>,
    /// Longitude and latitude in millionths of a degree.
    pub coordinates: Option<(i32, i32)>,
    /// Country, as a code or a name.
    pub country: Option<Words>,
    /// When it began.
    pub started: Option<Date>,
    /// Who proposed it.
    pub proposed_by: Option<Reference>,
    /// What it is part of.
    pub part_of: Option<Reference>,
    /// Related entities.
    pub related: Vec<Reference>,
    /// Old addresses that lead to its page.
    pub redirects: Vec<Reference>,
    /// Descriptions; one without a language serves all.
    pub bodies: Vec<(Option<Lang>, Document)>,
}

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name as written.
    pub text: String,
    /// First date on which it is used.
    pub from: Option<Date>,
    /// Last date on which it is used.
    pub until: Option<Date>,
    /// Whether it is looked for in texts.
    pub auto: bool,
    /// Bytes in the file, half-open.
    pub span: Range<usize>,
}

impl Alias {
    /// Whether the name was in use on `date`.
    #[must_use]
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date)
            && self.until.is_none_or(|until| date.is_by_end_of(until))
    }
}

/// A role with its dates (Popolo Membership).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The role.
    pub role: Words,
    /// Where: an entity's id or words.
    pub organization: Option<Reference>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}
