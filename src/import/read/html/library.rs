//! The tree of a page → the text nodes that hold its main text, by a library's judgement or by a
//! CSS selector.
//!
//! The library is dom_smoothie, a port of Mozilla's Readability. It answers with a text; to know
//! whence each part came, every text of the copy that it is given begins with a mark, one or two
//! characters of the private planes 15 and 16, which number it. A mark takes the place of
//! characters of the text, since the library counts characters. The copy is written from the tree:
//! well nested and no deeper than that, without what is hidden and without styles of text, so that
//! no page makes the library's tree larger than its source.

use super::tree::{Content, Node, Tree};
use crate::import::read::Refusal;
use crate::import::read::html::tokens::unescaped;
use crate::site::html::escape;
use dom_query::{Document, Matcher};
use dom_smoothie::{Config, Readability};

/// Elements above which the library is not asked: it takes up to a second for so many.
const MOST_ELEMENTS: usize = 200_000;
/// Attributes of an element that the copy has at most; parsers compare each with all others.
const MOST_ATTRIBUTES: usize = 200;
/// Bytes of an attribute's value at most.
const LONGEST_VALUE: usize = 4096;
/// Numbers that one mark tells apart: the characters of a plane, which ends with two that are none.
const PLANE: usize = 0xFFFE;
const FIRST_OF_LOW: u32 = 0x10_0000;
const FIRST_OF_HIGH: u32 = 0xF_0000;

/// For each node whether it is a text that the library holds to be the page's main text; none if it
/// does not know.
pub(super) fn main_text(tree: &Tree, source: &str) -> Option<Vec<bool>> {
    let elements = tree.nodes.iter().filter(|node| node.tag().is_some());
    if elements.count() > MOST_ELEMENTS {
        return None;
    }

    let config = Config { disable_json_ld: true, ..Config::default() };
    let page = marked(tree, source);
    let mut library = Readability::new(page.as_str(), None, Some(config)).ok()?;
    let article = library.parse().ok()?;
    let mut is_main = vec![false; tree.nodes.len()];
    take_marks(&article.text_content, &mut is_main);
    is_main.contains(&true).then_some(is_main)
}

/// For each node whether it is a text within the elements that `selector` names.
///
/// # Errors
///
/// A [`Refusal`] naming a selector that is none or that finds no text.
pub(super) fn selected(tree: &Tree, source: &str, selector: &str) -> Result<Vec<bool>, Refusal> {
    let hint = "`--select` takes a CSS selector: `#content`, `article`, `div.text p`";
    let matcher = Matcher::new(selector)
        .map_err(|_| Refusal::new(format!("`{selector}` is no CSS selector"), hint))?;
    let document = Document::from(marked(tree, source));
    let mut is_main = vec![false; tree.nodes.len()];
    for element in document.select_matcher(&matcher).iter() {
        take_marks(&element.text(), &mut is_main);
    }

    if is_main.contains(&true) {
        return Ok(is_main);
    }
    Err(Refusal::new(
        format!("no text of the page is within `{selector}`"),
        "look the name of the element up in the page's source",
    ))
}

/// The page with a mark before each text.
pub(super) fn marked(tree: &Tree, source: &str) -> String {
    copy(tree, source, true)
}

/// The page as the library is given it.
pub(super) fn copy(tree: &Tree, source: &str, has_marks: bool) -> String {
    let mut page = String::with_capacity(source.len() + source.len() / 8);
    let mut open: Vec<usize> = Vec::new();
    for (index, node) in tree.nodes.iter().enumerate().skip(1) {
        while let Some(element) = open.pop_if(|element| tree.nodes[*element].end <= index) {
            close(&tree.nodes[element], &mut page);
        }

        if node.style.hidden {
            continue;
        }
        match &node.content {
            Content::Element(_) => {
                write_tag(node, &mut page);
                open.push(index);
            }
            Content::Text(range) => write_text(&source[range.clone()], index, has_marks, &mut page),
        }
    }
    page
}

/// The name of an element in the copy. Elements that style text are all one, for a parser opens
/// those anew in every block.
fn name_in_copy(name: &str) -> &str {
    match name {
        // In the place of a body it would swallow the page.
        "frameset" => "div",
        "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" => "span",
        // Elements whose content a parser takes for text.
        "xmp" | "listing" | "plaintext" => "pre",
        name => name,
    }
}

fn write_tag(node: &Node, page: &mut String) {
    let Some(tag) = node.tag() else { return };
    page.push('<');
    page.push_str(name_in_copy(&tag.name));
    let useful = tag.attributes.iter().filter(|(key, value)| is_of_use(key, value));
    for (key, value) in useful.take(MOST_ATTRIBUTES) {
        page.push(' ');
        page.push_str(key);
        page.push_str("=\"");
        escape(value, page);
        page.push('"');
    }
    page.push('>');
}

/// Attributes that the library or a selector may ask for: none of style, of scripts, with a picture
/// in it, or of unreasonable length.
fn is_of_use(key: &str, value: &str) -> bool {
    let is_plain =
        key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'));
    is_plain
        && key != "style"
        && !key.starts_with("on")
        && !value.starts_with("data:")
        && value.len() <= LONGEST_VALUE
}

fn close(node: &Node, page: &mut String) {
    let name = name_in_copy(node.name());
    if node.end > 0 && !super::elements::is_void(name) {
        page.push_str("</");
        page.push_str(name);
        page.push('>');
    }
}

fn write_text(text: &str, index: usize, has_marks: bool, page: &mut String) {
    let text = unescaped(text);
    let start = text.len() - text.trim_start().len();
    if !has_marks || start == text.len() {
        return write_letters(text.chars(), page);
    }
    write_letters(text[..start].chars(), page);
    let n_marks = write_mark(index, page);
    write_letters(text[start..].chars().skip(n_marks), page);
}

/// Writes text without characters that mean something as marks or to a parser. Of the latter
/// another one takes the place, not a reference: the library escapes its answer in a time that
/// grows with the square of their number.
fn write_letters(text: impl Iterator<Item = char>, page: &mut String) {
    for c in text {
        match c {
            '&' => page.push('+'),
            '<' => page.push('('),
            '>' => page.push(')'),
            '\u{A0}' => page.push('\u{2003}'),
            c if u32::from(c) >= FIRST_OF_HIGH => {}
            c => page.push(c),
        }
    }
}

/// Writes the mark of a text; how many characters it has.
fn write_mark(index: usize, page: &mut String) -> usize {
    let mark = |first: u32, offset: usize| char::from_u32(first + u32::try_from(offset).ok()?);
    let mut n_marks = 0;
    if index >= PLANE
        && let Some(high) = mark(FIRST_OF_HIGH, index / PLANE)
    {
        page.push(high);
        n_marks += 1;
    }
    page.extend(mark(FIRST_OF_LOW, index % PLANE));
    n_marks + 1
}

/// Sets the entry of every node whose mark occurs in `text`.
pub(super) fn take_marks(text: &str, is_main: &mut [bool]) {
    let mut high = 0;
    for c in text.chars() {
        match u32::from(c) {
            c if c >= FIRST_OF_LOW => {
                if let Some(entry) = is_main.get_mut(high * PLANE + (c - FIRST_OF_LOW) as usize) {
                    *entry = true;
                }
                high = 0;
            }
            c if c >= FIRST_OF_HIGH => high = (c - FIRST_OF_HIGH) as usize,
            _ => {}
        }
    }
}
