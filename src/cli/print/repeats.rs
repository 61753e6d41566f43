//! Diagnostics that say the same in many places → one of them, and where the others are.
//!
//! **Invariant:** nothing is left out: every place is shown, listed or counted.

use super::count;
use super::lines::LineIndexes;
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::message::{Message, say};
use crate::base::sources::Sources;
use std::collections::BTreeMap;

/// What is said in more places than these is shown once, and the other places are listed. A choice:
/// three are read one by one, forty are one mistake.
const MOST_ALIKE: usize = 3;

/// So many of the other places are listed; they fit in a few lines.
const PLACES_LISTED: usize = 8;

/// The diagnostics that say the same, by what they say.
pub(super) struct Repeats<'d>(BTreeMap<Said<'d>, Vec<&'d Diagnostic>>);

/// What a diagnostic says, wherever it says it.
type Said<'d> = (&'static str, &'d str, &'d [Message]);

fn said(diagnostic: &Diagnostic) -> Said<'_> {
    (diagnostic.code.page().name, &diagnostic.message, &diagnostic.hints)
}

impl<'d> Repeats<'d> {
    pub(super) fn of(diagnostics: &'d Diagnostics) -> Self {
        let mut alike: BTreeMap<Said<'d>, Vec<&'d Diagnostic>> = BTreeMap::new();
        for diagnostic in diagnostics.iter() {
            alike.entry(said(diagnostic)).or_default().push(diagnostic);
        }
        alike.retain(|_, group| group.len() > MOST_ALIKE);
        Repeats(alike)
    }

    /// The others that say the same as `diagnostic`; none if an earlier one spoke for it.
    pub(super) fn others(&mut self, diagnostic: &'d Diagnostic) -> Option<Vec<&'d Diagnostic>> {
        let Some(group) = self.0.get_mut(&said(diagnostic)) else {
            return Some(Vec::new());
        };
        if group.is_empty() {
            return None;
        }
        let mut others = std::mem::take(group);
        others.remove(0);
        Some(others)
    }
}

/// `the same in 39 more places: a.md:3:1, …`; nothing if there are none.
pub(super) fn again(
    others: &[&Diagnostic],
    lines: &mut LineIndexes<'_>,
    sources: &Sources,
) -> Option<Message> {
    if others.is_empty() {
        return None;
    }
    let mut places = Vec::new();
    for label in others.iter().filter_map(|other| other.labels.first()).take(PLACES_LISTED) {
        let position = lines.start_of(&label.span);
        let path = &sources.file(label.span.file).path;
        places.push(Message::from(format!("{path}:{}:{}", position.line, position.column)));
    }
    if others.len() > places.len() {
        places.push(say!("and {n} more", n = others.len() - places.len()));
    }
    let n_places = count(others.len(), "more place", "more places");
    let places = Message::joined(", ", places);
    Some(say!("the same in {n_places}: {places}", n_places, places))
}
