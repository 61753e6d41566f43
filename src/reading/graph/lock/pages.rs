//! Speeches and their locks → the address of each speech's page, and those that it had.
//!
//! The usual address of a version depends on the languages of the site: where the default language
//! becomes another one, `speeches/a.html` would show another text, and so would a new speech under
//! the name that another one had. So the locks keep the addresses, and where the usual one was
//! another text's, the page has its language in the name.
//!
//! **Invariant:** an address that was published as one text is never the page of another.

use super::file::Records;
use crate::reading::config::Config;
use crate::reading::corpus::Corpus;
use crate::reading::graph::routes::{page_named, tagged_page, usual_page};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// The pages that are not where they usually are, by the names of their speeches, `<id>.<lang>`.
pub(in crate::reading::graph) type MovedPages = BTreeMap<String, Box<str>>;

/// Says where the page of every published speech is, and has its record keep it.
pub(super) fn place(
    records: &mut Records,
    corpus: &Corpus,
    config: &Config,
    present: &HashSet<String>,
) -> MovedPages {
    let mut owners: FxHashMap<Box<str>, Box<str>> = FxHashMap::default();
    // After a merge two locks may keep one address; then it is that of the speech that is there.
    let is_present = |name: &String| present.contains(name);
    for of_present in [true, false] {
        for (name, record) in records.iter().filter(|(name, _)| is_present(name) == of_present) {
            for page in &record.pages {
                owners.entry(page.clone()).or_insert_with(|| name.as_str().into());
            }
        }
    }

    let mut moved = MovedPages::new();
    for speech in corpus.speeches.iter().chain(&corpus.withdrawn) {
        let name = speech.full_id();
        let usual = usual_page(config, &speech.id, &speech.lang);
        let is_taken = owners.get(usual.as_str()).is_some_and(|owner| **owner != *name);
        let page = if is_taken { tagged_page(config, &speech.id, &speech.lang) } else { usual };

        let record = records.entry(name.clone()).or_default();
        // Under a former name it was where that name leads, by a lock that does not say so: one from
        // before addresses were kept, or of a command that renamed it twice between two builds.
        for former in &record.former_names.clone() {
            let page = page_named(config, former);
            let is_free = owners.get(page.as_str()).is_none_or(|owner| **owner == *name);
            if is_free && !record.pages.iter().any(|page| is_page_of(page, former)) {
                Arc::make_mut(record).pages.insert(page.into());
            }
        }
        // Mostly it is known, and the record is the one that was read.
        if !record.pages.contains(page.as_str()) {
            Arc::make_mut(record).pages.insert(page.as_str().into());
        }
        if is_taken {
            moved.insert(name, page.into());
        }
    }
    moved
}

/// Whether a page is one of those that a speech called `name` may have had.
fn is_page_of(page: &str, name: &str) -> bool {
    let id = name.rsplit_once('.').map_or(name, |(id, _)| id);
    let stem = page.rsplit('/').next().and_then(|file| file.strip_suffix(".html"));
    stem.is_some_and(|stem| stem == id || stem == name)
}
