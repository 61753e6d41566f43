//! The elements of a part of a Word file → lines of the original, and the blocks in them (ECMA-376
//! part 1 §17).
//!
//! **Invariant:** every character of the part's text is in exactly one block: text that Word does
//! not show (deleted, hidden, the codes of fields) in a line and a block of its own after its
//! paragraph. Pictures, charts and embedded files give no text.

mod links;
mod paragraph;
mod tables;

use super::Links;
use super::styles::{Look, Numberings, RunStyle, Styles, value};
use crate::import::manuscript::{Block, BlockKind, Feature, FeatureKind, Run};
use crate::import::read::table::Use;
use crate::import::read::xml::{attribute, child};
use paragraph::Paragraph;
use roxmltree::Node;
use std::collections::BTreeMap;
use tables::use_of;

/// Text boxes in text boxes that are read in their place; deeper ones, which Word does not make,
/// stand at the end.
const DEEPEST_BOX: usize = 8;

/// Writes the parts of a document one after another.
pub(super) struct Writer<'d, 't> {
    /// The text of all parts, a paragraph or a row a line.
    pub(super) original: String,
    /// The blocks of that text.
    pub(super) blocks: Vec<Block>,
    /// The first paragraph in the style for titles.
    pub(super) title: Option<String>,
    styles: &'d Styles<'d>,
    numberings: Numberings<'d>,
    /// What the part is, if it is not the text.
    outside: Option<&'static str>,
    page: u32,
    /// Whether the file says where Word last broke pages; then breaks that the author made are
    /// among those.
    has_rendered_breaks: bool,
    /// For each field that is open, whether its result has begun.
    fields: Vec<bool>,
    /// How many deletions are open.
    n_deletions: usize,
    /// For each table that is open, what it is for.
    tables: Vec<Use>,
    /// Who speaks, in a row of a conversation of which no words are written yet.
    awaits_words: bool,
    /// Links, deletions and references in the text, in the order in which they end.
    pub(super) features: Vec<Feature>,
    links: &'d Links,
    /// Links that are open: where they begin, and their addresses.
    open_links: Vec<(usize, Option<String>)>,
    /// The notes by part and identifier, numbered in the order in which the text refers to them.
    notes: BTreeMap<(&'static str, String), u32>,
    /// The note that is being read.
    note: Option<u32>,
    /// Whether the next text begins a run of its own.
    begins_run: bool,
    /// What is said of the text that was written last, by how it is set.
    last_setting: Option<FeatureKind>,
    paragraph: Option<Paragraph<'d>>,
    style: RunStyle,
    boxes: Vec<Node<'d, 't>>,
    depth: usize,
}

impl<'d, 't> Writer<'d, 't> {
    /// Begins with nothing written.
    pub(super) fn new(
        styles: &'d Styles<'d>,
        numberings: Numberings<'d>,
        links: &'d Links,
        has_rendered_breaks: bool,
    ) -> Self {
        Writer {
            original: String::new(),
            blocks: Vec::new(),
            title: None,
            styles,
            numberings,
            outside: None,
            page: 0,
            has_rendered_breaks,
            fields: Vec::new(),
            n_deletions: 0,
            tables: Vec::new(),
            awaits_words: false,
            features: Vec::new(),
            links,
            open_links: Vec::new(),
            notes: BTreeMap::new(),
            note: None,
            begins_run: false,
            last_setting: None,
            paragraph: None,
            style: RunStyle::default(),
            boxes: Vec::new(),
            depth: 0,
        }
    }

    /// Writes a part; `outside` says what it is, if it is not the text.
    pub(super) fn part(&mut self, root: Node<'d, 't>, outside: Option<&'static str>) {
        self.outside = outside;
        self.page = if outside.is_some() { 0 } else { self.page };
        self.walk(root);
        self.fields.clear();
        self.depth = DEEPEST_BOX;
        while let Some(text_box) = self.boxes.pop() {
            self.walk(text_box);
        }
        self.depth = 0;
    }

    fn walk(&mut self, root: Node<'d, 't>) {
        let mut open: Vec<Node<'d, 't>> = Vec::new();
        let mut next = root.first_child();
        loop {
            next = match next {
                Some(node) if node.is_element() && self.enter(node) => {
                    open.push(node);
                    node.first_child()
                }
                Some(node) => node.next_sibling(),
                None => {
                    let Some(inner) = open.pop() else { break };
                    self.leave(inner);
                    inner.next_sibling()
                }
            };
        }
        self.end_paragraph();
    }

    /// Takes an element; whether its content is to be read.
    fn enter(&mut self, node: Node<'d, 't>) -> bool {
        match node.tag_name().name() {
            "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" | "sdtPr" | "instrText"
            | "delInstrText" | "rt" => return false,
            "Fallback" => {
                return node.parent().is_none_or(|parent| child(parent, "Choice").is_none());
            }
            "footnote" | "endnote" => return self.begin_note(node),
            "hyperlink" => self.begin_link(self.address_of(node)),
            "footnoteReference" => self.refer("footnote", node),
            "endnoteReference" => self.refer("endnote", node),
            "txbxContent" => {
                self.boxes.push(node);
                return false;
            }
            "tbl" => self.tables.push(use_of(node)),
            "tr" if self.is_in(Use::Data) => {
                self.end_paragraph();
                self.paragraph = Some(Paragraph::new(BlockKind::Row, self.outside));
            }
            "tc" if self.is_in(Use::Data) => self.begin_cell(),
            "tc" if self.is_in(Use::Conversation) => self.begin_words(),
            "p" => self.begin_paragraph(node),
            "r" => self.begin_run(node),
            "del" | "moveFrom" => self.n_deletions += 1,
            _ => self.take_content(node),
        }
        true
    }

    fn leave(&mut self, node: Node<'d, 't>) {
        match node.tag_name().name() {
            "p" if self.is_in(Use::Data) || self.is_in_label(node) => {}
            "p" => self.end_paragraph(),
            "tr" => self.end_paragraph(),
            "tc" if self.is_in(Use::Data) => self.end_cell(node),
            "hyperlink" => self.end_link(),
            "footnote" | "endnote" => self.note = None,
            "tbl" => {
                self.tables.pop();
            }
            "del" | "moveFrom" => self.n_deletions = self.n_deletions.saturating_sub(1),
            _ => {}
        }
    }

    /// The content of a run (§17.3.3).
    fn take_content(&mut self, node: Node<'d, 't>) {
        match node.tag_name().name() {
            "t" | "delText" if is_of_text(node) => {
                let text: String = node.children().filter_map(|child| child.text()).collect();
                let text = if attribute(node, "space") == Some("preserve") {
                    &text
                } else {
                    text.trim_matches([' ', '\t', '\n', '\r'])
                };
                self.write(&text.replace(['\t', '\n', '\r'], " "));
            }
            "tab" | "ptab" => self.write(" "),
            "cr" => self.write("\n"),
            "br" if attribute(node, "type") == Some("page") => {
                self.page += u32::from(!self.has_rendered_breaks && self.outside.is_none())
            }
            "br" if self.is_in(Use::Data) => self.write(" "),
            "br" => self.write("\n"),
            "lastRenderedPageBreak" => self.page += u32::from(self.outside.is_none()),
            "noBreakHyphen" => self.write("\u{2011}"),
            "sym" => {
                let code = attribute(node, "char");
                let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    self.write(c.encode_utf8(&mut [0; 4]));
                }
            }
            "fldChar" => self.take_field(attribute(node, "fldCharType")),
            _ => {}
        }
    }

    fn take_field(&mut self, mark: Option<&str>) {
        match mark {
            Some("begin") => self.fields.push(false),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn begin_run(&mut self, node: Node<'d, 't>) {
        let properties = child(node, "rPr");
        let own = Look::of(None, properties);

        let style = properties.and_then(|properties| value(properties, "rStyle"));
        let paragraph =
            self.paragraph.as_ref().map(|paragraph| paragraph.look.clone()).unwrap_or_default();
        self.style = self.styles.run(&paragraph, style, &own);
    }

    /// Writes text where it belongs: into the paragraph, or beside it.
    fn write(&mut self, text: &str) {
        let reason = match self.style {
            _ if self.n_deletions > 0 => "deleted text",
            _ if self.fields.contains(&false) => "field code",
            RunStyle { hidden: true, .. } => "hidden text",
            _ => return self.write_shown(text),
        };
        let paragraph = self
            .paragraph
            .get_or_insert_with(|| Paragraph::new(BlockKind::Paragraph, self.outside));
        match paragraph.asides.last_mut() {
            Some((last, aside)) if *last == reason => aside.push_str(text),
            _ => paragraph.asides.push((reason, text.to_owned())),
        }
    }

    fn write_shown(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }

        let start = self.original.len();
        self.original.push_str(text);
        let paragraph = self
            .paragraph
            .get_or_insert_with(|| Paragraph::new(BlockKind::Paragraph, self.outside));
        paragraph.page.get_or_insert(self.page);

        let run = Run {
            range: start..self.original.len(),
            written: None,
            bold: self.style.bold,
            italic: self.style.italic,
        };
        let feature = self.style.setting.feature();
        let begins_run = std::mem::take(&mut self.begins_run) || feature != self.last_setting;
        if let Some(kind) = &feature {
            let range = run.range.clone();
            match self.features.last_mut() {
                Some(last) if !begins_run && last.range.end == start => last.range.end = range.end,
                _ => self.features.push(Feature { range, kind: kind.clone() }),
            }
        }
        self.last_setting = feature;
        match paragraph.runs.last_mut() {
            Some(last)
                if !begins_run
                    && last.range.end == start
                    && last.bold == run.bold
                    && last.italic == run.italic =>
            {
                last.range.end = run.range.end;
            }
            _ => paragraph.runs.push(run),
        }
    }

    /// Writes text that is not shown, as a line and a block of its own.
    fn write_aside(&mut self, reason: &'static str, text: &str, page: u32) {
        let start = self.original.len();
        self.original.push_str(text);
        let run =
            Run { range: start..self.original.len(), written: None, bold: false, italic: false };
        self.original.push('\n');
        self.blocks.push(Block {
            kind: BlockKind::Paragraph,
            runs: vec![run],
            outside: Some(reason),
            page,
        });
    }

    fn write_boxes(&mut self) {
        if self.depth >= DEEPEST_BOX || self.boxes.is_empty() {
            return;
        }
        let (boxes, tables, fields) = (
            std::mem::take(&mut self.boxes),
            std::mem::take(&mut self.tables),
            std::mem::take(&mut self.fields),
        );

        self.depth += 1;
        for text_box in boxes {
            self.walk(text_box);
        }
        self.depth -= 1;
        (self.tables, self.fields) = (tables, fields);
    }
}

/// Whether a `t` is text of the document, not of a drawing in it.
fn is_of_text(node: Node) -> bool {
    node.tag_name()
        .namespace()
        .is_none_or(|space| space.contains("wordprocessingml") || space.ends_with("/math"))
}
