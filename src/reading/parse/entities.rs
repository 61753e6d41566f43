//! The front matter and body of one file → one entity record.
//!
//! **Invariant:** what is wrong is reported and left out; a file whose name can be no id, or whose
//! front matter cannot be read, gives no entity.

use super::{Parts, facts};
use crate::base::diag::{Code, Diagnostics};
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::ids::is_entity_id;
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::sources::Span;
use crate::base::words::Words;
use crate::reading::config::{Config, instead_of_fact};
use crate::reading::corpus::{Alias, Block, Document, Entity, Flow};
use crate::reading::kinds::KindId;

/// Reads an entity; none if so much is wrong that no page can be made (which is reported).
pub(super) fn entity(
    parts: Parts<'_>,
    kind: KindId,
    id: String,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Entity> {
    let file = parts.file;
    if !is_entity_id(&id) {
        let message = say!("`{id}` cannot be an id", id);
        let hint =
            "name the file with letters, digits and `- _ .`, beginning with a letter or digit";
        // What cannot become an address is told as that.
        if !diagnostics.iter().any(|told| told.code == Code::BadFileName) {
            diagnostics.tell(Code::BadId, Span::new(file, 0..0), message, hint);
        }
        return None;
    }

    let mut reader = Reader { file, diagnostics };
    let mut table = reader.table(parts.fields?)?;
    let name_node = table.take("name");
    let name = read_name(&mut table, name_node.clone());
    let mut aliases = name_node.map_or_else(Vec::new, |node| names(&node));
    aliases.extend(table.get::<Vec<Alias>>("aliases").unwrap_or_default());

    let is_doubted = name.is_none();
    let entity = Entity {
        file,
        kind,
        facts: facts::read(&mut table, config.kinds.kind(kind)),
        // A missing name was reported; the id stands in, so that the rest is looked at in the same
        // run.
        name: name.unwrap_or_else(|| Words::plain(id.clone())),
        id,
        aliases,
        not: table.get("not").unwrap_or_default(),
        description: table.get("description"),
        image: table.get("image"),
        extra: table.take_extra(),
        redirects: table.get("redirects").unwrap_or_default(),
        bodies: by_language(parts.body, config),
        is_doubted,
        is_stub: false,
    };
    table.finish_with(|key, asked| instead_of_fact(config.kinds.kind(kind), key, asked));
    Some(entity)
}

fn read_name(table: &mut Table<'_>, node: Option<Node>) -> Option<Words> {
    let name = match node {
        // What is given and is not text is reported as that.
        Some(node) => Some(table.reader.words(node)?),
        None => None,
    };
    let name = name.filter(|name| name.versions().all(|(_, text)| !text.trim().is_empty()));
    // As it is called elsewhere, which is told as that.
    if name.is_none() && !table.has("title") {
        table.missing("name", "name: {en: …, zh: …}");
    }
    name
}

/// The versions of a name as aliases.
fn names(node: &Node) -> Vec<Alias> {
    let mut aliases = Vec::new();
    let mut add = |node: &Node| {
        if let Value::Scalar(text) = &node.value {
            aliases.push(Alias::plain(text.clone(), node.span.clone()));
        }
    };
    match &node.value {
        Value::Map(versions) => versions.iter().for_each(|(_, version)| add(version)),
        _ => add(node),
    }
    aliases
}

impl FromNode for Alias {
    fn from_node(reader: &mut Reader<'_>, node: Node) -> Option<Self> {
        let span = node.span.clone();
        if let Value::Scalar(text) = node.value {
            return (!text.trim().is_empty()).then_some(Alias::plain(text, span));
        }

        let mut table = reader.table(node)?;
        let name = table.get("name").filter(|name: &String| !name.trim().is_empty());
        if name.is_none() {
            table.missing("name", "name: …");
        }
        let forms = table.get("forms").unwrap_or_default();
        let (from, until) = (table.get("from"), table.get("until"));
        let auto = table.get("auto").unwrap_or(true);
        table.finish();
        Some(Alias { text: name?, forms, from, until, auto, span })
    }
}

/// Cuts a body at headings that name a language of the site (`## zh`); without such headings it
/// serves all languages.
fn by_language(mut body: Document, config: &Config) -> Vec<(Option<Lang>, Document)> {
    let flow = std::mem::take(&mut body.flow);
    body.title = None;

    let mut bodies: Vec<(Option<Lang>, Document)> = Vec::new();
    for piece in flow {
        let lang = match &piece {
            Flow::Block(Block::Heading(_, index)) => language_of(&body, *index, config),
            _ => None,
        };
        if lang.is_some() || bodies.is_empty() {
            bodies.push((lang.clone(), body.clone()));
        }
        if let (None, Some((_, document))) = (lang, bodies.last_mut()) {
            document.flow.push(piece);
        }
    }
    // A heading without a text below it says nothing.
    bodies.retain(|(_, document)| !document.flow.is_empty());
    bodies
}

/// The language that a heading names, if the site has it.
fn language_of(body: &Document, heading: u32, config: &Config) -> Option<Lang> {
    let lang = Lang::parse(body.paragraphs[heading as usize].text.trim())?;
    config.languages.contains(&lang).then_some(lang)
}
