//! Records → changes of the site: each record meets the entity that it is about, or becomes one.
//!
//! An entity is met by an address in `same_as`, else by an identifier, else by the id that the
//! source gives, else by a name among entities of the same kind.
//! **Invariant:** a record that could be two entities changes neither.
//! **Invariant:** two records of one name are two entities, unless an identifier or a date says that
//! they are one.

use super::record::{Name, Record};
use super::update::{Contradiction, distance, is_same, update};
use super::{Read, Wishes};
use crate::base::changes::Changes;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::ids::entity_id;
use crate::base::lang::{self, Lang};
use crate::base::letters::fold_name;
use crate::base::message::{Message, say};
use crate::base::sources::{Sources, Span};
use crate::editor::edit::{Edits, Value, front_matter};
use crate::editor::registry::Refusal;
use crate::editor::registry::addresses::normal;
use crate::editor::registry::rename::check_free;
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use crate::reading::kinds::{FactType, KindId, facts};
use std::collections::{BTreeMap, BTreeSet};

/// What taking files in comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    pub changes: Changes,
    /// What became of each record, in their order.
    pub outcomes: Vec<Outcome>,
}

impl Intake {
    /// Takes back what was to be done to the file at `path`, and with it its records.
    pub fn take_back(&mut self, path: &str) {
        self.changes.forget(path);
        self.outcomes.retain(|outcome| {
            let id = outcome.id.as_deref();
            id.is_none_or(|id| !path.ends_with(&format!("/{id}.md")))
        });
    }
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Where the record is.
    pub place: Span,
    /// What it calls the entity.
    pub name: String,
    /// The entity's id; none if it is not clear which it is.
    pub id: Option<String>,
    pub what: What,
    /// The ids of entities with the same name from which it is kept apart.
    pub apart: Vec<String>,
    /// Where it contradicts the site.
    pub conflicts: Vec<Contradiction>,
}

/// What was done with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is a new entity.
    New,
    /// These fields have something new.
    Changed(Vec<String>),
    /// All was known.
    Same,
    /// It could be any of these entities, and is taken in as none.
    Unclear(Vec<String>),
}

/// Takes records in. Mistakes in them are reported; what they are in is then left out.
#[must_use]
pub fn take_in(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    read: &Read,
    wishes: &Wishes,
    diagnostics: &mut Diagnostics,
) -> Intake {
    let mut taker = Taker {
        sources,
        config,
        wishes,
        diagnostics,
        targets: Vec::new(),
        by_address: BTreeMap::new(),
        by_name: BTreeMap::new(),
        by_id: BTreeMap::new(),
        claimed: BTreeSet::new(),
        homonyms: homonyms(&read.records),
    };
    for entity in &corpus.entities {
        let file = sources.file(entity.file);
        let target = Target {
            id: entity.id.clone(),
            kind: entity.kind,
            path: file.path.clone(),
            text: file.text().unwrap_or_default().to_owned(),
            addresses: BTreeSet::new(),
            identifiers: BTreeSet::new(),
            is_new: false,
            is_changed: false,
        };
        let names = entity.aliases.iter().map(|alias| alias.text.as_str());
        taker.enter(target, entity.same_as(), names);
    }

    // What a record is surely about is not another's because the names are one, wherever in the
    // files the record is.
    for record in &read.records {
        if let Some(kind) = taker.quiet_kind(record) {
            let sure = taker.sure(record, kind);
            taker.claimed.extend(sure);
        }
    }

    let mut intake = Intake::default();
    for record in &read.records {
        intake.outcomes.extend(taker.record(record));
    }
    for target in taker.targets {
        match target {
            Target { is_changed: false, .. } => {}
            Target { is_new: true, path, text, .. } => intake.changes.create(path, text),
            Target { path, text, .. } => intake.changes.write(path, text),
        }
    }
    intake
}

/// An entity of the site, or one that becomes one.
#[derive(Clone)]
struct Target {
    id: String,
    kind: KindId,
    path: String,
    text: String,
    /// What it is elsewhere, in the form by which addresses are compared.
    addresses: BTreeSet<String>,
    /// What the records of this run call it by; a site’s files do not keep that.
    identifiers: BTreeSet<(String, String)>,
    is_new: bool,
    is_changed: bool,
}

struct Taker<'w> {
    sources: &'w Sources,
    config: &'w Config,
    wishes: &'w Wishes,
    diagnostics: &'w mut Diagnostics,
    targets: Vec<Target>,
    by_address: BTreeMap<String, BTreeSet<usize>>,
    by_name: BTreeMap<(KindId, String), BTreeSet<usize>>,
    by_id: BTreeMap<String, usize>,
    /// The entities that a record of this run is about.
    claimed: BTreeSet<usize>,
    /// Names, folded, that two records of this run have and nothing says are one.
    homonyms: BTreeSet<String>,
}

impl Taker<'_> {
    /// Enters an entity, or what is new of one that is entered already.
    fn enter<'n>(
        &mut self,
        mut target: Target,
        addresses: impl Iterator<Item = &'n str>,
        names: impl Iterator<Item = &'n str>,
    ) -> usize {
        // The maps know an entity by its index, which it keeps.
        let index = self.by_id.get(&target.id).copied().unwrap_or(self.targets.len());
        for address in addresses.map(normal) {
            self.by_address.entry(address.clone()).or_default().insert(index);
            target.addresses.insert(address);
        }
        for name in names {
            self.by_name.entry((target.kind, fold_name(name))).or_default().insert(index);
        }

        self.by_id.insert(target.id.clone(), index);
        match self.targets.get_mut(index) {
            Some(known) => *known = target,
            None => self.targets.push(target),
        }
        index
    }

    /// Reports a mistake in a record, which is then left out.
    fn report(
        &mut self,
        record: &Record,
        code: Code,
        message: impl Into<Message>,
        hint: impl Into<Message>,
    ) {
        let diagnostic = Diagnostic::new(code, message).at(record.place.clone(), "");
        self.diagnostics.push(diagnostic.hint(hint));
    }

    fn record(&mut self, record: &Record) -> Option<Outcome> {
        let record = &self.with_languages(record);
        let kind = self.kind(record)?;
        let name = self.main_name(record);
        let place = record.place.clone();

        // One of several, chosen here, would mix two people: only the editor knows.
        let candidates = self.candidates(record, kind);
        if candidates.len() > 1 {
            let ids = candidates.iter().map(|index| self.targets[*index].id.clone()).collect();
            let name = name.unwrap_or_default().to_owned();
            let what = What::Unclear(ids);
            let (apart, conflicts) = (Vec::new(), Vec::new());
            return Some(Outcome { place, name, id: None, what, apart, conflicts });
        }
        if let Some(index) = candidates.first()
            && self.is_guess(*index, record, kind)
        {
            let name = name.unwrap_or_default().to_owned();
            let what = What::Unclear(vec![self.targets[*index].id.clone()]);
            let (apart, conflicts) = (Vec::new(), Vec::new());
            return Some(Outcome { place, name, id: None, what, apart, conflicts });
        }
        let apart = if candidates.is_empty() { self.bearers(name) } else { Vec::new() };
        let mut target = match candidates.first() {
            Some(index) => self.targets[*index].clone(),
            None => self.begun(record, kind, name)?,
        };

        let may_state = &self.config.kinds.kind(target.kind).facts;
        let updated = match update(&target.text, record, may_state, self.wishes) {
            Ok(updated) => updated,
            Err(cause) => {
                let message = say!(
                    "`{target}` cannot take this up: {cause}",
                    target = target.path,
                    cause = cause.to_string()
                );
                let hint = say!("look at the front matter of `{target}`", target = target.path);
                self.report(record, Code::BadData, message, hint);
                return None;
            }
        };

        // A record that says nothing new leaves the file as it is.
        target.is_changed |= updated.text != target.text;
        target.text = updated.text;
        target.identifiers.extend(record.identifiers.iter().cloned());
        let id = target.id.clone();
        let addresses = record.same_as.iter().map(String::as_str);
        let names = record.names.iter().map(|name| name.text.as_str());
        let index = self.enter(target, addresses, names);
        self.claimed.insert(index);

        let what = if candidates.is_empty() {
            What::New
        } else if updated.fields.is_empty() {
            What::Same
        } else {
            What::Changed(updated.fields)
        };
        let name = name.unwrap_or(&id).to_owned();
        Some(Outcome { place, name, id: Some(id), what, apart, conflicts: updated.conflicts })
    }

    /// The kind of a record: what it says, what the editor says, what its facts tell, what the
    /// entity is that it names.
    fn kind(&mut self, record: &Record) -> Option<KindId> {
        let kinds = &self.config.kinds;
        let Some(wanted) = record.kind.as_ref().or(self.wishes.kind.as_ref()) else {
            let kind = self.told(record);
            if kind.is_none() {
                let message = "it is not said which kind of entity this is";
                let hint = "say it for all with `--kind people`, or for each in a column `kind`";
                self.report(record, Code::MissingKey, message, hint);
            }
            return kind;
        };

        if let Some(kind) = self.kind_named(wanted) {
            return Some(kind);
        }
        let lower = wanted.to_lowercase();
        let keys: Vec<&str> = kinds.iter().map(|(_, kind)| kind.key.as_str()).collect();
        let all = Message::joined("`, `", &keys);
        let diagnostic =
            Diagnostic::new(Code::BadValue, say!("there is no kind `{wanted}`", wanted))
                .at(record.place.clone(), "")
                .did_you_mean(&lower, keys)
                .hint(say!("it is one of `{all}`; a site declares its own in `oratory.toml`", all));
        self.diagnostics.push(diagnostic);
        None
    }

    fn kind_named(&self, wanted: &str) -> Option<KindId> {
        let lower = wanted.to_lowercase();
        for (id, kind) in self.config.kinds.iter() {
            if [&kind.key, &kind.singular].contains(&&lower) || kind.also_called.contains(&&*lower)
            {
                return Some(id);
            }
        }
        None
    }

    /// The kind of a record, as [`Taker::kind`] finds it; nothing is reported.
    fn quiet_kind(&self, record: &Record) -> Option<KindId> {
        match record.kind.as_ref().or(self.wishes.kind.as_ref()) {
            Some(wanted) => self.kind_named(wanted),
            None => self.told(record),
        }
    }

    /// The kind that a record has without saying so.
    fn told(&self, record: &Record) -> Option<KindId> {
        // Only people are born and hold roles, and what is on a map is a place.
        let has_life = record.states(&facts::BORN) || record.states(&facts::DIED);
        let kinds = &self.config.kinds;
        let told = if has_life || !record.roles.is_empty() {
            kinds.people()
        } else if record.states(&facts::COORDINATES) {
            kinds.places()
        } else {
            None
        };
        told.or_else(|| {
            let known = self.known_elsewhere(record).first().copied();
            known.map(|index| self.targets[index].kind)
        })
    }

    /// A record in which a name without a language, beside names in languages, has the one that it
    /// is seen to be in.
    fn with_languages(&self, record: &Record) -> Record {
        let mut record = record.clone();
        let main = record.names.iter().filter(|name| name.is_main);
        let used: Vec<Lang> = main.filter_map(|name| name.lang.clone()).collect();
        let mut names = record.names.iter_mut();
        let bare = names.find(|name| name.is_main && name.lang.is_none());
        let Some(name) = bare.filter(|_| !used.is_empty()) else {
            return record;
        };

        // The site’s own tag: `zh` is seen where the site writes `zh-Hant`.
        let guess = lang::guess(&name.text);
        let languages = &self.config.languages;
        let seen = languages.iter().filter(|lang| lang.primary() == guess.primary());
        name.lang = seen
            .chain([self.config.default_language()])
            .find(|lang| !used.iter().any(|used| used.primary() == lang.primary()))
            .cloned();
        name.is_main = name.lang.is_some();
        record
    }

    /// The entities that have an address of the record in `same_as`.
    fn known_elsewhere(&self, record: &Record) -> BTreeSet<usize> {
        let mut known = BTreeSet::new();
        for address in &record.same_as {
            known.extend(self.by_address.get(&normal(address)).into_iter().flatten());
        }
        known
    }

    /// The entities that a record is surely about: an address, an identifier or an id says so, or a
    /// name together with a date or a place on the map.
    fn sure(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let known = self.known_elsewhere(record);
        if !known.is_empty() {
            return known;
        }
        for (index, target) in self.targets.iter().enumerate() {
            if record.identifiers.iter().any(|one| target.identifiers.contains(one)) {
                return BTreeSet::from([index]);
            }
        }
        let by_id = record.id.as_ref().and_then(|id| self.by_id.get(id));
        // One of another kind is not meant; that the id is taken is reported by `begun`.
        if let Some(index) = by_id.filter(|index| self.targets[**index].kind == kind) {
            return BTreeSet::from([*index]);
        }

        let mut named = self.named(record, kind);
        named.retain(|index| likeness(record, &self.targets[*index]) == Likeness::Agrees);
        named
    }

    /// The entities of a kind that have a name of the record.
    fn named(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let mut named = BTreeSet::new();
        for name in &record.names {
            let bearers = self.by_name.get(&(kind, fold_name(&name.text)));
            named.extend(bearers.into_iter().flatten());
        }
        named
    }

    /// The entities that a record can be about.
    fn candidates(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let sure = self.sure(record, kind);
        if !sure.is_empty() {
            return sure;
        }

        // A name alone is enough where nobody else of this run is meant by it.
        let mut named = self.named(record, kind);
        named.retain(|index| {
            let is_another = likeness(record, &self.targets[*index]) == Likeness::Another;
            !is_another && !self.claimed.contains(index)
        });
        named
    }

    /// Whether only a name says that a record is about an entity, and others of this run have it.
    fn is_guess(&self, index: usize, record: &Record, kind: KindId) -> bool {
        let mut names = record.names.iter().filter(|name| name.is_main);
        let is_shared = names.any(|name| self.homonyms.contains(&fold_name(&name.text)));
        is_shared && !self.sure(record, kind).contains(&index)
    }

    /// The ids of the entities, of whatever kind, that have a name.
    fn bearers(&self, name: Option<&str>) -> Vec<String> {
        let Some(name) = name.map(fold_name) else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for (id, _) in self.config.kinds.iter() {
            for index in self.by_name.get(&(id, name.clone())).into_iter().flatten() {
                ids.push(self.targets[*index].id.clone());
            }
        }
        ids
    }

    /// What a record calls the entity: in the site's first language, else without a language, else
    /// in any.
    fn main_name<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let first = self.config.default_language().primary();
        let main = record.names.iter().filter(|name| name.is_main);
        let best = main.min_by_key(|name| match &name.lang {
            Some(lang) if lang.primary() == first => 0,
            None => 1,
            Some(_) => 2,
        });
        best.or(record.names.first()).map(|name| name.text.as_str())
    }

    /// The id that a name gives; where another entity has it, with the year of birth or a number
    /// behind it.
    fn free_id(&self, record: &Record, name: &str) -> String {
        let id = entity_id(&fold_name(name));
        let is_taken = |id: &str| {
            let free = check_free(self.sources, &self.config.kinds, id, "");
            self.by_id.contains_key(id) || matches!(free, Err(Refusal::Taken { .. }))
        };
        if !is_taken(&id) {
            return id;
        }

        let born = record.facts.iter().find(|stated| facts::BORN.key == stated.key);
        if let Some(stated) = born {
            let dated = format!("{id}-{}", year(&stated.value));
            if !is_taken(&dated) {
                return dated;
            }
        }
        let mut number = 2;
        while is_taken(&format!("{id}-{number}")) {
            number += 1;
        }
        format!("{id}-{number}")
    }

    /// A new entity with its name and nothing else; none, with a diagnostic, if it can have no
    /// file.
    fn begun(&mut self, record: &Record, kind: KindId, name: Option<&str>) -> Option<Target> {
        let Some(name) = name else {
            let hint = "give it one in a column `name`";
            self.report(record, Code::MissingKey, "the record has no name", hint);
            return None;
        };

        let kinds = &self.config.kinds;
        let id = record.id.clone().unwrap_or_else(|| self.free_id(record, name));
        let path = kinds.kind(kind).path(&id);
        let free = check_free(self.sources, kinds, &id, "").and_then(|()| {
            // One that came with the same files has the id, too.
            let Some(index) = self.by_id.get(&id) else {
                return Ok(());
            };
            let path = self.targets[*index].path.clone();
            Err(Refusal::Taken { id: id.clone(), path, hint: "" })
        });
        match free {
            Ok(()) => Some(Target {
                id,
                kind,
                path,
                text: front_matter([("name", first_names(record, name))]),
                addresses: BTreeSet::new(),
                identifiers: BTreeSet::new(),
                is_new: true,
                is_changed: true,
            }),
            Err(taken @ Refusal::Taken { .. }) => {
                let hint = "if the two are one, give both the same `same_as`; if not, give this one another id in a column `id`";
                self.report(record, Code::DuplicateId, taken.to_string(), hint);
                None
            }
            Err(_) => {
                let hint =
                    "give one in a column `id`: letters and digits of any script and `- _ .`";
                self.report(record, Code::BadId, say!("`{id}` cannot be an id", id), hint);
                None
            }
        }
    }
}

/// What is said of a record and an entity that have a name in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// They are one.
    Agrees,
    /// They are two.
    Another,
    Unknown,
}

/// Kilometres beyond which two places of one name are two. A choice: sources put the point of a
/// large region far from each other, and namesakes are seldom nearer.
const FAR: f64 = 50.0;

fn likeness(record: &Record, target: &Target) -> Likeness {
    // One register has one number for each; that none is shared was seen before names were asked.
    let host = |address: &str| address.split('/').next().unwrap_or_default().to_owned();
    for address in &record.same_as {
        let own = host(&normal(address));
        if target.addresses.iter().any(|known| host(known) == own) {
            return Likeness::Another;
        }
    }
    for (register, _) in &record.identifiers {
        if target.identifiers.iter().any(|(known, _)| known == register) {
            return Likeness::Another;
        }
    }

    let Ok(edits) = Edits::new(&target.text) else {
        return Likeness::Unknown;
    };
    let mut likeness = Likeness::Unknown;
    for stated in &record.facts {
        let Some(known) = edits.value_at(&[&stated.key]) else {
            continue;
        };
        if facts::COORDINATES.key == stated.key {
            match distance(&known, &stated.value) {
                Some(distance) if distance > FAR => return Likeness::Another,
                Some(_) if is_same(FactType::Point, &known, &stated.value) => {
                    likeness = Likeness::Agrees;
                }
                _ => {}
            }
        }
        if [&facts::BORN, &facts::DIED].iter().any(|fact| fact.key == stated.key) {
            let known_year = known.as_str().map_or("", year);
            if known_year != year(&stated.value) {
                return Likeness::Another;
            }
            if is_same(FactType::Date, &known, &stated.value) {
                likeness = Likeness::Agrees;
            }
        }
    }
    likeness
}

/// The year of a date as front matter has it.
fn year(date: &str) -> &str {
    // A year before the common one has a sign.
    let end = date.char_indices().skip(1).find(|(_, c)| *c == '-').map_or(date.len(), |(at, _)| at);
    &date[..end]
}

/// The main names, folded, that two records have which share no identifier.
fn homonyms(records: &[Record]) -> BTreeSet<String> {
    let mut by_name: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    let mut homonyms = BTreeSet::new();
    for record in records {
        for name in record.names.iter().filter(|name| name.is_main) {
            let folded = fold_name(&name.text);
            let bearers = by_name.entry(folded.clone()).or_default();
            // The first is compared with the rest, which is enough to see that there are two.
            if bearers.first().is_some_and(|first| !is_one(first, record)) {
                homonyms.insert(folded);
            }
            bearers.push(record);
        }
    }
    homonyms
}

/// Whether an identifier says that two records are about one entity.
fn is_one(a: &Record, b: &Record) -> bool {
    let addresses: Vec<String> = a.same_as.iter().map(|address| normal(address)).collect();
    std::ptr::eq(a, b)
        || a.id.is_some() && a.id == b.id
        || b.same_as.iter().any(|address| addresses.contains(&normal(address)))
        || a.identifiers.iter().any(|one| b.identifiers.contains(one))
}

/// The name of a new entity: one for each language in which it has one.
fn first_names(record: &Record, name: &str) -> Value {
    let mut versions: Vec<(&str, Value)> = Vec::new();
    for Name { text, lang, .. } in record.names.iter().filter(|name| name.is_title()) {
        if let Some(lang) = lang {
            versions.push((lang.tag(), Value::from(text.as_str())));
        }
    }
    if versions.is_empty() { name.into() } else { Value::table(versions) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_names_however_they_are_typeset() {
        for (name, id) in
            [("阿玛拉•瓦登", "阿玛拉·瓦登"), ("王　毅", "王毅"), ("Wang  Yi", "wang-yi")]
        {
            assert_eq!(entity_id(&fold_name(name)), id);
        }
    }
}
