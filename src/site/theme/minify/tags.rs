//! Tags as browsers read them (HTML, 13.2.5): names, attributes, where they end.

pub(super) struct Attribute<'h> {
    pub(super) name: &'h [u8],
    /// As it is written, references and all.
    pub(super) value: Option<&'h [u8]>,
    /// The quote around the value; `"` where there is none.
    pub(super) quote: u8,
}

/// The attributes of an opening tag in turn.
pub(super) struct Attributes<'h> {
    /// What follows those that were read: at the end the `>`, or nothing where the tag has no end.
    pub(super) rest: &'h [u8],
    /// Whether the last thing before the `>` is a slash, which ends an element in pictures. Known at
    /// the end.
    pub(super) is_closed: bool,
}

impl<'h> Attributes<'h> {
    /// Those in a text that goes on behind the name of a tag.
    pub(super) fn behind_name(html: &'h [u8]) -> Self {
        Attributes { rest: html, is_closed: false }
    }
}

impl<'h> Iterator for Attributes<'h> {
    type Item = Attribute<'h>;

    fn next(&mut self) -> Option<Attribute<'h>> {
        let gap = self.rest;
        self.rest = skip(gap, |byte| is_space(byte) || byte == b'/');
        if matches!(self.rest.first(), None | Some(b'>')) {
            self.is_closed = gap[..gap.len() - self.rest.len()].ends_with(b"/");
            return None;
        }

        // The first character of a name may be `=` (HTML, 13.2.5.32).
        let is_in_name = |byte: u8| !is_space(byte) && !matches!(byte, b'/' | b'=' | b'>');
        let after = skip(&self.rest[1..], is_in_name);
        let name = &self.rest[..self.rest.len() - after.len()];
        let Some(value) = skip(after, is_space).strip_prefix(b"=") else {
            self.rest = after;
            return Some(Attribute { name, value: None, quote: b'"' });
        };

        let value = skip(value, is_space);
        let (value, quote) = match value.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let value = &value[1..];
                let end = memchr::memchr(*quote, value);
                self.rest = end.map_or(&[], |end| &value[end + 1..]);
                (&value[..end.unwrap_or(value.len())], *quote)
            }
            _ => {
                self.rest = skip(value, |byte| !is_space(byte) && byte != b'>');
                (&value[..value.len() - self.rest.len()], b'"')
            }
        };
        Some(Attribute { name, value: Some(value), quote })
    }
}

/// Whether the content of an element is text and no tags. A slash at the end of its tag changes that
/// in pictures alone.
pub(super) fn is_text(name: &[u8]) -> bool {
    let names: [&[u8]; 8] =
        [b"script", b"style", b"textarea", b"title", b"iframe", b"noembed", b"noframes", b"xmp"];
    names.iter().any(|text| name.eq_ignore_ascii_case(text))
}

/// Where the end tag of the element `name`, whose content is text, begins in `content`, or the end
/// of it.
pub(super) fn end_of_text(name: &[u8], content: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = find(&content[from..], b"</") {
        let at = from + at;
        if name_of(&content[at + 2..]).eq_ignore_ascii_case(name) {
            return at;
        }
        from = at + 2;
    }
    content.len()
}

/// Whether a value may stand without quotes (HTML, 13.1.2.3).
pub(super) fn is_unquotable(value: &[u8]) -> bool {
    let needs_quotes =
        |byte: u8| is_space(byte) || matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`');
    !value.iter().any(|byte| needs_quotes(*byte))
}

/// The name that a tag begins with, its `<` or `</` taken off.
pub(super) fn name_of(html: &[u8]) -> &[u8] {
    let rest = skip(html, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>'));
    &html[..html.len() - rest.len()]
}

/// White space of HTML.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C')
}

pub(super) fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, what)
}

/// What follows the first bytes that are `wanted`.
fn skip(text: &[u8], wanted: impl Fn(u8) -> bool) -> &[u8] {
    let len = text.iter().position(|byte| !wanted(*byte)).unwrap_or(text.len());
    &text[len..]
}
