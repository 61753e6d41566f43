//! What is the same in all documents of a format: what they say of entities, and how they lead to them.

use super::Document;
use crate::reading::corpus::{Entity, EntityId, FactValue};
use crate::reading::graph::Graph;
use crate::site::export::xml::{Xml, escaped, xml_id};
use std::sync::OnceLock;

/// What is the same in all documents of a format, made once.
#[derive(Debug, Default)]
pub(in crate::site::export) struct Records {
    /// What documents say of each entity, as it stands in them; none of those that name another entity,
    /// which is not in every document.
    says: OnceLock<Vec<Option<String>>>,
    references: OnceLock<Vec<String>>,
    /// What the lists of a document have of each.
    listed: OnceLock<Vec<String>>,
}

impl Records {
    pub(super) fn of(&self, graph: &Graph, id: EntityId) -> Option<&str> {
        let document = Document { graph, entities: &[] };
        let record = |(id, entity): (EntityId, &Entity)| {
            let is_the_same = !names_another(graph, entity);
            is_the_same.then(|| escaped(&document.record(id)))
        };
        let all = self.says.get_or_init(|| graph.corpus.entities().map(record).collect());
        all[id.0 as usize].as_deref()
    }

    /// The attribute that leads to an entity: `#person.ines`.
    pub(in crate::site::export) fn reference(&self, graph: &Graph, id: EntityId) -> &str {
        let reference = |(id, _)| format!("#{}", entity_id(graph, id));
        let all = self.references.get_or_init(|| graph.corpus.entities().map(reference).collect());
        &all[id.0 as usize]
    }

    /// An entity in a list, as `write` writes it.
    pub(in crate::site::export) fn listed(
        &self,
        graph: &Graph,
        id: EntityId,
        write: impl Fn(&mut Xml, EntityId),
    ) -> &str {
        let listed = |(id, _)| {
            let mut xml = Xml::part();
            write(&mut xml, id);
            xml.into_text()
        };
        let all = self.listed.get_or_init(|| graph.corpus.entities().map(listed).collect());
        &all[id.0 as usize]
    }
}

/// The id of an entity in a document, which is the same in every one.
pub(in crate::site::export) fn entity_id(graph: &Graph, id: EntityId) -> String {
    let entity = graph.corpus.entity(id);
    xml_id(&graph.config.kinds.kind(entity.kind).singular, &entity.id)
}

/// Whether the facts of an entity name another.
fn names_another(graph: &Graph, entity: &Entity) -> bool {
    let facts = &graph.config.kinds.kind(entity.kind).facts;
    facts.iter().flat_map(|fact| entity.facts.of(fact)).any(|value| match value {
        FactValue::Reference(_) => true,
        FactValue::Role(role) => role.organization.is_some(),
        _ => false,
    })
}
