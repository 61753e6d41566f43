//! What pages show as pictures, each with the rows that are beside it as text.

use super::company::Beside;
use super::context::PageContext;
use super::kwic;
use super::views::{MapPlace, MapView, RefView};
use crate::base::date::Date;
use crate::reading::corpus::{EntityId, Point};
use crate::reading::graph::{Graph, Route};
use crate::reading::kinds::{KindId, facts};
use crate::site::pictures::{self, Edge, Name, Neighbourhood, Node, Place, Span};
use std::collections::BTreeMap;
use std::iter;

/// Width of the map of one entity: about the px that it has on the page.
const MAP_WIDTH: u16 = 400;
/// Width of the map of all places, likewise.
const WIDE_MAP: u16 = 680;
/// Places with a number on a map: the list beside it stays as high as the map.
const MAP_PLACES: usize = 20;
/// Places on the map of all places, most mentioned first: more cannot be told apart.
const ALL_PLACES: usize = 100;
/// Entities around one: two columns, and each has a line of its own on a phone.
const NEIGHBOURS: usize = 24;
/// Lines among the entities around one: more are a grey weave.
const EDGES: usize = 30;
/// Rows of a timeline: more are no picture.
const TIMELINE_ROWS: usize = 60;

/// A place of a map, with the number that it is shown with.
struct Located {
    entity: RefView,
    point: Point,
    count: usize,
}

/// A row of a timeline.
struct Row {
    entity: RefView,
    started: Option<Date>,
    /// How often it is mentioned when, newest first.
    mentions: Vec<(Date, usize)>,
}

/// The file of which each map shows a window.
#[must_use]
pub(crate) fn land_route(graph: &Graph) -> Route {
    graph.file_route("assets/land.svg")
}

impl PageContext<'_> {
    /// Where an entity is, with what is part of it; where something that is no place is, by the
    /// places named beside it.
    pub(super) fn entity_map(&self, id: EntityId, beside: &[Beside]) -> Option<MapView> {
        let entity = self.graph.corpus.entity(id);
        let parts = self.graph.parts_of(&entity.id).iter().copied();
        let own = iter::once(id).chain(parts).map(|id| (id, self.tally(id)));
        let mut places: Vec<Located> = own.filter_map(|(id, n)| self.located(id, n)).collect();

        if entity.coordinates().is_none() {
            let others = beside.iter();
            let others = others.filter_map(|other| self.located(other.entity, other.paragraphs));
            let others: Vec<Located> = others.take(MAP_PLACES).collect();
            // One place beside something that is none says little.
            if others.len() < 2 {
                return None;
            }
            places.extend(others);
        }

        places.truncate(MAP_PLACES);
        let (map, colon) = (self.strings.text("map"), self.strings.text("colon"));
        self.map(&format!("{map}{colon}{}", self.name(id)), places, MAP_WIDTH)
    }

    fn located(&self, id: EntityId, count: usize) -> Option<Located> {
        let point = self.graph.corpus.entity(id).coordinates()?;
        Some(Located { entity: self.reference(id), point, count })
    }

    fn map(&self, label: &str, places: Vec<Located>, width: u16) -> Option<MapView> {
        if places.is_empty() {
            return None;
        }
        let mut drawn = Vec::with_capacity(places.len());
        for Located { entity, point, count } in &places {
            let [lon, lat] = point.degrees();
            let (name, href) = (drawn_name(entity), Some(entity.href.as_str()));
            drawn.push(Place { name, lon, lat, count: *count, href });
        }

        let land = self.href(&land_route(self.graph));
        let meridian = self.graph.config.meridian;
        let map = pictures::Map {
            label,
            land: &land,
            meridian,
            width,
            places: &drawn,
            n_numbered: MAP_PLACES,
        };
        let svg_html = pictures::map(&map);
        let entry = |Located { entity, count, .. }| MapPlace { entity, count };
        let listed = places.into_iter().take(MAP_PLACES);
        Some(MapView { svg_html, places: listed.map(entry).collect() })
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
        let mark_of = |id: EntityId| usize::from(self.graph.corpus.entity(id).kind.0);
        let center = self.reference(id);
        let entities: Vec<RefView> =
            shown.iter().map(|other| self.reference(other.entity)).collect();

        let mut nodes = Vec::with_capacity(shown.len());
        for (entity, other) in entities.iter().zip(shown) {
            nodes.push(Node {
                name: drawn_name(entity),
                kind: &entity.kind,
                mark: mark_of(other.entity),
                weight: other.paragraphs,
                href: Some(&entity.href),
            });
        }
        let (beside, colon) = (self.strings.text("named_beside"), self.strings.text("colon"));
        pictures::neighbourhood(&Neighbourhood {
            label: &format!("{beside}{colon}{}", center.name),
            center: Node {
                name: drawn_name(&center),
                kind: &center.kind,
                mark: mark_of(id),
                weight: 0,
                href: None,
            },
            nodes: &nodes,
            edges: &edges(shown, together),
        })
    }

    /// A kind as a picture: a map where its entities have coordinates, a timeline where they have a
    /// beginning; the rows are the index itself.
    pub(super) fn kind_picture(&self, kind: KindId) -> (Option<MapView>, String) {
        let facts = &self.graph.config.kinds.kind(kind).facts;
        let label = self.kind(kind).label;
        let ranked = &self.pages.lists.ranked[self.lang][usize::from(kind.0)];

        if facts.contains(&facts::COORDINATES) {
            let places = self.places_of_kind(ranked);
            if !places.is_empty() {
                return (self.map(&label, places, WIDE_MAP), String::new());
            }
        }
        let mut mentioned = ranked.clone();
        mentioned.retain(|id| self.tally(*id) > 0);
        let has_start = |id: &EntityId| self.graph.corpus.entity(*id).started().is_some();
        if facts.contains(&facts::STARTED) && mentioned.iter().any(has_start) {
            return (None, self.timeline(&label, &mentioned));
        }
        (None, String::new())
    }

    /// Where the entities of a kind are that some speech mentions or belongs to. An event at which
    /// something was said is somewhere, whether anybody names it or not; where none of a kind is
    /// named, speeches are counted.
    fn places_of_kind(&self, ranked: &[EntityId]) -> Vec<Located> {
        let is_named = ranked.iter().any(|id| self.tally(*id) > 0);
        let tallies = &self.graph.edition(self.lang).tallies;
        let mut places = Vec::new();
        for id in ranked {
            let tally = tallies[id.0 as usize];
            let count = if is_named { tally.n_mentions } else { tally.n_speeches };
            if tally.n_speeches > 0 {
                places.extend(self.located(*id, count));
            }
        }
        places.truncate(ALL_PLACES);
        places
    }

    fn timeline(&self, label: &str, entities: &[EntityId]) -> String {
        let mut rows = Vec::new();
        for id in entities.iter().take(TIMELINE_ROWS) {
            let mut mentions = Vec::new();
            for group in kwic::by_speech(self.graph, self.lang, *id) {
                let date = self.graph.corpus.speech(group.speech).date;
                if date.is_known() {
                    mentions.push((date, group.mentions.len()));
                }
            }
            let started = self.graph.corpus.entity(*id).started();
            rows.push(Row { entity: self.reference(*id), started, mentions });
        }
        let first = |row: &Row| row.mentions.iter().map(|(date, _)| *date).min();
        rows.sort_by_key(|row| (first(row), row.started));

        let dates = rows.iter().flat_map(|row| &row.mentions);
        let years: Vec<i16> = dates.map(|(date, _)| date.year()).collect();
        let (Some(from), Some(to)) = (years.iter().min(), years.iter().max()) else {
            return String::new();
        };
        let mut spans = Vec::with_capacity(rows.len());
        for Row { entity, started, mentions } in &rows {
            let (name, href) = (drawn_name(entity), Some(entity.href.as_str()));
            spans.push(Span { name, kind: &entity.kind, href, started: *started, mentions });
        }
        pictures::timeline(label, &spans, (*from, *to))
    }

    fn tally(&self, id: EntityId) -> usize {
        self.graph.edition(self.lang).tallies[id.0 as usize].n_mentions
    }
}

fn drawn_name(entity: &RefView) -> Name<'_> {
    Name { text: &entity.name, lang: entity.name_lang.as_deref() }
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
