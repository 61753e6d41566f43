//! The facts that an entity's file states, with their values.
//!
//! **Invariant:** facts are in the order of the kind's registry, each at most once and with at
//! least one value; each value has the type that the registry gives its fact.

use super::Reference;
use crate::base::date::Date;
use crate::base::words::Words;
use crate::reading::kinds::Fact;
use std::borrow::Cow;
use std::ops::Range;

/// What an entity's file states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<Stated>);

/// A fact and what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stated {
    key: Cow<'static, str>,
    values: Vec<FactValue>,
    /// Bytes in the file, half-open.
    span: Range<usize>,
}

/// One value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FactValue {
    Date(Date),
    Text(String),
    Words(Words),
    /// As written, so that no digit is added or lost.
    Number(String),
    Reference(Reference),
    Point(Point),
    Link(String),
    Role(Role),
}

/// A point on the globe, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    pub longitude: i32,
    pub latitude: i32,
}

impl Point {
    /// Longitude and latitude in degrees.
    pub(crate) fn degrees(self) -> [f64; 2] {
        [self.longitude, self.latitude].map(|micro| f64::from(micro) / 1_000_000.0)
    }
}

/// A role with its dates (Popolo Membership).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    pub role: Words,
    /// Where: an entity's id or words.
    pub organization: Option<Reference>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Bytes in the file, half-open.
    pub span: Range<usize>,
}

impl Facts {
    /// Takes up the values of a fact; the caller keeps the order of the registry.
    pub(crate) fn state(&mut self, fact: &Fact, values: Vec<FactValue>, span: Range<usize>) {
        if !values.is_empty() {
            self.0.push(Stated { key: fact.key.clone(), values, span });
        }
    }

    /// Where the values of `fact` are; none if it is not stated.
    pub(crate) fn span_of(&self, fact: &Fact) -> Option<Range<usize>> {
        let stated = self.0.iter().find(|stated| stated.key == fact.key)?;
        Some(stated.span.clone())
    }

    /// The date that `fact` states, with its place.
    pub(crate) fn date(&self, fact: &Fact) -> Option<(Date, Range<usize>)> {
        match self.of(fact) {
            [FactValue::Date(date), ..] => Some((*date, self.span_of(fact)?)),
            _ => None,
        }
    }

    /// What is said of `fact`; nothing if it is not stated.
    pub(crate) fn of(&self, fact: &Fact) -> &[FactValue] {
        let stated = self.0.iter().find(|stated| stated.key == fact.key);
        stated.map_or(&[], |stated| &stated.values)
    }

    pub(crate) fn references<'f>(
        &'f self,
        fact: &Fact,
    ) -> impl Iterator<Item = &'f Reference> + use<'f> {
        self.of(fact).iter().filter_map(|value| match value {
            FactValue::Reference(reference) => Some(reference),
            _ => None,
        })
    }
}
