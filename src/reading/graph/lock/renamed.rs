//! Speeches without a lock, and locks without a speech → which of them belong together, because a
//! file was renamed.
//!
//! **Invariant:** a lock goes to one speech, and only where most paragraphs of both are the same: a
//! redirect from one speech to another would give an address another meaning.

use super::file::{Entry, Records};
use super::print::Words;
use std::collections::BTreeMap;

/// What is the same must be so much that it is not said by anybody: ten parts of sketches are a
/// sentence of some twenty characters. `No comment.` is not the text that was renamed.
const LEAST_PARTS: usize = 10;

/// A speech that has no lock.
pub(super) struct Newcomer<'s> {
    /// Its name, `<id>.<lang>`.
    pub name: &'s str,
    pub words: &'s [Words<'s>],
}

/// For each newcomer that was there under another name, that name; `absent` are the names of the
/// locks whose speech is not there.
pub(super) fn recognise<'s>(
    newcomers: &[Newcomer<'s>],
    absent: &[&str],
    records: &Records,
) -> BTreeMap<&'s str, String> {
    let mut owners: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for name in absent {
        let mut hashes: Vec<u32> = published(&records[*name].entries).collect();
        hashes.sort_unstable();
        hashes.dedup();
        for hash in hashes {
            owners.entry(hash).or_default().push(name);
        }
    }

    let mut recognised = BTreeMap::new();
    let mut claims: BTreeMap<&str, usize> = BTreeMap::new();
    for newcomer in newcomers {
        if let Some(old) = most_like(newcomer, &owners, records) {
            *claims.entry(old).or_default() += 1;
            recognised.insert(newcomer.name, old.to_owned());
        }
    }
    // Of two copies neither is known to be the one that moved.
    recognised.retain(|_, old| claims[old.as_str()] == 1);
    recognised
}

/// What a text has in common with a lock.
#[derive(Default)]
struct Shared {
    n_paragraphs: usize,
    n_parts: usize,
}

/// The lock that has most of a speech's paragraphs, and few others.
fn most_like<'a>(
    newcomer: &Newcomer<'_>,
    owners: &BTreeMap<u32, Vec<&'a str>>,
    records: &Records,
) -> Option<&'a str> {
    let mut shared: BTreeMap<&str, Shared> = BTreeMap::new();
    for words in newcomer.words {
        for owner in owners.get(&words.hash).into_iter().flatten() {
            let shared = shared.entry(owner).or_default();
            shared.n_paragraphs += 1;
            shared.n_parts += words.print().n_parts();
        }
    }

    let mut best: Option<&str> = None;
    for (name, shared) in shared {
        let n_old = published(&records[name].entries).count();
        // More than half on both sides: no other lock can have as many.
        let is_most = shared.n_paragraphs * 2 > n_old.max(newcomer.words.len());
        if is_most && shared.n_parts >= LEAST_PARTS {
            if best.is_some() {
                return None;
            }
            best = Some(name);
        }
    }
    best
}

/// The hashes of the paragraphs that are in a text.
fn published(entries: &[Entry]) -> impl Iterator<Item = u32> {
    let is_published = |entry: &&Entry| !entry.is_gone && !entry.is_turn();
    entries.iter().filter(is_published).filter_map(|entry| entry.print).map(|print| print.hash)
}
