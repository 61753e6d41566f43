//! The page of a speech.

use super::common::{Desk, clip, direction, length_unit};
use super::views::{
    AlternateView, ChangeView, MentionedKind, MentionedView, PageView, ParagraphLink, PartView,
    QuestionView, SourceView, SpeakerView, SpeechRow, SpeechView, TurnView, View,
};
use crate::reading::annotate::{How, Mention, Place, speaker_entry};
use crate::reading::corpus::{EntityId, Flow, Reference, Source, SpeechId};
use crate::reading::graph::{Exchange, WorkId, number};
use crate::site::html::{Scribe, plain_text};
use crate::site::pictures;
use std::collections::BTreeMap;

/// Entities named in more works than this tell little of a speech, and are not followed when similar ones are looked for.
const TOO_COMMON: usize = 200;

/// Mentions from which it is worth seeing where in the text they stand.
const STRIP_FROM: usize = 3;

/// Where one speech mentions an entity.
#[derive(Default)]
struct Mentioned<'g> {
    n_here: usize,
    /// Each paragraph's once.
    anchors: Vec<&'g str>,
    /// Paragraphs by index.
    paragraphs: Vec<usize>,
}

impl Desk<'_> {
    pub(super) fn speech(&self, id: SpeechId) -> (PageView, View) {
        let speech = self.graph.corpus.speech(id);
        let mut head = self
            .head(&speech.title, &clip(plain_text(&speech.body).next().unwrap_or_default(), 160));
        speech.lang.tag().clone_into(&mut head.lang);
        head.dir = direction(&speech.lang);
        self.set_alternates(&mut head, &self.version_routes(id));
        // The text's own language, not that of the interface in which it is shown.
        head.alternates = self.other_versions(id);
        head.feed = self.site_feed();
        head.json_ld_html = self.wants("json_ld_html").then(|| self.json_ld_speech(id));
        head.og_type = "article";
        head.no_index = speech.draft;
        let path = &self.sources.file(speech.file).path;
        let scribe = Scribe::of_speech(self.graph, path, id, self.strings.text("table"));
        let (previous, next) = self.neighbours(id);
        let words = |words: &Option<crate::base::words::Words>| {
            words.as_ref().map_or("", |words| words.text(self.language())).to_owned()
        };
        let view = SpeechView {
            id: speech.id.clone(),
            title: speech.title.clone(),
            lang: speech.lang.tag().to_owned(),
            lang_label: speech.lang.endonym().to_owned(),
            date: self.date(speech.date),
            type_label: if speech.speech_type.is_empty() {
                String::new()
            } else {
                self.strings.of("types", speech.speech_type).to_owned()
            },
            event: words(&speech.event),
            location: self
                .graph
                .entity_named(speech.location.as_ref())
                .map(|id| self.reference(id)),
            speakers: self.speakers(id),
            translations: self.other_versions(id),
            parallels: self.parallels(id),
            cite: self.cite(id),
            length: self.graph.length(id),
            length_unit: length_unit(&speech.lang),
            status_label: if speech.text_status.is_empty() {
                String::new()
            } else {
                self.strings.of("status", speech.text_status).to_owned()
            },
            sources: speech.sources.iter().map(|source| self.source(source)).collect(),
            license: speech
                .license
                .clone()
                .or_else(|| self.graph.config.license.clone())
                .unwrap_or_default(),
            changes: speech
                .changes
                .iter()
                .map(|change| ChangeView {
                    date: self.date(change.date),
                    note: change.note.text(self.language()).to_owned(),
                })
                .collect(),
            draft: speech.draft,
            n_mentions: self.n_mentions(id),
            questions: if self.wants("questions") { self.questions(id) } else { Vec::new() },
            parts: self.parts(id, &scribe),
            footnotes_html: scribe.footnotes(self.strings.text("notes")),
            mentioned: self.mentioned(id),
            previous,
            next,
            similar: if self.wants("similar") { self.similar(id) } else { Vec::new() },
        };
        (head, View::Speech(Box::new(view)))
    }

    /// The pages of a speech's versions by interface language; of two in one language the first.
    fn version_routes(&self, id: SpeechId) -> Vec<(usize, crate::reading::graph::Route)> {
        let versions = self.graph.work_of(id).versions.iter();
        let mut routes: Vec<(usize, crate::reading::graph::Route)> = Vec::new();
        for (lang, route) in versions
            .map(|version| (self.graph.interface_of(*version), self.graph.speech_route(*version)))
        {
            if !routes.iter().any(|(known, _)| *known == lang) {
                routes.push((lang, route));
            }
        }
        routes
    }

    /// The pages that show a version beside another.
    fn parallels(&self, id: SpeechId) -> Vec<AlternateView> {
        if !self.graph.has_pages("parallel.html") {
            return Vec::new();
        }
        let others = self.graph.work_of(id).versions.iter().filter(|version| **version != id);
        let view = |other: &SpeechId| {
            let lang = &self.graph.corpus.speech(*other).lang;
            let route = self.graph.parallel_route(id, *other);
            AlternateView {
                lang: lang.tag().to_owned(),
                label: lang.endonym().to_owned(),
                href: self.href(&route),
                url: None,
            }
        };
        others.map(view).collect()
    }

    /// The principal speaker with the role on that day.
    fn speakers(&self, id: SpeechId) -> Vec<SpeakerView> {
        let speech = self.graph.corpus.speech(id);
        let Some(speaker) = self.graph.entity_named(speech.speaker.as_ref()) else {
            return Vec::new();
        };
        let entity = self.reference(speaker);
        vec![SpeakerView {
            name: entity.name.clone(),
            entity: Some(entity),
            role: self.role_on(speaker, id),
        }]
    }

    /// The role that an entity held on the day of a speech: for its speaker what the speech says; empty if none is known.
    fn role_on(&self, entity: EntityId, speech: SpeechId) -> String {
        let of = self.graph.corpus.speech(speech);
        if let (Some(role), true) =
            (&of.role, self.graph.entity_named(of.speaker.as_ref()) == Some(entity))
        {
            return role.text(self.language()).to_owned();
        }
        let date = of.date;
        let held = |role: &&crate::reading::corpus::Role| {
            role.from.is_none_or(|from| from <= date)
                && role.until.is_none_or(|until| date.is_by_end_of(until))
        };
        let roles = &self.graph.corpus.entity(entity).roles;
        roles
            .iter()
            .rev()
            .find(held)
            .map_or(String::new(), |role| role.role.text(self.language()).to_owned())
    }

    fn source(&self, source: &Source) -> SourceView {
        let note = source.note.as_ref().map_or("", |note| note.text(self.language())).to_owned();
        let bare = source.url.as_ref().map(|url| {
            url.trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned()
        });
        SourceView {
            url: source.url.clone(),
            label: bare.unwrap_or_else(|| note.clone()),
            archived_url: source.archived_url.clone(),
            retrieved: source.retrieved.map(|date| self.date(date)),
            note: if source.url.is_some() { note } else { String::new() },
            sha256: source.sha256.clone().unwrap_or_default(),
        }
    }

    /// The table of questions.
    fn questions(&self, id: SpeechId) -> Vec<QuestionView> {
        let exchanges = &self.graph.turns(id).exchanges;
        exchanges
            .iter()
            .enumerate()
            .map(|(index, exchange)| self.question(id, index, exchange))
            .collect()
    }

    fn question(&self, id: SpeechId, index: usize, exchange: &Exchange) -> QuestionView {
        let body = &self.graph.corpus.speech(id).body;
        let first = exchange.turns.start as usize;
        let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
        for (_, mention) in self.graph.mentions_in(id) {
            let Place::Paragraph(paragraph) = mention.place else {
                continue;
            };
            if body.paragraphs[paragraph as usize]
                .turn
                .is_some_and(|turn| exchange.turns.contains(&turn))
            {
                *counts.entry(mention.entity).or_default() += 1;
            }
        }
        let mut entities: Vec<(EntityId, usize)> = counts.into_iter().collect();
        entities.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        QuestionView {
            number: index + 1,
            label: body.turns[first].label.clone(),
            href: format!("#{}", self.graph.anchors(id).turns[first]),
            entities: entities.into_iter().take(4).map(|(id, _)| self.reference(id)).collect(),
        }
    }

    /// The text: exchanges, turns, and prose between them.
    fn parts(&self, id: SpeechId, scribe: &Scribe<'_>) -> Vec<PartView> {
        let turns = self.graph.turns(id);
        let mut parts: Vec<PartView> = Vec::new();
        for piece in &self.graph.corpus.speech(id).body.flow {
            match piece {
                Flow::Block(block) => match parts.last_mut() {
                    Some(PartView::Prose { html }) => scribe.block(block, html),
                    _ => {
                        let mut html = String::new();
                        scribe.block(block, &mut html);
                        parts.push(PartView::Prose { html });
                    }
                },
                Flow::Turn(turn) => {
                    let view = self.turn(id, *turn, scribe);
                    match (turns.exchange_of(*turn), parts.last_mut()) {
                        (Some((index, _)), Some(PartView::Exchange { number, turns }))
                            if *number == index + 1 =>
                        {
                            turns.push(view)
                        }
                        (Some((index, _)), _) => {
                            parts.push(PartView::Exchange { number: index + 1, turns: vec![view] })
                        }
                        (None, _) => parts.push(PartView::Turn { turn: Box::new(view) }),
                    }
                }
            }
        }
        parts
    }

    fn turn(&self, id: SpeechId, turn: u32, scribe: &Scribe<'_>) -> TurnView {
        let speech = self.graph.corpus.speech(id);
        let of = &speech.body.turns[turn as usize];
        let entry = speaker_entry(speech, &of.label);
        let before = turn.checked_sub(1).map(|before| &speech.body.turns[before as usize]);
        TurnView {
            id: self.graph.anchors(id).turns[turn as usize].to_string(),
            role: self.graph.turns(id).roles[turn as usize].word(),
            label: of.label.clone(),
            entity: self.behind_label(id, turn).map(|id| self.reference(id)),
            on_behalf_of: entry
                .and_then(|entry| entry.on_behalf_of.as_ref())
                .map(|reference| self.name_or_words(reference))
                .filter(|name| !of.label.contains(name.as_str()))
                .unwrap_or_default(),
            continued: before.is_some_and(|before| before.label == of.label),
            html: scribe.blocks(&of.blocks),
        }
    }

    /// The person behind a turn's label.
    pub(super) fn behind_label(&self, id: SpeechId, turn: u32) -> Option<EntityId> {
        let is_label =
            |mention: &Mention| mention.how == How::Label && mention.place == Place::Label(turn);
        self.graph
            .mentions_in(id)
            .map(|(_, mention)| mention)
            .find(|mention| is_label(mention))
            .map(|mention| mention.entity)
    }

    /// The name of the entity that a reference names, or its words.
    pub(super) fn name_or_words(&self, reference: &Reference) -> String {
        match self.graph.entity_named(Some(reference)) {
            Some(id) => self.graph.corpus.entity(id).name.text(self.language()).to_owned(),
            None => reference.id.clone(),
        }
    }

    /// “Mentioned here”: by kind, by first mention; who only speaks is not listed.
    fn mentioned(&self, id: SpeechId) -> Vec<MentionedKind> {
        let mut order: Vec<EntityId> = Vec::new();
        let mut places: BTreeMap<EntityId, Mentioned<'_>> = BTreeMap::new();
        let n_paragraphs = self.graph.corpus.speech(id).body.paragraphs.len();
        for (_, mention) in
            self.graph.mentions_in(id).filter(|(_, mention)| mention.how != How::Label)
        {
            let entry = places.entry(mention.entity).or_insert_with(|| {
                order.push(mention.entity);
                Mentioned::default()
            });
            entry.n_here += 1;
            let anchor = self.graph.anchor_of(mention);
            if entry.anchors.last() != Some(&anchor) {
                entry.anchors.push(anchor);
            }
            entry.paragraphs.extend(if let Place::Paragraph(index) = mention.place {
                Some(index as usize)
            } else {
                None
            });
        }
        let view = |entity: &EntityId| {
            let here = &places[entity];
            let link = |anchor: &&str| ParagraphLink {
                number: number(anchor),
                href: format!("#{anchor}"),
            };
            MentionedView {
                entity: self.reference(*entity),
                role: self.role_on(*entity, id),
                n_here: here.n_here,
                strip_html: if self.wants("strip_html") && here.n_here >= STRIP_FROM {
                    pictures::strip(n_paragraphs, &here.paragraphs)
                } else {
                    String::new()
                },
                paragraphs: here.anchors.iter().map(link).collect(),
            }
        };
        let of_kind = |kind| {
            order
                .iter()
                .filter(|entity| self.graph.corpus.entity(**entity).kind == kind)
                .map(view)
                .collect::<Vec<_>>()
        };
        let kinds = self.graph.config.kinds.iter().map(|(kind, _)| (kind, of_kind(kind)));
        kinds
            .filter(|(_, entities)| !entities.is_empty())
            .map(|(kind, entities)| MentionedKind { kind: self.kind(kind), entities })
            .collect()
    }

    /// The speeches before and after by date.
    fn neighbours(&self, id: SpeechId) -> (Option<SpeechRow>, Option<SpeechRow>) {
        let versions = &self.graph.edition(self.lang).versions;
        let here = self.graph.work_id_of(id).0 as usize;
        let row = |index: Option<usize>| {
            index.and_then(|index| versions.get(index)).map(|id| self.row(*id))
        };
        (row(here.checked_add(1)), row(here.checked_sub(1)))
    }

    /// Speeches that name the same: shared entities over all (Jaccard), among the works that share one that is not too common.
    fn similar(&self, id: SpeechId) -> Vec<SpeechRow> {
        let own = self.entities_in(id);
        let here = self.graph.work_id_of(id);
        let versions = &self.graph.edition(self.lang).versions;
        let mut shared: BTreeMap<WorkId, usize> = BTreeMap::new();
        let rare = own.iter().filter(|entity| {
            self.graph.edition(self.lang).tallies[entity.0 as usize].n_speeches <= TOO_COMMON
        });
        for entity in rare {
            let mut works: Vec<WorkId> = self
                .graph
                .mentions_of(*entity)
                .map(|mention| self.graph.work_id_of(mention.speech))
                .filter(|work| *work != here)
                .collect();
            works.dedup();
            works.into_iter().for_each(|work| *shared.entry(work).or_default() += 1);
        }
        let mut nearest: Vec<(WorkId, usize)> =
            shared.into_iter().filter(|(_, count)| *count > 1).collect();
        nearest.sort_by_key(|(work, count)| (std::cmp::Reverse(*count), *work));
        nearest.truncate(20);
        let score = |(work, _): &(WorkId, usize)| {
            let other = self.entities_in(versions[work.0 as usize]);
            let both = own.iter().filter(|entity| other.contains(entity)).count();
            (std::cmp::Reverse(both * 1_000_000 / (own.len() + other.len() - both).max(1)), *work)
        };
        nearest.sort_by_cached_key(score);
        nearest.iter().take(5).map(|(work, _)| self.row(versions[work.0 as usize])).collect()
    }

    fn entities_in(&self, id: SpeechId) -> Vec<EntityId> {
        let mut entities: Vec<EntityId> =
            self.graph.mentions_in(id).map(|(_, mention)| mention.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        entities
    }
}
