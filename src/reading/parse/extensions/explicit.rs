//! Explicit mentions: `[王外长](@wang-yi)`, `[Mr. Johnson](@u-alexis-johnson?)` in doubt,
//! `[Austin](@-)` no one, `[[wang-yi|王外长]]`, and `[[wang-yi]]`, which shows the name.
//!
//! Does not ask whether there is an entity of that id: that is asked of the whole site.

use crate::base::letters::composed;
use crate::reading::corpus::MarkKind;

/// The mention that a link's address states, if it states one: `@id#t2p1` is a paragraph of a
/// speech, and stays a link.
pub(in crate::reading::parse) fn mention(address: &str) -> Option<MarkKind> {
    address.strip_prefix('@').filter(|id| !id.contains('#')).map(|id| target(id, false))
}

/// The mention that a wiki link's target states, a heading in it (`[[tern-island#History]]`) left
/// out; `bare` is one without words of its own.
pub(in crate::reading::parse) fn wiki_mention(address: &str, bare: bool) -> MarkKind {
    let target = address.split('#').next().unwrap_or_default();
    self::target(target.strip_prefix('@').unwrap_or(target), bare)
}

fn target(id: &str, bare: bool) -> MarkKind {
    let doubtful = id.ends_with('?');
    let id = id.strip_suffix('?').unwrap_or(id);
    let id = if id == "-" { "" } else { id.trim() };
    MarkKind::Mention { id: composed(id).into_owned(), doubtful, bare }
}
