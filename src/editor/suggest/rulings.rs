//! What an editor says to a suggestion → what is to be done.
//!
//! A suggestion is ruled on by its sides: an entity to list by each name that found it, a choice by
//! each entity that it could be.
//! **Invariant:** a side that was ruled on is not suggested again, unless it was accepted and taken
//! back.

use super::ledger::{Decided, List};
use super::{Named, Orders, Proposal, Suggestion};
use crate::reading::annotate::Place;
use crate::reading::corpus::{Corpus, EntityId};

/// What an editor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ruling {
    /// So be it.
    Accept,
    /// Not here.
    Reject,
    /// The name means the entity, everywhere.
    Always,
    /// The name never means the entity.
    Never,
    /// Only the first place is meant; mark it.
    Explicit,
}

impl Ruling {
    /// The words for rulings, in a spreadsheet and at the terminal.
    pub(crate) const WORDS: &'static [(&'static str, Ruling)] = &[
        ("accept", Ruling::Accept),
        ("reject", Ruling::Reject),
        ("always", Ruling::Always),
        ("never", Ruling::Never),
        ("explicit", Ruling::Explicit),
    ];

    /// The ruling that a word stands for.
    pub(crate) fn named(word: &str) -> Option<Ruling> {
        for (known, ruling) in Ruling::WORDS {
            if known.eq_ignore_ascii_case(word) {
                return Some(*ruling);
            }
        }
        None
    }

    /// Whether it says that the name means the entity.
    pub(crate) fn is_for(self) -> bool {
        matches!(self, Ruling::Accept | Ruling::Always | Ruling::Explicit)
    }

    /// Whether it is about every speech.
    pub(crate) fn is_everywhere(self) -> bool {
        matches!(self, Ruling::Always | Ruling::Never)
    }
}

/// One side of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Side<'s> {
    /// The entity that it is about, if it is about one.
    pub entity: Option<EntityId>,
    /// The name that it is about, if it is about one.
    pub name: Option<&'s Named>,
}

impl Suggestion {
    /// Its sides; at least one.
    #[must_use]
    pub(crate) fn sides(&self) -> Vec<Side<'_>> {
        match &self.proposal {
            Proposal::Add { entity, names, .. } => {
                names.iter().map(|name| Side { entity: Some(*entity), name: Some(name) }).collect()
            }
            Proposal::Choice { entities, name } => entities
                .iter()
                .map(|entity| Side { entity: Some(*entity), name: Some(name) })
                .collect(),
            _ => {
                vec![Side { entity: self.entities().first().copied(), name: self.names().first() }]
            }
        }
    }

    /// Takes down in `orders` what a ruling on one of its sides asks for.
    ///
    /// # Errors
    ///
    /// Why the ruling has no meaning here, in words.
    pub(crate) fn rule(
        &self,
        corpus: &Corpus,
        side: Side<'_>,
        ruling: Ruling,
        orders: &mut Orders,
    ) -> Result<(), &'static str> {
        let refused = match &self.proposal {
            Proposal::Add { .. } | Proposal::Label { .. } | Proposal::Choice { .. } => {
                return self.rule_on_name(corpus, side, ruling, orders);
            }
            Proposal::Remove { entity, .. } => {
                let mut fields = vec![("entity", corpus.entity(*entity).id.clone())];
                fields.extend(self.here(corpus));
                Decided { list: List::Keep, fields }
            }
            Proposal::Merge { label, into, .. } => {
                let fields = vec![("label", label.name.clone()), ("other", into.clone())];
                Decided { list: List::Different, fields }
            }
            Proposal::New { taken_by: Some(_), .. } if ruling == Ruling::Accept => {
                return Err("its id is taken: add the name to that entity, or add a file by hand");
            }
            Proposal::New { name, .. } => {
                Decided { list: List::NotAnEntity, fields: vec![("name", name.name.clone())] }
            }
            Proposal::Unseen { .. } => {
                return Err(
                    "nothing is written for it: take the name out of the entity’s file if it is of no use",
                );
            }
        };

        match ruling {
            Ruling::Accept => orders.accept(self),
            Ruling::Reject => orders.decide(refused),
            Ruling::Always | Ruling::Never | Ruling::Explicit => {
                return Err("it can be accepted or rejected");
            }
        }
        Ok(())
    }

    /// The speech, as a decision names it.
    fn here(&self, corpus: &Corpus) -> Option<(&'static str, String)> {
        self.speech.map(|id| ("speech", corpus.speech(id).full_id()))
    }

    fn rule_on_name(
        &self,
        corpus: &Corpus,
        side: Side<'_>,
        ruling: Ruling,
        orders: &mut Orders,
    ) -> Result<(), &'static str> {
        let (Some(entity), Some(named), Some(speech)) = (side.entity, side.name, self.speech)
        else {
            return Err("it names nobody");
        };
        let is_choice = matches!(self.proposal, Proposal::Choice { .. });

        let list = match ruling {
            // Listing does it; no decision is needed.
            Ruling::Accept if !is_choice => None,
            Ruling::Accept | Ruling::Always => Some(List::Always),
            Ruling::Reject | Ruling::Never => Some(List::Never),
            Ruling::Explicit => {
                let mut spots = named.spots.iter();
                let in_text = spots.find(|spot| matches!(spot.place, Place::Paragraph(_)));
                let spot =
                    in_text.ok_or("a label cannot be marked: it is explained in `speakers`")?;
                orders.marked.push((spot.clone(), entity));
                None
            }
        };
        if let Some(list) = list {
            let id = corpus.entity(entity).id.clone();
            let mut fields = vec![("name", named.name.clone()), ("entity", id)];
            // These two are about this speech, `always` and `never` about all.
            if matches!(ruling, Ruling::Accept | Ruling::Reject) {
                fields.extend(self.here(corpus));
            }
            orders.decide(Decided { list, fields });
        }

        if matches!(ruling, Ruling::Accept | Ruling::Always) {
            if is_choice {
                // The suggestion names several: which one is listed is said here.
                orders.listed.push((speech, entity));
            } else {
                orders.accept(self);
            }
        }
        Ok(())
    }
}

impl Orders {
    /// Takes a suggestion, once.
    pub(crate) fn accept(&mut self, suggestion: &Suggestion) {
        if !self.accepted.contains(suggestion) {
            self.accepted.push(suggestion.clone());
        }
    }

    fn decide(&mut self, decided: Decided) {
        if !self.decided.contains(&decided) {
            self.decided.push(decided);
        }
    }
}
