//! What pages show as pictures, each with the rows that stand beside it as text.

use super::context::PageContext;
use super::entity::Beside;
use super::kwic;
use super::views::{MapPlace, MapView, RefView};
use crate::base::date::Date;
use crate::reading::corpus::{EntityId, Point};
use crate::reading::graph::{Graph, Route};
use crate::reading::kinds::{KindId, facts};
use crate::site::pictures::{self, Edge, Name, Neighbourhood, Node, Place, Span};
use std::collections::BTreeMap;

/// Width of the map of one entity: about the px that it has on the page.
const MAP_WIDTH: u16 = 400;
/// Width of the map of all places.
const WIDE_MAP: u16 = 680;
/// Places on the map of one entity.
const MAP_PLACES: usize = 20;
/// Places on the map of all places, most mentioned first: more cannot be told apart.
const ALL_PLACES: usize = 100;
/// Entities around one.
const NEIGHBOURS: usize = 24;
/// Lines among the entities around one: more are a grey weave.
const EDGES: usize = 30;
/// Rows of a timeline: more are no picture.
const TIMELINE_ROWS: usize = 60;

/// An entity, when it began, and when it is mentioned how often.
type TimelineRow = (RefView, Option<Date>, Vec<(Date, usize)>);

/// The file of which each map shows a window.
#[must_use]
pub(crate) fn land_route(graph: &Graph) -> Route {
    graph.file_route("assets/land.svg")
}

impl PageContext<'_> {
    /// Where an entity is, and the places named beside it: itself first, then what is part of it,
    /// then the others by how often.
    pub(super) fn entity_map(&self, id: EntityId, beside: &[Beside]) -> Option<MapView> {
        let entity = self.graph.corpus.entity(id);
        let parts = self.graph.parts_of(&entity.id).iter().map(|part| (*part, self.tally(*part)));
        let own = [(id, self.tally(id))].into_iter().chain(parts);
        let is_place = entity.coordinates().is_some();
        let others =
            beside.iter().map(|other| (other.entity, other.paragraphs)).filter(|_| !is_place);
        // One place beside something that is none says little.
        if !is_place
            && beside
                .iter()
                .filter(|other| self.graph.corpus.entity(other.entity).coordinates().is_some())
                .count()
                < 2
        {
            return None;
        }
        let is_located =
            |(id, _): &(EntityId, usize)| self.graph.corpus.entity(*id).coordinates().is_some();
        let places: Vec<(EntityId, usize)> =
            own.chain(others).filter(is_located).take(MAP_PLACES).collect();
        self.map(
            &format!("{}{}{}", self.strings.text("map"), self.strings.text("colon"), self.name(id)),
            &places,
            MAP_WIDTH,
        )
    }

    fn map(&self, label: &str, places: &[(EntityId, usize)], width: u16) -> Option<MapView> {
        let located = |(id, count): &(EntityId, usize)| {
            self.graph.corpus.entity(*id).coordinates().map(|at| (*id, at, *count))
        };
        let located: Vec<(EntityId, Point, usize)> = places.iter().filter_map(located).collect();
        if located.is_empty() {
            return None;
        }
        let entities: Vec<RefView> = located.iter().map(|(id, ..)| self.reference(*id)).collect();
        let place = |(entity, (_, point, count)): (&'_ RefView, &(EntityId, Point, usize))| {
            let [longitude, latitude] = point.degrees();
            (
                entity.name.clone(),
                entity.name_lang.clone(),
                entity.href.clone(),
                longitude,
                latitude,
                *count,
            )
        };
        let owned: Vec<_> = entities.iter().zip(&located).map(place).collect();
        let places: Vec<Place<'_>> = owned
            .iter()
            .map(|(text, lang, href, lon, lat, count)| Place {
                name: Name { text, lang: lang.as_deref() },
                lon: *lon,
                lat: *lat,
                count: *count,
                href: Some(href),
            })
            .collect();
        let land = self.href(&land_route(self.graph));
        let meridian = self.graph.config.meridian;
        let svg_html =
            pictures::map(&pictures::Map { label, land: &land, meridian, width, places: &places });
        let entry = |(entity, (_, _, count)): (RefView, (EntityId, Point, usize))| MapPlace {
            entity,
            count,
        };
        Some(MapView { svg_html, places: entities.into_iter().zip(located).map(entry).collect() })
    }

    /// An entity among those named beside it, and which of these are named together; none with
    /// fewer than three.
    pub(super) fn neighbourhood(
        &self,
        id: EntityId,
        beside: &[Beside],
        together: &[Vec<EntityId>],
    ) -> String {
        let shown = &beside[..beside.len().min(NEIGHBOURS)];
        if shown.len() < 3 {
            return String::new();
        }
        let center = self.reference(id);
        let entities: Vec<RefView> =
            shown.iter().map(|other| self.reference(other.entity)).collect();
        let node = |entity: &RefView, of: EntityId, weight: usize| {
            let mark = usize::from(self.graph.corpus.entity(of).kind.0);
            (entity.clone(), mark, weight)
        };
        let owned: Vec<_> = entities
            .iter()
            .zip(shown)
            .map(|(entity, other)| node(entity, other.entity, other.paragraphs))
            .collect();
        let nodes: Vec<Node<'_>> = owned
            .iter()
            .map(|(entity, mark, weight)| drawn_node(entity, *mark, *weight, true))
            .collect();
        let edges = edges(shown, together);
        let label = format!(
            "{}{}{}",
            self.strings.text("named_beside"),
            self.strings.text("colon"),
            center.name
        );
        let of = usize::from(self.graph.corpus.entity(id).kind.0);
        pictures::neighbourhood(&Neighbourhood {
            label: &label,
            center: drawn_node(&center, of, 0, false),
            nodes: &nodes,
            edges: &edges,
        })
    }

    /// A kind as a picture: a map where its entities have coordinates, a timeline where they have a
    /// beginning; the rows are the index itself.
    pub(super) fn kind_picture(&self, kind: KindId) -> (Option<MapView>, String) {
        let ranked = &self.pages.lists.ranked[self.lang][usize::from(kind.0)];
        let facts = &self.graph.config.kinds.kind(kind).facts;
        let counted: Vec<(EntityId, usize)> = ranked
            .iter()
            .map(|id| (*id, self.tally(*id)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let label = self.kind(kind).label;
        let located: Vec<(EntityId, usize)> = counted
            .iter()
            .copied()
            .filter(|(id, _)| self.graph.corpus.entity(*id).coordinates().is_some())
            .take(ALL_PLACES)
            .collect();
        if !located.is_empty() && facts.contains(&facts::COORDINATES) {
            return (self.map(&label, &located, WIDE_MAP), String::new());
        }
        let has_start =
            counted.iter().any(|(id, _)| self.graph.corpus.entity(*id).started().is_some());
        (
            None,
            if has_start && facts.contains(&facts::STARTED) {
                self.timeline(&label, &counted)
            } else {
                String::new()
            },
        )
    }

    fn timeline(&self, label: &str, counted: &[(EntityId, usize)]) -> String {
        let mut rows: Vec<TimelineRow> = Vec::new();
        for (id, _) in counted.iter().take(TIMELINE_ROWS) {
            let groups = kwic::by_speech(self.graph, self.lang, *id);
            let mentions = groups
                .iter()
                .map(|(speech, mentions)| (self.graph.corpus.speech(*speech).date, mentions.len()))
                .collect();
            rows.push((self.reference(*id), self.graph.corpus.entity(*id).started(), mentions));
        }
        let first = |(_, _, mentions): &TimelineRow| mentions.iter().map(|(date, _)| *date).min();
        rows.sort_by_key(|row| (first(row), row.1));
        let years =
            || rows.iter().flat_map(|(_, _, mentions)| mentions).map(|(date, _)| date.year());
        let (Some(from), Some(to)) = (years().min(), years().max()) else {
            return String::new();
        };
        let spans: Vec<Span<'_>> = rows
            .iter()
            .map(|(entity, started, mentions)| drawn_span(entity, *started, mentions))
            .collect();
        pictures::timeline(label, &spans, (from, to))
    }

    fn tally(&self, id: EntityId) -> usize {
        self.graph.edition(self.lang).tallies[id.0 as usize].n_mentions
    }
}

fn drawn_node(entity: &RefView, mark: usize, weight: usize, is_link: bool) -> Node<'_> {
    Node {
        name: Name { text: &entity.name, lang: entity.name_lang.as_deref() },
        kind: &entity.kind,
        mark,
        weight,
        href: is_link.then_some(entity.href.as_str()),
    }
}

fn drawn_span<'a>(
    entity: &'a RefView,
    started: Option<Date>,
    mentions: &'a [(Date, usize)],
) -> Span<'a> {
    let name = Name { text: &entity.name, lang: entity.name_lang.as_deref() };
    Span { name, kind: &entity.kind, href: Some(&entity.href), started, mentions }
}

/// The pairs of `shown` that share the most paragraphs; `together` has the entities of each
/// paragraph.
fn edges(shown: &[Beside], together: &[Vec<EntityId>]) -> Vec<Edge> {
    let places: BTreeMap<EntityId, usize> =
        shown.iter().enumerate().map(|(place, other)| (other.entity, place)).collect();
    let mut weights: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for paragraph in together {
        let here: Vec<usize> =
            paragraph.iter().filter_map(|entity| places.get(entity).copied()).collect();
        for (at, a) in here.iter().enumerate() {
            for b in &here[at + 1..] {
                *weights.entry((*a.min(b), *a.max(b))).or_default() += 1;
            }
        }
    }
    let mut edges: Vec<Edge> =
        weights.into_iter().map(|((a, b), weight)| Edge { a, b, weight }).collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.weight), edge.a, edge.b));
    edges.truncate(EDGES);
    edges
}
