//! Raw HTML in Markdown → what is published of it: as it is where the site trusts its content, else
//! a few plain elements, and the rest as text.
//!
//! **Invariant:** a comment never shows; one that is not closed is reported where it begins.

use super::super::front_matter::to_review;
use super::Builder;
use crate::base::diag::Code;
use crate::base::letters::{floor, shortened};
use crate::base::message::{Message, say};
use crate::base::sources::Span;
use crate::reading::corpus::{Block, MarkKind, Paragraph, RawAddress};
use crate::reading::parse::extensions::foreign_syntax;
use crate::reading::parse::extensions::inline_html::{self, InlineHtml};
use crate::reading::parse::extensions::raw_html::{self, Blocked};
use std::ops::Range;

/// How many bytes of a line are looked at on either side of a sign. A choice: no mark of lists and
/// quotations is as long.
const LINE: usize = 1000;

/// What begins a comment.
const COMMENT: &str = "<!--";

/// A block of raw HTML.
#[derive(Default)]
pub(super) struct HtmlBlock {
    pub(super) text: String,
    pieces: Vec<HtmlPiece>,
}

/// A piece of a block: in the file, marks of quotations and lists are between two of them.
struct HtmlPiece {
    /// Where it begins in the text.
    at: usize,
    /// The bytes of the file from which it came; not always as many, for a NUL is three bytes in
    /// the text.
    source: Range<usize>,
}

impl HtmlBlock {
    /// Adds a piece that is at `source` in the file.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>) {
        self.pieces.push(HtmlPiece { at: self.text.len(), source });
        self.text.push_str(text);
    }

    /// The bytes of the file from which `range` of the text came.
    pub(super) fn source_range(&self, range: &Range<usize>) -> Range<usize> {
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

impl Builder<'_, '_> {
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = self.plain(html);
        if self.trusted_html {
            let trusted = raw_html::trusted(&html);
            let in_file = |span: &Range<usize>| range.start + span.start..range.start + span.end;
            self.take_addresses(trusted.addresses, in_file);
            self.tell_blocked(&trusted.blocked, in_file);
            if !trusted.html.is_empty() {
                self.inlines(&range).point(MarkKind::Raw(trusted.html));
            }
            return;
        }

        match inline_html::read(&html) {
            InlineHtml::Open(name) => self.inlines(&range).open(MarkKind::Element(name)),
            InlineHtml::Close(name) => {
                self.inlines(&range).close(|kind| *kind == MarkKind::Element(name))
            }
            InlineHtml::LineBreak => self.inlines(&range).hard_break(range.start),
            InlineHtml::Nothing => {}
            InlineHtml::Refused => {
                // The tag that it closes was told.
                if !html.starts_with("</") {
                    self.refused_html(&html, range.clone());
                }
                self.inlines(&range).push(&html, range.start);
            }
        }
    }

    pub(super) fn html_block(&mut self, block: &HtmlBlock) {
        self.review_mark(block);
        // A comment that is not closed takes the rest of its block along.
        if let Some(at) = raw_html::open_comment(&block.text) {
            self.open_comment(block.source_range(&(at..at + COMMENT.len())));
        }

        if self.trusted_html {
            let trusted = raw_html::trusted(&block.text);
            self.take_addresses(trusted.addresses, |span| block.source_range(span));
            self.tell_blocked(&trusted.blocked, |span| block.source_range(span));
            if !trusted.html.trim().is_empty() {
                self.block(Block::Html(trusted.html));
            }
            return;
        }

        let html = raw_html::without_comments(&block.text);
        let text = html.trim();
        if !text.is_empty() {
            let range = block.source_range(&(0..block.text.trim_end().len()));
            if !text.starts_with("</") {
                self.refused_html(text, range.clone());
            }
            self.inlines(&range).push(text, range.start);
            self.end_paragraph();
        }
    }

    fn take_addresses(
        &mut self,
        addresses: Vec<RawAddress>,
        in_file: impl Fn(&Range<usize>) -> Range<usize>,
    ) {
        for address in addresses {
            let span = in_file(&address.span);
            self.document.raw_addresses.push(RawAddress { span, ..address });
        }
    }

    fn tell_blocked(
        &mut self,
        blocked: &[Blocked],
        in_file: impl Fn(&Range<usize>) -> Range<usize>,
    ) {
        for Blocked { range, what, hint } in blocked {
            let message = say!("{what}: the policy of the pages blocks it", what);
            self.tell(Code::BlockedHtml, in_file(range), message, *hint);
        }
    }

    fn refused_html(&mut self, html: &str, range: Range<usize>) {
        // What would not show either if it were trusted.
        const BLOCKED: [&str; 6] = ["<script", "<style", "<iframe", "<frame", "<object", "<embed"];
        let tag = html.trim_start().to_ascii_lowercase();
        let blocked = raw_html::trusted(html).blocked.into_iter().next();
        let hint = match blocked {
            Some(blocked) if BLOCKED.iter().any(|name| tag.starts_with(name)) => blocked.hint,
            _ => "write it as Markdown, or set `[content] html = \"trusted\"` in `oratory.toml`",
        };
        self.tell(Code::RawHtml, range, "raw HTML is shown as text", hint);
    }

    /// Tells of comments that a paragraph does not close, and so would show to readers.
    pub(super) fn open_in_paragraph(&mut self, paragraph: &Paragraph) {
        for (at, _) in paragraph.text.match_indices(COMMENT) {
            let mut marks = paragraph.marks.iter();
            if marks.any(|mark| mark.kind == MarkKind::Code && mark.bytes().contains(&at)) {
                continue;
            }

            let range = paragraph.source_range(&(at..at + COMMENT.len()));
            let start = range.start.checked_sub(self.offset);
            // `\\<!--` and `&lt;!--` are meant as they look.
            if let Some((before, here)) = start.and_then(|at| self.source.split_at_checked(at))
                && !before.ends_with('\\')
                && here.starts_with(COMMENT)
            {
                self.open_comment(range);
            }
        }
    }

    /// Tells of what other programs read, and this one does not.
    pub(super) fn foreign_syntax(&mut self, paragraph: &Paragraph) {
        let line_around = |range: &Range<usize>| {
            let mut marks = paragraph.marks.iter();
            if marks.any(|mark| mark.kind == MarkKind::Code && mark.bytes().contains(&range.start))
            {
                return None;
            }
            let source = paragraph.source_range(range);
            let start = source.start.checked_sub(self.offset)?;
            let (before, rest) = self.source.split_at_checked(start)?;
            let behind = rest.get(source.len()..)?;
            // Of a line without end its neighbourhood, so that it is not read anew for each sign.
            let before = &before[floor(before, before.len().saturating_sub(LINE))..];
            let behind = &behind[..floor(behind, LINE)];
            let before = before.rsplit('\n').next().unwrap_or_default();
            Some((before, behind.split('\n').next().unwrap_or_default()))
        };
        let document = &self.document;
        let is_first = document.flow.is_empty()
            && document.turns.is_empty()
            && document.paragraphs.is_empty()
            && self.stack.is_empty();
        for left in foreign_syntax::left_in(&paragraph.text, is_first, line_around) {
            let written = shortened(&paragraph.text[left.range.clone()], 60);
            let message = say!(
                "`{written}` is {what}, and shows as it is written",
                written = written.trim(),
                what = Message::from(left.what)
            );
            let range = paragraph.source_range(&left.range);
            self.tell(Code::ForeignSyntax, range, message, left.instead);
        }
        self.links_in_code(paragraph);
    }

    /// Tells of links of reStructuredText, whose backticks make code of them here.
    fn links_in_code(&mut self, paragraph: &Paragraph) {
        for mark in paragraph.marks.iter().filter(|mark| mark.kind == MarkKind::Code) {
            let code = &paragraph.text[mark.bytes()];
            let range = paragraph.source_range(&mark.bytes());
            let end = range.end.checked_sub(self.offset);
            let behind = end.and_then(|end| self.source.get(end..)).unwrap_or_default();
            if let Some(instead) = foreign_syntax::link_in_code(code, behind) {
                let written = shortened(code, 60);
                let message =
                    say!("`{written}` is a link of reStructuredText, and code here", written);
                self.tell(Code::ForeignSyntax, range, message, instead);
            }
        }
    }

    fn open_comment(&mut self, range: Range<usize>) {
        let hint = "write `-->` where it ends, before the next blank line; or `\\<!--` for the signs themselves";
        self.tell(Code::OpenComment, range, "this comment is not closed", hint);
    }

    /// Tells of a comment that `import` put there: what its first line says; below that it may have
    /// what the document says.
    fn review_mark(&mut self, block: &HtmlBlock) {
        let comment = block.text.trim();
        let Some(inner) = comment.strip_prefix("<!-- review: ") else {
            return;
        };
        if let Some(inner) = inner.strip_suffix("-->") {
            let said = inner.lines().next().unwrap_or_default();
            let line = comment.lines().next().unwrap_or_default();
            let range = block.source_range(&(0..line.len()));
            let diagnostic = to_review(Span::new(self.file, range), said);
            self.diagnostics.push(diagnostic);
        }
    }

    fn tell(
        &mut self,
        code: Code,
        range: Range<usize>,
        message: impl Into<Message>,
        hint: impl Into<Message>,
    ) {
        self.diagnostics.tell(code, Span::new(self.file, range), message, hint);
    }
}
