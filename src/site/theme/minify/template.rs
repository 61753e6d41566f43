//! A template → the same template in fewer bytes, by minify-html. The only file that names it.
//!
//! The package knows HTML and no template language, so what is between `{` and `}` is masked: by a
//! character of private use in a text, and with the tag around it by an attribute of such a name.
//! It deletes white space between inline siblings in layout elements (`div`, `nav`, `main`, …), so
//! templates put such siblings into `p`, `li` or `span`; a test compares texts before and after.
//! Its CSS and JavaScript minifiers stay off; the settings keep its output valid HTML.
//!
//! **Invariant:** what is masked comes back, all of it and in its order, and so do all tags; a
//! template of which that is not true stays as it is written. So does one with `{% raw %}`, and one
//! whose tags are nested so deep that the package, which recurses, might not come back.

use super::tags::{Attributes, end_of_text, find, is_text, name_of};
use minify_html::{Cfg, minify};

/// The deepest nesting that is minified. A thread of 2 MiB, which is what Rust gives, overflows
/// between 400 and 600 in a debug build; templates of the themes here are 13 deep.
const DEEPEST: usize = 128;

/// The first of the characters that mask: plane 15 is for private use, and larger than any
/// template.
const FIRST_MASK: u32 = 0xF_0000;

/// The references that minify-html writes of its own accord, all without a semicolon: it decodes
/// every other one.
const OPEN_REFERENCES: &[&[u8]] = &[b"amp", b"LT", b"GT", b"#34", b"#39"];

/// A template, smaller; none where it would be another one.
pub(crate) fn template(text: &str) -> Option<String> {
    let masked = Masked::of(text)?;
    let before = tags_of(&masked.html)?;
    let settings = Cfg {
        do_not_minify_doctype: true,
        ensure_spec_compliant_unquoted_attribute_values: true,
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_spaces_between_attributes: true,
        ..Cfg::default()
    };

    let small = String::from_utf8(minify(masked.html.as_bytes(), &settings)).ok()?;
    let after = tags_of(&small)?;
    if has_open_reference(small.as_bytes()) || before != after {
        return None;
    }

    // At its edges a template meets another, which may go on in the same line.
    let edge = |is_space: bool| if is_space { "\n" } else { "" };
    let starts = text.starts_with(|c: char| c.is_ascii_whitespace());
    let ends = text.ends_with(|c: char| c.is_ascii_whitespace());
    Some(format!("{}{}{}", edge(starts), masked.unmask(&small)?, edge(ends)))
}

/// A template as HTML, and what was masked in it.
struct Masked<'t> {
    html: String,
    codes: Vec<Code<'t>>,
}

/// What a mask stands for.
struct Code<'t> {
    text: &'t str,
    /// Whether it is all that stands in a tag behind its name, the space before it included.
    is_in_tag: bool,
}

impl<'t> Masked<'t> {
    /// None where it is not certain what the template means.
    fn of(template: &'t str) -> Option<Self> {
        let has_masks = template.contains(|c| u32::from(c) >= FIRST_MASK);
        if has_masks || template.contains("{% raw") || template.contains("{%- raw") {
            return None;
        }

        let mut masked = Masked { html: String::with_capacity(template.len()), codes: Vec::new() };
        let mut rest = template;
        while let Some(at) = rest.find(['{', '<']) {
            masked.html.push_str(&rest[..at]);
            rest = &rest[at..];
            if is_code(rest) {
                let (text, after) = rest.split_at(code_len(rest)?);
                masked.mask(Code { text, is_in_tag: false })?;
                rest = after;
            } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                rest = masked.tag(rest)?;
            } else {
                masked.html.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
        masked.html.push_str(rest);
        Some(masked)
    }

    /// Writes the tag at the start of `rest`, all behind its name as one mask if there is code in
    /// it; gives what follows the tag.
    fn tag(&mut self, rest: &'t str) -> Option<&'t str> {
        let (name, after) = rest.split_at(rest.find(|c: char| " \n\t\r\x0C/>{".contains(c))?);
        let inside = Inside::of(after)?;
        let (text, after) = after.split_at(inside.len);
        let after = after.strip_prefix('>')?;

        self.html.push_str(name);
        if inside.has_code {
            let (text, slash) = match text.strip_suffix('/') {
                Some(text) => (text.trim_ascii_end(), "/"),
                None => (text, ""),
            };
            self.html.push(' ');
            self.mask(Code { text, is_in_tag: true })?;
            self.html.push_str(slash);
        } else {
            self.html.push_str(text);
        }
        self.html.push('>');
        Some(after)
    }

    fn mask(&mut self, code: Code<'t>) -> Option<()> {
        let index = u32::try_from(self.codes.len()).ok()?;
        self.html.push(char::from_u32(FIRST_MASK + index)?);
        self.codes.push(code);
        Some(())
    }

    /// Puts what was masked in its place; none unless all of it is there, in its order.
    fn unmask(&self, html: &str) -> Option<String> {
        let mut text = String::with_capacity(html.len());
        let mut masks = (FIRST_MASK..).zip(&self.codes);
        for c in html.chars() {
            if u32::from(c) < FIRST_MASK {
                text.push(c);
                continue;
            }

            let (mask, code) = masks.next()?;
            if u32::from(c) != mask {
                return None;
            }
            if code.is_in_tag && text.pop() != Some(' ') {
                return None;
            }
            text.push_str(code.text);
        }
        masks.next().is_none().then_some(text)
    }
}

/// What stands in a tag behind its name.
struct Inside {
    /// Bytes before the `>`.
    len: usize,
    has_code: bool,
}

impl Inside {
    /// None where the tag, or code in it, does not end.
    fn of(text: &str) -> Option<Self> {
        let mut inside = Inside { len: 0, has_code: false };
        let mut quote = None;
        loop {
            let rest = &text[inside.len..];
            let next = rest.chars().next()?;
            if is_code(rest) {
                inside.has_code = true;
                inside.len += code_len(rest)?;
                continue;
            }

            match (quote, next) {
                (None, '>') => return Some(inside),
                (None, '"' | '\'') => quote = Some(next),
                (Some(open), _) if open == next => quote = None,
                _ => {}
            }
            inside.len += next.len_utf8();
        }
    }
}

/// Whether a text begins with code of the template language.
fn is_code(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|start| text.starts_with(start))
}

/// Bytes of the code that `text` begins with; none where it does not end.
fn code_len(text: &str) -> Option<usize> {
    let end = match text.as_bytes().get(1)? {
        b'{' => "}}",
        b'%' => "%}",
        _ => return Some(text.find("#}")? + 2),
    };

    // What ends code in a string of its own ends nothing.
    let mut quote = None;
    for (at, c) in text.char_indices().skip(2) {
        match (quote, c) {
            (None, _) if text[at..].starts_with(end) => return Some(at + end.len()),
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The tags of a text in their order, end tags with their slash; none where elements are nested
/// deeper than the package can follow.
fn tags_of(html: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html.as_bytes();

    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at..];
        if rest.starts_with(b"<!--") {
            rest = find(rest, b"-->").map_or(&[], |end| &rest[end + 3..]);
        } else if rest.starts_with(b"</") {
            let name = name_in_lower_case(&rest[2..]);
            // To the package, only a tag that names the innermost element closes one.
            open.pop_if(|open| *open == name);
            tags.push(format!("/{name}"));
            rest = &rest[2..];
        } else if rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            let name = name_in_lower_case(&rest[1..]);
            let mut attributes = Attributes::behind_name(&rest[1 + name.len()..]);
            attributes.by_ref().for_each(drop);
            rest = attributes.rest.get(1..)?;
            if is_text(name.as_bytes()) {
                // A page and a picture read it in two ways.
                if attributes.is_closed {
                    return None;
                }
                rest = &rest[end_of_text(name.as_bytes(), rest)..];
            }

            let is_in_picture = name == "svg" || open.iter().any(|open| open == "svg");
            let is_whole = is_void(&name) || attributes.is_closed && is_in_picture;
            if !is_whole {
                open.push(name.clone());
            }
            tags.push(name);
        } else {
            rest = &rest[1..];
        }
        if open.len() > DEEPEST {
            return None;
        }
    }
    Some(tags)
}

fn name_in_lower_case(html: &[u8]) -> String {
    String::from_utf8_lossy(name_of(html)).to_ascii_lowercase()
}

/// Elements without content (HTML, 13.1.2, and two that once were).
#[rustfmt::skip]
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "keygen" | "link"
        | "meta" | "param" | "source" | "track" | "wbr"
    )
}

/// Whether a reference without semicolon is in the template.
///
/// HTML reads `&ampcopy;` in a text as `&copy;`, with a complaint, but in an attribute as it is
/// written, which is another text (HTML, 13.2.5.73). A template needs one where it shows markup, so
/// few do.
fn has_open_reference(template: &[u8]) -> bool {
    for after in template.split(|byte| *byte == b'&').skip(1) {
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

#[cfg(test)]
mod tests {
    use super::template;

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        assert_eq!(template(text).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_the_same_on_every_page_is_small_once() {
        becomes(
            "<ul class=\"rows\">\n  <li>A</li>\n  <!-- why -->\n</ul>\n",
            "<ul class=rows><li>A</li></ul>\n",
        );
        becomes("<p>{{ a }}  and\n {{ b }}</p>", "<p>{{ a }} and {{ b }}</p>");
        becomes(" {% block a %}<b>x</b>{% endblock %}", "\n{% block a %}<b>x</b>{% endblock %}");
    }

    #[test]
    fn code_in_tags_stays_as_it_is() {
        for tag in [
            "<p{% if a %} class=\"b\"{% endif %}>x</p>",
            "<a href=\"{{ a }}\" {% if b > c %}rel=\"external\"{% endif %}>x</a>",
            "<i title=\"{{ \"}}\" }}>\">x</i>",
            "<svg><path d=\"{{ d }}\" /></svg>",
            "{% if a %}<p class=b>{% else %}<p>{% endif %}c</p>",
        ] {
            becomes(tag, tag);
        }
    }

    #[test]
    fn what_would_be_another_template_stays_as_it_is() {
        for text in [
            "{% raw %}<p>  {{ a }}</p>{% endraw %}",
            "<!-- {{ a }} --><p>b</p>",
            "<p title=\"&amp;copy;\">a</p>",
            "<p>{{ a",
            "<p {{ a }}",
        ] {
            assert_eq!(template(text), None, "{text}");
        }
        assert!(template(&"<div>".repeat(100)).is_some());
        assert_eq!(template(&"<div>".repeat(5000)), None, "no stack holds it");
        assert_eq!(template(&"<div/>".repeat(5000)), None, "a slash closes none of them");
        assert!(template(&format!("<svg>{}</svg>", "<g/>".repeat(5000))).is_some());
    }
}
