//! Markdown → Document: one pass over pulldown-cmark's events, blocks on a stack, paragraphs as
//! text with marks.
//!
//! **Invariant:** recursion does not grow with the input: containers are on a stack of at most
//! 32; deeper ones are flattened and reported.

mod blocks;
mod comments;
mod html;

use super::extensions::cjk_emphasis::{Prepared, prepare};
use super::extensions::explicit;
use super::inlines::Inlines;
use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostics};
use crate::base::ids::is_entity_id;
use crate::base::message::say;
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{Block, Document, MarkKind, ParagraphRole};
use blocks::Open;
use html::HtmlBlock;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// Reads the body of `file`.
pub(super) fn document(
    file: FileId,
    body: Text<'_>,
    trusted_html: bool,
    diagnostics: &mut Diagnostics,
) -> Document {
    let prepared = prepare(body.text);
    let mut builder = Builder {
        file,
        offset: body.offset,
        source: body.text,
        prepared: &prepared,
        trusted_html,
        diagnostics,
        document: Document::default(),
        turn: None,
        in_heading_turn: false,
        stack: Vec::new(),
        inlines: None,
        literals: Vec::new(),
        referred: HashMap::new(),
    };

    let text = comments::closed(&prepared.text);
    for (event, range) in Parser::new_ext(&text, options(&text)).into_offset_iter() {
        let range = builder.source(range);
        builder.event(event, range);
    }
    builder.finish()
}

/// The Markdown that is read: CommonMark, what GitHub adds to it, footnotes, wiki links and lists
/// of definitions.
pub(super) fn options(text: &str) -> Options {
    let always = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    if has_label_above_colon(text) { always } else { always | Options::ENABLE_DEFINITION_LIST }
}

/// Whether the colon of a speaker's label begins the line below it: what he says would become the
/// definition of his name. In such a text nothing is a list of definitions.
fn has_label_above_colon(text: &str) -> bool {
    let mut above = "";
    for line in text.lines() {
        if line.trim_start().starts_with(": ") && above.ends_with("**") {
            return true;
        }
        above = line.trim_end();
    }
    false
}

/// What is being collected that is not a paragraph.
enum Literal {
    Code { lang: String, text: String },
    Html(HtmlBlock),
    Alt { src: String, title: String, text: String },
}

struct Builder<'p, 'd> {
    file: FileId,
    offset: usize,
    /// The body as it is written.
    source: &'p str,
    prepared: &'p Prepared<'p>,
    trusted_html: bool,
    diagnostics: &'d mut Diagnostics,
    document: Document,
    /// The turn that blocks outside containers go to.
    turn: Option<u32>,
    /// Whether that turn began with a heading.
    in_heading_turn: bool,
    stack: Vec<Open>,
    inlines: Option<(Inlines, Range<usize>)>,
    literals: Vec<Literal>,
    /// Footnotes by their labels.
    referred: HashMap<String, Referred>,
}

/// A footnote as the references know it.
struct Referred {
    /// Its number, from 0, in the order of first references.
    rank: usize,
    n_references: usize,
}

impl Builder<'_, '_> {
    /// A range of the prepared text as bytes of the file.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        self.offset + self.prepared.source_offset(range.start)
            ..self.offset + self.prepared.source_offset(range.end)
    }

    /// Text of the parser as it is in the source.
    fn plain(&self, text: &str) -> String {
        self.prepared.strip(text).into_owned()
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::Html(text) => self.text(&text, range),
            Event::Code(text) => {
                let text = self.plain(&text);
                let inlines = self.inlines(&range);
                inlines.open(MarkKind::Code);
                // Behind one backtick: of a code with more of them the place is a byte or two off,
                // which is still within it.
                inlines.push(&text, range.start + 1);
                inlines.close(|kind| *kind == MarkKind::Code);
            }
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::SoftBreak => self.inlines(&range).soft_break(range.start),
            Event::HardBreak => self.inlines(&range).hard_break(range.start),
            Event::Rule => self.rule(),
            Event::FootnoteReference(label) => self.footnote_reference(&label, &range),
            Event::TaskListMarker(done) => {
                if let Some(Open::Item { task, .. }) = self.stack.last_mut() {
                    *task = Some(done);
                }
            }
            // Not asked for in `options`.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// The paragraph under construction; text in a tight list begins one by itself.
    fn inlines(&mut self, range: &Range<usize>) -> &mut Inlines {
        &mut self.inlines.get_or_insert_with(|| (Inlines::default(), range.clone())).0
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::DefinitionListTitle => {
                self.inlines = Some((Inlines::default(), range))
            }
            Tag::Emphasis => self.inlines(&range).open(MarkKind::Emphasis),
            Tag::Strong => {
                let kind = self.bold(&range);
                self.inlines(&range).open(kind);
            }
            Tag::Strikethrough => self.inlines(&range).open(MarkKind::Strike),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(link_type, &dest_url, &title, &range)
            }
            Tag::Image { dest_url, title, .. } => {
                let (src, title) = (self.plain(&dest_url), self.plain(&title));
                self.literals.push(Literal::Alt { src, title, text: String::new() });
            }
            Tag::CodeBlock(kind) => {
                let lang = match kind {
                    CodeBlockKind::Fenced(info) => self.plain(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                let lang = lang.split_whitespace().next().unwrap_or_default().to_owned();
                self.literals.push(Literal::Code { lang, text: String::new() });
            }
            Tag::HtmlBlock => self.literals.push(Literal::Html(HtmlBlock::default())),
            Tag::TableHead | Tag::TableRow => {
                if let Some(Open::Table { rows, .. }) = self.stack.last_mut() {
                    rows.push(Vec::new());
                }
            }
            tag => self.open_container(tag, range),
        }
    }

    /// What bold type means: `__Note:__` is bold and nothing else, never a label (HTML `b`).
    fn bold(&self, range: &Range<usize>) -> MarkKind {
        let is_underscored =
            self.source.get(range.start - self.offset..).is_some_and(|text| text.starts_with("__"));
        if is_underscored { MarkKind::Element("b") } else { MarkKind::Strong }
    }

    fn link(&mut self, link_type: LinkType, address: &str, title: &str, range: &Range<usize>) {
        let (address, title) = (self.plain(address), self.plain(title));
        if let LinkType::WikiLink { .. } = link_type
            && let Some(at) = address.find('#')
            // What is no id is told as that.
            && is_entity_id(&address[..at])
        {
            self.heading_in_mention(&address[at..], range);
        }
        if address.trim() == "@" {
            let hint = "write the id behind `@`, or `@-` for nobody";
            let place = Span::new(self.file, range.clone());
            let message = "this mention names nobody";
            self.diagnostics.tell(Code::UnknownEntity, place, message, hint);
        }
        let kind = match link_type {
            LinkType::WikiLink { has_pothole } => explicit::wiki_mention(&address, !has_pothole),
            _ => explicit::mention(&address).unwrap_or(MarkKind::Link { href: address, title }),
        };
        self.inlines(range).open(kind);
    }

    /// Tells of a heading that a mention names: the page of an entity has none that could be.
    fn heading_in_mention(&mut self, heading: &str, range: &Range<usize>) {
        let start = range.start - self.offset;
        let written = self.source.get(start..start + range.len()).unwrap_or_default();

        let message = say!("`{heading}` leads nowhere: a mention is of the whole entity", heading);
        let hint = say!("write `{mention}`", mention = written.replacen(heading, "", 1));
        let place = Span::new(self.file, range.clone());
        self.diagnostics.tell(Code::UnknownAnchor, place, message, hint);
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let text = self.plain(text);
        match self.literals.last_mut() {
            Some(Literal::Html(block)) => block.push(&text, range),
            Some(Literal::Code { text: inner, .. } | Literal::Alt { text: inner, .. }) => {
                inner.push_str(&text)
            }
            None => self.inlines(&range).push(&text, range.start),
        }
    }

    fn footnote_reference(&mut self, label: &str, range: &Range<usize>) {
        let label = self.plain(label);
        let next = self.referred.len();
        let footnote =
            self.referred.entry(label).or_insert(Referred { rank: next, n_references: 0 });
        footnote.n_references += 1;
        let (rank, nth) = (count(footnote.rank), count(footnote.n_references));
        self.inlines(range).point(MarkKind::FootnoteRef(rank, nth));
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::TableCell => {
                let cell = self.take_paragraph(ParagraphRole::Cell);
                if let Some(Open::Table { rows, .. }) = self.stack.last_mut()
                    && let Some(row) = rows.last_mut()
                {
                    row.extend(cell);
                }
            }
            TagEnd::Emphasis => self.inlines(&range).close(|kind| *kind == MarkKind::Emphasis),
            TagEnd::Strong => {
                let bold = self.bold(&range);
                self.inlines(&range).close(|kind| *kind == bold);
            }
            TagEnd::Strikethrough => self.inlines(&range).close(|kind| *kind == MarkKind::Strike),
            TagEnd::Link => self
                .inlines(&range)
                .close(|kind| matches!(kind, MarkKind::Link { .. } | MarkKind::Mention { .. })),
            TagEnd::Image => self.end_image(&range),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.end_literal(),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => self.end_container(),
            TagEnd::DefinitionListTitle => self.end_term(),
            _ => {}
        }
    }

    fn end_image(&mut self, range: &Range<usize>) {
        let Some(Literal::Alt { src, title, text }) = self.literals.pop() else {
            return;
        };
        // Of an image in the words of another, only the words are left.
        if let Some(Literal::Alt { text: outer, .. }) = self.literals.last_mut() {
            outer.push_str(&text);
            return;
        }
        let span = count(range.start)..count(range.end);
        let credit = String::new();
        self.inlines(range).point(MarkKind::Image { src, alt: text, title, credit, span });
    }

    fn end_literal(&mut self) {
        match self.literals.pop() {
            Some(Literal::Code { lang, text }) => self.block(Block::Code { lang, text }),
            Some(Literal::Html(block)) => self.html_block(&block),
            _ => {}
        }
    }
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
