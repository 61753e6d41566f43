//! The editors' decisions about names → whom a name means, or does not mean, in a speech.
//!
//! **Invariant:** what is decided for one speech stands over what is decided for all; nothing decided stands over the speech's own `as`.

use super::fold::fold_name;
use crate::reading::corpus::{Corpus, EntityId, Meaning, Speech};
use std::collections::BTreeMap;

/// Decisions by the name as compared.
pub(super) struct Decided<'c> {
    always: BTreeMap<String, Vec<(&'c Meaning, EntityId)>>,
    never: BTreeMap<String, Vec<(&'c Meaning, EntityId)>>,
}

impl<'c> Decided<'c> {
    /// The decisions of a site, those about entities that it has.
    pub(super) fn new(corpus: &'c Corpus) -> Self {
        let by_name = |meanings: &'c [Meaning]| {
            let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
            for meaning in meanings {
                if let Some(entity) = corpus.find_entity(&meaning.entity.id) {
                    found.entry(fold_name(&meaning.name)).or_default().push((meaning, entity));
                }
            }
            found
        };
        Decided {
            always: by_name(&corpus.decisions.always),
            never: by_name(&corpus.decisions.never),
        }
    }

    /// Whom `name`, as compared, always means in `speech`.
    pub(super) fn always(&self, name: &str, speech: &Speech) -> Option<EntityId> {
        let of_name = self.always.get(name)?;
        let about = |is_own: bool| {
            of_name
                .iter()
                .find(|(meaning, _)| meaning.speech.is_some() == is_own && meaning.is_about(speech))
        };
        about(true)
            .or_else(|| about(false))
            .map(|(_, entity)| *entity)
            .filter(|entity| !self.never(name, *entity, speech))
    }

    /// Whether `name`, as compared, does not mean `entity` in `speech`.
    pub(super) fn never(&self, name: &str, entity: EntityId, speech: &Speech) -> bool {
        let says = |of: &BTreeMap<String, Vec<(&Meaning, EntityId)>>, is_own: bool| {
            let of_name = of.get(name).map_or(&[][..], Vec::as_slice);
            of_name.iter().any(|(meaning, of)| {
                *of == entity && meaning.speech.is_some() == is_own && meaning.is_about(speech)
            })
        };
        says(&self.never, true) || says(&self.never, false) && !says(&self.always, true)
    }
}
