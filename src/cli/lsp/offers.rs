//! A place in a file where somebody writes → what may be meant: ids, keys, words, labels.
//!
//! Looks at the line and at what stands above it, for what is half written cannot be parsed.

use super::pointed::{is_in_front_matter, table_of};
use super::workspace::Known;
use crate::base::letters::floor;
use crate::base::sources::FileId;
use crate::cli::explain::{Key, Section, sections};
use crate::reading::corpus::{Entity, SPEECH_TYPES, TEXT_STATUSES};
use crate::reading::kinds::{FactType, KindId};
use lsp_types::CompletionItemKind;
use std::collections::BTreeSet;
use std::ops::Range;

/// Something that may be meant.
pub(super) struct Offer {
    /// What is written in the place of `range`.
    pub(super) text: String,
    /// What an editor compares with what was typed: names as well as the id.
    pub(super) compared: String,
    pub(super) detail: String,
    pub(super) kind: CompletionItemKind,
    /// The first are the likeliest.
    pub(super) rank: usize,
    /// The bytes that were typed of it.
    pub(super) range: Range<usize>,
}

/// What may be meant at `offset`.
pub(super) fn offers(known: &Known, file: FileId, offset: usize) -> Vec<Offer> {
    let source = known.sources.file(file);
    let text = source.text().unwrap_or_default();
    let offset = floor(text, offset);
    let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let typed = &text[line_start..offset];

    if source.path == "oratory.toml" {
        return config_keys(text, typed, offset);
    }
    if is_in_front_matter(text, offset) {
        return in_front_matter(known, &source.path, text, typed, offset);
    }
    if let Some(start) = ["[[", "](@", "]("].iter().find_map(|mark| behind(typed, mark)) {
        return ids(known, line_start + start..offset, None);
    }
    match typed.strip_prefix("**") {
        Some(label) if !label.contains('*') => labels(known, file, offset - label.len()..offset),
        _ => Vec::new(),
    }
}

/// Where what is typed behind the last `mark` of a line begins, if nothing ends it yet.
fn behind(typed: &str, mark: &str) -> Option<usize> {
    let start = typed.rfind(mark)? + mark.len();
    let is_open = !typed[start..].contains([']', ')', '|', ' ', '/']);
    is_open.then_some(start)
}

fn in_front_matter(
    known: &Known,
    path: &str,
    text: &str,
    typed: &str,
    offset: usize,
) -> Vec<Offer> {
    let word = typed.trim_start_matches([' ', '-']);
    let is_outermost = typed == word;
    if is_outermost && !typed.contains([':', '=']) {
        return keys(known, path, offset - typed.len()..offset);
    }

    let Some(outer) = outer_key(text, typed, offset) else {
        return Vec::new();
    };
    let start = typed.rfind([' ', ',', '[', '{', ':', '=', '"', '\'']).map_or(0, |at| at + 1);
    let range = offset - (typed.len() - start)..offset;
    let words = match outer {
        "type" => SPEECH_TYPES,
        "text_status" => TEXT_STATUSES,
        _ => return ids_of_key(known, outer, typed, range),
    };
    let offer = |(rank, word): (usize, &&str)| Offer {
        text: (*word).to_owned(),
        compared: (*word).to_owned(),
        detail: String::new(),
        kind: CompletionItemKind::ENUM_MEMBER,
        rank,
        range: range.clone(),
    };
    words.iter().enumerate().map(offer).collect()
}

/// The key that begins at the margin, on this line or the nearest one above.
fn outer_key<'t>(text: &'t str, typed: &'t str, offset: usize) -> Option<&'t str> {
    let above = text[..offset - typed.len()].lines().rev();
    let at_margin = |line: &&str| {
        line.starts_with(|c: char| c.is_alphabetic() || c == '_') && line.contains([':', '='])
    };
    let line = std::iter::once(typed).chain(above).find(at_margin)?;
    line.split([':', '=']).next().map(str::trim)
}

/// Ids where the key wants some. Within a table it is the key of the table that does.
fn ids_of_key(known: &Known, outer: &str, typed: &str, range: Range<usize>) -> Vec<Offer> {
    let inner = typed[..typed.len() - (range.end - range.start)].trim_end();
    let inner = inner
        .strip_suffix([':', '='])
        .and_then(|line| line.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next());
    let kinds = &known.understood.graph.config.kinds;
    let of_kind = |key: &str| kinds.named(key);
    let fact = kinds.find_fact(|fact| fact.key == outer).map(|fact| &fact.value);

    match (outer, inner) {
        (
            _,
            Some("about" | "as" | "link" | "turn" | "from" | "until" | "role" | "note" | "name"),
        ) => Vec::new(),
        ("speaker" | "speakers" | "translator" | "transcriber", _) => {
            ids(known, range, kinds.people())
        }
        ("location", _) => ids(known, range, kinds.places()),
        (key, _) if of_kind(key).is_some() => ids(known, range, of_kind(key)),
        _ => match fact {
            Some(FactType::Reference(kind)) => ids(known, range, *kind),
            _ => Vec::new(),
        },
    }
}

/// The ids of all entities, those of `likely` first.
fn ids(known: &Known, range: Range<usize>, likely: Option<KindId>) -> Vec<Offer> {
    let graph = &known.understood.graph;
    let lang = &graph.config.languages[0];
    let offer = |entity: &Entity| {
        let names: Vec<&str> = entity.aliases.iter().map(|alias| alias.text.as_str()).collect();
        Offer {
            text: entity.id.clone(),
            compared: format!("{} {}", entity.id, names.join(" ")),
            detail: entity.name.text(lang).to_owned(),
            kind: CompletionItemKind::REFERENCE,
            rank: usize::from(likely.is_some_and(|kind| entity.kind != kind)),
            range: range.clone(),
        }
    };
    graph.corpus.entities.iter().map(offer).collect()
}

/// The keys of a file: those of its table, its kinds and their facts.
fn keys(known: &Known, path: &str, range: Range<usize>) -> Vec<Offer> {
    let offer = |name: &str, detail: &str| Offer {
        text: format!("{name}: "),
        compared: name.to_owned(),
        detail: detail.to_owned(),
        kind: CompletionItemKind::PROPERTY,
        rank: 0,
        range: range.clone(),
    };
    let mut offers = Vec::new();
    for key in table_of(path).keys {
        offers.push(offer(key.name, &key.meaning()));
    }

    let kinds = &known.understood.graph.config.kinds;
    let folder = path.strip_prefix("content/").and_then(|below| below.split('/').next());
    if folder == Some("speeches") {
        let lists = kinds.iter().map(|(_, kind)| kind.key.as_str()).filter(|key| *key != "people");
        offers.extend(lists.map(|key| offer(key, "Whom or what the text names or is about.")));
    }
    let facts = folder.and_then(|folder| kinds.named(folder)).map(|kind| &kinds.kind(kind).facts);
    for fact in facts.into_iter().flatten() {
        offers.push(offer(&fact.key, &fact.label(&known.understood.graph.config.languages[0])));
    }
    offers
}

/// The keys of the table of `oratory.toml` in which somebody writes.
fn config_keys(text: &str, typed: &str, offset: usize) -> Vec<Offer> {
    if typed.contains('=') {
        return Vec::new();
    }
    let above = text[..offset].lines().rev().find(|line| line.starts_with('['));
    let table = above.map_or("oratory.toml", |line| line.trim_matches(['[', ']']));
    let table = match table.split('.').collect::<Vec<_>>()[..] {
        ["kinds", _] => "[kinds.<name>]",
        ["kinds", _, "facts"] => return Vec::new(),
        ["kinds", _, "facts", _] => "A fact in `[kinds.<name>.facts]`",
        ["oratory.toml"] | ["oratory", "toml"] => "oratory.toml",
        _ => &format!("[{table}]"),
    };
    let is_it = |section: &&Section| section.title.trim_matches('`') == table.trim_matches('`');
    let offer = |key: &Key| Offer {
        text: format!("{} = ", key.name),
        compared: key.name.to_owned(),
        detail: key.meaning().into_owned(),
        kind: CompletionItemKind::PROPERTY,
        rank: 0,
        range: offset - typed.len()..offset,
    };
    sections().iter().find(is_it).into_iter().flat_map(|section| section.keys).map(offer).collect()
}

/// The labels that the speech knows, as they are set.
fn labels(known: &Known, file: FileId, range: Range<usize>) -> Vec<Offer> {
    let corpus = &known.understood.graph.corpus;
    let Some((_, speech)) = corpus.speeches().find(|(_, speech)| speech.file == file) else {
        return Vec::new();
    };
    let told = speech.speakers.iter().flatten().map(|speaker| speaker.label.as_str());
    let used = speech.body.turns.iter().map(|turn| turn.label.as_str());
    let labels: BTreeSet<&str> = told.chain(used).collect();

    let colon = if speech.lang.counts_characters() { "：**" } else { ":** " };
    let offer = |label: &str| Offer {
        text: format!("{label}{colon}"),
        compared: label.to_owned(),
        detail: String::new(),
        kind: CompletionItemKind::VALUE,
        rank: 0,
        range: range.clone(),
    };
    labels.into_iter().map(offer).collect()
}
