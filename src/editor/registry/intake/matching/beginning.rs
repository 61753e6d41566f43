//! A record that is about nobody known → a new entity, which has a name and nothing else.

use super::likeness::year;
use super::{Taker, Target};
use crate::base::diag::Code;
use crate::base::ids::entity_id;
use crate::base::letters::fold_name;
use crate::base::message::say;
use crate::editor::edit::{Value, front_matter};
use crate::editor::registry::Refusal;
use crate::editor::registry::intake::record::{Name, Record};
use crate::editor::registry::rename::check_free;
use crate::reading::kinds::{KindId, facts};
use std::collections::BTreeSet;

impl Taker<'_> {
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
    pub(super) fn begun(
        &mut self,
        record: &Record,
        kind: KindId,
        name: Option<&str>,
    ) -> Option<Target> {
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
