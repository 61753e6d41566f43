//! Views of every page: its head, the site around it, and the pages that hold little else.

use super::parts::{AlternateView, DateView, FacetItem, PictureView, RefView, SpeechRow, TextView};
use serde::Serialize;

/// What every page has: its own address and head.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PageView {
    /// The page type: the template's name without `.html`.
    pub template: &'static str,
    /// Text of `<title>` before the site's name; empty on the home page.
    pub title: String,
    /// One sentence for `<meta name=description>`.
    pub description: String,
    /// BCP-47 tag for `<html lang>`.
    pub lang: String,
    /// `ltr` or `rtl`, for `<html dir>`.
    pub dir: &'static str,
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
    /// Absolute address for readers of any other language; only with a `base_url`, on pages that
    /// have `alternates`.
    pub x_default: Option<String>,
    /// Atom feed that belongs to this page (site or entity), relative.
    pub feed: Option<String>,
    /// The same as JSON Feed, relative.
    pub json_feed: Option<String>,
    /// JSON-LD (schema.org), safe to stand inside `<script type="application/ld+json">`.
    pub json_ld_html: Option<String>,
    /// Open Graph type: `website`, `article` or `profile`.
    pub og_type: &'static str,
    /// The picture by which others show a link to the page.
    pub image: Option<PictureView>,
    /// True where search engines should not list the page (404, drafts).
    pub no_index: bool,
    /// Whom the text of the page names, in its order, where no list beside it says so: for cards.
    pub named: Vec<RefView>,
}

/// What every page of one language shares; `{{ site.… }}` in templates. Addresses here are relative
/// to `page.home`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SiteView {
    /// The site's title in this language.
    pub title: String,
    /// The site's one-sentence description.
    pub description: String,
    /// BCP-47 tag of this language.
    pub lang: String,
    /// Absolute address of the root, with a final `/`.
    pub base_url: Option<String>,
    /// The policy of every page, for `<meta http-equiv="Content-Security-Policy">` before all else
    /// that a page fetches: write `| safe`.
    pub policy: String,
    /// What the site shows of itself.
    pub brand: BrandView,
    /// Scripts of other hosts, which every page loads.
    pub scripts: Vec<ScriptView>,
    /// Licence of the texts, as written in `oratory.toml`.
    pub license: Option<String>,
    /// The kinds of entity, in registry order.
    pub kinds: Vec<KindView>,
    /// The menu, in order.
    pub menu: Vec<MenuView>,
    /// The links at the foot.
    pub foot: Vec<MenuView>,
    /// Whether the site has an about page in this language.
    pub about: bool,
    /// Whether the site has a search page, `search.html`.
    pub search: bool,
    /// Whether the site has a page of its data files, `data.html`.
    pub data_page: bool,
    /// Paths of data files from the root, as the exporters give them: `mentions.csv`, …
    pub data: Vec<String>,
    /// What `oratory.toml` has under `extra`, as it is written there.
    pub extra: serde_json::Value,
}

/// A kind of entity.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct KindView {
    /// Front-matter key and folder: `people`, `places`, `initiatives`, or a site's own.
    pub key: String,
    /// CSS class suffix and data value: `person`, `place`, `initiative`, or the site's own
    /// singular.
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

/// `about.html`: a page of the site's own.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AboutView {
    /// Its path in the content without language and ending: `about`, `news/index`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One sentence about it; empty if not given.
    pub summary: String,
    /// Of when it is, if its file says so.
    pub date: Option<DateView>,
    /// Finished HTML.
    pub html: String,
    /// The page of the folder in which it lies, if that has one.
    pub section: Option<OwnRow>,
    /// Where it is the page of a folder, the others in it: by their order, then newest first.
    pub pages: Vec<OwnRow>,
    /// Where it has a place in its folder, all pages there that have one, in their order.
    pub contents: Vec<OwnRow>,
    /// The one before it in `contents`.
    pub previous: Option<OwnRow>,
    /// The one after it.
    pub next: Option<OwnRow>,
    /// What its file has under `extra`, as it is written there.
    pub extra: serde_json::Value,
}

/// A page of the site's own in a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OwnRow {
    /// Title.
    pub title: String,
    /// Its address, relative.
    pub href: String,
    /// Of when it is, if its file says so.
    pub date: Option<DateView>,
    /// One sentence about it; empty if not given.
    pub summary: String,
    /// Whether it is the page on which the list stands.
    pub is_current: bool,
}

/// What a site shows of itself: `[brand]` of `oratory.toml`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BrandView {
    /// A picture, from the root of the site.
    pub logo: Option<String>,
    /// The picture of the browser's tab, from the root of the site.
    pub icon: Option<String>,
    /// Whether there is a sheet of its colours, `assets/brand.css`.
    pub has_colors: bool,
    /// A line at the foot; empty if not given.
    pub footer: String,
    /// The site elsewhere.
    pub links: Vec<MenuView>,
}

/// A script of another host.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ScriptView {
    /// Its address.
    pub src: String,
    /// Its `data-` attributes.
    pub data: Vec<AttributeView>,
}

/// An attribute.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AttributeView {
    /// Its name behind `data-`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A link that every page has.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MenuView {
    /// `speeches`, the key of a kind, or the path of a page; empty for an address elsewhere.
    pub key: String,
    /// What readers see.
    pub label: String,
    /// Its address, relative to `page.home`, or absolute; empty for a word below which others lie.
    pub href: String,
    /// Whether `href` leads to another site.
    pub is_external: bool,
    /// What lies below it in the menu; nothing lies below that.
    pub items: Vec<MenuView>,
}

/// `search.html`. What it finds is made by the reader's browser out of the files under `search/`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SearchView {
    /// Works in the site.
    pub n_speeches: usize,
    /// Years with speeches, newest first: for readers without JavaScript.
    pub years: Vec<FacetItem>,
}

/// `data.html`: the data files of the site.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DataView {
    /// What there is, each in its formats: the tables first.
    pub groups: Vec<DataGroupView>,
    /// The description of all tables, column by column, relative; none where it is not made.
    pub package: Option<String>,
}

/// The same data in several formats.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DataGroupView {
    /// What it is: the name of a table, or of a format.
    pub subject: &'static str,
    /// How many records each of the files holds, where they hold records.
    pub n_rows: Option<usize>,
    pub files: Vec<DataFileView>,
}

/// A data file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DataFileView {
    /// What its format is called (`CSV`), or where there is but one, its name: `places.geojson`.
    pub label: String,
    /// Its path from the root of the site.
    pub path: String,
    /// Its address, relative.
    pub href: String,
    /// How long it is, as people read it: `1.2 MB`.
    pub size: String,
    /// The same in bytes.
    pub bytes: usize,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// `withdrawn.html`: a speech that was published and taken back.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct WithdrawnView {
    /// Its title.
    pub title: TextView,
    /// When it was given.
    pub date: DateView,
    /// When it was withdrawn, where its file says.
    pub since: Option<DateView>,
    /// Why, where its file says.
    pub reason: Option<TextView>,
    /// The ids of its paragraphs and turns, so that links to them find the page.
    pub anchors: Vec<String>,
}

/// `redirect.html`: an old address that leads on.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RedirectView {
    /// Where to, relative.
    pub to: String,
    /// Title of the page it leads to.
    pub title: String,
}

/// `404.html`. Its links are absolute where the site has a `base_url`, because it is served at any
/// depth.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotFoundView {
    /// The newest speeches, at most 5.
    pub newest: Vec<SpeechRow>,
}
