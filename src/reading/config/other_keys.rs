//! Keys that other generators, and people, use for what is called otherwise here → what to write.
//!
//! Unknown keys are errors, so whoever comes from elsewhere meets them on the first day; “a site's
//! own keys live under `extra`” would be true and would lose what the key was for.
//!
//! **Invariant:** what a hint tells to write is read: a test in `parse` tries every key that one names.

use super::chinese_keys::of_chinese;
use crate::base::message::{Message, say};
use crate::reading::kinds::Kind;

/// The files in which a key is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    Speech,
    Entity,
    /// A page of the site's own.
    Page,
    /// A link of `[menu]` or `[brand]`.
    Link,
    Config,
}

/// Keys of one meaning.
pub(crate) struct Others {
    pub(crate) files: In,
    /// In small letters, without `_` and `-`.
    keys: &'static [&'static str],
    pub(crate) instead: &'static str,
}

const fn others(files: In, keys: &'static [&'static str], instead: &'static str) -> Others {
    Others { files, keys, instead }
}

const THEME: &str =
    "the theme decides how pages look; what its templates ask for lives under `extra`";

/// All of them; of a key in two lines the first counts.
pub(crate) const OTHERS: &[Others] = &[
    others(
        In::Speech,
        &["tags", "tag", "keywords", "topic", "subjects", "categories", "category", "taxonomies"],
        "list what a speech is about by kind: `people`, `places`, `organizations`, or else `topics: [trade]`; what templates alone need lives under `extra`",
    ),
    others(
        In::Speech,
        &["author", "authors", "by", "byline", "speakername", "spokesperson", "orator"],
        "write `speaker: <id>`, with the id of a file in `content/people/`",
    ),
    others(
        In::Speech,
        &["slug", "url", "permalink", "path", "id"],
        "the name of the file is the address; old addresses are listed under `redirects`",
    ),
    others(
        In::Speech,
        &["redirectfrom", "redirect", "oldurls", "alias"],
        "list old addresses under `redirects`",
    ),
    others(
        In::Speech,
        &["description", "summary", "excerpt", "abstract", "subtitle", "lead", "teaser"],
        "the text itself begins the page; keep it under `extra`, or write it as a note in the text, `> [!NOTE]`",
    ),
    others(
        In::Speech,
        &["images", "cover", "thumbnail", "featuredimage", "banner", "photo", "picture", "hero"],
        "write `image: name.jpg` with the file beside the speech, or put the picture into the text, `![…](name.jpg)`",
    ),
    others(
        In::Speech,
        &[
            "layout", "template", "theme", "format", "weight", "order", "menu", "nav", "toc",
            "math", "comments", "featured", "pin", "sidebar", "params", "outputs", "cascade",
        ],
        THEME,
    ),
    others(
        In::Speech,
        &["lang", "language", "locale", "languagecode"],
        "the language is a part of the file's name: `name.zh.md`",
    ),
    others(
        In::Speech,
        &["translationkey", "translationid", "ref", "translations"],
        "versions of a speech have the same name in two languages: `name.en.md` and `name.zh.md`",
    ),
    others(
        In::Speech,
        &["published", "publish", "status", "hidden", "private", "unlisted"],
        "write `draft: true` where it is not to be published yet",
    ),
    others(
        In::Speech,
        &[
            "publishdate",
            "publishedtime",
            "pubdate",
            "published",
            "created",
            "datetime",
            "day",
            "when",
            "time",
        ],
        "write `date: 2024-03-07`, the day on which it was given; with its time `2024-03-07T10:00+08:00`",
    ),
    others(
        In::Speech,
        &[
            "lastmod",
            "modifiedtime",
            "updated",
            "modified",
            "lastupdated",
            "revision",
            "revisions",
            "history",
        ],
        "write `changes: [{date: 2024-03-08, note: …}]`",
    ),
    others(
        In::Speech,
        &["media", "video", "audio", "youtube", "vimeo", "podcast", "enclosure", "mp3"],
        "write `recording: talk.mp3`, a file beside the speech or an address",
    ),
    others(
        In::Speech,
        &["expirydate", "expires", "retracted", "deleted", "removed"],
        "write `withdrawn: {date: 2024-05-01, reason: …}`: its address then says so",
    ),
    others(
        In::Speech,
        &[
            "source",
            "sourceurl",
            "canonical",
            "canonicalurl",
            "originalurl",
            "link",
            "originallink",
            "website",
        ],
        "write `sources: [{url: 'https://…'}]`",
    ),
    others(
        In::Speech,
        &["place", "venue", "city", "where"],
        "write `location: <id>`, with the id of a file in `content/places/`",
    ),
    others(
        In::Speech,
        &["persons", "person", "mentions", "names"],
        "list whom the text names under `people`",
    ),
    others(
        In::Speech,
        &["participants", "cast", "voices", "roles"],
        "say who is behind each label under `speakers`",
    ),
    others(
        In::Speech,
        &["office", "position", "function"],
        "write `role: …`, the office in which somebody speaks",
    ),
    others(In::Speech, &["rights", "copyright", "licence"], "write `license: …`"),
    others(In::Speech, &["kind", "genre", "contenttype"], "write `type: …`"),
    others(In::Speech, &["occasion", "conference", "session"], "write `event: …`"),
    others(
        In::Entity,
        &["title", "label", "fullname", "displayname"],
        "write `name: …`, in several languages `name: {en: …, zh: …}`",
    ),
    others(
        In::Entity,
        &["alias", "alternatename", "alternatenames", "othernames", "nickname", "aka", "synonyms"],
        "list other names under `aliases`",
    ),
    others(
        In::Entity,
        &["summary", "bio", "biography", "excerpt", "subtitle", "about"],
        "write `description: …`, one line; more goes below the front matter",
    ),
    others(In::Entity, &["slug", "id", "key", "permalink"], "the name of the file is the id"),
    others(
        In::Entity,
        &["photo", "picture", "portrait", "avatar", "thumbnail", "cover"],
        "write `image: name.jpg`, with the file beside this one",
    ),
    others(
        In::Entity,
        &["url", "website", "homepage", "wikidata", "wikipedia", "viaf", "link", "links"],
        "write `same_as: ['https://…']`",
    ),
    others(
        In::Entity,
        &["redirectfrom", "oldurls", "redirect"],
        "list old addresses under `redirects`",
    ),
    others(
        In::Entity,
        &["tags", "categories", "category", "type", "kind", "weight", "layout", "template"],
        "the folder says of which kind it is; what templates alone need lives under `extra`",
    ),
    others(
        In::Entity,
        &["role", "office", "position", "occupation", "jobtitle", "post"],
        "of people write `roles: [{role: …, from: 2020, until: 2024}]`",
    ),
    others(
        In::Entity,
        &["lat", "latitude", "lon", "lng", "longitude", "location", "geo", "coords", "gps", "map"],
        "of places write `coordinates: [116.4, 39.9]`, longitude first",
    ),
    others(In::Entity, &["parent", "partof", "isin", "within", "region"], "write `part_of: <id>`"),
    others(
        In::Entity,
        &["birthday", "birth", "dob", "dateofbirth", "birthyear"],
        "of people write `born: 1960-05-01`",
    ),
    others(
        In::Entity,
        &["death", "dod", "dateofdeath", "deathyear"],
        "of people write `died: 2020-05-01`",
    ),
    others(
        In::Page,
        &["description", "excerpt", "abstract", "subtitle", "lead", "teaser"],
        "write `summary: …`",
    ),
    others(
        In::Page,
        &["weight", "navorder", "menuorder", "position", "priority", "sort", "sidebarposition"],
        "write `order: 2`; smaller ones come first",
    ),
    others(
        In::Page,
        &["nav", "menus", "navigation", "navtitle", "sidebarlabel", "linktitle", "menutitle"],
        "write `menu: true`, or what the menu says: `menu: …`",
    ),
    others(In::Page, &["layout", "template", "theme", "toc", "sidebar", "params"], THEME),
    others(
        In::Page,
        &["slug", "url", "permalink", "path", "id"],
        "the path of the file is the address; old addresses are listed under `redirects`",
    ),
    others(
        In::Page,
        &["lang", "language", "locale", "languagecode"],
        "the language is a part of the file's name: `name.zh.md`",
    ),
    others(
        In::Page,
        &["draft", "published", "publish", "status", "hidden", "embargo", "publishdate"],
        "a page has no drafts: keep the file outside `content/` until it is to be published",
    ),
    others(
        In::Page,
        &[
            "people",
            "places",
            "initiatives",
            "organizations",
            "tags",
            "categories",
            "topics",
            "keywords",
        ],
        "a page has no lists: mark whom its text names, `[words](@id)`",
    ),
    others(
        In::Page,
        &["aliases", "redirectfrom", "redirect", "oldurls", "alias"],
        "list old addresses under `redirects`",
    ),
    others(
        In::Page,
        &["lastmod", "updated", "modified", "created", "pubdate", "day"],
        "write `date: 2024-03-07`",
    ),
    others(In::Link, &["name", "title", "text", "caption"], "it is called `label` here"),
    others(
        In::Link,
        &["link", "href", "address", "target", "path", "pageref", "to"],
        "it is called `url` here; a page of the site is named alone, as its file is called",
    ),
    others(
        In::Config,
        &["baseurl", "url", "siteurl", "host", "domain"],
        "write `base_url = \"https://…\"`",
    ),
    others(
        In::Config,
        &[
            "languagecode",
            "defaultcontentlanguage",
            "defaultlanguage",
            "lang",
            "language",
            "locale",
            "locales",
        ],
        "write `languages = [\"en\", \"zh\"]`, the default one first",
    ),
    others(In::Config, &["name", "sitename", "sitetitle"], "write `title = \"…\"`"),
    others(
        In::Config,
        &["copyright", "licence", "rights"],
        "write `license = \"…\"`, the licence of the texts",
    ),
    others(
        In::Config,
        &["tagline", "subtitle", "sitedescription", "summary"],
        "write `description = \"…\"`",
    ),
    others(
        In::Config,
        &["paginate", "pagination", "pagersize", "perpage"],
        "write `[lists]` and below it `speeches_per_page = 50`",
    ),
    others(
        In::Config,
        &["taxonomies", "collections", "categories", "entities", "kind"],
        "a kind of the site's own is declared as `[kinds.treaties]`",
    ),
    others(
        In::Config,
        &["markup", "markdown", "unsafe", "html"],
        "write `[content]` and below it `html = \"trusted\"`",
    ),
    others(
        In::Config,
        &[
            "params",
            "author",
            "menu",
            "menus",
            "social",
            "nav",
            "analytics",
            "plugins",
            "defaults",
            "googleanalytics",
        ],
        "what templates alone need lives under `[extra]`",
    ),
    others(
        In::Config,
        &["outputs", "outputformats", "formats"],
        "write `[export]` and below it `formats = [\"atom\", \"sitemap\"]`",
    ),
];

/// What to write instead of a key; `asked` are the keys that are read there.
pub(crate) fn instead_of(files: In, key: &str, asked: &[String]) -> Option<Message> {
    let folded = folded(key);
    // `Title` is a slip of the hand, whatever others call by that word.
    if let Some(known) = asked.iter().find(|known| self::folded(known) == folded) {
        return Some(say!("did you mean `{known}`?", known));
    }
    if let Some(known) = of_chinese(key, asked) {
        return Some(say!("write `{known}: …`", known));
    }

    let mut lists = OTHERS.iter().filter(|others| others.files == files);
    let instead = lists.find(|others| others.keys.contains(&folded.as_str()))?.instead;
    Some(Message::filled(instead, Vec::new()))
}

/// What to write instead of a key in the file of an entity of `kind`: what tables call a fact counts,
/// too.
pub(crate) fn instead_of_fact(kind: &Kind, key: &str, asked: &[String]) -> Option<Message> {
    let column = key.to_lowercase().replace('-', "_");
    let mut facts = kind.facts.iter();
    match facts.find(|fact| fact.is_column(&column)) {
        Some(fact) => Some(say!("it is called `{key}` here", key = fact.key)),
        None => instead_of(In::Entity, key, asked),
    }
}

fn folded(key: &str) -> String {
    key.to_lowercase().replace(['_', '-', ' '], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_no_other_key() {
        let asked = ["title", "kinds"].map(str::to_owned);
        let hint = |key| instead_of(In::Entity, key, &asked);
        assert_eq!(hint("Title").as_deref(), Some("did you mean `title`?"));
        assert!(hint("full-name").is_some_and(|hint| hint.contains("`name: …`")));
        assert_eq!(hint("borne"), None);
        assert_eq!(hint("標題").as_deref(), Some("write `title: …`"));
        assert_eq!(hint("别名"), None, "nothing of that meaning is read here");
    }
}
