//! Orders in rounds: what changes which names occur where comes first, and what the names mean is
//! looked up again before the rest.
//!
//! **Invariant:** an entity that is added is known to everything that is done after it.

use super::{Orders, Proposal, Suggestion, Written, suggest, write};
use crate::base::changes::applied;
use crate::base::diag::Diagnostics;
use crate::base::sources::Sources;
use crate::reading::config::Config;
use crate::reading::corpus::{Corpus, SpeechId};
use crate::reading::parse::parse;
use std::collections::BTreeSet;

/// How often the site is looked at again at most. What is listed can make a name clear that was
/// not; two rounds are usual, and a limit keeps a site that would never come to rest from going on
/// for ever.
const ROUNDS: usize = 8;

/// The files once every one of `suggestions` that is safe is done; `only` are the speeches that may
/// change, none means all.
#[must_use]
pub(crate) fn write_safe(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    suggestions: &[Suggestion],
    only: Option<&[SpeechId]>,
) -> Written {
    let mut safe: Vec<&Suggestion> = suggestions.iter().filter(|one| one.is_safe()).collect();
    if safe.iter().any(|one| changes_names(one)) {
        // The rest may mean another once they are done, and is found again then.
        safe.retain(|one| changes_names(one));
    }
    let orders = accepting(safe.into_iter().cloned().collect());
    let mut written = write(sources, corpus, config, &orders);

    let is_wanted = |_: &Corpus, one: &Suggestion| {
        only.is_none_or(|only| one.speech.is_some_and(|id| only.contains(&id)))
    };
    for _ in 0..ROUNDS {
        if written.changes.is_empty() || !do_more(sources, config, &mut written, is_wanted) {
            break;
        }
    }
    written
}

/// Whether a suggestion changes which names occur where.
fn changes_names(one: &Suggestion) -> bool {
    matches!(one.proposal, Proposal::New { .. })
}

fn accepting(accepted: Vec<Suggestion>) -> Orders {
    Orders { accepted, ..Orders::default() }
}

/// The files once `orders` are carried out; entities that are new by them are listed where their
/// names occur.
#[must_use]
pub(crate) fn write_orders(
    sources: &Sources,
    corpus: &Corpus,
    config: &Config,
    orders: &Orders,
) -> Written {
    let mut written = write(sources, corpus, config, orders);

    let mut new: BTreeSet<&str> = BTreeSet::new();
    for one in &orders.accepted {
        if let Proposal::New { id, .. } = &one.proposal {
            new.insert(id);
        }
    }
    if new.is_empty() {
        return written;
    }

    do_more(sources, config, &mut written, |corpus, one| {
        let is_listing = matches!(one.proposal, Proposal::Add { .. } | Proposal::Label { .. });
        let mut ids = one.entities().iter().map(|id| &corpus.entity(*id).id);
        is_listing && ids.all(|id| new.contains(id.as_str()))
    });
    written
}

/// Looks again at the site once `written` is done, and does whatever is safe and wanted then; says
/// whether that was anything.
fn do_more(
    sources: &Sources,
    config: &Config,
    written: &mut Written,
    is_wanted: impl Fn(&Corpus, &Suggestion) -> bool,
) -> bool {
    let sources = applied(sources, &written.changes);
    // What is wrong was said when the site was read; a round adds no mistake.
    let corpus = parse(&sources, config, &mut Diagnostics::default());
    let mut accepted = suggest(&corpus, config);
    accepted.retain(|one| one.is_safe() && is_wanted(&corpus, one));
    let more = write(&sources, &corpus, config, &accepting(accepted));

    written.changes.append(&more.changes);
    for refusal in more.refused {
        if !written.refused.contains(&refusal) {
            written.refused.push(refusal);
        }
    }
    !more.changes.is_empty()
}
