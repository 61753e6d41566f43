//! One file → one entity record.

use super::speeches::{reference, references};
use super::{front_matter, markdown};
use crate::base::date::Date;
use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Fields, Node, Reader, Value};
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Span};
use crate::base::words::Words;
use crate::reading::config::Config;
use crate::reading::corpus::{Alias, Block, Document, Entity, Flow, Role};
use crate::reading::kinds::{Fact, KindId};

/// Reads an entity; none if so much is wrong that no page can be made (which is reported).
pub(super) fn entity(
    file: FileId,
    text: &Text<'_>,
    kind: KindId,
    id: String,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Entity> {
    let parts = front_matter::split(file, text, diagnostics);
    let body = markdown::document(file, parts.body, config.trusted_html, diagnostics);
    if !is_id(&id) {
        let diagnostic = Diagnostic::new(Code::BadId, format!("`{id}` cannot be an id"))
            .at(Span::new(file, 0..0), "");
        diagnostics.push(diagnostic.hint(
            "name the file with letters, digits and `- _ .`, beginning with a letter or digit",
        ));
        return None;
    }
    let empty = Node { span: text.offset..text.offset, value: Value::Null };
    let node = if parts.is_present { parts.fields? } else { empty };
    let mut reader = Reader { file, diagnostics };
    let mut fields = reader.fields(node)?;
    let entity = from_fields(&mut reader, &mut fields, kind, id, config);
    let _extra = fields.take("extra");
    reader.finish(fields);
    Some(Entity { bodies: by_language(body, config), ..entity })
}

/// Whether `id` can be the id of an entity: letters and digits of any script, and `- _ . ·`.
pub(crate) fn is_id(id: &str) -> bool {
    id.starts_with(char::is_alphanumeric)
        && id.chars().all(|c| c.is_alphanumeric() || "-_.·".contains(c))
}

fn from_fields(
    reader: &mut Reader<'_>,
    fields: &mut Fields,
    kind: KindId,
    id: String,
    config: &Config,
) -> Entity {
    let facts = config.kinds.kind(kind).facts;
    let name_node = fields.take("name");
    let given = name_node.clone().map(|node| reader.words(node));
    // What is given and is no text was reported as that.
    let is_reported = matches!(given, Some(None));
    let name =
        given.flatten().filter(|name| name.versions().all(|(_, text)| !text.trim().is_empty()));
    if name.is_none() && !is_reported {
        reader.missing(fields, "name", "name: {en: …, zh: …}");
    }
    let mut aliases = name_node.map(|node| names(&node)).unwrap_or_default();
    aliases
        .extend(fields.take("aliases").map(|node| read_aliases(reader, node)).unwrap_or_default());
    Entity {
        file: reader.file,
        kind,
        // A missing name was reported; the id stands in, so that the rest is looked at in the same run.
        name: name.unwrap_or_else(|| Words::plain(id.clone())),
        id,
        aliases,
        not: fields
            .take("not")
            .map(|node| reader.texts(node))
            .unwrap_or_default()
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
        same_as: fields
            .take("same_as")
            .map(|node| reader.list(node))
            .unwrap_or_default()
            .iter()
            .filter_map(|node| reader.url(node))
            .collect(),
        description: fields.take("description").and_then(|node| reader.words(node)),
        sort_name: fact(fields, facts, Fact::SortName, "sort_name")
            .and_then(|node| reader.text(&node)),
        roles: fact(fields, facts, Fact::Roles, "roles")
            .map(|node| roles(reader, node))
            .unwrap_or_default(),
        born: fact(fields, facts, Fact::Lifetime, "born").and_then(|node| reader.date(&node)),
        died: fact(fields, facts, Fact::Lifetime, "died").and_then(|node| reader.date(&node)),
        coordinates: fact(fields, facts, Fact::Coordinates, "coordinates")
            .and_then(|node| coordinates(reader, node)),
        country: fact(fields, facts, Fact::Country, "country").and_then(|node| reader.words(node)),
        started: fact(fields, facts, Fact::Started, "started").and_then(|node| reader.date(&node)),
        proposed_by: reference(reader, fact(fields, facts, Fact::ProposedBy, "proposed_by")),
        part_of: reference(reader, fields.take("part_of")),
        related: fields.take("related").map(|node| references(reader, node)).unwrap_or_default(),
        redirects: fields
            .take("redirects")
            .map(|node| references(reader, node))
            .unwrap_or_default(),
        bodies: Vec::new(),
    }
}

/// The field of a fact, if entities of the kind may state it; else it stays and is reported as unknown.
fn fact(fields: &mut Fields, facts: &[Fact], fact: Fact, key: &str) -> Option<Node> {
    if facts.contains(&fact) { fields.take(key) } else { None }
}

/// The versions of a name as aliases.
fn names(node: &Node) -> Vec<Alias> {
    let alias = |text: &str, node: &Node| Alias {
        text: text.to_owned(),
        from: None,
        until: None,
        auto: true,
        span: node.span.clone(),
    };
    match &node.value {
        Value::Scalar(text) => vec![alias(text, node)],
        Value::Map(versions) => versions
            .iter()
            .filter_map(|(_, version)| match &version.value {
                Value::Scalar(text) => Some(alias(text, version)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn read_aliases(reader: &mut Reader<'_>, node: Node) -> Vec<Alias> {
    reader.list(node).into_iter().filter_map(|item| alias(reader, item)).collect()
}

fn alias(reader: &mut Reader<'_>, item: Node) -> Option<Alias> {
    let span = item.span.clone();
    if let Value::Scalar(text) = item.value {
        return (!text.trim().is_empty()).then_some(Alias {
            text,
            from: None,
            until: None,
            auto: true,
            span,
        });
    }
    let mut fields = reader.fields(item)?;
    let name = fields
        .take("name")
        .and_then(|node| reader.text(&node))
        .filter(|name| !name.trim().is_empty());
    if name.is_none() {
        reader.missing(&fields, "name", "name: …");
    }
    let from = optional_date(reader, fields.take("from"));
    let until = optional_date(reader, fields.take("until"));
    let auto = fields.take("auto").and_then(|node| reader.truth(&node)).unwrap_or(true);
    reader.finish(fields);
    Some(Alias { text: name?, from, until, auto, span })
}

fn optional_date(reader: &mut Reader<'_>, node: Option<Node>) -> Option<Date> {
    node.and_then(|node| reader.date(&node))
}

fn roles(reader: &mut Reader<'_>, node: Node) -> Vec<Role> {
    reader.list(node).into_iter().filter_map(|item| role(reader, item)).collect()
}

fn role(reader: &mut Reader<'_>, item: Node) -> Option<Role> {
    if let Value::Scalar(_) = item.value {
        let role = reader.text(&item).map(Words::plain)?;
        return Some(Role { role, organization: None, from: None, until: None });
    }
    let mut fields = reader.fields(item)?;
    let role = fields.take("role").and_then(|node| reader.words(node));
    if role.is_none() {
        reader.missing(&fields, "role", "role: …");
    }
    let organization = reference(reader, fields.take("organization"));
    let from = optional_date(reader, fields.take("from"));
    let until = optional_date(reader, fields.take("until"));
    reader.finish(fields);
    Some(Role { role: role?, organization, from, until })
}

/// Longitude and latitude in millionths of a degree.
fn coordinates(reader: &mut Reader<'_>, node: Node) -> Option<(i32, i32)> {
    let (span, is_list) = (node.span.clone(), matches!(node.value, Value::List(_)));
    let items = reader.list(node);
    let numbers: Vec<f64> = items.iter().filter_map(|item| reader.number(item)).collect();
    let in_range = |[lon, lat]: [f64; 2]| {
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
            .then_some((micro(lon), micro(lat)))
    };
    let found = <[f64; 2]>::try_from(numbers.as_slice())
        .ok()
        .filter(|_| items.len() == 2)
        .and_then(in_range);
    // An item that is no number was reported as such, and so was what is no list.
    if found.is_none() && numbers.len() == items.len() && is_list {
        let diagnostic =
            Diagnostic::new(Code::BadCoordinates, "these coordinates are not on the globe")
                .at(reader.span(&span), "");
        reader
            .report(diagnostic.hint(
                "write `[longitude, latitude]` in degrees, longitude first: `[116.4, 39.9]`",
            ));
    }
    found
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a degree within ±180 times a million fits an i32"
)]
fn micro(degrees: f64) -> i32 {
    (degrees * 1_000_000.0).round() as i32
}

/// Cuts a body at headings that name a language of the site (`## zh`); without such headings it serves all languages.
fn by_language(body: Document, config: &Config) -> Vec<(Option<Lang>, Document)> {
    let Document { paragraphs, turns, flow, footnotes, raw_addresses, .. } = body;
    let mut cuts: Vec<(Option<Lang>, Vec<Flow>)> = vec![(None, Vec::new())];
    for piece in flow {
        let lang = match &piece {
            Flow::Block(Block::Heading(_, index)) => {
                Lang::parse(paragraphs[*index as usize].text.trim())
                    .filter(|lang| config.languages.contains(lang))
            }
            _ => None,
        };
        match (lang, cuts.last_mut()) {
            (Some(lang), _) => cuts.push((Some(lang), Vec::new())),
            (None, Some((_, flow))) => flow.push(piece),
            (None, None) => {}
        }
    }
    let document = |flow| Document {
        title: None,
        paragraphs: paragraphs.clone(),
        turns: turns.clone(),
        flow,
        footnotes: footnotes.clone(),
        raw_addresses: raw_addresses.clone(),
    };
    cuts.into_iter()
        .filter(|(_, flow)| !flow.is_empty())
        .map(|(lang, flow)| (lang, document(flow)))
        .collect()
}
