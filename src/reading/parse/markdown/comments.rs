//! Markdown → the same, with comments that their block of HTML does not close blotted out.
//!
//! A blank line ends a block that `<div>` begins (CommonMark §4.6), also in a comment; to whoever
//! wrote it, and to browsers, the comment goes on to its `-->`, and what is in it is not for
//! readers.
//!
//! **Invariant:** every byte keeps its place; what is blotted out becomes spaces.
//! A comment that nothing closes stays, and is told where its block is read.

use super::{HtmlBlock, options};
use crate::reading::parse::extensions::raw_html::open_comment;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Blotting out joins blocks, in which other comments may then be open; so often is looked again.
const ROUNDS: usize = 4;

/// The text without comments that reach out of their block of HTML.
pub(super) fn closed(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);

    for _ in 0..ROUNDS {
        let open = reaching_out(&text);
        if open.is_empty() {
            break;
        }
        text = Cow::Owned(blotted(&text, &open));
    }

    text
}

/// Where there are such comments, in order.
fn reaching_out(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if !text.contains("<!--") {
        return found;
    }

    let last_end = text.rfind("-->").unwrap_or_default();
    let mut block = HtmlBlock::default();
    for (event, range) in Parser::new_ext(text, options(text)).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = HtmlBlock::default(),
            Event::Html(line) => block.push(&line, range),
            Event::End(TagEnd::HtmlBlock) => {
                let Some(at) = open_comment(&block.text) else {
                    continue;
                };
                let start = block.source_range(&(at..at)).start;
                let is_taken = found.last().is_some_and(|last| start < last.end);
                // Behind the last end of a comment none is looked for: each search would read the
                // rest of the text.
                if is_taken || start > last_end {
                    continue;
                }
                let end = text[start..].find("-->").map(|end| start + end + "-->".len());
                found.extend(end.map(|end| start..end));
            }
            _ => {}
        }
    }
    found
}

fn blotted(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(&text[at..range.start]);
        out.push_str(&" ".repeat(range.len()));
        at = range.end;
    }
    out + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_goes_on_behind_a_blank_line() {
        let cases = [
            ("<div><!-- a\n\nb：c --></div>\n\nd\n", "d"),
            ("<div>\n<!-- a\n\n> b -->\n</div>\n\n<p><!-- c\n\nd --></p>\n", ""),
            ("> <!-- a\n\nb --> d\n", "d"),
        ];
        for (text, kept) in cases {
            let closed = closed(text);
            assert_eq!(closed.len(), text.len(), "{text}");
            let letters: String =
                closed.replace("div", "").chars().filter(|c| "abcd".contains(*c)).collect();
            assert_eq!(letters, kept, "{text}");
        }
    }

    #[test]
    fn other_texts_stay() {
        for text in [
            "a <!-- b --> c",
            "<div><!-- a\n\nb",
            "`<div><!--`\n\n-->",
            "<!-- a\n\nb -->\n\nc",
            "<script><!--\n\n</script>\n-->",
        ] {
            assert_eq!(closed(text), text);
        }
    }
}
