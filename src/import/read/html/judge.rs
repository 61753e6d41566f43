//! The blocks of a page and a library's opinion → which blocks are the page's text, and what the
//! others are.
//!
//! The library finds where the text is, but now and then errs at its edges: it drops short
//! paragraphs, questions in bold and lists, or keeps bars and related links. So its opinion is
//! taken for the place, not for each block:
//!
//! 1. What is named as furniture (tag, role, words of `class` and `id`) or is made of links is
//!    none, unless it holds much of the text.
//! 2. The root is the innermost element that holds nearly all that is left of the library's text;
//!    like sections beside it belong to it.
//! 3. In the root, all between the first and the last sentence is text; at the ends notes on the
//!    text are none, and beyond what the library keeps only siblings of text are text, and
//!    sentences.
//! 4. Out of the root, sentences that the library keeps are text.
//!
//! **Invariant:** no rule knows a site, nor the words of its text.

mod beside;
mod shapes;

use super::blocks::Draft;
use super::furniture::{self, Furniture};
use super::title::comparable;
use super::tree::{Content, Tree};
use super::weights::{Sums, is_prose};
use crate::import::manuscript::BlockKind;
use shapes::{has_same_key, is_alike, is_container, is_inside};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Parts in a hundred of the text that the root holds at least: a teaser or a note that the library
/// kept elsewhere does not move it.
const SHARE_OF_ROOT: usize = 95;
/// Characters up to which a line at the ends may be a note on the text: a date, a source, a line of
/// rights.
const LONGEST_NOTE: usize = 120;

/// Characters up to which a link by itself may be the name of a speaker.
const LONGEST_NAME: usize = 24;
/// How many elements above the root sections are looked for: a section is wrapped in one or two;
/// further up are whole pages.
const HEIGHT_OF_SECTIONS: usize = 4;

/// Why a block is not text; none for text.
pub(super) type Verdict = Option<&'static str>;

/// Takes the blocks that hold selected text, whatever they are.
pub(super) fn by_selection(tree: &Tree, drafts: &[Draft], is_selected: &[bool]) -> Vec<Verdict> {
    let is_text = |draft: &Draft| draft.texts.iter().any(|text| is_selected[*text]);
    drafts
        .iter()
        .map(|draft| (!is_text(draft)).then(|| furniture::place(tree, draft.element)))
        .collect()
}

/// Finds the text. Without an opinion of the library, all sentences are taken for its opinion.
pub(super) fn by_library(
    tree: &Tree,
    source: &str,
    drafts: &[Draft],
    library: Option<&[bool]>,
    titles: &[String],
) -> Vec<Verdict> {
    let prose: Vec<bool> = drafts.iter().map(|draft| is_prose(draft, source)).collect();
    let mut opinion = prose.clone();
    if let Some(is_main) = library {
        let kept = drafts.iter().map(|draft| is_mostly(tree, draft, is_main));
        let kept: Vec<bool> = kept.collect();
        if !is_of_links(drafts, &kept) {
            opinion = kept;
        }
    }
    // Libraries drop tables with short cells; who is named as speaking is text.
    for (is_kept, draft) in opinion.iter_mut().zip(drafts) {
        *is_kept |= draft.is_of_conversation();
    }

    let furniture = Furniture::new(tree, drafts, &opinion, &prose);
    let sentences = Sums::of(tree, drafts, |position, _| usize::from(prose[position]));
    let mut page = Page {
        tree,
        source,
        drafts,
        prose,
        sentences,
        seeds: opinion,
        furniture,
        titles: names_of_page(titles),
    };
    if !page.settle_seeds() {
        let place = |draft: &Draft| Some(furniture::place(tree, draft.element));
        return drafts.iter().map(place).collect();
    }

    let innermost = page.root();
    let root = page.widened(innermost);
    let mut verdicts = page.verdicts(root);
    page.drop_headings_of_links(&mut verdicts);
    verdicts
}

/// The first title and those that are parts of it or hold it, to be compared. Other headings are
/// parts of the text.
fn names_of_page(titles: &[String]) -> Vec<String> {
    let mut titles: Vec<String> = titles.iter().map(|title| comparable(title)).collect();
    let first = titles.first().cloned().unwrap_or_default();
    titles.retain(|title| {
        !title.is_empty() && (first.contains(title.as_str()) || title.contains(&first))
    });
    titles
}

/// Whether what the library keeps is links for the most part: then it has found navigation.
fn is_of_links(drafts: &[Draft], opinion: &[bool]) -> bool {
    let (mut n_linked, mut n_chars) = (0, 0);
    for (draft, is_kept) in drafts.iter().zip(opinion) {
        if *is_kept {
            n_linked += draft.n_linked;
            n_chars += draft.n_chars;
        }
    }
    n_linked * 2 > n_chars
}

/// Whether the library keeps most of a block, by the length of its texts in the source.
fn is_mostly(tree: &Tree, draft: &Draft, is_main: &[bool]) -> bool {
    let length = |index: usize| match &tree.nodes[index].content {
        Content::Text(range) => range.len(),
        Content::Element(_) => 0,
    };
    let (mut kept, mut all) = (0, 0);
    for text in &draft.texts {
        all += length(*text);
        kept += if is_main[*text] { length(*text) } else { 0 };
    }
    kept * 2 >= all && kept > 0
}

struct Page<'p> {
    tree: &'p Tree,
    source: &'p str,
    drafts: &'p [Draft],
    /// Blocks that are sentences.
    prose: Vec<bool>,
    /// Their sums.
    sentences: Sums,
    /// Blocks that are text for certain, as far as the library is to be trusted.
    seeds: Vec<bool>,
    furniture: Furniture,
    /// The titles of the page, to be compared.
    titles: Vec<String>,
}

impl Page<'_> {
    /// Takes furniture from the seeds; if that leaves nothing, all sentences are seeds, and else
    /// all blocks that are no furniture. Whether there are any.
    fn settle_seeds(&mut self) -> bool {
        let fallbacks = [self.seeds.clone(), self.prose.clone(), vec![true; self.drafts.len()]];
        for mut candidates in fallbacks {
            for (is_seed, draft) in candidates.iter_mut().zip(self.drafts) {
                *is_seed &= !self.furniture.holds(draft);
            }
            self.seeds = candidates;
            if self.seeds.contains(&true) {
                return true;
            }
        }
        false
    }

    /// The element that holds the text.
    fn root(&self) -> usize {
        let sums =
            Sums::of(
                self.tree,
                self.drafts,
                |position, draft| {
                    if self.seeds[position] { draft.n_chars } else { 0 }
                },
            );
        let least = sums.below(self.tree, 0) * SHARE_OF_ROOT;

        // Elements that hold more than half lie in one another: the last is the innermost.
        let mut root = 0;
        for (index, node) in self.tree.nodes.iter().enumerate() {
            if node.tag().is_some() && sums.below(self.tree, index) * 100 >= least {
                root = index;
            }
        }
        while root > 0 && !is_container(self.tree.nodes[root].name()) {
            root = self.tree.nodes[root].parent;
        }
        root
    }

    /// The element that holds the root and all that is like it or like an element shortly above it:
    /// the sections of a text, the turns of a talk. What is in those is text for certain, too.
    fn widened(&mut self, innermost: usize) -> usize {
        let prose = Sums::of(self.tree, self.drafts, |position, draft| {
            usize::from(self.prose[position] && !self.furniture.holds(draft))
        });
        let (mut root, mut candidate) = (innermost, innermost);
        for _ in 0..HEIGHT_OF_SECTIONS {
            let parent = self.tree.nodes[candidate].parent;
            let mut likes = self.elements_like(candidate);
            let has_prose = |index: &usize| prose.below(self.tree, *index) > 0;
            let n_with_prose = likes.iter().filter(|index| has_prose(index)).count();
            if n_with_prose > 1 {
                // Of a row of three and more, those without a sentence are sections too: a
                // greeting, a question.
                if likes.len() <= 2 {
                    likes.retain(has_prose);
                }
                self.seed(&likes);
                root = parent;
            }
            candidate = parent;
        }
        root
    }

    /// The element and those beside it of the same name and class.
    fn elements_like(&self, element: usize) -> Vec<usize> {
        let parent = self.tree.nodes[element].parent;
        let mut likes = Vec::new();
        let mut index = parent + 1;
        while element > 0 && index < self.tree.nodes[parent].end {
            if is_alike(self.tree, index, element) {
                likes.push(index);
            }
            index = self.tree.nodes[index].end;
        }
        likes
    }

    /// Makes all blocks in these elements seeds that are no furniture.
    fn seed(&mut self, elements: &[usize]) {
        for (position, draft) in self.drafts.iter().enumerate() {
            let is_in_one = elements.iter().any(|element| is_inside(self.tree, draft, *element));
            self.seeds[position] |= is_in_one && !self.furniture.holds(draft);
        }
    }

    fn verdicts(&self, root: usize) -> Vec<Verdict> {
        let mut seeds = Vec::new();
        let mut sentences = Vec::new();
        for (position, draft) in self.drafts.iter().enumerate() {
            if self.seeds[position] && is_inside(self.tree, draft, root) {
                seeds.push(position);
                if self.prose[position] {
                    sentences.push(position);
                }
            }
        }
        let whole = span(&seeds).unwrap_or(0..=0);
        let text = Text {
            middle: span(&sentences).unwrap_or(whole.clone()),
            whole,
            root,
            homes: self.homes(root),
        };

        let mut verdicts = Vec::with_capacity(self.drafts.len());
        for (position, draft) in self.drafts.iter().enumerate() {
            let verdict = if self.is_title(draft) && position <= *text.middle.start() {
                Some("title")
            } else if self.is_text(position, &text) {
                None
            } else {
                Some(furniture::place(self.tree, draft.element))
            };
            verdicts.push(verdict);
        }
        verdicts
    }

    /// Whether a block is text, once it is known where the text is.
    fn is_text(&self, position: usize, text: &Text) -> bool {
        let draft = &self.drafts[position];
        if self.furniture.holds(draft)
            || self.is_lone_link(position)
            || self.is_advertisement(draft)
        {
            return false;
        }

        let is_inside = is_inside(self.tree, draft, text.root);
        if is_inside && text.middle.contains(&position) {
            return true;
        }
        let is_sibling = self.is_sibling(draft, &text.homes);
        if self.is_note(draft, is_sibling) {
            return false;
        }
        let (is_seed, is_prose) = (self.seeds[position], self.prose[position]);
        if is_inside {
            text.whole.contains(&position) || is_seed || is_prose || is_sibling
        } else {
            is_seed && is_prose
        }
    }

    /// The elements in which blocks of text stand side by side, with the elements that those blocks
    /// are.
    fn homes(&self, root: usize) -> BTreeMap<usize, Vec<usize>> {
        let mut homes = BTreeMap::<usize, Vec<usize>>::new();
        for (position, draft) in self.drafts.iter().enumerate() {
            let is_text =
                self.seeds[position] || (self.prose[position] && !self.furniture.holds(draft));
            if !is_text || !is_inside(self.tree, draft, root) {
                continue;
            }
            let parent = self.tree.nodes[draft.element].parent;
            let elements = homes.entry(parent).or_default();
            let is_like = |element: &usize| has_same_key(self.tree, *element, draft.element);
            if !elements.iter().any(is_like) {
                elements.push(draft.element);
            }
        }
        homes
    }

    /// Takes out the headings of what was taken out as a list of links.
    fn drop_headings_of_links(&self, verdicts: &mut [Verdict]) {
        // From the end, so that a heading above such a heading goes too.
        for position in (0..self.drafts.len().saturating_sub(1)).rev() {
            let (draft, next) = (&self.drafts[position], &self.drafts[position + 1]);
            let leads_to_links = verdicts[position + 1].is_some() && self.furniture.is_links(next);
            if verdicts[position].is_none() && leads_to_links && self.may_head_links(draft) {
                verdicts[position] = Some(furniture::place(self.tree, draft.element));
            }
        }
    }

    fn may_head_links(&self, draft: &Draft) -> bool {
        /// Longer ones say something of their own.
        const LONGEST: usize = 30;

        let text = draft.text(self.source);
        if draft.n_chars > LONGEST || text.contains(['。', '？', '?', '！']) {
            return false;
        }
        matches!(draft.kind, BlockKind::Heading(_))
            || draft.runs.iter().all(|run| run.bold)
            || text.ends_with([':', '：'])
    }
}

/// Where the text of a page is.
struct Text {
    /// The element that holds it.
    root: usize,
    /// The blocks from the first that is certain to the last.
    whole: RangeInclusive<usize>,
    /// Those from the first sentence to the last.
    middle: RangeInclusive<usize>,
    /// The elements in which its blocks stand.
    homes: BTreeMap<usize, Vec<usize>>,
}

/// From the first of some positions to the last.
fn span(positions: &[usize]) -> Option<RangeInclusive<usize>> {
    Some(*positions.first()?..=*positions.last()?)
}
