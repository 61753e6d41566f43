//! The view of two versions of a speech side by side.

use super::parts::{DateView, RefView, TextView};
use serde::Serialize;

/// `parallel.html`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ParallelView {
    /// Date.
    pub date: DateView,
    /// The version in the page's language.
    pub left: SideView,
    /// The other.
    pub right: SideView,
    /// The same two the other way round, and pairs with further languages.
    pub others: Vec<PairView>,
    /// The text, turn by turn.
    pub sections: Vec<ParallelSection>,
    /// Names that stand in one version and not in the other, over the whole text.
    pub n_differences: usize,
}

/// Another page of two versions.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PairView {
    /// Its first language.
    pub left: TextView,
    /// Its second.
    pub right: TextView,
    /// Its address, relative.
    pub href: String,
}

/// A version of the speech.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SideView {
    /// Title.
    pub title: String,
    /// BCP-47 tag.
    pub lang: String,
    /// The language's own name for itself.
    pub lang_label: String,
    /// Its own page, relative.
    pub href: String,
}

/// A turn, or text between turns, in both versions.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ParallelSection {
    /// Anchor: that of the turn where there is one, else `s1`, `s2`, …
    pub id: String,
    /// Label of the turn in the first version; empty where there is none, or where the turn
    /// goes on under the label before.
    pub left_label: String,
    /// The same in the other.
    pub right_label: String,
    /// Passages that stand for each other.
    pub rows: Vec<ParallelRow>,
    /// Entities that the first version names here and the other does not.
    pub only_left: Vec<RefView>,
    /// The reverse.
    pub only_right: Vec<RefView>,
}

/// Passages that stand for each other.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ParallelRow {
    /// Finished HTML; empty where the passage has no counterpart.
    pub left_html: String,
    /// The same in the other version.
    pub right_html: String,
}
