//! A document that is no page → a page, so that the reader of pages reads it: formats that have
//! paragraphs, headings, notes and tables as pages do, under other names.
//!
//! **Invariant:** all text is escaped; what is beside the text of the document is behind it, and its
//! blocks say what it is.

use super::{Refusal, html};
use crate::base::date::Date;
use crate::base::decode::foreign::Converted;
use crate::import::manuscript::Manuscript;

/// How a text is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) struck: bool,
    pub(super) raised: bool,
    pub(super) lowered: bool,
}

impl Style {
    /// The elements in which a text of this style is.
    fn elements(self) -> impl DoubleEndedIterator<Item = &'static str> {
        let all = [
            (self.bold, "b"),
            (self.italic, "i"),
            (self.struck, "s"),
            (self.raised, "sup"),
            (self.lowered, "sub"),
        ];
        all.into_iter().filter(|(is_on, _)| *is_on).map(|(_, name)| name)
    }
}

/// What a document says of itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) lang: String,
    /// The day on which it was made.
    pub(super) made: Option<Date>,
}

/// A page being written.
#[derive(Default)]
pub(super) struct PageWriter {
    html: String,
    /// The style of the text that is open.
    style: Style,
    n_notes: usize,
    /// The numbers of the notes that are open, one within another.
    open_notes: Vec<usize>,
    /// Where what is open was left for a note or for what is beside the text.
    left: Vec<(String, Style)>,
    notes: String,
    /// What is beside the text: what it is, and the page of it.
    beside: Vec<(&'static str, String)>,
}

impl PageWriter {
    /// Writes tags; the style of the text ends before.
    pub(super) fn tag(&mut self, tag: &str) {
        self.set(Style::default());
        self.html.push_str(tag);
    }

    /// Writes a text.
    pub(super) fn text(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        // White space has no style of its own, so that one run is not many.
        if !text.trim().is_empty() {
            self.set(style);
        }
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                c => self.html.push(c),
            }
        }
    }

    /// Begins a link.
    pub(super) fn link(&mut self, address: &str) {
        let address = address.replace('&', "&amp;").replace('"', "&quot;");
        self.tag(&format!("<a href=\"{address}\">"));
    }

    fn set(&mut self, style: Style) {
        if style == self.style {
            return;
        }
        for name in self.style.elements().rev() {
            self.html.push_str(&format!("</{name}>"));
        }
        for name in style.elements() {
            self.html.push_str(&format!("<{name}>"));
        }
        self.style = style;
    }

    /// Begins a note; its text is behind that of the document.
    pub(super) fn begin_note(&mut self) {
        self.n_notes += 1;
        let number = self.n_notes;
        self.open_notes.push(number);
        self.tag(&format!("<sup><a href=\"#note{number}\">{number}</a></sup>"));
        self.leave();
    }

    pub(super) fn end_note(&mut self) {
        let number = self.open_notes.pop().unwrap_or(self.n_notes);
        let note = self.come_back();
        self.notes.push_str(&format!("<div id=\"note{number}\">{note}</div>\n"));
    }

    /// Begins what is beside the text.
    pub(super) fn leave(&mut self) {
        let style = self.style;
        self.set(Style::default());
        self.left.push((std::mem::take(&mut self.html), style));
    }

    /// Ends what is beside the text, and says what it is.
    pub(super) fn set_beside(&mut self, what: &'static str) {
        let page = self.come_back();
        self.beside.push((what, page));
    }

    fn come_back(&mut self) -> String {
        self.set(Style::default());
        match self.left.pop() {
            Some((html, _)) => std::mem::replace(&mut self.html, html),
            None => String::new(),
        }
    }

    /// Reads the page.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if it has no text.
    pub(super) fn read(mut self, head: &Head) -> Result<Manuscript, Refusal> {
        while !self.left.is_empty() {
            self.set_beside("unfinished part");
        }
        self.set(Style::default());
        if !has_text(&self.html) {
            return Err(Refusal::new(
                "the document has no text",
                "if it shows pictures of pages, run text recognition over them",
            ));
        }

        let mut page = PageWriter::default();
        page.html.push_str("<!DOCTYPE html>\n<html");
        if head.lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            page.html.push_str(&format!(" lang=\"{}\"", head.lang));
        }
        page.html.push_str("><head><title>");
        page.text(&head.title, Style::default());
        page.html.push_str("</title></head>\n<body>\n");
        page.html.push_str(&self.html);
        page.html.push_str(&self.notes);
        let mut places = Vec::with_capacity(self.beside.len());
        for (what, part) in self.beside.into_iter().filter(|(_, part)| has_text(part)) {
            places.push((page.html.len(), what));
            page.html.push_str(&format!("<section>{part}</section>\n"));
        }
        page.html.push_str("</body></html>\n");

        let text = page.html;
        let mut manuscript =
            html::read(Converted { text, encoding: "UTF-8", n_replaced: 0 }, Some("body"))?;
        for block in &mut manuscript.blocks {
            let start = block.start();
            let n_before = places.partition_point(|(place, _)| *place <= start);
            if let Some((_, what)) = n_before.checked_sub(1).and_then(|last| places.get(last)) {
                block.outside = Some(what);
            }
        }
        manuscript.facts.made = head.made;
        Ok(manuscript)
    }
}

/// Whether something is written between tags.
fn has_text(html: &str) -> bool {
    let mut is_in_tag = false;
    html.chars().any(|c| {
        match c {
            '<' => is_in_tag = true,
            '>' => is_in_tag = false,
            _ => {}
        }
        !is_in_tag && c.is_alphanumeric()
    })
}
