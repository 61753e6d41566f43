//! An entity as its file states it.

use super::{Document, FactValue, Facts, Point, Reference, Role};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::sources::FileId;
use crate::base::words::Words;
use crate::reading::config::Picture;
use crate::reading::kinds::{KindId, facts};
use std::ops::Range;

/// A person, place, initiative, or one of a site's own kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub file: FileId,
    pub kind: KindId,
    /// The file's name without `.md`.
    pub id: String,
    pub name: Words,
    /// Every name it goes by, those of `name` first.
    pub aliases: Vec<Alias>,
    /// Longer strings in which its names do not mean it.
    pub not: Vec<String>,
    /// One line that says what it is.
    pub description: Option<Words>,
    pub facts: Facts,
    /// A picture of it.
    pub image: Option<Picture>,
    /// What the site keeps beside, for templates and data files: an empty object if there is
    /// nothing.
    pub extra: serde_json::Value,
    /// Old addresses that lead to its page.
    pub redirects: Vec<Reference>,
    /// Descriptions; one without a language serves all.
    pub bodies: Vec<(Option<Lang>, Document)>,
    /// Whether its name or its id was told to be wrong: what follows from that is not told, too.
    pub is_doubted: bool,
    /// Whether no file describes it: `file` is then the one that names it first.
    pub is_stub: bool,
}

impl Entity {
    /// Where it is, for maps.
    pub(crate) fn coordinates(&self) -> Option<Point> {
        match self.facts.of(&facts::COORDINATES) {
            [FactValue::Point(point), ..] => Some(*point),
            _ => None,
        }
    }

    /// When it began, for timelines.
    pub(crate) fn started(&self) -> Option<Date> {
        match self.facts.of(&facts::STARTED) {
            [FactValue::Date(date), ..] => Some(*date),
            _ => None,
        }
    }

    /// How it is sorted, if that is not by its name.
    pub(crate) fn sort_name(&self) -> Option<&str> {
        match self.facts.of(&facts::SORT_NAME) {
            [FactValue::Text(text), ..] => Some(text),
            _ => None,
        }
    }

    /// What it is part of.
    pub(crate) fn part_of(&self) -> Option<&Reference> {
        self.facts.references(&facts::PART_OF).next()
    }

    /// The same thing elsewhere, absolute addresses.
    pub(crate) fn same_as(&self) -> impl Iterator<Item = &str> {
        self.facts.of(&facts::SAME_AS).iter().filter_map(|value| match value {
            FactValue::Link(address) => Some(address.as_str()),
            _ => None,
        })
    }

    /// The offices that it holds or held, in the order of its file.
    pub(crate) fn roles(&self) -> impl DoubleEndedIterator<Item = &Role> {
        self.facts.of(&facts::ROLES).iter().filter_map(|value| match value {
            FactValue::Role(role) => Some(role),
            _ => None,
        })
    }
}

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name as written.
    pub text: String,
    /// Other forms of it that texts have and no rule of a language makes: `Liidu` of `Liit`. They
    /// are looked for, bent too, and shown nowhere as names.
    pub forms: Vec<String>,
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
    /// A name that is always in use and looked for in texts.
    pub(crate) fn plain(text: String, span: Range<usize>) -> Self {
        Alias { text, forms: Vec::new(), from: None, until: None, auto: true, span }
    }

    /// The name, then its forms.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.text).chain(&self.forms).map(String::as_str)
    }

    /// Whether the name was in use on `date`.
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date)
            && self.until.is_none_or(|until| date.is_by_end_of(until))
    }
}
