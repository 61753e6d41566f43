//! Who takes part in a speech, and which of its turns are set as one.

use super::context::PageContext;
use super::views::ParticipantView;
use crate::reading::corpus::{EntityId, Flow, SpeechId, TurnRole};
use crate::reading::labels;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl PageContext<'_> {
    /// For each turn, whether it is set as one with the turn before it: the same speaker, and
    /// nothing between them.
    ///
    /// A label that names nobody, or a profession alone, may mean another person each time, unless
    /// the speech says who is behind it.
    pub(super) fn continued(&self, id: SpeechId, behind: &[Vec<EntityId>]) -> Vec<bool> {
        let body = &self.graph.corpus.speech(id).body;
        let mut continued = vec![false; body.turns.len()];
        let mut before: Option<usize> = None;
        for piece in &body.flow {
            let Flow::Turn(turn) = piece else {
                before = None;
                continue;
            };
            let turn = *turn as usize;
            if let Some(before) = before {
                let name = labels::name(&body.turns[turn].label);
                let is_somebody = !behind[turn].is_empty()
                    || !labels::is_nameless(name) && TurnRole::said_by(name).is_none();
                continued[turn] = is_somebody
                    && !name.is_empty()
                    && name == labels::name(&body.turns[before].label)
                    && behind[turn] == behind[before];
            }
            before = Some(turn);
        }
        continued
    }

    /// Who takes part, most turns first; nobody where fewer than two do.
    pub(super) fn participants(
        &self,
        id: SpeechId,
        behind: &[Vec<EntityId>],
    ) -> Vec<ParticipantView> {
        let body = &self.graph.corpus.speech(id).body;
        let mut views: Vec<ParticipantView> = Vec::new();
        // By the people behind the label, or by the name where nobody is known.
        let mut known: BTreeMap<(&[EntityId], &str), usize> = BTreeMap::new();
        for (turn, of) in body.turns.iter().enumerate() {
            let name = labels::name(&of.label);
            let people = behind[turn].as_slice();
            let key = if people.is_empty() { (people, name) } else { (people, "") };
            if name.is_empty() {
                continue;
            }
            if let Some(index) = known.get(&key) {
                views[*index].n_turns += 1;
                continue;
            }

            known.insert(key, views.len());
            let entity = match people {
                [one] => Some(self.reference(*one)),
                _ => None,
            };
            views.push(ParticipantView {
                label: name.to_owned(),
                entity,
                on_behalf_of: self.on_behalf_of(id, &of.label),
                n_turns: 1,
                href: format!("#{}", self.graph.anchors(id).turns[turn]),
            });
        }

        if views.len() < 2 {
            return Vec::new();
        }
        views.sort_by_key(|view| Reverse(view.n_turns));
        views
    }
}
