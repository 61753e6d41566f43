//! Records → changes of the site: each record meets the entity that it is about, or becomes one.
//!
//! An entity is met by an address in `same_as`, else by an identifier, else by the id that the
//! source gives, else by a name among entities of the same kind.
//! **Invariant:** a record that could be two entities changes neither.
//! **Invariant:** two records of one name are two entities, unless an identifier or a date says that
//! they are one.

mod beginning;
mod candidates;
mod kind;
mod likeness;

use super::record::Record;
use super::update::{Contradiction, update};
use super::{Read, Wishes};
use crate::base::changes::Changes;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::lang::{self, Lang};
use crate::base::letters::fold_name;
use crate::base::message::{Message, say};
use crate::base::sources::{Sources, Span};
use crate::editor::registry::addresses::normal;
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use crate::reading::kinds::KindId;
use likeness::homonyms;
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
}
