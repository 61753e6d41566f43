//! Graph → what a feed says, before it is Atom or JSON: of the site, or of an entity the speeches
//! that mention it or belong to it.
//!
//! **Invariant:** newest speech first, at most [`MAX_ENTRIES`], each work once, in the version that
//! the edition shows; a feed without entries does not exist.
//! **Invariant:** ids are absolute addresses, unique in a feed; the same entry has the same id
//! whichever language's feed it is in. No clock: a feed was updated when its last entry was.

use super::{Artifact, Make, last_change, url};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::letters::{around, opening};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::corpus::{EntityId, Page, Paragraph, ParagraphRole, Speech, SpeechId};
use crate::reading::graph::{Graph, LangIndex, Route, WorkId};
use crate::site::html::plain_text;
use std::collections::BTreeMap;

/// Entries in a feed; older ones are on the site. A choice: who looks in once a month misses
/// nothing of an archive that grows by a speech a day.
const MAX_ENTRIES: usize = 50;

/// Characters of the text that are shown of a speech: a paragraph's beginning, so that a reader of
/// feeds shows several entries on a screen.
const OPENING: usize = 300;

/// Characters on each side of a mention: about the sentence around it.
const REACH: usize = 80;

/// A format of feeds.
#[derive(Debug)]
pub(super) struct Format {
    /// The name of the site's feed: `atom.xml`.
    pub(super) file: &'static str,
    /// Writes a feed that lies at an address.
    pub(super) write: fn(&Feed<'_>, &str) -> Vec<u8>,
}

/// What a feed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The site in a language.
    Site(LangIndex),
    /// An entity in a language.
    Entity(LangIndex, EntityId),
    /// The pages of a folder of the site's own, by the index of its page in the corpus.
    Section(usize),
}

/// A feed.
pub(super) struct Feed<'g> {
    pub(super) title: String,
    pub(super) description: Option<&'g str>,
    pub(super) lang: &'g Lang,
    /// Absolute address of the page that it belongs to.
    pub(super) page: String,
    /// The site, which speaks where nobody else does.
    pub(super) site: &'g str,
    /// When its last entry changed.
    pub(super) updated: Date,
    pub(super) entries: Vec<Entry<'g>>,
}

/// A speech in a feed.
pub(super) struct Entry<'g> {
    /// Its id, an absolute address.
    pub(super) id: String,
    /// Absolute address of the text, for an entity of the mention in it.
    pub(super) url: String,
    pub(super) title: &'g str,
    /// The language of title and summary.
    pub(super) lang: &'g Lang,
    pub(super) published: Date,
    /// When it last changed.
    pub(super) updated: Date,
    pub(super) authors: Vec<Author<'g>>,
    pub(super) license: Option<&'g str>,
    /// The beginning of the text, or the mention in its sentence; may be empty.
    pub(super) summary: String,
}

/// Who speaks.
pub(super) struct Author<'g> {
    /// The name for readers of the feed.
    pub(super) name: &'g str,
    /// Absolute address of the person's page.
    pub(super) url: String,
}

impl Subject {
    /// Whether there is anything to say.
    pub(super) fn has_entries(self, graph: &Graph) -> bool {
        match self {
            Subject::Site(_) => !graph.works.is_empty(),
            Subject::Entity(lang, entity) => {
                graph.edition(lang).tallies[entity.0 as usize].n_speeches > 0
            }
            Subject::Section(page) => !section_pages(graph, page).is_empty(),
        }
    }

    /// The addresses of its feed: its own, and those beside the pages where it was before, for readers
    /// of feeds do not follow pages.
    fn routes(self, graph: &Graph, format: &Format) -> Vec<Route> {
        let mut routes = vec![self.route(graph, format)];
        let lang = match self {
            Subject::Site(lang) => lang,
            Subject::Entity(lang, entity) => {
                for stem in graph.former_stems(entity) {
                    let name = format!("{stem}.{}", format.file);
                    routes.push(graph.language_file_route(lang, &name));
                }
                lang
            }
            Subject::Section(page) => {
                // A section is the page of its folder, and its feed lies beside it.
                let old = graph.old_addresses(page).into_iter();
                let folders = old.filter_map(|at| Some(at.strip_suffix("index.html")?.to_owned()));
                let feeds = folders.map(|at| graph.file_route(&format!("{at}{}", format.file)));
                let own = routes[0].clone();
                routes.extend(feeds.filter(|feed| *feed != own));
                return routes;
            }
        };

        // Where the language was before, unless another one is there now.
        for folder in graph.former_folders(lang) {
            if graph.is_folder_free(&folder) {
                let within = graph.within_language(lang, &routes[0]).to_owned();
                routes.push(graph.file_route(&format!("{folder}{within}")));
            }
        }
        routes
    }

    /// The address of its feed.
    pub(super) fn route(self, graph: &Graph, format: &Format) -> Route {
        match self {
            Subject::Site(lang) => graph.language_file_route(lang, format.file),
            Subject::Entity(lang, entity) => {
                graph.entity_file_route(lang, entity, &format!(".{}", format.file))
            }
            Subject::Section(page) => {
                let page = &graph.corpus.pages[page];
                let folder = page.section().unwrap_or_default();
                let name = format!("{folder}/{}", format.file);
                graph.language_file_route(graph.interface_in(&page.lang), &name)
            }
        }
    }
}

/// The feeds of one format: of the site and of each entity, language by language.
pub(super) fn files(graph: &Graph, format: &'static Format) -> Vec<Artifact> {
    let mut files = Vec::new();
    for lang in 0..graph.config.languages.len() {
        let entities = graph.corpus.entities().map(|(id, _)| Subject::Entity(lang, id));
        for subject in std::iter::once(Subject::Site(lang)).chain(entities) {
            if !subject.has_entries(graph) {
                continue;
            }
            for route in subject.routes(graph, format) {
                files.push(Artifact::new(route, Make::Feed(format, subject)));
            }
        }
    }
    for index in 0..graph.corpus.pages.len() {
        let subject = Subject::Section(index);
        if subject.has_entries(graph) {
            for route in subject.routes(graph, format) {
                files.push(Artifact::new(route, Make::Feed(format, subject)));
            }
        }
    }
    files
}

/// The pages that the feed of a section tells of: those with a day, newest first; none of a page
/// that is no section.
fn section_pages(graph: &Graph, index: usize) -> Vec<(Date, &Page)> {
    let section = &graph.corpus.pages[index];
    let Some(folder) = section.section() else {
        return Vec::new();
    };
    let mut pages = Vec::new();
    for page in &graph.corpus.pages {
        if page.lang == section.lang && page.folder() == Some(folder) {
            pages.extend(page.date.map(|date| (date, page)));
        }
    }
    pages.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.id.cmp(&other.id)));
    pages.truncate(MAX_ENTRIES);
    pages
}

fn page_entry<'g>(graph: &'g Graph, date: Date, page: &'g Page) -> Entry<'g> {
    let address = url(graph, &graph.own_route(page));
    let summary = match &page.summary {
        Some(summary) => summary.clone(),
        None => opening(plain_text(&page.body), OPENING),
    };
    Entry {
        id: address.clone(),
        url: address,
        title: &page.title,
        lang: &page.lang,
        published: date,
        updated: date,
        authors: Vec::new(),
        license: None,
        summary,
    }
}

/// The bytes of the feed about `subject`.
pub(super) fn bytes(graph: &Graph, format: &Format, subject: Subject) -> Vec<u8> {
    let address = url(graph, &subject.route(graph, format));
    feed(graph, subject).map(|feed| (format.write)(&feed, &address)).unwrap_or_default()
}

/// What the feed about `subject` says; none where that is nothing.
fn feed(graph: &Graph, subject: Subject) -> Option<Feed<'_>> {
    let lang = match subject {
        Subject::Site(lang) | Subject::Entity(lang, _) => lang,
        Subject::Section(page) => graph.interface_in(&graph.corpus.pages[page].lang),
    };
    let of = &graph.config.languages[lang];
    let site = graph.config.title.text(of);
    let mut entries = Vec::new();
    let (title, description, page): (String, Option<&str>, Route);

    match subject {
        Subject::Site(_) => {
            title = site.to_owned();
            description = graph.config.description.as_ref().map(|words| words.text(of));
            page = graph.home_route(lang);
            for version in graph.edition(lang).versions.iter().take(MAX_ENTRIES) {
                entries.push(speech_entry(graph, lang, *version));
            }
        }
        Subject::Entity(_, id) => {
            let entity = graph.corpus.entity(id);
            title = format!("{} – {site}", entity.name.text(of));
            description = entity.description.as_ref().map(|words| words.text(of));
            page = graph.entity_route(lang, id);
            // In ids it is the same address in every language.
            let permanent = url(graph, &graph.entity_route(0, id));
            for (version, mention) in newest_works(graph, lang, id) {
                entries.push(entity_entry(graph, lang, version, mention, &permanent));
            }
        }
        Subject::Section(index) => {
            let section = &graph.corpus.pages[index];
            title = format!("{} – {site}", section.title);
            description = section.summary.as_deref();
            page = graph.own_route(section);
            for (date, page) in section_pages(graph, index) {
                entries.push(page_entry(graph, date, page));
            }
        }
    }

    Some(Feed {
        title,
        description,
        lang: of,
        page: url(graph, &page),
        site,
        updated: entries.iter().map(|entry| entry.updated).max()?,
        entries,
    })
}

/// The newest works that name the entity, or belong to it, in the version that readers of the
/// language are shown; with the first mention in the text, or in a label where the text has none.
fn newest_works(
    graph: &Graph,
    lang: LangIndex,
    entity: EntityId,
) -> Vec<(SpeechId, Option<&Mention>)> {
    let shown = &graph.edition(lang).versions;
    let mut by_work: BTreeMap<WorkId, Option<&Mention>> = BTreeMap::new();
    for version in graph.speeches_within(entity) {
        let work = graph.work_id_of(*version);
        if shown[work.0 as usize] == *version {
            by_work.insert(work, None);
        }
    }
    for mention in graph.mentions_of(entity) {
        let work = graph.work_id_of(mention.speech);
        if shown[work.0 as usize] != mention.speech {
            continue;
        }
        let first = by_work.entry(work).or_default().get_or_insert(mention);
        if first.how == How::Label && mention.how != How::Label {
            *first = mention;
        }
    }

    // Works are numbered from the newest on.
    let newest = by_work.into_iter().take(MAX_ENTRIES);
    newest.map(|(work, mention)| (shown[work.0 as usize], mention)).collect()
}

fn speech_entry(graph: &Graph, lang: LangIndex, id: SpeechId) -> Entry<'_> {
    let texts = said(graph.corpus.speech(id)).map(|paragraph| paragraph.text.as_str());
    entry(graph, lang, id, opening(texts, OPENING))
}

/// A speech of which `summary` is shown.
fn entry(graph: &Graph, lang: LangIndex, id: SpeechId, summary: String) -> Entry<'_> {
    let speech = graph.corpus.speech(id);
    let page = url(graph, &graph.speech_route(id));
    Entry {
        id: page.clone(),
        url: page,
        title: &speech.title,
        lang: &speech.lang,
        published: speech.date,
        updated: last_change(speech),
        authors: authors(graph, lang, speech),
        license: speech.license.as_deref().or(graph.config.license.as_deref()),
        summary,
    }
}

/// A speech as news of the entity whose page has the address `entity`: at its mention, or whole.
fn entity_entry<'g>(
    graph: &'g Graph,
    lang: LangIndex,
    version: SpeechId,
    mention: Option<&Mention>,
    entity: &str,
) -> Entry<'g> {
    let of_speech = match mention {
        Some(mention) => entry(graph, lang, version, quotation(graph, mention)),
        None => speech_entry(graph, lang, version),
    };
    let page = of_speech.url.clone();
    let base = graph.config.base_url.as_deref().map_or(0, str::len);
    Entry {
        id: format!("{entity}#{}", &page[base..]),
        url: match mention {
            Some(mention) => format!("{page}#{}", graph.anchor_of(mention)),
            None => page,
        },
        ..of_speech
    }
}

/// The mention among the words around it; for a label what the turn begins with.
fn quotation(graph: &Graph, mention: &Mention) -> String {
    let text = graph.text_around(mention);
    match mention.place {
        Place::Paragraph(_) => around(text, &mention.bytes(), REACH),
        Place::Label(turn) => {
            let label = format!("{text}:");
            let of_turn = graph.corpus.speech(mention.speech).body.paragraphs_of(turn);
            let said = of_turn.filter(|(_, paragraph)| paragraph.role == ParagraphRole::Text);
            let texts = said.map(|(_, paragraph)| paragraph.text.as_str());
            opening(std::iter::once(label.as_str()).chain(texts), 2 * REACH)
        }
    }
}

/// What is said or told in sentences: no headings, cells, scenes, notes.
fn said(speech: &Speech) -> impl Iterator<Item = &Paragraph> {
    speech.body.paragraphs.iter().filter(|paragraph| paragraph.role == ParagraphRole::Text)
}

fn authors<'g>(graph: &'g Graph, lang: LangIndex, speech: &Speech) -> Vec<Author<'g>> {
    let mut authors = Vec::with_capacity(speech.speaker.len());
    for speaker in graph.entities_named(&speech.speaker) {
        let name = graph.corpus.entity(speaker).name.text(&graph.config.languages[lang]);
        authors.push(Author { name, url: url(graph, &graph.entity_route(lang, speaker)) });
    }
    authors
}

#[cfg(test)]
mod tests;
