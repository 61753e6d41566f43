//! A speaker's label → the people behind it. Nobody is guessed.

use super::searcher::Searcher;
use crate::base::letters::{fold_name, same_name};
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, Speaker, Speech};
use crate::reading::labels;
use std::ops::Range;

/// The entry of the speech's table for `label`: for all of it, or else for the name in it.
pub(crate) fn entry<'s>(speech: &'s Speech, label: &str) -> Option<&'s Speaker> {
    let table = speech.speakers.as_ref()?;
    let find = |label: &str| table.iter().find(|speaker| same_name(&speaker.label, label));
    find(label).or_else(|| find(labels::name(label)))
}

/// Who is behind a label.
pub(super) enum Behind {
    /// All of these, who speak as one; nobody where there are none.
    All(Vec<Named>),
    /// One of these, who share the name.
    OneOf(Vec<EntityId>),
}

/// A person whom a label names.
pub(super) struct Named {
    pub(super) person: EntityId,
    /// Bytes of the label: all of it, or the name among those of several.
    pub(super) range: Range<usize>,
}

impl Behind {
    /// Of people whom a label means as a whole.
    fn whole(people: Vec<EntityId>, label: &str) -> Self {
        let named = |person| Named { person, range: 0..label.len() };
        Behind::All(people.into_iter().map(named).collect())
    }

    /// Of people who bear the name that a label is.
    fn bearers(bearers: Vec<EntityId>, label: &str) -> Self {
        if bearers.len() > 1 { Behind::OneOf(bearers) } else { Behind::whole(bearers, label) }
    }

    pub(super) fn is_nobody(&self) -> bool {
        matches!(self, Behind::All(people) if people.is_empty())
    }
}

impl Searcher<'_> {
    /// Who is behind `label`.
    ///
    /// The speech's own table decides; without an entry that says who it is, a label that is a name
    /// of the speech's speaker, or of people in its lists (with `auto = "all"`, in the whole site),
    /// is theirs. So is a label of several such names, of speakers and people in lists alone.
    pub(super) fn behind_label(&self, speech: &Speech, label: &str) -> Behind {
        if let Some(speaker) = entry(speech, label).filter(|speaker| speaker.says_who()) {
            return Behind::whole(self.corpus.find_entities(&speaker.people), label);
        }

        // A name that holds an `and` is a name first.
        let whole = self.called(speech, label);
        if !whole.is_empty() {
            return Behind::bearers(whole, label);
        }
        if let Some(people) = self.called_together(speech, label) {
            return Behind::All(people);
        }
        Behind::bearers(self.called(speech, labels::name(label)), label)
    }

    /// The people whose names, one beside the other, are the label; none if a piece of it is not
    /// the name of one person that the speech knows.
    fn called_together(&self, speech: &Speech, label: &str) -> Option<Vec<Named>> {
        let names = labels::names(label);
        if names.len() < 2 {
            return None;
        }

        let mut people: Vec<Named> = Vec::with_capacity(names.len());
        let mut end = 0;
        for name in names {
            let [person] = self.called_in_speech(speech, &fold_name(name))[..] else {
                return None;
            };
            let start = end + label[end..].find(name)?;
            end = start + name.len();
            if !people.iter().any(|named| named.person == person) {
                people.push(Named { person, range: start..end });
            }
        }
        Some(people)
    }

    /// Who of those who may speak is called so.
    fn called(&self, speech: &Speech, label: &str) -> Vec<EntityId> {
        let name = fold_name(label);
        let known = self.called_in_speech(speech, &name);
        if !known.is_empty() || self.config.auto != Auto::All {
            return known;
        }

        let always = self.decided.always(&name, speech);
        let mut bearers = match &always {
            Some(entity) => vec![*entity],
            None => self.names.bearers(&name).to_vec(),
        };
        bearers.retain(|id| self.is_called(*id, &name, speech));
        bearers
    }

    /// Which of a speech's speakers, or else of the people in its lists, has a name, as compared.
    fn called_in_speech(&self, speech: &Speech, name: &str) -> Vec<EntityId> {
        let mut principals = self.corpus.find_entities(&speech.speaker);
        principals.retain(|id| self.is_called(*id, name, speech));
        if !principals.is_empty() {
            return principals;
        }

        let mut listed = Vec::new();
        for entry in speech.lists.iter().flatten() {
            let entity = self.corpus.find_entity(&entry.entity.id);
            listed.extend(entity.filter(|id| self.is_called(*id, name, speech)));
        }
        listed.sort_unstable();
        listed.dedup();
        listed
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
