//! The marks and mentions of a paragraph → ranges with tags around them.
//!
//! An address is written as the page needs it. A link or picture that leads nowhere, or whose
//! scheme is not let through, has no tags: the words of the link stay.

use super::inline::Piece;
use super::{Scribe, escape, escaped};
use crate::reading::annotate::{Mention, Place};
use crate::reading::corpus::{EntityId, Mark, MarkKind};
use crate::reading::graph::{Destination, Link};
use std::ops::Range;

impl Scribe<'_> {
    pub(super) fn pieces(&self, index: u32) -> Vec<Piece> {
        let marks = &self.document.paragraphs[index as usize].marks;
        let mut pieces: Vec<Piece> = marks.iter().filter_map(|mark| self.marked(mark)).collect();

        if let Some((open, length)) = self.clock_before(index) {
            pieces.push(Piece::link(open, 0..length));
        }

        // Mentions are sorted by paragraph.
        let place = Place::Paragraph(index);
        let first = self.linked.partition_point(|mention| mention.place < place);
        for mention in &self.linked[first..] {
            if mention.place != place {
                break;
            }
            pieces.push(self.mentioned(mention));
        }
        pieces
    }

    /// The link that a mention becomes.
    fn mentioned(&self, mention: &Mention) -> Piece {
        let (kind, href) = self.kind_and_href(mention.entity);
        let id = escaped(&self.graph.corpus.entity(mention.entity).id);
        let (class, close) = match mention.doubtful {
            true => (" doubt", "</a><sup class=\"doubt\">?</sup>"),
            false => ("", "</a>"),
        };
        Piece {
            range: bytes(&mention.range),
            open: format!("<a class=\"m m-{kind}{class}\" href=\"{href}\" data-m=\"{id}\">"),
            close: close.to_owned(),
            is_whole: true,
        }
    }

    /// The tags of a mark; none if it has none.
    fn marked(&self, mark: &Mark) -> Option<Piece> {
        let range = bytes(&mark.range);
        match &mark.kind {
            MarkKind::Emphasis => Some(Piece::element("em", range)),
            MarkKind::Strong => Some(Piece::element("strong", range)),
            MarkKind::Strike => Some(Piece::element("del", range)),
            MarkKind::Code => Some(Piece::element("code", range)),
            MarkKind::Element(name) => Some(Piece::element(name, range)),
            MarkKind::Raw(html) => Some(Piece::point(html.clone(), range)),
            MarkKind::FootnoteRef(footnote, nth) => {
                let html = self.footnote_reference(*footnote as usize, *nth as usize);
                Some(Piece::point(html, range))
            }
            MarkKind::Image { src, alt, title, .. } => {
                Some(Piece::point(self.image(src, alt, title)?, range))
            }
            MarkKind::Link { href, title } => {
                let href = escaped(&self.address(href)?);
                let title = title_attribute(title);
                Some(Piece::link(format!("<a href=\"{href}\"{title}>"), range))
            }
            // In a speech, marked mentions are among those that were found.
            MarkKind::Mention { .. } if self.anchors.is_some() => None,
            MarkKind::Mention { id, .. } => {
                let entity = self.graph.corpus.find_entity(id)?;
                let (kind, href) = self.kind_and_href(entity);
                let id = escaped(id);
                let open = format!("<a class=\"m m-{kind}\" href=\"{href}\" data-m=\"{id}\">");
                Some(Piece::link(open, range))
            }
        }
    }

    /// The word for an entity's kind, and the address of the entity's page, escaped.
    fn kind_and_href(&self, id: EntityId) -> (&str, String) {
        let entity = self.graph.corpus.entity(id);
        let kind = &self.graph.config.kinds.kind(entity.kind).singular;
        let href = self.page.href(&self.graph.entity_route(self.lang, id));
        (kind, escaped(&href))
    }

    /// A reference to a footnote, the `nth` one to it.
    fn footnote_reference(&self, footnote: usize, nth: usize) -> String {
        let id = match self.home.is_empty() {
            true => format!(" id=\"{}\"", reference_id(footnote, nth)),
            false => String::new(),
        };
        let home = escaped(&self.home);
        let number = footnote + 1;
        format!(
            "<sup class=\"fn\"><a{id} href=\"{home}#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        )
    }

    /// An address in the content as this page writes it; none if it leads nowhere or is not let
    /// through.
    pub(super) fn address(&self, href: &str) -> Option<String> {
        let (destination, fragment) = match self.graph.link(self.path, href) {
            // An anchor of the text itself, whatever page the text is on.
            Link::AsWritten(href) if href.starts_with('#') => {
                return Some(format!("{}{href}", self.home));
            }
            Link::AsWritten(href) => return Some(href.to_owned()),
            Link::Within(destination, fragment) => (destination, fragment),
            Link::Unsafe | Link::Broken => return None,
        };

        let route = match destination {
            Destination::Speech(speech) => self.graph.speech_route(*speech),
            Destination::Withdrawn(index) => {
                self.graph.page_of(&self.graph.corpus.withdrawn[*index])
            }
            Destination::Entity(entity) => self.graph.entity_route(self.lang, *entity),
            Destination::Page(page) => self.graph.own_route(&self.graph.corpus.pages[*page]),
            Destination::Media(_, route) => route.clone(),
        };
        Some(self.page.href(&route) + fragment)
    }
}

fn bytes(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// ` title="…"`; empty where there is no title.
pub(super) fn title_attribute(title: &str) -> String {
    let mut attribute = String::new();
    if !title.is_empty() {
        attribute.push_str(" title=\"");
        escape(title, &mut attribute);
        attribute.push('"');
    }
    attribute
}

/// The id of the `nth` reference to a footnote.
pub(super) fn reference_id(footnote: usize, nth: usize) -> String {
    match nth {
        1 => format!("fnref-{}", footnote + 1),
        _ => format!("fnref-{}-{nth}", footnote + 1),
    }
}
