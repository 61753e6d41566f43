//! What views are made of: references, rows, dates, charts, links.

use serde::Serialize;

/// A link to an entity, with what a list or a card shows of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RefView {
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
    /// Its names in other languages, at most two and each spelling once.
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

/// A picture that front matter or configuration names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PictureView {
    /// Its address, relative.
    pub src: String,
    /// Its sizes for screens with their widths, as `srcset` has them; empty if there are none.
    pub srcset: String,
    /// The same as AVIF, for a `source` before it; empty if there are none.
    pub avif: String,
    /// Its address in full, where the site knows its own; else as `src`.
    pub url: String,
    /// Pixels from side to side; 0 if they are not known.
    pub width: usize,
    /// Pixels from top to bottom; 0 if they are not known.
    pub height: usize,
    /// Words for those who do not see it.
    pub alt: String,
    /// Who made it; empty if not given.
    pub credit: String,
}

/// Text with its language.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TextView {
    /// BCP-47 tag.
    pub lang: String,
    /// The text.
    pub text: String,
}

/// A date as machines and as readers write it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DateView {
    /// `2024-03-07`, `2024-03` or `2024`; empty if it is not known.
    pub iso: String,
    /// `7 March 2024`, `2024年3月7日`, `about 1962`.
    pub text: String,
    /// The year alone, or the word for what has none.
    pub year: String,
}

/// One line of a list of speeches.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SpeechRow {
    /// Title as printed.
    pub title: String,
    /// BCP-47 tag of the title, if it is not the page's.
    pub lang: Option<String>,
    /// The speech's page, relative.
    pub href: String,
    /// Date.
    pub date: DateView,
    /// Who speaks, as printed; of many the first, and last `12 others`. May be empty.
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

/// Counts over time: an inline SVG and the same numbers as a table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChartView {
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
pub(crate) struct ChartRow {
    /// `2024` or `2024-03`.
    pub period: String,
    /// The period as readers write it.
    pub text: String,
    /// How many.
    pub count: usize,
    /// Where they are listed.
    pub href: Option<String>,
}

/// Places on a map, and the same places as a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MapView {
    /// Finished `<svg>` whose numbers are the places in the order of the list, from 1; what is not in
    /// the list has a dot.
    pub svg_html: String,
    /// The places with a number.
    pub places: Vec<MapPlace>,
}

/// A place on a map.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MapPlace {
    /// The place.
    pub entity: RefView,
    /// How often it is named: on its own page in all, on others beside the page's entity.
    pub count: usize,
}

/// A link to a paragraph.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ParagraphLink {
    /// `¶` number: `12.3`.
    pub number: String,
    /// `#t12p3`, or with the page's path before it.
    pub href: String,
}

/// One value of a facet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FacetItem {
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

/// The same page in another language.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AlternateView {
    /// BCP-47 tag.
    pub lang: String,
    /// The language's own name for itself.
    pub label: String,
    /// Relative address.
    pub href: String,
    /// Absolute address; only where the site has a `base_url`.
    pub url: Option<String>,
}
