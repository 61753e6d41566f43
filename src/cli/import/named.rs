//! What documents name by identifiers → entities of the site: whom it knows already, and files for
//! the others.
//!
//! **Invariant:** a file that the site has is left as it is.
//! **Invariant:** two people of one name are two, unless their identifiers say otherwise; who could be
//! either is left to the editor, and told.

use super::corpora::Corpora;
use crate::base::changes::Changes;
use crate::base::diag::{Diagnostics, Severity};
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Sources};
use crate::cli::print::count;
use crate::cli::site::understood;
use crate::disk::load;
use crate::editor::registry::intake::{self, Read, Record, Told, ToldRole, What, Wishes};
use crate::import::{self, Entity, Ids, Office, ReadOptions};
use crate::reading::config::Config;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The entities of documents.
#[derive(Default)]
pub(super) struct Named {
    /// Their ids on the site, by their identities in the documents.
    pub(super) ids: Ids,
    /// The files of those that the site does not have.
    pub(super) files: Changes,
    /// The paths of those files, by id.
    paths: BTreeMap<String, String>,
    /// What is to be said of those that are not taken up.
    pub(super) remarks: Vec<String>,
}

impl Named {
    /// The paths of the new files that these ids need.
    pub(super) fn paths_of<'n>(&'n self, ids: &BTreeSet<String>) -> BTreeSet<&'n str> {
        ids.iter().filter_map(|id| self.paths.get(id)).map(String::as_str).collect()
    }
}

/// Finds the entities of all documents. What cannot be read is left to whoever makes the speeches.
pub(super) fn named(
    paths: &[PathBuf],
    corpora: &Corpora,
    sources: &Sources,
    config: &Config,
) -> Named {
    let mut entities: BTreeMap<(String, String), Entity> = BTreeMap::new();
    for path in paths {
        for entity in of_document(path, corpora) {
            if entity.kind != "people" || entity.names.iter().any(|(_, name)| is_person(name)) {
                match entities.entry(entity.identity()) {
                    Entry::Vacant(place) => drop(place.insert(entity)),
                    Entry::Occupied(mut known) => import::add_own(known.get_mut(), &entity),
                }
            }
        }
    }
    // A site without a kind for organizations names them in the text alone.
    let has_kind = |key: &str| config.kinds.iter().any(|(_, kind)| kind.key == key);
    entities.retain(|_, entity| has_kind(&entity.kind));
    if entities.is_empty() {
        return Named::default();
    }
    taken_in(&entities, sources, config)
}

fn is_person(name: &str) -> bool {
    import::can_be_person(name)
}

/// The entities that a document names in its text, or that speak in it.
fn of_document(path: &Path, corpora: &Corpora) -> Vec<Entity> {
    let Ok(document) = load::document(path) else {
        return Vec::new();
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let names_entities = import::format_of(&name, &document.bytes);
    if !names_entities.is_ok_and(|reader| reader.names_entities) {
        return Vec::new();
    }
    let options = ReadOptions { lists: corpora.lists_of(path), ..ReadOptions::default() };
    let read = import::read_all(&name, &document.bytes, &options);
    let mut entities = Vec::new();
    for mut manuscript in read.unwrap_or_default() {
        let used = manuscript.entities_in_use();
        for (at, entity) in std::mem::take(&mut manuscript.entities).into_iter().enumerate() {
            if used.contains(&at) {
                entities.push(entity);
            }
        }
    }
    entities
}

fn taken_in(
    entities: &BTreeMap<(String, String), Entity>,
    sources: &Sources,
    config: &Config,
) -> Named {
    let mut records = Vec::with_capacity(entities.len());
    for (at, (identifier, entity)) in entities.iter().enumerate() {
        let (names, others) = names_for(entity, &config.languages);
        let told = Told {
            id: entity.id.as_deref(),
            identifier: identifier.clone(),
            kind: &entity.kind,
            names: &names,
            aliases: &others,
            same_as: &entity.same_as,
            facts: &entity.facts,
            roles: entity.roles.iter().map(role).collect(),
        };
        records.push(Record::told(at, &told));
    }

    let site = understood(sources);
    let read = Read { records, ignored: vec![(FileId(0), Vec::new())] };
    let mut diagnostics = Diagnostics::default();
    let corpus = &site.graph.corpus;
    let intake =
        intake::take_in(sources, corpus, config, &read, &Wishes::default(), &mut diagnostics);

    let mut named = Named::default();
    let identities: Vec<&(String, String)> = entities.keys().collect();
    for outcome in &intake.outcomes {
        let identity = identities.get(outcome.place.range.start);
        let (Some(identity), Some(id)) = (identity, &outcome.id) else {
            if let What::Unclear(ids) = &outcome.what {
                named.remarks.push(format!(
                    "unclear: {} can be `{}`; nobody is named: write who is meant under `speakers`",
                    outcome.name,
                    ids.join("` or `")
                ));
            }
            continue;
        };
        named.ids.insert((*identity).clone(), id.clone());
    }
    let mut new = BTreeSet::new();
    for (path, change) in intake.changes.iter() {
        let id = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        if let Some(bytes) = change.bytes().filter(|_| sources.find(path).is_none()) {
            named.files.create(path, bytes);
            new.insert(id.to_owned());
            named.paths.insert(id.to_owned(), path.to_owned());
        }
    }
    for (id, text) in import::own_files(entities, &named.ids, &config.kinds) {
        if let Some(path) = named.paths.get(&id).filter(|_| new.contains(&id)) {
            named.files.create(path, text);
        }
    }
    let n_errors = diagnostics.iter().filter(|found| found.severity() == Severity::Error).count();
    if n_errors > 0 {
        let entities = count(n_errors, "person or thing", "people and things");
        named.remarks.push(format!(
            "{entities} that the documents list could not be taken up, and stay names in the text"
        ));
    }
    named
}

fn role(of: &Office) -> ToldRole<'_> {
    ToldRole { role: &of.role, organization: of.body.as_deref(), from: of.from, until: of.until }
}

/// The names of an entity as this site can have them: in its languages, the others as further names.
fn names_for(entity: &Entity, languages: &[Lang]) -> (Vec<(Option<Lang>, String)>, Vec<String>) {
    let mut names = Vec::new();
    let mut others = entity.aliases.clone();
    for (lang, name) in &entity.names {
        let of_site = lang.as_ref().and_then(|lang| {
            languages.iter().find(|known| known.primary() == lang.primary()).cloned()
        });
        match (lang, of_site) {
            (None, _) => names.push((None, name.clone())),
            (Some(_), Some(lang)) => names.push((Some(lang), name.clone())),
            (Some(_), None) => others.push(name.clone()),
        }
    }
    if names.is_empty() && !others.is_empty() {
        names.push((None, others.remove(0)));
    }
    (names, others)
}
