//! A file's text → its front matter as fields, and its body.

use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Node, read_toml, read_yaml};
use crate::base::sources::{FileId, Span};
use std::ops::Range;

/// A file cut in two.
pub(super) struct Parts<'t> {
    /// The fields; none without front matter, or if it could not be read.
    pub(super) fields: Option<Node>,
    /// Whether there is front matter, readable or not.
    pub(super) is_present: bool,
    /// The body.
    pub(super) body: Text<'t>,
}

/// Cuts `text` at its front matter: YAML between `---` lines, TOML between `+++` lines, beginning
/// on the first line.
pub(super) fn split<'t>(file: FileId, text: &Text<'t>, diagnostics: &mut Diagnostics) -> Parts<'t> {
    let Some(frame) = frame(text.text) else {
        return Parts { fields: None, is_present: false, body: *text };
    };
    let Some(body) = frame.body else {
        let mark = frame.mark;
        let diagnostic = Diagnostic::new(
            Code::FrontMatterOpen,
            format!("front matter begins with `{mark}` and is never closed"),
        );
        diagnostics.push(
            diagnostic
                .at(Span::new(file, text.offset..text.offset + 3), "it begins here")
                .hint(format!("put `{mark}` on a line of its own after it")),
        );
        return Parts {
            fields: None,
            is_present: true,
            body: Text { text: "", offset: text.offset + text.text.len() },
        };
    };
    let read = if frame.mark == YAML_MARK { read_yaml } else { read_toml };
    let fields =
        read(file, &text.text[frame.fields.clone()], text.offset + frame.fields.start, diagnostics);
    Parts {
        fields,
        is_present: true,
        body: Text { text: &text.text[body..], offset: text.offset + body },
    }
}

/// Where the front matter of a text lies; all in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The line around it: [`YAML_MARK`] or [`TOML_MARK`].
    pub(crate) mark: &'static str,
    /// The lines between the two marks.
    pub(crate) fields: Range<usize>,
    /// Where the body begins, after the line that closes the front matter; none if it is never
    /// closed.
    pub(crate) body: Option<usize>,
}

/// The line around YAML.
pub(crate) const YAML_MARK: &str = "---";

/// The line around TOML.
pub(crate) const TOML_MARK: &str = "+++";

/// The front matter of `text`, which has no byte order mark; none if it has no front matter.
pub(crate) fn frame(text: &str) -> Option<Frame> {
    let (mark, rest) = opening(text)?;
    let start = text.len() - rest.len();
    Some(match closing(rest, mark) {
        Some((len, body)) => {
            Frame { mark, fields: start..start + len, body: Some(text.len() - body.len()) }
        }
        None => Frame { mark, fields: start..text.len(), body: None },
    })
}

fn opening(text: &str) -> Option<(&'static str, &str)> {
    [YAML_MARK, TOML_MARK].into_iter().find_map(|mark| Some((mark, after_mark_line(text, mark)?)))
}

/// The rest of `text` if its first line is `mark` and nothing else.
fn after_mark_line<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(mark)?.trim_start_matches([' ', '\t', '\r']);
    rest.strip_prefix('\n').or_else(|| rest.is_empty().then_some(rest))
}

/// Length of the front matter and the text after the line that closes it.
fn closing<'t>(rest: &'t str, mark: &str) -> Option<(usize, &'t str)> {
    let mut at = 0;
    loop {
        if let Some(body) = after_mark_line(&rest[at..], mark) {
            return Some((at, body));
        }
        at += rest[at..].find('\n')? + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<Node>, String, usize) {
        let mut diagnostics = Diagnostics::default();
        let parts = split(FileId(0), &Text { text, offset: 0 }, &mut diagnostics);
        (parts.fields, parts.body.text.to_owned(), parts.body.offset)
    }

    #[test]
    fn the_body_begins_after_the_closing_line() {
        let (fields, body, offset) = parts("---\r\ntitle: a\r\n---\r\nBody");
        assert!(fields.is_some());
        assert_eq!((body.as_str(), offset), ("Body", 20));
        assert_eq!(parts("+++\ntitle = 'a'\n+++").1, "");
    }

    #[test]
    fn a_thematic_break_further_down_is_no_front_matter() {
        assert_eq!(parts("Text\n\n---\n\nMore").0, None);
        assert_eq!(parts("----\nTitle").1, "----\nTitle");
    }
}
