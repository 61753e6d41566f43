//! A file's text → its front matter as fields, and its body.

use crate::base::decode::Text;
use crate::base::diag::{Code, Diagnostic, Diagnostics};
use crate::base::fields::{Node, Value, read_toml, read_yaml};
use crate::base::message::{Message, say};
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
        if let Some(late) = late(text.text) {
            let place = Span::new(file, start + late.place.start..start + late.place.end);
            let message = "front matter begins here and is not read";
            let mut told = Diagnostic::new(Code::FrontMatterLate, message)
                .at(place.clone(), "")
                .hint(late.hint);
            // Blank lines alone say nothing.
            let above = start..place.range.start;
            if !above.is_empty()
                && text.text[..above.len()].trim_start_matches(is_unseen).is_empty()
            {
                told = told.fixed_by(Span::new(file, above), "");
            }
            diagnostics.push(told);
            let body = Text { text: "", offset: start + text.text.len() };
            return Halves { fields: None, has_front_matter: true, body };
        }
        let nothing = Node { span: start..start, value: Value::Null };
        return Halves { fields: Some(nothing), has_front_matter: false, body: *text };
    };

    let Some(body) = frame.body else {
        let mark = frame.mark;
        let message = say!("front matter begins with `{mark}` and is never closed", mark);
        let mut diagnostic = Diagnostic::new(Code::FrontMatterOpen, message)
            .at(Span::new(file, start..start + mark.len()), "it begins here");
        let end = probable_end(text.text);
        let place = Span::new(file, start + end.start..start + end.end);
        diagnostic = diagnostic.at(place.clone(), "it seems to end here");
        diagnostics.push(if end.is_empty() {
            diagnostic.hint(say!("put `{mark}` on a line of its own where it ends", mark))
        } else {
            diagnostic.hint(say!("write this line as `{mark}`", mark)).fixed_by(place, mark)
        });
        let body = Text { text: "", offset: start + text.text.len() };
        return Halves { fields: None, has_front_matter: true, body };
    };

    let read = if frame.mark == YAML_MARK { read_yaml } else { read_toml };
    let written = &text.text[frame.fields.clone()];
    let fields = read(file, written, start + frame.fields.start, diagnostics);
    tell_reviews(file, written, start + frame.fields.start, diagnostics);
    let body = Text { text: &text.text[body..], offset: start + body };
    Halves { fields, has_front_matter: true, body }
}

/// Tells of the comments that `import` put among the fields, which begin at byte `start` of the file.
fn tell_reviews(file: FileId, fields: &str, start: usize, diagnostics: &mut Diagnostics) {
    let mut at = start;
    for line in fields.split_inclusive('\n') {
        if let Some(said) = line.strip_prefix("# review: ") {
            let span = Span::new(file, at..at + line.trim_end().len());
            diagnostics.push(to_review(span, said));
        }
        at += line.len();
    }
}

/// What is told of a mark that `import` put in a file.
pub(super) fn to_review(span: Span, said: &str) -> Diagnostic {
    let said = Message::ready_made(said.trim().trim_end_matches(':'));
    Diagnostic::new(Code::ReviewMark, say!("to review: {said}", said))
        .at(span, "")
        .hint("read it against the source, then remove this comment")
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

/// Where front matter seems to end that is never closed: a line that was meant to close it, or else
/// the place of one. Fields are seldom divided by blank lines, and texts begin with one.
fn probable_end(text: &str) -> Range<usize> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let whole = line.trim_end();
        let is_closing = whole.len() > 1 && whole.chars().all(|c| "-–—.=*_~+".contains(c));
        if number > 0 && is_closing {
            return at..at + whole.len();
        }
        if number > 0 && whole.is_empty() {
            return at..at;
        }
        at += line.len();
    }
    at..at
}

/// What takes no room that anybody sees: white space, and characters without a width.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Front matter that is none.
struct Late {
    /// Bytes of the text.
    place: Range<usize>,
    hint: Message,
}

/// The keys of which one begins the front matter of nearly every file.
const FIRST_KEYS: [&str; 8] =
    ["title", "date", "layout", "speaker", "author", "name", "type", "lang"];

/// So many lines may stand above front matter that was meant to begin the file. A choice: further
/// down, a line of dashes and a colon below it are more likely text.
const LINES_ABOVE: usize = 5;

/// What was meant for front matter in a text that has none: below a blank line, without its first
/// mark, or between dashes of another kind.
fn late(text: &str) -> Option<Late> {
    let rest = text.trim_start_matches(is_unseen);
    let start = text.len() - rest.len();
    let first = rest.lines().next()?.trim_end();
    let place = start..start + first.len();

    if start > 0 && frame(rest).is_some_and(|frame| frame.body.is_some()) {
        let inner = &rest[first.len()..];
        let is_meant = inner.trim_start().lines().next().is_some_and(is_field);
        let is_seen = text[..start].starts_with(char::is_whitespace);
        let hint = match is_seen {
            true => {
                say!("remove what comes before it: `{first}` is the first line of the file", first)
            }
            false => say!(
                "a character that is not seen comes before it: write `{first}` anew on a line of its own, and remove this one",
                first
            ),
        };
        return is_meant.then_some(Late { place, hint });
    }

    // JSON, as some generators have it.
    let inner = rest.strip_prefix('{').map(str::trim_start).unwrap_or_default();
    let is_first_key = |key: &&str| {
        inner.strip_prefix('"').is_some_and(|inner| inner.starts_with(&format!("{key}\":")))
    };
    if FIRST_KEYS.iter().any(is_first_key) {
        let hint = Message::from("put a line `---` before its `{`, and one behind its `}`");
        return Some(Late { place, hint });
    }

    // Words above it: a note to oneself, the name of a file.
    let mut at = start;
    for line in rest.split_inclusive('\n').take(LINES_ABOVE) {
        let inner = text[at + line.len()..].lines().next().unwrap_or_default();
        let is_mark = [YAML_MARK, TOML_MARK].contains(&line.trim_end());
        if at > start && is_mark && begins_with_first_key(inner) {
            let is_closed = frame(&text[at..]).is_some_and(|frame| frame.body.is_some());
            let hint = Message::from("remove the lines above it");
            return is_closed.then(|| Late { place: at..at + line.trim_end().len(), hint });
        }
        at += line.len();
    }

    let mut lines = rest.lines().map(str::trim_end);
    let is_rule = first != "*" && first != "-" && first.chars().all(|c| "-–—*_=~".contains(c));
    if is_rule {
        let is_meant = lines.nth(1).is_some_and(begins_with_first_key);
        let hint = Message::from("write this line, and the one below the fields, as `---`");
        return is_meant.then_some(Late { place, hint });
    }
    // Fields and a line of dashes below them: the first line is missing.
    let is_closed = || lines.clone().take_while(|line| !line.is_empty()).any(|line| line == "---");
    let is_meant = begins_with_first_key(first) && is_closed();
    let hint = Message::from("put a line `---` before it");
    is_meant.then_some(Late { place, hint })
}

/// Whether a line is a field of YAML or TOML.
fn is_field(line: &str) -> bool {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let key = line.split_once([':', '=']).map_or("", |(key, _)| key.trim_end());
    // A speaker's label has a capital: `Reporter: …`.
    key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(is_of_key)
}

fn begins_with_first_key(line: &str) -> bool {
    let key = line.split([':', '=']).next().unwrap_or_default().trim_end();
    is_field(line) && FIRST_KEYS.contains(&key)
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
    fn what_was_meant_for_front_matter_is_told_from_text() {
        for meant in [
            "\n---\ntitle: A\n---\nText",
            "  \n\n+++\ntitle = 'A'\n+++\nText",
            "title: A\ndate: 2024\n---\nText",
            "———\ntitle: A\n———\nText",
            "----\ntitle: A\n----\nText",
            "—\ntitle: A\n—\nText",
            "Draft\n---\ntitle: A\n---\nText",
            "{\n  \"title\": \"A\"\n}\nText",
            "\u{200B}---\ntitle: A\n---\nText",
        ] {
            assert!(late(meant).is_some(), "{meant}");
        }
        for text in [
            "\n---\n\nText\n\n---\n",
            "\n---\nHe said: no.\n---\n",
            "\n---\nReporter: When?\n---\n",
            "Title: a play in three acts\n\nText",
            "***\n\nText",
            "---- \nTitle",
            "date: the fifth of May\nis when it was.",
            "",
        ] {
            assert!(late(text).is_none(), "{text}");
        }
    }

    #[test]
    fn where_front_matter_ends_that_is_not_closed() {
        for (text, end) in [
            ("---\ntitle: A\n----\n\nText", "----"),
            ("---\ntitle: A\n...\nText", "..."),
            ("---\ntitle: A\n\nText\n\n---- \n", ""),
            ("---\ntitle: A\n", ""),
        ] {
            let range = probable_end(text);
            assert_eq!(&text[range.clone()], end, "{text}");
            assert!(range.start >= "---\ntitle: A\n".len());
        }
    }

    #[test]
    fn a_thematic_break_further_down_is_no_front_matter() {
        assert!(!halves("Text\n\n---\n\nMore").has_front_matter);
        assert_eq!(halves("----\nTitle").body.text, "----\nTitle");
    }
}
