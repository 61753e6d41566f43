//! The front matter and body of one file → one entity record.
//!
//! **Invariant:** what is wrong is reported and left out; a file whose name can be no id, or whose
//! front matter cannot be read, gives no entity.

use super::{Parts, facts};
use crate::base::diag::{Code, Diagnostics};
use crate::base::fields::{FromNode, Node, Reader, Table, Value};
use crate::base::ids::{entity_id, is_entity_id};
use crate::base::lang::Lang;
use crate::base::letters::same_name;
use crate::base::message::say;
use crate::base::sources::Span;
use crate::base::words::Words;
use crate::reading::config::{Config, instead_of_fact};
use crate::reading::corpus::{Alias, Block, Document, Entity, Flow, Paragraph, Reference};
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
        let slug = entity_id(&id);
        let hint = match slug.is_empty() {
            true => {
                "name the file with letters, digits and `- _ .`, beginning with a letter or digit"
                    .into()
            }
            false => say!(
                "name the file with letters, digits and `- _ .`, beginning with a letter or digit: `{slug}.md`",
                slug
            ),
        };
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
    let mut redirects: Vec<Reference> = table.get("redirects").unwrap_or_default();
    let given = table.get::<Vec<Alias>>("aliases").unwrap_or_default();
    for alias in given {
        if is_address(&alias.text) {
            tell_old_key(&mut table, &alias);
            redirects.push(Reference { id: alias.text, span: alias.span });
            continue;
        }
        tell_joined(&mut table, &alias);
        aliases.push(alias);
    }
    let not = read_not(&mut table, &aliases);

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
        not,
        description: table.get("description"),
        image: table.get("image"),
        extra: table.take_extra(),
        redirects,
        bodies: by_language(parts.body, config, &mut table.reader),
        is_doubted,
        is_stub: false,
    };
    let advice = |key: &str, asked: &[String]| instead_of_fact(config.kinds.kind(kind), key, asked);
    if config.is_doubted {
        table.leave_what_may_be_own(advice);
    }
    table.finish_with(advice);
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

/// Whether a text is an address of the site, as other generators have it in `aliases`.
fn is_address(text: &str) -> bool {
    text.starts_with('/') && (text.ends_with(".html") || text.ends_with('/')) && text.len() > 1
}

fn tell_old_key(table: &mut Table<'_>, alias: &Alias) {
    let message = say!("`{text}` is an address, and `aliases` are names", text = alias.text);
    let hint = say!("list it under `redirects`: `redirects: [{text}]`", text = alias.text);
    table.reader.tell(Code::OldKey, &alias.span, message, hint);
}

/// Reports an alias that is probably several, divided by what YAML takes for letters.
fn tell_joined(table: &mut Table<'_>, alias: &Alias) {
    let parts: Vec<&str> = alias.text.split(['，', '、', '；', ';']).map(str::trim).collect();
    // Quotes are part of the place and not of the text: what is in them is meant so. One character is
    // hardly a name, so a name of several virtues is one.
    let is_bare = alias.span.len() == alias.text.len();
    let is_name = |part: &&str| part.chars().nth(1).is_some();
    if parts.len() < 2 || !is_bare || !parts.iter().all(is_name) {
        return;
    }
    let message = say!("`{text}` is read as one name", text = alias.text);
    let list = parts.join(", ");
    let hint = say!("divide several with `, `: `{list}`; put it in quotes if it is one", list);
    table.reader.tell(Code::JoinedNames, &alias.span, message, hint);
}

/// The wordings in which no name of the entity means it; a name itself cannot be one.
fn read_not(table: &mut Table<'_>, aliases: &[Alias]) -> Vec<String> {
    let Some(node) = table.take("not") else {
        return Vec::new();
    };
    let mut not = Vec::new();
    for item in table.reader.list(node) {
        let span = item.span.clone();
        let Some(text) = String::from_node(&mut table.reader, item) else {
            continue;
        };
        if aliases.iter().any(|alias| same_name(&alias.text, &text)) {
            let message = say!("`{text}` is a name of it, and `not` takes it away", text);
            let hint = "take it out of `not`, which has longer wordings: `Chen Yulan Bridge`";
            table.reader.tell(Code::Contradiction, &span, message, hint);
        } else {
            not.push(text);
        }
    }
    not
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
fn by_language(
    mut body: Document,
    config: &Config,
    reader: &mut Reader<'_>,
) -> Vec<(Option<Lang>, Document)> {
    let flow = std::mem::take(&mut body.flow);
    body.title = None;

    let mut bodies: Vec<(Option<Lang>, Document)> = Vec::new();
    for piece in flow {
        let lang = match &piece {
            Flow::Block(Block::Heading(_, index)) => {
                tell_odd_heading(&body.paragraphs[*index as usize], config, reader);
                language_of(&body, *index, config)
            }
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

/// Reports a heading that names a language of the site, and not by its tag.
fn tell_odd_heading(heading: &Paragraph, config: &Config, reader: &mut Reader<'_>) {
    let text = heading.text.trim();
    let of_site = |meant: Lang| {
        let mut languages = config.languages.iter();
        languages.find(|lang| lang.primary() == meant.primary()).cloned()
    };
    if let Some(lang) = Lang::named(text).and_then(of_site) {
        let message = say!("the heading `{text}` is not read as a language", text);
        let hint = say!("name the language by its tag: `## {lang}`", lang);
        let place = heading.source_range(&(0..heading.text.len()));
        reader.tell(Code::OddLanguage, &place, message, hint);
    }
}

/// The language that a heading names, if the site has it.
fn language_of(body: &Document, heading: u32, config: &Config) -> Option<Lang> {
    let lang = Lang::parse(body.paragraphs[heading as usize].text.trim())?;
    config.languages.contains(&lang).then_some(lang)
}
