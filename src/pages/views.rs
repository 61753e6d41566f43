//! What a template receives: plain data, one struct per page type, decided before a template runs.
//!
//! **Invariant:** every `href` is relative to the page that holds the view and was made from a `Route`, so it resolves.
//! **Invariant:** fields named `html` are finished, escaped HTML; every other string is text and is escaped by the template.
//!
//! A view never holds a whole-site list that grows without bound: long lists are cut into pages before.

use serde::Serialize;

/// What every page has: its own address and head.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// The page type: the template's name without `.html`.
    pub template: &'static str,
    /// Text of `<title>` before the site's name; empty on the home page.
    pub title: String,
    /// One sentence for `<meta name=description>`.
    pub description: String,
    /// BCP-47 tag for `<html lang>`.
    pub lang: String,
    /// `""`, `"../"`, `"../../"`: from this page to the folder of its language.
    pub home: String,
    /// The same, to the root of the site (where `assets/` is).
    pub root: String,
    /// This page's path from the root of the site, `/`-separated.
    pub path: String,
    /// Absolute address; only where the site has a `base_url`.
    pub canonical: Option<String>,
    /// This page in other languages.
    pub alternates: Vec<AlternateView>,
    /// The language switch: this page in each other language, or that language's home.
    pub languages: Vec<AlternateView>,
    /// Absolute address for readers of any other language; only with a `base_url`, on pages that have `alternates`.
    pub x_default: Option<String>,
    /// Atom feed that belongs to this page (site or entity), relative.
    pub feed: Option<String>,
    /// JSON-LD (schema.org), safe to stand inside `<script type="application/ld+json">`.
    pub json_ld_html: Option<String>,
    /// Open Graph type: `website`, `article` or `profile`.
    pub og_type: &'static str,
    /// True where search engines should not list the page (404, drafts).
    pub no_index: bool,
}

/// The same page in another language.
#[derive(Debug, Clone, Serialize)]
pub struct AlternateView {
    /// BCP-47 tag.
    pub lang: String,
    /// The language's own name for itself.
    pub label: String,
    /// Relative address.
    pub href: String,
    /// Absolute address; only where the site has a `base_url`.
    pub url: Option<String>,
}

/// What every page of one language shares; `{{ site.… }}` in templates. Addresses here are relative to `page.home`.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The site's title in this language.
    pub title: String,
    /// The site's one-sentence description.
    pub description: String,
    /// BCP-47 tag of this language.
    pub lang: String,
    /// Absolute address of the root, with a final `/`.
    pub base_url: Option<String>,
    /// Licence of the texts, as written in `oratory.toml`.
    pub license: Option<String>,
    /// The kinds of entity, in registry order.
    pub kinds: Vec<KindView>,
    /// Whether the site has an about page in this language.
    pub about: bool,
    /// Paths of data files from the root, as the exporters give them: `mentions.csv`, …
    pub data: Vec<String>,
}

/// A kind of entity.
#[derive(Debug, Clone, Serialize)]
pub struct KindView {
    /// Front-matter key and folder: `people`, `places`, `initiatives`, or a site's own.
    pub key: String,
    /// CSS class suffix and data value: `person`, `place`, `initiative`, or the site's own singular.
    pub singular: String,
    /// Plural label in the page's language.
    pub label: String,
    /// Singular label in the page's language.
    pub label_one: String,
    /// Index page, relative to `page.home`.
    pub href: String,
    /// How many entities of the kind have a page.
    pub n_entities: usize,
}

/// A link to an entity, with what a list or a card shows of it.
#[derive(Debug, Clone, Serialize)]
pub struct RefView {
    /// The entity's id.
    pub id: String,
    /// CSS class suffix of its kind.
    pub kind: String,
    /// Singular label of its kind in the page's language.
    pub kind_label: String,
    /// Its name in the page's language, or the nearest there is.
    pub name: String,
    /// BCP-47 tag of `name`, if it is not the page's.
    pub name_lang: Option<String>,
    /// Its name in the site's other languages.
    pub other_names: Vec<TextView>,
    /// One line that says what it is; empty if there is none.
    pub description: String,
    /// Its page, relative.
    pub href: String,
    /// Mentions in the whole site, each work counted in one language.
    pub n_mentions: usize,
    /// Works (speeches, counted once over their translations) that mention it.
    pub n_speeches: usize,
}

/// Text with its language.
#[derive(Debug, Clone, Serialize)]
pub struct TextView {
    /// BCP-47 tag.
    pub lang: String,
    /// The text.
    pub text: String,
}

/// A date as machines and as readers write it.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2024-03-07`, `2024-03` or `2024`.
    pub iso: String,
    /// `7 March 2024`, `2024年3月7日`.
    pub text: String,
    /// The year alone.
    pub year: String,
}

/// One line of a list of speeches.
#[derive(Debug, Clone, Serialize)]
pub struct SpeechRow {
    /// Title as printed.
    pub title: String,
    /// BCP-47 tag of the title, if it is not the page's.
    pub lang: Option<String>,
    /// The speech's page, relative.
    pub href: String,
    /// Date.
    pub date: DateView,
    /// Who speaks, as printed; may be empty.
    pub speakers: Vec<String>,
    /// Type of event in the page's language; empty if not given.
    pub type_label: String,
    /// Place, as printed; empty if not given.
    pub location: String,
    /// The other languages it can be read in.
    pub also_in: Vec<AlternateView>,
    /// Mentions in the version that the row links to.
    pub n_mentions: usize,
    /// Length in `length_unit`s.
    pub length: usize,
    /// `words`, or `characters` (字).
    pub length_unit: &'static str,
    /// Whether it is a draft.
    pub draft: bool,
}

/// `home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The newest speeches, at most 5.
    pub newest: Vec<SpeechRow>,
    /// Works in the site.
    pub n_speeches: usize,
    /// All mentions, each work counted in one language.
    pub n_mentions: usize,
    /// Per kind the most mentioned entities, at most 8 each; kinds with none are left out.
    pub most_mentioned: Vec<KindTop>,
    /// Speeches over time; none with fewer than two periods.
    pub activity: Option<ChartView>,
    /// First and last year, `2019–2024`; empty without speeches.
    pub span: String,
}

/// A kind with its most mentioned entities.
#[derive(Debug, Clone, Serialize)]
pub struct KindTop {
    /// The kind; its `href` is relative to `page.home`.
    pub kind: KindView,
    /// The entities.
    pub entities: Vec<RefView>,
}

/// Counts over time: an inline SVG and the same numbers as a table.
#[derive(Debug, Clone, Serialize)]
pub struct ChartView {
    /// Finished `<svg role=img>` with classes only.
    pub svg_html: String,
    /// `year` or `month`.
    pub unit: &'static str,
    /// Oldest first, no gaps.
    pub rows: Vec<ChartRow>,
    /// The highest row.
    pub peak: ChartRow,
}

/// One period of a chart.
#[derive(Debug, Clone, Serialize)]
pub struct ChartRow {
    /// `2024` or `2024-03`.
    pub period: String,
    /// The period as readers write it.
    pub text: String,
    /// How many.
    pub count: usize,
}

/// `speech.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SpeechView {
    /// The speech's id.
    pub id: String,
    /// Title.
    pub title: String,
    /// BCP-47 tag of the text.
    pub lang: String,
    /// The language's own name for itself.
    pub lang_label: String,
    /// Date.
    pub date: DateView,
    /// Type of event in the page's language; empty if not given.
    pub type_label: String,
    /// Occasion, as written; empty if not given.
    pub event: String,
    /// Where.
    pub location: Option<RefView>,
    /// Who speaks, with the role on that day.
    pub speakers: Vec<SpeakerView>,
    /// The other languages it can be read in.
    pub translations: Vec<AlternateView>,
    /// Length in `length_unit`s.
    pub length: usize,
    /// `words` or `characters` (字).
    pub length_unit: &'static str,
    /// What kind of text it is, in the page's language: “verbatim”, “summary”, …; empty if not given.
    pub status_label: String,
    /// Where the text comes from.
    pub sources: Vec<SourceView>,
    /// Licence of this text; empty if not given.
    pub license: String,
    /// Corrections made.
    pub changes: Vec<ChangeView>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Mentions in this text.
    pub n_mentions: usize,
    /// The table of questions; empty for a monologue.
    pub questions: Vec<QuestionView>,
    /// The text, in order.
    pub parts: Vec<PartView>,
    /// Footnotes as a finished `<section>`; empty if there are none.
    pub footnotes_html: String,
    /// “Mentioned here”: per kind, entities by first mention.
    pub mentioned: Vec<MentionedKind>,
    /// The speech before this one by date.
    pub previous: Option<SpeechRow>,
    /// The speech after this one by date.
    pub next: Option<SpeechRow>,
    /// Speeches that name the same entities, nearest first, at most 5.
    pub similar: Vec<SpeechRow>,
}

/// Someone who speaks.
#[derive(Debug, Clone, Serialize)]
pub struct SpeakerView {
    /// Name as shown.
    pub name: String,
    /// The person's entity, if it has one.
    pub entity: Option<RefView>,
    /// Role on that day; empty if not given.
    pub role: String,
}

/// Where a text comes from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Address, if there is one.
    pub url: Option<String>,
    /// The address without scheme, or the note: what to show.
    pub label: String,
    /// Archived copy.
    pub archived_url: Option<String>,
    /// Date of retrieval.
    pub retrieved: Option<DateView>,
    /// Note; empty if not given.
    pub note: String,
    /// SHA-256 of the source file; empty if not given.
    pub sha256: String,
}

/// A correction.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// When.
    pub date: DateView,
    /// What.
    pub note: String,
}

/// A line of the table of questions.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// 1, 2, 3, …
    pub number: usize,
    /// Who asks, as printed.
    pub label: String,
    /// `#t3`.
    pub href: String,
    /// What the question and its answers name, most mentioned first, at most 4.
    pub entities: Vec<RefView>,
}

/// A piece of the text.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum PartView {
    /// A question and its answers.
    Exchange {
        /// 1, 2, 3, …
        number: usize,
        /// Question first.
        turns: Vec<TurnView>,
    },
    /// A turn outside an exchange.
    Turn {
        /// The turn.
        turn: Box<TurnView>,
    },
    /// Text outside turns, headings among it.
    Prose {
        /// Finished HTML of the blocks.
        html: String,
    },
}

/// What one speaker says in one go.
#[derive(Debug, Clone, Serialize)]
pub struct TurnView {
    /// Anchor, `t12`.
    pub id: String,
    /// `question`, `answer` or `speech`.
    pub role: &'static str,
    /// The label as printed, without its colon.
    pub label: String,
    /// The speaker's entity, if it has one.
    pub entity: Option<RefView>,
    /// On whose behalf: an organization's name; empty if not given.
    pub on_behalf_of: String,
    /// The same speaker as the turn before (after an interruption).
    pub continued: bool,
    /// Finished HTML of the blocks, scenes and notes among them; each paragraph with its anchor and number.
    pub html: String,
}

/// Entities of one kind mentioned in a speech.
#[derive(Debug, Clone, Serialize)]
pub struct MentionedKind {
    /// The kind; its `href` is relative to `page.home`.
    pub kind: KindView,
    /// By first mention.
    pub entities: Vec<MentionedView>,
}

/// An entity mentioned in a speech.
#[derive(Debug, Clone, Serialize)]
pub struct MentionedView {
    /// The entity.
    pub entity: RefView,
    /// Its role at the speech's date; empty if none.
    pub role: String,
    /// Mentions here.
    pub n_here: usize,
    /// Where, in order, each paragraph once.
    pub paragraphs: Vec<ParagraphLink>,
}

/// A link to a paragraph.
#[derive(Debug, Clone, Serialize)]
pub struct ParagraphLink {
    /// `¶` number: `12.3`.
    pub number: String,
    /// `#t12p3`, or with the page's path before it.
    pub href: String,
}

/// `speeches.html`: the list of speeches and its facets.
#[derive(Debug, Clone, Serialize)]
pub struct SpeechListView {
    /// Heading of the list; empty for the list of all.
    pub heading: String,
    /// Which facet this is: `all`, `year`, `speaker`, `place` or `language`.
    pub by: &'static str,
    /// The entity that the list is about (speaker, place).
    pub entity: Option<RefView>,
    /// Speeches in the list, over all its pages.
    pub n_speeches: usize,
    /// This page of it, newest first, grouped by year.
    pub years: Vec<YearGroup>,
    /// This page's number, from 1.
    pub page_number: usize,
    /// How many pages.
    pub n_pages: usize,
    /// The page before (newer).
    pub newer: Option<String>,
    /// The page after (older).
    pub older: Option<String>,
    /// The other lists, with counts.
    pub facets: Vec<FacetView>,
}

/// Speeches of one year.
#[derive(Debug, Clone, Serialize)]
pub struct YearGroup {
    /// `2024`.
    pub year: String,
    /// Newest first.
    pub speeches: Vec<SpeechRow>,
}

/// A way to browse.
#[derive(Debug, Clone, Serialize)]
pub struct FacetView {
    /// `year`, `speaker`, `place` or `language`.
    pub by: &'static str,
    /// Values with counts.
    pub items: Vec<FacetItem>,
}

/// One value of a facet.
#[derive(Debug, Clone, Serialize)]
pub struct FacetItem {
    /// What it says.
    pub label: String,
    /// BCP-47 tag of the label, if it is not the page's.
    pub lang: Option<String>,
    /// Its list, relative.
    pub href: String,
    /// Speeches in it.
    pub count: usize,
    /// Whether it is this page.
    pub current: bool,
}

/// `kind.html`: the index of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct KindIndexView {
    /// The kind.
    pub kind: KindView,
    /// This page of it, most mentioned first.
    pub entities: Vec<EntityRow>,
    /// Entities on all pages.
    pub n_entities: usize,
    /// This page's number, from 1.
    pub page_number: usize,
    /// How many pages.
    pub n_pages: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A line of an index.
#[derive(Debug, Clone, Serialize)]
pub struct EntityRow {
    /// The entity.
    pub entity: RefView,
    /// Date of the first speech that mentions it.
    pub first: Option<DateView>,
    /// Date of the last.
    pub last: Option<DateView>,
}

/// `entity.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntityView {
    /// The entity itself.
    pub entity: RefView,
    /// The kind; its `href` is relative to `page.home`.
    pub kind: KindView,
    /// Finished HTML of the description; empty if there is none.
    pub html: String,
    /// BCP-47 tag of the description, if it is not the page's.
    pub html_lang: Option<String>,
    /// Other names, each with how often it stands in the texts.
    pub aliases: Vec<AliasView>,
    /// Roles with dates (people).
    pub roles: Vec<RoleView>,
    /// Born (people).
    pub born: Option<DateView>,
    /// Died (people).
    pub died: Option<DateView>,
    /// `[longitude, latitude]` in degrees (places).
    pub coordinates: Option<[f64; 2]>,
    /// Country code or name (places); empty if not given.
    pub country: String,
    /// What it is part of.
    pub part_of: Option<RefView>,
    /// What is part of it.
    pub parts: Vec<RefView>,
    /// When it began (initiatives).
    pub started: Option<DateView>,
    /// Who proposed it (initiatives).
    pub proposed_by: Option<RefView>,
    /// Related entities.
    pub related: Vec<RefView>,
    /// The same thing elsewhere: Wikidata, VIAF, …
    pub same_as: Vec<LinkView>,
    /// Date of the first speech that mentions it.
    pub first: Option<DateView>,
    /// Date of the last.
    pub last: Option<DateView>,
    /// Mentions over time; none with fewer than two periods.
    pub over_time: Option<ChartView>,
    /// Every mention on this page, as keyword in context, newest speech first.
    pub speeches: Vec<KwicGroup>,
    /// Where mentions are split by year: the other years. Empty when all stand here.
    pub years: Vec<FacetItem>,
    /// The year of this page, where mentions are split; empty on the first page.
    pub year: String,
    /// Mentions by what kind of turn they stand in, zero counts left out.
    pub by_turn: Vec<TurnCount>,
    /// Who says it, most often first, at most 10.
    pub said_by: Vec<SaidBy>,
    /// Entities named beside it, at most 20.
    pub beside: Vec<BesideView>,
    /// Speeches in which this person speaks.
    pub speaks: Option<FacetItem>,
}

/// Another name of an entity.
#[derive(Debug, Clone, Serialize)]
pub struct AliasView {
    /// The name.
    pub text: String,
    /// `zh` for Han names on pages of another language, and so on; none if it cannot be told.
    pub lang: Option<String>,
    /// Times it stands in the texts.
    pub count: usize,
}

/// A role with its dates.
#[derive(Debug, Clone, Serialize)]
pub struct RoleView {
    /// The role.
    pub role: String,
    /// Where: an entity of the site.
    pub organization: Option<RefView>,
    /// Where, as written, if it is no entity; empty if not given.
    pub organization_text: String,
    /// From.
    pub from: Option<DateView>,
    /// Until.
    pub until: Option<DateView>,
}

/// A link out of the site.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    /// Address.
    pub url: String,
    /// Name of the site it leads to: `Wikidata Q148`.
    pub label: String,
}

/// The mentions in one speech.
#[derive(Debug, Clone, Serialize)]
pub struct KwicGroup {
    /// The speech.
    pub speech: SpeechRow,
    /// In order of the text.
    pub lines: Vec<KwicLine>,
}

/// One mention in its sentence.
#[derive(Debug, Clone, Serialize)]
pub struct KwicLine {
    /// Text before, cut at a word or character.
    pub before: String,
    /// The words themselves.
    pub surface: String,
    /// Text after.
    pub after: String,
    /// BCP-47 tag of the text.
    pub lang: String,
    /// The paragraph.
    pub paragraph: ParagraphLink,
    /// Who says it, as printed; empty for narrative.
    pub speaker: String,
    /// `question`, `answer`, `speech`, `narrative`, …
    pub turn: &'static str,
    /// Marked in the source as uncertain.
    pub doubtful: bool,
}

/// Mentions in one kind of turn.
#[derive(Debug, Clone, Serialize)]
pub struct TurnCount {
    /// `question`, `answer`, `speech`, `narrative`, …
    pub turn: &'static str,
    /// How many.
    pub count: usize,
}

/// Who says it how often.
#[derive(Debug, Clone, Serialize)]
pub struct SaidBy {
    /// Name as shown.
    pub name: String,
    /// The person's entity, if it has one.
    pub entity: Option<RefView>,
    /// How many mentions.
    pub count: usize,
}

/// An entity named beside another.
#[derive(Debug, Clone, Serialize)]
pub struct BesideView {
    /// The other entity.
    pub entity: RefView,
    /// Paragraphs that name both.
    pub paragraphs: usize,
    /// Speeches that name both.
    pub speeches: usize,
}

/// `about.html`.
#[derive(Debug, Clone, Serialize)]
pub struct AboutView {
    /// Heading.
    pub title: String,
    /// Finished HTML.
    pub html: String,
}

/// `redirect.html`: an old address that leads on.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// Where to, relative.
    pub to: String,
    /// Title of the page it leads to.
    pub title: String,
}

/// `404.html`. Its links are absolute where the site has a `base_url`, because it is served at any depth.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundView {
    /// The newest speeches, at most 5.
    pub newest: Vec<SpeechRow>,
}

/// The view of one page, by page type.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum View {
    /// `home.html`.
    Home(HomeView),
    /// `speech.html`.
    Speech(Box<SpeechView>),
    /// `speeches.html`.
    SpeechList(SpeechListView),
    /// `kind.html`.
    Kind(KindIndexView),
    /// `entity.html`.
    Entity(Box<EntityView>),
    /// `about.html`.
    About(AboutView),
    /// `redirect.html`.
    Redirect(RedirectView),
    /// `404.html`.
    NotFound(NotFoundView),
}
