//! A speaker's label → the people behind it. Nobody is guessed.

use super::searcher::Searcher;
use crate::base::letters::fold_name;
use crate::reading::config::Auto;
use crate::reading::corpus::{EntityId, Speaker, Speech};
use crate::reading::labels;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The entry of the speech's table for `label`: for all of it, or else for the name in it.
pub(crate) fn entry<'s>(speech: &'s Speech, label: &str) -> Option<&'s Speaker> {
    let table = speech.speakers.as_ref()?;
    table.of_label(label).or_else(|| table.of_label(labels::name(label)))
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

/// Who may be behind the labels of one speech, and who is. A speech has many turns and few labels,
/// and each of its people many names, so both are looked at once.
pub(super) struct Cast<'s> {
    searcher: &'s Searcher<'s>,
    speech: &'s Speech,
    /// The people who give the speech.
    principals: Called,
    /// The people in its lists.
    listed: Called,
    /// Who is behind each label that it has.
    behind: BTreeMap<&'s str, Behind>,
}

/// People, and by which of their names, as compared, they are called on the day of a speech.
#[derive(Default)]
struct Called {
    people: BTreeSet<EntityId>,
    by_name: BTreeMap<String, Vec<EntityId>>,
}

impl<'s> Cast<'s> {
    pub(super) fn of(searcher: &'s Searcher<'s>, speech: &'s Speech) -> Self {
        let corpus = searcher.corpus;
        let listed = speech.lists.iter().flatten();
        let listed = listed.filter_map(|listed| corpus.find_entity(&listed.entity.id));
        let mut cast = Cast {
            searcher,
            speech,
            principals: Called::on_the_day(searcher, speech, corpus.find_entities(&speech.speaker)),
            listed: Called::on_the_day(searcher, speech, listed),
            behind: BTreeMap::new(),
        };
        for turn in &speech.body.turns {
            if !cast.behind.contains_key(turn.label.as_str()) {
                let behind = cast.find(&turn.label);
                cast.behind.insert(&turn.label, behind);
            }
        }
        cast
    }

    /// Who is behind `label`, which is one of the speech's.
    pub(super) fn behind(&self, label: &str) -> &Behind {
        const NOBODY: &Behind = &Behind::All(Vec::new());
        self.behind.get(label).unwrap_or(NOBODY)
    }

    /// Who is behind `label`.
    ///
    /// The speech's own table decides; without an entry that says who it is, a label that is a name
    /// of the speech's speaker, or of people in its lists (with `auto = "all"`, in the whole site),
    /// is theirs. So is a label of several such names, of speakers and people in lists alone.
    fn find(&self, label: &str) -> Behind {
        if let Some(speaker) = entry(self.speech, label).filter(|speaker| speaker.says_who()) {
            return Behind::whole(self.searcher.corpus.find_entities(&speaker.people), label);
        }

        // A name that holds an `and` is a name first.
        let whole = self.called(label);
        if !whole.is_empty() {
            return Behind::bearers(whole, label);
        }
        if let Some(people) = self.called_together(label) {
            return Behind::All(people);
        }
        Behind::bearers(self.called(labels::name(label)), label)
    }

    /// The people whose names, one beside the other, are the label; none if a piece of it is not
    /// the name of one person that the speech knows.
    fn called_together(&self, label: &str) -> Option<Vec<Named>> {
        let names = labels::names(label);
        if names.len() < 2 {
            return None;
        }

        let mut people: Vec<Named> = Vec::with_capacity(names.len());
        let mut end = 0;
        for name in names {
            let [person] = self.called_in_speech(&fold_name(name))[..] else {
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
    fn called(&self, label: &str) -> Vec<EntityId> {
        let Searcher { corpus, config, names, decided, .. } = self.searcher;
        let name = fold_name(label);
        let known = self.called_in_speech(&name);
        if !known.is_empty() || config.auto != Auto::All {
            return known;
        }

        let is_personal = |id: EntityId| config.kinds.kind(corpus.entity(id).kind).personal;
        if let Some(always) = decided.always(&name, self.speech) {
            return if is_personal(always) { vec![always] } else { Vec::new() };
        }
        let bearers = names.bearers(&name).iter().copied();
        Called::on_the_day(self.searcher, self.speech, bearers).by(&name, self)
    }

    /// Which of a speech's speakers, or else of the people in its lists, has a name, as compared.
    fn called_in_speech(&self, name: &str) -> Vec<EntityId> {
        let principals = self.principals.by(name, self);
        if !principals.is_empty() {
            return principals;
        }
        let mut listed = self.listed.by(name, self);
        listed.sort_unstable();
        listed
    }
}

impl Called {
    /// Those of `entities` who are people, by the names that they have on the day of a speech.
    fn on_the_day(
        searcher: &Searcher<'_>,
        speech: &Speech,
        entities: impl IntoIterator<Item = EntityId>,
    ) -> Self {
        let mut called = Called::default();
        for id in entities {
            let entity = searcher.corpus.entity(id);
            let is_person = searcher.config.kinds.kind(entity.kind).personal;
            if !is_person || !called.people.insert(id) {
                continue;
            }
            for alias in entity.aliases.iter().filter(|alias| alias.is_valid_on(speech.date)) {
                let bearers = called.by_name.entry(fold_name(&alias.text)).or_default();
                if bearers.last() != Some(&id) {
                    bearers.push(id);
                }
            }
        }
        called
    }

    /// Whose name it is in this speech: by decision, else by an alias of that day.
    fn by(&self, name: &str, cast: &Cast<'_>) -> Vec<EntityId> {
        let decided = &cast.searcher.decided;
        if let Some(always) = decided.always(name, cast.speech) {
            return self.people.get(&always).copied().into_iter().collect();
        }

        let mut bearers = self.by_name.get(name).cloned().unwrap_or_default();
        bearers.retain(|id| !decided.never(name, *id, cast.speech));
        bearers
    }
}
