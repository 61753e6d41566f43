//! The page of a speech.

use super::context::{PageContext, direction, length_unit};
use super::views::{
    AlternateView, ChangeView, CiteView, DownloadView, OriginalView, PageView, PartView,
    SourceView, SpeakerView, SpeechView, TurnView, View,
};
use crate::base::lang::Lang;
use crate::base::letters::clip;
use crate::base::words::Words;
use crate::reading::annotate::Place;
use crate::reading::corpus::{Block, EntityId, Flow, Reference, Source, SpeechId};
use crate::reading::graph::{LangIndex, Original, Route};
use crate::reading::labels;
use crate::site::export::{Citations, SpeechFile, cite, speech_files};
use crate::site::html::{Scribe, plain_text};

/// Characters of the description: search engines show about as many.
const DESCRIPTION: usize = 160;

/// The turns of a speech as they are set.
struct Set<'s> {
    scribe: &'s Scribe<'s>,
    /// Who is behind the label of each turn.
    behind: Vec<Vec<EntityId>>,
    /// Whether each turn is set as one with the turn before it.
    continued: Vec<bool>,
}

impl PageContext<'_> {
    pub(super) fn speech(&self, id: SpeechId) -> (PageView, View) {
        let speech = self.graph.corpus.speech(id);
        let first_words = plain_text(&speech.body).next().unwrap_or_default();

        let mut head = self.head(&speech.title, &clip(first_words, DESCRIPTION));
        speech.lang.tag().clone_into(&mut head.lang);
        head.dir = direction(&speech.lang);
        self.set_alternates(&mut head, &self.version_routes(id));
        // The text's own language, not that of the interface in which it is shown.
        head.alternates = self.other_versions(id);
        self.set_site_feeds(&mut head);
        head.json_ld_html = self.wants("json_ld_html").then(|| self.json_ld_speech(id));
        head.og_type = "article";
        head.image = self.speech_picture(id);
        head.no_index = speech.draft;

        let path = &self.sources.file(speech.file).path;
        let (recording, clock) = self.recording(id).unzip();
        let scribe = Scribe::of_speech(self.graph, path, id, self.strings.text("table"))
            .with_renditions(&self.pages.renditions)
            .with_clock(clock);
        let behind = self.graph.behind_labels(id);
        let set = Set { continued: self.continued(id, &behind), behind, scribe: &scribe };
        let (previous, next) = self.neighbours(id);
        let location = self.graph.entity_named(speech.location.as_ref());
        let license = speech.license.as_ref().or(self.graph.config.license.as_ref());
        let view = SpeechView {
            id: speech.id.clone(),
            title: speech.title.clone(),
            lang: speech.lang.tag().to_owned(),
            lang_label: speech.lang.endonym().to_owned(),
            date: self.speech_date(speech),
            year_href: self.year_href(speech.date.year()),
            type_label: self.label_in("types", speech.speech_type),
            type_href: self.type_href(speech),
            event: self.graph.occasion(id, self.language()).to_owned(),
            event_entity: self.graph.event_of(id).map(|event| self.reference(event)),
            series: self.in_series(id),
            topics: self.graph.topics_of(id).into_iter().map(|id| self.reference(id)).collect(),
            location: location.map(|id| self.reference(id)),
            speakers: self.speakers(id),
            translations: self.other_versions(id),
            parallels: self.parallels(id),
            cite: self.cite(id),
            downloads: self.downloads(id),
            length: self.graph.length(id),
            length_unit: length_unit(&speech.lang),
            status_label: self.label_in("status", speech.text_status),
            is_translation: speech.is_translation(),
            original: self.graph.original_of(id).map(|original| self.original(id, original)),
            translators: self.credited(&speech.translator),
            transcribers: self.credited(&speech.transcriber),
            is_original: !self.graph.translations_of(id).is_empty(),
            sources: speech.sources.iter().map(|source| self.source(source)).collect(),
            extra: speech.extra.clone(),
            image: speech.image.as_ref().and_then(|_| head.image.clone()),
            recording,
            license: license.cloned().unwrap_or_default(),
            changes: self.changes(id),
            draft: speech.draft,
            n_mentions: self.graph.n_mentions_in(id),
            questions: if self.wants("questions") { self.questions(id) } else { Vec::new() },
            outline: match self.wants("outline") {
                true => self.outline(id, &set.continued),
                false => Vec::new(),
            },
            participants: match self.wants("participants") {
                true => self.participants(id, &set.behind),
                false => Vec::new(),
            },
            parts: self.parts(id, &set),
            footnotes_html: scribe.other_footnotes(),
            mentioned: self.mentioned(id),
            about: self.graph.about(id).iter().map(|id| self.reference(*id)).collect(),
            quoted: self.quoted(id),
            previous,
            next,
            similar: if self.wants("similar") { self.similar(id) } else { Vec::new() },
            report: self.report(id),
        };
        (head, View::Speech(Box::new(view)))
    }

    fn cite(&self, id: SpeechId) -> CiteView {
        let Citations { plain, gbt, bibtex, csl, url } = cite(self.graph, id);
        CiteView { plain, gbt, bibtex, csl, url }
    }

    /// The files beside the page.
    fn downloads(&self, id: SpeechId) -> Vec<DownloadView> {
        let mut views = Vec::new();
        for file in speech_files(self.graph, id) {
            let SpeechFile { label, media_type, route } = file;
            views.push(DownloadView { label, media_type, href: self.href(&route) });
        }
        views
    }

    fn words(&self, words: Option<&Words>) -> String {
        words.map_or_else(String::new, |words| words.text(self.language()).to_owned())
    }

    fn changes(&self, id: SpeechId) -> Vec<ChangeView> {
        let mut views = Vec::new();
        for change in &self.graph.corpus.speech(id).changes {
            let note = change.note.text(self.language()).to_owned();
            views.push(ChangeView { date: self.date(change.date), note });
        }
        views
    }

    /// The pages of a speech's versions by interface language; of two in one language the first.
    fn version_routes(&self, id: SpeechId) -> Vec<(LangIndex, Route)> {
        let mut routes: Vec<(LangIndex, Route)> = Vec::new();
        for version in &self.graph.work_of(id).versions {
            let lang = self.graph.interface_of(*version);
            if !routes.iter().any(|(known, _)| *known == lang) {
                routes.push((lang, self.graph.speech_route(*version)));
            }
        }
        routes
    }

    /// The pages that show a version beside another.
    fn parallels(&self, id: SpeechId) -> Vec<AlternateView> {
        let mut views = Vec::new();
        if !self.pages.capabilities.has_pages("parallel.html") {
            return views;
        }
        for other in self.graph.set_beside(id) {
            let lang = &self.graph.corpus.speech(other).lang;
            let alternate = self.alternate(lang, &self.graph.parallel_route(id, other));
            views.push(AlternateView { url: None, ..alternate });
        }
        views
    }

    /// The principal speakers, each with the role on that day.
    fn speakers(&self, id: SpeechId) -> Vec<SpeakerView> {
        let speech = self.graph.corpus.speech(id);
        let mut views = Vec::with_capacity(speech.speaker.len());
        for speaker in self.graph.entities_named(&speech.speaker) {
            let entity = self.reference(speaker);
            let role = self.role_on(speaker, id);
            views.push(SpeakerView { name: entity.name.clone(), entity: Some(entity), role });
        }
        views
    }

    /// The role that an entity held on the day of a speech; empty if none is known.
    pub(super) fn role_on(&self, entity: EntityId, speech: SpeechId) -> String {
        self.words(self.graph.office_on(entity, speech))
    }

    /// Of what the text is a translation: of another speech its title says it, of another version
    /// of the same its language.
    fn original(&self, id: SpeechId, original: &Original) -> OriginalView {
        let of_language = |lang: &Lang| {
            let (label, label_lang) = self.language_label(lang.tag());
            OriginalView { lang: lang.tag().to_owned(), label, label_lang, href: None }
        };

        let of = match original {
            Original::Language(lang) => return of_language(lang),
            Original::Version(of) => *of,
        };
        let speech = self.graph.corpus.speech(of);
        let href = Some(self.href(&self.graph.speech_route(of)));
        if self.graph.work_id_of(of) == self.graph.work_id_of(id) {
            return OriginalView { href, ..of_language(&speech.lang) };
        }
        OriginalView {
            lang: speech.lang.tag().to_owned(),
            label: speech.title.clone(),
            label_lang: self.other_lang(&speech.lang),
            href,
        }
    }

    /// People of the site, or names as they are written.
    fn credited(&self, people: &[Reference]) -> Vec<SpeakerView> {
        let mut views = Vec::with_capacity(people.len());
        for person in people {
            let entity = self.graph.entity_named(Some(person)).map(|id| self.reference(id));
            let name = entity.as_ref().map_or(&person.id, |entity| &entity.name).clone();
            views.push(SpeakerView { name, entity, role: String::new() });
        }
        views
    }

    fn source(&self, source: &Source) -> SourceView {
        let note = self.words(source.note.as_ref());
        let (label, note) = match &source.url {
            Some(url) => (without_scheme(url).to_owned(), note),
            None => (note, String::new()),
        };
        SourceView {
            url: source.url.clone(),
            label,
            archived_url: source.archived_url.clone(),
            retrieved: source.retrieved.map(|date| self.date(date)),
            note,
            sha256: source.sha256.clone().unwrap_or_default(),
        }
    }

    /// Where an error in a speech is reported; empty if the site does not say.
    fn report(&self, id: SpeechId) -> String {
        let Some(report) = &self.graph.config.report else { return String::new() };
        let route = self.graph.speech_route(id);
        let url = match self.graph.config.base_url.as_deref() {
            Some(base) => route.url(base),
            None => route.path().to_owned(),
        };
        report.for_page(&self.graph.corpus.speech(id).title, &url)
    }

    /// The text: exchanges, turns, and prose between them.
    fn parts(&self, id: SpeechId, set: &Set<'_>) -> Vec<PartView> {
        let turns = self.graph.turns(id);
        let mut parts: Vec<PartView> = Vec::new();

        for piece in &self.graph.corpus.speech(id).body.flow {
            let turn = match piece {
                Flow::Turn(turn) => *turn,
                Flow::Block(block) => {
                    if let Some(PartView::Prose { html }) = parts.last_mut() {
                        set.scribe.block_with_footnotes(block, html);
                    } else {
                        let mut html = String::new();
                        set.scribe.block_with_footnotes(block, &mut html);
                        parts.push(PartView::Prose { html });
                    }
                    continue;
                }
            };

            let view = self.turn(id, turn, set);
            let Some((index, _)) = turns.exchange_of(turn) else {
                parts.push(PartView::Turn { turn: Box::new(view) });
                continue;
            };
            match parts.last_mut() {
                Some(PartView::Exchange { number, turns }) if *number == index + 1 => {
                    turns.push(view);
                }
                _ => parts.push(PartView::Exchange { number: index + 1, turns: vec![view] }),
            }
        }
        parts
    }

    fn turn(&self, id: SpeechId, turn: u32, set: &Set<'_>) -> TurnView {
        let speech = self.graph.corpus.speech(id);
        let of = &speech.body.turns[turn as usize];
        let people = &set.behind[turn as usize];
        let before = turn.checked_sub(1).map(|before| &speech.body.turns[before as usize].label);
        let first = of.blocks.iter().find_map(|block| match block {
            Block::Paragraph(index) => Some(*index),
            _ => None,
        });
        // What the clock beside the first paragraph says, the label need not say.
        let is_told = first.is_some_and(|index| set.scribe.tells_time(index));
        let mut label_notes = Vec::new();
        if before != Some(&of.label) {
            let parts = labels::parts(&of.label);
            label_notes.extend(parts.time.filter(|_| !is_told));
            label_notes.extend(parts.office);
            label_notes.extend(parts.notes);
        }

        TurnView {
            id: self.graph.anchors(id).turns[turn as usize].to_string(),
            role: self.graph.turns(id).roles[turn as usize].word(),
            label: match is_told {
                true => labels::without_time(&of.label).into_owned(),
                false => of.label.clone(),
            },
            entity: people.first().map(|id| self.reference(*id)),
            entities: people.iter().map(|id| self.reference(*id)).collect(),
            on_behalf_of: self.on_behalf_of(id, &of.label),
            continued: set.continued[turn as usize],
            label_notes: label_notes.join(" · "),
            html: set.scribe.blocks_with_footnotes(&of.blocks),
        }
    }

    /// The people behind a turn's label: one, several who speak as one, or nobody.
    pub(super) fn behind_label(&self, id: SpeechId, turn: u32) -> Vec<EntityId> {
        let named = self.graph.mentions_at(id, Place::Label(turn));
        named.iter().map(|mention| mention.entity).collect()
    }

    /// The name of the entity that a reference names, or its words.
    pub(super) fn name_or_words(&self, reference: &Reference) -> String {
        match self.graph.entity_named(Some(reference)) {
            Some(id) => self.graph.corpus.entity(id).name.text(self.language()).to_owned(),
            None => reference.id.clone(),
        }
    }
}

/// An address as readers know it: `example.org/talk`.
fn without_scheme(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/')
}
