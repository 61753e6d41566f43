//! The description of one entity → below that of another, language by language.
//!
//! **Invariant:** a footnote stays with its text: a label that both use gets another name in what
//! comes over.

use super::Pair;
use crate::base::lang::Lang;
use crate::editor::registry::Refusal;
use crate::editor::registry::file_edits::FileEdits;
use crate::editor::registry::references::{Place, Spot};
use crate::reading::corpus::{Entity, ParagraphRole};
use crate::reading::graph::Graph;
use crate::reading::parse::footnote_labels;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Text that takes the place of bytes of the file of the one that goes.
struct Rewritten {
    range: Range<usize>,
    text: String,
}

/// A piece of a description: its language, and its bytes of the file without its heading.
type Section = (Option<Lang>, Range<usize>);

/// Puts the description of the one that goes below that of the one that stays. `own` are the places
/// in it that name the one that goes.
pub(super) fn join(
    file_edits: &mut FileEdits<'_>,
    pair: &Pair<'_>,
    own: &[Place],
) -> Result<(), Refusal> {
    let (from, into) = (pair.graph.corpus.entity(pair.from), pair.graph.corpus.entity(pair.into));
    let (source, target) = (file_edits.text(from.file), file_edits.text(into.file));
    let eol = if target.contains("\r\n") { "\r\n" } else { "\n" };
    let mut inserted: BTreeMap<usize, String> = BTreeMap::new();
    let there = sections(pair.graph, into, target);
    let mut rewritten = with_ids(own, pair.id(pair.into));
    rewritten.extend(with_labels(source, target, pair.id(pair.from)));
    rewritten.sort_by_key(|rewritten| rewritten.range.start);
    for (lang, range) in sections(pair.graph, from, source) {
        let text = written_anew(source, range, &rewritten);
        let text = text.trim().replace("\r\n", "\n").replace('\n', eol);
        if text.is_empty() {
            continue;
        }
        let (at, text) = match there.iter().find(|(of, _)| *of == lang) {
            Some((_, section)) => {
                let end = section.start + target[section.clone()].trim_end().len();
                (end, format!("{}{text}", gap(&target[..end], eol)))
            }
            None => (
                target.trim_end().len(),
                format!("{eol}{eol}## {}{eol}{eol}{text}", lang.as_ref().map_or("", Lang::tag)),
            ),
        };
        inserted.entry(at).or_default().push_str(&text);
    }
    for (at, text) in inserted {
        let end = if target[at..].is_empty() { eol } else { "" };
        file_edits.edit(into.file, |edits| edits.replace_body(at..at, text + end))?;
    }
    Ok(())
}

/// What stands between what is there and what is added to it: a blank line, where anything is
/// there.
fn gap(before: &str, eol: &str) -> String {
    let n_ends = before.len() - before.trim_end_matches(['\r', '\n']).len();
    let is_front = before.trim_end().ends_with("---") || before.trim_end().ends_with("+++");
    if n_ends > 0 && is_front { eol.to_owned() } else { eol.repeat(2) }
}

/// The pieces of a description; the first, without a language, may be empty.
fn sections(graph: &Graph, entity: &Entity, text: &str) -> Vec<Section> {
    let offset = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let body = crate::reading::parse::frame(&text[offset..])
        .map_or(offset, |frame| frame.body.map_or(text.len(), |body| body + offset));
    let paragraphs =
        entity.bodies.first().map(|(_, body)| body.paragraphs.as_slice()).unwrap_or_default();
    let language =
        |text: &str| Lang::parse(text.trim()).filter(|lang| graph.config.languages.contains(lang));
    let headings = paragraphs.iter().filter(|paragraph| paragraph.role == ParagraphRole::Heading);
    let cuts: Vec<(Lang, Range<usize>)> = headings
        .filter_map(|heading| Some((language(&heading.text)?, heading.span.clone())))
        .collect();
    let starts = std::iter::once((None, body))
        .chain(cuts.iter().map(|(lang, heading)| (Some(lang.clone()), heading.end)));
    let ends = cuts.iter().map(|(_, heading)| heading.start).chain([text.len()]);
    starts.zip(ends).map(|((lang, start), end)| (lang, start.min(end)..end)).collect()
}

/// The places that name the one that goes, naming the one that stays.
fn with_ids(own: &[Place], id: &str) -> Vec<Rewritten> {
    let of_place = |place: &Place| match &place.spot {
        Spot::Mention { range: Some(range), .. } => {
            Some(Rewritten { range: range.clone(), text: id.to_owned() })
        }
        Spot::Link { range: Some(range), .. } => {
            Some(Rewritten { range: range.clone(), text: format!("{id}.md") })
        }
        _ => None,
    };
    own.iter().filter_map(of_place).collect()
}

/// Labels of footnotes that both descriptions use, under a name that neither has: `1` becomes
/// `1-wang-2`.
///
/// One that is only referred to counts, too: it would refer to a note of the other's.
fn with_labels(source: &str, target: &str, from: &str) -> Vec<Rewritten> {
    let labels = footnote_labels(source);
    let known = |text: &str| -> BTreeSet<String> {
        footnote_labels(text).into_iter().map(|label| label.text).collect()
    };
    let there = known(target);
    let mut taken: BTreeSet<String> = known(source);
    taken.extend(there.iter().cloned());

    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for label in labels.iter().filter(|label| there.contains(&label.text)) {
        if renamed.contains_key(&label.text) {
            continue;
        }
        let mut new = format!("{}-{from}", &source[label.range.clone()]);
        while !taken.insert(new.to_lowercase()) {
            new.push_str("-2");
        }
        renamed.insert(label.text.clone(), new);
    }

    let of_label = |text: &str| renamed.get(text).cloned();
    labels
        .into_iter()
        .filter_map(|label| Some(Rewritten { text: of_label(&label.text)?, range: label.range }))
        .collect()
}

/// A range of the text with what is written anew in it, which is in order.
fn written_anew(text: &str, range: Range<usize>, rewritten: &[Rewritten]) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for one in rewritten.iter().filter(|one| one.range.end <= range.end) {
        if one.range.start >= at {
            out.push_str(&text[at..one.range.start]);
            out.push_str(&one.text);
            at = one.range.end;
        }
    }
    out + &text[at..range.end]
}
