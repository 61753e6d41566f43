//! What is known before a text is read: the names of the site, what editors decided, how Chinese
//! words are judged.
//!
//! The files that search texts (`search`), ask who is behind a label (`labels`) and put both
//! together (`survey`) share it; it knows none of them.

use super::decided::Decided;
use super::names::Names;
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use std::sync::Arc;

/// What a search needs to know.
pub(super) struct Searcher<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) config: &'c Config,
    pub(super) names: Arc<Names>,
    pub(super) decided: Decided<'c>,
}

impl<'c> Searcher<'c> {
    pub(super) fn new(corpus: &'c Corpus, config: &'c Config, names: Arc<Names>) -> Self {
        Searcher { corpus, config, names, decided: Decided::new(corpus) }
    }
}
