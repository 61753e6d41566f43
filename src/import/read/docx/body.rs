//! The elements of a part of a Word file → lines of the original, and the blocks in them (ECMA-376
//! part 1 §17).
//!
//! **Invariant:** every character of the part's text is in exactly one block: text that Word does
//! not show (deleted, hidden, the codes of fields) in a line and a block of its own after its
//! paragraph. Pictures, charts and embedded files give no text.

use super::Links;
use super::styles::{Look, Numberings, RunStyle, Setting, Styles, value};
use crate::import::manuscript::{Block, BlockKind, Feature, FeatureKind, Run};
use crate::import::read::table::{self, Use};
use crate::import::read::xml::{attribute, child};
use roxmltree::Node;
use std::collections::BTreeMap;
use std::ops::Range;

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

struct Paragraph<'d> {
    kind: BlockKind,
    look: Look<'d>,
    outside: Option<&'static str>,
    is_title: bool,
    runs: Vec<Run>,
    page: Option<u32>,
    /// Cells that have begun, in a row.
    n_cells: usize,
    /// Text that is not shown, with what it is.
    asides: Vec<(&'static str, String)>,
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

    fn is_in(&self, table: Use) -> bool {
        self.tables.last() == Some(&table)
    }

    fn begin_cell(&mut self) {
        let Some(row) = &mut self.paragraph else {
            return;
        };
        row.n_cells += 1;
        if row.n_cells > 1 {
            self.write_border();
        }
    }

    /// A cell that reaches over several columns takes up as many.
    fn end_cell(&mut self, cell: Node) {
        // Word's own limit; a file may state any number.
        const MOST_COLUMNS: usize = 63;

        let span = child(cell, "tcPr").and_then(|properties| value(properties, "gridSpan"));
        let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
        for _ in 1..span.min(MOST_COLUMNS) {
            self.write_border();
        }
    }

    /// The border between two cells, in a run of its own.
    fn write_border(&mut self) {
        self.style = RunStyle::default();
        self.begins_run = true;
        self.write_shown("\t");
        self.begins_run = true;
    }

    /// Whether a paragraph is in the first cell of a row of a conversation.
    fn is_in_label(&self, paragraph: Node) -> bool {
        self.is_in(Use::Conversation) && paragraph.parent().is_some_and(|cell| is_first_cell(cell))
    }

    /// A cell of a conversation: what is written before the second names who speaks in it.
    fn begin_words(&mut self) {
        let Some(label) = self.paragraph.as_ref().and_then(Paragraph::range) else {
            return;
        };
        self.features.push(Feature { range: label, kind: FeatureKind::Speaker });
        self.style = RunStyle::default();
        self.begins_run = true;
        self.write_shown(" ");
        self.awaits_words = true;
    }

    /// A note: whether it is one of the author's.
    fn begin_note(&mut self, note: Node) -> bool {
        let kind = if note.tag_name().name() == "footnote" { "footnote" } else { "endnote" };
        let id = attribute(note, "id").unwrap_or_default().to_owned();
        self.note = self.notes.get(&(kind, id)).copied();
        !matches!(
            attribute(note, "type"),
            Some("separator" | "continuationSeparator" | "continuationNotice")
        )
    }

    /// A reference to a note: its number is written where Word shows it.
    fn refer(&mut self, kind: &'static str, node: Node) {
        let Some(id) = attribute(node, "id").filter(|_| self.n_deletions == 0) else {
            return;
        };
        let next = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
        let number = *self.notes.entry((kind, id.to_owned())).or_insert(next);

        let start = self.original.len();
        self.begins_run = true;
        self.style.setting = Setting::Plain;
        self.write_shown(&number.to_string());
        self.begins_run = true;
        let range = start..self.original.len();
        if let Some(run) = self.paragraph.as_mut().and_then(|paragraph| paragraph.runs.last_mut()) {
            // What shows a reference is no text of the paragraph.
            run.written = Some(String::new());
            self.features.push(Feature { range, kind: FeatureKind::NoteMark(number) });
        }
    }

    /// The address to which a `hyperlink` leads, if it is one of the web.
    fn address_of(&self, link: Node) -> Option<String> {
        if self.outside.is_some() {
            return None;
        }
        self.links.get(attribute(link, "id")?).cloned()
    }

    fn begin_link(&mut self, address: Option<String>) {
        self.open_links.push((self.original.len(), address));
        self.begins_run = true;
    }

    fn end_link(&mut self) {
        self.begins_run = true;
        let end = self.original.len();
        if let Some((start, Some(address))) = self.open_links.pop()
            && start < end
        {
            self.features.push(Feature { range: start..end, kind: FeatureKind::Link(address) });
        }
    }

    fn begin_paragraph(&mut self, node: Node<'d, 't>) {
        let is_on_line = self.is_in(Use::Data) || self.is_in_label(node);
        if is_on_line && let Some(row) = &self.paragraph {
            // Paragraphs of a cell are on one line.
            if !row.runs.is_empty() && !self.original.ends_with(['\t', '\n', ' ']) {
                self.style = RunStyle::default();
                self.write_shown(" ");
            }
            return;
        }

        let goes_on = std::mem::take(&mut self.awaits_words);
        if !goes_on {
            self.end_paragraph();
        }
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        let mut look = self.styles.paragraph(style, Look::of(properties, None));
        let name = self.styles.name(style);
        if goes_on && let Some(paragraph) = &mut self.paragraph {
            paragraph.look = look;
            return;
        }
        let kind = match self.note {
            Some(number) => BlockKind::Note(number),
            None => self.kind(&look, name),
        };
        if matches!(kind, BlockKind::Heading(_)) {
            // A heading is bold or not by being one.
            (look.bold, look.italic) = (None, None);
        }
        let is_contents = name.starts_with("toc ");
        let outside = self.outside.or(is_contents.then_some("table of contents"));
        self.paragraph =
            Some(Paragraph { look, is_title: name == "title", ..Paragraph::new(kind, outside) });
    }

    fn kind(&mut self, look: &Look, style: &str) -> BlockKind {
        // Level 9 is body text (§17.3.1.20); Markdown has six levels.
        if let Some(level @ 0..9) = look.outline {
            return BlockKind::Heading((level + 1).min(6));
        }
        if let Some((list, level)) = look.list
            && let Some(number) = self.numberings.item(list, level)
        {
            return BlockKind::Item(number);
        }
        match style {
            "quote" | "intense quote" | "block text" => BlockKind::Quote,
            _ if look.is_indented == Some(true) => BlockKind::Indented,
            _ => BlockKind::Paragraph,
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

    /// Ends the line of a paragraph, and writes what belongs beside it: first what is not shown,
    /// then text boxes.
    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraph.take() else {
            return;
        };
        if !paragraph.runs.is_empty() {
            self.original.push('\n');
            set_in(&mut paragraph, &self.original);
        }

        let page = paragraph.page.unwrap_or(self.page);
        let block =
            Block { kind: paragraph.kind, runs: paragraph.runs, outside: paragraph.outside, page };
        let text = block.text(&self.original);
        if !text.trim().is_empty() {
            if paragraph.is_title && self.title.is_none() {
                let words: Vec<&str> = text.split_whitespace().collect();
                self.title = Some(words.join(" "));
            }
            self.blocks.push(block);
        }

        for (reason, text) in paragraph.asides {
            if !text.trim().is_empty() {
                self.write_aside(reason, &text, page);
            }
        }
        self.write_boxes();
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

impl Paragraph<'_> {
    /// The bytes that are written of it; none before the first.
    fn range(&self) -> Option<Range<usize>> {
        Some(self.runs.first()?.range.start..self.runs.last()?.range.end)
    }

    fn new(kind: BlockKind, outside: Option<&'static str>) -> Self {
        Paragraph {
            kind,
            look: Look::default(),
            outside,
            is_title: false,
            runs: Vec::new(),
            page: None,
            n_cells: 0,
            asides: Vec::new(),
        }
    }
}

/// Takes white space from a paragraph's start; wide spaces there set it in.
fn set_in(paragraph: &mut Paragraph, original: &str) {
    if paragraph.kind == BlockKind::Row {
        return;
    }
    while let Some(run) = paragraph.runs.first_mut() {
        let text = &original[run.range.clone()];
        let rest = text.trim_start();
        let spaces = &text[..text.len() - rest.len()];
        let n_wide = spaces.matches('\u{3000}').count();
        let width = spaces.chars().count() + n_wide;
        if width > 1 && paragraph.kind == BlockKind::Paragraph {
            paragraph.kind = BlockKind::Indented;
        }

        run.range.start += spaces.len();
        if !rest.is_empty() {
            return;
        }
        paragraph.runs.remove(0);
    }
}

/// Whether a `t` is text of the document, not of a drawing in it.
fn is_of_text(node: Node) -> bool {
    node.tag_name()
        .namespace()
        .is_none_or(|space| space.contains("wordprocessingml") || space.ends_with("/math"))
}

/// Whether a cell is the first of its row.
fn is_first_cell(cell: Node) -> bool {
    let mut before = std::iter::successors(cell.prev_sibling(), Node::prev_sibling);
    cell.tag_name().name() == "tc" && !before.any(|node| node.tag_name().name() == "tc")
}

/// What a table is for. One that holds another lays out a page.
fn use_of(table: Node) -> Use {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for node in table.descendants().skip(1) {
        match node.tag_name().name() {
            "tbl" | "txbxContent" => return Use::Layout,
            "tr" => rows.push(Vec::new()),
            "tc" => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            "t" => {
                let cell = rows.last_mut().and_then(|row| row.last_mut());
                if let (Some(cell), Some(text)) = (cell, node.text()) {
                    cell.push_str(text);
                }
            }
            _ => {}
        }
    }
    table::use_of(&rows)
}
