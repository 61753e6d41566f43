//! A dump of GeoNames (download.geonames.org/export/dump, “readme”) → records of places.
//!
//! It has no line of column names: nineteen columns, divided by tabs, and no quotation marks.

use super::record::Record;
use super::source::Source;
use crate::reading::kinds::facts;

/// Columns of a dump.
const COLUMNS: usize = 19;

/// Whether a text begins as a dump does: a number, and a point on the globe in its places.
pub(super) fn is_dump(text: &str) -> bool {
    let line = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    let cells: Vec<&str> = line.split('\t').collect();
    let is_number = |at: usize| {
        cells.get(at).is_some_and(|cell| cell.trim().parse::<f64>().is_ok_and(f64::is_finite))
    };
    cells.len() == COLUMNS && is_number(0) && is_number(4) && is_number(5)
}

/// Reads the places; `text` begins at byte `offset` of the file.
pub(super) fn read(source: &mut Source<'_>, text: &str, offset: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let mut at = offset;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']).trim_start_matches('\u{FEFF}');
        let range = at..at + whole.len();
        at = range.end;
        let cells: Vec<&str> = line.split('\t').collect();
        let [number, name, ascii, others, latitude, longitude, _, _, country, ..] = cells[..]
        else {
            continue;
        };

        let mut record = source.record(&range);
        record.kind = source.kinds.places().map(|kind| source.kinds.kind(kind).key.clone());
        record.identifiers.push(("geonames".to_owned(), number.to_owned()));
        record.address(format!("https://www.geonames.org/{number}"));
        record.name(name, None, true);
        for other in std::iter::once(ascii).chain(others.split(',')) {
            // Among the names of a place are addresses of pages about it, and codes of airports.
            let is_code = other.len() == 3 && other.bytes().all(|byte| byte.is_ascii_uppercase());
            if !other.starts_with("http") && !is_code {
                record.name(other, None, false);
            }
        }
        source.coordinates(&mut record, &facts::COORDINATES, [longitude, latitude], &range);
        if !country.trim().is_empty() {
            record.fact(&facts::COUNTRY, None, country.trim());
        }
        records.push(record);
    }
    records
}
