//! HTML → what the tests ask of it: its elements, its text as a reader sees it, and what is wrong
//! with it.
//!
//! The tokens are those of the HTML standard (html5gum); tags are held on a stack, for what the
//! program writes closes what it opens.

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{HtmlString, Tokenizer};
use std::collections::BTreeMap;

/// A page, read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Elements in the order of their start tags.
    pub(crate) elements: Vec<Element>,
    /// The text of the body, white space collapsed, a space where a block begins or ends.
    pub(crate) text: String,
    /// That of `main` alone.
    pub(crate) main: String,
    /// The texts of `pre` elements to the letter.
    pub(crate) preformatted: Vec<String>,
    /// What the standard calls a parse error, and tags that do not nest.
    pub(crate) faults: Vec<String>,
}

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// The text that stands in it and in no element below it.
    pub(crate) own_text: String,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// Elements that stand on lines of their own, or apart from what is beside them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "tspan",
    "ul",
];

/// Elements before which a parser closes a paragraph that is open (HTML §13.2.6.4.7).
const NOT_IN_P: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "ul",
];

/// Elements without an end tag (HTML §13.1.2).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &[u8]) -> Self {
        // The tokens of a browser with scripts take `noscript` for text; readers without them see
        // its elements.
        let text = std::str::from_utf8(html)
            .expect("a page is UTF-8")
            .replace("<noscript>", "")
            .replace("</noscript>", "");
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut reader = Reader::default();
        for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
            let Ok(token) = token;
            reader.take(token);
        }
        reader.finish()
    }

    /// Elements of one name.
    pub(crate) fn named<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The elements that have an attribute, with its value.
    pub(crate) fn with<'p>(
        &'p self,
        attribute: &'p str,
    ) -> impl Iterator<Item = (&'p Element, &'p str)> {
        self.elements.iter().filter_map(move |element| Some((element, element.get(attribute)?)))
    }

    /// Whether some element has this id.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.with("id").any(|(_, known)| known == id)
    }

    /// The addresses that links (`a`) with this text lead to.
    pub(crate) fn links_called(&self, text: &str) -> Vec<&str> {
        self.named("a")
            .filter(|link| link.own_text.trim() == text)
            .filter_map(|link| link.get("href"))
            .collect()
    }
}

#[derive(Default)]
struct Reader {
    page: Page,
    /// Indices of the elements that are open.
    open: Vec<usize>,
    /// Whether a space is due before the next letter.
    space: bool,
}

impl Reader {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => self.end(&string(&tag.name)),
            Token::String(text) => self.text(&string(&text.value)),
            Token::Error(error) => self.page.faults.push(format!("parse error: {}", error.value)),
            Token::Doctype(doctype) if doctype.force_quirks || string(&doctype.name) != "html" => {
                self.page.faults.push("not `<!doctype html>`".to_owned())
            }
            Token::Doctype(_) | Token::Comment(_) => {}
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = string(&tag.name);
        self.space |= BLOCKS.contains(&name.as_str());
        let attributes =
            tag.attributes.iter().map(|(key, value)| (string(key), string(&value.value))).collect();
        let is_void = VOID.contains(&name.as_str()) || tag.self_closing && self.is_in("svg");
        if tag.self_closing && !is_void {
            self.page.faults.push(format!("`<{name} />` does not close itself"));
        }
        if self.is_in("p") && NOT_IN_P.contains(&name.as_str()) || name == "a" && self.is_in("a") {
            self.page.faults.push(format!(
                "`<{name}>` cannot stand in {:?}",
                self.open.last().map(|index| &self.page.elements[*index].name)
            ));
        }
        if name == "pre" {
            self.page.preformatted.push(String::new());
        }
        if !is_void {
            self.open.push(self.page.elements.len());
        }
        self.page.elements.push(Element { name, attributes, own_text: String::new() });
    }

    fn end(&mut self, name: &str) {
        self.space |= BLOCKS.contains(&name);
        match self.open.pop().map(|index| &self.page.elements[index].name) {
            Some(open) if open == name => {}
            open => {
                let fault = format!("`</{name}>` closes {open:?}");
                self.page.faults.push(fault);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(index) = self.open.last() {
            self.page.elements[*index].own_text.push_str(text);
        }
        if self.is_in("script") || self.is_in("style") || self.is_in("title") {
            return;
        }
        if self.is_in("pre") {
            self.page.preformatted.last_mut().expect("a `pre` is open").push_str(text);
        }
        let is_main = self.is_in("main");
        for c in text.chars() {
            // White space of HTML (Infra §4.6): a no-break space is a letter like any other.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
                self.space = true;
            } else {
                let space = std::mem::take(&mut self.space);
                append(&mut self.page.text, space, c);
                if is_main {
                    append(&mut self.page.main, space, c);
                }
            }
        }
    }

    fn is_in(&self, name: &str) -> bool {
        self.open.iter().any(|index| self.page.elements[*index].name == name)
    }

    fn finish(mut self) -> Page {
        // The end tags of these two may be left out (HTML §13.1.2.4).
        let open: Vec<&str> = self
            .open
            .iter()
            .map(|index| self.page.elements[*index].name.as_str())
            .filter(|name| !matches!(*name, "html" | "body"))
            .collect();
        if !open.is_empty() {
            self.page.faults.push(format!("never closed: {}", open.join(", ")));
        }
        self.page
    }
}

fn append(text: &mut String, space: bool, c: char) {
    if space && !text.is_empty() {
        text.push(' ');
    }
    text.push(c);
}

fn string(bytes: &HtmlString) -> String {
    String::from_utf8(bytes.to_vec()).expect("a page is UTF-8")
}

#[test]
fn a_page_is_read_as_a_reader_sees_it() {
    let page = Page::read(
        "<!doctype html><title>x</title><p id=a>One <b>two</b>three<p><pre>\n a\n  b</pre><script>if (a < b) {}</script>".as_bytes(),
    );
    assert_eq!(page.text, "One twothree a b");
    assert_eq!(page.preformatted, ["\n a\n  b"]);
    assert!(page.has_id("a") && !page.has_id("b"));
    assert_eq!(
        page.faults,
        [
            "`<p>` cannot stand in Some(\"p\")",
            "`<pre>` cannot stand in Some(\"p\")",
            "never closed: p, p"
        ]
    );
}

#[test]
fn what_is_wrong_is_told() {
    for (html, fault) in [
        ("<p><b></p></b>", "closes"),
        ("<a href=x href=y>", "duplicate"),
        ("<div/>", "does not close itself"),
        ("<!doctype xhtml>", "doctype"),
        ("<p><div></div></p>", "cannot stand"),
        ("<a><b><a></a></b></a>", "cannot stand"),
    ] {
        let faults = Page::read(html.as_bytes()).faults.join("\n");
        assert!(faults.contains(fault), "{html}: {faults}");
    }
}
