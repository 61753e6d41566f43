//! The index of a kind, in each order that its names can be put in.
//!
//! **Invariant:** in an order by names, every name that has a place in it is entered: a bilingual
//! name is entered once in each script.

use super::Lists;
use super::context::PageContext;
use super::views::{EntityRow, HeadingView, KindIndexView, OrderView, PageView, View};
use crate::base::cldr::collation::{Order, Script};
use crate::base::lang::Lang;
use crate::reading::corpus::{Entity, EntityId};
use crate::reading::graph::{Graph, IndexOrder, LangIndex};
use crate::reading::kinds::KindId;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Entities on one page of the index of a kind: few sites have more of one, and a list that is cut
/// cannot be searched by eye. A row has some 17 elements, and a page of more than 8,000 is slow on a
/// phone.
const ENTITIES_PER_PAGE: usize = 400;

/// A line of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    entity: EntityId,
    /// The name that it is entered under, by its place among the versions of the entity's name.
    version: usize,
    /// Letter, number of strokes or year.
    heading: String,
}

/// The entries of every order but the one by mentions, by language, kind and order; orders without
/// entries are left out.
pub(super) type Indexes = BTreeMap<(LangIndex, KindId, IndexOrder), Vec<Entry>>;

/// Orders the entities of every kind for readers of one language.
pub(super) fn indexes(graph: &Graph, lang: LangIndex, ranked: &[Vec<EntityId>]) -> Indexes {
    let language = &graph.config.languages[lang];
    let scripts = [
        (IndexOrder::Name, Order::new(Script::Alphabet, language)),
        (IndexOrder::Pinyin, Order::new(Script::Pinyin, language)),
        (IndexOrder::Strokes, Order::new(Script::Strokes, language)),
    ];

    let mut indexes = Indexes::new();
    for (kind, _) in graph.config.kinds.iter() {
        let entities = &ranked[usize::from(kind.0)];
        for (order, names) in &scripts {
            indexes.insert((lang, kind, *order), by_name(graph, entities, names));
        }
        let by_date = by_first_mention(graph, lang, entities);
        indexes.insert((lang, kind, IndexOrder::First), by_date);
    }
    indexes.retain(|_, entries| !entries.is_empty());
    indexes
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
            let heading = order.heading(sorted_by);
            entries.push((sorted_by.to_owned(), Entry { entity: *id, version, heading }));
        }
    }
    entries.sort_by(|(a, _), (b, _)| order.compare(a, b));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// What a name is sorted by: the entity's `sort_name` where that is written in the same script.
fn sort_name<'e>(entity: &'e Entity, name: &'e str, order: &Order) -> &'e str {
    match entity.sort_name() {
        Some(sort_name) if order.takes(sort_name) => sort_name,
        _ => name,
    }
}

/// Entities by the date of their first mention; those never mentioned are left out.
fn by_first_mention(graph: &Graph, lang: LangIndex, entities: &[EntityId]) -> Vec<Entry> {
    let language = &graph.config.languages[lang];
    let tallies = &graph.edition(lang).tallies;

    let mut dated = Vec::new();
    for id in entities {
        if let Some(date) = tallies[id.0 as usize].first_day() {
            let version = shown_version(graph, *id, language);
            let heading =
                if date.is_known() { format!("{:04}", date.year()) } else { String::new() };
            dated.push((date, Entry { entity: *id, version, heading }));
        }
    }
    dated.sort_by_key(|(date, _)| *date);
    dated.into_iter().map(|(_, entry)| entry).collect()
}

/// The version of an entity's name that readers of a language are shown.
fn shown_version(graph: &Graph, id: EntityId, language: &Lang) -> usize {
    let name = &graph.corpus.entity(id).name;
    let shown = name.text(language);
    name.versions().position(|(_, text)| text == shown).unwrap_or_default()
}

impl Lists {
    /// How many pages the index of a kind has in an order; none where it has no entries.
    pub(super) fn index_pages(&self, lang: LangIndex, kind: KindId, order: IndexOrder) -> usize {
        let n_entries = match order {
            IndexOrder::Mentions => self.ranked[lang][usize::from(kind.0)].len(),
            _ => self.indexes.get(&(lang, kind, order)).map_or(0, Vec::len),
        };
        n_entries.div_ceil(ENTITIES_PER_PAGE)
    }
}

impl PageContext<'_> {
    /// A page of the index of a kind in an order.
    pub(super) fn kind_index(
        &self,
        kind: KindId,
        order: IndexOrder,
        page: usize,
    ) -> (PageView, View) {
        let rows = self.index_rows(kind, order);
        let here = rows.chunks(ENTITIES_PER_PAGE).nth(page - 1).unwrap_or_default();
        let n_pages = self.pages.lists.index_pages(self.lang, kind, order).max(1);
        let route = |lang, number| self.graph.kind_route(lang, kind, order, number);
        let neighbour = |number: usize| self.href(&route(self.lang, number));

        let kind_view = self.kind(kind);
        // Each order has a title of its own: tabs and histories show nothing else.
        let title = match order {
            IndexOrder::Mentions => kind_view.label.clone(),
            _ => {
                let (colon, order) = (self.strings.text("colon"), order.word());
                format!("{}{colon}{}", kind_view.label, self.strings.of("orders", order))
            }
        };
        let mut head = self.head(&title, "");
        let mut versions = Vec::new();
        for lang in 0..self.graph.config.languages.len() {
            if self.pages.lists.index_pages(lang, kind, order) >= page {
                versions.push((lang, route(lang, page)));
            }
        }
        self.set_alternates(&mut head, &versions);
        // To a search engine the same entities in another order are the same page.
        head.no_index = order != IndexOrder::Mentions;

        let mut before = "";
        let mut entities = Vec::with_capacity(here.len());
        for entry in here {
            entities.push(self.index_row(entry, entry.heading != before));
            before = &entry.heading;
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
            n_entities: self.pages.lists.ranked[self.lang][usize::from(kind.0)].len(),
            page_number: page,
            n_pages,
            previous: (page > 1).then(|| neighbour(page - 1)),
            next: (page < n_pages).then(|| neighbour(page + 1)),
        };
        (head, View::Kind(view))
    }

    fn index_rows(&self, kind: KindId, order: IndexOrder) -> Cow<'_, [Entry]> {
        let lists = &self.pages.lists;
        if order != IndexOrder::Mentions {
            let entries = lists.indexes.get(&(self.lang, kind, order));
            return Cow::Borrowed(entries.map_or(&[], Vec::as_slice));
        }
        let ranked = &lists.ranked[self.lang][usize::from(kind.0)];
        let entry = |id: &EntityId| Entry {
            entity: *id,
            version: shown_version(self.graph, *id, self.language()),
            heading: String::new(),
        };
        Cow::Owned(ranked.iter().map(entry).collect())
    }

    /// A line; the first below a heading carries it.
    fn index_row(&self, entry: &Entry, is_first: bool) -> EntityRow {
        let tally = self.graph.edition(self.lang).tallies[entry.entity.0 as usize];
        let name = &self.graph.corpus.entity(entry.entity).name;
        let (lang, name) = name.versions().nth(entry.version).unwrap_or_default();
        let other = lang.filter(|lang| *lang != self.language());
        EntityRow {
            heading: if is_first { entry.heading.clone() } else { String::new() },
            entity: self.reference_as(entry.entity, name, other),
            first: tally.first.map(|when| self.when(&when)),
            last: tally.last.map(|when| self.when(&when)),
            spark_html: if self.wants("spark_html") {
                self.spark(entry.entity)
            } else {
                String::new()
            },
        }
    }

    /// The orders in which the kind can be seen.
    fn orders(&self, kind: KindId, current: IndexOrder) -> Vec<OrderView> {
        let mut orders = Vec::new();
        for order in IndexOrder::ALL {
            if self.pages.lists.index_pages(self.lang, kind, order) > 0 {
                let href = self.href(&self.graph.kind_route(self.lang, kind, order, 1));
                orders.push(OrderView { by: order.word(), href, current: order == current });
            }
        }
        orders
    }

    /// The headings of an order with links to them, and letters without entries: an alphabet with
    /// gaps shows what there is not.
    fn headings(&self, kind: KindId, order: IndexOrder, rows: &[Entry]) -> Vec<HeadingView> {
        let mut headings: Vec<HeadingView> = Vec::new();
        if matches!(order, IndexOrder::Name | IndexOrder::Pinyin) {
            for letter in 'A'..='Z' {
                headings.push(HeadingView { label: letter.to_string(), href: None });
            }
        }

        let mut before = "";
        for (index, entry) in rows.iter().enumerate() {
            if entry.heading.is_empty() || entry.heading == before {
                continue;
            }
            before = &entry.heading;
            let number = index / ENTITIES_PER_PAGE + 1;
            let route = self.graph.kind_route(self.lang, kind, order, number);
            let page = if route == self.page.route { String::new() } else { self.href(&route) };
            let href = Some(format!("{page}#i-{}", entry.heading));

            let known = headings.iter_mut().find(|known| known.label == entry.heading);
            let label = entry.heading.clone();
            match known {
                Some(known) => known.href = href,
                // Digits come before letters.
                None if label == "0-9" => headings.insert(0, HeadingView { label, href }),
                None => headings.push(HeadingView { label, href }),
            }
        }
        headings
    }
}
