//! Ids that a speech names and no file describes → entities made of the id alone.
//!
//! Whoever begins a site names people and places before describing them. The page of such an id is
//! a stub, and one warning tells which command writes its file.
//!
//! **Invariant:** what is more likely a slip of another id, or a name instead of an id, gets no page:
//! that stays an error. Ids that case alone tells apart are one: their pages have one address.

use super::{Place, place_of};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::ids::{is_entity_id, is_written_as_id, words_of_id};
use crate::base::letters::{composed, fold_label};
use crate::base::message::say;
use crate::base::slips::Candidates;
use crate::base::sources::media_types::markdown_stem;
use crate::base::sources::{FileId, Sources, Span};
use crate::base::words::Words;
use crate::reading::config::Config;
use crate::reading::corpus::{Alias, Corpus, Entity, Facts, Reference};
use crate::reading::kinds::KindId;
use std::collections::{BTreeMap, BTreeSet};

/// So many of the places that name an id are shown.
const N_SHOWN: usize = 3;

/// An id as it is named, and where.
struct Wanted {
    /// The kind that each place asks for.
    kinds: Vec<KindId>,
    places: Vec<Span>,
}

/// Adds a stub for each such id, and tells it; commands that change files get none, for there is no
/// file to change.
pub(super) fn add(
    sources: &Sources,
    config: &Config,
    corpus: &mut Corpus,
    diagnostics: &mut Diagnostics,
) {
    let mut stubs = Vec::new();
    let wanted = wanted(corpus, config);
    // Most sites have none, and need not look through their files.
    if wanted.is_empty() {
        corpus.stubs = BTreeSet::new();
        return;
    }
    let unread = ids_of_unread(sources, config, corpus);
    let known = Known::of(corpus);
    let usual = usual_cases(&wanted);
    let mut unusual = Vec::new();
    for (id, wanted) in &wanted {
        let Some(kind) = wanted.kind() else {
            continue;
        };
        if !is_entity_id(id) || unread.contains(id) || known.is_slip(id) {
            continue;
        }
        if let Some(usual) = usual.get(&id.to_lowercase()).filter(|usual| *usual != id) {
            unusual.push((id.clone(), (*usual).to_owned()));
            continue;
        }
        diagnostics.push(told(config, kind, id, &wanted.places));
        stubs.extend(wanted.places.first().map(|place| stub(kind, id, place)));
    }

    corpus.stubs = stubs.iter().map(|stub| stub.id.clone()).collect();
    // Where the usual one is none, neither is the other; nor is a topic taken for a person.
    let kind_of = |id: &String| wanted.get(id).and_then(Wanted::kind);
    unusual.retain(|(id, usual)| corpus.stubs.contains(usual) && kind_of(id) == kind_of(usual));
    for (id, usual) in &unusual {
        let places = wanted[id].places.iter();
        diagnostics.extend(places.map(|place| told_of_case(id, usual, place)));
        corpus.stubs.insert(id.clone());
    }
    if !stubs.is_empty() && !config.only_files {
        corpus.entities.extend(stubs);
        corpus.entities.sort_by(|a, b| a.id.cmp(&b.id));
        corpus.index_entities();
        for (id, usual) in unusual {
            corpus.index_also(id, &usual);
        }
    }
}

impl Wanted {
    /// The kind that all places agree on.
    fn kind(&self) -> Option<KindId> {
        let first = *self.kinds.first()?;
        self.kinds.iter().all(|kind| *kind == first).then_some(first)
    }
}

/// The ids that name no entity, where a kind is asked for.
fn wanted(corpus: &Corpus, config: &Config) -> BTreeMap<String, Wanted> {
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    let mut add = |file: FileId, reference: &Reference, kind: Option<KindId>| {
        let Some(kind) = kind.filter(|_| corpus.find_entity(&reference.id).is_none()) else {
            return;
        };
        let new = || Wanted { kinds: Vec::new(), places: Vec::new() };
        let entry = wanted.entry(reference.id.clone()).or_insert_with(new);
        entry.kinds.push(kind);
        entry.places.push(Span::new(file, reference.span.clone()));
    };

    let (people, places) = (config.kinds.people(), config.kinds.places());
    let events = config.kinds.events();
    for speech in &corpus.speeches {
        for ((kind, _), list) in config.kinds.iter().zip(&speech.lists) {
            for listed in list {
                add(speech.file, &listed.entity, Some(kind));
            }
        }
        let in_table = speech.speakers.iter().flatten().flat_map(|speaker| &speaker.people);
        for speaker in speech.speaker.iter().chain(in_table) {
            add(speech.file, speaker, people);
        }
        if let Some(location) = &speech.location {
            add(speech.file, location, places);
        }
        if let Some(event) = speech.event_id.as_ref().filter(|event| is_written_as_id(&event.id)) {
            add(speech.file, event, events);
        }
    }
    wanted
}

/// Of ids that case alone tells apart, as addresses do not, the one that most places have: by each of
/// them in small letters. Of two that are as usual, the one in small letters.
fn usual_cases(wanted: &BTreeMap<String, Wanted>) -> BTreeMap<String, &str> {
    let mut usual: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (id, wanted) in wanted {
        let this = (wanted.places.len(), id.as_str());
        let known = usual.entry(id.to_lowercase()).or_insert(this);
        // Small letters sort behind capitals.
        *known = this.max(*known);
    }
    usual.into_iter().map(|(key, (_, id))| (key, id)).collect()
}

/// The ids whose file could not be read, or lies where nothing reads it: that was told.
pub(crate) fn ids_of_unread(
    sources: &Sources,
    config: &Config,
    corpus: &Corpus,
) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for file in &corpus.unread {
        if let Place::Entity { id, .. } = place_of(&sources.file(*file).path, config) {
            ids.insert(id);
        }
    }
    for (_, source) in sources.iter() {
        let name = markdown_stem(&source.path).and_then(|stem| stem.rsplit('/').next());
        if let Some(name) = name
            && place_of(&source.path, config) == Place::Stray
        {
            ids.insert(composed(name).into_owned());
        }
    }
    ids
}

/// What an id may be a slip of.
struct Known<'c> {
    corpus: &'c Corpus,
    ids: Candidates<&'c str>,
    /// The ids as labels are compared.
    folded: BTreeSet<String>,
    names: BTreeSet<&'c str>,
}

impl<'c> Known<'c> {
    fn of(corpus: &'c Corpus) -> Self {
        let ids = || corpus.entities.iter().map(|entity| entity.id.as_str());
        let aliases = corpus.entities.iter().flat_map(|entity| &entity.aliases);
        Known {
            corpus,
            ids: Candidates::of(ids()),
            folded: ids().map(fold_label).collect(),
            names: aliases.map(|alias| alias.text.as_str()).collect(),
        }
    }

    /// Whether an id is most likely a slip of one that exists, or a name of it.
    fn is_slip(&self, id: &str) -> bool {
        // `ann.md` is the name of a file.
        let stem = id.strip_suffix(".md").or(id.strip_suffix(".html"));
        stem.is_some_and(|stem| self.corpus.find_entity(stem).is_some())
            || self.ids.has_beginning(&format!("{id}-"))
            // One slip in an id of three letters makes another word.
            || id.chars().count() > 3 && !self.ids.within(id, 1).is_empty()
            || self.folded.contains(&fold_label(id))
            || self.names.contains(id)
    }
}

fn told(config: &Config, kind: KindId, id: &str, places: &[Span]) -> Diagnostic {
    let kind = config.kinds.kind(kind);
    let message = say!("no file describes `{id}`: its page is made of the id alone", id);
    let mut diagnostic = Diagnostic::new(Code::Undescribed, message);
    for place in places.iter().take(N_SHOWN) {
        diagnostic = diagnostic.at(place.clone(), "");
    }
    diagnostic.hint(say!(
        "`oratory new {kind} {id}` writes `{path}`",
        kind = kind.singular,
        id,
        path = kind.path(id)
    ))
}

/// What is said where an id stands in another case than the usual one.
fn told_of_case(id: &str, usual: &str, place: &Span) -> Diagnostic {
    let message = say!("`{id}` is taken for `{usual}`, as other speeches write it", id, usual);
    let told = Diagnostic::new(Code::Undescribed, message).at(place.clone(), "");
    let told = told.hint(say!("write `{value}`", value = usual));
    // In quotes there is more than the id.
    if place.range.len() == id.len() { told.fixed_by(place.clone(), usual) } else { told }
}

/// An entity of which nothing is known but its id. Its file is the one that names it first.
fn stub(kind: KindId, id: &str, place: &Span) -> Entity {
    let name = words_of_id(id);
    Entity {
        file: place.file,
        kind,
        id: id.to_owned(),
        aliases: vec![Alias::plain(name.clone(), place.range.clone())],
        name: Words::plain(name),
        not: Vec::new(),
        description: None,
        facts: Facts::default(),
        image: None,
        extra: serde_json::Value::Object(serde_json::Map::new()),
        redirects: Vec::new(),
        bodies: Vec::new(),
        is_doubted: true,
        is_stub: true,
    }
}
