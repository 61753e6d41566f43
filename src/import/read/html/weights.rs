//! The blocks of a page → how much text, how many links and how much prose stand below each
//! element.
//!
//! Sums over the nodes before each, so that a question about a subtree costs one subtraction.

use super::blocks::Draft;
use super::tree::Tree;
use crate::base::letters::weight;

/// The weight from which a text with a mark of punctuation is a sentence: 15 Han characters, 45
/// letters.
const SENTENCE: usize = 45;

/// Sums by the index of a node, up to but without it.
#[derive(Debug, Default)]
pub(super) struct Sums(Vec<usize>);

impl Sums {
    /// The sums of what each draft counts, standing at its first text.
    pub(super) fn of(
        tree: &Tree,
        drafts: &[Draft],
        count: impl Fn(usize, &Draft) -> usize,
    ) -> Self {
        let mut sums = vec![0; tree.nodes.len() + 1];
        for (position, draft) in drafts.iter().enumerate() {
            if let Some(first) = draft.texts.first() {
                sums[first + 1] += count(position, draft);
            }
        }
        Sums::added_up(sums)
    }

    /// The sums of links that lead elsewhere.
    pub(super) fn of_links(tree: &Tree) -> Self {
        let is_link = |index: usize| {
            index > 0 && tree.nodes[index - 1].name() == "a" && tree.nodes[index - 1].style.linked
        };
        Sums::added_up((0..=tree.nodes.len()).map(|index| usize::from(is_link(index))).collect())
    }

    fn added_up(mut counts: Vec<usize>) -> Self {
        let mut sum = 0;
        for count in &mut counts {
            sum += *count;
            *count = sum;
        }
        Sums(counts)
    }

    /// The sum below an element.
    pub(super) fn below(&self, tree: &Tree, element: usize) -> usize {
        self.0[tree.nodes[element].end] - self.0[element]
    }
}

/// Whether a block says something in a sentence of its own, beside its links.
pub(super) fn is_prose(draft: &Draft, source: &str) -> bool {
    // Somebody who speaks says something, however short it is.
    if draft.is_of_conversation() {
        return true;
    }
    if draft.n_linked * 2 > draft.n_chars {
        return false;
    }
    let text = draft.text(source);
    weight(text.chars()) >= SENTENCE && text.contains(is_punctuation)
}

/// Marks that stand in sentences.
fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | '?'
            | '!'
            | ';'
            | '。'
            | '，'
            | '？'
            | '！'
            | '；'
            | '、'
            | '…'
            | '．'
            | '؟'
            | '।'
    )
}
