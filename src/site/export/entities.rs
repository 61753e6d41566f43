//! Entities → `entities.json`: what their files state, where their pages are and how often they are
//! named; sorted by id, one a line.
//!
//! **Invariant:** keys are those of the entity files, in a fixed order; facts that were not stated
//! are left out, `aliases` and `same_as` never are.
//! **Invariant:** texts that people read are objects by language tag, with `und` for a text that
//! serves every language. Counts are those of the edition of the default language: every speech
//! once, labels left out of `n_mentions`.

use super::{Exporter, Files, Kept, number, whole, written_extra};
use crate::base::date::Date;
use crate::base::words::Words;
use crate::reading::corpus::{Alias, Entity, EntityId, FactValue, Role};
use crate::reading::graph::{Graph, Route};
use crate::reading::kinds::{Kind, facts};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// `entities.json`.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "entities",
    summary: "every entity as JSON: names, aliases, identifiers elsewhere, facts, pages, counts",
    absolute: false,
    by_default: true,
    kept: Some(Kept {
        label: "JSON",
        media_type: "application/json",
        n_rows: Some(|graph| graph.corpus.entities.len()),
    }),
    files: Files::Content(|graph| whole(graph, "entities.json", json)),
};

#[derive(Serialize)]
struct EntityRecord<'g> {
    id: &'g str,
    kind: &'g str,
    name: ByLanguage<'g>,
    aliases: Vec<AliasRecord<'g>>,
    same_as: Vec<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<ByLanguage<'g>>,
    #[serde(flatten)]
    facts: StatedFacts<'g>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<&'g Value>,
    paths: Paths<'g>,
    n_mentions: usize,
    n_speeches: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Day>,
}

/// Facts by their keys, in the order of the kind's registry. `same_as` has its place before them,
/// where it is written even if it is empty.
struct StatedFacts<'g> {
    kind: &'g Kind,
    entity: &'g Entity,
}

impl Serialize for StatedFacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for fact in &self.kind.facts {
            let values = self.entity.facts.of(fact);
            if fact.key == facts::SAME_AS.key {
                continue;
            }
            match values {
                [] => {}
                [only] if !fact.is_list => map.serialize_entry(&fact.key, &ValueRecord(only))?,
                all => {
                    let all: Vec<ValueRecord<'_>> = all.iter().map(ValueRecord).collect();
                    map.serialize_entry(&fact.key, &all)?;
                }
            }
        }
        map.end()
    }
}

struct ValueRecord<'g>(&'g FactValue);

impl Serialize for ValueRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            FactValue::Date(date) => Day(*date).serialize(serializer),
            FactValue::Text(text) | FactValue::Link(text) => text.serialize(serializer),
            FactValue::Number(written) => number(written).serialize(serializer),
            FactValue::Words(words) => ByLanguage(words).serialize(serializer),
            FactValue::Reference(reference) => reference.id.serialize(serializer),
            FactValue::Point(point) => point.degrees().serialize(serializer),
            FactValue::Role(held) => role(held).serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct AliasRecord<'g> {
    name: &'g str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    forms: &'g [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
    /// Whether it is looked for in texts; written where it is not.
    #[serde(skip_serializing_if = "Clone::clone")]
    auto: bool,
}

#[derive(Serialize)]
struct RoleRecord<'g> {
    role: ByLanguage<'g>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
}

/// A date as ISO 8601.
struct Day(Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A text as an object by language tag, in the order in which it is written.
struct ByLanguage<'g>(&'g Words);

impl Serialize for ByLanguage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0.versions().map(|(lang, text)| (lang.map_or("und", |lang| lang.tag()), text)),
        )
    }
}

/// Paths of pages from the root of the site, by interface language.
struct Paths<'g>(Vec<(&'g str, Route)>);

impl Serialize for Paths<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(tag, route)| (tag, route.path())))
    }
}

fn json(graph: &Graph) -> Vec<u8> {
    let mut bytes = b"[".to_vec();
    for (id, entity) in graph.corpus.entities() {
        bytes.extend_from_slice(if id.0 == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut bytes, &record(graph, id, entity))
            .expect("writing strings and numbers to memory does not fail");
    }
    bytes.extend_from_slice(b"\n]\n");
    bytes
}

fn record<'g>(graph: &'g Graph, id: EntityId, entity: &'g Entity) -> EntityRecord<'g> {
    let tally = graph.edition(0).tallies[id.0 as usize];
    let languages = graph.config.languages.iter().enumerate();
    EntityRecord {
        id: &entity.id,
        kind: &graph.config.kinds.kind(entity.kind).singular,
        name: ByLanguage(&entity.name),
        aliases: entity.aliases.iter().map(alias).collect(),
        same_as: entity.same_as().collect(),
        description: entity.description.as_ref().map(ByLanguage),
        facts: StatedFacts { kind: graph.config.kinds.kind(entity.kind), entity },
        extra: written_extra(&entity.extra),
        paths: Paths(
            languages.map(|(lang, of)| (of.tag(), graph.entity_route(lang, id))).collect(),
        ),
        n_mentions: tally.n_mentions,
        n_speeches: tally.n_speeches,
        first: tally.first_day().map(Day),
        last: tally.last_day().map(Day),
    }
}

fn alias(alias: &Alias) -> AliasRecord<'_> {
    AliasRecord {
        name: &alias.text,
        forms: &alias.forms,
        from: alias.from.map(Day),
        until: alias.until.map(Day),
        auto: alias.auto,
    }
}

fn role(role: &Role) -> RoleRecord<'_> {
    RoleRecord {
        role: ByLanguage(&role.role),
        organization: role.organization.as_ref().map(|organization| organization.id.as_str()),
        from: role.from.map(Day),
        until: role.until.map(Day),
    }
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;

    #[test]
    fn an_entity_states_what_its_file_does_and_how_often_it_is_named() {
        let text =
            String::from_utf8(fixture::single(fixture::graph(), "entities").unwrap()).unwrap();
        let beijing = "{\"id\":\"beijing\",\"kind\":\"place\",\"name\":{\"en\":\"Beijing\",\"zh\":\"北京\"},\"aliases\":[{\"name\":\"Beijing\"},{\"name\":\"北京\"},\
            {\"name\":\"Peking\",\"until\":\"1979\"},{\"name\":\"BJ\",\"auto\":false}],\"same_as\":[\"https://www.wikidata.org/wiki/Q956\"],\
            \"coordinates\":[116.4074,39.904211],\"country\":{\"und\":\"CN\"},\
            \"paths\":{\"en\":\"places/beijing.html\",\"zh\":\"zh/places/beijing.html\"},\
            \"n_mentions\":3,\"n_speeches\":3,\"first\":\"2023-05\",\"last\":\"2024-03-07\"}";
        assert!(text.lines().any(|line| line.trim_end_matches(',') == beijing), "{text}");
    }

    #[test]
    fn the_list_is_json_sorted_by_id_even_when_empty() {
        let list: Vec<serde_json::Value> =
            serde_json::from_slice(&fixture::single(fixture::graph(), "entities").unwrap())
                .unwrap();
        let ids: Vec<&str> = list.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["beijing", "belt-and-road", "nobody", "wang-yi"]);
        assert_eq!(fixture::single(&fixture::empty_graph(), "entities").unwrap(), b"[\n]\n");
    }
}
