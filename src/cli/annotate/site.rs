//! A site as `annotate` sees it: its files, what they mean, and where its suggestions are in them.

use crate::base::diag::Diagnostics;
use crate::base::sources::{Sources, Span};
use crate::editor::suggest::{self, Context, Orders, Proposal, Spot, Suggestion, Written};
use crate::reading::Understood;
use crate::reading::annotate::Place;
use crate::reading::config::Options;
use crate::reading::corpus::SpeechId;
use crate::reading::graph::Graph;
use crate::understand;

/// A site, as far as suggestions need it.
pub(super) struct Site<'s> {
    pub(super) sources: &'s Sources,
    pub(super) graph: Graph,
    pub(super) diagnostics: Diagnostics,
}

impl<'s> Site<'s> {
    /// Reads `sources` up to the point where every id is resolved, drafts included.
    pub(super) fn read(sources: &'s Sources) -> Self {
        let options = Options { drafts: true, only_files: true, ..Options::default() };
        let Understood { graph, diagnostics, .. } = understand(sources, &options);
        Site { sources, graph, diagnostics }
    }

    /// The files once `orders` are carried out.
    pub(super) fn ordered(&self, orders: &Orders) -> Written {
        suggest::write_orders(self.sources, &self.graph.corpus, &self.graph.config, orders)
    }

    /// The path of a speech.
    pub(super) fn path(&self, speech: SpeechId) -> &str {
        &self.sources.file(self.graph.corpus.speech(speech).file).path
    }

    /// The path of the entity that has the id `id` already.
    pub(super) fn owner_of(&self, id: &str) -> Option<String> {
        let mut paths = Vec::new();
        for (_, kind) in self.graph.config.kinds.iter() {
            paths.push(format!("content/{}/{id}.md", kind.key).to_lowercase());
        }

        // Without regard to case, for some file systems have none.
        for (_, source) in self.sources.iter() {
            if paths.contains(&source.path.to_lowercase()) {
                return Some(source.path.clone());
            }
        }
        None
    }

    /// Up to `limit` occurrences of a suggestion's names, with the words around them.
    pub(super) fn contexts(&self, suggestion: &Suggestion, limit: usize) -> Vec<Context> {
        let mut spots: Vec<&Spot> = Vec::new();
        for named in suggestion.names() {
            spots.extend(&named.spots);
        }
        // A label tells less than a sentence.
        spots.sort_by_key(|spot| matches!(spot.place, Place::Label(_)));

        let mut contexts = Vec::new();
        for spot in spots.into_iter().take(limit) {
            contexts.push(spot.context(&self.graph.corpus));
        }
        contexts
    }

    /// What a suggestion is about, where that has no words in a text: an entry in a list, or a name
    /// in its entity's file.
    pub(super) fn spans(&self, suggestion: &Suggestion) -> Vec<Span> {
        let corpus = &self.graph.corpus;

        match (&suggestion.proposal, suggestion.speech) {
            (Proposal::Remove { at, .. }, Some(speech)) => {
                vec![Span::new(corpus.speech(speech).file, at.clone())]
            }
            (Proposal::Unseen { entity, alias }, _) => {
                let entity = corpus.entity(*entity);
                vec![Span::new(entity.file, entity.aliases[*alias].span.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// The names that a suggestion is about.
    pub(super) fn names<'n>(&'n self, suggestion: &'n Suggestion) -> Vec<&'n str> {
        if let Proposal::Unseen { entity, alias } = &suggestion.proposal {
            let entity = self.graph.corpus.entity(*entity);
            return vec![&entity.aliases[*alias].text];
        }
        let names = suggestion.names().iter();
        names.map(|named| named.name.as_str()).collect()
    }
}
