//! A place in a file → what is written there: an entity, by its id or by a mention, or a key.

use super::workspace::Known;
use crate::base::letters::floor;
use crate::base::sources::FileId;
use crate::cli::explain::{CONFIG, DECISIONS, ENTITY, Key, PAGE, SPEECH, Section};
use crate::reading::annotate::{Mention, Place};
use crate::reading::corpus::{Entity, EntityId, Speech};
use std::ops::Range;

/// What is pointed at.
pub(super) enum Pointed {
    /// An entity, and the bytes that name it.
    Entity(EntityId, Range<usize>),
    /// A key of front matter or configuration.
    Key(&'static Key, Range<usize>),
}

/// What is written at `offset`.
pub(super) fn pointed(known: &Known, file: FileId, offset: usize) -> Option<Pointed> {
    let text = known.sources.file(file).text()?;
    let corpus = &known.understood.graph.corpus;
    if let Some((entity, range)) = mention_at(known, file, offset) {
        return Some(Pointed::Entity(entity, range));
    }

    let range = word_at(text, offset);
    let word = &text[range.clone()];
    if let Some(key) = key_at(text, &range, &known.sources.file(file).path) {
        return Some(Pointed::Key(key, range));
    }
    let is_reference = is_in_front_matter(text, offset)
        || text[..range.start].ends_with(['@', '['])
        || text[..range.start].ends_with('/');
    let id = word.strip_suffix(".md").unwrap_or(word);
    let entity = corpus.find_entity(id).filter(|_| is_reference)?;
    Some(Pointed::Entity(entity, range.start..range.start + id.len()))
}

/// The entity whose file this is.
pub(super) fn described(known: &Known, file: FileId) -> Option<EntityId> {
    let corpus = &known.understood.graph.corpus;
    let own = |(_, entity): &(EntityId, &Entity)| entity.file == file && !entity.is_stub;
    corpus.entities().find(own).map(|(id, _)| id)
}

/// The bytes of its file where a mention stands.
pub(super) fn place_of(speech: &Speech, mention: &Mention) -> Range<usize> {
    match mention.place {
        Place::Label(turn) => speech.body.turns[turn as usize].label_span.clone(),
        Place::Paragraph(index) => {
            speech.body.paragraphs[index as usize].source_range(&mention.bytes())
        }
    }
}

fn mention_at(known: &Known, file: FileId, offset: usize) -> Option<(EntityId, Range<usize>)> {
    let graph = &known.understood.graph;
    let (id, speech) = graph.corpus.speeches().find(|(_, speech)| speech.file == file)?;
    let mut found: Option<(EntityId, Range<usize>)> = None;
    for (_, mention) in graph.mentions_in(id) {
        let range = place_of(speech, mention);
        // Of a label and a name in it the name is meant.
        let is_closer = found.as_ref().is_none_or(|(_, known)| range.len() <= known.len());
        if range.start <= offset && offset <= range.end && is_closer {
            found = Some((mention.entity, range));
        }
    }
    found
}

/// The word that touches `offset`, as ids are written.
pub(super) fn word_at(text: &str, offset: usize) -> Range<usize> {
    let is_of_word = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let offset = floor(text, offset);
    let before = text[..offset].trim_end_matches(is_of_word);
    let after = text[offset..].trim_start_matches(is_of_word);
    before.len()..text.len() - after.len()
}

/// Whether a place is between the marks of the front matter, or the file has nothing else.
pub(super) fn is_in_front_matter(text: &str, offset: usize) -> bool {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let Some(mark) = ["---", "+++"].into_iter().find(|mark| text.starts_with(mark)) else {
        return false;
    };
    match text[3..].find(&format!("\n{mark}")) {
        Some(end) => offset <= 3 + end,
        None => true,
    }
}

fn key_at(text: &str, word: &Range<usize>, path: &str) -> Option<&'static Key> {
    let is_config = path == "oratory.toml";
    if !is_config && !is_in_front_matter(text, word.start) {
        return None;
    }
    let after = text[word.end..].trim_start_matches([' ', '\t']);
    if !after.starts_with([':', '=']) {
        return None;
    }
    let name = &text[word.clone()];
    table_of(path).with_inner().into_iter().find_map(|section| section.key(name))
}

/// The outermost table of keys of a file at `path`.
pub(super) fn table_of(path: &str) -> &'static Section {
    let folder = path.strip_prefix("content/").and_then(|below| below.split_once('/'));
    Section::named(match (path, folder) {
        ("oratory.toml", _) => CONFIG,
        ("content/decisions.toml", _) => DECISIONS,
        (_, Some(("speeches", _))) => SPEECH,
        (_, Some(("pages", _)) | None) => PAGE,
        _ => ENTITY,
    })
}
