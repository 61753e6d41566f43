//! What people write where an id is wanted → the id that is in it; and ids in texts that were to be
//! mentions.

use super::Graph;
use crate::base::diag::{Code, Diagnostics};
use crate::base::ids::is_entity_id;
use crate::base::message::say;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::corpus::{Document, MarkKind, Paragraph, Speech};
use std::ops::Range;
use std::sync::Arc;

/// Each `@id` of a text, with its bytes in the file; few texts have one.
pub(super) type BareMentions = Arc<[(String, Range<usize>)]>;

/// Reports `@id` in texts, where it is the id of an entity: readers see it as it is written. What
/// speeches have is known, by their indices.
pub(super) fn check(
    graph: &Graph,
    sources: &Sources,
    of_speeches: &[BareMentions],
    diagnostics: &mut Diagnostics,
) {
    let mut check_one = |file: FileId, found: &[(String, Range<usize>)]| {
        let bytes = sources.file(file).bytes();
        for (id, place) in found {
            let is_escaped = place.start > 0 && bytes.get(place.start - 1) == Some(&b'\\');
            if is_escaped || graph.corpus.find_entity(id).is_none() {
                continue;
            }
            let message = say!("`@{id}` is no mention, and shows as it is written", id);
            let hint = say!("write `[[{id}]]`, which shows the name, or `[words](@{id})`", id);
            let place = Span::new(file, place.clone());
            diagnostics.tell(Code::ForeignSyntax, place, message, hint);
        }
    };

    for (speech, found) in graph.corpus.speeches.iter().zip(of_speeches) {
        check_one(speech.file, found);
    }
    let texts = graph.corpus.texts();
    for text in texts.iter().filter(|text| text.speech.is_none()) {
        check_one(text.file, &bare_mentions_in(text.body));
    }
}

/// Those of a speech.
pub(super) fn bare_mentions_of(speech: &Speech) -> BareMentions {
    bare_mentions_in(&speech.body)
}

fn bare_mentions_in(body: &Document) -> BareMentions {
    let mut found = Vec::new();
    for paragraph in &body.paragraphs {
        for (id, range) in bare_mentions(paragraph) {
            found.push((id.to_owned(), paragraph.source_range(&range)));
        }
    }
    found.into()
}

/// What is behind an `@` and has the form of an id of several words: one word may be somebody’s name
/// in a network.
fn bare_mentions(paragraph: &Paragraph) -> Vec<(&str, Range<usize>)> {
    let text = &paragraph.text;
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let behind = &text[at + 1..];
        let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let id = behind[..end.unwrap_or(behind.len())].trim_end_matches('-');
        let after = &behind[id.len()..];
        // `a@b-c.org` and `@name@host` are addresses.
        let goes_on = after.strip_prefix(['.', '@', '/', ':']);
        let is_address = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
            || goes_on.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        let is_set = |kind: &MarkKind| {
            matches!(kind, MarkKind::Code | MarkKind::Link { .. } | MarkKind::Mention { .. })
        };
        let mut marks = paragraph.marks.iter();
        if id.contains('-')
            && is_entity_id(id)
            && !is_address
            && !marks.any(|mark| is_set(&mark.kind) && mark.bytes().contains(&at))
        {
            found.push((id, at..at + 1 + id.len()));
        }
    }
    found
}

/// The id in what is written as a path, a file or a mention: `people/ann`, `ann.md`, `@ann`; none
/// where it is none of them.
pub(super) fn bare_id(written: &str) -> Option<&str> {
    let name = written.rsplit(['/', ':']).next()?.trim().trim_start_matches(['@', '＠']);
    let name = name.strip_suffix(".md").or(name.strip_suffix(".html")).unwrap_or(name);
    (name != written).then_some(name)
}

/// The list that was meant where full-width commas divide its entries; none where none do.
pub(super) fn divided(id: &str) -> Option<String> {
    let parts: Vec<&str> = id
        .split([',', '，', '、', '；', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    (parts.len() > 1).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_files_and_mentions_hold_an_id() {
        for written in ["people/ann", "person:ann", "ann.md", "@ann", "/people/ann.html", "＠ann"]
        {
            assert_eq!(bare_id(written), Some("ann"), "{written}");
        }
        assert_eq!(bare_id("ann"), None);
        assert_eq!(divided("ann、bo").as_deref(), Some("ann, bo"));
        assert_eq!(divided("ann, bo").as_deref(), Some("ann, bo"));
        assert_eq!(divided("ann"), None);
    }
}
