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
use crate::reading::parse::{footnote_labels, frame};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A piece of a description, without its heading.
struct Section {
    lang: Option<Lang>,
    /// Bytes of the file.
    range: Range<usize>,
}

/// Texts that take the place of bytes of the file of the one that goes: where each begins, where it
/// ends, and the text.
type Rewritten = BTreeMap<usize, (usize, String)>;

/// Puts the description of the one that goes below that of the one that stays. `own` are the places
/// in it that name the one that goes.
pub(super) fn join(
    file_edits: &mut FileEdits<'_>,
    pair: &Pair<'_>,
    own: &[Place],
) -> Result<(), Refusal> {
    let (source, target) = (file_edits.text(pair.from.file), file_edits.text(pair.into.file));
    // What comes over takes the line ends of the file that it comes into.
    let eol = if target.contains("\r\n") { "\r\n" } else { "\n" };
    let mut rewritten = with_ids(own, &pair.into.id);
    rewritten.extend(with_labels(source, target, &pair.from.id));

    let there = sections(pair.graph, pair.into, target);
    let mut inserted: BTreeMap<usize, String> = BTreeMap::new();
    for Section { lang, range } in sections(pair.graph, pair.from, source) {
        let text = written_anew(source, range, &rewritten);
        let text = text.trim().replace("\r\n", "\n").replace('\n', eol);
        if text.is_empty() {
            continue;
        }

        let (at, before) = match there.iter().find(|section| section.lang == lang) {
            Some(section) => {
                let end = section.range.start + target[section.range.clone()].trim_end().len();
                (end, gap(&target[..end], eol))
            }
            None => {
                let tag = lang.as_ref().map_or("", Lang::tag);
                (target.trim_end().len(), format!("{eol}{eol}## {tag}{eol}{eol}"))
            }
        };
        let inserted = inserted.entry(at).or_default();
        inserted.push_str(&before);
        inserted.push_str(&text);
    }

    for (at, text) in inserted {
        // A file ends with a line end, whatever is added.
        let end = if at == target.len() { eol } else { "" };
        file_edits.edit(pair.into.file, |edits| edits.replace_body(at..at, text + end))?;
    }
    Ok(())
}

/// What parts a text from what is added to it: a blank line, of which the line end behind front
/// matter is half.
fn gap(before: &str, eol: &str) -> String {
    let text = before.trim_end();
    let is_front = text.ends_with("---") || text.ends_with("+++");
    if is_front && before.ends_with(['\r', '\n']) { eol.to_owned() } else { eol.repeat(2) }
}

/// The pieces of a description; the first, without a language, may be empty. A heading that is a
/// language of the site begins one.
fn sections(graph: &Graph, entity: &Entity, text: &str) -> Vec<Section> {
    let offset = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut lang = None;
    let mut start = match frame(&text[offset..]) {
        Some(frame) => frame.body.map_or(text.len(), |body| body + offset),
        None => offset,
    };

    let mut sections = Vec::new();
    for paragraph in entity.bodies.first().map_or(&[][..], |(_, body)| &body.paragraphs) {
        if paragraph.role != ParagraphRole::Heading {
            continue;
        }
        let heading = Lang::parse(paragraph.text.trim());
        if let Some(next) = heading.filter(|lang| graph.config.languages.contains(lang)) {
            let end = paragraph.span.start;
            sections.push(Section { lang: lang.replace(next), range: start.min(end)..end });
            start = paragraph.span.end;
        }
    }
    sections.push(Section { lang, range: start.min(text.len())..text.len() });
    sections
}

/// The places that name the one that goes, naming the one that stays.
fn with_ids(own: &[Place], id: &str) -> Rewritten {
    let mut rewritten = Rewritten::new();
    for place in own {
        if let Spot::Text { id: Some(range), form } = &place.spot {
            rewritten.insert(range.start, (range.end, form.written(id)));
        }
    }
    rewritten
}

/// Labels of footnotes that both descriptions use, under a name that neither has: `1` becomes
/// `1-wang-2`.
///
/// One that is only referred to counts, too: it would refer to a note of the other's.
fn with_labels(source: &str, target: &str, from: &str) -> Rewritten {
    let labels = footnote_labels(source);
    let there: BTreeSet<String> =
        footnote_labels(target).into_iter().map(|label| label.text).collect();
    let mut taken = there.clone();
    taken.extend(labels.iter().map(|label| label.text.clone()));

    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut rewritten = Rewritten::new();
    for label in labels {
        if !there.contains(&label.text) {
            continue;
        }
        let new = renamed.entry(label.text).or_insert_with(|| {
            let mut new = format!("{}-{from}", &source[label.range.clone()]);
            // Labels are the same in any case: `[^A]` is `[^a]`.
            while !taken.insert(new.to_lowercase()) {
                new.push_str("-2");
            }
            new
        });
        rewritten.insert(label.range.start, (label.range.end, new.clone()));
    }
    rewritten
}

/// A range of the text with what is written anew in it.
fn written_anew(text: &str, range: Range<usize>, rewritten: &Rewritten) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for (start, (end, new)) in rewritten.range(range.clone()) {
        // What reaches over the edge of a section is not in it.
        if *start >= at && *end <= range.end {
            out.push_str(&text[at..*start]);
            out.push_str(new);
            at = *end;
        }
    }
    out + &text[at..range.end]
}
