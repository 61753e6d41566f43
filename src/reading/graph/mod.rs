//! Corpus + mentions → Graph: who is meant, who names whom and where, what a turn is, and the one
//! address of everything that has a page.
//!
//! **Invariant:** immutable; every reference is resolved or was reported; each mention is stored
//! once, both directions are views of it.
//! **Invariant:** nothing here is a template, a byte of HTML or a file on disk.

mod about;
mod addresses;
mod anchors;
mod broken_links;
mod contradictions;
mod editions;
mod href;
mod lengths;
mod links;
mod lock;
mod media;
mod named;
mod originals;
mod pictures;
mod places;
mod policy;
mod quotations;
mod recording;
mod references;
mod remote;
mod routes;
mod turns;
mod twice;
mod unknown_ids;
mod voices;
mod written_ids;

use addresses::Gone;
pub(crate) use addresses::{check_gone, file_at};
pub(crate) use anchors::{SpeechAnchors, number};
pub(crate) use editions::{Edition, Work, WorkId};
pub(crate) use links::{Destination, Link};
pub use lock::LockChanges;
use lock::MovedPages;
pub(crate) use lock::{Locked, Numbering, numbering_again, path_of as lock_path, renamed_lock};
pub(crate) use media::published as published_media;
pub(crate) use originals::Original;
pub(crate) use pictures::Shown;
pub(crate) use quotations::{Quotation, Quoting};
pub(crate) use recording::{Place as RecordingPlace, Said, host_name};
pub(crate) use routes::{IndexOrder, ListFacet, Route};
pub(crate) use routes::{address_key, published as media_route};
pub(crate) use turns::SpeechTurns;

use crate::base::diag::Diagnostics;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, PictureSize, Sources};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::config::Config;
use crate::reading::corpus::{
    Corpus, EntityId, ParagraphRole, PerSpeech, Reference, Speech, SpeechId,
};
use about::Abouts;
use originals::Originals;
use places::Places;
use rayon::prelude::*;
pub(crate) use references::check as check_references;
use routes::PageRoutes;
use std::collections::BTreeMap;
use std::sync::Arc;
use written_ids::BareMentions;

/// Index of an interface language in [`Config::languages`].
pub(crate) type LangIndex = usize;

/// Everything about the site, decided.
#[derive(Debug)]
pub struct Graph {
    pub config: Config,
    /// What the files say.
    pub corpus: Corpus,
    /// All mentions, by speech, place and range.
    pub mentions: Vec<Mention>,
    /// Speeches with their translations, newest first.
    pub works: Vec<Work>,
    work_of: Vec<WorkId>,
    /// What readers are shown, by interface language.
    editions: Vec<Edition>,
    places: Places,
    turns: Vec<SpeechTurns>,
    anchors: Vec<Arc<SpeechAnchors>>,
    /// The anchors of each withdrawn speech.
    withdrawn: Vec<SpeechAnchors>,
    /// Pages of speeches that are not where they usually are.
    moved: MovedPages,
    /// The addresses that are asked for most.
    pages: PageRoutes,
    /// Where the page of each entity was before: `people/wang-yi`.
    former_stems: Vec<Vec<Box<str>>>,
    /// Where each page of the site's own was before, from the root of the site.
    former_own: Vec<Vec<Box<str>>>,
    /// The languages that the site had, each list that is not the one that it has.
    pub former_languages: Vec<Vec<Lang>>,
    /// Of each paragraph of each speech, in words or in characters (字).
    lengths: Vec<Arc<[usize]>>,
    /// Whether a mention is a link, by its index.
    linked: Vec<bool>,
    destinations: BTreeMap<String, Destination>,
    picture_sizes: BTreeMap<FileId, PictureSize>,
    /// When paragraphs are said, of speeches with a recording where that is known.
    said: BTreeMap<SpeechId, Vec<Option<Said>>>,
    /// What each speech is as the target of a link.
    speech_destinations: Vec<Destination>,
    /// What is part of what, by the id of the whole.
    parts: BTreeMap<String, Vec<EntityId>>,
    originals: Originals,
    abouts: Abouts,
    /// Who quotes what, by what is quoted.
    quotations: Vec<Quotation>,
}

/// The anchors of all speeches, and of those that were withdrawn, and what the locks say of
/// addresses.
#[derive(Debug)]
pub(crate) struct Numbers {
    pub anchors: Vec<Arc<SpeechAnchors>>,
    pub withdrawn: Vec<SpeechAnchors>,
    pub moved: MovedPages,
    pub former_stems: Vec<Vec<Box<str>>>,
    pub former_own: Vec<Vec<Box<str>>>,
    pub former_languages: Vec<Vec<Lang>>,
}

/// What an earlier graph of the same site found of each speech alone; nothing before the first one.
#[derive(Default)]
pub(crate) struct Resolved {
    lengths: PerSpeech<Arc<[usize]>>,
    digests: PerSpeech<Option<u64>>,
    bare_mentions: PerSpeech<BareMentions>,
}

/// Puts corpus and mentions together; each speech has its anchors already.
pub(crate) fn resolve(
    sources: &Sources,
    config: Config,
    corpus: Corpus,
    mentions: Vec<Mention>,
    numbers: Numbers,
    memory: &mut Resolved,
    diagnostics: &mut Diagnostics,
) -> Graph {
    let ((works, work_of), (places, turns)) = rayon::join(
        || editions::works(&corpus, diagnostics),
        || {
            let places = Places::of(&corpus, &mentions);
            let turns = speech_turns(&corpus, &mentions, &places);
            (places, turns)
        },
    );
    let linked = policy::links(&config, &corpus, &mentions, &turns);
    let mentions_in = |speech: SpeechId| &mentions[places.in_speech(speech)];
    let (editions, abouts) = rayon::join(
        || editions::all(&config, &corpus, &works, mentions_in),
        || Abouts::new(&corpus, &config.kinds, mentions_in),
    );

    let versions = |id: SpeechId| {
        let WorkId(work) = work_of[id.0 as usize];
        works[work as usize].versions.as_slice()
    };
    let (pages, destinations) = rayon::join(
        || PageRoutes::of(&config, &corpus, &numbers.moved),
        || links::destinations(sources, &corpus),
    );
    let graph = Graph {
        originals: Originals::new(&corpus, versions),
        abouts,
        lengths: memory.lengths.of_each(&corpus.speeches, lengths::of),
        destinations,
        picture_sizes: pictures::sizes(sources),
        said: BTreeMap::new(),
        pages,
        speech_destinations: corpus.speeches().map(|(id, _)| Destination::Speech(id)).collect(),
        quotations: Vec::new(),
        parts: parts(&corpus),
        config,
        corpus,
        mentions,
        works,
        work_of,
        editions,
        places,
        turns,
        anchors: numbers.anchors,
        withdrawn: numbers.withdrawn,
        moved: numbers.moved,
        former_stems: numbers.former_stems,
        former_own: numbers.former_own,
        former_languages: numbers.former_languages,
        linked,
    }
    .with_times(sources, diagnostics);
    // What a link leads to is known of all the rest.
    Graph { quotations: quotations::all(&graph, sources), ..graph }
}

/// Reports what the files contradict one another in, links in texts that lead nowhere, and what a
/// reader's browser would fetch from another host.
pub(crate) fn check(
    graph: &Graph,
    sources: &Sources,
    memory: &mut Resolved,
    diagnostics: &mut Diagnostics,
) {
    let speeches = &graph.corpus.speeches;
    let digests = memory.digests.of_each(speeches, twice::digest);
    let bare_mentions = memory.bare_mentions.of_each(speeches, written_ids::bare_mentions_of);
    let checks: [&Check<'_>; 7] = [
        &|found| contradictions::check(graph, found),
        &|found| originals::check(graph, found),
        &|found| links::check(graph, sources, found),
        &|found| quotations::check(graph, found),
        &|found| remote::check(graph, found),
        &|found| twice::check(graph, &digests, found),
        &|found| written_ids::check(graph, sources, &bare_mentions, found),
    ];

    let found = checks.par_iter().map(|check| {
        let mut found = Diagnostics::default();
        check(&mut found);
        found
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| diagnostics.append(found));
}

/// Goes through all files for one kind of mistake.
type Check<'c> = dyn Fn(&mut Diagnostics) + Sync + 'c;

impl Graph {
    /// Whether the mention with this index is a link.
    pub fn is_linked(&self, mention: u32) -> bool {
        self.linked[mention as usize]
    }

    /// What the turns of a speech are.
    pub fn turns(&self, speech: SpeechId) -> &SpeechTurns {
        &self.turns[speech.0 as usize]
    }

    /// The anchors in a speech.
    pub fn anchors(&self, speech: SpeechId) -> &SpeechAnchors {
        &self.anchors[speech.0 as usize]
    }

    /// The withdrawn speeches with their anchors, all of which are gone.
    pub fn withdrawn(&self) -> impl Iterator<Item = (&Speech, &SpeechAnchors)> {
        self.corpus.withdrawn.iter().map(|speech| &**speech).zip(&self.withdrawn)
    }

    /// The withdrawn speech with this index in [`Corpus::withdrawn`].
    pub fn withdrawn_speech(&self, index: usize) -> (&Speech, &SpeechAnchors) {
        (&self.corpus.withdrawn[index], &self.withdrawn[index])
    }

    /// The work that a version belongs to.
    pub fn work_of(&self, speech: SpeechId) -> &Work {
        &self.works[self.work_of[speech.0 as usize].0 as usize]
    }

    /// The work's index, by date.
    pub fn work_id_of(&self, speech: SpeechId) -> WorkId {
        self.work_of[speech.0 as usize]
    }

    /// What readers of one language are shown.
    pub fn edition(&self, lang: LangIndex) -> &Edition {
        &self.editions[lang]
    }

    /// The index of the interface language in which a speech is shown.
    pub fn interface_of(&self, speech: SpeechId) -> LangIndex {
        self.interface_in(&self.corpus.speech(speech).lang)
    }

    /// The index of the interface language in which texts of `lang` are shown.
    pub(crate) fn interface_in(&self, lang: &Lang) -> LangIndex {
        let lang = self.config.interface_of(lang);
        self.config.languages.iter().position(|known| known == lang).unwrap_or_default()
    }

    /// The entity that a reference names, if it exists.
    pub fn entity_named(&self, reference: Option<&Reference>) -> Option<EntityId> {
        reference.and_then(|reference| self.corpus.find_entity(&reference.id))
    }

    /// The entities that references name, as far as they exist; each once.
    pub fn entities_named(&self, references: &[Reference]) -> Vec<EntityId> {
        self.corpus.find_entities(references)
    }

    /// Whether a speech is somebody's: one of those who give it.
    pub fn is_given_by(&self, speech: &Speech, entity: EntityId) -> bool {
        let id = &self.corpus.entity(entity).id;
        speech.speaker.iter().any(|speaker| speaker.id == *id)
    }

    /// Who speaks in a speech: its speakers, and whoever is behind a label; sorted, each once.
    pub fn speakers_of(&self, speech: SpeechId) -> Vec<EntityId> {
        let mut speakers = self.entities_named(&self.corpus.speech(speech).speaker);
        let labels = self.mentions_in(speech).filter(|(_, mention)| mention.how == How::Label);
        speakers.extend(labels.map(|(_, mention)| mention.entity));
        speakers.sort_unstable();
        speakers.dedup();
        speakers
    }

    /// The entities that say they are part of the one called `id`.
    pub fn parts_of(&self, id: &str) -> &[EntityId] {
        self.parts.get(id).map_or(&[], Vec::as_slice)
    }

    /// What kind of turn a mention is in: `question`, `answer`, `speech`, or for text outside
    /// turns `narrative`, `heading`, `scene`, `note`.
    pub fn turn_word(&self, mention: &Mention) -> &'static str {
        let role_of = |turn: u32| self.turns(mention.speech).roles[turn as usize].word();
        match mention.place {
            Place::Label(turn) => role_of(turn),
            Place::Paragraph(index) => {
                let speech = self.corpus.speech(mention.speech);
                let paragraph = &speech.body.paragraphs[index as usize];
                // Without turns, what a speech's speaker says is all there is.
                let is_monologue = speech.body.turns.is_empty() && !speech.speaker.is_empty();
                if paragraph.is_of_editor {
                    return "note";
                }
                match (paragraph.role, paragraph.turn) {
                    (ParagraphRole::Scene, _) => "scene",
                    (ParagraphRole::Note | ParagraphRole::Footnote, _) => "note",
                    (_, Some(turn)) => role_of(turn),
                    (ParagraphRole::Heading, None) => "heading",
                    (ParagraphRole::Text | ParagraphRole::Cell, None) if is_monologue => "speech",
                    (ParagraphRole::Text | ParagraphRole::Cell, None) => "narrative",
                }
            }
        }
    }

    /// The words of a mention as printed.
    pub fn surface(&self, mention: &Mention) -> &str {
        &self.text_around(mention)[mention.bytes()]
    }

    /// The paragraph's text, or the label, in which a mention is.
    pub fn text_around(&self, mention: &Mention) -> &str {
        let body = &self.corpus.speech(mention.speech).body;
        match mention.place {
            Place::Label(turn) => &body.turns[turn as usize].label,
            Place::Paragraph(index) => &body.paragraphs[index as usize].text,
        }
    }

    /// The anchor of the place of a mention: its paragraph's, or its turn's for a label.
    pub fn anchor_of(&self, mention: &Mention) -> &str {
        let anchors = self.anchors(mention.speech);
        match mention.place {
            Place::Label(turn) => &anchors.turns[turn as usize],
            Place::Paragraph(index) => &anchors.paragraphs[index as usize],
        }
    }
}

fn parts(corpus: &Corpus) -> BTreeMap<String, Vec<EntityId>> {
    let mut parts: BTreeMap<String, Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in corpus.entities() {
        if let Some(whole) = entity.part_of() {
            parts.entry(whole.id.clone()).or_default().push(id);
        }
    }
    parts
}

/// What the turns of every speech are.
fn speech_turns(corpus: &Corpus, mentions: &[Mention], places: &Places) -> Vec<SpeechTurns> {
    let speeches: Vec<(SpeechId, &Speech)> = corpus.speeches().collect();
    let of_speech = |(id, speech): &(SpeechId, &Speech)| {
        let speakers = corpus.find_entities(&speech.speaker);
        let mut principals = vec![false; speech.body.turns.len()];
        for mention in &mentions[places.in_speech(*id)] {
            if let Place::Label(turn) = mention.place {
                principals[turn as usize] |= speakers.contains(&mention.entity);
            }
        }
        turns::of_speech(speech, &principals)
    };
    speeches.par_iter().map(of_speech).collect()
}
