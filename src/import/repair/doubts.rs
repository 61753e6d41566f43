//! What an editor is asked to look at, and which of it only shows how a document is written.
//!
//! **Invariant:** what was done to a text is always told at its place. What was merely seen is told
//! there too, unless the document does it throughout: then it is its manner, and one remark says so.

use super::Judged;

/// What is not sure about a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    pub(super) sign: Sign,
    /// What an editor is told.
    pub(super) text: String,
}

/// What raised a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Something was done: text was joined or set aside.
    Done,
    /// A mark of continuation.
    Mark,
    /// The block begins as no sentence does.
    BeginsInside,
    /// The block ends as no sentence does.
    BreaksOff,
    /// The document has the same words elsewhere.
    SaidTwice,
    /// The block begins as labels do.
    LikeALabel,
    /// The block recurs as heads and numbers of pages do.
    LikeFurniture,
    /// A repair that was not made.
    Unrepaired,
}

impl Doubt {
    pub(super) fn new(sign: Sign, text: impl Into<String>) -> Self {
        Doubt { sign, text: text.into() }
    }
}

/// Signs that a document may show throughout, and what is said then of so many of its paragraphs.
const MANNERS: [(Sign, &str); 5] = [
    (Sign::BeginsInside, "begin as no sentence does"),
    (Sign::BreaksOff, "end as no sentence does"),
    (Sign::SaidTwice, "have the words of others"),
    (Sign::LikeALabel, "begin like labels and are no turns"),
    (Sign::LikeFurniture, "recur like heads and numbers of pages"),
];
/// More signs of one kind than this are a manner: a page that was cut has a handful of seams. A
/// choice: a higher number buries what is wrong under what is not.
const FEW: usize = 8;

/// Takes away the doubts that only show how the document is written; says which.
pub(super) fn fold(judged: &mut [Judged]) -> Vec<String> {
    let mut remarks = Vec::new();
    for (sign, manner) in MANNERS {
        let shows = |judged: &Judged| judged.doubt.as_ref().is_some_and(|doubt| doubt.sign == sign);
        let n = judged.iter().filter(|judged| shows(judged)).count();
        if n <= FEW {
            continue;
        }

        for judged in judged.iter_mut().filter(|judged| shows(judged)) {
            judged.doubt = None;
        }
        remarks.push(format!("{n} paragraphs {manner}; nothing was done about them"));
    }
    remarks
}
