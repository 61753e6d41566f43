//! What annotating finds: mentions, and names that could be several entities.
//!
//! **Invariant:** a range is in bytes of the text of its place, half-open, with characters at both
//! ends.

use super::labels::Named;
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use std::ops::Range;

/// Where in a speech a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the label of the turn with this index.
    Label(u32),
    /// In the paragraph with this index.
    Paragraph(u32),
}

impl Place {
    pub(crate) fn label(turn: usize) -> Self {
        Place::Label(u32::try_from(turn).unwrap_or(u32::MAX))
    }

    pub(crate) fn paragraph(index: usize) -> Self {
        Place::Paragraph(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The text at this place.
    pub(crate) fn text(self, speech: &Speech) -> &str {
        match self {
            Place::Label(turn) => &speech.body.turns[turn as usize].label,
            Place::Paragraph(index) => &speech.body.paragraphs[index as usize].text,
        }
    }
}

/// How a mention was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Marked in the source.
    Explicit,
    /// A name of an entity in the speech's lists.
    Listed,
    /// A name of another entity, under `auto = "all"`.
    Auto,
    /// A speaker's label.
    Label,
}

impl How {
    /// `explicit`, `listed`, `auto` or `label`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            How::Explicit => "explicit",
            How::Listed => "listed",
            How::Auto => "auto",
            How::Label => "label",
        }
    }
}

/// An entity named at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The speech version.
    pub speech: SpeechId,
    /// Where in it.
    pub place: Place,
    /// Bytes of the paragraph's text, or of the label, half-open.
    pub range: Range<u32>,
    /// Who is named.
    pub entity: EntityId,
    /// How it was found.
    pub how: How,
    /// Marked in the source as doubtful.
    pub doubtful: bool,
}

impl Mention {
    /// Its range, to slice the text of its place with.
    pub(crate) fn bytes(&self) -> Range<usize> {
        as_usize(&self.range)
    }

    /// The mention that a label is, or a name in it.
    pub(super) fn of_label(speech: SpeechId, turn: usize, named: &Named) -> Self {
        Mention {
            speech,
            place: Place::label(turn),
            range: as_u32(&named.range),
            entity: named.person,
            how: How::Label,
            doubtful: false,
        }
    }
}

/// A name that could be several entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ambiguous {
    pub(crate) speech: SpeechId,
    pub(crate) place: Place,
    pub(crate) range: Range<u32>,
    /// Who it could be, at least two, sorted.
    pub(crate) entities: Vec<EntityId>,
}

pub(crate) fn as_u32(range: &Range<usize>) -> Range<u32> {
    u32::try_from(range.start).unwrap_or(u32::MAX)..u32::try_from(range.end).unwrap_or(u32::MAX)
}

pub(crate) fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
