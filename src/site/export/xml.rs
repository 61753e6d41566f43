//! Elements → XML 1.0 in UTF-8, one element a line.
//!
//! **Invariant:** every text and attribute is escaped, and characters that XML 1.0 §2.2 does not
//! allow are dropped, so what is written is well formed. The only file that names quick-xml.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
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
        let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 0) };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
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
