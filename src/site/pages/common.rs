//! What views of all pages are made of: heads, rows, references, dates, charts.

use super::views::{
    AlternateView, DateView, HomeView, KindTop, KindView, PageView, RefView, SiteView, SpeechRow,
    TextView, View,
};
use super::{Page, Pages};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::sources::Sources;
use crate::reading::corpus::{EntityId, SpeechId};
use crate::reading::graph::{Graph, LangIndex, Route};
use crate::reading::kinds::KindId;
use crate::site::search::call;
use crate::site::strings::Strings;

/// Where the view of one page is made.
pub(super) struct Desk<'p> {
    pub(super) pages: &'p Pages,
    pub(super) graph: &'p Graph,
    pub(super) sources: &'p Sources,
    pub(super) strings: &'p Strings,
    pub(super) page: &'p Page,
    pub(super) lang: LangIndex,
}

impl Desk<'_> {
    /// Whether some template names a field; costly ones are not made for nobody.
    pub(super) fn wants(&self, field: &str) -> bool {
        self.pages.words.contains(field)
    }

    pub(super) fn language(&self) -> &Lang {
        &self.graph.config.languages[self.lang]
    }

    /// The tag of `lang`, if it is another language than the page's.
    pub(super) fn other_lang(&self, lang: &Lang) -> Option<String> {
        (lang.primary() != self.language().primary()).then(|| lang.tag().to_owned())
    }

    pub(super) fn href(&self, route: &Route) -> String {
        self.page.route.href(route)
    }

    /// The head of a page without translations.
    pub(super) fn head(&self, title: &str, description: &str) -> PageView {
        let to_root = self.page.route.to_root();
        let base_url = self.graph.config.base_url.as_deref();
        let is_not_found = self.page.subject == super::Subject::NotFound;
        let root = base_url.filter(|_| is_not_found).map_or_else(|| to_root.clone(), str::to_owned);
        let home = match (is_not_found && base_url.is_some(), self.lang) {
            (true, 0) => root.clone(),
            (true, _) => format!("{root}{}/", self.language()),
            (false, 0) => to_root,
            // An old address of a speech may lie outside the folder of its language.
            (false, _) => {
                match self.page.route.path().strip_prefix(&format!("{}/", self.language())) {
                    Some(within) => "../".repeat(within.matches('/').count()),
                    None => format!("{to_root}{}/", self.language()),
                }
            }
        };
        let mut head = PageView {
            template: "",
            title: title.to_owned(),
            description: clip(description, 200),
            lang: self.language().tag().to_owned(),
            dir: direction(self.language()),
            home,
            root,
            path: self.page.route.path().to_owned(),
            canonical: base_url.map(|base| self.page.route.url(base)),
            alternates: Vec::new(),
            languages: Vec::new(),
            x_default: None,
            feed: None,
            json_ld_html: None,
            og_type: "website",
            no_index: is_not_found,
        };
        self.set_alternates(&mut head, &[]);
        head
    }

    /// Sets the versions of the page in other languages, each with its language.
    pub(super) fn set_alternates(&self, head: &mut PageView, routes: &[(LangIndex, Route)]) {
        let base = self.graph.config.base_url.as_deref();
        let alternate = |lang: &Lang, route: &Route| AlternateView {
            lang: lang.tag().to_owned(),
            label: lang.endonym().to_owned(),
            href: self.href(route),
            url: base.map(|base| route.url(base)),
        };
        let languages = &self.graph.config.languages;
        let others: Vec<_> = routes.iter().filter(|(lang, _)| *lang != self.lang).collect();
        head.alternates =
            others.iter().map(|(lang, route)| alternate(&languages[*lang], route)).collect();
        let switch = |lang: LangIndex| {
            let home = self.graph.home_route(lang);
            alternate(
                &languages[lang],
                others.iter().find(|(of, _)| *of == lang).map_or(&home, |(_, route)| route),
            )
        };
        head.languages =
            (0..languages.len()).filter(|lang| *lang != self.lang).map(switch).collect();
        let default = if self.lang == 0 {
            Some(&self.page.route)
        } else {
            routes.iter().find(|(lang, _)| *lang == 0).map(|(_, route)| route)
        };
        head.x_default = default
            .filter(|_| !head.alternates.is_empty())
            .and_then(|route| base.map(|base| route.url(base)));
    }

    /// Alternates of a page that every language has.
    pub(super) fn set_all_alternates(
        &self,
        head: &mut PageView,
        route: impl Fn(LangIndex) -> Route,
    ) {
        let routes: Vec<_> =
            (0..self.graph.config.languages.len()).map(|lang| (lang, route(lang))).collect();
        self.set_alternates(head, &routes);
    }

    pub(super) fn date(&self, date: Date) -> DateView {
        DateView {
            iso: date.to_string(),
            text: date.text(self.language()),
            year: format!("{:04}", date.year()),
        }
    }

    pub(super) fn kind(&self, kind: KindId) -> KindView {
        kind_view(
            self.graph,
            self.strings,
            self.lang,
            kind,
            self.pages.ranked[self.lang][usize::from(kind.0)].len(),
        )
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
        let kind = self.graph.config.kinds.kind(entity.kind);
        let is_other = |(lang, text): &(Option<&Lang>, &str)| lang.is_some() && *text != name;
        RefView {
            id: entity.id.clone(),
            kind: kind.singular.clone(),
            kind_label: kind_label(self.graph, self.strings, self.lang, entity.kind, "one"),
            name: name.to_owned(),
            name_lang: lang.map(|lang| lang.tag().to_owned()),
            other_names: entity
                .name
                .versions()
                .filter(is_other)
                .map(|(lang, text)| TextView {
                    lang: lang.map_or("", Lang::tag).to_owned(),
                    text: text.to_owned(),
                })
                .collect(),
            description: entity
                .description
                .as_ref()
                .map_or("", |words| words.text(self.language()))
                .to_owned(),
            href: self.href(&self.graph.entity_route(self.lang, id)),
            n_mentions: tally.n_mentions,
            n_speeches: tally.n_speeches,
        }
    }

    /// A line of a list of speeches.
    pub(super) fn row(&self, id: SpeechId) -> SpeechRow {
        let speech = self.graph.corpus.speech(id);
        let location = self.graph.entity_named(speech.location.as_ref());
        let name =
            |id: EntityId| self.graph.corpus.entity(id).name.text(self.language()).to_owned();
        SpeechRow {
            title: speech.title.clone(),
            lang: self.other_lang(&speech.lang),
            href: self.href(&self.graph.speech_route(id)),
            date: self.date(speech.date),
            speakers: self
                .graph
                .entity_named(speech.speaker.as_ref())
                .map(name)
                .into_iter()
                .collect(),
            type_label: if speech.speech_type.is_empty() {
                String::new()
            } else {
                self.strings.of("types", speech.speech_type).to_owned()
            },
            location: location.map(name).unwrap_or_default(),
            also_in: self.other_versions(id),
            n_mentions: self.n_mentions(id),
            length: self.graph.length(id),
            length_unit: length_unit(&speech.lang),
            draft: speech.draft,
        }
    }

    /// Mentions in a speech, labels left out.
    pub(super) fn n_mentions(&self, id: SpeechId) -> usize {
        self.graph
            .mentions_in(id)
            .filter(|(_, mention)| mention.how != crate::reading::annotate::How::Label)
            .count()
    }

    /// The other languages in which a speech can be read.
    pub(super) fn other_versions(&self, id: SpeechId) -> Vec<AlternateView> {
        let base = self.graph.config.base_url.as_deref();
        let others = self.graph.work_of(id).versions.iter().filter(|version| **version != id);
        others
            .map(|version| {
                let lang = &self.graph.corpus.speech(*version).lang;
                let route = self.graph.speech_route(*version);
                AlternateView {
                    lang: lang.tag().to_owned(),
                    label: lang.endonym().to_owned(),
                    href: self.href(&route),
                    url: base.map(|base| route.url(base)),
                }
            })
            .collect()
    }

    /// The home page.
    pub(super) fn home(&self) -> (PageView, View) {
        let edition = self.graph.edition(self.lang);
        let description =
            self.graph.config.description.as_ref().map_or("", |words| words.text(self.language()));
        let mut head = self.head("", description);
        self.set_all_alternates(&mut head, |lang| self.graph.home_route(lang));
        head.feed = self.site_feed();
        head.json_ld_html = Some(self.json_ld_site());
        let dates: Vec<Date> =
            edition.versions.iter().map(|id| self.graph.corpus.speech(*id).date).collect();
        let span = match (dates.last(), dates.first()) {
            (Some(first), Some(last)) if first.year() != last.year() => {
                format!("{}–{}", first.year(), last.year())
            }
            (Some(first), _) => first.year().to_string(),
            _ => String::new(),
        };
        let view = HomeView {
            newest: edition.versions.iter().take(5).map(|id| self.row(*id)).collect(),
            n_speeches: edition.versions.len(),
            n_mentions: edition.tallies.iter().map(|tally| tally.n_mentions).sum(),
            most_mentioned: self
                .graph
                .config
                .kinds
                .iter()
                .filter_map(|(kind, _)| self.top(kind))
                .collect(),
            activity: self.chart(
                self.strings.text("activity"),
                dates.into_iter().map(|date| (date, 1)),
                |period| period.parse().ok().and_then(|year| self.year_href(year)),
            ),
            span,
        };
        (head, View::Home(view))
    }

    fn top(&self, kind: KindId) -> Option<KindTop> {
        let ranked = &self.pages.ranked[self.lang][usize::from(kind.0)];
        let entities: Vec<RefView> = ranked
            .iter()
            .take(8)
            .map(|id| self.reference(*id))
            .filter(|entity| entity.n_speeches > 0)
            .collect();
        (!entities.is_empty()).then(|| KindTop { kind: self.kind(kind), entities })
    }

    /// The language's feed, where feeds are made.
    pub(super) fn site_feed(&self) -> Option<String> {
        crate::site::export::site_feed(self.graph, self.lang).map(|route| self.href(&route))
    }
}

/// `rtl` where the language is written from right to left.
pub(super) fn direction(lang: &Lang) -> &'static str {
    if crate::base::lang::is_right_to_left(lang) { "rtl" } else { "ltr" }
}

/// `characters` where the language counts 字, else `words`.
pub(super) fn length_unit(lang: &Lang) -> &'static str {
    if lang.counts_characters() { "characters" } else { "words" }
}

/// The beginning of a text, cut at a word.
pub(super) fn clip(text: &str, longest: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(longest) else {
        return text.replace('\n', " ");
    };
    let cut = text[..end].rfind(' ').filter(|at| *at > end * 2 / 3).unwrap_or(end);
    format!(
        "{}…",
        text[..cut]
            .trim_end_matches(|c: char| c.is_ascii_punctuation() || "，、；：".contains(c))
            .replace('\n', " ")
    )
}

fn kind_label(
    graph: &Graph,
    strings: &Strings,
    lang: LangIndex,
    kind: KindId,
    form: &str,
) -> String {
    let kind = graph.config.kinds.kind(kind);
    let from_theme = strings
        .find(&format!("kinds.{}.{form}", kind.key))
        .or_else(|| strings.find(&format!("kinds.{}", kind.key)));
    let own = kind.label.as_ref().map(|label| label.text(&graph.config.languages[lang]));
    let fallback = if form == "one" { &kind.singular } else { &kind.key };
    match (own, from_theme) {
        (Some(own), _) if form == "other" => own.to_owned(),
        (_, Some(theme)) => theme.to_owned(),
        (Some(own), None) if graph.config.languages[lang].counts_characters() => own.to_owned(),
        _ => capitalised(fallback),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A kind as templates see it.
fn kind_view(
    graph: &Graph,
    strings: &Strings,
    lang: LangIndex,
    kind: KindId,
    n_entities: usize,
) -> KindView {
    let of = graph.config.kinds.kind(kind);
    KindView {
        key: of.key.clone(),
        singular: of.singular.clone(),
        label: kind_label(graph, strings, lang, kind, "other"),
        label_one: kind_label(graph, strings, lang, kind, "one"),
        href: format!("{}/index.html", of.key),
        n_entities,
    }
}

/// What the script of the search says to readers of one language, as it loads it: the words of `finder` and the names of the kinds.
#[must_use]
pub(crate) fn search_words(graph: &Graph, strings: &Strings, lang: LangIndex) -> Vec<u8> {
    let kinds: serde_json::Map<String, serde_json::Value> = graph
        .config
        .kinds
        .iter()
        .map(|(kind, of)| {
            let label = |form| kind_label(graph, strings, lang, kind, form);
            (of.key.clone(), serde_json::json!([label("one"), label("other")]))
        })
        .collect();
    let finder = strings.tree().get("finder").cloned().unwrap_or_default();
    let json = serde_json::json!({"words": finder, "kinds": kinds}).to_string();
    call(&format!("words.{}", graph.config.languages[lang]), json.as_bytes())
}

/// What browsers are told that pages may fetch: what the site itself holds, and nothing else.
/// Addresses with `data:` are the small pictures in style sheets.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; \
     form-action 'self'";

/// What every page of one language shares.
#[must_use]
pub(crate) fn site_view(graph: &Graph, strings: &Strings, lang: LangIndex) -> SiteView {
    let language = &graph.config.languages[lang];
    let n_entities =
        |kind: KindId| graph.corpus.entities.iter().filter(|entity| entity.kind == kind).count();
    SiteView {
        title: graph.config.title.text(language).to_owned(),
        description: graph
            .config
            .description
            .as_ref()
            .map_or("", |words| words.text(language))
            .to_owned(),
        lang: language.tag().to_owned(),
        base_url: graph.config.base_url.clone(),
        policy: POLICY,
        license: graph.config.license.clone(),
        kinds: graph
            .config
            .kinds
            .iter()
            .map(|(kind, _)| kind_view(graph, strings, lang, kind, n_entities(kind)))
            .collect(),
        search: graph.has_pages("search.html"),
        data_page: graph.has_pages("data.html"),
        about: graph.has_pages("about.html")
            && graph.corpus.about.iter().any(|page| page.lang == *language),
        data: crate::site::export::data_files(graph)
            .iter()
            .map(|file| file.route.path().to_owned())
            .collect(),
    }
}
