//! A record → the front matter of the entity that it is about.
//!
//! **Invariant:** what stands there stays; what is the same is not written again; what contradicts
//! is given back, both sides of it.

use super::Wishes;
use super::record::{Name, Record, Role, Stated};
use crate::base::date::Date;
use crate::base::lang::{self, Lang};
use crate::base::letters::same_name;
use crate::editor::edit::{EditError, Edits, Value};
use crate::editor::registry::addresses::normal;
use crate::reading::kinds::{Fact, FactType, facts};
use serde_json::Value as Json;

/// Kilometres within which two points are one place.
const NEAR: f64 = 1.0;

/// What became of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Updated {
    /// The file with what is new in it.
    pub(super) text: String,
    /// The fields in which something is new.
    pub(super) fields: Vec<String>,
    /// Field, what stands there, what was to come.
    pub(super) conflicts: Vec<(String, String, String)>,
}

/// Adds to the file `text` what `record` says and entities of its kind may state.
pub(super) fn update(
    text: &str,
    record: &Record,
    may_state: &[Fact],
    wishes: &Wishes,
) -> Result<Updated, EditError> {
    let mut work = Work { edits: Edits::new(text)?, done: Updated::default(), wishes };
    for name in &record.names {
        work.name(name)?;
    }
    work.same_as(&record.same_as)?;
    for (lang, description) in &record.descriptions {
        work.version("description", description, lang.as_ref())?;
    }
    for stated in &record.facts {
        if let Some(fact) = may_state.iter().find(|fact| fact.key == stated.key) {
            work.fact(fact, stated)?;
        }
    }
    for doubt in &record.doubts {
        let stands = work.edits.value_at(&[&doubt.key]);
        let stands = stands.map_or_else(String::new, |known| shown(&known));
        work.done.conflicts.push((doubt.key.clone(), stands, doubt.value.clone()));
    }
    if may_state.contains(&facts::ROLES) {
        for role in &record.roles {
            work.role(role)?;
        }
    }
    Ok(Updated { text: work.edits.finish(), ..work.done })
}

struct Work<'t, 'w> {
    edits: Edits<'t>,
    done: Updated,
    wishes: &'w Wishes,
}

impl Work<'_, '_> {
    fn added(&mut self, field: impl Into<String>) {
        let field = field.into();
        if !self.done.fields.contains(&field) {
            self.done.fields.push(field);
        }
    }

    /// Sets what is missing; of what is stated otherwise, shows both or follows the editor's wish.
    fn set(&mut self, path: &[&str], value: Value, shown_value: &str) -> Result<(), EditError> {
        match self.edits.value_at(path).filter(|_| !self.wishes.update) {
            Some(known) => {
                self.done.conflicts.push((path.join("."), shown(&known), shown_value.to_owned()))
            }
            None => {
                self.edits.set_at(path, value)?;
                self.added(path.join("."));
            }
        }
        Ok(())
    }

    fn name(&mut self, name: &Name) -> Result<(), EditError> {
        if self.is_known(&name.text) {
            return Ok(());
        }
        if name.is_main && name.from.is_none() && name.until.is_none() {
            return self.version("name", &name.text, name.lang.as_ref());
        }
        let dates = [("from", name.from), ("until", name.until)]
            .into_iter()
            .filter_map(|(key, date)| Some((key, Value::from(date?))));
        let dates: Vec<(&str, Value)> = dates.collect();
        let item = match dates.is_empty() {
            true => Value::from(name.text.as_str()),
            false => Value::table(
                std::iter::once(("name", Value::from(name.text.as_str()))).chain(dates),
            ),
        };
        if self.edits.add_to_list("aliases", item)? {
            self.added("aliases");
        }
        Ok(())
    }

    /// Whether the entity goes by the name.
    fn is_known(&self, name: &str) -> bool {
        let names = match self.edits.value_at(&["name"]) {
            Some(Json::Object(versions)) => {
                versions.values().filter_map(Json::as_str).map(str::to_owned).collect()
            }
            Some(Json::String(one)) => vec![one],
            _ => Vec::new(),
        };
        let aliases = self.edits.listed("aliases").unwrap_or_default();
        names.iter().chain(&aliases).any(|known| same_name(known, name))
    }

    /// A text of which there is one in each language. Words without a language get the one that
    /// they are seen to be in, once another comes.
    fn version(&mut self, key: &str, text: &str, lang: Option<&Lang>) -> Result<(), EditError> {
        match (self.edits.value_at(&[key]), lang) {
            (Some(Json::Object(versions)), Some(lang)) => {
                let of = |tag: &&String| Lang::parse(tag).is_some_and(|known| known == *lang);
                let tag =
                    versions.keys().find(of).cloned().unwrap_or_else(|| lang.tag().to_owned());
                if versions.get(&tag).and_then(Json::as_str) == Some(text) {
                    Ok(())
                } else {
                    self.set(&[key, &tag], text.into(), text)
                }
            }
            (Some(Json::Object(versions)), None)
                if versions.values().any(|version| version.as_str() == Some(text)) =>
            {
                Ok(())
            }
            (Some(Json::Object(versions)), None) => {
                let known: Vec<&str> = versions.values().filter_map(Json::as_str).collect();
                self.done.conflicts.push((key.to_owned(), known.join(" / "), text.to_owned()));
                Ok(())
            }
            (Some(Json::String(known)), _) if known == text => Ok(()),
            (Some(Json::String(known)), Some(lang))
                if lang::guess(&known).primary() != lang.primary() =>
            {
                let both = [
                    (lang::guess(&known).tag().to_owned(), known.as_str()),
                    (lang.tag().to_owned(), text),
                ];
                self.edits
                    .set(key, Value::table(both.map(|(tag, text)| (tag, Value::from(text)))))?;
                self.added(format!("{key}.{lang}"));
                Ok(())
            }
            (None, Some(lang)) => {
                self.set(&[key], Value::table([(lang.tag(), Value::from(text))]), text)
            }
            (_, _) => self.set(&[key], text.into(), text),
        }
    }

    fn same_as(&mut self, addresses: &[String]) -> Result<(), EditError> {
        for address in addresses {
            let known = self.edits.listed("same_as")?;
            if !known.iter().any(|known| normal(known) == normal(address)) {
                self.edits.add_to_list("same_as", address.as_str())?;
                self.added("same_as");
            }
        }
        Ok(())
    }

    fn fact(&mut self, fact: &Fact, stated: &Stated) -> Result<(), EditError> {
        let key = fact.key.as_ref();
        let value = stated.value.as_str();
        if fact.value == FactType::Words && !fact.is_list {
            return self.version(key, value, stated.lang.as_ref());
        }

        let known = self.edits.value_at(&[key]);
        let is_known = match &known {
            Some(Json::Array(items)) if fact.is_list => {
                items.iter().any(|item| is_same(fact.value, item, value))
            }
            Some(known) => is_same(fact.value, known, value),
            None => false,
        };
        if is_known {
            return Ok(());
        }

        let written = match fact.value {
            FactType::Point => {
                let degrees = value.split(' ').map(str::to_owned);
                Value::List(degrees.map(Value::Bare).collect())
            }
            _ if fact.is_bare() => Value::Bare(value.to_owned()),
            _ => value.into(),
        };
        if !fact.is_list {
            return self.set(&[key], written, value);
        }
        if self.edits.add_to_list(key, written)? {
            self.added(key);
        }
        Ok(())
    }

    fn role(&mut self, role: &Role) -> Result<(), EditError> {
        let known = self
            .edits
            .value_at(&["roles"])
            .and_then(|roles| roles.as_array().cloned())
            .unwrap_or_default();
        let text = |item: &Json, key: &str| item.get(key).and_then(Json::as_str).map(str::to_owned);
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        let is_it = |item: &Json| {
            text(item, "role").as_deref() == Some(role.role.as_str())
                && text(item, "organization") == role.organization
                && text(item, "from") == date(role.from)
                && text(item, "until") == date(role.until)
        };
        if known.iter().any(is_it) {
            return Ok(());
        }
        let fields = [
            ("role", Some(Value::from(role.role.as_str()))),
            ("organization", role.organization.as_deref().map(Value::from)),
            ("from", role.from.map(Value::from)),
            ("until", role.until.map(Value::from)),
        ];
        let item = Value::table(
            fields.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))),
        );
        if self.edits.add_to_list("roles", item)? {
            self.added("roles");
        }
        Ok(())
    }
}

/// Whether two statements of a fact agree: dates of which one says less than the other, points that
/// are near each other.
fn is_same(of: FactType, known: &Json, value: &str) -> bool {
    if of == FactType::Point {
        let known: Vec<f64> = known
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|degrees| degrees.as_str()?.parse().ok())
            .collect();
        let new: Vec<f64> = value.split(' ').filter_map(|degrees| degrees.parse().ok()).collect();
        return matches!((&known[..], &new[..]), ([a, b], [c, d]) if kilometres((*a, *b), (*c, *d)) <= NEAR);
    }
    let Some(known) = known.as_str() else {
        return false;
    };
    known == value
        || (of == FactType::Date
            && (known.starts_with(&format!("{value}-")) || value.starts_with(&format!("{known}-"))))
}

/// The distance of two points given as longitude and latitude in degrees, on a sphere of the
/// Earth's mean radius; good to half a percent.
fn kilometres((lon, lat): (f64, f64), (to_lon, to_lat): (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord = half(to_lat - lat)
        + lat.to_radians().cos() * to_lat.to_radians().cos() * half(to_lon - lon);
    2.0 * RADIUS * chord.sqrt().min(1.0).asin()
}

/// A value of front matter for people.
fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(" "),
        Json::Object(fields) => fields.values().map(shown).collect::<Vec<_>>().join(" / "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_points_and_dates_that_say_less_agree() {
        let same = |of: FactType, known: Json, value: &str| is_same(of, &known, value);
        assert!(same(FactType::Point, serde_json::json!(["116.4", "39.9"]), "116.405 39.905"));
        assert!(!same(FactType::Point, serde_json::json!(["116.4", "39.9"]), "116.42 39.9"));
        assert!(same(FactType::Point, serde_json::json!(["180", "0"]), "-180 0"));
        assert!(
            same(FactType::Date, "1953".into(), "1953-10-19")
                && same(FactType::Date, "1953-10-19".into(), "1953-10")
        );
        assert!(
            !same(FactType::Date, "1953-10-19".into(), "1953-10-1")
                && !same(FactType::Words, "CN".into(), "CN-1")
        );
    }
}
