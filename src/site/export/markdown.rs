//! A speech → Markdown (CommonMark, with tables and footnotes), without the site around it: for
//! readers of plain text, and for machines that read pages as such.
//!
//! **Invariant:** a parser of CommonMark reads the words of every paragraph back as they are; what
//! would mean something in Markdown is escaped. Mentions that are links on the page are links here,
//! and so are links out of the site; other marks are left out.

mod escape;

use super::{Exporter, Files, Kept, Maker, SpeechFiles, url};
use crate::reading::corpus::{
    Block, Defined, Flow, Footnote, MarkKind, Paragraph, Speech, SpeechId,
};
use crate::reading::graph::{Graph, Link};
use crate::site::export::cite::CitedPeople;
use escape::{escape, prefix};
use std::iter::Peekable;
use std::ops::Range;

/// The text of each speech.
pub(super) const EXPORTER: Exporter = Exporter {
    name: "markdown",
    summary: "the text of each speech as Markdown, beside its page",
    absolute: false,
    by_default: true,
    kept: Some(Kept { label: "Markdown", media_type: "text/markdown", n_rows: None }),
    files: Files::Speeches(SpeechFiles { suffix: ".md", make: Maker::Alone(text), whole: None }),
};

/// Bytes for which there is room from the first: a speech of the usual length grows into it.
pub(super) const ROOM: usize = 1 << 13;

fn text(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let writer = Writer { speech, links: links(graph, id) };

    let mut out = front_matter(graph, id);
    out.push_str("\n\n# ");
    escape(&speech.title, true, &mut out);
    for piece in &speech.body.flow {
        apart(&mut out, 0, |out| match piece {
            Flow::Block(block) => writer.block(block, out),
            Flow::Turn(turn) => writer.turn(*turn as usize, out),
        });
    }
    for (number, footnote) in (1..).zip(&speech.body.footnotes) {
        apart(&mut out, 0, |out| writer.footnote(number, footnote, out));
    }
    out.push('\n');
    out.into_bytes()
}

/// Writes a part, an empty line behind what stands there from `start` on; nothing where it is empty.
pub(super) fn apart(out: &mut String, start: usize, write: impl FnOnce(&mut String)) {
    let before = out.len();
    if before > start {
        out.push_str("\n\n");
    }
    let begin = out.len();
    write(out);
    if out.len() == begin {
        out.truncate(before);
    }
}

/// What is written, alone.
fn made(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}

/// What is known of the text, as YAML.
fn front_matter(graph: &Graph, id: SpeechId) -> String {
    let speech = graph.corpus.speech(id);
    let lang = &speech.lang;
    let mut names = Vec::new();
    for author in CitedPeople::of(graph, id).authors {
        names.push(graph.corpus.entity(author).name.text(lang));
    }
    let location = graph.entity_named(speech.location.as_ref());
    let location = location.map(|id| graph.corpus.entity(id).name.text(lang));
    let license = speech.license.as_ref().or(graph.config.license.as_ref());
    let (date, page) = (speech.when().to_string(), url(graph, &graph.speech_route(id)));
    let names = names.join("; ");
    let fields = [
        ("title", speech.title.as_str()),
        ("date", &date),
        ("lang", lang.tag()),
        ("type", speech.speech_type),
        ("speaker", &names),
        ("event", graph.occasion(id, lang)),
        ("location", location.unwrap_or_default()),
        ("page", &page),
        ("source", speech.sources.iter().find_map(|of| of.url.as_deref()).unwrap_or_default()),
        ("text_status", speech.text_status),
        ("license", license.map_or("", String::as_str)),
    ];

    let mut lines = String::with_capacity(ROOM);
    lines.push_str("---\n");
    for (key, value) in fields {
        if !value.is_empty() {
            // A string of JSON is one of YAML, too.
            let value = serde_json::to_string(value).expect("a string can be written");
            lines.extend([key, ": ", &value, "\n"]);
        }
    }
    lines.push_str("---");
    lines
}

/// A stretch of a paragraph that leads somewhere.
struct Span {
    bytes: Range<usize>,
    href: String,
}

/// The links of each paragraph, none within another.
fn links(graph: &Graph, id: SpeechId) -> Vec<Vec<Span>> {
    use crate::reading::annotate::Place;

    let paragraphs = &graph.corpus.speech(id).body.paragraphs;
    let mut links: Vec<Vec<Span>> = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let mut spans = Vec::new();
        for mark in &paragraph.marks {
            if let MarkKind::Link { href, .. } = &mark.kind
                && let Link::AsWritten(href) = graph.link("", href)
                && !href.starts_with('#')
            {
                spans.push(Span { bytes: mark.bytes(), href: href.to_owned() });
            }
        }
        links.push(spans);
    }

    let n_written: Vec<usize> = links.iter().map(Vec::len).collect();
    let lang = graph.interface_of(id);
    for (index, mention) in graph.mentions_in(id) {
        if let (Place::Paragraph(at), true) = (mention.place, graph.is_linked(index)) {
            let spans = &mut links[at as usize];
            // Mentions do not overlap one another, only links that the author wrote.
            let bytes = mention.bytes();
            let written = &spans[..n_written[at as usize]];
            let next = written.partition_point(|span| span.bytes.end <= bytes.start);
            if written.get(next).is_none_or(|span| bytes.end <= span.bytes.start) {
                let href = url(graph, &graph.entity_route(lang, mention.entity));
                spans.push(Span { bytes, href });
            }
        }
    }
    for spans in &mut links {
        spans.sort_by_key(|span| span.bytes.start);
    }
    links
}

struct Writer<'g> {
    speech: &'g Speech,
    links: Vec<Vec<Span>>,
}

impl Writer<'_> {
    fn turn(&self, turn: usize, out: &mut String) {
        let turn = &self.speech.body.turns[turn];
        let is_spaced = !self.speech.lang.counts_characters();
        out.push_str("**");
        escape(&turn.label, true, out);
        // The colon is outside the bold: before a Han character `：**` would not close it.
        out.push_str(if is_spaced { "**:" } else { "**：" });
        match turn.blocks.first() {
            Some(Block::Paragraph(_)) if is_spaced => out.push(' '),
            Some(Block::Paragraph(_)) => {}
            _ => out.push_str("\n\n"),
        }
        self.blocks(&turn.blocks, out);
    }

    fn blocks(&self, blocks: &[Block], out: &mut String) {
        let start = out.len();
        for block in blocks {
            apart(out, start, |out| self.block(block, out));
        }
    }

    fn block(&self, block: &Block, out: &mut String) {
        match block {
            Block::Paragraph(index) => self.paragraph(*index, out),
            Block::Heading(level, index) => {
                let marks = "#".repeat(usize::from(*level));
                out.push_str(&format!("{marks} {}", self.line(*index)));
            }
            Block::Scene(index) => {
                prefix(&made(|text| self.paragraph(*index, text)), "> ", "> ", out);
            }
            Block::Note(blocks) => {
                let note = made(|text| {
                    text.push_str("[!NOTE]\n");
                    self.blocks(blocks, text);
                });
                prefix(&note, "> ", "> ", out);
            }
            Block::Quote(blocks) => {
                prefix(&made(|text| self.blocks(blocks, text)), "> ", "> ", out);
            }
            Block::List { start, items } => {
                for (offset, item) in (0_u64..).zip(items) {
                    let bullet = match start {
                        Some(start) => format!("{}. ", start.saturating_add(offset)),
                        None => "- ".to_owned(),
                    };
                    let task = match item.task {
                        Some(true) => "[x] ",
                        Some(false) => "[ ] ",
                        None => "",
                    };
                    let text = made(|text| {
                        text.push_str(task);
                        self.blocks(&item.blocks, text);
                    });
                    if offset > 0 {
                        out.push('\n');
                    }
                    prefix(&text, &bullet, &" ".repeat(bullet.len()), out);
                }
            }
            Block::Code { lang, text } => {
                // Behind a fence of backticks no backtick may stand.
                let lang = lang.replace('`', "");
                // A fence longer than any in the text.
                let mut fence = "```".to_owned();
                while text.contains(&fence) {
                    fence.push('`');
                }
                let text = text.trim_end_matches('\n');
                out.push_str(&format!("{fence}{lang}\n{text}\n{fence}"));
            }
            Block::Table { rows, .. } => out.push_str(&self.table(rows)),
            Block::Definitions(parts) => self.definitions(parts, out),
            Block::Rule => out.push_str("* * *"),
            Block::Html(html) => out.push_str(html),
        }
    }

    fn table(&self, rows: &[Vec<u32>]) -> String {
        let mut lines = Vec::with_capacity(rows.len() + 1);
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| self.line(*cell)).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
            if lines.len() == 1 {
                lines.push(format!("|{}", " --- |".repeat(row.len())));
            }
        }
        lines.join("\n")
    }

    fn definitions(&self, parts: &[Defined], out: &mut String) {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            match part {
                Defined::Term(index) => out.push_str(&self.line(*index)),
                Defined::Details(blocks) => {
                    prefix(&made(|text| self.blocks(blocks, text)), ": ", "  ", out);
                }
            }
        }
    }

    fn footnote(&self, number: usize, footnote: &Footnote, out: &mut String) {
        let text = made(|text| self.blocks(&footnote.blocks, text));
        prefix(&text, &format!("[^{number}]: "), "    ", out);
    }

    /// A paragraph in one line, where Markdown has no room for more.
    fn line(&self, index: u32) -> String {
        made(|text| self.paragraph(index, text)).replace("\\\n", " ").replace('\n', " ")
    }

    fn paragraph(&self, index: u32, out: &mut String) {
        let paragraph = &self.speech.body.paragraphs[index as usize];
        let start = out.len();
        let mut notes = notes_in(paragraph).peekable();
        let mut at = 0;
        for span in &self.links[index as usize] {
            plain(paragraph, at..span.bytes.start, &mut notes, start, out);
            // `![` would begin a picture.
            if out[start..].ends_with('!') {
                out.insert(out.len() - 1, '\\');
            }
            out.push('[');
            plain(paragraph, span.bytes.clone(), &mut notes, start, out);
            out.push_str("](<");
            out.extend(span.href.split(['<', '>', '\n']));
            out.push_str(">)");
            at = span.bytes.end;
        }
        plain(paragraph, at..paragraph.text.len(), &mut notes, start, out);
        // References behind the last word are in no stretch.
        for note in notes {
            out.push_str(&format!("[^{}]", note.number));
        }
    }
}

/// A reference to a footnote.
struct NoteRef {
    /// Byte of its paragraph's text.
    at: usize,
    /// From 1.
    number: u32,
}

/// The references of a paragraph, in order.
fn notes_in(paragraph: &Paragraph) -> impl Iterator<Item = NoteRef> {
    paragraph.marks.iter().filter_map(|mark| match mark.kind {
        MarkKind::FootnoteRef(footnote, _) => {
            Some(NoteRef { at: mark.bytes().start, number: footnote + 1 })
        }
        _ => None,
    })
}

/// A stretch of a paragraph that begins at `start` of `out`, with those of the references to come
/// that are in it.
fn plain(
    paragraph: &Paragraph,
    bytes: Range<usize>,
    notes: &mut Peekable<impl Iterator<Item = NoteRef>>,
    start: usize,
    out: &mut String,
) {
    let mut at = bytes.start;
    while let Some(note) = notes.next_if(|note| note.at < bytes.end) {
        escape(&paragraph.text[at..note.at], out.len() == start, out);
        out.push_str(&format!("[^{}]", note.number));
        at = note.at;
    }
    escape(&paragraph.text[at..bytes.end], out.len() == start, out);
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    /// The words that a parser reads.
    fn words(markdown: &str) -> String {
        let body = markdown.splitn(3, "---\n").nth(2).unwrap();
        let mut words = String::new();
        for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::HardBreak | Event::SoftBreak => words.push('\n'),
                Event::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item) => words.push(' '),
                _ => {}
            }
        }
        words
    }

    #[test]
    fn the_words_of_every_paragraph_read_back() {
        let graph = fixture::graph_of([
            ("oratory.toml", "title = 'T'\n"),
            ("content/places/port.md", "---\nname: Port_of *Call*\n---\n"),
            (
                "content/speeches/a.en.md",
                "---\ntitle: 'A *star*'\ndate: 2024-01-02\nplaces: [port]\n---\n\
                 **Ines Hale:** 1\\. Not a list &amp; \\<b\\> [x](https://a.org/(1)).\\\n\\# no head in Port_of \\*Call\\*.[^n]\n\n\
                 ## The C \\#\n\nLong live!Port_of \\*Call\\*[^n]\n\n~~~ a`b\ncode\n~~~\n\n\
                 - one `code`\n- two\n\n> quoted | here\n\n| a | b |\n|---|---|\n| c\\|d | e |\n\n[^n]: A note.\n\n> (laughter)\n",
            ),
        ]);
        let markdown = String::from_utf8(fixture::file(&graph, "speeches/a.md")).unwrap();
        let read = words(&markdown);
        for paragraph in &graph.corpus.speeches[0].body.paragraphs {
            assert!(read.contains(&paragraph.text), "{:?} in {read:?}\n{markdown}", paragraph.text);
        }
        assert!(read.contains("Ines Hale: 1. Not a list"), "{read:?}");
        assert!(markdown.contains("[Port\\_of \\*Call\\*](<places/port.html>)"), "{markdown}");
        assert!(markdown.contains("[^1]: A note."), "{markdown}");
    }

    #[test]
    fn what_is_known_comes_first() {
        let markdown = fixture::file(fixture::graph(), "zh/speeches/2024-03-07-press.md");
        let markdown = String::from_utf8(markdown).unwrap();
        assert!(
            markdown.starts_with("---\ntitle: \"答记者问\"\ndate: \"2024-03-07\"\nlang: \"zh\"\n")
        );
        assert!(markdown.contains("\nspeaker: \"王毅\"\n"), "{markdown}");
        assert!(markdown.contains("**记者**：请问"), "{markdown}");
    }
}
