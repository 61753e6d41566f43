//! A file's text → its front matter as fields, and its body.

use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Node, Value, read_toml, read_yaml};
use crate::base::sources::{FileId, Span};
use std::ops::Range;

/// A file cut in two.
pub(super) struct Halves<'t> {
    /// The fields, an empty table without front matter; none if they could not be read.
    pub(super) fields: Option<Node>,
    /// Whether there is front matter, readable or not.
    pub(super) has_front_matter: bool,
    pub(super) body: Text<'t>,
}

/// Cuts `text` at its front matter: YAML between `---` lines, TOML between `+++` lines, beginning
/// on the first line.
pub(super) fn split<'t>(
    file: FileId,
    text: &Text<'t>,
    diagnostics: &mut Diagnostics,
) -> Halves<'t> {
    let start = text.offset;
    let Some(frame) = frame(text.text) else {
        let nothing = Node { span: start..start, value: Value::Null };
        return Halves { fields: Some(nothing), has_front_matter: false, body: *text };
    };

    let Some(body) = frame.body else {
        let mark = frame.mark;
        let message = format!("front matter begins with `{mark}` and is never closed");
        let diagnostic = Diagnostic::new(Code::FrontMatterOpen, message)
            .at(Span::new(file, start..start + mark.len()), "it begins here")
            .hint(format!("put `{mark}` on a line of its own after it"));
        diagnostics.push(diagnostic);
        let body = Text { text: "", offset: start + text.text.len() };
        return Halves { fields: None, has_front_matter: true, body };
    };

    let read = if frame.mark == YAML_MARK { read_yaml } else { read_toml };
    let written = &text.text[frame.fields.clone()];
    let fields = read(file, written, start + frame.fields.start, diagnostics);
    let body = Text { text: &text.text[body..], offset: start + body };
    Halves { fields, has_front_matter: true, body }
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
    for mark in [YAML_MARK, TOML_MARK] {
        let Some(rest) = after_mark_line(text, mark) else {
            continue;
        };

        let start = text.len() - rest.len();
        let mut end = start;
        for line in rest.split_inclusive('\n') {
            if let Some(body) = after_mark_line(&text[end..], mark) {
                return Some(Frame {
                    mark,
                    fields: start..end,
                    body: Some(text.len() - body.len()),
                });
            }
            end += line.len();
        }
        return Some(Frame { mark, fields: start..text.len(), body: None });
    }
    None
}

/// Where the body of a whole Markdown file begins, behind its byte order mark and its front matter;
/// none if that is never closed.
pub(super) fn body_start(file: &str) -> Option<usize> {
    let text = file.strip_prefix('\u{FEFF}').unwrap_or(file);
    let body = frame(text).map_or(Some(0), |frame| frame.body)?;
    Some(file.len() - text.len() + body)
}

/// The rest of `text` if its first line is `mark` and nothing else.
fn after_mark_line<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(mark)?.trim_start_matches([' ', '\t', '\r']);
    rest.strip_prefix('\n').or_else(|| rest.is_empty().then_some(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(text: &str) -> Halves<'_> {
        split(FileId(0), &Text { text, offset: 0 }, &mut Diagnostics::default())
    }

    #[test]
    fn the_body_begins_after_the_closing_line() {
        let whole = halves("---\r\ntitle: a\r\n---\r\nBody");
        assert!(whole.fields.is_some() && whole.has_front_matter);
        assert_eq!((whole.body.text, whole.body.offset), ("Body", 20));
        assert_eq!(halves("+++\ntitle = 'a'\n+++").body.text, "");
    }

    #[test]
    fn a_thematic_break_further_down_is_no_front_matter() {
        assert!(!halves("Text\n\n---\n\nMore").has_front_matter);
        assert_eq!(halves("----\nTitle").body.text, "----\nTitle");
    }
}
