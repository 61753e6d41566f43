//! Orders in rounds: what changes which names stand where comes first, and what the names mean is looked up again before the rest.
//!
//! **Invariant:** a label that is written anew, or an entity that is added, is known to everything that is done after it.

use super::{Orders, Proposal, Suggestion, Written, suggest, write};
use crate::base::changes::{Change, Changes};
use crate::base::diag::Diagnostics;
use crate::base::sources::{Content, Source, Sources};
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, SpeechId};
use crate::reading::parse::parse;
use std::collections::BTreeSet;

/// How often the site is looked at again at most. What is listed can make a name clear that was not; two rounds are usual.
const ROUNDS: usize = 8;

/// The files once every one of `suggestions` that is safe is done; `only` are the speeches that may change, none means all.
#[must_use]
pub(crate) fn write_safe(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    suggestions: &[Suggestion],
    only: Option<&[SpeechId]>,
) -> Written {
    let changes_names =
        |one: &Suggestion| matches!(one.proposal, Proposal::New { .. } | Proposal::Merge { .. });
    let is_first = suggestions.iter().any(|one| one.is_safe() && changes_names(one));
    let accepted = suggestions
        .iter()
        .filter(|one| one.is_safe() && (!is_first || changes_names(one)))
        .cloned()
        .collect();
    let mut written = write(sources, corpus, config, &Orders { accepted, ..Orders::default() });
    let is_wanted = |_: &Corpus, one: &Suggestion| {
        only.is_none_or(|only| one.speech.is_some_and(|id| only.contains(&id)))
    };
    for _ in 0..ROUNDS {
        if written.changes.is_empty() || !then(sources, config, &mut written, is_wanted) {
            break;
        }
    }
    written
}

/// The files once `orders` are carried out; entities that are new by them are listed where their names stand.
#[must_use]
pub(crate) fn write_orders(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    orders: &Orders,
) -> Written {
    let mut written = write(sources, corpus, config, orders);
    let new: BTreeSet<&str> = orders
        .accepted
        .iter()
        .filter_map(|one| {
            if let Proposal::New { id, .. } = &one.proposal { Some(id.as_str()) } else { None }
        })
        .collect();
    if !new.is_empty() {
        then(sources, config, &mut written, |corpus, one| {
            let is_listing = matches!(one.proposal, Proposal::Add { .. } | Proposal::Label { .. });
            is_listing
                && one
                    .entities()
                    .iter()
                    .all(|entity| new.contains(corpus.entity(*entity).id.as_str()))
        });
    }
    written
}

/// Looks again at the site once `written` is done, and does whatever is safe and wanted then; says whether that was anything.
fn then(
    sources: &Sources,
    config: &Config,
    written: &mut Written,
    is_wanted: impl Fn(&Corpus, &Suggestion) -> bool,
) -> bool {
    let sources = with(sources, &written.changes);
    // What is wrong was said when the site was read; a round adds no mistake.
    let corpus = parse(&sources, config, &mut Diagnostics::default());
    let mut accepted = suggest(&corpus, config);
    accepted.retain(|one| one.is_safe() && is_wanted(&corpus, one));
    let second = write(&sources, &corpus, config, &Orders { accepted, ..Orders::default() });
    for (path, change) in second.changes.iter() {
        match change {
            Change::Write(bytes) | Change::Create(bytes) => {
                written.changes.write(path, bytes.clone())
            }
            Change::Remove => written.changes.remove(path),
        }
    }
    written.refused.extend(
        second
            .refused
            .into_iter()
            .filter(|refusal| !written.refused.contains(refusal))
            .collect::<Vec<_>>(),
    );
    !second.changes.is_empty()
}

/// The files of a site with `changes` made.
pub(super) fn with(sources: &Sources, changes: &Changes) -> Sources {
    let kept = sources
        .iter()
        .filter(|(_, source)| changes.get(&source.path).is_none())
        .map(|(_, source)| source.clone());
    let changed = changes.iter().filter_map(|(path, change)| {
        let content = Content::Bytes(change.bytes()?.to_vec());
        Some(Source { path: path.to_owned(), content })
    });
    Sources::new(kept.chain(changed).collect())
}
