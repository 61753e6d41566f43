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
use crate::reading::corpus::{Corpus, Speech};
use crate::reading::graph::routes::{page_named, tagged_page, usual_page};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The pages that are not where they usually are, by the names of their speeches, `<id>.<lang>`.
pub(in crate::reading::graph) type MovedPages = BTreeMap<String, Box<str>>;

/// Says where the page of every published speech is, and has its record keep it.
pub(super) fn place(
    records: &mut Records,
    corpus: &Corpus,
    config: &Config,
    present: &FxHashSet<String>,
) -> MovedPages {
    let owners = owners(records, present);
    let speeches: Vec<&Arc<Speech>> = corpus.speeches.iter().chain(&corpus.withdrawn).collect();
    let place_one = |speech: &&Arc<Speech>| Placed::of(speech, records, &owners, config);
    let placed: Vec<Placed> = speeches.par_iter().filter_map(place_one).collect();

    let mut moved = MovedPages::new();
    for Placed { name, page, is_moved, unknown } in placed {
        let record = records.entry(name.clone()).or_default();
        if !unknown.is_empty() {
            Arc::make_mut(record).pages.extend(unknown);
        }
        if is_moved {
            moved.insert(name, page.into());
        }
    }
    moved
}

/// Whose each address is, by its name.
fn owners<'r>(records: &'r Records, present: &FxHashSet<String>) -> FxHashMap<&'r str, &'r str> {
    let mut owners = FxHashMap::default();
    owners.reserve(records.len());
    // After a merge two locks may keep one address; then it is that of the speech that is there.
    let (of_present, of_absent): (Vec<_>, Vec<_>) =
        records.iter().partition(|(name, _)| present.contains(*name));
    for (name, record) in of_present.into_iter().chain(of_absent) {
        for page in &record.pages {
            owners.entry(&**page).or_insert(name.as_str());
        }
    }
    owners
}

/// The page of a speech of which something is not as its record says.
struct Placed {
    name: String,
    page: String,
    /// Whether it is not where it usually would be.
    is_moved: bool,
    /// The addresses that its record lacks.
    unknown: Vec<Box<str>>,
}

impl Placed {
    /// None of a speech that is where it usually is, and whose record says so.
    fn of(
        speech: &Speech,
        records: &Records,
        owners: &FxHashMap<&str, &str>,
        config: &Config,
    ) -> Option<Self> {
        let name = speech.full_id();
        let usual = usual_page(config, &speech.id, &speech.lang);
        let is_moved = owners.get(usual.as_str()).is_some_and(|owner| **owner != *name);
        let page = if is_moved { tagged_page(config, &speech.id, &speech.lang) } else { usual };
        let Some(record) = records.get(&name) else {
            let unknown = vec![page.as_str().into()];
            return Some(Placed { name, page, is_moved, unknown });
        };

        let mut unknown = Vec::new();
        // Under a former name it was where that name leads, by a lock that does not say so: one from
        // before addresses were kept, or of a command that renamed it twice between two builds.
        for former in &record.former_names {
            let page = page_named(config, former);
            let is_free = owners.get(page.as_str()).is_none_or(|owner| **owner == *name);
            let mut known = record.pages.iter().chain(&unknown);
            if is_free && !known.any(|page| is_page_of(page, former)) {
                unknown.push(page.into());
            }
        }
        if !record.pages.contains(page.as_str()) {
            unknown.push(page.as_str().into());
        }
        let is_as_known = unknown.is_empty() && !is_moved;
        (!is_as_known).then_some(Placed { name, page, is_moved, unknown })
    }
}

/// Whether a page is one of those that a speech called `name` may have had.
fn is_page_of(page: &str, name: &str) -> bool {
    let id = name.rsplit_once('.').map_or(name, |(id, _)| id);
    let stem = page.rsplit('/').next().and_then(|file| file.strip_suffix(".html"));
    stem.is_some_and(|stem| stem == id || stem == name)
}
