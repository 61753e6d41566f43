//! The tree of a page → which tables hold data, and the numbers of list items.
//!
//! What a table is for is judged in `read/table.rs`; one that lays out a page is read as blocks.

use super::tokens::{Tag, unescaped};
use super::tree::{Content, Tree};
use crate::base::letters::floor;
use crate::import::read::table::{self, LONGEST_CELL, Use};

/// What is known of tables and lists, by the index of a node.
#[derive(Debug)]
pub(super) struct Cells {
    /// The row of a table of data that a node is in, itself included.
    rows: Vec<Option<usize>>,
    /// The number of an item of a numbered list.
    numbers: Vec<Option<u32>>,
    /// How many borders are before a cell of a table of data.
    borders: Vec<usize>,
    /// Which part a node is in, of a row of a conversation.
    parts: Vec<Option<Part>>,
}

/// A part of a row of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Who speaks.
    Speaker,
    /// What is said.
    Words,
}

impl Cells {
    /// Looks at all tables and lists.
    pub(super) fn new(tree: &Tree, source: &str) -> Self {
        let n_nodes = tree.nodes.len();
        let mut cells = Cells {
            rows: vec![None; n_nodes],
            numbers: vec![None; n_nodes],
            borders: vec![0; n_nodes],
            parts: vec![None; n_nodes],
        };
        let tables: Vec<usize> =
            (0..tree.nodes.len()).filter(|index| tree.nodes[*index].name() == "table").collect();
        for (position, table) in tables.iter().enumerate() {
            // Tables in tables lay out a page; looking at the innermost alone also keeps this
            // linear.
            let holds_table =
                tables.get(position + 1).is_some_and(|next| *next < tree.nodes[*table].end);
            let role = tree.nodes[*table].tag().and_then(|tag| tag.attribute("role"));
            if holds_table || matches!(role, Some("presentation" | "none")) {
                continue;
            }
            match table::use_of(&texts(tree, source, *table)) {
                Use::Data => cells.take_rows(tree, *table),
                Use::Conversation => cells.take_parts(tree, *table),
                Use::Layout => {}
            }
        }
        for (list, node) in tree.nodes.iter().enumerate() {
            if node.name() == "dl"
                && table::use_of(&entries(tree, source, list)) == Use::Conversation
            {
                cells.take_entries(tree, list);
            }
        }
        cells.count_items(tree);
        cells
    }

    /// The row of a table of data that a node is in.
    pub(super) fn row_of(&self, index: usize) -> Option<usize> {
        self.rows[index]
    }

    /// How many borders are before a cell of a row of data; none before its first.
    pub(super) fn borders(&self, cell: usize) -> usize {
        self.borders[cell]
    }

    /// The part of a row of a conversation that a node is in.
    pub(super) fn part_of(&self, index: usize) -> Option<Part> {
        self.parts[index]
    }

    /// The number of an item.
    pub(super) fn number(&self, item: usize) -> Option<u32> {
        self.numbers[item]
    }

    fn take_rows(&mut self, tree: &Tree, table: usize) {
        // For each column how many rows a cell from above still reaches into.
        let mut held: Vec<usize> = Vec::new();
        for row in rows_of(tree, table) {
            self.rows[row..tree.nodes[row].end].fill(Some(row));
            let (mut column, mut last) = (0, 0);
            for cell in cells_of(tree, row) {
                while held.get(column).is_some_and(|n_rows| *n_rows > 0) {
                    held[column] -= 1;
                    column += 1;
                }
                self.borders[cell] = column - last;
                last = column;

                let n_columns = span(tree, cell, "colspan");
                let n_rows = span(tree, cell, "rowspan");
                held.resize(held.len().max(column + n_columns), 0);
                held[column..column + n_columns].fill(n_rows - 1);
                column += n_columns;
            }
            for n_rows in held.iter_mut().skip(column) {
                *n_rows = n_rows.saturating_sub(1);
            }
        }
    }

    fn take_parts(&mut self, tree: &Tree, table: usize) {
        for row in rows_of(tree, table) {
            for (position, cell) in cells_of(tree, row).into_iter().enumerate() {
                let part = if position == 0 { Part::Speaker } else { Part::Words };
                self.parts[cell..tree.nodes[cell].end].fill(Some(part));
            }
        }
    }

    fn take_entries(&mut self, tree: &Tree, list: usize) {
        for index in list + 1..tree.nodes[list].end {
            let part = match tree.nodes[index].name() {
                "dt" => Part::Speaker,
                "dd" => Part::Words,
                _ => continue,
            };
            self.parts[index..tree.nodes[index].end].fill(Some(part));
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

fn rows_of(tree: &Tree, table: usize) -> Vec<usize> {
    let is_row = |index: &usize| tree.nodes[*index].name() == "tr";
    (table + 1..tree.nodes[table].end).filter(is_row).collect()
}

fn cells_of(tree: &Tree, row: usize) -> Vec<usize> {
    let is_cell = |index: &usize| matches!(tree.nodes[*index].name(), "td" | "th");
    (row + 1..tree.nodes[row].end).filter(is_cell).collect()
}

/// How many columns or rows a cell reaches over.
fn span(tree: &Tree, cell: usize, attribute: &str) -> usize {
    // A page may state any number; nobody reads a table of more columns.
    const MOST: usize = 64;

    let tag = tree.nodes[cell].tag();
    let stated = tag.and_then(|tag| number_in(tag, attribute)).unwrap_or(1);
    usize::try_from(stated).unwrap_or(MOST).clamp(1, MOST)
}

fn number_in(tag: &Tag, attribute: &str) -> Option<u32> {
    tag.attribute(attribute)?.trim().parse().ok()
}

/// The texts of the cells of a table, row by row. A page may be one cell: of a long one its
/// beginning is taken, as far as tells that it is long, and its end.
fn texts(tree: &Tree, source: &str, table: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut in_cell = 0;
    for (index, node) in tree.nodes.iter().enumerate().take(tree.nodes[table].end).skip(table + 1) {
        match &node.content {
            Content::Element(tag) if tag.name == "tr" => rows.push(Vec::new()),
            Content::Element(tag) if matches!(tag.name.as_str(), "td" | "th") => {
                rows.last_mut().into_iter().for_each(|row| row.push(String::new()));
                in_cell = node.end;
            }
            Content::Text(range) if !node.style.hidden && index < in_cell => {
                let cell = rows.last_mut().and_then(|row| row.last_mut());
                if let Some(cell) = cell {
                    add(cell, &source[range.clone()]);
                }
            }
            _ => {}
        }
    }
    rows
}

/// The texts of the terms of a list and of what is said of each.
fn entries(tree: &Tree, source: &str, list: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut end, mut column) = (0, 0);
    for (index, node) in tree.nodes.iter().enumerate().take(tree.nodes[list].end).skip(list + 1) {
        match &node.content {
            Content::Element(tag) if tag.name == "dt" => {
                rows.push(vec![String::new(), String::new()]);
                (end, column) = (node.end, 0);
            }
            Content::Element(tag) if tag.name == "dd" => (end, column) = (node.end, 1),
            // A list in a list is an outline.
            Content::Element(tag) if tag.name == "dl" => return Vec::new(),
            Content::Text(range) if !node.style.hidden && index < end => {
                let cell = rows.last_mut().and_then(|row| row.get_mut(column));
                if let Some(cell) = cell {
                    add(cell, &source[range.clone()]);
                }
            }
            _ => {}
        }
    }
    rows
}

/// Adds text to that of a cell, which is cut where it is longer than a cell of data.
fn add(cell: &mut String, text: &str) {
    /// Bytes on either side of the cut: more than a cell of data has characters.
    const KEPT: usize = 4 * LONGEST_CELL;

    for word in unescaped(text).split_whitespace() {
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(word);
    }
    if cell.len() > 3 * KEPT {
        let end = cell.split_off(floor(cell, cell.len() - KEPT));
        cell.truncate(floor(cell, KEPT));
        cell.push_str(&end);
    }
}
