//! The index of a kind, in each order that its names can be put in.
//!
//! **Invariant:** in an order by names, every name that has a place in it is entered: a bilingual name stands once in each script.

use super::common::Desk;
use super::views::{EntityRow, HeadingView, KindIndexView, OrderView, PageView, View};
use super::{ENTITIES_PER_PAGE, Pages};
use crate::base::collation::{Order, Script};
use crate::reading::corpus::{Entity, EntityId};
use crate::reading::graph::{Graph, IndexOrder, LangIndex};
use crate::reading::kinds::KindId;
use std::collections::BTreeMap;

/// A line of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    entity: EntityId,
    /// The name that it stands under, by its place among the versions of the entity's name.
    version: usize,
    /// Letter, number of strokes or year.
    heading: String,
}

/// The entries of every order but the one by mentions, by language, kind and order; orders without entries are left out.
pub(super) type Indexes = BTreeMap<(LangIndex, KindId, IndexOrder), Vec<Entry>>;

/// Orders the entities of every kind for readers of one language.
pub(super) fn add_indexes(
    graph: &Graph,
    lang: LangIndex,
    ranked: &[Vec<EntityId>],
    indexes: &mut Indexes,
) {
    let language = &graph.config.languages[lang];
    let scripts = [
        (IndexOrder::Name, Script::Alphabet),
        (IndexOrder::Pinyin, Script::Pinyin),
        (IndexOrder::Strokes, Script::Strokes),
    ];
    let scripts: Vec<(IndexOrder, Order)> =
        scripts.into_iter().map(|(order, script)| (order, Order::new(script, language))).collect();
    for (kind, _) in graph.config.kinds.iter() {
        let entities = &ranked[usize::from(kind.0)];
        let mut add = |order: IndexOrder, entries: Vec<Entry>| {
            if !entries.is_empty() {
                indexes.insert((lang, kind, order), entries);
            }
        };
        for (order, names) in &scripts {
            add(*order, by_name(graph, entities, names));
        }
        add(IndexOrder::First, by_first_mention(graph, lang, entities));
    }
}

/// Every name of every entity that has a place in the order.
fn by_name(graph: &Graph, entities: &[EntityId], order: &Order) -> Vec<Entry> {
    let mut entries: Vec<(String, Entry)> = Vec::new();
    for id in entities {
        let entity = graph.corpus.entity(*id);
        let mut seen: Vec<&str> = Vec::new();
        for (version, (_, name)) in entity.name.versions().enumerate() {
            if !order.takes(name) || seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let sorted_by = sort_name(entity, name, order);
            entries.push((
                sorted_by.to_owned(),
                Entry { entity: *id, version, heading: order.heading(sorted_by) },
            ));
        }
    }
    entries.sort_by(|(a, _), (b, _)| order.compare(a, b));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// What a name is sorted by: the entity's `sort_name` where that is written in the same script.
fn sort_name<'e>(entity: &'e Entity, name: &'e str, order: &Order) -> &'e str {
    entity.sort_name.as_deref().filter(|sort_name| order.takes(sort_name)).unwrap_or(name)
}

/// Entities by the date of their first mention; those never mentioned are left out.
fn by_first_mention(graph: &Graph, lang: LangIndex, entities: &[EntityId]) -> Vec<Entry> {
    let language = &graph.config.languages[lang];
    let tallies = &graph.edition(lang).tallies;
    let mut dated: Vec<_> =
        entities.iter().filter_map(|id| Some((tallies[id.0 as usize].first?, *id))).collect();
    dated.sort_by_key(|(date, _)| *date);
    let entry = |(date, id): (crate::base::date::Date, EntityId)| {
        let name = graph.corpus.entity(id).name.text(language);
        let version = graph
            .corpus
            .entity(id)
            .name
            .versions()
            .position(|(_, text)| text == name)
            .unwrap_or_default();
        Entry { entity: id, version, heading: format!("{:04}", date.year()) }
    };
    dated.into_iter().map(entry).collect()
}

impl Pages {
    /// How many pages the index of a kind has in an order; none where it has no entries.
    pub(super) fn index_pages(&self, lang: LangIndex, kind: KindId, order: IndexOrder) -> usize {
        let n_entries = match order {
            IndexOrder::Mentions => self.ranked[lang][usize::from(kind.0)].len(),
            _ => self.indexes.get(&(lang, kind, order)).map_or(0, Vec::len),
        };
        n_entries.div_ceil(ENTITIES_PER_PAGE)
    }
}

impl Desk<'_> {
    /// A page of the index of a kind in an order.
    pub(super) fn kind_index(
        &self,
        kind: KindId,
        order: IndexOrder,
        page: usize,
    ) -> (PageView, View) {
        let rows = self.index_rows(kind, order);
        let n_pages = self.pages.index_pages(self.lang, kind, order).max(1);
        let kind_view = self.kind(kind);
        let mut head = self.head(&kind_view.label, "");
        let has_it = |lang: &LangIndex| self.pages.index_pages(*lang, kind, order) >= page;
        let languages: Vec<LangIndex> =
            (0..self.graph.config.languages.len()).filter(has_it).collect();
        let routes =
            languages.iter().map(|lang| (*lang, self.graph.kind_route(*lang, kind, order, page)));
        self.set_alternates(&mut head, &routes.collect::<Vec<_>>());
        // The same entities in another order are no page of their own for search engines.
        head.no_index = order != IndexOrder::Mentions;
        let here = rows.chunks(ENTITIES_PER_PAGE).nth(page - 1).unwrap_or_default();
        let neighbour =
            |number: usize| self.href(&self.graph.kind_route(self.lang, kind, order, number));
        let mut before = "";
        let mut entities = Vec::with_capacity(here.len());
        for entry in here {
            let begins = entry.heading != before;
            before = &entry.heading;
            entities.push(self.index_row(entry, begins));
        }
        let is_first = order == IndexOrder::Mentions && page == 1;
        let (map, timeline_html) = if is_first && self.wants("timeline_html") {
            self.kind_picture(kind)
        } else {
            (None, String::new())
        };
        let view = KindIndexView {
            kind: kind_view,
            order: order.word(),
            orders: self.orders(kind, order),
            map,
            timeline_html,
            headings: self.headings(kind, order, &rows),
            entities,
            n_entities: self.pages.ranked[self.lang][usize::from(kind.0)].len(),
            page_number: page,
            n_pages,
            previous: (page > 1).then(|| neighbour(page - 1)),
            next: (page < n_pages).then(|| neighbour(page + 1)),
        };
        (head, View::Kind(view))
    }

    fn index_rows(&self, kind: KindId, order: IndexOrder) -> std::borrow::Cow<'_, [Entry]> {
        if order != IndexOrder::Mentions {
            return self
                .pages
                .indexes
                .get(&(self.lang, kind, order))
                .map_or(&[][..], Vec::as_slice)
                .into();
        }
        let entry = |id: &EntityId| {
            let name = &self.graph.corpus.entity(*id).name;
            let version = name
                .versions()
                .position(|(_, text)| text == name.text(self.language()))
                .unwrap_or_default();
            Entry { entity: *id, version, heading: String::new() }
        };
        self.pages.ranked[self.lang][usize::from(kind.0)]
            .iter()
            .map(entry)
            .collect::<Vec<_>>()
            .into()
    }

    fn index_row(&self, entry: &Entry, begins: bool) -> EntityRow {
        let tally = self.graph.edition(self.lang).tallies[entry.entity.0 as usize];
        let (lang, name) = self
            .graph
            .corpus
            .entity(entry.entity)
            .name
            .versions()
            .nth(entry.version)
            .unwrap_or_default();
        EntityRow {
            heading: if begins { entry.heading.clone() } else { String::new() },
            entity: self.reference_as(
                entry.entity,
                name,
                lang.filter(|lang| lang.primary() != self.language().primary()),
            ),
            first: tally.first.map(|date| self.date(date)),
            last: tally.last.map(|date| self.date(date)),
            spark_html: if self.wants("spark_html") {
                self.spark(entry.entity)
            } else {
                String::new()
            },
        }
    }

    /// The orders in which the kind can be seen.
    fn orders(&self, kind: KindId, current: IndexOrder) -> Vec<OrderView> {
        let has_pages = |order: &IndexOrder| self.pages.index_pages(self.lang, kind, *order) > 0;
        let view = |order: IndexOrder| OrderView {
            by: order.word(),
            href: self.href(&self.graph.kind_route(self.lang, kind, order, 1)),
            current: order == current,
        };
        IndexOrder::ALL.into_iter().filter(has_pages).map(view).collect()
    }

    /// The headings of an order with links to them, and letters without entries: an alphabet with gaps shows what there is not.
    fn headings(&self, kind: KindId, order: IndexOrder, rows: &[Entry]) -> Vec<HeadingView> {
        let mut headings: Vec<HeadingView> = Vec::new();
        if matches!(order, IndexOrder::Name | IndexOrder::Pinyin) {
            let letter = |letter: char| HeadingView { label: letter.to_string(), href: None };
            headings.extend(('A'..='Z').map(letter));
        }
        let mut before = "";
        for (index, entry) in rows.iter().enumerate().filter(|(_, entry)| !entry.heading.is_empty())
        {
            if entry.heading == before {
                continue;
            }
            before = &entry.heading;
            let route =
                self.graph.kind_route(self.lang, kind, order, index / ENTITIES_PER_PAGE + 1);
            let page = if route == self.page.route { String::new() } else { self.href(&route) };
            let href = Some(format!("{page}#i-{}", entry.heading));
            match headings.iter_mut().find(|known| known.label == entry.heading) {
                Some(known) => known.href = href,
                None if entry.heading == "0-9" => {
                    headings.insert(0, HeadingView { label: entry.heading.clone(), href })
                }
                None => headings.push(HeadingView { label: entry.heading.clone(), href }),
            }
        }
        headings
    }
}
