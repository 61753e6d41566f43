//! A record and an entity, or two records, that have a name in common → whether they are one.

use super::Target;
use crate::base::letters::fold_name;
use crate::editor::edit::Edits;
use crate::editor::registry::addresses::normal;
use crate::editor::registry::intake::record::Record;
use crate::editor::registry::intake::update::{distance, is_same};
use crate::reading::kinds::{FactType, facts};
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a record and an entity that have a name in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They are one.
    Agrees,
    /// They are two.
    Another,
    Unknown,
}

/// Kilometres beyond which two places of one name are two. A choice: sources put the point of a
/// large region far from each other, and namesakes are seldom nearer.
const FAR: f64 = 50.0;

pub(super) fn likeness(record: &Record, target: &Target) -> Likeness {
    // One register has one number for each; that none is shared was seen before names were asked.
    let host = |address: &str| address.split('/').next().unwrap_or_default().to_owned();
    for address in &record.same_as {
        let own = host(&normal(address));
        if target.addresses.iter().any(|known| host(known) == own) {
            return Likeness::Another;
        }
    }
    for (register, _) in &record.identifiers {
        if target.identifiers.iter().any(|(known, _)| known == register) {
            return Likeness::Another;
        }
    }

    let Ok(edits) = Edits::new(&target.text) else {
        return Likeness::Unknown;
    };
    let mut likeness = Likeness::Unknown;
    for stated in &record.facts {
        let Some(known) = edits.value_at(&[&stated.key]) else {
            continue;
        };
        if facts::COORDINATES.key == stated.key {
            match distance(&known, &stated.value) {
                Some(distance) if distance > FAR => return Likeness::Another,
                Some(_) if is_same(FactType::Point, &known, &stated.value) => {
                    likeness = Likeness::Agrees;
                }
                _ => {}
            }
        }
        if [&facts::BORN, &facts::DIED].iter().any(|fact| fact.key == stated.key) {
            let known_year = known.as_str().map_or("", year);
            if known_year != year(&stated.value) {
                return Likeness::Another;
            }
            if is_same(FactType::Date, &known, &stated.value) {
                likeness = Likeness::Agrees;
            }
        }
    }
    likeness
}

/// The year of a date as front matter has it.
pub(super) fn year(date: &str) -> &str {
    // A year before the common one has a sign.
    let end = date.char_indices().skip(1).find(|(_, c)| *c == '-').map_or(date.len(), |(at, _)| at);
    &date[..end]
}

/// The main names, folded, that two records have which share no identifier.
pub(super) fn homonyms(records: &[Record]) -> BTreeSet<String> {
    let mut by_name: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    let mut homonyms = BTreeSet::new();
    for record in records {
        for name in record.names.iter().filter(|name| name.is_main) {
            let folded = fold_name(&name.text);
            let bearers = by_name.entry(folded.clone()).or_default();
            // The first is compared with the rest, which is enough to see that there are two.
            if bearers.first().is_some_and(|first| !is_one(first, record)) {
                homonyms.insert(folded);
            }
            bearers.push(record);
        }
    }
    homonyms
}

/// Whether an identifier says that two records are about one entity.
fn is_one(a: &Record, b: &Record) -> bool {
    let addresses: Vec<String> = a.same_as.iter().map(|address| normal(address)).collect();
    std::ptr::eq(a, b)
        || a.id.is_some() && a.id == b.id
        || b.same_as.iter().any(|address| addresses.contains(&normal(address)))
        || a.identifiers.iter().any(|one| b.identifiers.contains(one))
}
