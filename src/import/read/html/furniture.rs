//! The elements of a page → which are furniture: navigation, bars for sharing, advertisements, lists of links.
//!
//! They are known by tag, by role (WAI-ARIA 1.2 §5.3.4), by the words that pages of all sites use in `class` and `id`, and by being made of links.
//! **Invariant:** an element, or elements of one class together, that hold much of the library's text are not taken for furniture by name.

use super::blocks::Draft;
use super::tree::{Node, Tree};
use super::weights::Sums;
use std::collections::BTreeMap;

/// Parts in a hundred of the library's text that furniture holds at most.
const MOST: usize = 30;

/// Words of `class` and `id` that name furniture, where they stand alone.
const WORDS: &[&str] = &[
    "ad",
    "ads",
    "adbox",
    "adslot",
    "adunit",
    "adsbygoogle",
    "guanggao",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "comment",
    "comments",
    "footer",
    "foot",
    "hot",
    "like",
    "likes",
    "login",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "next",
    "pager",
    "popup",
    "prev",
    "print",
    "promo",
    "qrcode",
    "rank",
    "ranking",
    "rss",
    "search",
    "sns",
    "tags",
    "tool",
    "tools",
    "topbar",
    "weixin",
];

/// Words that name furniture wherever they stand in `class` and `id`.
const PARTS: &[&str] = &[
    "advert",
    "breadcrumb",
    "copyright",
    "cookie",
    "disqus",
    "newsletter",
    "outbrain",
    "pagination",
    "recommend",
    "related",
    "share",
    "sidebar",
    "social",
    "sponsor",
    "subscribe",
    "taboola",
    "toolbar",
    "fenxiang",
];

/// Words that name notes on a text: who wrote it, when, whence it was taken.
const ABOUT: &[&str] = &[
    "author",
    "bianji",
    "byline",
    "credit",
    "credits",
    "date",
    "dateline",
    "edit",
    "editor",
    "editors",
    "hits",
    "info",
    "infos",
    "laiyuan",
    "meta",
    "posted",
    "pubdate",
    "pubtime",
    "source",
    "time",
    "timestamp",
    "views",
    "zebian",
];

/// What stands alone above an advertisement, in the languages of the web.
const ADVERTISEMENTS: &[&str] = &[
    "ad",
    "advertisement",
    "advertising",
    "anuncio",
    "anzeige",
    "publicidad",
    "publicité",
    "sponsored",
    "werbung",
    "реклама",
    "広告",
    "广告",
    "廣告",
    "광고",
];

/// Whether a text is the sign of an advertisement and nothing else.
pub(super) fn is_sign_of_advertisement(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    ADVERTISEMENTS.contains(&text.as_str())
}

/// The furniture of a page.
#[derive(Debug)]
pub(super) struct Furniture {
    /// By node: whether it is in something named as furniture.
    named: Vec<bool>,
    /// By node: whether it is in something made of links.
    links: Vec<bool>,
}

impl Furniture {
    /// Looks at all elements. `opinion` says which drafts the library keeps, `prose` which are sentences.
    pub(super) fn new(tree: &Tree, drafts: &[Draft], opinion: &[bool], prose: &[bool]) -> Self {
        let main = Sums::of(
            tree,
            drafts,
            |position, draft| {
                if opinion[position] { draft.n_chars } else { 0 }
            },
        );
        let total = main.below(tree, 0);
        let is_much = |n_chars: usize| n_chars * 100 > total * MOST;
        let candidates: Vec<usize> =
            (0..tree.nodes.len()).filter(|index| is_named(&tree.nodes[*index])).collect();
        let mut by_class = BTreeMap::<_, usize>::new();
        for index in &candidates {
            *by_class.entry(class_of(&tree.nodes[*index])).or_default() += main.below(tree, *index);
        }
        let mut named = vec![false; tree.nodes.len()];
        for index in candidates {
            named[index] = !by_class
                .get(&class_of(&tree.nodes[index]))
                .is_some_and(|n_chars| is_much(*n_chars));
        }
        let chars = Sums::of(tree, drafts, |_, draft| draft.n_chars);
        let linked = Sums::of(tree, drafts, |_, draft| draft.n_linked);
        let sentences = Sums::of(tree, drafts, |position, _| usize::from(prose[position]));
        let has_sentences = sentences.below(tree, 0) > 0;
        let n_links = Sums::of_links(tree);
        let is_made_of_links = |index: usize| {
            n_links.below(tree, index) > 1
                && linked.below(tree, index) * 2 >= chars.below(tree, index)
                && sentences.below(tree, index) == 0
                && (has_sentences || !is_much(main.below(tree, index)))
        };
        let links = (0..tree.nodes.len())
            .map(|index| tree.nodes[index].tag().is_some() && is_made_of_links(index))
            .collect();
        Furniture { named: inherited(tree, named), links: inherited(tree, links) }
    }

    /// Whether a block stands in furniture.
    pub(super) fn holds(&self, draft: &Draft) -> bool {
        self.named[draft.element]
            || self.links[draft.element]
            || draft.texts.iter().all(|text| self.named[*text])
    }

    /// Whether a block stands in something made of links.
    pub(super) fn is_links(&self, draft: &Draft) -> bool {
        self.links[draft.element]
    }
}

/// Gives to every node what the element around it has.
fn inherited(tree: &Tree, mut flags: Vec<bool>) -> Vec<bool> {
    for index in 1..flags.len() {
        flags[index] |= flags[tree.nodes[index].parent];
    }
    flags
}

/// What a block that is no text is part of, by the tags around it.
pub(super) fn place(tree: &Tree, element: usize) -> &'static str {
    let role = |index: usize| tree.nodes[index].tag().and_then(|tag| tag.attribute("role"));
    let places = std::iter::once(element).chain(tree.ancestors(element)).find_map(|index| {
        match (tree.nodes[index].name(), role(index)) {
            ("footer", _) | (_, Some("contentinfo")) => Some("footer"),
            ("header", _) | (_, Some("banner")) => Some("header"),
            ("figcaption", _) => Some("caption"),
            _ => None,
        }
    });
    places.unwrap_or("navigation")
}

/// Whether a block or the element around it is named as a note on the text, and holds no sentence.
pub(super) fn is_about(tree: &Tree, element: usize, sentences: &Sums) -> bool {
    let has_word = |names: &str| words(names).any(|word| ABOUT.contains(&word.as_str()));
    let is_named = |index: usize| {
        tree.nodes[index].name() == "time"
            || names(&tree.nodes[index]).is_some_and(|names| has_word(&names))
    };
    [element, tree.nodes[element].parent]
        .into_iter()
        .any(|index| sentences.below(tree, index) == 0 && is_named(index))
}

fn class_of(node: &Node) -> (String, String) {
    (
        node.name().to_owned(),
        node.tag().and_then(|tag| tag.attribute("class")).unwrap_or_default().to_owned(),
    )
}

fn is_named(node: &Node) -> bool {
    let Some(tag) = node.tag() else { return false };
    if matches!(
        tag.name.as_str(),
        "nav"
            | "aside"
            | "footer"
            | "header"
            | "button"
            | "select"
            | "menu"
            | "dialog"
            | "figcaption"
            | "amp-ad"
    ) {
        return true;
    }
    let role = tag.attribute("role").unwrap_or_default();
    if matches!(
        role,
        "navigation"
            | "banner"
            | "contentinfo"
            | "complementary"
            | "search"
            | "menu"
            | "menubar"
            | "toolbar"
            | "dialog"
            | "tablist"
    ) {
        return true;
    }
    // The page and its body carry words for every part of it.
    !matches!(tag.name.as_str(), "html" | "body" | "main" | "article")
        && names(node).is_some_and(|names| {
            PARTS.iter().any(|part| names.to_ascii_lowercase().contains(part))
                || words(&names).any(|word| WORDS.contains(&word.as_str()))
        })
}

/// The class and the id of an element, if it has one.
fn names(node: &Node) -> Option<String> {
    let tag = node.tag()?;
    let names = [tag.attribute("class"), tag.attribute("id")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    Some(names).filter(|names| !names.is_empty())
}

/// The words of a class: `newsShare_bar` is news, share, bar.
fn words(names: &str) -> impl Iterator<Item = String> + '_ {
    names.split(|c: char| !c.is_alphanumeric()).flat_map(|part| {
        let mut words = vec![String::new()];
        let mut was_lower = false;
        for c in part.chars() {
            if c.is_uppercase() && was_lower {
                words.push(String::new());
            }
            was_lower = c.is_lowercase();
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        words
    })
}
