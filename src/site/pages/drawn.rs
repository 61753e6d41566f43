//! What pages show as pictures, each with the rows that stand beside it as text.

use super::common::Desk;
use super::entity::Beside;
use super::json_ld::degrees;
use super::kwic;
use super::views::{CalendarView, ChartRow, ChartView, MapPlace, MapView, RefView};
use crate::base::date::Date;
use crate::reading::corpus::EntityId;
use crate::reading::graph::{Graph, ListFacet, Route};
use crate::reading::kinds::{Fact, KindId};
use crate::site::pictures::{self, Bar, Edge, Name, Neighbourhood, Node, Place, Span, Year};
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

impl Desk<'_> {
    /// Counts by year where they span more than three years or lack months, else by month; none with fewer than two periods.
    ///
    /// `href` says where those of a period (`2024`, `2024-03`) are listed.
    pub(super) fn chart(
        &self,
        label: &str,
        counts: impl Iterator<Item = (Date, usize)>,
        href: impl Fn(&str) -> Option<String>,
    ) -> Option<ChartView> {
        let counts: Vec<(Date, usize)> = counts.collect();
        let (first, last) = (
            counts.iter().map(|(date, _)| *date).min()?,
            counts.iter().map(|(date, _)| *date).max()?,
        );
        let by_month =
            last.year() - first.year() < 3 && counts.iter().all(|(date, _)| date.month().is_some());
        let mut sums: BTreeMap<i32, usize> = BTreeMap::new();
        let slot = |date: Date| {
            if by_month {
                i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) - 1
            } else {
                i32::from(date.year())
            }
        };
        for (date, count) in &counts {
            *sums.entry(slot(*date)).or_default() += count;
        }
        let period = |slot: i32| {
            if by_month {
                format!("{:04}-{:02}", slot / 12, slot % 12 + 1)
            } else {
                format!("{slot:04}")
            }
        };
        let row = |slot: i32| {
            let period = period(slot);
            let text = Date::parse(&period)
                .map_or_else(|| period.clone(), |date| date.text(self.language()));
            let count = sums.get(&slot).copied().unwrap_or(0);
            ChartRow { href: (count > 0).then(|| href(&period)).flatten(), period, text, count }
        };
        let rows: Vec<ChartRow> = (slot(first)..=slot(last)).map(row).collect();
        let peak = rows.iter().rev().max_by_key(|row| row.count)?.clone();
        let bars: Vec<Bar<'_>> = rows
            .iter()
            .map(|row| Bar { period: &row.period, count: row.count, href: row.href.as_deref() })
            .collect();
        let svg_html = if rows.len() > 1 { pictures::bars(label, &bars) } else { String::new() };
        (rows.len() > 1).then_some(ChartView {
            svg_html,
            unit: if by_month { "month" } else { "year" },
            rows,
            peak,
        })
    }

    /// Where an entity is, and the places named beside it: itself first, then what is part of it, then the others by how often.
    pub(super) fn entity_map(&self, id: EntityId, beside: &[Beside]) -> Option<MapView> {
        let entity = self.graph.corpus.entity(id);
        let parts = self.graph.parts_of(&entity.id).iter().map(|part| (*part, self.tally(*part)));
        let own = [(id, self.tally(id))].into_iter().chain(parts);
        let is_place = entity.coordinates.is_some();
        let others =
            beside.iter().map(|other| (other.entity, other.paragraphs)).filter(|_| !is_place);
        // One place beside something that is none says little.
        if !is_place
            && beside
                .iter()
                .filter(|other| self.graph.corpus.entity(other.entity).coordinates.is_some())
                .count()
                < 2
        {
            return None;
        }
        let is_located =
            |(id, _): &(EntityId, usize)| self.graph.corpus.entity(*id).coordinates.is_some();
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
            self.graph.corpus.entity(*id).coordinates.map(|at| (*id, at, *count))
        };
        let located: Vec<(EntityId, (i32, i32), usize)> =
            places.iter().filter_map(located).collect();
        if located.is_empty() {
            return None;
        }
        let entities: Vec<RefView> = located.iter().map(|(id, ..)| self.reference(*id)).collect();
        let place =
            |(entity, (_, (lon, lat), count)): (&'_ RefView, &(EntityId, (i32, i32), usize))| {
                (
                    entity.name.clone(),
                    entity.name_lang.clone(),
                    entity.href.clone(),
                    degrees(*lon),
                    degrees(*lat),
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
        let entry = |(entity, (_, _, count)): (RefView, (EntityId, (i32, i32), usize))| MapPlace {
            entity,
            count,
        };
        Some(MapView { svg_html, places: entities.into_iter().zip(located).map(entry).collect() })
    }

    /// An entity among those named beside it, and which of these are named together; none with fewer than three.
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

    /// A kind as a picture: a map where its entities have coordinates, a timeline where they have a beginning; the rows are the index itself.
    pub(super) fn kind_picture(&self, kind: KindId) -> (Option<MapView>, String) {
        let ranked = &self.pages.ranked[self.lang][usize::from(kind.0)];
        let facts = self.graph.config.kinds.kind(kind).facts;
        let counted: Vec<(EntityId, usize)> = ranked
            .iter()
            .map(|id| (*id, self.tally(*id)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let label = self.kind(kind).label;
        let located: Vec<(EntityId, usize)> = counted
            .iter()
            .copied()
            .filter(|(id, _)| self.graph.corpus.entity(*id).coordinates.is_some())
            .take(ALL_PLACES)
            .collect();
        if !located.is_empty() && facts.contains(&Fact::Coordinates) {
            return (self.map(&label, &located, WIDE_MAP), String::new());
        }
        let has_start =
            counted.iter().any(|(id, _)| self.graph.corpus.entity(*id).started.is_some());
        (
            None,
            if has_start && facts.contains(&Fact::Started) {
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
            rows.push((self.reference(*id), self.graph.corpus.entity(*id).started, mentions));
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

    /// An entity's mentions by year, over all years of the site.
    pub(super) fn spark(&self, id: EntityId) -> String {
        let versions = &self.graph.edition(self.lang).versions;
        let year = |speech| self.graph.corpus.speech(speech).date.year();
        let (Some(last), Some(first)) =
            (versions.first().map(|id| year(*id)), versions.last().map(|id| year(*id)))
        else {
            return String::new();
        };
        let mut counts = vec![0; usize::try_from(last - first).unwrap_or_default() + 1];
        for (speech, mentions) in kwic::by_speech(self.graph, self.lang, id) {
            counts[usize::try_from(year(speech) - first).unwrap_or_default()] += mentions.len();
        }
        if counts.len() > 1 { pictures::sparkline(&counts) } else { String::new() }
    }

    /// Speeches by month, a row a year, newest first; none for fewer than two years.
    pub(super) fn calendar(&self) -> Option<CalendarView> {
        let mut years: BTreeMap<i16, [usize; 12]> = BTreeMap::new();
        for version in &self.graph.edition(self.lang).versions {
            let date = self.graph.corpus.speech(*version).date;
            if let Some(month) = date.month() {
                years.entry(date.year()).or_default()[usize::from(month) - 1] += 1;
            }
        }
        if years.len() < 2 {
            return None;
        }
        let names: Vec<&str> = self
            .strings
            .text("months")
            .split_whitespace()
            .chain(std::iter::repeat(""))
            .take(12)
            .collect();
        let months: [&str; 12] = std::array::from_fn(|month| names[month]);
        let hrefs: BTreeMap<i16, String> =
            years.keys().filter_map(|year| Some((*year, self.year_href(*year)?))).collect();
        let rows: Vec<Year<'_>> = years
            .iter()
            .rev()
            .map(|(year, months)| Year {
                year: *year,
                months: *months,
                href: hrefs.get(year).map(String::as_str),
            })
            .collect();
        Some(CalendarView {
            svg_html: pictures::heat(self.strings.text("calendar"), &months, &rows),
        })
    }

    /// The list of speeches of a year, where the theme has it.
    pub(super) fn year_href(&self, year: i16) -> Option<String> {
        let facet = ListFacet::Year(year);
        let has_list = self.pages.shelves[self.lang].contains_key(&facet)
            && self.graph.has_pages("speeches.html");
        has_list.then(|| self.href(&self.graph.list_route(self.lang, &facet, 1)))
    }

    fn tally(&self, id: EntityId) -> usize {
        self.graph.edition(self.lang).tallies[id.0 as usize].n_mentions
    }

    fn name(&self, id: EntityId) -> &str {
        self.graph.corpus.entity(id).name.text(self.language())
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

/// The pairs of `shown` that share the most paragraphs; `together` has the entities of each paragraph.
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
