//! Texts that quote a paragraph of the site → whether they quote what it says, and who quotes what.
//!
//! A quotation is a link to a paragraph whose words stand in quotation marks,
//! `[“It is done.”](@the-speech#t2p1)`, or a block quote that ends in a dash and such a link,
//! `> — [Ann Reed](@the-speech#t2p1)`; a block of several paragraphs begins at the one it names.
//!
//! **Invariant:** nothing but white space is forgiven. `…` and `[…]` leave words out, other words in
//! square brackets are the editor's, and what is quoted begins and ends with whole words: *never*
//! quoted as *ever* is another word.
//! Links to a turn, a heading or a whole speech are links.
//!
//! Long because what counts as a quotation, and how it is compared, are one promise to editors.

use super::{Destination, Graph, Link};
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::letters::is_han;
use crate::base::message::say;
use crate::base::sources::{FileId, Sources, Span};
use crate::reading::corpus::{
    Block, Defined, Document, EntityId, Flow, Mark, MarkKind, Paragraph, SpeechId,
};
use std::collections::BTreeSet;
use std::ops::Range;

/// Quotation marks that belong together.
const MARKS: [(char, char); 9] = [
    ('“', '”'),
    ('"', '"'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
];

/// Between the dash and the link of a block quote are a name and a title, and no sentence.
const ATTRIBUTION: usize = 80;

/// Characters that are shown on either side of the place where a quotation goes another way.
const SHOWN: usize = 24;

/// A paragraph that is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    pub(crate) source: SpeechId,
    /// Its paragraph, by index.
    pub(crate) paragraph: usize,
    pub(crate) by: Quoting,
    /// The file that quotes it, and where.
    place: Span,
    /// What it is said to say, paragraph by paragraph.
    words: Vec<String>,
}

/// What quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// A paragraph of a speech, by index.
    Speech(SpeechId, usize),
    Entity(EntityId),
    /// A page of the site's own, by index.
    Page(usize),
}

/// All quotations of a site, by what they quote.
pub(super) fn all(graph: &Graph, sources: &Sources) -> Vec<Quotation> {
    let mut finder = Finder { graph, sources, found: Vec::new() };
    for (id, speech) in graph.corpus.speeches() {
        finder.document(speech.file, &speech.body, |at| Quoting::Speech(id, at));
    }
    for (id, entity) in graph.corpus.entities() {
        for (_, body) in &entity.bodies {
            finder.document(entity.file, body, |_| Quoting::Entity(id));
        }
    }
    for (index, page) in graph.corpus.pages.iter().enumerate() {
        finder.document(page.file, &page.body, |_| Quoting::Page(index));
    }

    let mut found = finder.found;
    // Stable: quotations of one paragraph stay in the order of the files.
    found.sort_by_key(|quotation| (quotation.source, quotation.paragraph));
    found
}

struct Finder<'g> {
    graph: &'g Graph,
    sources: &'g Sources,
    found: Vec<Quotation>,
}

/// The words of a block quote, and the link that says whose they are.
struct Attributed {
    words: Vec<String>,
    /// The paragraph with the link, and which of its marks it is.
    link: (usize, usize),
}

impl Finder<'_> {
    fn document(&mut self, file: FileId, body: &Document, by: impl Fn(usize) -> Quoting) {
        // Most texts link to nothing of the site.
        let is_link = |mark: &Mark| target_of(mark).is_some();
        if !body.paragraphs.iter().any(|paragraph| paragraph.marks.iter().any(is_link)) {
            return;
        }

        let mut blocks = Vec::new();
        for piece in &body.flow {
            match piece {
                Flow::Turn(turn) => {
                    quoted_in(&body.turns[*turn as usize].blocks, body, &mut blocks);
                }
                Flow::Block(block) => quoted_in(std::slice::from_ref(block), body, &mut blocks),
            }
        }
        for footnote in &body.footnotes {
            quoted_in(&footnote.blocks, body, &mut blocks);
        }

        let mut attributions = BTreeSet::new();
        for Attributed { words, link: (at, mark) } in blocks {
            attributions.insert((at, mark));
            let paragraph = &body.paragraphs[at];
            self.add(file, paragraph, &paragraph.marks[mark], words, by(at));
        }
        for (at, paragraph) in body.paragraphs.iter().enumerate() {
            for (index, mark) in paragraph.marks.iter().enumerate() {
                let inner = unquoted(&paragraph.text[mark.bytes()]);
                if let Some(inner) = inner.filter(|_| !attributions.contains(&(at, index))) {
                    self.add(file, paragraph, mark, vec![inner.to_owned()], by(at));
                }
            }
        }
    }

    /// Adds a quotation, if its link leads to a paragraph.
    fn add(
        &mut self,
        file: FileId,
        paragraph: &Paragraph,
        mark: &Mark,
        words: Vec<String>,
        by: Quoting,
    ) {
        let Some(href) = target_of(mark) else {
            return;
        };
        let path = &self.sources.file(file).path;
        let Link::Within(Destination::Speech(source), fragment) = self.graph.link(path, href)
        else {
            return;
        };
        let anchor = fragment.trim_start_matches('#');
        let mut anchors = self.graph.anchors(*source).paragraphs.iter();
        if let Some(quoted) = anchors.position(|known| **known == *anchor) {
            let place = Span::new(file, paragraph.source_range(&mark.bytes()));
            self.found.push(Quotation { source: *source, paragraph: quoted, by, place, words });
        }
    }
}

/// The address of a link that names a place in a text.
fn target_of(mark: &Mark) -> Option<&str> {
    match &mark.kind {
        MarkKind::Link { href, .. } if href.contains('#') && !href.starts_with('#') => Some(href),
        _ => None,
    }
}

/// Adds the block quotes in `blocks` that say whose they are.
fn quoted_in(blocks: &[Block], body: &Document, found: &mut Vec<Attributed>) {
    for block in blocks {
        match block {
            Block::Quote(inner) => {
                found.extend(attributed(inner, body));
                quoted_in(inner, body, found);
            }
            Block::Note(inner) => quoted_in(inner, body, found),
            Block::List { items, .. } => {
                for item in items {
                    quoted_in(&item.blocks, body, found);
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    if let Defined::Details(inner) = part {
                        quoted_in(inner, body, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a block quote quotes, if it ends in a dash and a link to a paragraph.
fn attributed(blocks: &[Block], body: &Document) -> Option<Attributed> {
    let (Block::Paragraph(last), before) = blocks.split_last()? else {
        return None;
    };
    let at = *last as usize;
    let Paragraph { text, marks, .. } = &body.paragraphs[at];
    let is_last = |mark: &Mark| {
        target_of(mark).is_some()
            && text[mark.bytes().end..].trim_matches(['.', '。', ' ']).is_empty()
    };
    let link = marks.iter().position(is_last)?;
    let head = &text[..marks[link].bytes().start];
    let dash = head.rfind(['—', '–', '―'])?;
    if head[dash..].chars().count() > ATTRIBUTION {
        return None;
    }

    let mut words = Vec::new();
    for block in before {
        // What is no paragraph cannot be held against one.
        let Block::Paragraph(index) = block else {
            return None;
        };
        words.push(body.paragraphs[*index as usize].text.clone());
    }
    let here = head[..dash].trim_end_matches(['—', '–', '―', ' ', '\n']);
    if !here.trim().is_empty() {
        words.push(here.to_owned());
    }
    for text in &mut words {
        if let Some(inner) = unquoted(text) {
            *text = inner.to_owned();
        }
    }
    (!words.is_empty()).then_some(Attributed { words, link: (at, link) })
}

/// What stands between the quotation marks around a text; none without such marks.
fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim();
    for (open, close) in MARKS {
        let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
        // Marks that close in between are those of two quotations.
        if let Some(inner) = inner
            && !inner.contains(close)
        {
            return Some(inner);
        }
    }
    None
}

/// Reports quotations of words that are not there.
pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for quotation in &graph.quotations {
        let speech = graph.corpus.speech(quotation.source);
        let paragraphs = &speech.body.paragraphs;
        for (at, words) in (quotation.paragraph..).zip(&quotation.words) {
            let said = paragraphs.get(at).map_or("", |paragraph| &paragraph.text);
            let Some(Difference { quoted, said }) = difference(words, said) else {
                continue;
            };
            let anchor = graph.anchors(quotation.source).paragraphs.get(at);
            let anchor = anchor.map_or("", |anchor| anchor);
            let message =
                say!("`{id}#{anchor}` does not say what is quoted", id = speech.id, anchor);
            let mut diagnostic = Diagnostic::new(Code::Misquoted, message)
                .at(quotation.place.clone(), say!("quoted: {quoted}", quoted));
            if let Some(paragraph) = paragraphs.get(at) {
                let place = Span::new(speech.file, paragraph.span.clone());
                diagnostic = diagnostic.at(place, say!("said: {said}", said));
            }
            diagnostics.push(diagnostic.hint(
                "quote it as it stands there; `…` leaves words out, and what is yours goes into square brackets",
            ));
            // What follows is moved along with it.
            break;
        }
    }
}

/// Where a quotation goes another way than its source.
#[derive(Debug, PartialEq, Eq)]
struct Difference {
    quoted: String,
    said: String,
}

/// A stretch of words that is quoted without a gap.
struct Piece<'q> {
    words: &'q str,
    /// Whether it goes on within a word that brackets began, or that they end: `[T]he`.
    is_open: bool,
}

/// How `quoted` differs from `said`; none if it is said so.
fn difference(quoted: &str, said: &str) -> Option<Difference> {
    let (quoted, said) = (in_one_line(quoted), in_one_line(said));
    let whole = Piece { words: &quoted, is_open: false };
    if find(&said, 0, &whole).is_some() {
        return None;
    }

    let mut from = 0;
    for piece in pieces(&quoted) {
        match find(&said, from, &piece) {
            Some(place) => from = place.end,
            None => return Some(shown(&said[from..], piece.words)),
        }
    }
    None
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is between the gaps of a quotation.
fn pieces(quoted: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut follows_bracket = false;
    let mut add = |range: Range<usize>, follows_bracket: bool, precedes_bracket: bool| {
        let text = &quoted[range];
        let is_open = (follows_bracket && !text.starts_with(' '))
            || (precedes_bracket && !text.ends_with(' '));
        if !text.trim().is_empty() {
            pieces.push(Piece { words: text.trim(), is_open });
        }
    };

    let mut at = 0;
    while let Some(next) = quoted[at..].chars().next() {
        let rest = &quoted[at..];
        let bracket = rest.starts_with('[').then(|| rest.find(']')).flatten();
        let gap = match next {
            '[' => bracket.map_or(0, |end| end + 1),
            '…' => rest.len() - rest.trim_start_matches('…').len(),
            '.' if rest.starts_with("...") => rest.len() - rest.trim_start_matches('.').len(),
            _ => 0,
        };
        if gap == 0 {
            at += next.len_utf8();
            continue;
        }
        add(start..at, follows_bracket, next == '[');
        follows_bracket = next == '[';
        at += gap;
        start = at;
    }
    add(start..quoted.len(), follows_bracket, false);
    pieces
}

/// Where a piece is said, from byte `from` on, in whole words.
fn find(said: &str, from: usize, piece: &Piece<'_>) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = said.get(at..)?.find(piece.words) {
        let place = at + found..at + found + piece.words.len();
        let is_cut = is_in_word(said, place.start) || is_in_word(said, place.end);
        if piece.is_open || !is_cut {
            return Some(place);
        }
        at = place.start + said[place.start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Whether a word goes on across a place; Han words have no ends that can be seen.
fn is_in_word(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && !is_han(c);
    let before = text[..at].chars().next_back().is_some_and(is_letter);
    before && text[at..].chars().next().is_some_and(is_letter)
}

/// The longest beginning of `words` that is said, and how each goes on.
fn shown(said: &str, words: &str) -> Difference {
    let ends: Vec<usize> = words.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    // What a beginning has, every shorter one has.
    let n_same = ends.partition_point(|end| said.contains(&words[..*end]));
    let same = n_same.checked_sub(1).map_or(0, |last| ends[last]);
    let in_said = said.find(&words[..same]).map_or(0, |at| at + same);
    Difference { quoted: around(words, same), said: around(said, in_said) }
}

/// The characters around a place: “…before after…”.
fn around(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().nth(SHOWN - 1).map_or(0, |(start, _)| start);
    let end = text[at..].char_indices().nth(SHOWN).map_or(text.len(), |(end, _)| at + end);
    let (before, after) =
        (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("“{before}{}{after}”", text[start..end].trim())
}

impl Graph {
    /// The quotations of a speech version, in the order of its paragraphs.
    pub(crate) fn quotations_of(&self, speech: SpeechId) -> &[Quotation] {
        let start = self.quotations.partition_point(|quotation| quotation.source < speech);
        let end = self.quotations.partition_point(|quotation| quotation.source <= speech);
        &self.quotations[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "The sea was never calm, and we knew it. 我们知道。";

    #[test]
    fn what_is_said_may_be_quoted_in_part() {
        for quoted in [
            "The sea was never calm",
            "The sea … knew it.",
            "[T]he sea was […] calm, and [they] knew",
            "the sea was\n never calm",
            "知道",
            "…",
        ] {
            let quoted = quoted.replace("the sea was\n", "sea was\n");
            assert_eq!(difference(&quoted, SAID), None, "{quoted}");
        }
    }

    #[test]
    fn what_is_changed_is_shown_beside_what_was_said() {
        for quoted in
            ["The sea was ever calm", "ever calm", "knew it … The sea", "the sea", "calm."]
        {
            assert!(difference(quoted, SAID).is_some(), "{quoted}");
        }
        let found = difference("The sea was always calm", SAID).unwrap();
        assert_eq!(found.quoted, "“The sea was always calm”");
        assert_eq!(found.said, "“The sea was never calm, and we knew…”");
    }

    #[test]
    fn marks_around_a_text_are_those_of_one_quotation() {
        assert_eq!(unquoted(" “So it is.” "), Some("So it is."));
        assert_eq!(unquoted("「是的」"), Some("是的"));
        assert_eq!(unquoted("“One” and “two”"), None);
        assert_eq!(unquoted("as she says"), None);
    }
}
