//! Markdown → Document: one pass over pulldown-cmark's events, blocks on a stack, paragraphs as
//! text with marks.
//!
//! **Invariant:** recursion does not grow with the input: containers stand on a stack of at most
//! 32; deeper ones are flattened and reported.

mod blocks;
mod comments;

use super::extensions::cjk_emphasis::{Prepared, prepare};
use super::extensions::inline_html::InlineHtml;
use super::extensions::{explicit, inline_html, raw_html};
use super::inlines::Inlines;
use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::sources::{FileId, Span};
use crate::reading::corpus::{
    Block, Document, Mark, MarkKind, Paragraph, ParagraphRole, RawAddress,
};
use blocks::Open;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
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
        footnote_labels: Vec::new(),
    };
    let text = comments::closed(&prepared.text);
    for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
        let range = builder.source(range);
        builder.event(event, range);
    }
    builder.finish()
}

/// The Markdown that is read: CommonMark, what GitHub adds to it, footnotes and wiki links.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// What begins a comment.
const COMMENT: &str = "<!--";

/// What is being collected that is not a paragraph.
enum Literal {
    Code { lang: String, text: String },
    Html(HtmlBlock),
    Alt { src: String, title: String, text: String },
}

/// A block of raw HTML.
#[derive(Default)]
struct HtmlBlock {
    text: String,
    pieces: Vec<HtmlPiece>,
}

/// A piece of a block: in the file, marks of quotations and lists stand between two of them.
struct HtmlPiece {
    /// Where it begins in the text.
    at: usize,
    /// The bytes of the file from which it came; not always as many, for a NUL is three bytes in
    /// the text.
    source: Range<usize>,
}

impl HtmlBlock {
    /// Adds a piece that stands at `source` in the file.
    fn push(&mut self, text: &str, source: Range<usize>) {
        self.pieces.push(HtmlPiece { at: self.text.len(), source });
        self.text.push_str(text);
    }

    /// The bytes of the file from which `range` of the text came.
    fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.source_of(range.start);
        let end = if range.is_empty() { start } else { self.source_of(range.end - 1) + 1 };
        start..end.max(start)
    }

    /// The byte of the file from which the byte `at` of the text came.
    fn source_of(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = self.pieces.get(after.saturating_sub(1)) else {
            return 0;
        };
        let last = piece.source.end.saturating_sub(1).max(piece.source.start);
        (piece.source.start + at.saturating_sub(piece.at)).min(last)
    }
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
    footnote_labels: Vec<(String, usize)>,
}

impl Builder<'_, '_> {
    /// A range of the prepared text as bytes of the file.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        self.offset + self.prepared.source_offset(range.start)
            ..self.offset + self.prepared.source_offset(range.end)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                let text = self.prepared.strip(&text).into_owned();
                let inlines = self.inlines(&range);
                inlines.open(MarkKind::Code);
                inlines.push(&text, range.start + 1);
                inlines.close(|kind| *kind == MarkKind::Code);
            }
            Event::Html(text) => self.text(&text, range),
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
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    /// The paragraph under construction; text in a tight list begins one by itself.
    fn inlines(&mut self, range: &Range<usize>) -> &mut Inlines {
        &mut self.inlines.get_or_insert_with(|| (Inlines::default(), range.clone())).0
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => {
                self.inlines = Some((Inlines::default(), range))
            }
            Tag::Emphasis => self.inlines(&range).open(MarkKind::Emphasis),
            Tag::Strong => self.inlines(&range).open(MarkKind::Strong),
            Tag::Strikethrough => self.inlines(&range).open(MarkKind::Strike),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(link_type, &dest_url, &title, &range)
            }
            Tag::Image { dest_url, title, .. } => {
                let (src, title) = (
                    self.prepared.strip(&dest_url).into_owned(),
                    self.prepared.strip(&title).into_owned(),
                );
                self.literals.push(Literal::Alt { src, title, text: String::new() });
            }
            Tag::CodeBlock(kind) => {
                let lang = match kind {
                    CodeBlockKind::Fenced(info) => self
                        .prepared
                        .strip(&info)
                        .split_whitespace()
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
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

    fn link(&mut self, link_type: LinkType, address: &str, title: &str, range: &Range<usize>) {
        let (address, title) =
            (self.prepared.strip(address).into_owned(), self.prepared.strip(title).into_owned());
        let kind = match link_type {
            LinkType::WikiLink { .. } => explicit::wiki_mention(&address),
            _ => explicit::mention(&address).unwrap_or(MarkKind::Link { href: address, title }),
        };
        self.inlines(range).open(kind);
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let text = self.prepared.strip(text).into_owned();
        match self.literals.last_mut() {
            Some(Literal::Html(block)) => {
                block.push(&text, range);
            }
            Some(Literal::Code { text: code, .. } | Literal::Alt { text: code, .. }) => {
                code.push_str(&text)
            }
            None => self.inlines(&range).push(&text, range.start),
        }
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = self.prepared.strip(html).into_owned();
        if self.trusted_html {
            return self.trusted_inline(&html, &range);
        }
        match inline_html::read(&html) {
            InlineHtml::Open(name) => self.inlines(&range).open(MarkKind::Element(name)),
            InlineHtml::Close(name) => {
                self.inlines(&range).close(|kind| *kind == MarkKind::Element(name))
            }
            InlineHtml::LineBreak => self.inlines(&range).hard_break(range.start),
            InlineHtml::Nothing => {}
            InlineHtml::Refused => {
                self.refused_html(&range);
                self.inlines(&range).push(&html, range.start);
            }
        }
    }

    fn trusted_inline(&mut self, html: &str, range: &Range<usize>) {
        let trusted = raw_html::trusted(html);
        let in_file = |span: &Range<usize>| range.start + span.start..range.start + span.end;
        self.take_addresses(trusted.addresses, in_file);
        if !trusted.html.is_empty() {
            self.inlines(range).point(MarkKind::Raw(trusted.html));
        }
    }

    fn take_addresses(
        &mut self,
        addresses: Vec<RawAddress>,
        in_file: impl Fn(&Range<usize>) -> Range<usize>,
    ) {
        let placed = |address: RawAddress| RawAddress { span: in_file(&address.span), ..address };
        self.document.raw_addresses.extend(addresses.into_iter().map(placed));
    }

    fn refused_html(&mut self, range: &Range<usize>) {
        let diagnostic = Diagnostic::new(Code::RawHtml, "raw HTML is shown as text")
            .at(Span::new(self.file, range.clone()), "");
        self.diagnostics.push(
            diagnostic.hint(
                "write it as Markdown, or set `[content] html = \"trusted\"` in `oratory.toml`",
            ),
        );
    }

    fn footnote_reference(&mut self, label: &str, range: &Range<usize>) {
        let label = self.prepared.strip(label).into_owned();
        let index =
            self.footnote_labels.iter().position(|(known, _)| *known == label).unwrap_or_else(
                || {
                    self.footnote_labels.push((label, 0));
                    self.footnote_labels.len() - 1
                },
            );
        self.footnote_labels[index].1 += 1;
        let nth = self.footnote_labels[index].1;
        self.inlines(range).point(MarkKind::FootnoteRef(count(index), count(nth)));
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::TableCell => {
                let cell = self.take_paragraph(ParagraphRole::Cell);
                if let (Some(Open::Table { rows, .. }), Some(cell)) = (self.stack.last_mut(), cell)
                {
                    rows.last_mut().into_iter().for_each(|row| row.push(cell));
                }
            }
            TagEnd::Emphasis => self.inlines(&range).close(|kind| *kind == MarkKind::Emphasis),
            TagEnd::Strong => self.inlines(&range).close(|kind| *kind == MarkKind::Strong),
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
            | TagEnd::FootnoteDefinition => self.end_container(),
            _ => {}
        }
    }

    fn end_image(&mut self, range: &Range<usize>) {
        if let Some(Literal::Alt { src, title, text }) = self.literals.pop() {
            match self.literals.last_mut() {
                Some(Literal::Alt { text: outer, .. }) => outer.push_str(&text),
                _ => {
                    let span = count(range.start)..count(range.end);
                    self.inlines(range).point(MarkKind::Image { src, alt: text, title, span });
                }
            }
        }
    }

    fn end_literal(&mut self) {
        match self.literals.pop() {
            Some(Literal::Code { lang, text }) => self.block(Block::Code { lang, text }),
            Some(Literal::Html(block)) if self.trusted_html => self.trusted_block(&block),
            Some(Literal::Html(block)) => self.html_as_text(&block),
            _ => {}
        }
    }

    fn trusted_block(&mut self, block: &HtmlBlock) {
        self.review_mark(block);
        self.open_block(block);
        let trusted = raw_html::trusted(&block.text);
        self.take_addresses(trusted.addresses, |span| block.source_range(span));
        if !trusted.html.trim().is_empty() {
            self.block(Block::Html(trusted.html));
        }
    }

    /// Tells of a comment that takes the rest of its block along.
    fn open_block(&mut self, block: &HtmlBlock) {
        if let Some(at) = raw_html::open_comment(&block.text) {
            self.open_comment(block.source_range(&(at..at + COMMENT.len())));
        }
    }

    /// Tells of a comment that a paragraph does not close, and so would show to readers.
    fn open_in_paragraph(&mut self, paragraph: &Paragraph) {
        let is_code = |at: usize| {
            let covers = |mark: &Mark| {
                mark.kind == MarkKind::Code
                    && (mark.range.start as usize..mark.range.end as usize).contains(&at)
            };
            paragraph.marks.iter().any(covers)
        };
        for (at, _) in paragraph.text.match_indices(COMMENT).filter(|(at, _)| !is_code(*at)) {
            let range = paragraph.source_range(&(at..at + COMMENT.len()));
            let written = range
                .start
                .checked_sub(self.offset)
                .and_then(|start| self.source.split_at_checked(start));
            // `\\<!--` and `&lt;!--` are meant as they look.
            if written
                .is_some_and(|(before, here)| !before.ends_with('\\') && here.starts_with(COMMENT))
            {
                self.open_comment(range);
            }
        }
    }

    fn open_comment(&mut self, range: Range<usize>) {
        let diagnostic = Diagnostic::new(Code::OpenComment, "this comment is not closed")
            .at(Span::new(self.file, range), "");
        self.diagnostics
            .push(diagnostic.hint("write `-->` where it ends, before the next blank line; or `\\<!--` for the signs themselves"));
    }

    /// Tells of a comment that `import` put there.
    fn review_mark(&mut self, block: &HtmlBlock) {
        let comment = block.text.trim();
        if let Some(said) =
            comment.strip_prefix("<!-- review: ").and_then(|rest| rest.strip_suffix(" -->"))
        {
            let range = block.source_range(&(0..comment.len()));
            let diagnostic = Diagnostic::new(Code::ReviewMark, format!("to review: {said}"))
                .at(Span::new(self.file, range), "");
            self.diagnostics
                .push(diagnostic.hint("read it against the source, then remove this comment"));
        }
    }

    /// Shows an HTML block as it is written, without its comments.
    fn html_as_text(&mut self, block: &HtmlBlock) {
        self.review_mark(block);
        self.open_block(block);
        let html = raw_html::without_comments(&block.text);
        let text = html.trim();
        if text.is_empty() {
            return;
        }
        let range = block.source_range(&(0..block.text.trim_end().len()));
        self.refused_html(&range);
        self.inlines(&range).push(text, range.start);
        self.end_paragraph();
    }
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
