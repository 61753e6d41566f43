//! Records → changes of the site: each record meets the entity that it is about, or becomes one.
//!
//! An entity is met by an address in `same_as`, else by the id that the source gives, else by a
//! name among entities of the same kind.
//! **Invariant:** a record that could be two entities changes neither.

use super::record::Record;
use super::update::update;
use super::{Read, Wishes};
use crate::base::changes::Changes;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::ids::{entity_id, is_entity_id};
use crate::base::lang::{self, Lang};
use crate::base::letters::fold_name;
use crate::base::sources::{Sources, Span};
use crate::editor::edit::{Value, front_matter};
use crate::editor::registry::addresses::normal;
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use crate::reading::kinds::{KindId, facts};
use std::collections::{BTreeMap, BTreeSet};

/// What taking files in comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// The changes.
    pub changes: Changes,
    /// What became of each record, in their order.
    pub outcomes: Vec<Outcome>,
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Where the record stands.
    pub place: Span,
    /// What it calls the entity.
    pub name: String,
    /// The entity's id; none if it is not clear which it is.
    pub id: Option<String>,
    /// What was done.
    pub what: What,
    /// Facts that contradict the site's: field, what stands there, what was to come.
    pub conflicts: Vec<(String, String, String)>,
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
    let mut work = Work {
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
        let path = sources.file(entity.file).path.clone();
        let text =
            std::str::from_utf8(sources.file(entity.file).bytes()).unwrap_or_default().to_owned();
        let target = Target {
            id: entity.id.clone(),
            kind: entity.kind,
            path,
            text,
            addresses: BTreeSet::new(),
            is_new: false,
            is_changed: false,
        };
        let names = entity.aliases.iter().map(|alias| alias.text.as_str());
        let addresses: Vec<String> = entity.same_as().map(str::to_owned).collect();
        work.enter(target, &addresses, names);
    }
    let outcomes = read.records.iter().filter_map(|record| work.record(record)).collect();
    let mut changes = Changes::default();
    for target in work.targets.into_iter().filter(|target| target.is_changed) {
        if target.is_new {
            changes.create(target.path, target.text)
        } else {
            changes.write(target.path, target.text)
        }
    }
    Intake { changes, outcomes }
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

struct Work<'w> {
    sources: &'w Sources,
    config: &'w Config,
    wishes: &'w Wishes,
    diagnostics: &'w mut Diagnostics,
    targets: Vec<Target>,
    by_address: BTreeMap<String, BTreeSet<usize>>,
    by_name: BTreeMap<(KindId, String), BTreeSet<usize>>,
    by_id: BTreeMap<String, usize>,
}

impl Work<'_> {
    /// Enters an entity, or what is new of one that is entered already.
    fn enter<'n>(
        &mut self,
        mut target: Target,
        addresses: &[String],
        names: impl Iterator<Item = &'n str>,
    ) {
        let index = self.by_id.get(&target.id).copied().unwrap_or(self.targets.len());
        for address in addresses {
            self.by_address.entry(normal(address)).or_default().insert(index);
            target.addresses.insert(normal(address));
        }
        for name in names {
            self.by_name.entry((target.kind, fold_name(name))).or_default().insert(index);
        }
        self.by_id.insert(target.id.clone(), index);
        if index == self.targets.len() {
            self.targets.push(target)
        } else {
            self.targets[index] = target
        }
    }

    fn record(&mut self, record: &Record) -> Option<Outcome> {
        let record = &self.with_languages(record);
        let kind = self.kind(record)?;
        let candidates = self.candidates(record, kind);
        let name = self.main_name(record);
        if candidates.len() > 1 {
            let ids = candidates.iter().map(|index| self.targets[*index].id.clone()).collect();
            let name = name.unwrap_or_default();
            return Some(Outcome {
                place: record.place.clone(),
                name,
                id: None,
                what: What::Unclear(ids),
                conflicts: Vec::new(),
            });
        }
        let mut target = match candidates.first() {
            Some(index) => self.targets[*index].clone(),
            None => self.begun(record, kind, name.as_deref())?,
        };
        let is_begun = target.is_new && !self.by_id.contains_key(&target.id);
        let facts = &self.config.kinds.kind(target.kind).facts;
        let updated = match update(&target.text, record, facts, self.wishes) {
            Ok(updated) => updated,
            Err(cause) => {
                let message = format!("`{}` cannot take this up: {cause}", target.path);
                let diagnostic =
                    Diagnostic::new(Code::BadData, message).at(record.place.clone(), "");
                self.diagnostics.push(
                    diagnostic.hint(format!("look at the front matter of `{}`", target.path)),
                );
                return None;
            }
        };
        let what = match (is_begun, updated.fields.is_empty()) {
            (true, _) => What::New,
            (false, true) => What::Same,
            (false, false) => What::Changed(updated.fields),
        };
        target.is_changed |= is_begun || updated.text != target.text;
        target.text = updated.text;
        let id = target.id.clone();
        self.enter(target, &record.same_as, record.names.iter().map(|name| name.text.as_str()));
        let name = name.unwrap_or_else(|| id.clone());
        Some(Outcome {
            place: record.place.clone(),
            name,
            id: Some(id),
            what,
            conflicts: updated.conflicts,
        })
    }

    /// The kind of a record: what it says, what its facts tell, what the editor says.
    fn kind(&mut self, record: &Record) -> Option<KindId> {
        let kinds = &self.config.kinds;
        let has_life = record.states(&facts::BORN) || record.states(&facts::DIED);
        let told = if has_life || !record.roles.is_empty() {
            kinds.people()
        } else if record.states(&facts::COORDINATES) {
            kinds.places()
        } else {
            None
        };
        let known = || {
            record
                .same_as
                .iter()
                .filter_map(|address| self.by_address.get(&normal(address)))
                .flatten()
                .next()
        };
        let wanted = record
            .kind
            .clone()
            .or_else(|| self.wishes.kind.clone())
            .or_else(|| told.map(|kind| kinds.kind(kind).key.clone()));
        let Some(wanted) = wanted else {
            if let Some(index) = known() {
                return Some(self.targets[*index].kind);
            }
            let diagnostic =
                Diagnostic::new(Code::MissingKey, "it is not said which kind of entity this is")
                    .at(record.place.clone(), "");
            self.diagnostics.push(
                diagnostic
                    .hint("say it for all with `--kind people`, or for each in a column `kind`"),
            );
            return None;
        };
        let lower = wanted.to_lowercase();
        let named = |key: &str, singular: &str| {
            key == lower || singular == lower || (lower == "human" && singular == "person")
        };
        let found = self
            .config
            .kinds
            .iter()
            .find(|(_, kind)| named(&kind.key, &kind.singular))
            .map(|(id, _)| id);
        if found.is_none() {
            let keys: Vec<&str> =
                self.config.kinds.iter().map(|(_, kind)| kind.key.as_str()).collect();
            let diagnostic =
                Diagnostic::new(Code::BadValue, format!("there is no kind `{wanted}`"))
                    .at(record.place.clone(), "");
            let diagnostic = diagnostic.did_you_mean(&lower, keys.iter().copied());
            self.diagnostics.push(diagnostic.hint(format!(
                "it is one of `{}`; a site declares its own in `oratory.toml`",
                keys.join("`, `")
            )));
        }
        found
    }

    /// A record in which a name without a language, beside names in languages, has the one that it
    /// is seen to be in.
    fn with_languages(&self, record: &Record) -> Record {
        let mut record = record.clone();
        let used: Vec<Lang> = record
            .names
            .iter()
            .filter(|name| name.is_main)
            .filter_map(|name| name.lang.clone())
            .collect();
        let is_free = |lang: &&Lang| !used.iter().any(|used| used.primary() == lang.primary());
        if let Some(name) = record
            .names
            .iter_mut()
            .find(|name| name.is_main && name.lang.is_none())
            .filter(|_| !used.is_empty())
        {
            let guess = lang::guess(&name.text);
            let of_site =
                self.config.languages.iter().filter(|lang| lang.primary() == guess.primary());
            name.lang = of_site.chain([self.config.default_language()]).find(is_free).cloned();
            name.is_main = name.lang.is_some();
        }
        record
    }

    /// The entities that a record can be about.
    fn candidates(&self, record: &Record, kind: KindId) -> BTreeSet<usize> {
        let of_kind = |index: &&usize| self.targets[**index].kind == kind;
        let addresses =
            record.same_as.iter().filter_map(|address| self.by_address.get(&normal(address)));
        let by_address: BTreeSet<usize> = addresses.flatten().copied().collect();
        if !by_address.is_empty() {
            return by_address;
        }
        if let Some(index) = record.id.as_ref().and_then(|id| self.by_id.get(id)).filter(of_kind) {
            return BTreeSet::from([*index]);
        }
        let names =
            record.names.iter().filter_map(|name| self.by_name.get(&(kind, fold_name(&name.text))));
        names.flatten().filter(|index| !self.is_another(record, **index)).copied().collect()
    }

    /// Whether a record of the same name is someone else: both say which item of Wikidata they are,
    /// and it is not one.
    fn is_another(&self, record: &Record, index: usize) -> bool {
        let is_item = |address: &&String| address.starts_with("wikidata.org/entity/");
        let own: Vec<String> = record.same_as.iter().map(|address| normal(address)).collect();
        let others = &self.targets[index].addresses;
        own.iter().any(|address| is_item(&address))
            && others.iter().any(|address| is_item(&address))
            && !own.iter().any(|a| others.contains(a))
    }

    /// What a record calls the entity: in the site's first language, else without a language, else
    /// in any.
    fn main_name(&self, record: &Record) -> Option<String> {
        let lang = self.config.default_language();
        let names = || record.names.iter().filter(|name| name.is_main);
        let found = names()
            .find(|name| name.lang.as_ref().is_some_and(|of| of.primary() == lang.primary()));
        let found =
            found.or_else(|| names().find(|name| name.lang.is_none())).or_else(|| names().next());
        found.or_else(|| record.names.first()).map(|name| name.text.clone())
    }

    /// A new entity with its name and nothing else; none, with a diagnostic, if it can have no
    /// file.
    fn begun(&mut self, record: &Record, kind: KindId, name: Option<&str>) -> Option<Target> {
        let Some(name) = name else {
            let diagnostic = Diagnostic::new(Code::MissingKey, "the record has no name")
                .at(record.place.clone(), "");
            self.diagnostics.push(diagnostic.hint("give it one in a column `name`"));
            return None;
        };
        let id = record.id.clone().unwrap_or_else(|| entity_id(&fold_name(name)));
        let key = &self.config.kinds.kind(kind).key;
        let path = format!("content/{key}/{id}.md");
        if !is_entity_id(&id) || id.ends_with('.') {
            let diagnostic = Diagnostic::new(Code::BadId, format!("`{id}` cannot be an id"))
                .at(record.place.clone(), "");
            self.diagnostics.push(
                diagnostic.hint(
                    "give one in a column `id`: letters and digits of any script and `- _ .`",
                ),
            );
            return None;
        }
        let taken = self
            .config
            .kinds
            .iter()
            .map(|(_, kind)| format!("content/{}/{id}.md", kind.key))
            .find(|path| self.sources.find(path).is_some());
        let taken =
            taken.or_else(|| self.by_id.get(&id).map(|index| self.targets[*index].path.clone()));
        if let Some(taken) = taken {
            let diagnostic =
                Diagnostic::new(Code::DuplicateId, format!("the id `{id}` is taken by `{taken}`"))
                    .at(record.place.clone(), "");
            let hint = "if the two are one, give both the same `same_as`; if not, give this one another id in a column `id`";
            self.diagnostics.push(diagnostic.hint(hint));
            return None;
        }
        Some(Target {
            id,
            kind,
            path,
            text: front_matter([("name", first_names(record, name))]),
            addresses: BTreeSet::new(),
            is_new: true,
            is_changed: true,
        })
    }
}

/// The name of a new entity: one for each language in which it has one.
fn first_names(record: &Record, name: &str) -> Value {
    let versions: Vec<(&str, Value)> = record
        .names
        .iter()
        .filter(|name| name.is_main && name.from.is_none() && name.until.is_none())
        .filter_map(|name| Some((name.lang.as_ref()?.tag(), Value::from(name.text.as_str()))))
        .collect();
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
