//! A site and an id → every place where a file names the entity.
//!
//! **Invariant:** places come from the parsed site; what is code, and what only looks like the id, is none.

use crate::base::decode::text_of;
use crate::base::diag::Diagnostics;
use crate::base::fields::{Node, Value, read_toml};
use crate::base::sources::{FileId, Sources};
use crate::reading::corpus::{Entity, EntityId, Reference, Speech};
use crate::reading::graph::{Destination, Graph, Link};
use crate::reading::parse::addresses;
use std::ops::Range;

/// Where decisions about names lie; in them an id stands under `entity`.
const DECISIONS: &str = "content/decisions.toml";

/// A place that names an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: FileId,
    pub(super) spot: Spot,
}

/// How it is named there; ranges are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// In a list of the front matter.
    Item { key: String, range: Range<usize> },
    /// As the value of a field of the front matter.
    Field { key: &'static str, range: Range<usize> },
    /// In a file of decisions.
    Decision { range: Range<usize> },
    /// As the id of an explicit mention; `link` is all of it.
    Mention { range: Option<Range<usize>>, link: Range<usize>, is_shown: bool },
    /// As the last part of the path of a link to its file.
    Link { range: Option<Range<usize>>, link: Range<usize> },
}

/// Every place that names `entity`, by file.
pub(super) fn places(sources: &Sources, graph: &Graph, entity: EntityId) -> Vec<Place> {
    let corpus = &graph.corpus;
    let id = &corpus.entity(entity).id;
    let mut finder = Finder { id, places: Vec::new() };
    corpus.speeches.iter().for_each(|speech| finder.speech(graph, speech));
    corpus.entities.iter().for_each(|entity| finder.entity(entity));
    finder.decisions(sources);
    let speeches = corpus.speeches.iter().map(|speech| speech.file);
    let files = speeches
        .chain(corpus.entities.iter().map(|entity| entity.file))
        .chain(corpus.about.iter().map(|page| page.file));
    for file in files {
        finder.body(sources, graph, entity, file);
    }
    finder.places
}

struct Finder<'f> {
    id: &'f str,
    places: Vec<Place>,
}

impl Finder<'_> {
    fn speech(&mut self, graph: &Graph, speech: &Speech) {
        for ((_, kind), list) in graph.config.kinds.iter().zip(&speech.lists) {
            list.iter().for_each(|listed| self.item(speech.file, &kind.key, &listed.entity));
        }
        self.field(speech.file, "speaker", speech.speaker.as_ref());
        self.field(speech.file, "location", speech.location.as_ref());
        for speaker in speech.speakers.iter().flatten() {
            self.field(speech.file, "speakers", speaker.person.as_ref());
            self.field(speech.file, "on_behalf_of", speaker.on_behalf_of.as_ref());
        }
    }

    fn entity(&mut self, entity: &Entity) {
        entity.related.iter().for_each(|related| self.item(entity.file, "related", related));
        self.field(entity.file, "part_of", entity.part_of.as_ref());
        self.field(entity.file, "proposed_by", entity.proposed_by.as_ref());
        entity
            .roles
            .iter()
            .for_each(|role| self.field(entity.file, "roles", role.organization.as_ref()));
    }

    fn item(&mut self, file: FileId, key: &str, reference: &Reference) {
        if reference.id == self.id {
            self.places.push(Place {
                file,
                spot: Spot::Item { key: key.to_owned(), range: reference.span.clone() },
            });
        }
    }

    fn field(&mut self, file: FileId, key: &'static str, reference: Option<&Reference>) {
        if let Some(reference) = reference.filter(|reference| reference.id == self.id) {
            self.places
                .push(Place { file, spot: Spot::Field { key, range: reference.span.clone() } });
        }
    }

    fn decisions(&mut self, sources: &Sources) {
        let Some(file) = sources.find(DECISIONS) else {
            return;
        };
        let mut diagnostics = Diagnostics::default();
        let Some(text) = text_of(sources, file, &mut diagnostics) else {
            return;
        };
        if let Some(root) = read_toml(file, text.text, text.offset, &mut diagnostics) {
            self.decided(file, &root);
        }
    }

    /// Ids under `entity` in a tree of decisions, which is as deep as its file is nested: the parser of TOML bounds that.
    fn decided(&mut self, file: FileId, node: &Node) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.decided(file, item)),
            Value::Map(entries) => {
                for (key, node) in entries {
                    match &node.value {
                        Value::Scalar(id) if key.name == "entity" && id == self.id => {
                            self.places.push(Place {
                                file,
                                spot: Spot::Decision { range: node.span.clone() },
                            });
                        }
                        _ => self.decided(file, node),
                    }
                }
            }
            Value::Null | Value::Scalar(_) => {}
        }
    }

    fn body(&mut self, sources: &Sources, graph: &Graph, entity: EntityId, file: FileId) {
        let source = sources.file(file);
        let Ok(text) = std::str::from_utf8(source.bytes()) else {
            return;
        };
        // A file that cannot name the entity need not be parsed again; an id can be written with escapes.
        if !text.contains(self.id) && !text.contains(".md") && !text.contains(['&', '\\']) {
            return;
        }
        for address in addresses(text) {
            let spot = if address.is_mention {
                (address.text == self.id).then(|| Spot::Mention {
                    range: address.range.clone(),
                    link: address.link.clone(),
                    is_shown: address.is_shown,
                })
            } else {
                let leads_here = matches!(graph.link(&source.path, &address.text), Link::Within(Destination::Entity(to), _) if *to == entity);
                let range =
                    address.range.clone().map(|range| last_part(&address.text, range.start));
                leads_here.then_some(Spot::Link { range, link: address.link.clone() })
            };
            self.places.extend(spot.map(|spot| Place { file, spot }));
        }
    }
}

/// The last part of the path in an address that stands at byte `start`.
fn last_part(address: &str, start: usize) -> Range<usize> {
    let end = address.find('#').unwrap_or(address.len());
    let begin = address[..end].rfind('/').map_or(0, |at| at + 1);
    start + begin..start + end
}
