//! What is known before a text is read: the names of the site, what editors decided, how Chinese
//! words are judged.
//!
//! The files that search texts (`search`), ask who is behind a label (`labels`) and put both
//! together (`survey`) share it; it knows none of them.

use super::decided::Decided;
use super::names::Names;
use crate::base::letters::fold_name;
use crate::reading::config::Config;
use crate::reading::corpus::{Alias, Corpus, EntityId};
use std::sync::{Arc, OnceLock};

/// What a search needs to know.
pub(super) struct Searcher<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) config: &'c Config,
    pub(super) names: Arc<Names>,
    pub(super) decided: Decided<'c>,
    /// By entity; see [`Searcher::names_of`].
    names_of: Vec<OnceLock<Vec<String>>>,
}

impl<'c> Searcher<'c> {
    pub(super) fn new(corpus: &'c Corpus, config: &'c Config, names: Arc<Names>) -> Self {
        let names_of = vec![OnceLock::new(); corpus.entities.len()];
        Searcher { corpus, config, names, decided: Decided::new(corpus), names_of }
    }

    /// All names of an entity and their forms, as compared: most entities are never asked for, some
    /// at every mention.
    pub(super) fn names_of(&self, entity: EntityId) -> &[String] {
        self.names_of[entity.0 as usize].get_or_init(|| {
            let wordings = self.corpus.entity(entity).aliases.iter().flat_map(Alias::wordings);
            wordings.map(fold_name).collect()
        })
    }
}
