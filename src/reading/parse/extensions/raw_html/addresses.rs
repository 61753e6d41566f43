//! Tags and style sheets → the addresses in them, and whether a browser fetches them by itself.
//!
//! Addresses in scripts are not seen.

use super::tags::{Attribute, Tag};
use crate::reading::corpus::{Purpose, RawAddress};
use std::ops::Range;

/// Attributes that a browser fetches, whichever element has them.
const SHOWN: &[&str] = &["src", "poster", "background", "data", "lowsrc", "dynsrc"];

/// Attributes that hold several addresses, each with a size.
const SETS: &[&str] = &["srcset", "imagesrcset"];

/// Attributes that lead somewhere.
const LINKED: &[&str] = &["cite", "longdesc"];

/// Elements whose `href` is fetched: those of drawings, and style sheets and icons.
const FETCHING: &[&str] = &["image", "use", "feimage", "link"];

/// What `rel` says of a `<link>` that is not fetched.
const ONLY_TOLD: &[&str] =
    &["canonical", "alternate", "author", "license", "help", "next", "prev", "search", "me"];

/// Adds the addresses in a tag that begins at byte `at`.
pub(super) fn of_tag(tag: &Tag<'_>, at: usize, found: &mut Vec<RawAddress>) {
    for attribute in &tag.attributes {
        let name = attribute.name.to_ascii_lowercase();
        let value = decoded(attribute.value);
        let start = at + attribute.at;
        let span = start..start + attribute.value.len();

        if name == "style" {
            in_style(&value, &span, found);
        } else if SETS.contains(&name.as_str()) {
            in_set(&value, &span, found);
        } else if let Some(purpose) = purpose(tag, &name) {
            add(&value, purpose, &span, found);
        }
    }
}

/// Adds the addresses in a style sheet that begins at byte `at`.
pub(super) fn of_style(sheet: &str, at: usize, found: &mut Vec<RawAddress>) {
    in_style(sheet, &(at..at + sheet.len()), found);
}

/// What an attribute with one address is for; none if it holds none.
fn purpose(tag: &Tag<'_>, attribute: &str) -> Option<Purpose> {
    match attribute {
        "href" | "xlink:href" if FETCHING.iter().any(|name| tag.is(name)) && !is_only_told(tag) => {
            Some(Purpose::Show)
        }
        "href" | "xlink:href" => Some(Purpose::Link),
        name if SHOWN.contains(&name) => Some(Purpose::Show),
        // Scripts of a theme may show what `data-src` names.
        name if LINKED.contains(&name) || name.starts_with("data-") => Some(Purpose::Link),
        _ => None,
    }
}

/// Whether a `<link>` only says something of the page.
fn is_only_told(tag: &Tag<'_>) -> bool {
    let is_rel = |attribute: &&Attribute<'_>| attribute.name.eq_ignore_ascii_case("rel");
    let Some(rel) = tag.attributes.iter().find(is_rel) else {
        return false;
    };
    let mut words = rel.value.split_ascii_whitespace();
    words.all(|word| ONLY_TOLD.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

fn add(address: &str, purpose: Purpose, span: &Range<usize>, found: &mut Vec<RawAddress>) {
    // Browsers pass over white space around an address and line ends in it.
    let text: String =
        address.trim().chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
    if !text.is_empty() {
        found.push(RawAddress { text, purpose, span: span.clone() });
    }
}

/// `a.jpg 1x, b.jpg 2x`; a comma within an address is followed by no space.
fn in_set(set: &str, span: &Range<usize>, found: &mut Vec<RawAddress>) {
    let mut is_size = false;
    for word in set.split_ascii_whitespace() {
        let address = word.trim_matches(',');
        if !is_size {
            add(address, Purpose::Show, span, found);
        }
        is_size = !word.ends_with(',');
    }
}

/// `url(…)` and `@import "…"`.
fn in_style(sheet: &str, span: &Range<usize>, found: &mut Vec<RawAddress>) {
    let lower = sheet.to_ascii_lowercase();
    let behind = |word: &'static str| {
        let sheet: &str = sheet;
        lower.match_indices(word).map(move |(at, _)| sheet[at + word.len()..].trim_start())
    };

    for rest in behind("url(") {
        let address = quoted(rest).or_else(|| rest.split(')').next());
        add(address.unwrap_or_default(), Purpose::Show, span, found);
    }
    for rest in behind("@import") {
        // Without quotes it is `url(…)`, and was found above.
        add(quoted(rest).unwrap_or_default(), Purpose::Show, span, found);
    }
}

/// What is between the quotes with which `text` begins.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split(quote).next()
}

/// Names of characters that occur in addresses.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("colon", ':'),
    ("sol", '/'),
    ("period", '.'),
];

/// An attribute's value with its character references resolved.
fn decoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((character, len)) => {
                text.push(character);
                rest = &rest[len..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

/// The character reference that `text` begins with, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    // The longest that is read, `&#x10FFFF;`, has ten characters.
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let Some(digits) = name.strip_prefix('#') else {
        let (_, character) = NAMED.iter().find(|(known, _)| *known == name)?;
        return Some((*character, end + 1));
    };

    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    Some((char::from_u32(code.ok()?)?, end + 1))
}
