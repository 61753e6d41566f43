//! Where the view of one page is made, and what views of many pages hold: dates, references to
//! entities, lines of lists.

use super::site::{kind_label, kind_view};
use super::views::{AlternateView, DateView, KindView, PageView, RefView, SpeechRow, TextView};
use super::{Page, Pages};
use crate::base::date::{Date, When, WhenWords};
use crate::base::lang::{self, Lang, is_right_to_left};
use crate::base::sources::Sources;
use crate::base::words::Words;
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use crate::reading::graph::{Graph, LangIndex, Route};
use crate::reading::kinds::KindId;
use crate::site::export;
use crate::site::strings::Strings;

/// Names in other languages beside a name: in eleven languages a list would be little else. The
/// page of an entity has all of them among its names.
const OTHER_NAMES: usize = 2;

/// Speakers in a line of a list: more fill three lines of it, and the page of a speech names all.
/// Each page of a person has a line for each of their speeches, which would name all the others.
const SPEAKERS: usize = 8;

/// One page, and all that its view is made from.
pub(super) struct PageContext<'p> {
    pub(super) pages: &'p Pages,
    pub(super) graph: &'p Graph,
    pub(super) sources: &'p Sources,
    pub(super) strings: &'p Strings,
    pub(super) page: &'p Page,
    pub(super) lang: LangIndex,
}

impl PageContext<'_> {
    /// Whether some template names a field; costly ones are not made for nobody.
    pub(super) fn wants(&self, field: &str) -> bool {
        self.pages.capabilities.shows(field)
    }

    pub(super) fn language(&self) -> &Lang {
        &self.graph.config.languages[self.lang]
    }

    /// The tag of `lang`, if it is another language than the page's, or the same in another script
    /// or country.
    pub(super) fn other_lang(&self, lang: &Lang) -> Option<String> {
        (lang != self.language()).then(|| lang.tag().to_owned())
    }

    /// The language of a name that does not say, where its script is not that of the page: a name
    /// without a language is one for all of them.
    pub(super) fn lang_by_script(&self, name: &str) -> Option<String> {
        let (guess, page) = (lang::guess(name), self.language());
        let is_other_script = guess.counts_characters() != page.counts_characters();
        // 北京 is written so in both Chinese scripts, 臺北 in one.
        let is_traditional = page.primary() == "zh" && !page.is_traditional();
        let is_other = is_other_script || (is_traditional && guess.is_traditional());
        if !is_other || !name.contains(char::is_alphabetic) {
            return None;
        }

        let mut of_site = self.graph.config.languages.iter();
        let is_meant = |lang: &&Lang| {
            lang.primary() == guess.primary() && (lang.is_traditional() || !guess.is_traditional())
        };
        Some(of_site.find(is_meant).unwrap_or(&guess).tag().to_owned())
    }

    pub(super) fn href(&self, route: &Route) -> String {
        self.page.route.href(route)
    }

    /// A link to a version of something, with its absolute address where the site knows its own.
    pub(super) fn alternate(&self, lang: &Lang, route: &Route) -> AlternateView {
        let base_url = self.graph.config.base_url.as_deref();
        AlternateView {
            lang: lang.tag().to_owned(),
            label: lang.endonym().to_owned(),
            href: self.href(route),
            url: base_url.map(|base| route.url(base)),
        }
    }

    pub(super) fn date(&self, date: Date) -> DateView {
        DateView {
            iso: if date.is_known() { date.to_string() } else { String::new() },
            text: self.when_text(&date.into()),
            year: self.year(date.year()),
        }
    }

    /// A year as a heading; what has none has the theme's word for that.
    pub(super) fn year(&self, year: i16) -> String {
        if year == Date::UNKNOWN.year() {
            return self.strings.of("dates", "undated").to_owned();
        }
        format!("{year:04}")
    }

    /// A date, by the words of the theme.
    fn when_text(&self, when: &When) -> String {
        let usual = WhenWords::of(self.language());
        let word = |key: &str| self.strings.find(&format!("dates.{key}"));
        let words = WhenWords {
            about: word("about").unwrap_or(usual.about),
            uncertain: word("uncertain").unwrap_or(usual.uncertain),
            from: word("from").unwrap_or(usual.from),
            until: word("until").unwrap_or(usual.until),
            unknown: word("unknown").unwrap_or(usual.unknown),
        };
        when.text(self.language(), &words)
    }

    /// When a speech was given.
    pub(super) fn speech_date(&self, speech: &Speech) -> DateView {
        self.when(&speech.when())
    }

    /// When something was: machines are told its (first) day.
    pub(super) fn when(&self, when: &When) -> DateView {
        DateView { text: self.when_text(when), ..self.date(when.date) }
    }

    pub(super) fn kind(&self, kind: KindId) -> KindView {
        let n_entities = self.pages.lists.ranked[self.lang][usize::from(kind.0)].len();
        kind_view(self.graph, self.strings, self.lang, kind, n_entities)
    }

    /// A link to an entity.
    pub(super) fn reference(&self, id: EntityId) -> RefView {
        let (name, lang) = self.graph.corpus.entity(id).name.for_lang(self.language());
        self.reference_as(id, name, lang)
    }

    /// A link to an entity by one of its names, in `lang` if that is not the page's language.
    pub(super) fn reference_as(&self, id: EntityId, name: &str, lang: Option<&Lang>) -> RefView {
        let entity = self.graph.corpus.entity(id);
        let tally = self.graph.edition(self.lang).tallies[id.0 as usize];
        let description = entity.description.as_ref();

        RefView {
            id: entity.id.clone(),
            kind: self.graph.config.kinds.kind(entity.kind).singular.clone(),
            kind_label: kind_label(self.graph, self.strings, self.lang, entity.kind, "one"),
            name: name.to_owned(),
            name_lang: match lang {
                Some(lang) => Some(lang.tag().to_owned()),
                None => self.lang_by_script(name),
            },
            other_names: self.other_names(&entity.name, name),
            description: description.map_or("", |words| words.text(self.language())).to_owned(),
            href: self.href(&self.graph.entity_route(self.lang, id)),
            n_mentions: tally.n_mentions,
            n_speeches: tally.n_speeches,
        }
    }

    /// The names in other languages that stand beside one, each spelling once: the site's own
    /// languages come first, in their order.
    fn other_names(&self, names: &Words, shown: &str) -> Vec<TextView> {
        let languages = &self.graph.config.languages;
        let mut others: Vec<(&Lang, &str)> = Vec::new();
        for (lang, text) in names.versions() {
            let is_new = text != shown && others.iter().all(|(_, known)| *known != text);
            others.extend(lang.filter(|_| is_new).map(|lang| (lang, text)));
        }

        // Those in languages that the site does not have keep the order of the file.
        others.sort_by_key(|(lang, _)| {
            languages.iter().position(|known| known == *lang).unwrap_or(languages.len())
        });
        others.truncate(OTHER_NAMES);
        let view = |(lang, text): (&Lang, &str)| TextView {
            lang: lang.tag().to_owned(),
            text: text.to_owned(),
        };
        others.into_iter().map(view).collect()
    }

    /// The name of an entity to readers of the page's language.
    pub(super) fn name(&self, id: EntityId) -> &str {
        self.graph.corpus.entity(id).name.text(self.language())
    }

    /// The theme's word for a key of a table; empty where there is no key.
    pub(super) fn label_in(&self, table: &str, key: &str) -> String {
        if key.is_empty() { String::new() } else { self.strings.of(table, key).to_owned() }
    }

    /// A line of a list of speeches.
    pub(super) fn row(&self, id: SpeechId) -> SpeechRow {
        let speech = self.graph.corpus.speech(id);
        let location = self.graph.entity_named(speech.location.as_ref());
        SpeechRow {
            title: speech.title.clone(),
            lang: self.other_lang(&speech.lang),
            href: self.href(&self.graph.speech_route(id)),
            date: self.speech_date(speech),
            speakers: self.names_of_speakers(speech),
            type_label: self.label_in("types", speech.speech_type),
            location: location.map_or_else(String::new, |id| self.name(id).to_owned()),
            also_in: self.other_versions(id),
            n_mentions: self.graph.n_mentions_in(id),
            length: self.graph.length(id),
            length_unit: length_unit(&speech.lang),
            draft: speech.draft,
        }
    }

    /// Who gives a speech; of many the first, and how many more.
    fn names_of_speakers(&self, speech: &Speech) -> Vec<String> {
        let (shown, others) = speech.speaker.split_at(speech.speaker.len().min(SPEAKERS));
        let shown = self.graph.entities_named(shown).into_iter();
        let mut names: Vec<String> = shown.map(|id| self.name(id).to_owned()).collect();
        if !others.is_empty() {
            names.push(self.strings.counted("more_people", others.len(), self.language()));
        }
        names
    }

    /// The other languages in which a speech can be read.
    pub(super) fn other_versions(&self, id: SpeechId) -> Vec<AlternateView> {
        let mut others = Vec::new();
        for version in &self.graph.work_of(id).versions {
            if *version != id {
                let lang = &self.graph.corpus.speech(*version).lang;
                others.push(self.alternate(lang, &self.graph.speech_route(*version)));
            }
        }
        others
    }

    /// Sets the language's feeds, where feeds are made.
    pub(super) fn set_site_feeds(&self, head: &mut PageView) {
        let href = |route: Option<Route>| route.map(|route| self.href(&route));
        head.feed = href(export::site_feed(self.graph, self.lang));
        head.json_feed = href(export::site_json_feed(self.graph, self.lang));
    }
}

/// `rtl` where the language is written from right to left.
pub(super) fn direction(lang: &Lang) -> &'static str {
    if is_right_to_left(lang) { "rtl" } else { "ltr" }
}

/// `characters` where the language counts 字, else `words`.
pub(super) fn length_unit(lang: &Lang) -> &'static str {
    if lang.counts_characters() { "characters" } else { "words" }
}
