//! The addresses to which most links lead, each made once: a build asks for them millions of times.

use super::{Route, beside_entity, page_of};
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use crate::reading::graph::lock::MovedPages;
use rayon::prelude::*;

/// The pages of speeches and entities.
#[derive(Debug)]
pub(in crate::reading::graph) struct PageRoutes {
    pub(super) of_speech: Vec<Route>,
    /// By interface language.
    pub(super) of_entity: Vec<Vec<Route>>,
}

impl PageRoutes {
    pub(in crate::reading::graph) fn of(
        config: &Config,
        corpus: &Corpus,
        moved: &MovedPages,
    ) -> Self {
        let speeches = corpus.speeches.par_iter();
        let of_speech = speeches.map(|speech| Route(page_of(config, moved, speech).into()));
        let in_language = |lang| {
            let entities = corpus.entities.iter();
            entities.map(|entity| beside_entity(config, lang, entity, ".html")).collect()
        };
        PageRoutes {
            of_speech: of_speech.collect(),
            of_entity: (0..config.languages.len()).map(in_language).collect(),
        }
    }
}
