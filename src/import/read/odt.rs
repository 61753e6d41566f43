//! An OpenDocument text (OASIS OpenDocument 1.3) → its paragraphs, headings, lists, tables and notes,
//! as a page.
//!
//! **Invariant:** every text of the document is in the page; what is deleted, a comment, or the head
//! or foot of pages is beside the text.

use super::Refusal;
use super::archive::{Archive, damaged};
use super::page::{Head, PageWriter, Style};
use super::xml::{self, Doctype, attribute, child};
use crate::base::date::Date;
use crate::import::address;
use crate::import::manuscript::Manuscript;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Spaces that one element stands for at most; a file may state any number.
const MOST_SPACES: usize = 200;

/// Reads an OpenDocument text.
///
/// # Errors
///
/// A [`Refusal`] if it is damaged, encrypted, without text, or unpacks to more than the limit.
pub(super) fn read(bytes: &[u8]) -> Result<Manuscript, Refusal> {
    let mut archive = Archive::open(bytes)?;
    let content = archive
        .part("content.xml")?
        .ok_or_else(|| damaged("the document", "it has no `content.xml`"))?;
    let styles = archive.part("styles.xml")?.unwrap_or_default();
    let meta = archive.part("meta.xml")?.unwrap_or_default();
    if archive.part("META-INF/manifest.xml")?.is_some_and(|list| list.contains("encryption-data")) {
        let hint = "save the document without a password";
        return Err(Refusal::new("the document is encrypted", hint));
    }

    let document = parsed("content.xml", &content)?;
    // Damage here costs styles and a title, no text.
    let styles = parsed("styles.xml", &styles).ok();
    let meta = parsed("meta.xml", &meta).ok();

    let mut writer = Writer { page: PageWriter::default(), styles: BTreeMap::new(), n_lines: 0 };
    // The document's own styles come last: of two with one name, its is the one that it uses.
    for part in styles.iter().chain([&document]) {
        writer.read_styles(part.root_element());
    }
    writer.body(&document);
    if let Some(styles) = &styles {
        writer.heads_and_feet(styles);
    }
    writer.page.read(&meta.as_ref().map(head).unwrap_or_default())
}

/// What the document says of itself.
fn head(meta: &Document<'_>) -> Head {
    let stated = |name: &str| {
        let node = meta.descendants().find(|node| has_name(*node, name))?;
        node.text().map(|text| text.trim().to_owned())
    };
    Head {
        title: stated("title").unwrap_or_default(),
        lang: stated("language").unwrap_or_default(),
        made: stated("creation-date").and_then(|date| Date::parse(date.get(..10)?)),
    }
}

fn parsed<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Refusal> {
    xml::parsed(text, Doctype::Refused).map_err(|why| damaged(&format!("`{name}`"), &why))
}

fn has_name(node: Node, name: &str) -> bool {
    node.tag_name().name() == name
}

/// Whether an element is a paragraph or a part of one.
fn is_line(node: Node) -> bool {
    matches!(node.tag_name().name(), "p" | "h" | "span" | "a" | "meta")
}

/// What a style says: on, off, or nothing.
#[derive(Default, Clone)]
struct Look<'d> {
    parent: Option<&'d str>,
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
    position: Option<&'d str>,
    is_hidden: bool,
}

impl<'d> Look<'d> {
    fn of(node: Node<'d, '_>) -> Self {
        /// From here on a weight in numbers is bold, as in CSS.
        const BOLD: u16 = 600;

        let mut look = Look { parent: attribute(node, "parent-style-name"), ..Look::default() };
        if let Some(text) = child(node, "text-properties") {
            look.bold = attribute(text, "font-weight").map(|weight| {
                weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= BOLD)
            });
            look.italic = attribute(text, "font-style").map(|style| style != "normal");
            look.struck = attribute(text, "text-line-through-style").map(|style| style != "none");
            look.position = attribute(text, "text-position");
            look.is_hidden = attribute(text, "display") == Some("none");
        }
        look
    }
}

struct Writer<'d> {
    page: PageWriter,
    styles: BTreeMap<&'d str, Look<'d>>,
    /// How many elements are open in which paragraphs are on one line.
    n_lines: usize,
}

impl<'d> Writer<'d> {
    fn read_styles(&mut self, root: Node<'d, '_>) {
        for node in root.descendants().filter(|node| has_name(*node, "style")) {
            if let Some(name) = attribute(node, "name") {
                self.styles.insert(name, Look::of(node));
            }
        }
    }

    fn body(&mut self, document: &'d Document<'_>) {
        for node in document.descendants().filter(|node| has_name(*node, "text")) {
            if node.parent().is_some_and(|of| has_name(of, "body")) {
                self.content(node, Style::default());
            }
        }
    }

    /// The head and the foot of its pages, which are among the styles.
    fn heads_and_feet(&mut self, styles: &'d Document<'_>) {
        for node in styles.descendants() {
            match node.tag_name().name() {
                "header" | "header-left" | "header-first" => self.beside(node, "page header"),
                "footer" | "footer-left" | "footer-first" => self.beside(node, "page footer"),
                _ => {}
            }
        }
    }

    /// The style of a text in a style, over the one around it.
    fn style(&self, node: Node, around: Style) -> Style {
        /// A chain of parents that bites its own tail ends there.
        const LONGEST_CHAIN: usize = 32;

        let mut chain = Vec::new();
        let mut name = attribute(node, "style-name");
        while let Some(look) = name.and_then(|name| self.styles.get(name))
            && chain.len() < LONGEST_CHAIN
        {
            chain.push(look);
            name = look.parent;
        }

        let mut style = around;
        for look in chain.into_iter().rev() {
            style.bold = look.bold.unwrap_or(style.bold);
            style.italic = look.italic.unwrap_or(style.italic);
            style.struck = look.struck.unwrap_or(style.struck);
            if let Some(position) = look.position {
                style.raised = position.starts_with("super")
                    || position.starts_with(['1', '2', '3', '4', '5']);
                style.lowered = position.starts_with("sub") || position.starts_with('-');
            }
        }
        style
    }

    fn is_hidden(&self, node: Node) -> bool {
        let look = attribute(node, "style-name").and_then(|name| self.styles.get(name));
        look.is_some_and(|look| look.is_hidden) || attribute(node, "display") == Some("none")
    }

    /// Whether a paragraph is the title of the document: by its style, or the one that it is made of,
    /// for programs give each paragraph one of its own.
    fn is_title(&self, node: Node) -> bool {
        let name = attribute(node, "style-name");
        let parent = name.and_then(|name| self.styles.get(name)?.parent);
        name == Some("Title") || parent == Some("Title")
    }

    fn content(&mut self, node: Node<'d, '_>, style: Style) {
        for part in node.children() {
            if part.is_text() {
                self.page.text(part.text().unwrap_or_default(), style);
            } else if part.is_element() {
                self.element(part, style);
            }
        }
    }

    fn within(&mut self, node: Node<'d, '_>, tag: &str, style: Style) {
        self.page.tag(&format!("<{tag}>"));
        self.content(node, style);
        self.page.tag(&format!("</{tag}>\n"));
    }

    fn beside(&mut self, node: Node<'d, '_>, what: &'static str) {
        self.page.leave();
        self.content_apart(node);
        self.page.set_beside(what);
    }

    fn note(&mut self, node: Node<'d, '_>) {
        self.page.begin_note();
        if let Some(body) = child(node, "note-body") {
            self.content_apart(body);
        }
        self.page.end_note();
    }

    /// What is apart from the text around it, wherever it is anchored: its paragraphs are its own.
    fn content_apart(&mut self, node: Node<'d, '_>) {
        let n_lines = std::mem::take(&mut self.n_lines);
        self.content(node, Style::default());
        self.n_lines = n_lines;
    }

    fn element(&mut self, node: Node<'d, '_>, style: Style) {
        match node.tag_name().name() {
            "span" | "p" | "h" | "section" if self.is_hidden(node) => {
                self.beside(node, "hidden text");
            }
            "p" | "h" if self.n_lines > 0 => {
                self.content(node, self.style(node, style));
                self.page.text(" ", style);
            }
            "h" => self.within(node, heading(node), Style::default()),
            "p" if self.is_title(node) => self.within(node, "h1", Style::default()),
            "p" => self.within(node, "p", self.style(node, style)),
            "list" => self.within(node, "ul", style),
            "list-item" | "list-header" => self.within(node, "li", style),
            "table" => self.within(node, "table", style),
            "table-row" => self.within(node, "tr", style),
            "table-cell" | "covered-table-cell" => self.within(node, "td", style),

            "span" => self.content(node, self.style(node, style)),
            "a" => self.link(node, style),
            "s" => self.spaces(node, style),
            "tab" => self.page.text("\u{2003}", style),
            "line-break" => self.page.tag("<br>"),
            // How a word is read, beside it.
            "ruby-text" => {
                self.page.text("(", style);
                self.content(node, style);
                self.page.text(")", style);
            }
            // A text box stands within a paragraph and holds paragraphs.
            "text-box" => {
                self.page.text(" ", style);
                self.n_lines += 1;
                self.content(node, style);
                self.n_lines -= 1;
            }

            "note" => self.note(node),
            "annotation" => self.beside(node, "comment"),
            "tracked-changes" => self.beside(node, "deleted text"),
            "hidden-text" | "hidden-paragraph" => self.beside(node, "hidden text"),
            "table-of-content" | "alphabetical-index" => self.beside(node, "table of contents"),
            // What a picture is called and shows, for whoever does not see it; in a paragraph, the
            // first is the title of the document.
            "title" | "desc" if !node.parent().is_some_and(is_line) => {
                self.beside(node, "description of a picture")
            }
            "sequence-decls" | "forms" | "variable-decls" | "user-field-decls" | "scripts"
            | "annotation-end" | "bookmark" | "soft-page-break" => {}
            _ => self.content(node, style),
        }
    }

    fn link(&mut self, node: Node<'d, '_>, style: Style) {
        let Some(address) = attribute(node, "href").and_then(address) else {
            return self.content(node, style);
        };
        self.page.link(&address);
        self.content(node, style);
        self.page.tag("</a>");
    }

    /// Several spaces, which XML would make one of.
    fn spaces(&mut self, node: Node<'d, '_>, style: Style) {
        let n = attribute(node, "c").and_then(|n| n.parse().ok()).unwrap_or(1);
        self.page.text(&" ".repeat(MOST_SPACES.min(n)), style);
    }
}

/// The tag of a heading, by its level.
fn heading(node: Node) -> &'static str {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

    let level: u8 = attribute(node, "outline-level").and_then(|n| n.parse().ok()).unwrap_or(1);
    TAGS[usize::from(level.clamp(1, 6)) - 1]
}
