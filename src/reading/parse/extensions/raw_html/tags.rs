//! A tag → its name and attributes, as browsers read them (HTML §13.2.5.6 and following).

/// The start or end of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    /// As written.
    pub(super) name: &'h str,
    pub(super) is_end: bool,
    pub(super) attributes: Vec<Attribute<'h>>,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute<'h> {
    /// As written.
    pub(super) name: &'h str,
    /// Without quotes, as written otherwise.
    pub(super) value: &'h str,
    /// Where the value begins, from the `<` of the tag.
    pub(super) at: usize,
}

impl Tag<'_> {
    /// Whether it is of the element `name`, whatever its case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Reads the tag that `html` begins with, and says how long it is; none if no tag begins there.
pub(super) fn read(html: &str) -> Option<(Tag<'_>, usize)> {
    let rest = html.strip_prefix('<')?;
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }

    let mut cursor = Cursor { html, at: html.len() - rest.len() };
    let name = cursor.until(|c| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    let mut attributes = Vec::new();
    loop {
        cursor.until(|c| !c.is_ascii_whitespace() && c != '/');
        match cursor.rest().chars().next() {
            None => break,
            Some('>') => {
                cursor.at += 1;
                break;
            }
            Some(_) => attributes.push(cursor.attribute()),
        }
    }
    Some((Tag { name, is_end, attributes }, cursor.at))
}

struct Cursor<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Cursor<'h> {
    fn rest(&self) -> &'h str {
        &self.html[self.at..]
    }

    /// Goes to the next character that `is_end` accepts, and gives what it passed.
    fn until(&mut self, is_end: impl Fn(char) -> bool) -> &'h str {
        let rest = self.rest();
        let len = rest.find(is_end).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn attribute(&mut self) -> Attribute<'h> {
        // A name may begin with `=`, which then is part of it.
        let start = self.at;
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        self.until(|c| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
        let name = &self.html[start..self.at];

        let before_sign = self.at;
        self.until(|c| !c.is_ascii_whitespace());
        if !self.rest().starts_with('=') {
            self.at = before_sign;
            return Attribute { name, value: "", at: before_sign };
        }
        self.at += 1;
        self.until(|c| !c.is_ascii_whitespace());
        self.value(name)
    }

    fn value(&mut self, name: &'h str) -> Attribute<'h> {
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            let at = self.at;
            return Attribute {
                name,
                value: self.until(|c| c.is_ascii_whitespace() || c == '>'),
                at,
            };
        };

        self.at += 1;
        let at = self.at;
        let value = self.until(|c| c == quote);
        self.at = (self.at + 1).min(self.html.len());
        Attribute { name, value, at }
    }
}
