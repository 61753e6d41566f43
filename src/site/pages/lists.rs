//! Lists of speeches by year, speaker, place and language, and the order of entities by mentions.

use super::Shelves;
use super::common::Desk;
use super::views::{FacetItem, FacetView, PageView, SpeechListView, SpeechRow, View, YearGroup};
use crate::base::lang::Lang;
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, LangIndex, ListFacet};

/// Values of a facet that a list offers beside itself; the first page of all speeches offers every one.
const FACET_ITEMS: usize = 24;

/// The entities of each kind for readers of one language, most mentioned first, then by name.
pub(super) fn ranked(graph: &Graph, lang: LangIndex) -> Vec<Vec<EntityId>> {
    let language = &graph.config.languages[lang];
    let mut by_kind: Vec<Vec<EntityId>> = vec![Vec::new(); graph.config.kinds.count()];
    for (id, entity) in graph.corpus.entities() {
        by_kind[usize::from(entity.kind.0)].push(id);
    }
    let tallies = &graph.edition(lang).tallies;
    for entities in &mut by_kind {
        entities.sort_by_cached_key(|id| {
            let entity = graph.corpus.entity(*id);
            (
                std::cmp::Reverse(tallies[id.0 as usize].n_mentions),
                entity.name.text(language).to_owned(),
                entity.id.clone(),
            )
        });
    }
    by_kind
}

impl Desk<'_> {
    fn shelves(&self) -> &Shelves {
        &self.pages.shelves[self.lang]
    }

    /// A page of a list of speeches.
    pub(super) fn list(&self, facet: &ListFacet, page: usize) -> (PageView, View) {
        let all = &self.shelves()[facet];
        let per_page = self.graph.config.speeches_per_page;
        let n_pages = all.len().div_ceil(per_page).max(1);
        let here = all.chunks(per_page).nth(page - 1).unwrap_or_default();
        let (heading, heading_lang) = self.facet_label(facet);
        let title = if heading.is_empty() {
            self.strings.text("speeches").to_owned()
        } else {
            heading.clone()
        };
        let mut head = self.head(&title, "");
        if page == 1 {
            let languages = (0..self.graph.config.languages.len())
                .filter(|lang| self.pages.shelves[*lang].contains_key(facet));
            self.set_alternates(
                &mut head,
                &languages
                    .map(|lang| (lang, self.graph.list_route(lang, facet, 1)))
                    .collect::<Vec<_>>(),
            );
        }
        head.feed = self.site_feed();
        let neighbour = |number: usize| self.href(&self.graph.list_route(self.lang, facet, number));
        let view = SpeechListView {
            heading,
            heading_lang,
            by: facet.word(),
            entity: match facet {
                ListFacet::Speaker(entity) | ListFacet::Place(entity) => {
                    Some(self.reference(*entity))
                }
                ListFacet::All | ListFacet::Year(_) | ListFacet::Language(_) => None,
            },
            n_speeches: all.len(),
            years: self.by_year(here),
            page_number: page,
            n_pages,
            newer: (page > 1).then(|| neighbour(page - 1)),
            older: (page < n_pages).then(|| neighbour(page + 1)),
            calendar: (*facet == ListFacet::All && page == 1 && self.wants("calendar"))
                .then(|| self.calendar())
                .flatten(),
            facets: self.facets(facet, page),
        };
        (head, View::SpeechList(view))
    }

    fn by_year(&self, speeches: &[SpeechId]) -> Vec<YearGroup> {
        let mut groups: Vec<YearGroup> = Vec::new();
        for id in speeches {
            let row: SpeechRow = self.row(*id);
            match groups.last_mut() {
                Some(group) if group.year == row.date.year => group.speeches.push(row),
                _ => groups.push(YearGroup { year: row.date.year.clone(), speeches: vec![row] }),
            }
        }
        groups
    }

    /// What a list is called, and in which language that is if it is not the page's.
    fn facet_label(&self, facet: &ListFacet) -> (String, Option<String>) {
        match facet {
            ListFacet::All => (String::new(), None),
            ListFacet::Year(year) => (format!("{year:04}"), None),
            ListFacet::Language(tag) => self.language_label(tag),
            ListFacet::Speaker(entity) | ListFacet::Place(entity) => {
                let (name, lang) = self.graph.corpus.entity(*entity).name.for_lang(self.language());
                (name.to_owned(), lang.map(|lang| lang.tag().to_owned()))
            }
        }
    }

    /// What the interface calls a language, else what the language calls itself.
    fn language_label(&self, tag: &str) -> (String, Option<String>) {
        let Some(lang) = Lang::parse(tag) else {
            return (tag.to_owned(), None);
        };
        let name = |tag: &str| self.strings.find(&format!("langs.{tag}"));
        match name(lang.tag()).or_else(|| name(lang.primary())) {
            Some(name) => (name.to_owned(), None),
            None => (lang.endonym().to_owned(), self.other_lang(&lang)),
        }
    }

    /// The other lists.
    fn facets(&self, current: &ListFacet, page: usize) -> Vec<FacetView> {
        let is_first = *current == ListFacet::All && page == 1;
        let mut facets: Vec<FacetView> = Vec::new();
        for word in ["year", "speaker", "place", "language"] {
            let mut items: Vec<(&ListFacet, usize)> = self
                .shelves()
                .iter()
                .filter(|(facet, _)| facet.word() == word)
                .map(|(facet, speeches)| (facet, speeches.len()))
                .collect();
            if items.is_empty() {
                continue;
            }
            match word {
                "year" => items.reverse(),
                _ => items.sort_by_key(|(_, count)| std::cmp::Reverse(*count)),
            }
            items.truncate(if is_first { items.len() } else { FACET_ITEMS });
            facets.push(FacetView {
                by: items[0].0.word(),
                items: items
                    .into_iter()
                    .map(|(facet, count)| self.facet_item(facet, count, facet == current))
                    .collect(),
            });
        }
        facets
    }

    /// The years that have speeches, newest first.
    pub(super) fn years_of_speeches(&self) -> Vec<FacetItem> {
        let years = self.shelves().iter().rev().filter(|(facet, _)| facet.word() == "year");
        years.map(|(facet, speeches)| self.facet_item(facet, speeches.len(), false)).collect()
    }

    fn facet_item(&self, facet: &ListFacet, count: usize, current: bool) -> FacetItem {
        let (label, lang) = self.facet_label(facet);
        FacetItem {
            label,
            lang,
            href: self.href(&self.graph.list_route(self.lang, facet, 1)),
            count,
            current,
        }
    }

    /// The list of speeches in which a person speaks, if the site has it.
    pub(super) fn speaks(&self, person: EntityId) -> Option<FacetItem> {
        let facet = ListFacet::Speaker(person);
        let speeches = self.shelves().get(&facet)?;
        Some(self.facet_item(&facet, speeches.len(), false))
    }
}
