//! The tree of a page → which tables hold data, and the numbers of list items.
//!
//! A table that lays out a page is not one of data: its cells are read as blocks. A table of data
//! has several rows of several short cells.

use super::tokens::Tag;
use super::tree::{Content, Tree};

/// Characters that a cell of a table of data has at most.
const LONGEST_CELL: usize = 120;

/// What is known of tables and lists, by the index of a node.
#[derive(Debug)]
pub(super) struct Cells {
    /// The row of a table of data that a node is in, itself included.
    rows: Vec<Option<usize>>,
    /// The number of an item of a numbered list.
    numbers: Vec<Option<u32>>,
    /// Whether a node is a cell of a table of data and not the first of its row.
    later: Vec<bool>,
}

impl Cells {
    /// Looks at all tables and lists.
    pub(super) fn new(tree: &Tree, source: &str) -> Self {
        let n_nodes = tree.nodes.len();
        let mut cells = Cells {
            rows: vec![None; n_nodes],
            numbers: vec![None; n_nodes],
            later: vec![false; n_nodes],
        };
        let tables: Vec<usize> =
            (0..tree.nodes.len()).filter(|index| tree.nodes[*index].name() == "table").collect();
        for (position, table) in tables.iter().enumerate() {
            // Tables in tables lay out a page; looking at the innermost alone also keeps this
            // linear.
            let holds_table =
                tables.get(position + 1).is_some_and(|next| *next < tree.nodes[*table].end);
            if !holds_table && is_data(tree, source, *table) {
                cells.take_rows(tree, *table);
            }
        }
        cells.count_items(tree);
        cells
    }

    /// The row of a table of data that a node is in.
    pub(super) fn row_of(&self, index: usize) -> Option<usize> {
        self.rows[index]
    }

    /// Whether a cell of a row of data is another than its first.
    pub(super) fn is_later(&self, cell: usize) -> bool {
        self.later[cell]
    }

    /// The number of an item.
    pub(super) fn number(&self, item: usize) -> Option<u32> {
        self.numbers[item]
    }

    fn take_rows(&mut self, tree: &Tree, table: usize) {
        for row in table + 1..tree.nodes[table].end {
            if tree.nodes[row].name() == "tr" {
                self.rows[row..tree.nodes[row].end].fill(Some(row));
                let is_cell = |index: &usize| matches!(tree.nodes[*index].name(), "td" | "th");
                for cell in (row + 1..tree.nodes[row].end).filter(is_cell).skip(1) {
                    self.later[cell] = true;
                }
            }
        }
    }

    fn count_items(&mut self, tree: &Tree) {
        let mut last = vec![None; tree.nodes.len()];
        for (index, node) in tree.nodes.iter().enumerate() {
            let Some(tag) = node.tag() else { continue };
            if tag.name == "ol" && tag.attribute("reversed").is_none() {
                last[index] =
                    Some(number_in(tag, "start").map_or(0, |start| start.saturating_sub(1)));
            } else if let ("li", Some(before)) = (tag.name.as_str(), last[node.parent]) {
                let number = number_in(tag, "value").unwrap_or(before.saturating_add(1));
                last[node.parent] = Some(number);
                self.numbers[index] = Some(number);
            }
        }
    }
}

fn number_in(tag: &Tag, attribute: &str) -> Option<u32> {
    tag.attribute(attribute)?.trim().parse().ok()
}

/// Whether a table holds data: two rows or more have two cells or more with text in them, and no
/// cell is long.
fn is_data(tree: &Tree, source: &str, table: usize) -> bool {
    let role = tree.nodes[table].tag().and_then(|tag| tag.attribute("role"));
    if matches!(role, Some("presentation" | "none")) {
        return false;
    }

    let (mut n_rows, mut n_filled) = (0, 0);
    for index in table + 1..tree.nodes[table].end {
        match tree.nodes[index].name() {
            "tr" => {
                n_rows += usize::from(n_filled > 1);
                n_filled = 0;
            }
            "td" | "th" => {
                let n_chars = chars_of(tree, source, index);
                n_filled += usize::from(n_chars > 0);
                if n_chars > LONGEST_CELL {
                    return false;
                }
            }
            _ => {}
        }
    }
    n_rows + usize::from(n_filled > 1) > 1
}

/// Characters of a cell but white space, up to one more than [`LONGEST_CELL`].
fn chars_of(tree: &Tree, source: &str, cell: usize) -> usize {
    let mut n_chars = 0;
    for node in &tree.nodes[cell..tree.nodes[cell].end] {
        let Content::Text(range) = &node.content else {
            continue;
        };
        if node.style.hidden {
            continue;
        }
        let chars = source[range.clone()].chars().filter(|c| !c.is_whitespace());
        n_chars += chars.take(LONGEST_CELL + 1 - n_chars).count();
        // A page may be one cell: what is longer is not counted to its end.
        if n_chars > LONGEST_CELL {
            break;
        }
    }
    n_chars
}
