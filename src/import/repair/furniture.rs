//! Headers, footers and numbers of pages among the text.
//!
//! **Invariant:** nothing is furniture that occurs fewer than three times, numbers apart. A line
//! that is said again and again is not furniture: what tells furniture is a number that counts
//! pages, the edge of a page, or a sentence that it cuts.

use crate::import::running::{LEAST, LONGEST, begins_with_address, shape};
use std::collections::BTreeMap;

/// A block as it is looked at here.
pub(super) struct Line {
    /// Its place among all blocks.
    pub(super) block: usize,
    /// Its text.
    pub(super) text: String,
    /// Whether it is the first or last of its page, in a document with pages.
    pub(super) is_at_edge: bool,
    /// Whether it lies between two halves of a sentence.
    pub(super) cuts: bool,
}

/// The blocks that are furniture.
pub(super) fn find(lines: &[Line]) -> Vec<usize> {
    let mut alike: BTreeMap<String, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        if line.text.chars().count() <= LONGEST {
            alike.entry(shape(&line.text)).or_default().push(line);
        }
    }

    let mut found = Vec::new();
    for lines in alike.values() {
        if lines.len() >= LEAST && is_furniture(lines) {
            found.extend(lines.iter().map(|line| line.block));
        }
    }
    found
}

fn is_furniture(lines: &[&Line]) -> bool {
    let n_edges = lines.iter().filter(|line| line.is_at_edge).count();
    let n_cuts = lines.iter().filter(|line| line.cuts).count();
    let text = lines[0].text.trim_start();

    // A number that counts pages, in a line that names them or comes where they end, a third of the
    // time at least: a page may end with its last sentence, and then nothing is cut.
    let mut words = ["page", "页", "頁", "版", "p."].iter();
    let names_page =
        !text.contains(char::is_alphabetic) || words.any(|word| text.to_lowercase().contains(word));
    // What begins with a small letter may be the end of a sentence that is numbered at its end.
    let begins_inside = text.starts_with(char::is_lowercase) && !begins_with_address(text);
    let is_placed = !begins_inside && n_edges.max(n_cuts) * 3 >= lines.len();
    if counts_pages(lines) && (names_page || is_placed) {
        return true;
    }

    // Without a number more of them: two thirds at the edge of a page, or half within a sentence.
    is_head(lines[0].text.trim()) && (n_edges * 3 >= lines.len() * 2 || n_cuts * 2 >= lines.len())
}

/// Whether a line has the form of the head of a page: a name and perhaps a date, no sentence, no list
/// and no row of a table, which may all stand where a page ends.
fn is_head(text: &str) -> bool {
    /// A date has three numbers, and the page its own.
    const MOST_NUMBERS: usize = 4;

    let n_numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|of| !of.is_empty()).count();
    // `Friday, 4 October 2024` has a comma, and so has `Excellencies,`.
    let has_comma = text.contains(',') && n_numbers == 0;
    let has_signs = text.contains(['。', '，', '；', ';', '：', '！', '？', '?', '!', ':']);
    n_numbers <= MOST_NUMBERS
        && !has_comma
        && !has_signs
        && !text.ends_with(['.', ','])
        && !text.starts_with(|c: char| c.is_lowercase() || c == '(' || c == '（')
}

/// Whether one of the numbers in the lines goes up by one from line to line, three times of four: a
/// page may lack its number.
fn counts_pages(lines: &[&Line]) -> bool {
    let numbers: Vec<Vec<u32>> = lines.iter().map(|line| numbers(&line.text)).collect();
    let n_columns = numbers.iter().map(Vec::len).min().unwrap_or_default();
    for column in 0..n_columns {
        let is_step = |pair: &&[Vec<u32>]| pair[1][column] == pair[0][column] + 1;
        let n_steps = numbers.windows(2).filter(is_step).count();
        if n_steps * 4 >= (lines.len() - 1) * 3 {
            return true;
        }
    }
    false
}

fn numbers(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    for digits in text.split(|c: char| !c.is_ascii_digit()) {
        // More digits are a date or a telephone number, and might not fit.
        if (1..=5).contains(&digits.len()) {
            numbers.extend(digits.parse::<u32>());
        }
    }
    numbers
}
