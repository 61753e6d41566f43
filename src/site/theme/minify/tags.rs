//! Tags as browsers read them (HTML, 13.2.5): names, attributes, where they end.

/// An opening tag.
pub(super) struct Tag<'h> {
    pub(super) name: &'h [u8],
    /// What stands between the name and the end of the tag.
    pub(super) inside: &'h [u8],
    /// Bytes from `<` to `>`.
    pub(super) len: usize,
    /// Whether `/` stands before the `>`, which ends an element in pictures.
    pub(super) is_closed: bool,
}

pub(super) struct Attribute<'h> {
    pub(super) name: &'h [u8],
    /// As it is written, references and all.
    pub(super) value: Option<&'h [u8]>,
    /// The quote around the value; `"` where there is none.
    pub(super) quote: u8,
}

impl<'h> Tag<'h> {
    /// The tag whose `<` is the first byte; none where it does not end.
    pub(super) fn at(html: &'h [u8]) -> Option<Self> {
        let name = name_of(&html[1..]);
        let after = &html[1 + name.len()..];
        let mut inside = Attributes { rest: after };
        while inside.next().is_some() {}

        // What is left begins with the end of the tag.
        inside.rest.first()?;
        let inside = &after[..after.len() - inside.rest.len()];
        let len = 1 + name.len() + inside.len() + 1;
        Some(Tag { name, inside, len, is_closed: ends_in_slash(inside) })
    }

    pub(super) fn attributes(&self) -> Attributes<'h> {
        Attributes { rest: self.inside }
    }

    /// Where the end tag of an element whose content is text begins in `content`, or the end of it.
    pub(super) fn end_of_text(&self, content: &[u8]) -> usize {
        let mut from = 0;
        while let Some(at) = find(&content[from..], b"</") {
            let at = from + at;
            if name_of(&content[at + 2..]).eq_ignore_ascii_case(self.name) {
                return at;
            }
            from = at + 2;
        }
        content.len()
    }
}

/// Whether a tag ends in a slash that is not the last letter of a bare value.
fn ends_in_slash(inside: &[u8]) -> bool {
    let end = inside.as_ptr_range().end;
    let ends_there = |attribute: Attribute<'_>| {
        attribute.value.is_some_and(|value| !value.is_empty() && value.as_ptr_range().end == end)
    };
    inside.ends_with(b"/") && !Attributes { rest: inside }.last().is_some_and(ends_there)
}

/// The attributes of a tag in turn. At the end its rest begins with the `>`, or is empty.
pub(super) struct Attributes<'h> {
    rest: &'h [u8],
}

impl<'h> Iterator for Attributes<'h> {
    type Item = Attribute<'h>;

    fn next(&mut self) -> Option<Attribute<'h>> {
        self.rest = skip(self.rest, |byte| is_space(byte) || byte == b'/');
        if matches!(self.rest.first(), None | Some(b'>')) {
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

/// Whether a value may stand without quotes (HTML, 13.1.2.3).
pub(super) fn is_unquotable(value: &[u8]) -> bool {
    let needs_quotes = |byte: u8| is_space(byte) || b"\"'=<>`".contains(&byte);
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
