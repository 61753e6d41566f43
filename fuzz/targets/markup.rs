//! The text of a speech, and what is made of it.

use super::content::{parsed, resolved, sources_with};
use oratory::{Diagnostics, Paragraph, Place, Scribe, build_search};

/// What stands before the text of the speech.
const FRONT: &[u8] =
    b"---\ntitle: A\ndate: 2024-03-07\npeople: [mira-oduya]\nplaces: [alund]\nspeakers: {Q: {turn: question}, Mira: mira-oduya}\n---\n";

/// The pieces of which texts with emphasis are made, one a byte. None begins a block of code, so
/// that every letter belongs to a paragraph.
const PIECES: &[&str] = &[
    "*", "**", "***", "_", "__", "王", "外长", "a", "b ", "：", "“", "”", "，", "。", "《", "》",
    "(", ") ", "!", "\n", "é", "ｗ",
];

/// Texts by the numbers of their pieces.
pub(super) const EMPHASIS: &[&str] = &[
    "\u{1}\u{5}\u{9}\u{1}\u{6}\u{c}",
    "\u{0}\u{a}\u{5}\u{b}\u{0}\u{6}",
    "\u{2}\u{e}\u{5}\u{f}\u{2}\u{7}\u{13}\u{3}\u{7}\u{3}",
];

pub(super) fn markdown(bytes: &[u8]) {
    super::content::speech(&[FRONT, bytes].concat());
}

/// Marks of emphasis are read or stay as they are; of the words not a letter is lost, doubled or
/// moved.
pub(super) fn emphasis(bytes: &[u8]) {
    let source: String =
        bytes.iter().map(|byte| PIECES[usize::from(*byte) % PIECES.len()]).collect();
    let corpus = parsed(&sources_with(&[("content/about.en.md", source.as_bytes())]));
    let mut read: Vec<(usize, &str)> = Vec::new();
    for page in &corpus.pages {
        let start = |paragraph: &Paragraph| {
            paragraph.runs.first().map_or(paragraph.span.start, |run| run.file as usize)
        };
        read.extend(
            page.body
                .paragraphs
                .iter()
                .map(|paragraph| (start(paragraph), paragraph.text.as_str())),
        );
        // A bold word with a colon at the beginning of a line is the label of a turn.
        read.extend(
            page.body.turns.iter().map(|turn| (turn.label_span.start, turn.label.as_str())),
        );
    }
    read.sort_unstable();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let found: String = read.iter().map(|(_, text)| letters(text)).collect();
    assert_eq!(found, letters(&source), "{source:?}");
}

/// A mention is not empty, lies in its paragraph on characters, apart from all others, and comes
/// from its file.
pub(super) fn mentions(bytes: &[u8]) {
    let sources = sources_with(&[("content/speeches/a.en.md", &[FRONT, bytes].concat())]);
    let graph = resolved(&sources).graph;
    for mention in &graph.mentions {
        let around = graph.text_around(mention);
        let range = mention.range.start as usize..mention.range.end as usize;
        assert_eq!(
            around.get(range.clone()),
            Some(graph.surface(mention)),
            "{range:?} of {around:?}"
        );
        let Place::Paragraph(index) = mention.place else {
            continue;
        };
        assert!(!range.is_empty(), "a mention of nothing in {around:?}");
        let speech = graph.corpus.speech(mention.speech);
        let place = speech.body.paragraphs[index as usize].source_range(&range);
        assert!(
            place.start < place.end && place.end <= sources.file(speech.file).bytes().len(),
            "{place:?}"
        );
    }
    for pair in graph.mentions.windows(2) {
        let is_same_place = (pair[0].speech, pair[0].place) == (pair[1].speech, pair[1].place);
        assert!(
            !is_same_place || pair[0].range.end <= pair[1].range.start,
            "two mentions overlap: {pair:?}"
        );
    }
}

/// What is written is well-formed, and holds no element that a text may not have.
pub(super) fn html(bytes: &[u8]) {
    let graph =
        resolved(&sources_with(&[("content/speeches/a.en.md", &[FRONT, bytes].concat())])).graph;
    for (id, speech) in graph.corpus.speeches() {
        let scribe = Scribe::of_speech(&graph, "content/speeches/a.en.md", id, "Table");
        let turns = speech.body.turns.iter().map(|turn| scribe.blocks_with_footnotes(&turn.blocks));
        for written in
            turns.chain([scribe.flow(), scribe.footnotes("Notes"), scribe.other_footnotes()])
        {
            if let Err(fault) = well_formed(&written) {
                panic!("{fault}: {written}");
            }
        }
    }
}

const VOID: &[&str] = &["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"];
const FORBIDDEN: &[&str] =
    &["script", "style", "iframe", "object", "embed", "form", "base", "meta", "link"];

/// Every element that is opened is closed in order, attributes are quoted, and `<` and `&` stand
/// for nothing else.
fn well_formed(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let after = &rest[at..];
        rest = if after.starts_with('&') {
            let end = after.find(';').ok_or("a reference without end")?;
            let name = &after[1..end];
            let is_name =
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
            is_name.then_some(&after[end + 1..]).ok_or(format!("`&{name};` is no reference"))?
        } else if let Some(closing) = after.strip_prefix("</") {
            let (name, rest) = closing.split_once('>').ok_or("a tag without end")?;
            let opened = open.pop();
            (opened == Some(name)).then_some(rest).ok_or(format!("</{name}> closes {opened:?}"))?
        } else {
            let (name, rest) = tag(&after[1..])?;
            if FORBIDDEN.contains(&name) {
                return Err(format!("<{name}>"));
            }
            if !VOID.contains(&name) {
                open.push(name);
            }
            rest
        };
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

/// The name of the element that is opened, and what stands after its tag.
fn tag(text: &str) -> Result<(&str, &str), String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).ok_or("a tag without end")?;
    let (name, mut rest) = text.split_at(end);
    if name.is_empty() {
        return Err("a `<` that is no tag".to_owned());
    }
    loop {
        rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
            return Ok((name, rest));
        }
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_');
        let end = rest.find(|c: char| !is_of_name(c)).ok_or("an attribute without end")?;
        let attribute = &rest[..end];
        if attribute.is_empty() || attribute.starts_with("on") {
            return Err(format!("`{attribute}` in <{name}>"));
        }
        rest = &rest[end..];
        if let Some(value) = rest.strip_prefix("=\"") {
            let (value, after) = value.split_once('"').ok_or("a value without end")?;
            if value.contains('<')
                || value.trim_start().to_ascii_lowercase().starts_with("javascript:")
            {
                return Err(format!("{attribute}={value:?}"));
            }
            rest = after;
        }
    }
}

/// Every name finds its entity in the finished index, and every file of it is made.
pub(super) fn search_index(bytes: &[u8]) {
    let entity =
        [b"---\nname: \"".as_slice(), &bytes[..bytes.len().min(24)], b"\"\n---\n"].concat();
    let speech = [FRONT, bytes].concat();
    let graph = resolved(&sources_with(&[
        ("content/speeches/a.en.md", &speech),
        ("content/people/b.md", &entity),
    ]))
    .graph;
    let mut diagnostics = Diagnostics::default();
    let Some(index) = build_search(&graph, &[], &mut diagnostics) else {
        return;
    };
    for place in 0..index.files().count() {
        assert!(!index.bytes(&graph, place).is_empty());
    }
    let lost =
        diagnostics.iter().find(|diagnostic| diagnostic.message.contains("does not hold it"));
    assert!(lost.is_none(), "{lost:?}");
}
