//! HTML → smaller HTML that means the same; style sheets and scripts without comments and
//! indentation. The only file that names minify-html.
//!
//! The package's CSS and JavaScript minifiers stay off; the settings keep its output valid HTML. It
//! deletes white space between inline siblings in layout elements (`div`, `nav`, `main`, …), so
//! templates put such siblings into `p`, `li` or `span`; a test compares the text before and after.
//! It recurses, so a page whose elements are nested deeper than it can follow stays as it is, and
//! so does one that it would write with references that lack their semicolon.

use super::nesting::is_within;
use minify_html::{Cfg, minify};

/// The deepest nesting of elements that is minified. A thread of 2 MiB, which is what Rust gives,
/// overflows between 400 and 600 in a debug build; pages of the themes here are 13 deep, plus what
/// 32 levels of Markdown add.
const DEEPEST: usize = 128;

/// The references that minify-html writes of its own accord, all without a semicolon: it decodes
/// every other one.
const OPEN_REFERENCES: &[&[u8]] = &[b"amp", b"LT", b"GT", b"#34", b"#39"];

/// Minifies a whole page, unless it would be another page afterwards.
pub(super) fn html(page: Vec<u8>) -> Vec<u8> {
    if !is_within(DEEPEST, &page) {
        return page;
    }
    let settings = Cfg {
        do_not_minify_doctype: true,
        ensure_spec_compliant_unquoted_attribute_values: true,
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_spaces_between_attributes: true,
        ..Cfg::default()
    };
    let minified = minify(&page, &settings);
    if has_open_reference(&minified) { page } else { minified }
}

/// Whether a reference without semicolon is in the page.
///
/// HTML reads `&ampcopy;` in a text as `&copy;`, with a complaint, but in an attribute as it is
/// written, which is another text (HTML, 13.2.5.73). A page needs one where it shows markup, so few
/// do.
fn has_open_reference(page: &[u8]) -> bool {
    for after in page.split(|byte| *byte == b'&').skip(1) {
        for name in OPEN_REFERENCES {
            if let Some(rest) = after.strip_prefix(*name)
                && !rest.starts_with(b";")
            {
                return true;
            }
        }
    }
    false
}

/// A style sheet without its comments and the white space that only its authors read; strings stay
/// as they are (CSS Syntax Level 3 §4.3.2, §4.3.5).
pub(super) fn css(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find(['"', '\'', '/', '\n']) {
        let (before, from) = rest.split_at(at);
        out.push_str(&tight(before));

        // How much of what begins here is done with.
        let len = match from.as_bytes()[0] {
            b'/' if from.starts_with("/*") => from.find("*/").map_or(from.len(), |end| end + 2),
            b'/' => {
                out.push('/');
                1
            }
            b'\n' => {
                out.truncate(out.trim_end().len());
                out.push('\n');
                from.len() - from.trim_start().len()
            }
            _ => {
                let len = string_len(from);
                out.push_str(&from[..len]);
                len
            }
        };
        rest = &from[len..];
    }
    out + &tight(rest)
}

/// A script without its indentation and the lines that are comments.
///
/// A script in which something may go on over the end of a line, where a line is not what it looks
/// like, stays as it is: a template literal, a comment, a string.
pub(super) fn script(text: &str) -> String {
    let is_closed = |line: &str| {
        line.matches('`').count().is_multiple_of(2)
            && line.matches("/*").count() == line.matches("*/").count()
            && !line.ends_with('\\')
    };
    if !text.lines().all(is_closed) {
        return text.to_owned();
    }

    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Text outside strings and comments without the spaces that mean nothing: after commas, colons and
/// semicolons, around braces. No selector has a space after a colon.
fn tight(text: &str) -> String {
    text.replace(", ", ",")
        .replace(": ", ":")
        .replace("; ", ";")
        .replace(" {", "{")
        .replace("{ ", "{")
        .replace(" }", "}")
}

/// The length of the string that `text` begins with, its quotes included; all of `text` where the
/// string does not end.
fn string_len(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_nested_too_deep_stays_as_it_is() {
        let page = |n: usize| {
            format!(
                "<!doctype html><title>A</title>{}  a  {}",
                "<div >".repeat(n),
                "</div>".repeat(n)
            )
            .into_bytes()
        };
        assert!(html(page(100)).len() < page(100).len());
        assert_eq!(html(page(5000)), page(5000));
    }

    #[test]
    fn a_script_loses_what_its_authors_read_and_nothing_that_goes_on_in_the_next_line() {
        assert_eq!(script("// a\nf(\n  \"//\", // b\n);\n\n"), "f(\n\"//\", // b\n);\n");
        for whole in ["a = `\n  // b`;\n", "/*\n  // a\n*/\n", "a = \"\\\n  // b\";\n"] {
            assert_eq!(script(whole), whole);
        }
    }

    #[test]
    fn a_page_that_needs_a_reference_keeps_its_words() {
        let page = |text: &str| {
            format!("<!doctype html><title>A</title><p title=\"{text}\">  a  {text}").into_bytes()
        };
        for text in ["&amp;lt;", "&lt;b>", "&amp;copy;", "&quot;'", "&amp;amp;"] {
            assert_eq!(html(page(text)), page(text), "{text}");
        }
        for text in ["Q&amp;A", "a &amp; b", "1 &lt; 2", "&copy;", "`"] {
            assert!(html(page(text)).len() < page(text).len(), "{text}");
        }
    }

    #[test]
    fn a_style_sheet_keeps_its_rules_and_strings() {
        let sheet = "/* why */\na {\n  color: red; /* x */\n  content: \"/* no */\\\"  \";\n}\n\n@media (min-width: 2rem) {\n  b { x: a/b }\n}\n";
        assert_eq!(
            css(sheet),
            "\na{\ncolor:red;\ncontent:\"/* no */\\\"  \";\n}\n@media (min-width:2rem){\nb{x:a/b}\n}\n"
        );
        assert_eq!(css("a{} /* open"), "a{} ");
        assert_eq!(css("a::after{content:'"), "a::after{content:'");
    }
}
