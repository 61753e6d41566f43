//! Who speaks where in a speech, and in which office.
//!
//! **Invariant:** nobody is guessed: who speaks is behind the label of a turn, or is named as the
//! speaker of a text without turns.

use super::Graph;
use crate::base::words::Words;
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::{EntityId, Paragraph, Role, SpeechId};

impl Graph {
    /// The people behind the label of each turn: one, several who speak as one, or nobody.
    pub(crate) fn behind_labels(&self, id: SpeechId) -> Vec<Vec<EntityId>> {
        let mut behind = vec![Vec::new(); self.corpus.speech(id).body.turns.len()];
        for (_, mention) in self.mentions_in(id) {
            if let (How::Label, Place::Label(turn)) = (mention.how, mention.place) {
                behind[turn as usize].push(mention.entity);
            }
        }
        behind
    }

    /// Who says a paragraph, `behind` being who is behind the labels of its speech. Scenes, notes and
    /// footnotes are said by nobody.
    pub(crate) fn speakers_in<'b>(
        &self,
        id: SpeechId,
        paragraph: &Paragraph,
        behind: &'b [Vec<EntityId>],
        principals: &'b [EntityId],
    ) -> &'b [EntityId] {
        if !paragraph.is_said() {
            return &[];
        }
        match paragraph.turn {
            Some(turn) => behind.get(turn as usize).map_or(&[], Vec::as_slice),
            None if self.corpus.speech(id).body.turns.is_empty() => principals,
            None => &[],
        }
    }

    /// The office that an entity held on the day of a speech: for its speaker what the speech says.
    pub(crate) fn office_on(&self, entity: EntityId, speech: SpeechId) -> Option<&Words> {
        let of = self.corpus.speech(speech);
        if let Some(role) = &of.role
            && self.is_given_by(of, entity)
        {
            return Some(role);
        }

        let date = of.date;
        let is_held = |role: &&Role| {
            role.from.is_none_or(|from| from <= date)
                && role.until.is_none_or(|until| date.is_by_end_of(until))
        };
        let mut roles = self.corpus.entity(entity).roles().rev();
        roles.find(is_held).map(|role| &role.role)
    }

    /// Whether the counts of the pages in an interface language take in this version of its speech:
    /// of several languages one counts.
    pub(crate) fn is_counted(&self, speech: SpeechId, lang: super::LangIndex) -> bool {
        self.edition(lang).versions[self.work_id_of(speech).0 as usize] == speech
    }
}
