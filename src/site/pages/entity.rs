//! The page of an entity: what it is, where and when it is named, by whom, and beside whom.

use super::context::PageContext;
use super::kwic;
use super::views::{
    AliasView, BesideView, ChartView, EntityView, FacetItem, PageView, RefView, SaidBy, TurnCount,
    View,
};
use crate::base::lang;
use crate::base::letters::{clip, same_name};
use crate::reading::annotate::{How, Mention, Place};
use crate::reading::corpus::{Entity, EntityId, SpeechId};
use crate::site::html::{Scribe, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// Entities that a page lists as named beside its own.
const NAMED_BESIDE: usize = 20;

type Groups<'g> = Vec<(SpeechId, Vec<&'g Mention>)>;

impl PageContext<'_> {
    /// The first page of an entity, or a page of its mentions of one year.
    pub(super) fn entity(&self, id: EntityId, year: Option<(i16, usize)>) -> (PageView, View) {
        let entity = self.graph.corpus.entity(id);
        let reference = self.reference(id);
        let all = kwic::by_speech(self.graph, self.lang, id);
        let (html, html_lang) = self.description(entity);
        let mut head = self.head(&reference.name, &self.summary(entity, &reference));
        match year {
            None => self.set_all_alternates(&mut head, |lang| self.graph.entity_route(lang, id)),
            Some((year, _)) => head.title = format!("{} {year}", reference.name),
        }
        head.feed = crate::site::export::entity_feed(self.graph, self.lang, id)
            .map(|route| self.href(&route));
        head.json_ld_html =
            (year.is_none() && self.wants("json_ld_html")).then(|| self.json_ld_entity(id));
        head.og_type = "profile";
        let tally = self.graph.edition(self.lang).tallies[id.0 as usize];
        let is_split = tally.n_mentions > self.graph.config.mentions_per_page;
        let (beside, together) = if year.is_none() && self.wants("beside") {
            self.beside(id, &all)
        } else {
            Default::default()
        };
        let view = EntityView {
            kind: self.kind(entity.kind),
            html,
            html_lang,
            aliases: if self.wants("aliases") {
                self.aliases(entity, &reference, &all)
            } else {
                Vec::new()
            },
            facts: self.facts(entity),
            extra: entity.extra.clone(),
            parts: self.parts_of(entity),
            first: tally.first.map(|date| self.date(date)),
            last: tally.last.map(|date| self.date(date)),
            over_time: self.mentions_over_time(id, &all, year.is_some(), is_split),
            speeches: self.mentions_here(&all, year, is_split),
            years: if is_split { self.years(id, &all, year) } else { Vec::new() },
            year: year.map(|(year, _)| format!("{year:04}")).unwrap_or_default(),
            by_turn: self.by_turn(&all),
            said_by: if self.wants("said_by") { self.said_by(&all) } else { Vec::new() },
            beside: beside.iter().take(NAMED_BESIDE).map(|other| self.beside_view(other)).collect(),
            neighbourhood_html: if self.wants("neighbourhood_html") {
                self.neighbourhood(id, &beside, &together)
            } else {
                String::new()
            },
            map: if year.is_none() && self.wants("map") {
                self.entity_map(id, &beside)
            } else {
                None
            },
            speaks: self.speaks(id),
            entity: reference,
        };
        (head, View::Entity(Box::new(view)))
    }

    /// One sentence for the page's head.
    fn summary(&self, entity: &Entity, reference: &RefView) -> String {
        if !reference.description.is_empty() {
            return reference.description.clone();
        }
        let body = self.body_for_readers(entity);
        clip(body.and_then(|(_, body)| plain_text(body).next()).unwrap_or_default(), 160)
    }

    fn body_for_readers<'e>(
        &self,
        entity: &'e Entity,
    ) -> Option<(Option<&'e lang::Lang>, &'e crate::reading::corpus::Document)> {
        let language = self.language();
        let find = |matches: &dyn Fn(Option<&lang::Lang>) -> bool| {
            entity.bodies.iter().find(|(of, _)| matches(of.as_ref()))
        };
        let found = find(&|of| of == Some(language))
            .or_else(|| find(&|of| of.is_some_and(|of| of.primary() == language.primary())));
        let found = found.or_else(|| find(&|of| of.is_none())).or_else(|| entity.bodies.first());
        found.map(|(of, body)| (of.as_ref(), body))
    }

    fn description(&self, entity: &Entity) -> (String, Option<String>) {
        let Some((of, body)) = self.body_for_readers(entity) else {
            return (String::new(), None);
        };
        let path = &self.sources.file(entity.file).path;
        let scribe = Scribe::of_document(
            self.graph,
            path,
            self.page.route.clone(),
            self.lang,
            body,
            self.strings.text("table"),
        );
        let html = scribe.flow() + &scribe.footnotes(self.strings.text("notes"));
        (html, of.and_then(|of| self.other_lang(of)))
    }

    /// Every other name with how often it stands in the texts.
    fn aliases(&self, entity: &Entity, reference: &RefView, all: &Groups<'_>) -> Vec<AliasView> {
        let mut aliases: Vec<AliasView> = Vec::new();
        for alias in &entity.aliases {
            if same_name(&alias.text, &reference.name)
                || aliases.iter().any(|known| same_name(&known.text, &alias.text))
            {
                continue;
            }
            let count = all
                .iter()
                .flat_map(|(_, mentions)| mentions)
                .filter(|mention| same_name(self.graph.surface(mention), &alias.text))
                .count();
            let lang = self.graph.config.interface_of(&lang::guess(&alias.text)).clone();
            aliases.push(AliasView {
                text: alias.text.clone(),
                lang: self.other_lang(&lang),
                count,
            });
        }
        aliases
    }

    fn parts_of(&self, entity: &Entity) -> Vec<RefView> {
        self.graph.parts_of(&entity.id).iter().map(|id| self.reference(*id)).collect()
    }

    /// The mentions on this page: all of them, the newest of many, or those of a year's part.
    fn mentions_here(
        &self,
        all: &Groups<'_>,
        year: Option<(i16, usize)>,
        is_split: bool,
    ) -> Vec<super::views::KwicGroup> {
        let limit = self.graph.config.mentions_per_page;
        let of_year = |(speech, _): &&(SpeechId, Vec<&Mention>)| {
            year.is_none_or(|(year, _)| self.graph.corpus.speech(*speech).date.year() == year)
        };
        let candidates: Vec<_> = all.iter().filter(of_year).collect();
        let part = year.map_or(1, |(_, part)| part);
        let here = if is_split || year.is_some() {
            kwic::chunks(&candidates, limit).into_iter().nth(part - 1).unwrap_or_default()
        } else {
            candidates
        };
        here.into_iter().map(|(speech, mentions)| self.kwic_group(*speech, mentions)).collect()
    }

    /// The pages of years, newest first.
    fn years(&self, id: EntityId, all: &Groups<'_>, here: Option<(i16, usize)>) -> Vec<FacetItem> {
        let years = kwic::by_year(all, self.graph);
        let pages = kwic::year_pages(self.graph, self.lang, id);
        let item = |(year, part): &(i16, usize)| FacetItem {
            label: if *part == 1 { format!("{year:04}") } else { format!("{year:04} ({part})") },
            lang: None,
            href: self.href(&self.graph.entity_year_route(self.lang, id, *year, *part)),
            count: years.iter().find(|(of, _)| of == year).map_or(0, |(_, count)| *count),
            current: here == Some((*year, *part)),
        };
        pages.iter().map(item).collect()
    }

    /// Mentions by period, each with where it is listed: its first speech on this page, or the page
    /// of its year.
    fn mentions_over_time(
        &self,
        id: EntityId,
        all: &Groups<'_>,
        is_year_page: bool,
        is_split: bool,
    ) -> Option<ChartView> {
        let dates: Vec<String> = all
            .iter()
            .map(|(speech, _)| self.graph.corpus.speech(*speech).date.to_string())
            .collect();
        let counts = all
            .iter()
            .map(|(speech, mentions)| (self.graph.corpus.speech(*speech).date, mentions.len()));
        let href = |period: &str| {
            if is_split || is_year_page {
                let year = period.get(..4)?.parse().ok()?;
                return Some(self.href(&self.graph.entity_year_route(self.lang, id, year, 1)));
            }
            dates
                .iter()
                .position(|date| date.starts_with(period))
                .map(|group| format!("#g{}", group + 1))
        };
        self.chart(self.strings.text("over_time"), counts, href)
    }

    fn beside_view(&self, other: &Beside) -> BesideView {
        BesideView {
            entity: self.reference(other.entity),
            paragraphs: other.paragraphs,
            speeches: other.speeches,
        }
    }

    fn by_turn(&self, all: &Groups<'_>) -> Vec<TurnCount> {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for mention in all.iter().flat_map(|(_, mentions)| mentions) {
            *counts.entry(self.graph.turn_word(mention)).or_default() += 1;
        }
        let mut counts: Vec<TurnCount> =
            counts.into_iter().map(|(turn, count)| TurnCount { turn, count }).collect();
        counts.sort_by_key(|turn| std::cmp::Reverse(turn.count));
        counts
    }

    /// Who says it: the person behind the label, else the label; in a text without turns its
    /// speaker.
    fn said_by(&self, all: &Groups<'_>) -> Vec<SaidBy> {
        let mut counts: BTreeMap<(Option<EntityId>, &str), usize> = BTreeMap::new();
        for (speech, mentions) in all {
            let of = self.graph.corpus.speech(*speech);
            for mention in mentions {
                let Place::Paragraph(index) = mention.place else {
                    continue;
                };
                let who = match of.body.paragraphs[index as usize].turn {
                    Some(turn) => match self.behind_label(*speech, turn) {
                        Some(person) => (Some(person), ""),
                        None => (None, of.body.turns[turn as usize].label.as_str()),
                    },
                    None if of.body.turns.is_empty() => {
                        (self.graph.entity_named(of.speaker.as_ref()), "")
                    }
                    None => (None, ""),
                };
                if who != (None, "") {
                    *counts.entry(who).or_default() += 1;
                }
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let view = |((person, label), count): ((Option<EntityId>, &str), usize)| {
            let entity = person.map(|id| self.reference(id));
            SaidBy {
                name: entity.as_ref().map_or(label, |entity| &entity.name).to_owned(),
                entity,
                count,
            }
        };
        counts.into_iter().take(10).map(view).collect()
    }

    /// Entities named in the same paragraphs, most often first, and the entities of each such
    /// paragraph.
    fn beside(&self, id: EntityId, all: &Groups<'_>) -> (Vec<Beside>, Vec<Vec<EntityId>>) {
        let mut counts: BTreeMap<EntityId, (usize, usize)> = BTreeMap::new();
        let mut paragraphs: Vec<Vec<EntityId>> = Vec::new();
        for (speech, own) in all {
            let mut together: BTreeMap<Place, BTreeSet<EntityId>> =
                own.iter().map(|mention| (mention.place, BTreeSet::new())).collect();
            for (_, mention) in self.graph.mentions_in(*speech) {
                if mention.entity != id && mention.how != How::Label {
                    together.get_mut(&mention.place).into_iter().for_each(|others| {
                        others.insert(mention.entity);
                    });
                }
            }
            let here: BTreeSet<EntityId> = together.values().flatten().copied().collect();
            together
                .values()
                .flatten()
                .for_each(|entity| counts.entry(*entity).or_default().0 += 1);
            here.into_iter().for_each(|entity| counts.entry(entity).or_default().1 += 1);
            paragraphs.extend(together.into_values().map(|others| others.into_iter().collect()));
        }
        let mut beside: Vec<Beside> = counts
            .into_iter()
            .map(|(entity, (paragraphs, speeches))| Beside { entity, paragraphs, speeches })
            .collect();
        beside.sort_by_key(|other| {
            (std::cmp::Reverse((other.paragraphs, other.speeches)), other.entity)
        });
        (beside, paragraphs)
    }
}

/// An entity named beside another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub(super) entity: EntityId,
    /// Paragraphs that name both.
    pub(super) paragraphs: usize,
    /// Speeches that name both.
    pub(super) speeches: usize,
}
