//! `content/decisions.toml` → [`Decisions`].
//!
//! **Invariant:** each list may be written as `never = [{name = …, entity = …}]` or as tables
//! `[[never]]`; both say the same.

use super::speeches::reference;
use crate::base::decode::Text;
use crate::base::diag::Diagnostics;
use crate::base::fields::{Fields, Node, Reader, Value, read_toml};
use crate::base::sources::FileId;
use crate::reading::corpus::{Decisions, Different, Kept, Meaning, Reference};

/// Reads the file; what is wrong in it is reported and left out.
pub(super) fn decisions(file: FileId, text: &Text<'_>, diagnostics: &mut Diagnostics) -> Decisions {
    let mut decisions = Decisions { file: Some(file), ..Decisions::default() };
    let Some(node) = read_toml(file, text.text, text.offset, diagnostics) else {
        return decisions;
    };
    let mut reader = Reader { file, diagnostics };
    let Some(mut fields) = reader.fields(node) else {
        return decisions;
    };
    decisions.always = each(&mut reader, &mut fields, "always", meaning);
    decisions.never = each(&mut reader, &mut fields, "never", meaning);
    decisions.keep = each(&mut reader, &mut fields, "keep", kept);
    decisions.different = each(&mut reader, &mut fields, "different", different);
    decisions.no_entity = each(&mut reader, &mut fields, "not-an-entity", no_entity);
    reader.finish(fields);
    decisions
}

fn each<T>(
    reader: &mut Reader<'_>,
    fields: &mut Fields,
    key: &str,
    read: fn(&mut Reader<'_>, Node) -> Option<T>,
) -> Vec<T> {
    let Some(node) = fields.take(key) else {
        return Vec::new();
    };
    reader.list(node).into_iter().filter_map(|item| read(reader, item)).collect()
}

/// A field that must be there.
fn wanted(reader: &mut Reader<'_>, fields: &mut Fields, name: &str) -> Option<Reference> {
    let node = fields.take(name);
    if node.is_none() {
        reader.missing(fields, name, &format!("{name} = \"…\""));
    }
    reference(reader, node)
}

fn meaning(reader: &mut Reader<'_>, item: Node) -> Option<Meaning> {
    let span = item.span.clone();
    let mut fields = reader.fields(item)?;
    let name = wanted(reader, &mut fields, "name");
    let entity = wanted(reader, &mut fields, "entity");
    let speech = fields.take("speech");
    let speech = reference(reader, speech);
    reader.finish(fields);
    Some(Meaning { name: name?.id, entity: entity?, speech, span })
}

fn kept(reader: &mut Reader<'_>, item: Node) -> Option<Kept> {
    let mut fields = reader.fields(item)?;
    let entity = wanted(reader, &mut fields, "entity");
    let speech = fields.take("speech");
    let speech = reference(reader, speech);
    reader.finish(fields);
    Some(Kept { entity: entity?, speech })
}

fn different(reader: &mut Reader<'_>, item: Node) -> Option<Different> {
    let mut fields = reader.fields(item)?;
    let label = wanted(reader, &mut fields, "label");
    let other = wanted(reader, &mut fields, "other");
    reader.finish(fields);
    Some(Different { label: label?.id, other: other?.id })
}

fn no_entity(reader: &mut Reader<'_>, item: Node) -> Option<Reference> {
    if let Value::Scalar(_) = item.value {
        return reference(reader, Some(item));
    }
    let mut fields = reader.fields(item)?;
    let name = wanted(reader, &mut fields, "name");
    reader.finish(fields);
    name
}
