//! Why a name that occurs in a text is not linked there, as data: each reason is given by the function
//! that refuses the name, and put into words here.
//!
//! **Invariant:** nothing here looks at a text to find a reason.

use super::mention::{Place, as_usize};
use crate::base::message::{Message, say};
use crate::reading::corpus::{Corpus, EntityId, Speech};
use std::ops::Range;

/// A name where it occurs and is not linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) place: Place,
    /// Bytes of the paragraph's text.
    pub(crate) range: Range<u32>,
    /// The number of the string that was looked for.
    pub(super) string: u32,
    pub(crate) why: Why,
}

/// Why a name is not linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// Letters, digits or signs beside it make something longer of it.
    PartOfWord,
    /// It opens or closes a quotation whose other mark is elsewhere.
    AcrossQuotation,
    /// An English word at the head of a sentence, or a Chinese one with nobody's title or deed beside
    /// it.
    CommonWord,
    /// The words beside it make it the name of somebody else.
    AnotherPerson,
    /// The Chinese words around it are read otherwise: the bytes of the word, longer name or number
    /// that takes characters of it.
    ReadOtherwise(Range<u32>),
    /// A longer or earlier name has these bytes.
    InLongerName(Range<u32>),
    /// It touches code, or words whose mark says whom they mean.
    Marked,
    /// By `not`.
    Denied,
    /// By the editors' decisions.
    Decided,
    /// Nobody bears it on the day of the speech.
    OffDate,
    /// Nobody who bears it is listed.
    Unlisted,
    /// It is the name of something that the site does not have.
    Nobodys,
    /// Who it could be.
    Ambiguous(Vec<EntityId>),
}

impl Why {
    /// Whether an editor who listed the name will want to know, although it is linked elsewhere in
    /// the speech: the text seems to name somebody else, or an alias has the wrong dates. What is
    /// part of a longer word or name is seldom a mistake.
    pub(super) fn is_told(&self) -> bool {
        matches!(self, Why::AnotherPerson | Why::OffDate)
    }

    /// Whether it may be why a listed entity is never found: not where the name is in another's, or
    /// is said by a mark to mean somebody.
    pub(super) fn explains_absence(&self) -> bool {
        !matches!(self, Why::Marked | Why::Unlisted | Why::Nobodys | Why::Ambiguous(_))
    }

    /// `part of a longer word`: what goes on from “not linked:”.
    pub(crate) fn words(&self, corpus: &Corpus, speech: &Speech, place: Place) -> Message {
        let text = |range: &Range<u32>| place.text(speech).get(as_usize(range)).unwrap_or_default();
        match self {
            Why::PartOfWord => "part of a longer word".into(),
            Why::AcrossQuotation => "a quotation begins or ends inside it".into(),
            Why::CommonWord => "an everyday word here".into(),
            Why::AnotherPerson => "part of another name".into(),
            Why::ReadOtherwise(range) => say!("inside `{text}`", text = text(range)),
            Why::InLongerName(range) => say!("in the name `{text}`", text = text(range)),
            Why::Marked => "in code, or in words marked already".into(),
            Why::Denied => "refused by `not`".into(),
            Why::Decided => "refused by a decision of `oratory annotate`".into(),
            Why::OffDate => "not a name on that day, by `from` or `until`".into(),
            Why::Unlisted => "in no list of this speech".into(),
            Why::Nobodys => "the name of something that this site does not have".into(),
            Why::Ambiguous(entities) => {
                let ids: Vec<String> =
                    entities.iter().map(|id| format!("`{}`", corpus.entity(*id).id)).collect();
                say!("could be {ids}", ids = Message::joined(" or ", &ids))
            }
        }
    }
}
