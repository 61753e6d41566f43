//! A record → the front matter of the entity that it is about.
//!
//! **Invariant:** what is there stays; what is the same is not written again; what contradicts is
//! given back, both sides of it.

use super::Wishes;
use super::record::{Name, Record, Role, Stated};
use crate::base::date::Date;
use crate::base::lang::{self, Lang};
use crate::base::letters::same_name;
use crate::editor::edit::{EditError, Edits, Value};
use crate::editor::registry::addresses::normal;
use crate::editor::registry::written;
use crate::reading::kinds::{Fact, FactType, facts};
use serde_json::Value as Json;

/// Kilometres within which two points are one place: a choice. Sources put the point of a city at
/// its town hall or in its middle; with more, neighbouring villages would be one.
const NEAR: f64 = 1.0;

/// What became of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Updated {
    /// The file with what is new in it.
    pub(super) text: String,
    /// The fields in which something is new.
    pub(super) fields: Vec<String>,
    pub(super) conflicts: Vec<Contradiction>,
}

/// A field of which the site says one thing, and a record another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    pub field: String,
    /// What the site's file says; empty if nothing.
    pub kept: String,
    /// What was to come.
    pub refused: String,
}

/// Adds to the file `text` what `record` says and entities of its kind may state.
pub(super) fn update(
    text: &str,
    record: &Record,
    may_state: &[Fact],
    wishes: &Wishes,
) -> Result<Updated, EditError> {
    let mut updater = Updater { edits: Edits::new(text)?, done: Updated::default(), wishes };

    for name in &record.names {
        updater.name(name)?;
    }
    updater.same_as(&record.same_as)?;
    for (lang, description) in &record.descriptions {
        updater.version("description", description, lang.as_ref())?;
    }
    for stated in &record.facts {
        if let Some(fact) = may_state.iter().find(|fact| fact.key == stated.key) {
            updater.fact(fact, stated)?;
        }
    }
    for doubt in &record.doubts {
        let known = updater.edits.value_at(&[&doubt.key]).map(|known| shown(&known));
        updater.conflict(&doubt.key, known.unwrap_or_default(), &doubt.value);
    }
    if may_state.contains(&facts::ROLES) {
        for role in &record.roles {
            updater.role(role)?;
        }
    }

    Ok(Updated { text: updater.edits.finish(), ..updater.done })
}

struct Updater<'t, 'w> {
    edits: Edits<'t>,
    done: Updated,
    wishes: &'w Wishes,
}

impl Updater<'_, '_> {
    fn added(&mut self, field: impl Into<String>) {
        let field = field.into();
        if !self.done.fields.contains(&field) {
            self.done.fields.push(field);
        }
    }

    fn conflict(&mut self, field: &str, kept: String, refused: &str) {
        let (field, refused) = (field.to_owned(), refused.to_owned());
        self.done.conflicts.push(Contradiction { field, kept, refused });
    }

    /// Sets what is missing; of what is stated otherwise, shows both or follows the editor's wish.
    fn set(&mut self, path: &[&str], value: Value, new: &str) -> Result<(), EditError> {
        let field = path.join(".");
        match self.edits.value_at(path) {
            Some(known) if !self.wishes.update => self.conflict(&field, shown(&known), new),
            _ => {
                self.edits.set_at(path, value)?;
                self.added(field);
            }
        }
        Ok(())
    }

    /// Adds an item to a list, if it is not there.
    fn add(&mut self, key: &str, item: Value) -> Result<(), EditError> {
        if self.edits.add_to_list(key, item)? {
            self.added(key);
        }
        Ok(())
    }

    fn name(&mut self, name: &Name) -> Result<(), EditError> {
        if self.is_known(&name.text) {
            Ok(())
        } else if name.is_title() {
            // A name with dates is one of its time, and not what the entity is called.
            self.version("name", &name.text, name.lang.as_ref())
        } else {
            self.add("aliases", written::name(&name.text, name.from, name.until, true))
        }
    }

    /// Whether the entity goes by the name.
    fn is_known(&self, name: &str) -> bool {
        let is_it = |known: &Json| known.as_str().is_some_and(|known| same_name(known, name));
        let is_name = match self.edits.value_at(&["name"]) {
            Some(Json::Object(versions)) => versions.values().any(is_it),
            Some(one) => is_it(&one),
            None => false,
        };
        let aliases = self.edits.listed("aliases").unwrap_or_default();
        is_name || aliases.iter().any(|known| same_name(known, name))
    }

    /// A text of which there is one in each language. Words without a language get the one that
    /// they are seen to be in, once another comes.
    fn version(&mut self, key: &str, text: &str, lang: Option<&Lang>) -> Result<(), EditError> {
        match (self.edits.value_at(&[key]), lang) {
            (Some(Json::Object(versions)), Some(lang)) => {
                let is_its = |tag: &&String| Lang::parse(tag).as_ref() == Some(lang);
                let tag = versions.keys().find(is_its).map_or(lang.tag(), String::as_str);
                match versions.get(tag).and_then(Json::as_str) {
                    Some(known) if known == text => Ok(()),
                    _ => self.set(&[key, tag], text.into(), text),
                }
            }
            (Some(Json::Object(versions)), None) => {
                // It is not said which of them it contradicts, so not even a wish replaces one.
                let known: Vec<&str> = versions.values().filter_map(Json::as_str).collect();
                if !known.contains(&text) {
                    self.conflict(key, known.join(" / "), text);
                }
                Ok(())
            }
            (Some(Json::String(known)), _) if known == text => Ok(()),
            (Some(Json::String(known)), Some(lang))
                if lang::guess(&known).primary() != lang.primary() =>
            {
                let guess = lang::guess(&known);
                let both = [(guess.tag(), known.into()), (lang.tag(), Value::from(text))];
                self.edits.set(key, Value::table(both))?;
                self.added(format!("{key}.{lang}"));
                Ok(())
            }
            // In a table, though there is only one: readers of others are told its language.
            (None, Some(lang)) => {
                self.set(&[key], Value::table([(lang.tag(), Value::from(text))]), text)
            }
            _ => self.set(&[key], text.into(), text),
        }
    }

    fn same_as(&mut self, addresses: &[String]) -> Result<(), EditError> {
        for address in addresses {
            // Asked anew each time: two of the addresses may be one.
            let known = self.edits.listed("same_as")?;
            if !known.iter().any(|known| normal(known) == normal(address)) {
                self.add("same_as", address.as_str().into())?;
            }
        }
        Ok(())
    }

    fn fact(&mut self, fact: &Fact, stated: &Stated) -> Result<(), EditError> {
        let key = fact.key.as_ref();
        let value = stated.value.as_str();
        // Words come language by language.
        if fact.value == FactType::Words && !fact.is_list {
            return self.version(key, value, stated.lang.as_ref());
        }

        let is_known = match self.edits.value_at(&[key]) {
            Some(Json::Array(items)) if fact.is_list => {
                items.iter().any(|item| is_same(fact.value, item, value))
            }
            Some(known) => is_same(fact.value, &known, value),
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
        if fact.is_list { self.add(key, written) } else { self.set(&[key], written, value) }
    }

    fn role(&mut self, role: &Role) -> Result<(), EditError> {
        if let Some(Json::Array(known)) = self.edits.value_at(&["roles"])
            && known.iter().any(|known| says_role(known, role))
        {
            return Ok(());
        }

        let item = Value::fields([
            ("role", Some(role.role.as_str().into())),
            ("organization", role.organization.as_deref().map(Value::from)),
            ("from", role.from.map(Value::from)),
            ("until", role.until.map(Value::from)),
        ]);
        self.add("roles", item)
    }
}

/// Whether an entry of `roles` says of a role what the record says, no more and no less.
fn says_role(known: &Json, role: &Role) -> bool {
    let says = |key: &str, value: Option<&str>| known.get(key).and_then(Json::as_str) == value;
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    says("role", Some(&role.role))
        && says("organization", role.organization.as_deref())
        && says("from", day(role.from).as_deref())
        && says("until", day(role.until).as_deref())
}

/// Whether two statements of a fact agree: dates of which one says less than the other, points that
/// are near each other.
pub(super) fn is_same(of: FactType, known: &Json, value: &str) -> bool {
    if of == FactType::Point {
        return distance(known, value).is_some_and(|distance| distance <= NEAR);
    }

    let says_more = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
    };
    known.as_str().is_some_and(|known| {
        known == value
            || of == FactType::Date && (says_more(known, value) || says_more(value, known))
    })
}

/// Kilometres between the file’s point, a list of two numbers, and a record’s, which is a text.
pub(super) fn distance(known: &Json, value: &str) -> Option<f64> {
    let known = known.as_array()?.iter().filter_map(Json::as_str);
    let (known, value) = (Point::read(known)?, Point::read(value.split(' '))?);
    Some(known.kilometres_to(&value))
}

/// A point on the globe, in degrees.
struct Point {
    lon: f64,
    lat: f64,
}

impl Point {
    /// The point of two numbers; what is no number is passed over.
    fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Self> {
        let numbers: Vec<f64> = texts.filter_map(|degrees| degrees.parse().ok()).collect();
        match numbers.as_slice() {
            &[lon, lat] => Some(Point { lon, lat }),
            _ => None,
        }
    }

    /// The distance on a sphere of the Earth's mean radius, by haversines; good to half a percent.
    fn kilometres_to(&self, other: &Point) -> f64 {
        const RADIUS: f64 = 6371.0;

        let haversine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let chord = haversine(other.lat - self.lat)
            + self.lat.to_radians().cos()
                * other.lat.to_radians().cos()
                * haversine(other.lon - self.lon);
        2.0 * RADIUS * chord.sqrt().min(1.0).asin()
    }
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
