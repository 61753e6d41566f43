//! Whom and what texts name: lists of people, places and organizations, and taxonomies of the rest.

use super::entity_id;
use super::header::when;
use crate::reading::corpus::{Entity, EntityId, FactValue};
use crate::reading::graph::Graph;
use crate::reading::kinds::facts;
use crate::site::export::own::Records;
use crate::site::export::xml::Xml;
use std::collections::BTreeMap;

/// In which list of TEI an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    People,
    Places,
    Organizations,
    /// A taxonomy: plans, events, treaties are concepts to TEI.
    Concepts,
}

impl List {
    pub(super) fn of(graph: &Graph, id: EntityId) -> Self {
        let kind = graph.config.kinds.kind(graph.corpus.entity(id).kind);
        match kind.schema_type {
            "Person" => List::People,
            "Place" => List::Places,
            "Organization" => List::Organizations,
            _ if kind.personal => List::People,
            _ => List::Concepts,
        }
    }

    /// The element of a name in a text.
    pub(super) fn name(self) -> &'static str {
        match self {
            List::People => "persName",
            List::Places => "placeName",
            List::Organizations => "orgName",
            List::Concepts => "rs",
        }
    }
}

/// The lists beside a text.
pub(super) fn stand_off(xml: &mut Xml, graph: &Graph, records: &Records, entities: &[EntityId]) {
    let is_listed = |id: &&EntityId| List::of(graph, **id) != List::Concepts;
    if !entities.iter().any(|id| is_listed(&id)) {
        return;
    }
    xml.open("standOff", &[]);
    lists(xml, graph, records, entities, &[List::People, List::Places, List::Organizations]);
    xml.close("standOff");
}

/// The lists in the header of the corpus.
pub(super) fn participants(xml: &mut Xml, graph: &Graph, records: &Records, entities: &[EntityId]) {
    if of(graph, entities, List::Places).next().is_some() {
        xml.open("settingDesc", &[]);
        lists(xml, graph, records, entities, &[List::Places]);
        xml.close("settingDesc");
    }
    let mut others = entities.iter().map(|id| List::of(graph, *id));
    if others.any(|list| matches!(list, List::People | List::Organizations)) {
        xml.open("particDesc", &[]);
        lists(xml, graph, records, entities, &[List::Organizations, List::People]);
        xml.close("particDesc");
    }
}

/// What is in none of these lists, a taxonomy a kind.
pub(super) fn taxonomies(xml: &mut Xml, graph: &Graph, entities: &[EntityId]) {
    let mut kinds: BTreeMap<_, Vec<EntityId>> = BTreeMap::new();
    for id in of(graph, entities, List::Concepts) {
        kinds.entry(graph.corpus.entity(id).kind).or_default().push(id);
    }
    for (kind, concepts) in kinds {
        let word = &graph.config.kinds.kind(kind).singular;
        xml.open("taxonomy", &[("xml:id", &crate::site::export::xml::xml_id("kind", word))]);
        xml.text("desc", &[], word);
        for id in concepts {
            let entity = graph.corpus.entity(id);
            xml.open("category", &[("xml:id", &entity_id(graph, id))]);
            for (lang, name) in entity.name.versions() {
                match lang {
                    Some(lang) => xml.text("gloss", &[("xml:lang", lang.tag())], name),
                    None => xml.text("gloss", &[], name),
                }
            }
            for address in entity.same_as() {
                // Parla-CLARIN has no `equiv` here.
                xml.open("desc", &[]);
                xml.text("ref", &[("target", address)], address);
                xml.close("desc");
            }
            xml.close("category");
        }
        xml.close("taxonomy");
    }
}

fn of<'e>(
    graph: &'e Graph,
    entities: &'e [EntityId],
    list: List,
) -> impl Iterator<Item = EntityId> + 'e {
    entities.iter().copied().filter(move |id| List::of(graph, *id) == list)
}

fn lists(xml: &mut Xml, graph: &Graph, records: &Records, entities: &[EntityId], which: &[List]) {
    let item = |xml: &mut Xml, id| match List::of(graph, id) {
        List::People => person(xml, graph, id),
        List::Places => place(xml, graph, id),
        List::Organizations => organization(xml, graph, id),
        List::Concepts => {}
    };
    for list in which {
        let name = match list {
            List::People => "listPerson",
            List::Places => "listPlace",
            List::Organizations => "listOrg",
            List::Concepts => continue,
        };
        let mut members = of(graph, entities, *list).peekable();
        if members.peek().is_none() {
            continue;
        }
        xml.open(name, &[]);
        members.for_each(|id| xml.ready(records.listed(graph, id, item)));
        xml.close(name);
    }
}

fn person(xml: &mut Xml, graph: &Graph, id: EntityId) {
    let entity = graph.corpus.entity(id);
    xml.open("person", &[("xml:id", &entity_id(graph, id))]);
    names(xml, entity, "persName");
    for (element, fact) in [("birth", &facts::BORN), ("death", &facts::DIED)] {
        if let [FactValue::Date(date), ..] = entity.facts.of(fact) {
            xml.empty(element, &[("when", &when(*date))]);
        }
    }
    for role in entity.roles() {
        let mut attributes: Vec<(&str, String)> = Vec::new();
        let body = role.organization.as_ref();
        if let Some(body) = graph.entity_named(body) {
            attributes.push(("ref", crate::site::export::url(graph, &graph.entity_route(0, body))));
        }
        if let Some(from) = role.from {
            attributes.push(("from", when(from)));
        }
        if let Some(until) = role.until {
            attributes.push(("to", when(until)));
        }
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
        xml.open("affiliation", &attributes);
        for (lang, text) in role.role.versions() {
            match lang {
                Some(lang) => xml.text("roleName", &[("xml:lang", lang.tag())], text),
                None => xml.text("roleName", &[], text),
            }
        }
        if let Some(body) = body {
            let name = graph
                .entity_named(Some(body))
                .map(|id| graph.corpus.entity(id).name.text(graph.config.default_language()));
            xml.text("orgName", &[], name.unwrap_or(&body.id));
        }
        xml.close("affiliation");
    }
    identifiers(xml, entity);
    xml.close("person");
}

fn place(xml: &mut Xml, graph: &Graph, id: EntityId) {
    let entity = graph.corpus.entity(id);
    xml.open("place", &[("xml:id", &entity_id(graph, id))]);
    names(xml, entity, "placeName");
    if let [FactValue::Words(country), ..] = entity.facts.of(&facts::COUNTRY) {
        xml.text("country", &[], country.text(graph.config.default_language()));
    }
    if let Some(point) = entity.coordinates() {
        let [longitude, latitude] = point.degrees();
        xml.open("location", &[]);
        xml.text("geo", &[], &format!("{latitude} {longitude}"));
        xml.close("location");
    }
    identifiers(xml, entity);
    xml.close("place");
}

fn organization(xml: &mut Xml, graph: &Graph, id: EntityId) {
    let entity = graph.corpus.entity(id);
    xml.open("org", &[("xml:id", &entity_id(graph, id))]);
    names(xml, entity, "orgName");
    identifiers(xml, entity);
    xml.close("org");
}

/// Every name, with its language where it says one; others are aliases.
fn names(xml: &mut Xml, entity: &Entity, element: &str) {
    for alias in &entity.aliases {
        let mut own = entity.name.versions();
        match own.find(|(_, name)| *name == alias.text) {
            Some((Some(lang), name)) => xml.text(element, &[("xml:lang", lang.tag())], name),
            Some((None, name)) => xml.text(element, &[], name),
            None => xml.text(element, &[("type", "alias")], &alias.text),
        }
    }
}

fn identifiers(xml: &mut Xml, entity: &Entity) {
    for address in entity.same_as() {
        xml.text("idno", &[("type", "URI")], address);
    }
}
