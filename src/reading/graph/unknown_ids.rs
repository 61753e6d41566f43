//! What is said of an id that names nothing: what it is instead, or which one was meant.
//!
//! A site may have thousands of them, where a folder is not there yet; so what they are held
//! against is put in order once, when the first is met.

use super::written_ids::{bare_id, divided};
use crate::base::diag::{Code, Diagnostic};
use crate::base::ids::{entity_id, is_entity_id};
use crate::base::message::say;
use crate::base::slips::Candidates;
use crate::base::sources::{Sources, Span};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Entity, Speech};
use crate::reading::parse::ids_of_unread;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ptr;

pub(super) struct UnknownIds<'c> {
    sources: &'c Sources,
    corpus: &'c Corpus,
    config: &'c Config,
    ids: OnceCell<Candidates<&'c str>>,
    /// Who is called so: two at the most.
    named: OnceCell<FxHashMap<&'c str, Vec<&'c Entity>>>,
    /// Whose file could not be read, or lies where nothing reads it.
    unread: OnceCell<BTreeSet<String>>,
}

impl<'c> UnknownIds<'c> {
    pub(super) fn of(sources: &'c Sources, corpus: &'c Corpus, config: &'c Config) -> Self {
        let (ids, named, unread) = Default::default();
        UnknownIds { sources, corpus, config, ids, named, unread }
    }

    /// The id that was meant, if one is near.
    pub(super) fn nearest(&self, id: &str) -> Option<&'c str> {
        let ids = || self.corpus.entities.iter().map(|entity| entity.id.as_str());
        self.ids.get_or_init(|| Candidates::of(ids())).nearest(id).copied()
    }

    /// What is said of it; nothing of what was told before.
    pub(super) fn told(&self, id: &str, place: Span) -> Option<Diagnostic> {
        // What has no page yet was told, and so was a file that could not be read, or that lies where
        // nothing reads it; neither is a second mistake in everything that names it.
        let unread = || ids_of_unread(self.sources, self.config, self.corpus);
        if self.corpus.stubs.contains(id) || self.unread.get_or_init(unread).contains(id) {
            return None;
        }

        let message = say!("no entity has the id `{id}`", id);
        let is_bare = place.range.len() == id.len();
        let mut diagnostic = Diagnostic::new(Code::UnknownEntity, message).at(place.clone(), "");
        if let Some(called) = self.called(id) {
            let hint =
                say!("`{id}` is a name of `{entity}`: write the id", id, entity = called[0].id);
            diagnostic = diagnostic.hint(hint);
            // What two are called says of neither that it is meant.
            if is_bare && called.len() == 1 {
                diagnostic = diagnostic.fixed_by(place, called[0].id.as_str());
            }
        } else if let Some(speech) = self.speech(id) {
            let path = self.sources.file(speech.file).path.trim_start_matches("content");
            diagnostic = diagnostic.hint(say!(
                "`{id}` is a speech: link to it, `[words]({path})`",
                id,
                path
            ));
        } else if let Some(bare) = bare_id(id).filter(|id| self.corpus.find_entity(id).is_some()) {
            diagnostic = diagnostic.hint(say!("did you mean `{near}`?", near = bare));
            diagnostic.meant = Some(bare.to_owned());
            if is_bare {
                diagnostic = diagnostic.fixed_by(place, bare);
            }
        } else if id.contains(" - ") {
            diagnostic = diagnostic.hint("begin each `- ` of a list at the same place");
        } else if let Some(list) = divided(id) {
            let hint = say!("this is one entry: divide several with `, `, as in `[{list}]`", list);
            diagnostic = diagnostic.hint(hint);
        } else {
            diagnostic = diagnostic.perhaps_meant(id, self.nearest(id));
        }
        if diagnostic.hints.is_empty() {
            diagnostic = diagnostic.hint(match is_entity_id(id) {
                true => say!("describe it in `content/<kind>/{id}.md`", id),
                false => {
                    let id = entity_id(id);
                    say!("describe it in `content/<kind>/{id}.md`, and write `{id}` here", id)
                }
            });
        }
        Some(diagnostic)
    }

    /// The entities that have this name.
    fn called(&self, name: &str) -> Option<&[&'c Entity]> {
        let named = self.named.get_or_init(|| {
            let mut named: FxHashMap<&str, Vec<&Entity>> = FxHashMap::default();
            for entity in &self.corpus.entities {
                for alias in &entity.aliases {
                    let called = named.entry(&alias.text).or_default();
                    if called.len() < 2 && called.last().is_none_or(|last| !ptr::eq(*last, entity))
                    {
                        called.push(entity);
                    }
                }
            }
            named
        });
        named.get(name).map(Vec::as_slice)
    }

    /// The first version of the speech that has this id.
    fn speech(&self, id: &str) -> Option<&'c Speech> {
        // Speeches are sorted by id.
        let speeches = &self.corpus.speeches;
        let first = speeches.partition_point(|speech| speech.id.as_str() < id);
        speeches.get(first).map(AsRef::as_ref).filter(|speech: &&Speech| speech.id == id)
    }
}
