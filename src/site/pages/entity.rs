//! The page of an entity: what it is, where and when it is named, by whom, and beside whom.

use super::company::{Beside, Company};
use super::context::PageContext;
use super::kwic::{self, Cut, Group};
use super::own_words;
use super::views::{
    AliasView, BesideView, ChartView, EntityView, FacetItem, PageView, RefView, SaidBy, SpeechRow,
    TurnCount, View,
};
use crate::base::lang::Lang;
use crate::base::letters::{clip, fold_name};
use crate::reading::annotate::{Mention, Place};
use crate::reading::corpus::{Document, Entity, EntityId, SpeechId};
use crate::reading::graph::Route;
use crate::reading::labels;
use crate::site::export::{entity_feed, entity_json_feed};
use crate::site::html::{Scribe, plain_text};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Entities that a page lists as named beside its own: more than a screen of them says nothing.
const NAMED_BESIDE: usize = 20;

/// People that a page lists as those who say it.
const SAID_BY: usize = 10;

/// Characters of the description: search engines show about as many.
const DESCRIPTION: usize = 160;

impl PageContext<'_> {
    /// The first page of an entity, or a page of its mentions of one year.
    pub(super) fn entity(&self, id: EntityId, year: Option<(i16, usize)>) -> (PageView, View) {
        let entity = self.graph.corpus.entity(id);
        let reference = self.reference(id);

        let mut head = self.head(&reference.name, &self.summary(entity, &reference));
        let href = |route: Option<Route>| route.map(|route| self.href(&route));
        head.feed = href(entity_feed(self.graph, self.lang, id));
        head.json_feed = href(entity_json_feed(self.graph, self.lang, id));
        head.og_type = "profile";
        let portrait = self.portrait(id);
        head.image = portrait.clone().or(head.image);

        let view = match year {
            None => {
                self.set_all_alternates(&mut head, |lang| self.graph.entity_route(lang, id));
                if self.wants("json_ld_html") {
                    head.json_ld_html = Some(self.json_ld_entity(id));
                }
                if let Some((_, body)) = self.body_for_readers(entity) {
                    head.named = self.named_in_text(body);
                }
                EntityView { image: portrait, ..self.first_page(id, reference) }
            }
            Some((year, part)) => {
                head.title = format!("{} {}", reference.name, self.year(year));
                self.page_of_year(id, reference, year, part)
            }
        };
        (head, View::Entity(Box::new(view)))
    }

    /// What an entity is, and its mentions: all, or the newest of many.
    fn first_page(&self, id: EntityId, reference: RefView) -> EntityView {
        let entity = self.graph.corpus.entity(id);
        let tally = self.graph.edition(self.lang).tallies[id.0 as usize];
        let groups = kwic::by_speech(self.graph, self.lang, id);
        let is_split = !self.cuts(id).is_empty();
        let limit = self.graph.config.mentions_per_page;
        let pieces = if is_split { kwic::in_pieces(&groups, limit) } else { Vec::new() };
        let here = match is_split {
            true => kwic::chunks(&pieces, limit)[0],
            false => &groups,
        };

        let (html, html_lang) = self.description(entity);
        let company =
            if self.wants("beside") { self.company(id, &groups) } else { Company::default() };
        let beside = company.beside.iter().take(NAMED_BESIDE);
        let mut view = EntityView {
            html,
            html_lang,
            facts: self.facts(entity),
            parts: self.parts_of(entity),
            first: tally.first.map(|when| self.when(&when)),
            last: tally.last.map(|when| self.when(&when)),
            over_time: self.mentions_over_time(id, &groups, !is_split),
            by_turn: self.by_turn(&groups),
            beside: beside.map(|other| self.beside_view(other)).collect(),
            speaks: self.speaks(id),
            own_words: self.own_words(id),
            about: self.about(id),
            ..self.mentions_alone(id, reference, here, None)
        };
        if self.wants("aliases") {
            view.aliases = self.aliases(entity, &view.entity, &groups);
        }
        if self.wants("said_by") {
            view.said_by = self.said_by(&groups);
        }
        if self.wants("neighbourhood_html") {
            view.neighbourhood_html = self.neighbourhood(id, &company.beside, &company.paragraphs);
        }
        if self.wants("map") {
            view.map = self.entity_map(id, &company.beside);
        }
        if self.wants("held_here") {
            view.held_here = self.held_here(id);
        }
        view
    }

    /// A page of mentions of one year. What the entity is, and all sums, are on the first page.
    fn page_of_year(&self, id: EntityId, reference: RefView, year: i16, part: usize) -> EntityView {
        let is_here = |cut: &&Cut| (cut.year, cut.part) == (year, part);
        let cut = self.cuts(id).iter().find(is_here);
        let groups = cut.map(|cut| cut.groups(self.graph, id)).unwrap_or_default();
        self.mentions_alone(id, reference, &groups, Some((year, part)))
    }

    /// A view that has mentions and nothing else yet.
    fn mentions_alone(
        &self,
        id: EntityId,
        reference: RefView,
        groups: &[Group],
        year: Option<(i16, usize)>,
    ) -> EntityView {
        let entity = self.graph.corpus.entity(id);
        EntityView {
            entity: reference,
            kind: self.kind(entity.kind),
            image: None,
            html: String::new(),
            html_lang: None,
            aliases: Vec::new(),
            facts: Vec::new(),
            extra: entity.extra.clone(),
            parts: Vec::new(),
            first: None,
            last: None,
            over_time: None,
            speeches: groups.iter().map(|group| self.kwic_group(group)).collect(),
            years: self.years(id, year),
            year: year.map(|(year, _)| self.year(year)).unwrap_or_default(),
            by_turn: Vec::new(),
            said_by: Vec::new(),
            beside: Vec::new(),
            neighbourhood_html: String::new(),
            map: None,
            speaks: None,
            own_words: None,
            held_here: None,
            about: Vec::new(),
        }
    }

    /// The pages of years that its mentions are cut into; none where they are on one page.
    fn cuts(&self, id: EntityId) -> &[Cut] {
        self.pages.lists.cuts[self.lang].get(&id).map_or(&[], Vec::as_slice)
    }

    /// The speeches about an entity that do not name it, each in the version for these readers.
    fn about(&self, id: EntityId) -> Vec<SpeechRow> {
        let shown = &self.graph.edition(self.lang).versions;
        let mut speeches: Vec<SpeechId> = self.graph.speeches_about(id).to_vec();
        speeches.retain(|speech| shown[self.graph.work_id_of(*speech).0 as usize] == *speech);
        // Works are numbered from the newest on.
        speeches.sort_by_key(|speech| self.graph.work_id_of(*speech));
        speeches.into_iter().map(|speech| self.row(speech)).collect()
    }

    /// One sentence for the page's head.
    fn summary(&self, entity: &Entity, reference: &RefView) -> String {
        if !reference.description.is_empty() {
            return reference.description.clone();
        }
        let body = self.body_for_readers(entity);
        let first_words = body.and_then(|(_, body)| plain_text(body).next());
        clip(first_words.unwrap_or_default(), DESCRIPTION)
    }

    /// The body in the page's language, else in a relative of it, else in none, else the first.
    fn body_for_readers<'e>(&self, entity: &'e Entity) -> Option<(Option<&'e Lang>, &'e Document)> {
        let language = self.language();
        let find = |matches: &dyn Fn(Option<&Lang>) -> bool| {
            entity.bodies.iter().find(|(of, _)| matches(of.as_ref()))
        };
        let (of, body) = find(&|of| of == Some(language))
            .or_else(|| find(&|of| of.is_some_and(|of| of.primary() == language.primary())))
            .or_else(|| find(&|of| of.is_none()))
            .or_else(|| entity.bodies.first())?;
        Some((of.as_ref(), body))
    }

    /// The body as HTML, and its language if that is not the page's.
    fn description(&self, entity: &Entity) -> (String, Option<String>) {
        let Some((of, body)) = self.body_for_readers(entity) else {
            return (String::new(), None);
        };
        let path = &self.sources.file(entity.file).path;
        let (route, table) = (self.page.route.clone(), self.strings.text("table"));
        let scribe = Scribe::of_document(self.graph, path, route, self.lang, body, table)
            .with_renditions(&self.pages.renditions);

        let html = scribe.flow() + &scribe.footnotes(self.strings.text("notes"));
        (html, of.and_then(|of| self.other_lang(of)))
    }

    /// Every other name with how often it occurs in the texts.
    fn aliases(&self, entity: &Entity, reference: &RefView, groups: &[Group]) -> Vec<AliasView> {
        // An entity has few ways to be written and many mentions.
        let mut written: BTreeMap<&str, usize> = BTreeMap::new();
        for mention in groups.iter().flat_map(|group| &group.mentions) {
            *written.entry(self.graph.surface(mention)).or_default() += 1;
        }
        let mut uses: HashMap<String, usize> = HashMap::new();
        for (surface, count) in written {
            *uses.entry(fold_name(surface)).or_default() += count;
        }

        let mut known = HashSet::from([fold_name(&reference.name)]);
        let mut aliases: Vec<AliasView> = Vec::new();
        for alias in &entity.aliases {
            let name = fold_name(&alias.text);
            let count = uses.get(&name).copied().unwrap_or_default();
            if !known.insert(name) {
                continue;
            }

            let mut names = entity.name.versions();
            let of = names.find(|(_, name)| *name == alias.text).and_then(|(lang, _)| lang);
            aliases.push(AliasView {
                text: alias.text.clone(),
                lang: match of {
                    Some(lang) => self.other_lang(lang),
                    None => self.lang_by_script(&alias.text),
                },
                count,
            });
        }
        aliases
    }

    fn parts_of(&self, entity: &Entity) -> Vec<RefView> {
        self.graph.parts_of(&entity.id).iter().map(|id| self.reference(*id)).collect()
    }

    /// The pages of years, newest first.
    fn years(&self, id: EntityId, here: Option<(i16, usize)>) -> Vec<FacetItem> {
        let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
        for cut in self.cuts(id) {
            *counts.entry(cut.year).or_default() += cut.n_mentions;
        }

        let mut items = Vec::new();
        for Cut { year, part, .. } in self.cuts(id) {
            let written = self.year(*year);
            let label = if *part == 1 { written } else { format!("{written} ({part})") };
            items.push(FacetItem {
                label,
                lang: None,
                href: self.href(&self.graph.entity_year_route(self.lang, id, *year, *part)),
                count: counts[year],
                current: here == Some((*year, *part)),
            });
        }
        items
    }

    /// Mentions by period, each with where it is listed: its first speech on this page if all are
    /// here, else the page of its year.
    fn mentions_over_time(
        &self,
        id: EntityId,
        groups: &[Group],
        are_here: bool,
    ) -> Option<ChartView> {
        let date_of = |group: &Group| self.graph.corpus.speech(group.speech).date;
        let counts = groups.iter().map(|group| (date_of(group), group.mentions.len()));
        let dates: Vec<String> = groups.iter().map(|group| date_of(group).to_string()).collect();

        let href = |period: &str| {
            if are_here {
                let group = dates.iter().position(|date| date.starts_with(period))?;
                return Some(format!("#g{}", group + 1));
            }
            let year = period.get(..4)?.parse().ok()?;
            Some(self.href(&self.graph.entity_year_route(self.lang, id, year, 1)))
        };
        self.chart(self.strings.text("over_time"), counts, href)
    }

    fn beside_view(&self, other: &Beside) -> BesideView {
        let Beside { entity, paragraphs, speeches } = *other;
        BesideView { entity: self.reference(entity), paragraphs, speeches }
    }

    fn by_turn(&self, groups: &[Group]) -> Vec<TurnCount> {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for mention in groups.iter().flat_map(|group| &group.mentions) {
            *counts.entry(self.graph.turn_word(mention)).or_default() += 1;
        }
        let mut counts: Vec<TurnCount> =
            counts.into_iter().map(|(turn, count)| TurnCount { turn, count }).collect();
        counts.sort_by_key(|turn| Reverse(turn.count));
        counts
    }

    /// Those who say it, most often first.
    fn said_by(&self, groups: &[Group]) -> Vec<SaidBy> {
        let mut counts: BTreeMap<Speaker<'_>, usize> = BTreeMap::new();
        for mention in groups.iter().flat_map(|group| &group.mentions) {
            for speaker in self.speakers_of(mention) {
                *counts.entry(speaker).or_default() += 1;
            }
        }
        let mut counts: Vec<(Speaker<'_>, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts.truncate(SAID_BY);

        let mut views = Vec::new();
        for (speaker, count) in counts {
            let (entity, name) = match speaker {
                Speaker::Person(id) => {
                    let entity = self.reference(id);
                    let name = entity.name.clone();
                    (Some(entity), name)
                }
                Speaker::Label(label) => (None, label.to_owned()),
            };
            let lang = match &entity {
                Some(entity) => entity.name_lang.clone(),
                None => self.lang_by_script(&name),
            };
            views.push(SaidBy { name, lang, entity, count });
        }
        views
    }

    /// Who makes a mention, several where they speak as one; in a text without turns its speakers.
    fn speakers_of(&self, mention: &Mention) -> Vec<Speaker<'_>> {
        let speech = self.graph.corpus.speech(mention.speech);
        let Place::Paragraph(index) = mention.place else { return Vec::new() };

        let paragraph = &speech.body.paragraphs[index as usize];
        if !paragraph.is_said() {
            return Vec::new();
        }

        let people = match paragraph.turn {
            Some(turn) => {
                let label = &speech.body.turns[turn as usize].label;
                let mut people = self.behind_label(mention.speech, turn);
                if people.is_empty() {
                    people.extend(own_words::body_behind(self.graph, mention.speech, label));
                }
                // A question is nobody: how many are asked is told beside it.
                if people.is_empty() && !labels::is_generic(label) {
                    return vec![Speaker::Label(label)];
                }
                people
            }
            None if speech.body.turns.is_empty() => self.graph.entities_named(&speech.speaker),
            None => Vec::new(),
        };
        people.into_iter().map(Speaker::Person).collect()
    }
}

/// Who makes a mention: a person that the site knows, or whoever a label says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker<'g> {
    Label(&'g str),
    Person(EntityId),
}
