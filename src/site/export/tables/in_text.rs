//! Rows of what stands in a text, and the columns that say in which.

use super::table::{Cell, Column, Type};
use super::values::year_of;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use crate::site::export::url;
use std::sync::Arc;

/// What every row of a text says of it, made once for all of them.
pub(super) struct OfText {
    pub(super) speech: SpeechId,
    /// The key of the text.
    pub(super) version: String,
    /// Where its page is.
    pub(super) address: String,
    /// Its first day.
    pub(super) date: String,
    pub(super) is_counted: bool,
}

impl OfText {
    pub(super) fn new(graph: &Graph, id: SpeechId) -> Arc<Self> {
        let speech = graph.corpus.speech(id);
        Arc::new(OfText {
            speech: id,
            version: speech.full_id(),
            address: url(graph, &graph.speech_route(id)),
            date: if speech.date.is_known() { speech.date.to_string() } else { String::new() },
            is_counted: graph.is_counted(id, 0),
        })
    }
}

/// A row of something that stands in a text.
pub(super) trait InText: 'static {
    fn text(&self) -> &OfText;
}

pub(super) const fn version<R: InText>() -> Column<R> {
    Column {
        name: "version",
        holds: Type::Text,
        about: "The text, a key of `speeches`.",
        value: |_, row| Cell::exactly(&row.text().version),
    }
}

pub(super) const fn lang<R: InText>() -> Column<R> {
    Column {
        name: "lang",
        holds: Type::Text,
        about: "Language of the text, a tag of BCP 47.",
        value: |graph, row| Cell::exactly(graph.corpus.speech(row.text().speech).lang.tag()),
    }
}

pub(super) const fn date<R: InText>() -> Column<R> {
    Column {
        name: "date",
        holds: Type::Text,
        about: "Date of the speech; of several days the first. Empty where nobody knows it.",
        value: |_, row| Cell::given(row.text().date.as_str()),
    }
}

pub(super) const fn year<R: InText>() -> Column<R> {
    Column {
        name: "year",
        holds: Type::Count,
        about: "The year of the date.",
        value: |graph, row| year_of(graph, row.text().speech),
    }
}
