//! Explicit mentions: `[王外长](@wang-yi)`, `[Mr. Johnson](@u-alexis-johnson?)` in doubt,
//! `[Austin](@-)` no one, `[[wang-yi|王外长]]`.
//!
//! Does not ask whether there is an entity of that id: that is asked of the whole site.

use crate::base::letters::composed;
use crate::reading::corpus::MarkKind;

/// The mention that a link's address states, if it states one: `@id#t2p1` is a paragraph of a
/// speech, and stays a link.
pub(in crate::reading::parse) fn mention(address: &str) -> Option<MarkKind> {
    address.strip_prefix('@').filter(|id| !id.contains('#')).map(target)
}

/// The mention that a wiki link's target states, a heading in it (`[[tern-island#History]]`) left
/// out.
pub(in crate::reading::parse) fn wiki_mention(address: &str) -> MarkKind {
    let target = address.split('#').next().unwrap_or_default();
    self::target(target.strip_prefix('@').unwrap_or(target))
}

fn target(id: &str) -> MarkKind {
    let doubtful = id.ends_with('?');
    let id = id.strip_suffix('?').unwrap_or(id);
    let id = if id == "-" { "" } else { id.trim() };
    MarkKind::Mention { id: composed(id).into_owned(), doubtful }
}
