//! Blocks → HTML.

use super::inline::{self, Piece};
use super::{escape, highlight};
use crate::reading::annotate::Mention;
use crate::reading::corpus::{
    Block, Document, Flow, Item, MarkKind, Paragraph, ParagraphRole, SpeechId,
};
use crate::reading::graph::{Destination, Graph, LangIndex, Link, Route, SpeechAnchors, number};
use std::fmt::Write;

/// Writes the blocks of one document for one page.
pub struct Scribe<'g> {
    graph: &'g Graph,
    /// The page on which the blocks will stand.
    page: Route,
    lang: LangIndex,
    /// Where the anchors are: empty on the speech's own page, else its address; then nothing here has an id.
    home: String,
    /// Path of the file that the document came from.
    path: &'g str,
    document: &'g Document,
    anchors: Option<&'g SpeechAnchors>,
    /// Mentions by paragraph: links only.
    linked: Vec<&'g Mention>,
    /// What a scrolling table without heads is called, for those who do not see it; others are called by their heads, in the text's language.
    table_label: &'g str,
}

impl<'g> Scribe<'g> {
    /// A scribe for a speech on its page.
    #[must_use]
    pub fn of_speech(
        graph: &'g Graph,
        path: &'g str,
        speech: SpeechId,
        table_label: &'g str,
    ) -> Self {
        let linked = graph
            .mentions_in(speech)
            .filter(|(index, _)| graph.is_linked(*index))
            .map(|(_, mention)| mention)
            .collect();
        Scribe {
            graph,
            page: graph.speech_route(speech),
            lang: graph.interface_of(speech),
            home: String::new(),
            path,
            document: &graph.corpus.speech(speech).body,
            anchors: Some(graph.anchors(speech)),
            linked,
            table_label,
        }
    }

    /// A scribe for a speech on another page, whose readers have the interface `lang`: its numbers lead to the speech's own page.
    #[must_use]
    pub fn of_speech_on(
        graph: &'g Graph,
        path: &'g str,
        speech: SpeechId,
        page: Route,
        lang: LangIndex,
        table_label: &'g str,
    ) -> Self {
        let home = page.href(&graph.speech_route(speech));
        Scribe { page, lang, home, ..Scribe::of_speech(graph, path, speech, table_label) }
    }

    /// A scribe for a description or a page of the site's own.
    #[must_use]
    pub fn of_document(
        graph: &'g Graph,
        path: &'g str,
        page: Route,
        lang: LangIndex,
        document: &'g Document,
        table_label: &'g str,
    ) -> Self {
        Scribe {
            graph,
            page,
            lang,
            home: String::new(),
            path,
            document,
            anchors: None,
            linked: Vec::new(),
            table_label,
        }
    }

    /// The whole flow of a document without turns.
    #[must_use]
    pub fn flow(&self) -> String {
        let mut out = String::new();
        for piece in &self.document.flow {
            match piece {
                Flow::Block(block) => self.block(block, &mut out),
                Flow::Turn(turn) => {
                    let turn = &self.document.turns[*turn as usize];
                    let _ = write!(out, "<h3>{}</h3>", super::escaped(&turn.label));
                    turn.blocks.iter().for_each(|block| self.block(block, &mut out));
                }
            }
        }
        out
    }

    /// Several blocks.
    #[must_use]
    pub fn blocks(&self, blocks: &[Block]) -> String {
        let mut out = String::new();
        blocks.iter().for_each(|block| self.block(block, &mut out));
        out
    }

    /// Footnotes as a section; empty if there are none. `heading` names it.
    #[must_use]
    pub fn footnotes(&self, heading: &str) -> String {
        if self.document.footnotes.is_empty() {
            return String::new();
        }
        let mut out = format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{}\"><ol>",
            super::escaped(heading)
        );
        for (index, footnote) in self.document.footnotes.iter().enumerate() {
            let _ = write!(out, "<li id=\"fn-{}\">", index + 1);
            footnote.blocks.iter().for_each(|block| self.block(block, &mut out));
            let back = |nth: usize| {
                format!(
                    "<a class=\"back\" href=\"#{}\" role=\"doc-backlink\">↩</a>",
                    reference_id(index, nth)
                )
            };
            if footnote.n_references > 0 {
                out.push_str("<p>");
                (1..=footnote.n_references).for_each(|nth| out.push_str(&back(nth)));
                out.push_str("</p>");
            }
            out.push_str("</li>");
        }
        out.push_str("</ol></section>");
        out
    }

    /// One block.
    pub fn block(&self, block: &Block, out: &mut String) {
        match block {
            Block::Paragraph(index) => self.paragraph("p", *index, out),
            Block::Heading(level, index) => {
                let level = if *level == 2 { 3 } else { *level };
                let _ = write!(out, "<h{level}");
                self.id(*index, out);
                out.push('>');
                self.text(*index, out);
                let _ = write!(out, "</h{level}>");
            }
            Block::Scene(index) => {
                out.push_str("<p class=\"scene\"");
                self.id(*index, out);
                out.push('>');
                self.text(*index, out);
                out.push_str("</p>");
            }
            Block::Note(blocks) => {
                self.wrapped("<aside class=\"note\" role=\"note\">", blocks, "</aside>", out)
            }
            Block::Quote(blocks) => self.wrapped("<blockquote>", blocks, "</blockquote>", out),
            Block::List { start, items } => self.list(*start, items, out),
            Block::Code { lang, text } => {
                out.push_str("<pre class=\"code\" tabindex=\"0\"><code>");
                highlight::write(lang, text, out);
                out.push_str("</code></pre>");
            }
            Block::Table { align, rows } => self.table(align, rows, out),
            Block::Rule => out.push_str("<hr>"),
            Block::Html(html) => out.push_str(html),
        }
    }

    fn wrapped(&self, open: &str, blocks: &[Block], close: &str, out: &mut String) {
        out.push_str(open);
        blocks.iter().for_each(|block| self.block(block, out));
        out.push_str(close);
    }

    /// A paragraph with its anchor and number.
    fn paragraph(&self, tag: &str, index: u32, out: &mut String) {
        let _ = write!(out, "<{tag}");
        self.id(index, out);
        out.push('>');
        self.text(index, out);
        self.number(index, out);
        let _ = write!(out, "</{tag}>");
    }

    fn id(&self, index: u32, out: &mut String) {
        if let Some(anchors) = self.anchors.filter(|_| self.home.is_empty()) {
            let _ = write!(out, " id=\"{}\"", anchors.paragraphs[index as usize]);
        }
    }

    /// The paragraph's number as a link to itself; text that is said or told has one.
    fn number(&self, index: u32, out: &mut String) {
        let Some(anchors) = self.anchors else { return };
        if self.document.paragraphs[index as usize].role == ParagraphRole::Text {
            let anchor = &anchors.paragraphs[index as usize];
            let home = super::escaped(&self.home);
            let _ = write!(out, "<a class=\"pn\" href=\"{home}#{anchor}\">{}</a>", number(anchor));
        }
    }

    fn list(&self, start: Option<u64>, items: &[Item], out: &mut String) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        match start {
            Some(start) if start != 1 => {
                let _ = write!(out, "<ol start=\"{start}\">");
            }
            _ => {
                let _ = write!(out, "<{tag}>");
            }
        }
        items.iter().for_each(|item| self.item(item, out));
        let _ = write!(out, "</{tag}>");
    }

    /// An item; one paragraph alone is the item itself.
    fn item(&self, item: &Item, out: &mut String) {
        let class = if item.task.is_some() { " class=\"task\"" } else { "" };
        let _ = write!(out, "<li{class}");
        let first = item.blocks.first().and_then(|block| {
            if let Block::Paragraph(index) = block { Some(*index) } else { None }
        });
        first.iter().for_each(|index| self.id(*index, out));
        out.push('>');
        if let Some(done) = item.task {
            out.push_str(if done { "☑ " } else { "☐ " });
        }
        if let Some(index) = first {
            self.text(index, out);
            self.number(index, out);
        }
        item.blocks
            .iter()
            .skip(usize::from(first.is_some()))
            .for_each(|block| self.block(block, out));
        out.push_str("</li>");
    }

    fn table(&self, align: &[&str], rows: &[Vec<u32>], out: &mut String) {
        let heads = rows[0]
            .iter()
            .map(|cell| self.document.paragraphs[*cell as usize].text.replace('\n', " "))
            .collect::<Vec<_>>();
        let label = match heads.iter().all(String::is_empty) {
            true => super::escaped(self.table_label),
            false => super::escaped(&heads.join(", ")),
        };
        let _ = write!(
            out,
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\"><table>"
        );
        for (at, row) in rows.iter().enumerate() {
            let (open, cell, close) = match at {
                0 => ("<thead><tr>", "th", "</tr></thead><tbody>"),
                _ => ("<tr>", "td", "</tr>"),
            };
            out.push_str(open);
            for (column, index) in row.iter().enumerate() {
                let class = align
                    .get(column)
                    .filter(|align| !align.is_empty())
                    .map(|align| format!(" class=\"{align}\""))
                    .unwrap_or_default();
                let _ = write!(out, "<{cell}{class}");
                self.id(*index, out);
                out.push('>');
                self.text(*index, out);
                let _ = write!(out, "</{cell}>");
            }
            out.push_str(close);
        }
        out.push_str("</tbody></table></div>");
    }

    /// A paragraph's inline content, anchors of paragraphs that are gone before it.
    fn text(&self, index: u32, out: &mut String) {
        let paragraph = &self.document.paragraphs[index as usize];
        if let Some(anchors) = self.anchors.filter(|_| self.home.is_empty()) {
            let is_last = index as usize + 1 == self.document.paragraphs.len();
            for (before, anchor) in &anchors.gone {
                if *before == index || is_last && *before > index {
                    let _ = write!(out, "<span id=\"{anchor}\" class=\"gone\"></span>");
                }
            }
        }
        let mut pieces: Vec<Piece> =
            paragraph.marks.iter().filter_map(|mark| self.piece(mark)).collect();
        pieces.extend(self.links(index));
        inline::write(&paragraph.text, pieces, out);
    }

    /// The links that mentions become.
    fn links(&self, index: u32) -> impl Iterator<Item = Piece> + '_ {
        let place = crate::reading::annotate::Place::Paragraph(index);
        let first = self.linked.partition_point(|mention| mention.place < place);
        self.linked[first..].iter().take_while(move |mention| mention.place == place).map(
            |mention| {
                let entity = self.graph.corpus.entity(mention.entity);
                let kind = &self.graph.config.kinds.kind(entity.kind).singular;
                let href = self.page.href(&self.graph.entity_route(self.lang, mention.entity));
                let doubt = if mention.doubtful { " doubt" } else { "" };
                Piece {
                    range: mention.range.start as usize..mention.range.end as usize,
                    open: format!(
                        "<a class=\"m m-{kind}{doubt}\" href=\"{}\" data-m=\"{}\">",
                        super::escaped(&href),
                        super::escaped(&entity.id)
                    ),
                    close: if mention.doubtful {
                        "</a><sup class=\"doubt\">?</sup>".to_owned()
                    } else {
                        "</a>".to_owned()
                    },
                    is_whole: true,
                }
            },
        )
    }

    fn piece(&self, mark: &crate::reading::corpus::Mark) -> Option<Piece> {
        let range = mark.range.start as usize..mark.range.end as usize;
        let element = |name: &str| {
            Some(Piece {
                range: range.clone(),
                open: format!("<{name}>"),
                close: format!("</{name}>"),
                is_whole: false,
            })
        };
        let point = |html: String| {
            Some(Piece { range: range.clone(), open: html, close: String::new(), is_whole: false })
        };
        match &mark.kind {
            MarkKind::Emphasis => element("em"),
            MarkKind::Strong => element("strong"),
            MarkKind::Strike => element("del"),
            MarkKind::Code => element("code"),
            MarkKind::Element(name) => element(name),
            MarkKind::Raw(html) => point(html.clone()),
            MarkKind::FootnoteRef(index, nth) => {
                let (index, nth) = (*index as usize, *nth as usize);
                let id = if self.home.is_empty() {
                    format!(" id=\"{}\"", reference_id(index, nth))
                } else {
                    String::new()
                };
                let home = super::escaped(&self.home);
                let number = index + 1;
                point(format!(
                    "<sup class=\"fn\"><a{id} href=\"{home}#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
                ))
            }
            MarkKind::Image { src, alt, title, .. } => {
                let src = self.address(src)?;
                let title = title_attribute(title);
                point(format!(
                    "<img src=\"{}\" alt=\"{}\"{title} loading=\"lazy\">",
                    super::escaped(&src),
                    super::escaped(alt)
                ))
            }
            MarkKind::Link { href, title } => {
                let address = self.address(href)?;
                let open =
                    format!("<a href=\"{}\"{}>", super::escaped(&address), title_attribute(title));
                Some(Piece { range, open, close: "</a>".to_owned(), is_whole: true })
            }
            MarkKind::Mention { id, .. } => self.marked_link(range, id),
        }
    }

    /// A marked mention where mentions are not recorded: in descriptions and on the site's own pages.
    fn marked_link(&self, range: std::ops::Range<usize>, id: &str) -> Option<Piece> {
        let entity = self.graph.corpus.find_entity(id).filter(|_| self.anchors.is_none())?;
        let kind = &self.graph.config.kinds.kind(self.graph.corpus.entity(entity).kind).singular;
        let href = self.page.href(&self.graph.entity_route(self.lang, entity));
        Some(Piece {
            range,
            open: format!("<a class=\"m m-{kind}\" href=\"{}\">", super::escaped(&href)),
            close: "</a>".to_owned(),
            is_whole: true,
        })
    }

    /// An address in the content as this page writes it; none if it leads nowhere or is not let through.
    fn address(&self, href: &str) -> Option<String> {
        match self.graph.link(self.path, href) {
            // An anchor of the text itself, on whatever page the text stands.
            Link::AsWritten(href) if href.starts_with('#') => Some(format!("{}{href}", self.home)),
            Link::AsWritten(href) => Some(href.to_owned()),
            Link::Within(destination, fragment) => {
                let route = match destination {
                    Destination::Speech(speech) => self.graph.speech_route(*speech),
                    Destination::Entity(entity) => self.graph.entity_route(self.lang, *entity),
                    Destination::About(page) => {
                        let lang =
                            self.graph.config.interface_of(&self.graph.corpus.about[*page].lang);
                        self.graph.about_route(
                            self.graph
                                .config
                                .languages
                                .iter()
                                .position(|known| known == lang)
                                .unwrap_or_default(),
                        )
                    }
                    Destination::Media(_, route) => route.clone(),
                };
                Some(self.page.href(&route) + fragment)
            }
            Link::Unsafe | Link::Broken => None,
        }
    }
}

fn title_attribute(title: &str) -> String {
    let mut attribute = String::new();
    if !title.is_empty() {
        attribute.push_str(" title=\"");
        escape(title, &mut attribute);
        attribute.push('"');
    }
    attribute
}

/// The id of the nth reference to a footnote.
fn reference_id(footnote: usize, nth: usize) -> String {
    if nth == 1 {
        format!("fnref-{}", footnote + 1)
    } else {
        format!("fnref-{}-{nth}", footnote + 1)
    }
}

/// The text of a document, one paragraph a line; for summaries and counts.
pub(crate) fn plain_text(document: &Document) -> impl Iterator<Item = &str> {
    let is_text = |paragraph: &&Paragraph| {
        matches!(paragraph.role, ParagraphRole::Text | ParagraphRole::Cell)
    };
    document.paragraphs.iter().filter(is_text).map(|paragraph| paragraph.text.as_str())
}
