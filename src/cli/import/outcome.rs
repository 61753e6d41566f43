//! What became of the documents of a run, and the line that sums it up.

use super::made::Made;
use super::proof::Refused;
use crate::base::message::{Message, say};
use crate::cli::print::count;
use crate::disk::load::PassedOver;
use std::collections::BTreeSet;

/// What became of each document that was named, or is in a folder that was.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) made: Vec<Made>,
    pub(super) refused: Vec<Refused>,
    pub(super) passed_over: Vec<PassedOver>,
    /// How many hidden files there are.
    pub(super) n_hidden: usize,
}

impl Outcome {
    /// The ids of the entities that the speeches name by identifiers.
    pub(super) fn entities(&self) -> BTreeSet<String> {
        self.made.iter().flat_map(|document| &document.entities).cloned().collect()
    }

    /// The parts of a line that says what was done; of a dry run, what would be.
    pub(super) fn summary(&self, n_entities: usize, dry_run: bool) -> Vec<Message> {
        let mut parts = self.speeches(dry_run);

        let n_doubts: usize = self.made.iter().map(|document| document.n_doubts).sum();
        if n_doubts > 0 {
            let places = count(n_doubts, "place", "places");
            parts.push(say!("{places} to review, marked `<!-- review: … -->` in the text", places));
        }
        if !self.refused.is_empty() {
            parts.push(count(self.refused.len(), "document refused", "documents refused"));
        }
        if n_entities > 0 {
            let files = count(n_entities, "file", "files");
            parts.push(say!("{files} of people, places or things beside them", files));
        }
        if !self.passed_over.is_empty() {
            parts.push(count(self.passed_over.len(), "file skipped", "files skipped"));
        }
        if self.n_hidden > 0 {
            let passed_over = count(self.n_hidden, "hidden file", "hidden files");
            parts.push(say!("{passed_over} passed over", passed_over));
        }
        parts
    }

    /// How many speeches are new, and how many were there. That there is none is said, too.
    fn speeches(&self, dry_run: bool) -> Vec<Message> {
        let n_merged = self.made.iter().filter(|document| document.is_again).count();
        let n_new = self.made.len() - n_merged;

        let mut parts = Vec::new();
        if n_new > 0 || n_merged == 0 {
            parts.push(match dry_run {
                true => count(n_new, "speech would be made", "speeches would be made"),
                false => count(n_new, "speech made", "speeches made"),
            });
        }
        if n_merged > 0 {
            parts.push(match dry_run {
                true => count(
                    n_merged,
                    "speech would be brought up to date",
                    "speeches would be brought up to date",
                ),
                false => {
                    count(n_merged, "speech brought up to date", "speeches brought up to date")
                }
            });
        }
        parts
    }
}
