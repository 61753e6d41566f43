//! Corpus and its names → what an editor might do: entities to list and to take off a list, labels
//! to explain, names to decide about.
//!
//! **Invariant:** what a name means is found by
//! [`annotate::survey`](crate::reading::annotate::survey) alone; there is no second matcher.
//! **Invariant:** once everything that [`Suggestion::is_safe`] allows is done, a second run finds
//! nothing more that it allows.
//! **Invariant:** what is safe changes no body, and takes nothing off a list.
//! **Invariant:** suggestions are sorted by speech, then by rank; the same corpus gives the same
//! list.
//! Touches no disk: [`write_safe`] and [`write_orders`] say what the files would be.

mod context;
mod discover;
mod everyday;
mod labels;
mod ledger;
mod named;
mod orders;
mod rank;
mod rulings;
mod settle;
#[cfg(test)]
mod tests;
mod unnamed;

pub(crate) use context::Context;
pub(crate) use discover::discover;
use orders::write;
pub(crate) use orders::{Orders, Written};
pub(crate) use rulings::{Ruling, Side};
pub(crate) use settle::{write_orders, write_safe};

use crate::base::message::Message;
use crate::reading::annotate::{Ambiguous, Mention, Place, as_u32, survey};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, EntityId, SpeechId};
use crate::reading::kinds::KindId;
use std::ops::Range;

/// Where words occur in a speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub speech: SpeechId,
    pub place: Place,
    /// Bytes of the paragraph's text, or of the label, half-open.
    pub range: Range<u32>,
}

impl Spot {
    /// The whole label of the turn with this index.
    fn on_label(speech: SpeechId, turn: usize, label: &str) -> Self {
        Spot { speech, place: Place::label(turn), range: as_u32(&(0..label.len())) }
    }
}

impl From<&Mention> for Spot {
    fn from(mention: &Mention) -> Self {
        Spot { speech: mention.speech, place: mention.place, range: mention.range.clone() }
    }
}

impl From<&Ambiguous> for Spot {
    fn from(ambiguous: &Ambiguous) -> Self {
        Spot { speech: ambiguous.speech, place: ambiguous.place, range: ambiguous.range.clone() }
    }
}

/// A name and where it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The name, as the entity's file has it; of a label the label.
    pub name: String,
    /// Every place, in order.
    pub spots: Vec<Spot>,
}

impl Named {
    fn at(name: &str, spot: Spot) -> Self {
        Named { name: name.to_owned(), spots: vec![spot] }
    }
}

/// What an editor might do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proposal {
    /// List an entity that the text names.
    Add {
        entity: EntityId,
        /// The names that found it, the most frequent first.
        names: Vec<Named>,
        /// A name in the text that means another entity now, and would be ambiguous.
        clash: Option<String>,
    },
    /// Take an entity off a list whose speech never names it.
    Remove {
        entity: EntityId,
        /// The list’s item, bytes of the file.
        at: Range<usize>,
    },
    /// Say in `speakers` who is behind a label.
    Label { entity: EntityId, label: Named },
    /// Decide which of several entities a name means.
    Choice { entities: Vec<EntityId>, name: Named },
    /// Write a label as it is written elsewhere.
    Merge {
        label: Named,
        /// How it is written elsewhere.
        into: String,
    },
    /// Look at a name that occurs in no text.
    Unseen {
        entity: EntityId,
        /// The name's index in the entity's aliases.
        alias: usize,
    },
    /// Add an entity that texts name and the site does not have.
    New {
        /// What it seems to be.
        kind: KindId,
        /// The id that its name gives.
        id: String,
        /// The file that has the id already.
        taken_by: Option<String>,
        /// Other ways in which the texts write the name.
        aliases: Vec<String>,
        name: Named,
    },
}

/// A proposal with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    pub proposal: Proposal,
    /// For which speech; none where it is for the site.
    pub speech: Option<SpeechId>,
    /// Why, one line without a full stop.
    pub reason: Message,
    /// How certain it is, 0 to 99.
    pub rank: u32,
}

impl Suggestion {
    /// The word for what is suggested: `add`, `remove`, `label`, `choice`, `merge`, `unseen` or
    /// `new`.
    #[must_use]
    pub(crate) fn word(&self) -> &'static str {
        match self.proposal {
            Proposal::Add { .. } => "add",
            Proposal::Remove { .. } => "remove",
            Proposal::Label { .. } => "label",
            Proposal::Choice { .. } => "choice",
            Proposal::Merge { .. } => "merge",
            Proposal::Unseen { .. } => "unseen",
            Proposal::New { .. } => "new",
        }
    }

    /// Whether it may be done without asking: it adds to front matter, or adds a file.
    #[must_use]
    pub(crate) fn is_safe(&self) -> bool {
        match &self.proposal {
            // Front matter alone changes, and no mention that is there is lost.
            Proposal::Add { clash, .. } => clash.is_none(),
            Proposal::Label { .. } => true,
            Proposal::New { taken_by, .. } => taken_by.is_none(),
            // That no name was found does not prove that the text names nobody: an elision, a
            // suffix or a hyphen hides a name.
            Proposal::Remove { .. } => false,
            // A body is the record, as it was printed.
            Proposal::Merge { .. } => false,
            // Only a person knows.
            Proposal::Choice { .. } | Proposal::Unseen { .. } => false,
        }
    }

    /// The entities that it is about.
    #[must_use]
    pub(crate) fn entities(&self) -> &[EntityId] {
        match &self.proposal {
            Proposal::Add { entity, .. }
            | Proposal::Remove { entity, .. }
            | Proposal::Label { entity, .. }
            | Proposal::Unseen { entity, .. } => std::slice::from_ref(entity),
            Proposal::Choice { entities, .. } => entities,
            Proposal::Merge { .. } | Proposal::New { .. } => &[],
        }
    }

    /// The names that it is about, with their places.
    #[must_use]
    pub(crate) fn names(&self) -> &[Named] {
        match &self.proposal {
            Proposal::Add { names, .. } => names,
            Proposal::Label { label: name, .. }
            | Proposal::Choice { name, .. }
            | Proposal::Merge { label: name, .. }
            | Proposal::New { name, .. } => std::slice::from_ref(name),
            Proposal::Remove { .. } | Proposal::Unseen { .. } => &[],
        }
    }

    /// How often its names occur.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.names().iter().map(|named| named.spots.len()).sum()
    }
}

/// Everything that the names of the site suggest, by speech, then by rank.
#[must_use]
pub(crate) fn suggest(corpus: &Corpus, config: &Config) -> Vec<Suggestion> {
    let survey = survey(corpus, config);
    let mut found = named::named(corpus, config, &survey);
    found.extend(unnamed::removals(corpus, config, &survey));
    found.extend(unnamed::unseen(corpus, &survey));
    found.extend(labels::merges(corpus));
    rank::sort(corpus, &mut found);

    found
}
