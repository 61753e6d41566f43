//! Elements → XML 1.0 in UTF-8, one element a line.
//!
//! **Invariant:** every text and attribute is escaped, and characters that XML 1.0 §2.2 does not
//! allow are dropped, so what is written is well formed.
//!
//! Our own writer: one pass over each text, straight into the document. That of quick-xml, which reads
//! the documents in the tests, makes a text of each tag and passes three times over what is in it; feeds
//! took twice as long.

use crate::base::letters::is_han;

/// Attributes of an element: name and value.
pub(super) type Attributes<'a> = [(&'a str, &'a str)];

/// Bytes for which there is room from the first: a speech of the usual length grows into it.
const ROOM: usize = 1 << 14;

/// A document being written.
pub(super) struct Xml {
    text: String,
    /// Whether the next tag begins a line; behind a text it does not.
    begins_line: bool,
}

impl Xml {
    /// A document with its declaration.
    pub(super) fn new() -> Self {
        let mut xml = Xml::part();
        xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        xml.begins_line = true;
        xml
    }

    /// Elements alone, for a part of a document.
    pub(super) fn part() -> Self {
        Xml { text: String::with_capacity(ROOM), begins_line: false }
    }

    /// Opens an element that holds elements.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.line();
        tag(&mut self.text, name, attributes, ">");
    }

    /// Closes it.
    pub(super) fn close(&mut self, name: &str) {
        self.line();
        end_tag(&mut self.text, name);
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.line();
        tag(&mut self.text, name, attributes, "/>");
    }

    /// Writes an element that holds text.
    pub(super) fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.open(name, attributes);
        escape(&mut self.text, text, Within::Element);
        end_tag(&mut self.text, name);
    }

    /// Writes an element that holds text with elements in it, which `fill` writes.
    pub(super) fn mixed(
        &mut self,
        name: &str,
        attributes: &Attributes<'_>,
        fill: impl FnOnce(&mut Mixed<'_>),
    ) {
        self.line();
        Mixed(&mut self.text).mixed(name, attributes, fill);
    }

    /// Writes elements that are written already.
    pub(super) fn ready(&mut self, elements: &str) {
        self.line();
        self.text.push_str(elements);
    }

    /// The elements alone, to be written elsewhere.
    pub(super) fn into_text(self) -> String {
        // It may be kept, and most are short.
        self.text.as_str().to_owned()
    }

    /// The document.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.text.into_bytes();
        bytes.push(b'\n');
        bytes
    }

    fn line(&mut self) {
        if self.begins_line {
            self.text.push('\n');
        }
        self.begins_line = true;
    }
}

/// Text with elements in it, where white space matters, being written.
pub(super) struct Mixed<'x>(&'x mut String);

impl Mixed<'_> {
    pub(super) fn text(&mut self, text: &str) {
        escape(self.0, text, Within::Element);
    }

    /// Text that is escaped already.
    pub(super) fn ready(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Text of several lines, with an empty element where one ends.
    pub(super) fn lines(&mut self, text: &str, line_break: &str) {
        let mut rest = text;
        while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
            self.text(&rest[..end]);
            self.empty(line_break, &[]);
            rest = &rest[end + 1..];
        }
        self.text(rest);
    }

    /// An element that holds text.
    pub(super) fn element(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.mixed(name, attributes, |inner| inner.text(text));
    }

    /// An element that holds text with elements in it.
    pub(super) fn mixed(
        &mut self,
        name: &str,
        attributes: &Attributes<'_>,
        fill: impl FnOnce(&mut Mixed<'_>),
    ) {
        tag(self.0, name, attributes, ">");
        fill(self);
        end_tag(self.0, name);
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        tag(self.0, name, attributes, "/>");
    }
}

fn tag(out: &mut String, name: &str, attributes: &Attributes<'_>, end: &str) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        escape(out, value, Within::Attribute);
        out.push('"');
    }
    out.push_str(end);
}

fn end_tag(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// A text as it stands within an element.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text, Within::Element);
    out
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Element,
    Attribute,
}

/// Appends a text, of which nothing is markup, without the characters that XML 1.0 §2.2 does not allow.
fn escape(out: &mut String, text: &str, within: Within) {
    let bytes = text.as_bytes();
    let next = |at| match within {
        Within::Element => next_stop(bytes, at, stops_in_element),
        Within::Attribute => next_stop(bytes, at, stops_in_attribute),
    };
    // Up to where it is appended, and up to where it is looked at.
    let (mut done, mut at) = (0, 0);
    while let Some(stop) = next(at) {
        at = stop;
        let (len, instead) = match bytes[at] {
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            b'&' => (1, "&amp;"),
            b'"' => (1, "&quot;"),
            b'\'' => (1, "&apos;"),
            // A reader makes spaces of these in attributes, and of a carriage return a line feed.
            b'\t' => (1, "&#9;"),
            b'\n' => (1, "&#10;"),
            b'\r' => (1, "&#13;"),
            // U+FFFE and U+FFFF are nothing; what else begins so are signs.
            0xEF if !matches!(bytes[at..], [_, 0xBF, 0xBE | 0xBF, ..]) => {
                at += 1;
                continue;
            }
            0xEF => (3, ""),
            _ => (1, ""),
        };
        out.push_str(&text[done..at]);
        out.push_str(instead);
        at += len;
        done = at;
    }
    out.push_str(&text[done..]);
}

/// Bytes that are looked at in one go, by a few instructions.
const AT_ONCE: usize = 32;

/// Where the next byte is at which [`escape`] stops; `stops` is asked of each with the one behind it.
fn next_stop(bytes: &[u8], from: usize, stops: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let mut from = from;
    // Nearly no stretch of a text has one, so which byte it is is asked of few.
    while let Some(stretch) = bytes.get(from..).and_then(<[u8]>::first_chunk::<{ AT_ONCE + 1 }>) {
        if (0..AT_ONCE).fold(false, |any, at| any | stops(stretch[at], stretch[at + 1])) {
            break;
        }
        from += AT_ONCE;
    }
    (from..bytes.len()).find(|at| stops(bytes[*at], bytes.get(at + 1).copied().unwrap_or_default()))
}

/// Whether [`escape`] stops at a byte: one that means something, a control character, or the first byte
/// of what may be one of the two characters that are none.
fn stops_in_element(byte: u8, next: u8) -> bool {
    let is_control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n');
    let is_mark = (byte == b'<') | (byte == b'>') | (byte == b'&');
    is_control | is_mark | ((byte == 0xEF) & (next == 0xBF))
}

fn stops_in_attribute(byte: u8, next: u8) -> bool {
    stops_in_element(byte, next) | (byte < 0x20) | (byte == b'"') | (byte == b'\'')
}

/// A name of XML (NCName) made of a word and an id, which no other pair makes: characters that may not
/// be in one are written by their numbers.
pub(super) fn xml_id(word: &str, id: &str) -> String {
    let mut name = String::with_capacity(word.len() + id.len() + 1);
    let is_usual =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_usual(word) && is_usual(id) {
        name.extend([word, ".", id]);
        return name;
    }
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

#[cfg(test)]
mod tests {
    use super::{Within, Xml};
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

    #[test]
    fn texts_stand_on_the_line_of_their_element() {
        let mut xml = Xml::part();
        xml.open("a", &[]);
        xml.text("b", &[], "");
        xml.mixed("c", &[], |inner| {
            inner.lines("one\ntwo", "lb");
            inner.element("i", &[("n", "1")], "three");
        });
        xml.empty("d", &[]);
        xml.close("a");
        assert_eq!(
            String::from_utf8(xml.into_bytes()).unwrap(),
            "<a>\n<b></b>\n<c>one<lb/>two<i n=\"1\">three</i></c>\n<d/>\n</a>\n"
        );
    }

    #[test]
    fn each_character_is_itself_an_entity_or_nothing() {
        let text = |within| {
            let mut out = String::new();
            let all: String = ('\0'..='\u{FFFF}').collect();
            super::escape(&mut out, &all, within);
            out
        };
        let (element, attribute) = (text(Within::Element), text(Within::Attribute));
        assert!(element.starts_with("\t\n&#13; !\"#$%&amp;'("), "{}", &element[..40]);
        assert!(attribute.starts_with("&#9;&#10;&#13; !&quot;#$%&amp;&apos;("));
        for (text, n_longer) in
            [(&element, 4 + 4 + 3 + 3), (&attribute, 4 + 4 + 3 + 3 + 5 + 5 + 3 + 4)]
        {
            assert!(text.contains("9:;&lt;=&gt;?"));
            // 29 control characters are dropped, and the last two.
            let n = ('\0'..='\u{FFFF}').count() - 29 - 2 + n_longer;
            assert_eq!(text.chars().count(), n);
            assert!(text.ends_with('\u{FFFD}') && text.contains("\u{FEFF}\u{FF00}"));
        }
    }
}
