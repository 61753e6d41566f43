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
use escape::{escape, escaped};
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

fn text(graph: &Graph, id: SpeechId) -> Vec<u8> {
    let speech = graph.corpus.speech(id);
    let writer = Writer { speech, links: links(graph, id) };

    let mut parts = vec![front_matter(graph, id), format!("# {}", escaped(&speech.title))];
    for piece in &speech.body.flow {
        match piece {
            Flow::Block(block) => parts.push(writer.block(block)),
            Flow::Turn(turn) => parts.push(writer.turn(*turn as usize)),
        }
    }
    for (number, footnote) in (1..).zip(&speech.body.footnotes) {
        parts.push(writer.footnote(number, footnote));
    }
    parts.retain(|part| !part.is_empty());
    (parts.join("\n\n") + "\n").into_bytes()
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
    let fields = [
        ("title", speech.title.clone()),
        ("date", speech.when().to_string()),
        ("lang", lang.tag().to_owned()),
        ("type", speech.speech_type.to_owned()),
        ("speaker", names.join("; ")),
        ("event", graph.occasion(id, lang).to_owned()),
        ("location", location.unwrap_or_default().to_owned()),
        ("page", url(graph, &graph.speech_route(id))),
        ("source", speech.sources.iter().find_map(|of| of.url.clone()).unwrap_or_default()),
        ("text_status", speech.text_status.to_owned()),
        ("license", license.cloned().unwrap_or_default()),
    ];

    let mut lines = String::from("---\n");
    for (key, value) in fields {
        if !value.is_empty() {
            // A string of JSON is one of YAML, too.
            lines.push_str(&format!("{key}: {}\n", serde_json::Value::from(value)));
        }
    }
    lines + "---"
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

    let lang = graph.interface_of(id);
    for (index, mention) in graph.mentions_in(id) {
        if let (Place::Paragraph(at), true) = (mention.place, graph.is_linked(index)) {
            let href = url(graph, &graph.entity_route(lang, mention.entity));
            let spans = &mut links[at as usize];
            let is_free = |span: &Span| {
                mention.bytes().end <= span.bytes.start || span.bytes.end <= mention.bytes().start
            };
            if spans.iter().all(is_free) {
                spans.push(Span { bytes: mention.bytes(), href });
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
    fn turn(&self, turn: usize) -> String {
        let turn = &self.speech.body.turns[turn];
        let colon = if self.speech.lang.counts_characters() { "：" } else { ": " };
        // The colon is outside the bold: before a Han character `：**` would not close it.
        let label = format!("**{}**{colon}", escaped(&turn.label));
        let blocks = self.blocks(&turn.blocks);
        match turn.blocks.first() {
            Some(Block::Paragraph(_)) => label + &blocks,
            _ => format!("{}\n\n{blocks}", label.trim_end()),
        }
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        let mut parts: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Paragraph(index) => self.paragraph(*index),
            Block::Heading(level, index) => {
                format!("{} {}", "#".repeat(usize::from(*level)), self.line(*index))
            }
            Block::Scene(index) => prefixed(&self.paragraph(*index), "> ", "> "),
            Block::Note(blocks) => {
                prefixed(&format!("[!NOTE]\n{}", self.blocks(blocks)), "> ", "> ")
            }
            Block::Quote(blocks) => prefixed(&self.blocks(blocks), "> ", "> "),
            Block::List { start, items } => {
                let mut written = Vec::with_capacity(items.len());
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
                    let text = format!("{task}{}", self.blocks(&item.blocks));
                    written.push(prefixed(&text, &bullet, &" ".repeat(bullet.len())));
                }
                written.join("\n")
            }
            Block::Code { lang, text } => {
                // Behind a fence of backticks no backtick may stand.
                let lang = lang.replace('`', "");
                // A fence longer than any in the text.
                let mut fence = "```".to_owned();
                while text.contains(&fence) {
                    fence.push('`');
                }
                format!("{fence}{lang}\n{}\n{fence}", text.trim_end_matches('\n'))
            }
            Block::Table { rows, .. } => self.table(rows),
            Block::Definitions(parts) => self.definitions(parts),
            Block::Rule => "* * *".to_owned(),
            Block::Html(html) => html.clone(),
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

    fn definitions(&self, parts: &[Defined]) -> String {
        let mut lines = Vec::with_capacity(parts.len());
        for part in parts {
            lines.push(match part {
                Defined::Term(index) => self.line(*index),
                Defined::Details(blocks) => prefixed(&self.blocks(blocks), ": ", "  "),
            });
        }
        lines.join("\n")
    }

    fn footnote(&self, number: usize, footnote: &Footnote) -> String {
        prefixed(&self.blocks(&footnote.blocks), &format!("[^{number}]: "), "    ")
    }

    /// A paragraph in one line, where Markdown has no room for more.
    fn line(&self, index: u32) -> String {
        self.paragraph(index).replace("\\\n", " ").replace('\n', " ")
    }

    fn paragraph(&self, index: u32) -> String {
        let paragraph = &self.speech.body.paragraphs[index as usize];
        let mut text = String::with_capacity(paragraph.text.len() + 16);
        let mut notes = notes_in(paragraph).peekable();
        let mut at = 0;
        for span in &self.links[index as usize] {
            plain(paragraph, at..span.bytes.start, &mut notes, &mut text);
            // `![` would begin a picture.
            if text.ends_with('!') {
                text.insert(text.len() - 1, '\\');
            }
            text.push('[');
            plain(paragraph, span.bytes.clone(), &mut notes, &mut text);
            text.push_str("](<");
            text.extend(span.href.split(['<', '>', '\n']));
            text.push_str(">)");
            at = span.bytes.end;
        }
        plain(paragraph, at..paragraph.text.len(), &mut notes, &mut text);
        // References behind the last word are in no stretch.
        for note in notes {
            text.push_str(&format!("[^{}]", note.number));
        }
        text
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

/// Appends a stretch of a paragraph, with those of the references to come that are in it.
fn plain(
    paragraph: &Paragraph,
    bytes: Range<usize>,
    notes: &mut Peekable<impl Iterator<Item = NoteRef>>,
    out: &mut String,
) {
    let mut at = bytes.start;
    while let Some(note) = notes.next_if(|note| note.at < bytes.end) {
        escape(&paragraph.text[at..note.at], out.is_empty(), out);
        out.push_str(&format!("[^{}]", note.number));
        at = note.at;
    }
    escape(&paragraph.text[at..bytes.end], out.is_empty(), out);
}

/// The lines of a text behind `first` and `others`, of which an empty line has no white space.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut lines = String::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            lines.push('\n');
        }
        let prefix = if at == 0 { first } else { others };
        lines.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        lines.push_str(line);
    }
    lines
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
