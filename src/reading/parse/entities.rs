//! One file → one entity record.

use super::facts::optional_date;
use super::speeches::references;
use super::{facts, front_matter, markdown};
use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Fields, Node, Reader, Value};
use crate::base::ids::is_entity_id;
use crate::base::lang::Lang;
use crate::base::sources::{FileId, Span};
use crate::base::words::Words;
use crate::reading::config::Config;
use crate::reading::corpus::{Alias, Block, Document, Entity, Flow};
use crate::reading::kinds::KindId;

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
    if !is_entity_id(&id) {
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
    reader.finish(fields);
    Some(Entity { bodies: by_language(body, config), ..entity })
}

fn from_fields(
    reader: &mut Reader<'_>,
    fields: &mut Fields,
    kind: KindId,
    id: String,
    config: &Config,
) -> Entity {
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
    let facts = facts::read(reader, fields, config.kinds.kind(kind));

    Entity {
        file: reader.file,
        kind,
        // A missing name was reported; the id stands in, so that the rest is looked at in the same
        // run.
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
        description: fields.take("description").and_then(|node| reader.words(node)),
        facts,
        extra: fields.take_extra(),
        redirects: fields
            .take("redirects")
            .map(|node| references(reader, node))
            .unwrap_or_default(),
        bodies: Vec::new(),
    }
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

/// Cuts a body at headings that name a language of the site (`## zh`); without such headings it
/// serves all languages.
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
