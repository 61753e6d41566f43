//! Elements → XML 1.0 in UTF-8, one element a line.
//!
//! **Invariant:** every text and attribute is escaped, and characters that XML 1.0 §2.2 does not
//! allow are dropped, so what is written is well formed. The only file that names quick-xml.

use crate::base::letters::is_han;
use quick_xml::Writer;
use quick_xml::escape::{escape, partial_escape};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// Attributes of an element: name and value.
pub(super) type Attributes<'a> = [(&'a str, &'a str)];

/// A document being written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A document with its declaration.
    pub(super) fn new() -> Self {
        let mut xml = Xml::part();
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Elements alone, for a part of a document.
    pub(super) fn part() -> Self {
        Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 0) }
    }

    /// Opens an element that holds elements.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.write(Event::Start(start(name, attributes)));
    }

    /// Closes it.
    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// Writes an element that holds text.
    pub(super) fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::from_escaped(partial_escape(allowed(text)))));
        self.close(name);
    }

    /// Writes an element that holds text with elements in it.
    pub(super) fn mixed(&mut self, name: &str, attributes: &Attributes<'_>, inner: &Mixed) {
        self.open(name, attributes);
        // Empty, it still keeps white space out of the element.
        self.write(Event::Text(BytesText::from_escaped(inner.0.as_str())));
        self.close(name);
    }

    /// The document.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn write(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("writing to memory does not fail");
    }
}

/// Text with elements in it, where white space matters.
#[derive(Default)]
pub(super) struct Mixed(String);

impl Mixed {
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&partial_escape(allowed(text)));
    }

    /// Text of several lines, with an empty element where one ends.
    pub(super) fn lines(&mut self, text: &str, line_break: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.empty(line_break, &[]);
            }
            self.text(line);
        }
    }

    /// An element that holds text.
    pub(super) fn element(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.tag(name, attributes, ">");
        self.text(text);
        self.0.push_str(&format!("</{name}>"));
    }

    /// An element that holds text with elements in it.
    pub(super) fn mixed(&mut self, name: &str, attributes: &Attributes<'_>, inner: &Mixed) {
        self.tag(name, attributes, ">");
        self.0.push_str(&inner.0);
        self.0.push_str(&format!("</{name}>"));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.tag(name, attributes, "/>");
    }

    fn tag(&mut self, name: &str, attributes: &Attributes<'_>, end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push_str(&format!(" {key}=\"{}\"", escape(allowed(value))));
        }
        self.0.push_str(end);
    }
}

/// A name of XML (NCName) made of a word and an id, which no other pair makes: characters that may not
/// be in one are written by their numbers.
pub(super) fn xml_id(word: &str, id: &str) -> String {
    let mut name = String::with_capacity(word.len() + id.len() + 1);
    for c in word.chars().chain(['.']).chain(id.chars()) {
        // Letters and digits of any script are allowed but for a few of those that were added after
        // the standard, so of others than ASCII only the common ones are let through.
        let is_common = c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || is_han(c);
        if is_common {
            name.push(c);
        } else {
            name.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    name
}

fn start<'a>(name: &'a str, attributes: &'a Attributes<'a>) -> BytesStart<'a> {
    BytesStart::new(name)
        .with_attributes(attributes.iter().map(|(name, value)| (*name, allowed(value))))
}

/// The text without the characters that XML 1.0 §2.2 does not allow.
fn allowed(text: &str) -> Cow<'_, str> {
    // Of the control characters, tab and line ends are allowed.
    let is_control = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    let is_allowed = |c: char| !is_control(c) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;
    use crate::site::export::fixture;

    #[test]
    fn what_is_written_can_be_read() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"<&>'\u{1}")]);
        xml.text("c", &[], "1 < 2 & 3 > 2 ]]> \u{0}\u{B}\u{FFFF}“一带一路”");
        xml.empty("d", &[]);
        xml.close("a");
        let bytes = xml.into_bytes();
        let elements = fixture::elements(&bytes);
        assert_eq!(elements[0].text, "1 < 2 & 3 > 2 ]]> “一带一路”");
        assert_eq!(
            (elements[1].path.as_str(), elements[2].attribute("b")),
            ("a/d", Some("\"<&>'"))
        );
        assert!(bytes.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b="));
    }
}
