//! The locks of entities: where the page of each was published, and what tells that it is the same
//! one under another id.
//!
//! One file for each entity, as for each speech, and in it nothing that changes when a description
//! is edited. An id that is gone leads on where that is certain: to the entity whose file says so
//! (`redirects`, which `oratory entity` writes), or to the one new entity that is the same thing
//! elsewhere (`same_as`). A name alone is no proof, for two people may bear it: it is told.
//!
//! **Invariant:** an address that was published is in some lock as long as anybody keeps it, and leads
//! to one entity at most.

use super::damage::{Keeps, Reading};
use super::file::{Lines, read_kind};
use super::{Owner, Shared};
use crate::base::diag::Diagnostics;
use crate::base::sources::{FileId, Sources};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, Entity, EntityId, LOCK_FOLDER};
use crate::reading::graph::routes::folder_in;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const HEADER: &str = "# Keeps the addresses of a published entity. Written by `oratory build`; keep it in version control.\n";

/// What the lock knows of an entity.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub file: Option<FileId>,
    /// Where its page was, in the folder of each language and without `.html`: `people/wang-yi`.
    pub stems: BTreeSet<Box<str>>,
    /// What it was called, in all languages.
    names: BTreeSet<Box<str>>,
    /// The addresses of the same thing elsewhere.
    same_as: BTreeSet<Box<str>>,
}

/// What is known of each entity, by its id.
pub(super) type Entities = BTreeMap<String, Known>;

/// An entity that was published, and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AbsentEntity {
    pub id: String,
    /// Where its page was: `people/wang-yi`, and those that it had before.
    pub stems: Vec<Box<str>>,
    /// Its lock.
    pub file: FileId,
    /// Entities without a lock that are called as it was.
    pub namesakes: Vec<EntityId>,
}

/// What the locks of entities come to.
#[derive(Debug, Default)]
pub(super) struct EntityAddresses {
    /// Where the page of each entity was before, by its index.
    pub former: Vec<Vec<Box<str>>>,
    pub absent: Vec<AbsentEntity>,
    pub shared: Vec<Shared>,
}

/// The id of the entity whose lock is at `path`. No speech begins with `@`.
pub(super) fn id_of(path: &str) -> Option<&str> {
    let id = path.strip_prefix(LOCK_FOLDER)?.strip_prefix('@')?.strip_suffix("/ids.lock")?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

/// Where the lock of the entity `id` is.
pub(super) fn path_of(id: &str) -> String {
    format!("{LOCK_FOLDER}@{id}/ids.lock")
}

pub(super) fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Entities {
    read_kind(sources, id_of, Known::read, diagnostics)
}

impl Known {
    fn read(file: FileId, lock: &[u8], diagnostics: &mut Diagnostics) -> Known {
        let mut known = Known { file: Some(file), ..Known::default() };
        let mut is_whole = false;
        let mut unreadable = Vec::new();
        for line in Lines::new(file, lock) {
            match line.text.split_once(' ') {
                Some(("at", stem)) if is_stem(stem) => drop(known.stems.insert(stem.into())),
                Some(("called", name)) => drop(known.names.insert(name.into())),
                Some(("same_as", address)) => drop(known.same_as.insert(address.into())),
                None if line.text == "end" => is_whole = true,
                _ => unreadable.push(line.span),
            }
        }
        let is_empty = known.stems.is_empty();
        Reading { file, unreadable, is_whole, is_empty }.tell(lock, Keeps::Addresses, diagnostics);
        known
    }

    pub(super) fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (word, values) in
            [("at", &self.stems), ("called", &self.names), ("same_as", &self.same_as)]
        {
            for value in values {
                text.extend([word, " ", value, "\n"]);
            }
        }
        text.push_str("end\n");
        text
    }

    /// Has it say what the entity's file says now.
    fn describe(&mut self, entity: &Entity) {
        // Of an id alone nothing is known, and a file with a mistake does not say what it means.
        if entity.is_stub || entity.is_doubted {
            return;
        }
        self.names = entity.name.versions().map(|(_, name)| one_line(name)).collect();
        self.same_as = entity.same_as().map(one_line).collect();
    }
}

/// A value that may have come in several lines, in one.
fn one_line(text: &str) -> Box<str> {
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// `people/wang-yi`: what may be an address. A damaged lock makes no page elsewhere.
fn is_stem(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || "-_. \u{200c}\u{200d}".contains(c) || !c.is_ascii())
    };
    text.split_once('/').is_some_and(|(kind, id)| is_part(kind) && is_part(id))
}

/// Where the page of an entity is in the folder of each language, without `.html`.
pub(in crate::reading::graph) fn stem_of(config: &Config, entity: &Entity) -> String {
    format!("{}/{}", config.kinds.kind(entity.kind).key, entity.id)
}

/// The stem that an old address of a page has, in whichever language it was.
pub(in crate::reading::graph) fn stem_at(config: &Config, address: &str) -> Option<String> {
    let path = address.trim_start_matches('/').strip_suffix(".html")?;
    let folders = config.languages.iter().filter_map(|lang| folder_in(&config.languages, lang));
    let within = folders
        .filter(|folder| !folder.is_empty())
        .find_map(|folder| path.strip_prefix(folder.as_str()));
    let stem = within.unwrap_or(path);
    is_stem(stem).then(|| stem.to_owned())
}

/// Has the locks keep where everything is now, and says what that comes to. Where some files could
/// not be read, nothing is taken for renamed or gone.
pub(super) fn keep(
    known: &mut Entities,
    corpus: &Corpus,
    config: &Config,
    is_complete: bool,
) -> EntityAddresses {
    let redirected = redirected(corpus, config);
    let newcomers: Vec<EntityId> = corpus
        .entities()
        .filter(|(_, entity)| !known.contains_key(&entity.id))
        .map(|(id, _)| id)
        .collect();
    if is_complete {
        for (old, new) in heirs(known, corpus, &redirected, &newcomers) {
            let gone = known.remove(&old).unwrap_or_default();
            let heir = known.entry(corpus.entity(new).id.clone()).or_default();
            heir.stems.extend(gone.stems);
        }
    }

    for (_, entity) in corpus.entities() {
        let record = known.entry(entity.id.clone()).or_default();
        record.stems.insert(stem_of(config, entity).into());
        record.describe(entity);
    }

    let mut addresses = EntityAddresses::default();
    let shared = shared(known, corpus, config, &redirected);
    for (id, entity) in corpus.entities() {
        let is_former = |stem: &str| {
            let owner = redirected.get(stem);
            stem != stem_of(config, entity)
                && owner.is_none_or(|owner| *owner == id)
                && (owner.is_some() || !shared.contains_key(stem))
        };
        let stems = known.get(&entity.id).into_iter().flat_map(|record| &record.stems);
        addresses.former.push(stems.filter(|stem| is_former(stem)).cloned().collect());
    }
    for (stem, entities) in shared {
        let owners = entities.into_iter().map(|id| Owner::of_entity(corpus.entity(id))).collect();
        addresses.shared.push(Shared { address: format!("{stem}.html"), owners });
    }
    if is_complete {
        addresses.absent = absent(known, corpus, &redirected, &newcomers);
    }
    addresses
}

/// The old addresses that files of entities say lead to them.
fn redirected(corpus: &Corpus, config: &Config) -> BTreeMap<String, EntityId> {
    let mut redirected = BTreeMap::new();
    for (id, entity) in corpus.entities() {
        for old in &entity.redirects {
            if let Some(stem) = stem_at(config, &old.id) {
                redirected.insert(stem, id);
            }
        }
    }
    redirected
}

/// The ids of locks whose entity is not there. What only commands that change files leave out, is.
fn gone<'k>(known: &'k Entities, corpus: &Corpus) -> Vec<(&'k String, &'k Known)> {
    let is_gone = |id: &String| corpus.find_entity(id).is_none() && !corpus.stubs.contains(id);
    known.iter().filter(|(id, _)| is_gone(id)).collect()
}

/// Which entity each id that is gone has become, where that is certain.
fn heirs(
    known: &Entities,
    corpus: &Corpus,
    redirected: &BTreeMap<String, EntityId>,
    newcomers: &[EntityId],
) -> Vec<(String, EntityId)> {
    let gone = gone(known, corpus);
    if gone.is_empty() {
        return Vec::new();
    }

    let mut keepers: HashMap<&str, EntityId> = HashMap::new();
    for (id, entity) in corpus.entities() {
        for stem in known.get(&entity.id).into_iter().flat_map(|record| &record.stems) {
            keepers.insert(stem, id);
        }
    }
    let mut elsewhere: HashMap<Box<str>, BTreeSet<EntityId>> = HashMap::new();
    for newcomer in newcomers {
        for address in corpus.entity(*newcomer).same_as() {
            elsewhere.entry(one_line(address)).or_default().insert(*newcomer);
        }
    }

    let mut heirs = Vec::new();
    for (id, record) in gone {
        let written = record.stems.iter().find_map(|stem| redirected.get(&**stem));
        // A branch in which it was renamed already.
        let kept = || record.stems.iter().find_map(|stem| keepers.get(&**stem)).copied();
        let same = || {
            let found: BTreeSet<EntityId> = record
                .same_as
                .iter()
                .filter_map(|address| elsewhere.get(address))
                .flatten()
                .copied()
                .collect();
            found.first().copied().filter(|_| found.len() == 1)
        };
        if let Some(heir) = written.copied().or_else(kept).or_else(same) {
            heirs.push((id.clone(), heir));
        }
    }
    heirs
}

/// Addresses that several entities had and no file claims. Both sides of a merge may have said so.
fn shared(
    known: &Entities,
    corpus: &Corpus,
    config: &Config,
    redirected: &BTreeMap<String, EntityId>,
) -> BTreeMap<String, Vec<EntityId>> {
    let mut owners: BTreeMap<String, Vec<EntityId>> = BTreeMap::new();
    let now: BTreeSet<String> =
        corpus.entities().map(|(_, entity)| stem_of(config, entity)).collect();
    for (id, entity) in corpus.entities() {
        let stems = known.get(&entity.id).into_iter().flat_map(|record| &record.stems);
        for stem in stems.filter(|stem| !now.contains(&***stem)) {
            owners.entry(stem.to_string()).or_default().push(id);
        }
    }
    owners.retain(|stem, entities| entities.len() > 1 && !redirected.contains_key(stem));
    owners
}

fn absent(
    known: &Entities,
    corpus: &Corpus,
    redirected: &BTreeMap<String, EntityId>,
    newcomers: &[EntityId],
) -> Vec<AbsentEntity> {
    let mut called: HashMap<Box<str>, Vec<EntityId>> = HashMap::new();
    for newcomer in newcomers {
        for (_, name) in corpus.entity(*newcomer).name.versions() {
            called.entry(one_line(name)).or_default().push(*newcomer);
        }
    }

    let mut absent = Vec::new();
    for (id, record) in gone(known, corpus) {
        let Some(file) = record.file else {
            continue;
        };
        let is_told = |stem: &str| !redirected.contains_key(stem);
        let stems: Vec<Box<str>> =
            record.stems.iter().filter(|stem| is_told(stem)).cloned().collect();
        let namesakes: BTreeSet<EntityId> =
            record.names.iter().filter_map(|name| called.get(name)).flatten().copied().collect();
        let namesakes = namesakes.into_iter().collect();
        if !stems.is_empty() {
            absent.push(AbsentEntity { id: id.clone(), stems, file, namesakes });
        }
    }
    absent
}

impl Owner {
    fn of_entity(entity: &Entity) -> Owner {
        Owner { name: entity.id.clone(), file: entity.file }
    }
}
