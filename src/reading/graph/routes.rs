//! The one address of everything that has a page or a file.
//!
//! **Invariant:** a [`Route`] is a path from the root of the site, `/`-separated, without `.` or `..`, and is made here only; links are
//! computed from two routes, so they work at `/`, at a sub-path and from `file://`.

use super::{Graph, LangIndex};
use crate::base::sources::FileId;
use crate::reading::corpus::{EntityId, Speech, SpeechId};
use crate::reading::kinds::KindId;
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
    #[must_use]
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
    /// `all`, `year`, `speaker`, `place` or `language`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            ListFacet::All => "all",
            ListFacet::Year(_) => "year",
            ListFacet::Speaker(_) => "speaker",
            ListFacet::Place(_) => "place",
            ListFacet::Language(_) => "language",
        }
    }
}

impl Route {
    /// The path from the root of the site.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0
    }

    /// `""`, `"../"`, … : from this file's folder to the root.
    #[must_use]
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The address of `other` as written in this file.
    #[must_use]
    pub fn href(&self, other: &Route) -> String {
        let (from, to): (Vec<&str>, Vec<&str>) =
            (self.0.split('/').collect(), other.0.split('/').collect());
        let shared = from
            .iter()
            .zip(&to)
            .take(from.len().min(to.len()) - 1)
            .take_while(|(a, b)| a == b)
            .count();
        let up = "../".repeat(from.len() - 1 - shared);
        encode(&(up + &to[shared..].join("/")))
    }

    /// The absolute address of this file under `base`, which ends in `/`.
    #[must_use]
    pub fn url(&self, base: &str) -> String {
        let path = self
            .0
            .strip_suffix("index.html")
            .filter(|rest| rest.is_empty() || rest.ends_with('/'))
            .unwrap_or(&self.0);
        base.to_owned() + &encode(path)
    }
}

/// A path as an address: what would end it early or is no character of an IRI is percent-encoded (RFC 3987 §2.2); letters of any script stay.
fn encode(path: &str) -> String {
    if !path.contains([' ', '"', '<', '>', '`', '{', '}', '^', '|', '\\', '%', '?', '#']) {
        return path.to_owned();
    }
    let mut encoded = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        match c {
            ' ' | '"' | '<' | '>' | '`' | '{' | '}' | '^' | '|' | '\\' | '%' | '?' | '#' => {
                encoded.push_str(&format!("%{:02X}", u32::from(c)))
            }
            _ => encoded.push(c),
        }
    }
    encoded
}

/// The route of a media file, which keeps its place in the content.
pub(super) fn published(path: &str) -> Route {
    Route(path.strip_prefix("content/").unwrap_or(path).into())
}

impl Graph {
    fn route(&self, lang: LangIndex, path: &str) -> Route {
        if lang == 0 {
            Route(path.into())
        } else {
            Route(format!("{}/{path}", self.config.languages[lang]).into())
        }
    }

    /// A file at the root: exports, assets, redirects. `path` must not climb out of the site.
    #[must_use]
    pub fn file_route(&self, path: &str) -> Route {
        let safe: Vec<&str> =
            path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
        Route(safe.join("/").into())
    }

    /// The home page.
    #[must_use]
    pub fn home_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "index.html")
    }

    /// The about page.
    #[must_use]
    pub fn about_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "about.html")
    }

    /// The page for addresses that do not exist.
    #[must_use]
    pub fn not_found_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "404.html")
    }

    /// The folder of a language, as a file in it.
    #[must_use]
    pub fn language_file_route(&self, lang: LangIndex, name: &str) -> Route {
        self.route(lang, name)
    }

    /// A speech version's page; versions in a language that the site's interface lacks carry it in their name.
    #[must_use]
    pub fn speech_route(&self, speech: SpeechId) -> Route {
        self.page_of(self.corpus.speech(speech))
    }

    /// The page that a speech has, or would have if it were published.
    pub(super) fn page_of(&self, speech: &Speech) -> Route {
        let lang = self.interface_in(&speech.lang);
        if self.config.languages[lang] == speech.lang {
            self.route(lang, &format!("speeches/{}.html", speech.id))
        } else {
            self.route(lang, &format!("speeches/{}.{}.html", speech.id, speech.lang))
        }
    }

    /// A page (from 1) of a list of speeches.
    #[must_use]
    pub fn list_route(&self, lang: LangIndex, facet: &ListFacet, page: usize) -> Route {
        let name = match facet {
            ListFacet::All => "index".to_owned(),
            ListFacet::Year(year) => format!("by-year/{year:04}"),
            ListFacet::Speaker(entity) => format!("by-speaker/{}", self.corpus.entity(*entity).id),
            ListFacet::Place(entity) => format!("by-place/{}", self.corpus.entity(*entity).id),
            ListFacet::Language(tag) => format!("by-language/{tag}"),
        };
        // Number pages with a dot, which no id ends before: `by-speaker/x.2.html` cannot be the speaker `x-2`.
        let name = if page == 1 {
            format!("speeches/{name}.html")
        } else {
            format!("speeches/{name}.{page}.html")
        };
        self.route(lang, &name)
    }

    /// Two versions of a speech side by side: in the folder of the first one's language, with both tags in its name.
    #[must_use]
    pub fn parallel_route(&self, left: SpeechId, right: SpeechId) -> Route {
        let (of_left, of_right) = (self.corpus.speech(left), self.corpus.speech(right));
        self.route(
            self.interface_of(left),
            &format!("speeches/{}.{}.{}.html", of_left.id, of_left.lang, of_right.lang),
        )
    }

    /// The search page.
    #[must_use]
    pub fn search_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "search.html")
    }

    /// The page of the data files.
    #[must_use]
    pub fn data_route(&self, lang: LangIndex) -> Route {
        self.route(lang, "data.html")
    }

    /// A page (from 1) of the index of a kind in an order.
    #[must_use]
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
        let name = if page == 1 {
            format!("{key}/{name}.html")
        } else {
            format!("{key}/{name}.{page}.html")
        };
        self.route(lang, &name)
    }

    /// An entity's page.
    #[must_use]
    pub fn entity_route(&self, lang: LangIndex, entity: EntityId) -> Route {
        self.entity_file_route(lang, entity, ".html")
    }

    /// A page of an entity's mentions: of one year, cut at `part` (from 1) where a year is long.
    #[must_use]
    pub fn entity_year_route(
        &self,
        lang: LangIndex,
        entity: EntityId,
        year: i16,
        part: usize,
    ) -> Route {
        let suffix =
            if part == 1 { format!("/{year:04}.html") } else { format!("/{year:04}.{part}.html") };
        self.entity_file_route(lang, entity, &suffix)
    }

    /// A file beside an entity's page: its feeds.
    #[must_use]
    pub fn entity_file_route(&self, lang: LangIndex, entity: EntityId, suffix: &str) -> Route {
        let entity = self.corpus.entity(entity);
        let key = &self.config.kinds.kind(entity.kind).key;
        self.route(lang, &format!("{key}/{}{suffix}", entity.id))
    }

    /// The files that are copied as they are, with their routes.
    pub fn media<'g>(
        &'g self,
        sources: &'g crate::base::sources::Sources,
    ) -> impl Iterator<Item = (FileId, Route)> + 'g {
        self.media.iter().map(|file| (*file, published(&sources.file(*file).path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_the_page_that_holds_them() {
        let route = |path: &str| Route(path.into());
        let href = |from: &str, to: &str| route(from).href(&route(to));
        assert_eq!(href("speeches/a.html", "people/b.html"), "../people/b.html");
        assert_eq!(href("speeches/a.html", "speeches/b.html"), "b.html");
        assert_eq!(href("zh/people/b/2024.html", "zh/people/b.html"), "../b.html");
        assert_eq!(href("index.html", "zh/index.html"), "zh/index.html");
        assert_eq!(href("people/a.html", "people/a.html"), "a.html");
        assert_eq!(href("a.html", "speeches/王毅 讲话.html"), "speeches/王毅%20讲话.html");
    }

    #[test]
    fn a_folder_s_page_is_the_folder_for_the_world() {
        assert_eq!(
            Route("speeches/index.html".into()).url("https://a.org/b/"),
            "https://a.org/b/speeches/"
        );
        assert_eq!(
            Route("speeches/my-index.html".into()).url("https://a.org/"),
            "https://a.org/speeches/my-index.html"
        );
    }
}
