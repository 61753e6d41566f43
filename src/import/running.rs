//! Lines that recur through a document but for their numbers, as the heads and feet of pages do.
//!
//! **Invariant:** a line is compared as a whole. Whether it is furniture is `repair`'s to say.

use std::collections::BTreeMap;

/// Furniture has no more characters than this: a line of print.
pub(super) const LONGEST: usize = 90;
/// What occurs less often may be said again, or be a coincidence.
pub(super) const LEAST: usize = 3;

/// Which of these lines, numbers apart, are among three and more that are alike, and have a number:
/// they may be the head of each page, within the lines of a paragraph.
pub(super) fn recurring(lines: &[&str]) -> Vec<bool> {
    let mut shapes: Vec<Option<String>> = Vec::with_capacity(lines.len());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        // What has no number is of no page.
        let is_short = line.chars().take(LONGEST + 1).count() <= LONGEST;
        let has_number = line.contains(|c: char| c.is_ascii_digit() || c == '#');
        shapes.push((is_short && has_number).then(|| shape(line)));
    }
    for shape in shapes.iter().flatten() {
        *counts.entry(shape).or_default() += 1;
    }

    let recurs = |shape: &str| counts.get(shape).is_some_and(|n| *n >= LEAST);
    shapes.iter().map(|shape| shape.as_deref().is_some_and(recurs)).collect()
}

/// The text with its numbers made alike.
pub(super) fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.trim().chars() {
        match c {
            '0'..='9' if shape.ends_with('#') => {}
            '0'..='9' => shape.push('#'),
            c => shape.extend(c.to_lowercase()),
        }
    }
    shape
}

/// Whether a text begins with the address of a page, as browsers print it at the foot.
pub(super) fn begins_with_address(text: &str) -> bool {
    let text = text.trim_start();
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start))
}
