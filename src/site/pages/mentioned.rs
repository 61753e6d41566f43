//! “Mentioned here”: whom a speech names, by kind and by first mention; who only speaks is not
//! listed. And whom other texts name, for the cards beside their links.

use super::context::PageContext;
use super::views::{MentionedKind, MentionedView, RefView, SpokenLink};
use crate::reading::annotate::{How, Place};
use crate::reading::corpus::{Document, EntityId, MarkKind, SpeechId};
use crate::reading::graph::number;
use crate::reading::labels;
use crate::site::pictures;
use std::collections::{BTreeMap, BTreeSet};

/// Mentions from which a picture of where they are in the text says more than the list of their
/// paragraphs.
const STRIP_FROM: usize = 3;

/// Where one speech mentions an entity.
#[derive(Default)]
struct Mentioned<'g> {
    n_here: usize,
    /// Each paragraph's once, with who speaks there.
    anchors: Vec<(&'g str, &'g str)>,
    /// Paragraphs by index.
    paragraphs: Vec<usize>,
}

impl PageContext<'_> {
    pub(super) fn mentioned(&self, id: SpeechId) -> Vec<MentionedKind> {
        let mut by_first: Vec<EntityId> = Vec::new();
        let mut places: BTreeMap<EntityId, Mentioned<'_>> = BTreeMap::new();
        for (_, mention) in self.graph.mentions_in(id) {
            if mention.how == How::Label {
                continue;
            }
            let here = places.entry(mention.entity).or_insert_with(|| {
                by_first.push(mention.entity);
                Mentioned::default()
            });
            here.n_here += 1;

            let anchor = self.graph.anchor_of(mention);
            if here.anchors.last().is_none_or(|(last, _)| *last != anchor) {
                here.anchors.push((anchor, self.speaker_at(id, mention.place)));
            }
            if let Place::Paragraph(index) = mention.place {
                here.paragraphs.push(index as usize);
            }
        }

        let mut kinds = Vec::new();
        for (kind, _) in self.graph.config.kinds.iter() {
            let mut entities = Vec::new();
            for entity in &by_first {
                if self.graph.corpus.entity(*entity).kind == kind {
                    entities.push(self.mentioned_view(id, *entity, &places[entity]));
                }
            }
            if !entities.is_empty() {
                kinds.push(MentionedKind { kind: self.kind(kind), entities });
            }
        }
        kinds
    }

    /// Whom versions of a speech name, each once, by first mention.
    pub(super) fn named_in_versions(&self, versions: [SpeechId; 2]) -> Vec<RefView> {
        let mentions = versions.into_iter().flat_map(|id| self.graph.mentions_in(id));
        self.each_once(mentions.map(|(_, mention)| mention.entity))
    }

    /// Whom a text that is no speech links, each once, in its order.
    pub(super) fn named_in_text(&self, text: &Document) -> Vec<RefView> {
        let marks = text.paragraphs.iter().flat_map(|paragraph| &paragraph.marks);
        self.each_once(marks.filter_map(|mark| match &mark.kind {
            MarkKind::Mention { id, .. } => self.graph.corpus.find_entity(id),
            _ => None,
        }))
    }

    fn each_once(&self, entities: impl Iterator<Item = EntityId>) -> Vec<RefView> {
        let mut known = BTreeSet::new();
        let mut named = Vec::new();
        if self.wants("named") {
            for entity in entities.filter(|entity| known.insert(*entity)) {
                named.push(self.reference(entity));
            }
        }
        named
    }

    /// Who speaks at a place, as printed; empty outside turns.
    fn speaker_at(&self, id: SpeechId, place: Place) -> &str {
        let body = &self.graph.corpus.speech(id).body;
        let turn = match place {
            Place::Label(turn) => Some(turn),
            Place::Paragraph(index) => body.paragraphs[index as usize].said_in(),
        };
        turn.map_or("", |turn| labels::name(&body.turns[turn as usize].label))
    }

    fn mentioned_view(
        &self,
        speech: SpeechId,
        entity: EntityId,
        here: &Mentioned<'_>,
    ) -> MentionedView {
        let mut paragraphs: Vec<SpokenLink> = Vec::with_capacity(here.anchors.len());
        let mut before = "";
        for (anchor, speaker) in &here.anchors {
            let said = if *speaker == before { "" } else { *speaker };
            before = *speaker;
            let (number, href) = (number(anchor), format!("#{anchor}"));
            paragraphs.push(SpokenLink { number, href, speaker: said.to_owned() });
        }

        let strip_html = if self.wants("strip_html") && here.n_here >= STRIP_FROM {
            let n_paragraphs = self.graph.corpus.speech(speech).body.paragraphs.len();
            pictures::strip(n_paragraphs, &here.paragraphs)
        } else {
            String::new()
        };
        MentionedView {
            entity: self.reference(entity),
            image: self.portrait(entity),
            role: self.role_on(entity, speech),
            n_here: here.n_here,
            strip_html,
            paragraphs,
        }
    }
}
