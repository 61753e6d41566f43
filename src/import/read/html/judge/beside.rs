//! Lines beside the text → whether they are part of it: links, notes, names, advertisements.

use super::shapes::{has_same_key, is_paragraph};
use super::{LONGEST_NAME, LONGEST_NOTE, Page};
use crate::base::letters::is_han;
use crate::import::manuscript::BlockKind;
use crate::import::read::html::blocks::Draft;
use crate::import::read::html::furniture;
use crate::import::read::html::title::comparable;
use std::collections::BTreeMap;

impl Page<'_> {
    /// Whether a block is beside blocks of text, as a paragraph or as an element like theirs.
    pub(super) fn is_sibling(&self, draft: &Draft, homes: &BTreeMap<usize, Vec<usize>>) -> bool {
        let Some(elements) = homes.get(&self.tree.nodes[draft.element].parent) else {
            return false;
        };
        let is_like = |element: &usize| has_same_key(self.tree, *element, draft.element);
        is_paragraph(self.tree.nodes[draft.element].name()) || elements.iter().any(is_like)
    }

    /// Whether a block is one link and nothing else: unless it is a heading, or as short as a name
    /// and kept by the library.
    pub(super) fn is_lone_link(&self, position: usize) -> bool {
        let draft = &self.drafts[position];
        let may_be_name = matches!(draft.kind, BlockKind::Heading(_))
            || self.seeds[position] && draft.n_chars <= LONGEST_NAME;
        !may_be_name && draft.n_linked * 10 >= draft.n_chars * 8
    }

    pub(super) fn is_advertisement(&self, draft: &Draft) -> bool {
        draft.n_chars <= LONGEST_NAME
            && furniture::is_sign_of_advertisement(&draft.text(self.source))
    }

    /// Whether a short line tells of the text: its source, its rights, its date, unless that is
    /// among the paragraphs.
    pub(super) fn is_note(&self, draft: &Draft, is_sibling: bool) -> bool {
        if draft.n_chars > LONGEST_NOTE {
            return false;
        }

        let text = draft.text(self.source);
        let n_digits = text.chars().filter(char::is_ascii_digit).count();
        let letters = text.chars().filter(|c| c.is_alphabetic() && !is_han(*c));
        // A year and a day, and no more letters than the name of a month.
        let is_date = n_digits >= 6 && letters.count() <= 10 && n_digits * 3 >= draft.n_chars;
        (is_date && !is_sibling)
            || text.contains('©')
            || furniture::is_about(self.tree, draft.element, &self.sentences)
    }

    pub(super) fn is_title(&self, draft: &Draft) -> bool {
        // Longer ones are no titles, and are not worth comparing.
        (1..300).contains(&draft.n_chars)
            && self.titles.contains(&comparable(&draft.text(self.source)))
    }
}
