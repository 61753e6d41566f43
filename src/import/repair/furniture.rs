//! Headers, footers and numbers of pages that stand among the text.
//!
//! **Invariant:** nothing is furniture that stands fewer than three times, numbers apart.
//! A line that is said again and again is none: what tells furniture is a number that counts pages, the edge of a page, or a sentence that it cuts.

use std::collections::BTreeMap;

/// A block as it is looked at here.
pub(super) struct Line {
    /// Its place among all blocks.
    pub(super) block: usize,
    /// Its text.
    pub(super) text: String,
    /// Whether it is the first or last of its page, in a document with pages.
    pub(super) is_at_edge: bool,
    /// Whether it stands between two halves of a sentence.
    pub(super) cuts: bool,
}

/// Furniture has no more characters than this.
const LONGEST: usize = 90;

/// The blocks that are furniture.
pub(super) fn find(lines: &[Line]) -> Vec<usize> {
    let mut alike: BTreeMap<String, Vec<&Line>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.text.chars().count() <= LONGEST) {
        alike.entry(shape(&line.text)).or_default().push(line);
    }
    alike
        .values()
        .filter(|lines| lines.len() >= 3 && is_furniture(lines))
        .flatten()
        .map(|line| line.block)
        .collect()
}

/// The text with its numbers made alike.
fn shape(text: &str) -> String {
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

fn is_furniture(lines: &[&Line]) -> bool {
    let share = |n: usize, of: usize| n * of >= lines.len();
    let (n_edges, n_cuts) = (
        lines.iter().filter(|line| line.is_at_edge).count(),
        lines.iter().filter(|line| line.cuts).count(),
    );
    let text = lines[0].text.to_lowercase();
    let is_sentence = text.trim_end().ends_with(['。', '！', '？', '?', '!']);
    let names_page = !text.contains(char::is_alphabetic)
        || ["page", "页", "頁", "版", "p."].iter().any(|word| text.contains(word));
    let is_counted = counts_pages(lines) && (names_page || share(n_edges.max(n_cuts), 3));
    is_counted || (!is_sentence && (n_edges * 3 >= lines.len() * 2 || share(n_cuts, 2)))
}

/// Whether one of the numbers in the lines goes up by one from line to line.
fn counts_pages(lines: &[&Line]) -> bool {
    let numbers: Vec<Vec<u32>> = lines.iter().map(|line| numbers(&line.text)).collect();
    let n = numbers.iter().map(Vec::len).min().unwrap_or_default();
    let steps = |column: usize| {
        numbers.windows(2).filter(|pair| pair[1][column] == pair[0][column] + 1).count()
    };
    (0..n).any(|column| steps(column) * 4 >= (lines.len() - 1) * 3)
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (1..=5).contains(&digits.len()))
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
