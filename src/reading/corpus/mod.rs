//! What the files say, each on its own: speeches, entity records, pages, and their body trees.
//!
//! **Invariant:** every value comes from one file and carries its place in it.
//! **Invariant:** `entities` are sorted by id and ids are unique; `speeches` are sorted by (id,
//! language), both unique. References are still words: whether `beijing` exists is not asked here.

mod decisions;
mod document;
mod entity;
mod facts;
mod paragraph;
mod per_speech;
mod recording;
mod speakers;
mod speech;

pub(crate) use decisions::{DECISIONS_PATH, Decisions, Different, Kept, Meaning};
pub(crate) use document::{
    Address, Block, Defined, Document, Flow, Footnote, Item, Origin, Purpose, RawAddress, Turn,
};
pub(crate) use entity::{Alias, Entity};
pub(crate) use facts::{FactValue, Facts, Point, Role};
pub use paragraph::Paragraph;
pub(crate) use paragraph::{Mark, MarkKind, ParagraphRole, Run, source_of};
pub(crate) use per_speech::PerSpeech;
pub(crate) use recording::{Named, Recording};
pub(crate) use speakers::{Speaker, Speakers};
pub use speech::Speech;
pub(crate) use speech::{
    Change, FAR_FUTURE, Listed, SPEECH_TYPES, Source, TEXT_STATUSES, TurnRole, Withdrawal,
};

use crate::base::date::{Awaited, Date};
use crate::base::lang::Lang;
use crate::base::sources::FileId;
use crate::reading::config::MenuName;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The folder of the locks of paragraph numbers, one for each speech.
pub(crate) const LOCK_FOLDER: &str = "content/ids/";

/// Where version 0.1 kept the numbers of all speeches.
pub(crate) const OLD_LOCK_PATH: &str = "content/ids.lock";

/// Where the lock is that keeps what `import` wrote of the speech `name`, which is `<id>.<lang>`.
pub(crate) fn import_lock_path(name: &str) -> String {
    format!("{LOCK_FOLDER}{name}/import.lock")
}

/// Index of a speech version (one text in one language) in [`Corpus::speeches`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeechId(pub u32);

/// Index of an entity in [`Corpus::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// An id as written, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub id: String,
    /// Bytes in the file, half-open.
    pub span: Range<usize>,
}

/// A page of the site's own: `content/<id>.<lang>.md`, or the same below `content/pages/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub file: FileId,
    /// Its address in the folder of its language, without `.html`; the same for its translations.
    pub id: String,
    pub lang: Lang,
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// Of when it is, as news and essays say.
    pub date: Option<Date>,
    /// Its place in its folder, as the chapters of a manual have one; smaller ones come first.
    pub order: Option<i32>,
    pub menu: Menu,
    /// Old addresses that lead to it.
    pub redirects: Vec<Reference>,
    /// What the site keeps beside, for templates: an empty object if there is nothing.
    pub extra: serde_json::Value,
    pub body: Document,
}

/// Where every page of the site links to a page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Menu {
    /// Where the file says nothing: the about page in the menu, others at the foot, those of a
    /// section on the page of the section alone.
    Usual,
    /// In the menu, in this order, under this label or else its title; below another link of it
    /// where that is named.
    Head {
        label: Option<String>,
        order: i32,
        parent: Option<MenuName>,
    },
    Nowhere,
}

impl Page {
    /// The id of the page of a folder, which lists the others in it.
    const INDEX: &'static str = "index";

    /// `<id>.<lang>`, which no other page has.
    pub(crate) fn full_id(&self) -> String {
        format!("{}.{}", self.id, self.lang)
    }

    /// Whether its text stands on the home page.
    pub(crate) fn is_home(&self) -> bool {
        self.id == Page::INDEX
    }

    /// The folder that it is the page of, if it is a section.
    pub(crate) fn section(&self) -> Option<&str> {
        self.id.strip_suffix(Page::INDEX)?.strip_suffix('/')
    }

    /// Whether `oratory.toml` means it by `name`: its id, or its folder where it is a section.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.id == name || self.section() == Some(name)
    }

    /// The folder in which it is listed, if it lies in one.
    pub(crate) fn folder(&self) -> Option<&str> {
        let path = self.section().unwrap_or(&self.id);
        path.rsplit_once('/').map(|(folder, _)| folder)
    }
}

/// A published text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'c> {
    pub file: FileId,
    /// The speech that it is, if it is one.
    pub speech: Option<SpeechId>,
    pub body: &'c Document,
}

/// All that the files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corpus {
    /// Versions of speeches; shared, so that what is remembered of them is not copied.
    pub speeches: Vec<Arc<Speech>>,
    pub entities: Vec<Entity>,
    /// Where each of them is, by its id: a build asks hundreds of thousands of times.
    pub(in crate::reading) entity_ids: FxHashMap<String, EntityId>,
    /// Pages of the site's own, in their languages.
    pub pages: Vec<Page>,
    /// Files of the content that are not text; which of them are published is decided in the graph.
    pub media: Vec<FileId>,
    /// Speeches that are not published: drafts, where drafts are not, and those under embargo. What
    /// only they show is not published either.
    pub withheld: Vec<Arc<Speech>>,
    /// When the first embargo ends.
    pub awaited: Awaited,
    /// Speeches that were taken back: at their addresses is a page that says so.
    pub withdrawn: Vec<Arc<Speech>>,
    /// Ids that speeches name and no file describes, each of which was told.
    pub stubs: BTreeSet<String>,
    /// Texts that could not be read: what they refer to is not known.
    pub unread: Vec<FileId>,
    /// What editors decided about names.
    pub decisions: Decisions,
}

impl Corpus {
    /// The speech with this id.
    pub fn speech(&self, id: SpeechId) -> &Speech {
        &self.speeches[id.0 as usize]
    }

    /// The entity with this id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The entity called `id`, if there is one.
    pub fn find_entity(&self, id: &str) -> Option<EntityId> {
        self.entity_ids.get(id).copied()
    }

    /// Notes where the entities are; called when they are all there, and sorted.
    pub(in crate::reading) fn index_entities(&mut self) {
        self.entity_ids = self.entities().map(|(id, entity)| (entity.id.clone(), id)).collect();
    }

    /// Notes that an entity is also written with this id.
    pub(in crate::reading) fn index_also(&mut self, id: String, of: &str) {
        if let Some(entity) = self.find_entity(of) {
            self.entity_ids.insert(id, entity);
        }
    }

    /// The entities that references name, as far as they exist; each once, in the order of the file.
    pub fn find_entities(&self, references: &[Reference]) -> Vec<EntityId> {
        let mut seen = FxHashSet::default();
        let found = references.iter().filter_map(|reference| self.find_entity(&reference.id));
        found.filter(|id| seen.insert(*id)).collect()
    }

    /// All speeches with their ids.
    pub fn speeches(&self) -> impl Iterator<Item = (SpeechId, &Speech)> {
        self.speeches.iter().enumerate().map(|(index, speech)| (speech_id(index), &**speech))
    }

    /// The versions of the speech `<id>`, or the one that is `<id>.<lang>`.
    pub(crate) fn speeches_called(&self, name: &str) -> Vec<SpeechId> {
        let mut called = Vec::new();
        for id in [Some(name), name.rsplit_once('.').map(|(id, _)| id)].into_iter().flatten() {
            // Speeches are sorted by id.
            let first = self.speeches.partition_point(|speech| speech.id.as_str() < id);
            let of_id = self.speeches[first..].iter().take_while(|speech| speech.id == id);
            let versions = (first..).zip(of_id).filter(|(_, speech)| speech.is_called(name));
            called.extend(versions.map(|(at, _)| speech_id(at)));
        }
        called
    }

    /// Every published text: speeches, descriptions of entities, pages.
    pub(crate) fn texts(&self) -> Vec<Text<'_>> {
        let mut texts = Vec::with_capacity(self.speeches.len());
        for (id, speech) in self.speeches() {
            texts.push(Text { file: speech.file, speech: Some(id), body: &speech.body });
        }
        for entity in &self.entities {
            for (_, body) in &entity.bodies {
                texts.push(Text { file: entity.file, speech: None, body });
            }
        }
        for page in &self.pages {
            texts.push(Text { file: page.file, speech: None, body: &page.body });
        }
        texts
    }

    /// The addresses that published front matter names, each with its file.
    pub(crate) fn front_addresses(&self) -> Vec<(FileId, Address<'_>)> {
        let mut addresses = Vec::new();
        for speech in &self.speeches {
            let of_speech = speech.front_addresses().into_iter();
            addresses.extend(of_speech.map(|address| (speech.file, address)));
        }
        for entity in &self.entities {
            let of_entity = entity.front_addresses().into_iter();
            addresses.extend(of_entity.map(|address| (entity.file, address)));
        }
        addresses
    }

    /// All entities with their ids.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(index, entity)| (entity_id(index), entity))
    }
}

pub(crate) fn speech_id(index: usize) -> SpeechId {
    SpeechId(u32::try_from(index).expect("fewer than 2^32 speeches"))
}

pub(crate) fn entity_id(index: usize) -> EntityId {
    EntityId(u32::try_from(index).expect("fewer than 2^32 entities"))
}
