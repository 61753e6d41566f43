//! Records → changes of the site: each record meets the entity that it is about, or becomes one.
//!
//! An entity is met by an address in `same_as`, else by the id that the source gives, else by a
//! name among entities of the same kind.
//! **Invariant:** a record that could be two entities changes neither.

use super::record::{Name, Record};
use super::update::{Contradiction, update};
use super::{Read, Wishes};
use crate::base::changes::Changes;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::ids::entity_id;
use crate::base::lang::{self, Lang};
use crate::base::letters::fold_name;
use crate::base::sources::{Sources, Span};
use crate::editor::edit::{Value, front_matter};
use crate::editor::registry::Refusal;
use crate::editor::registry::addresses::normal;
use crate::editor::registry::rename::check_free;
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use crate::reading::kinds::{KindId, facts};
use std::collections::{BTreeMap, BTreeSet};

/// What taking files in comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    pub changes: Changes,
    /// What became of each record, in their order.
    pub outcomes: Vec<Outcome>,
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
    };
    for entity in &corpus.entities {
        let file = sources.file(entity.file);
        let target = Target {
            id: entity.id.clone(),
            kind: entity.kind,
            path: file.path.clone(),
            text: file.text().unwrap_or_default().to_owned(),
            addresses: BTreeSet::new(),
            is_new: false,
            is_changed: false,
        };
        let names = entity.aliases.iter().map(|alias| alias.text.as_str());
        taker.enter(target, entity.same_as(), names);
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
}

impl Taker<'_> {
    /// Enters an entity, or what is new of one that is entered already.
    fn enter<'n>(
        &mut self,
        mut target: Target,
        addresses: impl Iterator<Item = &'n str>,
        names: impl Iterator<Item = &'n str>,
    ) {
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
    }

    /// Reports a mistake in a record, which is then left out.
    fn report(&mut self, record: &Record, code: Code, message: impl Into<String>, hint: &str) {
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
            return Some(Outcome { place, name, id: None, what, conflicts: Vec::new() });
        }
        let mut target = match candidates.first() {
            Some(index) => self.targets[*index].clone(),
            None => self.begun(record, kind, name)?,
        };

        let may_state = &self.config.kinds.kind(target.kind).facts;
        let updated = match update(&target.text, record, may_state, self.wishes) {
            Ok(updated) => updated,
            Err(cause) => {
                let message = format!("`{}` cannot take this up: {cause}", target.path);
                let hint = format!("look at the front matter of `{}`", target.path);
                self.report(record, Code::BadData, message, &hint);
                return None;
            }
        };

        // A record that says nothing new leaves the file as it is.
        target.is_changed |= updated.text != target.text;
        target.text = updated.text;
        let id = target.id.clone();
        let addresses = record.same_as.iter().map(String::as_str);
        self.enter(target, addresses, record.names.iter().map(|name| name.text.as_str()));

        let what = if candidates.is_empty() {
            What::New
        } else if updated.fields.is_empty() {
            What::Same
        } else {
            What::Changed(updated.fields)
        };
        let name = name.unwrap_or(&id).to_owned();
        Some(Outcome { place, name, id: Some(id), what, conflicts: updated.conflicts })
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

        let lower = wanted.to_lowercase();
        let mut keys: Vec<&str> = Vec::new();
        for (id, kind) in kinds.iter() {
            if [&kind.key, &kind.singular].contains(&&lower) || kind.also_called.contains(&&*lower)
            {
                return Some(id);
            }
            keys.push(&kind.key);
        }
        let all = keys.join("`, `");
        let diagnostic = Diagnostic::new(Code::BadValue, format!("there is no kind `{wanted}`"))
            .at(record.place.clone(), "")
            .did_you_mean(&lower, keys)
            .hint(format!("it is one of `{all}`; a site declares its own in `oratory.toml`"));
        self.diagnostics.push(diagnostic);
        None
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

    /// The entities that a record can be about.
    fn candidates(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let known = self.known_elsewhere(record);
        if !known.is_empty() {
            return known;
        }
        let by_id = record.id.as_ref().and_then(|id| self.by_id.get(id));
        // One of another kind is not meant; that the id is taken is reported by `begun`.
        if let Some(index) = by_id.filter(|index| self.targets[**index].kind == kind) {
            return BTreeSet::from([*index]);
        }

        let mut named = BTreeSet::new();
        for name in &record.names {
            let bearers = self.by_name.get(&(kind, fold_name(&name.text)));
            named.extend(bearers.into_iter().flatten());
        }
        // Two people of one name that the source tells apart are not one.
        named.retain(|index| !is_another(record, &self.targets[*index]));
        named
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

    /// A new entity with its name and nothing else; none, with a diagnostic, if it can have no
    /// file.
    fn begun(&mut self, record: &Record, kind: KindId, name: Option<&str>) -> Option<Target> {
        let Some(name) = name else {
            let hint = "give it one in a column `name`";
            self.report(record, Code::MissingKey, "the record has no name", hint);
            return None;
        };

        let kinds = &self.config.kinds;
        let id = record.id.clone().unwrap_or_else(|| entity_id(&fold_name(name)));
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
                self.report(record, Code::BadId, format!("`{id}` cannot be an id"), hint);
                None
            }
        }
    }
}

/// Whether a record of the same name is someone else: both say which item of Wikidata they are, and
/// it is not one.
fn is_another(record: &Record, target: &Target) -> bool {
    let is_item = |address: &String| address.starts_with("wikidata.org/entity/");
    let own: Vec<String> = record.same_as.iter().map(|address| normal(address)).collect();
    own.iter().any(is_item)
        && target.addresses.iter().any(is_item)
        && !own.iter().any(|address| target.addresses.contains(address))
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
