//! Which names are also everyday words, by the corpus itself: `Hope` is one where the texts also
//! say `hope`.
//!
//! **Invariant:** only words in letters that have case are asked about; of others nothing is known
//! here.

use crate::reading::corpus::Corpus;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How often the texts write a name small.
#[derive(Debug, Default)]
pub(super) struct Everyday(BTreeMap<String, usize>);

impl Everyday {
    /// Asks the texts about `names`.
    pub(super) fn among<'n>(names: impl Iterator<Item = &'n str>, corpus: &Corpus) -> Self {
        let asked: BTreeSet<String> =
            names.filter(|name| is_asked(name)).map(str::to_lowercase).collect();

        // A site in Han text alone need not be read for this.
        if asked.is_empty() {
            return Everyday::default();
        }

        let paragraphs: Vec<&str> = corpus
            .speeches
            .iter()
            .flat_map(|speech| &speech.body.paragraphs)
            .map(|paragraph| paragraph.text.as_str())
            .collect();

        let found: Vec<Vec<&str>> = paragraphs
            .par_iter()
            .map(|text| words(text).filter(|word| asked.contains(*word)).collect())
            .collect();

        let mut counts = BTreeMap::new();
        for word in found.into_iter().flatten() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }

        Everyday(counts)
    }

    /// How often the texts write `name` small.
    pub(super) fn count(&self, name: &str) -> usize {
        if is_asked(name) {
            self.0.get(&name.to_lowercase()).copied().unwrap_or_default()
        } else {
            0
        }
    }
}

fn is_asked(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.starts_with(char::is_lowercase))
}
