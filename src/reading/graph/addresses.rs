//! Addresses that were published → a warning for each that leads nowhere now.

use super::{Absent, Graph, Route};
use crate::base::diag::{Code, Diagnostics};
use crate::base::message::say;
use crate::base::sources::Span;
use std::collections::HashSet;

/// Reports speeches that were published and are not there, unless a redirect takes their address.
pub(crate) fn check_gone(graph: &Graph, absent: &[Absent], diagnostics: &mut Diagnostics) {
    if absent.is_empty() {
        return;
    }
    let speeches = graph.corpus.speeches.iter().chain(&graph.corpus.withdrawn);
    let redirected: HashSet<&str> = speeches
        .flat_map(|speech| &speech.redirects)
        .map(|old| old.id.trim_start_matches('/'))
        .collect();

    for Absent { names, file } in absent {
        for name in names {
            let route: Route = graph.page_named(name);
            let address = route.path();
            if redirected.contains(address) {
                continue;
            }
            let message = say!("`{address}` was published, and its speech is not there", address);
            let hint = say!(
                "bring `{name}` back, and to take it back for good, run `oratory speech withdraw {name}` then; where another speech took its place, write there `redirects: [/{address}]`",
                name,
                address
            );
            diagnostics.tell(Code::AddressGone, Span::new(*file, 0..0), message, hint);
        }
    }
}
