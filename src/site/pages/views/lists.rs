//! Views of the home page, of lists of speeches and of the indexes of kinds.

use super::page::KindView;
use super::parts::{ChartView, DateView, FacetItem, MapView, RefView, SpeechRow};
use serde::Serialize;

/// `home.html`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HomeView {
    /// The text of `content/index.<lang>.md`, finished HTML; empty if there is none.
    pub html: String,
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
pub(crate) struct KindTop {
    /// The kind; its `href` is relative to `page.home`.
    pub kind: KindView,
    /// The entities.
    pub entities: Vec<RefView>,
}

/// `speeches.html`: the list of speeches and its facets.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpeechListView {
    /// Heading of the list; empty for the list of all.
    pub heading: String,
    /// BCP-47 tag of the heading, if it is not the page's.
    pub heading_lang: Option<String>,
    /// Which facet this is: `all`, or one of those that `facets` of a theme can name.
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
    /// Speeches by month and year, on the first page of all speeches.
    pub calendar: Option<CalendarView>,
    /// The other lists, with counts.
    pub facets: Vec<FacetView>,
}

/// Speeches by month, a row a year. The lists of the years are its text.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CalendarView {
    /// Finished `<svg>`.
    pub svg_html: String,
}

/// Speeches of one year.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct YearGroup {
    /// `2024`.
    pub year: String,
    /// Newest first.
    pub speeches: Vec<SpeechRow>,
}

/// A way to browse.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FacetView {
    /// Which it is, as `facets` of a theme names it.
    pub by: &'static str,
    /// Values with counts: those with most speeches, or none where they are too many for this page.
    pub items: Vec<FacetItem>,
    /// How many there are.
    pub n_items: usize,
    /// Where they are, if not here.
    pub href: Option<String>,
    /// The kinds whose indexes have those that are left out; empty where none is.
    pub kinds: Vec<KindView>,
}

/// `kind.html`: the index of a kind.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct KindIndexView {
    /// The kind.
    pub kind: KindView,
    /// The order of this index: `mentions`, `name`, `pinyin`, `strokes` or `first` (mention).
    pub order: &'static str,
    /// All orders that the kind can be seen in.
    pub orders: Vec<OrderView>,
    /// Where the entities of the kind are, the most mentioned ones; in the first order only.
    pub map: Option<MapView>,
    /// Finished `<svg>` of when the entities of the kind are mentioned; empty where they have no
    /// beginning. In the first order only.
    pub timeline_html: String,
    /// Letters, numbers of strokes or years of this order, each with where it begins; empty for
    /// `mentions`.
    pub headings: Vec<HeadingView>,
    /// This page of it.
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

/// An order of an index.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OrderView {
    /// `mentions`, `name`, `pinyin`, `strokes` or `first`.
    pub by: &'static str,
    /// Its page, relative.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// A heading of an index.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HeadingView {
    /// A letter, a number of strokes, a year.
    pub label: String,
    /// Where it begins; none for a letter without entries.
    pub href: Option<String>,
}

/// A line of an index.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EntityRow {
    /// The heading that begins with this line, whose anchor is `i-` and the heading; empty on all
    /// others.
    pub heading: String,
    /// The entity, by the name that it stands under in this order.
    pub entity: RefView,
    /// Date of the first speech that mentions it.
    pub first: Option<DateView>,
    /// Date of the last.
    pub last: Option<DateView>,
    /// Finished `<svg>` of its mentions over the years of the site.
    pub spark_html: String,
}
