//! A speaker's label → the people who could be behind it. Nobody is guessed.

use super::searcher::Searcher;
use crate::base::letters::{fold_name, same_name};
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, Speaker, Speech};
use crate::reading::labels;

/// The entry of the speech's table for `label`: for all of it, or else for the name in it.
pub(crate) fn entry<'s>(speech: &'s Speech, label: &str) -> Option<&'s Speaker> {
    let table = speech.speakers.as_ref()?;
    let find = |label: &str| table.iter().find(|speaker| same_name(&speaker.label, label));
    find(label).or_else(|| find(labels::name(label)))
}

impl Searcher<'_> {
    /// Who could be behind `label`: nobody, one, or several that share the name.
    ///
    /// The speech's own table decides; without an entry that says who it is, a label that is a name
    /// of the speech's speaker, or of people in its lists (with `auto = "all"`, in the whole site),
    /// is theirs.
    pub(super) fn behind_label(&self, speech: &Speech, label: &str) -> Vec<EntityId> {
        if let Some(speaker) = entry(speech, label).filter(|speaker| speaker.says_who()) {
            let person = speaker.person.as_ref();
            let found = person.and_then(|person| self.corpus.find_entity(&person.id));
            return Vec::from_iter(found);
        }

        let name = labels::name(label);
        match self.called(speech, label) {
            nobody if nobody.is_empty() && name != label => self.called(speech, name),
            people => people,
        }
    }

    /// Who of those who may speak is called so.
    fn called(&self, speech: &Speech, label: &str) -> Vec<EntityId> {
        let name = fold_name(label);
        let principal = speech.speaker.as_ref();
        let principal = principal.and_then(|speaker| self.corpus.find_entity(&speaker.id));
        if let Some(principal) = principal.filter(|id| self.is_called(*id, &name, speech)) {
            return vec![principal];
        }

        let mut listed = Vec::new();
        for entry in speech.lists.iter().flatten() {
            let entity = self.corpus.find_entity(&entry.entity.id);
            listed.extend(entity.filter(|id| self.is_called(*id, &name, speech)));
        }
        listed.sort_unstable();
        listed.dedup();
        if !listed.is_empty() || self.config.auto != Auto::All {
            return listed;
        }

        let always = self.decided.always(&name, speech);
        let mut bearers = match &always {
            Some(entity) => vec![*entity],
            None => self.names.bearers(&name).to_vec(),
        };
        bearers.retain(|id| self.is_called(*id, &name, speech));
        bearers
    }

    /// Whether `name`, as compared, is a person's in this speech: by decision, else by an alias of
    /// that day.
    fn is_called(&self, id: EntityId, name: &str, speech: &Speech) -> bool {
        let entity = self.corpus.entity(id);
        if !self.config.kinds.kind(entity.kind).personal {
            return false;
        }
        if let Some(always) = self.decided.always(name, speech) {
            return always == id;
        }

        let mut aliases = entity.aliases.iter();
        let has_name =
            aliases.any(|alias| alias.is_valid_on(speech.date) && fold_name(&alias.text) == name);
        has_name && !self.decided.never(name, id, speech)
    }
}
