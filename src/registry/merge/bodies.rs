//! The description of one entity → below that of another, language by language.

use super::Pair;
use crate::corpus::{Entity, ParagraphRole};
use crate::graph::Graph;
use crate::lang::Lang;
use crate::registry::desk::Desk;
use crate::registry::references::{Place, Spot};
use crate::registry::{Conflict, Refusal};
use crate::sources::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// A piece of a description: its language, and its bytes of the file without its heading.
type Section = (Option<Lang>, Range<usize>);

/// Puts the description of the one that goes below that of the one that stays. `own` are the places in it that name the one that goes.
pub(super) fn join(desk: &mut Desk<'_>, pair: &Pair<'_>, own: &[Place]) -> Result<Vec<Conflict>, Refusal> {
    let (from, into) = (pair.graph.corpus.entity(pair.from), pair.graph.corpus.entity(pair.into));
    let (source, target) = (desk.text(from.file), desk.text(into.file));
    let eol = if target.contains("\r\n") { "\r\n" } else { "\n" };
    let mut inserted: BTreeMap<usize, String> = BTreeMap::new();
    let there = sections(pair.graph, into, target);
    for (lang, range) in sections(pair.graph, from, source) {
        let text = with_ids(source, range, own, pair.id(pair.into));
        let text = text.trim().replace("\r\n", "\n").replace('\n', eol);
        if text.is_empty() {
            continue;
        }
        let (at, text) = match there.iter().find(|(of, _)| *of == lang) {
            Some((_, section)) => {
                let end = section.start + target[section.clone()].trim_end().len();
                (end, format!("{}{text}", gap(&target[..end], eol)))
            }
            None => (target.trim_end().len(), format!("{eol}{eol}## {}{eol}{eol}{text}", lang.as_ref().map_or("", Lang::tag))),
        };
        inserted.entry(at).or_default().push_str(&text);
    }
    for (at, text) in inserted {
        let end = if target[at..].is_empty() { eol } else { "" };
        desk.edit(into.file, |edits| edits.replace_body(at..at, text + end))?;
    }
    Ok(footnotes(from, into))
}

/// What stands between what is there and what is added to it: a blank line, where anything is there.
fn gap(before: &str, eol: &str) -> String {
    let n_ends = before.len() - before.trim_end_matches(['\r', '\n']).len();
    let is_front = before.trim_end().ends_with("---") || before.trim_end().ends_with("+++");
    if n_ends > 0 && is_front { eol.to_owned() } else { eol.repeat(2) }
}

/// The pieces of a description; the first, without a language, may be empty.
fn sections(graph: &Graph, entity: &Entity, text: &str) -> Vec<Section> {
    let offset = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let body = crate::parse::frame(&text[offset..]).map_or(offset, |frame| frame.body.map_or(text.len(), |body| body + offset));
    let paragraphs = entity.bodies.first().map(|(_, body)| body.paragraphs.as_slice()).unwrap_or_default();
    let language = |text: &str| Lang::parse(text.trim()).filter(|lang| graph.config.languages.contains(lang));
    let headings = paragraphs.iter().filter(|paragraph| paragraph.role == ParagraphRole::Heading);
    let cuts: Vec<(Lang, Range<usize>)> = headings.filter_map(|heading| Some((language(&heading.text)?, heading.span.clone()))).collect();
    let starts = std::iter::once((None, body)).chain(cuts.iter().map(|(lang, heading)| (Some(lang.clone()), heading.end)));
    let ends = cuts.iter().map(|(_, heading)| heading.start).chain([text.len()]);
    starts.zip(ends).map(|((lang, start), end)| (lang, start.min(end)..end)).collect()
}

/// A range of the text in which the places that name the one that goes name the one that stays.
fn with_ids(text: &str, range: Range<usize>, own: &[Place], id: &str) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for place in own {
        let (spot, new) = match &place.spot {
            Spot::Mention { range: Some(spot), .. } => (spot, id.to_owned()),
            Spot::Link { range: Some(spot), .. } => (spot, format!("{id}.md")),
            _ => continue,
        };
        if spot.start >= at && spot.end <= range.end {
            out.push_str(&text[at..spot.start]);
            out.push_str(&new);
            at = spot.end;
        }
    }
    out + &text[at..range.end]
}

/// Footnotes that both descriptions call by one label: the second is not shown.
fn footnotes(from: &Entity, into: &Entity) -> Vec<Conflict> {
    let labels = |entity: &Entity| -> Vec<String> {
        let body = entity.bodies.first().map(|(_, body)| body);
        body.map(|body| body.footnotes.iter().map(|note| note.label.clone()).collect()).unwrap_or_default()
    };
    let there = labels(into);
    let both = labels(from).into_iter().filter(|label| there.contains(label));
    let conflict = |label: String| Conflict {
        id: into.id.clone(),
        field: format!("[^{label}]"),
        kept: format!("the footnote of `{}`", into.id),
        refused: format!("the footnote of `{}`", from.id),
        places: vec![Span::new(into.file, 0..0), Span::new(from.file, 0..0)],
    };
    both.map(conflict).collect()
}
