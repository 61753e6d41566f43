//! Raw HTML → its pieces: text, tags, comments, declarations; and what trusted HTML becomes of
//! them.
//!
//! A piece is cut as browsers cut it (HTML §13.2.5), so that what a browser takes for a comment is
//! a comment here, and `<!--` in an attribute or a script is none. Where CommonMark sees further
//! than a browser (`<? … ?>`, `<![CDATA[ … ]]>`), the longer piece is taken: the rest would be
//! shown to readers.
//!
//! **Invariant:** the pieces are the whole text, in order, without gaps.
//! Does not build a tree, and does not judge what the tags may do.

mod addresses;
mod tags;
#[cfg(test)]
mod tests;

use crate::base::message::{Message, say};
use crate::reading::corpus::RawAddress;
use std::ops::Range;
use tags::Tag;

/// What a piece of HTML is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind<'h> {
    /// Text, or what an element holds that browsers do not read as HTML.
    Text,
    /// What is in `<style>`.
    Style,
    /// The start or end of an element.
    Tag(Tag<'h>),
    /// `<!-- … -->`.
    Comment,
    /// A comment that the text does not close; it takes the rest.
    OpenComment,
    /// `<!…>`, `<?…?>` and `</ …>`, which browsers treat as comments.
    Declaration,
}

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece<'h> {
    /// Where it begins.
    at: usize,
    text: &'h str,
    kind: Kind<'h>,
}

/// Trusted HTML as it is published.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::reading::parse) struct Trusted {
    /// The HTML without its comments and declarations.
    pub(in crate::reading::parse) html: String,
    /// The addresses in it; their spans are bytes of the text that was read.
    pub(in crate::reading::parse) addresses: Vec<RawAddress>,
    /// What the policy of pages blocks, whatever it holds.
    pub(in crate::reading::parse) blocked: Vec<Blocked>,
}

/// A piece of HTML that the policy of the program's themes blocks.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::reading::parse) struct Blocked {
    /// Bytes of the text that was read.
    pub(in crate::reading::parse) range: Range<usize>,
    pub(in crate::reading::parse) what: Message,
    pub(in crate::reading::parse) hint: &'static str,
}

/// Elements that show another document.
const FRAMES: &[&str] = &["iframe", "frame", "object", "embed"];

/// What the policy blocks of a tag.
fn blocked(tag: &Tag<'_>, range: Range<usize>) -> Option<Blocked> {
    let attribute = |name: &str| {
        tag.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    };
    let is_handler = |name: &str| name.len() > 2 && name[..2].eq_ignore_ascii_case("on");
    let handler = tag.attributes.iter().find(|attribute| {
        attribute.name.is_char_boundary(2.min(attribute.name.len())) && is_handler(attribute.name)
    });
    // One from another host is told with what else would be fetched.
    let is_remote = ["src", "data"].iter().filter_map(|name| attribute(name)).any(|address| {
        address.value.contains("://") || address.value.trim_start().starts_with("//")
    });

    let mut hint = "put it into a file of the site’s theme, below `static/`";
    let what = if tag.is_end {
        return None;
    } else if FRAMES.iter().any(|name| tag.is(name)) && !is_remote {
        hint = "link to what it would show: `[words](address)`";
        say!("`<{tag}>` does not show", tag = tag.name)
    } else if tag.is("script") && attribute("src").is_none() {
        "a script within a page does nothing".into()
    } else if tag.is("style") || attribute("style").is_some() {
        "a style within a page does nothing".into()
    } else if let Some(handler) = handler {
        say!("`{name}` does nothing", name = handler.name)
    } else {
        return None;
    };
    Some(Blocked { range, what, hint })
}

/// Reads HTML of a site that trusts its content.
pub(in crate::reading::parse) fn trusted(html: &str) -> Trusted {
    let mut trusted = Trusted::default();

    for piece in pieces(html) {
        match &piece.kind {
            Kind::Comment | Kind::OpenComment | Kind::Declaration => continue,
            Kind::Tag(tag) => {
                addresses::of_tag(tag, piece.at, &mut trusted.addresses);
                let range = piece.at..piece.at + piece.text.len();
                trusted.blocked.extend(blocked(tag, range));
            }
            Kind::Style => addresses::of_style(piece.text, piece.at, &mut trusted.addresses),
            Kind::Text => {}
        }
        trusted.html.push_str(piece.text);
    }

    trusted
}

/// HTML without its comments, for content that is not trusted: the rest is shown as it is written.
pub(in crate::reading::parse) fn without_comments(html: &str) -> String {
    let is_comment = |piece: &Piece<'_>| matches!(piece.kind, Kind::Comment | Kind::OpenComment);
    pieces(html).filter(|piece| !is_comment(piece)).map(|piece| piece.text).collect()
}

/// Where a comment begins that the HTML does not close.
pub(in crate::reading::parse) fn open_comment(html: &str) -> Option<usize> {
    pieces(html).find(|piece| piece.kind == Kind::OpenComment).map(|piece| piece.at)
}

fn pieces(html: &str) -> Pieces<'_> {
    let last = |end: &str| html.rfind(end).unwrap_or_default();
    Pieces {
        html,
        at: 0,
        raw: None,
        foreign: 0,
        last_instruction: last("?>"),
        last_section: last("]]>"),
    }
}

/// Elements whose content browsers do not read as HTML.
const RAW_TEXT: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Elements of other languages, in which `<![CDATA[` holds text.
const FOREIGN: &[&str] = &["svg", "math"];

struct Pieces<'h> {
    html: &'h str,
    at: usize,
    /// The element of [`RAW_TEXT`] whose content comes next.
    raw: Option<&'static str>,
    /// How many elements of [`FOREIGN`] are open.
    foreign: usize,
    /// Where the last `?>` is: behind it none is looked for, or a text of many `<?` would be read to
    /// its end for each.
    last_instruction: usize,
    /// Where the last `]]>` is.
    last_section: usize,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        if let Some(content) = self.raw_text() {
            return Some(content);
        }

        let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (kind, len) = self.piece(rest);
        if let Kind::Tag(tag) = &kind {
            self.enter(tag);
        }

        let piece = Piece { at: self.at, text: &rest[..len], kind };
        self.at += len;
        Some(piece)
    }
}

impl<'h> Pieces<'h> {
    /// What the element holds that has just begun, up to its end tag.
    fn raw_text(&mut self) -> Option<Piece<'h>> {
        let element = self.raw.take()?;
        let rest = &self.html[self.at..];
        let len = end_tag(rest, element).unwrap_or(rest.len());
        if len == 0 {
            return None;
        }

        let kind = if element == "style" { Kind::Style } else { Kind::Text };
        let piece = Piece { at: self.at, text: &rest[..len], kind };
        self.at += len;
        Some(piece)
    }

    /// What `rest` begins with, and how long that is.
    fn piece(&self, rest: &'h str) -> (Kind<'h>, usize) {
        let upto = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());

        if rest.starts_with("<!--") {
            return match comment_len(rest) {
                Some(len) => (Kind::Comment, len),
                None => (Kind::OpenComment, rest.len()),
            };
        }
        if rest.starts_with("<![CDATA[") {
            let kind = if self.foreign > 0 { Kind::Text } else { Kind::Declaration };
            return (kind, upto(if self.at < self.last_section { "]]>" } else { ">" }));
        }
        if rest.starts_with("<?") {
            return (
                Kind::Declaration,
                upto(if self.at < self.last_instruction { "?>" } else { ">" }),
            );
        }
        if rest.starts_with("<!") {
            return (Kind::Declaration, upto(">"));
        }
        if let Some((tag, len)) = tags::read(rest) {
            return (Kind::Tag(tag), len);
        }
        if rest.strip_prefix("</").is_some_and(|after| !after.is_empty()) {
            return (Kind::Declaration, upto(">"));
        }
        // A `<` that begins nothing is text.
        let lead = usize::from(rest.starts_with('<'));
        let len = rest[lead..].find('<').map_or(rest.len(), |at| at + lead);
        (Kind::Text, len)
    }

    fn enter(&mut self, tag: &Tag<'_>) {
        let is_foreign = FOREIGN.iter().any(|name| tag.is(name));
        match (is_foreign, tag.is_end) {
            (true, false) => self.foreign += 1,
            (true, true) => self.foreign = self.foreign.saturating_sub(1),
            (false, _) => {}
        }

        if !tag.is_end && self.foreign == 0 {
            self.raw = RAW_TEXT.iter().find(|name| tag.is(name)).copied();
        }
    }
}

/// How long the comment is that `html` begins with; none where it is not closed.
fn comment_len(html: &str) -> Option<usize> {
    // Browsers close `<!-->` and `<!--->` at once.
    for empty in ["<!-->", "<!--->"] {
        if html.starts_with(empty) {
            return Some(empty.len());
        }
    }

    let body = &html["<!--".len()..];
    let is_end = |at: &usize| body[..*at].ends_with("--") || body[..*at].ends_with("--!");
    let end = body.match_indices('>').map(|(at, _)| at).find(is_end)?;
    Some("<!--".len() + end + 1)
}

/// Where the end tag of `element` begins, whatever its case.
fn end_tag(html: &str, element: &str) -> Option<usize> {
    let is_it = |at: &usize| {
        let name = html.as_bytes().get(at + 2..at + 2 + element.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
    };
    html.match_indices("</").map(|(at, _)| at).find(is_it)
}
