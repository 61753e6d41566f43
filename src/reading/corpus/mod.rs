//! What the files say, each on its own: speeches, entity records, pages, and their body trees.
//!
//! **Invariant:** every value comes from one file and carries its place in it.
//! **Invariant:** `entities` are sorted by id and ids are unique; `speeches` are sorted by (id,
//! language), both unique. References are still words: whether `beijing` exists is not asked here.

mod decisions;
mod document;
mod entity;
mod facts;
mod speech;

pub(crate) use decisions::{DECISIONS_PATH, Decisions, Different, Kept, Meaning};
pub use document::Paragraph;
pub(crate) use document::{
    Address, Block, Defined, Document, Flow, Footnote, Item, Mark, MarkKind, Origin, ParagraphRole,
    Purpose, RawAddress, Run, Turn, source_of,
};
pub(crate) use entity::{Alias, Entity};
pub(crate) use facts::{FactValue, Facts, Point, Role};
pub use speech::Speech;
pub(crate) use speech::{
    Change, Listed, SPEECH_TYPES, Source, Speaker, TEXT_STATUSES, TurnRole, Withdrawal,
};

use crate::base::lang::Lang;
use crate::base::sources::FileId;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The folder of the locks of paragraph numbers, one for each speech.
pub(crate) const LOCK_FOLDER: &str = "content/ids/";

/// Where version 0.1 kept the numbers of all speeches.
pub(crate) const OLD_LOCK_PATH: &str = "content/ids.lock";

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

/// A page of the site's own: `content/about.<lang>.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub file: FileId,
    pub lang: Lang,
    pub title: String,
    pub body: Document,
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
    /// The about page, in its languages.
    pub about: Vec<Page>,
    /// Files of the content that are not text; which of them are published is decided in the graph.
    pub media: Vec<FileId>,
    /// Speeches that are not published: drafts, where drafts are not, and those under embargo. What
    /// only they show is not published either.
    pub withheld: Vec<Arc<Speech>>,
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
        let index = self.entities.binary_search_by(|entity| entity.id.as_str().cmp(id)).ok()?;
        Some(entity_id(index))
    }

    /// The entities that references name, as far as they exist; each once, in the order of the file.
    pub fn find_entities(&self, references: &[Reference]) -> Vec<EntityId> {
        let mut found = Vec::with_capacity(references.len());
        for reference in references {
            if let Some(id) = self.find_entity(&reference.id)
                && !found.contains(&id)
            {
                found.push(id);
            }
        }
        found
    }

    /// All speeches with their ids.
    pub fn speeches(&self) -> impl Iterator<Item = (SpeechId, &Speech)> {
        self.speeches.iter().enumerate().map(|(index, speech)| (speech_id(index), &**speech))
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
        for page in &self.about {
            texts.push(Text { file: page.file, speech: None, body: &page.body });
        }
        texts
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
