//! Lists of speeches by year, speaker, place and whatever else they are cut by, and the order of entities by mentions.

use super::context::PageContext;
use super::views::{
    FacetItem, FacetView, KindView, PageView, SpeechListView, SpeechRow, View, YearGroup,
};
use crate::base::lang::Lang;
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, LangIndex, ListFacet, Route};
use crate::reading::kinds::KindId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The other lists of one facet beside a list: what a phone shows without much scrolling. Where
/// there are more, a list links to the first page of all speeches, which has every one.
const FACET_ITEMS: usize = 24;

/// The entities of each kind for readers of one language, most mentioned first, then by name.
pub(super) fn ranked(graph: &Graph, lang: LangIndex) -> Vec<Vec<EntityId>> {
    let language = &graph.config.languages[lang];
    let tallies = &graph.edition(lang).tallies;

    let mut by_kind: Vec<Vec<EntityId>> = vec![Vec::new(); graph.config.kinds.count()];
    for (id, entity) in graph.corpus.entities() {
        by_kind[usize::from(entity.kind.0)].push(id);
    }

    for entities in &mut by_kind {
        entities.sort_by_cached_key(|id| {
            let entity = graph.corpus.entity(*id);
            let tally = tallies[id.0 as usize];
            // Of what nobody names, as of most series, what has more speeches comes first.
            let weight = (Reverse(tally.n_mentions), Reverse(tally.n_speeches));
            (weight, entity.name.text(language).to_owned(), entity.id.clone())
        });
    }
    by_kind
}

/// The lists of one facet on the first page of all speeches: some ten screens. The others are linked
/// from the pages of their entities, which the indexes of kinds list in pieces.
const LONGEST_FACET: usize = 200;

/// The lists of each facet with their numbers of speeches: years from the newest on, others from
/// that with the most.
pub(super) type Facets = BTreeMap<&'static str, Vec<(ListFacet, usize)>>;

pub(super) fn facets(speeches: &BTreeMap<ListFacet, Vec<SpeechId>>) -> Facets {
    let mut facets = Facets::new();
    for (facet, speeches) in speeches.iter().filter(|(facet, _)| **facet != ListFacet::All) {
        facets.entry(facet.word()).or_default().push((facet.clone(), speeches.len()));
    }
    for (by, lists) in &mut facets {
        match *by {
            "year" => lists.reverse(),
            _ => lists.sort_by_key(|(_, n_speeches)| Reverse(*n_speeches)),
        }
    }
    facets
}

impl PageContext<'_> {
    fn speeches_by_facet(&self) -> &BTreeMap<ListFacet, Vec<SpeechId>> {
        &self.pages.lists.speeches[self.lang]
    }

    /// A page of a list of speeches.
    pub(super) fn list(&self, facet: &ListFacet, page: usize) -> (PageView, View) {
        let all = &self.speeches_by_facet()[facet];
        let per_page = self.graph.config.speeches_per_page;
        let n_pages = all.len().div_ceil(per_page).max(1);
        let here = all.chunks(per_page).nth(page - 1).unwrap_or_default();
        let neighbour = |number: usize| self.href(&self.graph.list_route(self.lang, facet, number));

        let (heading, heading_lang) = self.facet_label(facet);
        let title = if heading.is_empty() { self.strings.text("speeches") } else { &heading };
        let mut head = self.head(title, "");
        self.set_site_feeds(&mut head);
        if page == 1 {
            self.set_alternates(&mut head, &self.list_in_languages(facet));
        }

        let entity = facet.entity().map(|entity| self.reference(entity));
        let has_calendar = *facet == ListFacet::All && page == 1 && self.wants("calendar");
        let view = SpeechListView {
            heading,
            heading_lang,
            by: facet.word(),
            entity,
            n_speeches: all.len(),
            years: self.by_year(here),
            page_number: page,
            n_pages,
            newer: (page > 1).then(|| neighbour(page - 1)),
            older: (page < n_pages).then(|| neighbour(page + 1)),
            calendar: if has_calendar { self.calendar() } else { None },
            facets: self.facets(facet, page),
        };
        (head, View::SpeechList(view))
    }

    /// The first page of a list in each language that has it.
    fn list_in_languages(&self, facet: &ListFacet) -> Vec<(LangIndex, Route)> {
        let mut routes = Vec::new();
        for (lang, lists) in self.pages.lists.speeches.iter().enumerate() {
            if lists.contains_key(facet) {
                routes.push((lang, self.graph.list_route(lang, facet, 1)));
            }
        }
        routes
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
        if let Some(entity) = facet.entity() {
            let (name, lang) = self.graph.corpus.entity(entity).name.for_lang(self.language());
            let lang = lang.map(|lang| lang.tag().to_owned());
            return (name.to_owned(), lang.or_else(|| self.lang_by_script(name)));
        }
        match facet {
            ListFacet::Year(year) => (self.year(*year), None),
            ListFacet::Language(tag) => self.language_label(tag),
            ListFacet::Type(word) => (self.label_in("types", word), None),
            _ => (String::new(), None),
        }
    }

    /// What the interface calls a language, else what the language calls itself.
    pub(super) fn language_label(&self, tag: &str) -> (String, Option<String>) {
        let Some(lang) = Lang::parse(tag) else {
            return (tag.to_owned(), None);
        };
        let word = |tag: &str| self.strings.find(&format!("langs.{tag}"));
        match word(lang.tag()).or_else(|| word(lang.primary())) {
            Some(name) => (name.to_owned(), None),
            None => (lang.endonym().to_owned(), self.other_lang(&lang)),
        }
    }

    /// Links to the other lists.
    fn facets(&self, current: &ListFacet, page: usize) -> Vec<FacetView> {
        let shows_all = *current == ListFacet::All && page == 1;
        let mut facets = Vec::new();

        for by in ListFacet::WORDS {
            let Some(lists) = self.pages.lists.facets[self.lang].get(by) else {
                continue;
            };

            // Beside a list all or none: one that is cut looks as if there were no more.
            let are_shown = shows_all || by == "year" || lists.len() <= FACET_ITEMS;
            let n_shown = if are_shown { lists.len().min(LONGEST_FACET) } else { 0 };
            let left_out: &[(ListFacet, usize)] = if are_shown { &lists[n_shown..] } else { &[] };
            let href = || {
                let all = self.graph.list_route(self.lang, &ListFacet::All, 1);
                format!("{}#by-{by}", self.href(&all))
            };
            let item = |(facet, n_speeches): &(ListFacet, usize)| {
                self.facet_item(facet, *n_speeches, facet == current)
            };
            facets.push(FacetView {
                by,
                items: lists[..n_shown].iter().map(item).collect(),
                n_items: lists.len(),
                href: (!are_shown).then(href),
                kinds: self.kinds_of(left_out),
            });
        }
        facets
    }

    /// The kinds of the entities by which lists are cut.
    fn kinds_of(&self, lists: &[(ListFacet, usize)]) -> Vec<KindView> {
        let entities = lists.iter().filter_map(|(facet, _)| facet.entity());
        let kinds: BTreeSet<KindId> =
            entities.map(|entity| self.graph.corpus.entity(entity).kind).collect();
        kinds.into_iter().map(|kind| self.kind(kind)).collect()
    }

    /// The years that have speeches, newest first.
    pub(super) fn years_of_speeches(&self) -> Vec<FacetItem> {
        let years = self.pages.lists.facets[self.lang].get("year").into_iter().flatten();
        years.map(|(facet, n_speeches)| self.facet_item(facet, *n_speeches, false)).collect()
    }

    fn facet_item(&self, facet: &ListFacet, count: usize, current: bool) -> FacetItem {
        let (label, lang) = self.facet_label(facet);
        let href = self.href(&self.graph.list_route(self.lang, facet, 1));
        FacetItem { label, lang, href, count, current }
    }

    /// The list of speeches in which a person speaks, if the site has it.
    pub(super) fn speaks(&self, person: EntityId) -> Option<FacetItem> {
        let facet = ListFacet::Speaker(person);
        let speeches = self.speeches_by_facet().get(&facet)?;
        Some(self.facet_item(&facet, speeches.len(), false))
    }
}
