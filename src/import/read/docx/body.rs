//! The elements of a part of a Word file → lines of the original, and the blocks in them (ECMA-376
//! part 1 §17).
//!
//! **Invariant:** every character of the part's text is in exactly one block: text that Word does
//! not show (deleted, hidden, the codes of fields) in a line and a block of its own after its
//! paragraph. Pictures, charts and embedded files give no text.

use super::styles::{Look, Numberings, Styles};
use super::xml::{attribute, child, value};
use crate::import::manuscript::{Block, BlockKind, Run};
use roxmltree::Node;

/// Text boxes in text boxes that are read in their place; deeper ones, which Word does not make,
/// stand at the end.
const DEEPEST_BOX: usize = 8;
/// Characters that a cell of a table of data has at most, some lines of a narrow column; a table
/// with longer ones lays out a text.
const LONGEST_CELL: usize = 120;

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
    /// For each table that is open, whether it holds data.
    tables: Vec<bool>,
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

#[derive(Clone, Copy, Default)]
struct RunStyle {
    bold: bool,
    italic: bool,
    hidden: bool,
}

impl<'d, 't> Writer<'d, 't> {
    /// Begins with nothing written.
    pub(super) fn new(
        styles: &'d Styles<'d>,
        numberings: Numberings<'d>,
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
            "footnote" | "endnote" => {
                return !matches!(
                    attribute(node, "type"),
                    Some("separator" | "continuationSeparator" | "continuationNotice")
                );
            }
            "txbxContent" => {
                self.boxes.push(node);
                return false;
            }
            "tbl" => self.tables.push(is_data(node)),
            "tr" if self.is_in_data() => {
                self.end_paragraph();
                self.paragraph = Some(Paragraph::new(BlockKind::Row, self.outside));
            }
            "tc" if self.is_in_data() => self.begin_cell(),
            "p" => self.begin_paragraph(node),
            "r" => self.begin_run(node),
            "del" | "moveFrom" => self.n_deletions += 1,
            _ => self.take_content(node),
        }
        true
    }

    fn leave(&mut self, node: Node<'d, 't>) {
        match node.tag_name().name() {
            "p" if !self.is_in_data() => self.end_paragraph(),
            "tr" => self.end_paragraph(),
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

    fn is_in_data(&self) -> bool {
        self.tables.last() == Some(&true)
    }

    fn begin_cell(&mut self) {
        let Some(row) = &mut self.paragraph else {
            return;
        };
        row.n_cells += 1;
        if row.n_cells > 1 {
            self.style = RunStyle::default();
            self.write_shown("\t");
        }
    }

    fn begin_paragraph(&mut self, node: Node<'d, 't>) {
        if self.is_in_data()
            && let Some(row) = &self.paragraph
        {
            // Paragraphs of a cell stand on one line.
            if !row.runs.is_empty() && !self.original.ends_with(['\t', '\n', ' ']) {
                self.style = RunStyle::default();
                self.write_shown(" ");
            }
            return;
        }

        self.end_paragraph();
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        let mut look = self.styles.paragraph(style, Look::of(properties, None));
        let name = self.styles.name(style);
        let kind = self.kind(&look, name);
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
        let (bold, italic, hidden) = self.styles.run(&paragraph, style, &own);
        self.style = RunStyle { bold, italic, hidden };
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
        match paragraph.runs.last_mut() {
            Some(last)
                if last.range.end == start
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

/// Whether a table holds data: several rows of several cells, none of them long and no table in
/// them.
fn is_data(table: Node) -> bool {
    let (mut n_rows, mut n_cells, mut n_chars) = (0, 0, 0);
    for node in table.descendants().skip(1) {
        match node.tag_name().name() {
            "tbl" | "txbxContent" => return false,
            "tr" => {
                n_rows += usize::from(n_cells > 1);
                n_cells = 0;
            }
            "tc" => {
                n_cells += 1;
                n_chars = 0;
            }
            "t" => n_chars += node.text().unwrap_or_default().chars().count(),
            _ => {}
        }
        if n_chars > LONGEST_CELL {
            return false;
        }
    }
    n_rows + usize::from(n_cells > 1) > 1
}
