//! Edits of the table `speakers`, which says who is behind a printed label.
//!
//! **Invariant:** a label is found however it is written there, with its colon or without.

use super::{EditError, Edits, Value, table};
use crate::base::fields::Value as Field;
use crate::reading::parse::bare_label;
use serde_json::Value as Json;

impl Edits<'_> {
    /// Says of the printed label `label` who is behind it: each of `fields` is set in `speakers`,
    /// which is made if it is missing. Other fields stay.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn set_speaker(&mut self, label: &str, fields: &[(&str, Value)]) -> Result<(), EditError> {
        let before = self.clone();
        let set = self.try_set_speaker(label, fields);
        if set.is_err() {
            *self = before;
        }
        set
    }

    fn try_set_speaker(&mut self, label: &str, fields: &[(&str, Value)]) -> Result<(), EditError> {
        let key = self.speaker(label).unwrap_or_else(|| label.to_owned());
        let mut fields = fields.to_vec();
        match self.value_at(&["speakers", &key]) {
            Some(Json::Object(_)) => {
                for (field, value) in fields {
                    self.set_at(&["speakers", &key, field], value)?;
                }
                return Ok(());
            }
            // `王毅: wang-yi` is short for a table with the person alone.
            Some(Json::String(person)) if !fields.iter().any(|(field, _)| *field == "person") => {
                fields.insert(0, ("person", Value::Text(person)));
            }
            _ => {}
        }
        self.set_at(&["speakers", &key], Value::table(fields))
    }

    /// Gives the printed label `old` of `speakers` the text `new`; says whether there is one.
    ///
    /// # Errors
    ///
    /// [`EditError::Taken`] if there is one called `new`; else [`EditError`]. Nothing is edited
    /// then.
    pub fn rename_speaker(&mut self, old: &str, new: &str) -> Result<bool, EditError> {
        let Some(key) = self.speaker(old) else {
            return Ok(false);
        };
        table::rename(self.front()?, &["speakers", &key], new)
    }

    /// Takes the printed label `label` out of `speakers`; says whether it was there.
    ///
    /// # Errors
    ///
    /// [`EditError`]; nothing is edited then.
    pub fn remove_speaker(&mut self, label: &str) -> Result<bool, EditError> {
        let Some(key) = self.speaker(label) else {
            return Ok(false);
        };
        self.remove_at(&["speakers", &key])
    }

    /// The key of `speakers` for a printed label, which may be written there with its colon.
    fn speaker(&self, label: &str) -> Option<String> {
        let (_, speakers) = self.front.as_ref()?.root.entry("speakers")?;
        if speakers.entry(label).is_some() {
            return Some(label.to_owned());
        }
        let Field::Map(entries) = &speakers.value else {
            return None;
        };
        let mut names = entries.iter().map(|(key, _)| &key.name);
        names.find(|name| bare_label(name) == bare_label(label)).cloned()
    }
}
