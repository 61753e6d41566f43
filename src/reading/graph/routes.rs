//! The one address of everything that has a page or a file.
//!
//! **Invariant:** a [`Route`] is a path from the root of the site, `/`-separated, without `.` or
//! `..`, and is made here only; links are computed from two routes, so they work at `/`, at a
//! sub-path and from `file://`.

mod made;
mod speeches;
#[cfg(test)]
mod tests;

use super::{Graph, LangIndex};
use crate::base::date::Date;
use crate::base::lang::Lang;
use crate::base::letters::composed;
use crate::base::percent;
use crate::reading::config::Config;
use crate::reading::corpus::{Entity, EntityId, Page, Speech, SpeechId};
use crate::reading::kinds::KindId;
pub(super) use made::PageRoutes;
pub(super) use speeches::{page_named, page_of, tagged_page, usual_page};
use std::borrow::Cow;
use std::sync::Arc;

/// The address of a file of the site, from its root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

/// A way to cut the list of speeches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListFacet {
    /// All of them.
    All,
    /// Those of a year.
    Year(i16),
    /// Those in which a person speaks.
    Speaker(EntityId),
    /// Those given at a place.
    Place(EntityId),
    /// Those that can be read in a language.
    Language(String),
    /// Those of a type.
    Type(&'static str),
    /// Those given at an event.
    Event(EntityId),
    /// Those of a series.
    Series(EntityId),
    /// Those on a topic.
    Topic(EntityId),
}

/// A way to order the index of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexOrder {
    /// Most mentioned first.
    Mentions,
    /// By the alphabet of the reader's language.
    Name,
    /// By pinyin.
    Pinyin,
    /// By the number of strokes (笔画).
    Strokes,
    /// By the date of the first mention.
    First,
}

impl IndexOrder {
    /// All orders; the first is the index itself.
    pub const ALL: [IndexOrder; 5] = [
        IndexOrder::Mentions,
        IndexOrder::Name,
        IndexOrder::Pinyin,
        IndexOrder::Strokes,
        IndexOrder::First,
    ];

    /// `mentions`, `name`, `pinyin`, `strokes` or `first`.
    pub fn word(self) -> &'static str {
        match self {
            IndexOrder::Mentions => "mentions",
            IndexOrder::Name => "name",
            IndexOrder::Pinyin => "pinyin",
            IndexOrder::Strokes => "strokes",
            IndexOrder::First => "first",
        }
    }
}

impl ListFacet {
    /// What the lists of one way have in common, in order.
    pub(crate) const WORDS: [&str; 8] =
        ["year", "speaker", "place", "event", "series", "topic", "type", "language"];

    /// `all`, or one of [`ListFacet::WORDS`].
    pub fn word(&self) -> &'static str {
        match self {
            ListFacet::All => "all",
            ListFacet::Year(_) => "year",
            ListFacet::Speaker(_) => "speaker",
            ListFacet::Place(_) => "place",
            ListFacet::Language(_) => "language",
            ListFacet::Type(_) => "type",
            ListFacet::Event(_) => "event",
            ListFacet::Series(_) => "series",
            ListFacet::Topic(_) => "topic",
        }
    }

    /// The entity whose speeches they are, if they are some entity's.
    pub(crate) fn entity(&self) -> Option<EntityId> {
        match self {
            ListFacet::All | ListFacet::Year(_) | ListFacet::Language(_) | ListFacet::Type(_) => {
                None
            }
            ListFacet::Speaker(entity)
            | ListFacet::Place(entity)
            | ListFacet::Event(entity)
            | ListFacet::Series(entity)
            | ListFacet::Topic(entity) => Some(*entity),
        }
    }
}

impl Route {
    /// The path from the root of the site.
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The same, to be kept.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// `""`, `"../"`, … : from this file's folder to the root.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The address of `other` as written in this file.
    pub fn href(&self, other: &Route) -> String {
        let (from, to) = (self.0.as_bytes(), other.0.as_bytes());
        let n_same = from.iter().zip(to).take_while(|(from, to)| from == to).count();
        // Only folders are shared: a page's link to itself is its name.
        let shared = from[..n_same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let up = "../".repeat(self.0[shared..].matches('/').count());
        encode(up + &other.0[shared..])
    }

    /// The absolute address of this file under `base`, which ends in `/`. That of a folder's page
    /// is the folder.
    pub fn url(&self, base: &str) -> String {
        let path = match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        };
        // Asked of each mention in some files, and nearly no path needs it.
        match path.bytes().any(cannot_stand) {
            true => format!("{base}{}", encode(path.to_owned())),
            false => [base, path].concat(),
        }
    }
}

/// Whether a character would end an address early or may not be in an IRI (RFC 3987 §2.2).
fn cannot_stand(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'^' | b'|' | b'\\' | b'%' | b'?' | b'#'
    )
}

/// A path as an address; letters of any script stay as they are.
fn encode(path: String) -> String {
    // Nearly no path needs it.
    if !path.bytes().any(cannot_stand) {
        return path;
    }
    percent::encode(&path, |c| u8::try_from(c).is_ok_and(cannot_stand))
}

/// The name of a page (from 1) of a list that is cut. The number comes after a dot, which is in no
/// id: `by-speaker/x.2.html` cannot be the speaker `x-2`.
fn numbered(name: &str, page: usize) -> String {
    match page {
        1 => format!("{name}.html"),
        _ => format!("{name}.{page}.html"),
    }
}

/// A year in an address; what has none is there, too.
fn year_word(year: i16) -> String {
    if year == Date::UNKNOWN.year() { "undated".to_owned() } else { format!("{year:04}") }
}

/// The folder whose files are published at the root as they are.
pub(super) const STATIC: &str = "static/";

/// The route of a file that is copied, which keeps its place in the content or in `static/`.
pub(crate) fn published(path: &str) -> Route {
    let folders = ["content/", STATIC];
    let kept = folders.iter().find_map(|folder| path.strip_prefix(folder));
    Route(kept.unwrap_or(path).into())
}

/// What is compared of two paths that a disk or a server may take for one: case, and how a letter
/// and its accent are stored, left out.
pub(crate) fn address_key(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(composed(&path.to_lowercase()).into_owned())
}

/// The folder of a language where the site has `languages`: the root for the first of them; none of
/// a language that is not among them.
pub(crate) fn folder_in(languages: &[Lang], lang: &Lang) -> Option<String> {
    let index = languages.iter().position(|known| known == lang)?;
    Some(if index == 0 { String::new() } else { format!("{lang}/") })
}

/// A page of the site's own, in the folder of its language.
pub(super) fn own_page(config: &Config, page: &Page) -> String {
    let lang = config.interface_of(&page.lang);
    let folder = folder_in(&config.languages, lang).unwrap_or_default();
    format!("{folder}{}.html", page.id)
}

fn route(config: &Config, lang: LangIndex, path: &str) -> Route {
    if lang == 0 {
        Route(path.into())
    } else {
        Route(format!("{}/{path}", config.languages[lang]).into())
    }
}

fn beside_entity(config: &Config, lang: LangIndex, entity: &Entity, suffix: &str) -> Route {
    let key = &config.kinds.kind(entity.kind).key;
    route(config, lang, &format!("{key}/{}{suffix}", entity.id))
}

impl Graph {
    fn route(&self, lang: LangIndex, path: &str) -> Route {
        route(&self.config, lang, path)
    }

    /// A file at the root: exports, assets, redirects. Parts of `path` that climb are left out.
    pub fn file_route(&self, path: &str) -> Route {
        let is_safe = |part: &&str| !matches!(*part, "" | "." | "..");
        if path.split('/').all(|part| is_safe(&part)) {
            return Route(path.into());
        }
        let safe: Vec<&str> = path.split('/').filter(is_safe).collect();
        Route(safe.join("/").into())
    }

    /// The home page.
    pub fn home_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "index.html")
    }

    /// A page of the site's own; its language is one of the interface's.
    pub fn own_route(&self, page: &Page) -> Route {
        Route(own_page(&self.config, page).into())
    }

    /// The page for addresses that do not exist.
    pub fn not_found_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "404.html")
    }

    /// The folder of a language, as a file in it.
    pub fn language_file_route(&self, lang: LangIndex, name: &str) -> Route {
        self.route(lang, name)
    }

    /// A speech version's page; versions in a language that the site's interface lacks have it in
    /// their name, and so have those whose usual address was another version's before.
    pub fn speech_route(&self, speech: SpeechId) -> Route {
        self.pages.of_speech[speech.0 as usize].clone()
    }

    /// The page that a speech has, or would have if it were published.
    pub(crate) fn page_of(&self, speech: &Speech) -> Route {
        Route(page_of(&self.config, &self.moved, speech).into())
    }

    /// A page (from 1) of a list of speeches.
    pub fn list_route(&self, lang: LangIndex, facet: &ListFacet, page: usize) -> Route {
        let value = match facet {
            ListFacet::All => return self.route(lang, &numbered("speeches/index", page)),
            ListFacet::Year(year) => year_word(*year),
            ListFacet::Language(tag) => tag.clone(),
            ListFacet::Type(word) => (*word).to_owned(),
            ListFacet::Speaker(entity)
            | ListFacet::Place(entity)
            | ListFacet::Event(entity)
            | ListFacet::Series(entity)
            | ListFacet::Topic(entity) => self.corpus.entity(*entity).id.clone(),
        };
        let name = format!("by-{}/{value}", facet.word());
        self.route(lang, &numbered(&format!("speeches/{name}"), page))
    }

    /// Two versions of a speech side by side: in the folder of the first one's language, with both
    /// tags in its name.
    pub fn parallel_route(&self, left: SpeechId, right: SpeechId) -> Route {
        let speech = self.corpus.speech(left);
        self.parallel_named(&speech.id, &speech.lang, &self.corpus.speech(right).lang)
    }

    /// Two versions side by side of a speech with this id.
    pub fn parallel_named(&self, id: &str, left: &Lang, right: &Lang) -> Route {
        self.route(self.interface_in(left), &format!("speeches/{id}.{left}.{right}.html"))
    }

    /// The search page.
    pub fn search_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "search.html")
    }

    /// The page of the data files.
    pub fn data_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "data.html")
    }

    /// A page (from 1) of the index of a kind in an order.
    pub fn kind_route(
        &self,
        lang: LangIndex,
        kind: KindId,
        order: IndexOrder,
        page: usize,
    ) -> Route {
        let key = &self.config.kinds.kind(kind).key;
        let name = if order == IndexOrder::Mentions {
            "index".to_owned()
        } else {
            format!("by-{}", order.word())
        };
        self.route(lang, &numbered(&format!("{key}/{name}"), page))
    }

    /// An entity's page.
    pub fn entity_route(&self, lang: LangIndex, entity: EntityId) -> Route {
        self.pages.of_entity[lang][entity.0 as usize].clone()
    }

    /// A page of an entity's mentions: of one year, cut at `part` (from 1) where a year is long.
    pub fn entity_year_route(
        &self,
        lang: LangIndex,
        entity: EntityId,
        year: i16,
        part: usize,
    ) -> Route {
        self.entity_file_route(lang, entity, &numbered(&format!("/{}", year_word(year)), part))
    }

    /// A file beside an entity's page: its feeds.
    pub fn entity_file_route(&self, lang: LangIndex, entity: EntityId, suffix: &str) -> Route {
        beside_entity(&self.config, lang, self.corpus.entity(entity), suffix)
    }
}
