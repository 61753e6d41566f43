//! `content/decisions.toml` → [`Decisions`].
//!
//! **Invariant:** each list may be written as `never = [{name = …, entity = …}]` or as tables
//! `[[never]]`; both say the same.

use crate::base::decode::Text;
use crate::base::diag::Diagnostics;
use crate::base::fields::{FromNode, Node, Reader, Value, read_toml};
use crate::base::sources::FileId;
use crate::reading::corpus::{Decisions, Different, Kept, Meaning, Reference};

/// Reads the file; what is wrong in it is reported and left out.
pub(super) fn decisions(file: FileId, text: &Text<'_>, diagnostics: &mut Diagnostics) -> Decisions {
    let mut decisions = Decisions { file: Some(file), ..Decisions::default() };
    let Some(node) = read_toml(file, text.text, text.offset, diagnostics) else {
        return decisions;
    };
    let mut reader = Reader { file, diagnostics };
    let Some(mut table) = reader.table(node) else {
        return decisions;
    };

    decisions.always = table.get("always").unwrap_or_default();
    decisions.never = table.get("never").unwrap_or_default();
    decisions.keep = table.get("keep").unwrap_or_default();
    decisions.different = table.get("different").unwrap_or_default();
    if let Some(node) = table.take("not-an-entity") {
        for item in table.reader.list(node) {
            decisions.no_entity.extend(no_entity(&mut table.reader, item));
        }
    }
    table.finish();
    decisions
}

impl FromNode for Meaning {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let span = node.span.clone();
        let mut table = reader.table(node)?;
        let name = table.wanted("name", "name = \"…\"");
        let entity = table.wanted("entity", "entity = \"…\"");
        let speech = table.get("speech");
        table.finish();
        Some(Meaning { name: name?, entity: entity?, speech, span })
    }
}

impl FromNode for Kept {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let mut table = reader.table(node)?;
        let entity = table.wanted("entity", "entity = \"…\"");
        let speech = table.get("speech");
        table.finish();
        Some(Kept { entity: entity?, speech })
    }
}

impl FromNode for Different {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let mut table = reader.table(node)?;
        let label = table.wanted("label", "label = \"…\"");
        let other = table.wanted("other", "other = \"…\"");
        table.finish();
        Some(Different { label: label?, other: other? })
    }
}

/// `"Good Friday"`, or `{name = "Good Friday"}` as in the other lists.
fn no_entity(reader: &mut Reader<'_>, item: Node) -> Option<Reference> {
    if let Value::Scalar(_) = item.value {
        return Reference::from_node(reader, item);
    }
    let mut table = reader.table(item)?;
    let name = table.wanted("name", "name = \"…\"");
    table.finish();
    name
}
