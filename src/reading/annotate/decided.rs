//! The editors' decisions about names → whom a name means, or does not mean, in a speech.
//!
//! **Invariant:** what is decided for one speech goes before what is decided for all, and the
//! speech's own `as` before both.

use crate::base::letters::fold_name;
use crate::reading::corpus::{Corpus, EntityId, Meaning, Speech};
use std::collections::BTreeMap;

/// Decisions by the name as compared.
pub(super) struct Decided<'c> {
    always: ByName<'c>,
    never: ByName<'c>,
}

type ByName<'c> = BTreeMap<String, Vec<Decision<'c>>>;

/// A decision about an entity that the site has.
struct Decision<'c> {
    meaning: &'c Meaning,
    entity: EntityId,
}

impl Decision<'_> {
    /// Whether it is about this speech: about it alone (`is_own`), or about all.
    fn is_about(&self, speech: &Speech, is_own: bool) -> bool {
        self.meaning.speech.is_some() == is_own && self.meaning.is_about(speech)
    }
}

impl<'c> Decided<'c> {
    pub(super) fn new(corpus: &'c Corpus) -> Self {
        Decided {
            always: by_name(corpus, &corpus.decisions.always),
            never: by_name(corpus, &corpus.decisions.never),
        }
    }

    /// Whom `name`, as compared, always means in `speech`.
    pub(super) fn always(&self, name: &str, speech: &Speech) -> Option<EntityId> {
        let of_name = self.always.get(name)?;
        let find = |is_own| of_name.iter().find(|one| one.is_about(speech, is_own));
        let decision = find(true).or_else(|| find(false))?;
        (!self.never(name, decision.entity, speech)).then_some(decision.entity)
    }

    /// Whether `name`, as compared, does not mean `entity` in `speech`.
    pub(super) fn never(&self, name: &str, entity: EntityId, speech: &Speech) -> bool {
        let says = |decisions: &ByName<'_>, is_own| {
            let of_name = decisions.get(name).map_or(&[][..], Vec::as_slice);
            let mut of_entity = of_name.iter().filter(|one| one.entity == entity);
            of_entity.any(|one| one.is_about(speech, is_own))
        };
        says(&self.never, true) || says(&self.never, false) && !says(&self.always, true)
    }
}

fn by_name<'c>(corpus: &'c Corpus, meanings: &'c [Meaning]) -> ByName<'c> {
    let mut found = ByName::new();
    for meaning in meanings {
        if let Some(entity) = corpus.find_entity(&meaning.entity.id) {
            let of_name = found.entry(fold_name(&meaning.name)).or_default();
            of_name.push(Decision { meaning, entity });
        }
    }
    found
}
