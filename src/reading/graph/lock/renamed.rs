//! Texts without a lock, and locks without a text → which of them belong together, because a file was
//! renamed. The texts are speeches, or pages of the site's own.
//!
//! **Invariant:** a lock goes to one text, and only where most paragraphs of both are the same: a
//! redirect from one text to another would give an address another meaning.

use super::print::Words;
use std::collections::{BTreeMap, BTreeSet};

/// What is the same must be so much that it is not said by anybody: ten parts of sketches are a
/// sentence of some twenty characters. `No comment.` is not the text that was renamed.
const LEAST_PARTS: usize = 10;

/// A text that has no lock.
pub(super) struct Newcomer<'s> {
    /// Its name, `<id>.<lang>`.
    pub name: &'s str,
    pub words: &'s [Words<'s>],
}

/// For each newcomer that was there under another name, that name; `absent` are the locks whose text
/// is not there, each with the hashes of the paragraphs that it had.
pub(super) fn recognise<'s>(
    newcomers: &[Newcomer<'s>],
    absent: &BTreeMap<&str, Vec<u32>>,
) -> BTreeMap<&'s str, String> {
    let mut owners: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (name, hashes) in absent {
        let different: BTreeSet<u32> = hashes.iter().copied().collect();
        for hash in different {
            owners.entry(hash).or_default().push(name);
        }
    }

    let mut recognised = BTreeMap::new();
    let mut claims: BTreeMap<&str, usize> = BTreeMap::new();
    for newcomer in newcomers {
        if let Some(old) = most_like(newcomer, &owners, absent) {
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

/// The lock that has most of a text's paragraphs, and few others.
fn most_like<'a>(
    newcomer: &Newcomer<'_>,
    owners: &BTreeMap<u32, Vec<&'a str>>,
    absent: &BTreeMap<&str, Vec<u32>>,
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
        let n_old = absent[name].len();
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
