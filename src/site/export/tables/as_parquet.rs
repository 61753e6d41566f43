//! A table → Parquet (<https://parquet.apache.org/docs/file-format/>), compressed by Snappy. The only
//! file that names the parquet crate.
//!
//! **Invariant:** a row group is a fixed number of parts, so the bytes do not depend on the machine.
//! Every column is optional, as in the other formats.

use super::table::{Cell, Field, Table, Type};
use super::{Begun, Done, File, Format, Rows};
use crate::reading::graph::Graph;
use crate::site::export::Kept;
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type as Schema;
use std::io::{self, Write};
use std::mem::take;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

pub(super) const FORMAT: Format = Format {
    extension: "parquet",
    kept: Kept { label: "Parquet", media_type: "application/vnd.apache.parquet", n_rows: None },
    rows: |fields, room| Box::new(Part::of(fields, room)),
    begin,
};

/// Parts of a table in one row group. A choice: readers skip row groups by their statistics, and what
/// is being written of one is held in memory; sixty-four parts are a thousand speeches.
const PARTS: usize = 64;

fn begin(_: &Graph, table: &dyn Table, _: &mut dyn Write) -> io::Result<Begun> {
    let fields = table.fields();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("oratory".to_owned())
        .build();
    let buffer = Buffer::default();
    let schema = Arc::new(schema(table.name(), &fields).map_err(io::Error::other)?);
    let writer = SerializedFileWriter::new(buffer.clone(), schema, Arc::new(properties))
        .map_err(io::Error::other)?;
    Ok(Box::new(Groups { writer, buffer, group: Vec::new() }))
}

/// A file being written, row group by row group.
struct Groups {
    writer: SerializedFileWriter<Buffer>,
    buffer: Buffer,
    /// The one that is being filled, part by part.
    group: Vec<Part>,
}

impl File for Groups {
    fn take(&mut self, rows: Done, out: &mut dyn Write) -> io::Result<()> {
        if let Done::Columns(part) = rows {
            self.group.push(part);
        }
        if self.group.len() == PARTS { self.end_group(out) } else { Ok(()) }
    }

    fn end(mut self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        self.end_group(out)?;
        let Groups { writer, buffer, .. } = *self;
        writer.close().map_err(io::Error::other)?;
        buffer.pour(out)
    }
}

impl Groups {
    fn end_group(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let group = take(&mut self.group);
        if group.iter().all(|part| part.n_rows == 0) {
            return Ok(());
        }
        let row_group = self.writer.next_row_group().map_err(io::Error::other)?;
        write(group, row_group).map_err(io::Error::other)?;
        self.buffer.pour(out)
    }
}

/// Writes the parts of a row group, column by column.
fn write(
    group: Vec<Part>,
    mut row_group: SerializedRowGroupWriter<'_, Buffer>,
) -> ParquetResult<()> {
    let mut parts = Vec::with_capacity(group.len());
    for part in group {
        parts.push(part.columns.into_iter());
    }
    while let Some(mut column) = row_group.next_column()? {
        for Values { given, of } in parts.iter_mut().filter_map(Iterator::next) {
            let given = Some(given.as_slice());
            match (column.untyped(), of) {
                (ColumnWriter::ByteArrayColumnWriter(to), Of::Texts(texts)) => {
                    to.write_batch(&texts.values(), given, None)?;
                }
                (ColumnWriter::Int64ColumnWriter(to), Of::Counts(values)) => {
                    to.write_batch(&values, given, None)?;
                }
                (ColumnWriter::DoubleColumnWriter(to), Of::Numbers(values)) => {
                    to.write_batch(&values, given, None)?;
                }
                (ColumnWriter::BoolColumnWriter(to), Of::Flags(values)) => {
                    to.write_batch(&values, given, None)?;
                }
                _ => return Err(ParquetError::General("a column of another type".to_owned())),
            }
        }
        column.close()?;
    }
    row_group.close().map(drop)
}

fn schema(name: &str, fields: &[Field]) -> ParquetResult<Schema> {
    let mut columns = Vec::with_capacity(fields.len());
    for field in fields {
        let physical = match field.holds {
            Type::Text => Physical::BYTE_ARRAY,
            Type::Count => Physical::INT64,
            Type::Number => Physical::DOUBLE,
            Type::Flag => Physical::BOOLEAN,
        };
        let logical = (field.holds == Type::Text).then_some(LogicalType::String);
        let column = Schema::primitive_type_builder(field.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        columns.push(Arc::new(column));
    }
    Schema::group_type_builder(name).with_fields(columns).build()
}

/// The values of a column, and for each row whether there is one.
struct Values {
    given: Vec<i16>,
    of: Of,
}

enum Of {
    Texts(Texts),
    Counts(Vec<i64>),
    Numbers(Vec<f64>),
    Flags(Vec<bool>),
}

/// Texts, one behind the other: a buffer for each of millions costs more than what is in it.
struct Texts {
    bytes: Vec<u8>,
    /// Where each is; several may be in one place.
    places: Vec<Range<usize>>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        // Much of what a row says of its text the row before says, too.
        let last =
            self.places.last().filter(|last| self.bytes[(*last).clone()] == *text.as_bytes());
        let place = last.cloned().unwrap_or_else(|| {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(text.as_bytes());
            start..self.bytes.len()
        });
        self.places.push(place);
    }

    fn values(self) -> Vec<ByteArray> {
        let all = ByteArray::from(self.bytes);
        self.places.iter().map(|of| all.slice(of.start, of.len())).collect()
    }
}

/// The rows of a part, column by column.
pub(super) struct Part {
    columns: Vec<Values>,
    pub(super) n_rows: usize,
}

impl Rows for Part {
    fn add(&mut self, cells: &[Cell<'_>]) {
        for (values, cell) in self.columns.iter_mut().zip(cells) {
            values.push(cell);
        }
        self.n_rows += 1;
    }

    fn done(self: Box<Self>) -> Done {
        Done::Columns(*self)
    }
}

impl Part {
    /// No rows of these columns, with room for so many.
    fn of(fields: &[Field], room: usize) -> Self {
        let mut columns = Vec::with_capacity(fields.len());
        for field in fields {
            let of = match field.holds {
                Type::Text => {
                    Of::Texts(Texts { bytes: Vec::new(), places: Vec::with_capacity(room) })
                }
                Type::Count => Of::Counts(Vec::with_capacity(room)),
                Type::Number => Of::Numbers(Vec::with_capacity(room)),
                Type::Flag => Of::Flags(Vec::with_capacity(room)),
            };
            columns.push(Values { given: Vec::with_capacity(room), of });
        }
        Part { columns, n_rows: 0 }
    }
}

impl Values {
    fn push(&mut self, cell: &Cell<'_>) {
        match (&mut self.of, cell) {
            (Of::Texts(values), Cell::Text(text)) => values.push(text),
            (Of::Counts(values), Cell::Count(count)) => {
                values.push(i64::try_from(*count).unwrap_or(i64::MAX));
            }
            (Of::Numbers(values), Cell::Number(number)) => values.push(*number),
            (Of::Flags(values), Cell::Flag(flag)) => values.push(*flag),
            // No value; one of another type does not occur, which a test holds.
            _ => {
                self.given.push(0);
                return;
            }
        }
        self.given.push(1);
    }
}

/// What has been written and not yet handed on: the crate wants a writer that threads may share.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn pour(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::site::export::fixture;
    use crate::site::export::tables::TABLES;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;
    use serde_json::{Value, json};

    fn value(field: &Field) -> Value {
        match field {
            Field::Null => Value::Null,
            Field::Str(text) => json!(text),
            Field::Long(number) => json!(number),
            Field::Double(number) => json!(number),
            Field::Bool(flag) => json!(flag),
            other => panic!("no column is {other:?}"),
        }
    }

    #[test]
    fn what_is_written_reads_back_with_the_same_rows() {
        let graph = fixture::graph();
        for table in TABLES {
            let path = format!("data/{}", table.name());
            let json = fixture::file(graph, &format!("{path}.jsonl"));
            let json = String::from_utf8(json).unwrap();
            let mut lines = json.lines();

            let bytes = bytes::Bytes::from(fixture::file(graph, &format!("{path}.parquet")));
            let reader = SerializedFileReader::new(bytes).unwrap();
            for row in reader.get_row_iter(None).unwrap() {
                let line: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
                for (name, field) in row.unwrap().get_column_iter() {
                    assert_eq!(value(field), line[name.as_str()], "{}.{name}", table.name());
                }
            }
            assert_eq!(lines.next(), None, "{}", table.name());
        }
    }
}
