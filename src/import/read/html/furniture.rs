//! The elements of a page → which are furniture: navigation, bars for sharing, advertisements,
//! lists of links.
//!
//! They are known by tag, by role (WAI-ARIA 1.2 §5.3.4), by the words that pages of all sites use
//! in `class` and `id`, and by being made of links.
//! **Invariant:** an element, or elements of one class together, that hold much of the library's
//! text are not taken for furniture by name.

use super::blocks::Draft;
use super::tree::{Node, Tree};
use super::weights::Sums;
use crate::import::lexicon;
use std::collections::BTreeMap;

/// Parts in a hundred of the library's text that furniture holds at most: a choice. What holds a
/// third of a text is part of it, however it is named; a bar of teasers that the library kept by
/// mistake holds less.
const MOST: usize = 30;

/// Whether a text is the sign of an advertisement and nothing else.
pub(super) fn is_sign_of_advertisement(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphabetic());
    let names = &lexicon::page_names().advertisement;
    names.contains(&text.to_lowercase().as_str())
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
    /// Looks at all elements. `opinion` says which drafts the library keeps, `prose` which are
    /// sentences.
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

        // Elements of one class are judged together: a text may be cut into many that are named
        // badly.
        let mut candidates = Vec::new();
        let mut by_class = BTreeMap::<_, usize>::new();
        for (index, node) in tree.nodes.iter().enumerate() {
            if is_named(node) {
                candidates.push(index);
                *by_class.entry(class_of(node)).or_default() += main.below(tree, index);
            }
        }
        let mut named = vec![false; tree.nodes.len()];
        for index in candidates {
            named[index] = !is_much(by_class[&class_of(&tree.nodes[index])]);
        }

        let chars = Sums::of(tree, drafts, |_, draft| draft.n_chars);
        let linked = Sums::of(tree, drafts, |_, draft| draft.n_linked);
        let sentences = Sums::of(tree, drafts, |position, _| usize::from(prose[position]));
        let has_sentences = sentences.below(tree, 0) > 0;
        let n_links = Sums::of_links(tree);
        let mut links = vec![false; tree.nodes.len()];
        for (index, node) in tree.nodes.iter().enumerate() {
            let is_of_links = n_links.below(tree, index) > 1
                && linked.below(tree, index) * 2 >= chars.below(tree, index);
            // On a page without a sentence the text itself may be a list of links.
            let is_text = sentences.below(tree, index) > 0
                || (!has_sentences && is_much(main.below(tree, index)));
            links[index] = node.tag().is_some() && is_of_links && !is_text;
        }
        Furniture { named: inherited(tree, named), links: inherited(tree, links) }
    }

    /// Whether a block is in furniture.
    pub(super) fn holds(&self, draft: &Draft) -> bool {
        self.named[draft.element]
            || self.links[draft.element]
            || draft.texts.iter().all(|text| self.named[*text])
    }

    /// Whether a block is in something made of links.
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

/// What a block is part of that is not text, by the tags around it.
pub(super) fn place(tree: &Tree, element: usize) -> &'static str {
    for index in std::iter::once(element).chain(tree.ancestors(element)) {
        let node = &tree.nodes[index];
        let role = node.tag().and_then(|tag| tag.attribute("role"));
        match (node.name(), role) {
            ("footer", _) | (_, Some("contentinfo")) => return "footer",
            ("header", _) | (_, Some("banner")) => return "header",
            ("figcaption", _) => return "caption",
            _ => {}
        }
    }
    "navigation"
}

/// Whether a block or the element around it is named as a note on the text, and holds no sentence.
pub(super) fn is_about(tree: &Tree, element: usize, sentences: &Sums) -> bool {
    let about = &lexicon::page_names().about;
    for index in [element, tree.nodes[element].parent] {
        let node = &tree.nodes[index];
        let has_word = || words(&names(node)).any(|word| about.contains(&word.as_str()));
        let has_sentence = sentences.below(tree, index) > 0;
        if !has_sentence && (node.name() == "time" || has_word()) {
            return true;
        }
    }
    false
}

/// The name and the class of an element.
fn class_of(node: &Node) -> (&str, &str) {
    let class = node.tag().and_then(|tag| tag.attribute("class"));
    (node.name(), class.unwrap_or_default())
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
    if matches!(tag.name.as_str(), "html" | "body" | "main" | "article") {
        return false;
    }
    let known = lexicon::page_names();
    let names = names(node);
    let lower = names.to_ascii_lowercase();
    known.part.iter().any(|part| lower.contains(part))
        || words(&names).any(|word| known.word.contains(&word.as_str()))
}

/// The class and the id of an element.
fn names(node: &Node) -> String {
    let attribute = |name: &str| node.tag().and_then(|tag| tag.attribute(name));
    let class = attribute("class").unwrap_or_default();
    let id = attribute("id").unwrap_or_default();
    format!("{class} {id}")
}

/// The words of a class in small letters: `newsShare_bar` is news, share, bar.
fn words(names: &str) -> impl Iterator<Item = String> + '_ {
    names.split(|c: char| !c.is_alphanumeric()).flat_map(humps)
}

/// The words of `newsShare`, which a capital begins.
fn humps(part: &str) -> Vec<String> {
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
}
