//! What a person says, what is said in a body's name, and what was held at a place → the beginning
//! of their pages.
//!
//! **Invariant:** words are somebody's only by the label of their turn, by the speech's table of
//! speakers, or as the speaker of a text without turns; nobody is guessed. The words of a summary are
//! nobody's, and are neither quoted nor counted.

use super::context::PageContext;
use super::kwic::window_after;
use super::views::{HeldView, LengthView, NamedView, OwnWordsView, ParagraphLink, QuoteView};
use crate::base::letters::weight;
use crate::reading::annotate::{Place, speaker_entry};
use crate::reading::corpus::{EntityId, Paragraph, SpeechId};
use crate::reading::graph::{Graph, LangIndex, ListFacet, number};
use crate::reading::kinds::Listing;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Speeches at the beginning of a page: more would push the mentions off the first screen.
const NEWEST: usize = 3;

/// Speeches of a series on its page; more are on its list.
const OF_SERIES: usize = 50;

/// Entities that somebody names most: two lines of them.
const NAMED: usize = 10;

/// Cells of a quotation: two or three lines of half a column.
const QUOTED: usize = 96;

/// Cells below which a paragraph is a greeting or thanks, by which nobody is remembered, as long as
/// there is a longer one.
const GREETING: usize = 60;

/// Who says something in which speeches, newest first: by label, as speaker, or by those who speak
/// in their name.
pub(super) type Voices = BTreeMap<EntityId, Vec<Voice>>;

/// One entity in one speech.
#[derive(Debug)]
pub(super) struct Voice {
    speech: SpeechId,
    /// Its turns, and those of others in its name, sorted.
    turns: Vec<u32>,
}

/// The speeches of all who say something, for readers of one language.
pub(super) fn voices(graph: &Graph, lang: LangIndex) -> Voices {
    let mut voices = Voices::new();
    for id in &graph.edition(lang).versions {
        let speech = graph.corpus.speech(*id);
        let mut heard: BTreeMap<EntityId, BTreeSet<u32>> = BTreeMap::new();
        for speaker in graph.entities_named(&speech.speaker) {
            heard.entry(speaker).or_default();
        }
        for speaker in speech.speakers.iter().flatten() {
            if let Some(body) = graph.entity_named(speaker.on_behalf_of.as_ref()) {
                heard.entry(body).or_default();
            }
        }
        for (turn, people) in (0..).zip(graph.behind_labels(*id)) {
            let label = &speech.body.turns[turn as usize].label;
            for entity in people.into_iter().chain(body_behind(graph, *id, label)) {
                heard.entry(entity).or_default().insert(turn);
            }
        }

        for (entity, turns) in heard {
            let voice = Voice { speech: *id, turns: turns.into_iter().collect() };
            voices.entry(entity).or_default().push(voice);
        }
    }
    voices
}

/// The body in whose name a label speaks.
pub(super) fn body_behind(graph: &Graph, id: SpeechId, label: &str) -> Option<EntityId> {
    let entry = speaker_entry(graph.corpus.speech(id), label)?;
    graph.entity_named(entry.on_behalf_of.as_ref())
}

/// What one entity says in one speech.
struct Said {
    speech: SpeechId,
    n_turns: usize,
    /// Of text, by index.
    paragraphs: Vec<usize>,
}

impl PageContext<'_> {
    /// What is said by an entity or in its name.
    pub(super) fn own_words(&self, id: EntityId) -> Option<OwnWordsView> {
        let voices = self.pages.lists.voices[self.lang].get(&id)?;
        let said: Vec<Said> = voices.iter().map(|voice| self.said_by_voice(voice, id)).collect();
        // Who takes part in a speech without a label of hers said something that nobody can find.
        let mut quoted =
            said.iter().filter(|said| !said.paragraphs.is_empty() && self.is_worded(said.speech));

        let dates = said.iter().map(|said| (self.graph.corpus.speech(said.speech).date, 1));
        let over_time = self.chart(self.strings.text("own_over_time"), dates, |_| None);
        let first = quoted.clone().next_back();
        let first = first.and_then(|said| self.quotation(said, said.paragraphs.iter()));
        let last = quoted.next();
        let last = last.and_then(|said| self.quotation(said, said.paragraphs.iter().rev()));
        let is_same = match (&first, &last) {
            (Some(first), Some(last)) => first.paragraph.href == last.paragraph.href,
            _ => false,
        };
        let all = self.speaks(id).filter(|list| list.count > NEWEST);
        let kind = self.graph.corpus.entity(id).kind;
        Some(OwnWordsView {
            personal: self.graph.config.kinds.kind(kind).personal,
            n_speeches: said.len(),
            n_turns: said.iter().map(|said| said.n_turns).sum(),
            lengths: self.lengths(&said),
            over_time,
            newest: said.iter().take(NEWEST).map(|said| self.row(said.speech)).collect(),
            href: all.map(|list| list.href),
            names: self.named_most(id, &said),
            first: if is_same { None } else { first },
            last,
        })
    }

    /// The speeches that were held at a place, or that belong to an event, a series or a topic.
    pub(super) fn held_here(&self, id: EntityId) -> Option<HeldView> {
        let kinds = &self.graph.config.kinds;
        let kind = self.graph.corpus.entity(id).kind;
        let lists = &self.pages.lists.speeches[self.lang];
        let (facet, speeches) = match kinds.kind(kind).listing {
            Listing::Member => {
                let speeches = self.pages.lists.series[self.lang].get(&id)?;
                (ListFacet::Series(id), speeches.clone())
            }
            Listing::Subject => (ListFacet::Topic(id), self.speeches_within(id)),
            Listing::Named if Some(kind) == kinds.events() => {
                (ListFacet::Event(id), self.speeches_within(id))
            }
            Listing::Named => (ListFacet::Place(id), lists.get(&ListFacet::Place(id))?.clone()),
        };
        if speeches.is_empty() {
            return None;
        }

        // A series is read from its beginning, and seldom longer than a screen or two.
        let n_shown = if matches!(facet, ListFacet::Series(_)) { OF_SERIES } else { NEWEST };
        let list = self.graph.list_route(self.lang, &facet, 1);
        Some(HeldView {
            by: facet.word(),
            n_speeches: speeches.len(),
            newest: speeches.iter().take(n_shown).map(|id| self.row(*id)).collect(),
            href: lists.contains_key(&facet).then(|| self.href(&list)),
        })
    }

    /// The speeches that belong to an entity, each in the version for these readers, newest first.
    fn speeches_within(&self, id: EntityId) -> Vec<SpeechId> {
        let shown = &self.graph.edition(self.lang).versions;
        let mut works = BTreeSet::new();
        for speech in self.graph.speeches_within(id) {
            works.insert(self.graph.work_id_of(*speech));
        }
        // Works are numbered from the newest on.
        works.into_iter().map(|work| shown[work.0 as usize]).collect()
    }

    /// What is said in one speech.
    fn said_by_voice(&self, voice: &Voice, entity: EntityId) -> Said {
        let Voice { speech: id, turns } = voice;
        let speech = self.graph.corpus.speech(*id);
        let is_monologue = speech.body.turns.is_empty() && self.graph.is_given_by(speech, entity);

        let body = &speech.body;
        // A picture alone has no words.
        let is_worded = |paragraph: &Paragraph| paragraph.is_said() && !paragraph.text.is_empty();
        let mut paragraphs = Vec::new();
        if is_monologue {
            let all = body.paragraphs.iter().enumerate();
            paragraphs.extend(all.filter(|(_, one)| is_worded(one)).map(|(index, _)| index));
        }
        for turn in turns {
            let own = body.paragraphs_of(*turn);
            paragraphs.extend(own.filter(|(_, one)| is_worded(one)).map(|(index, _)| index));
        }
        Said { speech: *id, n_turns: turns.len() + usize::from(is_monologue), paragraphs }
    }

    /// Whether a text has what was said, and not what somebody wrote of it.
    fn is_worded(&self, id: SpeechId) -> bool {
        self.graph.corpus.speech(id).text_status != "summary"
    }

    /// Words and characters are counted apart: their sum would say nothing. Those of a summary are
    /// somebody else's.
    fn lengths(&self, said: &[Said]) -> Vec<LengthView> {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for Said { speech, paragraphs, .. } in
            said.iter().filter(|said| self.is_worded(said.speech))
        {
            let length = |at: &usize| self.graph.paragraph_length(*speech, *at);
            let length: usize = paragraphs.iter().map(length).sum();
            let lang = &self.graph.corpus.speech(*speech).lang;
            *counts.entry(super::context::length_unit(lang)).or_default() += length;
        }
        counts.retain(|_, count| *count > 0);
        counts.into_iter().map(|(unit, count)| LengthView { unit, count }).collect()
    }

    /// Whom and what somebody names, most often first.
    fn named_most(&self, id: EntityId, said: &[Said]) -> Vec<NamedView> {
        let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
        for Said { speech, paragraphs, .. } in said {
            for paragraph in paragraphs {
                let mentions = self.graph.mentions_at(*speech, Place::paragraph(*paragraph));
                for mention in mentions.iter().filter(|mention| mention.entity != id) {
                    *counts.entry(mention.entity).or_default() += 1;
                }
            }
        }

        let mut counts: Vec<(EntityId, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(entity, count)| (Reverse(*count), *entity));
        counts.truncate(NAMED);
        let view = |(id, count)| NamedView { entity: self.reference(id), count };
        counts.into_iter().map(view).collect()
    }

    /// The beginning of the first of `paragraphs` that is more than a greeting, else of the first.
    fn quotation<'i>(
        &self,
        said: &Said,
        mut paragraphs: impl Iterator<Item = &'i usize> + Clone,
    ) -> Option<QuoteView> {
        let speech = self.graph.corpus.speech(said.speech);
        let text = |at: usize| speech.body.paragraphs[at].text.as_str();
        let first = *paragraphs.clone().next()?;
        let at = paragraphs.find(|at| weight(text(**at).chars()) >= GREETING).unwrap_or(&first);

        let anchor = &self.graph.anchors(said.speech).paragraphs[*at];
        let page = self.href(&self.graph.speech_route(said.speech));
        Some(QuoteView {
            text: window_after(text(*at), QUOTED),
            lang: self.other_lang(&speech.lang),
            date: self.speech_date(speech),
            paragraph: ParagraphLink { number: number(anchor), href: format!("{page}#{anchor}") },
        })
    }
}
