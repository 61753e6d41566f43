//! Blocks → HTML: everything around the text of paragraphs.

use super::{Scribe, escaped, highlight, inline};
use crate::reading::corpus::{Block, Defined, Flow, Item, ParagraphRole};
use crate::reading::graph::number;
use std::fmt::Write;

// Writing into a string does not fail, so the results of `write!` are dropped.
impl Scribe<'_> {
    /// The whole flow of a document whose turns have no place of their own on the page.
    #[must_use]
    pub fn flow(&self) -> String {
        let mut out = String::new();
        for piece in &self.document.flow {
            match piece {
                Flow::Block(block) => self.block(block, &mut out),
                Flow::Turn(turn) => {
                    let turn = &self.document.turns[*turn as usize];
                    let _ = write!(out, "<h3>{}</h3>", escaped(&turn.label));
                    self.all(&turn.blocks, &mut out);
                }
            }
        }
        out
    }

    pub(super) fn all(&self, blocks: &[Block], out: &mut String) {
        for block in blocks {
            self.block(block, out);
        }
    }

    /// Appends one block.
    pub fn block(&self, block: &Block, out: &mut String) {
        match block {
            Block::Paragraph(index) => self.paragraph(*index, out),
            Block::Heading(level, index) => {
                // In a speech the second level is the page's: the transcript as a whole has a heading
                // of it. A page of the site's own has none between its title and its text.
                let is_below_transcript = self.anchors.is_some();
                let level = if *level == 2 && is_below_transcript { 3 } else { *level };
                let _ = write!(out, "<h{level}");
                self.id_and_text(*index, out);
                let _ = write!(out, "</h{level}>");
            }
            Block::Scene(index) => {
                out.push_str("<p class=\"scene\"");
                self.id_and_text(*index, out);
                out.push_str("</p>");
            }
            Block::Note(blocks) => {
                out.push_str("<aside class=\"note\" role=\"note\">");
                self.all(blocks, out);
                out.push_str("</aside>");
            }
            Block::Quote(blocks) => {
                out.push_str("<blockquote>");
                self.all(blocks, out);
                out.push_str("</blockquote>");
            }
            Block::List { start, items } => self.list(*start, items, out),
            Block::Code { lang, text } => {
                // It scrolls, and what scrolls must be reached by keyboard.
                out.push_str("<pre class=\"code\" tabindex=\"0\"><code>");
                highlight::write(lang, text, out);
                out.push_str("</code></pre>");
            }
            Block::Table { align, rows } => self.table(align, rows, out),
            Block::Definitions(parts) => self.definitions(parts, out),
            Block::Rule => out.push_str("<hr>"),
            Block::Html(html) => out.push_str(html),
        }
    }

    fn paragraph(&self, index: u32, out: &mut String) {
        if let Some(figure) = self.figure_in(index) {
            return self.figure(index, &figure, out);
        }
        out.push_str("<p");
        self.id_and_text(index, out);
        self.number(index, out);
        out.push_str("</p>");
    }

    /// Ends an open tag with the paragraph's id, and appends its text.
    fn id_and_text(&self, index: u32, out: &mut String) {
        self.id(index, out);
        out.push('>');
        self.text(index, out);
    }

    pub(super) fn id(&self, index: u32, out: &mut String) {
        if let Some(anchors) = self.anchors_here() {
            let _ = write!(out, " id=\"{}\"", anchors.paragraphs[index as usize]);
        }
    }

    /// The paragraph's number as a link to itself; text that is spoken or written has one,
    /// headings, scenes and cells have not.
    pub(super) fn number(&self, index: u32, out: &mut String) {
        let Some(anchors) = self.anchors else { return };
        if self.document.paragraphs[index as usize].role != ParagraphRole::Text {
            return;
        }

        let anchor = &anchors.paragraphs[index as usize];
        let home = escaped(&self.home);
        let number = number(anchor);
        let _ = write!(out, "<a class=\"pn\" href=\"{home}#{anchor}\">{number}</a>");
        self.clock_behind(index, out);
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
        for item in items {
            self.item(item, out);
        }
        let _ = write!(out, "</{tag}>");
    }

    fn definitions(&self, parts: &[Defined], out: &mut String) {
        out.push_str("<dl>");
        for part in parts {
            match part {
                Defined::Term(index) => {
                    out.push_str("<dt");
                    self.id_and_text(*index, out);
                    out.push_str("</dt>");
                }
                Defined::Details(blocks) => {
                    let (first, rest) = first_paragraph(blocks);
                    out.push_str("<dd");
                    if let Some(index) = first {
                        self.id_and_text(index, out);
                        self.number(index, out);
                    } else {
                        out.push('>');
                    }
                    self.all(rest, out);
                    out.push_str("</dd>");
                }
            }
        }
        out.push_str("</dl>");
    }

    /// An item. A paragraph at its beginning is not an element in it: the item has its id and text.
    fn item(&self, item: &Item, out: &mut String) {
        let (first, rest) = first_paragraph(&item.blocks);

        out.push_str("<li");
        if item.task.is_some() {
            out.push_str(" class=\"task\"");
        }
        if let Some(index) = first {
            self.id(index, out);
        }
        out.push('>');
        match item.task {
            Some(true) => out.push_str("☑ "),
            Some(false) => out.push_str("☐ "),
            None => {}
        }
        if let Some(index) = first {
            self.text(index, out);
            self.number(index, out);
        }
        self.all(rest, out);
        out.push_str("</li>");
    }

    fn table(&self, align: &[&str], rows: &[Vec<u32>], out: &mut String) {
        let Some((head, body)) = rows.split_first() else {
            return;
        };

        // It scrolls, so it is a group that can be reached by keyboard and has a name.
        let label = self.table_name(head);
        let _ = write!(
            out,
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table>",
            escaped(&label)
        );
        out.push_str("<thead><tr>");
        self.cells("th", align, head, out);
        out.push_str("</tr></thead><tbody>");
        for row in body {
            out.push_str("<tr>");
            self.cells("td", align, row, out);
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
    }

    /// What a table is called for those who do not see it: its heads, if it has any.
    fn table_name(&self, head: &[u32]) -> String {
        let text = |cell: &u32| self.document.paragraphs[*cell as usize].text.replace('\n', " ");
        let heads: Vec<String> = head.iter().map(text).collect();
        if heads.iter().all(String::is_empty) {
            self.table_label.to_owned()
        } else {
            heads.join(", ")
        }
    }

    fn cells(&self, tag: &str, align: &[&str], cells: &[u32], out: &mut String) {
        for (column, index) in cells.iter().enumerate() {
            let _ = write!(out, "<{tag}");
            if let Some(align) = align.get(column).filter(|align| !align.is_empty()) {
                let _ = write!(out, " class=\"{align}\"");
            }
            self.id_and_text(*index, out);
            let _ = write!(out, "</{tag}>");
        }
    }

    /// A paragraph's inline content. Before it come the anchors of paragraphs that are gone, so
    /// that links to them still lead to where they were.
    fn text(&self, index: u32, out: &mut String) {
        self.gone_before(index, out);
        let text = &self.document.paragraphs[index as usize].text;
        inline::write(text, self.pieces(index), out);
    }

    /// The anchors of paragraphs that are gone and were before this one.
    pub(super) fn gone_before(&self, index: u32, out: &mut String) {
        if let Some(anchors) = self.anchors_here() {
            let is_last = index as usize + 1 == self.document.paragraphs.len();
            for (before, anchor) in &anchors.gone {
                // What was behind the last paragraph has nothing else to be kept at.
                if *before == index || is_last && *before > index {
                    let _ = write!(out, "<span id=\"{anchor}\" class=\"gone\"></span>");
                }
            }
        }
    }
}

/// A paragraph with which blocks begin, and the blocks behind it.
fn first_paragraph(blocks: &[Block]) -> (Option<u32>, &[Block]) {
    match blocks {
        [Block::Paragraph(index), rest @ ..] => (Some(*index), rest),
        blocks => (None, blocks),
    }
}
