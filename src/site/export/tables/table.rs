//! What a table is: columns as data, and where its rows come from.
//!
//! **Invariant:** what a column is called, of which type it is, what it means and how its value is
//! found is said once, in the [`Column`]; CSV, JSON Lines, Parquet and the schema are loops over it.
//! **Invariant:** rows are made part by part, so that no more of a table than a few parts is held at
//! a time, whatever the size of the archive.

use crate::reading::graph::Graph;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site::export) enum Type {
    Text,
    /// A whole number.
    Count,
    /// A decimal number.
    Number,
    /// True or false.
    Flag,
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::site::export) enum Cell<'r> {
    /// Not given, or not known.
    Empty,
    Text(Cow<'r, str>),
    Count(usize),
    Number(f64),
    Flag(bool),
}

impl<'r> Cell<'r> {
    /// A text; an empty one was not given.
    pub(in crate::site::export) fn given(text: impl Into<Cow<'r, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A text that may be empty.
    pub(in crate::site::export) fn exactly(text: &'r str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }

    /// A value that may be missing, as it is written.
    pub(in crate::site::export) fn written(value: Option<impl ToString>) -> Self {
        value.map_or(Cell::Empty, |value| Cell::given(value.to_string()))
    }
}

/// A column of a table whose rows are `R`.
pub(in crate::site::export) struct Column<R: 'static> {
    pub name: &'static str,
    pub holds: Type,
    /// What its values mean, for readers of the schema.
    pub about: &'static str,
    pub value: for<'r> fn(&'r Graph, &'r R) -> Cell<'r>,
}

/// That the values of some columns are the key of another table.
#[derive(Debug, Clone, Copy)]
pub(in crate::site::export) struct Link {
    pub columns: &'static [&'static str],
    /// The name of the other table.
    pub table: &'static str,
    pub key: &'static [&'static str],
}

/// What a table is made from, and by which it is cut into parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site::export) enum Source {
    /// The versions of speeches.
    Speeches,
    Entities,
    /// The whole site at once: what has to be counted before the first row is known.
    Whole,
}

impl Source {
    /// How many of its things are one part. A choice: in each format a part of paragraphs is then some
    /// hundred kilobytes, which stay in the processor's caches and which the allocator has at hand;
    /// parts of four times as many cost a tenth more.
    fn per_part(self) -> usize {
        match self {
            Source::Speeches => 16,
            Source::Entities => 256,
            Source::Whole => 1,
        }
    }

    fn count(self, graph: &Graph) -> usize {
        match self {
            Source::Speeches => graph.corpus.speeches.len(),
            Source::Entities => graph.corpus.entities.len(),
            Source::Whole => 1,
        }
    }
}

/// A table of the site's data.
pub(in crate::site::export) struct Of<R: 'static> {
    /// Its name: of the file, and in the schema.
    pub name: &'static str,
    pub title: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// The columns that tell one row from every other.
    pub key: &'static [&'static str],
    pub links: &'static [Link],
    pub source: Source,
    pub columns: &'static [Column<R>],
    /// The rows of some of the source's things, by index, in order.
    pub rows: fn(&Graph, Range<usize>) -> Vec<R>,
}

/// What the schema says of a column.
#[derive(Debug, Clone, Copy)]
pub(in crate::site::export) struct Field {
    pub name: &'static str,
    pub holds: Type,
    pub about: &'static str,
}

/// A table, whatever its rows are.
pub(in crate::site::export) trait Table: Sync {
    fn name(&self) -> &'static str;
    fn title(&self) -> &'static str;
    fn about(&self) -> &'static str;
    fn key(&self) -> &'static [&'static str];
    fn links(&self) -> &'static [Link];
    fn fields(&self) -> Vec<Field>;

    /// How many parts its rows come in.
    fn n_parts(&self, graph: &Graph) -> usize;

    /// Gives each row of a part to `visit`, its cells in the order of the columns.
    fn visit(&self, graph: &Graph, part: usize, visit: &mut dyn FnMut(&[Cell<'_>]));
}

impl fmt::Debug for dyn Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<R> Table for Of<R> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn key(&self) -> &'static [&'static str] {
        self.key
    }

    fn links(&self) -> &'static [Link] {
        self.links
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::with_capacity(self.columns.len());
        for Column { name, holds, about, .. } in self.columns {
            fields.push(Field { name, holds: *holds, about });
        }
        fields
    }

    fn n_parts(&self, graph: &Graph) -> usize {
        self.source.count(graph).div_ceil(self.source.per_part())
    }

    fn visit(&self, graph: &Graph, part: usize, visit: &mut dyn FnMut(&[Cell<'_>])) {
        let per_part = self.source.per_part();
        let end = self.source.count(graph).min((part + 1) * per_part);

        let rows = (self.rows)(graph, part * per_part..end);
        let mut cells = Vec::with_capacity(self.columns.len());
        for row in &rows {
            cells.clear();
            for column in self.columns {
                cells.push((column.value)(graph, row));
            }
            visit(&cells);
        }
    }
}
