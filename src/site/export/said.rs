//! What formats of marked-up text have in common: the pieces of which a text consists, in order, and
//! the stretches of a paragraph that name somebody or lead to a footnote.
//!
//! **Invariant:** the pieces of a speech hold every word of its body once; the stretches of a
//! paragraph put together are its text.

use crate::reading::annotate::{Mention, Place};
use crate::reading::corpus::{Block, Defined, MarkKind, Paragraph, SpeechId};
use crate::reading::graph::Graph;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'b> {
    /// The paragraph with this index, whatever its role.
    Paragraph(u32),
    /// Code, or raw HTML of a site that trusts its content: words without an anchor.
    Verbatim(&'b str),
}

/// The pieces of some blocks, in order.
pub(super) fn pieces(blocks: &[Block]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(blocks.len());
    blocks.iter().for_each(|block| add(block, &mut pieces));
    pieces
}

fn add<'b>(block: &'b Block, pieces: &mut Vec<Piece<'b>>) {
    match block {
        Block::Paragraph(index) | Block::Heading(_, index) | Block::Scene(index) => {
            pieces.push(Piece::Paragraph(*index));
        }
        Block::Note(blocks) | Block::Quote(blocks) => {
            blocks.iter().for_each(|block| add(block, pieces));
        }
        Block::List { items, .. } => {
            for item in items {
                item.blocks.iter().for_each(|block| add(block, pieces));
            }
        }
        Block::Table { rows, .. } => {
            pieces.extend(rows.iter().flatten().map(|index| Piece::Paragraph(*index)));
        }
        Block::Definitions(parts) => {
            for part in parts {
                match part {
                    Defined::Term(index) => pieces.push(Piece::Paragraph(*index)),
                    Defined::Details(blocks) => blocks.iter().for_each(|block| add(block, pieces)),
                }
            }
        }
        Block::Code { text, .. } => pieces.push(Piece::Verbatim(text)),
        Block::Html(html) => pieces.push(Piece::Verbatim(html)),
        Block::Rule => {}
    }
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stretch<'g> {
    Text(&'g str),
    /// Text that names somebody.
    Name(&'g str, &'g Mention),
    /// A reference to the footnote with this index, at a point.
    Footnote(u32),
}

/// Gives `each` stretch of a paragraph, in order.
pub(super) fn stretches<'g>(
    graph: &'g Graph,
    id: SpeechId,
    index: u32,
    each: impl FnMut(Stretch<'g>),
) {
    let paragraph = &graph.corpus.speech(id).body.paragraphs[index as usize];
    let mut cut = Cut { text: &paragraph.text, at: 0, notes: footnotes(paragraph), each };
    for mention in graph.mentions_at(id, Place::Paragraph(index)) {
        let bytes = mention.bytes();
        // One that lies in another is the same name, told twice.
        if bytes.start < cut.at {
            continue;
        }
        cut.text_to(bytes.start);
        (cut.each)(Stretch::Name(&cut.text[bytes.clone()], mention));
        cut.at = bytes.end;
    }
    cut.text_to(paragraph.text.len());
}

/// A paragraph that is being cut into stretches.
struct Cut<'g, E> {
    text: &'g str,
    /// Up to where it is.
    at: usize,
    /// Where footnotes are referred to, from the last to the next.
    notes: Vec<(usize, u32)>,
    each: E,
}

impl<'g, E: FnMut(Stretch<'g>)> Cut<'g, E> {
    /// Goes on to `end`. A footnote within a name stands behind the name.
    fn text_to(&mut self, end: usize) {
        while let Some((place, footnote)) = self.notes.pop_if(|(place, _)| *place <= end) {
            self.words_to(place);
            (self.each)(Stretch::Footnote(footnote));
        }
        self.words_to(end);
    }

    fn words_to(&mut self, end: usize) {
        if self.at < end {
            (self.each)(Stretch::Text(&self.text[self.at..end]));
            self.at = end;
        }
    }
}

/// Where a paragraph refers to which footnote, from its end.
fn footnotes(paragraph: &Paragraph) -> Vec<(usize, u32)> {
    let mut footnotes = Vec::new();
    for mark in &paragraph.marks {
        if let MarkKind::FootnoteRef(footnote, _) = mark.kind {
            footnotes.push((mark.range.start as usize, footnote));
        }
    }
    footnotes.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    footnotes
}

/// The entities that a speech names, that speak in it and where it was given; sorted, each once.
pub(super) fn entities_of(graph: &Graph, id: SpeechId) -> Vec<crate::reading::corpus::EntityId> {
    let mut entities: Vec<_> = graph.mentions_in(id).map(|(_, mention)| mention.entity).collect();
    let speech = graph.corpus.speech(id);
    entities.extend(graph.entities_named(&speech.speaker));
    entities.extend(graph.entity_named(speech.location.as_ref()));
    for speaker in speech.speakers.iter().flatten() {
        entities.extend(graph.entity_named(speaker.on_behalf_of.as_ref()));
    }
    entities.sort_unstable();
    entities.dedup();
    entities
}
